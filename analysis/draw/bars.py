"""Horizontal bars made of cells, shares with their intervals, and axes of shares and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.draw.palette import Look, fill, outline
from analysis.draw.sheet import Sheet


def bar(sheet: Sheet, axes: Axes, start: float, length: float, y: float, look: Look | None, **more: object) -> None:
    """A cell of a bar, a little higher than a line of text; an outline where it has no look.

    ``more`` are arguments of the patch.
    """
    high = sheet.text * 1.15
    shown = fill(look, sheet.theme) if look else outline(sheet.theme)
    axes.add_patch(Rectangle((start, y - high / 2), length, high, **{"linewidth": 0.5} | shown, **more))


def share_bars(
    sheet: Sheet, number: int, rows: Iterable, looks: Sequence[Look], gids: Sequence[str], urls: Sequence[str]
) -> None:
    """Bars of shares in the panel of a ``number``; rows have ``share`` and the ends ``low`` and ``high``."""
    axes = sheet.axes[number]
    for y, row, look, gid, url in zip(sheet.middles[number], rows, looks, gids, urls, strict=True):
        bar(sheet, axes, 0, row.share, y, look, gid=gid, url=url)
        # A line of paper under that of ink: legible on light and dark fills.
        axes.plot([row.low, row.high], [y, y], color=sheet.theme.paper, lw=2.6, solid_capstyle="butt", zorder=3)
        axes.plot([row.low, row.high], [y, y], color=sheet.theme.ink, lw=1.0, marker="|", markersize=4, zorder=4)
    share_axis(sheet, axes)


def share_axis(sheet: Sheet, axes: Axes) -> None:
    """An axis of shares from 0 to 1, in percent."""
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    grid(sheet, axes)


def number_axis(sheet: Sheet, axes: Axes, low: float, high: float, **ticks: object) -> None:
    """An axis of whole numbers without signs; ``ticks`` are arguments of a `MaxNLocator`."""
    axes.set_xlim(low, high)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, **ticks))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):,.0f}"))
    grid(sheet, axes)


def grid(sheet: Sheet, axes: Axes) -> None:
    """Lines at the ticks."""
    axes.grid(axis="x", color=sheet.theme.grid, linewidth=0.4)


def share_remark(number: int, of: int, low: float, high: float) -> str:
    """What stands beside a share: its numbers and its interval.

    Examples
    --------
    >>> share_remark(3, 12, 0.016, 0.5)
    '3 of 12 · 2–50%'
    """
    return f"{number} of {of} · {100 * low:.0f}–{100 * high:.0f}%"
