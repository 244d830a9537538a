"""The notebooks as texts: thin, parameterised, saying nothing that the tables do not."""

from __future__ import annotations

import ast
import re
import shutil
from pathlib import Path

import nbformat
import pandas as pd
import papermill
import pytest

from analysis import parameters
from analysis.errors import AnalysisError
from analysis.fields import TABLES
from analysis.notebooks import execute, project_root
from analysis.tables import Tables, load_tables

NOTEBOOKS = sorted((project_root() / "notebooks").glob("*.ipynb"))
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
# One is about the extractor, and reads the project's hand-coded documents instead of tables.
OF_TABLES = [path for path in NOTEBOOKS if path.stem != "05_extraction_quality"]
of_tables = pytest.mark.parametrize("path", OF_TABLES, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[str]:
    return [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == kind]


def test_they_are_numbered_from_that_on_your_own_documents():
    numbers = [path.stem[:2] for path in NOTEBOOKS]
    assert numbers[:5] == ["00", "01", "02", "03", "04"] and "12" in numbers
    assert len(set(numbers)) == len(numbers) and all(re.fullmatch(r"\d\d_[a-z_]+", path.stem) for path in NOTEBOOKS)


@every_notebook
def test_papermill_reads_the_parameters_as_they_stand(path):
    source = next(cell.source for cell in nbformat.read(path, 4).cells if "parameters" in cell.metadata.get("tags", []))
    lines = dict(re.fullmatch(r"(\w+): \w+ = (.+?)  # \S.*", line).groups() for line in source.splitlines())
    read = papermill.inspect_notebook(path)
    assert {name: one["default"] for name, one in read.items()} == lines
    assert all(one["help"] and one["inferred_type_name"] in ("str", "int", "bool", "list") for one in read.values())


def test_a_parameter_has_the_same_type_in_every_notebook():
    types = {
        (name, one["inferred_type_name"])
        for path in NOTEBOOKS
        for name, one in papermill.inspect_notebook(path).items()
    }
    assert len(types) == len(dict(types))


@every_notebook
def test_defaults_are_allowed_and_all_are_checked(path):
    names = {name: ast.literal_eval(one["default"]) for name, one in papermill.inspect_notebook(path).items()}
    assert len(parameters.check(**names)) == len(names.keys() - {"tables", "out"})  # all but the folders are shown
    second = cells(path, "code")[1]
    call = next(
        node
        for node in ast.walk(ast.parse(second))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "parameters.check"
    )
    assert {keyword.arg: keyword.value.id for keyword in call.keywords} == {name: name for name in names}


@every_notebook
def test_help_names_every_choice(path):
    for name, one in papermill.inspect_notebook(path).items():
        assert all(choice in one["help"] for choice in parameters.CHOICES.get(name, ()))


@every_notebook
def test_cells_are_few_and_short_and_define_nothing(path):
    for source in cells(path, "code"):
        tree = ast.parse(source)
        logic = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If)
        assert not [node for node in ast.walk(tree) if isinstance(node, logic)]
        assert len(source.splitlines()) <= 20 and not source.rstrip().endswith(";")


@every_notebook
def test_no_number_of_the_data_stands_in_the_text(path):
    # What is computed stands in braces; what is left may hold no figure but the numbering of the title.
    for source in cells(path, "markdown"):
        text = re.sub(r"^# \d+", "", source)
        assert not re.search(r"\d", re.sub(r"`[^`]*`", "", text)), source


@every_notebook
def test_every_chosen_value_reaches_what_is_shown(path):
    """A parameter that is checked but used nowhere would be a promise broken."""
    after = "\n".join(cells(path, "code")[1:]).replace(
        cells(path, "code")[1].split("parameters.check(")[1].split("\n)")[0], ""
    )
    for name in papermill.inspect_notebook(path):
        assert re.search(rf"\b{name}\b", after), name


