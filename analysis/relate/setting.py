"""Where and when: the place that governs a span of a document, and the year by or in which something is to be.

Shared by all tables. A place is looked for in this order:

1. in the span's own sentence, the strongest mention (see `_strength`): a place that acts ("Hefei will ..."), the place
   in the title of a policy, a free-standing place, then places inside other names, regions and countries;
2. what "the district" or "the city" in that sentence refers back to;
3. in the sentences before, nearest first: of the same block, then through the section up to its heading;
4. the document's main place.

A cell of a small table has the place and the year of its row, else of its header.

Of places that lie in each other and are named together the most specific one is meant. A year is looked for in the
sentence (`_explicit`), then, for what a plan wants to reach, in the term of the plan and in the sentences before.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.dates import DateMention, resolve_date
from analysis.find.gazetteer import COUNTRY, REGION
from analysis.find.grids import Grids
from analysis.find.places import PlaceMention, broader
from analysis.segment import CELL, HEADING, ITEM

if TYPE_CHECKING:
    from analysis.extract import Found

PLACE_FROM_CONTEXT, RELATIVE_DATE, YEAR_FROM_CONTEXT = "place_from_context", "relative_date", "year_from_context"
SENTENCES_BACK = 12
"""How many sentences before a span a place or a year may be taken from."""

_POLICY_NOUN = r"(?:Plans?|Measures|Polic(?:y|ies)|Opinions|Regulations|Reports?|Guidelines?|Outline|Programme|Articles|Rules|Strategy|Blueprint|Roadmap)"
_IN_TITLE = re.compile(rf"(?:['’]s)?(?:[ ](?:[A-Z\d“\"'‘(][\w.'’”\"+)-]*,?|and|of|for|on|to|in|the))*?[ ]{_POLICY_NOUN}\b")
_TITLE_BEFORE = re.compile(rf"[“\"《「‘'][^”\"》」\n]{{0,140}}{_POLICY_NOUN}[^”\"》」\n]{{0,140}}$")
_ACTS = re.compile(
    r"(?:['’]s?\b|[ ](?:will|would|also|is|has|are|have|was|to|should|can|may|wants|aims|hopes|said|set|sets|put|puts|plans?|expects?|goes|had|itself|alone|came|took|gave|held|made|began|brought|wrote|saw|went|built|won|drew"
    r"|[a-z]{3,}(?:ed|es|[^s]s)(?= (?!of)))\b)"
)
_LABEL = re.compile(r"(?:^|[\n;:.…|•]\s*)$")
_ORGAN = re.compile(
    r"(?:['’]s)?(?: (?:Municipal|District|City|Provincial|County|Town|People['’]s))*"
    r" (?:[Gg]overnments?|[Aa]uthorit(?:y|ies)|Management Committee|Administrative Committee|[Mm]ayor|[Gg]overnor|Finance|(?:Municipal|District|City|Provincial) (?:\w+ ){0,8}?(?:Bureau|Commission|Department|Office))\b"
)
_LOCATIVE = re.compile(r"\b(?:in|for|across|throughout|of)(?: the)? $", re.IGNORECASE)
_ANAPHOR = re.compile(r"\b[Tt]he (district|city|province|county|zone|municipality|state|country|nation|central government)\b(?!['’]s (?:first|largest|only|most))")
_ANAPHOR_LEVELS = {
    "district": ("county",),
    "county": ("county",),
    "city": ("prefecture", "province"),
    "municipality": ("prefecture", "province"),
    "province": ("province",),
    "zone": ("zone",),
}
_WORLDWIDE = re.compile(r"\b(?:worldwide|global(?:ly)?|around the world|abroad|overseas)\b", re.IGNORECASE)
_ACTING, _TITLE, _FREE, _INSIDE, _WIDE = 4.0, 3.5, 3.0, 1.0, 2.0
_PLAIN = 2.0
"""A place at least this strong holds for its sentence."""
_NEW_TOPIC = re.compile(r"\s*(?:In addition|Besides|Moreover|Furthermore|Meanwhile|Separately|Previously|Elsewhere)\b")
_BEFORE_YEAR = re.compile(
    r"\b(?P<how>by|until|till|before|to|end|in|for|during|of|through|around|year)[ -](?:the )?(?:(?:end|beginning|start|close|middle|half|quarter|first half|second half) (?:of )?(?:the )?)?(?:early |late |mid-?)?(?:the )?$",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:releas|issu|announc|publish|launch|unveil|found|establish|sign|adopt|held|approv|register|set up|distribut|introduc|start|held|open|since|from)\w*(?: (?:out|up))?(?: \w+){0,2}? (?:in|on|by|as of)[ -](?:\w+ of )?(?:early |late )?$",
    re.IGNORECASE,
)
_NEXT_STEP = re.compile(r"[;,]?\s(?:and|then)\s(?:\w+\s){0,3}$|;")
_FUTURE = frozenset(("by", "until", "till", "before", "to", "end", "through"))


@dataclass(frozen=True, slots=True)
class Where:
    """A place as tables want it: name and ISO code of the province; empty where unknown. ``flags`` as in `Row`."""

    place: str = ""
    province: str = ""
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A year, None where unknown. ``flags`` as in `Row`."""

    year: int | None = None
    flags: tuple[str, ...] = ()


