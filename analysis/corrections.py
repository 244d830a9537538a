"""Corrections: what a reader puts right in the tables, in a ``corrections.csv`` beside the corpus.

Each line is one correction (docs/codebook.md has the format), and sees what the lines before it have made. A line says
what it expects to stand in the table; where something else stands there, nothing is made, and all such lines are told.
What follows from a corrected value (helix, yuan, ids) follows, for corrections come before it is worked out.
"""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path

from analysis.check import cell_faults, related_faults
from analysis.document import Document
from analysis.errors import AnalysisError, nearest
from analysis.evidence import Row
from analysis.fields import ROLES, SECTOR_TO_HELIX, TABLES, Field
from analysis.find.places import find_places, resolve
from analysis.store import cell, write_atomically
from analysis.tables import Tables

FILE = "corrections.csv"
RULE = "correction"  # of rows that were added
ACTIONS = ("change", "drop", "add", "confirm")
_FOLLOWS = {
    "alliance_id": "name",
    "organization_id": "organization",
    "helix": "sector",
    **dict.fromkeys(("amount_cny", "rate", "rate_date", "rate_source"), "amount and currency"),
}
_EVIDENCE = ("doc_id", "start", "end", "mention", "cue", "cue_start", "cue_end", "rule", "flags", "corrected")
_ENTRY = re.compile(r"(?P<what>.*) \(line \d+, (?P<who>.*)\)")


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


def read_corrections(file: Path) -> list[Correction]:
    """The lines of a file of corrections.

    Raises
    ------
    AnalysisError
        Where it is no CSV in UTF-8, its columns are others, or lines have cells that they cannot have; these are all told.
    """
    try:
        reader = csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        header = list(reader.fieldnames or ())
        wrong = [f"unknown column {name!r}: {nearest(name, COLUMNS)}" for name in header if name not in COLUMNS]
        wrong += [f"column {name!r} is missing" for name in COLUMNS if name not in header]
        if wrong:
            raise AnalysisError(f"{'; '.join(wrong)}.", str(file), f"Its columns are {','.join(COLUMNS)}.")
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


@dataclass
class _Entry:
    """A row while it is corrected: the last line that did so, the columns given, the province before its place was."""

    row: Row
    last: Correction | None = None
    given: set[str] = field(default_factory=set)
    province: str | None = None

    def mark(self, one: Correction, what: str, **values) -> None:
        self.last = one
        self.row = replace(self.row, values=self.row.values | values, corrected=(*self.row.corrected, one.told(what)))


@dataclass(frozen=True)
class Corrected:
    """The rows of a document after its corrections, what was dropped as ``documents.corrected`` says it, and misfits."""

    rows: list[Row]
    dropped: list[str]
    misfits: list[str]


def correct(document: Document, rows: Sequence[Row], corrections: Sequence[Correction]) -> Corrected:
    """Apply corrections, in their order, to the rows of a document as `analysis.extract.extract` makes them."""
    if not corrections:
        return Corrected(list(rows), [], [])
    entries, dropped, misfits = [_Entry(row) for row in rows], [], []
    for one in corrections:
        try:
            dropped += _apply(document, entries, one)
        except AnalysisError as misfit:
            misfits.append(f"{one}: {misfit}")
    for entry in entries:
        if entry.last:
            misfits += [f"{entry.last}: {told}" for told in _row_faults(entry, entries)]
    order = list(TABLES).index
    corrected = sorted((e.row for e in entries), key=lambda row: (order(row.table), row.mention.start))
    return Corrected(corrected, dropped, misfits)


def _apply(document: Document, entries: list[_Entry], one: Correction) -> list[str]:
    """Apply one correction; what was dropped. An `AnalysisError` where it does not fit."""
    found = [e for e in entries if (e.row.table, (e.row.mention.start, e.row.mention.end), label(e.row)) == _key(one)]
    entry = found[0] if found else None
    if one.action == "add":
        _add(document, entries, entry, one)
        return []
    if entry is None:
        raise AnalysisError(*_no_row(entries, one))
    stands = _stands(entry.row, one).strip()  # as the cells of the file are
    if one.expected != stands and (one.column != "province" or one.expected != entry.province):
        remedy = f"If that is right, remove the line; else write {stands!r} as expected."
        raise AnalysisError(f"{one.column or 'the row'} is {stands!r} now, not {one.expected!r}.", remedy=remedy)
    if one.action == "change":
        _change(entries, entry, one, one.column)
    elif one.action == "confirm":
        entry.mark(one, "confirmed")
    else:
        return [_drop(entries, entry, one)]
    return []


def _stands(row: Row, one: Correction) -> str:
    """What a correction has to expect: the cell it changes, the mention of a row it drops, the values it confirms."""
    if one.action == "change":
        return written(row, one.column)
    return values_of(row) if one.action == "confirm" else row.mention.text


def values_of(row: Row) -> str:
    """All that a row says, in one cell: "amount=5000000; currency=CNY; kind=fund"."""
    cells = ((name, written(row, name)) for name in correctable(row.table))
    return "; ".join(f"{name}={text}" for name, text in cells if text)


def _key(one: Correction) -> tuple[str, tuple[int, int], str]:
    return one.table, one.span, one.row


def label(row: Row) -> str:
    """What tells rows of one place apart: role and body of a membership; nothing for other tables."""
    return f"{row.values['role']} of {row.values['body']}" if row.table == "memberships" else ""


def written(row: Row, column: str) -> str:
    """A value as the cell of the table says it."""
    value = row.values.get(column)
    return cell(" | ".join(value) if isinstance(value, list | tuple) else value, correctable(row.table)[column].type)


