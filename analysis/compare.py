"""What changed between two runs of the extractor on documents that were hand-coded, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.document import Document
from analysis.score import ATTRIBUTES, Scores, Verdict

LOST, GAINED, APPEARED, VANISHED = "lost", "gained", "appeared", "vanished"
_ASIDE = 80  # characters on either side, where a mention stands in no sentence


@dataclass(frozen=True, slots=True)
class Change:
    """A row that is judged otherwise than before: ``kind`` of change, ``row``, ``what`` it was and is, its sentence.

    A gold row is `LOST` where it is missed or has an attribute wrong that was right before, else `GAINED`; an extra row
    has `APPEARED` or `VANISHED`.
    """

    kind: str
    row: str
    what: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.kind:<9} {self.row} ({self.what})\n          “{self.sentence}”"


def compare(before: Scores, after: Scores, documents: Iterable[Document]) -> list[Change]:
    """All changes from one run to another against the same gold, losses first.

    Parameters
    ----------
    before, after : Scores
        By `analysis.score.score`, against the same gold.
    documents : iterable of Document
        The documents, for the sentences.
    """
    by_id = {document.doc_id: document for document in documents}
    changes = [
        Change(kind, one.key, what, " ".join("".join(quotation(by_id[one.doc_id], *one.span)).split()))
        for kind, one, what in [*_gold_rows(before, after), *_extra_rows(before, after)]
    ]
    order = (LOST, APPEARED, GAINED, VANISHED)
    return sorted(changes, key=lambda change: (order.index(change.kind), change.row))


def summary(changes: Iterable[Change]) -> str:
    """How many changes there are of each kind.

    Examples
    --------
    >>> summary([Change(LOST, "row", "was right, is missed", "Said here.")])
    '1 lost, 0 appeared, 0 gained, 0 vanished'
    """
    kinds = [change.kind for change in changes]
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in (LOST, APPEARED, GAINED, VANISHED))


def quotation(document: Document, start: int, end: int) -> tuple[str, str, str]:
    """A mention with what stands before and after it in its sentence; some text around it where it is in none."""
    found = document.sentence_at(start)
    first, last = (found.start, max(found.end, end)) if found else (max(start - _ASIDE, 0), end + _ASIDE)
    text = document.text
    return text[first:start], text[start:end], text[end:last]


def _gold_rows(before: Scores, after: Scores) -> Iterator[tuple[str, Verdict, str]]:
    earlier = {one.key: one for one in before.verdicts if one.gold}
    for one in after.verdicts:
        if one.gold and (was := _faults(earlier[one.key])) != (now := _faults(one)):
            # What is no longer extracted is shown where it was.
            shown = one if one.row else earlier[one.key]
            kind = LOST if now - was else GAINED
            yield kind, shown, f"was {_state(earlier[one.key])}, is {_state(one)}"


def _extra_rows(before: Scores, after: Scores) -> Iterator[tuple[str, Verdict, str]]:
    was, now = ({one.key: one for one in scores.verdicts if not one.gold} for scores in (before, after))
    yield from ((APPEARED, now[key], "not in the gold") for key in now.keys() - was.keys())
    yield from ((VANISHED, was[key], "not in the gold") for key in was.keys() - now.keys())


def _faults(one: Verdict) -> set[str]:
    return set(one.wrong) if one.found else {"row", *ATTRIBUTES[one.table]}


def _state(one: Verdict) -> str:
    return ("wrong in " + ", ".join(one.wrong) if one.wrong else "right") if one.found else "missed"
