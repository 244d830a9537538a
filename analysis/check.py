"""Every row of a folder of tables against its document and its schema; all that is wrong is told at once."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from analysis.corpus import Issue
from analysis.document import Document
from analysis.errors import nearest
from analysis.fields import SECTOR_TO_HELIX, TABLES, Field, columns
from analysis.store import KEYS

Row = dict[str, str]
Fault = tuple[str, str]  # what is wrong, and the remedy
AGAIN = "Make the tables again: python -m analysis tables CORPUS --out DIR."

_NUMBER = r"-?\d+(\.\d+)?"
_FORMS = {"string": r"(?s:.*)", "integer": r"-?\d+", "number": _NUMBER, "boolean": "true|false", "date": r"[\d-]+"}
_RANGES = {"start": "end", "cue_start": "cue_end", "period_start": "period_end"}
_RANGES |= {name: f"{name}_high" for name in ("amount", "count")}


def check(tables: Mapping[str, list[Row]], documents: Iterable[Document]) -> list[Issue]:
    """All that is wrong with tables, table by table and row by row.

    Parameters
    ----------
    tables : mapping of str to list of dict
        Cells as written, by `analysis.store.read_cells`.
    documents : iterable of Document
        The documents that the rows point at.
    """
    by_id = {document.doc_id: document for document in documents}
    issues = []
    for table, fields in TABLES.items():
        if table not in tables:
            issues.append(Issue(table, "the table is missing.", AGAIN))
        elif wrong := list(_columns(table, tables[table])):
            issues += [Issue(table, *fault) for fault in wrong]
        else:
            for number, row in enumerate(tables[table], 2):
                faults = [*cell_faults(fields, row), *related_faults(row)] or _evidence(table, row, by_id)
                issues += [Issue(f"{table}, row {number} ({row['doc_id']})", *fault) for fault in faults]
    return issues + list(_keys(tables))


def _columns(table: str, rows: list[Row]) -> Iterator[Fault]:
    given, wanted = list(rows[0]) if rows else columns(table), columns(table)
    yield from ((f"column {name!r} is missing.", AGAIN) for name in wanted if name not in given)
    yield from ((f"column {name!r} is unknown.", nearest(name, wanted)) for name in given if name not in wanted)


def cell_faults(fields: Iterable[Field], row: Row) -> Iterator[Fault]:
    """Cells that are not what their fields say."""
    for field in fields:
        text = row[field.name]
        if not text:
            if field.required:
                yield f"{field.name} is empty.", f"It must say: {field.description}"
        elif not _is_of_type(field.type, text):
            yield f"{field.name} is {text!r}, not of type {field.type}.", "Write it as docs/codebook.md says."
        elif field.enum and text not in field.enum:
            yield f"{field.name} is {text!r}.", nearest(text, field.enum)
        elif field.pattern and not re.fullmatch(field.pattern, text):
            yield f"{field.name} is {text!r}, which is not of the form {field.pattern}.", field.description


def _is_of_type(type: str, text: str) -> bool:
    try:
        return bool(re.fullmatch(_FORMS[type], text) and (type != "date" or datetime.date.fromisoformat(text)))
    except ValueError:
        return False


def related_faults(row: Row) -> Iterator[Fault]:
    """Cells that contradict each other. Only those of the right form are compared: the rest is told by `cell_faults`."""
    number = {name: float(text) for name, text in row.items() if re.fullmatch(_NUMBER, text)}
    for low, high in _RANGES.items():
        if low in number and high in number and number[low] > number[high]:
            yield f"{high} is {row[high]}, less than {low}, {row[low]}.", "Exchange them."
    helix = SECTOR_TO_HELIX.get(row.get("sector", ""))
    if helix and row["helix"] != helix:
        yield f"helix is {row['helix']!r} for sector {row['sector']!r}.", f"It is {helix!r} (docs/codebook.md)."
    if len({not row.get(name) for name in ("cue", "cue_start", "cue_end")}) > 1:
        yield "cue, cue_start and cue_end are not all there.", "Fill in all or none."
    if {"amount", "rate", "amount_cny"} <= number.keys():
        yuan = round(number["amount"] * number["rate"], 2)
        if yuan != number["amount_cny"]:
            yield f"amount_cny is {row['amount_cny']}, not amount times rate, {yuan}.", AGAIN


def _evidence(table: str, row: Row, documents: Mapping[str, Document]) -> Iterator[Fault]:
    document = documents.get(row["doc_id"])
    if document is None:
        few = nearest(row["doc_id"], documents) if len(documents) < 20 else ""
        yield "the corpus has no such document.", few or "Give the corpus the tables were made from."
    elif table == "documents":
        if row["sha256"] != hashlib.sha256(document.text.encode()).hexdigest():
            yield "the document has changed since the tables were made.", AGAIN
    else:
        for name, prefix in (("mention", ""), ("cue", "cue_")):
            if row[name]:
                start, end = int(row[f"{prefix}start"]), int(row[f"{prefix}end"])
                stands = document.text[start:end]
                if start < 0 or stands != row[name]:
                    what = f"{name} is {row[name]!r}, but the document has {stands!r} at [{start}:{end}]."
                    yield what, "Offsets count code points of the text as decoded."


def _keys(tables: Mapping[str, list[Row]]) -> Iterator[Issue]:
    """Rows that are not unique, that point at nothing, or that are counted wrongly."""
    for table, key in KEYS.items():
        for values, times in _counted(tables, table, key).items():
            if times > 1:
                yield Issue(table, f"{times} rows have {', '.join(key)} = {', '.join(map(str, values))}.", "Leave one.")
    rows_of = {table: _counted(tables, table, ["doc_id"]) for table in TABLES}
    for table, found in rows_of.items():
        for (doc_id,) in sorted(found.keys() - rows_of["documents"].keys(), key=str):
            yield Issue(table, f"doc_id {doc_id!r} is not in table documents.", AGAIN)
    members, bodies = (_counted(tables, table, KEYS["alliances"]) for table in ("memberships", "alliances"))
    for doc_id, alliance_id in sorted(members.keys() - bodies.keys(), key=str):
        yield Issue("memberships", f"alliance_id {alliance_id!r} of {doc_id} is not in table alliances.", AGAIN)
    for row in tables.get("documents", []):
        for table in sorted(tables.keys() & row.keys()):
            rows = rows_of[table][(row.get("doc_id"),)]
            if row[table] != str(rows):
                what = f"{table} is {row[table]}, but that table has {rows} such rows."
                yield Issue(f"documents ({row.get('doc_id')})", what, AGAIN)


def _counted(tables: Mapping[str, list[Row]], table: str, key: list[str]) -> Counter[tuple[str | None, ...]]:
    """How many rows have which key."""
    return Counter(tuple(row.get(name) for name in key) for row in tables.get(table, []))
