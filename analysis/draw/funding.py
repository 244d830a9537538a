"""`funding-scale`: every stated amount on one logarithmic axis, kinds apart."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from analysis.draw.bars import grid
from analysis.draw.compose import Row, compose, of, spared
from analysis.draw.lettering import width
from analysis.draw.palette import KIND, MARK, Theme, fill
from analysis.draw.sheet import ROWS, Sheet
from analysis.draw.source import count, link, source
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
    "amount_cny amount_cny_high rate rate_date rate_source flags corrected doc_id start end"
).split()


def funding_scale(
    tables: Tables, *, currency: str = "CNY", rate_day: str = "", size: str = "page", theme: str = "print"
) -> tuple[Figure, pd.DataFrame]:
    """Every amount of ``tables.funding`` on a logarithmic axis, in panels by kind.

    Marks point to where the true amount may lie: ▷ at least, ◁ up to; a line joins the ends of a range;
    a square is an order of magnitude. Hollow marks have a currency that the document does not print with
    the amount. Funds without an amount stand in a margin of their own. Nothing is added up.

    Parameters
    ----------
    currency : str
        ISO 4217 code of the axis. Amounts stay where they are in yuan; the axis is relabelled at one rate.
    rate_day : str
        ISO day of that rate, needed unless ``currency`` is CNY.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per amount, with ``shown``: ``mark``, ``margin``, ``note`` (no rate) or ``cut`` (too many rows).

    Raises
    ------
    AnalysisError
        Where there is no rate for ``currency`` on ``rate_day``.
    """
    unit, words = _yuan(currency, rate_day), _CURRENCY.get(currency, currency)
    drawn = _table(tables.funding)
    rows = drawn[drawn.shown.isin(["mark", "margin"])]
    groups = dict(list(rows.groupby("kind", sort=False)))
    found = drawn.kind.value_counts()
    relabelled = f"; 1 {currency} is {unit:g} yuan ({rate_day})" if currency != "CNY" else ""
    with compose(
        {f"{KIND[kind].label} ({of(len(group), found[kind])})": _rows(group) for kind, group in groups.items()},
        title=_title(drawn, unit, words),
        count=_count(drawn),
        notes=[*_notes(drawn), *source(tables, rows.doc_id)],
        keys=lambda on: _keys(rows[rows.shown == "mark"], on),
        axis=f"amount in {words}, logarithmic{relabelled}",
        ticks=2,
        margin="no sum" if (rows.shown == "margin").any() else "",
        size=size,
        theme=theme,
    ) as sheet:
        for number, (kind, group) in enumerate(groups.items()):
            colour = fill(KIND[kind], sheet.theme)["facecolor"]
            for y, row in zip(sheet.middles[number], group.itertuples(), strict=True):
                if row.shown == "mark":
                    _mark(sheet, sheet.axes[number], y, row, colour)
                else:
                    _spot(sheet, sheet.margins[number], 0.5, y, row, colour, marker="X", mfc=sheet.theme.paper)
        _scale(sheet, rows.amount_cny.dropna() / unit, unit)
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


def _table(funding: pd.DataFrame) -> pd.DataFrame:
    high = funding.amount_high * funding.rate.fillna(1).where(funding.amount_cny.notna())
    drawn = funding.assign(amount_cny_high=high, shown="note", order=funding.kind.map([*KIND].index))
    drawn.loc[(drawn.amount_cny > 0).fillna(False), "shown"] = "mark"  # zero has no place on a logarithmic axis
    drawn.loc[drawn.amount.isna(), "shown"] = "margin"
    order = ["order", "amount_cny", "place", "doc_id", "start"]
    drawn = drawn.sort_values(order, ascending=[True, False, True, True, True], na_position="last")
    kept = spared(drawn[drawn.shown != "note"].kind, ROWS)
    drawn.loc[kept.index[~kept], "shown"] = "cut"
    return drawn[COLUMNS].reset_index(drop=True)


def _yuan(currency: str, day: str) -> float:
    """Yuan for one unit of the currency."""
    if currency == "CNY":
        return 1.0
    found = reference_rate(currency, day)
    if found.rate is None:
        remedy = "Give `rate_day` a working day, or take CNY."
        raise AnalysisError(f"{found.rate_source}.", f"currency {currency!r}", remedy)
    return found.rate


def _rows(group: pd.DataFrame) -> list[Row]:
    said = group.mention.where(group.shown == "mark", "amount not stated")
    links = map(link, ["funding"] * len(group), group.doc_id, group.start)
    return [Row(*row) for row in zip(map(_label, group.itertuples()), said, links, strict=True)]


def _label(row) -> str:
    place = "place not stated" if pd.isna(row.place) else row.place
    year = "" if pd.isna(row.year) else f", {row.year}"
    per = "" if pd.isna(row.per) else f", per {row.per}"
    return f"{place}{year}{per}"


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
    said = [f"{_label(row)}: {row.mention}" for row in drawn[drawn.shown == "note"].itertuples()]
    if said:
        more = f"; and {len(said) - 6} more" if len(said) > 6 else ""
        notes.append(f"Not drawn, as there is no rate to yuan: {'; '.join(said[:6])}{more}.")
    if cut := int((drawn.shown == "cut").sum()):
        notes.append(f"{count(cut, 'row')} more, the smallest of their kinds, are in the table only.")
    documents = drawn[drawn.amount_cny.notna()].groupby(["kind", "place", "year", "amount_cny"]).doc_id.nunique()
    if twice := int((documents > 1).sum()):
        notes.append(f"Stated by several documents, and drawn once for each: {count(twice, 'amount')}.")
    return notes


def _keys(marks: pd.DataFrame, on: Theme) -> dict[str, dict]:
    used, edge = set(marks.qualifier.fillna("exact")), {"mec": on.ink, "mew": 0.8}
    names = {"at_least": "at least", "at_most": "up to", "magnitude": "order of magnitude"}
    keys = {names.get(q, q): {"marker": marker, "mfc": on.ink, **edge} for q, marker in MARK.items() if q in used}
    if marks.amount_high.notna().any():
        keys["range"] = {"color": on.ink, "linewidth": 1.4}
    if (~marks.currency_stated.fillna(True)).any():
        keys["hollow: currency inferred"] = {"marker": "o", "mfc": on.paper, **edge}
    return keys


def _mark(sheet: Sheet, axes: Axes, y: float, row, colour: str) -> None:
    axes.axhline(y, color=sheet.theme.grid, linewidth=0.4, zorder=0)
    low, high, url = row.amount_cny, row.amount_cny_high, link("funding", row.doc_id, row.start)
    if not pd.isna(high):
        axes.plot([low, high], [y, y], color=colour, linewidth=1.4, url=url, solid_capstyle="butt")
        _spot(sheet, axes, high, y, row, colour, marker="|", gid=None)
    inferred = not pd.isna(row.currency_stated) and not row.currency_stated
    marker = MARK["exact" if pd.isna(row.qualifier) else row.qualifier]
    _spot(sheet, axes, low, y, row, colour, marker=marker, mfc=sheet.theme.paper if inferred else colour)


def _spot(sheet: Sheet, axes: Axes, x: float, y: float, row, colour: str, **look: object) -> None:
    look = {"gid": f"funding-{row.doc_id}-{row.start}", "markersize": sheet.text * 0.75} | look
    url = link("funding", row.doc_id, row.start)
    axes.plot([x], [y], mec=colour, mew=0.9, linestyle="none", zorder=3, url=url, **look)


def _scale(sheet: Sheet, amounts: pd.Series, unit: float) -> None:
    """One logarithmic axis for all panels: a grid line each decade, words where there is room for them."""
    low = math.floor(math.log10(amounts.min()) - 0.1) if len(amounts) else 4
    high = math.ceil(math.log10(amounts.max()) + 0.1) if len(amounts) else 12
    decades = {d: amount_words(10.0**d).replace(" ", "\n") for d in range(low, high + 1)}
    widest = max(width(word, sheet.text) for words in decades.values() for word in words.split())
    for axes in sheet.axes:
        spacing = axes.get_position().width * sheet.size.width / (high - low)
        step = math.ceil((widest + sheet.text * 0.5) / spacing)
        # The first decade has no words beside a margin: they would run into those of the margin.
        worded = [d for d in decades if (high - d) % step == 0 and (d > low or not sheet.margins)]
        axes.set_xscale("log")
        axes.set_xlim(10.0**low * unit, 10.0**high * unit)
        axes.xaxis.set_minor_locator(NullLocator())
        axes.set_xticks([10.0**d * unit for d in decades], [decades[d] if d in worded else "" for d in decades])
        grid(sheet, axes)
