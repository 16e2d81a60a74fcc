#include "core/query/streamed_events.hpp"

namespace reckon {
namespace {

bool contains(const Interval& interval, std::uint64_t value) {
    const auto number = static_cast<std::int64_t>(value);
    return interval.low <= number && number <= interval.high;
}

bool contains(const DotInterval& dots, Dot dot) {
    return contains(dots.ships, dot.ship) && contains(dots.versions, dot.version);
}

class StreamedRows final : public EventRows {
public:
    StreamedRows(StoredRun& run, const Window& window, const WantedEvents& wanted, Dot last)
        : shape_{run.setting().shape}, replay_{run, window}, wanted_{wanted}, last_{last} {}

    bool next() override {
        while (!past_the_last()) {
            step_ = replay_.next();
            if (!step_) return false;
            if (contains(wanted_.entries, entry()) && contains(wanted_.dots, step_->event.dot)) {
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] std::uint64_t entry() const override { return replay_.reached().applied(); }
    [[nodiscard]] const Event& event() const override { return step_->event; }
    [[nodiscard]] std::optional<std::uint64_t> stamp() const override {
        if (shape_.order != OrderCode::by_stamp) return std::nullopt;
        return step_->entry.stamp();
    }
    [[nodiscard]] const State& before() const override { return step_->before; }
    [[nodiscard]] const State& after() const override { return step_->after; }

    [[nodiscard]] std::span<const Dot> reads() const override {
        return std::span{step_->reads}.first(step_->read_count);
    }
    [[nodiscard]] std::size_t reads_before() const override { return 0; }
    [[nodiscard]] std::optional<bool> replaced(Dot read) const override {
        if (is_partial(shape_.order)) return std::nullopt;
        // The event itself replaced a state too, but not before it was there.
        const Version own = read.ship == step_->event.dot.ship ? 1 : 0;
        return replay_.reached().cut()[read.ship] - own > read.version;
    }

    [[nodiscard]] std::optional<HailRow> received() const override { return std::nullopt; }
    [[nodiscard]] std::optional<HailRow> unanswered() const override { return std::nullopt; }
    [[nodiscard]] std::optional<Chain> chain() const override { return std::nullopt; }

private:
    /// Whether what is still to come cannot be wanted.
    [[nodiscard]] bool past_the_last() const {
        const StreamReplay& reached = replay_.reached();
        const auto entries = static_cast<std::int64_t>(reached.applied());
        if (entries >= wanted_.entries.high) return true;
        return wanted_.dots.ships.is_one() && reached.cut()[last_.ship] >= last_.version;
    }

    LogShape shape_;
    StoredReplay replay_;
    WantedEvents wanted_;
    Dot last_;  // If one ship's are wanted: the last of them.
    std::optional<ReplayedStep> step_;
};

}  // namespace

Result<std::unique_ptr<StreamedEvents>> StreamedEvents::of(StoredRun& run, const Window& window) {
    StoredReplay replay{run, window};
    while (replay.next()) {
    }
    if (replay.error()) return fail(*replay.error());
    std::unique_ptr<StreamedEvents> events{new StreamedEvents{run, window}};
    events->lasts_ = replay.reached().cut();
    return events;
}

/// Few rows may be wanted, but all are walked over to find them.
double StreamedEvents::cost(const WantedEvents&) const {
    return static_cast<double>(event_count()) + 1;
}

std::unique_ptr<EventRows> StreamedEvents::rows(const WantedEvents& wanted) const {
    Dot last;
    if (wanted.dots.ships.is_one()) {
        last.ship = static_cast<ShipId>(wanted.dots.ships.low);
        last.version = static_cast<Version>(
            std::clamp<std::int64_t>(wanted.dots.versions.high, 0, lasts_[last.ship]));
    }
    return std::make_unique<StreamedRows>(run_, window_, wanted, last);
}

}  // namespace reckon
