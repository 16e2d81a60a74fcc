#!/usr/bin/env python3
# Goal: every command keeps the exit codes that the README promises.
# Method: a table with a line for each command that --help lists: how it goes well, how else it
#         ends, and what it reads and writes; each is run with a standard output and with files that
#         cannot be read or written.
#         exit_code_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import sys
import tempfile
import unittest
from pathlib import Path
from typing import NamedTuple

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import Result, run, run_on_full_disk, run_without_stdout  # noqa: E402
from help_text import commands  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)

SMALL = ["--ships", "2", "--orders", "3"]
VIEW = ["--scenario", "convoy", "--seed", "3", "--require", "view"]


class Ends(NamedTuple):
    """How a command ends. In its arguments words in capitals are files."""

    well: list[str]
    reads: str = ""          # Of the arguments, the file that it reads.
    writes: bool = False     # Whether it takes -o.
    absent: int = IO_ERROR   # When the file that it reads is not there.
    well_with_o: int = AS_PROMISED
    otherwise: tuple[tuple[int, list[str]], ...] = ()


COMMANDS = {
    "strategies": Ends([]),
    "scenarios": Ends(["--print", "--scenario", "SCENARIO"], "SCENARIO", absent=BAD_INPUT),
    "completion": Ends(["zsh"], otherwise=((BAD_INPUT, []), (BAD_INPUT, ["csh"]))),
    "run": Ends(["--strategy", "deps", "--scenario", "SCENARIO"], "SCENARIO", True, BAD_INPUT,
                otherwise=((UNDECIDED, ["--strategy", "none", *SMALL]),
                           (UNDECIDED, ["--strategy", "deps", "--memory", "1"]),
                           (BAD_INPUT, []))),
    "hunt": Ends(["--strategy", "deps", "--runs", "1", "--scenario", "SCENARIO"], "SCENARIO", True,
                 BAD_INPUT, UNDECIDED,
                 ((CHECK_FAILED, ["--strategy", "lossy", "--scenario", "solo"]),
                  (BAD_INPUT, ["--strategy", "none"]))),
    "matrix": Ends(["--strategies", "deps", "--classes", "solo", "--runs", "1", "--rounds", "0",
                    "--least-observed", "1", "--observe", "1", "--work", "2000"],
                   otherwise=((UNDECIDED, ["--strategies", "mutex", "--classes", "solo", "--runs",
                                           "1", "--runs-max", "1", "--rounds", "0",
                                           "--least-observed", "4294967295"]),)),
    "experiment": Ends(["EXPERIMENT"], "EXPERIMENT", True,
                       otherwise=((UNDECIDED, ["EXPERIMENT", "--memory", "1", "-o", "FEW"]),
                                  (BAD_INPUT, ["EXPERIMENT", "-o", "SCENARIO"]),
                                  (BAD_INPUT, ["SCENARIO"]))),
    "explore": Ends(["--strategy", "deps", "--scenario", "SCENARIO"], "SCENARIO", True, BAD_INPUT,
                    otherwise=((CHECK_FAILED, ["--strategy", "mpsc", *VIEW]),
                               (UNDECIDED, ["--strategy", "deps", "--schedules", "1"]))),
    "recover": Ends(["TORN"], "TORN", True, otherwise=((BAD_INPUT, ["SCENARIO"]),)),
    "reproduce": Ends(["RUN"], "RUN", otherwise=((CHECK_FAILED, ["CASE"]),
                                                  (BAD_INPUT, ["SCENARIO"]))),
    "shrink": Ends(["CASE"], "CASE", True,
                   otherwise=((UNDECIDED, ["WIDE", "--attempts", "1"]), (BAD_INPUT, ["SCENARIO"]))),
    "explain": Ends(["CASE"], "CASE", True, otherwise=((BAD_INPUT, ["SCENARIO"]),)),
    "replay": Ends(["RUN"], "RUN", otherwise=((UNDECIDED, ["NONE"]), (BAD_INPUT, ["SCENARIO"]))),
    "check": Ends(["RUN"], "RUN", otherwise=((UNDECIDED, ["NONE"]), (BAD_INPUT, ["SCENARIO"]),
                                              (AS_PROMISED, ["--from", "jsonl", "CLOCKS"]),
                                              (CHECK_FAILED, ["--from", "jsonl", "UNSOUND"]))),
    "state": Ends(["RUN"], "RUN", otherwise=((UNDECIDED, ["NONE"]),
                                              (BAD_INPUT, ["RUN", "--at", "Nobody@1"]))),
    "query": Ends(["RUN", "SELECT 1"], "RUN",
                  otherwise=((UNDECIDED, ["NONE", "SELECT 1"]), (BAD_INPUT, ["RUN", "SELECT"]))),
    "export": Ends(["RUN", "--to", "csv"], "RUN", True,
                   otherwise=((BAD_INPUT, ["RUN", "--to", "xml"]),)),
    "import": Ends(["jsonl", "LINES", "-o", "OUT"], "LINES", True,
                   otherwise=((BAD_INPUT, ["jsonl", "SCENARIO", "-o", "OUT"]),
                              (BAD_INPUT, ["jsonl", "LINES"]))),
    "tail": Ends(["RUN", "--once"], "RUN",
                 otherwise=((UNDECIDED, ["TORN", "--idle", "0"]), (UNDECIDED, ["NONE"]))),
    "whatif": Ends(["RUN", "--drop", "Emma@1"], "RUN", True,
                   otherwise=((BAD_INPUT, ["RUN"]), (BAD_INPUT, ["RUN", "--drop", "Nobody@1"]))),
}

