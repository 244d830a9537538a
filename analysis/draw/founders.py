"""`founder-mix`: government, university and industry among the founders of the bodies."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.draw import palette
from analysis.draw.bars import bar, percent, share_axis, whisker
from analysis.draw.bodies import bodies, groups, standings
from analysis.draw.compose import compose
from analysis.draw.intervals import effective_number, wilson
from analysis.draw.key import Key, patch_key
from analysis.draw.lettering import width
from analysis.draw.palette import HELIX, fill
from analysis.draw.sheet import BODIES, Panel, Row, Sheet
from analysis.draw.source import LINKS, count, link, selection, source, table_link
from analysis.fields import HELICES
from analysis.tables import Tables

FOUNDING = ("initiator",)
INTERVAL = (
    "Line: 95% interval (Wilson) for as many equal bodies as these amount to (Kish): bodies were sampled, not founders."
)


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
    Wilson's with Kish's effective number of bodies (see `analysis.draw.intervals`).

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
    drawn = _mix(tables, found, founding, minimum_named, BODIES.get(size, 0))
    every, each = drawn.iloc[0], drawn[(drawn.level == "body") & (drawn.shown == "bar")]
    founded = count(found.alliance_id.nunique(), "body", "bodies")
    pooled = Panel([Row(HELIX[h].label, _pooled(every, h)) for h in HELICES], f"All {founded} together")
    single = Panel(
        [Row(r.body, _remark(r), link(links, "alliances", r.doc_id, r.start), _year(r)) for r in each.itertuples()],
        "Each body: one cell for each founder",
    )
    with compose(
        [pooled, single] if len(found) else [],
        title=_title(every),
        count=f"N = {count(len(found), 'named founder')} ({' and '.join(founding)}) in {founded}",
        notes=[
            *([INTERVAL] if len(found) else []),
            *_notes(drawn, minimum_named),
            *selection(tables),
            source(tables, found.doc_id),
        ],
        keys=_keys(theme) if len(found) else [],
        axis="share of named founders",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        for axes, middles, draw in zip(sheet.axes, sheet.middles, (_draw_all, _draw_each), strict=False):
            draw(axes, middles, every, each, found, sheet, links)
            share_axis(axes, sheet)
    return sheet.figure, drawn


def helix_shares(found: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Number, share and interval of each helix among the rows of `analysis.draw.bodies.standings`."""
    number, shares = effective_number(found.alliance_id.value_counts()), {}
    for helix in HELICES:
        founders = int((found.helix == helix).sum())
        share = founders / len(found) if len(found) else 0.0
        low, high = wilson(share, number)
        shares[helix] = {
            "founders": founders,
            "of": len(found),
            "share": round(share, 4),
            "low": round(low, 4),
            "high": round(high, 4),
        }
    return shares


def _mix(tables: Tables, found: pd.DataFrame, founding: Sequence[str], minimum_named: int, most: int) -> pd.DataFrame:
    drawn = bodies(tables)[["body", "established", "doc_id", "start"]]
    for helix in HELICES:
        drawn[helix] = (
            found[found.helix == helix].alliance_id.value_counts().reindex(drawn.index, fill_value=0).astype("Int64")
        )
    drawn["founders"] = drawn[list(HELICES)].sum(axis=1)
    drawn["groups"] = groups(tables, founding).reindex(drawn.index)
    drawn = drawn.sort_values(["founders", *HELICES, "body"], ascending=[False] * 5 + [True])
    few = drawn.founders < max(minimum_named, 1)
    drawn["shown"] = few.map({True: "few", False: "bar"})
    drawn.loc[drawn.index[~few][most:], "shown"] = "cut"
    every = {
        "level": "all",
        "body": "all",
        "founders": len(found),
        "shown": "bar",
        **drawn[list(HELICES)].sum().to_dict(),
    }
    drawn = pd.concat([pd.DataFrame([every]), drawn.reset_index().assign(level="body")], ignore_index=True)
    shares = helix_shares(found)
    for helix in HELICES:
        of = drawn.founders.astype(float)
        drawn[f"share_{helix}"] = (drawn[helix].astype(float) / of.where(of > 0)).round(4)
        for end in ("low", "high"):
            drawn[f"{end}_{helix}"] = pd.Series([shares[helix][end]]).reindex(drawn.index)
    order = ["level", "alliance_id", "body", "established", *HELICES, "founders", "groups", "shown"]
    order += [f"{part}_{helix}" for helix in HELICES for part in ("share", "low", "high")]
    return drawn[[*order, "doc_id", "start"]].astype({"start": "Int64"})


