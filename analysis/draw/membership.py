"""`membership-composition` and `membership-share`: who is named, and how much stays unnamed."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.draw import palette
from analysis.draw.bars import bar, open_bar, open_look, percent, share_axis, whisker
from analysis.draw.bodies import bodies, groups, standings
from analysis.draw.compose import compose
from analysis.draw.intervals import effective_number, wilson
from analysis.draw.key import Key, patch_key
from analysis.draw.palette import SECTOR, fill
from analysis.draw.sheet import BODIES, Panel, Row, Sheet
from analysis.draw.source import LINKS, count, link, selection, source, table_link
from analysis.fields import SECTORS
from analysis.tables import Tables

INSIDE = ("initiator", "member", "chair")
_QUALIFIER = {"at_least": "at least ", "at_most": "up to ", "about": "about "}
_INTERVAL = (
    "Line: 95% interval (Wilson) for as many equal bodies as these amount to (Kish): bodies were sampled, not members."
)


def membership_composition(
    tables: Tables, *, minimum_named: int = 0, size: str = "page", theme: str = "print", links: str = LINKS
) -> tuple[Figure, pd.DataFrame]:
    """Who is named in each body, by sector.

    A cell is one organisation that the documents name as initiator, member or chair of the body, counted
    once however many roles it has; organisations that only guide it stand left of zero. The open bar
    is the rest of the members that the documents state without naming them. Groups without names
    ("universities") have no size; they are written beside the bar.

    Parameters
    ----------
    tables : Tables
    minimum_named : int
        Leave out bodies with fewer organisations named; the figure says how many.
    size, theme, links : str
        As for `funding_scale`.

    Returns
    -------
    figure : Figure
    drawn : pandas.DataFrame
        One row per body: organisations by sector, ``guides``, ``named``, ``members_stated``, ``unnamed``
        (stated and not named), ``groups``, ``shown`` (``bar``, ``cut``, ``few``).
    """
    inside, guides = _sides(tables)
    drawn = _composition(tables, inside, guides, minimum_named, BODIES.get(size, 0))
    rows = drawn[drawn.shown == "bar"]
    cells = pd.concat([inside, guides])
    cells = cells[cells.alliance_id.isin(rows.index)]
    labels = [Row(r.body, _remark(r), link(links, "alliances", r.doc_id, r.start), _date(r)) for r in rows.itertuples()]
    with compose(
        [Panel(labels)],
        title=_title(drawn),
        count=_count(drawn),
        notes=[*_notes(drawn, minimum_named), *selection(tables), source(tables, [*cells.doc_id, *rows.doc_id])],
        keys=_keys(set(cells.sector), theme, unnamed=bool((rows.unnamed > 0).any())),
        axis="organisations: guides left of zero, initiators, members and chairs right of it",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            end = _end(rows)
            for y, row in zip(middles, rows.itertuples(), strict=True):
                _cells(axes, y, inside[inside.alliance_id == row.Index], range(row.named), sheet, links)
                _cells(axes, y, guides[guides.alliance_id == row.Index], range(-1, -row.guides - 1, -1), sheet, links)
                _rest(axes, y, row, end, sheet, links)
            _count_axis(axes, -max(int(rows.guides.max()), 1) - 0.3, end + 0.5, sheet)
    return sheet.figure, drawn.reset_index()


def membership_share(
    tables: Tables, *, size: str = "page", theme: str = "print", links: str = LINKS
) -> tuple[Figure, pd.DataFrame]:
    """The share of each sector in all named memberships (initiators, members and chairs; guides apart).

    The interval is Wilson's with Kish's effective number of bodies (see `analysis.draw.intervals`).

    Parameters
    ----------
    tables : Tables
    size, theme, links : str
        As for `funding_scale`.

    Returns
    -------
    figure : Figure
    drawn : pandas.DataFrame
        One row per sector, the largest first: ``memberships``, ``organisations`` (distinct), ``guides``,
        ``share``, ``low``, ``high``.
    """
    inside, guides = _sides(tables)
    number = effective_number(inside.alliance_id.value_counts())
    drawn = _shares(inside, guides, number)
    total, bodies_ = len(inside), inside.alliance_id.nunique()
    labels = [
        Row(SECTOR[r.sector].label, f"{r.memberships} of {total} · {percent(r.low, r.high)}")
        for r in drawn.itertuples()
    ]
    with compose(
        [Panel(labels)] if total else [],
        title=_share_title(drawn.iloc[0]),
        count=f"N = {count(total, 'named membership')} in {count(bodies_, 'body', 'bodies')}, effectively {number:.1f}",
        notes=[*([_INTERVAL] if total else []), *selection(tables), source(tables, inside.doc_id)],
        axis="share of named memberships",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            for y, row in zip(middles, drawn.itertuples(), strict=True):
                url = table_link(links, "memberships")
                bar(axes, 0, row.share, y, SECTOR[row.sector], sheet, gid=f"share-{row.sector}", url=url)
                whisker(axes, row.low, row.high, y, sheet)
            share_axis(axes, sheet)
    return sheet.figure, drawn


def _sides(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Organisations inside each body, and those that only guide it, both in the order of their sectors."""
    inside, guides = standings(tables, INSIDE), standings(tables, ("guide",))
    within = set(zip(inside.alliance_id, inside.key, strict=True))
    only = [pair not in within for pair in zip(guides.alliance_id, guides.key, strict=True)]
    return _by_sector(inside), _by_sector(guides[pd.Series(only, index=guides.index, dtype=bool)])


