"""Review: row after row is shown with its sentence, and what the reader says of it is kept as a correction at once."""

from __future__ import annotations

import datetime
import getpass
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from analysis.corrected import correct, label, values_of, written
from analysis.corrections import FILE, Correction, append, correctable, faults, refuse
from analysis.document import Document
from analysis.errors import AnalysisError, nearest
from analysis.extract import extract
from analysis.mention import Row
from analysis.terminal import INDENT, evidence, facts, key

KEYS = {"a": "accept", "c": "correct a column", "d": "drop", "s": "skip", "q": "quit"}
ACCEPTED = "read and found right"
_WHO = "ANALYSIS_WHO"


class Quit(Exception):
    """The reader has had enough."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which rows are walked: of one table or any, all or only those with an unconfirmed guess.

    ``rows`` are those of a folder of tables (`rows_of`), to which the walk keeps; None for any.
    """

    table: str = ""
    every: bool = False
    rows: Collection[tuple[str, ...]] | None = None

    def takes(self, row: Row) -> bool:
        if self.table and row.table != self.table or self.rows is not None and _row_key(row) not in self.rows:
            return False
        return self.every or bool(row.flags) and not any(told.startswith("confirmed (") for told in row.corrected)


def reviewer(given: str | None) -> str:
    """Who reviews: as given, else as the environment's ``ANALYSIS_WHO``, else the user's name."""
    try:
        return given or os.environ.get(_WHO) or getpass.getuser()
    except (KeyError, OSError):
        raise AnalysisError("nobody says who reviews.", remedy=f"Give --who NAME, or set {_WHO}.") from None


def rows_of(tables: Mapping[str, Sequence[Mapping[str, str]]]) -> set[tuple[str, ...]]:
    """Keys of the rows of a folder of tables (`analysis.store.read_cells`), some of which may be missing there."""
    extracted = ((table, row) for table, rows in tables.items() for row in rows if table != "documents")
    try:
        return {(row["doc_id"], table, row["start"], row["end"], row.get("role", "")) for table, row in extracted}
    except KeyError as error:
        raise AnalysisError(f"a table has no column {error}.", remedy="Make the tables again.") from None


def _row_key(row: Row) -> tuple[str, ...]:
    mention = row.mention
    return mention.doc_id, row.table, str(mention.start), str(mention.end), row.values.get("role", "")


