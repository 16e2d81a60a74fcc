#!/usr/bin/env python3
# Goal: the page of a folder says what its results say; what it cannot read it refuses with the
#       place, what it leaves out it says; and no text of a result becomes markup.
# Method: folders that are made up, and cases of tests/schedules; the script as a child process.
#         page_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import json
import re
import shutil
import subprocess
import sys
import unittest
from html.parser import HTMLParser
from pathlib import Path

sys.dont_write_bytecode = True
import made_folders  # noqa: E402
from made_folders import (CELL, COST, HOSTILE, REPORT, SCHEDULES, InFolder, matrix,  # noqa: E402
                          run_result)
from report_page import failures, filling, markup, plots, reckon, results  # noqa: E402
from report_page.reckon import Reckon  # noqa: E402

class Reader(HTMLParser):
    """Which elements there are, their attributes, and what can be read."""

    def __init__(self, page: str):
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.words: list[str] = []
        self.hidden = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))
        self.hidden = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden = False

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


class Refuses(InFolder):
    def test_an_empty_folder(self):
        said = self.report(2)
        self.assertIn("no results: expected matrix.json", said)
        self.assertIn("--make", said)

    def test_no_folder(self):
        self.folder.rmdir()
        self.assertIn("no folder", self.report(2))

    def test_broken_json_with_the_place(self):
        self.write("matrix.json", '{"command": "matrix",\n "cells": [}')
        self.assertIn("matrix.json:2:12: no JSON at", self.report(2))
        self.write("matrix.json", matrix())
        self.write("runs.jsonl", run_result(), "", '{"command": "run"')
        self.assertIn("runs.jsonl:3:18: the file ends inside an object", self.report(2))
        self.write("runs.jsonl", "[1]")
        self.assertIn("runs.jsonl:1: [1]: expected an object", self.report(2))

    def test_what_is_no_result(self):
        self.write("matrix.json", matrix(CELL, CELL | {"runs": "many"}))
        self.assertIn("matrix.json:1: cells/1: runs: \"many\": expected a number", self.report(2))
        self.write("matrix.json", matrix())
        self.write("other.json", {"command": "hunt"})
        self.assertIn("other.json:1: command \"hunt\": expected a result of", self.report(2))
        self.write("other.json", matrix())
        self.assertIn("other.json:1: a second matrix", self.report(2))
        (self.folder / "other.json").write_bytes(b"\xff")
        self.assertIn("other.json: byte 0: not UTF-8", self.report(2))

    def test_figures_that_cannot_be_right(self):
        for value, message in (
                (matrix(CELL, CELL | {"grade": "strict"}), "cells/1: mpsc on convoy again"),
                (matrix(costs=[COST, COST]), "costs/1: mpsc again: expected each once"),
                (matrix(costs=[COST | {"ns_per_event": float("nan")}]), "ns_per_event: NaN"),
                (matrix(costs=[COST | {"spread": "wide"}]), 'costs/0: spread: "wide"'),
                (matrix() | {"cost_events": None}, "matrix.json:1: cost_events: null"),
                (matrix() | {"flags": 2}, "matrix.json:1: flags: 2: expected a text"),
                (run_result(ns_per_event=-1), "ns_per_event: -1: expected a number, not below 0"),
                (run_result(ns_per_event=10 ** 400), "ns_per_event: 1000"),
                (run_result(faithful="perhaps"), 'faithful: "perhaps": expected one of holds')):
            with self.subTest(message):
                self.write("matrix.json", value)
                self.assertIn(message, self.report(2))
        self.write("matrix.json", matrix())
        self.write("machine.json", {"load_before": ["high"]})
        self.assertIn('machine.json:1: load_before: 0: "high"', self.report(2))

    def test_deep_json(self):
        self.write("matrix.json", "[" * 100_000)
        self.assertRegex(self.report(2), r"matrix.json:1\S* ")

    def test_a_broken_case(self):
        self.write("x.case.json", '{"reckon": ')
        self.assertIn("x.case.json:1:", self.report(2))

    def test_cases_without_a_binary(self):
        shutil.copy(SCHEDULES / "mpsc-convoy.case.json", self.folder)
        self.assertIn("no such file", self.report(2, "--reckon", self.folder / "none"))

    def test_options_of_the_matrix_without_make(self):
        self.write("matrix.json", matrix())
        self.assertIn("go with --make", self.report(2, "--", "--runs", 5))

    def test_a_page_that_cannot_be_written(self):
        self.write("matrix.json", matrix())
        self.page = self.folder / "none" / "page.html"
        self.report(4)


