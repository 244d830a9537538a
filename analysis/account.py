"""What a report says of itself: what was guessed, what stayed empty, with which parameters and versions it was made."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

from markupsafe import Markup

from analysis.addresses import narrowed
from analysis.embed import Executed
from analysis.fields import FLAGS, TABLES
from analysis.settings import schema

DISTRIBUTION = "industrial-policy-analysis"
_EVIDENCE = {"cue", "cue_start", "cue_end", "flags", "corrected"}
_FOLDERS = {"tables", "out"}  # set by the batch

Records = Mapping[str, Sequence[Mapping[str, str]]]


def flagged(records: Records) -> dict[str, Any]:
    """Columns and rows of the table of flags: what each means, and how many rows of each table carry it.

    A number leads to the page of the table, narrowed to these rows.
    """
    tables = [table for table in TABLES if table != "documents"]
    carried = {table: [one["flags"].split(" | ") for one in records[table] if one["flags"]] for table in tables}
    unknown = sorted({flag for rows in carried.values() for flags in rows for flag in flags} - FLAGS.keys())
    lines = []
    for flag in (*FLAGS, *unknown):
        counts = [sum(flag in flags for flags in carried[table]) for table in tables]
        links = [_linked(table, flag, count) for table, count in zip(tables, counts, strict=True)]
        lines.append([flag, FLAGS.get(flag, ""), *links])
    return {"columns": ["flag", "meaning", *tables], "rows": lines}


def _linked(table: str, flag: str, count: int) -> str:
    return Markup('<a href="{}">{:,}</a>').format(narrowed(table, flags=[flag]), count) if count else "0"


def filled(records: Records) -> dict[str, Any]:
    """Columns and rows of the table of what stayed empty: for each column that may, how many rows fill it."""
    lines = []
    for table, fields in TABLES.items():
        for field in fields:
            if not field.required and field.name not in _EVIDENCE:
                given = sum(bool(one[field.name]) for one in records[table])
                lines.append([table, field.name, f"{given:,}", f"{len(records[table]) - given:,}"])
    return {"columns": ["table", "column", "given", "empty"], "rows": lines}


def parameters(runs: Sequence[Executed]) -> dict[str, Any]:
    """Columns and rows of the table of parameters, with the value that each had, set for the run or not."""
    lines = []
    for run in runs:
        known = schema(run.notebook, run.name)
        for name in dict.fromkeys((*known, *run.parameters)):
            if name not in _FOLDERS:
                value = run.parameters[name] if name in run.parameters else known[name].default
                help = known[name].help if name in known else ""
                lines.append([run.name, name, repr(value), "yes" if name in run.parameters else "no", help])
    return {"columns": ["notebook", "parameter", "value", "set for this run", "meaning"], "rows": lines}


def versions() -> list[list[str]]:
    """Name and version of the package and of what it needs; empty where it is not installed.

    Python's own is left out: nothing of a report depends on it.
    """
    try:
        needed = metadata.requires(DISTRIBUTION) or []
        names = [re.split(r"[^\w.-]", line)[0] for line in needed if "extra ==" not in line]
        return [[name, metadata.version(name)] for name in (DISTRIBUTION, *names)]
    except metadata.PackageNotFoundError:
        return []
