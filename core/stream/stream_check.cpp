#include "core/stream/stream_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/check/words.hpp"
#include "core/stream/log_stream.hpp"
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
            payload_ = run_.payload(BlockType::observed, block_++);
            left_ = payload_.bytes;
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
    Payload payload_;
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
          log_{run},
          replay_{run.setting(), window},
          truth_{run, BlockType::truth},
          observed_{run},
          was_(scenario_.ships.size()),
          is_wrong_(scenario_.ships.size()) {
        for (ShipId ship = 0; ship < was_.size(); ++ship) {
            was_[ship] = scenario_.ships[ship].initial;
        }
        verdict_.observed = run.observed();
    }

    Verdict judge() && {
        verdict_.serializable = {Outcome::undecided, "the run was not looked at as a whole"};
        if (is_partial()) {
            undecided(Check::strict, "a partial order's global states ask for the whole run");
        } else {
            judge_observed();
        }
        while (const auto entry = log_.next()) {
            const auto was = truth_.next(entry->dot().ship);
            if (auto other = misplaced(entry->event(), was)) return incomplete(*other);
            // What stopped the replay may have been what makes the log incomplete.
            if (const auto step = replay_.apply(*entry)) judge(*step, *was);
        }
        if (log_.error()) return disordered(*log_.error());
        for (ShipId ship = 0; ship < scenario_.ship_count(); ++ship) {
            const auto lost = truth_.next(ship);
            if (!lost) continue;
            return incomplete(order_words_of(scenario_, lost->event()) +
                              " is missing from the log");
        }
        if (replay_.error()) return stopped(*replay_.error());
        judge_end();
        return std::move(verdict_);
    }

private:
    [[nodiscard]] bool is_partial() const { return reckon::is_partial(shape_.order); }

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

    std::optional<std::string> misplaced(const Event& event,
                                         const std::optional<Entry>& was) const {
        if (!was) {
            return fmt::format("the log has {}, which never happened", name(scenario_, event.dot));
        }
        if (was->event() == event) return std::nullopt;
        return fmt::format("the log has another event than {} in its place",
                           order_words_of(scenario_, was->event()));
    }

    Verdict incomplete(const std::string& witness) {
        for (const Check check : all_checks) {
            verdict_[check] = {Outcome::fails, "the log is not complete: " + witness};
        }
        verdict_[Check::complete].witness = witness;
        return std::move(verdict_);
    }

    /// A log whose entries do not come in its order: nothing has come.
    Verdict disordered(const Error& error) {
        if (error.kind == Error::Kind::input) return incomplete(error.message());
        undecided(Check::complete, error.message());
        return stopped(error);
    }

    /// Of a log that is complete, but was not replayed to its end.
    Verdict stopped(const Error& error) {
        const auto outcome = error.kind == Error::Kind::bound ? Outcome::undecided : Outcome::fails;
        for (const Check check : all_checks) {
            if (check == Check::complete) continue;
            find(check, outcome, "the log cannot be replayed: " + error.message());
        }
        return std::move(verdict_);
    }

    void judge(const ReplayedStep& step, const Entry& was) {
        judge_state(step, was);
        judge_reads(step, was);
        judge_order(step, was);
        if (!is_partial()) judge_observed();
    }

    void judge_state(const ReplayedStep& step, const Entry& was) {
        const ShipId ship = step.event.dot.ship;
        was_[ship] = *state_of(was);
        const bool wrong = was_[ship] != step.after;
        wrong_ships_ += wrong ? 1 : 0;
        wrong_ships_ -= is_wrong_[ship] ? 1 : 0;
        is_wrong_[ship] = wrong;
        if (!wrong || verdict_[Check::history].outcome == Outcome::fails) return;
        fails(Check::history, fmt::format("{} left the ship {} in the run, {} in the replay",
                                          order_words_of(scenario_, step.event), text(was_[ship]),
                                          text(step.after)));
    }

    void judge_reads(const ReplayedStep& step, const Entry& was) {
        if (verdict_[Check::view].outcome == Outcome::fails) return;
        for (std::size_t k = 0; k < step.read_count; ++k) {
            if (k < was.dot_count() && was.dot(k) == step.reads[k]) continue;
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
                          before.version <= replay_.cut()[before.ship];
        const Outcome found = open ? Outcome::undecided : Outcome::fails;
        if (verdict_[Check::causal].outcome >= found) return;
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
            return replay_.counted(step.event.dot.ship, before.ship) >= before.version;
        }
        if (shape_.order != OrderCode::by_dependency) {
            return before.version <= replay_.cut()[before.ship];
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

    /// What was seen by now: the states of its cut are those that the replay is in.
    void judge_observed() {
        for (; const Cut* cut = observed_.next(); observed_.go_on()) {
            if (observed_.events() > replay_.applied()) return;
            if (*cut == replay_.cut() && wrong_ships_ == 0) continue;
            if (verdict_[Check::strict].outcome == Outcome::fails) continue;
            fails(Check::strict, fmt::format("the run was seen in the global state {}; the replay "
                                             "does not pass through it",
                                             text(scenario_, *cut)));
        }
    }

    void judge_end() {
        if (!is_partial() && observed_.next() != nullptr) {
            fails(Check::strict, "a state that was observed is beyond the end of the log");
        }
        const auto wrong = std::ranges::find(is_wrong_, true);
        if (wrong == is_wrong_.end()) return;
        const auto ship = static_cast<ShipId>(wrong - is_wrong_.begin());
        fails(Check::final,
              fmt::format("{} ends {} in the run, {} in the replay", scenario_.ships[ship].name,
                          text(was_[ship]), text(replay_.state(ship))));
    }

    const Scenario& scenario_;
    LogShape shape_;
    LogStream log_;
    StreamReplay replay_;
    ShipRuns truth_;
    ObservedStates observed_;
    std::vector<State> was_;  // By ship: as the run had it.
    std::vector<bool> is_wrong_;
    std::size_t wrong_ships_ = 0;  // Whose last state is not the run's.
    Verdict verdict_;
};

}  // namespace

Verdict check_streaming(StoredRun& run, const Window& window) {
    if (run.setting().shape.order == OrderCode::unrecorded) {
        return Verdict::undecided("nothing was recorded");
    }
    if (!run.setting().has_truth) {
        return Verdict::undecided("the recording has no history: there is nothing to judge by");
    }
    return StreamCheck{run, window}.judge();
}

}  // namespace reckon
