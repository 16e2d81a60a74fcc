"""A failing cell on the page: its steps, its diagram, why it fails, and how to repeat it."""

import shlex

from report_page.failures import Failures, Told, is_faithful
from report_page.markup import Html, code_block, join, plain, tag
from report_page.results import Results
from report_page.story_steps import Shown, Steps
from report_page.tables import anchor, scrolling

BUTTONS = [("first", "|◀", "First step"), ("back", "◀", "One step back"),
           ("next", "▶", "One step on"), ("last", "▶|", "Last step"),
           ("diverge", "✗ First divergence", "To the first divergence")]
SIDES = {"run": "The run", "replay": "The replay"}


def sections(results: Results, failures: Failures) -> Html:
    """In the order of the matrix; then cases that it has no cell for."""
    cells = {(cell["strategy"], cell["class"]): cell
             for cell in (results.matrix or {"cells": []})["cells"]}
    keys = [key for key, cell in cells.items() if key in failures.told or not is_faithful(cell)]
    keys += [key for key in failures.told if key not in cells]
    return join(section(key, cells.get(key), failures.told.get(key)) for key in keys)


def section(key: tuple[str, str], cell: dict | None, told: Told | None) -> Html:
    name = anchor(*key)
    title = " on ".join(key)
    parts = [tag("h3", title, id=f"{name}-title"), tag("p", *summary(cell), class_="summary")]
    if cell and cell.get("witness"):
        parts.append(tag("p", tag("strong", "Seen in the matrix: "), cell["witness"] + "."))
    if told:
        parts += [stepper(name, title, told), diagram(title, told),
                  tag("div", why(told.explained["story"]), repeat(told), class_="halves")]
    else:
        parts.append(tag("p", "There is no case of this failure in the folder: the witness above "
                              "is what there is. To find one:"))
        parts.append(code_block(f"reckon hunt --strategy {shlex.quote(key[0])} --scenario "
                                f"{shlex.quote(key[1])} -o wild.reckon\n"
                                "reckon shrink wild.reckon -o small.case.json",
                                f"Commands that find a failure of {' on '.join(key)}"))
    parts.append(tag("p", tag("a", "Back to the matrix", href="#matrix"), class_="back"))
    return tag("section", *parts, class_="cell", id=name, aria_labelledby=f"{name}-title")


def summary(cell: dict | None) -> list:
    if not cell:
        return ["The matrix has no such cell."]
    if not cell["failed_runs"]:
        return [f"Claimed: {cell['claim']}. None of {cell['runs']} runs of the matrix failed; on "
                "demand one does, by the schedule below."]
    said = f"{cell['failed_runs']} of {cell['runs']} runs were not replayed faithfully"
    if cell["not_serializable"]:
        said += f"; {cell['not_serializable']} runs were not serializable"
    promise = {"holds": "so the claim was kept", "fails": "so the claim is BROKEN"}.get(
        cell["promise"], "and too little was observed to decide the claim")
    return [tag("strong", f"✗ {cell['grade']}"), f", claimed {cell['claim']}, {promise}. {said}."]


def stepper(name: str, title: str, told: Told) -> Html:
    steps = told.steps
    buttons = [tag("button", sign, type="button", data_go=go, aria_label=label, title=label)
               for go, sign, label in BUTTONS if go != "diverge" or steps.first is not None]
    bar = tag("div", *buttons, tag("span", "or the keys ← → Home End", class_="keys"),
              class_="controls")
    now = tag("p", now_words(steps), class_="now", aria_live="polite", aria_atomic="true")
    return tag("div", bar, now, cut_words(steps),
               tag("div", states_table(title, steps), steps_table(title, steps), class_="beside"),
               class_="stepper", role="group", tabindex="0", data_story=name,
               aria_label=f"The run and the replay of {title}, step by step")


def now_words(steps: Steps) -> str:
    """As page.js has it, for the step that the page opens at."""
    if not steps.opened:
        return "Before the first step"
    step = steps.steps[steps.opened - 1]
    departs = f" ✗ The replay departs from the run: {step.departs}." if step.departs else ""
    return (f"Step {steps.before + steps.opened} of {total(steps)}. {SIDES[step.side]}: "
            f"{step.said}.{departs}")


def total(steps: Steps) -> int:
    return steps.before + len(steps.steps) + steps.after


def cut_words(steps: Steps) -> Html:
    said = []
    if steps.before or steps.after:
        where = "around the first divergence" if steps.first is not None else "the last"
        said.append(f"Of {total(steps):,} steps {len(steps.steps)} are shown, {where}: "
                    f"{steps.before:,} before and {steps.after:,} after them are left out.")
    if len(steps.shown_ships) < len(steps.ships):
        said.append(f"Of {len(steps.ships):,} ships the states of {len(steps.shown_ships)} are "
                    "shown, which take part around the first divergence.")
    if not steps.replayed:
        said.append("Nothing is replayed: the log is not complete, and what it has is no run.")
    return tag("p", " ".join(said), class_="cut") if said else Html()


def state_words(shown: Shown) -> list:
    parts = [tag("span", shown.label, class_="label"), " ",
             tag("span", shown.state, class_="state")]
    return [*parts, tag("span", f"✗ {shown.departs}" if shown.departs else "", class_="departs")]


