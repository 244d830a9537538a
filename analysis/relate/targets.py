"""Table `targets`: how many things a plan wants to reach: "cultivate 10 leading companies", "200 companies by 2025".

Counts in running text (`analysis.find.counts`) are targets where their words say so (`analysis.relate.claims`). Two
more forms are read here: totals ("the number of VR enterprises will exceed 500"), and the cells of a small table, which
stand under the year by which they are to be reached.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.evidence import Mention, Row
from analysis.find.counts import find_counts, uncounted
from analysis.find.grids import Cell
from analysis.find.numbers import Number, find_numbers
from analysis.find.qualifiers import Qualifier, qualifier
from analysis.relate.claims import LONGEST_GAP, claims
from analysis.relate.kinds import mood
from analysis.relate.setting import HORIZON, Setting
from analysis.segment import CELL

if TYPE_CHECKING:
    from analysis.extract import Found

_NUMBER_OF = re.compile(
    r"[Nn]umber of (?P<unit>(?:[\w“”\"-]+ ){1,7}?)(?:(?:in|of|at|across) [^.;,]{1,40} )?(?:will|is to|are to|should"
    r"|would|shall|must|is expected to|is planned to|to)\s"
    r"(?:\w+ly\s)?(?:(?:reach|rise to|grow to|increase to|hit|be|expand to|total)\b|(?=(?:exceed|surpass|top"
    r"|pass)\b))",
)
_TIMETABLE = re.compile(r"\b(?:timetable|schedule|targets?|goals?)\b")
_ABOVE = 4
"""Sentences above a table that can announce it."""


def targets(document: Document, found: Found) -> list[Row]:
    """Rows of the table ``targets`` of one document."""
    setting = found.setting
    taken = sorted([(a.start, a.full_end) for a in found.amounts] + [(d.start, d.end) for d in found.dates if d.year])
    return _without_repeats(
        [
            *_counts(document, setting, taken),
            *_totals(document, setting, find_numbers(document.text)),
            *_cells(document, setting, {start for start, _ in taken}),
        ]
    )


def _counts(document: Document, setting: Setting, taken: list[tuple[int, int]]) -> Iterator[Row]:
    """Counts in running text."""
    counts = find_counts(document.text, find_numbers(document.text), taken)
    claimed = claims(document, counts, setting.grids)
    for count, following in zip_longest(counts, counts[1:]):
        if claim := claimed.get(count):
            values = {"count": count.value, "count_high": count.high, "unit": count.unit}
            cue, until = document.mention(claim.start, claim.end), following.reach if following else None
            yield _row(document, setting, (count.start, count.end), values, count.qualifier, cue, claim.rule, until)


def _totals(document: Document, setting: Setting, numbers: Sequence[Number]) -> Iterator[Row]:
    """Totals to be reached: "the number of VR enterprises will exceed 500"."""
    text = document.text
    for total in _NUMBER_OF.finditer(text):
        i = bisect_left(numbers, total.end(), key=lambda number: number.start)
        if i == len(numbers) or numbers[i].start - total.end() > LONGEST_GAP or not document.sentence_at(total.start()):
            continue
        number = numbers[i]
        how = qualifier(text, number.start, number.end)
        between = text[total.end() : max(total.end(), min(how.start, number.start)) if how else number.start]
        if between.strip() or "member" in total["unit"]:
            continue
        values = {"count": number.value, "unit": total["unit"].strip()}
        cue = document.mention(total.start(), total.end())
        yield _row(document, setting, (number.start, number.end), values, how, cue, "total")


def _cells(document: Document, setting: Setting, money: set[int]) -> Iterator[Row]:
    """Counts in the small tables of a plan; ``money`` are the offsets of amounts and dates."""
    text = document.text
    published = int(setting.years.published[:4] or 0)
    years = {cell: setting.when(cell.start, cell.end, HORIZON).year or 0 for cell in setting.grids}
    looks_ahead = 0 < published < max(years.values(), default=0)
    for cell, year in years.items():
        unit = text[slice(*cell.header)].partition("(")[0].strip()
        number = _whole_cell(text, cell)
        noun = re.search(r"([a-z]+s)\b", unit.lower())
        if number is None or cell.start in money or not noun or noun[1] in uncounted():
            continue
        if year >= max(published, 1) and (looks_ahead or _is_announced(document, cell.start)):
            values = {"count": number.value, "unit": unit}
            yield _row(document, setting, (cell.start, cell.end), values, None, document.mention(*cell.header), "table")


def _whole_cell(text: str, cell: Cell) -> Number | None:
    """The number that a cell consists of."""
    numbers = find_numbers(text[cell.start : cell.end])
    is_whole = len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, cell.end - cell.start)
    return numbers[0] if is_whole else None


def _is_announced(document: Document, offset: int) -> bool:
    """Whether a table stands under words that speak of a plan."""
    i = document.sentence_at(offset).index - 1
    while i >= 0 and document.sentences[i].block.kind == CELL:
        i -= 1
    above = document.sentences[max(0, i + 1 - _ABOVE) : i + 1]
    return any(mood(sentence.text) == "planned" or _TIMETABLE.search(sentence.text) for sentence in above)


def _row(
    document: Document,
    setting: Setting,
    span: tuple[int, int],
    values: dict,
    how: Qualifier | None,
    cue: Mention,
    rule: str,
    until: int | None = None,
) -> Row:
    where, when = setting.where(*span), setting.when(*span, HORIZON, until)
    values |= {"qualifier": how.value if how else "exact"}
    values |= {"place": where.place, "province": where.province, "year": when.year}
    known = {name: value for name, value in values.items() if value not in (None, "")}
    flags = (*where.flags, *when.flags, *(("torn_sentence",) if rule == "torn" else ()))
    return Row("targets", known, document.mention(*span), cue, rule, flags)


def _without_repeats(rows: list[Row]) -> list[Row]:
    """What is said again of the same things is left out; its first mention stays."""
    seen: set[tuple] = set()
    kept = []
    for row in sorted(rows, key=lambda row: row.mention.start):
        nouns = re.findall(r"[a-z]+s\b", row.values["unit"].lower())
        key = row.values["count"], nouns[0] if nouns else "", row.values.get("province")
        if key not in seen:
            kept.append(row)
        seen.add(key)
    return kept
