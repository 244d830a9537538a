"""Tables on disk: CSV or Parquet with a Frictionless descriptor, written whole or not at all, byte for byte the same.

What a cell looks like is decided here alone: empty for unknown, ``true`` and ``false``, whole numbers without a
point, dates in ISO form.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import AnalysisError, nearest
from analysis.fields import TABLES, Field, columns
from analysis.tables import Tables

FORMATS = ("csv", "parquet")
DESCRIPTOR = "datapackage.json"
KEYS = {"documents": ["doc_id"], "alliances": ["doc_id", "alliance_id"]}

_NEEDS_QUOTES = re.compile(r'[,"\r\n]')


def cell(value: Any, type: str) -> str:
    """A value as it is written.

    Examples
    --------
    >>> [cell(350e9, "number"), cell(12.5, "number"), cell(True, "boolean"), cell(None, "integer")]
    ['350000000000', '12.5', 'true', '']
    """
    if value is None or value is pd.NA or value != value:
        return ""
    if type == "boolean":
        return "true" if value else "false"
    if type == "integer":
        return str(int(value))
    if type == "number":
        return str(int(value)) if value == int(value) else format(Decimal(repr(float(value))), "f")
    return str(value)


def write_atomically(path: Path, content: bytes | Callable[[Path], object]) -> Path:
    """Write a file beside its place and rename it, so that nobody ever sees half of it.

    Parameters
    ----------
    path : Path
        Where it goes; folders are made.
    content : bytes or callable
        What is in it, or what writes it to the path it is given.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        temporary.write_bytes(content) if isinstance(content, bytes) else content(temporary)
        temporary.chmod(0o644)  # mkstemp lets nobody else read
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def write(tables: Tables, folder: Path | str, format: str = "csv") -> list[Path]:
    """Write all tables and their descriptor; files of the same tables in the other format are removed.

    Parameters
    ----------
    tables : Tables
        The six tables.
    folder : path
        Where they go.
    format : {"csv", "parquet"}
        CSV is UTF-8 with ``\\n``; strings are quoted only where they must be.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    AnalysisError
        Where there is no such format.
    """
    if format not in FORMATS:
        raise AnalysisError(f"there is no format {format!r}.", "--format", nearest(format, FORMATS))
    folder = Path(folder)
    written = []
    for table in TABLES:
        frame = getattr(tables, table)
        content = _csv(frame, table) if format == "csv" else lambda path, f=frame, t=table: _parquet(f, t, path)
        written.append(write_atomically(folder / f"{table}.{format}", content))
        for other in set(FORMATS) - {format}:
            (folder / f"{table}.{other}").unlink(missing_ok=True)
    descriptor = json.dumps(datapackage(format), indent=2, ensure_ascii=False) + "\n"
    written.append(write_atomically(folder / DESCRIPTOR, descriptor.encode()))
    return written


def _csv(frame: pd.DataFrame, table: str) -> bytes:
    # Not csv.writer: whether it quotes a lone carriage return depends on the version of Python.
    cells = [[_quoted(cell(value, field.type)) for value in frame[field.name]] for field in TABLES[table]]
    lines = [",".join(columns(table)), *map(",".join, zip(*cells, strict=True))]
    return ("\n".join(lines) + "\n").encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def _parquet(frame: pd.DataFrame, table: str, path: Path) -> None:
    import pyarrow
    from pyarrow import parquet

    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.string(),
    }
    schema = pyarrow.schema([(field.name, types[field.type]) for field in TABLES[table]])
    whole = pyarrow.Table.from_pandas(frame[columns(table)], schema=schema, preserve_index=False)
    dates = [i for i, field in enumerate(TABLES[table]) if field.type == "date"]
    for i in dates:
        whole = whole.set_column(i, whole.column_names[i], whole.column(i).cast(pyarrow.date32()))
    parquet.write_table(whole.replace_schema_metadata(None), path)


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
        schema["foreignKeys"] = [{"fields": ["doc_id"], "reference": {"resource": "documents", "fields": ["doc_id"]}}]
    if table == "memberships":
        key = KEYS["alliances"]
        schema["foreignKeys"].append({"fields": key, "reference": {"resource": "alliances", "fields": key}})
    mediatype = "text/csv" if format == "csv" else "application/vnd.apache.parquet"
    resource = {"name": table, "path": f"{table}.{format}", "format": format, "mediatype": mediatype}
    if format == "csv":
        resource |= {"encoding": "utf-8", "dialect": {"delimiter": ",", "lineTerminator": "\n"}}
    return resource | {"schema": schema}


def _descriptor(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.enum:
        constraints["enum"] = list(field.enum)
    if field.pattern:
        constraints["pattern"] = field.pattern
    descriptor: dict[str, Any] = {"name": field.name, "type": field.type, "description": field.description}
    if field.type == "boolean":
        descriptor |= {"trueValues": ["true"], "falseValues": ["false"]}
    return descriptor | ({"constraints": constraints} if constraints else {})


def read_cells(folder: Path | str) -> dict[str, list[dict[str, str]]]:
    """All cells of a folder of tables as they are written, nothing converted: what a checker must look at.

    Returns
    -------
    dict of str to list of dict
        Table to rows, each column to its cell. A table without a file is missing.

    Raises
    ------
    AnalysisError
        Where the folder holds no table, or a file cannot be read as one.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise AnalysisError(
            "there is no such folder of tables.", str(folder), "Make one: python -m analysis tables CORPUS --out DIR."
        )
    found = {}
    for table in TABLES:
        for format, read in (("csv", _csv_cells), ("parquet", _parquet_cells)):
            path = folder / f"{table}.{format}"
            if path.exists():
                found[table] = read(path, table)
                break
    if not found:
        raise AnalysisError(
            "the folder holds no tables.", str(folder), "Make some: python -m analysis tables CORPUS --out DIR."
        )
    return found


def _csv_cells(path: Path, table: str) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle, restkey="", restval=None, strict=True))
    except (csv.Error, UnicodeDecodeError) as error:
        raise AnalysisError(
            f"the file is not CSV in UTF-8: {error}.", str(path), "Write it again with python -m analysis tables."
        ) from None
    for number, row in enumerate(rows, 2):
        if "" in row or None in row.values():
            raise AnalysisError(
                "the row has more or fewer cells than the header.",
                f"{path}, row {number}",
                "Quote cells that hold commas, or write the table again.",
            )
    return rows


def _parquet_cells(path: Path, table: str) -> list[dict[str, str]]:
    from pyarrow import ArrowException, parquet

    try:
        rows = parquet.read_table(path).to_pylist()
    except ArrowException as error:
        raise AnalysisError(
            f"the file is not Parquet: {error}.", str(path), "Write it again with python -m analysis tables."
        ) from None
    types = {field.name: field.type for field in TABLES[table]}
    return [{name: cell(value, types.get(name, "string")) for name, value in row.items()} for row in rows]
