#!/usr/bin/env python3
# Goal: the page works where it is read: in a browser it opens without a complaint and without a
#       network, is gone through by the keyboard alone, fits wide and narrow windows, can be read in
#       light, in the dark and on paper, and has a name for everything that can be operated.
# Method: pages of real cases, in Chromium without a window, driven by its DevTools protocol; what
#         it shows after each step against the steps as scripts/report_page makes them.
#         browser_test.py RECKON [OPTIONS OF UNITTEST], or the path in the environment as RECKON.

import shutil
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
import made_folders  # noqa: E402
from browser import Browser  # noqa: E402
from made_folders import CELL, HOSTILE, SCHEDULES, InFolder, matrix, run_result  # noqa: E402
from report_page import failures, page, plots, results  # noqa: E402
from report_page.reckon import Reckon  # noqa: E402

CELLS = ["mpsc-convoy", "lamport-convoy", "timestamp-hail", "tree-rendezvous", "lossy-solo"]
WIDTHS = (1280, 400)
CONTROLS = {"button", "link", "DisclosureTriangle", "textbox", "slider", "checkbox", "combobox"}
ALT = 1

# Contrast as WCAG 2 has it, of each kind of words against what is painted behind them.
CONTRAST = """(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).slice(0, 3).map((each) => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const kinds = "h1, h2, caption, th, td, .grade, .grade a, .claim, .runs, .now, .departs, .cut, " +
    ".keys, .number, .label, .state, button, a:not(.skip), code, summary, figcaption, dt, dd";
  return [...document.querySelectorAll(kinds)].map((element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))];
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    return [contrast, `${element.tagName}.${element.className} ${element.textContent}`];
  }).filter(([contrast]) => contrast < 4.5).slice(0, 5);
})()"""


class InBrowser(InFolder):
    """One browser for all; each test has a tab of its own."""

    @classmethod
    def setUpClass(cls):
        cls.browser = cls.enterClassContext(Browser())
        cls.pages = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))

    def setUp(self):
        super().setUp()
        self.page = self.pages / "page.html"

    def shown(self, selector: str) -> str:
        return self.browser.value(f"document.querySelector({selector!r}).textContent")


