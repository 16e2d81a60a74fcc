"""Charts drawn by Matplotlib: for all eyes and for grey print, the same bytes each time."""

import math
from collections.abc import Callable
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure as Sheet  # noqa: E402
from matplotlib.lines import Line2D  # noqa: E402
from matplotlib.ticker import (  # noqa: E402
    FixedLocator, FuncFormatter, LogLocator, NullLocator)

from .charts import BarPanel, FidelityPanel, LinePanel  # noqa: E402
from .grades import LEVEL_OF, LEVELS  # noqa: E402

# Okabe and Ito's colours, which the colour-blind tell apart, but yellow, which white paper hides.
COLOURS = ["#000000", "#E69F00", "#56B4E9", "#009E73", "#D55E00", "#0072B2", "#CC79A7"]
# Their numbers have no factor in common with that of the colours: no two strategies are alike.
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "p", "<", "*", ">"]
DASHES = ["-", "--", ":", "-."]

LANE_INCHES = 0.19
ASIDE_MOST = 0.02  # Of an axis, from its least value to its greatest.
APART_LEAST = 0.12  # Of a plain axis: as wide as a label.
EQUAL = "Values too close for their labels stand at equal distances, in their order."
DENSE_MOST = 250  # From the lowest to the highest, on an axis with three labels a decade.
# Names are no mathematics, even with a dollar in them.
STYLE = {"text.parse_math": False, "svg.hashsalt": "reckon", "font.size": 9, "axes.titlesize": 9,
         "axes.grid": True,
         "grid.color": "#dddddd", "grid.linewidth": 0.6, "axes.axisbelow": True,
         "axes.spines.top": False, "axes.spines.right": False, "savefig.dpi": 150,
         "legend.frameon": False, "lines.markersize": 5}

Looks = dict[str, dict]


def looks_of(strategies: list[str]) -> Looks:
    return {name: {"color": COLOURS[i % len(COLOURS)], "marker": MARKERS[i % len(MARKERS)],
                   "linestyle": DASHES[i % len(DASHES)]} for i, name in enumerate(strategies)}


def sheet(panels: int, width: float, height: float, **shared: object) -> tuple[Sheet, list[Axes]]:
    """Panels of so many inches, at most two beside each other."""
    matplotlib.rcdefaults()
    matplotlib.rcParams.update(STYLE)
    columns = min(panels, 2)
    rows = math.ceil(panels / columns)
    drawn, axes = pyplot.subplots(rows, columns, figsize=(width * columns, height * rows),
                                  squeeze=False, layout="constrained", **shared)
    drawn.get_layout_engine().set(h_pad=0.12, w_pad=0.1)
    for spare in axes.flat[panels:]:
        spare.set_axis_off()
    return drawn, list(axes.flat[:panels])


def save(drawn: Sheet, folder: Path, name: str) -> list[Path]:
    """As SVG and PNG, without date and version, which would change the bytes."""
    files = [folder / f"{name}.svg", folder / f"{name}.png"]
    drawn.savefig(files[0], bbox_inches="tight", metadata={"Date": None, "Creator": None})
    drawn.savefig(files[1], bbox_inches="tight", metadata={"Software": None})
    pyplot.close(drawn)
    return files


def plain(number: float, _: object = None) -> str:
    return f"{number:,.0f}" if number >= 1 or number == 0 else f"{number:g}"


def bands_of(panels: list[FidelityPanel]) -> list[tuple[float, float]]:
    """Low and high edge of each level: as many lanes as the panel that needs most has marks."""
    edges, low = [], 0.0
    for level in range(len(LEVELS)):
        lanes = max(sum(LEVEL_OF[mark.grade] == level for mark in panel.marks) for panel in panels)
        edges.append((low, low + max(lanes, 1)))
        low = edges[-1][1]
    return edges


