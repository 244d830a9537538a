"""`corpus-coverage`: how much of each document was read, and what was found in it."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from analysis.draw.bars import bar, number_axis
from analysis.draw.compose import Row, compose
from analysis.draw.palette import SECTOR, fill
from analysis.draw.sheet import ROWS
from analysis.draw.source import count, page_link, source
from analysis.tables import Tables

FOUND = ["alliances", "memberships", "funding", "policies", "targets"]
_READ, _LEFT = SECTOR["industry"], SECTOR["culture"]


def corpus_coverage(tables: Tables, *, size: str = "page", theme: str = "print") -> tuple[Figure, pd.DataFrame]:
    """The length of each document, with the part left out as boilerplate, and the rows found in it.

    Returns
    -------
    Figure, pandas.DataFrame
        One row per document: ``characters``, ``boilerplate``, ``boilerplate_share``, rows found by table, ``shown``.
    """
    drawn = tables.documents[["doc_id", "title", "publisher", "published", "characters", "boilerplate", *FOUND]].copy()
    length = drawn.characters.astype(float)
    drawn.insert(6, "boilerplate_share", (drawn.boilerplate.astype(float) / length.where(length > 0)).round(4))
    drawn["shown"] = ["bar" if number < ROWS else "cut" for number in range(len(drawn))]
    rows, cut = drawn[:ROWS], max(len(drawn) - ROWS, 0)
    total, left, found = int(drawn.characters.sum()), int(drawn.boilerplate.sum()), int(drawn[FOUND].to_numpy().sum())
    titles = rows.title.fillna(rows.doc_id)
    remarks = rows[FOUND].astype(str).agg(" / ".join, axis=1) if len(rows) else []
    with compose(
        {"": [Row(*row) for row in zip(titles, remarks, map(page_link, rows.doc_id), strict=True)]},
        title=f"{left / total:.0%} of the text is boilerplate and was left out" if total else "No document was read",
        count=f"N = {count(len(drawn), 'document')}, {count(total, 'character')}, {count(found, 'row')} found",
        notes=[
            *([f"{count(cut, 'document')} more in the table only."] if cut else []),
            "Right: bodies / roles in them / amounts of money / policies / counts to be reached.",
            *source(tables, rows.doc_id),
        ],
        keys=lambda on: {"read": fill(_READ, on), "boilerplate, left out": fill(_LEFT, on)} if len(rows) else {},
        axis="characters of the document",
        size=size,
        theme=theme,
    ) as sheet:
        for axes, middles in zip(sheet.axes, sheet.middles, strict=True):
            for y, row in zip(middles, rows.itertuples(), strict=True):
                read, url = row.characters - row.boilerplate, page_link(row.doc_id)
                bar(sheet, axes, 0, read, y, _READ, url=url, gid=f"read-{row.doc_id}")
                bar(sheet, axes, read, row.boilerplate, y, _LEFT, url=url, gid=f"left-out-{row.doc_id}")
            number_axis(sheet, axes, 0, max(int(rows.characters.max()), 1) * 1.02, nbins=4)
    return sheet.figure, drawn
