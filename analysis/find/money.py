"""Amounts of money: "126.35 billion yuan", "RMB 1.2bn", "2-5 million yuan", "10-billion-level", "a grant of 5 million".

Three steps. Numbers (`analysis.find.numbers`) and printed currencies are found in one scan each and joined where they
touch. A large number without a currency is kept where its surroundings show that it is money (lexicon `bare_amounts`);
its currency is that of the nearest amount that has one. Neighbours are then put together: the two ends of a range, and
an amount said again in a second currency ("200 billion yuan (US$28 billion)").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from analysis.find.numbers import Number, find_numbers, whole
from analysis.find.qualifiers import qualifier
from analysis.lexicon import load

HOME = "CNY"
"""The currency of an amount without one in a document that names none."""
_SMALLEST_BARE = 10**3
_WINDOW = 72

_LEVEL = re.compile(r"(?:-\s?(?:level|scale|class|grade|tier)|\slevel)\b")
_ABOUT = r"(?:about|around|approximately|approx\.?|roughly|some|nearly|or|worth|i\.e\.|equivalent\ to|equal\ to|≈|=|~)"
_APPOSITION = re.compile(
    rf"""(?:\s(?:for|in|of|per|a|the|first|second|initial|phase|stage|year|total)\b){{0,5}}\s*[(（]\s*(?:{_ABOUT}[,\s]*)*$  # 200 billion yuan (about US$28 billion)
    # US$280 billion in revenue by 2025, so about 317 trillion won
    | [^.!?;\n]{{0,90}},?\s(?:or|i\.e\.|that\ is|which\ is|equivalent\ to|equal\ to|so)\s(?:{_ABOUT}\s)?$
    """,
    re.VERBOSE,
)
_TO = re.compile(r"\s?(?:-|–|—|~|～|\bto\b)\s?(?:RMB ?|CNY ?|[¥$€]|US\$)?")
_AND = re.compile(r"\sand\s(?:RMB ?|CNY ?|[¥$€]|US\$)?")
_LIST = re.compile(r",\s|,?\s(?:and|or)\s")
_RATE = re.compile(r"\s?(?:=|≈|:|equals?|is|was|to)\s?(?:about |worth |equal to )?")
_GAP = 9
_SENTENCE_END, _PARAGRAPH_END = re.compile(r"[.!?]\s|\n"), re.compile(r"\n")
_PARAGRAPH = 400
"""So far from an amount another one may leave its currency out."""
_BETWEEN = re.compile(r"\bbetween\s$", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:up|down|rose|rise[ns]?|rising|gr[eo]wn?|grows?|growing|increas\w+|jump\w*|climb\w*|expand\w*|f[ae]ll\w*"
    r"|drop\w*|rais\w+|lift\w*|cut|push\w*|tak\w+|mov\w+|double\w*|enlarg\w+|top(?:s|ped)? up)\b[^.;,]{0,80}?\bfrom\s$"
)
_FOLLOWS_BARE = re.compile(
    r"\s*(?:$|[^\w\s-]|(?:for|to|by|in|and|or|at|per|will|from|is|was|were|are|has|have|as|with|of|over|within"
    r"|during|through|annually|yearly|each|every|more (?:on|for|in|to)"
    r"|respectively|after|once|upon|before|plus|while|but|an?|the|on|would|can|if|when|which|that|this|next|last)\b)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money and where it stands.

    Parameters
    ----------
    start, end : int
        Code points of the amount with its currency and, for a magnitude, "-level".
    text : str
        What stands there.
    value : int or Decimal
        In units of the currency; of a range its lower end.
    currency : str
        ISO 4217.
    stated : bool
        The currency is printed with the amount.
    magnitude : bool
        An order of magnitude ("10-billion-level", "hundred-billion"), no measured amount.
    high : int or Decimal, optional
        Upper end of a range.
    other_value, other_currency, other_end
        The same amount in a second currency, and where that ends.
    cue : str
        The entry of `bare_amounts` that showed it to be money; empty where the currency did.
    """

    start: int
    end: int
    text: str
    value: int | Decimal
    currency: str
    stated: bool = True
    magnitude: bool = False
    high: int | Decimal | None = None
    other_value: int | Decimal | None = None
    other_currency: str | None = None
    other_end: int | None = None
    cue: str = ""

    @property
    def full_end(self) -> int:
        """Where the amount ends with what is said of it in a second currency."""
        return self.other_end or self.end


@cache
def _currencies(side: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """All currencies printed before or after a number, and those of them that need a scale word."""
    entries = load("currencies")
    strong = "|".join(rf"(?P<{entry['id']}>{entry[side]})" for entry in entries)
    weak = re.compile("|".join(entry[f"weak_{side}"] for entry in entries if f"weak_{side}" in entry))
    return re.compile(
        rf"(?<![A-Za-z/])(?:{strong})\s?$"
        if side == "before"
        else rf"(?:[\s-]?|,? in )(?:{strong})(?![A-Za-z]|/[A-Z]{{3}})"
    ), weak


def _with_currency(text: str, number: Number, floor: int) -> tuple[int, int, str | None]:
    """Span of a number with its printed currency, and that currency; None where none is printed.

    ``floor`` is the end of the amount before, whose currency is not this one's.
    """
    pattern, weak = _currencies("before")
    before = pattern.search(text, max(floor, number.start - 12), number.start)
    small = number.scale == 1 and number.value < _SMALLEST_BARE
    if before and small and weak.fullmatch(before[before.lastgroup]):
        before = None
    pattern, weak = _currencies("after")
    behind = number.end + len(" of") * (number.vague and text.startswith(" of ", number.end))
    after = pattern.match(text, behind, behind + 24)
    if after and (small or _is_year(number)) and weak.fullmatch(after[after.lastgroup]):
        after = None
    if before and (not after or after.lastgroup != before.lastgroup):
        return before.start(), number.end, before.lastgroup
    if after:
        return before.start() if before else number.start, after.end(), after.lastgroup
    return number.start, number.end, None


@cache
def _bare_patterns() -> tuple[tuple[dict, re.Pattern[str]], ...]:
    entries = load("bare_amounts")
    return tuple(
        (entry, re.compile(rf"\b{entry['before']}\s$" if "before" in entry else entry["after"], re.IGNORECASE))
        for entry in entries
    )


def _bare_cue(text: str, number: Number, last: Amount | None) -> str:
    """The entry of `bare_amounts` by which a number without a currency is money; empty where it is none.

    ``last`` is the amount before.
    """
    if number.letter or number.value < _SMALLEST_BARE or _is_year(number):
        return ""
    if number.vague and text.startswith(" of ", number.end):
        return ""  # "tens of thousands of visitors"
    qualified = qualifier(text, number.start, number.end)
    until = qualified.start if qualified and qualified.start < number.start else number.start
    free = _FOLLOWS_BARE.match(text, number.end)
    for entry, pattern in _bare_patterns():
        if number.value < entry.get("minimum", 0) or entry.get("scaled") and number.scale == 1:
            continue
        if (reach := entry.get("behind_amount")) and not _is_behind(text, last, number, reach):
            continue
        if "after" in entry:
            hit = pattern.match(text, number.end)
        else:
            hit = free and pattern.search(text, max(0, until - _WINDOW), until)
        if hit:
            return entry["id"]
    return ""


def _is_behind(text: str, last: Amount | None, number: Number, reach: str) -> bool:
    """Whether an amount stands before a number in the same sentence or paragraph."""
    if last is None or number.start - last.full_end > _PARAGRAPH:
        return False
    end = _SENTENCE_END if reach == "sentence" else _PARAGRAPH_END
    return not end.search(text, last.full_end, number.start)


def find_amounts(text: str) -> list[Amount]:
    """All amounts of money of a text, in order.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    list of Amount
        Ranges are one amount, and so is an amount with what it is in a second currency.

    Examples
    --------
    >>> [(a.text, a.value, a.currency) for a in find_amounts("a 200 billion yuan (US$28 billion) industry")]
    [('200 billion yuan', 200000000000, 'CNY')]
    """
    found: list[Amount] = []
    run: list[Number] = []  # numbers since the last amount, nearest last
    for number in find_numbers(text):
        amount = _amount(text, number, found)
        low = _lower_end(text, found[-1] if found else None, number, run[-1:])
        if low and (amount or low.stated):
            if low.text:
                found.pop()
            found.append(_range(text, low, amount or low, number))
        elif amount and _is_apposed(text, found, amount):
            found[-1] = replace(
                found[-1], other_value=amount.value, other_currency=amount.currency, other_end=amount.end
            )
        elif amount:
            found += [*_coordinated(text, run, amount), amount]
        run = [] if found and found[-1].full_end >= number.end else [*run[-4:], number]
    return _infer_currencies(_without_rates(text, found))


def _amount(text: str, number: Number, found: list[Amount]) -> Amount | None:
    """The amount that a number makes by itself; None where nothing shows it to be money."""
    last = found[-1] if found else None
    floor = last.full_end if last else 0
    start, end, currency = _with_currency(text, number, floor)
    cue = "" if currency else _bare_cue(text, number, last)
    if not (currency or cue):
        return None
    level = _LEVEL.match(text, end)
    end = level.end() if level else end
    names_scale = (
        number.scale_start == number.start or text[number.start] in "aA" and text[number.end : number.end + 1] == "-"
    )
    magnitude = bool(level) or number.vague or names_scale or cue == "attribute"
    return Amount(start, end, text[start:end], number.value, currency or "", bool(currency), magnitude, cue=cue)


def _is_year(number: Number) -> bool:
    return number.scale == 1 and 1900 <= number.value <= 2100 and number.end - number.start == 4


def _lower_end(text: str, last: Amount | None, number: Number, before: list[Number]) -> Amount | None:
    """What stands as the lower end of a range before ``number``: the amount or the number there; None where none does.

    An amount of its own ("RMB 2 million to ...") has a text; a mere number ("2 to ...") has none.
    """
    if last and not last.other_value and 0 < number.start - last.end <= _GAP:
        low = last
    elif before and 0 < number.start - before[0].end <= _GAP and not _is_year(before[0]):
        low = Amount(before[0].start, before[0].end, "", before[0].value, "", stated=False)
    else:
        return None
    gap, context = text[low.end : number.start], text[max(0, low.start - 100) : low.start]
    if not _TO.fullmatch(gap) and not (_AND.fullmatch(gap) and _BETWEEN.search(context)):
        return None
    if _CHANGE.search(context):
        return None
    scaled = low.value < _SMALLEST_BARE and number.scale > 1
    low = replace(low, value=whole(low.value * number.scale)) if scaled else low
    return low if low.value < number.value else None


def _range(text: str, low: Amount, high: Amount, number: Number) -> Amount:
    """One amount out of the two ends of a range."""
    end = max(high.end, number.end)
    return replace(
        low, end=end, text=text[low.start : end], high=number.value, currency=low.currency or high.currency,
        stated=low.stated or high.stated, magnitude=high.magnitude, cue=low.cue or high.cue,
    )  # fmt: skip


def _without_rates(text: str, found: list[Amount]) -> list[Amount]:
    """Leave out rates of exchange: "$1 = 7.12 yuan"."""
    rates = [
        i
        for i, (a, b) in enumerate(pairwise(found))
        if 1 in (a.value, b.value) and _RATE.fullmatch(text, a.end, b.start)
    ]
    dropped = {j for i in rates for j in (i, i + 1)}
    return [amount for i, amount in enumerate(found) if i not in dropped]


def _is_apposed(text: str, found: list[Amount], amount: Amount) -> bool:
    """Whether an amount says the one before it in a second currency."""
    if not found or not amount.stated:
        return False
    last = found[-1]
    return (
        not last.other_value and last.currency != amount.currency and amount.start - last.end < 120
        and bool(_APPOSITION.match(text[last.end : amount.start]))
    )  # fmt: skip


def _coordinated(text: str, run: list[Number], amount: Amount) -> list[Amount]:
    """Numbers that share the currency behind the last of a list: "100,000, 200,000 and 300,000 yuan"."""
    found: list[Amount] = []
    start = amount.start
    for number in reversed(run):
        is_large = number.scale > 1 or "," in text[number.start : number.end]
        if not (amount.stated and is_large and not number.letter and _LIST.fullmatch(text[number.end : start])):
            break
        found.insert(
            0,
            replace(
                amount,
                start=number.start,
                end=number.end,
                text=text[number.start : number.end],
                value=number.value,
                stated=False,
                cue="list",
            ),
        )
        start = number.start
    return found


def _infer_currencies(found: list[Amount]) -> list[Amount]:
    """Give amounts without a currency that of the nearest amount before, else after, that has one."""
    stated = [amount for amount in found if amount.stated]
    starts = [amount.start for amount in stated]

    def nearest(amount: Amount) -> str:
        return stated[max(0, bisect_left(starts, amount.start) - 1)].currency if stated else HOME

    return [amount if amount.currency else replace(amount, currency=nearest(amount)) for amount in found]
