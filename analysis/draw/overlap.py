"""`shared-members`: which organisations stand in several bodies."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.draw.bodies import bodies
from analysis.draw.compose import Row, compose
from analysis.draw.palette import ROLE, fill
from analysis.draw.sheet import ACROSS, BODIES, Sheet
from analysis.draw.source import count, link, of_bodies, source
from analysis.fields import ROLES
from analysis.tables import Tables

_IN_ONE = 10  # organisations of one body that are shown where none stands in several
_LISTED = 5  # rows that the list of bodies takes the room of
_NARROW = 8  # columns that an axis has room for at least: a cell is no bar


def shared_members(tables: Tables, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """Organisations that stand in several bodies, by body: a cell for each, with a part for each role.

    Where none does, the figure says so, and shows those in several roles of one body. Organisations are one
    where `organization_id` says so; names that were not joined stay apart, so more may be shared than is seen.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per named organisation, body and role, those in most bodies first: ``bodies`` it stands in,
        ``number`` of the body's column and ``shown`` (``cell``, ``cut`` where the sheet is full, ``one`` body only),
        ``doc_id`` and ``start`` of the first mention in that role.
    """
    drawn = _drawn(tables, BODIES.get(size, 0) - _LISTED, ACROSS.get(size, 0))
    cells = drawn[drawn.shown == "cell"]
    rows = [part for _, part in cells.groupby("organization_id", sort=False)]
    columns = cells.drop_duplicates("number").sort_values("number")
    shared = drawn[drawn.bodies > 1].organization_id.nunique()
    seats = [link("alliances", r.body_doc, r.body_start) for r in columns.itertuples()]
    with compose(
        {"In several bodies" if shared else "In one body, in several roles": [_row(part) for part in rows]},
        title=_title(drawn, shared),
        count=f"N = {count(drawn.organization_id.nunique(), 'named organisation')} in "
        f"{of_bodies(drawn.alliance_id.nunique())}; {shared} in several",
        notes=[*_notes(drawn), *source(tables, drawn.doc_id)],
        keys=lambda on: {ROLE[role].label: fill(ROLE[role], on) for role in ROLE if role in set(cells.role)},
        axis="bodies, as numbered below",
        listing=[(f"{r.number} {r.body}", seat) for r, seat in zip(columns.itertuples(), seats, strict=True)],
        size=size,
        theme=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            axes.set_xlim(0, max(len(columns), _NARROW))
            axes.set_xticks([number - 0.5 for number in columns.number], [f"{number}" for number in columns.number])
            for y, part in zip(middles, rows, strict=True):
                axes.axhline(y, color=sheet.theme.grid, linewidth=0.4, zorder=0.5)
                for _, cell in part.groupby("number"):
                    _cell(sheet, axes, y, cell)
    return sheet.figure, drawn.drop(columns=["body_doc", "body_start"])


def _drawn(tables: Tables, most: int, across: int) -> pd.DataFrame:
    named = tables.memberships[tables.memberships.named.fillna(False)]
    named = named.sort_values(["doc_id", "start"], kind="stable")
    named = named.assign(organization_id=named.organization_id.fillna(named.organization.str.casefold()))
    names = named.assign(long=named.organization.str.len()).sort_values("long", ascending=False, kind="stable")
    names = names.drop_duplicates("organization_id").set_index("organization_id").organization
    drawn = named.drop_duplicates(["organization_id", "alliance_id", "role"])
    drawn = drawn[["organization_id", "sector", "alliance_id", "role", "doc_id", "start"]]
    drawn.insert(1, "organization", drawn.organization_id.map(names))
    by = drawn.groupby("organization_id")
    drawn = drawn.assign(
        bodies=by.alliance_id.transform("nunique").astype("Int64"),
        roles=by.role.transform("size"),
        order=drawn.role.map(ROLES.index),
    )
    drawn = drawn.sort_values(
        ["bodies", "roles", "organization", "organization_id", "alliance_id", "order"],
        ascending=[False, False, True, True, True, True],
        ignore_index=True,
    )
    found = bodies(tables)[["body", "doc_id", "start"]].set_axis(["body", "body_doc", "body_start"], axis=1)
    drawn = drawn.join(found, on="alliance_id")
    order = ["organization_id", "organization", "sector", "bodies", "alliance_id", "body", "role", "number", "shown"]
    return _numbered(drawn, most, across)[[*order, "doc_id", "start", "body_doc", "body_start"]]


def _numbered(drawn: pd.DataFrame, most: int, across: int) -> pd.DataFrame:
    """Which organisations and bodies meet in the matrix: those that share most, as many as a sheet holds."""
    several = drawn[drawn.bodies > 1]
    wanted = several if len(several) else drawn[drawn.roles > 1].head(_IN_ONE)
    sharing = wanted.groupby("alliance_id", sort=False).organization_id.nunique()
    inside = wanted[wanted.alliance_id.isin(sharing.sort_values(ascending=False, kind="stable").index[:across])]
    seats = inside.groupby("organization_id", sort=False).alliance_id.nunique()
    inside = inside[inside.organization_id.isin(seats[seats >= (2 if len(several) else 1)].index[:most])]
    numbers = {seat: number for number, seat in enumerate(inside.alliance_id.unique(), 1)}
    shown = drawn.bodies.gt(1).map({True: "cut", False: "one"}).mask(drawn.index.isin(inside.index), "cell")
    return drawn.assign(shown=shown, number=drawn.alliance_id.map(numbers).where(shown == "cell").astype("Int64"))


def _row(part: pd.DataFrame) -> Row:
    first, seats = part.iloc[0], part.number.nunique()
    said = of_bodies(first.bodies) if first.bodies > 1 else count(len(part), "role")
    said += f", {seats} drawn" if seats < first.bodies else ""
    return Row(first.organization, said, link("memberships", first.doc_id, first.start))


def _title(drawn: pd.DataFrame, shared: int) -> str:
    if drawn.empty:
        return "No organisation is named"
    if not shared:
        return "No organisation is named in more than one body"
    most = drawn.bodies.max()
    leaders = drawn[drawn.bodies == most].organization_id.nunique()
    whose = f"{drawn.organization.iloc[0]} is" if leaders == 1 else f"{leaders} organisations are"
    return f"{whose} named in {most} bodies; {shared} of {drawn.organization_id.nunique()} in more than one"


def _notes(drawn: pd.DataFrame) -> list[str]:
    if drawn.empty:
        return []
    cut = set(drawn[drawn.shown == "cut"].organization_id) - set(drawn[drawn.shown == "cell"].organization_id)
    return [
        *([f"{count(len(cut), 'organisation')} more in several bodies, in the table only."] if cut else []),
        "A cell is divided where an organisation has several roles in a body.",
        "Names that were not joined stay apart: more may be shared than is seen.",
    ]


def _cell(sheet: Sheet, axes: Axes, y: float, cell: pd.DataFrame) -> None:
    """A cell of equal parts, one for each role."""
    high, wide = sheet.text * 1.15, 0.8 / len(cell)
    for place, row in enumerate(cell.itertuples()):
        corner, gid = (
            (row.number - 0.9 + place * wide, y - high / 2),
            f"seat-{row.organization_id}-{row.number}-{row.role}",
        )
        look = {"linewidth": 0.5} | fill(ROLE[row.role], sheet.theme)
        axes.add_patch(Rectangle(corner, wide, high, url=link("memberships", row.doc_id, row.start), gid=gid, **look))