def _by_sector(found: pd.DataFrame) -> pd.DataFrame:
    order = found.sector.map({sector: number for number, sector in enumerate(SECTORS)})
    return found.assign(_order=order).sort_values(["_order", "doc_id", "start"]).drop(columns="_order")


def _composition(
    tables: Tables, inside: pd.DataFrame, guides: pd.DataFrame, minimum_named: int, most: int
) -> pd.DataFrame:
    drawn = bodies(tables)
    for sector in SECTORS:
        numbers = inside[inside.sector == sector].alliance_id.value_counts()
        drawn[sector] = numbers.reindex(drawn.index, fill_value=0).astype("Int64")
    drawn["guides"] = guides.alliance_id.value_counts().reindex(drawn.index, fill_value=0).astype("Int64")
    drawn["named"] = drawn[list(SECTORS)].sum(axis=1)
    drawn["unnamed"] = (drawn.members_stated.fillna(0) - drawn.named).clip(lower=0)
    drawn["groups"] = groups(tables).reindex(drawn.index)
    drawn = drawn.sort_values(["named", "members_stated", "body"], ascending=[False, False, True], na_position="last")
    few = (drawn.named + drawn.guides) < minimum_named
    drawn["shown"] = few.map({True: "few", False: "bar"})
    drawn.loc[drawn.index[~few][most:], "shown"] = "cut"
    return drawn


def _shares(inside: pd.DataFrame, guides: pd.DataFrame, number: float) -> pd.DataFrame:
    rows = []
    for sector in SECTORS:
        part = inside[inside.sector == sector]
        share = len(part) / len(inside) if len(inside) else 0.0
        low, high = wilson(share, number)
        rows.append(
            {
                "sector": sector,
                "memberships": len(part),
                "organisations": part.key.nunique(),
                "guides": int((guides.sector == sector).sum()),
                "share": round(share, 4),
                "low": round(low, 4),
                "high": round(high, 4),
            }
        )
    return pd.DataFrame(rows).sort_values("memberships", ascending=False, kind="stable", ignore_index=True)


def _date(row) -> str:
    return ", undated" if pd.isna(row.established) else f", {row.established}"


