"""`founder-mix` and `founder-roles`: government, university and industry among the founders of the bodies."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from analysis.draw.bodies import bodies, groups, standings
from analysis.draw.intervals import effective_number, wilson
from analysis.draw.key import Key, patch_key
from analysis.draw.lettering import width
from analysis.draw.membership import bar, percent, percent_axis, whisker
from analysis.draw.palette import HELIX, fill, theme
from analysis.draw.sheet import BODIES, Panel, Row, Sheet, compose
from analysis.draw.source import LINKS, count, link, selection, source
from analysis.fields import HELICES, ROLES
from analysis.tables import Tables

FOUNDING = ("initiator",)
# What a reader may count as founding, from the narrowest to everybody named.
CHOICES = (("initiator",), ("initiator", "chair"), ("initiator", "guide"), ("initiator", "chair", "guide"), ROLES)
INTERVAL = "Line: 95% interval (Wilson) for as many equal bodies as these amount to (Kish): bodies were sampled, not founders."


def founder_mix(
    tables: Tables,
    *,
    founding: Sequence[str] = FOUNDING,
    minimum_named: int = 1,
    size: str = "page",
    theme: str = "print",
    links: str = LINKS,
) -> tuple[Figure, pd.DataFrame]:
    """Shares of government, university, industry and other among the named founders, over all and of each body.

    Universities include research, industry includes finance (docs/codebook.md). The interval over all is
    Wilson's with Kish's effective number of bodies.

    Parameters
    ----------
    tables : Tables
    founding : sequence of str
        The roles that count as founding.
    minimum_named : int
        Founders that a body must name to be drawn; the pooled shares take all.
    size, theme, links : str
        As for `funding_scale`.

    Returns
    -------
    figure : Figure
    drawn : pandas.DataFrame
        First the row over all (``level`` is ``all``), then one per body: founders by helix, ``founders``, their
        shares, ``low_``/``high_`` ends of the interval over all, ``groups`` without names, ``shown``.
    """
    found = standings(tables, founding)
    drawn = _mix(tables, found, founding, minimum_named)
    drawn.loc[drawn.index[(drawn.shown == "bar") & (drawn.level == "body")][BODIES.get(size, 0) :], "shown"] = "cut"
    every, each = drawn.iloc[0], drawn[drawn.shown == "bar"].iloc[1:]
    total = int(every.founders)
    panels = []
    if total:
        panels = [
            Panel([Row(HELIX[h].label, _pooled(every, h)) for h in HELICES], f"All {count(int((drawn.founders > 0).sum()) - 1, 'body', 'bodies')} together"),
            Panel(
                [Row(r.body, _remark(r), link(links, "alliances", r.doc_id, r.start), f", {_year(r)}") for r in each.itertuples()],
                "Each body: one cell for each founder",
            ),
        ]
    with compose(
        panels,
        title=_title(every, total),
        count=f"N = {count(total, 'named founder')} ({' and '.join(founding)}) in {count(int((drawn.founders > 0).sum()) - 1 if total else 0, 'body', 'bodies')}",
        notes=[*([INTERVAL] if total else []), *_notes(drawn, minimum_named), *selection(tables), source(tables, found.doc_id)],
        keys=_keys(theme) if total else [],
        axis="share of named founders",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        if total:
            _draw_all(sheet, every)
            _draw_each(sheet, each, found, links)
    return sheet.figure, drawn


def founder_roles(
    tables: Tables, *, size: str = "page", theme: str = "print", links: str = LINKS
) -> tuple[Figure, pd.DataFrame]:
    """How the mix moves with the roles that count as founding.

    Parameters
    ----------
    tables : Tables
    size, theme, links : str
        As for `funding_scale`; the shares have no single piece of evidence to link to.

    Returns
    -------
    figure : Figure
    drawn : pandas.DataFrame
        One row per choice of roles and helix: ``founders`` of that helix, ``of`` all, ``bodies``, ``share``, ``low``, ``high``.
    """
    rows, documents = [], set()
    for roles in CHOICES:
        found = standings(tables, roles)
        documents |= set(found.doc_id)
        shares = _shares(found)
        for helix in HELICES:
            rows.append({"roles": " + ".join(roles), "helix": helix, "bodies": found.alliance_id.nunique(), **shares[helix]})
    drawn = pd.DataFrame(rows)
    panels = []
    if drawn.of.max():
        for helix in HELICES:
            part = drawn[drawn.helix == helix]
            panels.append(
                Panel([Row(_choice(r.roles), f"{r.founders} of {r.of} · {percent(r.low, r.high)}") for r in part.itertuples()], HELIX[helix].label.capitalize())
            )
    with compose(
        panels,
        title=_title_roles(drawn),
        count=f"N = {' / '.join(str(n) for n in drawn.groupby('roles', sort=False).of.first())} named organisations in "
        f"{' / '.join(str(n) for n in drawn.groupby('roles', sort=False).bodies.first())} bodies, by choice of roles",
        notes=[*([INTERVAL] if panels else []), *selection(tables), source(tables, documents)],
        axis="share of the named organisations in these roles",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        for helix, axes, middles in zip(HELICES, sheet.axes, sheet.middles, strict=bool(panels)):
            for y, row in zip(middles, drawn[drawn.helix == helix].itertuples(), strict=True):
                bar(axes, 0, row.share, y, sheet, HELIX[helix], gid=f"roles-{helix}-{row.roles.replace(' + ', '-')}")
                whisker(axes, row.low, row.high, y, sheet)
            percent_axis(axes, sheet)
    return sheet.figure, drawn


def _shares(found: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Number, share and interval of each helix."""
    total, number = len(found), effective_number(found.alliance_id.value_counts())
    shares = {}
    for helix in HELICES:
        founders = int((found.helix == helix).sum())
        share = founders / total if total else 0.0
        low, high = wilson(share, number)
        shares[helix] = {"founders": founders, "of": total, "share": round(share, 4), "low": round(low, 4), "high": round(high, 4)}
    return shares


