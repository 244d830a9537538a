"""Table `targets`: how many things a plan wants to reach: "cultivate 10 leading companies", "200 companies by 2025".

A count (`analysis.find.counts`) is a target where the words around it say so, in one of these ways:

1. It is the object of a verb that brings things into being, and the verb looks ahead ("will attract 300 companies",
   "to train 10,000 people", the imperative of a plan: "Create 10 leading companies"), or is passive and does
   ("20 parks will be built").
2. It is named as a goal: "the goal for 2025 is 200 companies", "asks for 50 laboratories", "wants at least ten firms".
3. It is said with its year alone, in a list or a sentence of its own: "200 companies by 2025".
4. It follows a target in the same list: "... and 50 scenarios".
5. It stands in a small table of a plan, under the year by which it is to be reached.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.evidence import Row
from analysis.find.counts import Count, find_counts, uncounted
from analysis.find.grids import Cell
from analysis.find.numbers import Number, find_numbers
from analysis.find.qualifiers import qualifier
from analysis.lexicon import load
from analysis.relate.kinds import mood
from analysis.relate.setting import HORIZON, Setting
from analysis.relate.where import head_of_list, opening
from analysis.segment import CELL, HEADING

if TYPE_CHECKING:
    from analysis.extract import Found

_AHEAD = re.compile(
    r"\b(?:will|shall|should|would|must|to|plans?|planned|aims?|aimed|striv(?:e[sd]?|ing)|goals?|targets?|propos(?:e[sd]?|ing)|wants?|hopes?|intends?|vows?|pledge[sd]?|expects?|expected|seeks?"
    r"|asks?|calls? for|by (?:the end of )?20\d\d|next \w+ years?|within \w+ years?)\b",
    re.IGNORECASE,
)
_NOT_AHEAD = re.compile(r"\b(?:helped|managed|used|began|continued|started|according|thanks|due|compared|led|up|in addition|addition) to$", re.IGNORECASE)
_TO_VERB = re.compile(r"(?:^|[;:,，、(]|\b(?:and|or|then|will|would|shall|should|must|can|may|could|to|not|also|jointly|actively|further|vigorously|gradually|basically|focus on|strive for|years|year))\s*[“\"]?$", re.IGNORECASE)
_DONE = re.compile(r"\b(?:has|have|had|having|was|were|been|already|so far|currently|at present|now)\b", re.IGNORECASE)
_GOAL_BEFORE = re.compile(
    r"(?:\b(?:goals?|targets?|objectives?)\b[^.;]{0,40}?\b(?:is|are|of|:)|\b(?:goals?|targets?|objectives?)\s?:"
    r"|\b(?:wants?|asks? for|calls? for|aims? (?:for|at)|strives? for|striving for|envisages?|foresees?|expects?|plans?|needs?|requires?|targets?|targeting|looks? to))\s*$",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"[^.;:,]{0,60}?\b(?:will|shall|should|must|are to|is to|to|would)\s(?:also\s|each\s)?be\s(?:\w+ly\s)?(?P<verb>\w+(?: up| in| out)?)\b", re.IGNORECASE
)
_BY_YEAR = re.compile(r"[^.;:,]{0,60}?\b(?:by|before|until|in)\s(?:the\s)?(?:end\s(?:of\s)?)?(?:20\d\d)\b|[^.;:,]{0,40}?\bwithin\s\w+\syears\b", re.IGNORECASE)
_NUMBER_OF = re.compile(
    r"[Nn]umber of (?P<unit>(?:[\w“”\"-]+ ){1,7}?)(?:(?:in|of|at|across) [^.;,]{1,40} )?(?:will|is to|are to|should|would|shall|must|is expected to|is planned to|to)\s"
    r"(?:\w+ly\s)?(?:(?:reach|rise to|grow to|increase to|hit|be|expand to|total)\b|(?=(?:exceed|surpass|top|pass)\b))",
)
_LIST = re.compile(r"[^.;]{0,90}?(?:,|;|；|\band\b|\bas well as\b|\bplus\b|\bor\b)\s*[“\"]?", re.IGNORECASE)
_BODY = re.compile(r"\b(?:alliance|association|committee|consortium|federation|union|society|chamber|institute|platform)\b", re.IGNORECASE)
_JOIN = re.compile(r"\b(?:members?|join|recruit|expand|enrol|admit|brings? together|comprise|consist|participat)\w*\b", re.IGNORECASE)
_EVENT = re.compile(r"\b(?:conference|summit|forum|exhibition|expo|meeting|ceremony|fair|event)\b", re.IGNORECASE)
_AT_EVENTS = frozenset("people enterprises companies firms institutions products projects agreements forums sessions exhibits".split())
_LONGEST_GAP = 30


@dataclass(frozen=True, slots=True)
class _Claim:
    """Why a count is a target: the words ``text[start:end]`` and the rule."""

    start: int
    end: int
    rule: str


@cache
def _verbs() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """A pattern for base and -ing forms of the verbs of plans, the -ing forms, and the past participles."""
    rows = [form.replace("-", " ").split("|") for entry in load("target_verbs") for form in ("|".join(f.split()) for f in entry["forms"])]
    bases, ings, participles = ({row[i] for row in rows} for i in (0, 2, 3))
    words = "|".join(sorted(bases | ings, key=lambda word: (-len(word), word)))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), frozenset(ings), frozenset(participles)


def targets(document: Document, found: Found) -> list[Row]:
    """Rows of the table ``targets`` of one document."""
    text, setting = document.text, Setting(document, found)
    taken = sorted([(a.start, a.full_end) for a in found.amounts] + [(d.start, d.end) for d in found.dates if d.year])
    rows = []
    last: tuple[Count, Sentence, _Claim] | None = None
    numbers = find_numbers(text)
    counts = find_counts(text, numbers, taken)
    for count, following in zip_longest(counts, counts[1:]):
        sentence = document.sentence_at(count.start)
        if sentence is None or sentence.block.kind == CELL and setting.grids.at(count.start):
            continue
        claim = _claim(document, sentence, count, last)
        if claim and not _is_about_members(text, sentence, count, claim):
            rows.append(_row(document, setting, count, following, claim))
            last = count, sentence, claim
    return _without_repeats([*rows, *_totals(document, setting, numbers), *_cells(document, setting, taken)])


def _claim(document: Document, sentence: Sentence, count: Count, last: tuple[Count, Sentence, _Claim] | None) -> _Claim | None:
    """What makes a count a target; None where nothing does."""
    text = document.text
    if last and last[1] == sentence and _LIST.fullmatch(text, last[0].end, count.reach) and not _DONE.search(text, last[0].end, count.reach):
        return _Claim(last[2].start, last[2].end, "list")
    goal = _GOAL_BEFORE.search(text, max(opening(text, sentence), count.reach - 70), count.reach)
    if goal and not _DONE.search(text, max(sentence.start, goal.start() - 12), goal.start()):
        return _Claim(goal.start(), goal.end(), "goal")
    return (
        _by_verb(text, sentence, count)
        or _by_passive(text, sentence, count)
        or _by_year(text, document, sentence, count)
        or _by_fragment(document, sentence, count, last)
    )


def _by_verb(text: str, sentence: Sentence, count: Count) -> _Claim | None:
    """1. The object of a verb that looks ahead."""
    pattern, ings, _ = _verbs()
    verb = None
    for verb in pattern.finditer(text, max(sentence.start, count.reach - 60), count.reach):
        pass
    if verb is None or len(gap := text[verb.end() : count.reach]) > _LONGEST_GAP or re.search(r"[,.;:]", gap):
        return None
    before = text[sentence.start : verb.start()]
    if verb.group().lower() in ings:
        ahead = _AHEAD.search(before) and not re.search(r"\b(?:is|are|was|were|been|after|by)\s(?:\w+ly\s)?$", before)
        return _Claim(*verb.span(), "object") if ahead and not _is_past(before) else None
    if not _TO_VERB.search(before.rstrip() + " ") or _NOT_AHEAD.search(before.rstrip()):
        return None
    imperative = not before.strip(" “\"") or before.rstrip()[-1] in ";:"
    if imperative or _AHEAD.search(before) and not _is_past(before):
        return _Claim(*verb.span(), "object")
    return None


def _is_past(before: str) -> bool:
    """Whether the nearest auxiliary before a verb reports: "has attracted more than", not "will"."""
    ahead, done = list(_AHEAD.finditer(before)), list(_DONE.finditer(before))
    return bool(done) and (not ahead or done[-1].start() > ahead[-1].start())


def _by_passive(text: str, sentence: Sentence, count: Count) -> _Claim | None:
    """1. The subject of a passive that looks ahead: "20 parks will be built"."""
    passive = _PASSIVE.match(text, count.end, sentence.end)
    if passive and passive["verb"].lower() in _verbs()[2]:
        return _Claim(passive.start("verb"), passive.end("verb"), "passive")
    return None


def _by_year(text: str, document: Document, sentence: Sentence, count: Count) -> _Claim | None:
    """3. A count with its year that opens a sentence, an item or a heading."""
    opens = not text[sentence.start : count.reach].strip(" “\"-–•") or text[: count.reach].rstrip()[-1:] in ":;"
    year = _BY_YEAR.match(text, count.end, sentence.end)
    if opens and year and not _DONE.search(text, sentence.start, year.end()):
        return _Claim(year.start(), year.end(), "with-year")
    return None


def _by_fragment(document: Document, sentence: Sentence, count: Count, last: tuple[Count, Sentence, _Claim] | None) -> _Claim | None:
    """3. A sentence that is nothing but a count, torn from a target before it or listed under what announces goals."""
    text = document.text
    if text[sentence.start : count.reach].strip(" “\"-–•") or not re.fullmatch(r"[^,;:]{0,60}?[.;]?", text[count.end : sentence.end].strip()):
        return None
    before = document.sentences[sentence.index - 1] if sentence.index else None
    if before is None:
        return None
    if last and last[1] == before and before.block == sentence.block and not _DONE.search(sentence.text):
        return _Claim(last[2].start, last[2].end, "torn")
    head = head_of_list(document, sentence)
    announced = head and (head.text.endswith(":") or head.block.kind == HEADING) and mood(head.text) == "planned"
    return _Claim(head.start, head.end, "listed") if announced else None


def _is_about_members(text: str, sentence: Sentence, count: Count, claim: _Claim) -> bool:
    """Whether a body's members, or the people and things at an event, are counted."""
    if re.search(r"\bmembers?\b", text[count.start : count.end + 12]):
        return True
    joins = _JOIN.search(text, max(claim.start, count.start - 60), count.start)
    if joins and _BODY.search(text, sentence.start, count.start):
        return True
    return count.head in _AT_EVENTS and bool(_EVENT.search(text, max(sentence.start, count.reach - 60), count.reach))


