#include <algorithm>

#include "core/query/replayed_events.hpp"

namespace reckon {
namespace {

/// What all rows of a replay in memory have in common: all is known of an event by its dot.
class RowsByDot : public EventRows {
public:
    explicit RowsByDot(const ReplayedEvents& source) : source_{source} {}

    [[nodiscard]] std::uint64_t entry() const override { return source_.place(dot_) + 1ULL; }
    [[nodiscard]] const Event& event() const override { return source_.index().event(dot_); }
    [[nodiscard]] std::optional<std::uint64_t> stamp() const override {
        const auto* stamped = std::get_if<ByStamp>(&source_.log().order);
        if (stamped == nullptr) return std::nullopt;
        return stamped->stamps[source_.index().entry(dot_)];
    }
    [[nodiscard]] const State& before() const override {
        return source_.state({dot_.ship, dot_.version - 1});
    }
    [[nodiscard]] const State& after() const override { return source_.state(dot_); }

    [[nodiscard]] std::span<const Dot> reads() const override {
        return source_.index().reads(dot_);
    }
    [[nodiscard]] std::size_t reads_before() const override { return 0; }
    [[nodiscard]] std::optional<bool> replaced(Dot read) const override {
        if (source_.log().is_partial()) return std::nullopt;
        const Dot next{read.ship, read.version + 1};
        return source_.index().has(next) && source_.place(next) < source_.place(dot_);
    }

    [[nodiscard]] std::optional<HailRow> received() const override {
        const Event& brought = event();
        if (!brought.cause.is_hail()) return std::nullopt;
        const Dot sender = brought.cause.sender();
        const Hail hail{dot_.ship, brought.order};
        return HailRow{sender, dot_, dot_.ship, brought.order,
                       source_.index().has(sender) && sent_by(sender) == hail};
    }
    [[nodiscard]] std::optional<HailRow> unanswered() const override {
        const auto hail = sent_by(dot_);
        if (!hail || !source_.hailed(dot_).empty()) return std::nullopt;
        return HailRow{dot_, std::nullopt, hail->to, hail->order, true};
    }

    [[nodiscard]] std::optional<Chain> chain() const override { return source_.chain(dot_); }

protected:
    void come_to(Dot dot) { dot_ = dot; }
    [[nodiscard]] Dot dot() const { return dot_; }
    [[nodiscard]] const ReplayedEvents& source() const { return source_; }

private:
    [[nodiscard]] std::optional<Hail> sent_by(Dot sender) const {
        const OrderId order = source_.index().event(sender).order;
        return hail_of(source_.state({sender.ship, sender.version - 1}),
                       source_.scenario().orders[order]);
    }

    const ReplayedEvents& source_;
    Dot dot_;
};

/// Those whose entries lie in an interval, in their order.
class RowsByEntry final : public RowsByDot {
public:
    RowsByEntry(const ReplayedEvents& source, const Interval& entries)
        : RowsByDot{source},
          next_{std::max<std::int64_t>(entries.low, 1) - 1},
          end_{std::min(entries.high, static_cast<std::int64_t>(source.event_count()))} {}

    bool next() override {
        if (next_ >= end_) return false;
        come_to(source().dot_at(static_cast<std::size_t>(next_++)));
        return true;
    }
    [[nodiscard]] std::uint64_t entry() const override { return static_cast<std::uint64_t>(next_); }

private:
    std::int64_t next_;
    std::int64_t end_;
};

/// A ship's versions in an interval, of those that it has.
struct Versions {
    ShipId ship = 0;
    std::int64_t next = 0;
    std::int64_t last = -1;

    Versions(const DotIndex& index, const DotInterval& dots, std::int64_t first) {
        if (dots.ships.low < 0 || dots.ships.low >= index.ship_count()) return;
        ship = static_cast<ShipId>(dots.ships.low);
        next = std::max(dots.versions.low, first);
        last = std::min<std::int64_t>(dots.versions.high, index.last(ship));
    }

