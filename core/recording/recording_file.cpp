#include "core/recording/recording_file.hpp"

#include <fmt/format.h>

#include "core/log/log_tap.hpp"
#include "core/recording/file_bytes.hpp"
#include "core/recording/setting.hpp"
#include "core/recording/tally.hpp"
#include "core/world/order_bytes.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

// Inside this file an Error is thrown; it leaves the file as a value.

class Reader {
public:
    explicit Reader(std::span<const std::byte> bytes) : blocks_{bytes} {}

    RecordedRun read() {
        auto setting = read_setting(blocks_);
        if (!setting) throw std::move(setting.error());
        setting_ = std::move(*setting);
        prepare();
        while (const auto block = blocks_.next()) take(*block);
        if (blocks_.error()) throw *blocks_.error();
        if (stamps_) run_.log.order = std::move(*stamps_);
        if (clocks_) run_.log.order = std::move(*clocks_);
        run_.origin = std::move(setting_.origin);
        run_.scenario = std::move(setting_.scenario);
        return std::move(run_);
    }

private:
    void prepare() {
        switch (setting_.shape.order) {
            case OrderCode::unrecorded: break;
            case OrderCode::in_sequence: run_.log.order = InSequence{}; break;
            case OrderCode::by_stamp: stamps_.emplace(); break;
            case OrderCode::by_dependency: run_.log.order = ByDependency{}; break;
            case OrderCode::by_clock: clocks_.emplace(); break;
        }
        if (setting_.shape.names_reads) run_.log.named_reads.emplace();
        if (!setting_.has_truth) return;
        History& history = run_.history.emplace();
        for (const ShipSetup& ship : setting_.scenario.ships) {
            history.ships.emplace_back().states.push_back(ship.initial);
        }
    }

    void take(const Block& block) {
        switch (block.type) {
            case BlockType::log: return take_log(block);
            case BlockType::truth: return take_truth(block);
            case BlockType::observed: return take_observed(block);
            case BlockType::effects: return take_effects(block);
            case BlockType::synced: return take_synced(block);
            case BlockType::snapshot: return blocks_.held(1);
            case BlockType::index: return;  // For those who look for a place.
            default:
                throw Error{block.place(), "out of place", "a block that stands behind the shape"};
        }
    }

    /// What it promises stands before it.
    void take_synced(const Block& block) {
        blocks_.held(1);
        const auto mark = take_mark(block.payload);
        if (!mark || mark->bytes != block.offset || mark->log > run_.log.events.size() ||
            mark->truth > truths_) {
            throw Error{block.place(), "a mark of another file", "what stands before it"};
        }
    }

    static void throw_if(const Block& block, std::string problem) {
        if (!problem.empty()) throw Error{block.place(), std::move(problem), "entries"};
    }

    void take_log(const Block& block) {
        Log& log = run_.log;
        const std::size_t before = log.events.size();
        throw_if(block, each_entry(setting_.log_bounds(), block.payload, [&](const Entry& entry) {
                     log.events.push_back(entry.event());
                     if (stamps_) stamps_->stamps.push_back(entry.stamp());
                     if (clocks_) {
                         append_dots(entry, clocks_->changes);
                         clocks_->ends.push_back(clocks_->changes.size());
                     }
                     if (!log.named_reads) return;
                     append_dots(entry, log.named_reads->reads);
                     log.named_reads->ends.push_back(
                         static_cast<std::uint32_t>(log.named_reads->reads.size()));
                 }));
        blocks_.held(log.events.size() - before);
        if (log.events.size() > Limits::events) {
            throw Error{block.place(), "more events", fmt::format("at most {}", Limits::events)};
        }
    }

    void take_truth(const Block& block) {
        if (!run_.history) throw Error{block.place(), "out of place", "no truth, by the shape"};
        bool states_fit = true;
        const std::uint64_t before = truths_;
        throw_if(block, each_entry(setting_.truth_bounds(), block.payload, [&](const Entry& entry) {
                     const auto state = state_of(entry);
                     states_fit = states_fit && state.has_value();
                     if (!states_fit) return;
                     reads_.clear();
                     append_dots(entry, reads_);
                     const Event event = entry.event();
                     run_.history->ships[event.dot.ship].append(event, *state, reads_);
                     ++truths_;
                 }));
        blocks_.held(truths_ - before);
        if (!states_fit) {
            throw Error{block.place(), "bytes that are no state",
                        "ports that there are, and cargo of 0 up"};
        }
    }