def _no_row(entries: Sequence[_Entry], one: Correction) -> tuple[str, None, str]:
    start, end = one.span
    rows = [e.row for e in entries if e.row.table == one.table]
    near = min(rows, key=lambda row: (abs(row.mention.start - start), label(row) != one.row), default=None)
    stands = f"the nearest is {near.mention.start}-{near.mention.end}" if near else "the document has none"
    stands += f" ({'; '.join(filter(None, (near.mention.text, label(near))))})" if near else ""
    what = f"no row of {one.table} stands at {start}-{end}{f' as {one.row!r}' if one.row else ''} now; {stands}."
    return what, None, "Write its start, end and row, or remove the line."


def _add(document: Document, entries: list[_Entry], entry: _Entry | None, one: Correction) -> None:
    stands = document.text[slice(*one.span)]
    if stands != one.expected or not stands:
        raise AnalysisError(f"the document has {stands!r} there, not {one.expected!r}.", remedy="Correct the offsets.")
    if entry is None:
        values = {"memberships": {"organization": stands, "named": True}, "alliances": {"name": stands}}
        values |= {"policies": {"title": " ".join(stands.split())}}
        entry = _Entry(Row(one.table, values.get(one.table, {}), document.mention(*one.span), None, RULE))
        if one.table == "memberships":
            role, body = one.row.split(" of ", 1)
            bodies = [e.row.values["name"] for e in entries if e.row.table == "alliances"]
            if body not in bodies:
                raise AnalysisError(f"the document has no body {body!r}.", remedy=nearest(body, bodies))
            entry.row.values.update(role=role, body=body)
        entries.append(entry)
    elif entry.row.rule != RULE:
        raise AnalysisError("a row stands there already.", remedy="Use the action change.")
    _change(entries, entry, one, f"added {one.column}")


def _change(entries: Sequence[_Entry], entry: _Entry, one: Correction, told: str) -> None:
    before = entry.row.values.get("name")
    entry.given.add(one.column)
    entry.mark(one, told, **{one.column: _typed(correctable(one.table)[one.column], one.value)})
    if one.column == "place" and "province" not in entry.given:
        _settle_province(entry)
    if (one.table, one.column) == ("alliances", "name"):
        for other in entries:
            if other.row.values.get("body") == before:
                other.row = replace(other.row, values=other.row.values | {"body": one.value})


def _typed(item: Field, text: str) -> object:
    if not text:
        return None
    if item.name == "also":
        return text.split(" | ")
    return {"integer": int, "number": float, "boolean": lambda text: text == "true"}.get(item.type, str)(text)


def _drop(entries: list[_Entry], entry: _Entry, one: Correction) -> str:
    """Take out a row, and with a body its memberships; what is said of it."""
    members = [
        e for e in entries if entry.row.table == "alliances" and e.row.values.get("body") == entry.row.values["name"]
    ]
    gone = {id(e) for e in (entry, *members)}
    entries[:] = [e for e in entries if id(e) not in gone]
    with_it = f" with {len(members)} of its memberships" if members else ""
    return one.told(f"dropped {one.table} {one.start}-{one.end}{with_it}")


def _settle_province(entry: _Entry) -> None:
    """A corrected place takes its province along: the one it surely lies in, else none; a line may give another."""
    entry.province = written(entry.row, "province")
    found = resolve(find_places(entry.row.values["place"] or ""))
    place = found[0].place if len(found) == 1 else None
    entry.row.values["province"] = place.province if place else ""


def _row_faults(entry: _Entry, entries: Sequence[_Entry]) -> Iterator[str]:
    """What is wrong with a corrected row as a whole."""
    table, columns = entry.row.table, correctable(entry.row.table)
    cells = {name: written(entry.row, name) for name in columns}
    cells |= {"helix": SECTOR_TO_HELIX.get(cells.get("sector", ""), "")}
    yield from map(" ".join, (*cell_faults(columns.values(), cells), *related_faults(cells)))
    if (
        table == "alliances"
        and sum(e.row.table == table and written(e.row, "name") == cells["name"] for e in entries) > 1
    ):
        yield f"two bodies of the document have the name {cells['name']!r} now. Drop one, and add its other forms to `also`."


def append(file: Path, one: Correction) -> Correction:
    """Add a line to a file of corrections, made if need be: wholly or not at all. The correction, with its line."""
    before = file.read_bytes() if file.exists() else ",".join(COLUMNS).encode() + b"\n"
    header = next(csv.reader(io.StringIO(before.decode("utf-8-sig"), newline="")))
    line = io.StringIO()
    values = dict(zip(COLUMNS, astuple(one), strict=False))
    csv.writer(line, lineterminator="\n").writerow([values[name] for name in header])
    if not before.endswith(b"\n"):
        before += b"\n"
    write_atomically(file, before + line.getvalue().encode())
    return read_corrections(file)[-1]


def tally(tables: Tables) -> str:
    """How many corrections the tables hold, and whose; empty where they hold none.

    Returns
    -------
    str
        "3 corrections by A. Bee, 2 confirmations by C. Dee".
    """
    counts: Counter[tuple[str, str]] = Counter()
    for table in TABLES:
        for cells in getattr(tables, table)["corrected"].dropna():
            for entry in filter(None, map(_ENTRY.fullmatch, cells.split(" | "))):
                counts["confirmation" if entry["what"] == "confirmed" else "correction", entry["who"]] += 1
    ordered = sorted(counts.items(), key=lambda pair: (pair[0][0] != "correction", pair[0][1]))
    return ", ".join(f"{n} {noun}{'s' if n > 1 else ''} by {who}" for (noun, who), n in ordered)