    std::optional<Dot> take() {
        if (next > last) return std::nullopt;
        return Dot{ship, static_cast<Version>(next++)};
    }
};

/// Those of one ship.
class RowsOfShip final : public RowsByDot {
public:
    RowsOfShip(const ReplayedEvents& source, const DotInterval& dots)
        : RowsByDot{source}, versions_{source.index(), dots, 1} {}

    bool next() override {
        const auto dot = versions_.take();
        if (dot) come_to(*dot);
        return dot.has_value();
    }

private:
    Versions versions_;
};

/// Those that read states of one ship, once for each such read.
class RowsOfReaders final : public RowsByDot {
public:
    RowsOfReaders(const ReplayedEvents& source, const DotInterval& read)
        : RowsByDot{source}, read_{source.index(), read, 0} {}

    bool next() override {
        while (readers_.empty()) {
            const auto read = read_.take();
            if (!read) return false;
            readers_ = source().readers(*read);
        }
        come_to(readers_.front().dot);
        k_ = readers_.front().k;
        readers_ = readers_.subspan(1);
        return true;
    }

    [[nodiscard]] std::span<const Dot> reads() const override {
        return RowsByDot::reads().subspan(k_, 1);
    }
    [[nodiscard]] std::size_t reads_before() const override { return k_; }

private:
    Versions read_;
    std::span<const DotLists::Item> readers_;
    std::size_t k_ = 0;
};

/// What one ship hailed: the events that came of it, and its own whose hails brought nothing.
class RowsOfHailed final : public RowsByDot {
public:
    RowsOfHailed(const ReplayedEvents& source, const DotInterval& senders)
        : RowsByDot{source}, senders_{source.index(), senders, 1} {}

    bool next() override {
        is_sender_ = hailed_.empty();
        if (!is_sender_) {
            come_to(hailed_.front().dot);
            hailed_ = hailed_.subspan(1);
            return true;
        }
        const auto sender = senders_.take();
        if (!sender) return false;
        come_to(*sender);
        hailed_ = source().hailed(*sender);
        return true;
    }

    [[nodiscard]] std::optional<HailRow> received() const override {
        return is_sender_ ? std::nullopt : RowsByDot::received();
    }
    [[nodiscard]] std::optional<HailRow> unanswered() const override {
        return is_sender_ ? RowsByDot::unanswered() : std::nullopt;
    }

private:
    Versions senders_;
    std::span<const DotLists::Item> hailed_;
    bool is_sender_ = false;
};

/// How many of `count` numbers from `first` on an interval leaves.
double left_of(const Interval& interval, std::int64_t first, double count) {
    if (interval.is_one()) return 1;
    const double low = static_cast<double>(std::max(interval.low, first));
    const double high = std::min(static_cast<double>(interval.high), count);
    return std::max(0.0, high - low + 1);
}

}  // namespace

double ReplayedEvents::cost(const WantedEvents& wanted) const {
    const auto count = static_cast<double>(event_count());
    const double of_ship = count / std::max(1U, index_.ship_count());
    double least = left_of(wanted.entries, 1, count);
    for (const DotInterval& dots : {wanted.dots, wanted.read, wanted.sender}) {
        if (dots.ships.is_one()) least = std::min(least, left_of(dots.versions, 0, of_ship));
    }
    return least + 1;
}

std::unique_ptr<EventRows> ReplayedEvents::rows(const WantedEvents& wanted) const {
    if (wanted.dots.ships.is_one()) return std::make_unique<RowsOfShip>(*this, wanted.dots);
    if (wanted.entries.is_one()) return std::make_unique<RowsByEntry>(*this, wanted.entries);
    if (wanted.read.ships.is_one()) return std::make_unique<RowsOfReaders>(*this, wanted.read);
    // Of a sender that the log lacks, nothing leads to what it hailed.
    const bool by_sender = wanted.sender.ships.is_one() && senders_known_;
    if (by_sender) return std::make_unique<RowsOfHailed>(*this, wanted.sender);
    return std::make_unique<RowsByEntry>(*this, wanted.entries);
}

}  // namespace reckon
