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
        tally_.emplace(setting_);
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
        const auto things = tally_->count(block, [&](const Entry& entry) {
            block.type == BlockType::log ? take_log(entry) : take_truth(entry);
        });
        if (!things) throw things.error();
        if (block.type == BlockType::index) return;  // For those who look for a place.
        blocks_.held(*things);
        if (block.type == BlockType::observed) take_observed(block);
        if (block.type == BlockType::effects) take_effects(block);
        if (tally_->log() > Limits::events) {
            throw Error{block.place(), "more events", fmt::format("at most {}", Limits::events)};
        }
    }

    void take_log(const Entry& entry) {
        Log& log = run_.log;
        log.events.push_back(entry.event());
        if (stamps_) stamps_->stamps.push_back(entry.stamp());
        if (clocks_) {
            append_dots(entry, clocks_->changes);
            clocks_->ends.push_back(clocks_->changes.size());
        }
        if (!log.named_reads) return;
        append_dots(entry, log.named_reads->reads);
        log.named_reads->ends.push_back(static_cast<std::uint32_t>(log.named_reads->reads.size()));
    }

    void take_truth(const Entry& entry) {
        reads_.clear();
        append_dots(entry, reads_);
        const Event event = entry.event();
        run_.history->ships[event.dot.ship].append(event, *state_of(entry), reads_);
    }

    template <class Dots>
    static void append_dots(const Entry& entry, Dots& dots) {
        for (std::size_t i = 0; i < entry.dot_count(); ++i) dots.push_back(entry.dot(i));
    }

    void take_observed(const Block& block) {
        const std::size_t ships = run_.history->ships.size();
        for (ByteReader in{block.payload}; in.left() > 0;) {
            Cut& cut = run_.history->observed.emplace_back();
            cut.reserve(ships);
            for (std::size_t i = 0; i < ships; ++i) cut.push_back(in.take<Version>());
        }
    }

    void take_effects(const Block& block) {
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
    std::optional<Tally> tally_;  // Once there is a setting.
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
