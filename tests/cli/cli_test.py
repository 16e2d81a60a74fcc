#!/usr/bin/env python3
# Goal: scripts can rely on the command line: exit codes, one line on stderr that names the place,
#       JSON with the promised fields, and neither colours nor progress where there is no terminal.
# Method: the binary as a child process, with pipes, files, full devices and pseudo-terminals.
#         cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import json
import math
import re
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import (Result, run, run_on_terminal, run_without_stderr,  # noqa: E402
                   run_without_stdout)
from malformed import (BAD_COMMAND_LINES, BAD_FILES, BERTA, PRINT, RUN,  # noqa: E402
                       SMALL_MATRIX, scenario)

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)

class InFolder(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="cli_test_")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def file(self, text: str, name: str = "fleet.json") -> str:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def check_refused(self, result: Result, code: int, message: str) -> None:
        self.assertEqual(result.code, code, result)
        self.assertEqual(result.out, "")
        self.assertIn(message, result.err)
        self.assertRegex(result.err, r"\Areckon: .+\n(Try `reckon( \w+)? --help`\.\n)?\Z")


class Refusals(InFolder):
    def test_bad_command_lines(self) -> None:
        for args, code, message in BAD_COMMAND_LINES:
            with self.subTest(args=args):
                self.check_refused(run(*args), code, message)

    def test_bad_files(self) -> None:
        for text, place, message in BAD_FILES:
            file = self.file(text)
            for command in (RUN, PRINT):
                with self.subTest(command=command, text=text[:200]):
                    self.check_refused(run(*command, "--scenario", file), BAD_INPUT,
                                       f"reckon: {file}: {place}: {message}")

    def test_a_file_fixes_what_knobs_would(self) -> None:
        file = self.file(scenario(BERTA))
        for knob, value in [("--ships", "3"), ("--orders", "3"), ("--sources", "1"),
                            ("--source-orders", "3"), ("--skew", "0"), ("--share", "arrive=1")]:
            with self.subTest(knob=knob):
                self.check_refused(run(*RUN, "--scenario", file, knob, value), BAD_INPUT,
                                   f"reckon: {knob}: given beside a scenario file")

    def test_output_that_cannot_be_written(self) -> None:
        for args in (RUN, [*RUN, "--json"], PRINT, ["strategies"], ["scenarios", "--ports"],
                     SMALL_MATRIX, ["--help"], ["run", "--help"], ["--version"]):
            with self.subTest(args=args), open("/dev/full", "wb") as full:
                self.check_refused(run(*args, stdout=full.fileno()), IO_ERROR, "stdout: ")
            with self.subTest(args=args, stdout="closed"):
                self.check_refused(run_without_stdout(*args), IO_ERROR, "stdout: ")


    def test_nobody_hears_the_error(self) -> None:
        for redirection in ("2>&-", "2>/dev/full", ">&- 2>&- <&-"):
            for args, code in ((["bogus"], BAD_INPUT), ([*RUN, "--ships", "0"], BAD_INPUT),
                               (["run", "--strategy", "nosuch"], BAD_INPUT)):
                with self.subTest(redirection=redirection, args=args):
                    self.assertEqual(run_without_stderr(redirection, *args), code)