def _row(document: Document, setting: Setting, count: Count, following: Count | None, claim: _Claim) -> Row:
    where = setting.where(count.start, count.end)
    when = setting.when(count.start, count.end, HORIZON, following.reach if following else None)
    values = {
        "count": count.value,
        "count_high": count.high,
        "unit": count.unit,
        "qualifier": count.qualifier.value if count.qualifier else "exact",
        "place": where.place,
        "province": where.province,
        "year": when.year,
    }
    flags = (*where.flags, *when.flags, *(("torn_sentence",) if claim.rule == "torn" else ()))
    return Row("targets", _known(values), document.mention(count.start, count.end), document.mention(claim.start, claim.end), claim.rule, flags)


def _totals(document: Document, setting: Setting, numbers: Sequence[Number]) -> Iterator[Row]:
    """2. Totals to be reached: "the number of VR enterprises will exceed 500"."""
    text = document.text
    for total in _NUMBER_OF.finditer(text):
        i = bisect_left(numbers, total.end(), key=lambda number: number.start)
        if i == len(numbers) or numbers[i].start - total.end() > _LONGEST_GAP or not document.sentence_at(total.start()):
            continue
        number = numbers[i]
        how = qualifier(text, number.start, number.end)
        if text[total.end() : how.start if how and how.start >= total.end() else number.start].strip() or "member" in total["unit"]:
            continue
        where, when = setting.where(number.start, number.end), setting.when(number.start, number.end, HORIZON)
        values = {
            "count": number.value,
            "unit": total["unit"].strip(),
            "qualifier": how.value if how else "exact",
            "place": where.place,
            "province": where.province,
            "year": when.year,
        }
        cue = document.mention(total.start(), total.end())
        yield Row("targets", _known(values), document.mention(number.start, number.end), cue, "total", (*where.flags, *when.flags))


