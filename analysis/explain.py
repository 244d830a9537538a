"""Why a row is as it is, and something else is no row: `show` prints a document with its rows, `explain` reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from rich.console import Console
from rich.text import Text

from analysis.corrected import correct
from analysis.discards import Discard, discards
from analysis.document import Document
from analysis.errors import AnalysisError, nearest
from analysis.extract import extract
from analysis.identity import identify
from analysis.lexicon import load
from analysis.mention import Row
from analysis.segment import BOILERPLATE
from analysis.terminal import INDENT, Span, evidence, facts, key, marked, visible

_NAMED = 20  # documents named in an error
_EXAMPLES = 3  # of a lexicon entry
# Where the rules of a table are: lexicons whose entries they name, and modules with what no lexicon decides.
_HOMES = {
    "alliances": (("founding", "roles", "role_words"), ("alliances", "founding", "participation")),
    "memberships": (("roles", "role_words"), ("participation",)),
    "funding": (("funding_kinds",), ("funding", "guesses", "kinds", "kind_words", "unsized")),
    "policies": (("policies",), ("policies", "issuing", "issue_dates")),
    "targets": ((), ("claims", "targets")),
}


@dataclass(frozen=True)
class Reading:
    """A document with the rows made of it: as extracted, and as corrected, with what corrections dropped."""

    document: Document
    extracted: list[Row]
    rows: list[Row]
    dropped: list[str]


def reading(document: Document) -> Reading:
    """Extract a document and apply its corrections; those that do not fit are an `AnalysisError`."""
    extracted = extract(document).rows
    corrected = correct(document, extracted, document.corrections)
    if corrected.misfits:
        raise AnalysisError("\n  ".join(["corrections do not fit:", *corrected.misfits]))
    return Reading(document, extracted, corrected.rows, corrected.dropped)


def document_of(documents: Sequence[Document], doc_id: str) -> Document:
    """The document of a name; an `AnalysisError` with the nearest where there is none."""
    by_id = {document.doc_id: document for document in documents}
    if doc_id not in by_id:
        told = nearest(doc_id, by_id).partition("Choices" if len(by_id) > _NAMED else "\0")[0]
        raise AnalysisError(f"there is no document {doc_id!r}.", remedy=told.strip() or "Its name is its file's.")
    return by_id[doc_id]


def show(document: Document, console: Console) -> None:
    """Print a document with mentions, cues and boilerplate marked, and then its rows, table by table."""
    read = reading(document)
    spans = [Span(b.start, b.end, "boilerplate") for b in document.blocks if b.kind == BOILERPLATE]
    spans += [Span(row.mention.start, row.mention.end, row.table) for row in read.rows]
    spans += [Span(row.cue.start, row.cue.end, "cue") for row in read.rows if row.cue]
    console.print(Text(" | ".join(map(visible, filter(None, (document.doc_id, document.title)))), "bold"))
    console.print(marked(document, 0, len(document.text), spans, console))
    for table in _HOMES:
        rows = [row for row in read.rows if row.table == table]
        console.print(Text(f"\n{table}: {len(rows)}", "bold"))
        for row in rows:
            told = ", ".join(f"{name} {value}" for name, value in facts(row))
            console.print(f"{INDENT}{row.mention.start}-{row.mention.end}  {told}")
    for told in read.dropped:
        console.print(f"{INDENT}{told}")


def explain(documents: Sequence[Document], table: str, wanted: str, console: Console) -> None:
    """Print why rows are as they are, with what near them became no row.

    Parameters
    ----------
    documents : sequence of Document
        The corpus.
    table : str
        The table, any but ``documents``.
    wanted : str
        ``DOC:START`` or ``DOC:START-END``, an ``alliance_id`` or ``organization_id`` (all its rows), or ``DOC`` (all
        rows of the document, and all that became none).

    Raises
    ------
    AnalysisError
        Where there is no such row or candidate; the nearest is named.
    """
    doc_id, _, place = wanted.rpartition(":")
    if wanted in {document.doc_id for document in documents}:
        read = reading(document_of(documents, wanted))
        for row in read.rows:
            if row.table == table:
                _tell(read, row, console)
        _tell_discards(read, discards(read.document, table, read.extracted), console)
    elif re.fullmatch(r"\d+(-\d+)?", place):
        _explain_place(reading(document_of(documents, doc_id)), table, int(place.partition("-")[0]), console)
    else:
        _explain_id(documents, table, wanted, console)


def _explain_place(read: Reading, table: str, start: int, console: Console) -> None:
    here = [row for row in read.rows if row.table == table and _covers(row, start)]
    gone = [row for row in read.extracted if row.table == table and _covers(row, start)] if not here else []
    others = discards(read.document, table, read.extracted)
    for row in here or gone:
        _tell(read, row, console)
    if gone:
        console.print(f"{INDENT}no longer a row: {'; '.join(_dropping(read.dropped, gone[0]))}")
    if here or gone:
        sentences = {_sentence(read.document, row.mention.start) for row in here or gone}
        again = {f"said again of what stands at {row.mention.start}" for row in here}
        _tell_discards(
            read, [d for d in others if _sentence(read.document, d.start) in sentences or d.why in again], console
        )
        return
    if found := [d for d in others if d.start <= start < d.end]:
        _tell_discards(read, found, console)
        return
    rows = [row for row in read.rows if row.table == table]
    near = min(rows, key=lambda row: abs(row.mention.start - start), default=None)
    remedy = f"Did you mean {key(near)}, {near.mention.text!r}?" if near else f"The document has no rows of {table}."
    raise AnalysisError(f"{read.document.doc_id}:{start} is in no row or candidate of {table}.", remedy=remedy)


def _dropping(dropped: Sequence[str], row: Row) -> list[str]:
    """What is said of the dropping of a row, which may have gone with its body."""
    own = [told for told in dropped if told.startswith(f"dropped {row.table} {row.mention.start}-{row.mention.end}")]
    return own or [told for told in dropped if "memberships" in told]


def _covers(row: Row, offset: int) -> bool:
    return row.mention.start <= offset < row.mention.end


def _sentence(document: Document, offset: int) -> int | None:
    sentence = document.sentence_at(offset)
    return sentence.index if sentence else None


def _explain_id(documents: Sequence[Document], table: str, wanted: str, console: Console) -> None:
    column = "organization_id" if table == "memberships" else "alliance_id"
    readings = {document.doc_id: reading(document) for document in documents}
    rows = [row for read in readings.values() for row in read.rows]
    ids = {}
    for row, identified in zip(rows, identify([read.rows for read in readings.values()]), strict=True):
        if row.table == table and (name := identified.values.get(column)):
            ids.setdefault(name, []).append(row)
    if wanted not in ids:
        close = nearest(wanted, [*readings, *ids]).partition(" Choices")[0]
        remedy = f"{close if close.startswith('Did') else ''} Give DOC, DOC:START{f' or {column}' if ids else ''}."
        raise AnalysisError(f"there is no {wanted!r} in table {table}.", remedy=remedy.strip())
    for row in ids[wanted]:
        _tell(readings[row.mention.doc_id], row, console)


def _tell(read: Reading, row: Row, console: Console) -> None:
    console.print(Text(f"{row.table} {key(row)}", "bold"))
    console.print(Text(INDENT) + evidence(read.document, row, console))
    for name, value in facts(row):
        console.print(f"{INDENT}{name}: {value}")
    for line in rule(row):
        console.print(f"{INDENT}{line}")


def rule(row: Row) -> Iterator[str]:
    """Which rule made a row, with the entry of its lexicon or the module that decided."""
    lexicons, modules = _HOMES[row.table]
    entries = ((name, entry) for name in lexicons for entry in load(name) if entry["id"] == row.rule)
    name, entry = next(entries, ("", {}))
    paths = [f"lexicon/{name}.yaml"] if name else [f"relate/{module}.py" for module in modules]
    where = next(filter(None, (_line(path, f"- id: {row.rule}" if name else f'"{row.rule}"') for path in paths)), "")
    cue = f", by the words {visible(row.cue.text)!r}" if row.cue else ""
    yield f"rule: {row.rule}{cue}{where}"
    for example in entry.get("examples", ())[:_EXAMPLES]:
        yield f"{INDENT}as in: {example}"


def _line(path: str, text: str) -> str:
    """The first line of a file of the package that holds a text, in brackets; empty where none does."""
    lines = resources.files("analysis").joinpath(path).read_text(encoding="utf-8").splitlines()
    number = next((n for n, line in enumerate(lines, 1) if line == text or text[0] == '"' and text in line), None)
    return f" (analysis/{path}, line {number})" if number else ""


def _tell_discards(read: Reading, found: Sequence[Discard], console: Console) -> None:
    if found:
        console.print(Text("Found, and no row:", "bold"))
    for one in found:
        text = visible(" ".join(read.document.text[one.start : one.end].split()))
        console.print(f"{INDENT}{one.start}-{one.end}  {text!r}: {one.why}")
