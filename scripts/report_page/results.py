"""What lies in a folder of results. Anything that cannot be read is refused with its place."""

from dataclasses import dataclass, field
from pathlib import Path

from measured.documents import BadInput, documents, shown


FILE_BYTES_MOST = 256 << 20
MACHINE = "machine.json"


@dataclass
class Results:
    folder: Path
    matrix: dict | None = None
    matrix_file: Path | None = None
    machine: dict = field(default_factory=dict)
    runs: list[dict] = field(default_factory=list)
    questions: dict[str, str] = field(default_factory=dict)  # Of experiments, by name.
    cases: list[Path] = field(default_factory=list)
    recordings: list[Path] = field(default_factory=list)
    plotted: list[Path] = field(default_factory=list)  # Files of results that a plot is made of.
    files: list[tuple[str, str]] = field(default_factory=list)  # Name, and what it holds.


def read(folder: Path) -> Results:
    if not folder.is_dir():
        raise BadInput(folder, "no folder", "a folder of results")
    found = Results(folder)
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or not path.is_file():
            continue
        if path.name.endswith(".case.json"):
            found.cases.append(path)
        elif path.suffix == ".reckon":
            found.recordings.append(path)
        elif path.suffix in (".json", ".jsonl"):
            take(found, path)
    if not (found.matrix or found.runs or found.cases or found.recordings or found.plotted):
        raise BadInput(folder, "no results", "matrix.json, as `reckon matrix --json` writes it; "
                       "cases, recordings or results of `reckon run --json` beside it; or have it "
                       f"filled: scripts/report.py --make {folder}")
    return found


def take(found: Results, path: Path) -> None:
    runs = 0
    if path.stat().st_size > FILE_BYTES_MOST:
        raise BadInput(path, f"{path.stat().st_size:,} bytes", f"at most {FILE_BYTES_MOST:,}")
    for place, value in documents(path):
        if path.name == MACHINE:
            check_machine(value, place)
            found.machine = value
            return
        if value.get("reckon") == "experiment":
            # Its results usually lie beside it.
            check_fields(value, {"name": str, "question": str}, place)
            found.questions[value["name"]] = value["question"]
            found.files.append((path.name, "an experiment"))
            return
        if value.get("command") == "matrix":
            if found.matrix:
                raise BadInput(place, "a second matrix",
                               f"one; the first is in {found.matrix_file}")
            check_matrix(value, place)
            found.matrix, found.matrix_file = value, path
            found.files.append((path.name, "a matrix"))
        elif value.get("command") == "run":
            check_run(value, place)
            found.runs.append(value)
            runs += 1
        elif "benchmarks" in value and "context" in value:
            found.files.append((path.name, "results of a bench"))
        else:
            raise BadInput(place, f"command {shown(value.get('command'))}", "a result of `reckon "
                           "matrix --json` or `reckon run --json`, or of a bench")
        if path not in found.plotted:
            found.plotted.append(path)
    if runs:
        named = sorted({str(run["experiment"]) for run in found.runs[-runs:]
                        if "experiment" in run})
        what = f"the experiment {' and '.join(named)}" if named else "`reckon run`"
        found.files.append((path.name, f"{runs} results of {what}"))


NUMBER_MOST = 1e300  # Whose sums and medians are still finite.
NUMBER = (int, float)
HEAD = {"flags": str, "cores": int}
PRICED = {"cost_events": int, "cost_ships": int, "workers": int, "rounds": int}
OUTCOMES = ["holds", "undecided", "fails"]
CELL = {"strategy": str, "class": str, "claim": str, "grade": str, "promise": str, "runs": int,
        "failed_runs": int, "not_serializable": int, "observed_cuts": int}
COST = {"strategy": str, "ns_per_event": NUMBER, "ratio_to_none": NUMBER,
        "finish_ns_per_event": NUMBER, "bytes_per_event": NUMBER}
SPREADS = ["spread", "ratio_spread"]
RUN = {"strategy": str, "ns_per_event": NUMBER, "bytes_per_event": NUMBER}


def check_fields(value: object, fields: dict, place: str) -> None:
    if not isinstance(value, dict):
        raise BadInput(place, shown(value), "an object")
    for name, kind in fields.items():
        it = value.get(name)
        if not isinstance(it, kind) or kind is not str and not is_figure(it):
            raise BadInput(f"{place}: {name}", shown(it),
                           "a text" if kind is str else "a number, not below 0")


def is_figure(value: int | float) -> bool:
    return not isinstance(value, bool) and 0 <= value <= NUMBER_MOST


def check_known(value: dict, fields: dict, place: str) -> None:
    """Of fields that may be missing, or null, those that are not."""
    check_fields(value, {name: kind for name, kind in fields.items()
                         if value.get(name) is not None}, place)


def check_matrix(value: dict, place: str) -> None:
    check_known(value, HEAD, place)
    for table, fields in (("cells", CELL), ("costs", COST), ("runtime", COST)):
        rows = value.get(table)
        if not isinstance(rows, list):
            raise BadInput(f"{place}: {table}", shown(rows), "a list")
        seen = set()
        for index, row in enumerate(rows):
            check_fields(row, fields, f"{place}: {table}/{index}")
            check_known(row, dict.fromkeys(SPREADS, NUMBER), f"{place}: {table}/{index}")
            # Of two the table would show one, and perhaps the better.
            key = (row["strategy"], row["class"] if table == "cells" else "")
            if key in seen:
                raise BadInput(f"{place}: {table}/{index}", f"{' on '.join(filter(None, key))} "
                               "again", "each once")
            seen.add(key)
    if value["costs"]:
        check_fields(value, PRICED, place)


def check_machine(value: dict, place: str) -> None:
    for name in ("load_before", "load_after"):
        loads = value.get(name)
        if isinstance(loads, list):
            check_fields(dict(enumerate(loads)), dict.fromkeys(range(len(loads)), NUMBER),
                         f"{place}: {name}")


def check_run(value: dict, place: str) -> None:
    check_fields(value, RUN, place)
    check_known(value, HEAD, place)
    # Whatever else it were, the page would count it as faithful.
    if "faithful" in value and value["faithful"] not in OUTCOMES:
        raise BadInput(f"{place}: faithful", shown(value["faithful"]),
                       f"one of {', '.join(OUTCOMES)}")
