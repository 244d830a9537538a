"""The command line: ``python -m analysis {tables,report,check,score,review,show,explain,export}``.

Exit status: 0 where all is well, 1 where the run had issues (a document not read, a row without evidence, a
notebook that failed, a row lost since the run compared with), 2 where the command could not be understood or begun.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from analysis.errors import AnalysisError, nearest
from analysis.fields import TABLES

if TYPE_CHECKING:
    from analysis.document import Document

OK, ISSUES, USAGE, INTERRUPTED = 0, 1, 2, 130

_CORPUS = (
    "a folder of .txt, .md or .html files (with metadata.csv where there is one),"
    " or a .jsonl or .parquet file with doc_id and text"
)
_JOBS = "processes at most (default: one for each core)"
_EXAMPLES = """Examples:
  python -m analysis report
  python -m analysis report --corpus my-documents --out my-report
  python -m analysis report -p theme dark -p size page
  python -m analysis report --sweep variants.yaml --out variants"""
_KEYS = """DOC:START is the row whose mention holds that code point; START may be any number of the columns start to end.
Given a place that is in no row, it tells why what was found there is none. DOC alone tells all rows, and all that are none."""
_EXTRACTED = tuple(table for table in TABLES if table != "documents")


class _Parser(argparse.ArgumentParser):
    """A parser that names the nearest command or option, and does not guess from abbreviations."""

    def __init__(self, *args, **more):
        super().__init__(*args, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter, **more)

    def _check_value(self, action: argparse.Action, value: object) -> None:
        if action.choices is not None and value not in action.choices:
            raise argparse.ArgumentError(action, f"there is no {value!r}. {nearest(str(value), action.choices)}")

    def parse_args(self, args=None, namespace=None):
        namespace, unknown = self.parse_known_args(args, namespace)
        if unknown:
            used = namespace.parser
            options = [name for action in used._actions for name in action.option_strings if name.startswith("--")]
            used.error(f"{unknown[0]!r} is not understood. {nearest(unknown[0], options)}")
        return namespace

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.format_usage()}error: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, by default that of this process; the exit status."""
    options = parser().parse_args(arguments)
    try:
        status = options.command(options)
        sys.stdout.flush()
        return status
    except AnalysisError as error:
        print(f"error: {error}", file=sys.stderr)
    except BrokenPipeError:  # the reader has seen enough: `... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        print(f"error: {error.filename or 'file system'}: {error.strerror or error}.", file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped; nothing half-written stays in place.", file=sys.stderr, flush=True)
        os._exit(INTERRUPTED)  # at once: a pool of processes that was interrupted may never be joined
    return USAGE


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    whole = _Parser(
        prog="python -m analysis",
        description="From news and policy documents to tables with evidence, and to the figures of a report.",
        epilog="Exit status: 0 all well, 1 issues were found, 2 the command could not be begun.\n"
        "`python -m analysis COMMAND --help` explains a command.",
    )
    commands = whole.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    def add(name: str, run, help: str, description: str, epilog: str | None = None):
        command = commands.add_parser(name, help=help, description=description, epilog=epilog)
        command.set_defaults(command=run, parser=command)
        return command.add_argument

    option = add("tables", _tables, "documents to tables", "Extract the tables of docs/codebook.md from documents.")
    option("corpus", metavar="CORPUS", type=Path, help=_CORPUS)
    option("--out", metavar="DIR", type=Path, required=True, help="folder for the tables")
    option("--format", choices=("csv", "parquet"), default="csv", help="csv (default), or parquet for large corpora")
    option("--jobs", metavar="N", type=_jobs, help=_JOBS)

    help = "documents to tables, figures and an HTML report"
    about = "Read the documents, write the tables, run every notebook, and make a report to read in a browser."
    option = add("report", _report, help, about, _EXAMPLES)
    option("--corpus", metavar="CORPUS", type=Path, help=f"{_CORPUS} (default: the project's seeds)")
    help = "folder for tables, figures and report (default: the project's figures)"
    option("--out", metavar="DIR", type=Path, help=help)
    help = "a parameter for the notebooks that have it; VALUE is read as YAML; may be given again"
    option("-p", "--parameter", nargs=2, metavar=("NAME", "VALUE"), action="append", default=[], help=help)
    help = "YAML list of sets of parameters, each with an optional `name`: a subfolder of --out for each"
    option("--sweep", metavar="FILE", type=Path, help=help)
    option("--jobs", metavar="N", type=_jobs, help=_JOBS)

    option = add("check", _check, "every row against its document and its schema", "Check every row of the tables.")
    option("tables", metavar="TABLES", type=Path, help="folder of tables")
    option("corpus", metavar="CORPUS", type=Path, help="the documents they were made from")

    about = "Compare tables with hand-coded files. Documents without such a file do not count.\n"
    about += "Intervals are 95 % bootstrap intervals over documents. Strict rows have every attribute right."
    option = add("score", _score, "precision, recall and F1 against hand-coded files", about)
    option("tables", metavar="TABLES", type=Path, help="folder of tables")
    option("gold", metavar="GOLD", type=Path, help="folder of <doc_id>.yaml")
    option("corpus", metavar="CORPUS", type=Path, help="the documents")
    option("--errors", action="store_true", help="list every missed, extra and wrong row")
    option("--table", choices=_EXTRACTED, help="only this table")
    option("--json", action="store_true", help="print the numbers as JSON")
    help = "folder of tables made earlier of the same documents: list the rows gained and lost since; 1 if any was lost"
    option("--compare", metavar="EARLIER", type=Path, help=help)

    about = "Walk the rows in which something was guessed; what is said of them goes into corrections.csv beside the corpus."
    option = add("review", _review, "confirm, correct or drop rows, one after the other", about)
    option("tables", metavar="TABLES", type=Path, nargs="?", help="only the rows of this folder of tables")
    option("corpus", metavar="CORPUS", type=Path, help=_CORPUS)
    option("--all", action="store_true", help="rows without a guess, too, and those confirmed before")
    option("--table", choices=_EXTRACTED, help="only this table")
    option("--document", metavar="DOC", help="only this document")
    option("--who", metavar="NAME", help="who reviews (default: the environment's ANALYSIS_WHO, else the user's name)")

    about = "Print a document with its mentions, cues and boilerplate marked, and its rows."
    option = add("show", _show, "a document with its evidence marked", about)
    option("document", metavar="DOC", help="its name without extension")
    option("--corpus", metavar="CORPUS", type=Path, help=f"{_CORPUS} (default: the project's seeds)")

    about = "Print the rule, sentence and lexicon entry behind a row, what was guessed and corrected, and what became no row."
    option = add("explain", _explain, "why a row is as it is, or why something is none", about, _KEYS)
    option("table", metavar="TABLE", choices=_EXTRACTED, help=", ".join(_EXTRACTED))
    option("key", metavar="KEY", help="DOC:START, DOC, an alliance_id or an organization_id")
    option("--corpus", metavar="CORPUS", type=Path, help=f"{_CORPUS} (default: the project's seeds)")

    about = "Write tables in a format of other tools: annotations (W3C Web Annotation, JSON-LD, one for each row), or\n"
    about += "graphml (the network of bodies and organisations). CSV and Parquet: the command tables."
    option = add("export", _export, "tables to annotations of the documents, or to a network", about)
    option("tables", metavar="TABLES", type=Path, help="folder of tables")
    option("corpus", metavar="CORPUS", type=Path, help="the documents they were made from")
    option("--format", choices=("annotations", "graphml"), required=True, help="annotations or graphml")
    option("--out", metavar="FILE", type=Path, required=True, help="the file to write")
    return whole


