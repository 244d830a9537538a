"""Reading: what is decoded is kept code point for code point, and what cannot be read is said."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis.corpus import read, read_corpus
from analysis.errors import AnalysisError, EvidenceError
from analysis.extract import extract
from analysis.mention import Mention

SENTENCE = "On May 31, 2022, the Xiamen Metaverse Alliance was established by Baidu and Tencent."


def test_offsets_hold_with_bom_crlf_and_characters_outside_the_bmp(tmp_path):
    text = f"\ufeffNews 😀 from 厦门\r\n\r\n{SENTENCE}\r\nMore text follows here, it is said.\r\n"
    (tmp_path / "doc.txt").write_bytes(text.encode("utf-8"))
    [document] = read(tmp_path)
    assert document.text == text
    rows = extract(document).rows
    assert {row.table for row in rows} == {"alliances", "memberships"}
    for row in rows:
        raw = text[row.mention.start : row.mention.end]
        assert raw == row.mention.text and raw.encode() in (tmp_path / "doc.txt").read_bytes()


def test_chinese_encodings_are_read(tmp_path):
    (tmp_path / "a.txt").write_bytes("The alliance 联盟 was founded.".encode("gb18030"))
    (tmp_path / "b.txt").write_bytes("The alliance 联盟 was founded.".encode("utf-16"))
    assert ["联盟" in document.text for document in read(tmp_path)] == [True, True]


def test_a_page_gives_its_main_text_and_what_it_says_of_itself(tmp_path):
    page = f"""<html><head><title>Alliance founded</title><meta property="og:site_name" content="Example News">
    <meta property="article:published_time" content="2022-06-01"></head><body><nav><a href="/">Home</a> <a href="/x">Subscribe</a></nav>
    <article><h1>Alliance founded</h1><p>{SENTENCE}</p><p>{"It will promote standards, services and exchange in the whole province. " * 4}</p>
    </article><footer>Buy me a coffee</footer></body></html>"""
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    [document] = read(tmp_path)
    assert SENTENCE in document.text
    assert "coffee" not in document.text and "<p>" not in document.text
    assert document.meta["publisher"] == "Example News" and document.meta["published"] == "2022-06-01"


def test_tables_of_documents_are_read(tmp_path):
    rows = [{"doc_id": "b", "text": "Second.", "publisher": "P"}, {"doc_id": "a", "text": "First."}]
    (tmp_path / "c.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    pd.DataFrame(rows).to_parquet(tmp_path / "c.parquet")
    for name in ("c.jsonl", "c.parquet"):
        documents = read(tmp_path / name)
        assert [(d.doc_id, d.text) for d in documents] == [("a", "First."), ("b", "Second.")]
        assert documents[1].meta == {"publisher": "P"}


def test_metadata_is_joined_and_its_strays_reported(tmp_path):
    (tmp_path / "a.md").write_text("# Title\n\nText.", encoding="utf-8")
    (tmp_path / "metadata.csv").write_text(
        "doc_id,publisher,published\na,Example,2022-05\nmissing,Other,\n", encoding="utf-8"
    )
    documents, issues = read_corpus(tmp_path)
    assert documents[0].meta == {"publisher": "Example", "published": "2022-05"}
    assert len(issues) == 1 and "'missing'" in str(issues[0])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.txt", b"  \n", "has no text"),
        ("bad.txt", b"\xff\x00\xff\x81", "neither UTF-8"),
        ("nothing.html", b"<html></html>", "has no text"),
    ],
)
def test_unreadable_documents_are_skipped_and_named(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text("Good.", encoding="utf-8")
    documents, issues = read_corpus(tmp_path)
    assert [document.doc_id for document in documents] == ["good"]
    assert len(issues) == 1 and name in issues[0].where and message in issues[0].what


def test_broken_lines_of_jsonl_are_named_by_number(tmp_path):
    (tmp_path / "c.jsonl").write_text(
        '{"doc_id": "a", "text": "Good."}\n{broken\n{"doc_id": "b"}\n{"doc_id": "c", "text": "\\ud800"}\n',
        encoding="utf-8",
    )
    documents, issues = read_corpus(tmp_path / "c.jsonl")
    assert [d.doc_id for d in documents] == ["a"]
    assert [issue.where.rsplit(" ", 1)[1] for issue in issues] == ["2", "3", "4"]


@pytest.mark.parametrize("name", ["nowhere", "file.docx", "empty"])
def test_what_is_no_corpus_is_refused_with_a_remedy(tmp_path, name):
    (tmp_path / "file.docx").write_bytes(b"x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(AnalysisError) as caught:
        read_corpus(tmp_path / name)
    assert caught.value.remedy and name in str(caught.value)


def test_two_documents_of_one_name_are_reported(tmp_path):
    (tmp_path / "a.txt").write_text("One.", encoding="utf-8")
    (tmp_path / "a.md").write_text("Two.", encoding="utf-8")
    documents, issues = read_corpus(tmp_path)
    assert len(documents) == 1 and "doc_id" in issues[0].what


def test_a_mention_must_stand_in_its_document(tmp_path):
    (tmp_path / "a.txt").write_text("The Alliance.", encoding="utf-8")
    [document] = read(tmp_path)
    assert document.mention(4, 12).text == "Alliance"
    with pytest.raises(EvidenceError, match="Alliance"):
        Mention("a", 3, 11, "Alliance", document)
    with pytest.raises(EvidenceError):
        document.mention(5, 5)
