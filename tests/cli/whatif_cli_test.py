#!/usr/bin/env python3
# Goal: `whatif` changes the past of a recording as it says, keeps the branch as a recording that
# all commands read, and refuses what is no change with a place.
# Method: the binary as a child process, on runs of a small scenario that has one outcome only, and
#         on runs of every kind of log.
#         whatif_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import run  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)

# Berta has sailed her plan, which is empty, so what Emma hands over is all that she ever does.
SCENARIO = {"reckon": "scenario", "version": 1, "name": "two", "ships": [
    {"name": "Emma", "at": "Oslo", "cargo": 5, "orders": [
        {"do": "load", "tons": 2}, {"do": "transfer", "ship": "Berta", "tons": 6},
        {"do": "depart", "to": "Kiel"}, {"do": "arrive"}]},
    {"name": "Berta", "at": "Kiel"}]}
OSLO = '{"do": "depart", "to": "Oslo"}'


class WhatIf(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="whatif_cli_test_")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = str(self.folder / "run.reckon")
        self.branch = str(self.folder / "branch.reckon")
        scenario = self.folder / "two.json"
        scenario.write_text(json.dumps(SCENARIO), "utf-8")
        self.sail("deps", str(scenario))

    def sail(self, strategy: str, scenario: str, *more: str) -> None:
        result = run("run", "--strategy", strategy, "--scenario", scenario, *more, "-o", self.file)
        self.assertIn(result.code, (AS_PROMISED, CHECK_FAILED), result)

    def changed(self, *change: str, file: str | None = None) -> dict:
        result = run("whatif", file or self.file, *change, "--json")
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        return json.loads(result.out)

    def check_refused(self, code: int, message: str, *args: str) -> None:
        result = run("whatif", *args)
        self.assertEqual((result.code, result.out), (code, ""), result)
        self.assertIn(message, result.err)

    def test_a_hail_that_is_no_longer_sent(self) -> None:
        value = self.changed("--drop", "Emma@1")
        self.assertEqual(value["change"], {"kind": "drop", "at": "Emma@1", "order": None,
                                           "words": "Emma@1 dropped (load 2 t)"})
        self.assertEqual((value["events"], value["branch_events"], value["executed"]), (5, 3, 3))
        self.assertEqual([(one["event"], one["branch_event"], one["fate"])
                          for one in value["affected"]],
                         [("Emma@1", None, "dropped"), ("Emma@2", "Emma@1", "again"),
                          ("Emma@3", "Emma@2", "again"), ("Emma@4", "Emma@3", "again"),
                          ("Berta@1", None, "gone")])
        self.assertEqual(value["hails_withdrawn"],
                         [{"sender": "Emma@2", "ship": "Berta", "order": "take 6 t aboard",
                           "event": "Berta@1"}])
        self.assertEqual(value["hails_sent"], [])
        ships = {one["ship"]: one for one in value["affected_ships"]}
        self.assertEqual(ships["Emma"]["difference"], "4 t more; 1 refused more")
        self.assertEqual(ships["Berta"]["difference"], "6 t less")
        self.assertEqual((ships["Emma"]["diverged"], ships["Emma"]["returned"]), ("Emma@1", None))
        self.assertIs(value["brings_back"], True)
        self.assertIsNone(value["recording"])

    def test_a_hail_that_is_new(self) -> None:
        value = self.changed("--insert", "Emma@5",
                             '{"do": "hail", "ship": 1, "order": {"do": "follow", "ship": "Emma"}}')
        self.assertEqual([one["fate"] for one in value["affected"]], ["inserted", "landed"])
        self.assertEqual(value["hails_sent"], [{"sender": "Emma@5", "ship": "Berta",
                                                "order": "follow Emma", "event": "Berta@2"}])

    def test_text(self) -> None:
        result = run("whatif", self.file, "--replace", "Emma@3", OSLO, "-o", self.branch)
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        for words in ("Emma@3 replaced (depart for Kiel): depart for Oslo.",
                      "Carried out anew: 2 of 5 events in the branch", "as recorded",
                      "in the branch", "difference", f"branch: {self.branch}; go on with\n"):
            self.assertIn(words, result.out)
        self.assertLessEqual(max(map(len, result.out.splitlines()[:-2])), 80)

    def test_text_of_many_is_cut(self) -> None:
        self.sail("mutex", "convoy", "--ships", "30", "--orders", "40")
        result = run("whatif", self.file, "--insert", "Emma@1", '{"do": "load", "tons": 1}')
        value = self.changed("--insert", "Emma@1", '{"do": "load", "tons": 1}')
        self.assertGreater(len(value["affected"]), 20)
        self.assertIn(f"… and {len(value['affected']) - 20} more; --json has all.\n", result.out)

    def test_the_branch_is_a_recording(self) -> None:
        value = self.changed("--replace", "Emma@3", OSLO, "-o", self.branch)
        self.assertEqual(value["recording"], self.branch)
        back = self.changed("--replace", "Emma@3", '{"do": "depart", "to": "Kiel"}',
                            file=self.branch)
        ends = [[(one["ship"], one[key]) for one in which["affected_ships"]]
                for which, key in ((value, "recorded"), (back, "branch"))]
        self.assertEqual(ends[0], ends[1])

    def test_logs_of_every_kind(self) -> None:
        order = '{"do": "transfer", "ship": "Berta", "tons": 1}'
        for strategy in ("mutex", "mpsc", "lamport", "vector", "tree", "deps", "deps-strict"):
            with self.subTest(strategy):
                self.sail(strategy, "hail", "--ships", "4", "--orders", "50")
                value = self.changed("--insert", "Emma@20", order, "-o", self.branch)
                self.assertEqual(value["strategy"], strategy)
                undone = self.changed("--drop", "Emma@20", file=self.branch)
                self.assertEqual(undone["events"], value["branch_events"])
                self.assertEqual(undone["change"]["words"],
                                 "Emma@20 dropped (transfer 1 t to Berta)")

    def test_what_is_no_change(self) -> None:
        file = self.file
        for message, args in (
                ("Exactly 1 option from", [file]),
                ("Exactly 1 option from", [file, "--drop", "Emma@1", "--insert", "Emma@1", OSLO]),
                ('--drop: "Emma": expected an event, as SHIP@VERSION: Emma@1',
                 [file, "--drop", "Emma"]),
                ('--drop: "Nora@1": expected a ship\'s name, such as Emma, or index (0 to 1)',
                 [file, "--drop", "Nora@1"]),
                ('--drop: "2@1": expected a ship', [file, "--drop", "2@1"]),
                ('--drop: "Emma@-1": expected a version after the @',
                 [file, "--drop", "Emma@-1"]),
                ('--drop: "Emma@99999999999": expected a version',
                 [file, "--drop", "Emma@99999999999"]),
                ("the change: Emma@0: expected Emma@1 to Emma@4", [file, "--drop", "Emma@0"]),
                ("the change: Emma@6: expected Emma@1 to Emma@5, the last for its end",
                 [file, "--insert", "Emma@6", OSLO]),
                ("At least 2 required", [file, "--insert", "Emma@1"]),
                ("--insert: line 1, column 1: not JSON: expected an order in JSON",
                 [file, "--insert", "Emma@1", "depart"]),
                ('--replace: /to: "Atlantis": expected the name or UN/LOCODE',
                 [file, "--replace", "Emma@1", '{"do": "depart", "to": "Atlantis"}']),
                ('--replace: /ship: "Emma": expected another ship than Emma',
                 [file, "--replace", "Emma@1", '{"do": "follow", "ship": "Emma"}']),
                ('--replace: /do: "take": expected one of',
                 [file, "--replace", "Emma@1", '{"do": "take"}']),
                ("expected the name of a file", [file, "--drop", "Emma@1", "-o", ""])):
            with self.subTest(args=args[1:]):
                self.check_refused(BAD_INPUT, message, *args)

    def test_files_that_cannot_be_read_or_written(self) -> None:
        nowhere = str(self.folder / "none" / "x.reckon")
        self.check_refused(IO_ERROR, nowhere, nowhere, "--drop", "Emma@1")
        self.check_refused(IO_ERROR, nowhere, self.file, "--drop", "Emma@1", "-o", nowhere)
        self.check_refused(IO_ERROR, "/dev/full", self.file, "--drop", "Emma@1", "-o", "/dev/full")

    def test_nothing_recorded(self) -> None:
        result = run("run", "--strategy", "none", "-o", self.file)
        self.assertEqual(result.code, UNDECIDED, result)
        self.check_refused(BAD_INPUT, "reckon: ", self.file, "--drop", "Emma@1")

    def test_a_gateway(self) -> None:
        args = ["run", "--strategy", "deps", "--scenario", str(self.folder / "two.json")]
        result = run(*args, "--gateway", "berths")
        self.assertIn("\n  gateway: 1 arrival was given a berth\n", result.out)
        value = json.loads(run(*args, "--gateway", "berths", "--json").out)
        self.assertEqual((value["gateway"], value["effects"]), ("berths", 1))
        self.assertNotIn("gateway", json.loads(run(*args, "--json").out))
        result = run(*args, "--gateway", "tides")
        self.assertEqual(result.code, BAD_INPUT)
        self.assertIn("tides", result.err)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: whatif_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
