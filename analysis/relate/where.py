"""Where something holds: the place that governs a span of a document.

A place is looked for in this order:

1. in the span's own sentence, the strongest mention (see `Places.strength`): a place that acts ("Hefei will ..."), the
   place in the title of a policy, a free-standing place, then places inside other names, regions and countries;
2. what "the district" or "the city" in that sentence refers back to;
3. in the sentences before, nearest first: of the same block, then through the section up to its heading;
4. the document's main place.

Of places that lie in each other and are named together the most specific one is meant. A cell of a small table has the
place of its row, else of its header.
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
from analysis.find.gazetteer import COUNTRY, REGION
from analysis.find.grids import Grids
from analysis.find.places import Place, PlaceMention, broader
from analysis.segment import HEADING, ITEM

if TYPE_CHECKING:
    from analysis.extract import Found

PLACE_FROM_CONTEXT = "place_from_context"
_CHUNK = 1000
SENTENCES_BACK = 12
"""How many sentences before a span a place or a year may be taken from."""

_POLICY_NOUN = (
    r"(?:Plans?|Measures|Polic(?:y|ies)|Opinions|Regulations|Reports?|Guidelines?|Outline|Programme|Articles|Rules"
    r"|Strategy|Blueprint|Roadmap)"
)
_IN_TITLE = re.compile(
    rf"(?:['’]s)?(?:[ ](?:[A-Z\d“\"'‘(][\w.'’”\"+)-]*,?|and|of|for|on|to|in|the))*?[ ]{_POLICY_NOUN}\b"
)
_TITLE_BEFORE = re.compile(rf"[“\"《「‘'][^”\"》」\n]{{0,140}}{_POLICY_NOUN}[^”\"》」\n]{{0,140}}$")
_ACTS = re.compile(
    r"(?:['’]s?\b|[ ](?:will|would|also|is|has|are|have|was|to|should|can|may|wants|aims|hopes|said|set|sets|put"
    r"|puts|plans?|expects?|goes|had|itself|alone|came|took|gave|held|made|began|brought|wrote|saw|went|built|won"
    r"|drew"
    r"|[a-z]{3,}(?:ed|es|[^s]s)(?= (?!of)))\b)"
)
_LABEL = re.compile(r"(?:^|[\n;:.…|•]\s*)$")
_ORGAN = re.compile(
    r"(?:['’]s)?(?: (?:Municipal|District|City|Provincial|County|Town|People['’]s))*"
    r" (?:[Gg]overnments?|[Aa]uthorit(?:y|ies)|Management Committee|Administrative Committee|[Mm]ayor|[Gg]overnor"
    r"|Finance|(?:Municipal|District|City|Provincial) (?:\w+ ){0,8}?(?:Bureau|Commission|Department|Office))\b"
)
_LOCATIVE = re.compile(r"\b(?:in|for|across|throughout|of)(?: the)? $", re.IGNORECASE)
_VENTURE = re.compile(r"(?: [A-Z][\w-]*){1,8}? (?:Fund|Park|Base|Project|Zone)\b")
_CURRENCY = re.compile(r"\s?(?:\$|[Dd]ollars?\b|yuan\b|won\b)")
_ANAPHOR = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|[Tt]his) (?:whole |entire )?(district|city|province|county|zone|municipality|state|country"
    r"|nation|central government|national(?= (?:[“\"]?[\w-]+[”\"]? ){0,3}[Ff]und))\b"
    r"(?!['’]s (?:first|largest|only|most))"
)
_PART_OF_NAME = re.compile(
    r"\b(?!(?:Governments?|City|Province|County|Municipality|District|Zone|Committee|Plan|Measures|Policies|Bureau"
    r"|Department|Commission|Sub-?cent(?:er|re)|Town)\b)[A-Z][a-z]+ of (?:the )?$"
)
_ADJECTIVE = re.compile(r"-[a-z]+(?:ed|ing|made|wide)\b")
_ANAPHOR_LEVELS = {
    "district": ("county",),
    "county": ("county",),
    "city": ("prefecture", "province"),
    "municipality": ("prefecture", "province"),
    "province": ("province",),
    "zone": ("zone",),
}
_MUNICIPALITIES = frozenset(("CN-BJ", "CN-TJ", "CN-SH", "CN-CQ"))
_WORLDWIDE = re.compile(r"\b(?:worldwide|global(?:ly)?|(?:around|of|in) the world|abroad|overseas)\b", re.IGNORECASE)
_ACTING, _TITLE, _FREE, _INSIDE, _WIDE = 4.0, 3.5, 3.0, 1.0, 2.0
_PLACES_BACK = 30
_PLAIN = 2.0
"""A place at least this strong holds for its sentence."""


@dataclass(frozen=True, slots=True)
class Where:
    """A place as tables want it: name and ISO code of the province; empty where unknown. ``flags`` as in `Row`."""

    place: str = ""
    province: str = ""
    flags: tuple[str, ...] = ()


class Places:
    """Where the statements of one document hold."""

    def __init__(self, document: Document, found: Found, grids: Grids):
        self.document, self.text, self.grids = document, document.text, grids
        # A name that could mean several places, and does not tell which, says nothing; nor does that of a currency.
        self.mentions = [m for m in found.places if (m.place or not m.candidates) and not self._is_no_setting(m)]
        self._starts = [mention.start for mention in self.mentions]
        self._strengths: dict[int, float] = {}

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
            named = self._best(self._between(*cell.row), cell.row[1]) or self._best(
                self._between(*cell.header), cell.header[1]
            )
            return self._as_where(named) if named else self._as_where(self.main_place, PLACE_FROM_CONTEXT)
        here = self._in_sentence(sentence, start, end)
        if here and self.strength(here) >= _PLAIN:
            return self._as_where(here)
        if back := self._anaphor(sentence, start):
            return back
        if depth != "sentence":
            earlier = self._before(sentence, whole_section=depth != "block")
            if earlier and (not here or self.strength(earlier) > self.strength(here)):
                return self._as_where(earlier, PLACE_FROM_CONTEXT)
            if back := self._referred_to_before(sentence):
                return back
        if here and (depth == "document" and self.strength(here) >= 0 or here.start >= start):
            return self._as_where(here)
        return self._as_where((self.main_place or here) if depth == "document" else None, PLACE_FROM_CONTEXT)

    def _is_no_setting(self, mention: PlaceMention) -> bool:
        """Whether a place is part of a currency or of an adjective: "Hong Kong dollars", "Seoul-based"."""
        return bool(_CURRENCY.match(self.text, mention.end) or _ADJECTIVE.match(self.text, mention.end))

    def is_worldwide(self, sentence: Sentence, at: int) -> bool:
        """Whether a sentence speaks, near ``at``, of the whole world."""
        return bool(_WORLDWIDE.search(self.text, *window(sentence, at)))

    def acting(self, start: int, end: int) -> PlaceMention | None:
        """The last place that acts in ``text[start:end]``: "South Korea will ..."."""
        return next((mention for mention in reversed(self._between(start, end)) if self.acts(mention)), None)

    @cached_property
    def main_place(self) -> PlaceMention | None:
        """The place the document is about: the strongest of its first heading, else the one named most often, else one
        in a name in that heading.
        """
        first = next((s for s in self.document.sentences if s.block.kind == HEADING), None)
        span = (opening(self.text, first, first.start), first.end) if first else (0, 0)
        headed = self._best(self._between(*span), span[1])
        if headed and self.strength(headed) >= _PLAIN:
            return headed
        counts = Counter(mention.name for mention in self.mentions if self.strength(mention) >= _FREE)
        name, often = counts.most_common(1)[0] if counts else ("", 0)
        if often > 1 or len(counts) == 1:
            return next(m for m in self.mentions if m.name == name)
        return headed if headed and headed.place and headed.place.province else None

    @staticmethod
    def _as_where(mention: PlaceMention | None, *flags: str) -> Where:
        if mention is None:
            return Where()
        return Where(mention.name, mention.place.province if mention.place else "", flags)

    def _between(self, start: int, end: int) -> list[PlaceMention]:
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _in_sentence(self, sentence: Sentence, start: int, end: int) -> PlaceMention | None:
        last = window(sentence, start)[1]
        before = self._between(opening(self.text, sentence, start), end)
        best = self._best(before, start)
        after = [m for m in self._between(end, last) if self._is_locative(m, end)]
        if after and (not best or self.strength(best) < _FREE or self._inside(best, after[0])):
            return after[0]
        return best

    def _is_locative(self, mention: PlaceMention, end: int) -> bool:
        """Whether a place behind a span says where: "100 billion yuan of output in Kunshan"."""
        gap = self.text[end : mention.start]
        return (
            len(gap) < 120
            and not re.search(r"[,;:.]", gap)
            and bool(_LOCATIVE.search(gap))
            and not (mention.inside_name and not _VENTURE.match(self.text, mention.end))
        )

    def _best(self, mentions: list[PlaceMention], start: int) -> PlaceMention | None:
        """The strongest of the places before ``start``, nearer before farther ones; of a chain its most specific."""
        if not mentions:
            return None
        best = max(mentions, key=lambda m: (self.strength(m) - self._separation(m, start), m.start))
        for mention in reversed(mentions):  # "Binhu District, Wuxi City, Jiangsu Province" is printed inside out
            linked = self._linked(mention, best)
            if self._inside(best, mention) and (linked or self.acts(mention) or self._in_policy(mention)):
                best = mention
        first = next((m for m in mentions if m.end < best.start and self.text[m.end : best.start] == " and "), None)
        return first if first and self.strength(first) >= _FREE else best

    def _separation(self, mention: PlaceMention, start: int) -> float:
        gap = self.text[mention.end : start]
        return 2.5 * gap.count(";") + 0.25 * gap.count(",") + len(gap) / 400

    def _linked(self, a: PlaceMention, b: PlaceMention) -> bool:
        first, second = sorted((a, b), key=lambda m: m.start)
        return second.start - first.end <= 12 and not re.search(r"\band\b|[;.]", self.text[first.end : second.start])

    @staticmethod
    def _inside(outer: PlaceMention, inner: PlaceMention) -> bool:
        return bool(outer.place and inner.place and broader(outer.place, inner.place))

    def acts(self, mention: PlaceMention) -> bool:
        """Whether a place is what a statement is about: "Hefei will ...", "Shanghai's", "Kunshan: ..."."""
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

    def strength(self, mention: PlaceMention) -> float:
        """How much a mention says about where something holds; a region or a country says less."""
        if mention.start not in self._strengths:
            if self.acts(mention):
                strength = _ACTING
            elif self._in_policy(mention):
                strength = _TITLE
            else:
                named = mention.inside_name or _PART_OF_NAME.search(
                    self.text, max(0, mention.start - 30), mention.start
                )
                strength = _INSIDE if named and not _ORGAN.match(self.text, mention.end) else _FREE
            wide = mention.place is None or mention.place.level == COUNTRY or _is_chinese_region(mention.place)
            self._strengths[mention.start] = strength - _WIDE if wide else strength
        return self._strengths[mention.start]

    def _anaphor(self, sentence: Sentence, start: int) -> Where | None:
        """The place that "the district" or "the city" before a span refers to."""
        words = list(_ANAPHOR.finditer(self.text, window(sentence, start)[0], start))
        if not words:
            return None
        levels = _ANAPHOR_LEVELS.get(words[-1][1].lower())
        if levels is None:  # "the state"
            return Where("China", "", (PLACE_FROM_CONTEXT,))
        last = bisect_left(self._starts, words[-1].start())
        earlier = self.mentions[max(0, last - _PLACES_BACK) : last]
        noun = words[-1][1].lower()
        fitting = [m for m in (self.main_place, *earlier) if m and m.place and m.place.level in levels]
        fitting = [m for m in fitting if not (noun == "province" and m.place.province in _MUNICIPALITIES)]
        plain = (m for m in reversed(fitting) if self.strength(m) >= _FREE)
        referent = next(plain, fitting[-1] if fitting else None)
        return self._as_where(referent, PLACE_FROM_CONTEXT) if referent else None

    def _referred_to_before(self, sentence: Sentence) -> Where | None:
        """What "our city" in a sentence before, of the same block, refers to."""
        same_block = (other for other in sentences_before(self.document, sentence) if other.block == sentence.block)
        return next(filter(None, (self._anaphor(other, other.end) for other in same_block)), None)

    def _before(self, sentence: Sentence, whole_section: bool) -> PlaceMention | None:
        """The place of the nearest sentence before that names one plainly, else a weak one of the same block."""
        weak = None
        for other in sentences_before(self.document, sentence):
            if not whole_section and other.block != sentence.block:
                break
            best = self._best(self._between(opening(self.text, other, other.end - 1), other.end), other.end)
            if best and self.strength(best) >= _FREE - (other.block.kind == HEADING):
                return best
            if best and not weak and other.block == sentence.block:
                weak = best
        return weak


def _is_chinese_region(place: Place) -> bool:
    """Whether a place spans provinces; a foreign city is a region too, but says as much as a city."""
    return place.level == REGION and not re.fullmatch(r"(?!CN)[A-Z]{2}", place.code)


def window(sentence: Sentence, at: int) -> tuple[int, int]:
    """The sentence; of a very long one (a list without full stops) only what is near ``at``."""
    if sentence.end - sentence.start <= 3 * _CHUNK:
        return sentence.start, sentence.end
    first = sentence.start + (at - sentence.start) // _CHUNK * _CHUNK
    return max(sentence.start, first - _CHUNK), min(sentence.end, first + 2 * _CHUNK)


def opening(text: str, sentence: Sentence, at: int) -> int:
    """Where the `window` begins, with the label before a sentence: "Kunshan: 100bn yuan by 2025"."""
    first = window(sentence, at)[0]
    return text.rfind("\n", 0, first) + 1 if first == sentence.block.start else first


def sentences_before(document: Document, sentence: Sentence) -> Iterator[Sentence]:
    """Sentences before one, nearest first, up to the heading of its section."""
    for other in reversed(document.sentences[max(0, sentence.index - SENTENCES_BACK) : sentence.index]):
        yield other
        if other.block.kind == HEADING:
            return


def head_of_list(document: Document, sentence: Sentence) -> Sentence | None:
    """The sentence that announces the list in which an item stands; None for anything but an item."""
    if sentence.block.kind != ITEM:
        return None
    return next((other for other in sentences_before(document, sentence) if other.block.kind != ITEM), None)
