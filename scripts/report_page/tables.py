"""The tables of the page: what each log was worth, what it cost, and further results."""

import json
import re
import statistics
from collections.abc import Iterable

from measured.axes import alike, in_order
from report_page.failures import CLASSES, Failures, is_faithful
from report_page.markup import Html, join, tag
from report_page.results import Results

ROWS_MOST = 200
GRADES = {
    "strict": "faithful, and through every global state that was observed",
    "faithful": "every decision is remade on the same inputs, and no effect comes before its "
                "cause",
    "view": "the same inputs, but an effect may come before its cause",
    "causal": "causes first, but decisions are remade on other inputs",
    "complete": "every event is in the log: what comes of it is luck",
    "lost": "not even that",
}
PROMISES = {"holds": "kept", "fails": "✗ BROKEN", "undecided": "? too little observed"}


def anchor(strategy: str, interaction: str) -> str:
    """Names of elements have no blanks, whatever names in results have."""
    return "cell-" + re.sub(r"[^\w-]", lambda sign: f".{ord(sign[0]):x}",
                            f"{strategy}-{interaction}")


def scrolling(label: str, table: Html) -> Html:
    """A wide table scrolls in its own box, which the keyboard reaches."""
    return tag("div", table, class_="scrolls", role="group", aria_label=label, tabindex="0")


def table(caption: Html | str, heads: Iterable, rows: Iterable[Html], class_: str = "") -> Html:
    head = tag("tr", *(tag("th", each, scope="col") for each in heads))
    return tag("table", tag("caption", tag("span", caption)), tag("thead", head),
               tag("tbody", *rows),
               class_=class_ or None)


def matrix_cell(cell: dict | None, failures: Failures) -> Html:
    if cell is None:
        return tag("td", "–", class_="empty")
    faithful = is_faithful(cell)
    grade = tag("strong", f"{'✓' if faithful else '✗'} {cell['grade']}")
    key = (cell["strategy"], cell["class"])
    link = tag("a", grade if not faithful else "fails on demand", href=f"#{anchor(*key)}",
               aria_label=f"{cell['grade']}: {' on '.join(key)}, step by step")
    if not faithful:
        grade = link
    promise = PROMISES.get(cell["promise"], cell["promise"])
    parts = [tag("span", grade, class_="grade"),
             tag("span", f"claim {cell['claim']}: {promise}", class_="claim")]
    failed = (f"{cell['failed_runs']} of {cell['runs']} runs failed" if cell["failed_runs"]
              else f"{cell['runs']} runs, none failed")
    parts.append(tag("span", failed, class_="runs"))
    if faithful and key in failures.told:
        parts.append(tag("span", link, class_="runs"))
    broken = " broken" if cell["promise"] == "fails" else ""
    return tag("td", *parts, class_=("good" if faithful else "bad") + broken)


def matrix(results: Results, failures: Failures, roles: dict[str, str]) -> Html:
    cells = {(cell["strategy"], cell["class"]): cell for cell in results.matrix["cells"]}
    named = list(dict.fromkeys(strategy for strategy, _ in cells))
    present = {interaction for _, interaction in cells}
    classes = [each for each in CLASSES if each in present] + sorted(present - set(CLASSES))
    tables = []
    for caption, wanted in (
            ("Strategies: the worst grade over all runs of a cell, and what was claimed",
             [name for name in named if roles.get(name) != "control"]),
            ("Controls: wrong on purpose, to show that the checks can say no",
             [name for name in named if roles.get(name) == "control"])):
        if wanted:
            rows = [tag("tr", tag("th", name, scope="row"),
                        *(matrix_cell(cells.get((name, each)), failures) for each in classes))
                    for name in wanted]
            tables.append(scrolling(caption, table(caption, ["Strategy", *classes], rows,
                                                   "matrix")))
    words = [part for grade, meaning in GRADES.items()
             for part in (tag("dt", grade), tag("dd", meaning))]
    return join([*tables, tag("p", "✓ every run was replayed faithfully; ✗ some run was not, and "
                                   "its cell leads to one that can be gone through. Grades, from "
                                   "best to worst:"), tag("dl", *words, class_="grades")])


def number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"


def spread(value: float | None) -> str:
    """Marked where a median is not to be leaned on."""
    return "" if value is None else f"{'~' if value > 0.1 else ''}±{value * 100:.0f}%"