@dataclass
class Review:
    """A walk over the rows of documents.

    Parameters
    ----------
    corpus : Path
        Beside its documents is the file of corrections; each is there, wholly, before the next row is shown.
    who : str
        Who reviews.
    choice : Choice
        Which rows are walked.
    console : Console
        Where rows are shown; answers come from standard input.
    """

    corpus: Path
    who: str
    choice: Choice
    console: Console
    said: int = 0
    reason: str = ""
    document: Document | None = None
    extracted: Sequence[Row] = ()
    kept: list[Correction] = field(default_factory=list)

    @property
    def file(self) -> Path:
        """The file of corrections."""
        return (self.corpus if self.corpus.is_dir() else self.corpus.parent) / FILE

    def walk(self, documents: Sequence[Document]) -> None:
        """Walk documents until the rows, the answers or the reader's patience end; say what was kept."""
        try:
            for document in documents:
                self._document(document)
        except Quit:
            pass
        kept = f"{self.said} line{'' if self.said == 1 else 's'} added to {self.file}."
        self.console.print(kept if self.said else "Nothing was added.")

    def _document(self, document: Document) -> None:
        self.document, self.extracted, self.kept = document, extract(document).rows, [*document.corrections]
        rows = self._rows()
        gone = {one for one in self.choice.rows or () if one[0] == document.doc_id} - {_row_key(row) for row in rows}
        if gone:
            told = f"{document.doc_id}: {len(gone)} rows of the tables are no longer there. Make the tables again."
            self.console.print(told)
        seen: set[tuple[str, str]] = set()
        number = 0
        while waiting := [row for row in rows if self.choice.takes(row) and (row.table, key(row)) not in seen]:
            number, row = number + 1, waiting[0]
            while row:
                seen.add((row.table, key(row)))
                self._show(row, f"{number} of {number + len(waiting) - 1} in this document")
                row = self._answer(row)
            rows = self._rows()  # a body that was renamed or dropped has changed its memberships

    def _rows(self) -> list[Row]:
        """The rows of the document as its corrections leave them."""
        corrected = correct(self.document, self.extracted, self.kept)
        refuse(corrected.misfits)
        return corrected.rows

    def _show(self, row: Row, place: str) -> None:
        self.console.print(Text(f"\n{row.table} {key(row)}, {place}", "bold"))
        self.console.print(Text(INDENT) + evidence(self.document, row, self.console))
        for name, value in facts(row):
            self.console.print(f"{INDENT}{name}: {value}")

    def _answer(self, row: Row) -> Row | None:
        """Keep what the reader says of a row; the row, if it is to be shown again."""
        menu = ", ".join(f"{letter} {meaning}" for letter, meaning in KEYS.items())
        while True:
            answer = self._ask(f"{menu}: ").lower()[:1]
            if answer == "q":
                raise Quit
            if answer == "c":
                return self._correct(row)
            if answer == "a":
                self._keep(self._correction(row, "confirm", expected=values_of(row), reason=ACCEPTED))
            elif answer == "d":
                self._keep(self._correction(row, "drop", expected=row.mention.text, reason=self._why()))
            if answer in KEYS:
                return None
            self.console.print(f"That is no answer. Type one of {', '.join(KEYS)} and Enter.")

    def _correct(self, row: Row) -> Row | None:
        """Ask for a column and its value until they fit; an empty column leaves the row as it is."""
        known = correctable(row.table)
        while column := self._ask("column: "):
            if column not in known:
                self.console.print(f"there is no column {column!r}. {nearest(column, known)}")
                continue
            item, stands = known[column], written(row, column)
            self.console.print(item.description, *([f"One of {', '.join(item.enum)}."] if item.enum else []))
            value = self._ask(f"{column} is {stands!r}; right is: ")
            one = self._correction(row, "change", column, stands, value, "-")
            if value == stands or [*faults(one)]:
                self.console.print("\n".join(faults(one)) or "That is what stands there.")
                continue
            try:
                return self._keep(replace(one, reason=self._why()))
            except AnalysisError as error:  # what fits the column but not the row: a range that ends before it begins
                self.console.print(str(error))
        return row

    def _why(self) -> str:
        """The reason, asked once; Enter repeats the one before."""
        again = f" (Enter: {self.reason})" if self.reason else ""
        while not (reason := self._ask(f"reason{again}: ") or self.reason):
            self.console.print("A reason is needed: it is what others have to go by.")
        self.reason = reason
        return reason

    def _ask(self, question: str) -> str:
        try:
            return input(question).strip()
        except EOFError:
            self.console.print()
            raise Quit from None

    def _correction(
        self, row: Row, action: str, column: str = "", expected: str = "", value: str = "", reason: str = ""
    ) -> Correction:
        place = row.mention.doc_id, row.table, str(row.mention.start), str(row.mention.end), label(row)
        today = datetime.date.today().isoformat()
        return Correction(*place, action, column, expected, value, reason, self.who, today)

    def _keep(self, one: Correction) -> Row | None:
        """Write a correction, if it fits; the row as it is then."""
        tried = correct(self.document, self.extracted, [*self.kept, one])
        if tried.misfits:
            raise AnalysisError("; ".join(told.partition(": ")[2] for told in tried.misfits))
        one = append(self.file, one)
        self.said += 1
        self.kept.append(one)
        return next((row for row in self._rows() if row.corrected and row.corrected[-1].endswith(one.told(""))), None)
