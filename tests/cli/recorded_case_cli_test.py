#!/usr/bin/env python3
# Goal: what failed in the wild fails again under control: a recording is a case.
# Method: free runs until one fails, recorded; then reproduced, shrunk, cut and spoilt.
#         recorded_case_cli_test.py RECKON UNEXPLAINED_RUN [OPTIONS OF UNITTEST]

import json
import subprocess
import sys
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import child  # noqa: E402
from cases import AS_PROMISED, BAD_INPUT, CHECK_FAILED, UNDECIDED, InFolder  # noqa: E402
from child import run  # noqa: E402


class Recordings(InFolder):
    def wild(self, strategy: str, *more: str) -> tuple[str, dict]:
        """The recording of a run that failed, and its result: a race has to go wrong."""
        path = str(self.folder / "wild.reckon")
        for seed in range(50):
            result = run("run", "--strategy", strategy, "--ships", "8", "--orders", "2000",
                         "--batch", "4", "--seed", str(seed), *more, "-o", path, "--json")
            if result.code == CHECK_FAILED:
                return path, json.loads(result.out)
            self.assertEqual((result.code, result.err), (AS_PROMISED, ""), result)
        self.fail(f"no run of {strategy} failed")

    def test_from_the_wild_to_a_small_case(self) -> None:
        path, ran = self.wild("mpsc")
        value = self.json(CHECK_FAILED, "reproduce", path)
        for field in ("strategy", "scenario", "events", "serializable"):
            self.assertEqual(value[field], ran[field], field)
        for check in ("complete", "final", "history", "view", "causal"):
            self.assertEqual(value["checks"][check], ran["checks"][check])
        small = str(self.folder / "small.case.json")
        shrunk = self.json(AS_PROMISED, "shrink", path, "-o", small)
        self.assertEqual((shrunk["before"]["ships"], shrunk["before"]["orders"]), (8, 16_000))
        # Nothing can be dropped from a chain of three, if that is what is found first.
        self.assertTrue(shrunk["minimal"])
        self.assertLessEqual(shrunk["after"]["ships"], 3)
        self.assertLessEqual(shrunk["after"]["orders"], 4)
        self.assertIn("the same 10 times of 10",
                      self.text(CHECK_FAILED, "reproduce", small, "--times", "10"))

    def test_through_a_pipe(self) -> None:
        path, _ = self.wild("mpsc")
        piped = subprocess.run([child.reckon, "reproduce", "/dev/stdin"], capture_output=True,
                               input=Path(path).read_bytes(), timeout=child.TIMEOUT_S, check=False)
        self.assertEqual((piped.returncode, piped.stderr), (CHECK_FAILED, b""), piped)

    def test_a_pipe_brings_all_of_a_long_recording(self) -> None:
        """Longer than a case may be: what is then wrong with it is at its end."""
        path = str(self.folder / "long.reckon")
        self.json(AS_PROMISED, "run", "--strategy", "mutex", "--ships", "2", "--orders", "5", "-o",
                  path)
        whole, more = Path(path).stat().st_size, 300 << 20
        with Path(path).open("r+b") as file:
            file.truncate(whole + more)
        with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as cat:
            piped = subprocess.run([child.reckon, "reproduce", "/dev/stdin"], stdin=cat.stdout,
                                   capture_output=True, text=True, timeout=child.TIMEOUT_S,
                                   check=False)
        self.assertEqual(piped.returncode, BAD_INPUT, piped)
        self.assertIn(f"byte {whole}: {more} more bytes: expected the end of the file",
                      piped.stderr)

    def unexplained(self) -> str:
        """A recording whose run no order of operations explains."""
        path = str(self.folder / "unexplained.reckon")
        subprocess.run([unexplained_run, path], timeout=child.TIMEOUT_S, check=True)
        return path

    def test_what_no_order_explains_is_told_in_the_format_asked_for(self) -> None:
        path = self.unexplained()
        alone = run("explain", path, "--format", "json")
        self.assertEqual((alone.code, set(json.loads(alone.out))),
                         (UNDECIDED, {"recording", "schedule", "circle"}))
        file = self.folder / "story"
        for form in ("text", "json"):
            printed = run("explain", path, "--format", form)
            self.assertEqual(self.text(UNDECIDED, "explain", path, "--format", form, "-o",
                                       str(file)), "")
            self.assertEqual(file.read_text(encoding="utf-8"), printed.out)
        drawn = run("explain", path, "--format", "svg")
        self.assertEqual((drawn.code, drawn.out), (UNDECIDED, ""))
        self.assertIn("No order of whole operations explains this run", drawn.err)

    def test_a_run_that_holds(self) -> None:
        path = str(self.folder / "held.reckon")
        self.json(AS_PROMISED, "run", "--strategy", "mutex", "--ships", "4", "--orders", "50", "-o",
                  path)
        self.assertIn("strict    ✓ holds", self.text(AS_PROMISED, "reproduce", path))
        self.refused(BAD_INPUT, f"reckon: {path}: the case: no check fails", "shrink", path)

    def test_no_order_of_operations_explains_it(self) -> None:
        """With release and acquire, two ships can each miss what the other just published."""
        path = self.unexplained()
        for command in ("reproduce", "shrink", "explain"):
            text = self.text(UNDECIDED, command, path)
            self.assertIn("No order of whole operations explains this run", text)
            self.assertRegex(text, r"is\s+published\s+after")
            circle = self.json(UNDECIDED, command, path)["circle"]
            self.assertEqual(circle, "Anna@1 is published after Berta@2 has read Anna@0; "
                                     "Berta@1 is published after Anna@2 has read Berta@0")

    def test_release_and_acquire_lift_unless_there_is_a_circle(self) -> None:
        path = str(self.folder / "wild.reckon")
        for seed in range(3):
            self.json(AS_PROMISED, "run", "--strategy", "deps", "--ships", "2", "--orders", "5000",
                      "--publication", "release", "--seed", str(seed), "-o", path)
            result = run("reproduce", path, "--json")
            self.assertIn(result.code, (AS_PROMISED, UNDECIDED), result)
            self.assertEqual("circle" in json.loads(result.out), result.code == UNDECIDED, result)

    def test_what_is_lost_cannot_be_lifted(self) -> None:
        path, _ = self.wild("lossy", "--scenario", "solo")
        self.refused(BAD_INPUT, "what a strategy lost depends on what is not recorded",
                     "reproduce", path)

    def test_spoilt(self) -> None:
        path, _ = self.wild("mpsc")
        whole = Path(path).read_bytes()
        Path(path).write_bytes(whole[:len(whole) // 2])
        for command in ("reproduce", "shrink", "explain"):
            self.refused(BAD_INPUT, f"reckon: {path}: ", command, path)


if __name__ == "__main__":
    programs = sys.argv[1:3]
    if len(programs) < 2 or not all(Path(program).is_file() for program in programs):
        sys.exit("usage: recorded_case_cli_test.py RECKON UNEXPLAINED_RUN [OPTIONS OF UNITTEST]")
    del sys.argv[1:3]
    child.reckon, unexplained_run = (str(Path(program).resolve()) for program in programs)
    unittest.main()
