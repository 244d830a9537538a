"""What a sheet is made of: sizes, parts, and matplotlib's settings. `analysis.draw.compose` lays it out.

All lengths are points.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from matplotlib import style as matplotlib_style
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.draw.palette import Theme
from analysis.errors import AnalysisError, nearest

MM = 72 / 25.4
# Rows beyond these are left to the table of the figure: a printed page is 297 mm high.
ROWS = 60  # of one line
BODIES = {"column": 25, "page": 30, "screen": 30}  # whose names take several lines


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


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a panel: what stands left of it and right of it, and the evidence that it links to.

    ``keep`` ends the label and stays where the label is cut.
    """

    label: str
    remark: str = ""
    link: str | None = None
    keep: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows on one axis, under a heading."""

    rows: Sequence[Row]
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """Axes over the whole width; height and the room ``above`` and ``below`` are in sizes of the text."""

    height: float
    above: float = 0.0
    below: float = 0.0
    projection: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of text in columns, each with a link."""

    rows: Sequence[Row]


Part = Panel | Area | Listing


@dataclass(slots=True)
class Sheet:
    """A figure with the axes of its parts.

    Attributes
    ----------
    page : Axes
        The whole sheet in points, origin bottom left, for text.
    axes, margins : list of Axes
        One for each panel or area. A margin lies between labels and axes, for what has no place on the axis.
    middles : list of list of float
        For each panel the y of its rows; y is in points from the top of the panel.
    """

    size: Size
    theme: Theme
    figure: Figure
    page: Axes
    axes: list[Axes] = field(default_factory=list)
    margins: list[Axes] = field(default_factory=list)
    middles: list[list[float]] = field(default_factory=list)


def size(name: str) -> Size:
    """The size called ``name``."""
    if name not in SIZES:
        raise AnalysisError(f"there is no size {name!r}.", "size", nearest(name, SIZES))
    return SIZES[name]


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
        "axes.labelcolor": on.ink,
        "axes.facecolor": on.paper,
        "axes.linewidth": 0.5,
        "figure.facecolor": on.paper,
        "patch.linewidth": 0.5,
        "hatch.linewidth": 0.5,
        "xtick.color": on.faint,
        "xtick.labelcolor": on.ink,
        "xtick.major.width": 0.5,
        "xtick.major.size": 2.0,
        "xtick.major.pad": 2.0,
        "svg.fonttype": "none",  # text stays text: searchable, readable aloud, small
        "svg.hashsalt": "analysis",
    }
    return matplotlib_style.context(["default", ours])
