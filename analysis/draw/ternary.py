"""`founder-ternary`: each body as a point between government, university and industry."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import mpltern  # noqa: F401  registers the projection "ternary"
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from analysis.draw.bodies import bodies, numbers, standings
from analysis.draw.compose import compose
from analysis.draw.founders import FOUNDING
from analysis.draw.lettering import LINE, width
from analysis.draw.palette import HELIX
from analysis.draw.sheet import ROWS, Sheet
from analysis.draw.source import count, link, of_bodies, source
from analysis.tables import Tables

CORNERS = ["government", "university", "industry"]
SHARES = [f"share_{helix}" for helix in CORNERS]
# Where a label may stand around its mark, best first.
_AROUND = [(1, 1), (-1, 1), (1, 0), (-1, 0), (0, 1), (1, -1), (-1, -1), (0, -1)]


def founder_ternary(
    tables: Tables,
    *,
    founding: Sequence[str] = FOUNDING,
    minimum_named: int = 1,
    size: str = "page",
    theme: str = "print",
) -> tuple[Figure, pd.DataFrame]:
    """Bodies by the shares of the three helices among their named founders; the area is their number.

    Founders of other kinds have no corner and are left out of the shares. Bodies with the same shares are one
    mark, whose area is the founders of all of them and whose numbers are those of the list below.

    Parameters
    ----------
    founding : sequence of str
        The roles that count as founding.
    minimum_named : int
        Founders in the three helices that a body must name.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per body: ``number``, ``body``, founders by helix, ``founders`` (of the three), ``other``,
        shares and ``shown`` (``mark`` or ``few``).
    """
    found = standings(tables, founding)
    drawn = _shares(tables, found, minimum_named)
    rows = drawn[drawn.shown == "mark"]
    listed = [
        (f"{r.number}  {r.body} ({r.founders})", link("alliances", r.doc_id, r.start)) for r in rows[:ROWS].itertuples()
    ]
    with compose(
        {},
        title=_title(rows),
        count=f"N = {count(int(rows.founders.sum()), 'founder')} ({' and '.join(founding)}) in "
        f"{of_bodies(len(rows))}; {int(rows.other.sum())} of other kinds left out",
        notes=[
            *_notes(len(rows), len(drawn) - len(rows), minimum_named),
            *source(tables, found[found.alliance_id.isin(rows.alliance_id)].doc_id),
        ],
        drawing=_triangle if listed else None,
        listing=listed,
        size=size,
        theme=theme,
    ) as sheet:
        for axes in sheet.axes:
            names = _corners(sheet, axes)
            _label(sheet, _marks(sheet, axes, rows), names)
    return sheet.figure, drawn


def _triangle(sheet: Sheet) -> None:
    text, above, high, below = sheet.text, 3.2, 29, 4.4  # in sizes of the text

    def draw(top: float) -> None:
        bottom = top - (above + high) * text
        sheet.axes.append(sheet.place(text, bottom, sheet.room, high * text, projection="ternary"))

    sheet.add((above + high + below) * text, draw)


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
    drawn = drawn.join(numbers(found, "helix", [*CORNERS, "other"], drawn.index))
    drawn["founders"] = drawn[CORNERS].sum(axis=1)
    of = drawn.founders.astype(float)
    drawn[SHARES] = drawn[CORNERS].astype(float).div(of.where(of > 0), axis=0).round(4)
    drawn["shown"] = (of < max(minimum_named, 1)).map({True: "few", False: "mark"})
    # Numbered from corner to corner, so that neighbours on the figure are neighbours in the list.
    order = ["shown", *SHARES, "founders", "body"]
    drawn = drawn.sort_values(order, ascending=[False] * 5 + [True]).reset_index()
    drawn.insert(0, "number", pd.Series(range(1, len(drawn) + 1), dtype="Int64").where(drawn.shown == "mark"))
    return drawn


def _notes(placed: int, few: int, minimum_named: int) -> list[str]:
    lack = "no founder" if minimum_named <= 1 else f"fewer than {minimum_named} founders"
    notes = {
        "Area of a mark: number of founders. Bodies with equal shares share a mark; in brackets, founders.": placed > 0,
        f"Numbers beyond {ROWS} are explained in the table.": placed > ROWS,
        f"Not placed: {of_bodies(few)} naming {lack} of the three kinds.": few > 0,
    }
    return [note for note, applies in notes.items() if applies]


def _title(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No body names a founder from government, university or industry"
    mixed = int((rows[SHARES] < 1).all(axis=1).sum())
    return f"{mixed} of {of_bodies(len(rows))} have named founders of more than one kind"


def _corners(sheet: Sheet, axes: Axes) -> list[Bbox]:
    """Corners with names, sides in quarters; where the names stand, so that nothing is written over them."""
    for side in (axes.taxis, axes.laxis, axes.raxis):
        side.set_ticks([0, 0.25, 0.5, 0.75, 1], ["", "25%", "50%", "75%", ""])
    text, on = sheet.text, sheet.theme
    look = {"length": 2, "width": 0.5, "pad": 4, "color": on.faint, "labelcolor": on.faint}
    axes.tick_params(labelsize=text * 0.85, labelrotation="horizontal", **look)
    axes.grid(color=on.grid, linewidth=0.5)
    axes.apply_aspect()
    names = []
    for point, helix, shift in zip(((1, 0, 0), (0, 1, 0), (0, 0, 1)), CORNERS, (2.4, -2.8, -2.8), strict=True):
        name = HELIX[helix].label
        wide, (x, y) = width(name, text, bold=True), _place(sheet, axes, point)
        x, y = min(max(x, text + wide / 2), sheet.size.width - text - wide / 2), y + shift * text
        sheet.page.text(x, y, name, ha="center", va="center_baseline", weight="bold")
        names.append(_box(x, y, wide, text * LINE))
    return names


def _marks(sheet: Sheet, axes: Axes, rows: pd.DataFrame) -> list[tuple[Bbox, str]]:
    """A mark for all bodies with the same shares; the places of the marks and the numbers of their bodies."""
    groups, marks = rows.groupby(SHARES, sort=False), []
    largest = groups.founders.sum().max()  # whose mark is three lines high, whatever the numbers are
    for point, group in groups:
        first, words = group.iloc[0], ranges(group.number)
        diameter = sheet.text * max(0.3, 3 * math.sqrt(group.founders.sum() / largest))
        look = {
            "marker": "o",
            "ms": diameter,
            "mfc": to_rgba(sheet.theme.faint, 0.45),
            "mec": sheet.theme.ink,
            "mew": 0.7,
        }
        place = {"url": link("alliances", first.doc_id, first.start), "gid": f"ternary-{words}"}
        axes.plot(*([share] for share in point), ls="none", clip_on=False, zorder=3, **look, **place)
        marks.append((_box(*_place(sheet, axes, point), diameter, diameter), words))
    return marks


def _label(sheet: Sheet, marks: Sequence[tuple[Bbox, str]], names: list[Bbox]) -> None:
    """Numbers beside their marks, where they cover neither a mark nor a name nor another number."""
    text, edge = sheet.text, sheet.text / 2
    taken = [mark for mark, _ in marks] + names
    for own, (mark, words) in enumerate(marks):
        others = taken[:own] + taken[own + 1 :]
        boxes = _around(mark, width(words, text), text * LINE)
        boxes = [box for box in boxes if box.x0 >= edge and box.x1 <= sheet.size.width - edge]
        best = min(boxes, key=lambda box: box.count_overlaps(others))
        taken.append(best)
        sheet.page.text(*((best.p0 + best.p1) / 2), words, ha="center", va="center_baseline")


def _around(mark: Bbox, wide: float, high: float) -> Iterator[Bbox]:
    x, y = (mark.p0 + mark.p1) / 2
    for right, up in _AROUND:
        reach = mark.width * (0.36 if right and up else 0.5)  # a circle ends sooner on the diagonal
        yield _box(x + right * (reach + wide / 2 + 1), y + up * (reach + high / 2), wide, high)


def _place(sheet: Sheet, axes: Axes, point: Sequence[float]) -> tuple[float, float]:
    """Where shares are on the sheet."""
    pixels = axes.transData.transform(axes.transProjection.transform([point])[0])
    return sheet.page.transData.inverted().transform(pixels)


def _box(x: float, y: float, wide: float, high: float) -> Bbox:
    return Bbox.from_bounds(x - wide / 2, y - high / 2, wide, high)
