"""Marks on a text that may cross each other, and the pieces they cut it into: what pages and notebooks show."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import NamedTuple

# Characters that no HTML page may hold; what is seen instead has the same length.
_CONTROLS = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


class Mark(NamedTuple):
    """What is to be seen at ``text[start:end]``: class, element, id and title in HTML; ids of the rows it supports."""

    start: int
    end: int
    kind: str
    element: str = "mark"
    id: str = ""
    title: str = ""
    rows: tuple[str, ...] = ()


class Piece(NamedTuple):
    """A part of a text, and the marks that cover all of it, the longest first."""

    start: int
    text: str
    marks: list[Mark]


class Stretch(NamedTuple):
    """Pieces that lead to one row, and the rows of marks that end here and that no stretch leads to."""

    row: str
    pieces: list[Piece]
    also: list[str]


def visible(text: str) -> str:
    """The text, as long as before, with nothing that HTML or XML cannot hold."""
    return text.translate(_CONTROLS)


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """The whole text in pieces, cut wherever a mark begins or ends.

    Examples
    --------
    >>> crossing = [Mark(0, 2, "x"), Mark(1, 3, "y")]
    >>> [(piece.text, [mark.kind for mark in piece.marks]) for piece in pieces("abcd", crossing)]
    [('a', ['x']), ('b', ['x', 'y']), ('c', ['y']), ('d', [])]
    """
    marks = sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.id))
    cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    covering: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        for cut in cuts[bisect_left(cuts, mark.start) : bisect_left(cuts, mark.end)]:
            covering[cut].append(mark)
    return [Piece(start, text[start:end], covering[start]) for start, end in pairwise(cuts)]


def stretches(cut: Iterable[Piece]) -> list[Stretch]:
    """Pieces in stretches that lead to a row each: to the first one of the shortest mark, as links cannot overlap.

    Examples
    --------
    >>> marks = [Mark(0, 3, "x", rows=("x-1", "x-2")), Mark(1, 2, "y", rows=("y-1",)), Mark(1, 2, "z", rows=("z-1",))]
    >>> [(row, [piece.text for piece in cut], also) for row, cut, also in stretches(pieces("abcd", marks))]
    [('x-1', ['a'], []), ('z-1', ['b'], ['y-1']), ('x-1', ['c'], ['x-2']), ('', ['d'], [])]
    """
    grouped = [(row, list(group)) for row, group in groupby(cut, _leads_to)]
    led = {row for row, _ in grouped}
    made = []
    for row, group in grouped:
        start, end = group[0].start, group[-1].start + len(group[-1].text)
        ending = dict.fromkeys(mark for piece in group for mark in piece.marks if start < mark.end <= end)
        made.append(Stretch(row, group, [one for mark in ending for one in mark.rows if one not in led]))
    return made


def _leads_to(piece: Piece) -> str:
    return next((mark.rows[0] for mark in reversed(piece.marks) if mark.rows), "")
