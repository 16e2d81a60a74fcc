"""Result files, whoever wrote them, as rows: Google Benchmark's, `reckon matrix`, `reckon run`."""

import json
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from .axes import alike, in_order
from .documents import BadInput, Document, documents, shown
from .grades import Verdict, merged, read_verdict

sys.path.append(str(Path(__file__).resolve().parents[2] / "bench" / "scripts"))
from results import Results, Unreadable  # noqa: E402

SCHEMA = 1  # Of reckon's results.
NUMBER_MOST = 1e300  # Whose sums and medians are still finite.
NS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}
# What a row is measured by, if nobody asks for another: the first that it has.
MEASURES = ["ns_per_event", "instructions_per_event", "events_per_s", "real_time"]
# Two results can be compared only where these are the same; each by its names in the files.
CONDITIONS = {"host": ["host", "host_name"], "cores": ["cores", "num_cpus"], "cpu": ["cpu"],
              "compiler": ["compiler"], "flags": ["flags"],
              "build_type": ["build_type", "library_build_type"]}
# And these, which a row does not bear in its name.
BENCH_SETTINGS = ["events"]
# What a row is put in order and brought to nanoseconds by.
BENCH_KINDS = {"family_index": int, "repetition_index": int, "time_unit": str}
MATRIX_SETTINGS = ["ships", "orders", "work_ns", "workers", "batch", "publication", "observe_us",
                   "cost_ships", "cost_orders"]
RUN_SETTINGS = ["batch", "observe_us"]  # Of an experiment.
# What a run is one of, where it does not say so itself in "cell".
RUN_AXES = ["scenario", "class", "ships", "sources", "work_ns", "workers", "publication", "history",
            "gateway", "policy"]


class Row(NamedTuple):
    """A row with its repetitions; if it could not be measured, why."""
    name: str
    axes: dict[str, object]
    repetitions: list[dict] = []
    place: str = ""
    error: str = ""
    verdict: Verdict | None = None
    runs: int = 0
    failed_runs: int = 0
    told: dict[str, object] = {}  # Of a run's axes those that its name tells.

    def measure(self) -> str | None:
        return next((name for name in MEASURES
                     if self.repetitions and all(name in each for each in self.repetitions)), None)

    def values(self, measure: str) -> list[float]:
        """One a repetition; empty if the row has no such measure."""
        return [number(f"{self.place}: {self.name}: repetition {i}: {measure}", each[measure])
                * (NS.get(each.get("time_unit", "ns"), 1.0) if measure.endswith("_time") else 1.0)
                for i, each in enumerate(self.repetitions) if measure in each]


class ResultFile(NamedTuple):
    file: Path
    kind: str  # bench, matrix or runs.
    rows: dict[str, Row]
    conditions: dict[str, list[str]]  # Several values where its documents differ.
    commits: list[str]


def number(place: str, value: object) -> float:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    if good and 0 <= value <= NUMBER_MOST:
        return float(value)
    hint = ""
    if isinstance(value, float) and math.isnan(value):
        hint = "; Google Benchmark writes NaN for a counter that stays zero"
    raise BadInput(place, shown(value), f"a number, not below 0{hint}")


def read_results(file: Path) -> ResultFile:
    """Raises BadInput if there is no row in it, or one that cannot be read."""
    found = documents(file)
    first = found[0]
    if "benchmarks" in first.content:
        alone(found, "results of a bench")
        result = read_bench(file, first)
    elif first.content.get("command") == "matrix":
        alone(found, "a matrix")
        result = read_matrix(file, first)
    else:
        result = read_runs(file, found)
    if not result.rows:
        raise BadInput(file, "no rows", "at least one; medians and the like do not count")
    return result


def alone(found: list[Document], what: str):
    if len(found) > 1:
        raise BadInput(found[1].place, "another document", f"{what} alone in its file")


def conditions_of(found: list[dict], settings: list[str]) -> dict[str, list[str]]:
    conditions = {}
    for name, keys in {**CONDITIONS, **{key: [key] for key in settings}}.items():
        values = [next((str(content[key]).strip() for key in keys if key in content), "not known")
                  for content in found]
        conditions[name] = list(dict.fromkeys(values))
    return conditions


