"""`corpus-coverage`: how much of each document was read, and what was found in it."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.addresses import page_link
from analysis.draw import palette
from analysis.draw.bars import bar
from analysis.draw.compose import compose
from analysis.draw.key import patch_key
from analysis.draw.palette import SECTOR, fill
from analysis.draw.sheet import ROWS, Panel, Row
from analysis.draw.source import LINKS, count, selection, source
from analysis.tables import Tables

FOUND = ("alliances", "memberships", "funding", "policies", "targets")
_READ, _LEFT = SECTOR["industry"], SECTOR["culture"]


def corpus_coverage(
    tables: Tables, *, size: str = "page", theme: str = "print", links: str = LINKS
) -> tuple[Figure, pd.DataFrame]:
    """The length of each document, with the part left out as boilerplate, and the rows found in it.

    Parameters
    ----------
    tables : Tables
    size, theme, links : str
        As for `funding_scale`.

    Returns
    -------
    figure : Figure
    drawn : pandas.DataFrame
        One row per document: ``characters``, ``boilerplate``, ``boilerplate_share``, rows found by table, ``shown``.
    """
    drawn = tables.documents[["doc_id", "title", "publisher", "published", "characters", "boilerplate", *FOUND]].copy()
    length = drawn.characters.astype(float)
    drawn.insert(6, "boilerplate_share", (drawn.boilerplate.astype(float) / length.where(length > 0)).round(4))
    drawn["shown"] = ["bar" if number < ROWS else "cut" for number in range(len(drawn))]
    rows = drawn[drawn.shown == "bar"]
    cut = len(drawn) - len(rows)
    total, left = int(drawn.characters.sum()), int(drawn.boilerplate.sum())
    found, on = int(drawn[list(FOUND)].sum().sum()), palette.theme(theme)
    with compose(
        [Panel([Row(_label(r), _remark(r), page_link(links, r.doc_id)) for r in rows.itertuples()])],
        title=f"{left / total:.0%} of the text is boilerplate and was left out" if total else "No document was read",
        count=f"N = {count(len(drawn), 'document')}, {count(total, 'character')}, {count(found, 'row')} found",
        notes=[
            *([f"{count(cut, 'document')} more in the table only."] if cut else []),
            "Right: bodies / roles in them / amounts of money / policies / counts to be reached.",
            *selection(tables),
            source(tables, rows.doc_id),
        ],
        keys=[patch_key("read", **fill(_READ, on)), patch_key("boilerplate, left out", **fill(_LEFT, on))]
        if len(rows)
        else [],
        axis="characters of the document",
        size_name=size,
        theme_name=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            for y, row in zip(middles, rows.itertuples(), strict=True):
                read, url = row.characters - row.boilerplate, page_link(links, row.doc_id)
                bar(axes, 0, read, y, _READ, sheet, url=url, gid=f"read-{row.doc_id}")
                bar(axes, read, row.boilerplate, y, _LEFT, sheet, url=url, gid=f"left-out-{row.doc_id}")
            axes.set_xlim(0, max(int(rows.characters.max()), 1) * 1.02)
            axes.xaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
            axes.grid(axis="x", color=sheet.theme.grid, linewidth=0.4)
    return sheet.figure, drawn


def _label(row) -> str:
    return row.doc_id if pd.isna(row.title) else row.title


def _remark(row) -> str:
    return " / ".join(str(getattr(row, name)) for name in FOUND)
