"""Horizontal bars made of cells, the intervals on them, and the axis of shares."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.draw.palette import Look, fill
from analysis.draw.sheet import Sheet


def bar(axes: Axes, start: float, length: float, y: float, look: Look, sheet: Sheet, **more: object) -> Rectangle:
    """A cell of a bar, a little higher than a line of text; ``more`` are arguments of the patch."""
    return axes.add_patch(_cell(start, length, y, sheet, **fill(look, sheet.theme), **more))


def open_bar(axes: Axes, start: float, length: float, y: float, sheet: Sheet, **more: object) -> Rectangle:
    """The part of a bar that is stated and not named."""
    return axes.add_patch(_cell(start, length, y, sheet, **open_look(sheet.theme.faint), **more))


def open_look(ink: str) -> dict[str, object]:
    """Arguments of a patch that is only outlined."""
    return {"facecolor": "none", "edgecolor": ink, "linestyle": (0, (2, 1.5)), "linewidth": 0.7}


def whisker(axes: Axes, low: float, high: float, y: float, sheet: Sheet) -> None:
    """An interval, legible on light and dark fills."""
    axes.plot([low, high], [y, y], color=sheet.theme.paper, linewidth=2.6, solid_capstyle="butt", zorder=3)
    axes.plot([low, high], [y, y], color=sheet.theme.ink, linewidth=1.0, marker="|", markersize=4, zorder=4)


def share_axis(axes: Axes, sheet: Sheet) -> None:
    """An axis of shares from 0 to 1, in percent."""
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.grid(axis="x", color=sheet.theme.grid, linewidth=0.4)


def percent(low: float, high: float) -> str:
    """Two shares as a range.

    Examples
    --------
    >>> percent(0.016, 0.5)
    '2–50%'
    """
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def _cell(start: float, length: float, y: float, sheet: Sheet, **look: object) -> Rectangle:
    high = sheet.size.text * 1.15
    return Rectangle((start, y - high / 2), length, high, **{"linewidth": 0.5} | look)
