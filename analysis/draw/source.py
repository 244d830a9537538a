"""Where the marks of a figure come from: the address of the evidence, and the source line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

import pandas as pd

from analysis.addresses import DOCUMENTS, link
from analysis.tables import Tables

__all__ = ["LINKS", "count", "link", "listed", "selection", "source", "table_link"]

# Relative to the folder of the figures; the report has one page for each document.
LINKS = f"report/{DOCUMENTS}"
_NAMED = 6  # documents or publishers named in a source line; the rest is counted


def table_link(prefix: str, table: str) -> str:
    """Address of a whole table in the report, for marks that stand for many rows.

    Examples
    --------
    >>> table_link("report/documents", "memberships")
    'report/tables/memberships.html'
    """
    return str(PurePosixPath(prefix).parent / "tables" / f"{table}.html")


def source(tables: Tables, drawn: Iterable[str]) -> str:
    """The source line: the documents that the drawn rows come from, and who published them.

    Parameters
    ----------
    tables : Tables
    drawn : iterable of str
        ``doc_id`` of each row drawn.
    """
    ids = sorted({doc for doc in drawn if not pd.isna(doc)})
    known = tables.documents.set_index("doc_id").publisher.reindex(ids)
    publishers = sorted(known.dropna().unique())
    silent = int(known.isna().sum())
    said = [*publishers[:_NAMED], *([f"{len(publishers) - _NAMED} more"] if len(publishers) > _NAMED else [])]
    said += [f"{silent} without a stated publisher"] if silent else []
    total = len(tables.documents)
    return f"Source: {len(ids)} of {count(total, 'document')}: {listed(ids)}. Publishers: {'; '.join(said) or 'none'}."


def selection(tables: Tables) -> list[str]:
    """A note on what the tables were narrowed to, if they were."""
    return [f"Only {'; '.join(tables.selection)}."] if tables.selection else []


def listed(names: Iterable[str], most: int = _NAMED) -> str:
    """Names with commas; those beyond ``most`` are counted.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    'a, b and 1 more'
    """
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "body", "bodies"), count(0, "body", "bodies"), count(2, "amount")
    ('1 body', '0 bodies', '2 amounts')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
