"""From one document to its rows: `find` the mentions, `relate` them. A pure function, to be mapped by any executor."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from analysis.document import Document, Sentence
from analysis.find import bodies, dates, money, places
from analysis.find.cues import Cue, find_cues
from analysis.mention import Row
from analysis.relate import sayings
from analysis.relate.alliances import alliances
from analysis.relate.funding import funding
from analysis.relate.memberships import memberships
from analysis.relate.policies import policies
from analysis.relate.setting import Setting
from analysis.relate.targets import targets

_UNTIL = re.compile(r"\b(?:by|until|till|before|to|through|from)(?: the)?(?: end of)? $", re.IGNORECASE)
RELATIONS = (alliances, memberships, funding, policies, targets)


@dataclass(frozen=True)
class Found:
    """What was found in a document, each kind found once, when it is first asked for."""

    document: Document

    @cached_property
    def places(self) -> list[places.PlaceMention]:
        """Places, homonyms settled."""
        return places.resolve(places.find_places(self.document.text))

    def places_between(self, start: int, end: int) -> list[places.PlaceMention]:
        """Places inside ``text[start:end]``."""
        return [
            p
            for p in self.places[bisect_left(self._place_starts, start) : bisect_left(self._place_starts, end)]
            if p.end <= end
        ]

    @cached_property
    def _place_starts(self) -> list[int]:
        return [place.start for place in self.places]

    @cached_property
    def dates(self) -> list[dates.DateMention]:
        """Dates and years."""
        return dates.find_dates(self.document.text)

    def dates_between(self, start: int, end: int) -> list[dates.DateMention]:
        """Dates inside ``text[start:end]``."""
        return self.dates[bisect_left(self._date_starts, start) : bisect_left(self._date_starts, end)]

    @cached_property
    def _date_starts(self) -> list[int]:
        return [date.start for date in self.dates]

    def year_before(self, offset: int) -> int | None:
        """The last full year printed before ``offset``: what a date without a year may belong to."""
        return next(
            (
                d.year
                for d in reversed(self.dates[: bisect_left(self._date_starts, offset)])
                if d.year and d.kind in ("day", "month")
            ),
            None,
        )

    @cached_property
    def latest_year(self) -> int | None:
        """The latest year of a full date that is no goal: where nothing else tells, that of the report itself."""
        text = self.document.text
        full = [d for d in self.dates if d.year and d.kind in ("day", "month")]
        return max((d.year for d in full if not _UNTIL.search(text, max(0, d.start - 20), d.start)), default=None)

    @cached_property
    def only_year(self) -> int | None:
        """The year of all full dates of the document, where they are of one year: its own, as far as can be told."""
        years = {date.year for date in self.dates if date.kind == "day" and date.year}
        return years.pop() if len(years) == 1 else None

    @cached_property
    def published(self) -> str:
        """The document's own date, ISO and as precise as known; empty where unknown."""
        return dates.published_date(self.document.text, self.document.meta)

    @cached_property
    def setting(self) -> Setting:
        """Where and when the document's statements hold."""
        return Setting(self.document, self)

    @cached_property
    def amounts(self) -> list[money.Amount]:
        """Amounts of money."""
        return money.find_amounts(self.document.text)

    @cached_property
    def bodies(self) -> list[bodies.Body]:
        """Collective bodies, with all their mentions."""
        return bodies.find_bodies(self.document)

    def founding_cues(self, sentence: Sentence) -> list[Cue]:
        """Cues of the lexicon ``founding`` in a sentence, found once however many bodies it names."""
        if sentence.index not in self._founding_cues:
            tokens = sentence.tokens
            ends = [k for k, token in enumerate(tokens) if token.text == ")"]
            skip = {i: next((k + 1 for k in ends if k > i), i + 1) for i, t in enumerate(tokens) if t.text == "("}
            self._founding_cues[sentence.index] = find_cues("founding", tokens, skip)
        return self._founding_cues[sentence.index]

    @cached_property
    def _founding_cues(self) -> dict[int, list[Cue]]:
        return {}

    @cached_property
    def sayings(self) -> list[sayings.Saying]:
        """The bodies to be coded, with what is said of them."""
        return sayings.sayings(self.document, self)


@dataclass(frozen=True)
class Extraction:
    """A document and the rows found in it."""

    document: Document
    rows: list[Row]


def extract(document: Document) -> Extraction:
    """All rows of one document, table by table."""
    found = Found(document)
    return Extraction(document, [row for relate in RELATIONS for row in relate(document, found)])
