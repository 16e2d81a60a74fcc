#!/usr/bin/env python3
# Goal: the commands on cases: a case fails the same way each time, one gone stale or spoilt is
#       refused with the place, and what is shrunk is still a failure.
# Method: the binary as a child process, on cases that explore wrote, whole and edited.
#         case_cli_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import json
import sys
import time
import unittest
from pathlib import Path
from xml.etree import ElementTree

sys.dont_write_bytecode = True
import child  # noqa: E402
from cases import (AS_PROMISED, BAD_INPUT, CHECK_FAILED, IO_ERROR, UNDECIDED,  # noqa: E402
                   InFolder)
from child import run, run_on_full_disk, run_on_terminal  # noqa: E402


class Cases(InFolder):
    def setUp(self) -> None:
        super().setUp()
        self.case = self.failing_case()

    def edited(self, edit, name: str = "edited.case.json") -> str:
        value = json.loads(Path(self.case).read_text(encoding="utf-8"))
        edit(value)
        return self.file(json.dumps(value), name)

    def holding(self) -> str:
        """A case that expects no failure: of the same operations Emma looks after Berta has left
        and pushed."""
        def edit(value: dict) -> None:
            value["strategy"] = "mutex"
            value["schedule"] = {}
        path = self.edited(edit, "holds.case.json")
        met = self.json(AS_PROMISED, "reproduce", path, "--lenient")

        def expect(value: dict) -> None:
            edit(value)
            value["expect"] = {"checks": {name: each["result"]
                                          for name, each in met["checks"].items()},
                               "divergence": "", "operations": met["operations"],
                               "operations_hash": met["operations_hash"]}
        return self.edited(expect, "holds.case.json")

    def large(self) -> str:
        path = str(self.folder / "large.case.json")
        self.text(CHECK_FAILED, "explore", "--strategy", "mpsc", "--scenario", "convoy", "--ships",
                  "5", "--orders", "12", "--sources", "1", "--policy", "random", "--require",
                  "view", "-o", path)
        return path


class Reproduces(Cases):
    def test_text(self) -> None:
        text = self.text(CHECK_FAILED, "reproduce", self.case)
        self.assertRegex(text, r"\Aconvoy-2 under mpsc: 2 ships, 0 sources, 2 events, 5 visible")
        self.assertRegex(text, r"view +✗ fails, and is not claimed\n +Emma's 1st order")
        self.assertIn("grade: causal", text)
        self.assertIn("the run is serializable", text)
        self.assertIn("the same 1 time of 1, as the case expects", text)

    def test_many_times(self) -> None:
        start = time.monotonic()
        text = self.text(CHECK_FAILED, "reproduce", self.case, "--times", "1000")
        self.assertLess(time.monotonic() - start, 20)
        self.assertIn("the same 1000 times of 1000", text)
        self.assertEqual(self.json(CHECK_FAILED, "reproduce", self.case, "--times", "3")["times"],
                         3)

    def test_json(self) -> None:
        value = self.json(CHECK_FAILED, "reproduce", self.case)
        case = json.loads(Path(self.case).read_text(encoding="utf-8"))
        self.assertEqual((value["strategy"], value["scenario"], value["policy"], value["claim"]),
                         ("mpsc", "convoy-2", "repeat", "complete"))
        self.assertEqual((value["check"], value["end"], value["lenient"], value["skipped"]),
                         ("view", "complete", False, 0))
        self.assertEqual(value["witness"], case["expect"]["divergence"])
        self.assertEqual(value["operations_hash"], case["expect"]["operations_hash"])
        self.assertEqual({name: each["result"] for name, each in value["checks"].items()},
                         case["expect"]["checks"])
        for field in ("schedule", "events", "grade", "faithful", "serializable", "observed_cuts"):
            self.assertIn(field, value)
        self.assertIsNone(value["cycle"])

    def test_the_line_and_the_case_are_one_schedule(self) -> None:
        value = self.json(CHECK_FAILED, "reproduce", self.case)
        explored = self.json(CHECK_FAILED, "explore", "--strategy", "mpsc", "--scenario",
                             self.convoy, "--require", "view", "--policy", "repeat", "--schedule",
                             value["schedule"])
        self.assertEqual(explored["failure"]["witness"], value["witness"])

    def test_only_strict_fails(self) -> None:
        path = str(self.folder / "strict.case.json")
        self.text(CHECK_FAILED, "explore", "--strategy", "deps", "--scenario", self.convoy,
                  "--require", "strict", "-o", path)
        value = self.json(CHECK_FAILED, "reproduce", path)
        self.assertEqual((value["faithful"], value["check"]), ("holds", "strict"))

    def test_nothing_fails(self) -> None:
        self.assertIn("the same 1 time of 1", self.text(AS_PROMISED, "reproduce", self.holding()))

    def test_a_stopped_task(self) -> None:
        path = str(self.folder / "stopped.case.json")
        self.text(CHECK_FAILED, "explore", "--strategy", "mpsc", "--scenario", self.convoy,
                  "--stop", "s1.1", "--require", "complete", "-o", path)
        text = self.text(CHECK_FAILED, "reproduce", path)
        self.assertIn("Berta stops for good after 1 of its operations.", text)

    def test_stale(self) -> None:
        stale = "the case is stale: the code has changed since it was made"

        def no_hash(value: dict) -> None:
            value["expect"]["operations_hash"] = "0" * 32

        def more(value: dict) -> None:
            value["expect"]["operations"] += 1

        def checks(value: dict) -> None:
            value["expect"]["checks"]["causal"] = "fails"

        def divergence(value: dict) -> None:
            value["expect"]["divergence"] = "something else"

        for edit, place in ((no_hash, "operations_hash"), (more, "operations"),
                            (checks, "checks/causal"), (divergence, "divergence")):
            with self.subTest(place=place):
                file = self.edited(edit)
                error = self.refused(BAD_INPUT, f"reckon: {file}: /expect/{place}: ", "reproduce",
                                     file)
                self.assertIn(stale, error.err)

    def test_a_schedule_that_does_not_fit(self) -> None:
        def edit(value: dict) -> None:
            value["schedule"] = {"switches": [{"after": "ship Emma", "steps": 1, "next":
                                               "ship Berta"},
                                              {"after": "ship Berta", "steps": 2, "next":
                                               "ship Berta"}]}
        file = self.edited(edit)
        self.refused(BAD_INPUT, f"reckon: {file}: schedule, operation 4: Berta, which cannot move "
                     "then: expected Emma", "reproduce", file)
        text = self.text(CHECK_FAILED, "reproduce", file, "--lenient")
        self.assertIn("1 switches, readings of the clock or stops did not fit",
                      " ".join(text.split()))
        value = self.json(CHECK_FAILED, "reproduce", file, "--lenient")
        self.assertEqual((value["lenient"], value["skipped"]), (True, 1))

    def test_lenient_expects_nothing(self) -> None:
        def edit(value: dict) -> None:
            value["schedule"] = {}
        file = self.edited(edit)
        self.refused(BAD_INPUT, "the case is stale", "reproduce", file)
        value = self.json(AS_PROMISED, "reproduce", self.edited(
            lambda value: (edit(value), value.update(strategy="mutex"))), "--lenient")
        self.assertEqual(value["grade"], "strict")


