"""The checker finds what is wrong with a folder of tables, and finds nothing where nothing is."""

import csv
import dataclasses

import pytest

from analysis.check import check
from analysis.document import Document
from analysis.fields import TABLES
from analysis.store import read_cells, write
from analysis.tables import Tables
from analysis.tabulation import _summary, frame

TEXT = (
    "\ufeffOn May 1, 2022 the “Qingmei Alliance” 🚀 was founded by 重庆 Bank.\r\n"
    "It plans a fund of 5 billion yuan and 100 parks."
)
DOCUMENT = Document("a", TEXT, {"published": "2022-05-03"})


def evidence(mention: str, cue: str = "", **values) -> dict:
    record = {"doc_id": "a", "start": TEXT.index(mention), "mention": mention, "rule": "test", **values}
    record["end"] = record["start"] + len(mention)
    return record | ({"cue": cue, "cue_start": TEXT.index(cue), "cue_end": TEXT.index(cue) + len(cue)} if cue else {})


@pytest.fixture
def folder(tmp_path):
    """Tables of a document with a byte-order mark, CRLF, Chinese and a character beyond the BMP."""
    records = {
        "documents": [_summary(DOCUMENT) | dict.fromkeys(list(TABLES)[1:], 1) | {"policies": 0}],
        "alliances": [
            evidence(
                "Qingmei Alliance",
                "founded",
                alliance_id="qingmei",
                name="Qingmei Alliance",
                kind="alliance",
                established="2022-05-01",
            )
        ],
        "memberships": [
            evidence(
                "重庆 Bank",
                "founded by",
                alliance_id="qingmei",
                organization_id="bank",
                organization="重庆 Bank",
                named=True,
                role="initiator",
                sector="finance",
                helix="industry",
            )  # fmt: skip
        ],
        "funding": [
            evidence(
                "5 billion yuan",
                "fund",
                amount=5e9,
                amount_cny=5e9,
                currency="CNY",
                currency_stated=True,
                kind="fund",
                qualifier="exact",
            )
        ],
        "policies": [],
        "targets": [evidence("100 parks", count=100, unit="parks", qualifier="exact")],
    }
    tables = Tables(**{table: frame(table, records[table]) for table in TABLES})
    write(tables, tmp_path)
    return tmp_path


def found(folder, document=DOCUMENT) -> list[str]:
    return [str(issue) for issue in check(read_cells(folder), [document])]


def change(folder, table: str, **cells: str) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    rows[0] |= cells
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_what_stands_in_the_document_is_right(folder):
    assert found(folder) == []


@pytest.mark.parametrize(
    ("table", "cells", "what"),
    [
        ("funding", {"start": "1"}, "mention is '5 billion yuan', but the document has"),
        ("funding", {"mention": "5 million yuan"}, "but the document has '5 billion yuan'"),
        ("funding", {"cue": "funds"}, "cue is 'funds', but the document has 'fund'"),
        ("funding", {"cue_end": ""}, "cue, cue_start and cue_end are not all there"),
        ("funding", {"amount": "5e9"}, "amount is '5e9', not of type number"),
        ("funding", {"amount": ""}, ""),
        ("funding", {"amount_high": "4"}, "amount_high is 4, less than amount, 5000000000"),
        ("funding", {"currency_stated": "yes"}, "currency_stated is 'yes', not of type boolean"),
        ("funding", {"currency": "yuan"}, "which is not of the form [A-Z]{3}"),
        ("funding", {"kind": "funds"}, "kind is 'funds'. Did you mean 'fund'?"),
        ("funding", {"kind": ""}, "kind is empty"),
        ("funding", {"rate_date": "2022-13-01"}, "rate_date is '2022-13-01', not of type date"),
        ("funding", {"currency": "USD", "rate": "7"}, "amount_cny is 5000000000, not amount times rate, 35000000000.0"),
        ("funding", {"doc_id": "b"}, "doc_id 'b' is not in table documents"),
        ("alliances", {"established": "2022-5-1"}, "established is '2022-5-1'"),
        ("alliances", {"members_stated": "50.5"}, "members_stated is '50.5', not of type integer"),
        ("alliances", {"alliance_id": "other"}, "alliance_id 'qingmei' of a is not in table alliances"),
        ("memberships", {"helix": "other"}, "helix is 'other' for sector 'finance'. It is 'industry'"),
        ("memberships", {"role": "founder"}, "role is 'founder'"),
        ("documents", {"targets": "2"}, "targets is 2, but that table has 1 such rows"),
        ("documents", {"sha256": "0"}, "the document has changed"),
    ],
)
def test_every_kind_of_fault_is_found_and_nothing_else(folder, table, cells, what):
    change(folder, table, **cells)
    issues = found(folder)
    assert (
        any(what in issue and (table in issue or "memberships" in issue) for issue in issues) if what else issues == []
    )


def test_all_faults_are_told_at_once(folder):
    change(folder, "funding", kind="x", currency="y")
    change(folder, "targets", count="many")
    assert len(found(folder)) == 3


def test_a_changed_document_is_found_by_its_checksum_and_its_mentions(folder):
    issues = found(folder, dataclasses.replace(DOCUMENT, text="x" + TEXT))
    assert "documents, row 2 (a): the document has changed since the tables were made." in issues[0]
    assert sum("but the document has" in issue for issue in issues) == 4 + 3  # mentions and cues


def test_missing_document_table_and_column(folder):
    (folder / "targets.csv").unlink()
    lines = (folder / "funding.csv").read_text(encoding="utf-8").replace(",kind,", ",sort,", 1)
    (folder / "funding.csv").write_text(lines, encoding="utf-8")
    issues = found(folder, Document("elsewhere", "text"))
    assert any(issue.startswith("targets: the table is missing") for issue in issues)
    assert any("column 'kind' is missing" in issue for issue in issues) and any(
        "column 'sort' is unknown" in issue for issue in issues
    )
    assert any("the corpus has no such document" in issue for issue in issues)


def test_two_rows_with_one_key(folder):
    path = folder / "alliances.csv"
    header, row = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([header, row, row]) + "\n", encoding="utf-8")
    assert any("2 rows have doc_id, alliance_id = a, qingmei" in issue for issue in found(folder))


def test_parquet_is_checked_like_csv(folder, tmp_path):
    from analysis.tables import load_tables

    write(load_tables(folder), tmp_path / "parquet", "parquet")
    assert found(tmp_path / "parquet") == []
    assert read_cells(tmp_path / "parquet") == read_cells(folder)
