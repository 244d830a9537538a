"""The command line: ``python -m analysis {tables,report,check,score}``.

Exit status: 0 where all is well, 1 where the run had issues (a document not read, a row without evidence, a
notebook that failed), 2 where the command could not be understood or begun.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from analysis.errors import AnalysisError, nearest

OK, ISSUES, USAGE, INTERRUPTED = 0, 1, 2, 130

_CORPUS = (
    "a folder of .txt, .md or .html files (with metadata.csv where there is one),"
    " or a .jsonl or .parquet file with doc_id and text"
)


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
            options = [
                option for action in used._actions for option in action.option_strings if option.startswith("--")
            ]
            used.error(f"{unknown[0]!r} is not understood. {nearest(unknown[0], options)}")
        return namespace

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"{self.format_usage()}error: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Without the program's name; by default those of this process.

    Returns
    -------
    int
        The exit status.
    """
    options = parser().parse_args(arguments)
    try:
        status = options.command(options)
        sys.stdout.flush()
        return status
    except AnalysisError as error:
        return _fail(str(error))
    except BrokenPipeError:  # the reader has seen enough: `... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        return _fail(f"{error.filename or 'file system'}: {error.strerror or error}.")
    except KeyboardInterrupt:
        print("Stopped; nothing half-written stays in place.", file=sys.stderr, flush=True)
        os._exit(INTERRUPTED)  # at once: a pool of processes that was interrupted may never be joined


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
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

    tables = commands.add_parser(
        "tables", help="documents to tables", description="Extract the tables of docs/codebook.md from documents."
    )
    tables.add_argument("corpus", metavar="CORPUS", type=Path, help=_CORPUS)
    tables.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the tables")
    tables.add_argument(
        "--format", choices=("csv", "parquet"), default="csv", help="csv (default), or parquet for large corpora"
    )
    _add_jobs(tables)
    tables.set_defaults(command=_tables, parser=tables)

    report = commands.add_parser(
        "report",
        help="documents to tables, figures and an HTML report",
        description="Read the documents, write the tables, run every notebook, and make a report to read in a browser.",
        epilog="Examples:\n"
        "  python -m analysis report\n"
        "  python -m analysis report --corpus my-documents --out my-report\n"
        "  python -m analysis report -p theme dark -p size page\n"
        "  python -m analysis report --sweep variants.yaml --out variants",
    )
    report.add_argument("--corpus", metavar="CORPUS", type=Path, help=f"{_CORPUS} (default: the project's seeds)")
    report.add_argument(
        "--out", metavar="DIR", type=Path, help="folder for tables, figures and report (default: the project's figures)"
    )
    report.add_argument(
        "-p", "--parameter", nargs=2, metavar=("NAME", "VALUE"), action="append", default=[],
        help="a parameter for the notebooks that have it; VALUE is read as YAML; may be given again",
    )  # fmt: skip
    report.add_argument(
        "--sweep",
        metavar="FILE",
        type=Path,
        help="YAML list of sets of parameters, each with an optional `name`: a subfolder of --out for each",
    )
    _add_jobs(report)
    report.set_defaults(command=_report, parser=report)

    check = commands.add_parser(
        "check", help="every row against its document and its schema", description="Check every row of the tables."
    )
    check.add_argument("tables", metavar="TABLES", type=Path, help="folder of tables")
    check.add_argument("corpus", metavar="CORPUS", type=Path, help="the documents they were made from")
    check.set_defaults(command=_check, parser=check)

    score = commands.add_parser(
        "score",
        help="precision, recall and F1 against hand-coded files",
        description="Compare tables with hand-coded files. Documents without such a file do not count.\n"
        "Intervals are 95 % bootstrap intervals of F1 over documents.",
    )
    score.add_argument("tables", metavar="TABLES", type=Path, help="folder of tables")
    score.add_argument("gold", metavar="GOLD", type=Path, help="folder of <doc_id>.yaml")
    score.add_argument("corpus", metavar="CORPUS", type=Path, help="the documents")
    score.add_argument("--errors", action="store_true", help="list every missed, extra and wrong row")
    score.add_argument("--table", choices=_tables_scored(), help="only this table")
    score.add_argument("--json", action="store_true", help="print the numbers as JSON")
    score.set_defaults(command=_score, parser=score)
    return whole


def _add_jobs(command: argparse.ArgumentParser) -> None:
    command.add_argument("--jobs", metavar="N", type=_jobs, help="processes at most (default: one for each core)")


def _jobs(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes, 1 or more")
    return int(text)


def _tables_scored() -> tuple[str, ...]:
    from analysis.score import ATTRIBUTES

    return tuple(ATTRIBUTES)


# The commands import what they need: --help and wrong commands must not wait for pandas.


def _tables(options: argparse.Namespace) -> int:
    from analysis.corpus import read_corpus
    from analysis.store import write
    from analysis.tabulation import local_executor, tabulate

    documents, issues = read_corpus(options.corpus)
    with local_executor(sum(len(document.text) for document in documents), options.jobs) as executor:
        tables = tabulate(documents, executor)
    write(tables, options.out, options.format)
    print(f"{_many(len(documents), 'document')}, {summary(tables)} -> {options.out}")
    return _tell(issues, "document", "not read")


def summary(tables) -> str:
    """How many rows the tables have: "12 alliances, 71 memberships, ..."."""
    from analysis.fields import TABLES

    return ", ".join(f"{len(getattr(tables, table))} {table}" for table in TABLES if table != "documents")


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
    from analysis.gold import read_gold
    from analysis.corpus import read_corpus
    from analysis.score import score
    from analysis.store import read_cells

    documents, _ = read_corpus(options.corpus)
    scores = score(read_cells(options.tables), read_gold(options.gold, documents))
    if options.table:
        scores = scores.only(options.table)
    if options.json:
        print(json.dumps(scores.as_dict(), indent=1))
        return OK
    print(scores)
    if options.errors and scores.disagreements:
        print(*scores.disagreements, sep="\n")
    return OK


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _tell(issues: Iterable[object], noun: str, verdict: str) -> int:
    """Print all issues to stderr and say how many; the exit status they make."""
    issues = list(issues)
    if not issues:
        return OK
    print(*issues, f"{_many(len(issues), noun)} {verdict}.", sep="\n", file=sys.stderr)
    return ISSUES