class ExitCodes(InFolder):
    def check_runs(self, code: int, *args: str) -> Result:
        result = run(*args)
        self.assertEqual(result.code, code, result)
        self.assertEqual(result.err, "")
        self.assertNotEqual(result.out, "")
        return result

    def test_as_promised(self) -> None:
        for args in (["strategies"], ["scenarios"], ["scenarios", "--ports"], PRINT, RUN,
                     [*RUN, "--scenario", "storm", "--publication", "release"],
                     [*RUN, "--orders", "0"],
                     [*RUN, "--seed", "18446744073709551615", "--memory", "4G", "--skew", "1"],
                     ["run", "--strategy", "mutex", "--scenario", "mixed", "--orders", "100"],
                     SMALL_MATRIX):
            with self.subTest(args=args):
                self.check_runs(AS_PROMISED, *args)

    def test_a_failed_check(self) -> None:
        # A race has to go wrong; on a long convoy it does nearly always.
        codes = []
        for seed in range(20):
            result = run("run", "--strategy", "mpsc", "--ships", "8", "--orders", "5000",
                         "--batch", "4", "--seed", str(seed))
            self.assertEqual(result.err, "")
            codes.append(result.code)
            if result.code == CHECK_FAILED:
                self.assertRegex(result.out, r"view +✗ fails")
                return
            self.assertEqual(result.code, AS_PROMISED, result)
        self.fail(f"no run of mpsc on a convoy failed: {codes}")

    def test_no_verdict(self) -> None:
        self.check_runs(UNDECIDED, "run", "--strategy", "none")
        self.check_runs(UNDECIDED, *RUN, "--no-history")

    def test_too_little_observed(self) -> None:
        # A matrix that cannot say whether a claim held is undecided; a run is still faithful.
        little = ["--least-observed", "4294967295"]
        matrix = ["matrix", "--strategies", "mutex", "--classes", "solo", "--runs", "1",
                  "--runs-max", "1", "--rounds", "0", "--orders", "10", *little]
        self.check_runs(UNDECIDED, *matrix)
        self.check_runs(AS_PROMISED, "run", "--strategy", "mutex", *little)

    def test_help_and_version(self) -> None:
        top = self.check_runs(AS_PROMISED, "--help").out
        self.assertIn("Exit codes: 0 as promised", top)
        commands = re.findall(r"^  (\w+) ", top.partition("Subcommands:\n")[2], re.MULTILINE)
        self.assertLessEqual({"strategies", "scenarios", "run", "matrix"}, set(commands))
        for command in commands:
            with self.subTest(command=command):
                text = self.check_runs(AS_PROMISED, command, "--help").out
                self.assertIn(f"Examples:\n  reckon {command}", text)
                self.assertNotIn("{false}", text)
                self.assertIn("--json", text)
                self.assertIn("--quiet", text)
        version = self.check_runs(AS_PROMISED, "--version").out
        self.assertRegex(version, r"\Areckon \d+\.\d+\.\d+ \(\S+\)\n\Z")


