#pragma once
/// What the checks found, as data with witnesses.

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/log/claims.hpp"

namespace reckon {

enum class Check : std::uint8_t {
    complete,  ///< The log has each event of the run exactly once, each ship's in version order.
    final,     ///< The replay ends in the run's final global state.
    history,   ///< Every ship goes through the same states.
    view,      ///< Every deref returns the version that it returned in the run.
    causal,    ///< The log's order contains happens-before.
    strict,    ///< The replay goes through every observed global state, in order.
};

inline constexpr std::array<Check, 6> all_checks{Check::complete, Check::final,  Check::history,
                                                 Check::view,     Check::causal, Check::strict};

inline constexpr std::array<std::string_view, 6> check_words{"complete", "final",  "history",
                                                             "view",     "causal", "strict"};

[[nodiscard]] constexpr std::string_view word(Check check) {
    return check_words[static_cast<std::size_t>(check)];
}

/// From best to worst, so that of two the greater is the one to keep.
enum class Outcome : std::uint8_t { holds, undecided, fails };

inline constexpr std::array<std::string_view, 3> outcome_words{"holds", "undecided", "fails"};

[[nodiscard]] constexpr std::string_view word(Outcome outcome) {
    return outcome_words[static_cast<std::size_t>(outcome)];
}

/// Shape  A witness, the smallest evidence there is, in one sentence; empty if the check holds.
struct Finding {
    Outcome outcome = Outcome::holds;
    std::string witness;
};

/// A property of the run, not of the log: is its dependency graph acyclic?
struct Serializability {
    Outcome outcome = Outcome::holds;
    std::string cycle;  ///< The shortest cycle in words; empty if there is none.
};

struct Verdict {
    std::array<Finding, 6> checks;
    std::uint64_t observed = 0;  ///< Global states that strict was judged on.
    Serializability serializable;

    [[nodiscard]] const Finding& operator[](Check check) const {
        return checks[static_cast<std::size_t>(check)];
    }
    [[nodiscard]] Finding& operator[](Check check) {
        return checks[static_cast<std::size_t>(check)];
    }

    /// The worse outcome of each check, and the first witness to it. The observed states add up.
    void merge(const Verdict& other);

    /// Nothing is known, and why.
    [[nodiscard]] static Verdict undecided(const std::string& why);

    /// A strict that held on fewer than `least` global states, or on none, is undecided.
    void require_observed(std::uint64_t least);

    /// Of a run of which no more is known than up to a cut: that its log has all events cannot be
    /// said. The other checks speak of the cut, and a log that lacks what is in it fails as ever.
    /// `sentence` says why, without its full stop.
    void only_up_to_a_cut(std::string_view sentence);
};

/// The strongest of what a verdict allows to say; see grade_of.
enum class Grade : std::uint8_t { lost, complete, final, history, causal, view, faithful, strict };

inline constexpr std::array<std::string_view, 8> grade_words{
    "lost", "complete", "final", "history", "causal", "view", "faithful", "strict"};

[[nodiscard]] constexpr std::string_view word(Grade grade) {
    return grade_words[static_cast<std::size_t>(grade)];
}

/// Whether there is a grade to speak of: it is known whether the log is complete.
[[nodiscard]] bool is_graded(const Verdict& verdict);

/// strict if faithful and strict hold; faithful if view and causal do; else the strongest of view,
/// causal, history, final and complete; else lost.
[[nodiscard]] Grade grade_of(const Verdict& verdict);

/// The failing check that tells most about what went wrong: the first of complete, view, causal,
/// history, final and strict. None if none fails.
[[nodiscard]] std::optional<Check> telling_check(const Verdict& verdict);

/// Whether a claim of this fidelity promises this check.
[[nodiscard]] bool promises(Fidelity claim, Check check);

/// The worst outcome among the checks that the claim promises.
[[nodiscard]] Outcome judge_claim(const Verdict& verdict, Fidelity claim);

/// "strict", "faithful", …: how claims are written.
[[nodiscard]] std::string_view word(Fidelity fidelity);

}  // namespace reckon
