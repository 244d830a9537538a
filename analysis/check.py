"""Every row of a folder of tables against its document and its schema; all that is wrong is told at once."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

from analysis.document import Document
from analysis.errors import nearest
from analysis.fields import SECTOR_TO_HELIX, TABLES, Field, columns
from analysis.corpus import Issue
from analysis.store import KEYS

Row = dict[str, str]
AGAIN = "Make the tables again: python -m analysis tables CORPUS --out DIR."

_INTEGER = re.compile(r"-?\d+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_RANGES = (
    ("start", "end"),
    ("cue_start", "cue_end"),
    ("amount", "amount_high"),
    ("count", "count_high"),
    ("period_start", "period_end"),
)


def _is_date(text: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


_IS_OF_TYPE: dict[str, Callable[[str], object]] = {
    "string": lambda text: True,
    "integer": _INTEGER.fullmatch,
    "number": _NUMBER.fullmatch,
    "boolean": {"true", "false"}.__contains__,
    "date": _is_date,
}


def check(tables: Mapping[str, list[Row]], documents: Iterable[Document]) -> list[Issue]:
    """All that is wrong with tables.

    Parameters
    ----------
    tables : mapping of str to list of dict
        Cells as written, by `analysis.store.read_cells`.
    documents : iterable of Document
        The documents that the rows point at.

    Returns
    -------
    list of Issue
        Table by table and row by row; empty where every row stands in its document and keeps to the schema.
    """
    by_id = {document.doc_id: document for document in documents}
    issues: list[Issue] = []
    for table, fields in TABLES.items():
        if table not in tables:
            issues.append(Issue(table, "the table is missing.", AGAIN))
            continue
        rows = tables[table]
        wrong_columns = list(_columns(table, rows))
        issues += wrong_columns
        if wrong_columns:
            continue
        for number, row in enumerate(rows, 2):
            where = f"{table}, row {number} ({row['doc_id']})"
            found = [*_cells(fields, row), *_related_cells(row)]
            found = found or [*_evidence(table, row, by_id)]
            issues += [Issue(where, what, remedy) for what, remedy in found]
    return issues + list(_keys(tables))


def _columns(table: str, rows: list[Row]) -> Iterator[Issue]:
    """Columns that are missing or unknown. A table without rows has none to look at."""
    if not rows:
        return
    wanted = columns(table)
    yield from (Issue(table, f"column {name!r} is missing.", AGAIN) for name in wanted if name not in rows[0])
    yield from (
        Issue(table, f"column {name!r} is unknown.", nearest(name, wanted)) for name in rows[0] if name not in wanted
    )


def _cells(fields: tuple[Field, ...], row: Row) -> Iterator[tuple[str, str]]:
    for field in fields:
        text = row[field.name]
        if not text:
            if field.required:
                yield f"{field.name} is empty.", f"It must say: {field.description}"
        elif not _IS_OF_TYPE[field.type](text):
            yield f"{field.name} is {text!r}, not of type {field.type}.", "Write it as docs/codebook.md says."
        elif field.enum and text not in field.enum:
            yield f"{field.name} is {text!r}.", nearest(text, field.enum)
        elif field.pattern and not re.fullmatch(field.pattern, text):
            yield f"{field.name} is {text!r}, which is not of the form {field.pattern}.", field.description


def _related_cells(row: Row) -> Iterator[tuple[str, str]]:
    """Cells that contradict each other. Only those of the right form are compared: the rest is told by `_cells`."""
    for low, high in _RANGES:
        if (
            _NUMBER.fullmatch(row.get(low) or "")
            and _NUMBER.fullmatch(row.get(high) or "")
            and float(row[low]) > float(row[high])
        ):
            yield f"{high} is {row[high]}, less than {low}, {row[low]}.", "Exchange them."
    helix = SECTOR_TO_HELIX.get(row.get("sector", ""))
    if helix and row["helix"] != helix:
        yield f"helix is {row['helix']!r} for sector {row['sector']!r}.", f"It is {helix!r} (docs/codebook.md)."
    if row.get("cue_start") is not None and len({not row["cue"], not row["cue_start"], not row["cue_end"]}) > 1:
        yield "cue, cue_start and cue_end are not all there.", "Fill in all or none."
    if all(_NUMBER.fullmatch(row.get(name) or "") for name in ("amount", "rate", "amount_cny")):
        yuan = round(float(row["amount"]) * float(row["rate"]), 2)
        if yuan != float(row["amount_cny"]):
            yield f"amount_cny is {row['amount_cny']}, not amount times rate, {yuan}.", AGAIN


def _evidence(table: str, row: Row, documents: Mapping[str, Document]) -> Iterator[tuple[str, str]]:
    document = documents.get(row["doc_id"])
    if document is None:
        yield (
            "the corpus has no such document.",
            nearest(row["doc_id"], list(documents))
            if len(documents) < 20
            else "Give the corpus the tables were made from.",
        )
    elif table == "documents":
        if row["sha256"] != hashlib.sha256(document.text.encode()).hexdigest():
            yield "the document has changed since the tables were made.", AGAIN
    else:
        yield from _stands(document, "mention", row["mention"], row["start"], row["end"])
        if row["cue"]:
            yield from _stands(document, "cue", row["cue"], row["cue_start"], row["cue_end"])


def _stands(document: Document, name: str, text: str, start: str, end: str) -> Iterator[tuple[str, str]]:
    stands = document.text[int(start) : int(end)]
    if int(start) < 0 or stands != text:
        yield (
            f"{name} is {text!r}, but the document has {stands!r} at [{start}:{end}].",
            "Offsets count code points of the text as decoded.",
        )


def _keys(tables: Mapping[str, list[Row]]) -> Iterator[Issue]:
    for table, key in KEYS.items():
        for values, times in _counted(tables, table, key).items():
            if times > 1:
                yield Issue(table, f"{times} rows have {', '.join(key)} = {', '.join(map(str, values))}.", "Leave one.")
    rows_of = {table: _counted(tables, table, ["doc_id"]) for table in TABLES}
    for table, found in rows_of.items():
        for (doc_id,) in sorted(found.keys() - rows_of["documents"].keys(), key=str):
            yield Issue(table, f"doc_id {doc_id!r} is not in table documents.", AGAIN)
    bodies = _counted(tables, "alliances", KEYS["alliances"])
    for doc_id, alliance_id in sorted(
        _counted(tables, "memberships", KEYS["alliances"]).keys() - bodies.keys(), key=str
    ):
        yield Issue("memberships", f"alliance_id {alliance_id!r} of {doc_id} is not in table alliances.", AGAIN)
    for row in tables.get("documents", []):
        for table in sorted(tables.keys() & row.keys()):
            rows = rows_of[table][(row.get("doc_id"),)]
            if row[table] != str(rows):
                yield Issue(
                    f"documents ({row.get('doc_id')})",
                    f"{table} is {row[table]}, but that table has {rows} such rows.",
                    AGAIN,
                )


def _counted(tables: Mapping[str, list[Row]], table: str, key: list[str]) -> Counter[tuple[str | None, ...]]:
    """How many rows have which key."""
    return Counter(tuple(row.get(name) for name in key) for row in tables.get(table, []))