def without_nan(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


class Json(InFolder):
    def json(self, code: int, *args: str | bytes) -> dict:
        result = run(*args, "--json")
        self.assertEqual((result.code, result.err), (code, ""), result)
        value = json.loads(result.out, parse_constant=without_nan)
        self.assertEqual(value["command"], args[0])
        self.assertRegex(value["version"], r"\A\d+\.\d+\.\d+\Z")
        self.assertIs(type(value["schema"]), int)
        for key in ("commit", "compiler", "flags", "host", "command_line"):
            self.assertIs(type(value[key]), str, key)
        self.assertIs(type(value["cores"]), int)
        return value

    def check_checks(self, checks: dict) -> None:
        self.assertEqual(set(checks), {"complete", "final", "history", "view", "causal", "strict"})
        for check in checks.values():
            self.assertIn(check["result"], ("holds", "fails", "undecided"))
            if check["result"] != "holds":
                self.assertTrue(check["witness"])

    def test_strategies(self) -> None:
        found = {row["strategy"]: row for row in self.json(AS_PROMISED, "strategies")["strategies"]}
        self.assertLessEqual({"none", "mutex", "mpsc", "deps", "late-lock"}, set(found))
        for row in found.values():
            self.assertEqual(list(row["claims"]), ["solo", "hail", "convoy", "rendezvous"])
            self.assertTrue(row["summary"])
        self.assertEqual(found["mpsc"]["claims"], {"solo": "faithful", "hail": "faithful",
                                                   "convoy": "complete", "rendezvous": "complete"})
        self.assertEqual(found["late-lock"]["role"], "control")

    def test_scenarios(self) -> None:
        value = self.json(AS_PROMISED, "scenarios")
        self.assertEqual([row["scenario"] for row in value["scenarios"]],
                         ["solo", "hail", "convoy", "rendezvous", "storm", "mixed"])
        for row in value["scenarios"]:
            self.assertEqual(sum(row["shares"].values()), 100)
        self.assertNotIn("ports", value)
        ports = self.json(AS_PROMISED, "scenarios", "--ports")["ports"]
        self.assertGreaterEqual(len(ports), 40)
        self.assertIn({"name": "Malmö", "country": "Sweden", "locode": "SEMMA",
                       "latitude": 55.62, "longitude": 13.0}, ports)

    def test_run(self) -> None:
        value = self.json(AS_PROMISED, *RUN, "--scenario", "hail", "--ships", "5", "--orders",
                          "50", "--source-orders", "20", "--seed", "9", "--workers", "3")
        expected = {"strategy": "deps", "scenario": "hail", "class": "hail", "seed": 9, "ships": 5,
                    "sources": 2, "workers": 3, "policy": "free", "claim": "faithful",
                    "serializable": True, "cycle": None}
        self.assertEqual({key: value[key] for key in expected}, expected)
        self.assertIn(value["grade"], ("faithful", "strict"))
        self.check_checks(value["checks"])
        self.assertGreaterEqual(value["events"], 5 * 50 + 2 * 20)
        self.assertGreater(value["elapsed_ns"], 0)
        self.assertTrue(math.isclose(value["ns_per_event"], value["elapsed_ns"] / value["events"]))
        self.assertGreater(value["bytes_per_event"], 0)
        self.assertGreaterEqual(value["observed_cuts"], 0)

    def test_run_without_verdict(self) -> None:
        for args in (["run", "--strategy", "none"], [*RUN, "--no-history"]):
            with self.subTest(args=args):
                value = self.json(UNDECIDED, *args, "--ships", "3", "--orders", "10")
                self.assertIsNone(value["grade"])
                self.assertNotIn("checks", value)
                self.assertGreater(value["ns_per_event"], 0)

    def test_run_without_events(self) -> None:
        # Nothing to divide by.
        value = self.json(AS_PROMISED, *RUN, "--orders", "0")
        self.assertEqual((value["events"], value["ns_per_event"], value["bytes_per_event"]),
                         (0, 0, 0))

    def test_matrix(self) -> None:
        value = self.json(AS_PROMISED, *SMALL_MATRIX, "--seed", "3")
        self.assertEqual((value["seed"], value["ships"], value["policy"]), (3, 3, "free"))
        strategies = self.json(AS_PROMISED, "strategies")["strategies"]
        claims = {(row["strategy"], name): claim for row in strategies
                  if row["role"] != "baseline" for name, claim in row["claims"].items()}
        self.assertEqual({(cell["strategy"], cell["class"]): cell["claim"]
                          for cell in value["cells"]}, claims)
        for cell in value["cells"]:
            with self.subTest(strategy=cell["strategy"], on=cell["class"]):
                self.check_checks(cell["checks"])
                self.assertGreaterEqual(cell["runs"], 1)
                faithful = cell["grade"] in ("faithful", "strict")
                self.assertLessEqual(cell["failed_runs"], cell["runs"])
                self.assertEqual(cell["failed_runs"] == 0, faithful)
                self.assertGreaterEqual(cell["observed_cuts"], 1)
                failed = any(check["result"] == "fails" for check in cell["checks"].values())
                self.assertEqual(bool(cell["witness"]), failed)
                self.assertIsInstance(cell["witness"], str if failed else type(None))
        self.assertEqual([row["strategy"] for row in value["costs"]],
                         [row["strategy"] for row in strategies])
        for row in value["costs"] + value["runtime"]:
            self.assertGreater(row["ns_per_event"], 0)
            self.assertGreater(row["ratio_to_none"], 0)
            self.assertIsNone(row["spread"])  # Of two rounds there is none.
            self.assertGreaterEqual(row["finish_ns_per_event"], 0)
            self.assertGreaterEqual(row["bytes_per_event"], 0)
        self.assertEqual(value["costs"][0]["ratio_to_none"], 1)

    def test_rounds_enough_have_a_spread(self) -> None:
        value = self.json(AS_PROMISED, "matrix", "--strategies", "deps", "--classes", "solo",
                          "--runs", "1", "--orders", "40", "--least-observed", "1", "--rounds", "4",
                          "--cost-ships", "3", "--cost-orders", "50")
        for row in value["costs"] + value["runtime"]:
            for key in ("ns_per_event", "spread", "ratio_to_none", "ratio_spread"):
                self.assertIsInstance(row[key], float, key)

    def test_matrix_in_part(self) -> None:
        value = self.json(AS_PROMISED, *SMALL_MATRIX, "--strategies", "deps,mutex", "--classes",
                          "hail,convoy")
        self.assertEqual([(cell["strategy"], cell["class"]) for cell in value["cells"]],
                         [("deps", "hail"), ("deps", "convoy"),
                          ("mutex", "hail"), ("mutex", "convoy")])

    def test_names_turn_no_line_around(self) -> None:
        file = self.file(scenario(BERTA, ', "name": "x\u202ey"'))
        for command in (RUN, ["hunt", "--strategy", "deps", "--runs", "1"]):
            result = run(*command, "--scenario", file)
            self.assertTrue(result.out.startswith("x y under deps: "), result)

    def test_a_name_that_is_no_unicode(self) -> None:
        file = bytes(self.folder) + b"/\xff.json"
        Path(file.decode(errors="surrogateescape")).write_text(scenario(BERTA), encoding="utf-8")
        self.assertIn(".json", self.json(AS_PROMISED, *RUN, "--scenario", file)["command_line"])


class RoundTrip(InFolder):
    def test_print_then_run(self) -> None:
        for preset in ("solo", "hail", "convoy", "rendezvous", "storm", "mixed"):
            with self.subTest(preset=preset):
                printed = run(*PRINT, "--scenario", preset, "--ships", "4", "--orders", "20",
                              "--seed", "5", "--work", "10")
                self.assertEqual(printed.code, AS_PROMISED)
                file = self.file(printed.out)
                self.assertEqual(run(*PRINT, "--scenario", file), printed)
                self.assertEqual(run(*PRINT, "--scenario", "/dev/stdin", stdin=printed.out),
                                 printed)
                ran = run(*RUN, "--scenario", file, "--json")
                self.assertEqual(ran.code, AS_PROMISED, ran)
                value = json.loads(ran.out)
                self.assertEqual((value["scenario"], value["seed"], value["ships"],
                                  value["work_ns"]), (preset, 5, 4, 10))

    def test_seed_and_work_may_stand_beside_a_file(self) -> None:
        file = self.file(scenario(BERTA, ', "seed": 1, "work_ns": 2'))
        printed = run(*PRINT, "--scenario", file, "--seed", "3", "--work", "4")
        self.assertIn('"seed": 3, "work_ns": 4', printed.out)


PROGRESS = re.compile(r"\r\x1b\[K\[#*\.*\] \d+/\d+ \w+")
ESCAPE = "\x1b["


class Terminals(unittest.TestCase):
    def test_no_terminal(self) -> None:
        for args in (["strategies"], ["scenarios"], RUN, SMALL_MATRIX):
            with self.subTest(args=args):
                result = run(*args)
                self.assertEqual(result.err, "")
                self.assertNotIn("\x1b", result.out)
                self.assertNotIn("\r", result.out)

    def test_colours_on_a_terminal_that_wants_them(self) -> None:
        for args in (["strategies"], ["scenarios"], RUN, SMALL_MATRIX):
            plain = run_on_terminal(*args, out=True, NO_COLOR="1")
            for no_color in ({}, {"NO_COLOR": ""}):
                with self.subTest(args=args, **no_color):
                    result = run_on_terminal(*args, out=True, **no_color)
                    self.assertEqual(result.code, AS_PROMISED)
                    self.assertIn(ESCAPE, result.out)
            with self.subTest(args=args, NO_COLOR="1"):
                self.assertEqual(plain.code, AS_PROMISED)
                self.assertNotEqual(plain.out, "")
                self.assertNotIn("\x1b", plain.out)

    def test_json_has_no_colours(self) -> None:
        result = run_on_terminal(*RUN, "--json", out=True, err=True)
        self.assertEqual(json.loads(result.out)["command"], "run")

    def test_progress_is_for_a_terminal_on_stderr(self) -> None:
        shown = run_on_terminal(*SMALL_MATRIX, err=True)
        self.assertEqual(shown.code, AS_PROMISED)
        self.assertRegex(shown.err, PROGRESS)
        self.assertTrue(shown.err.endswith("\r\x1b[K"), "the bar is wiped away at the end")
        self.assertNotIn("\x1b", shown.out)
        elsewhere = run_on_terminal(*SMALL_MATRIX, out=True)
        self.assertEqual(elsewhere.err, "")
        self.assertNotRegex(elsewhere.out, PROGRESS)

    def test_quiet(self) -> None:
        self.assertEqual(run_on_terminal(*SMALL_MATRIX, "--quiet", err=True).err, "")


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
