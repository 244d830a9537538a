"""Places in English text, and which place each printed name means.

`find_places` reads the text once and says what a name could mean; `resolve` settles homonyms by the rest of
the document. What nothing settles stays empty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.find.gazetteer import COUNTRY, COUNTY, PROVINCE, ZONE, Place, broader, gazetteer, lineage
from analysis.find.placenames import PlaceMention, find_places, zone_in

__all__ = ["Place", "PlaceMention", "broader", "find_places", "resolve"]

NEAR = 400
"""Within so many characters the nearest parent settles a homonym; beyond, the one named most often."""


def resolve(mentions: Sequence[PlaceMention], default: Place | None = None) -> list[PlaceMention]:
    """Settle which place each mention means by the other places of the document.

    In this order: a chain of places ("Huangpu District, Guangzhou"); the sense the name has elsewhere in the
    document; the higher level, where the name itself does not say "district"; the candidate whose city or province
    is named nearest, then most often. A district or county named without type word counts only where its city is
    named too. Zones without a place of their own lie where the text is.

    Parameters
    ----------
    mentions : sequence of PlaceMention
        From `find_places`, all of one document.
    default : Place, optional
        Where the document is from; decides where nothing else does.
    """
    settled = list(mentions)
    senses: defaultdict[str, set[Place]] = defaultdict(set)
    for i, mention in enumerate(settled):
        chained = _by_chain(settled, i)
        place = chained or (mention.place if mention.type or _is_sure(mention) else None)
        settled[i] = replace(mention, place=place)
        if place and (chained or mention.type):
            senses[mention.name.lower()].add(place)
    for i, support in _unsettled(settled, default):
        mention = settled[i]
        elsewhere = senses[mention.name.lower()].intersection(mention.candidates)
        # "Changsha" is the city, although "Changsha County" lies in it.
        elsewhere = {place for place in elsewhere if not any(broader(other, place) for other in mention.candidates)}
        place = elsewhere.pop() if len(elsewhere) == 1 else _by_support(mention, support)
        settled[i] = replace(mention, place=place)
    return _place_zones(settled, default)


def _unsettled(mentions: list[PlaceMention], default: Place | None) -> Iterator[tuple[int, _Support]]:
    """What is still to be settled, cities before districts: "Suzhou" tells which "Xiangcheng" is meant."""
    for of_cities in (True, False):
        support = _Support(mentions, default)
        for i, mention in enumerate(mentions):
            if mention.place is None and mention.candidates:
                if (mention.candidates[0].level != COUNTY) == of_cities:
                    yield i, support


def _is_sure(mention: PlaceMention) -> bool:
    """Whether a name without type word means one place only, whatever the document says."""
    return len(mention.candidates) == 1 and mention.candidates[0].level != COUNTY


def _by_chain(mentions: Sequence[PlaceMention], i: int) -> Place | None:
    """The candidate that lies in, or around, a candidate of a linked neighbour."""
    mention = mentions[i]
    neighbours = []
    if mention.linked:
        neighbours.append(mentions[i + 1])
    if i and mentions[i - 1].linked:
        neighbours.append(mentions[i - 1])
    for neighbour in neighbours:
        others = (neighbour.place,) if neighbour.place else neighbour.candidates
        for place in mention.candidates:
            if any(_in_each_other(place, other) for other in others):
                return place
    return None


def _in_each_other(a: Place, b: Place) -> bool:
    """Whether one of two places lies in the other; that a place lies in a country says nothing about which it is."""
    return COUNTRY not in (a.level, b.level) and (broader(a, b) or broader(b, a))


class _Support:
    """Where in the document a division, or something inside it, is named beyond doubt."""

    def __init__(self, mentions: Sequence[PlaceMention], default: Place | None):
        self.positions: defaultdict[str, list[int]] = defaultdict(list)
        self.counts: Counter[str] = Counter(lineage(default) if default else ())
        for mention in mentions:
            place = mention.place
            if place and place.level != COUNTRY:
                for code in lineage(place):
                    self.positions[code].append(mention.start)
                    self.counts[code] += 1

    def of(self, place: Place, at: int) -> tuple[int, int] | None:
        """How well the surroundings support a place: closeness of its nearest parent and how often it is named."""
        above = [code for code in lineage(place) if code != place.code or place.level == ZONE]
        named = [code for code in above if self.counts[code]]
        if not named:
            return None
        return max((self._closeness(code, at), self.counts[code]) for code in named)

    def _closeness(self, code: str, at: int) -> int:
        """`NEAR` where the division is named at this very point, 0 where it is not named near it."""
        positions = self.positions[code]
        i = bisect_left(positions, at)
        gaps = [at - positions[i - 1]] if i else []
        if i < len(positions):
            gaps.append(2 * (positions[i] - at))  # what was said counts for more than what will be
        nearest = min(gaps, default=NEAR)
        return max(0, NEAR - nearest)


def _by_support(mention: PlaceMention, support: _Support) -> Place | None:
    """The candidate for which the document speaks, or None."""
    supported = {
        place: worth for place in mention.candidates if (worth := support.of(place, mention.start)) is not None
    }
    preferred = next((place for place in mention.candidates if place.code in gazetteer().preferred), None)
    if preferred and (preferred in supported or not supported):
        return preferred
    candidates = [place for place in mention.candidates if mention.type or _may_be_bare(mention, place, support)]
    if not candidates:
        return None
    if not mention.type:
        candidates = [place for place in candidates if place.level == candidates[0].level]
    if candidates[0].level == PROVINCE or len(candidates) == 1:
        return candidates[0]
    return max((place for place in candidates if place in supported), key=supported.__getitem__, default=None)


def _may_be_bare(mention: PlaceMention, place: Place, support: _Support) -> bool:
    """Whether a name without type word may mean this place: a county only where the city above it is named.

    A county-level city is known by its name alone, unless that is part of a longer one.
    """
    if place.level != COUNTY or support.counts[place.parent]:
        return True
    cities = [candidate for candidate in mention.candidates if candidate.type == "city"]
    return cities == [place] and mention.candidates[0].level == COUNTY and not mention.inside_name


def _place_zones(mentions: list[PlaceMention], default: Place | None) -> list[PlaceMention]:
    """Give zones without a place of their own the place of the text around them.

    "The High-tech Zone" after "Dalian High-tech Zone" is that zone.
    """
    last: Place | None = None
    first = next((mention.place for mention in mentions if mention.place and mention.place.province), None)
    zones: dict[str, Place] = {}
    for i, mention in enumerate(mentions):
        if not mention.from_context:
            if mention.place and mention.place.province:
                last = mention.place
                if mention.place.level == ZONE:
                    zones[_last_words(mention.name)] = mention.place
            continue
        known = zones.get(_last_words(mention.name))
        following = mentions[i + 1].place if mention.linked else None
        around = following or last or default or first
        if known and (known.name == mention.name or known.name.endswith(f" {mention.name}")):
            mentions[i] = replace(mention, name=known.name, place=known)
        elif around and around.province:
            mentions[i] = replace(mention, place=zone_in(around, mention.name))
            zones[_last_words(mention.name)] = mentions[i].place
    return mentions


def _last_words(name: str) -> str:
    """The last two words of a zone's name, under which it is spoken of again."""
    return " ".join(name.split()[-2:])