def commits_of(found: list[dict]) -> list[str]:
    return list(dict.fromkeys(str(content["commit"]) for content in found if "commit" in content))


def read_bench(file: Path, document: Document) -> ResultFile:
    place, content = document
    context, entries = content.get("context"), content["benchmarks"]
    if not isinstance(context, dict):
        raise BadInput(f"{file}: context", shown(context), "an object")
    if not isinstance(entries, list):
        raise BadInput(f"{file}: benchmarks", shown(entries), "a list of rows")
    for i, entry in enumerate(entries):
        if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
            raise BadInput(f"{file}: benchmarks[{i}]", shown(entry), "a row with its name")
        for key, kind in BENCH_KINDS.items():
            if not isinstance(entry.get(key, kind()), kind):
                raise BadInput(f"{file}: benchmarks[{i}]: {key}", shown(entry[key]),
                               "a text" if kind is str else "a whole number")
    try:
        read = Results(file, content)
    except Unreadable as error:
        raise BadInput(place, str(error), "results of Google Benchmark") from error
    rows = {name: Row(name, axes_of_bench(name), row.repetitions, str(file), row.error)
            for name, row in read.rows.items()}
    return ResultFile(file, "bench", rows, conditions_of([context], BENCH_SETTINGS),
                      commits_of([context]))


def axes_of_bench(name: str) -> dict[str, object]:
    """Of "fleet/deps/work:50/workers:2" bench, strategy, and what has a key."""
    bench, *rest = name.split("/")
    axes: dict[str, object] = {"bench": bench}
    for part in rest:
        key, colon, value = part.partition(":")
        if colon:
            axes[axis_name(key)] = int(value) if value.isdecimal() and len(value) < 20 else value
        else:
            axes.setdefault("strategy", part)
    return axes


def axis_name(name: str) -> str:
    return "work_ns" if name == "work" else name


def known_schema(document: Document):
    schema = document.content.get("schema")
    if schema != SCHEMA:
        raise BadInput(f"{document.place}: schema", shown(schema), f"{SCHEMA}, as reckon writes it")


def listed(document: Document, key: str) -> Iterator[tuple[str, dict]]:
    entries = document.content.get(key)
    if not isinstance(entries, list):
        raise BadInput(f"{document.place}: {key}", shown(entries), "a list")
    for i, entry in enumerate(entries):
        place = f"{document.place}: {key}[{i}]"
        if not isinstance(entry, dict) or not isinstance(entry.get("strategy"), str):
            raise BadInput(place, shown(entry), "an object with its strategy")
        yield place, entry


def read_matrix(file: Path, document: Document) -> ResultFile:
    known_schema(document)
    rows: dict[str, Row] = {}
    settings = {key: document.content.get(key) for key in MATRIX_SETTINGS}
    judged = {key: settings[key] for key in ("ships", "orders", "work_ns", "workers")}
    priced = {"ships": settings["cost_ships"], "orders": settings["cost_orders"],
              "workers": settings["workers"]}
    for place, cell in listed(document, "cells"):
        verdict = read_verdict(place, cell)
        if verdict is None:
            raise BadInput(f"{place}: grade", shown(cell.get("grade")), "the grade of the cell")
        axes = {"strategy": cell["strategy"], "class": cell.get("class"), **judged}
        name = f"cell/{cell['strategy']}/{cell.get('class')}"
        runs = int(number(f"{place}: runs", cell.get("runs")))
        failed = int(number(f"{place}: failed_runs", cell.get("failed_runs")))
        if failed > runs:
            raise BadInput(f"{place}: failed_runs", shown(failed), f"at most its runs, {runs}")
        once(place, name, rows)
        rows[name] = Row(name, axes, [], place, "", verdict, runs, failed)
    for key in ("costs", "runtime"):
        for place, cost in listed(document, key):
            name = f"{'cost' if key == 'costs' else 'runtime'}/{cost['strategy']}"
            once(place, name, rows)
            rows[name] = Row(name, {"strategy": cost["strategy"], "priced": key, **priced}, [cost],
                             place)
    return ResultFile(file, "matrix", rows, conditions_of([document.content], MATRIX_SETTINGS),
                      commits_of([document.content]))


