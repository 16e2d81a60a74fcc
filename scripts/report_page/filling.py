"""Fills a folder with results: the matrix, and for each cell below faithful a failing case."""

import datetime
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from report_page.failures import FAITHFUL, is_faithful
from report_page.reckon import Reckon, Refused
from report_page.results import MACHINE

ROOT = Path(__file__).resolve().parents[2]
SCHEDULES = ROOT / "tests" / "schedules"
SECONDS_A_CELL = 5
# Small scenarios first; a ring has to overflow before it loses anything.
SIZES = [(3, 2), (3, 4), (3, 30)]


class Made(NamedTuple):
    """A matrix that was run. matrix is None if what it printed is no result, such as its help."""

    code: int
    out: str
    matrix: dict | None


def machine(command: str) -> dict:
    return {"date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
            "load_before": list(os.getloadavg()), "system": platform.platform(),
            "python": platform.python_version(), "command_line": command}


def write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def forget_cases(folder: Path) -> None:
    """Those that were made for the matrix before; what somebody else put there stays."""
    try:
        names = json.loads((folder / MACHINE).read_text(encoding="utf-8"))["cases"]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name in filter(re.compile(r"[\w-]+\.case\.json").fullmatch, map(str, names)):
        (folder / name).unlink(missing_ok=True)


def run_matrix(folder: Path, reckon: Reckon, options: list[str], command: str) -> Made:
    known = machine(command)
    options = [option for option in options if option != "--json"]
    done = subprocess.run([reckon.binary, "matrix", *options, "--json"], stdout=subprocess.PIPE,
                          encoding="utf-8")
    code = done.returncode if done.returncode >= 0 else 128 - done.returncode
    try:
        matrix = json.loads(done.stdout)
    except ValueError:
        return Made(code, done.stdout, None)
    folder.mkdir(parents=True, exist_ok=True)
    forget_cases(folder)
    (folder / "matrix.json").write_text(done.stdout, encoding="utf-8")
    write_json(folder / MACHINE, known | {"load_after": list(os.getloadavg())})
    return Made(code, done.stdout, matrix)


def add_cases(folder: Path, reckon: Reckon, matrix: dict) -> None:
    made = []
    for cell in matrix["cells"]:
        name = f"{cell['strategy']}-{cell['class']}.case.json"
        claimed = cell["claim"] in FAITHFUL
        if is_faithful(cell) and claimed:
            continue
        # What was not seen to fail is not searched for.
        if copied(SCHEDULES / name, folder / name, reckon) or (
                not is_faithful(cell) and searched(cell, folder / name, reckon)):
            made.append(name)
        elif not is_faithful(cell):
            print(f"report: no small failure of {cell['strategy']} on {cell['class']} was found "
                  f"in {SECONDS_A_CELL} s", file=sys.stderr)
    machine_file = folder / MACHINE
    known = json.loads(machine_file.read_text(encoding="utf-8"))
    write_json(machine_file, known | {"cases": made})


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
