#!/usr/bin/env python3
# Goal: there is a manual page of reckon and of each command, which says all that --help says.
# Method: scripts/man.sh makes them; groff shows them, without a warning; options, summaries and
#         examples are looked for in what it shows.
#         man_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from help_text import commands, examples, options  # noqa: E402
from needed import need  # noqa: E402

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "man.sh"


def made(*args: str) -> subprocess.CompletedProcess:
    return subprocess.run([SCRIPT, *args], capture_output=True, text=True,
                          env=os.environ | {"RECKON": child.reckon}, timeout=child.TIMEOUT_S,
                          check=False)


def shown(page: Path) -> subprocess.CompletedProcess:
    """As plain text, wide enough that no line is broken."""
    return subprocess.run(["groff", "-ww", "-man", "-Tutf8", "-P-cbou", "-rLL=300n", page],
                          capture_output=True, text=True, timeout=child.TIMEOUT_S, check=False)


class Man(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory(prefix="man_test_")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name) / "man 1"
        done = made("-o", str(cls.folder))
        assert (done.returncode, done.stderr) == (0, ""), done
        cls.pages = {page.name: shown(page) for page in cls.folder.iterdir()}

    def text(self, page: str) -> str:
        return self.pages[page].stdout.replace("‐", "-").replace("−", "-")

    def test_a_page_each(self) -> None:
        self.assertEqual(set(self.pages),
                         {"reckon.1", *(f"reckon-{command}.1" for command in commands())})

    def test_no_warnings(self) -> None:
        for page, done in self.pages.items():
            with self.subTest(page=page):
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_every_option_is_named(self) -> None:
        for command in ([], *([each] for each in commands())):
            page = "-".join(["reckon", *command]) + ".1"
            found = [name for pair in options(*command) for name in pair.split(",")]
            self.assertIn("--help", found)
            for name in found:
                # At the beginning of its line, behind another name at most.
                with self.subTest(page=page, option=name):
                    self.assertRegex(self.text(page), rf"(?m)^ +(?:-\w, )?{name}(?![\w-])")

    def test_every_command_is_named(self) -> None:
        for command in commands():
            page = f"reckon-{command}.1"
            with self.subTest(page=page):
                summary = child.run(command, "--help").out.lstrip().partition("\n")[0]
                self.assertRegex(self.text(page),
                                 rf"NAME\n +reckon-{command} - {re.escape(summary)}\n")
                self.assertRegex(self.text(page), rf"SYNOPSIS\n +reckon {command} ")
                self.assertRegex(self.text("reckon.1"), rf"(?m)^ +{command}\b")
                self.assertIn(f"reckon-{command}(1)", self.text("reckon.1"))

    def test_examples_are_lines(self) -> None:
        for command in commands():
            told = examples(command)
            self.assertGreater(len(told), 0)
            lines = [line.strip() for line in self.text(f"reckon-{command}.1").splitlines()]
            for line in told:
                with self.subTest(command=command, line=line):
                    self.assertIn(line.strip(), lines)

    def test_a_commits_pages_are_the_same(self) -> None:
        again = self.folder.parent / "again"
        self.assertEqual(made("-o", str(again)).returncode, 0)
        for page in self.pages:
            self.assertEqual((again / page).read_bytes(), (self.folder / page).read_bytes())

    def test_bad_command_lines(self) -> None:
        for args in (["-x"], ["here"], ["-o"], ["-o", ""]):
            with self.subTest(args=args):
                done = made(*args)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("usage: scripts/man.sh", done.stderr)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: man_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    need("help2man", package="help2man")
    need("groff", package="groff-base")
    unittest.main()
