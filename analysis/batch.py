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
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from tqdm import tqdm

from analysis import notebooks
from analysis import report as pages
from analysis.embed import Executed
from analysis.errors import AnalysisError
from analysis.notebooks import project_root
from analysis.corpus import read_corpus
from analysis.settings import Schema, schema, settings
from analysis.store import write
from analysis.tabulation import local_executor, tabulate

# Where a notebook's copy in report/notebooks finds the tables and puts the figures of its run.
PLACES = {"tables": "../../tables", "out": "../.."}
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Variant:
    """One set of parameters and the folder, below that of the run, to which it goes; empty for the run itself."""

    name: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    """A notebook to be run: all that a worker needs to know."""

    source: Path
    folder: Path
    variant: Variant
    parameters: Mapping[str, Any] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, Any]:
        """What was chosen for it, without the places of tables and figures, which follow from the folder."""
        return {name: value for name, value in self.parameters.items() if name not in PLACES}

    @property
    def copy(self) -> Path:
        """The executed copy."""
        return self.folder / "report" / "notebooks" / self.source.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: how long it took, and what failed (empty where nothing did)."""

    task: Task
    seconds: float
    failure: str = ""


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
        For the notebooks that have a parameter of the name; values as text, read as YAML.
    sweep : Path, optional
        YAML list of sets of parameters; each is a run in a subfolder of `out`.

    Returns
    -------
    int
        0, or 1 where a document could not be read or a notebook failed.

    Raises
    ------
    AnalysisError
        Before anything is run, where a parameter does not exist or has a value it cannot have.
    """
    root = project_root()
    corpus, out = corpus or root / "seeds", out or root / "figures"
    sources = sorted((root / "notebooks").glob("*.ipynb"))
    if not sources:
        raise AnalysisError(
            "there is no notebook to run.", str(root / "notebooks"), "Bring them back from version control."
        )
    schemas = {source: schema(notebooks.read(source), str(source)) for source in sources}
    variants = _variants(dict(parameters), sweep)
    offered = [{name: known[name] for name in known.keys() - PLACES} for known in schemas.values()]
    chosen = {variant.name: settings(variant.parameters, offered, variant.name) for variant in variants}

    documents, issues = read_corpus(corpus)
    with local_executor(sum(len(document.text) for document in documents), jobs) as executor:
        tables = tabulate(documents, executor)
    with ExitStack() as stages:
        stage = {variant.name: stages.enter_context(_staged(out / variant.name)) for variant in variants}
        tasks = []
        for variant in variants:
            write(tables, stage[variant.name] / "tables")
            tasks += [
                _task(source, stage[variant.name], variant, chosen[variant.name], schemas[source]) for source in sources
            ]
        with _processes(min(jobs or os.cpu_count() or 1, len(tasks))) as executor:
            outcomes = run_all(tasks, executor)
        for variant in variants:
            runs = [_executed(outcome) for outcome in outcomes if outcome.task.variant == variant]
            pages.build(stage[variant.name], tables, documents, runs, issues)
            _publish(stage[variant.name], out / variant.name)
    print(closing_table(outcomes))
    for issue in issues:
        print(issue, file=sys.stderr)
    for variant in variants:
        print(f"Report: {out / variant.name / 'report' / 'index.html'}")
    return int(bool(issues) or any(outcome.failure for outcome in outcomes))


