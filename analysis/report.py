"""The HTML report: figures, numbers and notebooks on one page, and every document with its evidence marked.

Pages open from disk, without server, script or anything from elsewhere, and hold no time: the same run gives the
same bytes. Everything that came out of a document is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from nbformat import NotebookNode

from analysis.addresses import DOCUMENTS, FROM_FIGURES, anchor, link, page, page_link
from analysis.document import Document
from analysis.fields import TABLES, columns
from analysis.marks import Mark, pieces
from analysis.read import Issue
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
_TAGS = set("a b blockquote br code dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i li mark ol p pre small span strong sub sup table".split())
_TAGS |= set("caption colgroup tbody td tfoot th thead tr ul".split())


@dataclass(frozen=True, slots=True)
class Link:
    """A cell of a table that leads somewhere."""

    text: str
    href: str

    def __html__(self) -> str:
        return Markup('<a href="{}">{}</a>').format(self.href, self.text)


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook as it was run: its name, what was set, its executed copy, and what failed (empty where nothing did)."""

    name: str
    parameters: Mapping[str, Any]
    notebook: NotebookNode
    failure: str = ""


def build(folder: Path, tables: Tables, documents: Sequence[Document], runs: Sequence[Executed], unread: Sequence[Issue] = ()) -> None:
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
    (report / "style.css").write_text(style.read_text(encoding="utf-8") + _highlighting(), encoding="utf-8", newline="\n")
    shared = {"tables": list(TABLES)}
    figures = list(_figures(folder, runs))
    _write(report / "index.html", "index", up="", figures=figures, unread=[_visible(issue.what) for issue in unread], **_index(tables, runs), **shared)
    for name in TABLES:
        _write(report / "tables" / f"{name}.html", "table", up="../", name=name, fields=TABLES[name], **_table(tables, name), **shared)
    for run in runs:
        body = Markup(_relinked(_notebook_html(run.notebook), f"../{DOCUMENTS}"))
        _write(report / "notebooks" / f"{run.name}.html", "notebook", up="../", name=run.name, body=body, failure=run.failure, **shared)
    for document, rows in _rows_by_document(tables, documents):
        _write(report / DOCUMENTS / page(document.doc_id), "document", up="../", **_document(document, rows), **shared)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("analysis"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
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
        [Link(_visible(row["title"] or row["doc_id"]), page_link(DOCUMENTS, row["doc_id"])), *(_visible(row[name]) for name in shown[1:])]
        for row in _records(tables.documents[:SHOWN], "documents")
    ]
    executed = [[Link(run.name, f"notebooks/{run.name}.html"), _settings(run.parameters), run.failure or "done"] for run in runs]
    return {"numbers": _numbers(tables), "document_columns": shown, "document_numbers": counts, "documents": rows, "runs": executed}


def _settings(parameters: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value!r}" for name, value in parameters.items()) or "as in the notebook"


def _numbers(tables: Tables) -> list[dict[str, str]]:
    """The closing numbers: what was found, and how much of it the documents leave open."""
    bodies, members, money = tables.alliances, tables.memberships, tables.funding
    named = members[members.named.fillna(True)]
    return [
        {"text": _count(len(tables.documents), "document"), "note": f"{int(tables.documents.characters.sum()):,} characters"},
        {"text": _count(len(bodies), "collective body", "collective bodies"), "note": f"{int(bodies.established.isna().sum())} without a date of founding"},
        {"text": _count(len(named), "named membership"), "note": f"{named.organization_id.nunique()} organisations; {len(members) - len(named)} groups without names"},
        {"text": _count(len(money), "statement about money", "statements about money"), "note": f"{int(money.amount.isna().sum())} without an amount, "
         f"{int((money.amount.notna() & money.amount_cny.isna()).sum())} without a rate to yuan"},
        {"text": _count(len(tables.policies), "policy document"), "note": ""},
        {"text": _count(len(tables.targets), "count to be reached", "counts to be reached"), "note": ""},
    ]  # fmt: skip


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
    shown = [name for name in columns(table) if name in filled and not (name in _OFFSETS or name == "doc_id" and not pages)]
    shown.sort(key=lambda name: name not in ("doc_id", "mention"))
    return {"columns": shown, "rows": [[_cell(table, name, record, pages) for name in shown] for record in records], "numbers": _numeric(table)}


