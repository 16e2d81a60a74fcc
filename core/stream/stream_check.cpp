#include "core/stream/stream_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check/words.hpp"
#include "core/world/little_endian.hpp"

namespace reckon {
namespace {

/// The observed global states of the file, one after another.
class ObservedStates {
public:
    explicit ObservedStates(StoredRun& run) : run_{run} { go_on(); }

    /// None when there are no more.
    [[nodiscard]] const Cut* next() const { return there_ ? &cut_ : nullptr; }
    /// How many events the next one has.
    [[nodiscard]] std::uint64_t events() const { return events_; }

    void go_on() {
        const std::size_t ships = run_.scenario().ships.size();
        while (left_.empty() && block_ < run_.blocks(BlockType::observed).size()) {
            left_ = run_.payload(BlockType::observed, block_++);
        }
        there_ = left_.size() >= ships * sizeof(Version);
        if (!there_) return;
        ByteReader in{left_};
        cut_.clear();
        events_ = 0;
        for (std::size_t ship = 0; ship < ships; ++ship) {
            cut_.push_back(in.take<Version>());
            events_ += cut_.back();
        }
        left_ = left_.subspan(ships * sizeof(Version));
    }

private:
    StoredRun& run_;
    std::size_t block_ = 0;
    std::span<const std::byte> left_;
    Cut cut_;
    std::uint64_t events_ = 0;
    bool there_ = false;
};

class StreamCheck {
public:
    StreamCheck(StoredRun& run, const Window& window)
        : scenario_{run.scenario()},
          shape_{run.setting().shape},
          run_{run},
          replay_{run, window},
          truth_{run, BlockType::truth},
          observed_{run} {}

    Verdict judge() && {
        verdict_.serializable = {Outcome::undecided, "the run was not looked at as a whole"};
        if (is_partial()) {
            undecided(Check::strict, "a partial order's global states ask for the whole run");
        }
        while (const auto step = replay_.next()) {
            if (!judge(*step)) return std::move(verdict_);
        }
        if (replay_.error()) return stopped(*replay_.error());
        for (ShipId ship = 0; ship < scenario_.ship_count(); ++ship) {
            const auto lost = truth_.next(ship);
            if (!lost) continue;
            return incomplete(order_words_of(scenario_, lost->event()) +
                              " is missing from the log");
        }
        if (!is_partial()) judge_end_of_observed();
        return std::move(verdict_);
    }

private:
    [[nodiscard]] bool is_partial() const {
        return shape_.order == OrderCode::by_dependency || shape_.order == OrderCode::by_clock;
    }

    /// The first finding stays, but for one that is worse.
    void find(Check check, Outcome outcome, std::string witness) {
        Finding& finding = verdict_[check];
        if (finding.outcome >= outcome) return;
        finding = {outcome, std::move(witness)};
    }
    void undecided(Check check, std::string why) {
        find(check, Outcome::undecided, std::move(why));
    }
    void fails(Check check, std::string witness) {
        find(check, Outcome::fails, std::move(witness));
    }

    Verdict incomplete(const std::string& witness) {
        fails(Check::complete, witness);
        for (const Check check : all_checks) {
            if (check != Check::complete) {
                verdict_[check] = {Outcome::fails, "the log is not complete"};
            }
        }
        return std::move(verdict_);
    }

    Verdict stopped(const Error& error) {
        const bool bound = error.kind == Error::Kind::bound;
        for (const Check check : all_checks) {
            if (bound) {
                undecided(check, error.message());
            } else if (check == Check::complete) {
                undecided(check, "the replay stopped");
            } else {
                fails(check, "the log cannot be replayed: " + error.message());
            }
        }
        return std::move(verdict_);
    }

    /// False if there is no going on.
    bool judge(const ReplayedStep& step) {
        const Dot dot = step.event.dot;
        const auto was = truth_.next(dot.ship);
        if (!was) {
            incomplete(fmt::format("the log has {}, which never happened", name(scenario_, dot)));
            return false;
        }
        if (was->event() != step.event) {
            incomplete(fmt::format("the log has another event as {} than {}", name(scenario_, dot),
                                   order_words_of(scenario_, was->event())));
            return false;
        }
        judge_state(step, *was);
        judge_reads(step, *was);
        judge_order(step, *was);
        if (!is_partial()) judge_observed();
        return true;
    }

    void judge_state(const ReplayedStep& step, const Entry& was) {
        const Dot dot = step.event.dot;
        const State state = *state_of(was);
        if (state == step.after) {
            if (wrong_ships_ > 0) made_right(dot.ship);
            return;
        }
        made_wrong(dot.ship,
                   fmt::format("{} ends {} in the run, {} in the replay",
                               scenario_.ships[dot.ship].name, text(state), text(step.after)));
        if (verdict_[Check::history].outcome == Outcome::fails) return;
        fails(Check::history,
              fmt::format("{} left the ship {} in the run, {} in the replay",
                          order_words_of(scenario_, step.event), text(state), text(step.after)));
    }

