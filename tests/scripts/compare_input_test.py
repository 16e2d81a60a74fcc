#!/usr/bin/env python3
"""Goal: what compare.py cannot compare it refuses, with place, value and what was expected.
Method: each kind of bad input, of results that do not belong together, and of Python; exit codes.

    compare_input_test.py PATH-OF-RECKON
"""

import json
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
import made_results as made
from made_results import InFolder, around

from measured.debian_python import DEBIAN, require

require("numpy", "scipy.stats")
sys.argv.pop()  # The program: these results are made up.

GOOD = made.bench({"x": around(100)})
RUN = json.dumps(made.run(100))


def changed(results: dict, **changes: object) -> dict:
    return {**results, **changes}


def nan_in(measure: str) -> dict:
    results = made.bench({"x": around(100)})
    results["benchmarks"][3][measure] = float("nan")
    return results


# What is compared with good results of its kind, and what is then said.
BAD: list[tuple[object, object, str]] = [
    (GOOD, "", "b: empty: expected results of a bench, of `reckon matrix --json` or of "
     "`reckon run --json`; did a filter match nothing?"),
    (GOOD, " \n\t\n", "b: empty"),
    (GOOD, "ns/event\n", 'b:1:1: no JSON at "ns/event"'),
    (GOOD, json.dumps(GOOD)[:400], "the file ends inside an object: expected the rest of it"),
    (GOOD, json.dumps(GOOD, indent=1)[:300], "the file ends inside an object"),
    (RUN, RUN + "\n" + RUN[:100], "b:2:"),
    (RUN, RUN + "\n" + RUN[:100], "the file ends inside an object"),
    (RUN, RUN + "\n}", 'b:2:1: no JSON at "}"'),
    (GOOD, "[1, 2]", "b:1: [1, 2]: expected an object"),
    (GOOD, "[" * 100_000, "b:1: "),
    (GOOD, changed(GOOD, benchmarks=[]), "b: no rows: expected at least one"),
    (GOOD, changed(GOOD, benchmarks=GOOD["benchmarks"][9:]), "b: no rows"),
    (GOOD, changed(GOOD, benchmarks={}), "b: benchmarks: {}: expected a list of rows"),
    (GOOD, changed(GOOD, benchmarks=[{"real_time": 1}]),
     'b: benchmarks[0]: {"real_time": 1}: expected a row with its name'),
    (GOOD, changed(GOOD, context=None), "b: context: null: expected an object"),
    (GOOD, nan_in("ns_per_event"), "b: x: repetition 3: ns_per_event: NaN: expected a number, not "
     "below 0; Google Benchmark writes NaN for a counter that stays zero"),
    (GOOD, made.bench({"x": [1, float("inf")]}), "ns_per_event: Infinity: expected a number"),
    (GOOD, made.bench({"x": [1, -1]}), "b: x: repetition 1: ns_per_event: -1: expected a number"),
    (GOOD, made.bench({"x": [1, "2"]}), 'ns_per_event: "2": expected a number'),
    (GOOD, made.bench({"x": [1, True]}), "ns_per_event: true: expected a number"),
    (GOOD, made.bench({"y": [1]}), "b: no row of a is in it: expected rows in common, such as x"),
    (GOOD, RUN, "b: runs of reckon: expected results of Google Benchmark, as a has"),
    (RUN, {"command": "hunt"}, 'b:1: command: "hunt": expected run, or matrix alone'),
    (RUN, {}, "b:1: command: null: expected run"),
    (RUN, made.run(1, schema=2), "b:1: schema: 2: expected 1, as reckon writes it"),
    (RUN, made.run(1, strategy=None), "b:1: strategy: null: expected the name of a strategy"),
    (RUN, made.run(1, cell=[1]), "b:1: cell: [1]: expected an object of plain values"),
    (RUN, made.run(1, cell={"ships": [1]}), "expected an object of plain values"),
    (RUN, made.run(1, cell={"ships": float("nan")}), 'b:1: cell: {"ships": NaN}: expected an'),
    (made.matrix([], [("deps", 1)]), made.matrix([made.cell("deps", failed=26)], []),
     "b:1: cells[0]: failed_runs: 26: expected at most its runs, 25"),
    (RUN, made.run(1, grade="good"), 'b:1: grade: "good": expected one of lost, complete'),
    (RUN, made.run(1, checks={}), "b:1: checks.complete.result: null: expected one of holds"),
    (RUN, made.run(float("nan")), "repetition 0: ns_per_event: NaN: expected a number"),
    (RUN, [{**made.run(1), "ns_per_event": "fast"}], 'ns_per_event: "fast"'),
    (RUN, made.run(10 ** 400), "ns_per_event: 1000"),
    (RUN, made.runs([1.7e308, 1.7e308]), "ns_per_event: 1.7e+308: expected a number"),
    (GOOD, made.bench({"x": [1, 2]}, family_index="1"),
     'b: benchmarks[0]: family_index: "1": expected a whole number'),
    (GOOD, made.bench({"x": [1, 2]}, time_unit=[]), "b: benchmarks[0]: time_unit: []: expected a"),
    (RUN, made.runs([1]) * 2, "b:2: repetition: 0 of deps/"),
    (made.matrix([], [("deps", 1)]), made.matrix([], []), "b: no rows"),
    (made.matrix([], [("deps", 1)]),
     made.matrix([made.cell("deps", made.COMPLETE), made.cell("deps")], []),
     'b:1: cells[1]: "cell/deps/convoy" again: expected each row once'),
    (made.matrix([], [("deps", 1)]), made.matrix([], [("deps", 9), ("deps", 1)]),
     'b:1: costs[1]: "cost/deps" again: expected each row once'),
    (made.matrix([], [("deps", 1)]), made.matrix([{}], []),
     "b:1: cells[0]: {}: expected an object with its strategy"),
    (made.matrix([], [("deps", 1)]), changed(made.matrix([], []), cells=None), "b:1: cells: null"),
    (made.matrix([], [("deps", 1)]), made.matrix([made.cell("deps", {})], []),
     "b:1: cells[0]: grade: null: expected the grade of the cell"),
    (made.matrix([], [("deps", 1)]), [made.matrix([], [])] * 2,
     "b:2: another document: expected a matrix alone in its file"),
]


