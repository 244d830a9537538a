"""`founding-timeline`: when the bodies were founded, each date as precise as it is printed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

from analysis.draw.bars import grid
from analysis.draw.bodies import bodies
from analysis.draw.compose import Row, compose
from analysis.draw.palette import Theme
from analysis.draw.sheet import BODIES, Sheet
from analysis.draw.source import count, link, of_bodies, source
from analysis.tables import Tables

PRECISION = {4: "year", 7: "month", 10: "day"}  # by the length of an ISO date
COLUMNS = (
    "shown table name kind place province date precision first_day last_day inferred other_dates corrected doc_id start"
).split()


def founding_timeline(tables: Tables, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """Bodies by their dates of founding, and under them, in one row, policies by their dates of issue.

    A day is a point; a month or a year, where no more is printed, is a bar over all its days. Undated bodies
    stand in a margin of their own, undated policies are only counted. Hollow is what was not printed in full
    and follows from the context ("on Saturday", "in June").

    Returns
    -------
    Figure, pandas.DataFrame
        One row per body and per dated policy (``table`` is ``alliances`` or ``policies``): ``date`` as precise as
        printed, its ``precision``, ``first_day`` and ``last_day``; ``inferred``, whether part of it follows from the
        context; ``other_dates`` of the same founding that contradict it; ``shown`` (``mark``, ``margin``, ``cut``).
    """
    drawn = _table(tables, BODIES.get(size, 0))
    rows = drawn[drawn.shown != "cut"]
    founded, issued = rows[rows.table == "alliances"], rows[rows.table == "policies"]
    issues = [Row("policies, by date of issue", count(len(issued), "policy", "policies"))] if len(issued) else []
    with compose(
        {"": [*_rows(founded), *issues]},
        title=_title(drawn),
        count=_count(drawn, tables.policies),
        notes=[*_notes(drawn), *source(tables, rows.doc_id)],
        keys=lambda on: _keys(rows, on),
        axis="date as precise as printed",
        margin="undated" if (rows.shown == "margin").any() else "",
        size=size,
        theme=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            # All policies stand in the last row.
            for y, row in zip([*middles[: len(founded)], *middles[-1:] * len(issued)], rows.itertuples(), strict=True):
                if row.shown == "mark":
                    _mark(sheet, axes, y, row)
                else:
                    _spot(sheet, sheet.margins[0], 0.5, y, row, marker="X")
            _calendar(sheet, axes, rows[rows.shown == "mark"].date.str[:4].astype(int))
    return sheet.figure, drawn


def _table(tables: Tables, most: int) -> pd.DataFrame:
    drawn = pd.concat([_founded(tables), _issued(tables.policies)], ignore_index=True)
    drawn["precision"] = drawn.date.str.len().map(PRECISION).astype("string")
    for column, end in (("first_day", 0), ("last_day", 1)):
        drawn[column] = drawn.date.map(lambda date, end=end: str(_days(date)[end]), na_action="ignore").astype("string")
    drawn["inferred"] = drawn["flags"].str.contains("date|year").fillna(False).astype("boolean")
    drawn["shown"] = drawn.date.isna().map({True: "margin", False: "mark"})
    # Where there are too many bodies, undated ones go first, then those founded longest ago.
    ranked = drawn[drawn.table == "alliances"].sort_values("last_day", ascending=False, kind="stable")
    drawn.loc[ranked.index[most:], "shown"] = "cut"
    return drawn.sort_values(["table", "first_day", "last_day", "name"], ignore_index=True)[COLUMNS]


def _founded(tables: Tables) -> pd.DataFrame:
    """Bodies with the row that gives their date."""
    every = tables.alliances.sort_values(["doc_id", "start"])
    found = bodies(tables)[["body", "established"]].reset_index()
    dates = every.dropna(subset="established").groupby("alliance_id").established.unique().reindex(found.alliance_id)
    others = [
        " | ".join(date for date in sorted(given) if not best.startswith(date)) if isinstance(best, str) else None
        for best, given in zip(found.established, dates, strict=True)
    ]
    found["other_dates"] = pd.array(others, dtype="string")
    given = every.drop_duplicates(["alliance_id", "established"])
    found = found.merge(given, on=["alliance_id", "established"])
    return found.assign(table="alliances", name=found.body, date=found.established, kind=found.kind.astype("string"))


def _issued(policies: pd.DataFrame) -> pd.DataFrame:
    """Dated policies; the same one of several documents once."""
    dated = policies[policies.issued.notna()].sort_values(["doc_id", "start"])
    dated = dated.drop_duplicates(["title", "province", "issued"])
    return dated.assign(table="policies", name=dated.title, date=dated.issued)


def _days(date: str) -> tuple[np.datetime64, np.datetime64]:
    """First and last day of a day, month or year."""
    period = np.datetime64(date)  # of the unit that the text has
    return period.astype("M8[D]"), (period + 1).astype("M8[D]") - 1


def _rows(part: pd.DataFrame) -> list[Row]:
    said = part.kind + ", " + part.date.fillna("undated")
    links = map(link, part.table, part.doc_id, part.start)
    return [Row(*row) for row in zip(part["name"], said, links, strict=True)]


def _title(drawn: pd.DataFrame) -> str:
    founded = drawn[drawn.table == "alliances"]
    years = founded.date.dropna().str[:4]
    if founded.empty:
        return "No body is described"
    if years.empty:
        return "No founding is dated"
    most = years.value_counts().sort_index().idxmax()
    return f"{(years == most).sum()} of {count(len(years), 'dated founding')} fall in {most}"


def _count(drawn: pd.DataFrame, policies: pd.DataFrame) -> str:
    founded, issued = drawn[drawn.table == "alliances"], drawn[drawn.table == "policies"]
    return (
        f"N = {of_bodies(len(founded))}, {int(founded.date.isna().sum())} of them undated, and "
        f"{count(len(issued), 'dated policy', 'dated policies')}; {int(policies.issued.isna().sum())} policies without "
        "a date of issue are not drawn"
    )


def _notes(drawn: pd.DataFrame) -> list[str]:
    cut, differing = int((drawn.shown == "cut").sum()), int((drawn.other_dates.fillna("") != "").sum())
    notes = {
        f"{of_bodies(cut)} more, undated or of longest ago, in the table only.": cut,
        f"Documents differ on the date of {of_bodies(differing)}: drawn is the most precise one.": differing,
    }
    return [note for note, number in notes.items() if number]


def _keys(rows: pd.DataFrame, on: Theme) -> dict[str, dict]:
    precise, marks = set(rows.precision.dropna()), rows[rows.shown == "mark"]
    point = {"marker": "o", "mec": on.ink, "mew": 0.9}
    keys: dict[str, dict] = {"day": point | {"mfc": on.ink}} if "day" in precise else {}
    if bars := " or ".join(precision for precision in ("month", "year") if precision in precise):
        keys[f"some day of the {bars}"] = {"facecolor": on.faint, "edgecolor": on.ink}
    if marks.inferred.any():
        keys["hollow: in part from the context"] = point | {"mfc": on.paper}
    return keys


def _mark(sheet: Sheet, axes: Axes, y: float, row) -> None:
    on, high = sheet.theme, sheet.text * 0.7
    axes.axhline(y, color=on.grid, linewidth=0.4, zorder=0)
    first, last = (date2num(np.datetime64(day)) for day in (row.first_day, row.last_day))
    if row.precision == "day":
        _spot(sheet, axes, first + 0.5, y, row, marker="o")
        return
    # Policies share a row: there a bar is light, and lies under the points.
    filled = on.paper if row.inferred else on.faint if row.table == "alliances" else on.grid
    look = {"facecolor": filled, "edgecolor": _colour(sheet, row), "linewidth": 0.9, "zorder": 2}
    axes.barh(y, last + 1 - first, high, first, **look, **_evidence(row))


def _spot(sheet: Sheet, axes: Axes, x: float, y: float, row, marker: str) -> None:
    colour = _colour(sheet, row)
    filled = sheet.theme.paper if row.inferred or marker == "X" else colour
    look = {"marker": marker, "markersize": sheet.text * 0.75, "mec": colour, "mew": 0.9, "mfc": filled}
    axes.plot([x], [y], linestyle="none", zorder=3, clip_on=False, **look, **_evidence(row))


def _colour(sheet: Sheet, row) -> str:
    return sheet.theme.ink if row.table == "alliances" else sheet.theme.faint


def _evidence(row) -> dict[str, str]:
    return {"url": link(row.table, row.doc_id, row.start), "gid": f"{row.table}-{row.doc_id}-{row.start}"}


def _calendar(sheet: Sheet, axes: Axes, years: pd.Series) -> None:
    """An axis of whole years."""
    if years.empty:
        axes.set_xticks([])
        return
    axes.set_xlim(*(date2num(np.datetime64(f"{year:04}")) for year in (years.min(), years.max() + 1)))
    room = axes.get_position().width * sheet.size.width / sheet.text  # in sizes of the text
    locator = AutoDateLocator(minticks=3, maxticks=max(3, int(room / 3)))
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
    grid(sheet, axes)
