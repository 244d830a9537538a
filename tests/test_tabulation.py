"""Tables: the same whoever makes them, written as the codebook says, valid by the reference implementation."""

import random
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from analysis.check import check
from analysis.document import Document
from analysis.errors import AnalysisError
from analysis.fields import TABLES, columns
from analysis.store import cell, read_cells, write, write_atomically
from analysis.tables import Tables, load_tables
from analysis.tabulation import frame, tabulate


def files(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_every_row_of_the_seeds_stands_in_its_document_and_keeps_to_the_schema(tables, seeds, tmp_path):
    write(tables, tmp_path)
    cells = read_cells(tmp_path)
    assert [str(issue) for issue in check(cells, seeds)] == []
    assert min(len(rows) for rows in cells.values()) > 0


def test_columns_order_and_sorting(tables):
    for name in TABLES:
        table = getattr(tables, name)
        assert list(table) == columns(name)
        order = ["doc_id"] if name == "documents" else ["doc_id", "start"]
        assert table[order].equals(table[order].sort_values(order, ignore_index=True))


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_and_any_order_give_the_same_bytes(pool, tables, seeds, tmp_path):
    shuffled = random.Random(1).sample(seeds, len(seeds))
    with pool(2) as executor:
        write(tabulate(shuffled, executor), tmp_path / "pool")
    write(tables, tmp_path / "here")
    assert files(tmp_path / "pool") == files(tmp_path / "here")


def test_frictionless_finds_the_descriptor_and_every_table_valid(tables, tmp_path):
    from frictionless import Package

    write(tables, tmp_path)
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert {task.name for task in report.tasks} == set(TABLES)


def test_parquet_and_csv_hold_the_same(tables, tmp_path):
    write(tables, tmp_path / "csv")
    write(tables, tmp_path / "parquet", "parquet")
    assert read_cells(tmp_path / "csv") == read_cells(tmp_path / "parquet")
    one, other = load_tables(tmp_path / "csv"), load_tables(tmp_path / "parquet")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
        pd.testing.assert_frame_equal(getattr(one, name), getattr(tables, name))


def test_the_other_format_does_not_stay_beside(tables, tmp_path):
    write(tables, tmp_path, "csv")
    write(tables, tmp_path, "parquet")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["datapackage.json", *(f"{name}.parquet" for name in TABLES)]
    )


@pytest.mark.parametrize(
    ("value", "type", "written"),
    [
        (350e9, "number", "350000000000"),
        (126.35e9, "number", "126350000000"),
        (1e21, "number", "1" + "0" * 21),
        (0.00001, "number", "0.00001"),
        (6.70299, "number", "6.70299"),
        (float("nan"), "number", ""),
        (pd.NA, "integer", ""),
        (0, "integer", "0"),
        (False, "boolean", "false"),
        ("重庆", "string", "重庆"),
    ],
)
def test_what_a_cell_looks_like(value, type, written):
    assert cell(value, type) == written


def test_mentions_with_commas_quotes_and_lone_carriage_returns_come_back_as_they_were(tmp_path):
    odd = ['a, "b"', "a\rb", "a\r\nb", " a ", "NA", "🚀重庆", "a\tb"]
    records = [
        {"doc_id": "d", "start": i, "end": i + 1, "mention": text, "rule": "r", "title": text}
        for i, text in enumerate(odd)
    ]
    empty = Tables.empty()
    documents = frame("documents", [{"doc_id": "d"}])
    write(
        Tables(
            **{name: getattr(empty, name) for name in TABLES}
            | {"policies": frame("policies", records), "documents": documents}
        ),
        tmp_path,
    )
    assert [row["mention"] for row in read_cells(tmp_path)["policies"]] == odd


def test_the_same_name_twice_is_refused():
    with pytest.raises(AnalysisError, match=r"^same: 2 documents have this name\. Rename them"):
        tabulate([Document("same", "One."), Document("same", "Two.")])


def test_no_documents_give_empty_tables():
    assert all(getattr(tabulate([]), name).empty for name in TABLES)


def test_a_file_that_could_not_be_written_whole_stays_as_it_was(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("old")

    def fails(path, content):
        path.write_text("half")
        raise OSError("disk full")

    monkeypatch.setattr(Path, "write_bytes", fails)
    with pytest.raises(OSError, match="disk full"):
        write_atomically(tmp_path / "file", b"new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("file", "old")]