def draw_fidelity(panels: list[FidelityPanel], looks: Looks) -> Sheet:
    bands = bands_of(panels)
    top = bands[-1][1]
    drawn, all_axes = sheet(len(panels), 4.6, LANE_INCHES * top + 0.7, sharex=True, sharey=True)
    for axes, panel in zip(all_axes, panels):
        axes.set_title(panel.title, fontweight="bold")
        for level, (low, high) in enumerate(bands):
            if level % 2 == 0:
                axes.axhspan(low, high, color="#f3f3f3", linewidth=0)
        draw_marks(axes, panel, bands, looks)
        axes.set_xscale("log")
        axes.set_ylim(0, top)
        axes.grid(False, axis="y")
        axes.set_yticks([(low + high) / 2 for low, high in bands], LEVELS)
        axes.tick_params(axis="both", labelleft=axes.get_subplotspec().is_first_col(),
                         labelbottom=True)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(FuncFormatter(plain))
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel("ns/event, wall time")
        if axes.get_subplotspec().is_first_col():
            axes.set_ylabel("grade: what the log is worth")
    # All panels share the axis: there is room for the name of the dearest.
    marks = [mark for panel in panels for mark in panel.marks]
    floors = [panel.baseline for panel in panels if panel.baseline] + [m.cost.low for m in marks]
    highest = max(mark.cost.high for mark in marks)
    room = (highest / min(floors)) ** 0.35
    low, high = min(floors) / 1.3, highest * max(room, 2.0)
    all_axes[0].set_xlim(low, high)
    # Of more decades the labels of 2 and 5 would meet.
    all_axes[0].xaxis.set_major_locator(
        LogLocator(subs=(1, 2, 5) if high / low < DENSE_MOST else (1,)))
    add_key(drawn, fidelity_key(any(panel.baseline for panel in panels)),
            list(dict.fromkeys(panel.note for panel in panels)))
    return drawn


def fidelity_key(with_baseline: bool) -> list[Line2D]:
    def entry(label: str, **look: object) -> Line2D:
        return Line2D([], [], color="#555555", label=label, **look)
    baseline = [entry("none, which records nothing", linestyle=":")] if with_baseline else []
    return [entry("Pareto front: what a cost can buy", linewidth=1.5), *baseline,
            entry("on the front", marker="o", linestyle=""),
            entry("beaten by another", marker="o", linestyle="", markerfacecolor="white"),
            entry("median and quartiles", marker="|", markersize=9)]


def draw_marks(axes: Axes, panel: FidelityPanel, bands: list[tuple[float, float]], looks: Looks):
    """Each mark in a lane of its own within its level, the cheapest lowest; so no names meet."""
    taken = [0] * len(bands)
    for mark in panel.marks:
        level = LEVEL_OF[mark.grade]
        y = bands[level][0] + taken[level] + 0.5
        taken[level] += 1
        look = looks[mark.strategy]
        axes.errorbar(mark.cost.median, y, xerr=[[mark.cost.median - mark.cost.low],
                                                 [mark.cost.high - mark.cost.median]],
                      color=look["color"], marker=look["marker"], linestyle="", elinewidth=0.9,
                      markerfacecolor=look["color"] if mark.on_front else "white", zorder=3)
        name = mark.strategy
        if mark.grade in ("causal", "view"):
            name += f" ({mark.grade})"
        axes.annotate(name, (mark.cost.high, y), xytext=(6, 0), textcoords="offset points",
                      va="center_baseline", fontsize=7.5)
    # Along the upper edges of levels, where no mark is.
    xs, ys = [panel.steps[0][0]], [0.0]
    for i, (cost, level) in enumerate(panel.steps):
        xs += [cost, panel.steps[i + 1][0] if i + 1 < len(panel.steps) else cost * 1e6]
        ys += [bands[level][1]] * 2
    axes.plot(xs, ys, color="#555555", linewidth=1.5, zorder=2, scalex=False)
    if panel.baseline:
        axes.axvline(panel.baseline, color="#555555", linestyle=":", zorder=1)


def add_key(drawn: Sheet, entries: list, notes: list[str], columns: int = 3):
    """Below all panels, so that it hides nothing."""
    drawn.legend(handles=entries, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=columns)
    rows = math.ceil(len(entries) / columns)
    for i, note in enumerate(notes):
        drawn.text(0.5, -(0.25 + 0.19 * rows + 0.17 * i) / drawn.get_size_inches()[1], note,
                   ha="center", va="top", fontsize=7.5, color="#444444")