def _known(values: dict) -> dict:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _cells(document: Document, setting: Setting, taken: list[tuple[int, int]]) -> Iterator[Row]:
    """5. Counts in the small tables of a plan."""
    text = document.text
    money = {start for start, _ in taken}
    published = int(setting.years.published[:4] or 0)
    years = {cell: setting.when(cell.start, cell.end, HORIZON).year or 0 for cell in setting.grids}
    looks_ahead = 0 < published < max(years.values(), default=0)
    for cell, year in years.items():
        header = text[slice(*cell.header)]
        number = _whole_cell(text, cell)
        noun = re.search(r"([a-z]+s)\b", header.partition("(")[0].lower())
        if number is None or cell.start in money or not noun or noun[1] in uncounted():
            continue
        if year < max(published, 1) or not (looks_ahead or _announced(document, cell.start)):
            continue
        values = {"count": number.value, "unit": header.split(" (")[0], "qualifier": "exact", "year": year}
        where = setting.where(cell.start, cell.end)
        values |= {"place": where.place, "province": where.province}
        yield Row("targets", _known(values), document.mention(cell.start, cell.end), document.mention(*cell.header), "table", where.flags)


def _whole_cell(text: str, cell: Cell) -> Number | None:
    """The number that a cell consists of."""
    numbers = find_numbers(text[cell.start : cell.end])
    return numbers[0] if len(numbers) == 1 and (numbers[0].start, numbers[0].end) == (0, cell.end - cell.start) else None


def _announced(document: Document, offset: int) -> bool:
    """Whether a table stands under words that speak of a plan."""
    sentence = document.sentence_at(offset)
    above = [s for s in document.sentences[: sentence.index] if s.block.kind != CELL][-4:]
    return any(mood(s.text) == "planned" or re.search(r"\btimetable|\bschedule|\btargets?\b|\bgoals?\b", s.text) for s in above)


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
