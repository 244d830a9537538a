"""Documents to tables: the extractor mapped over a corpus, rows put in order, helix and yuan added."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from typing import Any

import pandas as pd

from analysis.document import Document
from analysis.errors import AnalysisError
from analysis.evidence import Row
from analysis.exchange import convert
from analysis.extract import extract
from analysis.fields import SECTOR_TO_HELIX, TABLES, columns
from analysis.find.dates import published_date
from analysis.identity import identify
from analysis.segment import BOILERPLATE
from analysis.tables import DTYPES, Tables

# A process costs a second to start and reads about a million characters a second: below this it is not worth it.
WORTH_A_PROCESS = 3_000_000
BATCH = 500_000

Record = dict[str, Any]


def tabulate(documents: Iterable[Document], executor: Executor | None = None) -> Tables:
    """Extract all documents into tables.

    Parameters
    ----------
    documents : iterable of Document
        Each with a `doc_id` of its own.
    executor : concurrent.futures.Executor, optional
        Where documents are extracted; by default in local processes where there is enough text for them to be
        worth it, else here.

    Returns
    -------
    Tables
        With the columns of `analysis.fields.TABLES`, sorted by `doc_id` and `start`. The same documents
        give the same tables in whatever order they come and wherever they are extracted.

    Raises
    ------
    AnalysisError
        Where two documents have the same `doc_id`.
    """
    documents = sorted(documents, key=lambda document: document.doc_id)
    _refuse_twins(documents)
    own = (
        local_executor(sum(len(document.text) for document in documents)) if executor is None else nullcontext(executor)
    )
    with own as pool:
        results = [
            result for batch in (pool.map if pool else map)(_extract_batch, _batches(documents)) for result in batch
        ]
    rows = identify([rows for _, rows in results])
    records: dict[str, list[Record]] = {table: [] for table in TABLES}
    published = {summary["doc_id"]: summary["published"] for summary, _ in results}
    for row in rows:
        records[row.table].append(_record(row, published))
    records["documents"] = [_counted(summary, rows) for summary, rows in results]
    return Tables(**{table: frame(table, records[table]) for table in TABLES})


def local_executor(characters: int, jobs: int | None = None) -> Executor | nullcontext[None]:
    """Processes for so much text, or a context of None where it is read sooner without them.

    Processes are spawned, so that it is safe whatever threads the caller runs.
    """
    jobs = min(jobs or os.cpu_count() or 1, characters // WORTH_A_PROCESS + 1)
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) if jobs > 1 else nullcontext()


def _refuse_twins(documents: list[Document]) -> None:
    for doc_id, times in Counter(document.doc_id for document in documents).items():
        if times > 1:
            raise AnalysisError(
                f"{times} documents have this name.", doc_id, "Rename them, so that each row points at one text."
            )


def _batches(documents: list[Document]) -> Iterator[list[Document]]:
    """Documents in order, in lots of about `BATCH` characters: few enough messages between processes."""
    batch, characters = [], 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if characters >= BATCH:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _extract_batch(documents: list[Document]) -> list[tuple[Record, list[Row]]]:
    return [(_summary(document), extract(document).rows) for document in documents]


def _summary(document: Document) -> Record:
    """What table `documents` says, but for the counts of rows."""
    return {
        **document.meta,
        "doc_id": document.doc_id,
        "title": document.title,
        "published": published_date(document.text, document.meta),
        "characters": len(document.text),
        "sentences": len(document.sentences),
        "boilerplate": sum(block.end - block.start for block in document.blocks if block.kind == BOILERPLATE),
        "sha256": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
    }


def _counted(summary: Record, rows: list[Row]) -> Record:
    found = Counter(row.table for row in rows)
    return summary | {table: found[table] for table in TABLES if table != "documents"}


def _record(row: Row, published: dict[str, str]) -> Record:
    mention, cue = row.mention, row.cue
    record: Record = {
        **row.values,
        "doc_id": mention.doc_id,
        "start": mention.start,
        "end": mention.end,
        "mention": mention.text,
        "cue": cue.text if cue else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
        "rule": row.rule,
        "flags": " | ".join(row.flags),
    }
    if row.table == "memberships":
        record["helix"] = SECTOR_TO_HELIX[record["sector"]]
    if row.table == "funding":
        money = convert(record.get("amount"), record.get("currency"), published[mention.doc_id])
        record |= {name: getattr(money, name) for name in money.__slots__}
    return record


def frame(table: str, records: list[Record]) -> pd.DataFrame:
    """Records as the frame of ``table``: its columns in order, typed, sorted; what is not known is missing."""
    data = {
        field.name: pd.array([_known(record.get(field.name)) for record in records], dtype=DTYPES[field.type])
        for field in TABLES[table]
    }
    order = ["doc_id"] if table == "documents" else ["doc_id", "start", "end"]
    return pd.DataFrame(data, columns=columns(table)).sort_values(order, kind="stable", ignore_index=True)


def _known(value: Any) -> Any:
    """Missing for an empty string; lists are joined as the codebook says, days written in ISO form."""
    if isinstance(value, list | tuple):
        value = " | ".join(map(str, value))
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    return None if value == "" else value
