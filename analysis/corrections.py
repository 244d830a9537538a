"""Corrections: what a reader puts right in the tables, in a ``corrections.csv`` beside the corpus.

Here is the file (docs/codebook.md has its format): read and checked line by line, attached to the documents of a
corpus, and added to by `analysis.review`. `analysis.corrected` applies it to rows.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path

from analysis.check import cell_faults
from analysis.document import Document
from analysis.errors import AnalysisError, nearest
from analysis.fields import ROLES, TABLES, Field
from analysis.store import write_atomically

FILE = "corrections.csv"
ACTIONS = ("change", "drop", "add", "confirm")
_FOLLOWS = {
    "alliance_id": "name",
    "organization_id": "organization",
    "helix": "sector",
    **dict.fromkeys(("amount_cny", "rate", "rate_date", "rate_source"), "amount and currency"),
}
_EVIDENCE = ("doc_id", "start", "end", "mention", "cue", "cue_start", "cue_end", "rule", "flags", "corrected")


def correctable(table: str) -> dict[str, Field]:
    """The columns of a table that a correction may give, by name: neither evidence nor what follows from others."""
    return {item.name: item for item in TABLES[table] if item.name not in _FOLLOWS and item.name not in _EVIDENCE}


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of a file of corrections, its cells as written; the fields up to ``date`` are the columns of the file."""

    doc_id: str
    table: str
    start: str
    end: str
    row: str
    action: str
    column: str
    expected: str
    value: str
    reason: str
    who: str
    date: str
    file: str = FILE
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}"

    @property
    def span(self) -> tuple[int, int]:
        return int(self.start), int(self.end)

    def told(self, what: str) -> str:
        """What it did, as the column ``corrected`` says it."""
        return f"{what} (line {self.line}, {self.who})"


COLUMNS = tuple(name for name in Correction.__dataclass_fields__ if name not in ("file", "line"))


def read_corrections(file: Path, content: bytes | None = None) -> list[Correction]:
    """The lines of a file of corrections, or of what is to be its content.

    Raises
    ------
    AnalysisError
        Where it is no CSV in UTF-8, its columns are others, or lines have cells that they cannot have; all are told.
    """
    try:
        reader = csv.DictReader(
            io.StringIO((content or file.read_bytes()).decode("utf-8-sig"), newline=""), strict=True
        )
        header = list(reader.fieldnames or ())
        for name in header:
            if name not in COLUMNS:
                raise AnalysisError(f"unknown column {name!r}.", str(file), nearest(name, COLUMNS))
        if missing := [name for name in COLUMNS if name not in header]:
            remedy = f"The columns are {','.join(COLUMNS)}."
            raise AnalysisError(f"the columns {', '.join(missing)} are missing.", str(file), remedy)
        found, line = [], reader.line_num + 1
        for cells in reader:
            if None in cells or None in cells.values():
                remedy = "Quote cells that hold commas."
                raise AnalysisError("more or fewer cells than the header has.", f"{file}, line {line}", remedy)
            if any(cells.values()):
                found.append(
                    Correction(**{name: text.strip() for name, text in cells.items()}, file=str(file), line=line)
                )
            line = reader.line_num + 1
    except (UnicodeDecodeError, csv.Error) as error:
        raise AnalysisError(f"is not CSV in UTF-8: {error}.", str(file), "Save it as CSV in UTF-8.") from None
    refuse(f"{one}: {fault}" for one in found for fault in faults(one))
    return found


def attach(documents: Sequence[Document], file: Path, others: Collection[str] | None) -> list[Document]:
    """Documents with their corrections.

    ``others`` are documents that the file may speak of besides (those that could not be read); None allows any. A line
    about another is an `AnalysisError`.
    """
    of: dict[str, list[Correction]] = {document.doc_id: [] for document in documents}
    strange = []
    for one in read_corrections(file):
        if one.doc_id in of:
            of[one.doc_id].append(one)
        elif others is not None and one.doc_id not in others:
            strange.append(f"{one}: there is no document {one.doc_id!r}. {nearest(one.doc_id, list(of)[:20])}")
    refuse(strange)
    return [replace(document, corrections=tuple(of[document.doc_id])) for document in documents]


def refuse(told: Iterable[str]) -> None:
    """Raise one `AnalysisError` with all that is told, if anything is."""
    if told := list(told):
        raise AnalysisError("\n  ".join(["corrections do not fit, and nothing was written:", *told]))


def faults(one: Correction) -> Iterator[str]:
    """What is wrong with the cells of a correction, whatever the document."""
    tables = [table for table in TABLES if table != "documents"]
    if one.table not in tables:
        hint = "What is known of documents goes into metadata.csv. " if one.table == "documents" else ""
        yield f"there is no table {one.table!r} to be corrected. {hint}{nearest(one.table, tables)}"
        return
    if one.action not in ACTIONS:
        yield f"there is no action {one.action!r}. {nearest(one.action, ACTIONS)}"
        return
    if not (one.start.isdecimal() and one.end.isdecimal() and int(one.start) < int(one.end)):
        yield f"start and end are {one.start!r} and {one.end!r}, no span. Take both from the table."
    if one.table == "memberships" and not re.fullmatch(rf"({'|'.join(ROLES)}) of .+", one.row):
        yield f"row is {one.row!r}. For memberships it is the role and the body's name: 'initiator of X Alliance'."
    if one.table != "memberships" and one.row:
        yield f"row is {one.row!r}. Leave it empty: only rows of memberships may share a place."
    yield from _value_faults(one)
    try:
        datetime.date.fromisoformat(one.date)
    except ValueError:
        yield f"date is {one.date!r}. Write it as 2026-01-31."
    for name in ("reason", "who"):
        if not getattr(one, name):
            yield f"{name} is empty. Say {'why' if name == 'reason' else 'who corrects'}."
    if "|" in one.who:
        yield f"who is {one.who!r}. Leave out '|'."


def _value_faults(one: Correction) -> Iterator[str]:
    known = correctable(one.table)
    if one.action in ("drop", "confirm"):
        if one.column or one.value:
            yield f"{one.action} has no column and no value. Use the action change, or empty them."
    elif one.column in _FOLLOWS:
        yield f"{one.column} follows from {_FOLLOWS[one.column]}. Correct that."
    elif one.column not in known:
        yield f"there is no column {one.column!r} to be corrected. {nearest(one.column, known)}"
    else:
        yield from map(" ".join, cell_faults([known[one.column]], {one.column: one.value}))


def append(file: Path, one: Correction) -> Correction:
    """Add a line to a file of corrections, made if need be: wholly or not at all. The correction, with its line.

    A line, or a file, that `read_corrections` refuses is an `AnalysisError`, and nothing is written.
    """
    before = file.read_bytes() if file.exists() else ",".join(COLUMNS).encode() + b"\n"
    read_corrections(file, before)
    header = next(csv.reader(io.StringIO(before.decode("utf-8-sig"), newline="")))
    line = io.StringIO()
    values = dict(zip(COLUMNS, astuple(one), strict=False))
    csv.writer(line, lineterminator="\n").writerow([values[name] for name in header])
    if not before.endswith(b"\n"):
        before += b"\n"
    content = before + line.getvalue().encode()
    added = read_corrections(file, content)[-1]  # what could not be read again is not written
    write_atomically(file, content)
    return added
