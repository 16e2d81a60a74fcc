#include "core/recording/recorder.hpp"

namespace reckon {

Recorder::Recorder(Output& output, const RecorderOptions& options)
    : options_{options}, output_{output}, blocks_{output_, options.pack} {}

void Recorder::begin(const RunOrigin& origin, const Scenario& scenario) {
    order_.emplace(scenario.ship_count());
    failed_ = write_setting(blocks_, origin, scenario);
}

bool Recorder::follow(const RunTaps& taps) {
    if (error()) return false;
    know(taps);
    const std::size_t taken = take_entries(taps) + take_observed(taps.observed);
    const auto now = Clock::now();
    const bool due = now - flushed_ >= std::chrono::milliseconds{options_.interval_ms};
    if (due) flush();
    const bool to_sync =
        options_.sync == SyncPolicy::batch || (options_.sync == SyncPolicy::interval && due);
    if (to_sync && written_since_sync_) sync();
    return taken > 0;
}

void Recorder::follow_to_the_end(const RunTaps& taps) {
    if (error()) return;
    know(taps);
    while (take_entries(taps) > 0) {
    }
    take_rest_of_entries(taps);
    take_observed(taps.observed);
    flush();
}

void Recorder::add(std::span<const Effect> effects) {
    if (error()) return;
    BlockDraft draft;
    for (const Effect& effect : effects) {
        draft.put(effect);
        draft.count();
        if (draft.size() >= block_bytes) blocks_.write(BlockType::effects, draft);
    }
    if (!draft.empty()) blocks_.write(BlockType::effects, draft);
}

void Recorder::finish() {
    if (error()) return;
    flush();
    if (options_.sync != SyncPolicy::none) sync();
    blocks_.finish();
    if (options_.sync != SyncPolicy::none) output_.sync();
}

std::optional<Error> Recorder::error() const {
    return failed_ ? failed_ : output_.error();
}

RecordingStats Recorder::stats() const {
    return {.bytes = output_.written(),
            .log_bytes = log_ ? log_->bytes : 0,
            .entries = log_ ? log_->entries : 0,
            .syncs = syncs_};
}

/// What the run's shape is stands before its first entry.
void Recorder::know(const RunTaps& taps) {
    if (log_ || taps.log == nullptr) return;
    const LogShape shape = taps.log->shape();
    write_shape(blocks_, shape, taps.truth != nullptr);
    log_ = Stream{BlockType::log, entry_shape(shape), {}};
    log_as_it_stands_ = taps.log->lanes() == 1;
    if (taps.truth != nullptr) truth_ = Stream{BlockType::truth, truth_shape, {}};
}

std::size_t Recorder::take_entries(const RunTaps& taps) {
    if (!log_) return 0;
    std::size_t taken = take_in_closed_order(taps);
    if (log_as_it_stands_) {
        // What becomes of the file, an event of the log shall have its truth.
        std::optional<std::span<const Version>> bound;
        if (truth_) bound = order_->cut();
        taken += take_as_it_stands({taps.log, log_->shape}, bound,
                                   [&](std::span<const std::byte> entries, std::size_t count) {
                                       put(*log_, entries, count);
                                   });
    }
    return taken;
}

std::size_t Recorder::take_in_closed_order(const RunTaps& taps) {
    std::array<EntrySource, ClosedOrder::sources_max> sources;
    std::array<Stream*, ClosedOrder::sources_max> streams{};
    std::size_t count = 0;
    const auto add = [&](Tap* tap, Stream& stream) {
        streams[count] = &stream;
        sources[count++] = {tap, stream.shape};
    };
    if (truth_) add(taps.truth, *truth_);
    if (!log_as_it_stands_) add(taps.log, *log_);
    if (count == 0) return 0;
    return order_->take(std::span{sources}.first(count),
                        [&](std::size_t source, std::span<const std::byte> entries,
                            std::size_t events) { put(*streams[source], entries, events); });
}

void Recorder::take_rest_of_entries(const RunTaps& taps) {
    if (!log_) return;
    const auto take = [&](Tap* tap, Stream& stream) {
        take_rest({tap, stream.shape}, [&](std::span<const std::byte> entries, std::size_t count) {
            put(stream, entries, count);
        });
    };
    if (truth_) take(taps.truth, *truth_);
    take(taps.log, *log_);
}

void Recorder::put(Stream& stream, std::span<const std::byte> entries, std::size_t count) {
    stream.draft.put(entries);
    stream.draft.count(count);
    stream.entries += count;
    if (stream.draft.size() >= block_bytes) write(stream);
}

/// The truth of what a block of the log has stands before it.
void Recorder::write(Stream& stream) {
    if (stream.type == BlockType::log && truth_ && !truth_->draft.empty()) write(*truth_);
    const std::uint64_t before = output_.written();
    blocks_.write(stream.type, stream.draft);
    stream.bytes += output_.written() - before;
    written_since_sync_ = true;
}

std::size_t Recorder::take_observed(std::span<const Cut> observed) {
    for (const Cut& cut : observed) {
        observed_.put(std::as_bytes(std::span{cut}));
        observed_.count();
        if (observed_.size() >= block_bytes) blocks_.write(BlockType::observed, observed_);
    }
    return observed.size();
}

void Recorder::flush() {
    if (truth_ && !truth_->draft.empty()) write(*truth_);
    if (log_ && !log_->draft.empty()) write(*log_);
    if (!observed_.empty()) blocks_.write(BlockType::observed, observed_);
    flushed_ = Clock::now();
}

void Recorder::sync() {
    output_.sync();
    if (output_.error()) return;
    ++syncs_;
    written_since_sync_ = false;
    BlockDraft synced;
    synced.put(output_.written());
    synced.put(log_ ? log_->entries - log_->draft.things() : std::uint64_t{0});
    synced.put(truth_ ? truth_->entries - truth_->draft.things() : std::uint64_t{0});
    synced.count();
    blocks_.write(BlockType::synced, synced);
}

}  // namespace reckon
