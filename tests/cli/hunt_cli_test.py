#!/usr/bin/env python3
# Goal: a hunt by the command line: its exit codes with and without -o, what it prints and where,
#       its fields as JSON, and what it refuses.
# Method: the binary as a child process, hunting what nearly always fails and what never does.
#         hunt_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import run, run_on_terminal  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)

FAILS = ["hunt", "--strategy", "lossy", "--scenario", "solo"]
DEPS = ["hunt", "--strategy", "deps"]
HOLDS = [*DEPS, "--runs", "5"]


class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="hunt_cli_test_")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def json(self, code: int, *args: str) -> dict:
        result = run(*args, "--json")
        self.assertEqual((result.code, result.err), (code, ""), result)
        return json.loads(result.out)


class Hunts(InFolder):
    def test_found(self) -> None:
        result = run(*FAILS, "--seed", "7")
        self.assertEqual((result.code, result.err), (CHECK_FAILED, ""), result)
        self.assertRegex(result.out, r"\Asolo under lossy: 8 ships, ")
        self.assertRegex(result.out, r"faithful fails after \d+ runs?, \d+ events, .* s: seed \d+")
        self.assertRegex(" ".join(result.out.split()), r"(in|from) the log")
        self.assertIn(" -o lossy.case.json", result.out)

    def test_races_are_found(self) -> None:
        for strategy, scenario in (("mpsc", "convoy"), ("vector", "rendezvous")):
            with self.subTest(strategy=strategy):
                value = self.json(CHECK_FAILED, "hunt", "--strategy", strategy, "--scenario",
                                  scenario)
                self.assertEqual(value["checks"]["view"]["result"], "fails")
                self.assertEqual(value["witness"], value["checks"]["view"]["witness"])

    def test_not_found(self) -> None:
        result = run(*HOLDS)
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        self.assertRegex(result.out, r"faithful not seen to fail in 5 runs, \d+ events")
        self.assertIn("No proof", result.out)

    def test_bounds(self) -> None:
        value = self.json(AS_PROMISED, *DEPS, "--runs", "100000000", "--seconds", "1")
        self.assertLess(value["runs"], 100_000_000)
        self.assertGreaterEqual(value["seconds"], 1)
        self.assertEqual(self.json(AS_PROMISED, *DEPS, "--runs", "3")["runs"], 3)

    def test_with_an_output_nothing_found_is_a_bound_hit(self) -> None:
        file = self.folder / "wild.reckon"
        result = run(*HOLDS, "-o", str(file))
        self.assertEqual((result.code, result.err), (UNDECIDED, ""), result)
        self.assertFalse(file.exists())

    def test_an_output_that_cannot_be_written(self) -> None:
        file = str(self.folder / "gone" / "wild.reckon")
        result = run(*FAILS, "-o", file)
        self.assertEqual(result.code, IO_ERROR, result)
        self.assertIn(f"reckon: {file}: ", result.err)
        self.assertEqual(result.out, "", "asked before the hunt")
        full = run(*FAILS, "-o", "/dev/full")
        self.assertEqual(full.code, IO_ERROR, full)
        self.assertIn("faithful fails after", full.out)
        self.assertNotIn("-o FILE", full.out)
        self.assertEqual(run(*FAILS, "-o", "").code, BAD_INPUT)

    def test_another_check(self) -> None:
        found = self.json(CHECK_FAILED, "hunt", "--strategy", "deps", "--require", "strict")
        self.assertEqual((found["required"], found["faithful"], found["observe_us"]),
                         ("strict", "holds", 20))
        self.assertEqual(found["checks"]["strict"]["result"], "fails")
        held = self.json(AS_PROMISED, "hunt", "--strategy", "lamport", "--require", "causal",
                         "--runs", "5")
        self.assertEqual(held["checks"]["causal"]["result"], "holds")

    def test_strict_on_which_nothing_was_observed_is_undecided(self) -> None:
        # An observer that sleeps for a second sees nothing of a run of a single event.
        value = self.json(UNDECIDED, "hunt", "--strategy", "mutex", "--scenario", "solo", "--ships",
                          "1", "--orders", "1", "--runs", "1", "--require", "strict", "--observe",
                          "1000000")
        self.assertEqual((value["found"], value["observed_cuts"]), (False, 0))

    def test_a_file_is_sailed_as_it_is(self) -> None:
        printed = run("scenarios", "--print", "--scenario", "solo", "--ships", "4", "--orders",
                      "300", "--seed", "5")
        file = self.folder / "fleet.json"
        file.write_text(printed.out, encoding="utf-8")
        value = self.json(AS_PROMISED, *HOLDS, "--scenario", str(file))
        self.assertEqual((value["seed"], value["ships"], value["events"]), (5, 4, 5 * 4 * 300))
        value = self.json(AS_PROMISED, *HOLDS, "--scenario", str(file), "--seed", "9")
        self.assertEqual((value["seed"], value["ships"]), (9, 4))

    def test_a_scenario_that_can_be_read_only_once(self) -> None:
        printed = run("scenarios", "--print", "--ships", "3", "--orders", "10")
        result = run(*HOLDS, "--scenario", "/dev/stdin", stdin=printed.out)
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)

    def test_knobs(self) -> None:
        value = self.json(AS_PROMISED, *HOLDS, "--scenario", "hail", "--ships", "3", "--orders",
                          "20", "--seed", "11", "--workers", "3", "--batch", "2", "--pauses", "0")
        expected = {"ships": 3, "workers": 3, "batch": 2, "pauses": 0, "seed": 11, "runs": 5}
        self.assertEqual({key: value[key] for key in expected}, expected)


