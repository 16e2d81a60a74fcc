"""A matrix for a terminal, as `reckon matrix` prints it without --json."""

import textwrap

from report_page.failures import CLASSES, is_faithful
from report_page.markup import plain
from report_page.tables import GRADES, number, spread

LETTERS = {"strict": "S", "faithful": "F", "view": "V", "causal": "C", "complete": "–",
           "nothing": "."}
WIDTH = 80


def wrapped(text: str, indent: int = 2, hanging: int = 0) -> str:
    return textwrap.fill(plain(text), WIDTH, initial_indent=" " * indent,
                         subsequent_indent=" " * (indent + hanging), break_on_hyphens=False)


def columns(rows: list[list[str]], right: bool) -> str:
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join(("  " + "  ".join(
        each.rjust(width) if right and i else each.ljust(width)
        for i, (each, width) in enumerate(zip(row, widths)))).rstrip() for row in rows)


def cell_text(cell: dict | None) -> str:
    if cell is None:
        return ""
    claim = LETTERS.get(cell["claim"], cell["claim"]) + {"fails": " BROKEN", "undecided": "?"}.get(
        cell["promise"], "")
    return f"{'✓' if is_faithful(cell) else '✗'} {cell['grade']} ({claim})"


def grades(matrix: dict, names: list[str]) -> str:
    cells = {(cell["strategy"], cell["class"]): cell for cell in matrix["cells"]}
    classes = [each for each in CLASSES if any(each == known for _, known in cells)]
    return columns([["", *classes], *([name, *(cell_text(cells.get((name, each)))
                                               for each in classes)] for name in names)], False)


def failed(matrix: dict, names: list[str]) -> list[str]:
    return [wrapped(f"{cell['strategy']} on {cell['class']}, {cell['failed_runs']} of "
                    f"{cell['runs']} runs: {cell['witness'] or 'undecided'}.", 2, 2)
            for cell in matrix["cells"] if cell["strategy"] in names and not is_faithful(cell)]


def costs(rows: list[dict]) -> str:
    table = [["", "ns/event", "", "× none", "", "finish", "bytes/event"]]
    for row in rows:
        table.append([row["strategy"], number(row["ns_per_event"], 1), spread(row.get("spread")),
                      number(row["ratio_to_none"], 2), spread(row.get("ratio_spread")),
                      number(row["finish_ns_per_event"], 1), number(row["bytes_per_event"], 0)])
    return columns(table, True)


def cost_part(matrix: dict) -> list[str]:
    return [
        "", "What does it cost?",
        wrapped(f"Wall time an event: {matrix['cost_events']} events of {matrix['cost_ships']} "
                f"ships that depart and follow, on {matrix['workers']} workers, no other work. "
                f"Medians of {matrix['rounds']} rounds with the spread of the middle half, ~ if "
                "that is over 10%; × none is taken within each round. finish: what the strategy "
                "does after the ships have stopped, also ns an event."),
        costs(matrix["costs"]),
        wrapped("The runtime itself, with the history of each ship kept, and with the other order "
                "of publish and deref:"), costs(matrix["runtime"])]


def matrix_text(matrix: dict, roles: dict[str, str], page: str) -> str:
    named = list(dict.fromkeys(cell["strategy"] for cell in matrix["cells"]))
    controls = [name for name in named if roles.get(name) == "control"]
    strategies = [name for name in named if name not in controls]
    lines = ["What is each log worth?", wrapped(
        f"{matrix['ships']} ships take {matrix['orders']} orders each on {matrix['workers']} "
        "workers. Afterwards only the log is replayed, and held against what really happened."),
        "", grades(matrix, strategies), "", wrapped(
        "✓ every run was replayed faithfully, ✗ some run was not; the worst grade seen; and in "
        "brackets what the strategy claims, which was kept unless it says BROKEN. A ? stands where "
        "too little was observed. From best to worst:")]
    lines += [textwrap.fill(f"{LETTERS.get(grade, '.')} {grade:<9} {meaning}", WIDTH,
                            initial_indent="    ", subsequent_indent=" " * 16)
              for grade, meaning in GRADES.items()]
    if observed := [cell["observed_cuts"] for cell in matrix["cells"]]:
        lines += ["", wrapped(f"Strict was judged on {min(observed)} to {max(observed)} observed "
                              "global states a cell.")]
    if wrong := failed(matrix, strategies):
        lines += ["", "What went wrong, where a log is less than faithful", *wrong]
    if controls:
        lines += ["", "Controls: wrong on purpose, to show that the checks can say no",
                  grades(matrix, controls), *failed(matrix, controls)]
        lines += [wrapped(f"{cell['strategy']} on {cell['class']} was not caught in "
                          f"{cell['runs']} runs.", 2, 2) for cell in matrix["cells"]
                  if cell["strategy"] in controls and not cell["failed_runs"]
                  and cell["claim"] not in ("strict", "faithful")]
    if matrix["costs"]:
        lines += cost_part(matrix)
    lines += ["", wrapped(f"{matrix['cpu']}, {matrix['cores']} cores; reckon {matrix['version']} "
                          f"({matrix['commit']}), {matrix['compiler']}, {matrix['build_type']}")]
    return "\n".join(lines) + f"\n\n  As a page, with each failure step by step: {page}"
