"""The batch: what was committed is what it makes; a failure stops nothing; a sweep has folders of its own."""

import filecmp
import os
import re
import shutil
from pathlib import Path

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook

from analysis.batch import report
from analysis.errors import AnalysisError
from analysis.notebooks import canonical, to_bytes

PARAMETERS = """\
tables: str = "../figures/tables"  # tables
out: str = "../figures"  # figures
year: int = 2025  # the year
theme: str = "print"  # colours"""
READS = """\
from pathlib import Path
from analysis.tables import load_tables
read = load_tables(tables)
Path(out, "year.csv").write_text(f"{year} {len(read.documents)}\\n")"""


def notebook(*cells: str) -> bytes:
    tagged = new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]})
    return to_bytes(
        canonical(new_notebook(cells=[tagged, *(new_code_cell(cell, id=f"c{i}") for i, cell in enumerate(cells))]))
    )


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A small project: two documents, a notebook that reads the tables, one that fails, one that is run by hand."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "seeds").mkdir()
    (tmp_path / "pyproject.toml").touch()
    by_hand = notebook("raise SystemExit").replace(
        b'tables: str = \\"../figures/tables\\"', b'corpus: str = \\"../seeds\\"'
    )
    assert b"corpus" in by_hand
    (tmp_path / "notebooks" / "00_by_hand.ipynb").write_bytes(by_hand)
    (tmp_path / "notebooks" / "01_reads.ipynb").write_bytes(notebook(READS, "print(year)"))
    (tmp_path / "notebooks" / "02_fails.ipynb").write_bytes(notebook("1 / 0"))
    for name, text in {
        "a": "The Wuhan Robot Alliance was established on May 1, 2022.",
        "b": "Wuhan plans a fund of 5 billion yuan.",
    }.items():
        (tmp_path / "seeds" / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def made(tmp_path_factory, root):
    """The report of the seeds, made anew."""
    out = tmp_path_factory.mktemp("made")
    here = os.getcwd()
    os.chdir(root)
    try:
        assert report(out=out) == 0
    finally:
        os.chdir(here)
    return out


def test_committed_figures_tables_and_report_are_byte_for_byte_what_the_batch_makes(made, committed):
    assert files(made) == files(committed)
    assert len(files(made)) > 40
    _, different, unread = filecmp.cmpfiles(made, committed, sorted(files(made)), shallow=False)
    assert (different, unread) == ([], [])


def test_nothing_made_names_the_machine_or_the_time(made, root):
    for name in files(made):
        content = (made / name).read_bytes()
        assert (
            str(root).encode() not in content
            and str(made).encode() not in content
            and str(Path.home()).encode() + b"/" not in content
        ), name
        assert not re.search(rb"ipykernel_\d+|20\d\d-\d\d-\d\dT\d\d:\d\d", content), name


def test_one_failure_stops_nothing_and_is_named_with_cell_and_error(project, capfd):
    assert report(jobs=2) == 1
    said = capfd.readouterr()
    lines = said.out.splitlines()
    assert re.fullmatch(r"notebook  +parameters  +seconds  +status", lines[0])
    assert re.fullmatch(r"01_reads +- +[\d.]+  done", lines[1])
    assert re.fullmatch(r"02_fails +- +[\d.]+  code cell 3: ZeroDivisionError: division by zero", lines[2])
    assert said.err == ""  # no progress bar off a terminal, no warnings of kernels
    assert (project / "figures" / "year.csv").read_text() == "2025 2\n"
    copy = nbformat.read(project / "figures" / "report" / "notebooks" / "02_fails.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in copy.cells for output in cell.get("outputs", []))
    assert "This run failed." in (project / "figures" / "report" / "notebooks" / "02_fails.html").read_text(
        encoding="utf-8"
    )


def test_a_second_run_gives_the_same_bytes_and_what_is_no_longer_made_goes(project):
    (project / "notebooks" / "02_fails.ipynb").unlink()
    report()
    first = {name: (project / "figures" / name).read_bytes() for name in files(project / "figures")}
    (project / "figures" / "mine.txt").write_text("kept")
    (project / "seeds" / "c.txt").write_text("More text.", encoding="utf-8")
    report()
    assert (project / "figures" / "report" / "documents" / "c.html").exists()
    (project / "seeds" / "c.txt").unlink()
    report()
    again = {name: (project / "figures" / name).read_bytes() for name in files(project / "figures")}
    assert again.pop("mine.txt") == b"kept"
    assert again == first
    assert not [path for path in (project / "figures").iterdir() if path.name.startswith(".")]


def test_a_sweep_runs_every_set_in_a_folder_of_its_own(project, capfd):
    (project / "notebooks" / "02_fails.ipynb").unlink()
    (project / "sweep.yaml").write_text(
        yaml.safe_dump([{"name": "early", "year": 2022}, {"year": 2030, "theme": "dark"}])
    )
    assert report(out=project / "out", parameters=[("theme", "print")], sweep=project / "sweep.yaml") == 0
    assert (project / "out" / "early" / "year.csv").read_text() == "2022 2\n"
    assert (project / "out" / "theme-dark_year-2030" / "year.csv").read_text() == "2030 2\n"
    assert "early/01_reads" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("sweep", "told"),
    [
        ("- year: 1\n- year: 1\n", "2 sets would go to the folder 'year-1'"),
        ("year: 1\n", "the file is no list of sets of parameters"),
        ("- [", "the file is not YAML"),
        ("- yaer: 1\n", "Did you mean 'year'?"),
        ("- year: soon\n", "year is 'soon', which is not of type int (the year)"),
        ("- {theme: drak}\n", "Did you mean 'dark'?"),
        ("- {out: /tmp}\n", "there is no parameter 'out'"),
        ("- {name: ../.., year: 1}\n", "would go to the folder ''"),
    ],
)
def test_a_wrong_sweep_is_refused_before_anything_is_made(project, sweep, told):
    (project / "sweep.yaml").write_text(sweep)
    with pytest.raises(AnalysisError) as refused:
        report(sweep=project / "sweep.yaml")
    assert told in str(refused.value)
    assert not (project / "figures").exists()


def test_outside_a_project_the_installed_one_is_used_and_without_notebooks_it_is_told(project):
    shutil.rmtree(project / "notebooks")
    (project / "notebooks").mkdir()
    with pytest.raises(AnalysisError, match="there is no notebook to run"):
        report()
