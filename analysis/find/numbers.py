"""Numbers of English text with their values: "126.35 billion", "ten thousand", "1 200 000", "half a million".

The one grammar of numbers; amounts of money (`analysis.find.money`) and counts of things (`analysis.find.counts`) build
on it. A number is a mantissa in figures or words, and the scale words behind it. Arithmetic is exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "mln": 10**6, "mn": 10**6, "bln": 10**9, "bn": 10**9, "trn": 10**12, "tn": 10**12,
    "k": 10**3, "m": 10**6, "b": 10**9, "万": 10**4, "亿": 10**8,
}  # fmt: skip
LETTERS = frozenset("kmb")
"""Scales of one letter; without a currency "100m" is a length and "5b" an item."""
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: i for i, word in enumerate(_ONES.split())} | {word: 10 * i for i, word in enumerate(_TENS.split(), 2)}


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it stands.

    Parameters
    ----------
    start, end : int
        Code points of the text.
    value : int or Decimal
        With its scale; an int wherever it is whole.
    scale_start : int
        Where the scale words begin; ``end`` where there are none.
    scale : int
        Their product; 1 where there are none.
    spelled : bool
        The mantissa is in words ("seven billion"), or there is none ("hundred billion").
    letter : bool
        The scale is a single letter ("10m").
    vague : bool
        An order of magnitude ("tens of billions"), the value its lowest.
    """

    start: int
    end: int
    value: int | Decimal
    scale_start: int
    scale: int
    spelled: bool = False
    letter: bool = False
    vague: bool = False

    @property
    def mantissa(self) -> int | Decimal:
        """The value without its scale."""
        return whole(Decimal(self.value) / self.scale)


def _any_case(words: Iterable[str]) -> str:
    """Alternatives, longest first, each also capitalised and in capitals."""
    forms = {form for word in words for form in (word, word.capitalize(), word.upper())}
    return "|".join(sorted(forms, key=lambda form: (-len(form), form)))


_SCALE = rf"(?:(?:{_any_case(s for s in SCALES if s.isascii())})(?![A-Za-z])|[万亿])"
_BIG = rf"(?:{_any_case(('hundred', 'thousand', 'million', 'billion', 'trillion'))})\b"
_WORD = rf"(?:{_any_case(WORDS)})\b"
# Spaces as separators of thousands: typographic ones always, plain ones only where a last "000" or a currency shows
# that the figures belong together ("10 000 jobs", but not "on 27 150 companies").
_FIGURES = r"""
    \d{1,3}(?:[\u00a0\u2009\u202f]\d{3}){1,6}(?!\d)
    | \d{1,3}(?:[ ]\d{3}){0,5}[ ]000(?![\d,.]*\d)
    | \d{1,3}(?:[ ]\d{3}){1,6}(?=[ ](?:yuan|RMB|CNY|won|yen|euro|dollar))
    | \d(?:[\d.,]*\d)?
"""
_NUMBER = re.compile(
    rf"""
    (?=\d)(?:{_FIGURES}) (?:[-\s]?{_SCALE})*
    | \b(?:[Tt]ens|[Hh]undreds|[Tt]housands)[ ]of[ ](?:thousand|million|billion|trillion)s?\b
    | \b(?:[Hh]alf|(?:[Aa]|[Oo]ne|[Tt]hree)[ -]quarters?(?:[ ]of)?)[ ]an?[ ]{_BIG}
    | \b(?:[Aa]n?[ ](?={_BIG}|dozen\b))?(?:{_WORD}|{_BIG}|[Dd]ozen\b)
        (?:(?:(?<=[a-z]d)[ ]and[ ](?={_WORD})|[- ])(?:{_WORD}|{_BIG}|dozen\b))*
    """,
    re.VERBOSE,
)
# A hyphen binds a scale to itself: "3 hundred-billion enterprises" are three, "five ten-million grants" five.
_BOUND = re.compile(r"[ ](?=(?:ten|hundred|thousand)-(?:hundred|thousand|million|billion|trillion)\b)", re.IGNORECASE)
# "3 hundred billion enterprises" are three, too, and "5 billion-yuan firms" five: a scale that names a class of things.
_CLASS = (
    r"[- ](?:yuan[- ])?(?:level |scale |class )?(?:[a-z-]+ ){0,3}?(?:enterprises|companies|firms|clusters"
    r"|industries|platforms|groups|parks|giants)\b"
)
_CLASS_OF = re.compile(rf"[ ](?=hundred [a-z]+{_CLASS})|[ ](?=(?:b|tr)illion-(?:yuan|level){_CLASS})", re.IGNORECASE)
_VAGUE = re.compile(r"(?:several|few|some|many|multi|tens of|hundreds of|thousands of)[ -]$", re.IGNORECASE)
_MAGNITUDE = re.compile(r"(?P<many>ten|hundred|thousand)s of (?P<scale>[a-z]+?)s?", re.IGNORECASE)
_FRACTION = re.compile(r"half|(?:a|one|three)(?=[ -]quarter)", re.IGNORECASE)
_FRACTIONS = {"half": Decimal("0.5"), "a": Decimal("0.25"), "one": Decimal("0.25"), "three": Decimal("0.75")}
_WORDS_OF = re.compile(r"[A-Za-z]+|[万亿]")
_FIRST_SCALE = re.compile(rf"(?<![A-Za-z]){_SCALE}")
_ANGLO = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}(?:\.\d{3})+,\d{1,2}")
_COMMA = re.compile(r"\d+,\d{1,2}")


