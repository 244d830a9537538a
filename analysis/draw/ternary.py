"""`founder-ternary`: each body as a point between government, university and industry."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import mpltern  # noqa: F401  registers the projection "ternary"
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from analysis.draw.bodies import bodies, standings
from analysis.draw.compose import compose
from analysis.draw.founders import FOUNDING
from analysis.draw.lettering import LINE, width
from analysis.draw.palette import HELIX
from analysis.draw.sheet import ROWS, Area, Listing, Row, Sheet
from analysis.draw.source import LINKS, count, link, selection, source
from analysis.tables import Tables

CORNERS = ("government", "university", "industry")
# Where a label may stand around its mark, best first.
_AROUND = [(1, 1), (-1, 1), (1, 0), (-1, 0), (0, 1), (1, -1), (-1, -1), (0, -1)]


def founder_ternary(
    tables: Tables,
    *,
    founding: Sequence[str] = FOUNDING,
    minimum_named: int = 1,
    size: str = "page",
    theme: str = "print",
    links: str = LINKS,
) -> tuple[Figure, pd.DataFrame]:
    """Bodies by the shares of the three helices among their named founders; the area is their number.

    Founders of other kinds have no corner and are left out of the shares. Bodies with the same shares are one
    mark, whose area is the founders of all of them and whose numbers are those of the list below.

    Parameters
    ----------
    tables : Tables
    founding : sequence of str
        The roles that count as founding.
    minimum_named : int
        Founders in the three helices that a body must name.
    size, theme, links : str
        As for `funding_scale`.

    Returns
    -------
    figure : Figure
    drawn : pandas.DataFrame
        One row per body: ``number``, ``body``, founders by helix, ``founders`` (of the three), ``other``,
        shares and ``shown`` (``mark`` or ``few``).
    """
    found = standings(tables, founding)
    drawn = _shares(tables, found, minimum_named)
    rows = drawn[drawn.shown == "mark"]
    listed = [
        Row(f"{r.number}  {r.body} ({r.founders})", link=link(links, "alliances", r.doc_id, r.start))
        for r in rows.itertuples()
    ]
    placed = count(len(rows), "body", "bodies")
    with compose(
        [Area(29, above=3.2, below=4.4, projection="ternary"), Listing(listed[:ROWS])] if listed else [],
        title=_title(rows),
        count=f"N = {count(int(rows.founders.sum()), 'founder')} ({' and '.join(founding)}) in {placed}; "
        f"{int(rows.other.sum())} of other kinds left out",
        notes=[
            *_notes(drawn, minimum_named),
            *selection(tables),
            source(tables, found[found.alliance_id.isin(rows.alliance_id)].doc_id),
        ],
        size_name=size,
        theme_name=theme,
    ) as sheet:
        if listed:
            names = _triangle(sheet.axes[0], sheet)
            _marks(sheet.axes[0], sheet, rows, names, links)
    return sheet.figure, drawn


def ranges(numbers: Iterable[int]) -> str:
    """Numbers with runs drawn together.

    Examples
    --------
    >>> ranges([1, 2, 3, 7, 9, 10])
    '1–3, 7, 9, 10'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _shares(tables: Tables, found: pd.DataFrame, minimum_named: int) -> pd.DataFrame:
    drawn = bodies(tables)[["body", "doc_id", "start"]]
    for helix in (*CORNERS, "other"):
        drawn[helix] = (
            found[found.helix == helix].alliance_id.value_counts().reindex(drawn.index, fill_value=0).astype("Int64")
        )
    drawn["founders"] = drawn[list(CORNERS)].sum(axis=1)
    for helix in CORNERS:
        drawn[f"share_{helix}"] = (
            drawn[helix].astype(float) / drawn.founders.astype(float).where(drawn.founders > 0)
        ).round(4)
    drawn["shown"] = "mark"
    drawn.loc[drawn.founders < max(minimum_named, 1), "shown"] = "few"
    # Numbered from corner to corner, so that neighbours on the figure are neighbours in the list.
    order = ["shown", *(f"share_{helix}" for helix in CORNERS), "founders", "body"]
    drawn = drawn.sort_values(order, ascending=[False, False, False, False, False, True]).reset_index()
    drawn.insert(
        0, "number", (drawn.index + 1).to_series(index=drawn.index).where(drawn.shown == "mark").astype("Int64")
    )
    return drawn


def _notes(drawn: pd.DataFrame, minimum_named: int) -> list[str]:
    few, notes = int((drawn.shown == "few").sum()), []
    if few < len(drawn):
        notes.append(
            "Area of a mark: number of founders. Bodies with equal shares share a mark; in brackets, founders."
        )
    if len(drawn) - few > ROWS:
        notes.append(f"Numbers beyond {ROWS} are explained in the table.")
    if few:
        lack = "no founder" if minimum_named <= 1 else f"fewer than {minimum_named} founders"
        notes.append(f"Not placed: {count(few, 'body', 'bodies')} naming {lack} of the three kinds.")
    return notes