def cost_row(row: dict) -> Html:
    values = [number(row["ns_per_event"], 1), spread(row.get("spread")),
              number(row["ratio_to_none"], 2), spread(row.get("ratio_spread")),
              number(row["finish_ns_per_event"], 1), number(row["bytes_per_event"], 0)]
    return tag("tr", tag("th", row["strategy"], scope="row"), *(tag("td", each) for each in values))


def costs(value: dict) -> Html:
    if not value["costs"]:
        return tag("p", "Cost was not measured: the matrix was made with --rounds 0.")
    heads = ["Strategy", "ns/event", "spread", "× none", "spread", "finish, ns/event",
             "bytes/event"]
    text = (f"Wall time an event: {value['cost_events']:,} events of {value['cost_ships']} ships "
            f"that depart and follow, on {value['workers']} workers, no other work. Medians of "
            f"{value['rounds']} rounds, with the spread of the middle half; ~ where that is over "
            "10 %: do not build on such a figure. × none is taken within each round. finish is "
            "what the strategy does after the ships have stopped.")
    return join([
        tag("p", text),
        scrolling("Cost", table("What a log costs", heads, map(cost_row, value["costs"]),
                                "numbers")),
        scrolling("Cost of the runtime", table(
            "The runtime itself: with the history of each ship kept, and with the other order of "
            "publish and deref", heads, map(cost_row, value["runtime"]), "numbers"))])


def cell_words(cell: object, without: Iterable[str] = ()) -> str:
    """An experiment's cell has a value by axis; the strategy has a column of its own."""
    if not isinstance(cell, dict):
        return str(cell)
    return ", ".join(f"{axis} {json.dumps(value) if isinstance(value, bool) else value}"
                     for axis, value in cell.items() if axis not in ("strategy", *without))


def by_experiment(runs: list[dict]) -> dict[str, list[dict]]:
    """Each with its cells in order: the runs are made in an order that is drawn."""
    found: dict[str, list[dict]] = {}
    for run in runs:
        found.setdefault(str(run.get("experiment", "–")), []).append(run)
    for each in found.values():
        if all(isinstance(run.get("cell"), dict) for run in each):
            each.sort(key=lambda run: in_order(run["cell"]))
    return found


def alike_of(runs: list[dict]) -> dict[str, object]:
    """Axes that tell none of the cells from another."""
    cells = [run["cell"] for run in runs if isinstance(run.get("cell"), dict)]
    return alike(cells) if len(cells) == len(runs) else {}


def further(runs: list[dict], questions: dict[str, str]) -> Html:
    groups: dict[tuple, list[dict]] = {}
    intro = []
    for name, each in by_experiment(runs).items():
        same = alike_of(each)
        told = [f"{name}: {questions[name]}"] if name in questions else []
        told += [f"All cells of {name}: {cell_words(same)}."] if same else []
        intro += [tag("p", " ".join(told))] if told else []
        for run in each:
            key = (name, cell_words(run.get("cell", "–"), same), run["strategy"],
                   str(run.get("class", "–")))
            groups.setdefault(key, []).append(run)
    rows = []
    for key, each in list(groups.items())[:ROWS_MOST]:
        judged = [run for run in each if "faithful" in run]
        failed = sum(run["faithful"] == "fails" for run in judged)
        undecided = sum(run["faithful"] == "undecided" for run in judged)
        worth = "not judged" if not judged else (
            f"{'✗' if failed else '?' if undecided else '✓'} {failed} of {len(judged)} failed"
            + (f", {undecided} undecided" if undecided else ""))
        times = sorted(run["ns_per_event"] for run in each)
        middle = statistics.median(times)
        quarters = statistics.quantiles(times, n=4, method="inclusive") if len(times) > 3 else None
        wide = (quarters[2] - quarters[0]) / middle if quarters and middle else None
        values = [number(middle, 1), spread(wide),
                  number(statistics.median(run["bytes_per_event"] for run in each), 0)]
        rows.append(tag("tr", tag("th", key[0], scope="row"), *(tag("td", part, class_="words")
                                                                for part in key[1:]),
                        tag("td", len(each)), tag("td", worth, class_="words"),
                        *(tag("td", part) for part in values)))
    heads = ["Experiment", "Cell", "Strategy", "Class", "Runs", "Replayed faithfully", "ns/event",
             "spread", "bytes/event"]
    found = table("Medians over the repetitions of a cell", heads, rows, "numbers")
    parts = [*intro, scrolling("Further results", found)]
    if len(groups) > ROWS_MOST:
        parts.append(tag("p", f"Of {len(groups):,} cells the first {ROWS_MOST} are shown.",
                         class_="cut"))
    return join(parts)