@every_notebook
def test_outputs_are_small_and_hold_no_path_of_a_machine(path):
    content = path.read_text(encoding="utf-8")
    assert len(content) < 300_000
    assert not re.search(r"/(home|tmp|work|Users)/", content)


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Path:
    """A copy of the notebooks beside tables without a row, and a document that gives none."""
    root = tmp_path_factory.mktemp("project")
    (root / "pyproject.toml").touch()
    (root / "seeds").mkdir()
    (root / "seeds" / "silent.txt").write_text("Nothing is said here.", encoding="utf-8")
    shutil.copytree(project_root() / "notebooks", root / "notebooks")
    (root / "figures" / "tables").mkdir(parents=True)
    for name in TABLES:
        getattr(Tables.empty(), name).to_csv(root / "figures" / "tables" / f"{name}.csv", index=False)
    return root


@of_tables
def test_it_runs_on_tables_without_a_row(path, project):
    done, failure = execute(project / "notebooks" / path.name, {}, project / "notebooks")
    assert failure is None
    assert "nothing found" in str([cell.get("outputs") for cell in done.cells])


@of_tables
def test_it_finds_the_tables_from_the_folder_of_the_project(path, project):
    _, failure = execute(project / "notebooks" / path.name, {"theme": "dark", "size": "column"}, project)
    assert failure is None
    assert not (project.parent / "figures").exists()


def test_quality_is_that_of_the_project_from_wherever_it_runs(tmp_path):
    (source,) = set(NOTEBOOKS) - set(OF_TABLES)
    done, failure = execute(source, {"out": str(tmp_path), "size": "column"}, tmp_path)
    assert failure is None and (tmp_path / "extraction-quality.svg").exists()
    assert "<mark>" in str([cell.get("outputs") for cell in done.cells])


def test_quality_without_hand_coded_documents_is_refused(project):
    _, failure = execute(project / "notebooks" / "05_extraction_quality.ipynb", {}, project / "notebooks")
    assert failure.error.startswith("AnalysisError") and "hand-coded" in failure.error


def test_documents_that_cannot_be_read_are_named_and_the_rest_is_shown(project):
    corpus = project / "mine"
    corpus.mkdir()
    (corpus / "empty.txt").touch()
    notebook, given = project / "notebooks" / "00_your_own_documents.ipynb", {"corpus": "../mine", "out": "../own"}
    done, failure = execute(notebook, given, notebook.parent)
    assert failure is None and "**0** read, **1** not read.\\n- empty.txt: has no text." in str(done.cells)
    (corpus / "good.txt").write_text("The city set up a fund of 5 billion yuan in Wuhan.", encoding="utf-8")
    done, failure = execute(notebook, given, notebook.parent)
    assert failure is None and "<mark>5 billion yuan</mark>" in str(done.cells)
    assert load_tables(project / "own" / "tables").funding.mention.tolist() == ["5 billion yuan"]
    assert sorted(path.suffix for path in (project / "own").glob("funding-scale.*")) == [".csv", ".png", ".svg"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"theme": "drak"}, "Did you mean 'dark'"),
        ({"tables": "../nowhere"}, "python -m analysis report"),
        ({"provinces": ["Zhejiang"]}, "CN-ZJ"),
        ({"documents": ["005"]}, "there is no document '005'"),
    ],
)
def test_a_wrong_parameter_stops_the_notebook_with_a_remedy(given, expected, project):
    _, failure = execute(project / "notebooks" / "02_funding_scale.ipynb", given, project / "notebooks")
    assert failure.cell == 3 and failure.error.startswith("AnalysisError") and expected in failure.error


# ---- parameters and tables --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("size", "colum", "column"),
        ("kinds", ["fund", "funds"], ["fund", "loan"]),
        ("founding", ["founder"], ["initiator", "guide"]),
        ("provinces", ["ZJ"], ["CN-ZJ"]),
        ("currency", "yuan", "USD"),
        ("rate_day", "2022-13-01", "2022-12-30"),
        ("minimum_named", -1, 0),
        ("rows_shown", 0, 5),
    ],
)
def test_values_are_checked_by_name(name, wrong, right):
    assert parameters.complaint(name, wrong).startswith(f"{name} is ")
    assert parameters.complaint(name, right) == ""


