"""Corrections are applied where they fit, take along what follows, and stop everything, all told, where they do not."""

import csv
import json
import re

import pytest

import analysis
from analysis.check import check
from analysis.cli import ISSUES, OK, USAGE, main
from analysis.corrected import tally
from analysis.corrections import COLUMNS, FILE, read_corrections
from analysis.errors import AnalysisError
from analysis.fields import TABLES
from analysis.gold import read_gold
from analysis.score import score
from analysis.store import read_cells, write

TEXT = """Wuhan Robot Alliance founded

On May 1, 2022 the Wuhan Robot Alliance was established in Wuhan. It was jointly initiated by Hippo Technology, Wuhan \
University and the Lotus Museum. 重庆 Bank gave advice.

The city will set up a fund of 5 billion yuan. By 2025, the scale of the industry will reach 80 billion yuan.
"""
BODY = "Wuhan Robot Alliance"


def line(table: str, mention: str, action: str, column: str = "", expected: str = "", value: str = "", **more) -> dict:
    start = TEXT.index(mention, 40)
    cells = dict.fromkeys(COLUMNS, "") | {
        "doc_id": "wuhan",
        "table": table,
        "start": start,
        "end": start + len(mention),
    }
    cells |= {"row": f"initiator of {BODY}" if table == "memberships" else "", "action": action, "column": column}
    cells |= {"expected": expected, "value": value, "reason": "read", "who": "A. Bee", "date": "2026-01-31"}
    return cells | more


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "wuhan.txt").write_text(TEXT, encoding="utf-8")
    (folder / "metadata.csv").write_text("doc_id,published\nwuhan,2022-05-03\n", encoding="utf-8")
    return folder


def correct(corpus, *lines: dict):
    """Tables of the corpus with these corrections."""
    with (corpus / FILE).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS)
        writer.writeheader()
        writer.writerows(lines)
    return analysis.tabulate(analysis.read(corpus))


def one(table, mention: str):
    (row,) = table[table.mention == mention].to_dict("records")
    return row


def test_a_corrected_value_takes_along_what_follows_from_it(corpus):
    tables = correct(
        corpus,
        line("memberships", "Lotus Museum", "change", "sector", "culture", "university"),
        line("memberships", "Lotus Museum", "change", "organization", "Lotus Museum", "Baidu Co., Ltd."),
        line("funding", "5 billion yuan", "change", "currency", "CNY", "USD"),
        line("funding", "5 billion yuan", "change", "place", "Wuhan", "Nanjing"),
        line("funding", "80 billion yuan", "change", "province", "CN-HB", "CN-ZJ"),
        line("funding", "80 billion yuan", "change", "place", "Wuhan", "Robot Hill"),
        line("alliances", BODY, "change", "name", BODY, "Hubei Robot Alliance"),
    )
    museum = one(tables.memberships, "Lotus Museum")
    assert (museum["helix"], museum["organization_id"], museum["alliance_id"]) == (
        "university",
        "baidu",
        "hubei-robot-alliance",
    )
    assert museum["corrected"] == "sector (line 2, A. Bee) | organization (line 3, A. Bee)"
    fund, size = one(tables.funding, "5 billion yuan"), one(tables.funding, "80 billion yuan")
    assert fund["amount_cny"] == pytest.approx(5e9 * fund["rate"]) and 6 < fund["rate"] < 7
    assert (fund["province"], size["province"], size["place"]) == ("CN-JS", "CN-ZJ", "Robot Hill")
    assert tables.memberships.alliance_id.unique().tolist() == tables.alliances.alliance_id.tolist()
    assert tally(tables) == "7 corrections by A. Bee"


def test_rows_are_dropped_with_what_hangs_on_them_and_it_is_said(corpus):
    tables = correct(corpus, line("alliances", BODY, "drop", expected=BODY))
    assert tables.alliances.empty and tables.memberships.empty and len(tables.funding) == 2
    start = TEXT.index(BODY, 40)
    told = f"dropped alliances {start}-{start + len(BODY)} with 3 of its memberships (line 2, A. Bee)"
    assert tables.documents.corrected.tolist() == [told]
    assert (tables.documents.alliances.item(), tables.documents.memberships.item()) == (0, 0)


