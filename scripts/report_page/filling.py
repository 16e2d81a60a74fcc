"""Fills a folder with results: the matrix, and for each cell below faithful a failing case."""

import datetime
import json
import os
import platform
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from report_page.failures import FAITHFUL, is_faithful
from report_page.reckon import Reckon, Refused
from report_page.results import MACHINE, BadInput

ROOT = Path(__file__).resolve().parents[2]
SCHEDULES = ROOT / "tests" / "schedules"
SECONDS_A_CELL = 5
# Small scenarios first; a ring has to overflow before it loses anything.
SIZES = [(3, 2), (3, 4), (3, 30)]


def machine(command: list[str]) -> dict:
    return {"date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
            "load_before": list(os.getloadavg()), "system": platform.platform(),
            "python": platform.python_version(), "command_line": shlex.join(command)}


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def fill(folder: Path, reckon: Reckon, matrix_options: list[str], command: list[str]) -> int:
    """The exit code of the matrix."""
    folder.mkdir(parents=True, exist_ok=True)
    known = machine(command)
    out = subprocess.run([reckon.binary, "matrix", *matrix_options, "--json"],
                         stdout=subprocess.PIPE)
    if out.returncode not in (0, 1, 3):
        raise BadInput(f"reckon matrix: exit code {out.returncode}")
    try:
        matrix = json.loads(out.stdout)
    except ValueError:
        raise BadInput("reckon matrix: printed no result") from None
    (folder / "matrix.json").write_bytes(out.stdout)
    write_json(folder / MACHINE, known | {"load_after": list(os.getloadavg())})
    add_cases(folder, reckon, matrix)
    return out.returncode


def add_cases(folder: Path, reckon: Reckon, matrix: dict) -> None:
    for cell in matrix["cells"]:
        name = f"{cell['strategy']}-{cell['class']}.case.json"
        claimed = cell["claim"] in FAITHFUL
        if is_faithful(cell) and claimed:
            continue
        if copied(SCHEDULES / name, folder / name, reckon):
            continue
        # What was not seen to fail is not searched for.
        if not is_faithful(cell) and not searched(cell, folder / name, reckon):
            print(f"report: no small failure of {cell['strategy']} on {cell['class']} was found "
                  f"in {SECONDS_A_CELL} s", file=sys.stderr)


def copied(known: Path, case: Path, reckon: Reckon) -> bool:
    """A case that the tests repeat costs nothing; one that this binary finds stale is none."""
    if not known.exists():
        return False
    try:
        reckon.text("reproduce", known, "--quiet", expected=(1,))
    except Refused:
        return False
    shutil.copyfile(known, case)
    return True


def searched(cell: dict, case: Path, reckon: Reckon) -> bool:
    """By schedules that are picked; then by threads, as the matrix found it."""
    end = time.monotonic() + SECONDS_A_CELL

    def ask(*arguments: object, expected) -> bool:
        left = end - time.monotonic()
        try:
            reckon.text(*arguments, "--quiet", seconds=max(left, 0.1), expected=expected)
        except Refused:
            return False
        return True

    with tempfile.TemporaryDirectory() as temporary:
        found, wild = Path(temporary) / "found.case.json", Path(temporary) / "wild.reckon"
        these = ["--strategy", cell["strategy"], "--scenario", cell["class"]]
        for ships, orders in SIZES:
            if ask("explore", *these, "--ships", ships, "--orders", orders, "--policy", "pct",
                   "--schedules", 1000, "--require", "faithful", "-o", found, expected=(1,)):
                break
        else:
            found = wild
            if not ask("hunt", *these, "--seconds", 1, "-o", wild, expected=(0,)):
                return False
        left = max(int(end - time.monotonic()), 1)
        end += 1  # What is cut short by its own bound is written, too.
        ask("shrink", found, "--keep-class", "--seconds", left, "-o", case, expected=(0, 3))
    return case.exists()
