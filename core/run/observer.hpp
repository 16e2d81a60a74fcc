#pragma once
/// Atomic snapshots of a fleet that sails on.

#include <algorithm>
#include <span>
#include <vector>

#include "core/log/cut.hpp"
#include "core/log/recording.hpp"

namespace reckon {

/// Takes global states by double collect: if two readings of all ships one after the other find the
/// same versions, all of them were current at one moment between the two.
///
/// Threads  One, beside those that sail.
/// Order    Sequentially consistent derefs make a snapshot a moment of the one order of publishes.
///          With the weaker publication it is one on machines whose stores become visible to all
///          others at once (x86-64, ARMv8), which the language does not promise.
/// Cost     To the fleet: its lines are read, so the next publish fetches them back.
/// Source   Afek et al. 1993, doi:10.1145/153724.153741 (double collect).
template <class Fleet>
class Observer {
public:
    explicit Observer(const Fleet& fleet) : fleet_{fleet} { collect(first_); }

    /// One observation: some collects in a row, until two agree.
    void observe() {
        if (observed_.size() * fleet_.ship_count() >= versions_max) return;
        ++snapshots_.tried;
        collect(first_);
        for (int i = 0; i < collects_max; ++i) {
            collect(second_);
            if (first_ == second_) {
                keep();
                return;
            }
            std::swap(first_, second_);
        }
    }

    [[nodiscard]] Snapshots snapshots() const { return snapshots_; }

    /// The states kept so far, in order.
    [[nodiscard]] std::span<const Cut> kept() const { return observed_; }

    /// Whether the last state kept is the one that the fleet is in now.
    [[nodiscard]] bool last_is_now() const {
        Cut now;
        collect(now);
        return !observed_.empty() && observed_.back() == now;
    }

    /// The states observed, in order, without the initial and the final one, which every complete
    /// replay passes.
    [[nodiscard]] std::vector<Cut> observed() && {
        if (last_is_now()) observed_.pop_back();
        return std::move(observed_);
    }

private:
    static constexpr int collects_max = 64;
    static constexpr std::size_t versions_max = 1U << 26;  // In all cuts kept.

    void collect(Cut& cut) const {
        cut.clear();
        for (ShipId ship = 0; ship < fleet_.ship_count(); ++ship) {
            cut.push_back(fleet_.deref(ship).event.dot.version);
        }
    }

    void keep() {
        ++snapshots_.got;
        const bool initial = std::ranges::all_of(first_, [](Version v) { return v == 0; });
        if (!initial && (observed_.empty() || observed_.back() != first_)) {
            observed_.push_back(first_);
        }
    }

    const Fleet& fleet_;
    Cut first_;
    Cut second_;
    std::vector<Cut> observed_;
    Snapshots snapshots_;
};

}  // namespace reckon
