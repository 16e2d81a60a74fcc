#!/usr/bin/env python3
"""Goal: compare.py tells worse from chance, puts what logs are worth first, and drops no row.
Method: results made up from known distributions and verdicts; a golden text; results of the program
itself.

    compare_test.py PATH-OF-RECKON
"""

import json
import subprocess
import sys
import unittest

sys.dont_write_bytecode = True
import made_results as made
from made_results import COMPLETE, FAITHFUL, InFolder, around, verdict

from measured.debian_python import require

require("numpy", "scipy.stats")
import numpy
from measured.comparison import of_row
from measured.grades import merged, read_verdict
from measured.result_file import Row

RECKON = sys.argv.pop()

GOLDEN = """\
A  a, commit abc, 3 rows
B  b, commit abc, 2 rows

Verdicts: 1 fell, 0 rose, 1 as before
  ✗ deps/ships:4: faithful → complete (final fails, history fails, view fails, causal fails); \
its claim, faithful, is not kept; failed runs: 0 of 9, then 9 of 9. view is broken

ns_per_event, medians
     row             A     B  B / A         95 %       p  n
  ✗  deps/ships:4  100   110  1.100  1.078–1.122  <0.001  9  worse by 10.0%
     deps/ships:8  200  89.8  0.450  0.442–0.458  <0.001  8  undecided: 8 of at least 9 repetitions

Cost: 1 worse, 0 better, 1 undecided
  1 of 2 rows have fewer than 9 repetitions on a side, which decides nothing.

Only in A, 1
  mpsc/ships:4

Fails: deps/ships:4 fell
Fails: deps/ships:4 is worse by 10.0%, above 5%
"""


def row_of(values: numpy.ndarray) -> Row:
    return Row("x", {}, [{"ns_per_event": float(value)} for value in values])


class Chance(unittest.TestCase):
    def test_the_same_distribution_is_seldom_told_apart(self):
        # Of 200 pairs, 10 by the level of the test; 20 are beyond three deviations.
        chance = numpy.random.default_rng(1)
        told = [of_row(row_of(chance.normal(100, 10, 12)), row_of(chance.normal(100, 10, 12)),
                       "ns_per_event", 0.0).mark for _ in range(200)]
        self.assertLess(sum(mark != "undecided" for mark in told), 20)

    def test_a_shifted_distribution_is_told(self):
        chance = numpy.random.default_rng(2)
        for _ in range(30):
            found = of_row(row_of(chance.normal(100, 3, 9)), row_of(chance.normal(115, 3, 9)),
                           "ns_per_event", 0.02)
            self.assertEqual(found.mark, "worse")
            self.assertLess(found.p, 0.05)
            self.assertLess(found.low, found.ratio)
            self.assertLess(found.ratio, found.high)

    def test_the_interval_covers_the_ratio_most_of_the_time(self):
        chance = numpy.random.default_rng(3)
        covers = 0
        for _ in range(100):
            found = of_row(row_of(chance.normal(100, 5, 15)), row_of(chance.normal(120, 5, 15)),
                           "ns_per_event", 0.02)
            covers += found.low <= 1.2 <= found.high
        self.assertGreaterEqual(covers, 88)


