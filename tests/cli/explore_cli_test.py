#!/usr/bin/env python3
# Goal: explore by the command line: its exit codes, its counts on a scenario that can be counted by
#       hand, the same results whatever the number of jobs, and a failure that repeats.
# Method: the binary as a child process.
#         explore_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as
#         RECKON.

import shlex
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from cases import (AS_PROMISED, BAD_INPUT, BREAKS_VIEW, CHECK_FAILED, CONVOY_2,  # noqa: E402
                   IO_ERROR, UNDECIDED, InFolder, parsed)
from child import run, run_on_terminal  # noqa: E402

SEARCHED = ["--policy", "exhaustive"]
POLICIES = [SEARCHED, [*SEARCHED, "--no-reduction"], [*SEARCHED, "--preemptions", "1"],
            ["--policy", "random", "--schedules", "700"],
            ["--policy", "pct", "--schedules", "700", "--depth", "2"],
            ["--policy", "pos", "--schedules", "700"],
            ["--policy", "random", "--schedules", "700", "--schedule", BREAKS_VIEW],
            ["--policy", "repeat", "--schedule", BREAKS_VIEW]]
FIELDS = {"scenario", "class", "seed", "ships", "sources", "required", "strategy", "claim",
          "policy", "required_checks", "schedules", "pruned", "exhausted", "outcomes", "logs",
          "grade", "fails", "undecided", "not_serializable", "deadlocks", "first_deadlock",
          "too_long", "operations", "schedules_per_s", "seconds", "reduction", "preemptions",
          "stops", "shown", "failure", "case"}


def without_times(value: dict) -> dict:
    return {key: each for key, each in value.items()
            if key not in ("command_line", "seconds", "schedules_per_s")}


