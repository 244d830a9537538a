"""The layout of every figure: title, count, key, panels of rows on one axis, notes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd
import seaborn
from matplotlib.axes import Axes

from analysis.draw.lettering import width, wrap
from analysis.draw.palette import THEMES, Theme
from analysis.draw.sheet import SIZES, Sheet, settings
from analysis.errors import AnalysisError, nearest


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a panel: what stands left of it and right of it, and the evidence that it links to.

    ``keep`` ends the label and stays where the label is cut; ``lines`` is how high it is at least.
    """

    label: str
    remark: str = ""
    link: str | None = None
    keep: str = ""
    lines: int = 1


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where labels end, margin (of no width where there is none) and axis lie, and remarks begin."""

    label: float
    margin: tuple[float, float]
    axis: tuple[float, float]
    remark: float


@contextmanager
def compose(
    panels: Mapping[str, Sequence[Row]],
    *,
    title: str,
    count: str,
    notes: Sequence[str],
    size: str,
    theme: str,
    keys: Callable[[Theme], Mapping[str, Mapping[str, object]]] = lambda on: {},
    axis: str = "",
    ticks: int = 1,
    margin: str = "",
    drawing: Callable[[Sheet], None] | None = None,
    listing: Sequence[tuple[str, str]] = (),
) -> Iterator[Sheet]:
    """Lay out a sheet, and draw into its axes inside the ``with``, where its settings hold.

    Parameters
    ----------
    panels : mapping of str to sequence of Row
        Rows by heading, from top to bottom. Without any row (nor drawing) the sheet says "nothing found".
    title, count, notes
        What is seen and N, above the panels; below them remarks, the source last.
    size, theme : str
        One of ``SIZES`` and of ``palette.THEMES``.
    keys : function of a Theme
        The key, under the title; see `Sheet.key`.
    axis, ticks, margin
        Label of the panels' axis, number of lines of its tick labels, label of the margin (none without it).
    drawing : function of a Sheet
        Adds the stripes of what is drawn in the place of panels.
    listing : sequence of (str, str)
        Texts with links, under what is drawn.

    Raises
    ------
    AnalysisError
        Where there is no such size or theme.
    """
    for what, name, choices in (("size", size, SIZES), ("theme", theme, THEMES)):
        if name not in choices:
            raise AnalysisError(f"there is no {what} {name!r}.", what, nearest(name, choices))
    measure, on = SIZES[size], THEMES[theme]
    text, panels = measure.text, {heading: rows for heading, rows in panels.items() if rows}
    with settings(on, text):
        sheet = Sheet(measure, on)
        sheet.add(text)
        sheet.write([title], text * 1.25, bold=True)
        sheet.write([count], text, color=on.faint)
        sheet.add(text * 0.6)
        sheet.key(keys(on))
        if panels:
            _panels(sheet, panels, axis, ticks, margin)
        elif drawing:
            drawing(sheet)
        else:
            sheet.add(text)
            _nothing(sheet)
        if listing:
            sheet.listing(listing)
            sheet.add(text)
        sheet.write(notes, text * 0.92, color=on.faint)
        sheet.add(text)
        sheet.draw(title)
        yield sheet
    for axes in sheet.axes[:-1]:
        axes.tick_params(labelbottom=False, length=0)


def spared(panels: pd.Series, most: int) -> pd.Series:
    """Which rows to draw where there is room for ``most``: the first of each panel, as many of each as there are rows.

    Examples
    --------
    >>> spared(pd.Series(["a", "b", "a", "a"]), 3).tolist()
    [True, True, True, False]
    """
    found = panels.value_counts()
    depth = next((d for d in range(found.max(), 1, -1) if found.clip(upper=d).sum() <= most), 1) if len(panels) else 0
    return panels.groupby(panels).cumcount() < depth


def of(shown: int, found: int) -> str:
    """How many rows a panel shows, and of how many where that is not all."""
    return str(found) if shown == found else f"{shown} of {found}"


def _nothing(sheet: Sheet) -> None:
    def draw(top: float) -> None:
        middle, y = sheet.size.width / 2, top - sheet.text
        sheet.page.text(middle, y, "nothing found", ha="center", va="top", style="italic")

    sheet.add(sheet.text * 4, draw)


def _panels(sheet: Sheet, panels: Mapping[str, Sequence[Row]], axis: str, ticks: int, margin: str) -> None:
    """Labels on the left, then margin, axes and remarks, each column as wide as its widest text."""
    text, full, lines = sheet.text, sheet.size.width, sheet.size.lines
    every = [row for rows in panels.values() for row in rows]
    labels = {row: wrap(row.label, text, full * 0.34, lines, row.keep) for row in every}
    remarks = {row: wrap(row.remark, text, full * 0.24, lines) for row in every}
    label, remark = (
        max((width(piece, text) for pieces in column.values() for piece in pieces), default=0.0)
        for column in (labels, remarks)
    )
    edge = text + label + text * 0.8
    aside = max((width(word, text) for word in margin.split()), default=0.0)
    left = edge + (aside + text * 1.6 if margin else 0)
    right = full - text - (remark + text * 0.8 if remark else 0)
    columns = _Columns(text + label, (edge, edge + aside), (left, right), full - text - remark)
    for heading, rows in panels.items():
        _panel(sheet, heading, [(row, labels[row], remarks[row]) for row in rows], columns)
    _axis(sheet, axis, ticks, margin, columns)


def _panel(sheet: Sheet, heading: str, rows: Sequence[tuple[Row, list[str], list[str]]], columns: _Columns) -> None:
    line, head = sheet.line, sheet.line * 2 if heading else sheet.text * 0.4
    heights = [max(len(label), len(remark), row.lines) * line + sheet.text * 0.5 for row, label, remark in rows]
    deep = math.fsum(heights)
    middles = [math.fsum(heights[:number]) + height / 2 for number, height in enumerate(heights)]

    def draw(top: float) -> None:
        if heading:
            sheet.page.text(sheet.text, top - head + sheet.text * 0.3, heading, weight="bold", va="bottom")
        sheet.middles.append(middles)
        sheet.axes.append(_row_axes(sheet, columns.axis, top - head - deep, deep))
        if columns.margin[0] < columns.margin[1]:
            sheet.margins.append(_row_axes(sheet, columns.margin, top - head - deep, deep))
            sheet.margins[-1].set(xlim=(0, 1), xticks=[])
        for middle, (row, label, remark) in zip(middles, rows, strict=True):
            y = top - head - middle
            _around(sheet, columns.label, y, label, ha="right", url=row.link)
            _around(sheet, columns.remark, y, remark, ha="left", color=sheet.theme.faint)

    sheet.add(head + deep, draw)


def _around(sheet: Sheet, x: float, middle: float, lines: Sequence[str], **look: object) -> None:
    """Lines of text around a middle, each an artist of its own so that its extent is known."""
    for number, piece in enumerate(lines):
        y = middle + ((len(lines) - 1) / 2 - number) * sheet.line
        sheet.page.text(x, y, piece, va="center_baseline", **look)


def _row_axes(sheet: Sheet, ends: tuple[float, float], bottom: float, deep: float) -> Axes:
    left, right = ends
    axes, on = sheet.place(left, bottom, right - left, deep), sheet.theme
    axes.set(ylim=(deep, 0), yticks=[])
    seaborn.despine(ax=axes, left=True)
    axes.spines["bottom"].set_color(on.grid)
    axes.set_axisbelow(True)
    # Said here, as ticks are made when the figure is drawn, which is after the settings have gone.
    axes.tick_params(labelsize=sheet.text, labelcolor=on.ink, color=on.faint, width=0.5, length=2, pad=2)
    return axes


def _axis(sheet: Sheet, label: str, ticks: int, margin: str, columns: _Columns) -> None:
    """Room for the tick labels, and under them what axis and margin mean."""
    text, line = sheet.text, sheet.line
    lines = wrap(label, text, sheet.room)
    half = max(width(piece, text) for piece in lines) / 2
    # Under the middle of the axis, unless the label is so long that it would leave the sheet.
    x = min(max(sum(columns.axis) / 2, text + half), sheet.size.width - text - half)

    def draw(top: float) -> None:
        for number, piece in enumerate(lines):
            sheet.page.text(x, top - (ticks + number) * line - text * 0.8, piece, ha="center", va="top")
        for number, word in enumerate(margin.split()):
            sheet.page.text(sum(columns.margin) / 2, top - text * 0.55 - number * line, word, ha="center", va="top")

    sheet.add((ticks + len(lines)) * line + text * 1.6, draw)
