#include "core/recording/recorder.hpp"

namespace reckon {

Recorder::Recorder(Output& output, const RecorderOptions& options)
    : options_{options}, output_{output}, blocks_{output_, options.pack} {}

void Recorder::begin(const RunOrigin& origin, const Scenario& scenario) {
    ships_ = scenario.ship_count();
    failed_ = write_setting(blocks_, origin, scenario);
}

bool Recorder::follow(const RunTaps& taps) {
    if (error()) return false;
    know(taps);
    const std::size_t taken = take_entries(taps, false) + take_observed(taps.observed);
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
    while (take_entries(taps, false) > 0) {
    }
    take_entries(taps, true);
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
    if (shape_ || taps.log == nullptr) return;
    shape_ = taps.log->shape();
    write_shape(blocks_, *shape_, taps.truth != nullptr);
    const bool as_they_stand = taps.log->lanes() == 1;
    log_ = Stream{BlockType::log, ClosedOrder{entry_shape(*shape_), as_they_stand, ships_}, {}};
    if (taps.truth != nullptr) {
        truth_ = Stream{BlockType::truth, ClosedOrder{truth_shape, false, ships_}, {}};
    }
}

std::size_t Recorder::take_entries(const RunTaps& taps, bool rest) {
    std::size_t taken = 0;
    if (log_ && taps.log != nullptr) taken += take(*log_, *taps.log, rest);
    if (truth_ && taps.truth != nullptr) taken += take(*truth_, *taps.truth, rest);
    return taken;
}

std::size_t Recorder::take(Stream& stream, Tap& tap, bool rest) {
    const auto put_entries = [&](std::span<const std::byte> entries, std::size_t count) {
        put(stream, entries, count);
    };
    return rest ? stream.order.take_rest(tap, put_entries) : stream.order.take(tap, put_entries);
}

void Recorder::put(Stream& stream, std::span<const std::byte> entries, std::size_t count) {
    stream.draft.put(entries);
    stream.draft.count(count);
    stream.entries += count;
    if (stream.draft.size() >= block_bytes) write(stream);
}

void Recorder::write(Stream& stream) {
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
    if (log_ && !log_->draft.empty()) write(*log_);
    if (truth_ && !truth_->draft.empty()) write(*truth_);
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
