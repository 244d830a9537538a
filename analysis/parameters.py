"""What the parameters of the notebooks may hold: asked by the batch before a kernel starts, and by each notebook.

Names, types and defaults stand in the tagged cell of each notebook; here stands what a type cannot say.
The same name means the same in every notebook.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.draw.palette import THEMES
from analysis.draw.sheet import SIZES
from analysis.errors import AnalysisError, nearest
from analysis.fields import KINDS_OF_FUNDING, PROVINCE, ROLES, SECTORS

CHOICES: dict[str, tuple[str, ...]] = {
    "kinds": KINDS_OF_FUNDING,
    "sectors": SECTORS,
    "roles": ROLES,
    "founding": ROLES,
    "size": tuple(SIZES),
    "theme": tuple(THEMES),
}


def _is_day(value: Any) -> bool:
    try:
        return value == "" or bool(datetime.date.fromisoformat(str(value)))
    except ValueError:
        return False


_RULES: dict[str, tuple[Callable[[Any], object], str]] = {
    "provinces": (lambda value: re.fullmatch(PROVINCE, str(value)), "an ISO 3166-2 code such as CN-ZJ"),
    "currency": (lambda value: re.fullmatch("[A-Z]{3}", str(value)), "an ISO 4217 code such as CNY"),
    "rate_day": (_is_day, "an ISO day such as 2022-12-30, or empty"),
    "minimum_named": (lambda value: isinstance(value, int) and value >= 0, "a whole number from 0"),
    "rows_shown": (lambda value: isinstance(value, int) and value > 0, "a whole number from 1"),
}


def complaint(name: str, value: Any) -> str:
    """What is wrong with the value of a parameter, or with an item of it; empty where nothing is.

    Examples
    --------
    >>> complaint("theme", "drak")
    "theme is 'drak'. Did you mean 'dark'? Choices: print, dark."
    >>> complaint("provinces", ["CN-ZJ"])
    ''
    """
    for item in value if isinstance(value, list) else [value]:
        if name in CHOICES and item not in CHOICES[name]:
            return f"{name} is {item!r}. {nearest(str(item), CHOICES[name])}"
        fits, wanted = _RULES.get(name, (lambda item: True, ""))
        if not fits(item):
            return f"{name} is {item!r}: it must be {wanted}."
    return ""


def check(**given: Any) -> pd.DataFrame:
    """Check all parameters of a notebook, and lay them out to be shown.

    Returns
    -------
    pandas.DataFrame
        ``parameter`` and ``value``, in words; without the folders, which are checked where they are used.

    Raises
    ------
    AnalysisError
        Naming everything that is wrong at once.
    """
    wrong = [said for name, value in given.items() if (said := complaint(name, value))]
    if wrong:
        raise AnalysisError(" ".join(wrong), "parameters", "The comment beside each parameter tells what it takes.")
    shown = [(name, _words(value)) for name, value in given.items() if name not in ("tables", "out")]
    return pd.DataFrame(shown, columns=["parameter", "value"])


def folder(path: str) -> Path:
    """The folder that a notebook's parameter means.

    Paths are relative to ``notebooks/``, where JupyterLab and nbval start kernels; a kernel that papermill
    started in the project's own folder finds the same one.
    """
    here = Path.cwd()
    at_root = (here / "pyproject.toml").is_file() and (here / "notebooks").is_dir()
    return (here / "notebooks" if at_root else here) / path


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "all"
    return str(value) or "none"
