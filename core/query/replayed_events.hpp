#pragma once
/// A log and its replay in memory, as rows.

#include "core/query/event_rows.hpp"
#include "core/replay/dot_index.hpp"
#include "core/replay/replay.hpp"

namespace reckon {

/// Dots by what they belong to: who read a state, who was hailed by an event.
class DotLists {
public:
    struct Item {
        Dot dot;
        std::uint32_t k;  ///< The how manieth read of the event it is.
    };

    /// Of a slot, in the order in which they were put in.
    [[nodiscard]] std::span<const Item> of(std::uint32_t slot) const {
        return std::span{items_}.subspan(ends_[slot], ends_[slot + 1] - ends_[slot]);
    }

    /// each(put) calls put(slot, item) for all items, and is called twice, doing the same.
    template <class Each>
    DotLists(std::size_t slots, Each&& each) : ends_(slots + 1) {
        each([&](std::uint32_t slot, Item) { ++ends_[slot]; });
        std::uint32_t begin = 0;
        for (std::uint32_t& end : ends_) begin += std::exchange(end, begin);
        items_.resize(begin);
        each([&](std::uint32_t slot, Item item) { items_[ends_[slot]++] = item; });
        // Each begin has become its end, which is the next one's begin.
        for (std::size_t slot = slots; slot > 0; --slot) ends_[slot] = ends_[slot - 1];
        ends_[0] = 0;
    }

private:
    std::vector<std::uint32_t> ends_;
    std::vector<Item> items_;
};

/// Threads  One: what only some questions need is worked out when it is first asked for.
/// Shape    Scenario and log outlive it.
/// Cost     A replay, and its memory; 8 bytes an event more, and what DotIndex takes. Who read a
///          state takes 12 bytes a read when it is asked, who was hailed 12 a hail, chains 4 an
///          event.
class ReplayedEvents : public EventSource {
public:
    /// Errors  As replay: a log that cannot be replayed.
    [[nodiscard]] static Result<std::unique_ptr<ReplayedEvents>> of(const Scenario& scenario,
                                                                    const Log& log);

    [[nodiscard]] const Scenario& scenario() const override { return scenario_; }
    [[nodiscard]] std::uint64_t event_count() const override { return order_.size(); }
    [[nodiscard]] bool whole() const override { return true; }
    [[nodiscard]] double cost(const WantedEvents& wanted) const override;
    [[nodiscard]] std::unique_ptr<EventRows> rows(const WantedEvents& wanted) const override;

    [[nodiscard]] const Log& log() const { return log_; }
    [[nodiscard]] const DotIndex& index() const { return index_; }
    [[nodiscard]] const State& state(Dot dot) const {
        return replay_.states[dot.ship][dot.version];
    }
    /// The dot at a place in the order of the replay, counted from 0; and back.
    [[nodiscard]] Dot dot_at(std::size_t place) const { return log_.events[order_[place]].dot; }
    [[nodiscard]] std::uint32_t place(Dot dot) const { return places_[index_.slot(dot)]; }

    /// Who read this state, version 0 too.
    [[nodiscard]] std::span<const DotLists::Item> readers(Dot dot) const;
    /// Whom this event hailed.
    [[nodiscard]] std::span<const DotLists::Item> hailed(Dot dot) const;
    [[nodiscard]] Chain chain(Dot dot) const;

private:
    ReplayedEvents(const Scenario& scenario, const Log& log, DotIndex index, Replay replay);

    /// Calls visit for the events right before this one in happens-before.
    template <class Visit>
    void each_before(Dot dot, Visit&& visit) const;
    void measure_chains() const;

    const Scenario& scenario_;
    const Log& log_;
    DotIndex index_;
    Replay replay_;
    std::vector<std::uint32_t> order_;   // The log's entries, as a replay applies them.
    std::vector<std::uint32_t> places_;  // By slot: where in that order.
    bool senders_known_ = true;          // The log has the event that sent each of its hails.
    mutable std::optional<DotLists> readers_;
    mutable std::optional<DotLists> hailed_;
    mutable std::vector<std::uint32_t> chains_;  // By slot.
};

}  // namespace reckon