def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(AnalysisError) as caught:
        parameters.check(theme="drak", size="pag", rows_shown=3)
    assert "dark" in str(caught.value) and "page" in str(caught.value)


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in TABLES:
        getattr(Tables.empty(), name).to_csv(tmp_path / f"{name}.csv", index=False)
    return tmp_path


def test_tables_have_the_columns_and_types_of_the_dictionary(folder):
    tables = load_tables(folder)
    for name, fields in TABLES.items():
        assert list(getattr(tables, name).columns) == [field.name for field in fields]
    assert tables.funding.dtypes[["amount", "year", "currency_stated", "place"]].astype(str).tolist() == [
        "Float64",
        "Int64",
        "boolean",
        "string",
    ]


def test_csv_and_parquet_are_read_alike(folder, tmp_path_factory):
    document = "d,T,,2022-07,,,100,3,0,0,0,0,0,0," + "0" * 64
    with (folder / "documents.csv").open("a", encoding="utf-8") as file:
        file.write(document + "\n")
    tables, parquet = load_tables(folder), tmp_path_factory.mktemp("parquet")
    for name in TABLES:
        getattr(tables, name).to_parquet(parquet / f"{name}.parquet")
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(load_tables(parquet), name), getattr(tables, name))
    assert pd.isna(tables.documents.publisher[0]) and tables.documents.title[0] == "T"


@pytest.mark.parametrize(
    ("table", "wrong", "expected"),
    [
        ("funding", {"kind": "found"}, "row 1, kind 'found' is not industry_target"),
        ("funding", {"start": "one"}, "row 1, start 'one' is not integer"),
        ("funding", {"start": "1.5"}, "start '1.5' is not integer"),
        ("funding", {"mention": ""}, "mention '' is empty, and must not be"),
        ("funding", {"doc_id": "gone"}, "document 'gone' is not in documents"),
        ("targets", {"province": "ZJ"}, "province 'ZJ' is not CN-"),
        ("alliances", {"established": "July 2022"}, "established 'July 2022' is not"),
        ("alliances", {"established": "2022-02-30"}, "established '2022-02-30' is not"),
        ("memberships", {"named": "perhaps"}, "named 'perhaps' is not boolean"),
        ("memberships", {}, "'b' of document 'd' is not in alliances"),
    ],
)
def test_a_value_that_does_not_fit_is_named_with_its_place(table, wrong, expected, folder):
    right = {"doc_id": "d", "start": "1", "end": "2", "mention": "x", "rule": "r", "kind": "fund"}
    right |= {"count": "3", "unit": "u", "alliance_id": "b", "named": "true", "role": "member", "organization": "o"}
    right |= {"name": "b", "sector": "industry", "helix": "industry"} | (
        {"kind": "alliance"} if table == "alliances" else {}
    )
    columns = [field.name for field in TABLES[table]]
    line = {name: value for name, value in (right | wrong).items() if name in columns}
    pd.DataFrame([line], columns=columns).to_csv(folder / f"{table}.csv", index=False)
    with pytest.raises(AnalysisError, match=re.escape(expected)):
        load_tables(folder)


def test_a_missing_table_column_or_folder_is_named(folder):
    pd.DataFrame(columns=["doc_id", "knid"]).to_csv(folder / "funding.csv", index=False)
    with pytest.raises(AnalysisError, match="columns amount, .* are missing"):
        load_tables(folder)
    (folder / "funding.csv").unlink()
    with pytest.raises(AnalysisError, match="neither funding.csv nor funding.parquet"):
        load_tables(folder)
    with pytest.raises(AnalysisError, match="python -m analysis report"):
        load_tables(folder / "nowhere")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'doc_id,"am'])
def test_a_file_that_is_no_table_is_an_error_not_a_traceback(content, folder):
    (folder / "funding.csv").write_bytes(content)
    with pytest.raises(AnalysisError, match="funding"):
        load_tables(folder)


def test_a_choice_that_does_not_exist_is_answered_with_the_nearest():
    with pytest.raises(AnalysisError, match="Did you mean 'fund'"):
        Tables.empty().select(kinds=["fnud"])
