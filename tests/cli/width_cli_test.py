#!/usr/bin/env python3
# Goal: what the commands print fits a terminal of 80 columns, whatever ships are called; a run that
#       fails shows where, why and how to go on, and neither with --quiet nor in JSON.
# Method: every command on a fleet with usual names and on one with the longest, the width of each
#         line; a recording that fails, looked at.
#         width_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import json
import re
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from cases import AS_PROMISED, CHECK_FAILED, InFolder  # noqa: E402
from child import run, run_on_terminal  # noqa: E402
from help_text import commands  # noqa: E402

# 64 bytes, the most that a name may have, with blanks to be folded at and without.
LONG_NAMES = ["Wilhelmina-Charlotte von und zu Oldenburg-Holstein-Sonderburg ",
              "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterb"]


def fleet(ships: int, orders: int) -> str:
    """Ships that follow each other and depart, in turn."""
    names = [f"{LONG_NAMES[i % 2]}{i}" for i in range(ships)]
    plans = [[{"do": "depart", "to": "Gdańsk"} if (i + k) % 2 else
              {"do": "follow", "ship": names[(i + 1 + k % (ships - 1)) % ships]}
              for k in range(orders)] for i in range(ships)]
    return json.dumps({"reckon": "scenario", "version": 1, "name": "fleet-of-long-names", "seed": 1,
                       "ships": [{"name": name, "at": "Aarhus", "cargo": 5, "orders": plan}
                                 for name, plan in zip(names, plans)], "sources": []})


class Recorded(InFolder):
    def recorded(self, scenario: str) -> str:
        """A run that failed, and lifts."""
        file = str(self.folder / "wild.reckon")
        self.assertEqual(run("hunt", "--strategy", "mpsc", "--scenario", scenario, "--quiet",
                             "--require", "view", "-o", file).code, AS_PROMISED)
        return file


class Width(Recorded):
    def fits(self, *args: str) -> str:
        result = run(*args)
        self.assertLess(result.code, 4, result)
        for line in (result.out + result.err).splitlines():
            # Commands are not folded, nor what names a file: they are there to be copied.
            copied = line.startswith("    reckon ") or str(self.folder) in line
            self.assertTrue(len(line) <= 80 or copied, (args, len(line), line))
        return result.out

    def test_what_is_listed(self) -> None:
        self.fits("strategies")
        self.fits("scenarios")
        self.fits("scenarios", "--ports")

    def test_help(self) -> None:
        for command in [(), *((name,) for name in commands())]:
            for line in run(*command, "--help").out.splitlines():
                # The examples are lines of a shell, and what stands for a value is one word.
                copied = "reckon " in line or line.split("=")[0].startswith("  -")
                self.assertTrue(len(line) <= 80 or copied, (command, line))

    def test_a_matrix(self) -> None:
        self.fits("matrix", "--runs", "2", "--runs-max", "2", "--rounds", "2", "--cost-orders",
                  "1000", "--orders", "100")

    def test_runs(self) -> None:
        long_names = self.file(fleet(6, 60), "long.json")
        for scenario in ("mixed", "storm", "convoy", long_names):
            for strategy in ("mpsc", "vector", "lossy", "deps", "none"):
                with self.subTest(scenario=scenario, strategy=strategy):
                    self.fits("run", "--strategy", strategy, "--scenario", scenario)

    def test_hunts_and_what_is_done_with_what_they_find(self) -> None:
        for scenario in ("convoy", self.file(fleet(6, 60), "long.json")):
            with self.subTest(scenario=scenario):
                file = self.recorded(scenario)
                case = str(self.folder / "wild.case.json")
                self.fits("hunt", "--strategy", "mpsc", "--scenario", scenario)
                self.fits("hunt", "--strategy", "mutex", "--scenario", scenario, "--runs", "2")
                self.fits("check", file)
                self.fits("check", file, "--streaming")
                self.fits("explain", file)
                self.fits("reproduce", file)
                self.fits("shrink", file, "-o", case)
                self.fits("explain", case)
                self.fits("reproduce", case)
                self.fits("replay", file)
                self.fits("replay", file, "--streaming")
                self.fits("state", file)
                self.fits("tail", file, "--once")
                self.fits("recover", file)
                ship = json.loads(run("state", file, "--json").out)["states"][0]["ship"]
                self.fits("whatif", file, "--drop", f"{ship}@1")

    def test_explorations(self) -> None:
        for scenario in ("convoy", self.file(fleet(3, 4), "long.json")):
            for policy in ("pct", "random"):
                with self.subTest(scenario=scenario, policy=policy):
                    self.fits("explore", "--strategy", "mpsc", "--scenario", scenario, "--policy",
                              policy, "--schedules", "300", "--require", "view")


