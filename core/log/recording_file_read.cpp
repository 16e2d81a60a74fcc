#include <fmt/format.h>

#include <type_traits>

#include "core/log/recording_file.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/state_bytes.hpp"
#include "core/world/strict_json.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

// Inside this file an Error is thrown, so that a reader of numbers need not hand it up level by
// level; it leaves the file as a value.

constexpr std::size_t event_bytes = 20;
constexpr std::size_t dot_bytes = 8;

std::string_view text_of(const Block& block) {
    return {reinterpret_cast<const char*>(block.payload.data()), block.payload.size()};
}

/// The payload of a block, number by number.
class Payload {
public:
    explicit Payload(const Block& block) : block_{block}, in_{block.payload} {}

    [[noreturn]] void reject(std::string value, std::string expected) const {
        throw Error{block_.place(), std::move(value), std::move(expected)};
    }

    template <std::unsigned_integral T>
    [[nodiscard]] T take() {
        const T value = in_.take<T>();
        if (in_.ran_out()) reject("the end of the block", "more of it");
        return value;
    }

    /// How many of something follow: before room is made for them.
    [[nodiscard]] std::size_t count(std::size_t bytes_each) {
        const auto count = take<std::uint64_t>();
        const std::size_t room = in_.left() / bytes_each;
        if (count > room) {
            reject(fmt::format("a count of {}", count),
                   fmt::format("at most {}, for which there are bytes", room));
        }
        return static_cast<std::size_t>(count);
    }

    template <class Numbers>
    [[nodiscard]] Numbers numbers() {
        using T = typename Numbers::value_type;
        Numbers numbers(count(sizeof(T)));
        for (T& number : numbers) number = take<T>();
        return numbers;
    }

    [[nodiscard]] Dot dot() {
        const auto ship = take<ShipId>();
        return {ship, take<Version>()};
    }

    template <class Dots>
    [[nodiscard]] Dots dots() {
        Dots dots(count(dot_bytes));
        for (Dot& each : dots) each = dot();
        return dots;
    }

    template <class Events>
    [[nodiscard]] Events events() {
        Events events(count(event_bytes));
        for (Event& event : events) {
            event.dot = dot();
            event.order = take<OrderId>();
            const auto who = take<std::uint32_t>();
            event.cause = Cause::from(who, take<std::uint32_t>());
        }
        return events;
    }

    [[nodiscard]] std::vector<State> states() {
        std::vector<State> states(count(state_bytes));
        for (State& state : states) {
            const auto taken = take_state(in_);
            if (!taken)
                reject("bytes that are no state", "ports that there are, and cargo of 0 up");
            state = *taken;
        }
        return states;
    }

    void end() const {
        if (in_.left() > 0) {
            reject(fmt::format("{} more bytes", in_.left()), "the end of the block");
        }
    }

private:
    const Block& block_;
    ByteReader in_;
};

class Decoder {
public:
    explicit Decoder(const std::vector<Block>& blocks) : blocks_{blocks} {}

    [[nodiscard]] RecordedRun decode() {
        RecordedRun run;
        run.origin = origin(next(BlockType::about));
        run.scenario = scenario(next(BlockType::scenario));
        const std::size_t ships = run.scenario.ships.size();
        run.log.events = whole(BlockType::log_events,
                               [](Payload& in) { return in.events<std::pmr::vector<Event>>(); });
        run.log.order = whole(BlockType::log_order, [](Payload& in) { return order(in); });
        if (stands_next(BlockType::log_reads)) {
            run.log.named_reads = whole(BlockType::log_reads, [](Payload& in) {
                NamedReads reads;
                reads.ends = in.numbers<std::pmr::vector<std::uint32_t>>();
                reads.reads = in.dots<std::pmr::vector<Dot>>();
                return reads;
            });
        }
        for (std::size_t i = 0; i < ships; ++i) {
            run.history.ships.push_back(whole(BlockType::ship, [](Payload& in) {
                ShipHistory ship;
                ship.events = in.events<std::vector<Event>>();
                ship.reads_end = in.numbers<std::vector<std::uint32_t>>();
                ship.reads = in.dots<std::vector<Dot>>();
                ship.states = in.states();
                return ship;
            }));
        }
        run.history.observed =
            whole(BlockType::observed, [&](Payload& in) { return cuts(in, ships); });
        if (next_ < blocks_.size()) {
            throw Error{blocks_[next_].place(), "one block too many", "the end"};
        }
        return run;
    }

private:
    [[nodiscard]] bool stands_next(BlockType type) const {
        return next_ < blocks_.size() && blocks_[next_].type == type;
    }

