"""Where the marks of a figure come from: the addresses of the evidence, and the source line."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from analysis import addresses
from analysis.tables import Tables

# Relative to the folder of the figures; the report has one page for each document and each table.
link = partial(addresses.link, f"{addresses.REPORT}{addresses.DOCUMENTS}")
page_link = partial(addresses.page_link, f"{addresses.REPORT}{addresses.DOCUMENTS}")
MEMBERSHIPS = f"{addresses.REPORT}tables/memberships.html"  # for marks that stand for many rows
_NAMED = 6  # documents or publishers named in a source line; the rest is counted


def memberships(roles: Iterable[str], **values: str) -> str:
    """The rows of named organisations in these roles, with these values."""
    chosen = {column: [value] for column, value in values.items()}
    return addresses.REPORT + addresses.narrowed("memberships", role=roles, named=["true"], **chosen)


def source(tables: Tables, drawn: Iterable[str]) -> list[str]:
    """The last notes of a figure: what the tables were narrowed to, where the rows come from, who published that.

    Parameters
    ----------
    tables : Tables
    drawn : iterable of str
        ``doc_id`` of each row drawn.
    """
    ids = sorted(set(drawn))
    known = tables.documents.set_index("doc_id").publisher.reindex(ids)
    publishers, silent = sorted(known.dropna().unique()), int(known.isna().sum())
    said = publishers[:_NAMED] + ([f"{len(publishers) - _NAMED} more"] if len(publishers) > _NAMED else [])
    said += [f"{silent} without a stated publisher"] if silent else []
    listed = ", ".join(ids[:_NAMED]) + (f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else "")
    narrowed = [f"Only {'; '.join(tables.selection)}."] if tables.selection else []
    total = count(len(tables.documents), "document")
    return [*narrowed, f"Source: {len(ids)} of {total}: {listed}. Publishers: {'; '.join(said) or 'none'}."]


def count(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun.

    Examples
    --------
    >>> count(1, "body", "bodies"), count(0, "body", "bodies"), count(2, "amount")
    ('1 body', '0 bodies', '2 amounts')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def of_bodies(number: int) -> str:
    """A number of bodies."""
    return count(number, "body", "bodies")
