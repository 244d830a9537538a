"""Table `targets`: how many things a plan wants to reach: "cultivate 10 leading companies", "200 companies by 2025".

Counts in running text (`analysis.find.counts`) are targets where their words say so (`analysis.relate.claims`). Two
more forms are read here: totals ("the number of VR enterprises will exceed 500"), and the cells of a small table, which
stand under the year by which they are to be reached.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.find.counts import Count, find_counts, uncounted
from analysis.find.grids import Cell
from analysis.find.numbers import Number, find_numbers
from analysis.find.qualifiers import Qualifier, qualifier
from analysis.mention import Mention, Row
from analysis.relate.claims import LONGEST_GAP, Claim, claims
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
_GOAL = re.compile(
    r"\b(?:wants?|aims? (?:for|at)|plans?|targets?(?: of| is)?|goals? (?:of|is)|hopes? for|will be|is to be|are to be"
    r"|(?:to|should|will) (?:reach|become|rise to|grow to|have|be)|(?:rise|grow|increase|expand) to)\s$"
)
_ENDS = re.compile(r"\s*(?:$|[.;,)]|(?:by|before|in|within|next)\s)")
_PART = re.compile(
    r"[^.;]{0,40}?[,(] ?(?P<cue>(?:of|among) (?:them|which|these))\b(?:[^.;\d]|\d[\d,.]* ?(?:[mb]illion |bn )?(?:yuan|RMB)){0,90}"
)
_OTHER_NOUN = re.compile(r"\n|\bmember|\b(?:association|alliance|committee|consortium|federation|yuan|per ?cent)\b|%")
_NOUN_BACK = 90
"""Characters between a number and the noun that it leaves out."""
_TIMETABLE = re.compile(r"\b(?:timetable|schedule|targets?|goals?)\b")
_OF_PLACE = re.compile(r",\s[A-Z][\w' -]*$")
_ABOVE = 4
"""Sentences above a table that can announce it."""


def targets(document: Document, found: Found) -> list[Row]:
    """Rows of the table ``targets`` of one document."""
    setting = found.setting
    taken = sorted([(a.start, a.full_end) for a in found.amounts] + [(d.start, d.end) for d in found.dates if d.year])
    starts = {start for start, _ in taken}
    counts = find_counts(document.text, find_numbers(document.text), taken)
    claimed = claims(document, counts, setting.grids, int(setting.years.published[:4] or 0))
    return _without_repeats(
        [
            *_counts(document, setting, counts, claimed),
            *_ellipses(document, setting, counts, starts),
            *_parts(document, setting, counts, claimed, starts),
            *_totals(document, setting, find_numbers(document.text)),
            *_cells(document, setting, starts),
        ]
    )


def _counts(
    document: Document, setting: Setting, counts: Sequence[Count], claimed: dict[Count, Claim]
) -> Iterator[Row]:
    """Counts in running text."""
    for count, following in zip_longest(counts, counts[1:]):
        if claim := claimed.get(count):
            values = {"count": count.value, "count_high": count.high, "unit": count.unit}
            cue, until = document.mention(claim.start, claim.end), following.reach if following else None
            yield _row(document, setting, (count.start, count.end), values, count.qualifier, cue, claim.rule, until)


def _ellipses(document: Document, setting: Setting, counts: Sequence[Count], money: set[int]) -> Iterator[Row]:
    """Numbers with a year, whose noun stands with another number before: "has 40 firms and wants 100 by 2025"."""
    text = document.text
    named = {count.number_end for count in counts}
    for number in find_numbers(text) if counts else ():
        how = qualifier(text, number.start, number.end)
        reach = min(number.start, how.start) if how else number.start
        goal = _GOAL.search(text, max(0, reach - LONGEST_GAP), reach)
        if not goal or number.end in named or number.start in money or not _ENDS.match(text, number.end):
            continue
        i = bisect_left(counts, number.start, key=lambda count: count.start) - 1
        between = text[counts[i].end : number.start] if i >= 0 else "\n"
        is_whole = isinstance(number.value, int) and number.value > 1 and number.scale < 10**6
        if not is_whole or len(between) > _NOUN_BACK or _OTHER_NOUN.search(between) or "member" in counts[i].unit:
            continue
        if counts[i].value < number.value and document.sentence_at(number.start):
            values = {"count": number.value, "unit": counts[i].unit}
            cue = document.mention(goal.start(), goal.end())
            row = _row(document, setting, (number.start, number.end), values, how, cue, "ellipsis")
            if "year" in row.values:
                yield row


def _parts(
    document: Document, setting: Setting, counts: Sequence[Count], claimed: dict[Count, Claim], money: set[int]
) -> Iterator[Row]:
    """Parts of a target that leave its noun out: "introduce 100 firms, of them Macao-funded 30"."""
    text, named = document.text, {count.number_end for count in counts}
    for number in find_numbers(text) if claimed else ():
        i = bisect_left(counts, number.start, key=lambda count: count.start) - 1
        if i < 0 or counts[i] not in claimed or number.end in named or number.start in money:
            continue
        how = qualifier(text, number.start, number.end)
        part = _PART.fullmatch(text, counts[i].end, min(number.start, how.start) if how else number.start)
        if part and _ENDS.match(text, number.end) and 1 < number.value < counts[i].value:
            values = {"count": number.value, "unit": counts[i].unit}
            cue = document.mention(*part.span("cue"))
            yield _row(document, setting, (number.start, number.end), values, how, cue, "part")


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
        unit = _OF_PLACE.sub("", text[slice(*cell.subject)].partition("(")[0].strip())
        number = _whole_cell(text, cell)
        noun = re.search(r"([a-z]+s)\b", unit.lower())
        is_actual = mood(text[slice(*cell.header)]) == "measured"  # "2023 (actual)"
        if number is None or is_actual or cell.start in money or not noun or noun[1] in uncounted():
            continue
        if year >= max(published, 1) and (looks_ahead or _is_announced(document, cell.start)):
            values = {"count": number.value, "unit": unit}
            cue = document.mention(*cell.subject)
            yield _row(document, setting, (cell.start, cell.end), values, None, cue, "table")


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
    first = document.sentences[i + 1 : i + 2]  # what stands over the table may look like a cell
    above = [*document.sentences[max(0, i + 1 - _ABOVE) : i + 1], *first]
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
    """What is said again of the same things is left out; its first mention stays, with what the others add."""
    kept: dict[tuple, Row] = {}
    for row in sorted(rows, key=lambda row: row.mention.start):
        nouns = re.findall(r"[a-z]+s\b", row.values["unit"].lower())
        key = row.values["count"], nouns[0] if nouns else "", row.values.get("province")
        first = kept.setdefault(key, row)
        kept[key] = replace(first, values={**row.values, **first.values})
    return list(kept.values())
