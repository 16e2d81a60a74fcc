"""What plots are made of: rows of result files brought to one shape."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy

from .axes import CLASSES, rank
from .documents import plain
from .grades import Verdict
from .result_file import ResultFile, Row, number

# Benches whose rows name a strategy; the others' second word is something else.
BENCHES = ["record", "fleet", "scale", "clock"]
BASELINE = "none"  # The strategy that records nothing: it has a cost and no grade.
# How an axis is labelled, and how one value of it is told.
AXIS_LABELS = {"work_ns": "work an order, ns", "orders": "orders a ship"}
AXIS_WORDS = {"work_ns": "work {} ns", "orders": "orders {} a ship"}


class Figure(NamedTuple):
    """A median and its quartiles; low and high are the median where no spread is known."""
    median: float
    low: float
    high: float

    @staticmethod
    def of(values: list[float]) -> "Figure":
        low, median, high = numpy.percentile(values, [25, 50, 75])
        return Figure(float(median), float(low), float(high))


class Sample(NamedTuple):
    """One strategy under one setting. What is None was not measured."""
    strategy: str
    group: str  # What is not to be mixed with others: a bench, a class of scenario.
    setting: tuple[tuple[str, object], ...]  # The other axes, sorted by name.
    ns_per_event: Figure | None
    bytes_per_event: Figure | None
    verdict: Verdict | None
    runs: int
    failed_runs: int

    def axis(self, name: str) -> object:
        return dict(self.setting).get(name)

    def without(self, name: str) -> tuple[tuple[str, object], ...]:
        return tuple(pair for pair in self.setting if pair[0] != name)


def samples(results: Iterable[ResultFile]) -> list[Sample]:
    return [sample for result in results for row in result.rows.values()
            for sample in [of_row(result, row)] if sample is not None]


def of_row(result: ResultFile, row: Row) -> Sample | None:
    strategy, group = plain(str(row.axes.get("strategy"))), group_of(result, row)
    if group is None or row.error:
        return None
    apart = {"strategy", "bench", "priced", "class"}
    # A preset that is called as its class says nothing beside it.
    setting = tuple(sorted((axis, value) for axis, value in row.axes.items()
                           if axis not in apart and value is not None
                           and (axis, value) != ("scenario", group)))
    if result.kind == "matrix":
        cost, bytes_ = of_matrix(row)
    else:
        cost, bytes_ = (figure_of(row, measure) for measure in ("ns_per_event", "bytes_per_event"))
    return Sample(strategy, group, setting, cost, bytes_, row.verdict, row.runs, row.failed_runs)


def group_of(result: ResultFile, row: Row) -> str | None:
    if result.kind == "bench":
        bench = row.axes.get("bench")
        return f"{bench}_bench" if bench in BENCHES else None
    if result.kind == "matrix":
        if "priced" in row.axes:
            return "matrix" if row.axes["priced"] == "costs" else None
        return plain(str(row.axes["class"]))
    return plain(str(row.axes.get("class") or row.axes.get("scenario") or "runs"))


def figure_of(row: Row, measure: str) -> Figure | None:
    values = row.values(measure)
    return Figure.of(values) if values else None


def of_matrix(row: Row) -> tuple[Figure | None, Figure | None]:
    """A matrix tells the median, and the distance of the quartiles by the median."""
    if not row.repetitions:
        return None, None
    cost = row.repetitions[0]
    median = number(f"{row.place}: ns_per_event", cost.get("ns_per_event"))
    spread = cost.get("spread")
    half = 0.0 if spread is None else number(f"{row.place}: spread", spread) * median / 2
    # Of a wide and lopsided spread half may be more than the median, and no cost is negative.
    figure = Figure(median, max(median - half, median / 10), median + half)
    size = number(f"{row.place}: bytes_per_event", cost.get("bytes_per_event"))
    return figure, Figure(size, size, size)


def words(setting: Iterable[tuple[str, object]]) -> str:
    return plain(", ".join(AXIS_WORDS.get(axis, axis + " {}").format(
        f"{value:,}" if isinstance(value, int) else value) for axis, value in setting))


def in_order(place: tuple) -> tuple:
    """A key to sort by, of a group and a setting."""
    group, setting = place
    return rank(group), [(axis, rank(value)) for axis, value in setting]


def label(axis: str) -> str:
    return AXIS_LABELS.get(axis, axis)


def repeated(found: list[Sample]) -> int:
    """Samples of a strategy under a setting that another before was of, in the same group."""
    return len(found) - len({(sample.strategy, sample.group, sample.setting) for sample in found})


def strategies_of(found: list[Sample]) -> list[str]:
    return list(dict.fromkeys(sample.strategy for sample in found))
