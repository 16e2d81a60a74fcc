"""Which charts a set of samples allows, and what each shows: no drawing here.

A chart that the samples do not allow is None, with the reason.
"""

from typing import NamedTuple

from scipy import stats

from .axes import CLASSES, alike
from .grades import LEVEL_OF, merged
from .samples import BASELINE, Figure, Sample, in_order, label, words

PANELS_MOST = 8  # A chart with more cannot be read.
CONFIDENCE = 0.95


class Missing(Exception):
    """Why a chart cannot be made."""


class Mark(NamedTuple):
    strategy: str
    cost: Figure
    grade: str
    on_front: bool


class FidelityPanel(NamedTuple):
    title: str
    note: str  # Under which settings.
    marks: list[Mark]  # From the cheapest on.
    steps: list[tuple[float, int]]  # The front: from this cost on, this level can be had.
    baseline: float | None


class Point(NamedTuple):
    x: float
    figure: Figure


class LinePanel(NamedTuple):
    title: str
    x_label: str
    group: str
    lines: dict[str, list[Point]]  # By strategy, by x.
    note: str = ""  # What all panels have alike, and no title says.


class BarPanel(NamedTuple):
    title: str
    bars: dict[str, Figure]
    note: str = ""


def at_least(grade: str, other: str) -> bool:
    """Causal and view are on one level, and neither is at least the other."""
    return grade == other or LEVEL_OF[grade] > LEVEL_OF[other]


def with_front(marks: list[tuple[str, Figure, str]]) -> list[Mark]:
    """On the front is whom nobody beats in one of cost and grade without losing in the other."""
    def beaten(mark: tuple[str, Figure, str]) -> bool:
        _, cost, grade = mark
        return any(at_least(its, grade) and it.median <= cost.median
                   and (its != grade or it.median < cost.median) for _, it, its in marks)
    return [Mark(*mark, not beaten(mark)) for mark in sorted(marks, key=lambda m: m[1].median)]


def steps_of(marks: list[Mark]) -> list[tuple[float, int]]:
    steps: list[tuple[float, int]] = []
    for mark in marks:
        if not steps or LEVEL_OF[mark.grade] > steps[-1][1]:
            steps.append((mark.cost.median, LEVEL_OF[mark.grade]))
    return steps


def commonest_setting(found: list[Sample]) -> tuple:
    """That which most strategies share; of several the first."""
    settings = list(dict.fromkeys(sample.setting for sample in found))
    return max(settings, key=lambda setting: len({sample.strategy for sample in found
                                                  if sample.setting == setting}))


def fidelity(found: list[Sample]) -> list[FidelityPanel]:
    """Cost against grade, by class; where runs have both, theirs; else a matrix's prices. A grade
    is the worst over all settings, a cost is of one."""
    priced = at_setting([sample for sample in found if sample.group == "matrix"])
    panels = []
    for name in CLASSES:
        ours = [sample for sample in found if sample.group == name]
        graded = [sample for sample in ours if sample.verdict and sample.verdict.grade]
        own = [sample for sample in graded if sample.ns_per_event]
        settings = {sample.setting for sample in graded}
        worst = {strategy: merged(sample.verdict for sample in graded
                                  if sample.strategy == strategy).grade
                 for strategy in {sample.strategy for sample in graded}}
        graded = at_setting(own or graded)
        if not graded or not (own or priced):
            continue
        note, prices = f"judged at {words(graded[0].setting)}", priced
        if own:
            prices, note = prices_of(ours, graded)
            if len(settings) > 1:
                note += f"; grades are the worst of {len(settings)} settings"
        else:
            note += f"; priced at {words(priced[0].setting)}"
        costs = {sample.strategy: sample.ns_per_event for sample in prices
                 if sample.ns_per_event and sample.ns_per_event.median > 0}
        marks = with_front([(sample.strategy, costs[sample.strategy], worst[sample.strategy])
                            for sample in graded
                            if sample.strategy in costs and worst[sample.strategy]])
        none = costs.get(BASELINE)
        if marks:
            panels.append(FidelityPanel(name, note, marks, steps_of(marks),
                                        none.median if none else None))
    if not panels:
        raise Missing("no class of scenario has strategies with a grade and a cost; `reckon matrix "
                      "--json` has both, if not with --rounds 0")
    return panels


