"""`membership-composition` and `membership-share`: who is named, and how much stays unnamed."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.draw.bodies import bodies, groups, standings
from analysis.draw.intervals import effective_number, wilson
from analysis.draw.key import Key, line_key, patch_key
from analysis.draw.palette import SECTOR, Theme, fill, theme
from analysis.draw.sheet import BODIES, Panel, Row, Sheet, compose
from analysis.draw.source import LINKS, count, link, selection, source
from analysis.fields import SECTORS
from analysis.tables import Tables

INSIDE = ("initiator", "member", "chair")
_QUALIFIER = {"at_least": "at least ", "at_most": "up to ", "about": "about "}


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
    drawn = _composition(tables, inside, guides, minimum_named)
    drawn.loc[drawn.index[drawn.shown == "bar"][BODIES.get(size, 0) :], "shown"] = "cut"
    rows = drawn[drawn.shown == "bar"]
    panel = Panel([Row(r.body, _remark(r), link(links, "alliances", r.doc_id, r.start), _date(r)) for r in rows.itertuples()])
    named, stated = int(drawn.named.sum()), int((drawn.named + drawn.unnamed).sum())
    undated = int(drawn.established.isna().sum())
    seen = [inside[inside.alliance_id.isin(rows.index)].doc_id, guides[guides.alliance_id.isin(rows.index)].doc_id, rows.doc_id]
    with compose(
        [panel],
        title=_title(drawn, inside),
        count=f"N = {count(named, 'named membership')} and {count(int(drawn.guides.sum()), 'guide')} in "
        f"{count(len(drawn), 'body', 'bodies')}; {stated - named:,} more members are stated; {undated} without a date",
        notes=[*_notes(drawn, minimum_named), *selection(tables), source(tables, pd.concat(seen))],
        keys=_keys([*inside.sector, *guides.sector], theme, open_bar=bool((drawn.unnamed > 0).any())),
        axis="organisations: guides left of zero, initiators, members and chairs right of it",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        if sheet.axes:
            _bars(sheet, rows, inside, guides, links)
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
        One row per sector: ``memberships``, ``share``, ``low``, ``high``, ``organisations`` (distinct), ``guides``.
    """
    inside, guides = _sides(tables)
    total, bodies_ = len(inside), inside.alliance_id.nunique()
    number = effective_number(inside.alliance_id.value_counts())
    drawn = pd.DataFrame({"sector": SECTORS})
    drawn["memberships"] = [int((inside.sector == sector).sum()) for sector in SECTORS]
    drawn["organisations"] = [inside[inside.sector == sector].organization.str.casefold().nunique() for sector in SECTORS]
    drawn["guides"] = [int((guides.sector == sector).sum()) for sector in SECTORS]
    drawn["share"] = [round(n / total, 4) if total else 0.0 for n in drawn.memberships]
    ends = [wilson(n / total, number) if total else (0.0, 1.0) for n in drawn.memberships]
    drawn["low"], drawn["high"] = [round(low, 4) for low, _ in ends], [round(high, 4) for _, high in ends]
    order = drawn.sort_values("memberships", ascending=False, kind="stable")
    rows = [Row(SECTOR[r.sector].label, f"{r.memberships} of {total} · {percent(r.low, r.high)}") for r in order.itertuples()]
    first = order.iloc[0]
    with compose(
        [Panel(rows)] if total else [],
        title=f"{SECTOR[first.sector].label.capitalize()} makes up {first.share:.0%} of the named memberships" if total else "No member is named",
        count=f"N = {count(total, 'named membership')} in {count(bodies_, 'body', 'bodies')}, effectively {number:.1f}",
        notes=[
            "Line: 95% interval (Wilson) for as many equal bodies as these amount to (Kish): bodies were sampled, not members.",
            *selection(tables),
            source(tables, inside.doc_id),
        ],
        keys=[],
        axis="share of named memberships",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            for y, row in zip(middles, order.itertuples(), strict=True):
                bar(axes, 0, row.share, y, sheet, SECTOR[row.sector], gid=f"share-{row.sector}")
                whisker(axes, row.low, row.high, y, sheet)
            percent_axis(axes, sheet)
    return sheet.figure, drawn


def bar(axes: Axes, start: float, length: float, y: float, sheet: Sheet, look, **more: object) -> Rectangle:
    """A cell of a horizontal bar, as high as a line of text."""
    high = sheet.size.text * 1.15
    return axes.add_patch(Rectangle((start, y - high / 2), length, high, linewidth=0.5, **fill(look, sheet.theme), **more))


def whisker(axes: Axes, low: float, high: float, y: float, sheet: Sheet) -> None:
    """An interval, legible on light and dark fills."""
    axes.plot([low, high], [y, y], color=sheet.theme.paper, linewidth=2.6, solid_capstyle="butt", zorder=3)
    axes.plot([low, high], [y, y], color=sheet.theme.ink, linewidth=1.0, marker="|", markersize=4, zorder=4)


def percent_axis(axes: Axes, sheet: Sheet) -> None:
    """Shares from 0 to 1, in percent."""
    axes.set_xlim(0, 1)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.grid(axis="x", color=sheet.theme.grid, linewidth=0.4)


def percent(low: float, high: float) -> str:
    """Two shares as a range.

    Examples
    --------
    >>> percent(0.016, 0.5)
    '2–50%'
    """
    return f"{100 * low:.0f}–{100 * high:.0f}%"


def _sides(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Organisations inside each body, and those that only guide it."""
    inside, guides = standings(tables, INSIDE), standings(tables, ("guide",))
    within = set(zip(inside.alliance_id, inside.organization, strict=True))
    only = [pair not in within for pair in zip(guides.alliance_id, guides.organization, strict=True)]
    return inside, guides[pd.Series(only, index=guides.index, dtype=bool)]


def _composition(tables: Tables, inside: pd.DataFrame, guides: pd.DataFrame, minimum_named: int) -> pd.DataFrame:
    drawn = bodies(tables)
    counts = pd.crosstab(inside.alliance_id, inside.sector) if len(inside) else pd.DataFrame()
    counts = counts.reindex(index=drawn.index, columns=list(SECTORS), fill_value=0).astype("Int64")
    drawn = drawn.join(counts)
    drawn["guides"] = guides.alliance_id.value_counts().reindex(drawn.index, fill_value=0).astype("Int64")
    drawn["named"] = counts.sum(axis=1).astype("Int64")
    drawn["unnamed"] = (drawn.members_stated.fillna(0) - drawn.named).clip(lower=0)
    drawn["groups"] = groups(tables).reindex(drawn.index)
    drawn = drawn.sort_values(["named", "members_stated", "body"], ascending=[False, False, True], na_position="last")
    drawn["shown"] = "bar"
    few = (drawn.named + drawn.guides) < minimum_named
    drawn.loc[few, "shown"] = "few"
    return drawn


def _date(row) -> str:
    return ", undated" if pd.isna(row.established) else f", {row.established}"


def _remark(row) -> str:
    if pd.isna(row.members_stated):
        said = f"{row.named} named" if row.named else "only guides named" if row.guides else "nobody named"
    else:
        qualifier = "" if pd.isna(row.members_qualifier) else _QUALIFIER.get(row.members_qualifier, "")
        said = f"{row.named} named, {qualifier}{row.members_stated:,} stated"
    return said if pd.isna(row.groups) else f"{said}; {row.groups}"


def _title(drawn: pd.DataFrame, inside: pd.DataFrame) -> str:
    if drawn.empty:
        return "No body is described"
    stated = drawn[drawn.members_stated.notna()]
    if stated.empty or not stated.unnamed.sum():
        return f"{count(len(inside), 'membership')} with a name, in {count(len(drawn), 'body', 'bodies')}"
    named, total = int(stated.named.sum()), int((stated.named + stated.unnamed).sum())
    more = " or more" if (stated.members_qualifier == "at_least").any() else ""
    return f"Where a number of members is stated, {named / total:.0%} of them are named ({named} of {total:,}{more})"


def _notes(drawn: pd.DataFrame, minimum_named: int) -> list[str]:
    few, cut = int((drawn.shown == "few").sum()), int((drawn.shown == "cut").sum())
    notes = [f"Not drawn: {count(few, 'body', 'bodies')} with fewer than {minimum_named} named."] if few else []
    return notes + ([f"{count(cut, 'body', 'bodies')} more in the table only."] if cut else [])


def _keys(sectors: list[str], theme_name: str, open_bar: bool) -> list[Key]:
    on = theme(theme_name)
    keys = [patch_key(look.label, linewidth=0, **fill(look, on)) for name, look in SECTOR.items() if name in sectors]
    return keys + ([patch_key("stated, not named", **_open(on))] if open_bar else [])


def _open(on: Theme) -> dict[str, object]:
    return {"facecolor": "none", "edgecolor": on.faint, "linestyle": (0, (2, 1.5)), "linewidth": 0.7}


def _bars(sheet: Sheet, rows: pd.DataFrame, inside: pd.DataFrame, guides: pd.DataFrame, links: str) -> None:
    axes, middles, high = sheet.axes[0], sheet.middles[0], sheet.size.text * 1.15
    # A body of hundreds would press the named ones flat: the axis ends at three times the longest named bar.
    most = max(int(rows.named.max()), 5)
    end = min(int((rows.named + rows.unnamed).max()), 3 * most)
    order = {sector: number for number, sector in enumerate(SECTORS)}
    sides = [
        {body: group for body, group in side.assign(_o=side.sector.map(order)).sort_values(["_o", "doc_id", "start"]).groupby("alliance_id")}
        for side in (inside, guides)
    ]
    for y, row in zip(middles, rows.itertuples(), strict=True):
        for side, step in zip(sides, (1, -1), strict=True):
            for number, cell in enumerate(side[row.Index].itertuples() if row.Index in side else ()):
                url = link(links, "memberships", cell.doc_id, cell.start)
                bar(axes, number if step > 0 else -number - 1, 1, y, sheet, SECTOR[cell.sector], url=url, gid=f"memberships-{row.Index}-{step * (number + 1)}")
        if row.unnamed:
            over = row.named + row.unnamed > end
            rest = Rectangle((row.named, y - high / 2), min(int(row.unnamed), end - row.named), high, url=link(links, "alliances", row.doc_id, row.start), gid=f"unnamed-{row.Index}", **_open(sheet.theme))
            axes.add_patch(rest)
            if over:
                axes.plot([end], [y], marker=">", color=sheet.theme.faint, markersize=4, clip_on=False, zorder=4)
    axes.set_xlim(-max(int(rows.guides.max()), 1) - 0.3, end + 0.5)
    axes.axvline(0, color=sheet.theme.ink, linewidth=0.6)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):,.0f}"))
    axes.grid(axis="x", color=sheet.theme.grid, linewidth=0.4)