class Marks(InFolder):
    def mark(self, before: list[float], after: list[float], *options: str) -> tuple[str, str]:
        found = self.compared(made.bench({"x": before}), made.bench({"x": after}), *options)
        row = found["rows"][0]
        return row["mark"], row["why"]

    def test_identical_results_are_undecided(self):
        self.assertEqual(self.mark(around(100), around(100)), ("undecided", "p = 1.00"))

    def test_shifted_results_are_worse_and_the_other_way_round_better(self):
        self.assertEqual(self.mark(around(100), around(110)), ("worse", None))
        self.assertEqual(self.mark(around(110), around(100)), ("better", None))

    def test_few_repetitions_decide_nothing(self):
        self.assertEqual(self.mark(around(100), around(300)[:8]),
                         ("undecided", "8 of at least 9 repetitions"))
        self.assertEqual(self.mark([100], [300]), ("undecided", "1 of at least 9 repetitions"))

    def test_an_effect_below_the_least_is_undecided(self):
        before, after = [100 + i / 100 for i in range(9)], [101 + i / 100 for i in range(9)]
        self.assertEqual(self.mark(before, after), ("undecided", "no effect above 2 %"))
        self.assertEqual(self.mark(after, before), ("undecided", "no effect above 2 %"))
        self.assertEqual(self.mark(before, after, "--least-effect", "0.5%"), ("worse", None))

    def test_of_rates_more_is_better(self):
        for after, mark in ((110, "better"), (90, "worse")):
            a, b = (made.bench({"x": around(1)}) for _ in range(2))
            for results, median in ((a, 100), (b, after)):
                for entry, value in zip(results["benchmarks"], around(median)):
                    entry["events_per_s"] = value
            found = self.compared(a, b, "--measure", "events_per_s", "--fail-above", "10%")
            self.assertEqual(found["rows"][0]["mark"], mark)
            self.assertEqual(found["exit"], mark == "worse")  # 100 / 90 is above 1.1.

    def test_real_time_is_read_in_its_unit(self):
        a, b = made.bench({"x": around(100)}), made.bench({"x": around(100_000)})
        for entry in a["benchmarks"] + b["benchmarks"]:
            entry.pop("ns_per_event", None)
        for entry in b["benchmarks"]:
            entry["time_unit"] = "us"
        row = self.compared(a, b)["rows"][0]
        self.assertEqual((row["measure"], row["a"]["median"], row["ratio"]), ("real_time", 1e8, 1))

    def test_medians_of_zero_have_no_ratio(self):
        for before, after in (([0.0] * 9, [0.0] * 9), ([0.0] * 9, around(3)),
                              (around(3), [0.0] * 9)):
            self.assertEqual(self.mark(before, after), ("undecided", "a median of 0 has no ratio"))
        # Some resamples have a median of 0: the interval is left out.
        found = self.compared(made.bench({"x": [0.0] * 4 + around(5)[:5]}),
                              made.bench({"x": around(5)}))
        self.assertEqual((found["rows"][0]["low"], found["rows"][0]["high"]), (None, None))


