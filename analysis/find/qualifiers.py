"""How a number is meant: "more than", "up to", "about", and all the other ways of saying it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from analysis.lexicon import load

WINDOW = 64
"""Characters before a number in which its qualifier can begin."""


class Qualifier(NamedTuple):
    """What qualifies a number: ``value`` (at_least, at_most, about), the words ``text[start:end]``, the ``rule``."""

    value: str
    start: int
    end: int
    rule: str


_PER = r"(?:\s(?:an?|per|each|every)\s[a-z]+)?"
"""Between a number and a cue behind it: "5 million yuan a year at most"."""


@cache
def _patterns(side: str) -> tuple[re.Pattern[str], dict[str, dict]]:
    """One pattern for all cues of a side, a group per entry, and the entries by group."""
    entries = {f"q{i}": entry for i, entry in enumerate(load("qualifiers")) if side in entry}
    cues = "|".join(rf"(?P<{group}>{entry[side]})" for group, entry in entries.items())
    # Between a cue and its number only an article or a currency may stand: "over the 10", "exceeding RMB 10".
    pattern = rf"(?<![\w-])(?:{cues})(?:\s+(?:an?|the))?[\s“\"]*$" if side == "before" else rf"{_PER}(?:{cues})"
    return re.compile(pattern, re.IGNORECASE), entries


def qualifier(text: str, start: int, end: int) -> Qualifier | None:
    """What qualifies the number at ``text[start:end]`` (its currency included); None where nothing does.

    Examples
    --------
    >>> qualifier("a subsidy of no more than 20 million yuan", 25, 40).value
    'at_most'
    """
    for side in ("before", "after"):
        pattern, entries = _patterns(side)
        match = (
            pattern.search(text, max(0, start - WINDOW), start)
            if side == "before"
            else pattern.match(text, end, end + 36)
        )
        if match:
            entry = entries[match.lastgroup]
            return Qualifier(entry["value"], *match.span(match.lastgroup), entry["id"])
    return None
