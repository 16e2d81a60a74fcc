"""Result files made up for tests, and the scripts run on them."""

import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
sys.path.insert(0, str(SCRIPTS))
CHECKS = ["complete", "final", "history", "view", "causal", "strict"]
MACHINE = {"host": "quay", "cpu": "Z80", "cores": 2, "compiler": "g++ 12.2.0", "flags": " -O2 ",
           "build_type": "Release"}
BENCH = {"host_name": "quay", "num_cpus": 2, "cpu": "Z80", "compiler": "g++ 12.2.0",
         "flags": " -O2 ", "library_build_type": "release", "commit": "abc"}
# Nine values around 1, whose median is 1.
AROUND = [0.98, 1.01, 1.0, 0.99, 1.02, 1.005, 0.995, 0.985, 1.015]


def around(median: float) -> list[float]:
    return [round(median * each, 6) for each in AROUND]


def bench(rows: dict[str, list[float]], context: dict = {}, **more: object) -> dict:
    """As Google Benchmark writes it, with the aggregates that nobody is to read."""
    entries = [{"name": f"{name}/iterations:1/manual_time", "run_type": "iteration",
                "repetition_index": i, "real_time": ns, "time_unit": "ms", "ns_per_event": ns,
                **more} for name, values in rows.items() for i, ns in enumerate(values)]
    entries += [{"name": f"{name}_cv", "run_type": "aggregate", "ns_per_event": float("nan")}
                for name in rows]
    return {"context": {**BENCH, **context}, "benchmarks": entries}


def verdict(grade: str | None, *failing: str, undecided: tuple[str, ...] = ()) -> dict:
    checks = {}
    for check in CHECKS:
        result = "fails" if check in failing else "undecided" if check in undecided else "holds"
        checks[check] = {"result": result}
        if result != "holds":
            checks[check]["witness"] = f"{check} is broken"
    return {"grade": grade, "checks": checks}


FAITHFUL = verdict("faithful", "strict")
COMPLETE = verdict("complete", "final", "history", "view", "causal", "strict")


def run(ns: float, judged: dict = FAITHFUL, cell: dict | None = None, **more: object) -> dict:
    result = {"command": "run", "version": "0.1.0", "schema": 1, **MACHINE, "commit": "abc",
              "scenario": "convoy", "class": "convoy", "ships": 16, "workers": 2, "work_ns": 0,
              "strategy": "deps", "claim": "faithful", "ns_per_event": ns, "bytes_per_event": 28.0,
              **judged, **more}
    if cell is not None:
        result.update(experiment="scaling", cell=cell)
    return result


def runs(values: list[float], judged: dict = FAITHFUL, cell: dict | None = None,
         **more: object) -> list[dict]:
    return [run(ns, judged, cell, repetition=i, **more) for i, ns in enumerate(values)]


def matrix(cells: list[dict], costs: list[tuple[str, float]], **more: object) -> dict:
    return {"command": "matrix", "version": "0.1.0", "schema": 1, **MACHINE, "commit": "abc",
            "ships": 8, "orders": 200, "work_ns": 1000, "workers": 2, "batch": 8,
            "publication": "seq_cst", "observe_us": 20, "cost_ships": 16, "cost_orders": 40000,
            "cells": cells, "runtime": [],
            "costs": [{"strategy": name, "ns_per_event": ns, "spread": 0.2, "bytes_per_event": 20.0}
                      for name, ns in costs], **more}


def cell(strategy: str, judged: dict = FAITHFUL, interaction: str = "convoy",
         failed: int = 0) -> dict:
    return {"strategy": strategy, "class": interaction, "claim": "faithful", "runs": 25,
            "failed_runs": failed, **judged}


class InFolder(unittest.TestCase):
    """Each test has a folder, in which the scripts run."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def write(self, name: str, content: object) -> str:
        """A text as it is, a list as lines, else one document."""
        if isinstance(content, list):
            content = "".join(json.dumps(each) + "\n" for each in content)
        elif not isinstance(content, str):
            content = json.dumps(content, indent=1)
        (self.folder / name).write_text(content, encoding="utf-8")
        return name

    def run_script(self, name: str, *arguments: str,
                   python: tuple[str, ...] = (sys.executable,)) -> subprocess.CompletedProcess:
        return subprocess.run([*python, SCRIPTS / name, *arguments], cwd=self.folder, text=True,
                              capture_output=True, timeout=300)

    def compare(self, before: object, after: object, *options: str) -> subprocess.CompletedProcess:
        return self.run_script("compare.py", self.write("a", before), self.write("b", after),
                               *options)

    def compared(self, before: object, after: object, *options: str) -> dict:
        """As JSON, which has no NaN."""
        done = self.compare(before, after, "--format", "json", *options)
        self.assertIn(done.returncode, (0, 1), done.stderr)

        def refuse(constant: str):
            self.fail(f"{constant} is no JSON")
        return {**json.loads(done.stdout, parse_constant=refuse), "exit": done.returncode}