class Shows(InFolder):
    def test_grades_against_claims(self):
        self.write("matrix.json", matrix(
            CELL, CELL | {"class": "solo", "grade": "view", "claim": "faithful",
                          "promise": "fails"},
            CELL | {"class": "hail", "grade": "faithful", "claim": "strict",
                    "promise": "undecided", "failed_runs": 0, "witness": None}))
        text = Reader(self.report(0)).text
        self.assertIn("✗ complete claim complete: kept 4 of 5 runs failed", text)
        self.assertIn("✗ view claim faithful: ✗ BROKEN 4 of 5 runs failed", text)
        self.assertIn("✓ faithful claim strict: ? too little observed 5 runs, none failed", text)
        self.assertIn("1 claim was BROKEN", text)
        self.assertIn("50.0 ~±20% 1.50 ±5% 2.0 20", text)
        for known in ("pier", "a processor", "g++ 12.2.0", "0123456789ab", "reckon matrix"):
            self.assertIn(known, text)

    def test_no_cost(self):
        self.write("matrix.json", matrix(costs=[], runtime=[]))
        self.assertIn("Cost was not measured", Reader(self.report(0)).text)

    def test_spreads_that_are_not_known(self):
        self.write("matrix.json", matrix(costs=[COST | {"spread": None, "ratio_spread": None}]))
        self.assertIn("50.0 1.50 2.0 20", Reader(self.report(0)).text)

    def test_further_results_by_cell(self):
        values = [run_result(ns_per_event=ns, repetition=i)
                  for i, ns in enumerate([40, 50, 60, 70, 80])]
        self.write("runs.jsonl", *values, run_result(cell="deps", faithful="holds"))
        text = Reader(self.report(0)).text
        self.assertIn("scaling ships 8 mpsc convoy 5 ✗ 5 of 5 failed 60.0 ~±33% 20", text)
        self.assertIn("✓ 0 of 1 failed", text)

    def test_an_experiment_beside_its_results(self):
        self.write("sizes.json", {"reckon": "experiment", "version": 1, "name": "sizes",
                                  "question": "How large?", "axes": {"strategy": "all"}})
        self.write("sizes.results.jsonl", *(
            run_result(experiment="sizes", repetition=0, strategy="mpsc",
                       cell={"strategy": "mpsc", "ships": ships, "history": True})
            for ships in (32, 4)))
        text = Reader(self.report(0)).text
        self.assertIn("sizes: How large? All cells of sizes: history true.", text)
        self.assertRegex(text, r"sizes ships 4 mpsc .* sizes ships 32 mpsc ")
        self.assertIn("sizes.json an experiment", text)
        self.assertIn("2 results of the experiment sizes", text)

    def test_many_cells_are_cut_and_it_is_said(self):
        self.write("runs.jsonl", *(run_result(cell=f"cell {i}") for i in range(500)))
        text = Reader(self.report(0)).text
        self.assertIn("Of 500 cells the first 200 are shown.", text)
        self.assertNotIn("cell 200 ", text)

    def test_tables_have_heads(self):
        self.write("matrix.json", matrix())
        for tag, attributes in Reader(self.report(0)).elements:
            if tag == "th":
                self.assertIn(attributes.get("scope"), ("col", "row"))

    def test_a_failing_cell_without_a_case(self):
        self.write("matrix.json", matrix())
        text = Reader(self.report(0)).text
        self.assertIn("There is no case of this failure in the folder", text)
        self.assertIn("reckon hunt --strategy mpsc --scenario convoy", text)

    def test_a_stale_case_is_left_out_and_it_is_said(self):
        self.write("matrix.json", matrix())
        case = (SCHEDULES / "mpsc-convoy.case.json").read_text(encoding="utf-8")
        self.write("old.case.json", case.replace('"operations": 5', '"operations": 6'))
        self.assertRegex(Reader(self.report(0)).text, "old.case.json left out: .*stale")

    def test_a_recording_is_shrunk(self):
        subprocess.run([made_folders.RECKON, "hunt", "--strategy", "mpsc", "--scenario", "convoy",
                        "--quiet", "-o", self.folder / "wild.reckon"], check=True,
                       stdout=subprocess.DEVNULL, timeout=120)
        text = Reader(self.report(0)).text
        self.assertIn("reckon shrink wild.reckon --keep-class -o wild.case.json", text)
        self.assertRegex(text, r"Step \d of 7. The replay: .* ✗ The replay departs from the run")

    def test_whole_of_what_make_fills(self):
        done = subprocess.run(
            [sys.executable, REPORT, "--make", self.folder, "-o", self.page, "--reckon",
             made_folders.RECKON, "--no-plots", "--", "--strategies", "mpsc", "--classes",
             "convoy", "--runs", "5", "--rounds", "0", "--quiet"], capture_output=True,
            text=True, timeout=300)
        self.assertIn(done.returncode, (0, 3), done.stderr)
        self.assertEqual(done.stdout, f"{self.page}\n")
        names = sorted(path.name for path in self.folder.iterdir())
        self.assertEqual(names, ["machine.json", "matrix.json", "mpsc-convoy.case.json"])
        text = Reader(self.page.read_text(encoding="utf-8")).text
        self.assertRegex(text, r"Load before the matrix [\d.]+; after the matrix [\d.]+")
        self.assertIn("wr: Clara@1 read Emma@1, so it comes after", text)

    def test_a_case_that_no_test_has_is_searched_for(self):
        case = self.folder / "mpsc-convoy.case.json"
        self.assertTrue(filling.searched(CELL, case, Reckon(made_folders.RECKON)))
        self.report(0)
        case.unlink()
        faithful = CELL | {"strategy": "mutex"}
        self.assertFalse(filling.searched(faithful, case, Reckon(made_folders.RECKON)))


