"""HTML that is safe by construction: whatever is not Html yet is escaped when it becomes Html."""

import json
import re
from html import escape
from xml.etree import ElementTree


class Html(str):
    """Markup; everything else that is put into markup is text."""


# As core/report/escape.hpp has it: what ends a line or turns the direction of writing.
TURNING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NO_CHARACTERS = re.compile("[\ufffe\uffff\ud800-\udfff]")
VOID = {"br", "hr", "img", "meta"}


def plain(text: object) -> str:
    """For one line of a page, whoever wrote the text."""
    return NO_CHARACTERS.sub("\ufffd", TURNING.sub(" ", str(text)))


def html(value: object) -> Html:
    return value if isinstance(value, Html) else Html(escape(plain(value)))


def join(parts, between: str = "") -> Html:
    return Html(html(between).join(html(part) for part in parts))


def tag(name: str, *children: object, **attributes: object) -> Html:
    """An element; `class_` is the attribute class, `data_step` data-step; None and False leave an
    attribute out, True is one without a value."""
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True
                                                   else f'="{escape(plain(value))}"')
        for key, value in attributes.items() if value is not None and value is not False)
    if name in VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def code_block(text: str, label: str) -> Html:
    """Lines as they are; what scrolls has to be reached by the keyboard, and then has a name."""
    lines = "\n".join(str(html(line)) for line in text.split("\n"))
    return tag("pre", tag("code", Html(lines)), tabindex="0", role="group", aria_label=label)


def embedded_json(value: object) -> Html:
    """For a <script> of data: no text in it can end the element, or open a comment."""
    written = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return Html(written)


SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "title", "desc", "g", "rect", "path", "circle", "line", "polygon", "text",
          "tspan"}
LOOKS = {"role", "width", "height", "viewBox", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r",
         "rx", "ry", "d", "points", "transform", "fill", "fill-opacity", "opacity", "stroke",
         "stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin",
         "stroke-opacity", "font-family", "font-size", "font-weight", "font-style", "text-anchor",
         "dominant-baseline", "aria-hidden"}


class Diagram:
    """A space-time diagram as `reckon explain` draws it, of known shapes alone."""

    def __init__(self, svg: str):
        try:
            self.root = ElementTree.fromstring(svg)
        except ElementTree.ParseError as error:
            raise ValueError(f"no SVG: {error}") from None
        if self.root.tag != SVG + "svg":
            raise ValueError("no SVG")

    def html(self, row: int) -> Html:
        """With a line over the row, which the page moves; without one if rows are not found."""
        self.root.set("role", "img")
        drawn = self._element(self.root)
        rows = self.rows()
        if not rows:
            return Html(drawn)
        begin, end = self._lanes()
        here = tag("path", class_="here", d=f"M0 {begin}V{end}",
                   transform=f"translate({rows.get(row, min(rows.values()) - 46)} 0)")
        return Html(drawn.removesuffix("</svg>") + here + "</svg>")

    def rows(self) -> dict[int, float]:
        """Where each row stands: over its column is its number."""
        heads = [(each.get("y"), each.get("x"), re.fullmatch(r"(?:✗ )?(\d+)", each.text or ""))
                 for each in self.root.iter(SVG + "text") if each.get("text-anchor") == "middle"]
        found = [(float(y), int(number[1]), float(x)) for y, x, number in heads if number and x]
        top = min((y for y, _, _ in found), default=0)
        return {number: x for y, number, x in found if y == top}

    def _lanes(self) -> tuple[str, str]:
        """From where to where the lines go that stand under the numbers."""
        for each in self.root.iter(SVG + "path"):
            if line := re.fullmatch(r"M[\d.]+ ([\d.]+)V([\d.]+)", each.get("d", "")):
                return line[1], line[2]
        return "40", self.root.get("height", "400")

    def _element(self, element: ElementTree.Element) -> str:
        name = str(element.tag).removeprefix(SVG)
        if name not in SHAPES:
            return ""
        looks = "".join(f' {key}="{escape(plain(value))}"' for key, value in element.items()
                        if key in LOOKS)
        inner = escape(plain(element.text or "").strip())
        inner += "".join(self._element(child) + escape(plain(child.tail or "").strip())
                         for child in element)
        return f"<{name}{looks}>{inner}</{name}>"