    [[nodiscard]] const Block& next(BlockType type) {
        if (!stands_next(type)) {
            const bool end = next_ == blocks_.size();
            throw Error{end ? "the last block" : blocks_[next_].place(), "out of place",
                        fmt::format("a block ({}) before it", word(type))};
        }
        return blocks_[next_++];
    }

    /// What `take` makes of the next block, which it must use up.
    template <class Take>
    [[nodiscard]] std::invoke_result_t<Take, Payload&> whole(BlockType type, Take&& take) {
        Payload in{next(type)};
        auto taken = take(in);
        in.end();
        return taken;
    }

    [[nodiscard]] static RunOrigin origin(const Block& block) {
        const auto json = parse_strict(text_of(block), "the origin of a run");
        const auto reject = [&](std::string value, std::string expected) {
            throw Error{block.place(), std::move(value), std::move(expected)};
        };
        if (!json || !json->is_object()) reject("no JSON object", "what the run was made by");
        const auto string = [&](const char* key) {
            const auto found = json->find(key);
            if (found == json->end() || !found->is_string()) {
                reject(fmt::format("no text \"{}\"", key), "the four texts of a run's origin");
            }
            return found->template get<std::string>();
        };
        RunOrigin origin{string("strategy"), string("publication"), string("command_line"),
                         string("commit")};
        if (origin.publication != "seq_cst" && origin.publication != "release") {
            reject("publication \"" + origin.publication + "\"", "seq_cst or release");
        }
        return origin;
    }

    [[nodiscard]] static Scenario scenario(const Block& block) {
        auto scenario = parse_scenario(text_of(block));
        if (!scenario) {
            Error& error = scenario.error();
            error.place = block.place() + ": " + error.place;
            throw std::move(error);
        }
        return std::move(*scenario);
    }

    [[nodiscard]] static Ordering order(Payload& in) {
        const auto code = in.take<std::uint32_t>();
        switch (static_cast<OrderCode>(code)) {
            case OrderCode::unrecorded: return Unrecorded{};
            case OrderCode::in_sequence: return InSequence{};
            case OrderCode::by_stamp: return ByStamp{in.numbers<std::pmr::vector<std::uint64_t>>()};
            case OrderCode::by_dependency: return ByDependency{};
            case OrderCode::by_clock: {
                ByClock clocks;
                clocks.ends = in.numbers<std::pmr::vector<std::uint64_t>>();
                clocks.changes = in.dots<std::pmr::vector<Dot>>();
                return clocks;
            }
        }
        in.reject(fmt::format("order {}", code), "0 to 4");
    }

    [[nodiscard]] static std::vector<Cut> cuts(Payload& in, std::size_t ships) {
        std::vector<Cut> cuts(in.count(ships * sizeof(Version)));
        for (Cut& cut : cuts) {
            cut.reserve(ships);
            for (std::size_t i = 0; i < ships; ++i) cut.push_back(in.take<Version>());
        }
        return cuts;
    }

    const std::vector<Block>& blocks_;
    std::size_t next_ = 0;
};

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span{text});
}

}  // namespace

Result<RecordedRun> parse_recording(std::span<const std::byte> bytes) {
    const auto blocks = split_blocks(bytes);
    if (!blocks) return fail(blocks.error());
    try {
        RecordedRun run = Decoder{*blocks}.decode();
        if (auto error = contradiction(run.scenario, run.log, run.history)) {
            return fail(std::move(*error));
        }
        return run;
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

Result<RecordedRun> read_recording(const std::filesystem::path& file) {
    // Of what is no recording the first bytes suffice to say so.
    const auto text = read_recording_or_text(file, 1U << 10);
    if (!text) return fail(text.error());
    auto run = parse_recording(bytes_of(*text));
    if (!run) run.error().place = file.string() + ": " + run.error().place;
    return run;
}

Result<std::string> read_recording_or_text(const std::filesystem::path& file,
                                           std::size_t other_bytes_max) {
    const auto too_long = [&] {
        return fail({file.string(), "a longer file",
                     fmt::format("at most {} bytes", recording_bytes_max), Error::Kind::bound});
    };
    std::error_code unseen;
    const auto said = std::filesystem::file_size(file, unseen);
    bool beyond = false;  // By what the file says, so that no memory is taken for it.
    auto text = read_text(file, [&](std::string_view first) -> std::uint64_t {
        if (!looks_like_recording(bytes_of(first))) return other_bytes_max;
        beyond = !unseen && said > recording_bytes_max;
        return beyond ? 0 : recording_bytes_max;
    });
    if (!text) return text;
    const bool recording = looks_like_recording(bytes_of(*text));
    if (beyond || (recording && text->size() > recording_bytes_max)) return too_long();
    return text;
}

}  // namespace reckon
