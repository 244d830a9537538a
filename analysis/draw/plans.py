"""`planned-membership` and `targets-by-year`: what bodies and plans want to reach."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from analysis.draw.bars import grid
from analysis.draw.bodies import bodies
from analysis.draw.compose import Row, compose, of, spared
from analysis.draw.lettering import width
from analysis.draw.palette import MARK, Theme
from analysis.draw.sheet import BODIES, Sheet
from analysis.draw.source import count, link, of_bodies, source
from analysis.tables import Tables

_WORDS = {"at_least": "at least ", "at_most": "up to ", "about": "about "}
UNDATED = "No year stated"
_COLUMNS = "year place province unit count count_high qualifier flags corrected doc_id start".split()


def planned_membership(tables: Tables, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """The number of members that each body states, and the number that it wants to reach.

    The mark of the number stated points to where the true number may lie (▷ at least, ◁ up to). A body of several
    documents has the largest number stated and the largest planned.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per body with either number: ``members_stated`` with ``members_qualifier``, ``members_planned``,
        ``growth`` (planned members for each one stated, empty without both), ``shown`` (``mark``, ``cut``), and where
        they stand: ``doc_id`` and ``start`` of the plan, ``stated_doc_id`` and ``stated_start`` of the number stated.
    """
    every = len(bodies(tables))
    drawn = _membership(tables, BODIES.get(size, 0))
    rows = drawn[drawn.shown == "mark"]
    planning = int(drawn.members_planned.notna().sum())
    with compose(
        {
            "": [
                Row(r.body, _said(r), _evidence(r, "stated" if pd.isna(r.members_planned) else "planned"))
                for r in rows.itertuples()
            ]
        },
        title=_membership_title(drawn),
        count=f"N = {of_bodies(len(drawn))} of {every} with a number of members, {planning} of them with a plan",
        notes=[
            *(["Too few plans to generalise from."] if 0 < planning < 5 else []),
            *_cut_note(drawn, "body", "bodies"),
            *source(tables, [*rows.doc_id.dropna(), *rows.stated_doc_id.dropna()]),
        ],
        keys=lambda on: (
            _keys(rows.members_qualifier[rows.members_stated.notna()], on)
            | ({"planned": _look("exact", on) | {"mfc": on.paper}} if rows.members_planned.notna().any() else {})
        ),
        axis="members, logarithmic",
        size=size,
        theme=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            for y, row in zip(middles, rows.itertuples(), strict=True):
                _dumbbell(sheet, axes, y, row)
        _decades(sheet, rows[["members_stated", "members_planned"]])
    return sheet.figure, drawn


def targets_by_year(tables: Tables, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """Every count that a plan wants to reach, in panels by the year, those without a year last.

    Marks point to where the true number may lie (▷ at least, ◁ up to); a line joins the ends of a range. Counts are
    of different things and are never added up.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per target: ``year``, ``place``, ``province``, ``unit``, ``count``, ``count_high``, ``qualifier``,
        ``flags``, ``corrected``, ``shown`` (``mark``, ``cut``), ``doc_id`` and ``start``.
    """
    drawn = _targets(tables.targets, BODIES.get(size, 0))
    rows = drawn[drawn.shown == "mark"]
    panels, found = dict(list(rows.groupby(_due(rows), sort=False))), _due(drawn).value_counts()
    with compose(
        {
            f"{due} ({of(len(part), found[due])})": [
                Row(_what(r), _amount(r), link("targets", r.doc_id, r.start)) for r in part.itertuples()
            ]
            for due, part in panels.items()
        },
        title=_targets_title(drawn),
        count=f"N = {count(len(drawn), 'target')}, {int(drawn.year.isna().sum())} of them without a year",
        notes=[*_targets_notes(drawn), *_cut_note(drawn, "target"), *source(tables, rows.doc_id)],
        keys=lambda on: (
            _keys(rows.qualifier, on)
            | ({"range": {"color": on.ink, "linewidth": 1.4}} if rows.count_high.notna().any() else {})
        ),
        axis="how many, logarithmic",
        size=size,
        theme=theme,
    ) as sheet:
        for number, part in enumerate(panels.values()):
            for y, row in zip(sheet.middles[number], part.itertuples(), strict=True):
                _target(sheet, sheet.axes[number], y, row)
        _decades(sheet, rows[["count", "count_high"]])
    return sheet.figure, drawn


def _membership(tables: Tables, most: int) -> pd.DataFrame:
    stated, planned = (_largest(tables.alliances, column) for column in ("members_stated", "members_planned"))
    stated = stated[["members_stated", "members_qualifier", "doc_id", "start"]]
    drawn = bodies(tables)[["body"]].join(stated.rename(columns={"doc_id": "stated_doc_id", "start": "stated_start"}))
    drawn = drawn.join(planned[["members_planned", "doc_id", "start"]])
    drawn = drawn[drawn.members_stated.notna() | drawn.members_planned.notna()]
    number = drawn.members_stated.where(drawn.members_stated > 0).astype("Float64")
    drawn.insert(3, "growth", (drawn.members_planned.astype("Float64") / number).round(2))
    order = ["members_planned", "members_stated", "body"]
    drawn = drawn.sort_values(order, ascending=[False, False, True]).reset_index()
    return drawn.assign(shown=["mark" if number < most else "cut" for number in range(len(drawn))])


def _largest(alliances: pd.DataFrame, column: str) -> pd.DataFrame:
    """Of each body the row with the largest number in ``column``."""
    ranked = alliances[alliances[column].notna()].sort_values(["doc_id", "start"])
    ranked = ranked.sort_values(column, ascending=False, kind="stable")
    return ranked.drop_duplicates("alliance_id").set_index("alliance_id")


def _evidence(row, number: str) -> str:
    """Where the number ``stated`` or ``planned`` of a body stands."""
    stated = number == "stated"
    return link("alliances", row.stated_doc_id if stated else row.doc_id, row.stated_start if stated else row.start)


def _said(row) -> str:
    """Both numbers of a body in words."""
    stated = "" if pd.isna(row.members_stated) else f"{_WORDS.get(row.members_qualifier, '')}{row.members_stated:,}"
    planned = "" if pd.isna(row.members_planned) else f"{row.members_planned:,} planned"
    return " → ".join(part for part in (stated or "no number stated", planned) if part)


def _membership_title(drawn: pd.DataFrame) -> str:
    if drawn.empty:
        return "No body states or plans a number of members"
    planning = drawn[drawn.members_planned.notna()]
    growing = planning.growth.dropna()
    if growing.empty:
        return f"{len(planning) or 'None'} of {count(len(drawn), 'body', 'bodies')} says how large it wants to become"
    times = f"{growing.min():.2g}" + (f" to {growing.max():.2g}" if len(growing) > 1 else "")
    verb = "states and plans" if len(growing) == 1 else "state and plan"
    return f"{of_bodies(len(growing))} {verb} a number of members: the plan is {times} times as large"


def _dumbbell(sheet: Sheet, axes: Axes, y: float, row) -> None:
    on = sheet.theme
    axes.axhline(y, color=on.grid, linewidth=0.4, zorder=0)
    if not (pd.isna(row.members_stated) or pd.isna(row.members_planned)):
        axes.plot([row.members_stated, row.members_planned], [y, y], color=on.faint, linewidth=1.4)
    if not pd.isna(row.members_stated):
        look = _look(row.members_qualifier, on) | {"gid": f"stated-{row.alliance_id}"}
        _spot(sheet, axes, row.members_stated, y, look | {"url": _evidence(row, "stated")})
    if not pd.isna(row.members_planned):
        look = _look("exact", on) | {"gid": f"planned-{row.alliance_id}", "mfc": on.paper}
        _spot(sheet, axes, row.members_planned, y, look | {"url": _evidence(row, "planned")})


def _spot(sheet: Sheet, axes: Axes, x: float, y: float, look: dict[str, object]) -> None:
    axes.plot([x], [y], linestyle="none", markersize=sheet.text * 0.75, zorder=3, clip_on=False, **look)


def _targets(targets: pd.DataFrame, most: int) -> pd.DataFrame:
    drawn = targets.sort_values(["year", "place", "doc_id", "start"], ignore_index=True)[_COLUMNS]
    drawn["shown"] = spared(_due(drawn), most).map({True: "mark", False: "cut"})
    return drawn


def _due(rows: pd.DataFrame) -> pd.Series:
    return ("By " + rows.year.astype("string")).fillna(UNDATED)


def _what(row) -> str:
    return row.unit if pd.isna(row.place) else f"{row.place}: {row.unit}"


def _amount(row) -> str:
    high = "" if pd.isna(row.count_high) else f" to {row.count_high:,}"
    return f"{_WORDS.get(row.qualifier, '')}{row.count:,}{high}"


def _targets_title(drawn: pd.DataFrame) -> str:
    years = drawn.year.dropna()
    if drawn.empty:
        return "No plan states a count to be reached"
    if years.empty:
        return f"{count(len(drawn), 'target')}, none with a year"
    most = int(years.value_counts().sort_index().idxmax())
    return f"{int((years == most).sum())} of {count(len(years), 'dated target')} fall due in {most}"


def _targets_notes(drawn: pd.DataFrame) -> list[str]:
    documents = drawn.groupby(["count", "unit", "place", "year"], dropna=False).doc_id.nunique()
    twice = int((documents > 1).sum())
    said = f"Stated by several documents, and drawn once for each: {count(twice, 'target')}."
    return ["Counts of different things: not to be added.", *([said] if twice else [])] if len(drawn) else []


def _target(sheet: Sheet, axes: Axes, y: float, row) -> None:
    axes.axhline(y, color=sheet.theme.grid, linewidth=0.4, zorder=0)
    place = {"url": link("targets", row.doc_id, row.start)}
    if not pd.isna(row.count_high):
        line = {"color": sheet.theme.ink, "linewidth": 1.4, "marker": "|", "markersize": sheet.text * 0.75}
        axes.plot([row.count, row.count_high], [y, y], **line, **place)
    look = _look(row.qualifier, sheet.theme) | place | {"gid": f"targets-{row.doc_id}-{row.start}"}
    _spot(sheet, axes, row.count, y, look)


def _cut_note(drawn: pd.DataFrame, *nouns: str) -> list[str]:
    cut = int((drawn.shown == "cut").sum())
    return [f"{count(cut, *nouns)} more in the table only."] if cut else []


def _look(qualifier: object, on: Theme) -> dict[str, object]:
    return {"marker": MARK["exact" if pd.isna(qualifier) else qualifier], "mfc": on.ink, "mec": on.ink, "mew": 0.9}


def _keys(qualifiers: pd.Series, on: Theme) -> dict[str, dict]:
    used, names = set(qualifiers.fillna("exact")), {"exact": "exactly", **_WORDS}
    return {names[qualifier].strip(): _look(qualifier, on) for qualifier in names if qualifier in used}


def _decades(sheet: Sheet, numbers: pd.DataFrame) -> None:
    """One logarithmic axis of whole decades for all panels; zero, where there is one, has a place left of one."""
    found = numbers.stack()
    if found.empty:
        return
    low, high = int(found.min()), int(found.max())
    ticks = [10**power for power in range(len(str(max(low, 1))) - 1, len(str(high)) + 1)]
    ticks = ticks if low else [0, *ticks]
    said = [f"{tick:,}" for tick in ticks]
    spacing = sheet.axes[0].get_position().width * sheet.size.width / (len(ticks) - 1)
    step = math.ceil((width(said[-1], sheet.text) + sheet.text) / spacing)  # words where there is room for them
    for axes in sheet.axes:
        axes.set_xscale("symlog", linthresh=1, linscale=0.5)
        axes.set_xlim(ticks[0], ticks[-1])
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticks(ticks, [tick if place % step == 0 else "" for place, tick in enumerate(said)])
        grid(sheet, axes)
