"""`membership-composition` and `membership-share`: who is named, and how much stays unnamed."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.draw.bars import bar, number_axis, share_bars, share_remark
from analysis.draw.bodies import bodies, cut_note, groups, numbers, shown, standings
from analysis.draw.compose import Row, compose
from analysis.draw.intervals import effective_number, interval_note, shares
from analysis.draw.palette import SECTOR, fill, outline
from analysis.draw.sheet import BODIES, Sheet
from analysis.draw.source import count, link, memberships, of_bodies, source
from analysis.fields import SECTORS
from analysis.tables import Tables

INSIDE = ("initiator", "member", "chair")
_QUALIFIER = {"at_least": "at least ", "at_most": "up to ", "about": "about "}


def membership_composition(
    tables: Tables, *, minimum_named: int = 0, size: str = "page", theme: str = "print"
) -> tuple[Figure, pd.DataFrame]:
    """Who is named in each body, by sector.

    A cell is one organisation that the documents name as initiator, member or chair of the body, counted
    once however many roles it has; organisations that only guide it stand left of zero. The open bar
    is the rest of the members that the documents state without naming them. Groups without names
    ("universities") have no size; they are written beside the bar.

    Parameters
    ----------
    minimum_named : int
        Leave out bodies with fewer organisations named; the figure says how many.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per body: organisations by sector, ``guides``, ``named``, ``members_stated``, ``unnamed``
        (stated and not named), ``groups``, ``shown`` (``bar``, ``cut``, ``few``).
    """
    inside, guides = _sides(tables)
    drawn = _composition(tables, inside, guides, minimum_named, BODIES.get(size, 0))
    rows = drawn[drawn.shown == "bar"]
    cells = pd.concat([inside, guides])
    cells = cells[cells.alliance_id.isin(rows.index)]
    looks = {SECTOR[sector] for sector in cells.sector}
    few = int((drawn.shown == "few").sum())
    with compose(
        {"": [Row(r.body, _remark(r), link("alliances", r.doc_id, r.start), _date(r)) for r in rows.itertuples()]},
        title=_title(drawn),
        count=_count(drawn),
        notes=[
            *([f"Not drawn: {of_bodies(few)} with fewer than {minimum_named} named."] if few else []),
            *cut_note(drawn),
            *source(tables, [*cells.doc_id, *rows.doc_id]),
        ],
        keys=lambda on: {
            **{look.label: fill(look, on) for look in SECTOR.values() if look in looks},
            **({"stated, not named": outline(on)} if (rows.unnamed > 0).any() else {}),
        },
        axis="organisations: guides left of zero, initiators, members and chairs right of it",
        size=size,
        theme=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            # Three times the longest named bar at most, as a body of hundreds would press it flat.
            end = min(int((rows.named + rows.unnamed).max()), 3 * max(int(rows.named.max()), 5))
            for y, row in zip(middles, rows.itertuples(), strict=True):
                _cells(sheet, axes, y, inside[inside.alliance_id == row.Index], 0, 1)
                _cells(sheet, axes, y, guides[guides.alliance_id == row.Index], -1, -1)
                _rest(sheet, axes, y, row, end)
            axes.axvline(0, color=sheet.theme.ink, linewidth=0.6)
            low = -max(int(rows.guides.max()), 1) - 0.3
            number_axis(sheet, axes, low, end + 0.5, nbins=5, steps=[1, 2, 5, 10])
    return sheet.figure, drawn.reset_index()


def membership_share(tables: Tables, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """The share of each sector in all named memberships (initiators, members and chairs; guides apart).

    The interval is Wilson's with Kish's effective number of bodies (see `analysis.draw.intervals`).

    Returns
    -------
    Figure, pandas.DataFrame
        One row per sector, the largest first: ``memberships``, ``organisations`` (distinct), ``guides``,
        ``share``, ``low``, ``high``.
    """
    inside, guides = _sides(tables)
    drawn = shares(inside, "sector", SECTORS, "memberships")
    for column, counted in (("organisations", inside.drop_duplicates(["sector", "key"])), ("guides", guides)):
        drawn[column] = [int((counted.sector == sector).sum()) for sector in SECTORS]
    drawn = drawn.sort_values("memberships", ascending=False, kind="stable", ignore_index=True)
    sizes, first = inside.alliance_id.value_counts(), drawn.iloc[0]
    labels = [Row(SECTOR[r.sector].label, share_remark(r.memberships, r.of, r.low, r.high)) for r in drawn.itertuples()]
    largest = f"{SECTOR[first.sector].label.capitalize()} makes up {first.share:.0%} of the named memberships"
    with compose(
        {"": labels if len(inside) else []},
        title=largest if len(inside) else "No member is named",
        count=f"N = {count(len(inside), 'named membership')} in {of_bodies(len(sizes))}, "
        f"effectively {effective_number(sizes):.1f}",
        notes=[*([interval_note("members")] if len(inside) else []), *source(tables, inside.doc_id)],
        axis="share of named memberships",
        size=size,
        theme=theme,
    ) as sheet:
        if sheet.axes:
            looks, gids = [SECTOR[sector] for sector in drawn.sector], [f"share-{sector}" for sector in drawn.sector]
            urls = [memberships(INSIDE, sector=sector) for sector in drawn.sector]
            share_bars(sheet, 0, drawn.itertuples(), looks, gids, urls)
    return sheet.figure, drawn[["sector", "memberships", "organisations", "guides", "share", "low", "high"]]


def _sides(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Organisations inside each body, and those that only guide it, both in the order of their sectors."""
    sides = [standings(tables, INSIDE).assign(guides=False), standings(tables, ("guide",)).assign(guides=True)]
    found = pd.concat(sides, ignore_index=True).drop_duplicates(["alliance_id", "key"])
    found = found.assign(order=found.sector.map(SECTORS.index)).sort_values(["order", "doc_id", "start"])
    return found[~found.guides], found[found.guides]


