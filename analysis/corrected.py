"""Rows as corrections leave them.

Each line sees what the lines before it have made, and says what it expects to stand there; where something else does,
no table is made, and all such lines are told. What follows from a corrected value (helix, yuan, ids) follows, for
corrections come before it is worked out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from analysis.check import cell_faults, related_faults
from analysis.corrections import Correction, correctable
from analysis.document import Document
from analysis.errors import AnalysisError, nearest
from analysis.fields import SECTOR_TO_HELIX, TABLES, Field
from analysis.find.places import find_places, resolve
from analysis.mention import Row
from analysis.store import cell
from analysis.tables import Tables

RULE = "correction"  # of rows that were added
_ENTRY = re.compile(r"(?P<what>.*) \(line \d+, (?P<who>.*)\)")


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
    """The rows of a document after its corrections; what was dropped, as ``documents.corrected`` says it; misfits."""

    rows: list[Row]
    dropped: list[str]
    misfits: list[str]


def correct(document: Document, rows: Sequence[Row], corrections: Sequence[Correction]) -> Corrected:
    """Apply corrections, in their order, to the rows of a document as `analysis.extract.extract` makes them."""
    if not corrections:
        return Corrected(list(rows), [], [])
    entries = [_Entry(row) for row in rows]
    dropped: list[str] = []
    misfits: list[tuple[int, str]] = []
    for one in corrections:
        try:
            dropped += _apply(document, entries, one)
        except AnalysisError as misfit:
            misfits.append((one.line, f"{one}: {misfit}"))
    for entry in entries:
        if entry.last:
            misfits += [(entry.last.line, f"{entry.last}: {told}") for told in _row_faults(entry, entries)]
    order = list(TABLES).index
    corrected = sorted((e.row for e in entries), key=lambda row: (order(row.table), row.mention.start))
    return Corrected(corrected, dropped, [told for _, told in sorted(misfits)])


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
    columns = correctable(entry.row.table)
    cells = {name: written(entry.row, name) for name in columns}
    cells |= {"helix": SECTOR_TO_HELIX.get(cells.get("sector", ""), "")}
    yield from map(" ".join, (*cell_faults(columns.values(), cells), *related_faults(cells)))
    if _identity(entry.row) in (_identity(other.row) for other in entries if other is not entry):
        yield f"there are two rows of {' '.join(_identity(entry.row))!r} now. Drop one."


def _identity(row: Row) -> tuple[str, ...]:
    """What no two rows of a document may share (docs/codebook.md): a body's name; body, organisation and role."""
    names = {"alliances": ("name",), "memberships": ("body", "organization", "role")}.get(row.table, ())
    place = () if names else (str(row.mention.start), str(row.mention.end))
    return (row.table, *place, *(str(row.values[name]) for name in names))


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