    template <class Dots>
    static void append_dots(const Entry& entry, Dots& dots) {
        for (std::size_t i = 0; i < entry.dot_count(); ++i) dots.push_back(entry.dot(i));
    }

    void take_observed(const Block& block) {
        if (!run_.history) throw Error{block.place(), "out of place", "no truth, by the shape"};
        const std::size_t ships = run_.history->ships.size();
        if (block.payload.size() % (ships * sizeof(Version)) != 0) {
            throw Error{block.place(), "half a global state", "a version of each ship"};
        }
        blocks_.held(block.payload.size() / (ships * sizeof(Version)));
        for (ByteReader in{block.payload}; in.left() > 0;) {
            Cut& cut = run_.history->observed.emplace_back();
            cut.reserve(ships);
            for (std::size_t i = 0; i < ships; ++i) cut.push_back(in.take<Version>());
        }
    }

    void take_effects(const Block& block) {
        constexpr std::size_t bytes = sizeof(ShipId) + sizeof(Version) + sizeof(std::uint64_t);
        if (block.payload.size() % bytes != 0) {
            throw Error{block.place(), "half an effect", "events and results"};
        }
        blocks_.held(block.payload.size() / bytes);
        for (ByteReader in{block.payload}; in.left() > 0;) {
            const auto ship = in.take<ShipId>();
            const auto version = in.take<Version>();
            run_.effects.push_back({{ship, version}, in.take<std::uint64_t>()});
        }
    }

    BlockScan blocks_;
    Setting setting_;
    RecordedRun run_;
    std::optional<ByStamp> stamps_;
    std::optional<ByClock> clocks_;
    std::vector<Dot> reads_;
    std::uint64_t truths_ = 0;
};

}  // namespace

namespace {

std::optional<Error> wrong(const RunToWrite& run) {
    if (auto error = contradiction(run.scenario, run.log, run.history, run.effects)) return error;
    return wrong_order(run.scenario);
}

std::optional<Error> write(Output& output, const RunToWrite& run, const RecorderOptions& options) {
    Recorder recorder{output, options};
    recorder.begin(run.origin, run.scenario);
    LogTap log{run.log, run.scenario.ship_count()};
    std::optional<HistoryTap> truth;
    if (run.history != nullptr) truth.emplace(*run.history);
    recorder.follow_to_the_end({.log = &log,
                                .truth = truth ? &*truth : nullptr,
                                .observed = run.history == nullptr
                                                ? std::span<const Cut>{}
                                                : std::span<const Cut>{run.history->observed}});
    recorder.add(run.effects);
    recorder.finish();
    return recorder.error();
}

}  // namespace

Result<std::vector<std::byte>> encode_recording(const RunToWrite& run,
                                                const RecorderOptions& options) {
    if (auto error = wrong(run)) return fail(std::move(*error));
    MemoryFile memory;
    Output output{"memory", 0, memory};
    if (auto error = write(output, run, options)) return fail(std::move(*error));
    return memory.bytes();
}

std::optional<Error> write_recording(const std::filesystem::path& file, const RunToWrite& run,
                                     const RecorderOptions& options) {
    if (auto error = wrong(run)) return error;
    NewFile beside{file};
    if (auto error = beside.error()) return error;
    Output output{file, beside.descriptor()};
    if (auto error = write(output, run, options)) return error;
    beside.keep();
    return beside.error();
}

Result<RecordedRun> parse_recording(std::span<const std::byte> bytes) {
    try {
        RecordedRun run = Reader{bytes}.read();
        const History* history = run.history ? &*run.history : nullptr;
        if (auto error = contradiction(run.scenario, run.log, history, run.effects)) {
            return fail(std::move(*error));
        }
        return run;
    } catch (Error& error) {
        return fail(std::move(error));
    }
}

Result<RecordedRun> read_recording(const std::filesystem::path& file) {
    const auto bytes = FileBytes::open(file);
    if (!bytes) return fail(bytes.error());
    auto run = parse_recording(bytes->bytes());
    if (!run) run.error().place.insert(0, file.string() + ": ");
    return run;
}

}  // namespace reckon