def prices_of(ours: list[Sample], graded: list[Sample]) -> tuple[list[Sample], str]:
    """What those cost that were judged: without the history that only the judge needs, where that
    was measured too. Those without a grade are wanted, for the baseline is among them."""
    setting = graded[0].setting
    bare = tuple((axis, "false" if axis == "history" else value) for axis, value in setting)
    priced = [sample for sample in ours if sample.setting == bare and sample.ns_per_event]
    if bare != setting and {each.strategy for each in graded} <= {each.strategy for each in priced}:
        rest = words(pair for pair in setting if pair[0] != "history")
        return priced, f"judged with a history, priced without; {rest}"
    return [sample for sample in ours if sample.setting == setting], f"judged at {words(setting)}"


def titled(places: list[tuple]) -> tuple[list[str], str]:
    """A title for each group and setting, and what all have alike; of one that is in its title."""
    same = alike(dict(setting) for _, setting in places) if len(places) > 1 else {}
    titles = []
    for group, setting in places:
        rest = words(pair for pair in setting if pair[0] not in same)
        titles.append(f"{group}\n{rest}" if rest else group)
    return titles, f"All: {words(same.items())}." if same else ""


def at_setting(found: list[Sample]) -> list[Sample]:
    if not found:
        return []
    chosen = commonest_setting(found)
    return list({sample.strategy: sample for sample in reversed(found)
                 if sample.setting == chosen}.values())[::-1]


def line_panels(found: list[Sample], axes: list[str], figure_of, missing: str) -> list[LinePanel]:
    """Lines along an axis, a panel for each group and each setting of the other axes."""
    found_panels: list[tuple[str, tuple, dict[str, list[Point]]]] = []
    for axis in axes:
        by_place: dict[tuple, dict[str, dict[float, Figure]]] = {}
        for sample in found:
            x, figure = sample.axis(axis), figure_of(sample)
            if isinstance(x, int | float) and figure is not None:
                place = (sample.group, sample.without(axis))
                by_place.setdefault(place, {}).setdefault(
                    sample.strategy, {}).setdefault(float(x), figure)
        for place in sorted(by_place, key=in_order):
            lines = by_place[place]
            kept = {strategy: [Point(x, points[x]) for x in sorted(points)]
                    for strategy, points in lines.items() if len(points) > 1}
            if kept:
                found_panels.append((axis, place, kept))
    if not found_panels:
        raise Missing(missing)
    titles, note = titled([place for _, place, _ in found_panels])
    return [LinePanel(title, label(axis), place[0], kept, note)
            for title, (axis, place, kept) in zip(titles, found_panels)]


def scaling(found: list[Sample], axes: list[str]) -> list[LinePanel]:
    # Nothing else can stand on a logarithmic axis.
    positive = [sample for sample in found if sample.ns_per_event and
                sample.ns_per_event.median > 0 and
                all(not isinstance(sample.axis(axis), int | float) or sample.axis(axis) > 0
                    for axis in axes)]
    return line_panels(positive, axes, lambda sample: sample.ns_per_event,
                       f"no strategy was measured at two numbers of {' or '.join(axes)}, "
                       "all else the same")


def share(failed: int, runs: int) -> Figure:
    """Of failing runs, in per cent, with Wilson's interval."""
    interval = stats.binomtest(failed, runs).proportion_ci(CONFIDENCE, method="wilson")
    at = failed / runs
    return Figure(100 * at, 100 * min(at, interval.low), 100 * max(at, interval.high))


def failing(found: list[Sample], axis: str) -> list[LinePanel]:
    judged = [sample for sample in found if sample.runs > 0]
    return line_panels(judged, [axis], lambda sample: share(sample.failed_runs, sample.runs),
                       f"no strategy was judged at two values of {label(axis)}, "
                       "all else the same")


def sizes(found: list[Sample]) -> list[BarPanel]:
    """By group, at its commonest setting; the baseline records nothing."""
    chosen = []
    recorded = [sample for sample in found if sample.bytes_per_event and
                sample.strategy != BASELINE]
    for group in dict.fromkeys(sample.group for sample in recorded):
        chosen.append(at_setting([sample for sample in recorded if sample.group == group]))
    if not chosen:
        raise Missing("no row has bytes_per_event")
    titles, note = titled([(each[0].group, each[0].setting) for each in chosen])
    return [BarPanel(title, {sample.strategy: sample.bytes_per_event for sample in each}, note)
            for title, each in zip(titles, chosen)]


def fullest(panels: list) -> list:
    """As many as a chart has room for, those with most strategies, in their order."""
    def weight(panel: object) -> int:
        return len(getattr(panel, "lines", None) or getattr(panel, "bars", None) or [])
    chosen = sorted(range(len(panels)), key=lambda i: -weight(panels[i]))[:PANELS_MOST]
    return [panels[i] for i in sorted(chosen)]