def once(place: str, name: str, rows: dict[str, Row]):
    """Of two the one that is worth less would be hidden."""
    if name in rows:
        raise BadInput(place, f"{shown(name)} again", "each row once")


def read_runs(file: Path, found: list[Document]) -> ResultFile:
    experiments = {shown(document.content.get("experiment")) for document in found}
    runs: dict[str, list[Document]] = {}
    axes_by_name: dict[str, dict[str, object]] = {}
    told: dict[str, dict[str, object]] = {}
    seen = set()
    for document in found:
        command = document.content.get("command")
        if command != "run":
            raise BadInput(f"{document.place}: command", shown(command), "run, or matrix alone")
        known_schema(document)
        axes = axes_of_run(document)
        name = name_of_run(axes)
        if len(experiments) > 1:
            name = f"{document.content.get('experiment')}/{name}"
        repetition = document.content.get("repetition")
        if repetition is not None and (name, shown(repetition)) in seen:
            raise BadInput(f"{document.place}: repetition", f"{shown(repetition)} of {name} again",
                           "each repetition once")
        seen.add((name, shown(repetition)))
        runs.setdefault(name, []).append(document)
        axes_by_name[name] = {"class": document.content.get("class"), **axes}
        told[name] = axes
    # An experiment makes its runs in an order that is drawn; a reader wants that of the cells.
    drawn = all("experiment" in document.content for document in found)
    names = sorted(runs, key=lambda name: in_order(axes_by_name[name])) if drawn else list(runs)
    rows = {name: run_row(name, axes_by_name[name], runs[name])._replace(told=told[name])
            for name in names}
    contents = [document.content for document in found]
    return ResultFile(file, "runs", rows, conditions_of(contents, RUN_SETTINGS),
                      commits_of(contents))


def name_of_run(axes: dict[str, object], without: Iterable[str] = ()) -> str:
    return "/".join([str(axes["strategy"]), *(
        f"{axis}:{value}" for axis, value in axes.items()
        if axis != "strategy" and axis not in without)])


def named_by_what_varies(a: ResultFile, b: ResultFile) -> tuple[ResultFile, ResultFile, dict]:
    """Two files, their rows named without the axes that tell no run from another; and these."""
    same = alike(row.told for file in (a, b) for row in file.rows.values())

    def renamed(row: Row) -> Row:
        whole = row.name.removesuffix(name_of_run(row.told)) if row.told else row.name
        return row._replace(name=whole + name_of_run(row.told, same) if row.told else whole)

    return *(file._replace(rows={name: renamed(row) for name, row in file.rows.items()})
             for file in (a, b)), same


def axes_of_run(document: Document) -> dict[str, object]:
    """Sorted, so that a cell is the same however it was written."""
    cell = document.content.get("cell")
    if cell is None:
        cell = {axis: document.content[axis] for axis in RUN_AXES if axis in document.content}
    if not isinstance(cell, dict) or not all(map(is_plain, cell.values())):
        raise BadInput(f"{document.place}: cell", shown(cell), "an object of plain values, by axis")
    strategy = cell.get("strategy", document.content.get("strategy"))
    if not isinstance(strategy, str):
        raise BadInput(f"{document.place}: strategy", shown(strategy), "the name of a strategy")
    axes = {axis_name(axis): value if isinstance(value, str | int | float) and
            not isinstance(value, bool) else json.dumps(value)
            for axis, value in sorted(cell.items())}
    return {**axes, "strategy": strategy}


def is_plain(value: object) -> bool:
    return not isinstance(value, list | dict | float) or (
        isinstance(value, float) and math.isfinite(value))


def run_row(name: str, axes: dict[str, object], runs: list[Document]) -> Row:
    verdicts = [read_verdict(run.place, run.content) for run in runs]
    judged = [verdict for verdict in verdicts if verdict is not None]
    for run in runs:
        if "ns_per_event" not in run.content:
            raise BadInput(f"{run.place}: ns_per_event", "missing", "what the run cost")
    failed = sum("fails" in (verdict.checks["view"], verdict.checks["causal"],
                             verdict.checks["complete"]) for verdict in judged)
    return Row(name, axes, [run.content for run in runs], runs[0].place, "", merged(judged),
               len(judged), failed)
