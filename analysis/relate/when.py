"""When something holds: the year by which it is to be reached, in which it was measured, or is paid.

A year is looked for in the span's sentence: right behind the span ("20 billion yuan by 2024"), nearest before it ("By
2025, ..."), then anywhere behind it. What a plan wants to reach may also have its year from the term of the plan
("(2022-2024)") and from the sentences before; the head of a list and a table above count as such. A cell of a small
table has the year of its row, else of its header. Years of events ("issued in 2022", "the 2022 Expo") say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.dates import DateMention, resolve_date
from analysis.find.grids import Grids
from analysis.relate.kinds import mood
from analysis.relate.where import opening, sentences_before, window
from analysis.segment import CELL, ITEM

if TYPE_CHECKING:
    from analysis.extract import Found

RELATIVE_DATE, YEAR_FROM_CONTEXT = "relative_date", "year_from_context"
HORIZON, MEASURE, GRANT = "horizon", "measure", "grant"
"""What a year means: by when a plan is to be reached; when a size was or will be measured; when money is paid."""

_NEW_TOPIC = re.compile(r"\s*(?:In addition|Meanwhile|Separately|Previously|Elsewhere)\b")
_BEFORE_YEAR = re.compile(
    r"\b(?P<how>by|until|till|before|to|end|in|for|during|of|through|around|year)[ -](?:the )?(?:(?:end|beginning"
    r"|start|close|middle|half|quarter|first half|second half) (?:of )?(?:the )?)?(?:early |late |mid-?)?(?:the )?$",
    re.IGNORECASE,
)
_OF_YEAR = re.compile(
    r" (?:annual |full-year |total )?(?:estimates?|forecasts?|targets?|goals?|projections?"
    r"|sales|revenues?|turnover|output|budget|figure|total|level|size)\b"
)
_OF_PLAN = re.compile(
    r"\b(?:end of the|the|this) (?:plan|programme|program|period|document"
    r"|measures|road ?map|scheme|strategy|blueprint)\b"
)
_LABEL_END = re.compile(r"[)）]\s*(?:[:：|]|\.{2,}|…)")
_ACCOUNTED = re.compile(r"\b(?:year|half|quarter|months|period|ended|ending|as of|as at)(?: to)? $", re.IGNORECASE)
_DEADLINE = re.compile(r"\b(?:by|until|till|before|no later than) (?:the end of )?$", re.IGNORECASE)
_PAID = re.compile(
    r"\b(?:was|were|been|had|have|has)\s(?:\w+ )?(?:paid|disbursed|distributed|handed|granted|spent|received)\b"
    r"|\b(?:paid|handed) out\b|\bdisbursed\b"
)
_IN_FORCE = re.compile(r"\b(?:in force|in effect|valid|effective|applicable)\b[^.;)]*$", re.IGNORECASE)
_EVENT = re.compile(
    r"\b(?:releas|issu|announc|publish|launch|unveil|found|establish|sign|adopt|held|approv|register|set up"
    r"|distribut|introduc|start|held|open|since|from)\w*(?: (?:out|up))?(?: \w+){0,2}? (?:in|on|by"
    r"|as of)[ -](?:\w+ of )?(?:early |late )?$",
    re.IGNORECASE,
)
_NEXT_STEP = re.compile(r"[;,]?\s(?:and|then)\s(?:\w+\s){0,3}$|;")
_CLAUSE = re.compile(r"[,;:]")
_NEXT_CLAUSE = re.compile(r",\s(?:and|but|while|which|where)\b|;")
_YEAR_EARLIER = re.compile(r"[^.;,]{0,20}?\b(?:a|one|the) year (?:earlier|before|ago)\b")
_PART_OF_YEAR = re.compile(
    r"\b(?:(?P<late>last|second|fourth)|first|third) (?:quarter|half|three quarters|\w+ months)\b", re.I
)
_FUTURE = frozenset(("by", "until", "till", "before", "to", "end", "through"))


@dataclass(frozen=True, slots=True)
class When:
    """A year, None where unknown. ``flags`` as in `Row`."""

    year: int | None = None
    flags: tuple[str, ...] = ()


class Years:
    """When the statements of one document hold."""

    def __init__(self, document: Document, found: Found, grids: Grids):
        self.document, self.text, self.grids = document, document.text, grids
        self.published = found.published
        self._between = found.dates_between

    def when(self, start: int, end: int, use: str, until: int | None = None, since: int | None = None) -> When:
        """The year that holds for ``text[start:end]``.

        Parameters
        ----------
        start, end : int
            The span.
        use : {"horizon", "measure", "grant"}
            What the year means. A plan's term and the sentences before count for a horizon only.
        until : int, optional
            Where the next span of this kind begins: a year behind it belongs to that one.
        since : int, optional
            Where the years that may hold begin, if not with the sentence.
        """
        sentence = self.document.sentence_at(start)
        if sentence is None:
            return When()
        cell = self.grids.at(start)
        if cell:
            years = [
                date
                for span in (cell.row, cell.header)
                for date in self._between(*span)
                if date.year and date.kind != "day"
            ]
            return When(years[0].year) if years else When()
        if use == GRANT and _PAID.search(sentence.text):
            use = MEASURE
        found = self._explicit(sentence, start, end, use, until, since)
        if use == MEASURE and self.published:
            found = self._counted_back(sentence, start, end, found)
        if use != HORIZON or found and RELATIVE_DATE not in found.flags:
            return found or When()
        term = self._term(sentence.start, sentence.end)
        return When(term) if term else found or self._horizon_before(sentence)

    def _counted_back(self, sentence: Sentence, start: int, end: int, found: When | None) -> When | None:
        """The year of what was measured "a year earlier", or in a quarter of which the year is not printed."""
        year = int(self.published[:4])
        if _YEAR_EARLIER.match(self.text, end, sentence.end):
            return When((found and found.year or year) - 1, (RELATIVE_DATE,))
        clause = _CLAUSE.search(self.text, end, sentence.end)
        part = None
        if not found:
            part = _PART_OF_YEAR.search(self.text, end, clause.start() if clause else sentence.end)
            part = part or _PART_OF_YEAR.search(self.text, sentence.start, start)
        if not part:
            return found
        is_over = not part["late"] or self.published[5:7] > "06"
        return When(year if is_over else year - 1, (RELATIVE_DATE,))

    def _horizon_before(self, sentence: Sentence) -> When:
        """The horizon that the sentences before set: of the same block, of the head of a list, of a table."""
        if _NEW_TOPIC.match(sentence.text):
            return When()
        of_plan = _OF_PLAN.search(sentence.text)
        for other in sentences_before(self.document, sentence):
            if mood(other.text) == "predicted":
                continue
            if other.block.kind == CELL:
                year = max(
                    (date.year_high or date.year for date in self._between(other.start, other.end) if date.year),
                    default=None,
                )
                found = When(year) if year else None
            elif of_plan and other.block != sentence.block:
                term = self._term(other.start, other.end)
                found = When(term) if term else None
                if not found:
                    continue
            elif other.block == sentence.block or sentence.block.kind == ITEM:
                found = self._explicit(other, other.end, other.end, HORIZON) or When(self._term(other.start, other.end))
            else:
                break
            if found and found.year:
                return When(found.year, (*found.flags, YEAR_FROM_CONTEXT))
            if _NEW_TOPIC.match(other.text):
                break
        return When()

    def _term(self, start: int, end: int) -> int | None:
        """The last year of a range in a sentence, as the term of a plan: "(2022-2024)"."""
        ranges = [date.year_high for date in self._between(start, end) if date.kind == "range"]
        return max(ranges, default=None)

    def _explicit(
        self, sentence: Sentence, start: int, end: int, use: str, until: int | None = None, since: int | None = None
    ) -> When | None:
        """The year that the sentence itself gives: right behind the span, else nearest before it, else behind it."""
        at = min(start, sentence.end - 1)
        first, last = opening(self.text, sentence, at), window(sentence, at)[1]
        stop = min(until or last, last)
        behind = [d for d in self._between(end, stop) if self._governs(d, use, after=True)]
        if use == HORIZON and not behind:  # one year at the end of a list holds for all of it
            later = [d for d in self._between(stop, last) if self._governs(d, use, after=True)]
            behind = later if len(later) == 1 else []
        near = behind[0] if behind and self._is_near(end, behind[0].start) else None
        before = [
            d
            for d in self._between(since or first, start)
            if self._governs(d, use) and self._holds_on(sentence, d, start, use)
        ]
        apart = _NEXT_STEP if use == HORIZON else _CLAUSE
        far = behind[0] if behind and use != GRANT and not apart.search(self.text, end, behind[0].start) else None
        for date in (near, before[-1] if before else None, far):
            if date and (year := self._year(date)):
                return year
        return None

    def _is_near(self, end: int, date_start: int) -> bool:
        gap = self.text[end:date_start]
        return len(gap) <= 70 and not re.search(r"[,;:]|\band\b", gap)

    def _holds_on(self, sentence: Sentence, date: DateMention, start: int, use: str) -> bool:
        """Whether a date before a span still holds there: a semicolon ends it, unless it opens the sentence."""
        gap = self.text[date.end : start]
        if use == GRANT and _NEXT_CLAUSE.search(gap):
            return False
        return use == HORIZON or ";" not in gap or date.start - sentence.start < 40

    def _governs(self, date: DateMention, use: str, after: bool = False) -> bool:
        """Whether a date can say when something is to be or was, not when a plan came out or an event took place."""
        context = self.text[max(0, date.start - 40) : date.start]
        if use == GRANT and _IN_FORCE.search(context):
            return False
        if date.kind == "day":
            how = _DEADLINE if use == HORIZON else _ACCOUNTED
            return bool(date.year and how.search(context)) and not _EVENT.search(context)
        if date.kind in ("range", "weekday"):
            return False
        if date.kind == "offset":
            return date.unit == "year" and (use == MEASURE or (date.shift or 0) > 0 or bool(_DEADLINE.search(context)))
        if date.year is None and not (date.relative and date.unit == "year"):
            due = _DEADLINE.search(context) or use == MEASURE and context.endswith("in ")
            return bool(date.kind == "month" and self.published and due)
        if date.text.lower().startswith("end"):
            return True
        if date.kind == "year" and (_OF_YEAR.match(self.text, date.end) or self._labels(date)):
            return use == MEASURE or use == HORIZON and str(date.year) >= self.published[:4]
        how = _BEFORE_YEAR.search(context)
        if not how or _EVENT.search(context):
            return False
        if use == HORIZON and (
            date.month and how["how"].lower() == "in" or date.year and str(date.year) < self.published[:4]
        ):
            return False
        return use != GRANT or how["how"].lower() in _FUTURE or after

    def _labels(self, date: DateMention) -> bool:
        """Whether a year stands in a label: "Output value (2023): 210 billion yuan"."""
        return self.text[date.start - 1 : date.start] in "(（" and bool(_LABEL_END.match(self.text, date.end))

    def _year(self, date: DateMention) -> When | None:
        before = self.text[max(0, date.start - 20) : date.start]
        if date.year is None and date.kind == "month" and _DEADLINE.search(before):  # "by December" is the next one
            year = int(self.published[:4]) + (f"{date.month:02}" < self.published[5:7])
            return When(year, (YEAR_FROM_CONTEXT,))
        iso, flags = resolve_date(date, self.published)
        return When(int(iso[:4]), tuple(f for f in flags if f == RELATIVE_DATE)) if iso else None