def _variants(parameters: dict[str, Any], sweep: Path | None) -> list[Variant]:
    """The sets of parameters to run; those of a sweep are added to the ones given for all."""
    if sweep is None:
        return [Variant("", parameters)]
    try:
        sets = yaml.safe_load(sweep.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AnalysisError(f"the file is not YAML: {error}", str(sweep)) from None
    form = "Write a list: `- {name: print, theme: print}`, one set of parameters a line."
    if not isinstance(sets, list) or not sets or not all(isinstance(one, dict) for one in sets):
        raise AnalysisError("the file is no list of sets of parameters.", str(sweep), form)
    variants = []
    for one in sets:
        own = {str(name): value for name, value in one.items() if name != "name"}
        name = str(one.get("name") or "_".join(f"{key}-{value}" for key, value in own.items()))
        variants.append(Variant(_NOT_IN_NAMES.sub("-", name).strip("-."), {**parameters, **own}))
    names = [variant.name for variant in variants]
    for name in names:
        if not name or names.count(name) > 1:
            raise AnalysisError(
                f"{names.count(name)} sets would go to the folder {name!r}.",
                str(sweep),
                "Give each a `name` of its own.",
            )
    return variants


def _task(source: Path, stage: Path, variant: Variant, chosen: Mapping[str, Any], known: Schema) -> Task:
    own = {name: value for name, value in chosen.items() if name in known}
    places = {name: value for name, value in PLACES.items() if name in known}
    return Task(source, stage, variant, places | own)


def _processes(jobs: int) -> Executor:
    # Spawned: a kernel must not inherit locks and threads. On Ctrl-C workers just end, and their kernels with them.
    return ProcessPoolExecutor(
        jobs, multiprocessing.get_context("spawn"), signal.signal, (signal.SIGINT, signal.SIG_DFL)
    )


def run_all(tasks: Sequence[Task], executor: Executor) -> list[Outcome]:
    """Run notebooks wherever the executor runs them.

    Parameters
    ----------
    tasks : sequence of Task
        One that fails does not stop the others.
    executor : concurrent.futures.Executor
        Of processes, not of threads: a kernel starts in the folder in which its process is.

    Returns
    -------
    list of Outcome
        In the order of the tasks.
    """
    futures = {executor.submit(run, task): task for task in tasks}
    outcomes = {}
    try:
        for future in tqdm(
            as_completed(futures), total=len(tasks), unit="notebook", leave=False, disable=not sys.stderr.isatty()
        ):
            outcomes[future] = _outcome(future, futures[future])
    finally:
        for future in futures:
            future.cancel()
    return [outcomes[future] for future in futures]


def _outcome(future: Future[Outcome], task: Task) -> Outcome:
    try:
        return future.result()
    except (
        BrokenExecutor
    ):  # the system ended a process, most often for want of memory, and all that waited went with it
        return Outcome(task, 0, "its process was ended from outside: try again with --jobs 1")


def run(task: Task) -> Outcome:
    """Run one notebook and write its executed copy, a failed one too; a kernel that did not start is tried again."""
    begun = time.monotonic()
    folder = task.copy.parent
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in (1, 2):
        try:
            notebook, failure = notebooks.execute(task.source, dict(task.parameters), folder)
            break
        except AnalysisError as error:
            if attempt == 2:
                notebook, failure = notebooks.canonical(notebooks.read(task.source)), error
    task.copy.write_bytes(notebooks.to_bytes(notebook))
    return Outcome(task, time.monotonic() - begun, str(failure or ""))


def _executed(outcome: Outcome) -> Executed:
    task = outcome.task
    copy = task.copy if task.copy.exists() else task.source
    return Executed(task.source.stem, task.given, notebooks.read(copy), outcome.failure)


@contextmanager
def _staged(destination: Path) -> Iterator[Path]:
    """A folder for a run, on the file system of its destination, gone when the run is over."""
    destination.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".run-", dir=destination) as folder:
        yield Path(folder).resolve()


def _publish(stage: Path, destination: Path) -> None:
    """Move what was made into its place; files of an earlier report that are no longer made go."""
    made = {path.relative_to(stage) for path in stage.rglob("*") if path.is_file()}
    for path in sorted(made):
        (destination / path).parent.mkdir(parents=True, exist_ok=True)
        (stage / path).replace(destination / path)
    for path in sorted((destination / "report").rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(destination) not in made:
            path.unlink()


def closing_table(outcomes: Sequence[Outcome]) -> str:
    """Notebook, parameters, seconds and status of every run, in columns."""
    rows = [("notebook", "parameters", "seconds", "status")]
    for outcome in outcomes:
        variant = f"{outcome.task.variant.name}/" if outcome.task.variant.name else ""
        told = " ".join(f"{name}={value}" for name, value in outcome.task.given.items())
        rows.append(
            (variant + outcome.task.source.stem, told or "-", f"{outcome.seconds:.1f}", outcome.failure or "done")
        )
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    return "\n".join(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c:>{widths[2]}}  {d}" for a, b, c, d in rows)
