#!/usr/bin/env python3
# Goal: replay, check, state and query do of a recording what they say, and refuse what they must;
# the questions in the README of queries have answers.
# Method: the binary as a child process on recordings that it made.
#         query_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import csv
import io
import json
import re
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import run  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)
QUESTIONS = Path(__file__).resolve().parents[2] / "core" / "query" / "README.md"
# What chance may leave without an answer.
MAY_BE_EMPTY = ("WHERE overwritten", "FROM reads a JOIN reads b")

# A flagship that goes to sea and a ship that follows it into another port by hail.
FLEET = """{"reckon": "scenario", "version": 1, "name": "pair", "seed": 1,
 "ships": [
  {"name": "Emma", "at": "Aarhus", "cargo": 5,
   "orders": [{"do": "transfer", "ship": "Berta", "tons": 2}, {"do": "arrive"}]},
  {"name": "Berta", "at": "Malmö", "cargo": 0, "orders": []}],
 "sources": []}
"""


class Recorded(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(prefix="query_cli_test_")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        fleet = cls.folder / "fleet.json"
        fleet.write_text(FLEET, encoding="utf-8")
        cls.pair = cls.recorded("pair", "mutex", str(fleet))
        cls.partial = cls.recorded("partial", "deps", str(fleet))
        cls.nothing = cls.recorded("nothing", "none", str(fleet))
        cls.mixed = cls.recorded("mixed", "deps-strict", "mixed", "--ships", "8", "--orders",
                                 "10000", "--observe", "1", "--workers", "4", "--batch", "1")

    @classmethod
    def recorded(cls, name: str, strategy: str, scenario: str, *more: str) -> str:
        file = str(cls.folder / f"{name}.reckon")
        result = run("run", "--strategy", strategy, "--scenario", scenario, *more, "-o", file)
        assert result.code in (AS_PROMISED, UNDECIDED), result
        return file

    def json(self, code: int, *args: str) -> dict:
        result = run(*args, "--json")
        self.assertEqual((result.code, result.err), (code, ""), result)
        value = json.loads(result.out)
        self.assertEqual((value["command"], value["schema"]), (args[0], 1))
        return value

    def text(self, code: int, *args: str) -> str:
        result = run(*args)
        self.assertEqual((result.code, result.err), (code, ""), result)
        return result.out

    def refused(self, code: int, message: str, *args: str) -> None:
        result = run(*args)
        self.assertEqual((result.code, result.out), (code, ""), result)
        self.assertIn(message, result.err)
        self.assertRegex(result.err, r"\Areckon: .+\n(Try `reckon( \w+)? --help`\.\n)?\Z")


class Replay(Recorded):
    def test_ends_where_the_run_did(self) -> None:
        value = self.json(AS_PROMISED, "replay", self.pair)
        self.assertEqual((value["events"], value["unsent_hails"], value["strategy"]),
                         (3, 0, "mutex"))
        self.assertEqual(value["states"], [
            {"ship": "Emma", "version": 2, "port": "Aarhus", "bound": None, "cargo": 3,
             "miles": 0, "refused": 1},
            {"ship": "Berta", "version": 1, "port": "Malmö", "bound": None, "cargo": 2,
             "miles": 0, "refused": 0}])
        text = self.text(AS_PROMISED, "replay", self.pair)
        self.assertIn("pair under mutex: 3 events of 2 ships, replayed in ", text)
        self.assertRegex(text, r"\n  Emma +2  Aarhus +– +3 +0 +1\n")

    def test_threads_change_nothing(self) -> None:
        states = [self.json(AS_PROMISED, "replay", self.mixed, "--threads", n)["states"]
                  for n in ("1", "3")]
        self.assertEqual(states[0], states[1])

    def test_a_log_that_is_none(self) -> None:
        self.assertIn("cannot be replayed", self.text(UNDECIDED, "replay", self.nothing))
        self.assertIn("a recorded log", self.json(UNDECIDED, "replay", self.nothing)["refused"])

    def test_no_recording(self) -> None:
        for command in (["replay"], ["check"], ["state"]):
            self.refused(BAD_INPUT, "fleet.json: ", *command, str(self.folder / "fleet.json"))
            self.refused(IO_ERROR, "nosuch.reckon: ", *command, str(self.folder / "nosuch.reckon"))


class Check(Recorded):
    def test_as_run_judged_it(self) -> None:
        value = self.json(AS_PROMISED, "check", self.mixed, "--least-observed", "1")
        self.assertEqual((value["grade"], value["faithful"]), ("strict", "holds"))
        self.assertEqual(value["serializable"] is True, value["cycle"] is None)
        text = self.text(AS_PROMISED, "check", self.pair)
        self.assertIn("pair under mutex: 3 events of 2 ships, 0 sources, seed 1\n", text)
        self.assertIn("  view      ✓ holds\n", text)

    def test_few_observed_states_leave_strict_undecided(self) -> None:
        value = self.json(AS_PROMISED, "check", self.pair, "--least-observed", "4000000000")
        self.assertEqual(value["checks"]["strict"]["result"], "undecided")

    def test_a_failing_run(self) -> None:
        file = str(self.folder / "failing.reckon")
        hunted = run("hunt", "--strategy", "late-lock", "--scenario", "convoy", "-o", file)
        self.assertEqual(hunted.code, AS_PROMISED, hunted)
        value = self.json(CHECK_FAILED, "check", file)
        self.assertEqual(value["faithful"], "fails")

    def test_nothing_to_judge(self) -> None:
        value = self.json(UNDECIDED, "check", self.nothing)
        self.assertEqual((value["grade"], value["serializable"]), (None, None))
        for finding in value["checks"].values():
            self.assertEqual(finding, {"result": "undecided", "witness": "nothing was recorded"})
        text = self.text(UNDECIDED, "check", self.nothing)
        self.assertIn("grade: not known", text)
        self.assertEqual(text.count("nothing was recorded"), 1)


class State(Recorded):
    def versions(self, *args: str) -> dict[str, int]:
        value = self.json(AS_PROMISED, "state", *args)
        self.assertEqual(value["events_before"], sum(s["version"] for s in value["states"]))
        self.assertLessEqual(value["applied"], value["events_before"])
        return {state["ship"]: state["version"] for state in value["states"]}

    def test_cuts(self) -> None:
        for at, emma, berta in (("end", 2, 1), ("entry:0", 0, 0), ("Emma@0", 0, 0),
                                ("Emma@2", 2, 0), ("0@2", 2, 0), ("Berta@1", 1, 1),
                                ("Emma@2,Berta@1", 2, 1), ("cut:Emma@1", 1, 0),
                                ("cut:Emma@1,Berta@1", 1, 1), ("entry:3", 2, 1)):
            with self.subTest(at=at):
                self.assertEqual(self.versions(self.pair, "--at", at),
                                 {"Emma": emma, "Berta": berta})
        self.assertEqual(self.versions(self.pair), {"Emma": 2, "Berta": 1})
        self.assertEqual(self.versions(self.pair, "--at", "cut:Emma@1", "--rest", "end"),
                         {"Emma": 1, "Berta": 1})

    def test_text(self) -> None:
        text = self.text(AS_PROMISED, "state", self.pair, "--at", "Berta@1")
        self.assertIn("pair under mutex at Berta@1: 2 of 3 events\n", text)
        self.assertRegex(text, r"\n  Berta +1  Malmö +– +2 +0 +0\n")

    def test_refused(self) -> None:
        for at, message in (
                ("cut:Berta@1", "Berta@1 was hailed by Emma@1, which the cut lacks: expected a "
                                "consistent cut"),
                ("entry:4", "entry 4: expected 0 to 3, the log's last"),
                ("entry:", '"entry:": expected entry: and a whole number'),
                ("entry:-1", '"entry:-1": expected'),
                ("Emma", '"Emma": expected end, entry:N, SHIP@VERSION'),
                ("Emma@3", 'Emma@3: expected a version of Emma from 0 to 2'),
                ("Emma@", '"Emma@": expected a version of Emma'),
                ("Emma@18446744073709551616", "expected a version of Emma"),
                ("Nora@1", '"Nora@1": expected a ship\'s name or its index, 0 to 1'),
                ("2@1", '"2@1": expected a ship\'s name'),
                ("Emma@1,", '"": expected end'), ("", '"": expected end'),
                ("cut:", '"": expected end'),
                ("cut:Emma@1,Emma@0", '"cut:Emma@1,Emma@0": expected one version of Emma')):
            with self.subTest(at=at):
                self.refused(BAD_INPUT, f"reckon: --at: {message}" if at.startswith("cut:B")
                             else message, "state", self.pair, "--at", at)
        self.refused(BAD_INPUT, "a log that is a partial order: expected a ship's version",
                     "state", self.partial, "--at", "entry:1")
        self.assertIn("cannot be replayed", self.text(UNDECIDED, "state", self.nothing))


class Query(Recorded):
    def rows(self, file: str, sql: str) -> list:
        return self.json(AS_PROMISED, "query", file, sql)["rows"]

    def test_a_table(self) -> None:
        self.assertEqual(
            self.text(AS_PROMISED, "query", self.pair,
                      "SELECT ship, version, cargo, bound FROM states WHERE ship = 'Emma'"),
            "  ship  version  cargo  bound\n"
            "  Emma        0      5      –\n"
            "  Emma        1      3      –\n"
            "  Emma        2      3      –\n")

    def test_csv(self) -> None:
        out = self.text(AS_PROMISED, "query", self.pair, "--csv",
                        "SELECT 'a,b' AS \"x\"\"y\", NULL, '', 1, 0.5, 'c\nd'")
        self.assertEqual(list(csv.reader(io.StringIO(out))),
                         [['x"y', "NULL", "''", "1", "0.5", "'c\nd'"],
                          ["a,b", "", "", "1", "0.5", "c\nd"]])
        self.assertIn(',,"",', out)

    def test_json(self) -> None:
        value = self.json(AS_PROMISED, "query", self.pair,
                          "SELECT 9007199254740993 AS big, -9007199254740993, 9007199254740991, "
                          "9e999, x'00ff', NULL, 0.5")
        self.assertEqual(value["columns"][0], "big")
        self.assertEqual(value["rows"], [["9007199254740993", "-9007199254740993",
                                          9007199254740991, None, "00ff", None, 0.5]])

    def test_schema(self) -> None:
        schema = self.text(AS_PROMISED, "query", "--schema")
        tables = re.findall(r"^CREATE TABLE (\w+) \($", schema, re.MULTILINE)
        self.assertEqual(tables, ["events", "states", "reads", "hails", "cuts", "ships", "ports"])
        for line in schema.splitlines():
            self.assertTrue(not line.startswith("  ") or " -- " in line, line)
        for table in tables:
            columns = schema.split(f"CREATE TABLE {table} (")[1].split(");")[0]
            named = re.findall(r"^  (\w+) ", columns, re.MULTILINE)
            value = self.json(AS_PROMISED, "query", self.pair, f"SELECT * FROM {table} LIMIT 1")
            self.assertEqual(value["columns"], named)
        self.assertEqual(self.json(AS_PROMISED, "query", "--schema")["query_schema"], schema)

    def test_a_hail(self) -> None:
        self.assertEqual(
            self.rows(self.pair, "SELECT sender, sender_version, ship, version, kind, tons, sent "
                                 "FROM hails"),
            [["Emma", 1, "Berta", 1, "take", 2, 1]])

    def test_the_questions(self) -> None:
        questions = re.findall(r"```sql\n(.*?)```", QUESTIONS.read_text("utf-8"), re.DOTALL)
        self.assertGreaterEqual(len(questions), 12)
        for sql in questions:
            with self.subTest(sql=sql):
                start = time.monotonic()
                rows = self.rows(self.mixed, sql)
                self.assertLess(time.monotonic() - start, 30)
                if not any(words in sql for words in MAY_BE_EMPTY):
                    self.assertTrue(rows)

    def test_cargo_is_neither_made_nor_lost_by_hails(self) -> None:
        question = next(sql for sql in re.findall(r"```sql\n(.*?)```",
                                                  QUESTIONS.read_text("utf-8"), re.DOTALL)
                        if "AS aboard" in sql)
        for entries in (0, 1, 2, 3):
            rows = self.rows(self.pair, question.replace("100", str(entries)))
            self.assertEqual(sum(rows[0]), 5, entries)

    def test_a_state_by_query_is_that_by_cut(self) -> None:
        by_cut = self.json(AS_PROMISED, "state", self.mixed, "--at", "entry:5000")["states"]
        rows = self.rows(self.mixed, "SELECT ship, max(version), port, bound, cargo, miles, "
                                     "refused FROM states WHERE entry <= 5000 GROUP BY ship")
        self.assertEqual(sorted([list(state.values()) for state in by_cut]), rows)

    def test_refused(self) -> None:
        self.refused(BAD_INPUT, "reckon: SQL, byte 7: no such column: nosuch: expected one SELECT",
                     "query", self.pair, "SELECT nosuch FROM events")
        self.refused(BAD_INPUT, "not authorized", "query", self.pair, "ATTACH 'x' AS x")
        self.refused(UNDECIDED, "reckon: --timeout: 1 s are over", "query", self.pair, "--timeout",
                     "1", "SELECT count(*) FROM states a, states b, states c, states d, states e, "
                     "states f, states g, states h, states i, states j, states k")
        start = time.monotonic()
        self.refused(UNDECIDED, "reckon: --timeout: 1 s are over", "query", self.pair, "--timeout",
                     "1", "SELECT length(trim(replace(hex(zeroblob(400000)), '0', 'b'), "
                     "hex(zeroblob(40000)) || 'b'))")
        self.assertLess(time.monotonic() - start, 30)
        self.refused(UNDECIDED, "more than 1048576 rows: expected fewer, or --csv", "query",
                     self.pair, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                     "SELECT i FROM n")
        self.refused(BAD_INPUT, "--csv: given with --json", "query", self.pair, "SELECT 1",
                     "--csv", "--json")
        self.assertIn("cannot be replayed", self.text(UNDECIDED, "query", self.nothing, "SELECT 1"))

    def test_names_that_are_no_text_of_a_terminal(self) -> None:
        self.assertNotIn("\x1b", self.text(AS_PROMISED, "query", self.pair,
                                           "SELECT char(27) || '[31m' AS x"))


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: query_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
