"""`funding-scale`: every stated amount on one logarithmic axis, kinds apart."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, NullLocator

from analysis.draw import palette
from analysis.draw.compose import compose
from analysis.draw.key import Key, line_key, mark_key
from analysis.draw.lettering import width
from analysis.draw.palette import KIND, MARK, MARK_LABEL, fill
from analysis.draw.sheet import ROWS, Panel, Row, Sheet
from analysis.draw.source import LINKS, count, link, selection, source
from analysis.errors import AnalysisError
from analysis.exchange import reference_rate
from analysis.tables import Tables

_CURRENCY = {
    "CNY": "yuan",
    "USD": "US dollars",
    "EUR": "euros",
    "JPY": "yen",
    "GBP": "pounds",
    "KRW": "won",
    "HKD": "Hong Kong dollars",
}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
COLUMNS = (
    "shown kind place province year per mention qualifier amount amount_high currency currency_stated "
    "amount_cny amount_cny_high rate rate_date rate_source flags doc_id start end"
).split()


def funding_scale(
    tables: Tables,
    *,
    currency: str = "CNY",
    rate_day: str = "",
    size: str = "page",
    theme: str = "print",
    links: str = LINKS,
) -> tuple[Figure, pd.DataFrame]:
    """Every amount of ``tables.funding`` on a logarithmic axis, in panels by kind.

    Marks point to where the true amount may lie: ▷ at least, ◁ up to; a line joins the ends of a range;
    a square is an order of magnitude. Hollow marks have a currency that the document does not print with
    the amount. Funds without an amount stand in a margin of their own. Nothing is added up.

    Parameters
    ----------
    tables : Tables
    currency : str
        ISO 4217 code of the axis. Amounts stay where they are in yuan; the axis is relabelled at one rate.
    rate_day : str
        ISO day of that rate, needed unless ``currency`` is CNY.
    size, theme : str
        See `analysis.draw.sheet.SIZES` and `analysis.draw.palette.THEMES`.
    links : str
        Where the pages with the evidence are, relative to the figure.

    Returns
    -------
    figure : Figure
    drawn : pandas.DataFrame
        One row per amount, with ``shown``: ``mark``, ``margin``, ``note`` (no rate) or ``cut`` (too many rows).

    Raises
    ------
    AnalysisError
        Where there is no rate for ``currency`` on ``rate_day``, or no such size or theme.
    """
    unit, words = _unit(currency, rate_day)
    drawn = _table(tables)
    rows = drawn[drawn.shown.isin(["mark", "margin"])]
    groups = [(kind, rows[rows.kind == kind]) for kind in KIND if (rows.kind == kind).any()]
    panels = [
        Panel(
            [Row(_label(r), _remark(r), link(links, "funding", r.doc_id, r.start)) for r in group.itertuples()],
            f"{KIND[kind].label} ({_of(len(group), int((drawn.kind == kind).sum()))})",
        )
        for kind, group in groups
    ]
    with compose(
        panels,
        title=_title(drawn, unit, words),
        count=_count(drawn),
        notes=[*_notes(drawn), *selection(tables), source(tables, rows.doc_id)],
        keys=_keys(rows, theme),
        axis=f"amount in {words}, logarithmic"
        + (f"; 1 {currency} is {unit:g} yuan ({rate_day})" if currency != "CNY" else ""),
        axis_lines=2,
        margin="no sum" if (rows.shown == "margin").any() else "",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        for number, (kind, group) in enumerate(groups):
            margin = sheet.margins[number] if sheet.margins else None
            for y, row in zip(sheet.middles[number], group.itertuples(), strict=True):
                _mark(sheet, sheet.axes[number], margin, y, row, kind, link(links, "funding", row.doc_id, row.start))
        _scale(sheet, rows.amount_cny, unit)
    return sheet.figure, drawn


def amount_words(amount: float, digits: int = 6) -> str:
    """An amount as people say it, to so many significant digits.

    Examples
    --------
    >>> amount_words(126_350_000_000), amount_words(10_000)
    ('126.35 billion', '10 thousand')
    """
    for scale, word in _SCALES:
        if amount >= scale:
            return f"{amount / scale:.{digits}g} {word}"
    return f"{amount:.{digits}g}"


def _table(tables: Tables) -> pd.DataFrame:
    funding = tables.funding
    high = funding.amount_high * funding.rate.fillna(1).where(funding.amount_cny.notna())
    drawn = funding.assign(amount_cny_high=high, shown="mark")
    drawn.loc[drawn.amount_cny.isna(), "shown"] = "note"
    drawn.loc[drawn.amount.isna(), "shown"] = "margin"
    drawn.loc[drawn.amount_cny.notna() & (drawn.amount_cny <= 0), "shown"] = "note"  # no place on a logarithmic axis
    order = drawn.kind.map({kind: number for number, kind in enumerate(KIND)})
    drawn = drawn.assign(_order=order).sort_values(
        ["_order", "amount_cny", "place", "doc_id", "start"],
        ascending=[True, False, True, True, True],
        na_position="last",
    )
    drawn["_rank"] = drawn[drawn.shown != "note"].groupby("kind").cumcount()
    depth = _depth(drawn["_rank"].dropna(), drawn.kind)
    drawn.loc[drawn["_rank"] >= depth, "shown"] = "cut"
    return drawn[COLUMNS].reset_index(drop=True)


def _depth(ranks: pd.Series, kinds: pd.Series) -> int:
    """How many rows of each kind fit: all, or as many as keep the sheet to ``ROWS``."""
    numbers = kinds[ranks.index].value_counts()
    depth = int(numbers.max()) if len(numbers) else 0
    while depth > 1 and int(numbers.clip(upper=depth).sum()) > ROWS:
        depth -= 1
    return depth


def _unit(currency: str, rate_day: str) -> tuple[float, str]:
    """Yuan for one unit of the axis, and its name."""
    if currency == "CNY":
        return 1.0, _CURRENCY[currency]
    found = reference_rate(currency, rate_day)
    if found.rate is None:
        raise AnalysisError(
            found.rate_source + ".", f"currency {currency!r}", "Give `rate_day` a working day, or take CNY."
        )
    return found.rate, _CURRENCY.get(currency, currency)


def _of(shown: int, found: int) -> str:
    return str(found) if shown == found else f"{shown} of {found}"


def _label(row) -> str:
    place = "place not stated" if pd.isna(row.place) else row.place
    year = "" if pd.isna(row.year) else f", {row.year}"
    per = "" if pd.isna(row.per) else f", per {row.per}"
    return f"{place}{year}{per}"


def _remark(row) -> str:
    return "amount not stated" if row.shown == "margin" else row.mention


def _title(drawn: pd.DataFrame, unit: float, words: str) -> str:
    marks = drawn[drawn.amount_cny.notna()]
    if marks.empty:
        return "No amount of money is stated"
    low, high = marks.amount_cny.min() / unit, marks.amount_cny_high.fillna(marks.amount_cny).max() / unit
    low_words, high_words = (amount_words(end, 6 if unit == 1 else 3) for end in (low, high))
    if low == high:
        return f"{count(len(marks), 'amount')} of {low_words} {words}"
    kinds = count(marks.kind.nunique(), "kind")
    return f"Stated amounts run from {low_words} to {high_words} {words}, in {kinds} that do not add up"


def _count(drawn: pd.DataFrame) -> str:
    stated = drawn.amount.notna()
    inferred = stated & ~drawn.currency_stated.fillna(True)
    return (
        f"N = {count(int(stated.sum()), 'amount')} and {count(int((~stated).sum()), 'fund')} without an amount; "
        f"the currency of {int(inferred.sum())} is inferred"
    )


def _notes(drawn: pd.DataFrame) -> list[str]:
    notes = []
    unplaced = drawn[drawn.shown == "note"]
    if len(unplaced):
        said = [f"{_label(r)}: {r.mention}" for r in unplaced.itertuples()]
        more = f"; and {len(said) - 6} more" if len(said) > 6 else ""
        notes.append(f"Not drawn, as there is no rate to yuan: {'; '.join(said[:6])}{more}.")
    cut = int((drawn.shown == "cut").sum())
    if cut:
        notes.append(f"{count(cut, 'row')} more, the smallest of their kinds, are in the table only.")
    twice = drawn[drawn.amount_cny.notna()].groupby(["kind", "place", "year", "amount_cny"]).doc_id.nunique()
    if (twice > 1).any():
        notes.append(
            f"Stated by several documents, and drawn once for each: {count(int((twice > 1).sum()), 'amount')}."
        )
    return notes


def _keys(rows: pd.DataFrame, theme: str) -> list[Key]:
    on = palette.theme(theme)
    marks = rows[rows.shown == "mark"]
    used = marks.qualifier.fillna("exact")
    keys = [_shape_key(q, on.ink, on.paper) for q in MARK if (used == q).any()]
    if marks.amount_high.notna().any():
        keys.append(line_key("range", color=on.ink, linewidth=1.4))
    if (~marks.currency_stated.fillna(True)).any():
        keys.append(mark_key("hollow: currency inferred", "o", mfc=on.paper, mec=on.ink, mew=0.8))
    return keys


def _shape_key(qualifier: str, ink: str, paper: str) -> Key:
    return mark_key(MARK_LABEL[qualifier], MARK[qualifier], mfc=ink, mec=ink, mew=0.8)


def _mark(sheet: Sheet, axes: Axes, margin: Axes | None, y: float, row, kind: str, url: str) -> None:
    colour = fill(KIND[kind], sheet.theme)["facecolor"]
    measure = sheet.size.text * 0.75
    look = {"markersize": measure, "markeredgecolor": colour, "markeredgewidth": 0.9, "linestyle": "none", "zorder": 3}
    if row.shown == "margin":
        assert margin is not None  # compose makes margins as soon as one row needs it
        margin.plot([0.5], [y], marker="X", markerfacecolor=sheet.theme.paper, url=url, gid=_gid(row), **look)
        return
    axes.axhline(y, color=sheet.theme.grid, linewidth=0.4, zorder=0)
    stated = pd.isna(row.currency_stated) or row.currency_stated
    if not pd.isna(row.amount_cny_high):
        axes.plot(
            [row.amount_cny, row.amount_cny_high], [y, y], color=colour, linewidth=1.4, url=url, solid_capstyle="butt"
        )
        axes.plot([row.amount_cny_high], [y], marker="|", url=url, **look)
    marker = MARK["exact" if pd.isna(row.qualifier) else row.qualifier]
    axes.plot(
        [row.amount_cny],
        [y],
        marker=marker,
        markerfacecolor=colour if stated else sheet.theme.paper,
        url=url,
        gid=_gid(row),
        **look,
    )


def _gid(row) -> str:
    return f"funding-{row.doc_id}-{row.start}"


def _scale(sheet: Sheet, amounts: pd.Series, unit: float) -> None:
    """One logarithmic axis for all panels: a grid line each decade, words where there is room for them."""
    amounts = amounts.dropna()
    low = math.floor(math.log10(amounts.min() / unit) - 0.1) if len(amounts) else 4
    high = math.ceil(math.log10(amounts.max() / unit) + 0.1) if len(amounts) else 12
    decades = range(low, high + 1)
    # The first decade has no words beside a margin: they would run into those of the margin.
    worded = [d for d in decades if d > low or not sheet.margins]
    for axes in sheet.axes:
        spacing = axes.get_position().width * sheet.size.width / (len(decades) - 1)
        widest = max(width(word, sheet.size.text) for d in decades for word in amount_words(10.0**d).split())
        step = math.ceil((widest + sheet.size.text * 0.5) / spacing)
        axes.set_xscale("log")
        axes.set_xlim(10.0**low * unit, 10.0**high * unit)
        axes.xaxis.set_minor_locator(NullLocator())
        axes.xaxis.set_major_locator(FixedLocator([10.0**d * unit for d in decades]))
        axes.grid(axis="x", color=sheet.theme.grid, linewidth=0.4)
        axes.set_xticklabels(
            [
                amount_words(10.0**d).replace(" ", "\n") if d in worded and (high - d) % step == 0 else ""
                for d in decades
            ]
        )
