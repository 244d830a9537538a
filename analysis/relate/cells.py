"""Amounts of which a small table prints the unit in its header: "Output (100 million yuan)" over "42"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from analysis.find.grids import Grids
from analysis.find.money import Amount, find_amounts
from analysis.find.numbers import find_numbers, whole

_UNIT = re.compile(r"(?:[(（,:/]|\bin\b)\s*(?:in |unit: ?)?([^()（）,:/]+?)[)）]?\s*$", re.IGNORECASE)
_SCALE = re.compile(
    r"(?<![\d.,] )(?<![a-z])(?=(?:hundred|thousand|million|billion|trillion|bn|mn|m|k)\b)", re.IGNORECASE
)


def with_cells(amounts: Sequence[Amount], text: str, grids: Grids) -> list[Amount]:
    """Amounts of a text, those in the cells of its tables under a unit of money included, in order."""
    headers = {cell.subject for cell in grids if _unit(text[slice(*cell.subject)])}
    stated = [a for a in amounts if not any(start <= a.start < end for start, end in headers)]
    taken = {amount.start for amount in stated}
    return sorted([*stated, *_in_cells(text, grids, taken)], key=lambda amount: amount.start)


def _in_cells(text: str, grids: Grids, taken: set[int]) -> Iterable[Amount]:
    for cell in grids:
        unit = _unit(text[slice(*cell.subject)])
        printed = text[cell.start : cell.end]
        numbers = find_numbers(printed) if unit else ()
        if len(numbers) == 1 and numbers[0].end - numbers[0].start == len(printed) and cell.start not in taken:
            value = whole(numbers[0].value * unit.value)
            yield Amount(cell.start, cell.end, printed, value, unit.currency, stated=False, cue="header")


@lru_cache(maxsize=64)
def _unit(header: str) -> Amount | None:
    """One of the unit of a header: of "Output (RMB million)" a million yuan; None where it is none of money.

    Examples
    --------
    >>> _unit("Output (100 million yuan)").value, _unit("Output, RMB bn").value, _unit("Jobs (thousand)")
    (100000000, 1000000000, None)
    """
    match = _UNIT.search(header)
    if not match:
        return None
    for printed in (_SCALE.sub("1 ", match[1], count=1), f"1 {match[1]}"):
        found = find_amounts(printed)
        if len(found) == 1 and found[0].stated and found[0].full_end - found[0].start == len(printed):
            return found[0]
    return None