def _pooled(every: pd.Series, helix: str) -> str:
    return f"{every[helix]} of {every.founders} · {percent(every[f'low_{helix}'], every[f'high_{helix}'])}"


def _year(row) -> str:
    return ", undated" if pd.isna(row.established) else f", {row.established[:4]}"


def _remark(row) -> str:
    said = count(row.founders, "founder")
    return said if pd.isna(row.groups) else f"{said} named; also {row.groups}"


def _title(every: pd.Series) -> str:
    if not every.founders:
        return "No founder is named"
    most = max(HELICES, key=lambda helix: every[helix])
    return f"{HELIX[most].label.capitalize()}: {every[f'share_{most}']:.0%} of the named founders"


def _notes(drawn: pd.DataFrame, minimum_named: int) -> list[str]:
    few, cut = drawn[drawn.shown == "few"], int((drawn.shown == "cut").sum())
    notes = []
    if len(few):
        threshold = "no founder" if minimum_named <= 1 else f"fewer than {minimum_named} founders"
        groups_only = int(few.groups.notna().sum())
        notes.append(
            f"Not drawn: {count(len(few), 'body', 'bodies')} with {threshold} named"
            + (f"; {groups_only} of them tell of groups without names." if groups_only else ".")
        )
    return notes + ([f"{count(cut, 'body', 'bodies')} more in the table only."] if cut else [])


def _keys(theme: str) -> list[Key]:
    return [patch_key(HELIX[helix].label, **fill(HELIX[helix], palette.theme(theme))) for helix in HELICES]


def _draw_all(
    axes: Axes,
    middles: list[float],
    every: pd.Series,
    each: pd.DataFrame,
    found: pd.DataFrame,
    sheet: Sheet,
    links: str,
) -> None:
    for y, helix in zip(middles, HELICES, strict=True):
        bar(
            axes,
            0,
            every[f"share_{helix}"],
            y,
            HELIX[helix],
            sheet,
            gid=f"all-{helix}",
            url=table_link(links, "memberships"),
        )
        whisker(axes, every[f"low_{helix}"], every[f"high_{helix}"], y, sheet)


def _draw_each(
    axes: Axes,
    middles: list[float],
    every: pd.Series,
    each: pd.DataFrame,
    found: pd.DataFrame,
    sheet: Sheet,
    links: str,
) -> None:
    order = found.helix.map({helix: number for number, helix in enumerate(HELICES)})
    cells = dict(list(found.assign(order=order).sort_values(["order", "doc_id", "start"]).groupby("alliance_id")))
    for y, row in zip(middles, each.itertuples(), strict=True):
        for number, cell in enumerate(cells[row.alliance_id].itertuples()):
            url = link(links, "memberships", cell.doc_id, cell.start)
            bar(
                axes,
                number / row.founders,
                1 / row.founders,
                y,
                HELIX[cell.helix],
                sheet,
                url=url,
                gid=f"founder-{row.alliance_id}-{number + 1}",
            )
        _numbers(axes, y, [(getattr(row, helix), row.founders) for helix in HELICES], sheet)


def _numbers(axes: Axes, y: float, parts: Sequence[tuple[int, int]], sheet: Sheet) -> None:
    """How many founders of each helix, where the number fits."""
    room = axes.get_position().width * sheet.size.width
    box = {"facecolor": sheet.theme.paper, "edgecolor": "none", "pad": 0.6}
    start = 0.0
    for founders, of in parts:
        share = founders / of
        if share * room > width(str(founders), sheet.size.text) + sheet.size.text:
            axes.text(
                start + share / 2,
                y,
                str(founders),
                ha="center",
                va="center_baseline",
                bbox=box,
                fontsize=sheet.size.text * 0.92,
            )
        start += share