class Explores(InFolder):
    def explore(self, strategy: str, *more: str) -> list[str]:
        return ["explore", "--strategy", strategy, "--scenario", self.convoy, *more]

    def test_counted_by_hand(self) -> None:
        for strategy, schedules in (("deps", 3), ("mpsc", 10)):
            with self.subTest(strategy=strategy):
                value = self.json(AS_PROMISED, *self.explore(strategy, "--no-reduction"))
                self.assertEqual((value["schedules"], value["exhausted"], value["reduction"]),
                                 (schedules, True, False))
                self.assertIn(f"All {schedules} schedules", value["shown"])
                reduced = self.json(AS_PROMISED, *self.explore(strategy))
                self.assertLessEqual(reduced["schedules"], schedules)
                self.assertEqual((reduced["exhausted"], reduced["reduction"]), (True, True))
                for field in ("outcomes", "logs", "grade"):
                    self.assertEqual(reduced[field], value[field], field)

    def test_fields(self) -> None:
        value = self.json(AS_PROMISED, *self.explore("mpsc"))
        self.assertLessEqual(FIELDS, set(value))
        self.assertEqual((value["claim"], value["required"], value["required_checks"]),
                         ("complete", "claim", ["complete"]))
        self.assertEqual(list(value["fails"]),
                         ["complete", "final", "history", "view", "causal", "strict"])
        self.assertEqual(value["fails"]["complete"], 0)
        self.assertGreater(value["fails"]["view"], 0)
        self.assertEqual((value["failure"], value["case"]), (None, None))

    def test_jobs_change_nothing(self) -> None:
        for policy in POLICIES:
            for more in ([], ["--require", "faithful"], ["--require", "faithful", "--all"]):
                with self.subTest(policy=policy, more=more):
                    found = [run(*self.explore("mpsc", *policy, *more, "--jobs", jobs, "--json"))
                             for jobs in ("1", "2")]
                    self.assertEqual(found[0].code, found[1].code)
                    self.assertEqual({each.err for each in found}, {""})
                    one, two = (without_times(parsed(each)) for each in found)
                    self.assertEqual(one, two)

    def test_jobs_change_nothing_on_more(self) -> None:
        searches = [[*policy, "--schedules", "2000"] for policy in POLICIES[:2]]
        for policy in searches + POLICIES[3:6]:
            with self.subTest(policy=policy):
                one, two = (run("explore", "--strategy", "lamport", "--scenario", "mixed",
                                "--orders", "1", "--sources", "1", "--seed", "3", *policy,
                                "--without-strict", "--jobs", jobs, "--json")
                            for jobs in ("1", "2"))
                self.assertEqual(one.code, two.code)
                self.assertEqual(without_times(parsed(one)),
                                 without_times(parsed(two)))

    def test_a_failure_and_its_repetition(self) -> None:
        text = self.text(CHECK_FAILED, *self.explore("mpsc", "--require", "view"))
        self.assertIn("The first failure: view fails", text)
        self.assertIn("read Berta at version 0 in the run", " ".join(text.split()))
        command = next(line for line in text.splitlines() if "--policy repeat" in line)
        self.assertRegex(command, r"--schedule '\S+'\Z")
        again = self.json(CHECK_FAILED, *shlex.split(command)[1:])
        failed = self.json(CHECK_FAILED, *self.explore("mpsc", "--require", "view"))
        self.assertEqual(again["failure"], failed["failure"])
        self.assertEqual((again["schedules"], again["exhausted"]), (1, False))

    def test_presets_repeat_too(self) -> None:
        for policy in ("random", "pct", "pos", "exhaustive"):
            with self.subTest(policy=policy):
                text = self.text(CHECK_FAILED, "explore", "--strategy", "vector", "--scenario",
                                 "rendezvous", "--seed", "2", "--orders", "3", "--skew", "0.5",
                                 "--share", "depart=40", "--require", "view", "--policy", policy)
                command = next(line for line in text.splitlines() if "--policy repeat" in line)
                self.assertIn("view fails", self.text(CHECK_FAILED, *shlex.split(command)[1:]))

    def test_claims_hold(self) -> None:
        for strategy in ("mutex", "mpsc", "lamport", "vector", "deps", "atom", "timestamp"):
            for scenario in ("solo", "hail", "convoy", "rendezvous"):
                with self.subTest(strategy=strategy, scenario=scenario):
                    value = self.json(AS_PROMISED, "explore", "--strategy", strategy, "--scenario",
                                      scenario, "--orders", "1")
                    self.assertTrue(value["exhausted"])
                    self.assertEqual(value["sources"], 0)
                    self.assertEqual(value["ships"], 3 if scenario == "rendezvous" else 2)

    def test_bounds(self) -> None:
        # A search that was to be a proof and is none; a sample was never to be one.
        value = self.json(UNDECIDED, *self.explore("mpsc", "--no-reduction", "--schedules", "4"))
        self.assertEqual((value["schedules"], value["exhausted"]), (4, False))
        self.json(AS_PROMISED, *self.explore("mpsc", "--policy", "random", "--schedules", "4"))
        bounded = self.json(AS_PROMISED, *self.explore("mpsc", "--preemptions", "0"))
        self.assertEqual((bounded["exhausted"], bounded["preemptions"]), (False, 0))
        self.assertIn("no proof", bounded["shown"])

    def test_a_run_that_is_too_long_is_not_judged(self) -> None:
        for policy in (SEARCHED, ["--policy", "random", "--schedules", "5"]):
            with self.subTest(policy=policy):
                value = self.json(UNDECIDED, *self.explore("mpsc", "--operations", "4", *policy))
                self.assertEqual(value["too_long"], value["schedules"])
                self.assertEqual(set(value["fails"].values()), {0})
                self.assertEqual(value["undecided"]["complete"], value["schedules"])
                self.assertFalse(value["exhausted"])

    def test_nothing_to_judge(self) -> None:
        self.assertIn("nothing was recorded", self.text(UNDECIDED, *self.explore("none")))
        self.assertIsNone(self.json(UNDECIDED, *self.explore("none"))["grade"])

    def test_another_check(self) -> None:
        for check, strategy, code in (("faithful", "deps", AS_PROMISED),
                                      ("strict", "deps", CHECK_FAILED),
                                      ("causal", "lamport", AS_PROMISED),
                                      ("view", "atom", CHECK_FAILED)):
            with self.subTest(check=check, strategy=strategy):
                value = self.json(code, *self.explore(strategy, "--require", check))
                self.assertEqual(value["required"], check)
                self.assertEqual(value["required_checks"],
                                 ["view", "causal"] if check == "faithful" else [check])
                if code == CHECK_FAILED:
                    self.assertEqual(value["failure"]["check"], check)
                    self.assertTrue(value["failure"]["witness"])

    def test_without_strict(self) -> None:
        value = self.json(AS_PROMISED, *self.explore("mutex", "--without-strict"))
        self.assertEqual(value["undecided"]["strict"], value["schedules"])
        self.assertNotIn("strict", value["required_checks"])

    def test_all(self) -> None:
        first = self.json(CHECK_FAILED, *self.explore("mpsc", "--require", "view"))
        every = self.json(CHECK_FAILED, *self.explore("mpsc", "--require", "view", "--all"))
        self.assertEqual(first["fails"]["view"], 1)
        self.assertGreater(every["fails"]["view"], 1)
        self.assertTrue(every["exhausted"])
        self.assertEqual(first["failure"], every["failure"])

    def test_a_stopped_task(self) -> None:
        # Berta publishes and stops before she pushes: her event is not in the log.
        stop = ["--stop", "s1.1"]
        text = self.text(AS_PROMISED, *self.explore("mpsc", *stop))
        self.assertIn("Berta stops for good after 1 of its operations.", text)
        self.assertIn("Claims say nothing", text)
        self.assertNotIn("claimed\n", text)
        value = self.json(AS_PROMISED, *self.explore("mpsc", *stop))
        self.assertEqual(value["stops"], [{"task": "s1", "steps": 1, "schedules": 3}])
        self.assertEqual(value["required_checks"], [])
        self.assertGreater(value["fails"]["complete"], 0)
        failed = self.json(CHECK_FAILED, *self.explore("mpsc", *stop, "--require", "complete"))
        self.assertRegex(failed["failure"]["schedule"], r"s1\.1!\Z")
        again = self.json(CHECK_FAILED, *self.explore(
            "mpsc", "--require", "complete", "--policy", "repeat", "--schedule",
            failed["failure"]["schedule"]))
        self.assertEqual(again["failure"], failed["failure"])
        self.assertEqual([{**stop, "schedules": 3} for stop in again["stops"]], value["stops"])
        # Who stops with the lock in hand keeps the others waiting, which is no news.
        locked = self.json(AS_PROMISED, *self.explore("mutex", "--stop", "s0.1"))
        self.assertGreater(locked["deadlocks"], 0)
        self.assertIn("Berta waits to lock", locked["first_deadlock"])

    def test_an_output(self) -> None:
        case = self.folder / "x y.case.json"
        text = self.text(CHECK_FAILED, *self.explore("mpsc", "--require", "view", "-o", str(case)))
        self.assertIn(f"reckon explain '{case}'", " ".join(text.split()))
        self.assertEqual(run("reproduce", str(case)).code, CHECK_FAILED)
        case.unlink()
        self.assertIn("was not written", self.text(AS_PROMISED,
                                                   *self.explore("deps", "-o", str(case))))
        self.assertFalse(case.exists())

    def test_an_output_that_cannot_be_written(self) -> None:
        args = self.explore("mpsc", "--require", "view", "-o")
        for path in (str(self.folder / "gone" / "x.case.json"), str(self.folder)):
            with self.subTest(path=path):
                # Asked before the search.
                self.refused(IO_ERROR, f"reckon: {path}: ", *args, path)
        self.refused(BAD_INPUT, "expected the name of a file", *args, "")
        # Found out after it: nothing is lost.
        full = run(*args, "/dev/full")
        self.assertEqual(full.code, IO_ERROR, full)
        self.assertRegex(full.err, r"(?s)The first failure.*\nreckon: /dev/full: ")
        self.assertNotIn("-o FILE", full.err)
        self.text(CHECK_FAILED, *args, str(self.folder / "x.case.json"))
        self.assertEqual(full.out, (self.folder / "x.case.json").read_text(encoding="utf-8"))
        quiet = run(*args, "/dev/full", "--quiet")
        self.assertRegex(quiet.err, r"\Areckon: /dev/full: .+\n\Z")
        value = parsed(run(*args, "/dev/full", "--json"))
        self.assertIsNone(value["case"])
        self.assertTrue(value["failure"]["schedule"])

    def test_a_scenario_that_can_be_read_only_once(self) -> None:
        result = run("explore", "--strategy", "deps", "--scenario", "/dev/stdin", stdin=CONVOY_2)
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)

    def test_terminals(self) -> None:
        args = self.explore("mpsc", "--policy", "random", "--schedules", "2000")
        shown = run_on_terminal(*args, err=True)
        self.assertRegex(shown.err, r"\r\x1b\[K\[#*\.*\] \d+/2000 mpsc")
        self.assertTrue(shown.err.endswith("\r\x1b[K"), "the bar is wiped away at the end")
        self.assertEqual(run_on_terminal(*args, "--quiet", err=True).err, "")
        self.assertIn("\x1b[", run_on_terminal(*args, out=True).out)
        self.assertNotIn("\x1b", run_on_terminal(*args, out=True, NO_COLOR="1").out)


