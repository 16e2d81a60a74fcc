#!/usr/bin/env python3
# Goal: what is written goes where it was said, whole or not at all, and never over what it is made
#       of.
# Method: the binary as a child process; files that may not grow, inputs under other names, names
#         that mean something to SQLite.
#         output_cli_test.py RECKON [OPTIONS OF UNITTEST]

import subprocess
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from cases import AS_PROMISED, BAD_INPUT, IO_ERROR, InFolder  # noqa: E402
from child import run, run_on_full_disk  # noqa: E402


class Outputs(InFolder):
    def setUp(self) -> None:
        super().setUp()
        self.recording = str(self.folder / "run.reckon")
        sailed = run("run", "--strategy", "deps", "--scenario", "hail", "-o", self.recording)
        self.assertEqual(sailed.code, AS_PROMISED, sailed)

    def test_files_that_may_not_grow(self) -> None:
        for command in (("export", self.recording, "--to", "jsonl"),
                        ("export", self.recording, "--to", "sqlite"),
                        ("whatif", self.recording, "--drop", "0@3"),
                        ("run", "--strategy", "deps", "--scenario", "hail")):
            with self.subTest(command):
                path = self.folder / "grown"
                result = run_on_full_disk(*command, "-o", str(path), blocks=40)
                self.assertEqual((result.code, result.out), (IO_ERROR, ""), result)
                self.assertIn(f"reckon: {path}: ", result.err)
                # A recording is written as it goes, and what there is of it is kept.
                self.assertEqual(path.exists(), command[0] == "run")
        self.assertEqual([p.name for p in self.folder.iterdir() if p.name.endswith(".part")], [])

    def test_nothing_is_written_over_what_it_is_made_of(self) -> None:
        lines = str(self.folder / "lines.jsonl")
        self.text(AS_PROMISED, "export", self.recording, "--to", "jsonl", "-o", lines)
        message = "reckon: --output: the file itself: expected another"
        fleet = str(self.folder / "fleet.json")
        Path(fleet).write_text(child.run("scenarios", "--print").out, encoding="utf-8")
        sail = ("--strategy", "deps", "--scenario", fleet)
        for name, command in ((fleet, ("run", *sail)), (fleet, ("hunt", *sail)),
                              (fleet, ("explore", *sail)),
                              (self.recording, ("export", self.recording, "--to", "jsonl")),
                              (self.recording, ("export", self.recording, "--to", "sqlite")),
                              (self.recording, ("whatif", self.recording, "--drop", "0@1")),
                              (self.recording, ("explain", self.recording)),
                              (lines, ("import", "jsonl", lines))):
            was = Path(name).read_bytes()
            link, hard = self.folder / "link", self.folder / "hard"
            link.symlink_to(name)
            hard.hardlink_to(name)
            for output in (name, str(Path(name).parent / "." / Path(name).name), str(link),
                           str(hard)):
                with self.subTest(command=command, output=output):
                    self.refused(BAD_INPUT, message, *command, "-o", output)
                    self.assertEqual(Path(name).read_bytes(), was)
            link.unlink()
            hard.unlink()

    def test_a_database_s_name_is_the_name_of_a_file(self) -> None:
        for name in ("file:run.sqlite", "file:x?mode=memory", ":memory:"):
            with self.subTest(name):
                child_ = subprocess.run([child.reckon, "export", self.recording, "--to", "sqlite",
                                         "-o", name], cwd=self.folder, capture_output=True,
                                        timeout=child.TIMEOUT_S, check=False)
                self.assertEqual((child_.returncode, child_.stderr), (AS_PROMISED, b""))
                self.assertTrue((self.folder / name).read_bytes().startswith(b"SQLite format 3"))


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: output_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