class Terminal(InFolder):
    """What scripts/run.sh prints: the matrix, and where the page is."""

    def made(self, *options: str, page: Path | None = None) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, REPORT, "--make", self.folder, "--show", "-o", page or self.page,
             "--reckon", made_folders.RECKON, "--no-plots", "--", "--strategies", "mutex",
             "--classes", "solo", "--quiet", "--runs", "1", *options], capture_output=True,
            text=True, timeout=300)

    def test_says_what_the_binary_says(self):
        def shape(text: str) -> str:
            """Whatever the run: other numbers, marks of spread, and breaks of lines."""
            return " ".join(re.sub(r"~?±?\d[\d.]*%?", "#", text).split())
        options = ["--rounds", "4", "--least-observed", "1"]
        shown = self.made(*options).stdout
        asked = subprocess.run([made_folders.RECKON, "matrix", "--strategies", "mutex", "--classes",
                                "solo", "--runs", "1", *options], capture_output=True, text=True,
                               timeout=300).stdout
        self.assertTrue(shown.endswith(f"step by step: {self.page}\n"), shown)
        asked = shape(asked).replace(", at least # times a cell", "")
        self.assertEqual(shape(shown.rpartition("  As a page")[0]), asked)

    def test_json_stays_alone_on_stdout(self):
        done = self.made("--json", "--rounds", "0")
        self.assertEqual(json.loads(done.stdout)["command"], "matrix")
        self.assertEqual(done.stderr, f"report: the page is {self.page}\n")
        self.assertTrue(self.page.exists())

    def test_the_exit_code_is_that_of_the_matrix_whatever_comes_of_the_page(self):
        undecided = ["--rounds", "0", "--runs-max", "1", "--least-observed", "4000000000"]
        self.assertEqual(self.made(*undecided).returncode, 3)
        done = self.made(*undecided, page=self.folder / "none" / "page.html")
        self.assertEqual(done.returncode, 3)
        self.assertIn("none/.page.html.part: No such file", done.stderr)
        self.assertEqual(self.made("--rounds", "many").returncode, 2)
        done = self.made("--help")
        self.assertEqual((done.returncode, "Usage: reckon matrix" in done.stdout), (0, True))

    def test_only_its_own_cases_are_made_anew(self):
        self.write("machine.json", {"cases": ["old.case.json", "../up.case.json"]})
        up = self.folder.parent / "up.case.json"
        for path in (up, self.folder / "old.case.json", self.folder / "mine.case.json"):
            shutil.copy(SCHEDULES / "mpsc-convoy.case.json", path)
        self.made("--rounds", "0")
        left = sorted(path.name for path in self.folder.glob("*.case.json"))
        self.assertEqual((left, up.exists()), (["mine.case.json"], True))


