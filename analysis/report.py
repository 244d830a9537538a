"""The HTML report: figures, numbers and notebooks on one page, and every document with its evidence marked.

Pages open from disk, without server, script or anything from elsewhere, and hold no time: the same run gives the
same bytes. Everything that came out of a document is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analysis.addresses import DOCUMENTS, anchor, link, page, page_link
from analysis.corpus import Issue
from analysis.document import Document
from analysis.embed import Executed, figures, highlighting, notebook_html
from analysis.fields import TABLES, columns
from analysis.marks import Mark, pieces, visible
from analysis.segment import BOILERPLATE
from analysis.store import cells
from analysis.tables import Tables

SHOWN = 1000  # rows of a table on its page; a browser is slow with more, and the file has them all
ABOUT = ("publisher", "published", "url", "licence_note")
_COUNTS = ("sentences", *(table for table in TABLES if table != "documents"))
_OVERVIEW = ("publisher", "published", *_COUNTS)
_NUMERIC = {
    table: {field.name for field in fields if field.type in ("integer", "number")} for table, fields in TABLES.items()
}
_YEARS = {"year", "period_start", "period_end"}
# The link on the mention says the same, better.
_OFFSETS = {"start", "end", "cue_start", "cue_end"}
# What a mark says when pointed at.
_TOLD = {
    "alliances": ("kind", "place", "established"),
    "memberships": ("role", "sector", "alliance_id"),
    "funding": ("kind", "amount", "currency", "year"),
    "policies": ("title", "place", "issued"),
    "targets": ("count", "unit", "year"),
}

Record = dict[str, str]


def build(
    folder: Path, tables: Tables, documents: Sequence[Document], runs: Sequence[Executed], unread: Sequence[Issue] = ()
) -> None:
    """Write the report of a run to ``report/`` in the folder in which its figures are.

    `tables` were made from `documents`, and drawn by `runs`, the notebooks in order; `unread` is what could not be
    read of the corpus.
    """
    report = folder / "report"
    records = cells(tables)
    style = Path(__file__).with_name("templates") / "style.css"
    _write(report / "style.css", style.read_text(encoding="utf-8") + highlighting())
    _page(
        report / "index.html",
        "index",
        up="",
        figures=list(figures(folder, runs)),
        numbers=_numbers(tables),
        columns=["document", *_OVERVIEW],
        counts=_COUNTS,
        documents=[_overview(record) for record in records["documents"][:SHOWN]],
        runs=[[_link(f"notebooks/{run.name}.html", run.name), _set(run), run.failure or "done"] for run in runs],
        unread=[f"{Path(issue.where).name}: {issue.what}" for issue in unread],
    )
    for table, rows in records.items():
        shown = _cells(table, rows[:SHOWN], f"../{DOCUMENTS}")
        _page(report / "tables" / f"{table}.html", "table", name=table, fields=TABLES[table], total=len(rows), **shown)
    for run in runs:
        body = notebook_html(run.notebook, "../")
        _page(report / "notebooks" / f"{run.name}.html", "notebook", name=run.name, body=body, failure=run.failure)
    found: dict[str, dict[str, list[Record]]] = {document.doc_id: {} for document in documents}
    for table, rows in records.items():
        for record in rows:
            found[record["doc_id"]].setdefault(table, []).append(record)
    for document in documents:
        _page(report / DOCUMENTS / page(document.doc_id), "document", **_document(document, found[document.doc_id]))


@cache
def _environment() -> Environment:
    options = {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    environment = Environment(loader=PackageLoader("analysis"), **options)
    environment.globals["tables"] = list(TABLES)
    return environment


def _page(path: Path, template: str, up: str = "../", **content: Any) -> None:
    """Write a page; `up` leads from it to the folder of the report."""
    text = _environment().get_template(f"{template}.html.j2").render(up=up, **content)
    _write(path, text.rstrip() + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _link(href: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, text)


def _overview(record: Record) -> list[str]:
    """A document's row on the first page."""
    title = _link(page_link(DOCUMENTS, record["doc_id"]), visible(record["title"] or record["doc_id"]))
    return [title, *(visible(record[name]) for name in _OVERVIEW)]


def _set(run: Executed) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in run.parameters.items()) or "as in the notebook"


def _numbers(tables: Tables) -> dict[str, int]:
    """The closing numbers: what was found, and how much of it the documents leave open."""
    members, money = tables.memberships, tables.funding
    named = members[members.named.fillna(True)]
    return {
        **{table: len(getattr(tables, table)) for table in TABLES},
        "characters": int(tables.documents.characters.sum()),
        "undated": int(tables.alliances.established.isna().sum()),
        "named": len(named),
        "organizations": named.organization_id.nunique(),
        "unstated": int(money.amount.isna().sum()),
        "unconverted": int((money.amount.notna() & money.amount_cny.isna()).sum()),
    }


def _cells(table: str, records: Sequence[Record], pages: str = "") -> dict[str, Any]:
    """Columns and rows of a table as shown: what it is about first, columns that are empty throughout left out.

    `pages` leads to the pages of the documents; it is empty on such a page itself.
    """
    left_out = _OFFSETS if pages else _OFFSETS | {"doc_id"}
    shown = [name for name in columns(table) if name not in left_out and any(record[name] for record in records)]
    shown.sort(key=lambda name: name not in ("doc_id", "mention"))
    rows = [[_cell(table, name, record, pages) for name in shown] for record in records]
    return {"columns": shown, "rows": rows, "numbers": _NUMERIC[table]}


def _cell(table: str, column: str, record: Record, pages: str) -> str:
    text = visible(record[column])
    if column == "mention":
        start = int(record["start"])
        return _link(link(pages, table, record["doc_id"], start) if pages else f"#{anchor(table, start)}", text)
    if column == "doc_id":
        return _link(page_link(pages, record["doc_id"]), text)
    return f"{int(text):,}" if column in _NUMERIC[table] - _YEARS and text.isdigit() else text


def _document(document: Document, rows: dict[str, list[Record]]) -> dict[str, Any]:
    (about,) = rows.pop("documents", [dict.fromkeys(ABOUT, "")])
    return {
        "document": document,
        "about": [(name.replace("_", " "), visible(about[name])) for name in ABOUT if about[name]],
        "pieces": pieces(visible(document.text), _marks(document, rows)),
        "found": [{"table": table, **_cells(table, records)} for table, records in rows.items()],
    }


def _marks(document: Document, rows: Mapping[str, list[Record]]) -> Iterator[Mark]:
    """One mark for each place of each table, however many rows stand there, the cues, and what was left out."""
    for block in document.blocks:
        if block.kind == BOILERPLATE:
            yield Mark(block.start, block.end, "boilerplate", "span")
    cues: set[tuple[int, int]] = set()
    for table, records in rows.items():
        titles: dict[tuple[int, int], list[str]] = {}
        for record in records:
            told = ", ".join(visible(record[name]) for name in _TOLD[table] if record[name])
            titles.setdefault((int(record["start"]), int(record["end"])), []).append(f"{table}: {told}")
            if record["cue"]:
                cues.add((int(record["cue_start"]), int(record["cue_end"])))
        linked: set[int] = set()
        for (start, end), told in titles.items():
            id = "" if start in linked else anchor(table, start)
            linked.add(start)
            yield Mark(start, end, table, "mark", id, "; ".join(dict.fromkeys(told)))
    for start, end in cues:
        yield Mark(start, end, "cue", "span")