def _mix(tables: Tables, found: pd.DataFrame, founding: Sequence[str], minimum_named: int) -> pd.DataFrame:
    drawn = bodies(tables)
    counts = pd.crosstab(found.alliance_id, found.helix) if len(found) else pd.DataFrame()
    counts = counts.reindex(index=drawn.index, columns=list(HELICES), fill_value=0).astype("Int64")
    drawn = drawn[["body", "established", "doc_id", "start"]].join(counts)
    drawn["founders"] = counts.sum(axis=1).astype("Int64")
    drawn["groups"] = groups(tables, founding).reindex(drawn.index)
    drawn = drawn.sort_values(["founders", *HELICES, "body"], ascending=[False] * 5 + [True])
    drawn["shown"] = "bar"
    few = drawn.founders < max(minimum_named, 1)
    drawn.loc[few, "shown"] = "few"
    every = pd.DataFrame([{"level": "all", "body": "all", "founders": len(found), "shown": "bar", **{h: int(counts[h].sum()) for h in HELICES}}])
    drawn = pd.concat([every, drawn.reset_index().assign(level="body")], ignore_index=True)
    shares = _shares(found)
    for helix in HELICES:
        drawn[f"share_{helix}"] = (drawn[helix].astype(float) / drawn.founders.astype(float).where(drawn.founders > 0)).round(4)
        drawn[f"low_{helix}"] = pd.Series([shares[helix]["low"]]).reindex(drawn.index)
        drawn[f"high_{helix}"] = pd.Series([shares[helix]["high"]]).reindex(drawn.index)
    order = ["level", "alliance_id", "body", "established", *HELICES, "founders", "groups", "shown"]
    return drawn[order + [f"{part}_{h}" for h in HELICES for part in ("share", "low", "high")] + ["doc_id", "start"]].astype({"start": "Int64"})


def _pooled(every: pd.Series, helix: str) -> str:
    return f"{every[helix]} of {every.founders} · {percent(every[f'low_{helix}'], every[f'high_{helix}'])}"


def _year(row) -> str:
    return "undated" if pd.isna(row.established) else row.established[:4]


def _remark(row) -> str:
    said = count(row.founders, "founder")
    return said if pd.isna(row.groups) else f"{said} named; also {row.groups}"


def _title(every: pd.Series, total: int) -> str:
    if not total:
        return "No founder is named"
    most = max(HELICES, key=lambda helix: every[helix])
    return f"{HELIX[most].label.capitalize()}: {every[f'share_{most}']:.0%} of the named founders"


def _title_roles(drawn: pd.DataFrame) -> str:
    part = drawn[(drawn.helix == "government") & (drawn.of > 0)].share
    if part.empty:
        return "No founder is named"
    return f"Government holds {part.min():.0%} to {part.max():.0%}, depending on which roles count as founding"


def _choice(roles: str) -> str:
    return "everybody named" if roles == " + ".join(ROLES) else roles


def _notes(drawn: pd.DataFrame, minimum_named: int) -> list[str]:
    rows = drawn.iloc[1:]
    few, cut = rows[rows.shown == "few"], int((rows.shown == "cut").sum())
    only = int(few.groups.notna().sum())
    notes = []
    if len(few):
        threshold = "no founder" if minimum_named <= 1 else f"fewer than {minimum_named} founders"
        notes.append(f"Not drawn: {count(len(few), 'body', 'bodies')} with {threshold} named ({only} of them with groups such as “enterprises”).")
    return notes + ([f"{count(cut, 'body', 'bodies')} more in the table only."] if cut else [])


def _keys(theme_name: str) -> list[Key]:
    return [patch_key(HELIX[helix].label, **fill(HELIX[helix], theme(theme_name))) for helix in HELICES]


def _draw_all(sheet: Sheet, every: pd.Series) -> None:
    axes = sheet.axes[0]
    for y, helix in zip(sheet.middles[0], HELICES, strict=True):
        bar(axes, 0, every[f"share_{helix}"], y, sheet, HELIX[helix], gid=f"all-{helix}")
        whisker(axes, every[f"low_{helix}"], every[f"high_{helix}"], y, sheet)
    percent_axis(axes, sheet)


def _draw_each(sheet: Sheet, each: pd.DataFrame, found: pd.DataFrame, links: str) -> None:
    if len(sheet.axes) < 2:
        return
    axes = sheet.axes[1]
    order = {helix: number for number, helix in enumerate(HELICES)}
    founders = dict(list(found.assign(_o=found.helix.map(order)).sort_values(["_o", "doc_id", "start"]).groupby("alliance_id")))
    span = axes.get_position().width * sheet.size.width
    for y, row in zip(sheet.middles[1], each.itertuples(), strict=True):
        cell = 1 / row.founders
        for number, founder in enumerate(founders[row.alliance_id].itertuples()):
            url = link(links, "memberships", founder.doc_id, founder.start)
            bar(axes, number * cell, cell, y, sheet, HELIX[founder.helix], url=url, gid=f"founder-{row.alliance_id}-{number + 1}")
        start = 0.0
        for helix in HELICES:
            share = getattr(row, helix) * cell
            words = str(getattr(row, helix))
            if share * span > width(words, sheet.size.text) + sheet.size.text:
                box = {"facecolor": sheet.theme.paper, "edgecolor": "none", "pad": 0.6}
                axes.text(start + share / 2, y, words, ha="center", va="center_baseline", bbox=box, fontsize=sheet.size.text * 0.92)
            start += share
    percent_axis(axes, sheet)