class Page(InBrowser):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        made = cls("make")
        made.setUp()
        cls.addClassCleanup(made.doCleanups)
        made.make()

    def make(self):
        """A page with a story of each kind of divergence, made once for all tests."""
        cells = []
        for cell in CELLS:
            shutil.copy(SCHEDULES / f"{cell}.case.json", self.folder)
            strategy, _, interaction = cell.rpartition("-")
            cells.append(CELL | {"strategy": strategy, "class": interaction})
        self.write("matrix.json", matrix(*cells, CELL | {"class": "solo", "grade": "view",
                                                         "claim": "strict", "promise": "fails"}))
        self.write("runs.jsonl", *(run_result(cell=f"{cell} with a long name") for cell in CELLS))
        self.report(0)

    def setUp(self):
        super().setUp()
        if self._testMethodName != "make":
            self.browser.open(self.page)

    def stepper(self, cell: str) -> str:
        return f"#cell-{cell} .stepper"

    def focus(self, cell: str) -> None:
        self.browser.value(f"document.querySelector('{self.stepper(cell)}').focus()")

    def focused(self) -> str:
        return self.browser.value("document.activeElement.getAttribute('aria-label')")

    def test_opens_without_a_complaint(self):
        self.assertEqual(self.browser.complaints(), [])
        self.assertTrue(self.browser.value("location.protocol === 'file:'"))
        self.assertTrue(self.browser.value(
            "document.documentElement.classList.contains('live')"))

    def test_a_blocked_script_would_be_a_complaint(self):
        """The control: what the policy refuses is seen by this test."""
        spoilt = self.pages / "spoilt.html"
        spoilt.write_text(self.page.read_text("utf-8").replace(
            "</body>", "<script>1</script><img src='https://example.invalid/'></body>"), "utf-8")
        self.browser.open(spoilt)
        said = " ".join(self.browser.complaints())
        self.assertIn("Executing inline script violates", said)
        self.assertIn("Loading the image 'https://example.invalid/' violates", said)

    def test_every_step_by_the_keyboard(self):
        reckon = Reckon(made_folders.RECKON)
        for cell in CELLS:
            steps = failures.tell(SCHEDULES / f"{cell}.case.json", reckon).steps
            self.focus(cell)
            self.browser.press("Home")
            self.assertEqual(self.shown(f"{self.stepper(cell)} .now"), "Before the first step")
            # All of a long story would take long, and show nothing new.
            for done in range(1, min(len(steps.steps), 40) + 1):
                self.browser.press("ArrowRight")
                self.is_at(cell, steps, done)
            self.browser.press("ArrowLeft")
            self.is_at(cell, steps, done - 1)
            self.browser.press("End")
            self.is_at(cell, steps, len(steps.steps))
            self.browser.press("ArrowRight")
            self.is_at(cell, steps, len(steps.steps))
        self.assertEqual(self.browser.complaints(), [])

    def is_at(self, cell, steps, done):
        expected = []
        now = steps.states(done)
        for ship in steps.shown_ships:
            run, replay = now["run"][ship], now["replay"][ship]
            departs = f"✗ {replay.departs}" if replay.departs else ""
            expected.append([f"{run.label} {run.state}", f"{replay.label} {replay.state}{departs}"
                             if steps.replayed else "not replayed"])
        states = self.browser.value(
            f"[...document.querySelectorAll('{self.stepper(cell)} .states tbody tr')].map((row) =>"
            " [...row.querySelectorAll('td')].map((cell) => cell.textContent))")
        self.assertEqual(states, expected, f"{cell}, step {done}")
        current = self.browser.value(
            f"[...document.querySelectorAll('{self.stepper(cell)} [aria-current=step]')].map("
            "(row) => Number(row.dataset.step))")
        self.assertEqual(current, [done])
        self.assertIn(f"Step {done} of {len(steps.steps)}. ",
                      self.shown(f"{self.stepper(cell)} .now"))
        self.assertTrue(self.browser.value(
            "(() => { const row = document.querySelector("
            f"'{self.stepper(cell)} [aria-current=step]').getBoundingClientRect(); const box = "
            f"document.querySelector('{self.stepper(cell)} .scrolls').getBoundingClientRect(); "
            "return row.top >= box.top && row.bottom <= box.bottom + 1; })()"),
            "the step is scrolled into view")

    def test_opens_at_the_first_divergence(self):
        for cell in CELLS[:4]:
            now = self.shown(f"{self.stepper(cell)} .now")
            self.assertIn("✗ The replay departs from the run", now)
            row = f"{self.stepper(cell)} [aria-current=step]"
            self.assertIn("first", self.browser.value(f"document.querySelector('{row}').className"))
            self.focus(cell)
            self.browser.press("Home")
            self.browser.value(f"document.querySelector('#cell-{cell} [data-go=diverge]').click()")
            self.assertEqual(self.shown(f"{self.stepper(cell)} .now"), now)

    def test_tab_reaches_the_controls_and_they_keep_it(self):
        self.focus("mpsc-convoy")
        labels = []
        for _ in range(5):
            self.browser.press("Tab")
            labels.append(self.focused())
        self.assertEqual(labels, ["First step", "One step back", "One step on", "Last step",
                                  "To the first divergence"])
        self.assertTrue(self.browser.value(
            "getComputedStyle(document.activeElement).outlineStyle !== 'none'"))
        self.focus("mpsc-convoy")
        for _ in range(4):
            self.browser.press("Tab")
        self.browser.press("Enter")
        self.assertEqual(self.focused(), "Last step")
        self.assertIn("Step 7 of 7", self.shown(f"{self.stepper('mpsc-convoy')} .now"))
        self.assertEqual(self.browser.value(
            "document.activeElement.getAttribute('aria-disabled')"), "true")

    def test_keys_of_the_browser_are_left_alone(self):
        self.focus("mpsc-convoy")
        before = self.shown(f"{self.stepper('mpsc-convoy')} .now")
        self.browser.press("ArrowRight", ALT)
        self.assertEqual(self.shown(f"{self.stepper('mpsc-convoy')} .now"), before)

    def test_the_diagram_shows_where_the_steps_are(self):
        place = "document.querySelector('#cell-mpsc-convoy path.here').getAttribute('transform')"
        self.focus("mpsc-convoy")
        self.browser.press("Home")
        places = [self.browser.value(place)]
        for _ in range(7):
            self.browser.press("ArrowRight")
            places.append(self.browser.value(place))
        self.assertEqual(len(set(places)), 6)  # Before, and five operations; events stay there.

    def test_no_page_is_wider_than_its_window(self):
        for width in WIDTHS:
            self.browser.resize(width)
            self.assertLessEqual(self.browser.value("document.documentElement.scrollWidth"),
                                 self.browser.value("document.documentElement.clientWidth"), width)
            wide = self.browser.value(
                "[...document.querySelectorAll('main *')].filter((each) => "
                "!each.closest('.scrolls, .paper, pre') && each.getBoundingClientRect().right > "
                "document.documentElement.clientWidth).map((each) => each.outerHTML.slice(0, 90))")
            self.assertEqual(wide, [], width)

    def test_everything_that_is_operated_has_a_name(self):
        nodes = self.browser.call("Accessibility.getFullAXTree")["nodes"]
        seen = set()
        for node in nodes:
            role = node.get("role", {}).get("value")
            focusable = any(each["name"] == "focusable" and each["value"].get("value")
                            for each in node.get("properties", []))
            if role in CONTROLS or role in ("image", "img", "region") or (
                    focusable and role != "RootWebArea"):
                seen.add(role)
                self.assertTrue(node.get("name", {}).get("value"), node)
        self.assertTrue({"button", "link", "region", "group", "image"} <= seen, seen)

    def test_what_is_said_of_a_step_is_live(self):
        self.assertEqual(self.browser.value(
            "[...document.querySelectorAll('.now')].map((each) => each.ariaLive)"),
            ["polite"] * len(CELLS))

    def test_on_paper_all_steps_are_there_and_no_controls(self):
        self.browser.resize(700)
        self.browser.media("print")
        self.assertEqual(self.browser.value(
            "[...document.querySelectorAll('button, nav, .back')].filter((each) => "
            "each.getClientRects().length).length"), 0)
        self.assertEqual(self.browser.value(
            "[...document.querySelectorAll('.steps tr, .states tr, .matrix td, .why dd, .now')]"
            ".filter((each) => each.getBoundingClientRect().height < 5).length"), 0)
        cut = self.browser.value(
            "[...document.querySelectorAll('.scrolls, .paper, pre')].filter((each) => "
            "getComputedStyle(each).overflowY !== 'visible').length")
        self.assertEqual(cut, 0)
        self.assertTrue(self.browser.call("Page.printToPDF")["data"])

    def test_words_stand_out_in_light_and_in_the_dark(self):
        for scheme in ("light", "dark"):
            self.browser.media("", prefers_color_scheme=scheme)
            self.assertEqual(self.browser.value(CONTRAST), [], scheme)
        backgrounds = []
        for scheme in ("light", "dark"):
            self.browser.media("", prefers_color_scheme=scheme)
            backgrounds.append(self.browser.value(
                "getComputedStyle(document.body).backgroundColor"))
        self.assertNotEqual(*backgrounds)

    def test_nothing_glides_for_those_who_do_not_want_it(self):
        behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
        self.browser.media("", prefers_reduced_motion="reduce")
        self.assertEqual(self.browser.value(behaviour), "auto")


