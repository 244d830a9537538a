"""A document's text cut into pieces, so that each piece lies inside a mark or outside it, however marks cross."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """What is to be seen at ``text[start:end]``.

    ``kind`` is the class and ``element`` the element it becomes in HTML; ``id`` is where links lead and ``title`` what
    it says when pointed at; both may be empty.
    """

    start: int
    end: int
    kind: str
    element: str = "mark"
    id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and the marks that cover all of it, the longest first."""

    start: int
    text: str
    marks: tuple[Mark, ...]


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
        for cut in range(bisect_left(cuts, mark.start), bisect_left(cuts, mark.end)):
            covering[cut].append(mark)
    return [
        Piece(start, text[start:end], tuple(covering[i]))
        for i, (start, end) in enumerate(zip(cuts, cuts[1:], strict=False))
    ]
