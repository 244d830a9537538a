"""A document is shown with its evidence; a row, and what became no row, are explained from what made and dropped them."""

import io
import re

import pytest
from rich.console import Console

from analysis.cli import OK, USAGE, main
from analysis.corpus import read
from analysis.corrections import COLUMNS, FILE
from analysis.discards import discards
from analysis.document import Document
from analysis.explain import explain, rule
from analysis.extract import extract
from analysis.fields import FLAGS, TABLES
from analysis.terminal import Span, marked

TEXT = """Wuhan Robot Alliance founded

On May 1, 2022 the Wuhan Robot Alliance was established in Wuhan. It was jointly initiated by Hippo Technology, Zhang \
Wei and Wuhan University. The Jinan Robot Association was mentioned.

The city issued the "Wuhan Robot Industry Action Plan (2022-2025)". Under the Action Plan it will set up a fund of \
5 billion yuan and cultivate 10 leading enterprises. It has 70 schools. Some 3 million visitors came.

The fund of 5 billion yuan is the city's first.
"""


def told(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "wuhan.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def said(corpus, capsys):
    def run(*arguments) -> str:
        assert main([*map(str, arguments), "--corpus", str(corpus)]) == OK
        return capsys.readouterr().out

    return run


def test_a_row_is_explained_by_its_sentence_rule_and_lexicon_entry(said, root):
    shown = said("explain", "funding", f"wuhan:{TEXT.index('5 billion')}")
    assert "will set up {a fund} of [5 billion yuan] and" in shown
    where = re.search(r"rule: (\S+), by the words 'a fund' \((analysis/lexicon/\S+), line (\d+)\)", shown)
    assert where, shown
    entry = (root / where[2]).read_text(encoding="utf-8").splitlines()[int(where[3]) - 1]
    assert entry.strip() == f"- id: {where[1]}" and "as in: " in shown
    assert f"{TEXT.rindex('5 billion')}-" in shown and "said again of what stands at" in shown


@pytest.mark.parametrize(
    ("table", "candidate", "why"),
    [
        ("funding", "3 million", "it has no currency"),
        ("memberships", "Zhang Wei", "such a name is no organisation's"),
        ("alliances", "Jinan Robot Association", "nothing is said of it by itself"),
        ("policies", "Action Plan it", "said again of what stands at"),
        ("targets", "70 schools", "no words say that it is to be reached"),
    ],
)
def test_what_became_no_row_is_told_with_the_reason(said, table, candidate, why):
    told = said("explain", table, f"wuhan:{TEXT.index(candidate)}")
    assert "Found, and no row:" in told and why in told
    assert why in said("explain", table, "wuhan")


def test_no_candidate_is_also_a_row_and_every_row_names_a_rule_that_exists(seeds, root):
    for document in [*seeds, *read(root / "tests" / "dev" / "docs")]:
        rows = extract(document).rows
        for table in list(TABLES)[1:]:
            spans = {(row.mention.start, row.mention.end) for row in rows if row.table == table}
            assert not spans & {(one.start, one.end) for one in discards(document, table, rows)}
        assert [row.rule for row in rows if ", line " not in next(rule(row))] == []
        assert [flag for row in rows for flag in row.flags if flag not in FLAGS] == []


def test_rows_are_found_by_the_ids_of_the_tables(said):
    assert said("explain", "memberships", "hippo-technology").startswith("memberships wuhan:")
    assert said("explain", "alliances", "wuhan-robot-alliance").startswith("alliances wuhan:")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["explain", "fundin", "wuhan:1"], "Did you mean 'funding'?"),
        (["explain", "funding", "wuhn:1"], "there is no document 'wuhn'. Did you mean 'wuhan'?"),
        (["explain", "funding", "wuhan:1"], "is in no row or candidate of funding. Did you mean wuhan:"),
        (["explain", "memberships", "hipo-technology"], "Did you mean 'hippo-technology'?"),
        (["explain", "targets", "nothing"], "there is no 'nothing' in table targets. Give DOC, DOC:START."),
        (["show", "wuhn"], "there is no document 'wuhn'. Did you mean 'wuhan'?"),
    ],
)
def test_a_wrong_key_is_told_with_the_nearest(corpus, arguments, told, capsys):
    try:
        status = main([*arguments, "--corpus", str(corpus)])
    except SystemExit as stopped:
        status = stopped.code
    printed = capsys.readouterr()
    assert status == USAGE and told in printed.err and printed.out == ""


def test_corrections_are_explained_too(corpus, said):
    start = TEXT.index("5 billion")
    cells = f"wuhan,funding,{start},{start + 14},"
    lines = [
        f"{cells},change,kind,fund,loan,read,A. Bee,2026-01-31",
        f"{cells},drop,,5 billion yuan,,read,A. Bee,2026-01-31",
    ]
    (corpus / FILE).write_text("\n".join([",".join(COLUMNS), lines[0]]), encoding="utf-8")
    assert "corrected: kind (line 2, A. Bee)" in said("explain", "funding", f"wuhan:{start}")
    assert "kind loan" in said("show", "wuhan")
    (corpus / FILE).write_text("\n".join([",".join(COLUMNS), *lines]), encoding="utf-8")
    gone = said("explain", "funding", f"wuhan:{start}")
    assert f"no longer a row: dropped funding {start}-{start + 14} (line 3, A. Bee)" in gone


def test_a_document_is_shown_whole_with_its_rows(said):
    shown = said("show", "wuhan")
    plain = re.sub(r"\[([^\[\]]+)\]\(\w+\)", r"\1", shown).replace("{", "").replace("}", "")
    assert TEXT in plain and "\x1b" not in shown
    assert "{jointly initiated by} [Hippo Technology](memberships), Zhang Wei and" in shown
    assert "memberships: 2" in shown and "role initiator" in shown


def test_overlapping_marks_stay_apart_with_and_without_colours():
    document = Document("a", "A fund of 5 yuan.")
    crossing = [Span(2, 12, "cue"), Span(10, 16, "funding"), Span(10, 16, "mention")]
    plain = marked(document, 0, 17, crossing, Console(file=io.StringIO()))
    assert plain.plain == "A {fund of [[5 }yuan]](funding)."
    screen = Console(file=io.StringIO(), force_terminal=True, color_system="standard", _environ={"TERM": "xterm"})
    screen.print(marked(document, 0, 17, crossing, screen))
    shown = screen.file.getvalue()
    assert re.sub(r"\x1b\[[\d;]*m", "", shown) == "A fund of 5 yuan.\n" and "\x1b[4mfund of \x1b[0m" in shown


def test_a_document_can_do_nothing_to_the_terminal():
    sly = "The \x1b]0;owned\x07Wuhan Robot Alliance was founded on May 1, 2022 in Wuhan.\r\nBy [bold]A[/bold] and B.\x9b2J"
    screen = Console(file=io.StringIO(), force_terminal=True, highlight=False, markup=False, soft_wrap=True)
    explain([Document("sly", sly)], "alliances", "sly", screen)
    shown = screen.file.getvalue()
    assert "Alliance" in shown and not re.search(r"\x1b(?!\[[\d;]*m)|[\x07\x9b\r]", shown)