def states_table(title: str, steps: Steps) -> Html:
    now = steps.states(steps.opened)
    moved = steps.steps[steps.opened - 1] if steps.opened else None
    rows = []
    for ship in steps.shown_ships:
        cells = []
        for side in SIDES:
            here = moved and moved.side == side and moved.ship == ship
            shown = now[side][ship]
            classes = " ".join(["here"] * bool(here) + ["bad"] * bool(shown.departs))
            inner = (state_words(shown) if side == "run" or steps.replayed
                     else [tag("span", "not replayed", class_="label")])
            cells.append(tag("td", *inner, class_=classes or None, data_side=side))
        rows.append(tag("tr", tag("th", steps.ships[ship], scope="row"), *cells, data_ship=ship))
    head = tag("tr", *(tag("th", each, scope="col") for each in ("Ship", *SIDES.values())))
    return tag("div", tag("table", tag("caption", tag("span", "Each ship after this step")),
                          tag("thead", head), tag("tbody", *rows), class_="states"),
               class_="states-box")


def steps_table(title: str, steps: Steps) -> Html:
    rows = []
    for index, step in enumerate(steps.steps, 1):
        words = [tag("span", step.number, class_="number"), " ", step.said]
        if step.departs:
            words.append(tag("span", f"✗ {step.departs}", class_="departs"))
        classes = " ".join(["bad"] * bool(step.departs) +
                           ["first"] * (index - 1 == steps.first))
        cells = [tag("td", *words), tag("td")]
        rows.append(tag("tr", tag("th", steps.before + index, scope="row"),
                        *(cells if step.side == "run" else reversed(cells)), data_step=index,
                        class_=classes or None,
                        aria_current="step" if index == steps.opened else None))
    head = tag("tr", *(tag("th", each, scope="col")
                       for each in ("Step", "The run, by operation", "The replay, by event")))
    caption = tag("caption", tag("span", "All steps, the replay beside the run"))
    return scrolling(f"All steps of {title}",
                     tag("table", caption,
                         tag("thead", head), tag("tbody", *rows), class_="steps"))


def row_at(steps: Steps, done: int) -> int:
    return next((step.number for step in reversed(steps.steps[:done]) if step.side == "run"), 0)


def diagram(title: str, told: Told) -> Html:
    if not told.diagram:
        return tag("p", "The space-time diagram is left out: it would make the page too large. "
                        "`reckon explain --format svg` draws it.", class_="cut")
    drawn = told.diagram.html(row_at(told.steps, told.steps.opened))
    return tag("figure", tag("div", drawn, class_="paper", role="group", tabindex="0",
                             aria_label=f"Space-time diagram of {title}"),
               tag("figcaption", "The run as a space-time diagram: a line a ship, time to the "
                                 "right. The dashed, thick arrow is the edge that the replay does "
                                 "not keep; the grey bar is where the steps are."))


REASONS = [("witness", "What the check found"), ("edge", "The edge that was broken"),
           ("cycle", "Why no sequence of events brings the run back"),
           ("lesson", "What would have had to be recorded"), ("ending", "How the run ended")]


def why(story: dict) -> Html:
    title = f"{story['check']} fails" if story["check"] else "no check fails"
    pairs = [part for key, name in REASONS if story.get(key)
             for part in (tag("dt", name), tag("dd", story[key]))]
    return tag("div", tag("h4", f"Why: {title}"), tag("dl", *pairs), class_="why")


def repeat(told: Told) -> Html:
    explained = told.explained
    file = shlex.quote(told.file)
    lines = [f"reckon reproduce {file}", f"reckon explain {file}"]
    if told.made_of:
        lines.insert(0, f"reckon shrink {shlex.quote(told.made_of)} --keep-class -o {file}")
    parts = [tag("h4", "To repeat it"), code_block("\n".join(lines), f"Commands for {told.file}"),
             tag("p", f"A small one: ships {explained['ships']}, sources {explained['sources']}; "
                      "schedule ", tag("code", explained["schedule"]), ". It comes out the same "
                      "every time: exit code 1, since a check fails.")]
    if told.case_text:
        parts.append(tag("details", tag("summary", f"The case, to be kept as {told.file}"),
                         code_block(told.case_text.rstrip("\n"), told.file)))
    return tag("div", *parts, class_="repeat")


def stories(failures: Failures) -> dict:
    """For page.js: what each step changes."""
    def shown(each: Shown) -> list[str]:
        return [plain(each.label), plain(each.state), plain(each.departs)]
    return {anchor(*key): story_of(told, shown) for key, told in failures.told.items()}


def story_of(told: Told, shown) -> dict:
    steps = told.steps
    rows = told.diagram.rows() if told.diagram else {}
    return {"before": steps.before, "total": total(steps), "opened": steps.opened,
            "first": steps.first, "replayed": steps.replayed, "rows": rows,
            "base": {side: {ship: shown(steps.base[side][ship]) for ship in steps.shown_ships}
                     for side in SIDES},
            "steps": [{"side": step.side, "number": step.number, "said": plain(step.said),
                       "ship": step.ship,
                       "shown": shown(Shown(step.label, step.state, step.departs))}
                      for step in steps.steps]}
