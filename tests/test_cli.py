"""The command line: what it says and the status it exits with."""

import json
import shutil
import subprocess
import sys

import pytest

from analysis.cli import ISSUES, OK, USAGE, main
from analysis.fields import TABLES
from analysis.store import FORMATS


def status(*arguments) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as stopped:  # what argparse does
        return stopped.code


@pytest.fixture
def made(root, tmp_path):
    assert status("tables", root / "seeds", "--out", tmp_path / "tables") == OK
    return tmp_path / "tables"


def test_tables_check_and_score_of_the_seeds(root, tmp_path, capsys):
    made = tmp_path / "tables"
    assert status("tables", root / "seeds", "--out", made) == OK
    assert sorted(path.stem for path in made.glob("*.csv")) == sorted(TABLES)
    assert "5 documents, " in capsys.readouterr().out
    assert status("check", made, root / "seeds") == OK
    assert "6 tables checked against 5 documents." in capsys.readouterr().out
    assert status("score", made, root / "tests" / "gold", root / "seeds", "--errors") == OK
    assert capsys.readouterr().out.startswith("table       measure            gold  pred")
    assert status("score", made, root / "tests" / "gold", root / "seeds", "--json", "--table", "funding") == OK
    assert set(json.loads(capsys.readouterr().out)) == {"funding"}


def test_score_tells_what_changed_since_an_earlier_run_and_exits_with_1_where_a_row_was_lost(
    root, made, tmp_path, capsys
):
    gold, seeds, worse = root / "tests" / "gold", root / "seeds", tmp_path / "worse"
    shutil.copytree(made, worse)
    lines = (made / "funding.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (worse / "funding.csv").write_text("".join(lines[:1] + lines[2:]), encoding="utf-8")
    capsys.readouterr()
    assert status("score", worse, gold, seeds, "--compare", made) == ISSUES
    told = capsys.readouterr().out
    assert f"Since {made}: 1 lost, 0 appeared, 0 gained, 0 vanished.\n" in told
    assert "lost      funding  " in told and "(was right, is missed)\n          “" in told
    assert status("score", made, gold, seeds, "--compare", worse, "--json", "--table", "funding") == OK
    told = json.loads(capsys.readouterr().out)
    assert [change["kind"] for change in told["changes"]] == ["gained"] and set(told) == {"funding", "changes"}
    assert told["funding"]["found"].keys() == told["funding"]["amount"].keys() >= {"precision_low", "recall", "f1_high"}
    assert status("score", made, gold, seeds, "--compare", tmp_path / "nowhere") == USAGE
    assert "there is no such folder of tables" in capsys.readouterr().err


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_offered_is_written(root, format, tmp_path):
    assert status("tables", root / "seeds", "--out", tmp_path, "--format", format, "--jobs", 1) == OK
    assert (tmp_path / f"funding.{format}").exists()


def test_check_names_the_row_and_exits_with_1(root, made, capsys):
    path = made / "funding.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(" billion yuan", " million yuan", 1), encoding="utf-8")
    assert status("check", made, root / "seeds") == ISSUES
    told = capsys.readouterr().err
    assert "funding, row 2 (" in told and told.endswith("1 issue found.\n")


def test_a_document_that_cannot_be_read_is_told_and_the_others_are_tabulated(tmp_path, capsys):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "good.txt").write_text(
        "The Wuhan Robot Alliance was established in Wuhan on May 1, 2022.", encoding="utf-8"
    )
    (corpus / "bad.txt").write_bytes(b"\xff\x81\xff")
    (corpus / "empty.txt").write_bytes(b"")
    assert status("tables", corpus, "--out", tmp_path / "out") == ISSUES
    said = capsys.readouterr()
    assert "bad.txt" in said.err and "empty.txt" in said.err and "2 documents not read." in said.err
    assert "1 document, " in said.out
    assert status("check", tmp_path / "out", corpus) == ISSUES


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "required: COMMAND"),
        (
            ["tabels"],
            "there is no 'tabels'. Did you mean 'tables'? Choices: tables, report, check, score, review, show, explain, export.",
        ),
        (["tables"], "required: CORPUS, --out"),
        (["tables", "x", "--out", "y", "--formt", "csv"], "'--formt' is not understood. Did you mean '--format'?"),
        (["tables", "x", "--out", "y", "--format", "parqet"], "Did you mean 'parquet'?"),
        (["tables", "x", "--out", "y", "--jobs", "0"], "'0' is not a number of processes"),
        (["tables", "/no/such/corpus", "--out", "y"], "error: /no/such/corpus: there is no such corpus."),
        (["check", "/no/such/tables", "x"], "error: /no/such/tables: there is no such folder of tables. Make one"),
        (["score", "x", "y", "z", "--table", "fundin"], "Did you mean 'funding'?"),
        (["report", "-p", "theme"], "expected 2 arguments"),
        (["report", "-p", "thme", "dark"], "there is no parameter 'thme'. Did you mean 'theme'?"),
        (["report", "--sweep", "/no/such/sweep.yaml"], "error: /no/such/sweep.yaml: No such file or directory."),
    ],
)
def test_what_cannot_be_begun_is_told_with_a_remedy_and_exits_with_2(arguments, told, capsys):
    assert status(*arguments) == USAGE
    said = capsys.readouterr()
    assert told in said.err and "Traceback" not in said.err and said.out == ""


@pytest.mark.parametrize(
    "command", [[], ["tables"], ["report"], ["check"], ["score"], ["review"], ["show"], ["explain"], ["export"]]
)
def test_help_names_every_argument(command, capsys):
    assert status(*command, "--help") == OK
    told = capsys.readouterr().out
    assert told.startswith(f"usage: python -m analysis {' '.join(command)}".rstrip())
    assert all(
        name in told
        for name in {"tables": ["--out", "--format", "--jobs"], "report": ["--sweep", "-p"], "review": ["--who"]}.get(
            "".join(command), []
        )
    )


def test_files_that_are_not_what_they_should_be_end_in_a_message(root, made, tmp_path, capsys):
    (made / "funding.csv").write_bytes(b"\xff\xfe\x00")
    assert status("check", made, root / "seeds") == USAGE
    assert "funding.csv: the file is not CSV in UTF-8" in capsys.readouterr().err
    (made / "funding.csv").write_text('doc_id,amount\na,1,2\n"b', encoding="utf-8")
    assert status("check", made, root / "seeds") == USAGE
    gold = tmp_path / "gold"
    gold.mkdir()
    assert status("score", made, gold, root / "seeds") == USAGE
    (gold / "x.yaml").write_text("alliances: [", encoding="utf-8")
    assert status("score", made, gold, root / "seeds") == USAGE
    assert "Traceback" not in capsys.readouterr().err


def test_it_runs_as_a_module_from_anywhere(root, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "analysis", "--help"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "Exit status: 0 all well" in ran.stdout
    # A reader that has seen enough is no error.
    head = subprocess.run(
        f"{sys.executable} -m analysis score --help | head -1",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert head.stderr == ""
