"""The whole page: one file that needs no other, and that nothing in it can make run anything."""

import base64
import datetime
import hashlib
import re
from pathlib import Path

from report_page import cells, tables
from report_page.failures import Failures, is_faithful
from report_page.markup import Html, code_block, embedded_json, html, join, tag
from report_page.plots import Plots
from report_page.results import Results

HERE = Path(__file__).parent
PAGE_BYTES_MOST = 2_000_000

CHARTS = {
    "fidelity": "Cost against fidelity: ns/event against the grade of the log, by class",
    "scaling-ships": "ns/event against ships", "bytes": "bytes/event by strategy",
    "scaling-workers": "ns/event against workers or producers",
    "failing-work": "Share of runs not replayed faithfully, against the work of an order",
    "failing-workers": "Share of runs not replayed faithfully, against workers",
}


class TooLarge(Exception):
    """Says by how much, and what could be done."""


def counted(count: int, word: str, one: str = "", more: str = "s") -> str:
    return f"{count} {word}{one if count == 1 else more}"


def hashed(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def answer(all_cells: list[dict], roles: dict[str, str]) -> str:
    """Who brought back every run that was judged."""
    named = dict.fromkeys(cell["strategy"] for cell in all_cells
                          if roles.get(cell["strategy"]) != "control")
    able = [name for name in named
            if all(is_faithful(cell) for cell in all_cells if cell["strategy"] == name)]
    if not able:
        return "None brought back every run."
    last = f" and {able[-1]}" if len(able) > 1 else able[-1]
    return f"{', '.join(able[:-1])}{last} brought back every run that was judged here."


def headline(results: Results, failures: Failures, roles: dict[str, str]) -> str:
    if not results.matrix and results.runs and not failures.told:
        return (f"{counted(len(results.runs), 'run')}: what each log was worth, and what it cost "
                "to record.")
    if not results.matrix:
        return f"{counted(len(failures.told), 'failing run')}, step by step."
    all_cells = results.matrix["cells"]
    failed = sum(not is_faithful(cell) for cell in all_cells)
    broken = [cell for cell in all_cells if cell["promise"] == "fails"]
    undecided = sum(cell["promise"] == "undecided" for cell in all_cells)
    claims = ("every claim was kept" if not broken and not undecided else
              f"{counted(len(broken), 'claim')} {'was' if len(broken) == 1 else 'were'} BROKEN"
              if broken else f"{counted(undecided, 'claim')} undecided: too little was observed")
    named = {cell["strategy"] for cell in all_cells}
    controls = sum(roles.get(name) == "control" for name in named)
    who = counted(len(named) - controls, "strateg", "y", "ies") + (
        f", and {counted(controls, 'control')} wrong on purpose," if controls else "")
    return (f"{who} recorded fleets of ships, and only the log was replayed. "
            f"{answer(all_cells, roles)} In {failed} of {len(all_cells)} cells some run was not "
            f"replayed faithfully; {claims}.")


def plots_section(plots: Plots) -> Html:
    # As images: a picture in an <img> runs nothing, and its ids and styles stay its own.
    def figure(name: str, svg: bytes) -> Html:
        title = CHARTS.get(name, f"Chart: {name}")
        source = "data:image/svg+xml;base64," + base64.b64encode(svg).decode()
        image = tag("div", tag("img", src=source, alt=title), class_="paper", role="group",
                    tabindex="0", aria_label=title)
        return tag("figure", image, tag("figcaption", title), class_="plot")

    figures = [figure(*each) for each in plots.svgs]
    missing = [tag("ul", *(tag("li", line) for line in plots.missing), class_="cut")]
    return join([*figures, *(missing if plots.missing else [])])


def machine_section(results: Results, failures: Failures, command: str) -> Html:
    known = results.matrix or (results.runs or [{}])[0] or next(
        (told.explained for told in failures.told.values()), {})
    machine = results.machine
    loads = [f"{name.removeprefix('load_')} the matrix {machine[name][0]:.2f}"
             for name in ("load_before", "load_after")
             if isinstance(machine.get(name), list) and machine[name]]
    date = str(machine.get("date", "")).replace("T", " ")
    if not date and results.matrix_file:
        written = datetime.datetime.fromtimestamp(results.matrix_file.stat().st_mtime)
        date = f"{written:%Y-%m-%d %H:%M}, when {results.matrix_file.name} was written"
    rows = [("Host", known.get("host")), ("Processor", known.get("cpu")),
            ("Cores", known.get("cores")), ("System", machine.get("system")),
            ("Compiler", known.get("compiler")),
            ("Flags", f"{(known.get('flags') or '').strip()}, {known.get('build_type')}"),
            ("reckon", f"{known.get('version')}, commit {known.get('commit')}"),
            ("Date", date), ("Load", "; ".join(loads) or None)]
    pairs = [part for name, value in rows
             for part in (tag("dt", name), tag("dd", value or "not recorded"))]
    commits = {told.explained["commit"] for told in failures.told.values()} - {known.get("commit")}
    parts = [tag("dl", *pairs, class_="facts")]
    cores = known.get("cores") or 1
    if any(isinstance(machine.get(name), list) and machine[name] and machine[name][0] > cores
           for name in ("load_before", "load_after")):
        parts.append(tag("p", "More was running than there are cores: costs are those of a busy "
                              "machine.", class_="cut"))
    if commits:
        parts.append(tag("p", "The steps were told by a reckon of another commit: "
                         + ", ".join(sorted(commits)) + ".", class_="cut"))
    lines = [machine.get("command_line", command)]
    if results.matrix:
        lines.append(str(results.matrix.get("command_line", "")))
    parts += [tag("h3", "To repeat it all"), code_block("\n".join(lines), "Commands"),
              tag("p", "Free runs are samples of real threads: grades may differ by what was seen. "
                       "Cases come out the same every time.")]
    return join(parts)


def files_section(results: Results, failures: Failures) -> Html:
    rows = [*results.files, *((told.made_of or told.file, "a failing run, told step by step")
                              for told in failures.told.values())]
    if results.machine:
        rows.append(("machine.json", "when and where the matrix was made"))
    left = [(name, f"left out: {reason}") for name, reason in failures.left_out]
    body = [tag("tr", tag("th", name, scope="row"), tag("td", what)) for name, what in rows + left]
    return tables.scrolling("Files", tables.table(f"Read from {results.folder.name}",
                                                  ["File", "What it holds"], body))


def section(name: str, title: str, *content: object) -> Html:
    return tag("section", tag("h2", title, id=f"{name}-title"), *content, id=name,
               aria_labelledby=f"{name}-title")


def sections(results: Results, failures: Failures, plots: Plots, roles: dict[str, str],
             command: str) -> list[tuple[str, str, Html]]:
    found = []
    if results.matrix:
        found += [("matrix", "What each log was worth", tables.matrix(results, failures, roles)),
                  ("cost", "What it cost", tables.costs(results.matrix))]
    if results.runs:
        found.append(("further", "Further results",
                      tables.further(results.runs, results.questions)))
    found.append(("plots", "Plots", plots_section(plots)))
    told = cells.sections(results, failures) or tag("p", "There are none in this folder.")
    intro = tag("p", "Each was made small, and is gone through here by visible operations. The "
                     "replay reads the log alone; it is told as if it went along, and carries out "
                     "the next event of its order as soon as the run has put it into the log.")
    found += [("failures", "Failures, step by step", join([intro, told])),
              ("machine", "Where, and how to repeat it",
               machine_section(results, failures, command)),
              ("files", "What this page is made of", files_section(results, failures))]
    return found


def page(results: Results, failures: Failures, plots: Plots, roles: dict[str, str],
         command: str) -> str:
    style, script = (read(name).replace("\r\n", "\n") for name in ("page.css", "page.js"))
    found = sections(results, failures, plots, roles, command)
    holes = {
        "policy": f"default-src 'none'; img-src data:; style-src {hashed(style)}; "
                  f"script-src {hashed(script)}; base-uri 'none'; form-action 'none'",
        "style": style, "script": script,
        "title": html(f"reckon: {results.folder.resolve().name}"),
        "headline": html(headline(results, failures, roles)),
        "nav": join(tag("li", tag("a", title, href=f"#{name}")) for name, title, _ in found),
        "sections": join(section(*each) for each in found),
        "stories": embedded_json(cells.stories(failures)),
    }
    # In one pass: what a hole was filled with is not looked through for holes.
    text = re.sub(r"\{\{(\w+)\}\}", lambda hole: holes[hole[1]], read("page.html"))
    if len(text.encode()) > PAGE_BYTES_MOST:
        raise TooLarge(f"the page would have {len(text.encode()):,} bytes, and "
                       f"{PAGE_BYTES_MOST:,} are the most: take cases or results out of "
                       f"{results.folder}")
    return text


def read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
