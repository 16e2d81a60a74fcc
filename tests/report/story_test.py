#!/usr/bin/env python3
"""Goal: stories in every format are well formed from outside, and no name breaks them.
Method: the samples of story_samples.cpp, read by an XML parser, a JSON parser, and a grammar of
the lines of Mermaid that we write; names come back as they were told."""

import json
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

sys.dont_write_bytecode = True
SAMPLES = sys.argv.pop()
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "desc", "g", "rect", "path", "circle", "text"}
FIELDS = {"scenario", "strategy", "check", "ship_count", "lane_names", "lines", "events", "arrows",
          "replay", "witness", "edge", "cycle", "lesson", "ending"}
# No sign that Mermaid reads, but in codes.
TEXT = r"(?:[^#;:<>&\"{}\[\]%$|\\`\x00-\x1f\x7f\u2028-\u202e\u2066-\u2069]|#\d+;)*"
LINES = [r"    title " + TEXT, r"    participant [SQ]\d+ as " + TEXT,
         r" {4,8}Note over [SQ]\d+(?:,[SQ]\d+)?: " + TEXT,
         r" {4,8}[SQ]\d+--?>>[SQ]\d+: " + TEXT, r"    rect rgb\(\d+, \d+, \d+\)", r"    end"]


def plain(text: str) -> str:
    text = re.sub("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", " ", text)
    return re.sub("[\ufffe\uffff]", "\ufffd", text)


def codes_read(text: str) -> str:
    return re.sub(r"#(\d+);", lambda code: chr(int(code[1])), text)


def names_of_all(story: dict) -> list[str]:
    """Of the ships; none of so many that not all have a lane."""
    return story["lane_names"][:story["ship_count"]] if story["ship_count"] <= 16 else []


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most - 1] + "…"


class Stories(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        subprocess.run([SAMPLES, cls.folder.name], check=True)
        cls.names = sorted(path.stem for path in Path(cls.folder.name).glob("*.json"))

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def read(self, name: str, format_: str) -> str:
        return (Path(self.folder.name) / f"{name}.{format_}").read_bytes().decode("utf-8")

    def each(self, format_: str, check: Callable[[str, dict], None]) -> None:
        self.assertGreater(len(self.names), 15)
        for name in self.names:
            with self.subTest(story=name):
                check(self.read(name, format_), json.loads(self.read(name, "json")))

    def test_text_fits_a_terminal(self) -> None:
        def check(text: str, _: dict) -> None:
            self.assertLessEqual(max(map(len, text.split("\n"))), 80)
            self.assertNotRegex(text, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
        self.each("txt", check)

    def test_json_has_the_fields(self) -> None:
        def check(_: str, story: dict) -> None:
            self.assertEqual(set(story), FIELDS)
        self.each("json", check)

    def test_svg_is_alone_and_says_what_it_is(self) -> None:
        def check(text: str, story: dict) -> None:
            root = ET.fromstring(text)
            self.assertEqual(root.get("role"), "img")
            self.assertEqual([child.tag for child in root][:2], [SVG + "title", SVG + "desc"])
            self.assertIn(plain(story["strategy"] or ""), root[0].text)
            for element in root.iter():
                self.assertIn(element.tag.removeprefix(SVG), DRAWN)
                for name in element.attrib:
                    self.assertNotRegex(name, "href|^on|^style$|^id$")
            self.assertNotIn("url(", text)
        self.each("svg", check)

    def test_svg_has_names_and_sentences_unchanged(self) -> None:
        def check(text: str, story: dict) -> None:
            root = ET.fromstring(text)
            told = [title.text for title in root.iter(SVG + "title")]
            for name in names_of_all(story):
                self.assertIn(plain(name), told)
            if story["ship_count"] > 16:
                self.assertRegex(text, r"\d+ of \d+ ships are left out")
                return
            for event in story["events"][:2]:
                self.assertIn(plain(f"{event['label']}: {event['state']}"), told)
            if story["witness"]:
                self.assertIn(plain(story["witness"]), root.find(SVG + "desc").text)
        self.each("svg", check)

    def test_svg_texts_are_on_the_picture(self) -> None:
        def check(text: str, _: dict) -> None:
            root = ET.fromstring(text)
            for element in root.iter(SVG + "text"):
                self.assertTrue(0 <= float(element.get("x")) <= float(root.get("width")))
                self.assertTrue(0 <= float(element.get("y")) <= float(root.get("height")))
        self.each("svg", check)

    def test_svg_tells_a_broken_edge_without_colour(self) -> None:
        for name in ("convoy", "hail", "huge"):
            paths = list(ET.fromstring(self.read(name, "svg")).iter(SVG + "path"))
            widths = {path.get("stroke"): float(path.get("stroke-width", "1")) for path in paths
                      if path.get("d").count("Q")}
            self.assertEqual(max(widths, key=widths.get), "#D55E00")
            broken = [path for path in paths if path.get("stroke") == "#D55E00"]
            self.assertTrue(all(path.get("stroke-dasharray") for path in broken))

    def test_svg_caption_says_how_much_is_left_out(self) -> None:
        for name in ("long", "huge"):
            self.assertRegex(self.read(name, "svg"), r">\d+ of \d+000 rows are left out")
        self.assertNotIn("left out", self.read("sixty", "svg"))

    def test_mermaid_has_lines_of_known_shapes(self) -> None:
        def check(text: str, _: dict) -> None:
            lines = text.split("\n")
            self.assertEqual((lines[0], lines[-1]), ("sequenceDiagram", ""))
            blocks = [line for line in lines if line.startswith(("    rect", "    end"))]
            self.assertEqual(blocks, ["    rect rgb(252, 222, 200)", "    end"] *
                             (len(blocks) // 2))
            for line in lines[1:-1]:
                self.assertTrue(any(re.fullmatch(shape, line) for shape in LINES), line)
                self.assertNotRegex(line.strip(), r"(?i).+\bend\b")
        self.each("mmd", check)

    def test_mermaid_has_names_unchanged(self) -> None:
        def check(text: str, story: dict) -> None:
            told = re.findall(r"^    participant S\d+ as (.*)$", text.replace("\r", "?"), re.M)
            self.assertLess(len(text), 50_000)
            if story["ship_count"] > 16:
                self.assertIn(f"… {story['ship_count'] - len(told)} ships are left out …", text)
                return
            self.assertEqual([codes_read(name) for name in told],
                             [plain(cut(name, 120)) for name in names_of_all(story)])
        self.each("mmd", check)


if __name__ == "__main__":
    unittest.main()