def _remark(row) -> str:
    if pd.isna(row.members_stated):
        said = f"{row.named} named" if row.named else "only guides named" if row.guides else "nobody named"
    else:
        qualifier = "" if pd.isna(row.members_qualifier) else _QUALIFIER.get(row.members_qualifier, "")
        said = f"{row.named} named, {qualifier}{row.members_stated:,} stated"
    return said if pd.isna(row.groups) else f"{said}; {row.groups}"


def _title(drawn: pd.DataFrame) -> str:
    if drawn.empty:
        return "No body is described"
    stated = drawn[drawn.members_stated.notna()]
    if not stated.unnamed.sum():
        return f"{count(int(drawn.named.sum()), 'membership')} with a name, in {count(len(drawn), 'body', 'bodies')}"
    named, total = int(stated.named.sum()), int((stated.named + stated.unnamed).sum())
    more = " or more" if (stated.members_qualifier == "at_least").any() else ""
    return f"Where a number of members is stated, {named / total:.0%} of them are named ({named} of {total:,}{more})"


def _share_title(first: pd.Series) -> str:
    if not first.memberships:
        return "No member is named"
    return f"{SECTOR[first.sector].label.capitalize()} makes up {first.share:.0%} of the named memberships"


def _count(drawn: pd.DataFrame) -> str:
    return (
        f"N = {count(int(drawn.named.sum()), 'named membership')} and {count(int(drawn.guides.sum()), 'guide')} in "
        f"{count(len(drawn), 'body', 'bodies')}; {int(drawn.unnamed.sum()):,} more members are stated; "
        f"{count(int(drawn.established.isna().sum()), 'body', 'bodies')} undated"
    )


def _notes(drawn: pd.DataFrame, minimum_named: int) -> list[str]:
    few, cut = int((drawn.shown == "few").sum()), int((drawn.shown == "cut").sum())
    notes = [f"Not drawn: {count(few, 'body', 'bodies')} with fewer than {minimum_named} named."] if few else []
    return notes + ([f"{count(cut, 'body', 'bodies')} more in the table only."] if cut else [])


def _keys(sectors: set[str], theme: str, unnamed: bool) -> list[Key]:
    on = palette.theme(theme)
    keys = [patch_key(look.label, **fill(look, on)) for name, look in SECTOR.items() if name in sectors]
    return keys + ([patch_key("stated, not named", **open_look(on.faint))] if unnamed else [])


def _end(rows: pd.DataFrame) -> int:
    """End of the axis: three times the longest named bar, as a body of hundreds would press it flat."""
    return min(int((rows.named + rows.unnamed).max()), 3 * max(int(rows.named.max()), 5))


def _cells(axes: Axes, y: float, found: pd.DataFrame, starts: range, sheet: Sheet, links: str) -> None:
    for start, cell in zip(starts, found.itertuples(), strict=True):
        url = link(links, "memberships", cell.doc_id, cell.start)
        bar(axes, start, 1, y, SECTOR[cell.sector], sheet, url=url, gid=f"memberships-{cell.alliance_id}-{start}")


def _rest(axes: Axes, y: float, row, end: int, sheet: Sheet, links: str) -> None:
    """The members without a name; an arrow where there are more than the axis holds."""
    if not row.unnamed:
        return
    url = link(links, "alliances", row.doc_id, row.start)
    open_bar(axes, row.named, min(int(row.unnamed), end - row.named), y, sheet, url=url, gid=f"unnamed-{row.Index}")
    if row.named + row.unnamed > end:
        axes.plot([end], [y], marker=">", color=sheet.theme.faint, markersize=4, clip_on=False, zorder=4)


def _count_axis(axes: Axes, low: float, high: float, sheet: Sheet) -> None:
    axes.set_xlim(low, high)
    axes.axvline(0, color=sheet.theme.ink, linewidth=0.6)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):,.0f}"))
    axes.grid(axis="x", color=sheet.theme.grid, linewidth=0.4)