def _composition(
    tables: Tables, inside: pd.DataFrame, guides: pd.DataFrame, minimum_named: int, most: int
) -> pd.DataFrame:
    drawn = bodies(tables)
    drawn = drawn.join(numbers(inside, "sector", SECTORS, drawn.index))
    drawn["guides"] = guides.alliance_id.value_counts().reindex(drawn.index, fill_value=0).astype("Int64")
    drawn["named"] = drawn[list(SECTORS)].sum(axis=1)
    drawn["unnamed"] = (drawn.members_stated.fillna(0) - drawn.named).clip(lower=0)
    drawn["groups"] = groups(tables).reindex(drawn.index)
    drawn = drawn.sort_values(["named", "members_stated", "body"], ascending=[False, False, True], na_position="last")
    return drawn.assign(shown=shown((drawn.named + drawn.guides) < minimum_named, most))


def _date(row) -> str:
    return ", undated" if pd.isna(row.established) else f", {row.established}"


def _remark(row) -> str:
    if pd.isna(row.members_stated):
        said = f"{row.named} named" if row.named else "only guides named" if row.guides else "nobody named"
    else:
        said = f"{row.named} named, {_QUALIFIER.get(row.members_qualifier, '')}{row.members_stated:,} stated"
    return said if pd.isna(row.groups) else f"{said}; {row.groups}"


def _title(drawn: pd.DataFrame) -> str:
    if drawn.empty:
        return "No body is described"
    stated = drawn[drawn.members_stated.notna()]
    if not stated.unnamed.sum():
        return f"{count(int(drawn.named.sum()), 'membership')} with a name, in {of_bodies(len(drawn))}"
    named, total = int(stated.named.sum()), int((stated.named + stated.unnamed).sum())
    more = " or more" if (stated.members_qualifier == "at_least").any() else ""
    return f"Where a number of members is stated, {named / total:.0%} of them are named ({named} of {total:,}{more})"


def _count(drawn: pd.DataFrame) -> str:
    return (
        f"N = {count(int(drawn.named.sum()), 'named membership')} and {count(int(drawn.guides.sum()), 'guide')} in "
        f"{of_bodies(len(drawn))}; {int(drawn.unnamed.sum()):,} more members are stated; "
        f"{of_bodies(int(drawn.established.isna().sum()))} undated"
    )


def _cells(sheet: Sheet, axes: Axes, y: float, found: pd.DataFrame, start: int, step: int) -> None:
    for number, cell in enumerate(found.itertuples()):
        x, url = start + step * number, link("memberships", cell.doc_id, cell.start)
        bar(sheet, axes, x, 1, y, SECTOR[cell.sector], url=url, gid=f"memberships-{cell.alliance_id}-{x}")


def _rest(sheet: Sheet, axes: Axes, y: float, row, end: int) -> None:
    """The members without a name; an arrow where there are more than the axis holds."""
    if not row.unnamed:
        return
    url, length = link("alliances", row.doc_id, row.start), min(int(row.unnamed), end - row.named)
    bar(sheet, axes, row.named, length, y, None, url=url, gid=f"unnamed-{row.Index}")
    if row.named + row.unnamed > end:
        axes.plot([end], [y], marker=">", color=sheet.theme.faint, markersize=4, clip_on=False, zorder=4)