def _cell(table: str, column: str, record: Mapping[str, str], pages: str) -> Link | str:
    text = _visible(record[column])
    if column == "mention":
        start = int(record["start"])
        return Link(text, link(pages, table, record["doc_id"], start) if pages else f"#{anchor(table, start)}")
    if column == "doc_id":
        return Link(text, page_link(pages, record["doc_id"]))
    return f"{int(text):,}" if column in _numeric(table) and text.isdigit() and column not in _YEARS else text


def _rows_by_document(tables: Tables, documents: Iterable[Document]) -> Iterator[tuple[Document, dict[str, list[dict[str, str]]]]]:
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


@cache
def _exporter():
    from nbconvert import HTMLExporter

    # The plain template: no scripts, and nothing to fetch.
    return HTMLExporter(template_name="basic", sanitize_html=True, skip_svg_encoding=True, filters={"clean_html": _clean})


def _clean(html: str | bytes) -> str:
    """HTML from cells without anything that runs or fetches. Drawings, which nbconvert gives as bytes, are our own."""
    import bleach

    if isinstance(html, bytes):
        return html.decode()
    attributes = {"*": ["class", "id", "title"], "a": ["href"], "th": ["scope", "colspan", "rowspan"], "td": ["colspan", "rowspan"]}
    return bleach.clean(html, tags=_TAGS, attributes=attributes, strip=True)


def _notebook_html(notebook: NotebookNode) -> str:
    body, _ = _exporter().from_notebook_node(notebook)
    return _METADATA.sub("", _distinct(body))


def _highlighting() -> str:
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(style="default").get_style_defs(".highlight") + "\n"


def _figures(folder: Path, runs: Sequence[Executed]) -> Iterator[dict[str, Any]]:
    """The figures in the order in which the notebooks name them."""
    sources = "\n".join(cell.source for run in runs for cell in run.notebook.cells)
    paths = sorted(folder.glob("*.svg"), key=lambda path: (_place(sources, path.stem), path.stem))
    for path in paths:
        svg = path.read_text(encoding="utf-8")
        title = _svg_title(svg) or path.stem.replace("-", " ")
        svg = _METADATA.sub("", svg[svg.index("<svg") :]).replace("<svg ", f'<svg role="group" aria-label="{Markup.escape(title)}" ', 1)
        yield {
            "stem": path.stem,
            "title": title,
            "svg": Markup(_relinked(_distinct(svg, f"{path.stem}-"), DOCUMENTS)),
            "png": path.with_suffix(".png").exists(),
            "csv": path.with_suffix(".csv").exists(),
        }


def _place(sources: str, stem: str) -> int:
    place = sources.find(stem)
    return place if place >= 0 else len(sources)


def _svg_title(svg: str) -> str:
    found = re.search(r"<title>(.*?)</title>", svg, re.S)
    return Markup(found[1]).unescape().strip() if found else ""


# RDF is no part of HTML; the title says the same.
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.S)
_SVG = re.compile(r"<svg\b.*?</svg>", re.S)
_ID = re.compile(r'(\bid="|url\(#|href="#)')


def _distinct(html: str, prefix: str = "") -> str:
    """Give each drawing on a page ids of its own: matplotlib uses the same ones in all."""
    number = count(1)
    return _SVG.sub(lambda svg: _ID.sub(rf"\g<1>{prefix or f'drawing-{next(number)}-'}", svg[0]), html)


def _relinked(html: str, prefix: str) -> str:
    """Links from figures to evidence, which are made for files beside `report/`, as seen from inside it."""
    return html.replace(f'href="{FROM_FIGURES}/', f'href="{prefix}/')
