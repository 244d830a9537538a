"""Blocks, sentences and boilerplate, on lines as they are printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.corpus import read
from analysis.document import Document
from analysis.segment import BOILERPLATE, CELL, HEADING, ITEM, PARAGRAPH, blocks

SEEDS = Path(__file__).parent.parent / "seeds"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text)]


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in Document("d", text).sentences]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "It was founded by A Co., Ltd. and B Inc. in May. It grew.",
            ["It was founded by A Co., Ltd. and B Inc. in May.", "It grew."],
        ),
        ("China Mobile Jiangsu Co., Ltd. Wuxi Branch joined.", ["China Mobile Jiangsu Co., Ltd. Wuxi Branch joined."]),
        ("It was led by B Co., Ltd. The park is new.", ["It was led by B Co., Ltd.", "The park is new."]),
        (
            "The track of the Metaverse. industry fund was set up.",
            ["The track of the Metaverse. industry fund was set up."],
        ),
        ("He said “it is new.” They agreed.", ["He said “it is new.”", "They agreed."]),
        (
            "An agreement was signed with Acme.According to it, B moves.",
            ["An agreement was signed with Acme.", "According to it, B moves."],
        ),
        ("The U.S. firm paid $1.5 billion. Then it left.", ["The U.S. firm paid $1.5 billion.", "Then it left."]),
        ("Dr. Gong met Mr. Li on Feb. 23. They talked.", ["Dr. Gong met Mr. Li on Feb. 23.", "They talked."]),
        ("Who is in it? Nobody knows! Fine.", ["Who is in it?", "Nobody knows!", "Fine."]),
    ],
)
def test_sentences(text, wanted):
    assert sentences(text) == wanted


def test_headings_items_and_numbered_sections():
    text = "Hangzhou, Zhejiang\n\nThe plan was issued in May. It is long.\n\n2. Wuhan Institute – The first\n\nFounding members:\n • Baidu\n o Tencent\n1. It pays rent subsidies.\n"
    assert kinds(text) == [
        (HEADING, "Hangzhou, Zhejiang"),
        (PARAGRAPH, "The plan was issued in May. It is long."),
        (HEADING, "Wuhan Institute – The first"),
        (HEADING, "Founding members:"),
        (ITEM, "Baidu"),
        (ITEM, "Tencent"),
        (ITEM, "It pays rent subsidies."),
    ]


def test_a_heading_is_known_to_its_sentences():
    text = "Beijing\n\nA fund is planned. It is large.\n\nShanghai\n\nA park is planned, too.\n"
    document = Document("d", text)
    named = {s.text: text[h.start : h.end] for s in document.sentences if (h := document.heading_of(s))}
    assert named["It is large."] == "Beijing" and named["A park is planned, too."] == "Shanghai"


def test_tables_printed_one_cell_a_line_and_with_leaders():
    text = "Year\nCompanies\nSize\n2023\n60\n4 billion yuan\n2024\n120\n10 billion yuan\n\nTarget .......... 20bn yuan by 2025\n"
    assert [kind for kind, _ in kinds(text)] == [CELL] * 10


def test_speakers_are_no_part_of_what_they_say():
    assert sentences("Q: Who is in it?\nA: Baidu is in it, they say.\nHOST: Good morning, it is early.\n") == [
        "Who is in it?",
        "Baidu is in it, they say.",
        "Good morning, it is early.",
    ]


def test_lines_broken_at_the_width_of_a_page_go_on():
    text = "The alliance was founded in the city on Monday by a group of\ncompanies and universities that want to set common standards,\nand it has 20 members.\n"
    assert len(sentences(text)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Home > Yangtze Delta > Nanjing",
        "Cells | Packs | Materials | Recycling",
        "KOSPI 2839.01 -70.31 -2.42%",
        "Like (12)  Collect  Share to Moments",
        "Leave a Comment",
    ],
)
def test_boilerplate_lines(line):
    assert kinds(f"The alliance was founded in May.\n\n{line}\n\nIt has members, they say.\n")[1][0] == BOILERPLATE


def test_nothing_counts_below_the_first_boilerplate_of_the_foot():
    text = "The fund has 5 billion yuan, and the alliance has 40 members in the whole city.\n\n[Editor: Li]\nZhuzhou Builds Park for 2 Billion\nHow to buy land with 300 dollars\n"
    assert [kind for kind, _ in kinds(text)] == [PARAGRAPH] + [BOILERPLATE] * 3


def test_a_section_of_links_ends_where_text_begins_again():
    text = "Related articles:\nA fund of 5 billion yuan for Hunan\nAnother link to read\n\nThe alliance was founded in Changsha in May of the same year.\n"
    assert [kind for kind, _ in kinds(text)] == [BOILERPLATE] * 3 + [PARAGRAPH]


def test_the_seeds_lose_their_boilerplate_and_nothing_else():
    documents = {document.doc_id[:3]: document for document in read(SEEDS)}
    assert len(documents) == 5
    left_out = {
        key: " ".join(d.text[b.start : b.end] for b in d.blocks if b.kind == BOILERPLATE)
        for key, d in documents.items()
    }
    assert (
        "Leave a Comment" in left_out["001"]
        and "coinyuppie.com" in left_out["002"]
        and "login to post" in left_out["003"]
    )
    assert "Muneeb is a full-time" in left_out["004"]
    for document in documents.values():
        kept = sum(block.end - block.start for block in document.blocks if block.kind != BOILERPLATE)
        assert kept > 0.85 * len(document.text.strip())
    assert not any("founding members" in text or "350 billion" in text for text in left_out.values())
