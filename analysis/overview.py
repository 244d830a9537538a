"""What JupyterLab shows of tables: how much was found, and rows that lead to their evidence in the report.

Plain tags as in `analysis.display`, and for the same reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup

from analysis import fields
from analysis.addresses import DOCUMENTS, link
from analysis.display import SHOWN, TYPES, said, title
from analysis.document import Document
from analysis.errors import AnalysisError, nearest
from analysis.fields import TABLES
from analysis.marks import visible
from analysis.tables import Tables

_TABLES = [table for table in TABLES if table != "documents"]
# The link on the mention says the same, better.
_HIDDEN = {"start", "end", "mention", "cue_start", "cue_end"}


def summary(tables: Tables) -> str:
    """Tables in a line: how many rows of what, and what they were narrowed to."""
    counts = ", ".join(f"{len(getattr(tables, name)):,} {name}" for name in TABLES)
    return f"Tables: {counts}" + (f" (only {'; '.join(tables.selection)})" if tables.selection else "")


def overview(tables: Tables) -> str:
    """Tables as HTML: how many rows of what each document gave."""
    found = {name: getattr(tables, name).doc_id.value_counts() for name in _TABLES}
    rows = []
    for record in tables.documents.head(SHOWN).fillna("").to_dict("records"):
        document = Document(record["doc_id"], "", {name: str(value) for name, value in record.items()})
        rows.append([title(document), *(int(counts.get(document.doc_id, 0)) for counts in found.values())])
    rest = len(tables.documents) - SHOWN
    rows += [[f"{rest:,} more documents", *[""] * len(_TABLES)]] if rest > 0 else []
    return str(Markup("{}<p>{}</p>").format(_table(["document", *_TABLES], rows), visible(summary(tables))))


@dataclass(frozen=True, slots=True, repr=False)
class Linked:
    """Rows of which each leads to its evidence in the report."""

    table: str
    frame: pd.DataFrame
    columns: tuple[str, ...]
    report: str

    def __repr__(self) -> str:
        return self.frame[["mention", *self.columns]].to_string(max_rows=SHOWN, index=False)

    def _repr_html_(self) -> str:
        rows = []
        for row in self.frame.head(SHOWN).to_dict("records"):
            address = link(f"{self.report}/{DOCUMENTS}", self.table, row["doc_id"], row["start"])
            mention = Markup('<a href="{}">{}</a>').format(address, visible(row["mention"]))
            rows.append([mention, *(said(name, row[name]) for name in self.columns)])
        rest = len(self.frame) - SHOWN
        more = Markup("<p>{:,} more</p>").format(rest) if rest > 0 else "" if rows else Markup("<p>nothing found</p>")
        return str(_table(["mention", *self.columns], rows) + more)


def linked(frame: pd.DataFrame, columns: Sequence[str] = (), report: str = "../figures/report") -> Linked:
    """Rows of a table with links from their mentions to the sentences in the report; the first twenty are shown.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows of one table, chosen in whatever way, with all its columns.
    columns : sequence of str
        What to show beside the mention; everything by default.
    report : str
        The report made of these tables, as seen from the notebook.

    Raises
    ------
    AnalysisError
        Where these are no rows of a table with evidence, or a column to be shown is not there.
    """
    table = next((name for name in _TABLES if set(fields.columns(name)) <= set(frame.columns)), None)
    if table is None:
        remedy = "Choose rows of tables.funding and its like, and name the columns to be shown in `columns`."
        raise AnalysisError("the frame lacks columns of every table with evidence.", None, remedy)
    for name in columns:
        if name not in frame.columns:
            raise AnalysisError(f"there is no column {name!r}.", table, nearest(name, frame.columns))
    shown = columns or [name for name in frame.columns if name not in _HIDDEN]
    return Linked(table, frame, tuple(shown), report)


def _table(head: Sequence[str], rows: Iterable[Iterable[object]]) -> Markup:
    """Numbers stand to the right, as JupyterLab sets all cells, and text to the left."""
    sides = ["" if TYPES.get(name) in ("integer", "number") else Markup(' style="text-align: left"') for name in head]
    lines = [
        Markup("").join(Markup("<{0}{1}>{2}</{0}>").format(tag, *cell) for cell in zip(sides, line, strict=True))
        for tag, line in [("th", head), *(("td", row) for row in rows)]
    ]
    top, *body = (Markup("<tr>{}</tr>\n").format(line) for line in lines)
    return Markup("<table><thead>{}</thead><tbody>\n{}</tbody></table>\n").format(top, Markup("").join(body))
