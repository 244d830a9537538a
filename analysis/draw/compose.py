"""The layout of every figure: a stack of stripes, each as high as its content needs.

A sheet is as wide as its size says; title, count, key, rows and notes are measured before they are set,
so that nothing overlaps whatever the tables hold. Figures are plain `Figure` objects without pyplot: no
global state, nothing to close.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.draw.key import Key, draw_keys, flow
from analysis.draw.lettering import LINE, width, wrap
from analysis.draw.palette import Theme, theme
from analysis.draw.sheet import Area, Listing, Panel, Part, Row, Sheet, Size, settings, size


@dataclass(frozen=True, slots=True)
class _Stripe:
    height: float
    draw: Callable[[Sheet, float], None]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the columns of a panel begin and end."""

    text: float
    full: float
    labels: dict[Row, list[str]]
    remarks: dict[Row, list[str]]
    label: float
    margin: tuple[float, float]
    left: float
    right: float
    remark: float


@contextmanager
def compose(
    parts: Iterable[Part],
    *,
    title: str,
    count: str,
    notes: Sequence[str],
    keys: Sequence[Key] = (),
    axis: str = "",
    axis_lines: int = 1,
    margin: str = "",
    size_name: str = "page",
    theme_name: str = "print",
) -> Iterator[Sheet]:
    """Lay out a sheet, and draw into its axes inside the ``with``, where its settings hold.

    Parameters
    ----------
    parts : iterable of Panel, Area or Listing
        From top to bottom; those without rows are left out, and a sheet without any says "nothing found".
    title, count : str
        What is seen, and N.
    notes : sequence of str
        Below the parts, the source last.
    keys : sequence of Key
        The key, under the title.
    axis : str
        Label of the panels' axis, with its unit; ``axis_lines`` is the number of lines of its tick labels.
    margin : str
        Label of the margin; none without it.
    size_name, theme_name : str
        One of ``SIZES`` and of ``palette.THEMES``.

    Yields
    ------
    Sheet
    """
    measure, on = size(size_name), theme(theme_name)
    text, inner = measure.text, measure.width - 2 * measure.text
    parts = [part for part in parts if isinstance(part, Area) or part.rows]
    panels = [part for part in parts if isinstance(part, Panel)]
    grid = _grid(panels, measure, margin)
    stripes = [
        _gap(text),
        _lines(wrap(title, text * 1.25, inner, bold=True), text * 1.25, weight="bold"),
        _lines(wrap(count, text, inner), text, color=on.faint),
        _gap(text * 0.6),
        *(_key_line(line, text) for line in flow(keys, text, inner)),
        *(_stripe(part, grid, measure, on, bool(margin)) for part in parts),
        _axis(axis, axis_lines, margin, grid) if panels else _gap(text),
        *([] if parts else [_nothing(measure, on)]),
        _lines([line for note in notes for line in wrap(note, text * 0.92, inner)], text * 0.92, color=on.faint),
        _gap(text),
    ]
    height = math.fsum(stripe.height for stripe in stripes)
    with settings(on, text):
        figure = Figure(figsize=(measure.width / 72, height / 72), dpi=measure.dpi, label=title)
        page = figure.add_axes((0, 0, 1, 1), zorder=2, xlim=(0, measure.width), ylim=(0, height))
        page.set_axis_off()
        sheet = Sheet(measure, on, figure, page)
        for stripe in stripes:
            stripe.draw(sheet, height)
            height -= stripe.height
        yield sheet
    for axes in sheet.axes[:-1]:
        axes.tick_params(labelbottom=False, length=0)


def _grid(panels: Sequence[Panel], measure: Size, margin: str) -> _Grid:
    text, full = measure.text, measure.width
    rows = [row for panel in panels for row in panel.rows]
    labels = {row: wrap(row.label, text, full * 0.34, measure.lines, row.keep) for row in rows}
    remarks = {row: wrap(row.remark, text, full * 0.24, measure.lines) for row in rows}
    label, remark = _widest(labels.values(), text), _widest(remarks.values(), text)
    aside = max(width(word, text) for word in margin.split()) if margin else 0.0
    edge = text + label + text * 0.8
    left = edge + (aside + text * 1.6 if margin else 0)
    right = full - text - (remark + text * 0.8 if remark else 0)
    return _Grid(text, full, labels, remarks, text + label, (edge, edge + aside), left, right, full - text - remark)


def _widest(blocks: Iterable[Sequence[str]], text: float) -> float:
    return max((width(line, text) for lines in blocks for line in lines), default=0.0)


def _stripe(part: Part, grid: _Grid, measure: Size, on: Theme, margin: bool) -> _Stripe:
    if isinstance(part, Panel):
        return _panel(part, grid, on, margin)
    if isinstance(part, Listing):
        return _listing(part, measure)
    text = measure.text

    def draw(sheet: Sheet, top: float) -> None:
        rect = (text, top - (part.above + part.height) * text, grid.full - 2 * text, part.height * text)
        sheet.axes.append(_axes(sheet, rect, projection=part.projection))
        sheet.middles.append([])

    return _Stripe((part.above + part.height + part.below) * text, draw)


