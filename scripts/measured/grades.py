"""What a log was worth: outcomes of checks, grades, and whether they became worse.

The rules are those of core/check/verdict.hpp.
"""

from collections.abc import Iterable
from typing import NamedTuple

from .documents import BadInput, shown

# Global states that have to be observed before strict holds, as reckon's commands have it.
OBSERVED_LEAST = 100
CHECKS = ["complete", "final", "history", "view", "causal", "strict"]
OUTCOMES = ["holds", "undecided", "fails"]  # From best to worst.
# From worst to best. Neither of causal and view contains the other, so they are on one level.
LEVELS = ["lost", "complete", "final", "history", "causal / view", "faithful", "strict"]
LEVEL_OF = {"lost": 0, "complete": 1, "final": 2, "history": 3, "causal": 4, "view": 4,
            "faithful": 5, "strict": 6}
PROMISED = {"nothing": [], "complete": ["complete"], "causal": ["complete", "causal"],
            "view": ["complete", "final", "history", "view"],
            "faithful": ["complete", "final", "history", "view", "causal"], "strict": CHECKS}


class Verdict(NamedTuple):
    """Of one run or of several together; without a grade it is not known what the log is worth."""
    checks: dict[str, str]
    witnesses: dict[str, str]
    grade: str | None
    claim: str | None
    observed: int = 0  # Global states.

    @property
    def keeps_claim(self) -> bool | None:
        """Whether all that was promised holds; none if that is not known."""
        if self.claim not in PROMISED:
            return None
        return all(self.checks.get(check) == "holds" for check in PROMISED[self.claim])


def read_verdict(place: str, content: dict) -> Verdict | None:
    """None if nothing was judged."""
    grade = content.get("grade")
    if grade is None and "checks" not in content:
        return None
    if grade is not None and (not isinstance(grade, str) or grade not in LEVEL_OF):
        raise BadInput(f"{place}: grade", shown(grade), f"one of {', '.join(LEVEL_OF)}")
    findings = content.get("checks")
    if not isinstance(findings, dict):
        raise BadInput(f"{place}: checks", shown(findings), "an object, by check")
    outcomes, witnesses = {}, {}
    for check in CHECKS:
        finding = findings.get(check)
        result = finding.get("result") if isinstance(finding, dict) else None
        if result not in OUTCOMES:
            raise BadInput(f"{place}: checks.{check}.result", shown(result),
                           f"one of {', '.join(OUTCOMES)}")
        outcomes[check] = result
        if finding.get("witness"):
            witnesses[check] = str(finding["witness"])
    claim, observed = content.get("claim"), content.get("observed_cuts")
    return Verdict(outcomes, witnesses, grade, claim if isinstance(claim, str) else None,
                   observed if isinstance(observed, int) else 0)


def merged(verdicts: Iterable[Verdict]) -> Verdict | None:
    """The worst of each check, and the first witness to it; strict, of what all have observed."""
    found: Verdict | None = None
    for verdict in verdicts:
        if found is None:
            found = verdict
            continue
        checks, witnesses = dict(found.checks), dict(found.witnesses)
        for check in CHECKS:
            if OUTCOMES.index(verdict.checks[check]) > OUTCOMES.index(checks[check]):
                checks[check] = verdict.checks[check]
                witnesses[check] = verdict.witnesses.get(check, "")
        observed = found.observed + verdict.observed
        # Where a run is faithful, only that it was too little observed can leave this undecided.
        if (checks["strict"] == "undecided" and observed >= OBSERVED_LEAST
                and all(checks[check] == "holds" for check in PROMISED["faithful"])):
            checks["strict"] = "holds"
            witnesses.pop("strict", None)
        found = Verdict(checks, witnesses, grade_of(checks), found.claim, observed)
    return found


def grade_of(checks: dict[str, str]) -> str | None:
    if checks["complete"] == "undecided":
        return None
    holding = {check for check in CHECKS if checks[check] == "holds"}
    if "complete" not in holding:
        return "lost"
    if {"view", "causal"} <= holding:
        return "strict" if "strict" in holding else "faithful"
    return next((check for check in ("view", "causal", "history", "final") if check in holding),
                "complete")


class Change(NamedTuple):
    """From one verdict to another: fell, rose, or same."""
    word: str
    broken: list[str]  # Checks that held and fail.

    @staticmethod
    def between(before: Verdict, after: Verdict) -> "Change":
        broken = [check for check in CHECKS
                  if before.checks[check] == "holds" and after.checks[check] == "fails"]
        # What is not known is below all that is: undecided never passes.
        low = LEVEL_OF.get(before.grade, -1)
        high = LEVEL_OF.get(after.grade, -1)
        if broken or high < low:
            return Change("fell", broken)
        return Change("rose" if high > low else "same", [])
