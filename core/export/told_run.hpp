#pragma once
/// What an export tells of: the run as it was, or if nobody knows, as its log tells it.

#include <memory>
#include <optional>

#include "core/check/verdict.hpp"
#include "core/log/recorded_run.hpp"

namespace reckon {

/// The truth that a recording has; null if it has none.
[[nodiscard]] const History* truth_of(const RecordedRun& recorded);

/// Where a log first departs from its run, and which check that breaks: complete, view or causal.
struct Departure {
    Dot event;
    Check check = Check::view;
};

/// Threads  One: what is asked for first is then made.
/// Shape    Refers to the recording; is as short-lived as that.
class ToldRun {
public:
    /// Errors  A recording without history whose log cannot be replayed: of replay().
    [[nodiscard]] static Result<ToldRun> of(const RecordedRun& recorded);

    [[nodiscard]] const RunOrigin& origin() const { return recorded_->origin; }
    [[nodiscard]] const Scenario& scenario() const { return recorded_->scenario; }
    [[nodiscard]] const Log& log() const { return recorded_->log; }
    [[nodiscard]] const RecordedRun& recorded() const { return *recorded_; }

    /// The history, or else the replay.
    [[nodiscard]] const History& events() const;

    /// Whether events() are those of the run itself.
    [[nodiscard]] bool is_truth() const { return truth_of(*recorded_) != nullptr; }

    /// What the replay of the log shows, in the shape of a history; null if it cannot be replayed.
    ///
    /// Cost  Made when it is first asked for: as replay(), and a history.
    [[nodiscard]] const History* replayed() const;

    /// The first event of the run that the log does not bring back as it was: one that the log
    /// lacks or has twice, a deref that returned another version, an effect before its cause. None
    /// if there is none, or nobody knows.
    ///
    /// Cost  As a replay and two of the checks.
    [[nodiscard]] std::optional<Departure> first_departure() const;

private:
    struct Shadow {
        bool asked = false;
        std::unique_ptr<History> history;
    };

    explicit ToldRun(const RecordedRun& recorded)
        : recorded_{&recorded}, shadow_{std::make_shared<Shadow>()} {}

    const RecordedRun* recorded_;
    std::shared_ptr<Shadow> shadow_;
};

/// "Emma@17" or "0@17", of an event that there is. A ship's name may have an @ itself.
///
/// Errors  The place is `option`.
[[nodiscard]] Result<Dot> parse_dot(const ToldRun& told, std::string_view text,
                                    const std::string& option);

}  // namespace reckon