class Explains(Cases):
    def test_text(self) -> None:
        text = self.text(AS_PROMISED, "explain", self.case)
        self.assertTrue(text.startswith("mpsc on convoy-2: view fails\n"), text)
        self.assertIn("read Berta at version 0 in the run", " ".join(text.split()))

    def test_json(self) -> None:
        value = self.json(AS_PROMISED, "explain", self.case)
        self.assertEqual((value["strategy"], value["scenario"], value["policy"]),
                         ("mpsc", "convoy-2", "repeat"))
        self.assertEqual(value["story"]["check"], "view")
        self.assertEqual(len(value["story"]["lines"]), 5)
        alone = run("explain", self.case, "--format", "json").out
        self.assertEqual(json.loads(alone), value["story"])

    def test_diagrams(self) -> None:
        self.assertTrue(run("explain", self.case, "--format", "mermaid").out
                        .startswith("sequenceDiagram\n"))
        drawn = run("explain", self.case, "--format", "svg")
        self.assertEqual((drawn.code, drawn.err), (AS_PROMISED, ""), drawn)
        self.assertTrue(ElementTree.fromstring(drawn.out).tag.endswith("svg"))

    def test_an_output(self) -> None:
        for form in ("text", "json", "mermaid", "svg"):
            with self.subTest(form=form):
                printed = run("explain", self.case, "--format", form)
                file = self.folder / f"story.{form}"
                self.assertEqual(self.text(AS_PROMISED, "explain", self.case, "--format", form,
                                           "-o", str(file)), "")
                self.assertEqual(file.read_text(encoding="utf-8"), printed.out)
        shown = run_on_terminal("explain", self.case, "-o", str(self.folder / "x"), out=True)
        self.assertEqual(shown.out, "")
        self.assertNotIn("\x1b", (self.folder / "x").read_text(encoding="utf-8"))
        self.refused(IO_ERROR, "reckon: /dev/full: ", "explain", self.case, "-o", "/dev/full")
        self.refused(BAD_INPUT, "expected the name of a file", "explain", self.case, "-o", "")

    def test_nothing_fails(self) -> None:
        self.assertIsNone(self.json(AS_PROMISED, "explain", self.holding())["story"]["check"])

    def test_bad_command_lines(self) -> None:
        self.refused(BAD_INPUT, '--format: "png": expected one of text, json, mermaid, svg',
                     "explain", self.case, "--format", "png")
        for form in ("text", "svg", "mermaid"):
            self.refused(BAD_INPUT, f"--format: {form}, given with --json: expected json",
                         "explain", self.case, "--json", "--format", form)
        self.json(AS_PROMISED, "explain", self.case, "--format", "json")
        stale = self.edited(lambda value: value["expect"].update(operations_hash="0" * 32))
        self.refused(BAD_INPUT, "the case is stale", "explain", stale)


