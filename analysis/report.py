"""The HTML report: figures, numbers and notebooks on one page, and every document with its evidence marked.

Pages open from disk, without server or anything from elsewhere, and hold no time: the same run gives the same bytes.
The one script sorts and filters tables, which can be read without it. Everything that came out of a document is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from analysis import account
from analysis.addresses import DOCUMENTS, anchor, link, page, page_link, row
from analysis.corpus import Issue
from analysis.corrected import tally
from analysis.document import Document
from analysis.embed import Executed, figures, highlighting, notebook_html
from analysis.fields import TABLES, columns
from analysis.marks import Mark, pieces, stretches, visible
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
_CAPTIONS = {
    "documents": "Documents that were read",
    "alliances": "Collective bodies",
    "memberships": "Who stands in which role in which body",
    "funding": "Statements about money",
    "policies": "Plans and measures",
    "targets": "Counts to be reached",
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
    records = _numbered(cells(tables))
    templates = Path(__file__).with_name("templates")
    _write(report / "style.css", (templates / "style.css").read_text(encoding="utf-8") + highlighting())
    _write(report / "table.js", (templates / "table.js").read_text(encoding="utf-8"))
    numbers, issues = _numbers(tables, records), [f"{Path(issue.where).name}: {issue.what}" for issue in unread]
    _page(
        report / "index.html",
        "index",
        up="",
        figures=list(figures(folder, runs, _told(records))),
        numbers=numbers,
        columns=["document", *_OVERVIEW],
        counts=_COUNTS,
        documents=[_overview(record) for record in records["documents"][:SHOWN]],
        runs=[[_link(f"notebooks/{run.name}.html", run.name), _set(run), run.failure or "done"] for run in runs],
        unread=issues,
    )
    _page(
        report / "quality.html",
        "quality",
        up="",
        numbers=numbers,
        measured=[(f"notebooks/{run.name}.html", run.name) for run in runs if "quality" in run.name],
        corrected=tally(tables),
        flags=account.flagged(records),
        open=account.filled(records),
        unread=issues,
    )
    run_page = {"parameters": account.parameters(runs), "versions": account.versions()}
    _page(report / "run.html", "run", up="", **run_page)
    for table, rows in records.items():
        shown = _cells(table, rows[:SHOWN], f"../{DOCUMENTS}")
        _page(report / "tables" / f"{table}.html", "table", name=table, fields=TABLES[table], total=len(rows), **shown)
    for run in runs:
        body = notebook_html(run.notebook, "../", _told(records))
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
    environment.globals["pages"] = {
        "index.html": "Report",
        **{f"tables/{table}.html": table for table in TABLES},
        "quality.html": "Quality and limits",
        "run.html": "This run",
    }
    return environment


def _page(path: Path, template: str, up: str = "../", **content: Any) -> None:
    """Write a page; `up` leads from it to the folder of the report."""
    here = f"{path.parent.name}/{path.name}" if up else path.name
    text = _environment().get_template(f"{template}.html.j2").render(up=up, here=here, **content)
    _write(path, text.rstrip() + "\n")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _numbered(records: dict[str, list[Record]]) -> dict[str, list[Record]]:
    """Rows with their number in the file, from 1, as ``row``."""
    return {table: [{"row": str(n), **one} for n, one in enumerate(rows, 1)] for table, rows in records.items()}


def _told(records: dict[str, list[Record]]) -> dict[str, str]:
    """What stands at an address of the report, in words: what the marks of figures say."""
    told: dict[str, str] = {}
    for table, fields in _TOLD.items():
        for one in records[table]:
            address = link(DOCUMENTS, table, one["doc_id"], int(one["start"]))
            told.setdefault(address, f"{visible(one['mention'])} ({table}: {_listed(fields, one)})")
    return told


def _listed(fields: Iterable[str], record: Record) -> str:
    return ", ".join(visible(record[name]) for name in fields if record[name])


def _link(href: str, text: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(href, text)


def _overview(record: Record) -> list[str]:
    """A document's row on the first page."""
    title = _link(page_link(DOCUMENTS, record["doc_id"]), visible(record["title"] or record["doc_id"]))
    return [title, *(visible(record[name]) for name in _OVERVIEW)]


def _set(run: Executed) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in run.parameters.items()) or "as in the notebook"


def _numbers(tables: Tables, records: dict[str, list[Record]]) -> dict[str, int]:
    """The closing numbers: what was found, and how much of it the documents leave open."""
    members, money = tables.memberships, tables.funding
    named = members[members.named.fillna(True)]
    return {
        **{table: len(getattr(tables, table)) for table in TABLES},
        "rows": sum(len(records[table]) for table in _TOLD),
        "flagged": sum(bool(one["flags"]) for table in _TOLD for one in records[table]),
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
    shown = ["row", *sorted(shown, key=lambda name: name not in ("doc_id", "mention"))]
    return {
        "columns": shown,
        "rows": [[_cell(table, name, record, pages) for name in shown] for record in records],
        "ids": [row(table, record["row"]) for record in records],
        "numbers": _NUMERIC[table] | {"row"},
        "caption": _CAPTIONS[table],
    }


def _cell(table: str, column: str, record: Record, pages: str) -> str:
    text = visible(record[column])
    if column == "mention":
        start = int(record["start"])
        return _link(link(pages, table, record["doc_id"], start) if pages else f"#{anchor(table, start)}", text)
    if column == "row":  # in a document, a row leads on to the same one in the page of the table
        there = "" if pages or int(text) > SHOWN else f"../tables/{table}.html"
        return _link(f"{there}#{row(table, text)}", text)
    if column == "doc_id":
        return _link(page_link(pages, record["doc_id"]), text)
    return f"{int(text):,}" if column in _NUMERIC[table] - _YEARS and text.isdigit() else text


def _document(document: Document, rows: dict[str, list[Record]]) -> dict[str, Any]:
    (about,) = rows.pop("documents", [dict.fromkeys(ABOUT, "")])
    return {
        "document": document,
        "about": [(name.replace("_", " "), visible(about[name])) for name in ABOUT if about[name]],
        "stretches": stretches(pieces(visible(document.text), _marks(document, rows))),
        "found": [{"table": table, **_cells(table, records)} for table, records in rows.items()],
    }


def _marks(document: Document, rows: Mapping[str, list[Record]]) -> Iterator[Mark]:
    """One mark for each place of each table, however many rows stand there, the cues, and what was left out."""
    for block in document.blocks:
        if block.kind == BOILERPLATE:
            yield Mark(block.start, block.end, "boilerplate", "span")
    cues: set[tuple[int, int]] = set()
    for table, records in rows.items():
        places: dict[tuple[int, int], list[Record]] = {}
        for record in records:
            places.setdefault((int(record["start"]), int(record["end"])), []).append(record)
            if record["cue"]:
                cues.add((int(record["cue_start"]), int(record["cue_end"])))
        linked: set[int] = set()
        for (start, end), here in places.items():
            id = "" if start in linked else anchor(table, start)
            linked.add(start)
            told = dict.fromkeys(f"{table}: {_listed(_TOLD[table], record)}" for record in here)
            rows_here = tuple(row(table, record["row"]) for record in here)
            yield Mark(start, end, table, "mark", id, "; ".join(told), rows_here)
    for start, end in cues:
        yield Mark(start, end, "cue", "span")