class Hostile(InBrowser):
    def setUp(self):
        super().setUp()
        self.page = self.pages / "hostile.html"

    def test_names_that_look_like_markup_stay_names(self):
        self.hostile_case()
        self.write("matrix.json", matrix(CELL | {"witness": HOSTILE, "strategy": HOSTILE}))
        self.report(0)
        self.browser.open(self.page)
        self.assertEqual(self.browser.complaints(), [])
        self.assertIsNone(self.browser.value("window.broken ?? null"))
        self.assertEqual(self.browser.value("document.images.length"), 0)
        self.browser.value("document.querySelector('.stepper').focus()")
        self.browser.press("Home")
        for _ in range(7):
            self.browser.press("ArrowRight")
        name = HOSTILE.replace("\u202e", " ")
        self.assertIn(f"{name}@1", self.shown(".states"))
        self.assertIn(name, self.shown(".states tbody th"))
        self.assertIsNone(self.browser.value("window.broken ?? null"))
        self.assertEqual(self.browser.complaints(), [])

    def test_a_chart_is_drawn_and_runs_nothing(self):
        self.write("matrix.json", matrix())
        svg = (b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="50"><style>rect{fill:'
               b'red}</style><script>window.top.broken = 1</script><rect style="width: 9px"/>'
               b'</svg>')
        found = results.read(self.folder)
        self.page.write_text(page.page(found, failures.Failures(), plots.Plots([("bytes", svg)]),
                                       {}, "report"), encoding="utf-8")
        self.browser.open(self.page)
        self.assertEqual(self.browser.complaints(), [])
        self.assertEqual(self.browser.value("[...document.images].map((each) => [each.alt, "
                                            "each.naturalWidth])"),
                         [["bytes/event by strategy", 90]])
        self.assertIsNone(self.browser.value("window.broken ?? null"))

    def test_a_huge_story_fits_and_can_be_gone_through(self):
        self.case("huge.case.json", "convoy", "--ships", "30", "--orders", "60", "--policy",
                  "random", "--schedules", "5")
        self.report(0)
        self.browser.open(self.page, 400)
        self.assertLessEqual(self.browser.value("document.documentElement.scrollWidth"), 400)
        self.browser.value("document.querySelector('.stepper').focus()")
        self.browser.press("Home")
        self.assertRegex(self.shown(".now"),
                         "^(Before the first step|After step .* before those shown)$")
        self.browser.press("End")
        self.assertRegex(self.shown(".now"), r"^Step \d+ of \d+\. ")


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        made_folders.RECKON = Path(sys.argv.pop(1)).resolve()
    unittest.main()
