"""Notebooks: run by papermill, written in one canonical form, checked without being run.

The canonical form holds nothing of when, where or how fast a notebook ran: two runs that show the same are the
same bytes. ``python -m analysis.notebooks`` runs the committed notebooks again, in place.
"""

from __future__ import annotations

import ast
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from analysis.errors import AnalysisError
from analysis.store import write_atomically

PARAMETERS, INJECTED = "parameters", "injected-parameters"
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
# Without the version of Python, which says nothing of the notebook.
LANGUAGE = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python", "pygments_lexer": "ipython3"}
START_TIMEOUT = 120  # seconds until a kernel answers, on a machine that is busy

_PARAMETER = re.compile(r"[a-z]\w*: [^=#]+ = [^=]+  # \S[^=]*")
_BRACES = str.maketrans({"{": "{{", "}": "}}"})  # papermill fills in what stands between braces in a path


@dataclass(frozen=True, slots=True)
class Failure:
    """A cell that failed: its number among the code cells, from 1, and the error's name and message."""

    cell: int
    error: str

    def __str__(self) -> str:
        return f"code cell {self.cell}: {self.error}"


def read(path: Path | str) -> NotebookNode:
    """A notebook from a file; `AnalysisError` where it is none."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises what json, jsonschema and itself think right
        raise AnalysisError(f"the file is no notebook: {error}", str(path), "Open and save it in JupyterLab.") from None


def canonical(notebook: NotebookNode) -> NotebookNode:
    """The notebook without traces of its run: what is left depends on its cells and what they show alone.

    Metadata are the kernel's name and the cells' tags; code cells that ran are counted 1 to n; ids stay, and cells
    without one get their place as id; output that came in pieces is one piece.
    """
    from nbconvert.preprocessors import CoalesceStreamsPreprocessor  # slow to import

    cells, count = [], 0
    for place, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        kept = {"cell_type": cell.cell_type, "id": cell.get("id") or f"cell-{place}", "source": cell.source}
        if INJECTED in tags or "papermill-error-cell-tag" in tags:  # papermill draws the ids of its own cells at random
            kept["id"] = INJECTED if INJECTED in tags else f"cell-{place}"
        kept["metadata"] = {"tags": tags} if tags else {}
        if cell.cell_type == "code":
            ran = cell.execution_count is not None
            count += ran
            kept["execution_count"] = count if ran else None
            kept["outputs"] = [_output(output, kept["execution_count"]) for output in cell.outputs]
        cells.append(kept)
    metadata = {"kernelspec": KERNEL, "language_info": LANGUAGE}
    made = nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})
    return CoalesceStreamsPreprocessor().preprocess(made, {})[0]


def _output(output: NotebookNode, count: int | None) -> dict[str, Any]:
    kept = dict(output)
    if "execution_count" in kept:
        kept["execution_count"] = count
    if "metadata" in kept:
        kept["metadata"] = {key: value for key, value in output.metadata.items() if key in output.data}
    return kept


def to_bytes(notebook: NotebookNode) -> bytes:
    """A canonical notebook as the bytes of its file."""
    return (nbformat.writes(notebook, version=4) + "\n").encode()


def execute(source: Path, parameters: dict[str, Any], folder: Path) -> tuple[NotebookNode, Failure | None]:
    """Run a notebook in a kernel of its own, which is an `AnalysisError` where it does not start.

    Parameters
    ----------
    source : Path
        The notebook; it is not changed.
    parameters : dict
        What the injected cell sets. Nothing is injected where it is empty.
    folder : Path
        Where the kernel starts. The process changes there while it runs, so this is not for threads.

    Returns
    -------
    tuple of NotebookNode and Failure or None
        The executed copy in canonical form, as far as it came, and the first cell that failed.
    """
    import papermill
    from jupyter_client import KernelManager
    from jupyter_client.kernelspec import NoSuchKernel
    from papermill.exceptions import PapermillException, PapermillExecutionError
    from traitlets.config import Config

    # Let kernel and client choose whether their connection is encrypted, where they can; else each start warns.
    can_encrypt = "transport_encryption" in KernelManager.class_trait_names()
    failure = None
    with tempfile.TemporaryDirectory() as temporary:
        executed = Path(temporary) / "executed.ipynb"
        try:
            papermill.execute_notebook(
                str(source).translate(_BRACES),
                str(executed).translate(_BRACES),
                parameters or None,
                kernel_name=KERNEL["name"],
                language=KERNEL["language"],
                cwd=folder,
                progress_bar=False,
                request_save_on_cell_execute=False,
                start_timeout=START_TIMEOUT,
                shutdown_kernel="immediate",  # the polite way takes longer, and complains where a cell failed
                config=Config({"KernelManager": {"transport_encryption": "auto"}} if can_encrypt else {}),
            )
        except PapermillExecutionError as error:
            failure = Failure(error.exec_count or 0, f"{error.ename}: {_first_line(error.evalue)}")
        except NoSuchKernel:
            remedy = f"Install it: {sys.executable} -m ipykernel install --sys-prefix."
            raise AnalysisError("Jupyter has no kernel python3.", str(source), remedy) from None
        except (PapermillException, RuntimeError, TimeoutError) as error:  # where a kernel dies or stays silent
            what = f"the kernel failed: {_first_line(str(error))}"
            raise AnalysisError(what, str(source), "Try again with --jobs 1.") from None
        return canonical(read(executed)), failure


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def faults(notebook: NotebookNode) -> list[str]:
    """What keeps a notebook from being committed: not run through, out of order, failed, or not canonical.

    Examples
    --------
    >>> from nbformat.v4 import new_code_cell, new_notebook
    >>> faults(new_notebook(cells=[new_code_cell("1 + 1", execution_count=2)]))[:2]
    ['code cells are counted [2], not 1 to 1', "0 cells are tagged 'parameters', not 1"]
    """
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    tagged = [cell for cell in code if PARAMETERS in cell.metadata.get("tags", [])]
    counts, found = [cell.execution_count for cell in code], []
    if counts != list(range(1, len(code) + 1)):
        found.append(f"code cells are counted {counts}, not 1 to {len(code)}")
    for number, output in ((number, output) for number, cell in enumerate(code, 1) for output in cell.outputs):
        if output.output_type == "error":
            found.append(f"code cell {number} shows an error")
        elif output.get("name") == "stderr":
            found.append(f"code cell {number} shows what was written to stderr")
    if len(tagged) != 1:
        found.append(f"{len(tagged)} cells are tagged {PARAMETERS!r}, not 1")
    lines = [line for cell in tagged for line in cell.source.splitlines() if line.strip() and not line.startswith("#")]
    odd = [line for line in lines if not _is_parameter(line)]
    found += [f"parameters: {line!r} is not of the form name: type = literal  # help" for line in odd]
    if any(INJECTED in cell.metadata.get("tags", []) for cell in notebook.cells):
        found.append("a cell of injected parameters was left in it")
    if to_bytes(notebook) != to_bytes(canonical(notebook)):
        found.append("it is not in canonical form: run make notebooks")
    return found


def _is_parameter(line: str) -> bool:
    """Whether papermill reads the line as we do, and nothing in it is computed."""
    try:
        (statement,) = ast.parse(line).body
        ast.literal_eval(statement.value)  # type: ignore[attr-defined]
    except (SyntaxError, ValueError, AttributeError):
        return False
    return bool(_PARAMETER.fullmatch(line))


def project_root() -> Path:
    """The project's folder: the nearest one upwards with ``notebooks/``, else that of an editable install.

    Where the package is installed without its project, and this is not a folder of it, an `AnalysisError`.
    """
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).resolve().parents[1]):
        if (folder / "pyproject.toml").is_file() and (folder / "notebooks").is_dir():
            return folder
    remedy = "Go to the folder of the project (it holds notebooks/)."
    raise AnalysisError("the project with its notebooks is not here.", str(here), remedy)


def main() -> int:
    """Run the committed notebooks again, in place; one that fails stays as it was, and makes the exit status 1."""
    status = 0
    for path in sorted((project_root() / "notebooks").glob("*.ipynb")):
        notebook, failure = execute(path, {}, path.parent)
        if not failure:
            write_atomically(path, to_bytes(notebook))
        print(f"{path.name}: {failure or 'done'}", file=sys.stderr if failure else sys.stdout)
        status |= failure is not None
    return status


if __name__ == "__main__":
    sys.exit(main())
