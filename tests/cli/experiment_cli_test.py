#!/usr/bin/env python3
# Goal: an experiment by the command line makes each run once, however often it was cut off; never
#       mixes runs that are not alike; and says at which place of its file something is wrong.
# Method: the binary as a child process, interrupted and killed as soon as some lines are there;
#         results that were changed; files with one thing wrong; the experiments of experiments/.
#         experiment_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as
#         RECKON.

import collections
import json
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
import schemas  # noqa: E402
from child import run, run_on_terminal  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)

EXPERIMENTS = schemas.FOLDER.parent / "experiments"


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="experiment_cli_test_")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.results = self.folder / "small.results.jsonl"

    def write(self, axes: dict, **more: object) -> str:
        file = self.folder / "small.json"
        file.write_text(json.dumps({
            "reckon": "experiment", "version": 1, "name": "small", "question": "Which?",
            "axes": {"strategy": ["deps"], "ships": [2], "orders": [5], **axes},
            "repetitions": 2, **more}), "utf-8")
        schemas.check("file-experiment", file.read_text("utf-8"))
        return str(file)

    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.results.read_text("utf-8").splitlines()]

    def check_once_each(self, cells: int, repetitions: int) -> None:
        found = collections.Counter((json.dumps(line["cell"]), line["repetition"])
                                    for line in self.lines())
        self.assertEqual(set(found.values()), {1})
        self.assertEqual(len(found), cells * repetitions)
        self.assertEqual(len({cell for cell, _ in found}), cells)
        self.assertEqual({number for _, number in found}, set(range(repetitions)))


class Runs(InFolder):
    def test_all_of_it(self) -> None:
        file = self.write({"strategy": ["none", "deps"], "ships": [2, 3], "history": [True, False]},
                          batch=8, observe_us=20)
        result = run("experiment", file)
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        self.assertIn("small: 16 of 16 runs are there, 16 of them made now", result.out)
        self.assertIn(str(self.results), result.out)
        self.check_once_each(8, 2)
        for line in self.lines():
            for axis in ("strategy", "scenario", "ships", "workers", "history", "seed"):
                self.assertEqual(line[axis], line["cell"][axis], axis)
            judged = line["strategy"] == "deps" and line["history"]
            self.assertEqual(line["grade"] is not None, judged)
            self.assertEqual((line["command"], line["batch"], line["observe_us"]), ("run", 8, 20))
        again = json.loads(run("experiment", file, "--json").out)
        self.assertEqual((again["done"], again["made"], again["not_run"]), (16, 0, []))

    def test_what_is_too_little_observed_is_not_strict(self) -> None:
        run("experiment", self.write({"strategy": ["mutex"]}, observe_us=0))
        self.assertEqual({(line["grade"], line["checks"]["strict"]["result"])
                          for line in self.lines()}, {("faithful", "undecided")})

    def test_a_list_runs_nothing(self) -> None:
        file = self.write({"strategy": ["none", "deps"], "scenario": ["solo"]})
        result = run("experiment", file, "--list")
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        self.assertEqual(result.out, """small: Which?
2 cells, each 2 times
  {"strategy":"none","scenario":"solo","ships":2,"orders":5,"workers":2,"history":true,"seed":1}
  {"strategy":"deps","scenario":"solo","ships":2,"orders":5,"workers":2,"history":true,"seed":1}
""")
        value = json.loads(run("experiment", file, "--list", "--json").out)
        self.assertEqual((value["runs"], len(value["cells"])), (4, 2))
        self.assertEqual([path.name for path in self.folder.iterdir()], ["small.json"])

    def test_scenario_files_lie_beside_the_experiment(self) -> None:
        fleet = run("scenarios", "--print", "--scenario", "convoy", "--ships", "3", "--orders", "4")
        (self.folder / "fleet.json").write_text(fleet.out, "utf-8")
        file = self.folder / "small.json"
        file.write_text(json.dumps({
            "reckon": "experiment", "version": 1, "name": "small", "question": "Which?",
            "axes": {"strategy": ["deps"], "scenario": ["fleet.json"], "work_ns": [10]},
            "repetitions": 1}), "utf-8")
        self.assertEqual(run("experiment", str(file)).code, AS_PROMISED)
        line, = self.lines()
        self.assertEqual((line["ships"], line["work_ns"], line["cell"]["scenario"]),
                         (3, 10, "fleet.json"))

    def test_a_cell_that_passes_a_bound_keeps_no_other_from_its_runs(self) -> None:
        file = self.write({"orders": [5, 100_000], "workers": [1]})
        result = run("experiment", file, "--memory", "16M", "--json")
        self.assertEqual(result.code, UNDECIDED, result)
        value = json.loads(result.out)
        self.assertEqual((value["done"], value["made"]), (2, 2))
        refused, = value["not_run"]
        self.assertEqual(refused["cell"]["orders"], 100_000)
        self.assertIn("--memory: 16777216 bytes: expected enough", refused["why"])
        self.assertRegex(result.err, r"\Areckon: not run: .*: --memory: .*\n\Z")
        self.assertEqual({line["cell"]["orders"] for line in self.lines()}, {5})
        self.assertEqual(run("experiment", file).code, AS_PROMISED)
        self.check_once_each(2, 2)


