"""Which sector an organisation, or a group without a name, belongs to: by the lexicon ``sectors``."""

from __future__ import annotations

import re
from functools import cache

from analysis.lexicon import load

_WORD = re.compile(r"[\w&]+(?:['.-]\w+)*")
_ENDS_HEAD = frozenset(("of", "for", "at", "in", "on"))


@cache
def _entries() -> list[tuple[dict, frozenset[str], frozenset[str], frozenset[str]]]:
    entries = load("sectors")
    return [(e, frozenset(e["any"]), frozenset(e["last"]), frozenset(e["groups"])) for e in entries]


def _words(name: str) -> list[str]:
    return [word.removesuffix("'s") for word in _WORD.findall(name.lower().replace("’", "'"))]


def _phrases(words: list[str], longest: int = 4) -> set[str]:
    return {" ".join(words[i : i + n]) for n in range(1, longest + 1) for i in range(len(words) - n + 1)}


def _heads(words: list[str]) -> set[str]:
    """Phrases that end the name, or end what stands before the first "of", "for" or "at" of it.

    What follows such a word directly is its object and no head: "Institute of Robotics for Society" is no society.
    """
    ends = [len(words)] + [i for i, word in enumerate(words) if word in _ENDS_HEAD][:1]
    spans = [(end - n, end) for end in ends for n in (1, 2, 3) if end >= n]
    return {" ".join(words[start:end]) for start, end in spans if start == 0 or words[start - 1] not in _ENDS_HEAD}


@cache
def sector_of(name: str) -> tuple[str, str]:
    """Sector of a named organisation, and the id of the lexicon entry that decided it.

    Examples
    --------
    >>> sector_of("School of Artificial Intelligence of Nanjing University")
    ('university', 'university')
    """
    words = _words(name)
    phrases, heads = _phrases(words), _heads(words)
    for entry, anywhere, last, _ in _entries():
        if not anywhere.isdisjoint(phrases) or not last.isdisjoint(heads):
            return entry["sector"], entry["id"]
    return "industry", "default"


@cache
def group_nouns() -> dict[str, str]:
    """Every plural noun of a group without names, with its sector."""
    return {noun: entry["sector"] for entry, _, _, groups in _entries() for noun in groups}


def group_of(words: list[str]) -> tuple[str, str] | None:
    """Sector and noun of a group without a name ("multiple enterprises in Liaoning"), or None where it is none."""
    nouns = group_nouns()
    for length in (3, 2, 1):  # the longest phrase says most: "research institutes" before "institutes"
        for i in range(len(words) - length + 1):
            noun = " ".join(words[i : i + length])
            if noun in nouns:
                return nouns[noun], noun
    return None
