"""What a notebook may be told: its parameters by name and type, asked before a kernel starts.

papermill warns of a parameter that no notebook has and runs with the default all the same. What a type cannot
say, `analysis.parameters` knows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from nbformat import NotebookNode

from analysis.errors import AnalysisError, nearest
from analysis.notebooks import PARAMETERS
from analysis.parameters import complaint

_TYPES = {"str": (str,), "int": (int,), "float": (int, float), "bool": (bool,), "list": (list,)}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A line ``name: type = literal  # help`` of a notebook's tagged cell; the type is one of ``_TYPES``."""

    name: str
    type: str
    default: Any
    help: str

    def accepts(self, value: Any) -> bool:
        """Whether a value is of the parameter's type; a truth value is no number, whatever Python says."""
        return type(value) in _TYPES[self.type]


Schema = dict[str, Parameter]


def schema(notebook: NotebookNode, where: str) -> Schema:
    """The parameters of a notebook, from its tagged cell.

    Raises
    ------
    AnalysisError
        Where a line of the cell is not of the form ``name: type = literal  # help``.
    """
    source = "\n".join(cell.source for cell in notebook.cells if PARAMETERS in cell.metadata.get("tags", []))
    found: Schema = {}
    try:
        for line in ast.parse(source).body:
            name, type = line.target.id, ast.unparse(line.annotation)  # type: ignore[attr-defined]
            help = source.splitlines()[line.lineno - 1].partition("#")[2].strip()
            found[name] = Parameter(name, type, ast.literal_eval(line.value), help)  # type: ignore[attr-defined]
            found[name].accepts(found[name].default)
    except (SyntaxError, AttributeError, ValueError, KeyError) as error:
        remedy = "Write each as name: type = literal  # help."
        raise AnalysisError(f"the cell of parameters cannot be understood: {error}.", where, remedy) from None
    return found


def settings(given: Mapping[str, Any], schemas: Iterable[Schema], where: str = "") -> dict[str, Any]:
    """Values for notebooks, checked by name, type and choice; all that is wrong is told at once.

    Parameters
    ----------
    given : mapping
        Name to value; text is read as YAML where the parameter is none itself, ``a, b`` where it is a list.
    schemas : iterable of Schema
        Of all notebooks; a name must be known to one of them.
    where : str
        Named in the error.

    Raises
    ------
    AnalysisError
        With the nearest name or choice, or the type that was expected.
    """
    known = {name: parameter for one in schemas for name, parameter in one.items()}
    chosen, wrong = {}, []
    for name, value in given.items():
        if name not in known:
            wrong.append(f"there is no parameter {name!r}. {nearest(name, sorted(known))}")
            continue
        chosen[name] = value = _read(value, known[name]) if isinstance(value, str) else value
        if not known[name].accepts(value):
            wrong.append(f"{name} is {value!r}, which is not of type {known[name].type} ({known[name].help}).")
        elif said := complaint(name, value):
            wrong.append(said)
    if wrong:
        remedy = "The tagged cell of each notebook tells what it takes."
        raise AnalysisError(" ".join(wrong), where or "--parameter", remedy)
    return chosen


def _read(text: str, parameter: Parameter) -> Any:
    """What a text given at the command line stands for: itself where the parameter is text, else YAML."""
    if parameter.accepts(text):
        return text
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return text
    if parameter.type == "list" and isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    return value