class BadInput(InFolder):
    def refused(self, done: subprocess.CompletedProcess, message: str):
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertIn(message, done.stderr)
        self.assertNotIn("Traceback", done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_each_kind_is_refused_with_its_place(self):
        for before, after, message in BAD:
            with self.subTest(message):
                done = self.compare(before, after)
                self.refused(done, message)
                self.assertTrue(done.stderr.startswith("compare: b"), done.stderr)

    def test_files_that_cannot_be_read(self):
        good = self.write("good", GOOD)
        (self.folder / "latin").write_bytes(b'{"a": "\xe5"}')
        for name, message in (("none", "none: no such file or directory: expected a file of"),
                              (".", ".: is a directory: expected a file of results"),
                              ("latin", "latin: byte 7: not UTF-8")):
            for order in ((name, good), (good, name)):
                self.refused(self.run_script("compare.py", *order), message)

    def test_a_nan_that_nobody_compares_does_no_harm(self):
        self.assertEqual(self.compare(GOOD, nan_in("observed")).returncode, 0)
        done = self.compare(GOOD, nan_in("observed"), "--measure", "observed")
        self.refused(done, "observed")

    def test_a_measure_that_no_row_has(self):
        self.refused(self.compare(GOOD, GOOD, "--measure", "knots"),
                     "b: no row in common can be compared: x: no knots")

    def test_runs_of_so_many_more_events_had_other_orders(self):
        short, long = (made.runs([1] * 9, events=events) for events in (894, 53_360))
        for before, after, said in ((short, long, "894 in A, 53,360 in B"),
                                    (long, short, "53,360 in A, 894 in B")):
            done = self.compare(before, after)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(f"compare: not the same: events of deps: {said}", done.stderr)
            self.assertEqual(self.compare(before, after, "--force").returncode, 0)
        # Seeds differ in how many orders come to anything.
        self.assertEqual(self.compare(short, made.runs([1] * 9, events=1200)).returncode, 0)

    def test_wrong_options(self):
        for options in (["--fail-above", "5"], ["--fail-above", "-5%"], ["--least-effect", "x%"],
                        ["--format", "html"], ["--fast"], ["third"]):
            done = self.compare(GOOD, GOOD, *options)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("'5': expected a percentage, such as 5%",
                      self.compare(GOOD, GOOD, "--fail-above", "5").stderr)
        self.assertEqual(self.run_script("compare.py", self.write("a", GOOD)).returncode, 2)


class Output(InFolder):
    def test_names_that_steer_a_terminal_do_not(self):
        name = "x\x1b[2J\u202e\ud800"
        results = made.bench({name: around(100)})
        done = self.compare(results, results)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("x [2J \ufffd  100", done.stdout)
        self.assertEqual(self.compared(results, results)["rows"][0]["row"], name)
        done = self.compare(results, made.bench({"y": [1]}))
        self.assertIn("such as x [2J", done.stderr)

    def test_a_locale_without_signs(self):
        results = self.write("a", GOOD)
        done = self.run_script("compare.py", results, results, python=(
            "env", "LC_ALL=POSIX", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=0", sys.executable))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("1.000", done.stdout)

    def test_output_that_cannot_be_written_is_no_fall(self):
        self.write("a", GOOD)
        for redirection in (">/dev/full", ">&-"):
            done = self.run_script("compare.py", "a", "a", python=(
                "sh", "-c", f'exec "$0" "$@" {redirection}', sys.executable))
            self.assertEqual(done.returncode, 2, done.stderr)
            self.assertIn("compare: standard output: ", done.stderr)

    def test_results_of_several_commits_are_warned_of(self):
        lines = made.runs([1, 2])
        lines[1]["commit"] = "def"
        done = self.compare(lines, made.runs([1, 2]))
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stderr, "compare: warning: a has results of several commits: abc, "
                         "def\n")


class OtherMachines(InFolder):
    def test_each_difference_needs_force(self):
        for key, value, name in (
                ("host_name", "pier", "host"), ("num_cpus", 64, "cores"), ("cpu", "6502", "cpu"),
                ("compiler", "clang 14", "compiler"), ("flags", "-O3", "flags"),
                ("library_build_type", "debug", "build_type"), ("events", "9", "events")):
            with self.subTest(key):
                other = made.bench({"x": around(100)}, {key: value})
                done = self.compare(GOOD, other)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn(f"compare: not the same: {name}: ", done.stderr)
                self.assertIn("--force compares them", done.stderr)
                done = self.compare(GOOD, other, "--force")
                self.assertEqual(done.returncode, 0)
                self.assertIn("compare: warning: forced", done.stderr)
                self.assertIn(f"Forced, though these differ:\n  {name}: ", done.stdout)
                self.assertTrue(self.compared(GOOD, other, "--force")["forced"])

    def test_force_is_no_warning_where_all_is_the_same(self):
        done = self.compare(GOOD, GOOD, "--force")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertFalse(self.compared(GOOD, GOOD, "--force")["forced"])

    def test_another_commit_is_what_is_compared(self):
        self.assertEqual(self.compare(GOOD, made.bench({"x": [1]}, {"commit": "def"})).returncode,
                         0)

    def test_settings_that_a_row_does_not_name(self):
        a = made.matrix([made.cell("deps")], [("deps", 14)])
        done = self.compare(a, {**a, "workers": 8})
        self.assertEqual(done.returncode, 2)
        self.assertIn("workers: 2 in A, 8 in B", done.stderr)

    def test_a_file_of_two_machines(self):
        mixed = made.runs([1, 2])
        mixed[1]["host"] = "pier"
        done = self.compare(mixed, mixed)
        self.assertEqual(done.returncode, 2)
        self.assertIn("host: quay and pier in A", done.stderr)


class Interpreter(InFolder):
    """Debian's modules belong to Debian's python3."""

    def test_another_python_hands_over_to_it(self):
        subprocess.run([DEBIAN, "-m", "venv", "--without-pip", self.folder / "bare"], check=True)
        files = self.write("a", GOOD), self.write("b", GOOD)
        done = self.run_script("compare.py", *files, python=(str(self.folder / "bare/bin/python"),))
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_where_none_has_the_modules_the_packages_are_named(self):
        files = self.write("a", GOOD), self.write("b", GOOD)
        # Without its site no Python has them.
        done = self.run_script("compare.py", *files, python=(DEBIAN, "-S"))
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertEqual(done.stderr, "compare: numpy, scipy.stats cannot be imported: install "
                         "python3-numpy python3-scipy (scripts/setup.sh results)\n")
        done = self.run_script("plot.py", *files, "-o", "out", python=(DEBIAN, "-S"))
        self.assertEqual(done.returncode, 2)
        self.assertIn("install python3-numpy python3-scipy python3-matplotlib", done.stderr)


if __name__ == "__main__":
    unittest.main()