def _jobs(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes, 1 or more")
    return int(text)


# The commands import what they need: --help and wrong commands must not wait for pandas.


def _tables(options: argparse.Namespace) -> int:
    from analysis.corpus import read_corpus
    from analysis.corrected import tally
    from analysis.store import write
    from analysis.tabulation import tabulate

    documents, issues = read_corpus(options.corpus)
    tables = tabulate(documents, jobs=options.jobs)
    write(tables, options.out, options.format)
    rows = ", ".join(f"{len(getattr(tables, table))} {table}" for table in _EXTRACTED)
    corrected = tally(tables)
    print(f"{_many(len(documents), 'document')}, {rows}{corrected and f'; {corrected}'} -> {options.out}")
    return _tell(issues, "document", "not read")


def _report(options: argparse.Namespace) -> int:
    from analysis.batch import report

    return report(options.corpus, options.out, options.jobs, options.parameter, options.sweep)


def _check(options: argparse.Namespace) -> int:
    from analysis.check import check
    from analysis.corpus import read_corpus
    from analysis.store import read_cells

    tables = read_cells(options.tables)
    documents, unread = read_corpus(options.corpus)
    issues = [*unread, *check(tables, documents)]
    rows = _many(sum(map(len, tables.values())), "row")
    print(f"{rows} in {_many(len(tables), 'table')} checked against {_many(len(documents), 'document')}.")
    return _tell(issues, "issue", "found")


def _score(options: argparse.Namespace) -> int:
    from analysis.compare import APPEARED, LOST, compare, summary
    from analysis.corpus import read_corpus
    from analysis.gold import read_gold
    from analysis.score import score
    from analysis.store import read_cells

    documents, _ = read_corpus(options.corpus)
    gold = read_gold(options.gold, documents)
    folders = [folder for folder in (options.compare, options.tables) if folder]
    runs = [score(read_cells(folder), gold) for folder in folders]
    if options.table:
        runs = [scores.only(options.table) for scores in runs]
    scores, changes = runs[-1], compare(runs[0], runs[-1], documents)
    if options.json:
        told = {"changes": [asdict(change) for change in changes]} if options.compare else {}
        print(json.dumps(scores.as_dict() | told, indent=1, ensure_ascii=False))
    else:
        print(scores, *(scores.disagreements if options.errors else []), sep="\n")
        if options.compare:
            print(f"Since {options.compare}: {summary(changes)}.", *changes, sep="\n")
    return ISSUES if {change.kind for change in changes} & {APPEARED, LOST} else OK


def _review(options: argparse.Namespace) -> int:
    from analysis.explain import document_of
    from analysis.review import Choice, Review, reviewer, rows_of
    from analysis.store import read_cells
    from analysis.terminal import terminal

    documents = _documents(options.corpus)
    if options.document:
        documents = [document_of(documents, options.document)]
    choice = Choice(options.table or "", options.all, options.tables and rows_of(read_cells(options.tables)))
    Review(options.corpus, reviewer(options.who), choice, terminal()).walk(documents)
    return OK


def _show(options: argparse.Namespace) -> int:
    from analysis.explain import document_of, show
    from analysis.terminal import terminal

    show(document_of(_documents(options.corpus), options.document), terminal())
    return OK


def _explain(options: argparse.Namespace) -> int:
    from analysis.explain import explain
    from analysis.terminal import terminal

    explain(_documents(options.corpus), options.table, options.key, terminal())
    return OK


def _documents(corpus: Path | None) -> list[Document]:
    """Documents of a corpus, by default the project's seeds; what cannot be read is told."""
    from analysis.corpus import read_corpus

    if corpus is None:
        from analysis.notebooks import project_root

        corpus = project_root() / "seeds"
    documents, issues = read_corpus(corpus)
    _tell(issues, "document", "not read")
    return documents


def _export(options: argparse.Namespace) -> int:
    from analysis.corpus import read_corpus
    from analysis.export import export
    from analysis.store import write_atomically
    from analysis.tables import load_tables

    tables = load_tables(options.tables)
    documents, issues = read_corpus(options.corpus)
    write_atomically(options.out, export(tables, documents, options.format))
    print(f"{options.format} of {_many(len(documents), 'document')} -> {options.out}")
    return _tell(issues, "document", "not read")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _tell(issues: Sequence[object], noun: str, verdict: str) -> int:
    """Print all issues to stderr and say how many; the exit status they make."""
    if not issues:
        return OK
    print(*issues, f"{_many(len(issues), noun)} {verdict}.", sep="\n", file=sys.stderr)
    return ISSUES