class Fields(InFolder):
    def test_json(self) -> None:
        for args, found in ((FAILS, True), (HOLDS, False)):
            with self.subTest(args=args):
                value = self.json(CHECK_FAILED if found else AS_PROMISED, *args)
                for key in ("command_line", "version", "schema", "scenario", "class", "seed",
                            "ships", "sources", "work_ns", "workers", "batch", "pauses",
                            "publication", "observe_us", "policy", "strategy", "claim", "required",
                            "runs", "events", "seconds", "found", "witness", "grade", "faithful",
                            "checks", "serializable", "cycle", "observed_cuts", "recording"):
                    self.assertIn(key, value)
                self.assertEqual((value["command"], value["policy"]), ("hunt", "free"))
                self.assertIs(value["found"], found)
                self.assertEqual(value["witness"] is not None, found)
                self.assertIsNone(value["recording"])
                self.assertEqual(len(value["checks"]), 6)
                self.assertEqual(value["grade"] == "lost", found)

    def test_the_seed_is_that_of_the_run_that_failed(self) -> None:
        value = self.json(CHECK_FAILED, "hunt", "--strategy", "mpsc", "--seed", "100", "--ships",
                          "2", "--orders", "10")
        self.assertEqual(value["seed"], 100 + value["runs"] - 1)

    def test_progress_is_for_a_terminal_on_stderr(self) -> None:
        shown = run_on_terminal(*HOLDS, err=True)
        self.assertRegex(shown.err, r"\r\x1b\[K\[#*\.*\] \d+/5 deps")
        self.assertTrue(shown.err.endswith("\r\x1b[K"), "the bar is wiped away at the end")
        self.assertEqual(run_on_terminal(*HOLDS, "--quiet", err=True).err, "")


class Refusals(InFolder):
    def test_bad_command_lines(self) -> None:
        for more, message in (
                (["--strategy", "luck"], 'reckon: --strategy: "luck": expected one of'),
                (["--strategy", "none"], "--strategy: none, which records nothing: expected"),
                (["--require", "luck"], '--require: "luck": expected faithful, complete, '),
                (["--require", "strict", "--observe", "0"], "--observe: 0, with strict required"),
                (["--runs", "0"], '--runs: "0": expected a whole number from 1'),
                (["--seconds", "0"], '--seconds: "0": expected a whole number from 1'),
                *[(["--pauses", text], f'--pauses: "{text}": expected a number from 0 to 1')
                  for text in ("1.5", "-0.1", "nan", "inf", "some", "", "0.5x")],
                (["--ships", "1"], "--ships: 1: expected 2 to"),
                (["--scenario", "stormy"], '--scenario: "stormy": expected a preset'),
                (["--no-history"], "--no-history")):
            strategy = [] if more[0] == "--strategy" else ["--strategy", "deps"]
            with self.subTest(more=more):
                result = run("hunt", *strategy, *more)
                self.assertEqual((result.code, result.out), (BAD_INPUT, ""), result)
                self.assertIn(message, result.err)

    def test_too_large_a_run_hits_a_bound(self) -> None:
        result = run(*HOLDS, "--memory", "1k")
        self.assertEqual((result.code, result.out), (UNDECIDED, ""), result)
        self.assertIn("--memory: 1024 bytes", result.err)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: hunt_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
