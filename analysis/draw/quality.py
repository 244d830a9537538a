"""`extraction-quality`: how well extracted tables agree with hand-coded ones; and differences in their sentences."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis import addresses
from analysis.compare import quotation
from analysis.document import Document
from analysis.draw.bars import grid
from analysis.draw.compose import Row, compose
from analysis.draw.save import escaped
from analysis.draw.sheet import Sheet
from analysis.draw.source import count
from analysis.quality import CORPORA

NOTEBOOK = f"{addresses.REPORT}notebooks/05_extraction_quality.html"  # where examples of what is wrong stand
MEASURES = {"found": "s", "strict": "o"}
_MARK = "\ue000"  # of private use: in no document


def extraction_quality(rates: pd.DataFrame, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """F1 of the rows found and of those strictly right, with intervals, by table and corpus.

    Parameters
    ----------
    rates : pandas.DataFrame
        By `analysis.quality.rates_table`.

    Returns
    -------
    Figure, pandas.DataFrame
        The rows of ``rates``, rounded; drawn are those of the measures `MEASURES`.
    """
    drawn = rates.round(4)
    shown = drawn[drawn.measure.isin(MEASURES)]
    gold = ", ".join(f"{corpus} ({CORPORA[corpus][1]})" for corpus in shown.corpus.unique())
    pairs = [
        (table, [(corpus, pair.set_index("measure")) for corpus, pair in part.groupby("corpus", sort=False)])
        for table, part in shown.groupby("table", sort=False)
    ]
    with compose(
        {
            table.capitalize(): [
                Row(corpus, _remark(pair), NOTEBOOK, f", {pair.gold.iloc[0]} rows") for corpus, pair in rows
            ]
            for table, rows in pairs
        },
        title=_title(shown),
        count=f"N = {_numbers(shown)}",
        notes=[
            "Found: stands for a row of the gold. Strictly right: with every attribute right as well.",
            "Line: 95% bootstrap interval over documents. It cannot tell of errors that no document shows, and the "
            "rules were written with all of these documents in view.",
            f"Source: hand-coded files of {gold or 'no corpus'}.",
        ],
        keys=lambda on: {
            "found": {"marker": MEASURES["found"], "color": on.ink, "markerfacecolor": on.paper},
            "strictly right": {"marker": MEASURES["strict"], "color": on.ink},
        },
        axis="F1: harmonic mean of precision and recall",
        size=size,
        theme=theme,
    ) as sheet:
        for axes, middles, (table, rows) in zip(sheet.axes, sheet.middles, pairs, strict=True):
            for y, (corpus, pair) in zip(middles, rows, strict=True):
                _marks(sheet, axes, y, pair, f"{table}-{corpus}")
            axes.set_xlim(0, 1)
            axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
            grid(sheet, axes)
    return sheet.figure, drawn


def error_examples(errors: pd.DataFrame, documents: Mapping[str, Document]):
    """One difference of each cause in its sentence, for a notebook, in the order of ``errors``.

    Parameters
    ----------
    errors : pandas.DataFrame
        By `analysis.causes.error_table`.
    documents : mapping of str to Document
        The documents by ``doc_id``.

    Returns
    -------
    IPython.display.Markdown
        A list, in which the mention is marked.
    """
    from IPython.display import Markdown  # only notebooks need IPython

    lines = []
    for error in errors.drop_duplicates(["cause", "how"]).itertuples():
        parts = quotation(documents[error.doc_id], error.start, error.end)
        said = escaped(_MARK.join(parts)).replace(_MARK, "<mark>", 1).replace(_MARK, "</mark>", 1)
        what = f"**{error.cause}, {error.how}** ({error.table}): {escaped(error.what)}"
        lines.append(f"- {what}\n\n  “{said}” *{escaped(error.doc_id)}*")
    return Markdown("\n".join(lines) or "*nothing found*")


def _remark(pair: pd.DataFrame) -> str:
    return f"{pair.f1['found']:.2f}, strictly {pair.f1['strict']:.2f}"


def _title(shown: pd.DataFrame) -> str:
    strict = shown[shown.measure == "strict"]
    if strict.empty:
        return "No document is hand-coded"
    least = strict.loc[strict.f1.idxmin()]
    return f"Strict F1 lies between {least.f1:.2f} ({least.table}, {least.corpus}) and {strict.f1.max():.2f}"


def _numbers(shown: pd.DataFrame) -> str:
    """Rows and documents of each corpus."""
    found = shown[shown.measure == "found"].groupby("corpus", sort=False)
    parts = zip(found.gold.sum().items(), found.documents.first(), strict=True)
    return "; ".join(f"{corpus}: {count(rows, 'coded row')} in {count(of, 'document')}" for (corpus, rows), of in parts)


def _marks(sheet: Sheet, axes: Axes, middle: float, pair: pd.DataFrame, name: str) -> None:
    """An interval with its value for each measure, the rows found above those strictly right."""
    on, aside = sheet.theme, sheet.text * 0.32
    for (measure, marker), y in zip(MEASURES.items(), (middle - aside, middle + aside), strict=True):
        row = pair.loc[measure]
        look = {"color": on.ink, "lw": 0.9, "clip_on": False, "zorder": 3}
        axes.plot([row.f1_low, row.f1_high], [y, y], solid_capstyle="butt", **look)
        look |= {"marker": marker, "markersize": sheet.text * 0.5, "markeredgewidth": 0.8, "url": NOTEBOOK}
        filled = on.paper if measure == "found" else on.ink
        axes.plot([row.f1], [y], ls="none", markerfacecolor=filled, gid=f"quality-{name}-{measure}", **look)
