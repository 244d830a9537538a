"""`founder-roles`: how the mix of founders moves with the roles that count as founding."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.draw.bars import bar, percent, share_axis, whisker
from analysis.draw.bodies import standings
from analysis.draw.compose import compose
from analysis.draw.founders import INTERVAL, helix_shares
from analysis.draw.palette import HELIX
from analysis.draw.sheet import Panel, Row
from analysis.draw.source import LINKS, selection, source, table_link
from analysis.fields import HELICES, ROLES
from analysis.tables import Tables

# What a reader may count as founding, from the narrowest to everybody named.
CHOICES = (("initiator",), ("initiator", "chair"), ("initiator", "guide"), ("initiator", "chair", "guide"), ROLES)


def founder_roles(
    tables: Tables, *, size: str = "page", theme: str = "print", links: str = LINKS
) -> tuple[Figure, pd.DataFrame]:
    """How the mix moves with the roles that count as founding.

    Parameters
    ----------
    tables : Tables
    size, theme, links : str
        As for `funding_scale`.

    Returns
    -------
    figure : Figure
    drawn : pandas.DataFrame
        One row per helix and choice of roles: ``founders`` of that helix, ``of`` all, ``bodies``, ``share``,
        ``low``, ``high``.
    """
    found = {" + ".join(roles): standings(tables, roles) for roles in CHOICES}
    shares = {roles: helix_shares(part) for roles, part in found.items()}
    drawn = pd.DataFrame(
        [
            {"helix": helix, "roles": roles, "bodies": part.alliance_id.nunique(), **shares[roles][helix]}
            for helix in HELICES
            for roles, part in found.items()
        ]
    )
    everybody = pd.concat(found.values())
    panels = [
        Panel([_row(r) for r in part.itertuples()], HELIX[helix].label.capitalize())
        for helix, part in drawn.groupby("helix", sort=False)
    ]
    with compose(
        panels if len(everybody) else [],
        title=_title(drawn),
        count=f"N = {' / '.join(str(len(part)) for part in found.values())} named organisations in "
        f"{' / '.join(str(part.alliance_id.nunique()) for part in found.values())} bodies, by choice of roles",
        notes=[*([INTERVAL] if len(everybody) else []), *selection(tables), source(tables, everybody.doc_id)],
        axis="share of the named organisations in these roles",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        for (helix, part), axes, middles in zip(
            drawn.groupby("helix", sort=False), sheet.axes, sheet.middles, strict=False
        ):
            for y, row in zip(middles, part.itertuples(), strict=True):
                gid = f"roles-{helix}-{row.roles.replace(' + ', '-')}"
                bar(axes, 0, row.share, y, HELIX[helix], sheet, gid=gid, url=table_link(links, "memberships"))
                whisker(axes, row.low, row.high, y, sheet)
            share_axis(axes, sheet)
    return sheet.figure, drawn


def _row(row) -> Row:
    roles = "everybody named" if row.roles == " + ".join(ROLES) else row.roles
    return Row(roles, f"{row.founders} of {row.of} · {percent(row.low, row.high)}")


def _title(drawn: pd.DataFrame) -> str:
    share = drawn[(drawn.helix == "government") & (drawn.of > 0)].share
    if share.empty:
        return "No founder is named"
    return f"Government holds {share.min():.0%} to {share.max():.0%}, depending on which roles count as founding"
