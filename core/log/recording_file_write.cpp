#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "core/log/recording_file.hpp"
#include "core/world/scenario_json.hpp"
#include "core/world/state_bytes.hpp"
#include "core/world/text_file.hpp"

namespace reckon {
namespace {

using Json = nlohmann::ordered_json;

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span{text});
}

/// Writes numbers and events as recording_file.md has them.
class Encoder {
public:
    Encoder(const RunToWrite& run, std::vector<OrderId> as_read)
        : run_{run}, as_read_{std::move(as_read)} {}

    void write(const std::string& scenario, BlockWriter& blocks) const {
        const RunOrigin& origin = run_.origin;
        const Json about{{"strategy", origin.strategy},
                         {"publication", origin.publication},
                         {"command_line", origin.command_line},
                         {"commit", origin.commit}};
        // A command line may hold what is no text.
        const std::string text = about.dump(-1, ' ', false, Json::error_handler_t::replace);
        blocks.add(BlockType::about, [&](ByteWriter& out) { out.put(bytes_of(text)); });
        blocks.add(BlockType::scenario, [&](ByteWriter& out) { out.put(bytes_of(scenario)); });
        blocks.add(BlockType::log_events, [&](ByteWriter& out) { events(out, run_.log.events); });
        blocks.add(BlockType::log_order, [&](ByteWriter& out) { order(out); });
        if (const auto& named = run_.log.named_reads) {
            blocks.add(BlockType::log_reads,
                       [&](ByteWriter& out) { reads(out, named->ends, named->reads); });
        }
        for (const ShipHistory& ship : run_.history.ships) {
            blocks.add(BlockType::ship, [&](ByteWriter& out) {
                events(out, ship.events);
                reads(out, ship.reads_end, ship.reads);
                out.put(std::uint64_t{ship.states.size()});
                for (const State& state : ship.states) put_state(out, state);
            });
        }
        blocks.add(BlockType::observed, [&](ByteWriter& out) {
            out.put(std::uint64_t{run_.history.observed.size()});
            for (const Cut& cut : run_.history.observed) {
                for (const Version version : cut) out.put(version);
            }
        });
        blocks.finish();
    }

private:
    template <class Numbers>
    static void numbers(ByteWriter& out, const Numbers& numbers) {
        out.put(std::uint64_t{numbers.size()});
        for (const auto number : numbers) out.put(number);
    }

    static void dot(ByteWriter& out, Dot dot) {
        out.put(dot.ship);
        out.put(dot.version);
    }

    template <class Events>
    void events(ByteWriter& out, const Events& events) const {
        out.put(std::uint64_t{events.size()});
        for (const Event& event : events) {
            dot(out, event.dot);
            out.put(as_read_[event.order]);
            out.put(event.cause.who());
            out.put(event.cause.index());
        }
    }

    template <class Ends, class Reads>
    static void reads(ByteWriter& out, const Ends& ends, const Reads& reads) {
        numbers(out, ends);
        out.put(std::uint64_t{reads.size()});
        for (const Dot read : reads) dot(out, read);
    }

    void order(ByteWriter& out) const {
        const Ordering& order = run_.log.order;
        const auto code = [&](OrderCode of) { out.put(static_cast<std::uint32_t>(of)); };
        if (std::holds_alternative<Unrecorded>(order)) code(OrderCode::unrecorded);
        if (std::holds_alternative<InSequence>(order)) code(OrderCode::in_sequence);
        if (std::holds_alternative<ByDependency>(order)) code(OrderCode::by_dependency);
        if (const auto* stamped = std::get_if<ByStamp>(&order)) {
            code(OrderCode::by_stamp);
            numbers(out, stamped->stamps);
        }
        if (const auto* clocks = std::get_if<ByClock>(&order)) {
            code(OrderCode::by_clock);
            reads(out, clocks->ends, clocks->changes);
        }
    }

    const RunToWrite& run_;
    std::vector<OrderId> as_read_;
};

/// Whatever can be wrong with the run is found before the sink gets its first byte.
std::optional<Error> encode(const RunToWrite& run, const BlockWriter::Sink& sink) {
    if (auto error = contradiction(run.scenario, run.log, run.history)) return error;
    std::vector<OrderId> as_read = orders_as_read(run.scenario);
    for (std::size_t entry = 0; entry < run.log.events.size(); ++entry) {
        if (as_read[run.log.events[entry].order] != no_order) continue;
        return Error{fmt::format("log entry {}", entry),
                     text(run.scenario, run.log.events[entry].order),
                     "an order that a plan or a source has"};
    }
    const std::string scenario = to_json(run.scenario);
    if (scenario.size() > Limits::file_bytes) {
        return Error{"scenario", fmt::format("{} bytes as JSON", scenario.size()),
                     fmt::format("at most {}: a smaller run", Limits::file_bytes),
                     Error::Kind::bound};
    }
    BlockWriter blocks{sink};
    Encoder{run, std::move(as_read)}.write(scenario, blocks);
    return std::nullopt;
}

}  // namespace

Result<std::vector<std::byte>> encode_recording(const RunToWrite& run) {
    ByteWriter file;
    const auto error = encode(run, [&](std::span<const std::byte> bytes) { file.put(bytes); });
    if (error) return fail(*error);
    return std::vector<std::byte>{file.bytes().begin(), file.bytes().end()};
}

std::optional<Error> write_recording(const std::filesystem::path& file, const RunToWrite& run) {
    std::optional<NewFile> out;
    const auto wrong = encode(run, [&](std::span<const std::byte> bytes) {
        if (!out) out.emplace(file);
        out->write(bytes);
    });
    if (wrong) return wrong;
    out->keep();
    return out->error();
}

}  // namespace reckon