def draw_lines(panels: list[LinePanel], looks: Looks, y_label: Callable[[LinePanel], str],
               note: str, logarithmic: bool) -> Sheet:
    """Of times on logarithmic axes, or of shares on plain ones."""
    drawn, all_axes = sheet(len(panels), 4.6, 3.2)
    notes = [note, *notes_of(panels)]
    for axes, panel in zip(all_axes, panels):
        axes.set_title(panel.title)
        xs = sorted({point.x for points in panel.lines.values() for point in points})
        in_turn = not logarithmic and not far_apart(xs)
        if in_turn and EQUAL not in notes:
            notes.append(EQUAL)
        places = dict(zip(xs, range(len(xs)) if in_turn else xs))
        for i, (strategy, points) in enumerate(panel.lines.items()):
            # Beside each other, or who is the same would hide who is the same.
            aside = (i + 0.5) / len(panel.lines) - 0.5
            draw_line(axes, points, [place(list(places.values()), places[point.x], aside,
                                           logarithmic) for point in points], looks[strategy])
        if logarithmic:
            axes.set_xscale("log")
            axes.set_yscale("log")
            axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
            axes.yaxis.set_major_formatter(FuncFormatter(plain))
            axes.yaxis.set_minor_locator(NullLocator())
            axes.xaxis.set_major_locator(FixedLocator(apart(xs)))
            axes.xaxis.set_major_formatter(FuncFormatter(plain))
        else:
            axes.set_ylim(-4, 104)
            axes.set_xticks(list(places.values()), [plain(x) for x in xs])
            axes.grid(False, axis="x")
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xlabel(panel.x_label)
        axes.set_ylabel(y_label(panel))
    shown = dict.fromkeys(strategy for panel in panels for strategy in panel.lines)
    add_key(drawn, [Line2D([], [], label=name, **looks[name], linewidth=1.2) for name in shown],
            notes, columns=4 * len(all_axes[:2]))
    return drawn


def notes_of(panels: list) -> list[str]:
    return list(dict.fromkeys(panel.note for panel in panels if panel.note))


def apart(xs: list[float]) -> list[float]:
    """Those whose labels, on a logarithmic axis, do not meet."""
    least = (xs[-1] / xs[0]) ** 0.1
    kept = xs[:1]
    for x in xs[1:]:
        if x / kept[-1] >= least:
            kept.append(x)
    return kept


def far_apart(xs: list[float]) -> bool:
    """Whether labels at their true places, on a plain axis, do not meet; else each has its turn."""
    return all(b - a >= APART_LEAST * (xs[-1] - xs[0]) for a, b in zip(xs, xs[1:]))


def place(xs: list[float], x: float, aside: float, logarithmic: bool) -> float:
    """So little aside, of at most half, that nobody reads another value."""
    if logarithmic:
        return x * (xs[-1] / xs[0]) ** (2 * ASIDE_MOST * aside)
    return x + 2 * ASIDE_MOST * aside * (xs[-1] - xs[0])


def draw_line(axes: Axes, points: list, xs: list[float], look: dict):
    errors = [[point.figure.median - point.figure.low for point in points],
              [point.figure.high - point.figure.median for point in points]]
    axes.errorbar(xs, [point.figure.median for point in points], yerr=errors, **look, linewidth=1.0,
                  elinewidth=0.8, markersize=4.5)


def draw_bars(panels: list[BarPanel], _: Looks) -> Sheet:
    most = max(len(panel.bars) for panel in panels)
    drawn, all_axes = sheet(len(panels), 4.6, LANE_INCHES * most + 1.0)
    for axes, panel in zip(all_axes, panels):
        axes.set_title(panel.title)
        names = list(panel.bars)[::-1]
        figures = [panel.bars[name] for name in names]
        axes.barh(names, [figure.median for figure in figures], height=0.62, color="#56B4E9",
                  xerr=[[figure.median - figure.low for figure in figures],
                        [figure.high - figure.median for figure in figures]],
                  error_kw={"elinewidth": 1.0, "ecolor": "#000000", "capsize": 2})
        for i, figure in enumerate(figures):
            axes.annotate(f"{figure.median:.1f}", (figure.high, i), xytext=(4, 0),
                          textcoords="offset points", va="center_baseline", fontsize=7.5)
        # A bar is as high in all panels.
        axes.set_ylim(len(names) - most - 0.5, len(names) - 0.5)
        axes.set_xlim(0, max([figure.high for figure in figures] + [1]) * 1.15)
        axes.grid(False, axis="y")
        axes.set_xlabel("bytes/event of the log")
    add_key(drawn, [], ["Medians; bars of error are quartiles, where repetitions differ.",
                        *notes_of(panels)])
    return drawn
