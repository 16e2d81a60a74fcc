#!/usr/bin/env python3
"""Goal: plot.py makes each chart that the results hold enough for, says why not of the others, and
what it draws is right, readable, and the same each time.
Method: made-up results and their points, by hand; the pages of the charts read as XML; boxes of
text as Matplotlib lays them out; results of the program itself.

    plot_test.py PATH-OF-RECKON
"""

import itertools
import math
import subprocess
import sys
import unittest
import xml.etree.ElementTree as ET

sys.dont_write_bytecode = True
import made_results as made
from made_results import COMPLETE, FAITHFUL, InFolder, around, verdict

from measured.debian_python import require

require("numpy", "scipy.stats", "matplotlib")
from measured import charts, drawing
from measured.documents import BadInput
from measured.result_file import read_results
from measured.samples import Figure, samples, strategies_of

RECKON = sys.argv.pop()
CHARTS = ["fidelity", "scaling-ships", "scaling-workers", "failing-work", "failing-workers",
          "bytes"]
STRATEGIES = ["mutex", "optimistic", "mpsc", "ticket", "atom", "lamport", "hybrid", "vector",
              "vector-delta", "tree", "deps", "deps-strict", "timestamp", "late-lock",
              "early-ticket", "lossy", "stepping-clock"]
GRADES = {"strict": verdict("strict"), "faithful": FAITHFUL, "complete": COMPLETE,
          "causal": verdict("causal", "final", "history", "view", "strict"),
          "view": verdict("view", "causal", "strict")}


def experiment() -> list[dict]:
    """Two strategies, at all that a chart may want."""
    lines = []
    for strategy, ships, workers, work in itertools.product(
            ("deps", "mpsc"), (4, 16), (1, 2), (0, 1000)):
        cell = {"strategy": strategy, "scenario": "convoy", "ships": ships, "workers": workers,
                "work": work}
        judged = COMPLETE if strategy == "mpsc" and work else FAITHFUL
        lines += made.runs(around(100 + ships), judged, cell)
    return lines


def cost(ns: float) -> Figure:
    return Figure(ns, ns, ns)


class Made(InFolder):
    def plot(self, *results: object) -> subprocess.CompletedProcess:
        names = [self.write(f"results{i}", content) for i, content in enumerate(results)]
        return self.run_script("plot.py", *names, "-o", "out")

    def found(self, *results: object) -> list:
        return samples(read_results(self.folder / self.write(f"results{i}", content))
                       for i, content in enumerate(results))

    def made(self) -> set[str]:
        return {path.name for path in (self.folder / "out").iterdir()}