class Setting:
    """Where and when the statements of one document hold.

    Parameters
    ----------
    document : Document
        The document.
    found : Found
        Its places, dates and date of publication.
    """

    def __init__(self, document: Document, found: Found):
        self.document, self.text = document, document.text
        self.published = found.published
        self.places = [mention for mention in found.places if mention.place or not mention.candidates]
        self.dates = found.dates
        self.grids = Grids(document)
        self._place_starts = [mention.start for mention in self.places]
        self._date_starts = [mention.start for mention in self.dates]
        self._strengths: dict[int, float] = {}

    # -- where

    def where(self, start: int, end: int, depth: str = "document") -> Where:
        """The place that governs ``text[start:end]``.

        Parameters
        ----------
        start, end : int
            The span.
        depth : {"sentence", "block", "section", "document"}
            How far off the place may be named.
        """
        sentence = self.document.sentence_at(start)
        if sentence is None:
            return Where()
        cell = self.grids.at(start)
        if cell:
            named = self._best(self._between(*cell.row), cell.row[1]) or self._best(self._between(*cell.header), cell.header[1])
            return self._as_where(named) if named else self._as_where(self.main_place, PLACE_FROM_CONTEXT)
        here = self._in_sentence(sentence, start, end)
        if here and self._strength(here) >= _PLAIN:
            return self._as_where(here)
        if back := self._anaphor(sentence, start):
            return back
        if depth != "sentence":
            earlier = self._before(sentence, whole_section=depth != "block")
            if earlier and (not here or self._strength(earlier) > self._strength(here)):
                return self._as_where(earlier, PLACE_FROM_CONTEXT)
        if here and (depth == "document" or here.start >= start):
            return self._as_where(here)
        return self._as_where(self.main_place if depth == "document" else None, PLACE_FROM_CONTEXT)

    def is_worldwide(self, sentence: Sentence) -> bool:
        """Whether a sentence speaks of the whole world."""
        return bool(_WORLDWIDE.search(self.text, sentence.start, sentence.end))

    def acting_place(self, start: int, end: int) -> PlaceMention | None:
        """The last place that acts in ``text[start:end]``: "South Korea will ..."."""
        return next((mention for mention in reversed(self._between(start, end)) if self._acts(mention)), None)

    @cached_property
    def main_place(self) -> PlaceMention | None:
        """The place the document is about: the strongest of its first heading, else the one named most often."""
        first = next((s for s in self.document.sentences if s.block.kind == HEADING), None)
        if first:
            named = self._best(self._between(first.start, first.end), first.end)
            if named and self._strength(named) >= _PLAIN:
                return named
        counts = Counter(mention.name for mention in self.places if self._strength(mention) >= _FREE)
        if not counts:
            return None
        name, often = counts.most_common(1)[0]
        return next(m for m in self.places if m.name == name) if often > 1 else None

    @staticmethod
    def _as_where(mention: PlaceMention | None, *flags: str) -> Where:
        if mention is None:
            return Where()
        return Where(mention.name, mention.place.province if mention.place else "", flags)

    def _between(self, start: int, end: int) -> list[PlaceMention]:
        return self.places[bisect_left(self._place_starts, start) : bisect_left(self._place_starts, end)]

    def _in_sentence(self, sentence: Sentence, start: int, end: int) -> PlaceMention | None:
        before = self._between(sentence.start, end)
        best = self._best(before, start)
        after = [m for m in self._between(end, sentence.end) if self._is_locative(m, end)]
        if after and (not best or self._strength(best) < _FREE or self._inside(best, after[0])):
            return after[0]
        return best

    def _is_locative(self, mention: PlaceMention, end: int) -> bool:
        """Whether a place behind a span says where: "100 billion yuan of output in Kunshan"."""
        gap = self.text[end : mention.start]
        return len(gap) < 120 and not re.search(r"[,;:.]", gap) and bool(_LOCATIVE.search(gap)) and not mention.inside_name

    def _best(self, mentions: list[PlaceMention], start: int) -> PlaceMention | None:
        """The strongest of the places before ``start``, nearer ones before farther ones; of a chain its most specific."""
        if not mentions:
            return None
        best = max(mentions, key=lambda m: (self._strength(m) - self._separation(m, start), m.start))
        for mention in mentions:
            linked = self._linked(mention, best)
            if self._inside(best, mention) and (linked or self._acts(mention) or self._in_policy(mention)):
                best = mention
        first = next((m for m in mentions if m.end < best.start and self.text[m.end : best.start] == " and "), None)
        return first if first and self._strength(first) >= _FREE else best

    def _separation(self, mention: PlaceMention, start: int) -> float:
        gap = self.text[mention.end : start]
        return 2.5 * gap.count(";") + 0.25 * gap.count(",") + len(gap) / 400

    def _linked(self, a: PlaceMention, b: PlaceMention) -> bool:
        first, second = sorted((a, b), key=lambda m: m.start)
        return second.start - first.end <= 12 and not re.search(r"\band\b|[;.]", self.text[first.end : second.start])

    @staticmethod
    def _inside(outer: PlaceMention, inner: PlaceMention) -> bool:
        return bool(outer.place and inner.place and broader(outer.place, inner.place))

    def _acts(self, mention: PlaceMention) -> bool:
        if mention.inside_name:
            return False
        if self.text[mention.end : mention.end + 1] == ":":  # "Kunshan: 100bn yuan by 2025"
            return bool(_LABEL.search(self.text, max(0, mention.start - 3), mention.start))
        return bool(_ACTS.match(self.text, mention.end))

    def _in_policy(self, mention: PlaceMention) -> bool:
        """Whether a place stands in the title of a policy."""
        if _IN_TITLE.match(self.text, mention.end):
            return True
        return bool(_TITLE_BEFORE.search(self.text, max(0, mention.start - 200), mention.start))

    def _strength(self, mention: PlaceMention) -> float:
        """How much a mention says about where something holds; a region or a country says less."""
        if mention.start not in self._strengths:
            if self._acts(mention):
                strength = _ACTING
            elif self._in_policy(mention):
                strength = _TITLE
            else:
                strength = _INSIDE if mention.inside_name and not _ORGAN.match(self.text, mention.end) else _FREE
            wide = mention.place is None or mention.place.level in (REGION, COUNTRY)
            self._strengths[mention.start] = strength - _WIDE if wide else strength
        return self._strengths[mention.start]

    def _anaphor(self, sentence: Sentence, start: int) -> Where | None:
        """The place that "the district" or "the city" before a span refers to."""
        words = list(_ANAPHOR.finditer(self.text, sentence.start, start))
        if not words:
            return None
        levels = _ANAPHOR_LEVELS.get(words[-1][1].lower())
        if levels is None:  # "the state"
            return Where("China", "", (PLACE_FROM_CONTEXT,))
        earlier = self.places[: bisect_left(self._place_starts, words[-1].start())]
        referent = next((m for m in reversed(earlier) if m.place and m.place.level in levels and self._strength(m) >= _FREE), None)
        return self._as_where(referent, PLACE_FROM_CONTEXT) if referent else None

    def _before(self, sentence: Sentence, whole_section: bool) -> PlaceMention | None:
        """The place of the nearest sentence before that names one plainly; else the nearest weak one of the same block."""
        weak = None
        for other in self._sentences_before(sentence):
            if not whole_section and other.block != sentence.block:
                break
            best = self._best(self._between(other.start, other.end), other.end)
            if best and self._strength(best) >= _FREE - (other.block.kind == HEADING):
                return best
            if best and not weak and other.block == sentence.block:
                weak = best
        return weak

    def _sentences_before(self, sentence: Sentence) -> Iterator[Sentence]:
        """Sentences before, nearest first, up to the heading of the section."""
        for other in reversed(self.document.sentences[max(0, sentence.index - SENTENCES_BACK) : sentence.index]):
            yield other
            if other.block.kind == HEADING:
                return

    # -- when

    def when(self, start: int, end: int, use: str, until: int | None = None, since: int | None = None) -> When:
        """The year that holds for ``text[start:end]``.

        Parameters
        ----------
        start, end : int
            The span.
        use : {"horizon", "measure", "grant"}
            What the year means: by when a plan is to be reached; when a size was or will be measured; when money is paid.
            A plan's term and the sentences before count for a horizon only.
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
            years = [date for span in (cell.row, cell.header) for date in self._dates_between(*span) if date.year and date.kind != "day"]
            return When(years[0].year) if years else When()
        found = self._explicit(sentence, start, end, use, until, since)
        if use != "horizon" or found and RELATIVE_DATE not in found.flags:
            return found or When()
        term = self._term(sentence.start, sentence.end)
        return When(term) if term else found or self._horizon_before(sentence)

    def _horizon_before(self, sentence: Sentence) -> When:
        """The horizon that the sentences before set: of the same block, of the head of a list, of a table."""
        if _NEW_TOPIC.match(sentence.text):
            return When()
        for other in self._sentences_before(sentence):
            if other.block.kind == CELL:
                year = max((date.year_high or date.year for date in self._dates_between(other.start, other.end) if date.year), default=None)
                found = When(year) if year else None
            elif other.block == sentence.block or sentence.block.kind == ITEM:
                found = self._explicit(other, other.end, other.end, "horizon") or When(self._term(other.start, other.end))
            else:
                break
            if found and found.year:
                return When(found.year, (*found.flags, YEAR_FROM_CONTEXT))
            if _NEW_TOPIC.match(other.text):
                break
        return When()

    def _dates_between(self, start: int, end: int) -> list[DateMention]:
        return self.dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]

    def _term(self, start: int, end: int) -> int | None:
        """The last year of a range in a sentence, as the term of a plan: "(2022-2024)"."""
        ranges = [date.year_high for date in self._dates_between(start, end) if date.kind == "range"]
        return max(ranges, default=None)

    def _explicit(self, sentence: Sentence, start: int, end: int, use: str, until: int | None = None, since: int | None = None) -> When | None:
        """The year that the sentence itself gives: right behind the span, else nearest before it, else behind it."""
        stop = min(until or sentence.end, sentence.end)
        behind = [d for d in self._dates_between(end, stop) if self._governs(d, use, after=True)]
        if use == "horizon" and not behind:  # one year at the end of a list holds for all of it
            later = [d for d in self._dates_between(stop, sentence.end) if self._governs(d, use, after=True)]
            behind = later if len(later) == 1 else []
        near = behind[0] if behind and self._is_near(end, behind[0].start) else None
        before = [d for d in self._dates_between(since or sentence.start, start) if self._governs(d, use) and self._holds_on(sentence, d, start, use)]
        far = behind[0] if behind and use != "grant" and not _NEXT_STEP.search(self.text, end, behind[0].start) else None
        for date in (near, before[-1] if before else None, far):
            if date and (year := self._year(date)):
                return year
        return None

    def _is_near(self, end: int, date_start: int) -> bool:
        gap = self.text[end:date_start]
        return len(gap) <= 70 and not re.search(r"[,;:]|\band\b", gap)

    def _holds_on(self, sentence: Sentence, date: DateMention, start: int, use: str) -> bool:
        """Whether a date before a span still holds there: a semicolon ends it, unless it opens the sentence."""
        return use == "horizon" or ";" not in self.text[date.end : start] or date.start - sentence.start < 40

    def _governs(self, date: DateMention, use: str, after: bool = False) -> bool:
        """Whether a date can say when something is to be or was, and not when a plan came out or an event took place."""
        if date.kind in ("range", "weekday", "day"):
            return False
        if date.kind == "offset":
            return date.unit == "year" and (use != "grant" or (date.shift or 0) > 0)
        if date.year is None and not (date.relative and date.unit == "year"):
            return False
        context = self.text[max(0, date.start - 40) : date.start]
        if date.text.lower().startswith("end"):
            return True
        how = _BEFORE_YEAR.search(context)
        if not how or _EVENT.search(context):
            return False
        if use == "horizon" and (date.month and how["how"].lower() == "in" or date.year and str(date.year) < self.published[:4]):
            return False
        return use != "grant" or how["how"].lower() in _FUTURE or after

    def _year(self, date: DateMention) -> When | None:
        iso, flags = resolve_date(date, self.published)
        return When(int(iso[:4]), tuple(f for f in flags if f == RELATIVE_DATE)) if iso else None
