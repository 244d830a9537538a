"""How the words around an amount vote on its kind: weights learned from hand-coded documents.

The lexicon `funding_kinds` knows cues; this table knows how often all the other words stand beside which kind of money.
It is a multinomial logistic regression (`analysis/lexicon/build_kind_words.py` makes `kind_words.csv`), and speaks up
only where it is much surer of another kind than of the one that the rules gave.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from analysis.document import Document, Sentence
from analysis.find.money import Amount
from analysis.relate.kinds import Kind
from analysis.relate.where import window

OUTVOTES, OUTVOTES_GUESS = 32, 8
"""How many times likelier another kind must be than the one a cue gave, or than one that was guessed."""
_STEM = 6  # letters of a word that count
_NEAR, _NEXT, _BEHIND = 6, 2, 3  # words
_AT_ONCE = 30  # characters between an amount and a cue that belongs to it
_TELLING = 4  # letters; shorter words vote, but are no cue to show
_WORD = re.compile(r"[A-Za-z]+|%")
_CLAUSE = re.compile(r"[;:.]")
_Span = tuple[int, int]


class Feature(NamedTuple):
    """Something about an amount that votes: where a word stands, and its first letters; ``span`` is the word."""

    place: str
    word: str
    span: _Span | None = None


def features(document: Document, sentence: Sentence, amount: Amount, qualifier: str) -> Iterator[Feature]:
    """What votes on the kind of an amount: words around it, the heading over it, its order of magnitude and qualifier.

    Words with capitals do not: they are names, and nobody's name tells what money is for.
    """
    text = document.text
    first, last = window(sentence, amount.start)
    before, behind = _words(text, first, amount.start), _words(text, amount.end, last)
    clauses = list(_CLAUSE.finditer(text, first, amount.start))
    clause = clauses[-1].end() if clauses else first
    heading = document.heading_of(sentence)
    groups = {
        "before": before,
        "near": before[-_NEAR:],
        "next": before[-_NEXT:],
        "clause": [word for word in before if word[1][0] >= clause],
        "behind": behind,
        "behind-near": behind[:_BEHIND],
        "sentence": before + behind,
        "heading": _words(text, heading.start, heading.end) if heading else [],
    }
    for place, words in groups.items():
        for word, span in words:
            yield Feature(place, word, span)
    yield Feature("digits", str(len(str(int(amount.value)))))
    yield Feature("qualifier", qualifier)


def _words(text: str, start: int, end: int) -> list[tuple[str, _Span]]:
    found = ((match[0], match.span()) for match in _WORD.finditer(text, start, end))
    return [(word[:_STEM], span) for word, span in found if word.islower() or word == "%"]


@cache
def _weights() -> tuple[tuple[str, ...], dict[tuple[str, str], tuple[float, ...]]]:
    """The kinds, and the weight of each feature for each of them; ("", "") is the intercept."""
    with files("analysis.lexicon").joinpath("kind_words.csv").open(encoding="utf-8", newline="") as file:
        _, _, *kinds = next(rows := csv.reader(file))
        return tuple(kinds), {(place, word): tuple(map(float, votes)) for place, word, *votes in rows}


def outvoted(
    document: Document, sentence: Sentence, amount: Amount, qualifier: str, kind: Kind, guessed: bool
) -> Kind | None:
    """Another kind, where the words make it so many times likelier than the one given; its cue is the word that says
    most for it.
    """
    if amount.end < kind.start < amount.end + _AT_ONCE:  # "a 100-billion-yuan company": nothing is clearer
        return None
    kinds, weights = _weights()
    voting: dict[tuple[str, str], _Span | None] = {("", ""): None}
    for place, word, span in features(document, sentence, amount, qualifier):
        voting.setdefault((place, word), span)
    votes = {feature: weights[feature] for feature in voting if feature in weights}
    scores = [sum(column) for column in zip(*votes.values(), strict=True)]
    best, given = max(range(len(kinds)), key=scores.__getitem__), kinds.index(kind.value)
    if scores[best] - scores[given] <= math.log(OUTVOTES_GUESS if guessed else OUTVOTES):
        return None
    told = max(
        (f for f in votes if voting[f] and len(f[1]) >= _TELLING),
        key=lambda f: votes[f][best] - votes[f][given],
        default=("", ""),
    )
    return Kind(kinds[best], *(voting[told] or (amount.start, amount.start)), "words-around")