class CutOff(InFolder):
    """Some hundred runs, of which each takes a hundredth of a second at least."""

    RUNS = 4 * 50

    def start(self, *args: str) -> subprocess.Popen:
        begun = subprocess.Popen([child.reckon, "experiment", *args], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                 env=child.environment(), text=True)
        self.addCleanup(begun.wait)
        self.addCleanup(begun.kill)
        return begun

    def wait_for_lines(self, least: int) -> None:
        end = time.monotonic() + child.TIMEOUT_S
        while not self.results.exists() or self.results.read_bytes().count(b"\n") < least:
            self.assertLess(time.monotonic(), end, "no lines")
            time.sleep(0.01)

    def long(self) -> str:
        return self.write({"strategy": ["none", "deps"], "ships": [2, 3], "orders": [20],
                           "work_ns": [400_000]}, repetitions=50)

    def test_interrupted_and_gone_on(self) -> None:
        file = self.long()
        begun = self.start(file)
        self.wait_for_lines(5)
        begun.send_signal(signal.SIGINT)
        out, err = begun.communicate(timeout=child.TIMEOUT_S)
        self.assertEqual((begun.returncode, err), (UNDECIDED, ""), out)
        there = len(self.lines())
        self.assertTrue(5 <= there < self.RUNS, there)
        self.assertIn(f"{there} of {self.RUNS} runs are there", out)
        self.assertIn("go on: the same command again", out)
        before = self.results.read_bytes()
        value = json.loads(run("experiment", file, "--json").out)
        self.assertEqual((value["done"], value["made"]), (self.RUNS, self.RUNS - there))
        self.assertTrue(self.results.read_bytes().startswith(before))
        self.check_once_each(4, 50)

    def test_killed_and_gone_on(self) -> None:
        file = self.long()
        begun = self.start(file)
        self.wait_for_lines(5)
        begun.kill()
        begun.communicate(timeout=child.TIMEOUT_S)
        self.assertEqual(begun.returncode, -signal.SIGKILL)
        # As if it had been in the middle of a line.
        whole = self.results.read_bytes()
        whole = whole[:whole.rindex(b"\n") + 1]
        self.results.write_bytes(whole + whole.splitlines()[0][:700])
        self.assertEqual(run("experiment", file).code, AS_PROMISED)
        self.assertTrue(self.results.read_bytes().startswith(whole))
        self.check_once_each(4, 50)

    def test_a_second_interrupt_waits_for_no_run(self) -> None:
        begun = self.start(self.write({"work_ns": [1_000_000_000], "orders": [1000]}))
        self.wait_for_lines(0)
        for _ in range(2):
            time.sleep(0.5)
            self.assertIsNone(begun.poll())
            begun.send_signal(signal.SIGINT)
        begun.communicate(timeout=child.TIMEOUT_S)
        self.assertEqual(begun.returncode, -signal.SIGINT)
        self.assertEqual(self.lines(), [])

    def test_one_at_a_time(self) -> None:
        file = self.long()
        begun = self.start(file)
        self.wait_for_lines(1)
        second = run("experiment", file, "--list")
        self.assertEqual(second.code, AS_PROMISED)
        result = subprocess.run([child.reckon, "experiment", file], capture_output=True,
                                      text=True, timeout=child.TIMEOUT_S)
        self.assertEqual(result.returncode, IO_ERROR, result)
        self.assertIn(f"{self.results}: another process writes to it", result.stderr)
        begun.kill()
        begun.communicate(timeout=child.TIMEOUT_S)


