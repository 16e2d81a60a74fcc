#!/usr/bin/env python3
# Goal: `run -o` keeps the run in a file, says so, and never says so wrongly.
# Method: the binary as a child process; the files it leaves, taken apart by their frame.
#         recording_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as
#         RECKON.

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from child import run  # noqa: E402
from frames import END, HEADER, LOG, OBSERVED, TRUTH, blocks, things  # noqa: E402

AS_PROMISED, CHECK_FAILED, BAD_INPUT, UNDECIDED, IO_ERROR = range(5)
INTERNAL_ERROR = 70
RUN = ["run", "--strategy", "deps", "--scenario", "mixed", "--ships", "3", "--orders", "5"]


class Recordings(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="recording_cli_test_")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "run.reckon"

    def left(self) -> list[str]:
        return sorted(os.listdir(self.folder))

    def check_refused(self, code: int, message: str, *args: str) -> None:
        result = run(*args)
        self.assertEqual((result.code, result.out), (code, ""), result)
        self.assertIn(message, result.err)
        self.assertEqual(result.err.count("\n"), 1, result.err)

    def test_text(self) -> None:
        result = run(*RUN, "-o", str(self.file))
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        self.assertIn(f"\n  recording: {self.file}, ", result.out)
        self.assertEqual(self.left(), ["run.reckon"])

    def test_json(self) -> None:
        args = [*RUN, "--publication", "release", "--json"]
        result = run(*args, "--output", str(self.file))
        self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        value = json.loads(result.out)
        self.assertEqual(value["recording"], str(self.file))
        content = self.file.read_bytes()
        found = blocks(content)
        self.assertEqual([kind for kind, _ in found if kind != OBSERVED],
                         [1, 2, 3, 4, 5, 6, 8, 7, 13, 255])
        about = json.loads(found[0][1])
        self.assertEqual(about, {"strategy": "deps", "publication": "release",
                                 "command_line": value["command_line"],
                                 "commit": value["commit"]})
        self.assertEqual(json.loads(found[1][1])["name"], "mixed")
        self.assertEqual(things(content, LOG), value["events"])
        self.assertEqual(things(content, TRUTH), value["events"])
        self.assertEqual(things(content, OBSERVED), value["observed_cuts"])
        self.assertEqual(len(content), value["recording_bytes"])
        self.assertNotIn("recording", json.loads(run(*args).out))

    def test_a_run_that_fails_or_has_no_verdict_is_kept_too(self) -> None:
        result = run("run", "--strategy", "none", "-o", str(self.file))
        self.assertEqual(result.code, UNDECIDED, result)
        self.assertIn(f"recording: {self.file}", result.out)
        self.assertEqual(things(self.file.read_bytes(), LOG), 0)
        result = run("run", "--strategy", "lossy", "--ships", "8", "--orders", "5000", "-o",
                     str(self.file))
        self.assertIn(result.code, (AS_PROMISED, CHECK_FAILED), result)
        self.assertEqual(blocks(self.file.read_bytes())[-1][0], END)

    def test_without_history(self) -> None:
        result = run(*RUN, "--no-history", "-o", str(self.file))
        self.assertEqual(result.code, UNDECIDED, result)
        content = self.file.read_bytes()
        self.assertGreater(things(content, LOG), 0)
        self.assertEqual(things(content, TRUTH), 0)

    def test_files_that_cannot_be_written(self) -> None:
        nowhere = str(self.folder / "none" / "run.reckon")
        for file in (nowhere, str(self.folder), "/dev/full"):
            with self.subTest(file=file):
                self.check_refused(IO_ERROR, f"reckon: {file}: ", *RUN, "-o", file)
        self.assertEqual(self.left(), [])
        self.assertTrue(Path("/dev/full").is_char_device())

    def test_no_name(self) -> None:
        result = run(*RUN, "-o", "")
        self.assertEqual((result.code, result.out), (BAD_INPUT, ""), result)
        self.assertIn("expected the name of a file", result.err)

    def test_a_file_of_the_same_name_is_replaced_only_by_a_whole_one(self) -> None:
        self.file.write_text("older")
        self.check_refused(BAD_INPUT, "--strategy", "run", "--strategy", "nosuch", "-o",
                           str(self.file))
        self.assertEqual(self.file.read_text(), "older")
        self.assertEqual(run(*RUN, "-o", str(self.file)).code, AS_PROMISED)
        self.assertTrue(self.file.read_bytes().startswith(b"\x89RECKON\n"))
        self.assertEqual(self.left(), ["run.reckon"])

    def test_a_fault_of_reckons_own(self) -> None:
        """A library that throws what nobody expects, where a recording's checksum is taken."""
        source, library = self.folder / "fault.cpp", self.folder / "fault.so"
        source.write_text("""
            #include <cstddef>
            #include <stdexcept>
            extern "C" unsigned long long XXH3_64bits(const void*, std::size_t) {
                throw std::runtime_error("pro\\nvoked");
            }""")
        subprocess.run(["c++", "-shared", "-fPIC", source, "-o", library], check=True, timeout=60)
        self.file.write_bytes(b"\x89RECKON\n" + bytes(HEADER))
        options = os.environ.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"
        env = child.environment(LD_PRELOAD=str(library), ASAN_OPTIONS=options)
        done = subprocess.run([child.reckon, "reproduce", self.file], capture_output=True, env=env,
                              text=True, timeout=child.TIMEOUT_S, check=False)
        self.assertEqual((done.returncode, done.stdout, done.stderr),
                         (INTERNAL_ERROR, "", "reckon: internal error: pro voked\n"))


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: recording_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
