"""Tables on disk: CSV or Parquet with a Frictionless descriptor, written whole or not at all, byte for byte the same.

What a cell looks like is decided here alone: empty for unknown, ``true`` and ``false``, whole numbers without a
point, dates in ISO form.
"""

from __future__ import annotations

import csv
import json
import os
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import AnalysisError, nearest
from analysis.fields import TABLES, Field
from analysis.tables import Tables

FORMATS = ("csv", "parquet")
KEYS = {"documents": ["doc_id"], "alliances": ["doc_id", "alliance_id"]}

_NEEDS_QUOTES = re.compile(r'[,"\r\n]')


def cell(value: Any, type: str) -> str:
    """A value as it is written.

    Examples
    --------
    >>> [cell(350e9, "number"), cell(12.5, "number"), cell(True, "boolean"), cell(None, "integer")]
    ['350000000000', '12.5', 'true', '']
    """
    if pd.isna(value):
        return ""
    if type == "boolean":
        return "true" if value else "false"
    if type == "integer" or type == "number" and value == int(value):
        return str(int(value))
    return format(Decimal(repr(float(value))), "f") if type == "number" else str(value)


def cells(tables: Tables) -> dict[str, list[dict[str, str]]]:
    """Table to rows, each column to its cell as it would be written: what `read_cells` would read."""
    found = {}
    for table, fields in TABLES.items():
        columns = [[cell(value, field.type) for value in getattr(tables, table)[field.name]] for field in fields]
        names = [field.name for field in fields]
        found[table] = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    return found


def write_atomically(path: Path, content: bytes) -> Path:
    """Write a file beside its place and rename it, so that nobody ever sees half of it; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        return temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write(tables: Tables, folder: Path | str, format: str = "csv") -> None:
    """Write all tables and their descriptor; files of the same tables in the other format are removed.

    `format` is ``csv`` (UTF-8, ``\\n``, strings quoted only where they must be) or ``parquet``; another is an
    `AnalysisError`.
    """
    if format not in FORMATS:
        raise AnalysisError(f"there is no format {format!r}.", "--format", nearest(format, FORMATS))
    folder = Path(folder)
    for table, fields in TABLES.items():
        content = (_csv if format == "csv" else _parquet)(getattr(tables, table), fields)
        write_atomically(folder / f"{table}.{format}", content)
        for other in set(FORMATS) - {format}:
            (folder / f"{table}.{other}").unlink(missing_ok=True)
    descriptor = json.dumps(datapackage(format), indent=2, ensure_ascii=False) + "\n"
    write_atomically(folder / "datapackage.json", descriptor.encode())


def _csv(frame: pd.DataFrame, fields: tuple[Field, ...]) -> bytes:
    # Not csv.writer: whether it quotes a lone carriage return depends on the version of Python.
    cells = [[_quoted(cell(value, field.type)) for value in frame[field.name]] for field in fields]
    lines = [",".join(field.name for field in fields), *map(",".join, zip(*cells, strict=True))]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _parquet(frame: pd.DataFrame, fields: tuple[Field, ...]) -> bytes:
    days = {field.name: "date32[pyarrow]" for field in fields if field.type == "date"}
    return frame[[field.name for field in fields]].astype(days).to_parquet(index=False)


def datapackage(format: str = "csv") -> dict[str, Any]:
    """The Frictionless descriptor of a folder of tables, made from `analysis.fields`."""
    return {
        "name": "industrial-policy-tables",
        "title": "Alliances, memberships, funding, policies and targets with the place in the text that says so",
        "resources": [_resource(table, fields, format) for table, fields in TABLES.items()],
    }


def _resource(table: str, fields: tuple[Field, ...], format: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_descriptor(field) for field in fields], "missingValues": [""]}
    if table in KEYS:
        schema["primaryKey"] = KEYS[table]
    if table != "documents":
        others = ["documents", "alliances"] if table == "memberships" else ["documents"]
        schema["foreignKeys"] = [
            {"fields": KEYS[other], "reference": {"resource": other, "fields": KEYS[other]}} for other in others
        ]
    mediatype = "text/csv" if format == "csv" else "application/vnd.apache.parquet"
    resource = {"name": table, "path": f"{table}.{format}", "format": format, "mediatype": mediatype}
    if format == "csv":
        resource |= {"encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\n"}}
    return resource | {"schema": schema}


def _descriptor(field: Field) -> dict[str, Any]:
    descriptor: dict[str, Any] = {"name": field.name, "type": field.type, "description": field.description}
    if field.type == "boolean":
        descriptor |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints = {"required": field.required, "enum": list(field.enum), "pattern": field.pattern}
    constraints = {name: value for name, value in constraints.items() if value}
    return descriptor | ({"constraints": constraints} if constraints else {})


def read_cells(folder: Path | str) -> dict[str, list[dict[str, str]]]:
    """Table to rows, each column to its cell as it is written, nothing converted: what a checker must look at.

    A table without a file is missing; `AnalysisError` where all are, or where a file cannot be read as a table.
    """
    folder = Path(folder)
    found = {}
    readers = (("csv", _csv_cells, "CSV in UTF-8"), ("parquet", _parquet_cells, "Parquet"))
    for table in TABLES:
        for suffix, cells, what in readers:
            path = folder / f"{table}.{suffix}"
            if table in found or not path.exists():
                continue
            try:
                found[table] = cells(path)
            except (csv.Error, ValueError) as error:  # wrong UTF-8 and what Arrow cannot read are ValueErrors
                remedy = "Write it again with python -m analysis tables."
                raise AnalysisError(f"the file is not {what}: {error}.", str(path), remedy) from None
    if not found:
        what = "the folder holds no tables." if folder.is_dir() else "there is no such folder of tables."
        raise AnalysisError(what, str(folder), "Make one: python -m analysis tables CORPUS --out DIR.")
    return found


def _csv_cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, restkey="", restval=None, strict=True))
    for number, row in enumerate(rows, 2):
        if "" in row or None in row.values():
            remedy = "Quote cells that hold commas, or write the table again."
            raise AnalysisError("the row has more or fewer cells than the header.", f"{path}, row {number}", remedy)
    return rows


def _parquet_cells(path: Path) -> list[dict[str, str]]:
    frame = pd.read_parquet(path)
    types = {field.name: field.type for field in TABLES[path.stem]}
    cells = [[cell(value, types.get(name, "string")) for value in frame[name]] for name in frame]
    return [dict(zip(frame, row, strict=True)) for row in zip(*cells, strict=True)]
