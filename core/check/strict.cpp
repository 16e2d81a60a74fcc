#include "core/check/strict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "core/check/words.hpp"

namespace reckon {
namespace {

class StrictJudge {
public:
    StrictJudge(const Scenario& scenario, const History& run, const Replay& replayed,
                LogOrder& order)
        : scenario_{scenario}, run_{run}, replayed_{replayed}, order_{order} {}

    Finding judge() {
        if (!run_.publishes.empty()) return after_each_publish();
        if (auto found = in_order()) return *found;
        for (const Cut& cut : run_.observed) {
            if (auto found = same_states(cut)) return *found;
        }
        return order_.is_total() ? total() : partial();
    }

private:
    Finding missed(const Cut& cut, std::string_view why) const {
        return {Outcome::fails, fmt::format("the run was seen in the global state {}; the replay "
                                            "does not pass through it: {}",
                                            text(scenario_, cut), why)};
    }

    static std::uint64_t size(const Cut& cut) {
        return std::accumulate(cut.begin(), cut.end(), std::uint64_t{0});
    }

    std::optional<Finding> in_order() const {
        for (std::size_t i = 1; i < run_.observed.size(); ++i) {
            const Cut& earlier = run_.observed[i - 1];
            const Cut& later = run_.observed[i];
            if (std::ranges::equal(earlier, later, std::ranges::less_equal{})) continue;
            return missed(later,
                          "the run was seen further on, before, in " + text(scenario_, earlier));
        }
        return std::nullopt;
    }

    std::optional<Finding> same_states(const Cut& cut) const {
        for (ShipId ship = 0; ship < cut.size(); ++ship) {
            if (auto found = same_state(cut, ship)) return found;
        }
        return std::nullopt;
    }

    std::optional<Finding> same_state(const Cut& cut, ShipId ship) const {
        const State& was = run_.ships[ship].states[cut[ship]];
        const State& is = replayed_.states[ship][cut[ship]];
        if (was == is) return std::nullopt;
        return missed(cut, fmt::format("{} was {} in the run, is {} in the replay",
                                       name(scenario_, {ship, cut[ship]}), text(was), text(is)));
    }

    /// All global states in turn are passed through if and only if each publish comes right before
    /// the next in the log's order.
    Finding after_each_publish() {
        Finding worst;
        Cut cut(run_.ships.size());
        std::optional<Dot> last;
        std::size_t position = 0;
        for (const ShipId ship : run_.publishes) {
            const Dot next{ship, cut[ship] + 1};
            const Finding found =
                order_.is_total() ? in_place(position, next, cut) : after(last, next, cut);
            if (found.outcome == Outcome::fails) return found;
            worst.outcome = std::max(worst.outcome, found.outcome);
            if (found.outcome == Outcome::undecided) worst.witness = found.witness;
            cut[ship] = next.version;
            if (auto other = same_state(cut, ship)) return *other;
            last = next;
            ++position;
        }
        return worst;
    }

    Finding in_place(std::size_t position, Dot next, Cut cut) const {
        const Dot dot = order_.at(position);
        if (dot == next) return {};
        cut[next.ship] = next.version;
        return missed(cut, fmt::format("by then the log already has {}",
                                       deed_words_of(scenario_, run_.event(dot))));
    }

    /// `cut` is the global state before `next`, which the publish of `last` made.
    Finding after(std::optional<Dot> last, Dot next, const Cut& cut) {
        if (!last) return {};
        const auto known = order_.precedes(*last, next);
        return known == true ? Finding{} : unordered(known, *last, next, cut);
    }

    Finding unordered(std::optional<bool> known, Dot last, Dot next, const Cut& cut) const {
        if (!known) return {Outcome::undecided, "the log's order is too large a question"};
        return missed(cut, fmt::format("the log does not say that {} comes before {}",
                                       deed_words_of(scenario_, run_.event(last)),
                                       deed_words_of(scenario_, run_.event(next))));
    }

    /// Observed cuts grow, so one pass over the log finds for each whether its prefix is the cut.
    Finding total() const {
        Cut reached(run_.ships.size());
        std::size_t position = 0;
        for (const Cut& cut : run_.observed) {
            const std::uint64_t end = size(cut);
            for (; position < end; ++position) {
                const Dot dot = order_.at(position);
                if (dot.version > cut[dot.ship]) {
                    return missed(cut, fmt::format("by then the log already has {}",
                                                   deed_words_of(scenario_, run_.event(dot))));
                }
                reached[dot.ship] = dot.version;
            }
            if (reached != cut) return missed(cut, "the log has its events in another order");
        }
        return {};
    }

    Finding partial() const {
        for (const Cut& cut : run_.observed) {
            // What comes before one event beyond the cut is asked for all of the cut in a row.
            for (ShipId outside = 0; outside < cut.size(); ++outside) {
                if (cut[outside] == run_.ships[outside].last()) continue;
                for (ShipId inside = 0; inside < cut.size(); ++inside) {
                    if (outside == inside || cut[inside] == 0) continue;
                    const Dot last{inside, cut[inside]};
                    const Dot next{outside, cut[outside] + 1};
                    const auto known = order_.precedes(last, next);
                    if (known != true) return unordered(known, last, next, cut);
                }
            }
        }
        return {};
    }

    const Scenario& scenario_;
    const History& run_;
    const Replay& replayed_;
    LogOrder& order_;
};

}  // namespace

Finding judge_strict(const Scenario& scenario, const History& run, const Replay& replayed,
                     LogOrder& order) {
    return StrictJudge{scenario, run, replayed, order}.judge();
}

}  // namespace reckon
