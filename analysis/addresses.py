"""Addresses inside the report: the figures link to what the report makes, so both ask here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

DOCUMENTS = "documents"
# What links of figures begin with: the files lie beside this folder.
REPORT = "report/"

_NOT_IN_FILE_NAMES = re.compile(r"[^\w .()+,-]|^\.")


def page(doc_id: str) -> str:
    """File name of a document's page, for any `doc_id`.

    Examples
    --------
    >>> page("004_news"), page("news/2022?")
    ('004_news.html', 'news~2f2022~3f.html')
    """
    return _NOT_IN_FILE_NAMES.sub(lambda match: f"~{ord(match[0]):x}", doc_id) + ".html"


def page_link(prefix: str, doc_id: str) -> str:
    """Address of a document's page; `prefix` leads from where the link stands to the pages."""
    return f"{prefix}/{quote(page(doc_id))}"


def anchor(table: str, start: int) -> str:
    """Id of the mark of a row in its document's page."""
    return f"{table}-{start}"


def row(table: str, number: int | str) -> str:
    """Id of a row, in the page of its table and in that of its document; rows are counted from 1, as in the file.

    Examples
    --------
    >>> row("funding", 3)
    'funding-row-3'
    """
    return f"{table}-row-{number}"


def narrowed(table: str, **values: Iterable[str]) -> str:
    """Address, inside the report, of the page of a table that shows the rows with one of the values in each column.

    Examples
    --------
    >>> narrowed("memberships", role=["initiator", "chair"], named=["true"])
    'tables/memberships.html?role=initiator%7Cchair&named=true'
    """
    return f"tables/{table}.html?{urlencode({column: '|'.join(some) for column, some in values.items()})}"


def link(prefix: str, table: str, doc_id: str, start: int) -> str:
    """Address of a mention in its document's page.

    Examples
    --------
    >>> link("report/documents", "funding", "004 news", 17)
    'report/documents/004%20news.html#funding-17'
    """
    return f"{page_link(prefix, doc_id)}#{anchor(table, start)}"
