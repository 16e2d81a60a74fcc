"""Results of benches, as Google Benchmark's JSON has them: rows, repetitions, ratios, spreads."""

import json
import re
import statistics
from pathlib import Path
from typing import NamedTuple

SPREAD_MAX = 0.10  # A figure that is spread wider is marked.
MOVED = 1.5  # The hand-over of a cache line differed so much: the processors were moved.
BUSY = 1000  # Nanoseconds. No hand-over takes that long: others were running, and hid it.


class Unreadable(Exception):
    pass


class Figure(NamedTuple):
    """A median and, by it, the distance of the quartiles; moved if the processors were."""
    median: float
    spread: float
    moved: bool = False

    @staticmethod
    def of(values: list[float], moved: bool = False) -> "Figure":
        median = statistics.median(values)
        if len(values) < 2 or median == 0:
            return Figure(median, 0.0, moved)
        low, _, high = statistics.quantiles(values, n=4, method="inclusive")
        return Figure(median, abs((high - low) / median), moved)

    def __str__(self) -> str:
        text = short(self.median)
        if self.spread > SPREAD_MAX:
            text += f" ~{self.spread:.0%}"
        return text + ("†" if self.moved else "")


class Row(NamedTuple):
    """A row of a bench with its repetitions, in order; if it could not be measured, why."""
    name: str
    label: str
    error: str
    index: int
    repetitions: list[dict]

    def values(self, count: str) -> list[float]:
        return [repetition[count] for repetition in self.repetitions if count in repetition]

    def by_repetition(self, count: str) -> dict[int, float]:
        return {repetition.get("repetition_index", 0): repetition[count]
                for repetition in self.repetitions if count in repetition}

    def figure(self, count: str = "ns_per_event") -> Figure | None:
        values = self.values(count)
        timed = "bytes" not in count
        return Figure.of(values, timed and moved(self.values("hand_over_ns"))) if values else None

    def __getitem__(self, key: str) -> str:
        """What stands behind "key:" in the name."""
        return next((part[len(key) + 1:] for part in self.name.split("/")
                     if part.startswith(key + ":")), "")


def moved(hand_overs: list[float]) -> bool:
    told = [value for value in hand_overs if value < BUSY]
    return bool(told) and max(told) > MOVED * min(told)


def ratio(over: Row, under: Row, count: str = "ns_per_event") -> Figure | None:
    """By repetition, so that what slowed both down for a while hardly counts."""
    unders = under.by_repetition(count)
    values = [a / unders[i] for i, a in over.by_repetition(count).items() if unders.get(i, 0) > 0]
    if not values:
        return None
    return Figure.of(values, moved(over.values("hand_over_ns") + under.values("hand_over_ns")))


class Results:
    """The rows of one file, by name; none if it was not written. Who has read it gives what it
    holds."""

    def __init__(self, file: Path, content: dict | None = None):
        self.rows: dict[str, Row] = {}
        self.context: dict[str, object] = {}
        if content is None and not file.exists():
            return
        try:
            if content is None:
                content = json.loads(file.read_text(encoding="utf-8"))
            self.context = content["context"]
            for entry in content["benchmarks"]:
                self._add(entry)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(f"{file}: not a result of a bench: {error!r}") from error
        # As they were added, however they were interleaved.
        self.rows = dict(sorted(self.rows.items(), key=lambda item: item[1].index))
        for row in self.rows.values():
            row.repetitions.sort(key=lambda repetition: repetition.get("repetition_index", 0))

    def _add(self, entry: dict):
        if entry.get("run_type", "iteration") != "iteration":
            return  # Google Benchmark's own medians.
        name = re.sub(r"/(?:iterations:\d+|manual_time|real_time|repeats:\d+)", "", entry["name"])
        error = (entry.get("error_message") or "failed") if entry.get("error_occurred") else ""
        row = self.rows.setdefault(name, Row(
            name, entry.get("label", ""), error, entry.get("family_index", 0), []))
        # A row that failed once has failed: what it measured otherwise is not to be quoted.
        if error or row.error:
            self.rows[name] = row._replace(error=row.error or error, repetitions=[])
        else:
            row.repetitions.append(entry)

    def get(self, name: str) -> Row | None:
        return self.rows.get(name)

    def matching(self, pattern: str) -> list[Row]:
        return [row for name, row in self.rows.items() if re.fullmatch(pattern, name)]

    def hand_overs(self) -> list[float]:
        values = [value for row in self.rows.values() for value in row.values("hand_over_ns")]
        if "hand_over_ns" in self.context:
            values.append(float(self.context["hand_over_ns"]))
        return [value for value in values if value < BUSY]


def short(number: float) -> str:
    """Three digits, and no more than needed."""
    if abs(number) < 0.005:
        return "0"
    if abs(number) >= 100:
        return f"{number:,.0f}"
    if abs(number) >= 10:
        return f"{number:.1f}"
    return f"{number:.2f}"