class Hostile(InFolder):
    def test_no_text_becomes_markup(self):
        self.hostile_case()
        evil = CELL | {"strategy": HOSTILE, "class": "{{script}}", "witness": HOSTILE,
                       "grade": '"><script>', "promise": "<i>"}
        self.write("matrix.json", matrix(evil, host=HOSTILE, command_line=HOSTILE))
        self.write("runs.jsonl", run_result(cell=HOSTILE, experiment="{{stories}}"))
        page = self.report(0)
        reader = Reader(page)
        self.assertEqual([tag for tag, _ in reader.elements if tag == "script"], ["script"] * 2)
        self.assertFalse({"img", "b", "i"} & {tag for tag, _ in reader.elements})
        self.assertFalse([key for _, attributes in reader.elements for key in attributes
                          if key.startswith("on") or key == "style"])
        self.assertIn(HOSTILE.rstrip("\u202e"), reader.text)
        self.assertNotIn("\u202e", page)
        stories = re.search(r'id="stories">(.*?)</script>', page, re.DOTALL)[1]
        self.assertNotIn("<", stories)
        self.assertIn(HOSTILE.rstrip("\u202e"), json.dumps(json.loads(stories)))

    def test_a_policy_lets_nothing_in(self):
        self.write("matrix.json", matrix())
        page = self.report(0)
        policy = re.search(r'Content-Security-Policy" content="(.*?)"', page)[1]
        self.assertTrue(policy.startswith("default-src 'none'; img-src data:;"), policy)
        self.assertNotIn("unsafe", policy)
        for _, attributes in Reader(page).elements:
            for key in ("src", "href"):
                self.assertRegex(attributes.get(key, "#"), r"^(#|data:)")

    def test_diagrams_keep_shapes_alone(self):
        svg = ('<svg xmlns="http://www.w3.org/2000/svg" onload="x()" viewBox="0 0 9 9">'
               '<script>x()</script><image href="x"/><rect style="x" width="3" onclick="x()"/>'
               '<text>&lt;b&gt;</text></svg>')
        self.assertEqual(markup.Diagram(svg).html(1), '<svg viewBox="0 0 9 9" role="img"><rect '
                         'width="3"></rect><text>&lt;b&gt;</text></svg>')

    def test_a_huge_story_is_cut_around_the_divergence(self):
        self.case("huge.case.json", "convoy", "--ships", "30", "--orders", "60", "--policy",
                  "random", "--schedules", "5")
        page = self.report(0)
        self.assertLess(len(page), 2_000_000)
        text = Reader(page).text
        self.assertRegex(text, r"Of [\d,]+ steps 300 are shown, around the first divergence: "
                               r"[\d,]+ before and [\d,]+ after them are left out")
        self.assertIn("Of 30 ships the states of 16 are shown", text)
        self.assertRegex(text, "✗ The replay departs from the run: in the run")

    def test_a_story_too_large_to_tell_is_left_out(self):
        most, reckon.OUTPUT_BYTES_MOST = reckon.OUTPUT_BYTES_MOST, 1000
        self.addCleanup(setattr, reckon, "OUTPUT_BYTES_MOST", most)
        shutil.copy(SCHEDULES / "mpsc-convoy.case.json", self.folder)
        found = failures.tell_all(results.read(self.folder), Reckon(made_folders.RECKON))
        self.assertEqual(found.told, {})
        self.assertIn("answered with more than", found.left_out[0][1])


class Plots(InFolder):
    def fake(self, lines: str) -> Path:
        script = self.folder / "plot.py"
        script.write_text("import sys\nfrom pathlib import Path\n"
                          "folder = Path(sys.argv[sys.argv.index('-o') + 1])\n" + lines,
                          encoding="utf-8")
        return script

    def test_charts_are_taken_and_what_is_missing_is_said(self):
        drawn = plots.draw([self.folder], 100, self.fake(
            "(folder / 'bytes.svg').write_text('<svg/>')\n"
            "(folder / 'fidelity.svg').write_text('x' * 200)\n"
            "print('made:', folder / 'bytes.svg')\nprint('not made: scaling: no ships')\n"))
        self.assertEqual(drawn.svgs, [("bytes", b"<svg/>")])
        self.assertEqual(drawn.missing, ["fidelity is left out: the page would be too large.",
                                         "not made: scaling: no ships"])

    def test_the_charts_of_a_matrix(self):
        """By the script of this tree, and what it needs: scripts/setup.sh results."""
        made = subprocess.run([made_folders.RECKON, "matrix", "--strategies", "mpsc,deps",
                               "--classes", "convoy", "--runs", "1", "--rounds", "4", "--quiet",
                               "--json"], capture_output=True, text=True, timeout=300)
        drawn = plots.draw([self.write("matrix.json", made.stdout)], 1_000_000)
        self.assertEqual([name for name, _ in drawn.svgs], ["bytes", "fidelity"], drawn.missing)
        self.assertTrue(drawn.missing)
        for said in drawn.missing:
            self.assertTrue(said.startswith("not made: "), said)

    def test_without_the_script_or_its_libraries(self):
        drawn = plots.draw([self.folder], 100, self.folder / "none.py")
        self.assertIn("no scripts/plot.py", drawn.missing[0])
        drawn = plots.draw([self.folder], 100, self.fake("sys.exit('plot: install numpy')"))
        self.assertEqual(drawn.missing, ["All plots are left out: scripts/plot.py failed.",
                                         "plot: install numpy"])


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        made_folders.RECKON = Path(sys.argv.pop(1)).resolve()
    unittest.main()