class Verdicts(InFolder):
    def change(self, before: dict, after: dict, ns: float = 50) -> tuple[str, list[str], int]:
        """B is faster, which is to make no difference."""
        found = self.compared(made.runs(around(100), before), made.runs(around(ns), after))
        self.assertEqual(found["rows"][0]["mark"], "better")
        return (found["verdicts"][0]["change"], found["verdicts"][0]["broken"], found["exit"])

    def test_a_grade_that_fell_fails_however_fast(self):
        self.assertEqual(self.change(FAITHFUL, COMPLETE),
                         ("fell", ["final", "history", "view", "causal"], 1))

    def test_a_grade_that_rose_is_named(self):
        self.assertEqual(self.change(COMPLETE, FAITHFUL), ("rose", [], 0))
        done = self.compare(made.runs([1], COMPLETE), made.runs([1]))
        self.assertIn("✓ deps: complete → faithful", done.stdout)
        self.assertIn("complete → faithful", done.stdout)

    def test_neither_of_causal_and_view_contains_the_other(self):
        causal = verdict("causal", "final", "history", "view", "strict")
        view = verdict("view", "causal", "strict")
        self.assertEqual(self.change(view, causal)[0], "fell")
        self.assertEqual(self.change(causal, view), ("fell", ["causal"], 1))

    def test_a_check_that_fails_counts_where_the_grade_stays(self):
        before = verdict("causal", "view", "strict")
        after = verdict("causal", "history", "view", "strict")
        self.assertEqual(self.change(before, after), ("fell", ["history"], 1))

    def test_undecided_is_no_success(self):
        strict = verdict("strict")
        self.assertEqual(self.change(strict, verdict("faithful", undecided=("strict",))),
                         ("fell", [], 1))
        unknown = verdict(None, undecided=tuple(made.CHECKS))
        self.assertEqual(self.change(FAITHFUL, unknown), ("fell", [], 1))
        self.assertEqual(self.change(unknown, FAITHFUL)[0], "rose")

    def test_one_run_in_many_that_fails_is_enough(self):
        after = made.runs(around(100))
        after[4].update(COMPLETE)
        found = self.compared(made.runs(around(100)), after)
        self.assertEqual(found["verdicts"][0]["after"], "complete")
        self.assertEqual(found["verdicts"][0]["failed_runs"], [0, 1])
        self.assertEqual(found["fails"][0].split()[-1], "fell")

    def test_what_several_runs_show_together_is_less_than_each(self):
        after = made.runs(around(100), verdict("view", "causal", "strict"))
        after[0].update(verdict("causal", "view", "strict"))
        self.assertEqual(self.compared(made.runs([1]), after)["verdicts"][0]["after"], "history")

    def test_a_matrix_is_compared_by_cell(self):
        before = made.matrix([made.cell("deps"), made.cell("mpsc", COMPLETE, failed=3)],
                             [("deps", 14)])
        after = made.matrix([made.cell("deps", COMPLETE, failed=25),
                             made.cell("mpsc", COMPLETE, failed=5)], [("deps", 10)])
        found = self.compared(before, after)
        self.assertEqual([(each["row"], each["change"]) for each in found["verdicts"]],
                         [("cell/deps/convoy", "fell"), ("cell/mpsc/convoy", "same")])
        self.assertEqual(found["rows"][0]["why"], "1 of at least 9 repetitions")
        self.assertEqual(found["exit"], 1)

    def test_a_fall_within_the_claim_says_so(self):
        before, after = made.runs([1], verdict("strict")), made.runs([1])
        self.assertIn("its claim, faithful, is kept", self.compare(before, after).stdout)


class Merged(unittest.TestCase):
    def grade(self, *runs: tuple[str, int]) -> str:
        """Of faithful runs: what is known of strict, and on how many global states."""
        return merged([read_verdict("", {"grade": "faithful", "observed_cuts": observed, "checks": {
            check: {"result": strict if check == "strict" else "holds"} for check in made.CHECKS}})
            for strict, observed in runs]).grade

    def test_strict_of_what_all_runs_have_observed(self):
        self.assertEqual(self.grade(("undecided", 60), ("undecided", 40)), "strict")
        self.assertEqual(self.grade(("undecided", 60), ("undecided", 39)), "faithful")
        self.assertEqual(self.grade(("undecided", 60), ("holds", 140)), "strict")
        self.assertEqual(self.grade(("undecided", 60), ("fails", 140)), "faithful")


