"""Documents to tables: the extractor mapped over a corpus, rows put in order, helix and yuan added."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from typing import Any

import pandas as pd

from analysis.corrected import Corrected, correct
from analysis.corrections import refuse
from analysis.document import Document
from analysis.errors import AnalysisError
from analysis.exchange import convert
from analysis.extract import extract
from analysis.fields import SECTOR_TO_HELIX, TABLES
from analysis.find.dates import published_date
from analysis.identity import identify
from analysis.mention import Row
from analysis.segment import BOILERPLATE
from analysis.tables import DTYPES, Tables

# A process costs a second to start and reads about a million characters a second: below this it is not worth it.
WORTH_A_PROCESS = 3_000_000
LOTS = 64  # in which documents go to processes: few messages, and yet no process is left without work

Record = dict[str, Any]


def tabulate(documents: Iterable[Document], executor: Executor | None = None, jobs: int | None = None) -> Tables:
    """Extract all documents into tables.

    Parameters
    ----------
    documents : iterable of Document
        Each with a `doc_id` of its own; two of the same are an `AnalysisError`.
    executor : concurrent.futures.Executor, optional
        By default local processes, `jobs` at most, where there is enough text for them to be worth it.

    Returns
    -------
    Tables
        With the columns of `analysis.fields.TABLES`, sorted by `doc_id` and `start`: the same tables in whatever
        order the documents come and wherever they are extracted.

    Raises
    ------
    AnalysisError
        Where corrections of the documents do not fit, all told.
    """
    documents = sorted(documents, key=lambda document: document.doc_id)
    for doc_id, times in Counter(document.doc_id for document in documents).items():
        if times > 1:
            remedy = "Rename them, so that each row points at one text."
            raise AnalysisError(f"{times} documents have this name.", doc_id, remedy)
    with nullcontext(executor) if executor else _local_executor(documents, jobs) as pool:
        chunk = len(documents) // LOTS + 1
        results = list(pool.map(_extract, documents, chunksize=chunk) if pool else map(_extract, documents))
    refuse(misfit for _, corrected in results for misfit in corrected.misfits)
    published = {summary["doc_id"]: summary["published"] for summary, _ in results}
    records: dict[str, list[Record]] = {table: [] for table in TABLES}
    records["documents"] = [summary for summary, _ in results]
    for row in identify([corrected.rows for _, corrected in results]):
        records[row.table].append(_record(row, published))
    return Tables(**{table: frame(table, records[table]) for table in TABLES}, corpus=tuple(documents))


def _local_executor(documents: list[Document], jobs: int | None) -> AbstractContextManager[Executor | None]:
    """Processes, spawned so that it is safe whatever threads the caller runs; none where it is sooner without them."""
    characters = sum(len(document.text) for document in documents)
    jobs = min(jobs or os.cpu_count() or 1, characters // WORTH_A_PROCESS + 1)
    return ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) if jobs > 1 else nullcontext()


def _extract(document: Document) -> tuple[Record, Corrected]:
    corrected = correct(document, extract(document).rows, document.corrections)
    found = Counter(row.table for row in corrected.rows)
    counts = {table: found[table] for table in TABLES if table != "documents"}
    return _summary(document) | counts | {"corrected": corrected.dropped}, corrected


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


def _record(row: Row, published: dict[str, str]) -> Record:
    mention, cue = row.mention, row.cue
    record = {**row.values, "doc_id": mention.doc_id, "start": mention.start, "end": mention.end}
    record |= {"mention": mention.text, "rule": row.rule, "flags": row.flags, "corrected": row.corrected}
    if cue:
        record |= {"cue": cue.text, "cue_start": cue.start, "cue_end": cue.end}
    if row.table == "memberships":
        record["helix"] = SECTOR_TO_HELIX[record["sector"]]
    if row.table == "funding":
        record |= asdict(convert(record.get("amount"), record.get("currency"), published[mention.doc_id]))
    return record


def frame(table: str, records: list[Record]) -> pd.DataFrame:
    """Records as the frame of ``table``: its columns in order, typed, sorted; what is not known is missing."""
    data = {
        field.name: pd.array([_known(record.get(field.name)) for record in records], dtype=DTYPES[field.type])
        for field in TABLES[table]
    }
    order = ["doc_id"] if table == "documents" else ["doc_id", "start", "end"]
    return pd.DataFrame(data).sort_values(order, kind="stable", ignore_index=True)


def _known(value: Any) -> Any:
    """Missing for an empty string; lists are joined as the codebook says, days written in ISO form."""
    if isinstance(value, list | tuple):
        value = " | ".join(map(str, value))
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    return None if value == "" else value
