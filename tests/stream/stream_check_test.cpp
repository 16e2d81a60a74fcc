// Goal: a run that is judged where it lies in its file is judged as one that is read whole, and
//       undecided only where stream_check.hpp says so.
// Method: recordings of every strategy and preset, free and steered, packed and not, right ones and
//         spoilt ones: both verdicts, check by check. Windows that are too small. The strict check
//         on logs in order whose states are wrong.

#include "core/stream/stream_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/check/judge.hpp"
#include "core/world/preset.hpp"
#include "serializers/list.hpp"
#include "tests/catch.hpp"
#include "tests/stream/loose_log.hpp"
#include "tests/stream/stored.hpp"

namespace reckon {
namespace {

/// Whether each entry stands behind all that the order has before it.
bool in_closed_order(const RecordedRun& run) {
    const bool by_dependency = std::holds_alternative<ByDependency>(run.log.order);
    std::vector<Version> done(run.scenario.ships.size());
    for (const LooseEntry& entry : loose(run.log)) {
        for (const Dot dot : entry.dots) {
            if (dot.version > done[dot.ship]) return false;
        }
        const Cause cause = entry.event.cause;
        const bool hailed = by_dependency && cause.is_hail();
        if (hailed && cause.sender().version > done[cause.sender().ship]) return false;
        ++done[entry.event.dot.ship];
    }
    return true;
}

/// Whether, of a log by stamp, some ship's entries stand otherwise than they were recorded.
bool reordered(const Log& log) {
    if (!std::holds_alternative<ByStamp>(log.order)) return false;
    std::vector<LooseEntry> entries = loose(log);
    std::vector<const LooseEntry*> last;
    for (const LooseEntry& entry : entries) {
        const Dot dot = entry.event.dot;
        last.resize(std::max<std::size_t>(last.size(), dot.ship + std::size_t{1}));
        const LooseEntry* before = std::exchange(last[dot.ship], &entry);
        if (before != nullptr && dot.version < before->event.dot.version) return true;
    }
    return false;
}

bool names_other_reads(const RecordedRun& run) {
    if (!std::holds_alternative<ByDependency>(run.log.order)) return false;
    for (const LooseEntry& entry : loose(run.log)) {
        const Dot dot = entry.event.dot;
        if (!std::ranges::equal(entry.dots, run.history->ships[dot.ship].reads_of(dot.version))) {
            return true;
        }
    }
    return false;
}

/// What stream_check.hpp allows.
bool may_be_undecided(Check check, const RecordedRun& run, const Verdict& whole) {
    if (reordered(run.log)) return true;
    if (check == Check::complete || whole[Check::complete].outcome == Outcome::fails) return false;
    if (!run.log.is_partial()) return false;
    if (check == Check::strict || !in_closed_order(run)) return true;
    return check == Check::causal && names_other_reads(run);
}

std::string told(const Verdict& verdict) {
    std::string text;
    for (const Check check : all_checks) {
        text += fmt::format("{} {}: {}\n", word(check), word(verdict[check].outcome),
                            verdict[check].witness);
    }
    return text;
}

/// For all runs here.
constexpr Window wide_enough{.bytes = 1U << 20};

struct Counts {
    std::size_t judged = 0;
    std::size_t failing = 0;
    std::size_t undecided = 0;
};

/// Holds both verdicts on a file against each other.
void compare(const StoredFile& file, Counts& counts) {
    StoredRun stored = file.open();
    const Verdict streamed = check_streaming(stored, wide_enough);
    const RecordedRun run = file.read();
    const Verdict whole = judge(run.scenario, *run.history, run.log, replay(run.scenario, run.log));
    INFO("streamed:\n" << told(streamed) << "whole:\n" << told(whole));
    for (const Check check : all_checks) {
        const Outcome outcome = streamed[check].outcome;
        ++counts.judged;
        counts.failing += outcome == Outcome::fails ? 1 : 0;
        if (outcome == Outcome::undecided) {
            ++counts.undecided;
            CHECK(may_be_undecided(check, run, whole));
            CHECK_FALSE(streamed[check].witness.empty());
        } else {
            CHECK(outcome == whole[check].outcome);
        }
        CHECK((outcome == Outcome::holds) == streamed[check].witness.empty());
    }
    CHECK(streamed.observed == whole.observed);
    CHECK(streamed.serializable.outcome == Outcome::undecided);
}

/// Calls visit(file) for runs of a strategy on every preset.
template <class Visit>
void each_run(const StrategyRecord& strategy, std::uint64_t seeds, Visit&& visit) {
    for (const Preset& preset : presets()) {
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            const StoredFile file;
            const int pack = seed % 2 == 0 ? 1 : 0;
            INFO(preset.name << ", seed " << seed);
            sail_into(file, strategy, small_scenario(preset.name, 5, 30, seed), pack);
            visit(file, pack);
            steer_into(file, strategy, small_scenario(preset.name, 3, 4, seed), seed, pack);
            visit(file, pack);
        }
    }
}

bool records(const StrategyRecord& strategy) {
    return strategy.role != Role::baseline;
}

}  // namespace

