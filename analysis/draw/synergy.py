"""`triple-helix`: mutual information of university, industry and government among the founders, beside chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.draw.bars import grid
from analysis.draw.bodies import standings
from analysis.draw.compose import Row, compose
from analysis.draw.founders import FOUNDING
from analysis.draw.mutual_information import DEALS, bootstrap, chance, table_of, transmission
from analysis.draw.sheet import Sheet
from analysis.draw.source import MEMBERSHIPS, count, of_bodies, source
from analysis.fields import HELICES
from analysis.tables import Tables

TRIPLE = ("university", "industry", "government")
WIDE = 0.02  # bits from one bar of the distribution to the next
_LINES = 6  # height of a distribution
_DEALS = {"free": "all deals", "kept": "deals that leave no body without a founder"}


def triple_helix(
    tables: Tables, *, founding: Sequence[str] = FOUNDING, size: str = "page", theme: str = "print"
) -> tuple[Figure, pd.DataFrame]:
    """Leydesdorff's T(uig) over the founders of the bodies, with its interval, beside what chance alone gives.

    Each body with a named founder has a university, a company or a government among its founders, or not; research
    counts as university, finance as industry (docs/codebook.md). Formula, sign, source and both kinds of chance are
    told in `analysis.draw.mutual_information`.

    Parameters
    ----------
    founding : sequence of str
        The roles that count as founding.

    Returns
    -------
    Figure, pandas.DataFrame
        By ``part``: ``observed`` (one row: ``bits``, ``low``, ``high``, ``bodies``, the probabilities ``free`` and
        ``kept`` that chance is as low or lower, and ``lowest``, that of the lowest T among fair deals), ``bodies``
        (one row per combination of founders, with the ``alliance_ids``), ``chance`` (``free`` and ``kept`` of the
        values from ``bits``, exclusive, to `WIDE` more, inclusive).
    """
    found = standings(tables, founding)
    present = (
        found.groupby(["alliance_id", "helix"]).size().unstack(fill_value=0).reindex(columns=HELICES, fill_value=0)
    )
    present = present.astype(int) > 0
    drawn = _drawn(present)
    seen, steps = drawn.iloc[0], drawn[drawn.part == "chance"]
    kinds = [kind for kind in _DEALS if not silent(drawn)]
    panels = {
        "Observed": [Row(f"T of {of_bodies(len(present))}", _remark(seen), MEMBERSHIPS)],
        "If chance dealt each helix to the bodies": [
            Row(_DEALS[kind], f"as low or lower: {_rarely(seen[kind])}", lines=_LINES) for kind in kinds
        ],
    }
    with compose(
        panels if len(present) else {},
        title=_title(drawn),
        count=f"N = {of_bodies(len(present))} with {count(len(found), 'named founder')} ({' and '.join(founding)})",
        notes=[*(_notes(drawn) if len(present) else []), *source(tables, found.doc_id)],
        axis="mutual information T(uig) in bits",
        size=size,
        theme=theme,
    ) as sheet:
        for axes in sheet.axes:
            axes.set_xlim(*_ends(drawn))
            grid(sheet, axes)
            axes.axvline(0, color=sheet.theme.faint, linewidth=0.6)
            axes.axvline(seen.bits, color=sheet.theme.ink, linewidth=0.8, linestyle=(0, (4, 2)))
        if sheet.axes:
            _interval(sheet, sheet.axes[0], sheet.middles[0][0], seen)
        for kind, middle in zip(kinds, sheet.middles[1] if kinds else (), strict=True):
            _distribution(sheet, sheet.axes[1], middle, steps, kind)
    return sheet.figure, drawn


def silent(drawn: pd.DataFrame) -> list[str]:
    """The helices that found none or all of the bodies: with such a one T is 0 whatever the others do."""
    met = drawn[drawn.part == "bodies"]
    return [helix for helix in TRIPLE if met[helix].nunique() < 2]


def triple_helix_reading(drawn: pd.DataFrame) -> str:
    """What T may be used for at this number of bodies, in a sentence."""
    seen = drawn.iloc[0]
    if pd.isna(seen.bits):
        return "There is no founder, and so no T."
    if quiet := silent(drawn):
        return (
            f"T is 0 whatever the others do, as {quiet[0]} is among the founders of all bodies or of none: no finding."
        )
    if seen.lowest > 0.05:
        return f"No T could be told from chance here: the lowest comes up in {seen.lowest:.0%} of deals."
    return "It may be set beside chance here; it may not rank places or years, nor prove that anybody cooperated."


def _drawn(present: pd.DataFrame) -> pd.DataFrame:
    columns = ["part", *TRIPLE, "bodies", "bits", "low", "high", "free", "kept", "lowest", "exact", "alliance_ids"]
    if present.empty:
        return pd.DataFrame([{"part": "observed", "bodies": 0}], columns=columns)
    three = present[[*TRIPLE]]
    counts, deals = table_of(three), chance(three, present.other)
    bits, (low, high) = float(transmission(counts)), bootstrap(counts)
    seen = {"part": "observed", "bodies": len(three), "bits": bits, "low": low, "high": high}
    seen |= deals[deals.bits <= bits][[*_DEALS]].sum().to_dict() | {"exact": deals.attrs["exact"]}
    seen["lowest"] = deals.kept[deals.kept > 0].iloc[0]
    met = three.reset_index().groupby([*TRIPLE]).alliance_id.agg(bodies="size", alliance_ids=" | ".join)
    met = met.reset_index().sort_values([*TRIPLE], ascending=False).assign(part="bodies")
    # Steps end where T was observed, so that none holds both what is as low and what is not.
    steps = deals.groupby(bits + (np.ceil((deals.bits - bits) / WIDE - 1e-6) - 1) * WIDE)[[*_DEALS]].sum()
    steps = steps.rename_axis("bits").reset_index().assign(part="chance")
    drawn = pd.concat([pd.DataFrame([seen]), met, steps], ignore_index=True)[columns]
    numbers = ["bits", "low", "high", "free", "kept", "lowest"]
    drawn[numbers] = drawn[numbers].astype(float).round(6)
    return drawn.astype({"bodies": "Int64"})


def _ends(drawn: pd.DataFrame) -> tuple[float, float]:
    values = [*drawn.bits.dropna(), *drawn.low.dropna(), *drawn.high.dropna(), 0.0]
    return min(values) - 3 * WIDE, max(values) + 4 * WIDE


def _interval(sheet: Sheet, axes: Axes, y: float, seen: pd.Series) -> None:
    line = {"color": sheet.theme.ink, "lw": 1.0, "marker": "|", "markersize": 5}
    axes.plot([seen.low, seen.high], [y, y], **line, gid="interval", url=MEMBERSHIPS)
    axes.plot([seen.bits], [y], color=sheet.theme.ink, marker="o", markersize=5, gid="observed", url=MEMBERSHIPS)


def _distribution(sheet: Sheet, axes: Axes, middle: float, steps: pd.DataFrame, kind: str) -> None:
    """Bars as high as their probabilities; those as low as what was observed or lower have the colour of its mark."""
    high, tallest = _LINES * sheet.line, steps[kind].max()
    observed = axes.lines[-1].get_xdata()[0]
    for row in steps[steps[kind] > 0].itertuples():
        tall = 0.94 * high * getattr(row, kind) / tallest
        colour = sheet.theme.ink if row.bits + WIDE / 2 < observed else sheet.theme.grid
        look = {"facecolor": colour, "edgecolor": sheet.theme.faint, "linewidth": 0.4}
        corner, gid = (row.bits, middle + high / 2 - tall), f"{kind}-{row.bits:.2f}"
        axes.add_patch(Rectangle(corner, WIDE, tall, gid=gid, url=MEMBERSHIPS, **look))


def _remark(seen: pd.Series) -> str:
    return "" if pd.isna(seen.bits) else f"{_signed(seen.bits)}, interval {_signed(seen.low)} to {_signed(seen.high)}"


def _rarely(share: float) -> str:
    return "under 0.1%" if share < 0.001 else f"{share:.1%}"


def _signed(bits: float) -> str:
    return f"{bits:.2f}".replace("-", "−")


def _title(drawn: pd.DataFrame) -> str:
    seen = drawn.iloc[0]
    if pd.isna(seen.bits):
        return "No founder is named"
    if quiet := silent(drawn):
        return f"T says nothing here: {quiet[0]} is among the founders of all bodies or of none"
    return f"T is {_signed(seen.bits)} bits; chance alone goes as low in {_rarely(seen.kept)} of deals"


def _notes(drawn: pd.DataFrame) -> list[str]:
    seen, met = drawn.iloc[0], drawn[drawn.part == "bodies"]
    named = [" + ".join(h for h in TRIPLE if row[h]) or "only others" for row in met.to_dict("records")]
    founded = "; ".join(f"{name} {number}" for name, number in zip(named, met.bodies, strict=True))
    how = "all counted" if seen.exact else f"{DEALS:,} drawn at random"
    return [
        f"Founders: {founded}.",
        "Below 0: bound as three more than in pairs (Leydesdorff 2003); above 0: redundant.",
        "Universities include research, industry includes finance. Line: 95% bootstrap interval over bodies.",
        f"Deals: {how}; solid bars: as low as observed or lower.",
        "A body without a founder is not observed, which alone pulls T below 0: the lower row is the fair comparison.",
        triple_helix_reading(drawn),
    ]