class Outputs(InFolder):
    maxDiff = None

    def results(self) -> tuple[list[dict], list[dict]]:
        four, eight = ({"strategy": "deps", "ships": ships} for ships in (4, 8))
        before = made.runs(around(100), cell=four) + made.runs(around(200)[:8], cell=eight)
        before += made.runs(around(30), cell={"strategy": "mpsc", "ships": 4})
        # As the cell may be written: its axes in another order.
        after = made.runs(around(110), COMPLETE, dict(reversed(four.items())))
        return before, after + made.runs(around(90)[:8], cell=eight)

    def test_text_is_as_it_was(self):
        done = self.compare(*self.results(), "--fail-above", "5%")
        self.assertEqual(done.stdout, GOLDEN)
        self.assertEqual((done.returncode, done.stderr), (1, ""))

    def test_markdown_has_the_same_tables(self):
        done = self.compare(*self.results(), "--format", "markdown")
        self.assertIn("| ✗ | deps/ships:4 | 100 | 110 | 1.100 | 1.078–1.122 | <0.001 | 9 "
                      "| worse by 10.0% |", done.stdout)
        widths = {line.count("|") for line in done.stdout.splitlines() if line.startswith("|")}
        self.assertEqual(widths, {10})

    def test_json_has_what_the_text_has(self):
        found = self.compared(*self.results())
        self.assertEqual((found["command"], found["schema"]), ("compare", 1))
        self.assertRegex(found["version"], r"^\d+\.\d+\.\d+$")
        self.assertEqual(found["only_in_a"], ["mpsc/ships:4"])
        self.assertEqual(self.compared(*self.results()[::-1])["only_in_b"], ["mpsc/ships:4"])

    def test_names_leave_out_what_never_varies(self):
        def lines(*ships: int) -> list[dict]:
            return [line for each in ships for line in made.runs([1], cell={
                "strategy": "deps", "seed": 1, "ships": each, "history": True})]
        found = self.compared(lines(16, 8), lines(8, 2))
        self.assertEqual([row["row"] for row in found["rows"]], ["deps/ships:8"])
        self.assertEqual((found["only_in_a"], found["only_in_b"]),
                         (["deps/ships:16"], ["deps/ships:2"]))
        self.assertEqual(found["alike"], {"history": "true", "seed": 1})
        self.assertIn("\nAll rows: history true, seed 1\n",
                      self.compare(lines(16, 8), lines(8, 2)).stdout)

    def test_rows_of_an_experiment_are_in_the_order_of_its_cells(self):
        lines = [made.run(1, cell={"strategy": strategy, "ships": ships}, repetition=0)
                 for strategy, ships in (("mpsc", 4), ("deps", 16), ("mpsc", 128), ("deps", 4))]
        self.assertEqual([row["row"] for row in self.compared(lines, lines)["rows"]],
                         ["deps/ships:4", "deps/ships:16", "mpsc/ships:4", "mpsc/ships:128"])

    def test_fail_above_asks_for_more_than_its_share(self):
        a, b = made.bench({"x": around(100)}), made.bench({"x": around(110)})
        for options, code in (([], 0), (["--fail-above", "5%"], 1), (["--fail-above", "15%"], 0)):
            self.assertEqual(self.compare(a, b, *options).returncode, code)
        few = made.bench({"x": around(300)[:5]})
        self.assertEqual(self.compare(a, few, "--fail-above", "5%").returncode, 0)

    def test_what_could_not_be_measured_is_named(self):
        a = made.bench({"x": around(100), "y": around(100)})
        b = made.bench({"x": around(100), "y": around(100)})
        for entry in b["benchmarks"]:
            if entry["name"].startswith("y/"):
                entry.update(error_occurred=True, error_message="more memory than allowed")
        self.assertIn("  y: b: more memory than allowed\n", self.compare(a, b).stdout)

    def test_documents_one_after_the_other_are_runs_too(self):
        text = "\n".join(json.dumps(made.run(ns), indent=1) for ns in around(100))
        found = self.compared(text, text)
        self.assertEqual(found["rows"][0]["a"], {"repetitions": 9, "median": 100})


class OfTheProgram(InFolder):
    def reckon(self, *arguments: str) -> str:
        done = subprocess.run([RECKON, *arguments, "--json", "--quiet"], capture_output=True,
                              text=True, timeout=300)
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        return done.stdout

    def test_runs(self):
        text = "".join(self.reckon("run", "--strategy", "deps", "--ships", "4", "--orders", "50")
                       for _ in range(3))
        found = self.compared(text, text)
        self.assertEqual(found["rows"][0]["a"]["repetitions"], 3)
        self.assertEqual(found["verdicts"][0]["change"], "same")

    def test_a_matrix(self):
        text = self.reckon("matrix", "--strategies", "deps", "--classes", "solo,convoy", "--ships",
                           "3", "--orders", "5", "--runs", "2", "--runs-max", "2", "--rounds", "4",
                           "--cost-ships", "2", "--cost-orders", "500")
        found = self.compared(text, text)
        self.assertEqual([each["row"] for each in found["verdicts"]],
                         ["cell/deps/solo", "cell/deps/convoy"])
        self.assertIn("cost/deps", [row["row"] for row in found["rows"]])


if __name__ == "__main__":
    unittest.main()