TEST_CASE("a run is judged in its file as it is judged whole") {
    Counts counts;
    for (const StrategyRecord& strategy : strategies()) {
        if (!records(strategy)) continue;
        INFO(strategy.name);
        each_run(strategy, 2, [&](const StoredFile& file, int) { compare(file, counts); });
    }
    CHECK(counts.failing > 100);
    CHECK(counts.undecided < counts.judged / 10);
}

TEST_CASE("a spoilt log is judged in its file as it is judged whole") {
    boost::random::mt19937 random{5};
    Counts counts;
    std::map<std::string, std::size_t> failed;
    for (const StrategyRecord& strategy : strategies()) {
        if (!records(strategy)) continue;
        INFO(strategy.name);
        each_run(strategy, 1, [&](const StoredFile& file, int) {
            const RecordedRun run = file.read();
            if (run.log.events.empty()) return;
            for (int i = 0; i < 8; ++i) {
                std::vector<LooseEntry> entries = loose(run.log);
                const std::string how = spoil(random, run.scenario, entries);
                const Log log = put_together(run.log, entries);
                INFO(how);
                const StoredFile spoilt;
                spoilt.write({.origin = run.origin,
                              .scenario = run.scenario,
                              .log = log,
                              .history = &*run.history},
                             i % 2);
                const std::size_t before = counts.failing;
                compare(spoilt, counts);
                if (counts.failing > before) ++failed[how];
            }
        });
    }
    for (const char* how :
         {"one dropped", "one doubled", "two exchanged", "neighbours exchanged", "another cause",
          "another order", "stamps exchanged", "another version read or counted"}) {
        INFO(how);
        CHECK(failed[how] > 0);
    }
    CHECK(counts.undecided < counts.judged / 5);
}

TEST_CASE("a window that is too small leaves a check undecided, and never decides it otherwise") {
    // Ships seldom look at each other, so each runs far ahead in the file.
    Knobs knobs{.name = "loners", .ships = 3, .orders = 300};
    knobs.shares[static_cast<std::size_t>(OrderKind::depart)] = 40;
    knobs.shares[static_cast<std::size_t>(OrderKind::arrive)] = 40;
    knobs.shares[static_cast<std::size_t>(OrderKind::follow)] = 1;
    const Scenario scenario = generate(knobs).value();
    for (const StrategyRecord& strategy : strategies()) {
        if (!records(strategy)) continue;
        INFO(strategy.name);
        const StoredFile file;
        steer_into(file, strategy, scenario, 7);
        StoredRun stored = file.open();
        const Verdict wide = check_streaming(stored, wide_enough);
        const Verdict narrow = check_streaming(stored, {.bytes = 0});
        INFO(told(narrow));
        std::size_t passed = 0;
        for (const Check check : all_checks) {
            if (narrow[check].outcome == Outcome::undecided) {
                if (wide[check].outcome != Outcome::undecided) ++passed;
            } else {
                CHECK(narrow[check].outcome == wide[check].outcome);
            }
        }
        CHECK(narrow[Check::complete].outcome == wide[Check::complete].outcome);
        const OrderCode order = stored.setting().shape.order;
        if (is_partial(order)) CHECK(passed > 0);
    }
}

TEST_CASE("a recording without a truth, or of nothing, decides nothing") {
    for (const char* name : {"mutex", "none"}) {
        const StoredFile file;
        steer_into(file, *find_strategy("mutex"), small_scenario("solo", 3, 4, 1), 1);
        const RecordedRun run = file.read();
        const bool nothing = std::string_view{name} == "none";
        const Log no_log;
        file.write({.origin = run.origin,
                    .scenario = run.scenario,
                    .log = nothing ? no_log : run.log,
                    .history = nothing ? &*run.history : nullptr});
        StoredRun stored = file.open();
        const Verdict verdict = check_streaming(stored, {});
        for (const Check check : all_checks) {
            CHECK(verdict[check].outcome == Outcome::undecided);
            CHECK_FALSE(verdict[check].witness.empty());
        }
    }
}

}  // namespace reckon