class Refusals(Cases):
    def test_bad_files(self) -> None:
        whole = Path(self.case).read_text(encoding="utf-8")
        cut = self.file(whole[:len(whole) // 2], "cut.case.json")
        scenario = self.convoy
        luck = self.edited(lambda value: value.update(strategy="luck"), "luck.case.json")
        drain = self.edited(lambda value: value.update(drain=True), "drain.case.json")
        task = self.edited(lambda value: value["schedule"].update(
            stops=[{"task": "drain", "steps": 1}]), "task.case.json")
        for command in ("reproduce", "shrink", "explain"):
            for file, message in (
                    (cut, f"reckon: {cut}: line "),
                    (scenario, f'reckon: {scenario}: /reckon: "scenario": expected "case"'),
                    (luck, f'reckon: {luck}: /strategy: "luck": expected one of none, mutex'),
                    (drain, f"reckon: {drain}: /drain: true: expected false: mpsc has no"),
                    (task, f"reckon: {task}: /schedule/stops/0/task: ")):
                with self.subTest(command=command, file=file):
                    self.refused(BAD_INPUT, message, command, file)
            gone = str(self.folder / "gone.case.json")
            self.refused(IO_ERROR, f"reckon: {gone}: ", command, gone)
            self.refused(IO_ERROR, "a directory", command, str(self.folder))

    def test_what_a_file_says_stays_on_its_line(self) -> None:
        nasty = "a\0b\x1b[31m\u202ec\nd"
        key = self.edited(lambda value: value.update({nasty: 1}), "key.case.json")
        other = self.edited(lambda value: value["expect"].update(divergence=nasty))
        for command in ("reproduce", "explain"):
            self.refused(BAD_INPUT, f"{key}: /a b [31m c d: unknown key", command, key)
            error = self.refused(BAD_INPUT, "the case is stale", command, other).err
            self.assertNotRegex(error, "[\x00-\x09\x0b-\x1f\u202e]")

    def test_help_says_what_exit_codes_mean(self) -> None:
        for command in ("reproduce", "shrink", "explain"):
            told = " ".join(run(command, "--help").out.split())
            self.assertRegex(told, "Of a recording: .*3.* if no order of operations explains it")

    def test_bad_command_lines(self) -> None:
        for args, message in (
                (["reproduce"], "FILE is required"),
                (["shrink"], "FILE is required"),
                (["reproduce", self.case, "--times", "0"], '--times: "0": expected a whole'),
                (["reproduce", self.case, "--times", "2", "--lenient"],
                 "--times excludes --lenient"),
                (["reproduce", self.case, self.case], "not expected"),
                (["shrink", self.case, "-o", ""], "expected the name of a file"),
                (["shrink", self.case, "--seconds", "0"], '--seconds: "0": expected a whole')):
            with self.subTest(args=args):
                self.refused(BAD_INPUT, message, *args)


class Shrinks(Cases):
    def test_to_a_file(self) -> None:
        large = self.large()
        small = str(self.folder / "small.case.json")
        text = self.text(AS_PROMISED, "shrink", large, "-o", small)
        self.assertRegex(text, r"\Aconvoy under mpsc, made smaller\n +ships  sources  orders")
        self.assertRegex(text, r"before +5 +1 +72 ")
        self.assertRegex(text, r"after +2 +0 +[12] +")
        self.assertIn("nothing more can be dropped", text)
        self.assertIn(f"reckon explain {small}", text)
        value = self.json(CHECK_FAILED, "reproduce", small)
        self.assertEqual((value["check"], value["ships"]), ("view", 2))

    def test_to_standard_output(self) -> None:
        large = self.large()
        result = run("shrink", large)
        self.assertEqual(result.code, AS_PROMISED, result)
        self.assertEqual(json.loads(result.out)["reckon"], "case")
        self.assertIn("made smaller", result.err)
        self.assertEqual(run("shrink", large, "--quiet").err, "")
        piped = run("reproduce", "/dev/stdin", stdin=result.out)
        self.assertEqual((piped.code, piped.err), (CHECK_FAILED, ""), piped)

    def test_json(self) -> None:
        large = self.large()
        small = self.folder / "small.case.json"
        value = self.json(AS_PROMISED, "shrink", large, "-o", str(small))
        self.assertEqual((value["minimal"], value["case"], value["ships"]), (True, str(small), 2))
        self.assertEqual(value["smallest"], json.loads(small.read_text(encoding="utf-8")))
        self.assertEqual(set(value["before"]),
                         {"ships", "sources", "orders", "switches", "readings"})
        self.assertLess(value["after"]["orders"], value["before"]["orders"])
        self.assertGreater(value["attempts"], 0)
        self.assertTrue(value["witness"])
        self.assertIsNone(self.json(AS_PROMISED, "shrink", large)["case"])

    def test_the_check_that_is_asked_for(self) -> None:
        kept = str(self.folder / "final.case.json")
        text = self.text(CHECK_FAILED, "explore", "--strategy", "mpsc", "--scenario", self.convoy,
                         "--require", "final", "-o", kept)
        self.assertIn(f"reckon shrink {kept} --check final -o ", text)
        value = self.json(AS_PROMISED, "shrink", kept, "--check", "final")
        checks = value["smallest"]["expect"]["checks"]
        self.assertEqual((checks["complete"], checks["final"]), ("holds", "fails"))
        self.refused(BAD_INPUT, "reckon: --check: complete: expected a check that fails",
                     "shrink", kept, "--check", "complete")
        self.refused(BAD_INPUT, "--check: nonsense not in {complete,final,history,view,causal",
                     "shrink", kept, "--check", "nonsense")

    def test_twice_the_same(self) -> None:
        large = self.large()
        self.assertEqual(run("shrink", large).out, run("shrink", large).out)

    def test_what_is_minimal_stays(self) -> None:
        small = str(self.folder / "small.case.json")
        self.text(AS_PROMISED, "shrink", self.case, "-o", small)
        self.assertEqual(run("shrink", small).out, Path(small).read_text(encoding="utf-8"))

    def test_nothing_fails(self) -> None:
        file = self.holding()
        self.refused(BAD_INPUT, f"reckon: {file}: the case: no check fails", "shrink", file)

    def test_an_output_that_cannot_be_written(self) -> None:
        result = run("shrink", self.case, "-o", "/dev/full")
        self.assertEqual(result.code, IO_ERROR, result)
        self.assertIn("reckon: /dev/full: ", result.err)
        self.assertEqual(json.loads(result.out)["reckon"], "case", "it is not lost")

    def test_a_full_disk_leaves_the_case_that_was_there(self) -> None:
        before = Path(self.case).read_bytes()
        result = run_on_full_disk("shrink", self.case, "-o", self.case)
        self.assertEqual(result.code, IO_ERROR, result)
        self.assertEqual(json.loads(result.out)["reckon"], "case", "nor is the new one lost")
        self.assertEqual(Path(self.case).read_bytes(), before)
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()),
                         ["convoy-2.json", "convoy.case.json"])

    def test_progress_is_for_a_terminal_on_stderr(self) -> None:
        large = self.large()
        small = str(self.folder / "small.case.json")
        shown = run_on_terminal("shrink", large, "-o", small, err=True)
        self.assertRegex(shown.err, r"\] \d+/\d+ orders gone, \d+ attempts")
        self.assertEqual(run_on_terminal("shrink", large, "-o", small, "--quiet", err=True).err, "")

    def test_a_bound_that_ends_it(self) -> None:
        small = str(self.folder / "small.case.json")
        value = self.json(UNDECIDED, "shrink", self.large(), "--attempts", "3", "-o", small)
        self.assertEqual((value["minimal"], value["attempts"]), (False, 3))
        self.assertEqual(run("reproduce", small).code, CHECK_FAILED)

    def test_the_class_can_be_kept(self) -> None:
        path = str(self.folder / "rendezvous.case.json")
        self.text(CHECK_FAILED, "explore", "--strategy", "mpsc", "--scenario", "rendezvous",
                  "--orders", "6", "--policy", "random", "--require", "view", "-o", path)
        for more, kept in (([], "convoy"), (["--keep-class"], "rendezvous")):
            with self.subTest(more=more):
                self.assertEqual(self.json(AS_PROMISED, "shrink", path, *more)["class"], kept)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        child.reckon = sys.argv.pop(1)
    if not Path(child.reckon).is_file():
        sys.exit("usage: case_cli_test.py RECKON [OPTIONS OF UNITTEST]")
    child.reckon = str(Path(child.reckon).resolve())
    unittest.main()