CLOCKS = '{"host": "a", "clock": {"a": 1}}\n'
UNSOUND = CLOCKS + '{"host": "b", "clock": {"a": 2, "b": 1}}\n'
EXPERIMENT = """{"reckon": "experiment", "version": 1, "name": "small", "question": "?",
 "axes": {"strategy": ["deps"], "ships": [2], "orders": [3]}, "repetitions": 1}
"""


class ExitCodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(prefix="exit_code_test_")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        cls.files = {name: str(cls.folder / name.lower())
                     for name in ("SCENARIO", "RUN", "NONE", "TORN", "CASE", "WIDE", "LINES",
                                  "CLOCKS", "UNSOUND", "EXPERIMENT", "FEW", "OUT")}
        cls.write("SCENARIO", run("scenarios", "--print", *SMALL).out)
        run("run", "--strategy", "deps", "--scenario", cls.files["SCENARIO"], "-o",
            cls.files["RUN"])
        run("run", "--strategy", "none", *SMALL, "-o", cls.files["NONE"])
        Path(cls.files["TORN"]).write_bytes(Path(cls.files["RUN"]).read_bytes()[:-9])
        run("explore", "--strategy", "mpsc", *VIEW, "-o", cls.files["CASE"])
        run("explore", "--strategy", "mpsc", *VIEW, "--ships", "5", "--orders", "6", "--policy",
            "random", "-o", cls.files["WIDE"])
        cls.write("LINES", run("export", cls.files["RUN"], "--to", "jsonl").out)
        cls.write("CLOCKS", CLOCKS)
        cls.write("UNSOUND", UNSOUND)
        cls.write("EXPERIMENT", EXPERIMENT)

    @classmethod
    def write(cls, name: str, text: str) -> None:
        Path(cls.files[name]).write_text(text, "utf-8")

    def args(self, command: str, args: list[str], **other: str) -> list[str]:
        return [command, *((self.files | other).get(arg, arg) for arg in args)]

    def check(self, code: int, result: Result, args: list[str]) -> None:
        self.assertEqual(result.code, code, (args, result))
        if code in (BAD_INPUT, IO_ERROR):
            # Last, after what a filter says of its result.
            self.assertRegex(result.err, r"(?:\A|\n)reckon: .+\n(?:Try .+\n)?\Z", args)

    def test_every_command_has_its_line(self) -> None:
        self.assertEqual(set(COMMANDS), set(commands()))

    def test_well_and_otherwise(self) -> None:
        for command, ends in COMMANDS.items():
            for code, given in ((AS_PROMISED, ends.well), *ends.otherwise):
                args = self.args(command, given)
                with self.subTest(args=args):
                    self.check(code, run(*args), args)

    def test_an_option_that_there_is_not(self) -> None:
        for command, ends in COMMANDS.items():
            args = self.args(command, [*ends.well, "--nosuch"])
            with self.subTest(command=command):
                self.check(BAD_INPUT, run(*args), args)

    def test_a_file_that_is_not_there(self) -> None:
        for command, ends in COMMANDS.items():
            if not ends.reads:
                continue
            args = self.args(command, ends.well, **{ends.reads: str(self.folder / "absent")})
            with self.subTest(command=command):
                self.check(ends.absent, run(*args), args)
                self.assertIn("absent", run(*args).err)

    def test_a_standard_output_that_cannot_be_written(self) -> None:
        for command, ends in COMMANDS.items():
            for more in ([], ["--json"]):
                if command == "export" and more:
                    more = ["--json", "-o", self.files["OUT"]]
                args = self.args(command, [*ends.well, *more])
                with self.subTest(args=args), open("/dev/full", "wb") as full:
                    self.check(IO_ERROR, run(*args, stdout=full.fileno()), args)
                with self.subTest(args=args, stdout="closed"):
                    self.check(IO_ERROR, run_without_stdout(*args), args)

    def test_a_file_that_cannot_be_written(self) -> None:
        for command, ends in COMMANDS.items():
            if not ends.writes:
                continue
            fails = next((given for code, given in ends.otherwise if code == CHECK_FAILED), None)
            given = [arg for arg in fails or ends.well if arg not in ("-o", "OUT")]
            nowhere = str(self.folder / "none" / "out")
            for file in (nowhere, str(self.folder), "/dev/full"):
                args = self.args(command, [*given, "-o", file])
                with self.subTest(args=args):
                    self.check(IO_ERROR, run(*args), args)
            args = self.args(command, [*given, "-o", self.files["OUT"]])
            with self.subTest(args=args, disk="full"):
                Path(self.files["OUT"]).unlink(missing_ok=True)
                self.check(IO_ERROR, run_on_full_disk(*args), args)

    def test_a_file_that_can_be_written(self) -> None:
        for command, ends in COMMANDS.items():
            takes = "--output" in run(command, "--help").out
            self.assertEqual(takes, ends.writes, command)
            if takes:
                given = [arg for arg in ends.well if arg not in ("-o", "OUT")]
                args = self.args(command, [*given, "-o", self.files["OUT"]])
                # experiment goes on with what is there, if it is its own.
                Path(self.files["OUT"]).unlink(missing_ok=True)
                with self.subTest(args=args):
                    self.check(ends.well_with_o, run(*args), args)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: exit_code_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
