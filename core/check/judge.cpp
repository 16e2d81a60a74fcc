#include "core/check/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "core/check/divergence.hpp"
#include "core/check/log_order.hpp"
#include "core/check/serializability.hpp"
#include "core/check/strict.hpp"
#include "core/check/words.hpp"

namespace reckon {
namespace {

Finding fails(std::string witness) {
    return {Outcome::fails, std::move(witness)};
}

class Judge {
public:
    Judge(const Scenario& scenario, const History& run, const Log& log)
        : scenario_{scenario}, run_{run}, log_{log} {}

    Finding complete() const {
        if (auto problem = malformed(log_, run_.ships.size()); !problem.empty()) {
            return fails("the log is malformed: " + problem);
        }
        std::vector<Version> seen(run_.ships.size());
        // Ship by ship, a partial order has its events as recorded, a sequence as they stand.
        std::vector<std::uint32_t> sorted;
        if (std::holds_alternative<ByStamp>(log_.order)) sorted = sequence_of(log_);
        for (std::uint32_t i = 0; i < log_.events.size(); ++i) {
            const std::uint32_t entry = sorted.empty() ? i : sorted[i];
            const Event& event = log_.events[entry];
            if (auto problem = misplaced(entry, event, seen)) return fails(std::move(*problem));
            ++seen[event.dot.ship];
        }
        for (ShipId ship = 0; ship < seen.size(); ++ship) {
            if (seen[ship] == run_.ships[ship].last()) continue;
            const Event& lost = run_.event({ship, seen[ship] + 1});
            const auto missing = run_.ships[ship].last() - seen[ship];
            return fails(
                fmt::format("{} is missing from the log{}", order_words_of(scenario_, lost),
                            missing == 1 ? "" : fmt::format(", and {} after it", missing - 1)));
        }
        return {};
    }

    Finding final(const Replay& replayed) const {
        for (ShipId ship = 0; ship < run_.ships.size(); ++ship) {
            const State& was = run_.ships[ship].states.back();
            const State& is = replayed.states[ship].back();
            if (was == is) continue;
            return fails(fmt::format("{} ends {} in the run, {} in the replay",
                                     scenario_.ships[ship].name, text(was), text(is)));
        }
        return {};
    }

    Finding history(const Replay& replayed) const {
        for (ShipId ship = 0; ship < run_.ships.size(); ++ship) {
            const auto& was = run_.ships[ship].states;
            const auto is = replayed.states[ship];
            const auto [left, right] = std::ranges::mismatch(was, is);
            if (left == was.end()) continue;
            const auto version = static_cast<Version>(left - was.begin());
            const std::string where = version == 0
                                          ? scenario_.ships[ship].name + " before its first order"
                                          : order_words_of(scenario_, run_.event({ship, version}));
            return fails(fmt::format("{} left the ship {} in the run, {} in the replay", where,
                                     text(*left), text(*right)));
        }
        return {};
    }

    /// Every deref must return what it returned in the run.
    Finding view(const Replay& replayed) const {
        const auto found = first_other_reading(scenario_, run_, log_, replayed);
        if (!found) return {};
        return fails(divergence(run_.event(found->event), found->was, found->is));
    }

    /// Every edge of happens-before must be in the log's order; program order is, in a complete
    /// log.
    Finding causal(LogOrder& order) const {
        const auto found = first_unkept_edge(run_, order);
        if (!found) return {};
        const auto& [kind, from, to] = found->edge;
        const std::string effect = order_words_of(scenario_, run_.event(to));
        const std::string source = order_words_of(scenario_, run_.event(from));
        if (!found->known) {
            return {Outcome::undecided, fmt::format("whether {} comes before {} is too large a "
                                                    "question for this log",
                                                    source, effect)};
        }
        return fails(fmt::format("the log does not put {} before {}, {}", source, effect,
                                 kind == EdgeKind::wr ? "which it read" : "which hailed it"));
    }

private:
    std::optional<std::string> misplaced(std::uint32_t entry, const Event& event,
                                         const std::vector<Version>& seen) const {
        const Dot dot = event.dot;
        if (dot.ship >= seen.size()) {
            return fmt::format("log entry {} names ship {}, which there is not", entry, dot.ship);
        }
        const Version last = run_.ships[dot.ship].last();
        if (dot.version == 0 || dot.version > last) {
            return fmt::format("the log has {}, which never happened", name(scenario_, dot));
        }
        const Event& was = run_.event(dot);
        if (dot.version <= seen[dot.ship]) {
            return fmt::format("{} stands in the log twice", order_words_of(scenario_, was));
        }
        if (dot.version > seen[dot.ship] + 1) {
            const Event& skipped = run_.event({dot.ship, seen[dot.ship] + 1});
            return fmt::format("{} is not in the log before the ship's {}",
                               order_words_of(scenario_, skipped), ordinal(dot.version));
        }
        if (event != was) {
            return fmt::format("the log has another order or cause for {}",
                               order_words_of(scenario_, was));
        }
        return std::nullopt;
    }

    std::string divergence(const Event& event, Dot was, Dot is) const {
        assert(was.ship == is.ship);
        const std::string read =
            fmt::format("{} read {} at version {} in the run, at version {} in the replay",
                        order_words_of(scenario_, event), scenario_.ships[was.ship].name,
                        was.version, is.version);
        if (log_.named_reads) return read + ": the log names the wrong version";
        if (std::holds_alternative<ByClock>(log_.order)) {
            return read + ": its clock knows of more than it read";
        }
        const bool too_new = is.version > was.version;
        const Dot misplaced{was.ship, too_new ? was.version + 1 : was.version};
        return fmt::format("{}: the log puts {} {} it", read,
                           deed_words_of(scenario_, run_.event(misplaced)),
                           too_new ? "before" : "after");
    }

    const Scenario& scenario_;
    const History& run_;
    const Log& log_;
};

}  // namespace

Verdict judge(const Scenario& scenario, const History& run, const Log& log,
              const Result<Replay>& replayed) {
    Verdict verdict{.observed = run.observed.size() + run.publishes.size()};
    verdict.serializable = judge_serializability(scenario, run);
    const Judge judge{scenario, run, log};
    verdict[Check::complete] = judge.complete();
    const auto fail_all = [&](std::initializer_list<Check> checks, const std::string& why) {
        for (const Check check : checks) verdict[check] = fails(why);
    };
    if (verdict[Check::complete].outcome == Outcome::fails) {
        fail_all({Check::final, Check::history, Check::view, Check::causal, Check::strict},
                 "the log is not complete: " + verdict[Check::complete].witness);
        return verdict;
    }
    if (!replayed) {
        fail_all({Check::final, Check::history, Check::view, Check::causal, Check::strict},
                 "the log cannot be replayed: " + replayed.error().message());
        return verdict;
    }
    LogOrder order{run, log};
    verdict[Check::final] = judge.final(*replayed);
    verdict[Check::history] = judge.history(*replayed);
    verdict[Check::view] = judge.view(*replayed);
    verdict[Check::causal] = judge.causal(order);
    verdict[Check::strict] = judge_strict(scenario, run, *replayed, order);
    // Equal inputs make equal states, and equal states end equally: else a check is wrong.
    const auto fails_check = [&](Check check) { return verdict[check].outcome == Outcome::fails; };
    assert(fails_check(Check::view) || !fails_check(Check::history));
    assert(fails_check(Check::history) || !fails_check(Check::final));
    return verdict;
}

}  // namespace reckon