    void judge_reads(const ReplayedStep& step, const Entry& was) {
        for (std::size_t k = 0; k < step.read_count; ++k) {
            const bool same = k < was.dot_count() && was.dot(k) == step.reads[k];
            if (same || verdict_[Check::view].outcome == Outcome::fails) continue;
            fails(Check::view,
                  fmt::format("{} read {} in the run, {} in the replay",
                              order_words_of(scenario_, step.event),
                              k < was.dot_count() ? name(scenario_, was.dot(k)) : "nothing",
                              name(scenario_, step.reads[k])));
        }
    }

    /// What happened before an event must come before it in the log's order.
    void judge_order(const ReplayedStep& step, const Entry& was) {
        const Cause cause = step.event.cause;
        if (cause.is_hail()) judge_edge(step, cause.sender(), "which hailed it");
        for (std::size_t k = 0; k < was.dot_count(); ++k) {
            judge_edge(step, was.dot(k), "which it read");
        }
    }

    void judge_edge(const ReplayedStep& step, Dot before, std::string_view why) {
        if (before.version == 0 || kept(step, before)) return;
        const bool open = shape_.order == OrderCode::by_dependency &&
                          before.version <= replay_.so_far().cut()[before.ship];
        std::string words = fmt::format("{} before {}, {}", name(scenario_, before),
                                        order_words_of(scenario_, step.event), why);
        if (open) {
            undecided(Check::causal, "whether the log's order puts " + words);
        } else {
            fails(Check::causal, "the log does not put " + words);
        }
    }

    [[nodiscard]] bool kept(const ReplayedStep& step, Dot before) const {
        if (shape_.order == OrderCode::by_clock) {
            return replay_.so_far().counted(step.event.dot.ship, before.ship) >= before.version;
        }
        if (shape_.order != OrderCode::by_dependency) {
            return before.version <= replay_.so_far().cut()[before.ship];
        }
        const Cause cause = step.event.cause;
        if (cause.is_hail() && follows(cause.sender(), before)) return true;
        for (std::size_t i = 0; i < step.entry.dot_count(); ++i) {
            if (follows(step.entry.dot(i), before)) return true;
        }
        return false;
    }

    /// Whether an event is this one, or a later one of its ship.
    [[nodiscard]] static bool follows(Dot event, Dot before) {
        return event.ship == before.ship && event.version >= before.version;
    }

    /// Whether the replay has just gone through the next observed state.
    void judge_observed() {
        while (const Cut* cut = observed_.next()) {
            if (observed_.events() > replay_.so_far().applied()) return;
            if (observed_.events() < replay_.so_far().applied() || *cut != replay_.so_far().cut()) {
                fails(Check::strict, fmt::format("the replay does not go through {}, which was "
                                                 "observed",
                                                 text(scenario_, *cut)));
                observed_.go_on();
                continue;
            }
            ++verdict_.observed;
            observed_.go_on();
        }
    }

    void judge_end_of_observed() {
        judge_observed();
        if (observed_.next() != nullptr) {
            fails(Check::strict, "a state that was observed is beyond the end of the log");
        }
    }

    void made_wrong(ShipId ship, std::string witness) {
        if (wrong_.empty()) wrong_.resize(scenario_.ships.size());
        if (!wrong_[ship]) ++wrong_ships_;
        wrong_[ship] = true;
        verdict_[Check::final] = {Outcome::fails, std::move(witness)};
    }

    void made_right(ShipId ship) {
        if (!wrong_[ship]) return;
        wrong_[ship] = false;
        if (--wrong_ships_ == 0) verdict_[Check::final] = {};
    }

    const Scenario& scenario_;
    LogShape shape_;
    StoredRun& run_;
    StreamReplay replay_;
    ShipRuns truth_;
    ObservedStates observed_;
    Verdict verdict_;
    std::vector<bool> wrong_;  // Ships whose last state is not the run's.
    std::size_t wrong_ships_ = 0;
};

}  // namespace

Verdict check_streaming(StoredRun& run, const Window& window) {
    if (!run.setting().has_truth || run.setting().shape.order == OrderCode::unrecorded) {
        Verdict verdict;
        const bool nothing = run.setting().has_truth;
        for (const Check check : all_checks) {
            verdict[check] = {Outcome::undecided,
                              nothing ? "nothing was recorded" : "no history of the run was kept"};
        }
        verdict.serializable = {Outcome::undecided, ""};
        return verdict;
    }
    return StreamCheck{run, window}.judge();
}

}  // namespace reckon
