"""A reader walks the rows, in a terminal or through a pipe; what was said stands in the file at once."""

import contextlib
import csv
import io
import os
import pty
import re
import signal
import subprocess
import sys
import time

import pytest

import analysis
from analysis.check import check
from analysis.cli import OK, USAGE, main
from analysis.corrections import COLUMNS, FILE, append, read_corrections
from analysis.store import read_cells

TEXT = """Wuhan Robot Alliance founded

On May 1, 2022 the Wuhan Robot Alliance was established in Wuhan. It was jointly initiated by Hippo Technology, Wuhan \
University and the Lotus Museum.

The city will set up a fund of 5 billion yuan. By 2025, the scale of the industry will reach 80 billion yuan.
"""


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "wuhan.txt").write_text(TEXT, encoding="utf-8")
    (folder / "metadata.csv").write_text("doc_id,published\nwuhan,2022-05-03\n", encoding="utf-8")
    return folder


@pytest.fixture
def review(monkeypatch, capsys):
    """A review with answers from standard input; what was printed."""

    def run(answers: str, *arguments) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(answers))
        monkeypatch.setenv("ANALYSIS_WHO", "A. Bee")
        assert main(["review", *map(str, arguments)]) == OK
        printed = capsys.readouterr()
        assert printed.err == ""
        return printed.out

    return run


def lines(corpus) -> list[tuple[str, ...]]:
    """What was said: mention, action, column, expected and value, reason, who."""
    names = ("action", "column", "value", "reason", "who")
    return [
        (TEXT[slice(*one.span)], *(getattr(one, name) for name in names)) for one in read_corrections(corpus / FILE)
    ]


def test_every_answer_is_kept_and_the_tables_follow(corpus, tmp_path, review, capsys):
    answers = "c\nkind\nloan\nthe text says so\na\nd\n\n"
    shown = review(answers, corpus)
    assert lines(corpus) == [
        ("5 billion yuan", "change", "kind", "loan", "the text says so", "A. Bee"),
        ("5 billion yuan", "confirm", "", "", "read and found right", "A. Bee"),
        ("80 billion yuan", "drop", "", "", "the text says so", "A. Bee"),
    ]
    assert "3 lines added" in shown and "\x1b" not in shown
    assert "set up {a fund} of [5 billion yuan]" in shown
    assert "guessed: place_from_context: the place is not said of it" in shown
    tables = tmp_path / "tables"
    assert main(["tables", str(corpus), "--out", str(tables)]) == OK
    assert "2 corrections by A. Bee, 1 confirmation by A. Bee" in capsys.readouterr().out
    cells = read_cells(tables)
    assert [row["kind"] for row in cells["funding"]] == ["loan"]
    assert check(cells, analysis.read(corpus)) == []
    again = review("", corpus)
    assert "Nothing was added." in again and "funding" not in again


def test_skipping_and_quitting_keep_nothing_and_the_end_of_the_answers_is_no_error(corpus, review):
    for answers, times in (("s\nq\n", 2), ("s\n", 2), ("", 1), ("q\n", 1)):
        shown = review(answers, corpus)
        assert len(re.findall(r"^funding wuhan:", shown, re.MULTILINE)) == times
        assert "Nothing was added." in shown and not (corpus / FILE).exists()


def test_what_cannot_be_is_told_and_asked_again(corpus, review):
    answers = "x\nc\nknd\nkind\nlaon\nkind\nfund\namount_high\n7\nwhy\nyear\n2025\n\ns\nq\n"
    shown = review(answers, corpus, "--table", "funding", "--document", "wuhan")
    for told in (
        "That is no answer. Type one of a, c, d, s, q and Enter.",
        "there is no column 'knd'. Did you mean 'kind'?",
        "kind is 'laon'. Did you mean 'loan'?",
        "That is what stands there.",
        "amount_high is 7, less than amount, 5000000000.",
    ):
        assert told in shown
    assert lines(corpus) == [("5 billion yuan", "change", "year", "2025", "why", "A. Bee")]


