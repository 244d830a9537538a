"""A sheet: its sizes, matplotlib's settings, and the stripes of text and axes that it is a stack of.

Stripes are measured before they are drawn, so that nothing overlaps whatever the tables hold. Figures are plain
`Figure` objects without pyplot: no global state, nothing to close. All lengths are points.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.draw.lettering import LINE, width, wrap
from analysis.draw.palette import Theme

MM = 72 / 25.4
# Rows beyond these are left to the table of the figure: a printed page is 297 mm high.
ROWS = 60  # of one line
BODIES = {"column": 25, "page": 30, "screen": 30}  # whose names take several lines
ACROSS = {"column": 10, "page": 20, "screen": 20}  # bodies side by side


@dataclass(frozen=True, slots=True)
class Size:
    """Width and size of the text in points, dots per inch of the PNG, lines of a row, columns of a listing."""

    width: float
    text: float
    dpi: int
    lines: int
    columns: int


SIZES = {
    "column": Size(88 * MM, 5.8, 300, 3, 1),
    "page": Size(180 * MM, 7, 200, 2, 2),
    "screen": Size(240 * MM, 9, 144, 2, 2),
}


def settings(on: Theme, text: float) -> AbstractContextManager[None]:
    """Matplotlib's defaults and ours, whatever the user's own file says."""
    ours = {
        "font.family": "sans-serif",
        "font.sans-serif": ["DejaVu Sans", "Verdana", "sans-serif"],  # Verdana: as wide, where DejaVu is missing
        "font.size": text,
        "text.parse_math": False,  # "US$28 billion" is not a formula
        "text.hinting": "none",  # widths as measured, at every resolution
        "text.color": on.ink,
        "axes.edgecolor": on.faint,
        "axes.facecolor": on.paper,
        "axes.linewidth": 0.5,
        "figure.facecolor": on.paper,
        "patch.linewidth": 0.5,
        "hatch.linewidth": 0.5,
        "svg.fonttype": "none",  # text stays text: searchable, readable aloud, small
        "svg.hashsalt": "analysis",
    }
    return style.context(["default", ours])


class Sheet:
    """A figure as a stack of stripes, each as high as its content needs; `draw` draws them from the top down.

    Attributes
    ----------
    page : Axes
        The whole sheet in points, origin bottom left, for text.
    axes, margins : list of Axes
        One for each panel. A margin lies between labels and axes, for what has no place on the axis.
    middles : list of list of float
        For each panel the y of its rows; y is in points from the top of the panel.
    """

    def __init__(self, size: Size, theme: Theme) -> None:
        self.size, self.theme, self.text, self.line = size, theme, size.text, size.text * LINE
        self.room = size.width - 2 * size.text
        self.axes: list[Axes] = []
        self.margins: list[Axes] = []
        self.middles: list[list[float]] = []
        self._stripes: list[tuple[float, Callable[[float], None]]] = []

    def add(self, height: float, draw: Callable[[float], None] = lambda top: None) -> None:
        """Add a stripe; ``draw`` is given where its top is."""
        self._stripes.append((height, draw))

    def write(self, texts: Iterable[str], size: float, bold: bool = False, **look: object) -> None:
        """Add paragraphs as wide as the sheet."""
        lines = [line for text in texts for line in wrap(text, size, self.room, bold=bold)]

        def draw(top: float) -> None:
            for number, line in enumerate(lines):
                weight = "bold" if bold else "normal"
                y = top - number * size * LINE
                self.page.text(self.text, y, line, va="top", fontsize=size, weight=weight, **look)

        self.add(len(lines) * size * LINE, draw)

    def key(self, entries: Mapping[str, Mapping[str, object]]) -> None:
        """Add samples with their names, in as many lines as they need.

        Parameters
        ----------
        entries : mapping
            Name to the properties of its sample: a patch has a ``facecolor``, a mark a ``marker``; all else are lines.
        """
        text, x, lines = self.text, math.inf, []
        for label, look in entries.items():
            wide = text * 2.2 + width(label, text) + text * 1.6
            if x + wide > self.size.width - text:
                lines.append([])
                x = text
            lines[-1].append((x, label, look))
            x += wide
        for line in lines:
            self.add(text * LINE * 1.2, partial(self._key, line))

    def _key(self, line: Iterable[tuple[float, str, Mapping[str, object]]], top: float) -> None:
        wide, high, bottom = self.text * 1.8, self.text * 0.9, top - self.text * 1.05
        for x, label, look in line:
            if "facecolor" in look:
                self.page.add_patch(Rectangle((x, bottom), wide, high, **look))
            elif "marker" in look:
                self.page.plot([x + wide / 2], [bottom + high / 2], ls="none", markersize=high * 0.85, **look)
            else:
                self.page.plot([x, x + wide], [bottom + high / 2] * 2, **look)
            self.page.text(x + self.text * 2.2, top - self.text * 0.6, label, va="center_baseline")

    def listing(self, entries: Iterable[tuple[str, str]]) -> None:
        """Add lines of text in columns, each with a link."""
        text, columns = self.text, self.size.columns
        room = (self.room - (columns - 1) * text * 2) / columns
        lines = [(piece, url) for label, url in entries for piece in wrap(label, text, room, 1)]
        deep = -(-len(lines) // columns)

        def draw(top: float) -> None:
            for number, (piece, url) in enumerate(lines):
                x = text + number // deep * (room + text * 2)
                self.page.text(x, top - number % deep * self.line, piece, va="top", url=url)

        self.add(deep * self.line + text * 0.6, draw)

    def draw(self, title: str) -> None:
        """Make the figure, and draw all stripes."""
        height = math.fsum(high for high, _ in self._stripes)
        self.figure = Figure(figsize=(self.size.width / 72, height / 72), dpi=self.size.dpi, label=title)
        self.page = self.figure.add_axes((0, 0, 1, 1), zorder=2, xlim=(0, self.size.width), ylim=(0, height))
        self.page.set_axis_off()
        for high, draw in self._stripes:
            draw(height)
            height -= high

    def place(self, left: float, bottom: float, wide: float, high: float, **more: object) -> Axes:
        """Axes in a rectangle of the sheet."""
        full, deep = self.figure.get_size_inches() * 72
        return self.figure.add_axes((left / full, bottom / deep, wide / full, high / deep), **more)
