"""Two result files, row by row: what was worth less, and what became faster or slower.

Source  Mann and Whitney, "On a Test of Whether one of Two Random Variables is Stochastically
        Larger than the Other", 1947, doi:10.1214/aoms/1177730491. Efron, "Bootstrap Methods",
        1979, doi:10.1214/aos/1176344552. Both by SciPy.
"""

import math
import warnings
from typing import NamedTuple

import numpy
from scipy import stats

from .documents import BadInput
from .grades import Change, Verdict
from .result_file import ResultFile, Row, named_by_what_varies

REPETITIONS_LEAST = 9  # On each side. With fewer, one busy second of the machine decides.
P_MOST = 0.05
CONFIDENCE = 0.95
LONGER = 1.5  # So many times the events are no accident of seeds: the runs had other orders.
RESAMPLES = 9999
AT_ONCE = 4_000_000  # Values in memory, so that long results do not fill it.
SEED = 1  # The same files give the same interval.


class Side(NamedTuple):
    repetitions: int
    median: float


class Compared(NamedTuple):
    """A row on both sides. Without a ratio there is none: to a median of 0, or not measured."""
    name: str
    measure: str
    a: Side
    b: Side
    ratio: float | None
    low: float | None
    high: float | None
    p: float | None
    mark: str  # better, worse or undecided
    why: str  # of what is undecided


class Judged(NamedTuple):
    name: str
    before: Verdict
    after: Verdict
    change: Change
    failed: tuple[int, int]
    runs: tuple[int, int]


class Comparison(NamedTuple):
    a: ResultFile
    b: ResultFile
    differences: list[str]  # In what the two were made under, so that to compare them is forced.
    judged: list[Judged]
    measured: list[Compared]
    not_measured: list[tuple[str, str]]  # A row and why.
    only_in_a: list[str]
    only_in_b: list[str]
    alike: dict[str, object]  # Axes with one value in all rows, which their names do not tell.

    def fallen(self) -> list[Judged]:
        return [each for each in self.judged if each.change.word == "fell"]

    def worse_than(self, share: float | None) -> list[Compared]:
        return [] if share is None else [row for row in self.measured if row.mark == "worse"
                                         and slower(row) > share]


def slower(row: Compared) -> float:
    """By how much of A's cost B costs more; of rates the inverse, so that more is worse."""
    return (1 / row.ratio if more_is_better(row.measure) else row.ratio) - 1


def more_is_better(measure: str) -> bool:
    return measure.endswith(("_per_s", "_per_second"))


def compared(a: ResultFile, b: ResultFile, measure: str | None, least_effect: float) -> Comparison:
    if a.kind != b.kind:
        raise BadInput(b.file, words_of(b.kind), f"{words_of(a.kind)}, as {a.file} has")
    both = [name for name in a.rows if name in b.rows]
    if not both:
        raise BadInput(b.file, f"no row of {a.file} is in it", "rows in common, such as "
                       f"{next(iter(a.rows))}; it has {next(iter(b.rows))}")
    a, b, alike = named_by_what_varies(a, b)
    judged, measured, not_measured = [], [], []
    for each in both:
        before, after = a.rows[each], b.rows[each]
        name = before.name
        if before.verdict and after.verdict:
            judged.append(Judged(name, before.verdict, after.verdict,
                                 Change.between(before.verdict, after.verdict),
                                 (before.failed_runs, after.failed_runs),
                                 (before.runs, after.runs)))
        elif before.verdict or after.verdict:
            side = a.file if before.verdict else b.file
            not_measured.append((name, f"a verdict in {side} alone"))
        if before.error or after.error:
            side, error = (a.file, before.error) if before.error else (b.file, after.error)
            not_measured.append((name, f"{side}: {error}"))
        elif measure and not any(measure in each for row in (before, after)
                                 for each in row.repetitions):
            if before.repetitions or after.repetitions:
                not_measured.append((name, f"no {measure}"))
        elif before.repetitions or after.repetitions:
            measured.append(of_row(before, after, measure or measure_of(before, after),
                                   least_effect))
    if not judged and not measured:
        raise BadInput(b.file, "no row in common can be compared: " + ": ".join(not_measured[0]),
                       "one that was measured or judged in both files")
    pairs = [(a.rows[each], b.rows[each]) for each in both] if a.kind == "runs" else []
    return Comparison(a, b, differences(a, b) + differences_of_length(pairs), judged, measured,
                      not_measured,
                      [row.name for name, row in a.rows.items() if name not in b.rows],
                      [row.name for name, row in b.rows.items() if name not in a.rows], alike)