class Files(Made):
    def test_all_charts_of_an_experiment(self):
        done = self.plot(experiment())
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual(self.made(), {f"{name}.{kind}" for name in CHARTS
                                       for kind in ("svg", "png")})
        for name in CHARTS:
            self.assertEqual((self.folder / f"out/{name}.png").read_bytes()[:4], b"\x89PNG")
            text = (self.folder / f"out/{name}.svg").read_text(encoding="utf-8")
            self.assertEqual(ET.fromstring(text).tag, "{http://www.w3.org/2000/svg}svg")

    def test_the_same_results_give_the_same_bytes(self):
        taken = []
        for _ in range(2):
            self.assertEqual(self.plot(experiment()).returncode, 0)
            taken.append({name: (self.folder / "out" / name).read_bytes() for name in self.made()})
        self.assertEqual(*taken)

    def test_the_user_s_own_settings_of_matplotlib_change_nothing(self):
        self.plot(experiment())
        before = (self.folder / "out/bytes.svg").read_bytes()
        self.write("matplotlibrc", "font.size: 30\naxes.facecolor: pink\nsvg.fonttype: none\n")
        self.plot(experiment())
        self.assertEqual((self.folder / "out/bytes.svg").read_bytes(), before)

    def test_what_was_not_made_is_said_with_the_reason(self):
        done = self.plot(made.runs(around(100)))
        self.assertEqual(done.returncode, 0)
        self.assertEqual(self.made(), {f"{name}.{kind}" for name in ("fidelity", "bytes")
                                       for kind in ("svg", "png")})
        self.assertIn("not made: scaling-ships: no strategy was measured at two numbers of ships, "
                      "all else the same\n", done.stdout)
        self.assertIn("not made: failing-work: no strategy was judged at two values of work",
                      done.stdout)

    def test_none_made_is_no_success(self):
        done = self.plot(made.bench({"replay/stamp/again": around(100)}))
        self.assertEqual(done.returncode, 2)
        self.assertEqual(done.stdout.count("not made: "), len(CHARTS))
        self.assertEqual(done.stderr, "plot: no chart can be made of these results\n")

    def test_bad_input_and_a_folder_that_cannot_be(self):
        for content, message in (("", "plot: results0: empty"), ("{", "cut off?"),
                                 (made.run(float("nan")), "ns_per_event: NaN: expected a number"),
                                 (made.matrix([], [("deps", "x")]), 'ns_per_event: "x"')):
            done = self.plot(content)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(message, done.stderr)
            self.assertNotIn("Traceback", done.stderr)
        (self.folder / "out").write_text("in the way", encoding="utf-8")
        done = self.plot(experiment())
        self.assertEqual(done.returncode, 2)
        self.assertIn("plot: out: File exists: expected a folder to write to", done.stderr)
        self.assertEqual(self.run_script("plot.py", "results0").returncode, 2)

    def test_results_of_two_machines_are_warned_of(self):
        other = [{**line, "host": "pier"} for line in experiment()]
        done = self.plot(experiment(), other)
        self.assertIn("plot: warning: not the same in all results: host is pier and quay",
                      done.stderr)
        self.assertIn("plot: warning: 16 rows repeat what another before is of", done.stderr)


class Front(unittest.TestCase):
    def on_front(self, *marks: tuple[str, float]) -> list[bool]:
        found = charts.with_front([(str(i), cost(ns), grade)
                                   for i, (grade, ns) in enumerate(marks)])
        by_name = {mark.strategy: mark.on_front for mark in found}
        return [by_name[str(i)] for i in range(len(marks))]

    def test_on_it_is_whom_nobody_beats(self):
        self.assertEqual(self.on_front(("strict", 100), ("faithful", 20), ("faithful", 30),
                                       ("complete", 25), ("complete", 10)),
                         [True, True, False, False, True])

    def test_a_better_grade_at_the_same_cost_beats(self):
        self.assertEqual(self.on_front(("strict", 20), ("faithful", 20)), [True, False])

    def test_equals_are_both_on_it(self):
        self.assertEqual(self.on_front(("strict", 20), ("strict", 20)), [True, True])

    def test_causal_and_view_do_not_beat_each_other(self):
        self.assertEqual(self.on_front(("causal", 20), ("view", 30), ("history", 25)),
                         [True, True, False])

    def test_its_steps_only_rise(self):
        marks = charts.with_front([("a", cost(10), "complete"), ("b", cost(20), "lost"),
                                   ("c", cost(30), "faithful"), ("d", cost(40), "causal")])
        self.assertEqual(charts.steps_of(marks), [(10, 1), (30, 5)])


