"""From one document to its rows: `find` the mentions, `relate` them. A pure function, to be mapped by any executor."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analysis.document import Document
from analysis.evidence import Row
from analysis.find import bodies, dates, money, places


@dataclass(frozen=True)
class Found:
    """What was found in a document, each kind found once, when it is first asked for."""

    document: Document

    @cached_property
    def places(self) -> list[places.PlaceMention]:
        """Places, homonyms settled."""
        return places.resolve(places.find_places(self.document.text))

    @cached_property
    def dates(self) -> list[dates.DateMention]:
        """Dates and years."""
        return dates.find_dates(self.document.text)

    @cached_property
    def published(self) -> str:
        """The document's own date, ISO and as precise as known; empty where unknown."""
        return dates.published_date(self.document.text, self.document.meta)

    @cached_property
    def amounts(self) -> list[money.Amount]:
        """Amounts of money."""
        return money.find_amounts(self.document.text)

    @cached_property
    def bodies(self) -> list[bodies.Body]:
        """Collective bodies, with all their mentions."""
        return bodies.find_bodies(self.document)


@dataclass(frozen=True)
class Extraction:
    """A document and the rows found in it."""

    document: Document
    rows: list[Row]


def extract(document: Document) -> Extraction:
    """All rows of one document, table by table."""
    from analysis.relate import RELATIONS

    found = Found(document)
    return Extraction(document, [row for relate in RELATIONS for row in relate(document, found)])