def _title(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No body names a founder from government, university or industry"
    mixed = int((rows[[f"share_{helix}" for helix in CORNERS]] < 1).all(axis=1).sum())
    return f"{mixed} of {count(len(rows), 'body', 'bodies')} have named founders of more than one kind"


def _triangle(axes: Axes, sheet: Sheet) -> list[Bbox]:
    """Corners with names, sides in quarters; where the names stand, so that nothing is written over them."""
    shares = [0, 0.25, 0.5, 0.75, 1]
    words = ["", "25%", "50%", "75%", ""]
    small = sheet.size.text * 0.85
    for side in "tlr":
        getattr(axes, f"{side}axis").set_ticks(shares, words)
    axes.tick_params(
        labelsize=small,
        length=2,
        width=0.5,
        pad=4,
        color=sheet.theme.faint,
        labelcolor=sheet.theme.faint,
        labelrotation="horizontal",
    )
    axes.grid(color=sheet.theme.grid, linewidth=0.5)
    axes.apply_aspect()
    corners = [_place(axes, sheet, point) for point in ((1, 0, 0), (0, 1, 0), (0, 0, 1))]
    text, names = sheet.size.text, []
    for (x, y), helix, shift in zip(corners, CORNERS, (2.4, -2.8, -2.8), strict=True):
        name = HELIX[helix].label
        wide = width(name, text, bold=True)
        x = min(max(x, text + wide / 2), sheet.size.width - text - wide / 2)
        sheet.page.text(x, y + shift * text, name, ha="center", va="center_baseline", weight="bold")
        names.append(_box(x, y + shift * text, wide, text * LINE))
    return names


def _marks(axes: Axes, sheet: Sheet, rows: pd.DataFrame, names: list[Bbox], links: str) -> None:
    shares = [f"share_{helix}" for helix in CORNERS]
    # The largest mark is three lines high, whatever the numbers are.
    largest = rows.groupby(shares).founders.sum().max()
    marks = []
    for point, group in rows.groupby(shares, sort=False):
        first = group.iloc[0]
        diameter = sheet.size.text * max(0.3, 3 * math.sqrt(group.founders.sum() / largest))
        axes.plot(
            *([share] for share in point),
            marker="o",
            markersize=diameter,
            markerfacecolor=(*_rgb(sheet.theme.faint), 0.45),
            markeredgecolor=sheet.theme.ink,
            markeredgewidth=0.7,
            linestyle="none",
            clip_on=False,
            zorder=3,
            url=link(links, "alliances", first.doc_id, first.start),
            gid=f"ternary-{ranges(group.number)}",
        )
        marks.append((point, diameter, ranges(group.number)))
    _label(axes, sheet, marks, names)


def _rgb(colour: str) -> tuple[float, float, float]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))


def _place(axes: Axes, sheet: Sheet, point: Sequence[float]) -> tuple[float, float]:
    """Where shares are on the sheet, in points."""
    x, y = axes.transData.transform(axes.transProjection.transform([point])[0]) * 72 / sheet.figure.dpi
    return float(x), float(y)


def _label(axes: Axes, sheet: Sheet, marks: Sequence[tuple[tuple[float, ...], float, str]], names: list[Bbox]) -> None:
    """Numbers beside their marks, where they cover neither a mark nor a name nor another number."""
    text = sheet.size.text
    places = [_place(axes, sheet, point) for point, _, _ in marks]
    taken = [_box(x, y, diameter, diameter) for (x, y), (_, diameter, _) in zip(places, marks, strict=True)] + names
    for own, ((x, y), (_, diameter, words)) in enumerate(zip(places, marks, strict=True)):
        wide, high = width(words, text), text * LINE
        others = taken[:own] + taken[own + 1 :]
        boxes = [box for box in _around(x, y, diameter, wide, high) if _within(box, sheet)]
        best = min(boxes, key=lambda box: box.count_overlaps(others))
        taken.append(best)
        sheet.page.text(*((best.p0 + best.p1) / 2), words, ha="center", va="center_baseline")


def _around(x: float, y: float, diameter: float, wide: float, high: float) -> Iterator[Bbox]:
    for right, up in _AROUND:
        reach = diameter * (0.36 if right and up else 0.5)  # a circle ends sooner on the diagonal
        yield _box(x + right * (reach + wide / 2 + 1), y + up * (reach + high / 2), wide, high)


def _within(box: Bbox, sheet: Sheet) -> bool:
    return box.x0 >= sheet.size.text / 2 and box.x1 <= sheet.size.width - sheet.size.text / 2


def _box(x: float, y: float, wide: float, high: float) -> Bbox:
    return Bbox.from_bounds(x - wide / 2, y - high / 2, wide, high)