class Content(Made):
    def test_a_matrix_gives_grades_by_class_and_one_price(self):
        found = self.found(made.matrix(
            [made.cell("deps"), made.cell("mpsc", COMPLETE), made.cell("deps", interaction="solo")],
            [("none", 10), ("deps", 14), ("mpsc", 100)]))
        panels = charts.fidelity(found)
        self.assertEqual([panel.title for panel in panels], ["solo", "convoy"])
        self.assertEqual([(mark.strategy, mark.cost, mark.grade, mark.on_front)
                          for mark in panels[1].marks],
                         [("deps", Figure(14, 12.6, 15.4), "faithful", True),
                          ("mpsc", Figure(100, 90, 110), "complete", False)])
        self.assertEqual(panels[1].baseline, 10)
        self.assertEqual(panels[1].steps, [(14, 5)])

    def test_runs_are_shown_at_the_setting_that_most_strategies_share(self):
        lines = made.runs([50], cell={"strategy": "deps", "ships": 4})
        for strategy in ("deps", "mpsc"):
            lines += made.runs([100], cell={"strategy": strategy, "ships": 16})
        panel, = charts.fidelity(self.found(lines))
        self.assertEqual([mark.cost.median for mark in panel.marks], [100, 100])
        self.assertIn("ships 16", panel.note)

    def test_a_grade_is_the_worst_of_all_settings(self):
        lines = []
        for strategy, wild in (("deps", FAITHFUL), ("mpsc", COMPLETE)):
            for workers, judged in ((1, FAITHFUL), (2, wild), (4, FAITHFUL)):
                lines += made.runs([100], judged, {"strategy": strategy, "workers": workers})
        panel, = charts.fidelity(self.found(lines))
        self.assertEqual([(mark.strategy, mark.grade) for mark in panel.marks],
                         [("deps", "faithful"), ("mpsc", "complete")])
        self.assertIn("workers 1; grades are the worst of 3 settings", panel.note)

    def test_what_is_judged_with_a_history_is_priced_without(self):
        lines = []
        for strategy, history, ns in (("deps", True, 90), ("deps", False, 30),
                                      ("none", True, 50), ("none", False, 10)):
            judged = {"grade": None} if strategy == "none" or not history else FAITHFUL
            lines += made.runs([ns], judged, {"strategy": strategy, "history": history, "ships": 4})
        for line in lines:
            if line["grade"] is None:
                del line["claim"]
        panel, = charts.fidelity(self.found(lines))
        self.assertEqual([(mark.strategy, mark.cost.median) for mark in panel.marks],
                         [("deps", 30)])
        self.assertEqual(panel.baseline, 10)
        self.assertEqual(panel.note, "judged with a history, priced without; ships 4")
        # Without a price of its own for each, it is that of the runs that were judged.
        panel, = charts.fidelity(self.found(lines[:1] + lines[2:]))
        self.assertEqual([mark.cost.median for mark in panel.marks], [90])

    def test_titles_say_what_varies_in_the_order_of_its_values(self):
        lines = [line for workers in (16, 2) for ships in (8, 4)
                 for line in made.runs([5], cell={"strategy": "deps", "ships": ships, "seed": 1,
                                                  "workers": workers})]
        panels = charts.scaling(self.found(lines), ["ships"])
        self.assertEqual([panel.title for panel in panels],
                         ["convoy\nworkers 2", "convoy\nworkers 16"])
        self.assertEqual({panel.note for panel in panels}, {"All: seed 1."})

    def test_lines_are_medians_and_quartiles_by_ships(self):
        lines = made.runs([1, 2, 3, 4, 5], cell={"strategy": "deps", "ships": 4})
        lines += made.runs([9], cell={"strategy": "deps", "ships": 16})
        panel, = charts.scaling(self.found(lines), ["ships"])
        self.assertEqual(panel.lines, {"deps": [charts.Point(4, Figure(3, 2, 4)),
                                                charts.Point(16, Figure(9, 9, 9))]})

    def test_rows_of_benches_are_lines_by_what_their_names_say(self):
        found = self.found(made.bench({
            f"record/{strategy}/ships:{ships}/producers:2": around(ships)
            for strategy in ("deps", "mpsc") for ships in (2, 16)}))
        panel, = charts.scaling(found, ["ships"])
        self.assertEqual(panel.title, "record_bench\nproducers 2")
        self.assertEqual(list(panel.lines), ["deps", "mpsc"])
        with self.assertRaises(charts.Missing):
            charts.scaling(found, ["workers", "producers"])

    def test_share_of_failing_runs_with_its_interval(self):
        lines = []
        for work, failing in ((0, 0), (1000, 5)):
            for i in range(10):
                judged = COMPLETE if i < failing else FAITHFUL
                lines.append(made.run(1, judged, {"strategy": "mpsc", "work": work}))
        panel, = charts.failing(self.found(lines), "work_ns")
        none, half = (point.figure for point in panel.lines["mpsc"])
        self.assertEqual((none.median, none.low), (0, 0))
        self.assertAlmostEqual(none.high, 27.75, 1)  # z² / (n + z²)
        self.assertEqual(half.median, 50)
        self.assertAlmostEqual(half.low + half.high, 100)

    def test_several_matrices_are_points_by_work(self):
        found = self.found(*(made.matrix([made.cell("mpsc", COMPLETE, failed=failed)], [],
                                         work_ns=work) for work, failed in ((0, 5), (500, 25))))
        panel, = charts.failing(found, "work_ns")
        self.assertEqual([(point.x, point.figure.median) for point in panel.lines["mpsc"]],
                         [(0, 20), (500, 100)])

    def test_bytes_leave_out_the_baseline(self):
        panel, = charts.sizes(self.found(made.matrix([], [("none", 10), ("deps", 14)])))
        self.assertEqual(panel.bars, {"deps": Figure(20, 20, 20)})

    def test_rows_that_failed_are_no_samples(self):
        results = made.bench({"fleet/deps/workers:2": [1], "fleet/mpsc/workers:2": [2]})
        results["benchmarks"][0].update(error_occurred=True, error_message="too much")
        self.assertEqual(strategies_of(self.found(results)), ["mpsc"])

    def test_a_spread_that_is_no_number(self):
        results = made.matrix([], [("deps", 14)])
        results["costs"][0]["spread"] = None
        self.assertEqual(self.found(results)[0].ns_per_event, cost(14))
        results["costs"][0]["spread"] = "wide"
        with self.assertRaises(BadInput):
            self.found(results)