class Refused(InFolder):
    def check_refused(self, said: str, file: str, code: int = BAD_INPUT, *args: str) -> None:
        result = run("experiment", file, *args)
        self.assertEqual((result.code, result.out), (code, ""), result)
        self.assertRegex(result.err, r"\Areckon: .+: expected .+\n\Z")
        self.assertIn(said, result.err)

    def test_results_that_are_not_alike(self) -> None:
        file = self.write({"ships": [2, 3]})
        self.assertEqual(run("experiment", file).code, AS_PROMISED)
        good = self.lines()
        for key, value in (("commit", "0123456789ab"), ("build_type", "Odd"), ("batch", 8),
                           ("experiment", "other"), ("schema", 0), ("command", "matrix")):
            changed = [*good[:2], {**good[2], key: value}, good[3]]
            text = "".join(json.dumps(line) + "\n" for line in changed)
            self.results.write_text(text, "utf-8")
            with self.subTest(key=key):
                # By hand: what was changed is in no schema.
                result = subprocess.run([child.reckon, "experiment", file], capture_output=True,
                                        text=True, timeout=child.TIMEOUT_S)
                self.assertEqual((result.returncode, result.stdout), (BAD_INPUT, ""), result)
                self.assertIn(f"{self.results}: line 3, {key}: ", result.stderr)
                self.assertEqual(self.results.read_text("utf-8"), text)

    def test_settings_that_changed(self) -> None:
        self.assertEqual(run("experiment", self.write({})).code, AS_PROMISED)
        self.check_refused("line 1, batch: 64: expected 8", self.write({}, batch=8))
        self.check_refused("line 1, observe_us: 50: expected 7", self.write({}, observe_us=7))

    def test_somebody_s_file_stays_as_it_was(self) -> None:
        file = self.write({})
        before = Path(file).read_text("utf-8")
        self.assertNotIn("\n", before)
        self.check_refused("line 1: ", file, BAD_INPUT, "--output", file)
        self.assertEqual(Path(file).read_text("utf-8"), before)

    def test_places_in_the_file(self) -> None:
        for axes, said in (({"strategy": ["deps", "deep"]}, "/axes/strategy/1: \"deep\""),
                           ({"workers": [1, 257]}, "/axes/workers/1: 257"),
                           ({"colour": [1]}, "/axes/colour"),
                           ({"ships": [8, 1], "scenario": ["rendezvous"]}, "/axes/ships/1: 1"),
                           ({"orders": [1, 134_217_728]}, "/axes/orders/1: "),
                           ({"scenario": ["solo", "no.json"]}, "/axes/scenario/1: ")):
            file = self.folder / "small.json"
            file.write_text(json.dumps({
                "reckon": "experiment", "version": 1, "name": "small", "question": "Which?",
                "axes": {"strategy": ["deps"], **axes}}), "utf-8")
            with self.subTest(said=said):
                self.check_refused(f"{file}: {said}", str(file))
                self.check_refused(f"{file}: {said}", str(file), BAD_INPUT, "--list")
        self.assertFalse(self.results.exists())

    def test_a_scenario_file_has_its_ships(self) -> None:
        (self.folder / "fleet.json").write_text(run("scenarios", "--print", "--orders", "3").out)
        file = self.write({"scenario": ["solo", "fleet.json"]})
        self.check_refused(f"{file}: /axes/ships/0: given beside a scenario file", file)

    def test_what_is_wrong_in_a_scenario_file_has_its_place_there(self) -> None:
        fleet = self.folder / "fleet.json"
        fleet.write_text('{"reckon": "scenario", "version": 2}', "utf-8")
        file = self.folder / "small.json"
        file.write_text(json.dumps({
            "reckon": "experiment", "version": 1, "name": "small", "question": "Which?",
            "axes": {"strategy": ["deps"], "scenario": ["fleet.json"]}}), "utf-8")
        self.check_refused(f"reckon: {fleet}: /version: 2", str(file))

    def test_files_that_cannot_be_written_or_read(self) -> None:
        file = self.write({})
        for nowhere in (str(self.folder / "none" / "out"), str(self.folder), "/dev/full"):
            self.check_refused(nowhere, file, IO_ERROR, "-o", nowhere)
        self.check_refused("none.json", str(self.folder / "none.json"), IO_ERROR)
        self.assertFalse(self.results.exists())


class Progress(InFolder):
    def slow(self) -> str:
        return self.write({"strategy": ["none", "deps"], "orders": [10], "work_ns": [3_000_000]},
                          repetitions=10)

    def test_on_a_terminal_it_has_the_time_left(self) -> None:
        result = run_on_terminal("experiment", self.slow(), err=True)
        self.assertEqual(result.code, AS_PROMISED, result)
        self.assertRegex(result.err, r"\[#*\.+\] 0/20 \w+ on convoy\r?")
        self.assertRegex(result.err, r"\[#+\.+\] \d+/20 \w+ on convoy, \d+ s left")
        self.assertNotIn("left", result.out)

    def test_nowhere_else(self) -> None:
        file = self.slow()
        self.assertEqual(run("experiment", file).err, "")
        self.results.unlink()
        self.assertEqual(run_on_terminal("experiment", file, "--quiet", err=True).err, "")
        self.results.unlink()
        self.assertNotIn("left", run_on_terminal("experiment", file, out=True).out)


class Ours(unittest.TestCase):
    def test_the_experiments_that_there_are(self) -> None:
        files = sorted(EXPERIMENTS.glob("*.json"))
        self.assertGreaterEqual(len(files), 4)
        told = (EXPERIMENTS / "README.md").read_text("utf-8")
        for file in files:
            with self.subTest(file=file.name):
                text = file.read_text("utf-8")
                schemas.check("file-experiment", text)
                self.assertEqual(json.loads(text)["name"], file.stem)
                self.assertIn(f"`{file.name}`", told)
                self.assertEqual(run("experiment", str(file), "--list").code, AS_PROMISED)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: experiment_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
