"""The committed notebooks are canonical and run through in order; the canonical form leaves out when and where."""

import copy

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.errors import AnalysisError
from analysis.notebooks import canonical, execute, faults, project_root, read, to_bytes
from analysis.settings import schema, settings

NOTEBOOKS = sorted((project_root() / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_committed_notebook_has_no_faults(path):
    assert faults(read(path)) == []
    assert path.read_bytes() == to_bytes(canonical(read(path)))
    assert path.stat().st_size < 300_000


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_papermill_reads_the_same_parameters_as_we_do(path):
    seen = papermill.inspect_notebook(str(path))
    ours = schema(read(path), path.name)
    assert {name: (one["inferred_type_name"], one["help"]) for name, one in seen.items()} == {
        name: (one.type, one.help) for name, one in ours.items()
    }
    assert all(parameter.help and parameter.accepts(parameter.default) for parameter in ours.values())
    assert ours.keys() & {"tables", "out"}


@pytest.fixture
def good():
    parameters = new_code_cell(
        "year: int = 2025  # the year", id="a", execution_count=1, metadata={"tags": ["parameters"]}
    )
    shows = new_code_cell(
        "year",
        id="b",
        execution_count=2,
        outputs=[new_output("execute_result", {"text/plain": "2025"}, execution_count=2)],
    )
    return canonical(new_notebook(cells=[new_markdown_cell("# Title", id="t"), parameters, shows]))


def test_nothing_is_wrong_with_a_good_one(good):
    assert faults(good) == []


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda cells: cells[2].update(execution_count=None), "counted [1, None], not 1 to 2"),
        (lambda cells: cells[2].update(execution_count=7), "counted [1, 7]"),
        (
            lambda cells: cells[2].outputs.append(new_output("error", ename="E", evalue="", traceback=[])),
            "code cell 2 shows an error",
        ),
        (
            lambda cells: cells[2].outputs.append(new_output("stream", name="stderr", text="w")),
            "code cell 2 shows what was written to stderr",
        ),
        (lambda cells: cells[1].metadata.clear(), "0 cells are tagged 'parameters'"),
        (lambda cells: cells[2].metadata.update(tags=["parameters"]), "2 cells are tagged"),
        (lambda cells: cells[2].metadata.update(tags=["injected-parameters"]), "injected parameters was left"),
        (lambda cells: cells[2].metadata.update(collapsed=True), "not in canonical form"),
        *(
            (lambda cells, line=line: cells[1].update(source=line), "is not of the form")
            for line in (
                "year = 2025  # no type",
                "year: int = 2025",
                "year: int = 2000 + 25  # computed",
                "out: str = f'{1}'  # computed",
                "name: str = 'a=b'  # papermill reads no =",
                "import os  # no parameter",
            )
        ),
    ],
)
def test_each_fault_is_told(good, spoil, fault):
    spoilt = copy.deepcopy(good)
    spoil(spoilt.cells)
    assert any(fault in found for found in faults(spoilt)), faults(spoilt)


def test_streams_that_came_in_pieces_are_one_piece_and_times_are_gone():
    pieces = [new_output("stream", name="stdout", text=text) for text in ("a", "b\n", "c")]
    cell = new_code_cell(
        "x",
        id="x",
        execution_count=9,
        outputs=pieces,
        metadata={"execution": {"iopub.busy": "now"}, "papermill": {"duration": 1}},
    )
    once = canonical(
        new_notebook(
            cells=[cell],
            metadata={"papermill": {"start_time": "now"}, "kernelspec": {"name": "my-env", "display_name": "mine"}},
        )
    )
    assert [output.text for output in once.cells[0].outputs] == ["ab\nc"]
    assert once.cells[0].execution_count == 1 and once.cells[0].metadata == {}
    assert set(once.metadata) == {"kernelspec", "language_info"} and once.metadata.kernelspec.name == "python3"
    assert to_bytes(canonical(once)) == to_bytes(once)
    nbformat.validate(once)


def test_two_runs_are_the_same_bytes_and_a_failure_names_its_cell(tmp_path, capfd):
    source = tmp_path / "a {brace}.ipynb"
    cells = [
        new_code_cell("n: int = 1  # how many", metadata={"tags": ["parameters"]}),
        new_code_cell("import time\nfor i in range(n):\n    print(i, flush=True)\n    time.sleep(0.05)"),
        new_code_cell("raise ValueError('no\\nway')"),
        new_code_cell("n"),
    ]
    source.write_bytes(to_bytes(canonical(new_notebook(cells=cells))))
    first, failure = execute(source, {"n": 3}, tmp_path)
    second, _ = execute(source, {"n": 3}, tmp_path)
    assert to_bytes(first) == to_bytes(second)
    assert str(failure) == "code cell 4: ValueError: no"  # the cell of injected parameters is the second
    assert "0\n1\n2\n" in to_bytes(first).decode().replace('\\n",\n      "', "\n").replace("\\n", "\n")
    assert capfd.readouterr().err == ""  # neither warnings of the kernel nor its last words


def test_settings_are_checked_by_name_type_and_choice_all_at_once():
    cell = new_code_cell(
        'year: int = 2025  # y\nkinds: list = []  # k\ntheme: str = "print"  # t\nflag: bool = False  # f',
        metadata={"tags": ["parameters"]},
    )
    known = schema(new_notebook(cells=[cell]), "x")
    chosen = settings({"year": "2030", "kinds": "fund, loan", "theme": "dark", "flag": "true"}, [known])
    assert chosen == {"year": 2030, "kinds": ["fund", "loan"], "theme": "dark", "flag": True}
    assert settings({"kinds": ["fund"]}, [known]) == {"kinds": ["fund"]}
    with pytest.raises(AnalysisError) as told:
        settings({"yaer": "1", "year": "soon", "theme": "drak", "kinds": "[fund, lone]", "flag": 1}, [known])
    for part in (
        "Did you mean 'year'?",
        "year is 'soon', which is not of type int (y)",
        "Did you mean 'dark'?",
        "Did you mean 'loan'?",
        "flag is 1, which",
    ):
        assert part in str(told.value)


@pytest.mark.parametrize("source", ["x = 1", "x: int = y  # computed", "x: Path = 'a'  # no type of ours", "x: int ="])
def test_a_cell_of_parameters_that_cannot_be_understood_is_refused(source):
    with pytest.raises(AnalysisError, match="name: type = literal"):
        schema(new_notebook(cells=[new_code_cell(source, metadata={"tags": ["parameters"]})]), "a.ipynb")


def test_what_is_no_notebook_is_refused(tmp_path):
    (tmp_path / "a.ipynb").write_text("{}")
    with pytest.raises(AnalysisError, match="a.ipynb: the file is no notebook"):
        read(tmp_path / "a.ipynb")
