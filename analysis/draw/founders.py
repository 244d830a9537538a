"""`founder-mix` and `founder-roles`: government, university and industry among the founders of the bodies."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.draw.bars import bar, share_axis, share_bars, share_remark
from analysis.draw.bodies import bodies, cut_note, groups, numbers, shown, standings
from analysis.draw.compose import Row, compose
from analysis.draw.intervals import interval_note, shares
from analysis.draw.lettering import width
from analysis.draw.palette import HELIX, fill
from analysis.draw.sheet import BODIES, Sheet
from analysis.draw.source import count, link, memberships, of_bodies, source
from analysis.fields import HELICES, ROLES
from analysis.tables import Tables

FOUNDING = ("initiator",)
# What a reader may count as founding, from the narrowest to everybody named.
CHOICES = (FOUNDING, ("initiator", "chair"), ("initiator", "guide"), ("initiator", "chair", "guide"), ROLES)


def founder_mix(
    tables: Tables,
    *,
    founding: Sequence[str] = FOUNDING,
    minimum_named: int = 1,
    size: str = "page",
    theme: str = "print",
) -> tuple[Figure, pd.DataFrame]:
    """Shares of government, university, industry and other among the named founders, over all and of each body.

    Universities include research, industry includes finance (docs/codebook.md). The interval over all is
    Wilson's with Kish's effective number of bodies (see `analysis.draw.intervals`).

    Parameters
    ----------
    founding : sequence of str
        The roles that count as founding.
    minimum_named : int
        Founders that a body must name to be drawn; the pooled shares take all.

    Returns
    -------
    Figure, pandas.DataFrame
        First the row over all (``level`` is ``all``), then one per body: founders by helix, ``founders``, their
        shares, ``low_``/``high_`` ends of the interval over all, ``groups`` without names, ``shown``.
    """
    found = standings(tables, founding)
    pooled = shares(found, "helix", HELICES, "founders")
    drawn = _mix(tables, found, pooled, founding, minimum_named, BODIES.get(size, 0))
    each = drawn[(drawn.level == "body") & (drawn.shown == "bar")]
    founded = of_bodies(found.alliance_id.nunique())
    panels = {
        f"All {founded} together": _share_rows(pooled, [HELIX[helix].label for helix in HELICES]),
        "Each body: one cell for each founder": [
            Row(r.body, _remark(r), link("alliances", r.doc_id, r.start), _year(r)) for r in each.itertuples()
        ],
    }
    with compose(
        panels if len(found) else {},
        title=_title(pooled),
        count=f"N = {count(len(found), 'named founder')} ({' and '.join(founding)}) in {founded}",
        notes=[
            *([interval_note("founders")] if len(found) else []),
            *_few_note(drawn[drawn.shown == "few"], minimum_named),
            *cut_note(drawn),
            *source(tables, found.doc_id),
        ],
        keys=lambda on: {look.label: fill(look, on) for look in HELIX.values()} if len(found) else {},
        axis="share of named founders",
        size=size,
        theme=theme,
    ) as sheet:
        if sheet.axes:
            gids, urls = zip(*((f"all-{one}", memberships(founding, helix=one)) for one in HELICES), strict=True)
            share_bars(sheet, 0, pooled.itertuples(), [*HELIX.values()], gids, urls)
        for axes, middles in zip(sheet.axes[1:], sheet.middles[1:], strict=True):
            _cells(sheet, axes, middles, each, found)
            share_axis(sheet, axes)
    return sheet.figure, drawn


def founder_roles(tables: Tables, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """How the mix moves with the roles that count as founding.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per helix and choice of roles: ``founders`` of that helix, ``of`` all, ``bodies``, ``share``,
        ``low``, ``high``.
    """
    found = {" + ".join(roles): standings(tables, roles) for roles in CHOICES}
    made = [shares(part, "helix", HELICES, "founders").assign(roles=roles) for roles, part in found.items()]
    everybody, named = pd.concat(found.values()), [len(part) for part in found.values()]
    of = [part.alliance_id.nunique() for part in found.values()]
    drawn = pd.concat([part.assign(bodies=number) for part, number in zip(made, of, strict=True)])
    drawn = drawn.sort_values("helix", key=lambda helix: helix.map(HELICES.index), kind="stable", ignore_index=True)
    drawn = drawn[["helix", "roles", "bodies", "founders", "of", "share", "low", "high"]]
    parts = dict(list(drawn.groupby("helix", sort=False)))
    labels = [*found][:-1] + ["everybody named"]
    with compose(
        {HELIX[helix].label.capitalize(): _share_rows(part, labels) for helix, part in parts.items() if max(named)},
        title=_roles_title(drawn),
        count=f"N = {' / '.join(map(str, named))} named organisations in {' / '.join(map(str, of))} bodies, "
        "by choice of roles",
        notes=[*([interval_note("founders")] if len(everybody) else []), *source(tables, everybody.doc_id)],
        axis="share of the named organisations in these roles",
        size=size,
        theme=theme,
    ) as sheet:
        for number, (helix, part) in zip(range(len(sheet.axes)), parts.items(), strict=False):
            gids = [f"roles-{helix}-{roles.replace(' + ', '-')}" for roles in part.roles]
            urls = [memberships(roles.split(" + "), helix=helix) for roles in part.roles]
            share_bars(sheet, number, part.itertuples(), [HELIX[helix]] * len(part), gids, urls)
    return sheet.figure, drawn


def _share_rows(part: pd.DataFrame, labels: Sequence[str]) -> list[Row]:
    rows = zip(labels, part.itertuples(), strict=True)
    return [Row(label, share_remark(r.founders, r.of, r.low, r.high)) for label, r in rows]


def _mix(
    tables: Tables, found: pd.DataFrame, pooled: pd.DataFrame, founding: Sequence[str], minimum_named: int, most: int
) -> pd.DataFrame:
    drawn = bodies(tables)[["body", "established", "doc_id", "start"]]
    drawn = drawn.join(numbers(found, "helix", HELICES, drawn.index))
    drawn["founders"] = drawn[list(HELICES)].sum(axis=1)
    drawn["groups"] = groups(tables, founding).reindex(drawn.index)
    drawn = drawn.sort_values(["founders", *HELICES, "body"], ascending=[False] * 5 + [True])
    drawn["shown"] = shown(drawn.founders < max(minimum_named, 1), most)
    every = {"level": "all", "body": "all", "founders": len(found), "shown": "bar"}
    every |= dict(zip(pooled.helix, pooled.founders, strict=True))
    drawn = pd.concat([pd.DataFrame([every]), drawn.reset_index().assign(level="body")], ignore_index=True)
    of = drawn.founders.astype(float)
    for row in pooled.itertuples():
        drawn[f"share_{row.helix}"] = (drawn[row.helix].astype(float) / of.where(of > 0)).round(4)
        drawn.loc[0, [f"low_{row.helix}", f"high_{row.helix}"]] = row.low, row.high
    order = ["level", "alliance_id", "body", "established", *HELICES, "founders", "groups", "shown"]
    order += [f"{part}_{helix}" for helix in HELICES for part in ("share", "low", "high")]
    return drawn[[*order, "doc_id", "start"]].astype({"start": "Int64"})


def _year(row) -> str:
    return ", undated" if pd.isna(row.established) else f", {row.established[:4]}"


def _remark(row) -> str:
    said = count(row.founders, "founder")
    return said if pd.isna(row.groups) else f"{said} named; also {row.groups}"


def _title(pooled: pd.DataFrame) -> str:
    most = pooled.loc[pooled.founders.idxmax()]
    if not most.founders:
        return "No founder is named"
    return f"{HELIX[most.helix].label.capitalize()}: {most.share:.0%} of the named founders"


def _roles_title(drawn: pd.DataFrame) -> str:
    share = drawn[(drawn.helix == "government") & (drawn.of > 0)].share
    if share.empty:
        return "No founder is named"
    return f"Government holds {share.min():.0%} to {share.max():.0%}, depending on which roles count as founding"


def _few_note(few: pd.DataFrame, minimum_named: int) -> list[str]:
    if few.empty:
        return []
    threshold = "no founder" if minimum_named <= 1 else f"fewer than {minimum_named} founders"
    unnamed = few.groups.count()
    more = f"; {unnamed} of them tell of groups without names." if unnamed else "."
    return [f"Not drawn: {of_bodies(len(few))} with {threshold} named{more}"]


def _cells(sheet: Sheet, axes: Axes, middles: Sequence[float], each: pd.DataFrame, found: pd.DataFrame) -> None:
    """A bar of the founders of each body, with the number of each helix where it fits."""
    room = axes.get_position().width * sheet.size.width
    box = {"facecolor": sheet.theme.paper, "edgecolor": "none", "pad": 0.6}
    found = found.assign(order=found.helix.map(HELICES.index)).sort_values(["order", "doc_id", "start"])
    for y, row in zip(middles, each.itertuples(), strict=True):
        for number, cell in enumerate(found[found.alliance_id == row.alliance_id].itertuples()):
            url, gid = link("memberships", cell.doc_id, cell.start), f"founder-{row.alliance_id}-{number + 1}"
            bar(sheet, axes, number / row.founders, 1 / row.founders, y, HELIX[cell.helix], url=url, gid=gid)
        start = 0.0
        for helix in HELICES:
            share, text = getattr(row, helix) / row.founders, str(getattr(row, helix))
            if share * room > width(text, sheet.text) + sheet.text:
                look = {"ha": "center", "va": "center_baseline", "bbox": box, "fontsize": sheet.text * 0.92}
                axes.text(start + share / 2, y, text, **look)
            start += share
