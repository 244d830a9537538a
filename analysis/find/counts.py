"""Numbers of things with their noun phrases: "10 leading companies with international brands", "50+ scenarios".

A count is a number and what follows it up to a plural noun, adjectives and commas between them included. Years,
ordinals, percentages, money and what is measured rather than counted (lexicon `uncounted`) are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.find.numbers import WORDS, Number
from analysis.find.qualifiers import Qualifier, qualifier
from analysis.lexicon import load

_LONGEST = 10
"""Words from the number to its noun."""
_WORD = re.compile(
    r"(?P<gap>(?:[ \u00a0]|\n(?=[a-z]))?[“\"‘'(]*|,\s(?:and\s)?|-(?!\d))(?P<word>(?:\d+[A-Z]\b|[+&](?= )|[A-Za-z“\"&])[\w&+’'/-]*[”\"’]?)"
)
_STOP = frozenset(
    """a an the of in on at for to with by from within across under over through during per including among between
    into as than and or but while is are was were will would has have had can could should may might must that
    which who whose this these those its their where when each every respectively about more year month day
    percent percentage per-cent times square cubic billion million trillion yuan won""".split()
)
_NOT_PLURAL = frozenset(
    "business process access campus virus plus focus status analysis basis class press progress series news "
    "mathematics logistics electronics robotics physics genetics its is was has this thus less across"
    " semiconductors-based wireless process various famous autonomous previous serious continuous gas glass cross "
    "mass address express ultrasonics photonics biologics graphics economics aerospace".split()
)
_COLLECTIVE = frozenset("people personnel staff talent professionals unicorns".split())
_BEFORE = re.compile(
    r"(?:[\w$€¥£#/.:]|No\. ?|(?:Article|Phase|Chapter|Section|Part|Web|Version|Top|Grade|Class|Figure|Table|Item"
    r"|Room|Day|Level|Line|Building|Tel)s? ?|[A-Z]{2,}[- ])$"
)
_RANGE = re.compile(r"\s?(?:-|–|—|~|to)\s?$")
_BETWEEN = re.compile(r"\bbetween $", re.IGNORECASE)
_NO_UNIT = tuple("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,%")
"""What makes a number something else: "5G", "14th", "50%", "more than 300, and"."""
_PLUS = re.compile(r"\+|-odd|-plus| or more| or so")
_OF_THEIR = re.compile(r" of (?:their|its|our|these) ")
_DANGLING = re.compile(
    r"\s(?:of\s)?(?:more than|over|above|at least|up to|exceeding|not less than|about|of|RMB|and)\s*$"
)
_MODIFIER = re.compile(
    r"\s(?:with|in the field of|working on|specialised in|specialized in|of the|of|for"
    r"|in) [^.;,()\d]{3,90}?(?= (?:will|would|shall|should|is|are|was|were|has|have|had|by|within|and|to)\b"
    r"|[.;,()\d]|$)"
)


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things.

    Parameters
    ----------
    start, end : int
        From the number to its noun.
    number_start, number_end : int
        The number, of a range both ends.
    value : int
        How many; of a range the lower end.
    high : int or None
        The upper end of a range.
    unit : str
        The noun phrase with what belongs to it.
    head : str
        Its noun in lower case.
    qualifier : Qualifier or None
        How the number is meant.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: int
    high: int | None
    unit: str
    head: str
    qualifier: Qualifier | None

    @property
    def reach(self) -> int:
        """Where the count begins with its qualifier."""
        return min(self.start, self.qualifier.start) if self.qualifier else self.start


@cache
def uncounted() -> frozenset[str]:
    """Nouns of the lexicon ``uncounted``."""
    return frozenset(word for entry in load("uncounted") for word in entry["words"].split())


def find_counts(text: str, numbers: Sequence[Number], taken: Iterable[tuple[int, int]] = ()) -> list[Count]:
    """All counts of a text, in order.

    Parameters
    ----------
    text : str
        The text.
    numbers : sequence of Number
        Its numbers.
    taken : iterable of (start, end), in order
        Spans that are something else: amounts of money, dates.

    Examples
    --------
    >>> from analysis.find.numbers import find_numbers
    >>> text = "build 10-15 “little giant” enterprises and 50+ scenarios within 5 years"
    >>> [(c.value, c.high, c.unit) for c in find_counts(text, find_numbers(text))]
    [(10, 15, '“little giant” enterprises'), (50, None, 'scenarios')]
    """
    taken = list(taken)
    starts = [start for start, _ in taken]
    found: list[Count] = []
    previous: Number | None = None
    for number in numbers:
        i = bisect_right(starts, number.start) - 1
        free = i < 0 or number.start >= taken[i][1]
        after = taken[i + 1] if i + 1 < len(taken) and taken[i + 1][0] - number.end == 1 else None
        if free and (count := _count(text, number, previous, after[1] if after else None)):
            found.append(count)
        previous = number if free else None
    return found


def _count(text: str, number: Number, previous: Number | None, sized: int | None) -> Count | None:
    """The count that a number makes with the words behind it, or behind ``sized``; None where it makes none."""
    if number.letter or number.vague or not isinstance(number.value, int) or number.value < 2:
        return None
    start, low = number.start, None
    if (
        previous
        and previous.value < number.value
        and number.start - previous.end <= 5
        and isinstance(previous.value, int)
    ):
        gap = text[previous.end : number.start]
        if _RANGE.fullmatch(gap) or (
            gap == " and " and _BETWEEN.search(text, max(0, previous.start - 10), previous.start)
        ):
            start, low = previous.start, previous.value
    if _BEFORE.search(text, max(0, start - 12), start):
        return None
    plus = _PLUS.match(text, number.end)
    unit_start = plus.end() if plus else number.end
    if of := _OF_THEIR.match(text, unit_start):  # "30 of their scenarios"
        unit_start = of.end() - 1
    # "3 hundred-billion enterprises": the size of what is counted is part of the phrase.
    phrase = (
        None if text[unit_start : unit_start + 1] in _NO_UNIT else _noun_phrase(text, sized if sized else unit_start)
    )
    if phrase is None:
        return None
    end, head = phrase
    modifier = _MODIFIER.match(text, end)
    unit = _DANGLING.sub("", text[unit_start : modifier.end() if modifier else end])
    return Count(
        start, end, start, number.end, number.value if low is None else low, number.value if low is not None else None,
        " ".join(unit.split()), head, qualifier(text, start, number.end),
    )  # fmt: skip


def _noun_phrase(text: str, start: int) -> tuple[int, str] | None:
    """End and noun of the phrase that begins at ``start``; None where no plural noun comes."""
    position, found = start, None
    for _ in range(_LONGEST):
        match = _WORD.match(text, position)
        if not match:
            break
        word = match["word"].strip("“”\"‘’'")
        low = word.lower()
        if low in _STOP and not (low in ("and", "or") and found is None) or (match["gap"].startswith(",") and found):
            break
        plural = _is_plural(low)
        if found and not plural:
            break
        if plural:
            found = match.end(), low
        position = match.end()
    if found is None or found[1] in uncounted():
        return None
    return _coordinated(text, *found)


def _coordinated(text: str, end: int, head: str) -> tuple[int, str]:
    """Take in a second noun: "products and services", "enterprises and chain leader enterprises"."""
    match = re.match(
        r"\sand\s((?:[“\"]?[a-z][\w-]*[”\"]?\s){0,4}?[“\"]?([a-z][\w-]*[^s\W]s)[”\"]?)(?!\s(?:\d|to\b))(?=[\s.,;:)]|$)",
        text[end : end + 90],
    )
    if not match or not _is_plural(match[2]):
        return end, head
    words = [word.strip('“”"') for word in match[1].split()[:-1]]
    if any(word in _STOP or word in WORDS or _is_plural(word) for word in words):
        return end, head
    return end + match.end(1), head


def _is_plural(word: str) -> bool:
    if word in _COLLECTIVE:
        return True
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s", "ous"))
        and word not in _NOT_PLURAL
    )
