#include "core/query/replayed_events.hpp"

namespace reckon {

Result<std::unique_ptr<ReplayedEvents>> ReplayedEvents::of(const Scenario& scenario,
                                                           const Log& log) {
    auto replayed = replay(scenario, log);
    if (!replayed) return fail(std::move(replayed.error()));
    auto index = DotIndex::of(scenario, log);
    if (!index) return fail(std::move(index.error()));
    return std::unique_ptr<ReplayedEvents>{
        new ReplayedEvents{scenario, log, std::move(*index), std::move(*replayed)}};
}

ReplayedEvents::ReplayedEvents(const Scenario& scenario, const Log& log, DotIndex index,
                               Replay replay)
    : scenario_{scenario},
      log_{log},
      index_{std::move(index)},
      replay_{std::move(replay)},
      order_{replay_order(scenario, log)},
      places_(order_.size()) {
    for (std::uint32_t place = 0; place < order_.size(); ++place) {
        places_[index_.slot(dot_at(place))] = place;
    }
    senders_known_ = std::ranges::all_of(log_.events, [&](const Event& event) {
        return !event.cause.is_hail() || index_.has(event.cause.sender());
    });
}

std::span<const DotLists::Item> ReplayedEvents::readers(Dot dot) const {
    // Slots of states: of each ship one more than it has events.
    const auto slot = [&](Dot read) {
        return index_.slot({read.ship, 1}) + read.ship + read.version;
    };
    if (!readers_) {
        readers_.emplace(order_.size() + index_.ship_count(), [&](auto&& put) {
            for (std::uint32_t entry : order_) {
                std::uint32_t k = 0;
                for (const Dot read : index_.reads_at(entry)) {
                    put(slot(read), DotLists::Item{log_.events[entry].dot, k++});
                }
            }
        });
    }
    return readers_->of(slot(dot));
}

std::span<const DotLists::Item> ReplayedEvents::hailed(Dot dot) const {
    if (!hailed_) {
        hailed_.emplace(order_.size(), [&](auto&& put) {
            for (std::uint32_t entry : order_) {
                const auto& [receiver, order, cause] = log_.events[entry];
                if (!cause.is_hail() || !index_.has(cause.sender())) continue;
                put(index_.slot(cause.sender()), DotLists::Item{receiver, 0});
            }
        });
    }
    return hailed_->of(index_.slot(dot));
}

template <class Visit>
void ReplayedEvents::each_before(Dot dot, Visit&& visit) const {
    if (dot.version > 1) visit(Dot{dot.ship, dot.version - 1});
    for (const Dot read : index_.reads(dot)) {
        if (read.version != 0) visit(read);
    }
    const Cause cause = index_.event(dot).cause;
    // A log may put a hail's sender after what it brought; that is no chain of its order.
    if (cause.is_hail() && index_.has(cause.sender()) && place(cause.sender()) < place(dot)) {
        visit(cause.sender());
    }
}

void ReplayedEvents::measure_chains() const {
    chains_.resize(order_.size());
    for (const std::uint32_t entry : order_) {
        const Dot dot = log_.events[entry].dot;
        std::uint32_t longest = 0;
        each_before(dot,
                    [&](Dot before) { longest = std::max(longest, chains_[index_.slot(before)]); });
        chains_[index_.slot(dot)] = longest + 1;
    }
}

Chain ReplayedEvents::chain(Dot dot) const {
    if (chains_.empty()) measure_chains();
    Chain chain{chains_[index_.slot(dot)], {}};
    each_before(dot, [&](Dot before) {
        const bool longest = chains_[index_.slot(before)] + 1 == chain.length;
        if (longest && chain.before.version == 0) chain.before = before;
    });
    return chain;
}

}  // namespace reckon
