"""Marks on a text that may cross each other, and the pieces they cut it into: what pages and notebooks show."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

# Characters that no HTML page may hold; what is seen instead has the same length.
_CONTROLS = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], "\ufffd"
)


class Mark(NamedTuple):
    """What is to be seen at ``text[start:end]``: class, element, id and title in HTML."""

    start: int
    end: int
    kind: str
    element: str = "mark"
    id: str = ""
    title: str = ""


class Piece(NamedTuple):
    """A part of a text, and the marks that cover all of it, the longest first."""

    start: int
    text: str
    marks: list[Mark]


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
