"""Folders of results for tests, of a binary or made up."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
REPORT = ROOT / "scripts" / "report.py"
SCHEDULES = ROOT / "tests" / "schedules"
RECKON = Path(os.environ.get("RECKON", "reckon"))

sys.path.insert(0, str(ROOT / "scripts"))

HOSTILE = "</script><img src=x onerror='window.broken=1'>\u202e"
CELL = {"strategy": "mpsc", "class": "convoy", "claim": "complete", "grade": "complete",
        "promise": "holds", "checks": {}, "runs": 5, "failed_runs": 4, "not_serializable": 3,
        "observed_cuts": 120, "witness": "Emma's 1st order read Berta at version 1"}
COST = {"strategy": "mpsc", "ns_per_event": 50.0, "spread": 0.2, "ratio_to_none": 1.5,
        "ratio_spread": 0.05, "finish_ns_per_event": 2.0, "bytes_per_event": 20.0}


def matrix(*cells: dict, **more) -> dict:
    return {"command": "matrix", "version": "0.1.0", "schema": 1, "command_line": "reckon matrix",
            "commit": "0123456789ab", "compiler": "g++ 12.2.0", "flags": "-O2", "host": "pier",
            "build_type": "Release", "cpu": "a processor", "cores": 2, "workers": 2, "rounds": 4,
            "cost_ships": 16, "cost_events": 640000, "cells": list(cells or [CELL]),
            "costs": [COST], "runtime": [COST | {"strategy": "none, history kept"}]} | more


def run_result(**more) -> dict:
    return {"command": "run", "experiment": "scaling", "cell": {"strategy": "mpsc", "ships": 8},
            "strategy": "mpsc", "class": "convoy", "faithful": "fails", "grade": "complete",
            "ns_per_event": 40.0, "bytes_per_event": 20.0} | more


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name) / "results"
        self.folder.mkdir()
        self.page = Path(temporary.name) / "page.html"

    def write(self, name: str, *values: object) -> Path:
        path = self.folder / name
        path.write_text("\n".join(value if isinstance(value, str) else json.dumps(value)
                                  for value in values), encoding="utf-8")
        return path

    def case(self, name: str, scenario: Path | str, *options: str, strategy: str = "mpsc") -> Path:
        """A failing case that `explore` finds."""
        path = self.folder / name
        subprocess.run([RECKON, "explore", "--strategy", strategy, "--scenario", str(scenario),
                        "--require", "view", "--quiet", *options, "-o", path],
                       stdout=subprocess.DEVNULL, timeout=120)
        self.assertTrue(path.exists(), "explore found no failure")
        return path

    def hostile_case(self) -> Path:
        fleet = self.folder.parent / "hostile.json"
        fleet.write_text(json.dumps({
            "reckon": "scenario", "version": 1, "name": "</script><b>{{style}}", "ships": [
                {"name": HOSTILE, "at": "Kiel", "orders": [{"do": "depart", "to": "Gdańsk"}]},
                {"name": "reads Emma@1, ", "at": "Oslo", "cargo": 3,
                 "orders": [{"do": "follow", "ship": 0}]}]}), encoding="utf-8")
        return self.case("hostile.case.json", fleet)

    def report(self, code: int, *options: object) -> str:
        """The page, or what is said on stderr if there is none."""
        # Charts are scripts/plot.py's, and take longer than all else.
        done = subprocess.run([sys.executable, REPORT, self.folder, "-o", self.page, "--reckon",
                               RECKON, "--no-plots", *map(str, options)], capture_output=True,
                              text=True, timeout=300)
        self.assertEqual(done.returncode, code, done.stderr)
        return self.page.read_text(encoding="utf-8") if code == 0 else done.stderr