def _panel(panel: Panel, grid: _Grid, on: Theme, margin: bool) -> _Stripe:
    """Heading, labels, axes and remarks."""
    text, line = grid.text, grid.text * LINE
    labels = [grid.labels[row] for row in panel.rows]
    remarks = [grid.remarks[row] for row in panel.rows]
    heights = [max(len(a), len(b), 1) * line + text * 0.5 for a, b in zip(labels, remarks, strict=True)]
    deep, head = math.fsum(heights), (line * 2 if panel.heading else text * 0.4)
    middles = [math.fsum(heights[:number]) + height / 2 for number, height in enumerate(heights)]

    def draw(sheet: Sheet, top: float) -> None:
        if panel.heading:
            sheet.page.text(text, top - head + text * 0.3, panel.heading, weight="bold", va="bottom")
        base = top - head - deep
        sheet.axes.append(_row_axes(sheet, (grid.left, base, grid.right - grid.left, deep), on))
        if margin:
            sheet.margins.append(_row_axes(sheet, (grid.margin[0], base, grid.margin[1] - grid.margin[0], deep), on))
            sheet.margins[-1].set(xlim=(0, 1), xticks=[])
        sheet.middles.append(middles)
        for row, middle, label, remark in zip(panel.rows, middles, labels, remarks, strict=True):
            y = top - head - middle
            _around(sheet.page, grid.label, y, label, line, ha="right", url=row.link)
            _around(sheet.page, grid.remark, y, remark, line, ha="left", color=on.faint)

    return _Stripe(head + deep, draw)


def _listing(listing: Listing, measure: Size) -> _Stripe:
    text, line = measure.text, measure.text * LINE
    room = (measure.width - 2 * text - (measure.columns - 1) * text * 2) / measure.columns
    entries = [(piece, row.link) for row in listing.rows for piece in wrap(row.label, text, room, 1)]
    deep = -(-len(entries) // measure.columns)

    def draw(sheet: Sheet, top: float) -> None:
        for number, (piece, link) in enumerate(entries):
            x = text + number // deep * (room + text * 2)
            sheet.page.text(x, top - (number % deep) * line, piece, va="top", url=link)

    return _Stripe(deep * line + text * 0.6, draw)


def _lines(lines: Sequence[str], text: float, **look: object) -> _Stripe:
    def draw(sheet: Sheet, top: float) -> None:
        for number, piece in enumerate(lines):
            sheet.page.text(sheet.size.text, top - number * text * LINE, piece, va="top", fontsize=text, **look)

    return _Stripe(len(lines) * text * LINE, draw)


def _key_line(keys: Sequence[Key], text: float) -> _Stripe:
    return _Stripe(text * LINE * 1.2, lambda sheet, top: draw_keys(sheet.page, keys, text, top, text))


def _axis(label: str, ticks: int, margin: str, grid: _Grid) -> _Stripe:
    """Room for the tick labels, and under them what the axis means."""
    text, line = grid.text, grid.text * LINE
    lines = wrap(label, text, grid.full - 2 * text)
    half = _widest([lines], text) / 2
    # Under the middle of the axis, unless the label is so long that it would leave the sheet.
    x = min(max((grid.left + grid.right) / 2, text + half), grid.full - text - half)

    def draw(sheet: Sheet, top: float) -> None:
        for number, piece in enumerate(lines):
            sheet.page.text(x, top - (ticks + number) * line - text * 0.8, piece, ha="center", va="top")
        for number, word in enumerate(margin.split()):
            sheet.page.text(sum(grid.margin) / 2, top - text * 0.55 - number * line, word, ha="center", va="top")

    return _Stripe((ticks + len(lines)) * line + text * 1.6, draw)


def _nothing(measure: Size, on: Theme) -> _Stripe:
    def draw(sheet: Sheet, top: float) -> None:
        sheet.page.text(measure.width / 2, top - measure.text, "nothing found", ha="center", va="top", style="italic")

    return _Stripe(measure.text * 4, draw)


def _gap(height: float) -> _Stripe:
    return _Stripe(height, lambda sheet, top: None)


def _axes(sheet: Sheet, rect: tuple[float, float, float, float], **more: object) -> Axes:
    wide, high = sheet.figure.get_size_inches() * 72
    left, bottom, width_, height = rect
    return sheet.figure.add_axes((left / wide, bottom / high, width_ / wide, height / high), **more)


def _row_axes(sheet: Sheet, rect: tuple[float, float, float, float], on: Theme) -> Axes:
    axes = _axes(sheet, rect)
    axes.set(ylim=(rect[3], 0), yticks=[])
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(on.grid)
    axes.set_axisbelow(True)
    # Said here, as ticks are made when the figure is drawn, which is after the settings have gone.
    axes.tick_params(labelsize=sheet.size.text, labelcolor=on.ink, color=on.faint, width=0.5, length=2, pad=2)
    return axes


def _around(page: Axes, x: float, middle: float, lines: Sequence[str], line: float, **look: object) -> None:
    """Lines of text around a middle, each an artist of its own so that its extent is known."""
    for number, piece in enumerate(lines):
        page.text(x, middle + ((len(lines) - 1) / 2 - number) * line, piece, va="center_baseline", **look)