def test_an_added_row_has_evidence_and_every_table_passes_the_check(corpus, tmp_path):
    tables = correct(
        corpus,
        line("memberships", "重庆 Bank", "add", "sector", "重庆 Bank", "finance", row=f"guide of {BODY}"),
        line("funding", "5 billion yuan", "confirm", expected=confirmed(corpus), who="C. Dee"),
    )
    bank = one(tables.memberships, "重庆 Bank")
    assert (bank["rule"], bank["role"], bank["named"], bank["helix"]) == ("correction", "guide", True, "industry")
    assert bank["alliance_id"] == "wuhan-robot-alliance" and bank["corrected"] == "added sector (line 2, A. Bee)"
    assert tally(tables) == "1 correction by A. Bee, 1 confirmation by C. Dee"
    write(tables, tmp_path / "tables")
    documents, cells = analysis.read(corpus), read_cells(tmp_path / "tables")
    assert check(cells, documents) == []
    gold = tmp_path / "gold"
    gold.mkdir()
    fund = "funding: [{mention: 5 billion yuan, kind: fund, amount: 5000000000, currency: CNY}]"
    (gold / "wuhan.yaml").write_text(fund, encoding="utf-8")
    assert score(cells, read_gold(gold, documents)).as_dict()["funding"]["found"]["recall"] == 1


def confirmed(corpus) -> str:
    from analysis.corrected import values_of
    from analysis.extract import extract

    rows = extract(analysis.read(corpus)[0]).rows
    return next(values_of(row) for row in rows if row.mention.text == "5 billion yuan")


def test_a_confirmed_row_keeps_its_flags_and_is_not_left_out_with_the_guesses(corpus):
    plain = correct(corpus).select(leave_out_flagged=True)
    assert plain.funding.empty  # their place is guessed
    tables = correct(corpus, line("funding", "5 billion yuan", "confirm", expected=confirmed(corpus)))
    kept = tables.select(leave_out_flagged=True).funding
    assert kept.mention.tolist() == ["5 billion yuan"] and kept["flags"].item() == "place_from_context"


def test_a_line_sees_what_the_lines_before_have_made(corpus):
    tables = correct(
        corpus,
        line("memberships", "Lotus Museum", "change", "role", "initiator", "guide"),
        line("memberships", "Lotus Museum", "change", "sector", "culture", "government", row=f"guide of {BODY}"),
        line("funding", "80 billion yuan", "change", "year", "2025", "2026"),
        line("funding", "80 billion yuan", "change", "year", "2026", ""),
    )
    assert one(tables.memberships, "Lotus Museum")["helix"] == "government"
    assert tables.funding.year.isna().all()


def test_all_lines_that_do_not_fit_are_told_together_and_nothing_is_written(corpus, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["tables", str(corpus), "--out", str(out)]) == OK
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    capsys.readouterr()
    with pytest.raises(AnalysisError) as misfit:
        correct(
            corpus,
            line("funding", "5 billion yuan", "change", "kind", "loan", "subsidy"),
            line("funding", "a fund of", "drop", expected="a fund of"),
            line("memberships", "重庆 Bank", "add", "sector", "Chongqing Bank", "finance"),
            line(
                "memberships",
                "重庆 Bank",
                "add",
                "sector",
                "重庆 Bank",
                "finance",
                row="guide of Wuhan Robots Alliance",
            ),
            line("memberships", "Lotus Museum", "change", "organization", "Lotus Museum", "Wuhan University"),
            line("funding", "80 billion yuan", "change", "amount_high", "", "7"),
            line("targets", "重庆 Bank", "add", "count", "重庆 Bank", "7"),
            line("policies", "jointly initiated", "confirm", expected="x"),
        )
    told = str(misfit.value).splitlines()
    wanted = [
        "line 2: kind is 'fund' now, not 'loan'. If that is right, remove the line; else write 'fund' as expected.",
        "line 3: no row of funding stands at",
        "line 4: the document has '重庆 Bank' there, not 'Chongqing Bank'.",
        "line 5: the document has no body 'Wuhan Robots Alliance'. Did you mean 'Wuhan Robot Alliance'?",
        "line 6: there are two rows of",
        "line 7: amount_high is 7, less than amount, 80000000000.",
        "line 8: unit is empty.",
        "line 9: no row of policies stands at",
    ]
    assert [part for part, one in zip(wanted, told[1:], strict=True) if f"{corpus / FILE}, {part}" not in one] == []
    assert "the nearest is" in told[2] and "(5 billion yuan)" in told[2] and "the document has none" in told[8]
    assert main(["tables", str(corpus), "--out", str(out)]) == USAGE
    assert "line 2: kind is 'fund' now" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"table": "fundin"}, "there is no table 'fundin' to be corrected. Did you mean 'funding'?"),
        ({"table": "documents"}, "What is known of documents goes into metadata.csv."),
        ({"action": "chang"}, "there is no action 'chang'. Did you mean 'change'?"),
        ({"column": "knd"}, "there is no column 'knd' to be corrected. Did you mean 'kind'?"),
        ({"column": "amount_cny", "value": "1"}, "amount_cny follows from amount and currency. Correct that."),
        ({"value": "found"}, "kind is 'found'. Did you mean 'fund'?"),
        ({"value": ""}, "kind is empty. It must say: What the money is."),
        ({"column": "year", "value": "soon"}, "year is 'soon', not of type integer."),
        ({"column": "province", "value": "Hubei"}, "province is 'Hubei', which is not of the form CN-[A-Z]{2}."),
        ({"start": "7", "end": "x"}, "start and end are '7' and 'x', no span."),
        ({"row": "initiator of X"}, "Leave it empty"),
        ({"table": "memberships", "column": "sector", "value": "finance", "row": "X"}, "'initiator of X Alliance'."),
        ({"action": "drop"}, "drop has no column and no value."),
        ({"reason": " "}, "reason is empty. Say why."),
        ({"date": "31/01/2026"}, "date is '31/01/2026'. Write it as 2026-01-31."),
        ({"doc_id": "wuhn"}, "there is no document 'wuhn'. Did you mean 'wuhan'?"),
    ],
)
def test_a_faulty_line_is_told_with_file_line_and_remedy(corpus, cells, told):
    with pytest.raises(AnalysisError) as fault:
        correct(corpus, line("funding", "5 billion yuan", "change", "kind", "fund", "loan") | cells)
    assert f"{corpus / FILE}, line 2: " in str(fault.value) and told in str(fault.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"doc_id,tabel\n", "unknown column 'tabel'. Did you mean 'table'?"),
        (b"\xff\xfe\x00", "is not CSV in UTF-8"),
        (b"", "the columns doc_id, table, start"),
        (",".join(COLUMNS).encode() + b"\na,b\n", "line 2: more or fewer cells than the header has."),
    ],
)
def test_a_file_that_is_no_file_of_corrections_is_refused(corpus, content, told):
    (corpus / FILE).write_bytes(content)
    with pytest.raises(AnalysisError) as fault:
        analysis.read(corpus)
    assert told in str(fault.value)