def words_of(kind: str) -> str:
    return {"bench": "results of Google Benchmark", "matrix": "a matrix of reckon",
            "runs": "runs of reckon"}[kind]


def measure_of(before: Row, after: Row) -> str:
    measure = before.measure()
    if measure is None:
        raise BadInput(f"{before.place}: {before.name}", "no measure that all repetitions have",
                       "ns_per_event or real_time, or name another by --measure")
    return measure


def differences(a: ResultFile, b: ResultFile) -> list[str]:
    found = []
    for name in dict.fromkeys([*a.conditions, *b.conditions]):
        before, after = a.conditions.get(name, []), b.conditions.get(name, [])
        if sorted(before) != sorted(after) or len(before) > 1:
            found.append(f"{name}: {' and '.join(before)} in A, {' and '.join(after)} in B")
    return found


def differences_of_length(pairs: list[tuple[Row, Row]]) -> list[str]:
    """Runs do not say how many orders they had; but of so many more events each costs less."""
    found = []
    for before, after in pairs:
        a, b = before.values("events"), after.values("events")
        if a and b and (min(b) > LONGER * max(a) or min(a) > LONGER * max(b)):
            found.append(f"events of {before.name}: {numpy.median(a):,.0f} in A, "
                         f"{numpy.median(b):,.0f} in B")
    return found


def of_row(before: Row, after: Row, measure: str, least_effect: float) -> Compared:
    sides = []
    for row in (before, after):
        values = row.values(measure)
        if len(values) < len(row.repetitions) or not values:
            raise BadInput(f"{row.place}: {row.name}", f"no {measure}", "it in each repetition")
        sides.append(numpy.array(values))
    x, y = sides
    a, b = (Side(len(values), float(numpy.median(values))) for values in sides)
    ratio = finite(b.median / a.median) if a.median > 0 else None
    low, high = interval(x, y)
    p = float(stats.mannwhitneyu(x, y, alternative="two-sided").pvalue)
    mark, why = marked(measure, a, b, ratio, p, least_effect)
    return Compared(before.name, measure, a, b, ratio, low, high, finite(p), mark, why)


def ratio_of_medians(x, y, axis=-1):
    return numpy.median(y, axis=axis) / numpy.median(x, axis=axis)


def interval(x: numpy.ndarray, y: numpy.ndarray) -> tuple[float | None, float | None]:
    """Percentiles: of medians of few values the corrected kinds are no better, and can be NaN."""
    if min(len(x), len(y)) < 2:
        return None, None
    with warnings.catch_warnings(), numpy.errstate(all="ignore"):
        # Of medians that are 0: the interval is then left out.
        warnings.simplefilter("ignore")
        found = stats.bootstrap((x, y), ratio_of_medians, n_resamples=RESAMPLES, vectorized=True,
                                batch=max(1, AT_ONCE // max(len(x), len(y))),
                                confidence_level=CONFIDENCE, method="percentile",
                                random_state=SEED).confidence_interval
    low, high = finite(float(found.low)), finite(float(found.high))
    return (None, None) if low is None or high is None else (low, high)


def finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def marked(measure: str, a: Side, b: Side, ratio: float | None, p: float,
           least_effect: float) -> tuple[str, str]:
    fewest = min(a.repetitions, b.repetitions)
    if fewest < REPETITIONS_LEAST:
        return "undecided", f"{fewest} of at least {REPETITIONS_LEAST} repetitions"
    if ratio is None or ratio == 0:
        return "undecided", "a median of 0 has no ratio"
    if not p < P_MOST:
        return "undecided", f"p = {p:.2f}"
    # By the ratio either way round, so that A and B exchanged exchange worse and better.
    if max(ratio, 1 / ratio) <= 1 + least_effect:
        return "undecided", f"no effect above {100 * least_effect:.3g} %"
    return ("better" if (ratio > 1) == more_is_better(measure) else "worse"), ""
