"""The batch: documents read once, tables written, notebooks run side by side, a report made of what they show.

A run takes place in a folder of its own beside its destination and is moved there file by file when it is complete,
so a reader never meets half of it. Inside that folder everything has the place it will have in the end: a notebook
reads ``../../tables`` and writes its figures to ``../..`` there as later, and its executed copy can be run again.
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from tqdm import tqdm

from analysis import notebooks
from analysis import report as pages
from analysis.corpus import read_corpus
from analysis.corrected import tally
from analysis.embed import Executed
from analysis.errors import AnalysisError
from analysis.settings import schema, settings
from analysis.store import write
from analysis.tabulation import tabulate

# Where a notebook's copy in report/notebooks finds the tables and puts the figures of its run.
PLACES = {"tables": "../../tables", "out": "../.."}


@dataclass(frozen=True, slots=True)
class Run:
    """A notebook to be run in the folder of a variant with what is given for it; then what became of it."""

    source: Path
    folder: Path
    variant: str
    given: Mapping[str, Any]
    seconds: float = 0
    failure: str = ""

    @property
    def copy(self) -> Path:
        """The executed copy."""
        return self.folder / "report" / "notebooks" / self.source.name


def report(
    corpus: Path | None = None,
    out: Path | None = None,
    jobs: int | None = None,
    parameters: Sequence[tuple[str, str]] = (),
    sweep: Path | None = None,
) -> int:
    """Make the report, and say on the terminal what was made.

    Parameters
    ----------
    corpus, out : Path, optional
        The documents and the destination; by default the project's ``seeds`` and ``figures``.
    jobs : int, optional
        Processes at most; one for each core by default.
    parameters : sequence of (name, value)
        For the notebooks that have a parameter of the name; values as text, read as YAML. One that does not exist,
        or has a value it cannot have, is an `AnalysisError` before anything is run.
    sweep : Path, optional
        YAML list of sets of parameters; each is a run in a subfolder of `out`.

    Returns
    -------
    int
        0, or 1 where a document could not be read or a notebook failed.
    """
    root = notebooks.project_root()
    corpus, out = corpus or root / "seeds", out or root / "figures"
    sources = sorted((root / "notebooks").glob("*.ipynb"))
    schemas = {source: schema(notebooks.read(source), str(source)) for source in sources}
    # A notebook that takes a corpus makes the tables of it: it is run by hand, and no part of a report.
    schemas = {source: known for source, known in schemas.items() if "corpus" not in known}
    if not schemas:
        remedy = "Bring them back from version control."
        raise AnalysisError("there is no notebook to run.", str(root / "notebooks"), remedy)
    offered = [{name: known[name] for name in known.keys() - PLACES} for known in schemas.values()]
    variants = {name: settings(own, offered, name) for name, own in _variants(dict(parameters), sweep).items()}

    documents, issues = read_corpus(corpus)
    tables = tabulate(documents, jobs=jobs)
    runs = []
    with ExitStack() as stages:
        for variant, chosen in variants.items():
            (out / variant).mkdir(parents=True, exist_ok=True)  # staged on the file system of the destination
            stage = Path(stages.enter_context(tempfile.TemporaryDirectory(prefix=".run-", dir=out / variant))).resolve()
            write(tables, stage / "tables")
            for source, known in schemas.items():
                given = {name: value for name, value in chosen.items() if name in known}
                runs.append(Run(source, stage, variant, given))
        # Spawned: a kernel must not inherit locks and threads. On Ctrl-C workers just end, and their kernels with them.
        at_once, spawn = min(jobs or os.cpu_count() or 1, len(runs)), multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(at_once, spawn, signal.signal, (signal.SIGINT, signal.SIG_DFL)) as executor:
            runs = run_all(runs, executor)
        for stage, variant in dict.fromkeys((one.folder, one.variant) for one in runs):
            executed = [_executed(one) for one in runs if one.variant == variant]
            pages.build(stage, tables, documents, executed, issues)
            _publish(stage, out / variant)
    print(closing_table(runs), *filter(None, [tally(tables)]), sep="\n")
    print(*issues, sep="\n", end="\n" if issues else "", file=sys.stderr)
    print(*(f"Report: {out / variant / 'report' / 'index.html'}" for variant in variants), sep="\n")
    return int(bool(issues) or any(one.failure for one in runs))


def _variants(parameters: dict[str, Any], sweep: Path | None) -> dict[str, dict[str, Any]]:
    """Folder, below that of the run, to parameters; those of a sweep are added to the ones given for all."""
    if sweep is None:
        return {"": parameters}
    try:
        sets = yaml.safe_load(sweep.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AnalysisError(f"the file is not YAML: {error}", str(sweep)) from None
    if not isinstance(sets, list) or not sets or not all(isinstance(one, dict) for one in sets):
        form = "Write a list: `- {name: print, theme: print}`, one set of parameters a line."
        raise AnalysisError("the file is no list of sets of parameters.", str(sweep), form)
    variants: dict[str, dict[str, Any]] = {}
    for one in sets:
        own = {str(name): value for name, value in one.items() if name != "name"}
        name = str(one.get("name") or "_".join(f"{key}-{value}" for key, value in own.items()))
        name = re.sub(r"[^\w.-]+", "-", name).strip("-.")
        if not name or name in variants:
            what = f"{1 + (name in variants)} sets would go to the folder {name!r}."
            raise AnalysisError(what, str(sweep), "Give each a `name` of its own.")
        variants[name] = {**parameters, **own}
    return variants


def run_all(runs: Sequence[Run], executor: Executor) -> list[Run]:
    """Run notebooks wherever the executor runs them, in its processes: a kernel starts in the folder of its process.

    One that fails does not stop the others; what became of them comes back in the same order.
    """
    futures = {executor.submit(run, one): one for one in runs}
    bar = {"total": len(runs), "unit": "notebook", "leave": False, "disable": not sys.stderr.isatty()}
    done = {}
    try:
        for future in tqdm(as_completed(futures), **bar):
            try:
                done[future] = future.result()
            except BrokenExecutor:  # most often for want of memory, and all that waited went with it
                failure = "its process was ended from outside: try again with --jobs 1"
                done[future] = replace(futures[future], failure=failure)
    finally:
        for future in futures:
            future.cancel()
    return [done[future] for future in futures]


def run(one: Run) -> Run:
    """Run one notebook and write its executed copy, a failed one too; a kernel that did not start is tried again."""
    begun = time.monotonic()
    known = schema(notebooks.read(one.source), str(one.source))
    given = {name: value for name, value in PLACES.items() if name in known} | dict(one.given)
    one.copy.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(2):
        try:
            notebook, failure = notebooks.execute(one.source, given, one.copy.parent)
            break
        except AnalysisError as error:
            notebook, failure = notebooks.canonical(notebooks.read(one.source)), error
    one.copy.write_bytes(notebooks.to_bytes(notebook))
    return replace(one, seconds=time.monotonic() - begun, failure=str(failure or ""))


def _executed(one: Run) -> Executed:
    copy = one.copy if one.copy.exists() else one.source
    return Executed(one.source.stem, one.given, notebooks.read(copy), one.failure)


def _publish(stage: Path, destination: Path) -> None:
    """Move what was made into its place; files of an earlier report that are no longer made go."""
    made = {path.relative_to(stage) for path in stage.rglob("*") if path.is_file()}
    for path in sorted(made):
        (destination / path).parent.mkdir(parents=True, exist_ok=True)
        (stage / path).replace(destination / path)
    for path in (destination / "report").rglob("*"):
        if path.is_file() and path.relative_to(destination) not in made:
            path.unlink()


def closing_table(runs: Sequence[Run]) -> str:
    """Notebook, parameters, seconds and status of every run, in columns."""
    rows = [("notebook", "parameters", "seconds", "status")]
    for one in runs:
        told = " ".join(f"{name}={value}" for name, value in one.given.items())
        name = str(Path(one.variant, one.source.stem))
        rows.append((name, told or "-", f"{one.seconds:.1f}", one.failure or "done"))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}  {d}" for a, b, c, d in rows)