def test_a_spreadsheets_byte_order_mark_and_line_ends_do_no_harm(corpus):
    correct(corpus, line("funding", "5 billion yuan", "change", "kind", "fund", "loan"))
    text = (corpus / FILE).read_text(encoding="utf-8")
    (corpus / FILE).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    tables = analysis.tabulate(analysis.read(corpus))
    assert one(tables.funding, "5 billion yuan")["kind"] == "loan"


def test_corrections_stand_beside_a_table_of_documents_too(corpus, tmp_path):
    correct(corpus, line("funding", "5 billion yuan", "change", "kind", "fund", "loan"))
    (corpus / FILE).rename(tmp_path / FILE)
    record = {"doc_id": "wuhan", "text": TEXT, "published": "2022-05-03"}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(record), encoding="utf-8")
    tables = analysis.tabulate(analysis.read(tmp_path / "corpus.jsonl"))
    assert one(tables.funding, "5 billion yuan")["kind"] == "loan"


def test_lines_about_a_document_that_could_not_be_read_wait_for_it(corpus, tmp_path, capsys):
    (corpus / "broken.txt").write_bytes(b"")
    correct_line = line("funding", "5 billion yuan", "drop", expected="x", doc_id="broken")
    with pytest.raises(AnalysisError, match="has no text"):
        correct(corpus, correct_line)
    assert main(["tables", str(corpus), "--out", str(tmp_path / "out")]) == ISSUES
    assert "broken.txt: has no text." in capsys.readouterr().err


def test_the_figure_says_which_of_its_rows_were_corrected(corpus):
    from analysis.draw import funding_scale

    tables = correct(corpus, line("funding", "5 billion yuan", "change", "kind", "fund", "loan"))
    _, drawn = funding_scale(tables)
    assert dict(zip(drawn.mention, drawn.corrected.fillna(""), strict=True)) == {
        "5 billion yuan": "kind (line 2, A. Bee)",
        "80 billion yuan": "",
    }


def test_the_example_of_the_codebook_has_the_form_it_describes(root, tmp_path):
    codebook = (root / "docs" / "codebook.md").read_text(encoding="utf-8").partition("## Corrections")[2]
    example = re.findall(r"^    (.*)$", codebook, re.MULTILINE)
    (tmp_path / FILE).write_text("\n".join(example), encoding="utf-8")
    assert [one.action for one in read_corrections(tmp_path / FILE)] == ["change", "drop", "add", "add"]


def test_without_corrections_every_table_has_the_column_and_nothing_in_it(tables):
    assert all(getattr(tables, table)["corrected"].isna().all() for table in TABLES)
    assert tally(tables) == ""
