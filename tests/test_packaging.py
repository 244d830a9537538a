"""What is said about dependencies in three places agrees, and what the package needs is in it."""

import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def project(root) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def required(project) -> dict[str, Requirement]:
    """What using and testing the package needs, by name."""
    listed = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["test"]]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in listed}


@pytest.fixture(scope="module")
def pinned(root) -> dict[str, str]:
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {
        canonicalize_name(name): version
        for name, _, version in (line.partition("==") for line in lines if not line.startswith("#"))
    }


def test_the_conda_environment_is_that_of_the_project(root, project, required):
    listed = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = {
        canonicalize_name(Requirement(line).name): Requirement(line)
        for line in listed
        if isinstance(line, str) and line != "pip"
    }
    python = conda.pop("python")
    assert str(python.specifier) == project["project"]["requires-python"]
    assert {name: str(one.specifier) for name, one in conda.items()} == {
        name: str(one.specifier) for name, one in required.items()
    }


def test_every_requirement_is_pinned_to_a_version_it_allows(required, pinned):
    assert {name: pinned[name] for name, one in required.items() if not one.specifier.contains(pinned[name])} == {}


def test_pins_are_names_and_versions_only(root, pinned):
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(line.startswith("# ") or re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in lines)
    assert len(pinned) == sum(not line.startswith("#") for line in lines) > 100


def test_this_is_run_with_the_pinned_versions(pinned):
    installed = {canonicalize_name(one.name): one.version for one in metadata.distributions()}
    assert {
        name: installed[name] for name, version in pinned.items() if name in installed and installed[name] != version
    } == {}


def test_every_import_of_the_package_is_a_requirement_of_the_project(root, project):
    given = metadata.packages_distributions()
    declared = {canonicalize_name(Requirement(line).name) for line in project["project"]["dependencies"]}
    # Parts of requirements that are always there with them, and what only a developer runs.
    declared |= {"ipython", "bleach", "pygments", "markupsafe", "jupyter-client", "traitlets"}
    imported = {}
    for path in sorted((root / "analysis").rglob("*.py")):
        if path.name.startswith("build_"):
            continue
        for name in re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.M):
            if name in given and name != "analysis":
                imported.setdefault(name, path.name)
    assert len(imported) > 5
    assert {
        name: file for name, file in imported.items() if not declared & {canonicalize_name(one) for one in given[name]}
    } == {}


def test_every_file_that_is_no_module_is_declared_as_data(root, project):
    patterns = project["tool"]["setuptools"]["package-data"]["analysis"]
    files = [path.relative_to(root / "analysis") for path in (root / "analysis").rglob("*") if path.is_file()]
    data = [str(path) for path in files if path.suffix not in (".py", ".pyc")]
    assert len(data) > 5
    assert [path for path in data if not any(fnmatch(path, pattern) for pattern in patterns)] == []


def test_every_folder_with_modules_is_a_package(root):
    folders = {path.parent for path in (root / "analysis").rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_citation_and_changelog_are_of_this_version(root, project):
    version = project["project"]["version"]
    assert yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))["version"] == version
    assert f"\n## {version}\n" in (root / "CHANGELOG.md").read_text(encoding="utf-8")


def test_help_answers_before_a_large_library_is_loaded():
    large = {"pandas", "matplotlib", "papermill", "pyarrow"}
    code = f"import sys, analysis.cli as cli; cli.parser(); print(*sorted({large} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


@pytest.mark.parametrize("target", ["setup", "report", "test", "lab", "notebooks", "clean"])
def test_make_knows_its_targets_and_ci_runs_one_of_them(root, target):
    ran = subprocess.run(["make", "--dry-run", target], cwd=root, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "make --no-print-directory test" in (root / ".ci" / "run").read_text(encoding="utf-8")


def test_an_old_python_is_refused_with_a_word(root, tmp_path):
    (tmp_path / "Makefile").write_text(
        (root / "Makefile").read_text(encoding="utf-8").replace("(3, 11)", "(99, 0)"), encoding="utf-8"
    )
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).touch()
    ran = subprocess.run(["make", "setup"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode != 0 and "Choose another: make PYTHON=" in ran.stderr
    assert not (tmp_path / ".venv").exists()
