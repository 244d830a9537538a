"""What the parameters of the notebooks may hold: asked by the batch before a kernel starts, and by each notebook.

Names, types and defaults stand in the tagged cell of each notebook; here stands what a type cannot say.
The same name means the same in every notebook.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
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
_FOLDERS = ("tables", "out")


def complaint(name: str, value: Any) -> str:
    """What is wrong with the value of a parameter; empty where nothing is.

    Parameters
    ----------
    name : str
        One of a notebook's parameters; one without a rule here takes any value.
    value : object
        A value of the type that the notebook asks for, or each item of a list.

    Examples
    --------
    >>> complaint("theme", "drak")
    "theme is 'drak'. Did you mean 'dark'? Choices: print, dark."
    >>> complaint("provinces", ["CN-ZJ"])
    ''
    """
    items = value if isinstance(value, list) else [value]
    if name in CHOICES:
        return next(
            (f"{name} is {item!r}. {nearest(str(item), CHOICES[name])}" for item in items if item not in CHOICES[name]),
            "",
        )
    rule = _RULES.get(name)
    return (
        next((f"{name} is {item!r}: it must be {rule[1]}." for item in items if not rule[0](item)), "") if rule else ""
    )


def check(**given: Any) -> pd.DataFrame:
    """Check all parameters of a notebook, and lay them out to be shown.

    Parameters
    ----------
    **given
        Name to value. Folders are checked where they are used.

    Returns
    -------
    pandas.DataFrame
        ``parameter`` and ``value``, in words.

    Raises
    ------
    AnalysisError
        Naming everything that is wrong at once.
    """
    wrong = [said for name, value in given.items() if (said := complaint(name, value))]
    if wrong:
        raise AnalysisError(" ".join(wrong), "parameters", "The comment beside each parameter tells what it takes.")
    return pd.DataFrame({"parameter": list(_shown(given)), "value": list(_shown(given).values())})


def folder(path: str) -> Path:
    """The folder that a notebook's parameter means.

    Paths are relative to ``notebooks/``, where JupyterLab and nbval start kernels; a kernel that papermill
    started in the project's own folder finds the same one.
    """
    here = Path.cwd()
    at_root = (here / "pyproject.toml").is_file() and (here / "notebooks").is_dir()
    return (here / "notebooks" if at_root else here) / path


def _shown(given: Mapping[str, Any]) -> dict[str, str]:
    return {name: _words(value) for name, value in given.items() if name not in _FOLDERS}


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "all"
    return str(value) or "none"


def _is_day(value: Any) -> bool:
    try:
        return value == "" or bool(datetime.date.fromisoformat(str(value)))
    except ValueError:
        return False


_RULES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "provinces": (lambda value: bool(re.fullmatch(PROVINCE, str(value))), "an ISO 3166-2 code such as CN-ZJ"),
    "currency": (lambda value: bool(re.fullmatch("[A-Z]{3}", str(value))), "an ISO 4217 code such as CNY"),
    "rate_day": (_is_day, "an ISO day such as 2022-12-30, or empty"),
    "minimum_named": (lambda value: isinstance(value, int) and value >= 0, "a whole number from 0"),
    "rows_shown": (lambda value: isinstance(value, int) and value > 0, "a whole number from 1"),
}
