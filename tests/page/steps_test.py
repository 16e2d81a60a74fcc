#!/usr/bin/env python3
# Goal: the steps of a story are all that was done, in an order that can have been, and after each
#       of them the ships are shown as they were.
# Method: each case of tests/schedules, gone through; what is shown against what the story's own
#         words say: a look names the version and the state that it returned.
#         steps_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import re
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import made_folders  # noqa: E402
from made_folders import SCHEDULES  # noqa: E402
from report_page import failures, story_steps  # noqa: E402
from report_page.reckon import Reckon  # noqa: E402

BY_ORDER = ["mpsc", "ticket", "atom", "lamport", "hybrid", "timestamp", "late-lock",
            "early-ticket", "lossy"]  # Their replay reads what it has come to, by one order.


class StepsOfSchedules(unittest.TestCase):
    """Each case of tests/schedules, gone through."""

    @classmethod
    def setUpClass(cls):
        binary = Reckon(made_folders.RECKON)
        cls.told = {path.name: failures.tell(path, binary)
                    for path in sorted(SCHEDULES.glob("*.case.json"))}

    def test_all_operations_and_events_in_their_order(self):
        for name, told in self.told.items():
            story, steps = told.explained["story"], told.steps.steps
            with self.subTest(name):
                self.assertEqual([step.number for step in steps if step.side == "run"],
                                 list(range(1, len(story["lines"]) + 1)))
                self.assertEqual([step.said for step in steps if step.side == "replay"],
                                 story["replay"])

    def test_what_is_looked_at_is_what_the_table_shows(self):
        looks = 0
        for name, told in self.told.items():
            for done, step in enumerate(told.steps.steps):
                look = re.search(r"looks at (\w+): (\w+@\d+), (.*)", step.said)
                if step.side == "run" and look:
                    looks += 1
                    ship = told.steps.ships.index(look[1])
                    shown = told.steps.states(done)["run"][ship]
                    self.assertEqual((shown.label, shown.state), look.group(2, 3), name)
        self.assertGreater(looks, 25)

    def test_what_the_replay_reads_is_what_the_table_shows(self):
        reads = 0
        for name, told in self.told.items():
            if told.key[0] not in BY_ORDER:
                continue
            for done, step in enumerate(told.steps.steps):
                for label in re.findall(r"reads (\w+@\d+),", step.said):
                    reads += step.side == "replay"
                    now = told.steps.states(done)["replay"]
                    self.assertIn(label, [shown.label for shown in now], f"{name}: {step.said}")
        self.assertGreater(reads, 25)

    def test_the_end_is_the_last_version_of_each_ship(self):
        for name, told in self.told.items():
            story = told.explained["story"]
            now = told.steps.states(len(told.steps.steps))
            for ship, shown in enumerate(now["run"]):
                events = [each for each in story["events"] if each["ship"] == ship]
                last = max(events, key=lambda each: each["version"], default=None)
                if last:
                    self.assertEqual((shown.label, shown.state), (last["label"], last["state"]),
                                     name)
                    if story["replay"]:
                        self.assertEqual(now["replay"][ship].label, last["label"], name)

    def test_the_first_divergence(self):
        for name, told in self.told.items():
            story, steps = told.explained["story"], told.steps
            with self.subTest(name):
                if story["check"] == "complete":
                    self.assertIsNone(steps.first)
                    continue
                first = steps.steps[steps.first]
                self.assertEqual(first.side, "replay")
                diverging = {line["replayed"] for line in story["lines"] if line["diverges"]}
                if diverging:
                    self.assertIn(first.said, diverging)
                    self.assertIn(f"in the run {first.label}", first.departs)
                else:
                    self.assertEqual(story["check"], "causal")
                    self.assertIn("before its cause", first.departs)

    def test_diagrams_have_a_place_for_each_operation(self):
        for name, told in self.told.items():
            with self.subTest(name):
                rows = told.diagram.rows()
                shown = min(len(told.explained["story"]["lines"]), 60)
                self.assertLessEqual(len(rows), shown)
                self.assertGreater(len(rows), 0)


class Cuts(unittest.TestCase):
    def test_a_window_begins_with_the_states_before_it(self):
        start = [story_steps.Shown("Emma@0", "in Kiel")]
        steps = [story_steps.Step("run", i, f"step {i}", 0, f"Emma@{i}", f"state {i}")
                 for i in range(1, 11)]
        steps[6].departs = "here"
        whole = story_steps.Steps(["Emma"], {"run": start, "replay": start}, steps, 6, True)
        cut = story_steps.cut_steps(whole, 4)
        self.assertEqual((cut.before, cut.after, len(cut.steps), cut.first), (4, 2, 4, 2))
        self.assertEqual(cut.states(0)["run"][0].state, "state 4")
        self.assertEqual(cut.steps[cut.first].departs, "here")


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        made_folders.RECKON = Path(sys.argv.pop(1)).resolve()
    unittest.main()
