"""Cells as axes with values: in which order they stand, and which axes tell none from another."""

from collections.abc import Iterable, Mapping

CLASSES = ["solo", "hail", "convoy", "rendezvous"]


def rank(value: object) -> tuple:
    """Numbers by size, before words; classes of scenarios from the simplest on."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return 0, value, ""
    text = str(value)
    return (1, CLASSES.index(text), "") if text in CLASSES else (2, 0, text)


def in_order(axes: Mapping[str, object]) -> tuple:
    """A key to sort cells by: strategy by strategy, each in the order of its axes' values."""
    return rank(axes.get("strategy")), *((axis, rank(axes[axis])) for axis in sorted(axes)
                                         if axis != "strategy")


def alike(cells: Iterable[Mapping[str, object]]) -> dict[str, object]:
    """The axes that all have, with one value, by name; the strategy is not one of them."""
    left: dict[str, object] | None = None
    for cell in cells:
        left = dict(cell) if left is None else {
            axis: value for axis, value in left.items() if axis in cell and cell[axis] == value}
    return {axis: (left or {})[axis] for axis in sorted(left or {}) if axis != "strategy"}
