#include "core/recording/recorder.hpp"

#include <algorithm>

namespace reckon {
namespace {

template <class See>
void each_of(std::span<const std::byte> entries, EntryShape shape, See&& see) {
    for (std::size_t at = 0; at < entries.size();) {
        const Entry entry{shape, entries.data() + at};
        see(entry);
        at += entry.bytes();
    }
}

}  // namespace

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
    keep_up();
    return taken > 0;
}

void Recorder::follow_to_the_end(const RunTaps& taps) {
    if (error()) return;
    know(taps);
    while (take_entries(taps) > 0) keep_up();
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
    log_is_recorded_ = shape.order != OrderCode::unrecorded;
    if (taps.truth == nullptr) return;
    truth_ = Stream{BlockType::truth, truth_shape, {}};
    if (log_as_it_stands_) closed_.emplace(static_cast<std::uint32_t>(order_->cut().size()));
}

std::size_t Recorder::take_entries(const RunTaps& taps) {
    if (!log_) return 0;
    const std::size_t taken = take_in_closed_order(taps);
    return taken + (log_as_it_stands_ ? take_as_it_stands_in_log(taps) : 0);
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
    const std::size_t taken = order_->take(
        std::span{sources}.first(count),
        [&](std::size_t source, std::span<const std::byte> entries, std::size_t events) {
            if (closed_) {
                each_of(entries, truth_shape,
                        [&](const Entry& entry) { closed_->see_truth(entry); });
            }
            put(*streams[source], entries, events);
        });
    if (truth_) truths_in_order_ += taken;
    if (!log_as_it_stands_) in_order_ += taken;
    return taken;
}

/// As far as the truth has come: whatever becomes of the file, an event of the log shall have its
/// truth.
std::size_t Recorder::take_as_it_stands_in_log(const RunTaps& taps) {
    std::optional<std::span<const Version>> bound;
    if (truth_) bound = order_->cut();
    const std::size_t taken = take_as_it_stands(
        {taps.log, log_->shape}, bound, [&](std::span<const std::byte> entries, std::size_t count) {
            if (closed_) {
                each_of(entries, log_->shape,
                        [&](const Entry& entry) { closed_->see_log(entry.dot()); });
            }
            put(*log_, entries, count);
        });
    in_order_ = closed_ ? closed_->closed() : in_order_ + taken;
    return taken;
}

void Recorder::take_rest_of_entries(const RunTaps& taps) {
    if (!log_) return;
    const auto take = [&](Tap* tap, Stream& stream) {
        const auto put_entries = [&](std::span<const std::byte> entries, std::size_t count) {
            put(stream, entries, count);
        };
        for (std::uint32_t lane = 0; lane < tap->lanes(); ++lane) {
            while (take_rest_of_lane({tap, stream.shape}, lane, put_entries)) keep_up();
        }
    };
    if (truth_) take(taps.truth, *truth_);
    take(taps.log, *log_);
}

/// Writes and syncs what is due.
void Recorder::keep_up() {
    const bool due = Clock::now() - flushed_ >= std::chrono::milliseconds{options_.interval_ms};
    if (due) flush();
    const bool to_sync =
        options_.sync == SyncPolicy::batch || (options_.sync == SyncPolicy::interval && due);
    if (to_sync && written_since_sync_) sync();
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

/// All that was taken is written before, so that the mark may promise it.
void Recorder::sync() {
    flush();
    output_.sync();
    if (output_.error()) return;
    ++syncs_;
    written_since_sync_ = false;
    BlockDraft synced;
    synced.put(output_.written());
    synced.put(in_order_);
    // Without a log, the truth stands for itself.
    synced.put(log_is_recorded_ ? std::min(in_order_, truths_in_order_) : truths_in_order_);
    synced.count();
    blocks_.write(BlockType::synced, synced);
}

}  // namespace reckon
