"""`coding-choices`: how far the headline numbers hang on how one codes and counts."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import addresses
from analysis.draw.bars import grid
from analysis.draw.bodies import standings
from analysis.draw.compose import Row, compose
from analysis.draw.founders import FOUNDING
from analysis.draw.membership import INSIDE
from analysis.draw.palette import HELIX, SECTOR
from analysis.draw.sheet import Sheet
from analysis.draw.source import count, of_bodies, source
from analysis.fields import HELICES, SECTORS
from analysis.tables import Tables

CHOICES = {
    "guides": "Guides count as founders and members",
    "finance": "Finance is no industry",
    "research": "Research institutes are no universities",
    "flagged": "Rows with a guess are left out",
    "optional": "Hand-coded: optional rows are left out",
}
LEAST = 1.0  # percentage points or percent; what moves less is in the table only
_MARKS = {"share": "o", "count": "s"}


def coding_choices(
    tables: Tables, coded: Tables | None = None, *, size: str = "page", theme: str = "print"
) -> tuple[Figure, pd.DataFrame]:
    """Each headline number under each choice of coding, beside what it is without.

    Shares move in percentage points of the founders (by helix) or of the named memberships (by sector), counts in
    percent of themselves. A choice is made alone, all else staying as the codebook has it; what it moves by less
    than `LEAST` is not drawn.

    Parameters
    ----------
    tables : Tables
    coded : Tables, optional
        The same documents as coded by hand (`analysis.gold.coded_tables`), where a row is flagged that its coders
        left open to others: the extractor knows no such rows, so that choice has a baseline of its own.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per choice and number: ``choice``, ``number``, ``unit`` (``share`` or ``count``), ``baseline``,
        ``value`` and ``change`` (percentage points or percent; empty where there is nothing to compare), ``shown``.
    """
    drawn = _drawn(tables, coded)
    rows = {choice: drawn[(drawn.choice == choice) & (drawn.shown == "mark")] for choice in drawn.choice.unique()}
    panels = {
        CHOICES[choice]: [_row(r) for r in part.itertuples()] or [Row("nothing")] for choice, part in rows.items()
    }
    found = standings(tables, FOUNDING)
    described = tables.alliances.alliance_id.nunique()
    with compose(
        panels,
        title=_title(drawn),
        count=f"N = {count(len(found), 'named founder')} and {count(len(standings(tables, INSIDE)), 'named membership')} "
        f"in {of_bodies(described)}, {count(len(tables.funding), 'amount')}",
        notes=[
            *(
                [f"Not drawn: {int((drawn.shown == 'still').sum())} numbers that move by less than {LEAST:.0f}."]
                if panels
                else []
            ),
            *([_silence(coded)] if panels and "optional" not in rows else []),
            *source(tables, [*tables.alliances.doc_id, *tables.funding.doc_id]),
        ],
        keys=lambda on: (
            {
                "share: change in percentage points": {"marker": _MARKS["share"], "color": on.ink},
                "count: change in percent": {"marker": _MARKS["count"], "color": on.ink, "markerfacecolor": on.paper},
            }
            if panels
            else {}
        ),
        axis="change from the baseline, in percentage points (shares) or percent (counts)",
        size=size,
        theme=theme,
    ) as sheet:
        reach = max([5.0, *drawn.change[drawn.shown == "mark"].abs()]) * 1.1
        for axes, middles, part in zip(sheet.axes, sheet.middles, rows.values(), strict=False):
            axes.set_xlim(-reach, reach)
            grid(sheet, axes)
            axes.axvline(0, color=sheet.theme.ink, linewidth=0.6)
            for y, row in zip(middles, part.itertuples(), strict=False):
                _mark(sheet, axes, y, row)
    return sheet.figure, drawn


def _drawn(tables: Tables, coded: Tables | None) -> pd.DataFrame:
    pairs = {
        "guides": (tables, {"guides": True}),
        "finance": (tables, {"apart": "finance"}),
        "research": (tables, {"apart": "research"}),
        "flagged": (tables.select(leave_out_flagged=True), {}),
    }
    base, made = _numbers(tables), []
    for choice, (chosen, how) in pairs.items():
        made.append(_numbers(chosen, **how).assign(choice=choice, baseline=base.value))
    if coded is not None and len(coded.alliances):
        kept = _numbers(coded.select(leave_out_flagged=True))
        made.append(kept.assign(choice="optional", baseline=_numbers(coded).value))
    drawn = pd.concat(made, ignore_index=True)
    if not (drawn.baseline.fillna(0) > 0).any():  # no table holds a row
        drawn = drawn.iloc[:0]
    shares = drawn.unit == "share"
    moved = drawn.value - drawn.baseline
    drawn["change"] = (moved * 100).where(shares, (moved / drawn.baseline * 100).where(drawn.baseline > 0)).round(2)
    drawn["shown"] = (drawn.change.abs().fillna(0) >= LEAST).map({True: "mark", False: "still"})
    return drawn[["choice", "number", "unit", "baseline", "value", "change", "shown", "table"]]


def _numbers(tables: Tables, guides: bool = False, apart: str = "") -> pd.DataFrame:
    """The headline numbers; a sector ``apart`` counts for no helix."""
    more = ("guide",) if guides else ()
    founders, inside = standings(tables, FOUNDING + more), standings(tables, INSIDE + more)
    helix = founders.helix.mask(founders.sector == apart, apart)
    made = [
        *((f"founders: {HELIX[name].label}", "share", _share(helix, name), "memberships") for name in HELICES),
        *((f"members: {SECTOR[name].label}", "share", _share(inside.sector, name), "memberships") for name in SECTORS),
        ("bodies", "count", tables.alliances.alliance_id.nunique(), "alliances"),
        ("bodies with a named founder", "count", founders.alliance_id.nunique(), "memberships"),
        ("founders", "count", len(founders), "memberships"),
        ("members", "count", len(inside), "memberships"),
        ("amounts", "count", len(tables.funding), "funding"),
        ("funds", "count", int((tables.funding.kind == "fund").sum()), "funding"),
    ]
    return pd.DataFrame(made, columns=["number", "unit", "value", "table"]).astype({"value": float})


def _share(values: pd.Series, name: str) -> float | None:
    return round(float((values == name).mean()), 4) if len(values) else None


def _row(row) -> Row:
    form = "{:.0%}" if row.unit == "share" else "{:,.0f}"
    # "university and research" is "university" where research stands apart.
    label = row.number.replace(f" and {row.choice}", "")
    value = "none" if pd.isna(row.value) else form.format(row.value)
    return Row(label, f"{form.format(row.baseline)} → {value}")


def _title(drawn: pd.DataFrame) -> str:
    moved = drawn[(drawn.shown == "mark") & (drawn.unit == "share")]
    if drawn.empty:
        return "There is nothing to choose about"
    if moved.empty:
        return "No share moves with the choices of coding"
    most = moved.loc[moved.change.abs().idxmax()]
    row = _row(most)
    return f"Moved most: {row.label.replace(': ', ' from ')}, {row.remark}"


def _silence(coded: Tables | None) -> str:
    said = (
        "no folder of hand-coded documents was given" if coded is None else "none of these documents was coded by hand"
    )
    return f"Optional rows exist only in hand-coded documents, and {said}."


def _mark(sheet: Sheet, axes: Axes, y: float, row) -> None:
    ink = sheet.theme.ink
    url = None if row.choice == "optional" else f"{addresses.REPORT}tables/{row.table}.html"
    face = ink if row.unit == "share" else sheet.theme.paper
    axes.plot([0, row.change], [y, y], color=ink, linewidth=1, zorder=3)
    look = {
        "marker": _MARKS[row.unit],
        "markersize": sheet.text * 0.7,
        "color": ink,
        "markerfacecolor": face,
        "zorder": 4,
    }
    axes.plot([row.change], [y], **look, url=url, gid=f"{row.choice}-{row.number}")