class Failures(Recorded):
    def setUp(self) -> None:
        super().setUp()
        self.wild = self.recorded("convoy")
        self.told = self.text(CHECK_FAILED, "check", self.wild)

    def test_lanes_of_at_most_twelve_events(self) -> None:
        lanes = self.told.split("\nWhere it first departs from the run\n")[1].split("\nWhy")[0]
        rows = [line for line in lanes.splitlines() if re.match(r" +\d+  ", line)]
        self.assertTrue(3 <= len(rows) <= 12, lanes)
        self.assertIn("○ reads ", lanes)
        self.assertRegex(lanes, r"✗ \w+@\d+ replayed \d+(st|nd|rd|th)")

    def test_reasons_edge_by_edge(self) -> None:
        reasons = " ".join(self.told.split("\nWhy, edge by edge\n")[1].split())
        self.assertRegex(reasons, r"✗ (\w+@\d+) comes (before|after) (\w+@\d+), (because it read|"
                                  r"which made what it read).* but the log puts \w+@\d+ first\.")
        self.assertRegex(reasons, r"So the replay of \w+@\d+ reads \w+@\d+, not \w+@\d+\.")

    def test_the_next_commands_do_what_they_say(self) -> None:
        commands = [line.split()[1:] for line in self.told.splitlines()
                    if line.startswith("    reckon ")]
        self.assertEqual([command[0] for command in commands], ["explain", "shrink", "reproduce"])
        for command in commands:
            expected = CHECK_FAILED if command[0] == "reproduce" else AS_PROMISED
            self.assertEqual(run(*command).code, expected, command)

    def test_quiet_and_json_have_none_of_it(self) -> None:
        quiet = run("check", self.wild, "--quiet")
        self.assertEqual(quiet.code, CHECK_FAILED, quiet)
        self.assertNotIn("edge by edge", quiet.out)
        self.assertNotIn("reckon explain", quiet.out)
        self.assertEqual(json.loads(run("check", self.wild, "--json").out)["faithful"], "fails")

    def test_what_is_not_kept_is_said_not_to_come_back(self) -> None:
        found = " ".join(run("hunt", "--strategy", "mpsc", "--scenario", "convoy").out.split())
        self.assertIn("its seed alone does not bring it back", found)
        self.assertIn("reckon hunt --strategy mpsc --scenario convoy -o mpsc.reckon", found)

    def test_a_log_that_lost_events_has_no_lanes_but_a_reason_and_a_way_on(self) -> None:
        file = str(self.folder / "lost.reckon")
        self.assertEqual(run("hunt", "--strategy", "lossy", "--scenario", "solo", "-o", file).code,
                         AS_PROMISED)
        told = self.text(CHECK_FAILED, "check", file)
        self.assertIn("No picture: ", told)
        command = next(line for line in told.splitlines() if line.startswith("    reckon explore"))
        found = run(*command.split()[1:])
        self.assertEqual(found.code, CHECK_FAILED, found)

    def test_what_takes_long_says_so_on_a_terminal_only(self) -> None:
        slow = ["run", "--strategy", "mutex", "--scenario", "solo", "--ships", "1", "--orders",
                "30", "--work", "50000000"]
        shown = run_on_terminal(*slow, err=True)
        self.assertEqual(shown.code, AS_PROMISED, shown)
        self.assertRegex(shown.err, r"\A(\r\x1b\[Ksailing, replaying, judging: \d+ s)+\r\x1b\[K\Z")
        self.assertEqual(run_on_terminal(*slow, "--quiet", err=True).err, "")
        self.assertEqual(run(*slow).err, "")

    def test_no_colour_where_none_is_wanted(self) -> None:
        coloured = run_on_terminal("check", self.wild, out=True)
        self.assertIn("\x1b[31m✗\x1b[0m", coloured.out)
        plain = run_on_terminal("check", self.wild, out=True, NO_COLOR="1")
        self.assertNotIn("\x1b[", plain.out)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: width_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