class Readable(Made):
    def crowd(self) -> list:
        """All strategies at once, at nearly the same cost, in all grades."""
        cells, costs = [], [("none", 12.0)]
        for i, strategy in enumerate(STRATEGIES):
            costs.append((strategy, 14 + i / 10))
            for j, interaction in enumerate(("solo", "hail", "convoy", "rendezvous")):
                judged = list(GRADES.values())[0 if j == 0 else (i * j) % len(GRADES)]
                cells.append(made.cell(strategy, judged, interaction))
        return self.found(made.matrix(cells, costs))

    def boxes(self, axes) -> list:
        renderer = axes.figure.canvas.get_renderer()
        texts = [text for text in [*axes.texts, *axes.get_yticklabels(), *axes.get_xticklabels()]
                 if text.get_text() and text.get_visible()]
        return [(text.get_text(), text.get_window_extent(renderer)) for text in texts]

    def none_overlap(self, sheet):
        sheet.canvas.draw()
        for axes in sheet.axes:
            for (name, box), (other, its) in itertools.combinations(self.boxes(axes), 2):
                # Boxes of text are higher than its letters.
                self.assertFalse(box.shrunk(1, 0.8).overlaps(its.shrunk(1, 0.8)),
                                 f"{name}, {other}")

    def test_names_beside_marks_do_not_overlap_nor_leave_their_panel(self):
        found = self.crowd()
        sheet = drawing.draw_fidelity(charts.fidelity(found),
                                      drawing.looks_of(strategies_of(found)))
        self.none_overlap(sheet)
        for axes in sheet.axes:
            frame = axes.get_window_extent()
            for text in axes.texts:
                box = text.get_window_extent(sheet.canvas.get_renderer())
                self.assertGreaterEqual(box.x0, frame.x0)
                self.assertLessEqual(box.x1, frame.x1, text.get_text())

    def test_labels_of_bars_and_axes_do_not_overlap(self):
        found = self.crowd()
        self.none_overlap(drawing.draw_bars(charts.sizes(found), {}))
        lines = self.found(made.bench({f"scale/deps/ships:{ships}": around(ships)
                                       for ships in (2, 3, 10, 16, 17, 100, 1000, 10_000)}))
        self.none_overlap(drawing.draw_lines(
            charts.scaling(lines, ["ships"]), drawing.looks_of(["deps"]), lambda _: "ns/event", "",
            logarithmic=True))

    def test_marks_stand_where_their_values_are(self):
        for axis, xs in (("ships", (2, 4, 32)), ("ships", (2, 4)),
                         ("work", (0, 1000)), ("work", (0, 500, 2000))):
            lines = [line for x in xs for strategy in STRATEGIES
                     for line in made.runs([5], cell={"strategy": strategy, axis: x})]
            found = self.found(lines)
            logarithmic = axis == "ships"
            panels = (charts.scaling(found, ["ships"]) if logarithmic
                      else charts.failing(found, "work_ns"))
            sheet = drawing.draw_lines(panels, drawing.looks_of(strategies_of(found)),
                                       lambda _: "", "", logarithmic)
            axes, = sheet.axes
            to_axis = math.log if logarithmic else float
            whole = to_axis(xs[-1]) - to_axis(xs[0])
            # The lines, and beside them the bars of error.
            drawn = [container.lines[0].get_xdata() for container in axes.containers]
            self.assertEqual(len(drawn), len(STRATEGIES))
            for line in drawn:
                for x, at in zip(xs, line, strict=True):
                    self.assertLessEqual(abs(to_axis(at) - to_axis(x)), 0.0201 * whole)

    def test_values_too_close_for_their_labels_stand_at_equal_distances(self):
        found = self.found([line for x in (0, 1, 20_000)
                            for line in made.runs([5], cell={"strategy": "deps", "work": x})])
        sheet = drawing.draw_lines(charts.failing(found, "work_ns"), drawing.looks_of(["deps"]),
                                   lambda _: "", "", logarithmic=False)
        axes, = sheet.axes
        self.assertEqual([label.get_text() for label in axes.get_xticklabels()],
                         ["0", "1", "20,000"])
        self.assertEqual(list(axes.get_xticks()), [0, 1, 2])
        self.assertIn(drawing.EQUAL, [text.get_text() for text in sheet.texts])
        self.none_overlap(sheet)

    def test_no_two_strategies_look_alike_not_even_in_grey(self):
        looks = drawing.looks_of([str(i) for i in range(40)])
        self.assertEqual(len({(look["marker"], look["linestyle"]) for look in looks.values()}), 40)
        self.assertEqual(len({(look["marker"], look["color"]) for look in looks.values()}), 40)

    def test_names_of_strangers_are_neither_mathematics_nor_marks(self):
        lines = []
        for ships in (0, 4, 16):
            lines += made.runs([5], cell={"strategy": "$x^{$<\x1b&\ud800", "ships": ships})
        done = self.plot(lines)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        ET.fromstring((self.folder / "out/fidelity.svg").read_text(encoding="utf-8"))

    def test_every_chart_names_its_axes_with_units(self):
        self.plot(experiment())
        for name, labels in (("fidelity", ["ns/event, wall time", "grade"]),
                             ("scaling-ships", ["ns/event, wall time", "<!-- ships -->"]),
                             ("failing-work", ["faithfully, %", "work an order, ns"]),
                             ("bytes", ["bytes/event"])):
            text = (self.folder / f"out/{name}.svg").read_text(encoding="utf-8")
            for label in labels:
                self.assertIn(label, text)


class OfTheProgram(Made):
    def test_a_matrix(self):
        done = subprocess.run(
            [RECKON, "matrix", "--strategies", "deps,mutex", "--ships", "3", "--orders", "5",
             "--runs", "2", "--runs-max", "2", "--rounds", "4", "--cost-ships", "2",
             "--cost-orders", "500", "--json", "--quiet"], capture_output=True, text=True,
            timeout=300)
        self.assertIn(done.returncode, (0, 1, 3), done.stderr)
        self.assertEqual(self.plot(done.stdout).returncode, 0)
        self.assertLessEqual({"fidelity.svg", "bytes.png"}, self.made())


if __name__ == "__main__":
    unittest.main()