class Refusals(InFolder):
    def test_bad_command_lines(self) -> None:
        line = ["--policy", "repeat", "--schedule"]
        tasks = "with tasks s0 to s1"
        for more, message in (
                (["--strategy", "luck"], 'reckon: --strategy: "luck": expected one of'),
                (["--policy", "luck"], '--policy: "luck": expected one of random, pct, pos, '),
                (["--policy", "repeat"], "--policy: repeat, without a schedule: expected"),
                (["--schedule", "-"], "--schedule: given with --policy exhaustive: expected "
                                      "--policy random, pct, pos, repeat for it"),
                ([*line, "-", "--schedules", "3"], "--schedules: given with --policy repeat"),
                (["--policy", "pos", "--depth", "3"], "--depth: given with --policy pos"),
                (["--policy", "pct", "--preemptions", "1"], "--preemptions: given with"),
                (["--policy", "random", "--no-reduction"], "--no-reduction: given with"),
                (["--policy", "pct", "--depth", "0"], '--depth: "0": expected a whole number'),
                (["--schedules", "0"], '--schedules: "0": expected a whole number from 1'),
                (["--operations", "0"], '--operations: "0": expected a whole number from 1'),
                (["--jobs", "0"], '--jobs: "0": expected a whole number from 1 to 256'),
                (["--require", "luck"], '--require: "luck": expected faithful, complete, '),
                (["--require", ""], '--require: "": expected faithful'),
                (["--require", "strict", "--without-strict"], "--without-strict: given with"),
                (["--stop", "s0"], f'--stop: "s0": expected TASK.STEPS, such as s0.3, {tasks}'),
                (["--stop", "s2.1"], f'--stop: "s2.1": expected TASK.STEPS, such as s0.3, {tasks}'),
                (["--stop", "s0.1!,s1.2"], '--stop: "s0.1!,s1.2": expected TASK.STEPS'),
                (["--stop", "s0.1", "--stop", "s0.2"], '--stop: "s0.2": expected no second stop'),
                ([*line, "s0.1>s1,nonsense"], '--schedule, item 2: "nonsense": expected TASK'),
                ([*line, "s0.1>s2"], f'--schedule, item 1: "s0.1>s2": expected TASK.STEPS>TASK'),
                # The operation, counted from 1, and what could have moved there.
                ([*line, "s0.1>s1,s1.1>s0,s0.2>s1,s1.2>s1"],
                 "--schedule, operation 5: Berta, which cannot move then: expected Emma"),
                ([*line, "s0.9>s1"], "--schedule, operation 6: s0.9>s1 is left over"),
                ([*line, "s0.1=4"], "--schedule, operation 6: s0.1=4 is left over: the clock is "),
                ([*line, "s0.9!"], "--schedule: s0.9!: expected a stop before the last of the 3 "
                                   "operations of Emma"),
                (["--policy", "random", "--schedule", "s0.9>s1"],
                 "--schedule, operation 6: s0.9>s1 is left over"),
                (["--ships", "3"], "--ships: given beside a scenario file"),
                (["--scenario", "stormy"], '--scenario: "stormy": expected a preset')):
            strategy = [] if more[0] == "--strategy" else ["--strategy", "mpsc"]
            scenario = [] if more[0] == "--scenario" else ["--scenario", self.convoy]
            with self.subTest(more=more):
                self.refused(BAD_INPUT, message, "explore", *strategy, *scenario, *more)

    def test_too_many_tasks_to_search(self) -> None:
        self.refused(UNDECIDED, "--policy: exhaustive, with 70 tasks: expected at most 64",
                     "explore", "--strategy", "deps", "--ships", "70")


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: explore_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