@lru_cache(maxsize=4)
def find_numbers(text: str) -> tuple[Number, ...]:
    """All numbers of a text, in order and without overlap.

    Those of the last texts are kept: money and counts both ask.

    Examples
    --------
    >>> [n.value for n in find_numbers("126.35 billion, seven million and 3 hundred-billion enterprises")]
    [126350000000, 7000000, 3, 100000000000]
    """
    found = []
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        bound = _BOUND.search(text, start, end) or _class_boundary(text, start, end)
        pieces = ((start, bound.start()), (bound.end(), end)) if bound else ((start, end),)
        found += [number for piece in pieces if (number := _read(text, *piece))]
    return tuple(found)


def _class_boundary(text: str, start: int, end: int) -> re.Match | None:
    """The space between a count and the class of the things counted."""
    boundary = _CLASS_OF.match(text, end - len(text[start:end].partition(" ")[2]) - 1)
    round_number = text[start : boundary.start()] in ("10", "100", "1000", "ten", "a", "one") if boundary else True
    return boundary if boundary and not (round_number and text[boundary.end()] != "h") else None


def _read(text: str, start: int, end: int) -> Number | None:
    """The number that stands between two offsets; None where the characters make none."""
    printed = text[start:end]
    if magnitude := _MAGNITUDE.fullmatch(printed):
        scale = SCALES[magnitude["scale"].lower()]
        many = {"ten": 10, "hundred": 100, "thousand": 1000}[magnitude["many"].lower()]
        return Number(start, end, many * scale, start + magnitude.start("scale"), scale, True, False, True)
    in_figures = printed[0].isdigit()
    first = _FIRST_SCALE.search(printed) if not in_figures else re.search(_SCALE, printed)
    scale_start = first.start() if first else len(printed)
    words = [word.lower() for word in _WORDS_OF.findall(printed, scale_start)]
    scale = 1
    for word in words:
        scale *= SCALES.get(word, 0)
    if in_figures:
        mantissa = figures(printed[:scale_start].rstrip("- \n\t"), decimal_comma=bool(words))
        value = None if mantissa is None else whole(mantissa * scale)
    elif _VAGUE.search(text, max(0, start - 14), start):
        value = None  # "several hundred million" names no value
    elif part := _FRACTION.match(printed):
        value = whole(Decimal(scale) * _FRACTIONS[part[0].lower()])
    else:
        value = spelled(printed)
    if value is None:
        return None
    if not scale:  # "two hundred and two": the words after the first scale are no scale of the whole
        scale, scale_start = 1, len(printed)
    return Number(
        start, end, value, start + scale_start, scale, not in_figures, words[-1:] != [] and words[-1] in LETTERS
    )


def figures(printed: str, decimal_comma: bool = False) -> int | Decimal | None:
    """The value of printed figures; None where they are no number.

    Examples
    --------
    >>> figures("1,200,000"), figures("1.200.000,50"), figures("10 000"), figures("5.5.2023")
    (1200000, Decimal('1200000.50'), 10000, None)
    """
    if _ANGLO.fullmatch(printed):
        return whole(Decimal(printed.replace(",", "")))
    if _CONTINENTAL.fullmatch(printed) or (decimal_comma and _COMMA.fullmatch(printed)):
        return whole(Decimal(printed.replace(".", "").replace(",", ".")))
    groups = printed.split()
    return int("".join(groups)) if len(groups) > 1 else None


def spelled(printed: str) -> int | None:
    """The value of number words; None where they do not make one number ("one one", "twenty twenty-five").

    Examples
    --------
    >>> spelled("two hundred and two"), spelled("Twenty-five"), spelled("one hundred million"), spelled("a dozen")
    (202, 25, 100000000, 12)
    """
    total, group, free = 0, None, 1000  # `free`: the place below which this group of three figures still has room
    for word in (word.lower() for word in _WORDS_OF.findall(printed)):
        if word in ("a", "an", "and"):
            continue
        if word in WORDS:
            if WORDS[word] >= free:
                return None
            group = (group or 0) + WORDS[word]
            free = 10 if WORDS[word] >= 20 else 1
        elif word in ("hundred", "dozen"):
            group, free = (group or 1) * (100 if word == "hundred" else 12), 100
        else:
            total = total + group * SCALES[word] if group else (total or 1) * SCALES[word]
            group, free = None, 1000
    return total + (group or 0)


def whole(value: Decimal | int) -> int | Decimal:
    """An int where the value is whole."""
    return int(value) if value == int(value) else value
