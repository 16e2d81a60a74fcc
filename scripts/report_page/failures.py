"""Failing cells, and for each a case that shows one of its failures step by step."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from measured.documents import BadInput, documents
from report_page.markup import Diagram
from report_page.reckon import Reckon, Refused
from report_page.results import Results
from report_page.story_steps import Steps, Story

CLASSES = ["solo", "hail", "convoy", "rendezvous"]
FAITHFUL = ("faithful", "strict")
SHRINK_SECONDS = 5
CASE_BYTES_MOST = 20_000  # Of a case that is printed on the page.
DIAGRAM_BYTES_MOST = 300_000


@dataclass
class Told:
    """A case, told."""

    file: str
    explained: dict  # As `explain --json` has it.
    steps: Steps
    diagram: Diagram | None
    case_text: str
    made_of: str = ""  # The recording that it was shrunk from.

    @property
    def key(self) -> tuple[str, str]:
        return self.explained["strategy"], self.explained["class"]


@dataclass
class Failures:
    """cells  of the matrix that are less than faithful, or of which there is a case."""

    told: dict[tuple[str, str], Told] = field(default_factory=dict)
    left_out: list[tuple[str, str]] = field(default_factory=list)  # File, and why.


def is_faithful(cell: dict) -> bool:
    return cell["grade"] in FAITHFUL


def tell_all(results: Results, reckon: Reckon) -> Failures:
    found = Failures()
    for path in results.cases:
        keep(found, path.name, lambda path=path: tell(path, reckon))
    with tempfile.TemporaryDirectory() as folder:
        for path in results.recordings:
            small = Path(folder) / (path.stem + ".case.json")
            keep(found, path.name, lambda path=path, small=small: shrunk(path, small, reckon))
    return found


def keep(found: Failures, name: str, make) -> None:
    try:
        told = make()
    except Refused as error:
        found.left_out.append((name, str(error)))
        return
    if told.key in found.told:
        other = found.told[told.key].file
        found.left_out.append((name, f"{' on '.join(told.key)} is told of {other} already"))
    else:
        found.told[told.key] = told


def shrunk(recording: Path, small: Path, reckon: Reckon) -> Told:
    reckon.text("shrink", recording, "--keep-class", "--quiet", "--seconds", SHRINK_SECONDS, "-o",
                small, seconds=4 * SHRINK_SECONDS, expected=(0, 3))
    if not small.exists():
        raise Refused("no order of operations explains it: `reckon explain` says why")
    told = tell(small, reckon)
    told.made_of = recording.name
    return told


def tell(case: Path, reckon: Reckon) -> Told:
    text, value = case_of(case)
    explained = reckon.json("explain", case)
    story = explained["story"]
    svg = reckon.text("explain", case, "--format", "svg")
    try:
        diagram = Diagram(svg) if len(svg) <= DIAGRAM_BYTES_MOST else None
    except ValueError as error:
        raise Refused(f"explain --format svg: {error}") from None
    steps = Story(story, initial_states(value, reckon.ports())).steps()
    return Told(case.name, explained, steps, diagram,
                text if len(text) <= CASE_BYTES_MOST else "")


def case_of(path: Path) -> tuple[str, dict]:
    found = documents(path)
    if len(found) > 1:
        raise BadInput(found[1].place, "more", "one case a file")
    return path.read_text(encoding="utf-8"), found[0].content


def initial_states(case: dict, ports: dict[str, str]) -> list[str]:
    """In the words in which a story tells states."""
    found = []
    for ship in case["scenario"]["ships"]:
        place = "in" if "at" in ship else "at sea for"
        port = str(ship.get("at", ship.get("bound", "?")))
        found.append(f"{place} {ports.get(port, port)} with {ship.get('cargo', 0)} t")
    return found
