#!/usr/bin/env python3
# Goal: replay, check and query with --streaming say what they say without, or that they cannot.
# Method: the binary as a child process on recordings that it made, both ways.
#         stream_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import run  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)
STRATEGIES = ("mutex", "lamport", "vector", "deps", "deps-strict")


class Streaming(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(prefix="stream_cli_test_")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.files = {strategy: cls.recorded(strategy, strategy) for strategy in STRATEGIES}

    @classmethod
    def recorded(cls, name: str, strategy: str, *more: str) -> str:
        file = str(cls.folder / f"{name}.reckon")
        result = run("run", "--strategy", strategy, "--scenario", "convoy", "--ships", "8",
                     "--orders", "2000", "--observe", "10", "-o", file, *more)
        assert result.code in (AS_PROMISED, CHECK_FAILED, UNDECIDED), result
        return file

    def json(self, *args: str) -> tuple[int, dict]:
        result = run(*args, "--json")
        self.assertEqual(result.err, "", result)
        return result.code, json.loads(result.out)

    def refused(self, code: int, message: str, *args: str) -> None:
        result = run(*args)
        self.assertEqual((result.code, result.out), (code, ""), result)
        self.assertIn(message, result.err)

    def test_a_replay_ends_in_the_same_states(self) -> None:
        for strategy, file in self.files.items():
            with self.subTest(strategy):
                whole_code, whole = self.json("replay", file)
                code, streamed = self.json("replay", file, "--streaming")
                self.assertEqual((code, whole_code), (AS_PROMISED, AS_PROMISED))
                self.assertEqual(streamed["states"], whole["states"])
                self.assertEqual(streamed["events"], whole["events"])
                text = run("replay", file, "--streaming")
                self.assertIn(f"convoy under {strategy}: ", text.out)

    def test_a_check_comes_to_the_same(self) -> None:
        for strategy, file in self.files.items():
            with self.subTest(strategy):
                whole_code, whole = self.json("check", file, "--least-observed", "1")
                code, streamed = self.json("check", file, "--least-observed", "1", "--streaming")
                self.assertEqual(code, whole_code)
                self.assertTrue(streamed["streaming"])
                for check, finding in streamed["checks"].items():
                    if finding["result"] == "undecided":
                        self.assertEqual(check, "strict")
                        continue
                    self.assertEqual(finding["result"], whole["checks"][check]["result"], check)
                self.assertIsNone(streamed["serializable"])

    def test_without_a_history_nothing_can_be_judged(self) -> None:
        file = self.recorded("plain", "deps", "--no-history")
        code, value = self.json("check", file, "--streaming")
        self.assertEqual((code, value["grade"]), (UNDECIDED, None))
        self.assertEqual(self.json("replay", file, "--streaming")[0], AS_PROMISED)

    def test_a_question_has_the_same_answer(self) -> None:
        for strategy, file in self.files.items():
            for sql in ("SELECT count(*) AS n, sum(was_refused), avg(version) FROM events",
                        "SELECT kind, count(*) FROM events GROUP BY kind ORDER BY kind",
                        "SELECT port, cargo FROM states WHERE ship = 'Emma' AND version = 500",
                        "SELECT read_ship, count(*) FROM reads GROUP BY read_ship ORDER BY 1"):
                with self.subTest(strategy, sql=sql):
                    whole = run("query", file, sql, "--csv")
                    streamed = run("query", file, sql, "--csv", "--streaming")
                    self.assertEqual(whole.code, AS_PROMISED, whole)
                    self.assertEqual(streamed, whole)

    def test_tables_that_need_the_whole_run(self) -> None:
        for table in ("hails", "cuts"):
            self.refused(BAD_INPUT, f"the table {table} can be had of a run in memory only",
                         "query", self.files["mutex"], f"SELECT * FROM {table}", "--streaming")

    def test_a_window_that_is_too_small(self) -> None:
        # One ship after the other, so that reads reach back to what has long been replaced.
        file = self.recorded("far", "deps", "--workers", "1", "--batch", "1000")
        narrow = ("--streaming", "--window", "1")
        for command in (["replay", file], ["query", file, "SELECT count(*) FROM events"]):
            self.refused(UNDECIDED, "a larger --window", *command, *narrow)
            self.assertEqual(run(*command, "--streaming").code, AS_PROMISED)
        code, value = self.json("check", file, *narrow)
        self.assertEqual(code, UNDECIDED)
        self.assertEqual(value["checks"]["complete"]["result"], "holds")
        self.assertEqual(value["checks"]["view"]["result"], "undecided")
        self.assertIn("a larger --window", value["checks"]["view"]["witness"])

    def test_what_does_not_go_together(self) -> None:
        self.refused(BAD_INPUT, "--streaming", "replay", self.files["deps"], "--streaming",
                     "--threads", "2")

    def test_no_recording(self) -> None:
        nothing = self.recorded("nothing", "none")
        self.assertEqual(run("replay", nothing, "--streaming").code, UNDECIDED)
        torn = self.folder / "torn.reckon"
        torn.write_bytes(Path(self.files["deps"]).read_bytes()[:-30])
        for command in (["replay", str(torn)], ["check", str(torn)],
                        ["query", str(torn), "SELECT 1"]):
            self.refused(BAD_INPUT, "torn.reckon: ", *command, "--streaming")
            self.refused(IO_ERROR, "nosuch", command[0], str(self.folder / "nosuch"),
                         *command[2:], "--streaming")


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: stream_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
