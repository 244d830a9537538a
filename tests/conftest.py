"""What the tests share: the project's folder, its seeds as documents and tables, and what was committed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
_COMMITTED = "ANALYSIS_TESTS_COMMITTED"


def pytest_configure(config: pytest.Config) -> None:
    """Keep a copy of figures/ as committed, before nbval runs notebooks, which write there; make the cache of fonts.

    The kernel that meets a new machine first would else say in a notebook that it is making it.
    """
    import matplotlib.font_manager  # noqa: F401

    if _COMMITTED not in os.environ and (ROOT / "figures").is_dir():
        folder = tempfile.mkdtemp()
        os.environ[_COMMITTED] = folder
        shutil.copytree(ROOT / "figures", folder, dirs_exist_ok=True)
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def committed() -> Path:
    """figures/ as it was when the tests began."""
    return Path(os.environ[_COMMITTED])


@pytest.fixture(scope="session")
def seeds():
    from analysis.corpus import read

    return read(ROOT / "seeds")


@pytest.fixture(scope="session")
def tables(seeds):
    from analysis.tabulation import tabulate

    return tabulate(seeds)


@pytest.fixture(scope="session")
def measured():
    """Every hand-coded corpus of the project, extracted and scored."""
    from analysis.quality import measure

    return measure(ROOT)