def test_rows_may_be_all_or_those_of_a_folder_of_tables(corpus, tmp_path, review):
    everything = review("s\n" * 9, corpus, "--all")
    assert [
        len(re.findall(rf"^{table} wuhan:", everything, re.MULTILINE)) for table in ("alliances", "memberships")
    ] == [1, 3]
    tables = tmp_path / "tables"
    tables.mkdir()
    start = TEXT.index("Lotus Museum")
    head = "doc_id,start,end,role\n"
    rows = f"{head}wuhan,{start},{start + 12},initiator\nwuhan,1,2,chair\n"
    (tables / "memberships.csv").write_text(rows, encoding="utf-8")
    some = review("a\n", tables, corpus, "--all")
    assert "1 rows of the tables are no longer there." in some and "1 of 1 in this document" in some
    assert lines(corpus)[0][:2] == ("Lotus Museum", "confirm")


def test_a_renamed_body_takes_its_memberships_along_in_the_same_walk(corpus, review):
    review("c\nname\nHubei Robot Alliance\nthe seal says so\na\na\na\na\nd\nno fund\n", corpus, "--all")
    confirmed = [one.row for one in read_corrections(corpus / FILE) if one.action == "confirm"]
    assert confirmed == ["", *["initiator of Hubei Robot Alliance"] * 3]
    assert len(analysis.tabulate(analysis.read(corpus)).memberships) == 3


def test_a_real_terminal_shows_colours_and_what_was_said_before_an_interruption_stays(corpus):
    controller, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "ANALYSIS_WHO": "A. Bee"}
    environment.pop("NO_COLOR", None)
    ran = subprocess.Popen(
        [sys.executable, "-m", "analysis", "review", str(corpus), "--who", "C. Dee"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment,
        start_new_session=True,
    )
    os.close(terminal)

    def until(wanted: str) -> str:
        shown, deadline = "", time.monotonic() + 60
        while wanted not in shown:
            assert time.monotonic() < deadline, shown
            shown += os.read(controller, 4096).decode()
        return shown

    shown = until("quit: ")
    assert re.search(r"\x1b\[[\d;]*7m5 billion yuan\x1b\[0m", shown) and "[5 billion yuan]" not in shown
    os.write(controller, b"a\n")
    until("quit: ")
    assert lines(corpus) == [("5 billion yuan", "confirm", "", "", "read and found right", "C. Dee")]
    os.write(controller, b"d\n")
    until("reason: ")
    for _ in range(30):  # a signal between the prompt and the reading of the answer waits for the next
        ran.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            ran.wait(timeout=1)
            break
    os.close(controller)
    assert ran.wait(timeout=1) == 130
    assert len(lines(corpus)) == 1


@pytest.mark.parametrize(
    ("who", "before", "told"),
    [("A|B", b"", "who is 'A|B'. Leave out '|'."), ("A. Bee", b"doc_id\n", "the columns table, start")],
)
def test_what_could_not_be_read_again_is_not_written(corpus, who, before, told, monkeypatch, capsys):
    documents, file = analysis.read(corpus), corpus / FILE
    if before:
        file.write_bytes(before)  # while the review is under way
    monkeypatch.setattr("analysis.corpus.read_corpus", lambda _: (documents, []))
    monkeypatch.setattr("sys.stdin", io.StringIO("a\n"))
    assert main(["review", str(corpus), "--who", who]) == USAGE
    assert told in capsys.readouterr().err and (file.read_bytes() if file.exists() else b"") == before


def test_a_file_of_corrections_grows_and_keeps_every_byte_that_stood_in_it(corpus, monkeypatch):
    shuffled = [*reversed(COLUMNS)]
    start = TEXT.index("5 billion yuan")
    cells = {"doc_id": "wuhan", "table": "funding", "start": str(start), "end": str(start + 14), "action": "change"}
    cells |= {
        "column": "kind",
        "expected": "fund",
        "value": "loan",
        "reason": "a, “b”\nc",
        "who": "É",
        "date": "2026-01-31",
    }
    first = "\ufeff" + ",".join(shuffled) + "\r\n" + ",".join(f'"{cells.get(name, "")}"' for name in shuffled)
    (corpus / FILE).write_bytes(first.encode())
    (one,) = read_corrections(corpus / FILE)
    added = append(corpus / FILE, one)
    assert (corpus / FILE).read_bytes().startswith(first.encode()) and (added.line, added.reason) == (4, one.reason)
    with (corpus / FILE).open(encoding="utf-8-sig", newline="") as handle:
        assert [row["value"] for row in csv.DictReader(handle)] == ["loan", "loan"]
    before = (corpus / FILE).read_bytes()
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        append(corpus / FILE, one)
    assert (corpus / FILE).read_bytes() == before
