"""The HTML report: figures, numbers and notebooks on one page, and every document with its evidence marked.

Pages open from disk, without server, script or anything from elsewhere, and hold no time: the same run gives the
same bytes. Everything that came out of a document is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analysis.addresses import DOCUMENTS, anchor, link, page, page_link
from analysis.document import Document
from analysis.embed import Executed, figures, highlighting, notebook_html
from analysis.fields import TABLES, columns
from analysis.marks import Mark, pieces
from analysis.corpus import Issue
from analysis.segment import BOILERPLATE
from analysis.store import cell
from analysis.tables import Tables

SHOWN = 1000  # rows of a table on its page; a browser is slow with more, and the file has them all
ABOUT = ("publisher", "published", "url", "licence_note")
_YEARS = {"year", "period_start", "period_end"}
# The link on the mention says the same, better.
_OFFSETS = {"start", "end", "cue_start", "cue_end"}
# Characters that no HTML page may hold; what is seen instead has the same length.
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)], "\ufffd")


@dataclass(frozen=True, slots=True)
class Link:
    """A cell of a table that leads somewhere."""

    text: str
    href: str

    def __html__(self) -> str:
        return Markup('<a href="{}">{}</a>').format(self.href, self.text)


def build(
    folder: Path, tables: Tables, documents: Sequence[Document], runs: Sequence[Executed], unread: Sequence[Issue] = ()
) -> None:
    """Write the report of a run.

    Parameters
    ----------
    folder : Path
        Where the figures are; the report goes to ``report/`` in it.
    tables : Tables
        The tables drawn.
    documents : sequence of Document
        The documents they were made from.
    runs : sequence of Executed
        The notebooks, in order.
    unread : sequence of Issue
        What could not be read of the corpus.
    """
    report = folder / "report"
    for name in ("", DOCUMENTS, "tables", "notebooks"):
        (report / name).mkdir(parents=True, exist_ok=True)
    style = Path(__file__).with_name("templates") / "style.css"
    (report / "style.css").write_text(
        style.read_text(encoding="utf-8") + highlighting(), encoding="utf-8", newline="\n"
    )
    shared = {"tables": list(TABLES)}
    drawn = list(figures(folder, runs))
    _write(
        report / "index.html",
        "index",
        up="",
        figures=drawn,
        unread=[f"{Path(issue.where).name}: {issue.what}" for issue in unread],
        **_index(tables, runs),
        **shared,
    )
    for name in TABLES:
        _write(
            report / "tables" / f"{name}.html",
            "table",
            up="../",
            name=name,
            fields=TABLES[name],
            **_table(tables, name),
            **shared,
        )
    for run in runs:
        body = notebook_html(run.notebook, "../")
        _write(
            report / "notebooks" / f"{run.name}.html",
            "notebook",
            up="../",
            name=run.name,
            body=body,
            failure=run.failure,
            **shared,
        )
    for document, rows in _rows_by_document(tables, documents):
        _write(report / DOCUMENTS / page(document.doc_id), "document", up="../", **_document(document, rows), **shared)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("analysis"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _write(path: Path, template: str, **content: Any) -> None:
    text = _environment().get_template(f"{template}.html.j2").render(**content)
    path.write_text(text.rstrip() + "\n", encoding="utf-8", newline="\n")


def _visible(value: Any) -> str:
    return str(value).translate(_CONTROLS)


def _index(tables: Tables, runs: Iterable[Executed]) -> dict[str, Any]:
    counts = ["sentences", *(table for table in TABLES if table != "documents")]
    shown = ["document", "publisher", "published", *counts]
    rows = [
        [
            Link(_visible(row["title"] or row["doc_id"]), page_link(DOCUMENTS, row["doc_id"])),
            *(_visible(row[name]) for name in shown[1:]),
        ]
        for row in _records(tables.documents[:SHOWN], "documents")
    ]
    executed = [
        [Link(run.name, f"notebooks/{run.name}.html"), _settings(run.parameters), run.failure or "done"] for run in runs
    ]
    return {
        "numbers": _numbers(tables),
        "document_columns": shown,
        "document_numbers": counts,
        "documents": rows,
        "runs": executed,
    }


def _settings(parameters: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in parameters.items()) or "as in the notebook"


def _numbers(tables: Tables) -> list[dict[str, str]]:
    """The closing numbers: what was found, and how much of it the documents leave open."""
    bodies, members, money = tables.alliances, tables.memberships, tables.funding
    named = members[members.named.fillna(True)]
    characters = int(tables.documents.characters.sum())
    undated = int(bodies.established.isna().sum())
    organizations = named.organization_id.nunique()
    unstated = int(money.amount.isna().sum())
    unconverted = int((money.amount.notna() & money.amount_cny.isna()).sum())
    told = [
        (_count(len(tables.documents), "document"), f"{characters:,} characters"),
        (_count(len(bodies), "collective body", "collective bodies"), f"{undated} without a date of founding"),
        (
            _count(len(named), "named membership"),
            f"{_count(organizations, 'organisation')}; {_count(len(members) - len(named), 'group')} without names",
        ),
        (
            _count(len(money), "statement about money", "statements about money"),
            f"{unstated} without an amount, {unconverted} without a rate to yuan",
        ),
        (_count(len(tables.policies), "policy document"), ""),
        (_count(len(tables.targets), "count to be reached", "counts to be reached"), ""),
    ]
    return [{"text": text, "note": note} for text, note in told]


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def _records(frame: pd.DataFrame, table: str) -> list[dict[str, str]]:
    """Rows as they are written to files."""
    cells = {field.name: [cell(value, field.type) for value in frame[field.name]] for field in TABLES[table]}
    return [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]


@cache
def _numeric(table: str) -> frozenset[str]:
    return frozenset(field.name for field in TABLES[table] if field.type in ("integer", "number"))


def _table(tables: Tables, name: str) -> dict[str, Any]:
    frame = getattr(tables, name)
    return {**_cells(name, _records(frame[:SHOWN], name), f"../{DOCUMENTS}"), "total": len(frame)}


def _cells(table: str, records: Sequence[Mapping[str, str]], pages: str = "") -> dict[str, Any]:
    """Columns and rows of a table as shown: what it is about first, columns that are empty throughout left out.

    `pages` leads to the pages of the documents; it is empty on such a page itself.
    """
    filled = {name for record in records for name, text in record.items() if text}
    shown = [
        name for name in columns(table) if name in filled and not (name in _OFFSETS or name == "doc_id" and not pages)
    ]
    shown.sort(key=lambda name: name not in ("doc_id", "mention"))
    return {
        "columns": shown,
        "rows": [[_cell(table, name, record, pages) for name in shown] for record in records],
        "numbers": _numeric(table),
    }


def _cell(table: str, column: str, record: Mapping[str, str], pages: str) -> Link | str:
    text = _visible(record[column])
    if column == "mention":
        start = int(record["start"])
        return Link(text, link(pages, table, record["doc_id"], start) if pages else f"#{anchor(table, start)}")
    if column == "doc_id":
        return Link(text, page_link(pages, record["doc_id"]))
    return f"{int(text):,}" if column in _numeric(table) and text.isdigit() and column not in _YEARS else text


def _rows_by_document(
    tables: Tables, documents: Iterable[Document]
) -> Iterator[tuple[Document, dict[str, list[dict[str, str]]]]]:
    """Documents in order, each with its rows of every table."""
    found: dict[str, dict[str, list[dict[str, str]]]] = {}
    for table in TABLES:
        for record in _records(getattr(tables, table), table):
            found.setdefault(record["doc_id"], {}).setdefault(table, []).append(record)
    for document in documents:
        yield document, found.get(document.doc_id, {})


def _document(document: Document, rows: dict[str, list[dict[str, str]]]) -> dict[str, Any]:
    (about,) = rows.pop("documents", [dict.fromkeys(ABOUT, "")])
    text = document.text.translate(_CONTROLS)
    return {
        "document": document,
        "about": [(name.replace("_", " "), _visible(about[name])) for name in ABOUT if about[name]],
        "pieces": pieces(text, _marks(document, rows)),
        "found": [{"table": table, **_cells(table, records)} for table, records in rows.items()],
    }


def _marks(document: Document, rows: Mapping[str, list[dict[str, str]]]) -> Iterator[Mark]:
    """One mark for each place of each table, however many rows stand there, the cues, and what was left out."""
    for block in document.blocks:
        if block.kind == BOILERPLATE:
            yield Mark(block.start, block.end, "boilerplate", "span")
    cues: set[tuple[int, int]] = set()
    for table, records in rows.items():
        places: dict[tuple[int, int], list[str]] = {}
        for record in records:
            places.setdefault((int(record["start"]), int(record["end"])), []).append(_title(table, record))
            if record["cue"]:
                cues.add((int(record["cue_start"]), int(record["cue_end"])))
        linked: set[int] = set()
        for (start, end), titles in places.items():
            id = "" if start in linked else anchor(table, start)
            linked.add(start)
            yield Mark(start, end, table, "mark", id, "; ".join(dict.fromkeys(titles)))
    for start, end in cues:
        yield Mark(start, end, "cue", "span")


_TOLD = {
    "alliances": ("kind", "place", "established"),
    "memberships": ("role", "sector", "alliance_id"),
    "funding": ("kind", "amount", "currency", "year"),
    "policies": ("title", "place", "issued"),
    "targets": ("count", "unit", "year"),
}


def _title(table: str, record: Mapping[str, str]) -> str:
    return f"{table}: {', '.join(_visible(record[name]) for name in _TOLD[table] if record[name])}"
