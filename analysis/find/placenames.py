"""Names of places in English text: where they are printed, and what each could mean.

One pass over the capitalised words finds names of the gazetteer, a second the zones that bear no such name. Which
candidate is meant is settled in `analysis.find.places`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.find.gazetteer import COUNTRY, COUNTY, REGION, ZONE, Gazetteer, Place, gazetteer, is_pinyin, is_syllable

_WORD = re.compile(r"\b[A-ZÜ][A-Za-zÀ-ÿ]*(?:['’][A-Za-z]{2,})*")

# What a division calls itself after its name, and the types of division that may be meant.
_TYPE = re.compile(
    r"[ \n](?P<type>Special Administrative Region|SAR"
    r"|(?:[A-Z][a-z]+ ){0,3}Autonomous (?:Region|Prefecture|County|Banner)"
    r"|New (?:Area|District)|[Pp]rovince|[Mm]unicipality|[Cc]ity|[Pp]refecture|[Dd]istrict|[Cc]ounty|[Bb]anner|League)"
    r"(?![\w-])"
)
_MEANT = {
    "region": {"province"},
    "sar": {"province"},
    "province": {"province"},
    "municipality": {"city"},
    "city": {"city"},
    "prefecture": {"prefecture"},
    "league": {"prefecture"},
    "area": {"district"},
    **{word: {"district", "county", "banner", "other"} for word in ("district", "county", "banner")},
}

# "High-tech Zone", "Economic and Technological Development Area", "Science and Technology City", "Free Trade Port"
_MODIFIER = (
    r"(?:national(?:[- ]level)?|state-level"
    r"|high-? ?(?:(?:and|&)[- ]new[- ])?tech(?:nolog(?:y|ical))?|hi-?tech|sci-?tech"
    r"|econom(?:ic|y)|technolog(?:y|ical)|scien(?:ce|tific)|industr(?:y|ies|ial)|innovati(?:on|ve)|development|new|future"
    r"|pilot|free|trade|bonded|comprehensive|demonstration|experimental|export|processing|cooperation|special|airport"
    r"|aviation|port|ecological|tourism|logistics|entrepreneurship|independent|software|knowledge|university"
    r"|cross-border|e-commerce)"
)
_JOIN = r"(?:[ \n](?:and|&)[ \n]|, ?|[ \n]|-)"
_KIND = r"(?:zone|area|city|trade[ \n]port|valley|(?:(?<=new )|(?<=tech ))district)(?![\w-])"
_ZONE = rf"{_MODIFIER}(?:{_JOIN}{_MODIFIER})*[ \n]{_KIND}"
_ZONE_TAIL = re.compile(rf"[ \n](?P<zone>{_ZONE})", re.IGNORECASE)
_SUBCENTRE_TAIL = re.compile(r"(?:['’]s)?[ \n](?:city |urban |municipal )?sub-?cent(?:er|re)\b", re.IGNORECASE)
_SUBCENTRE_HEAD = re.compile(r"\b[Ss]ub-?[Cc]ent(?:er|re) of (?:the )?\Z")
_ZONE_HEAD = re.compile(
    r"[ \n](?:Zone|(?:New|Development) Area|(?:Technology|Tech|Science|New|Software|Knowledge) City|Trade Port)\b"
)
_ZONE_START = re.compile(
    rf"(?:(?P<own>\b(?!(?:the|in|at|from|and|its|this) )(?-i:[A-Z])[\w'’]+) )?\b(?P<zone>{_ZONE})\Z", re.IGNORECASE
)
_LONGEST_ZONE = 90
_DISTINCT = re.compile(r"\bFuture .*")
_EXPERIMENT = re.compile(r"\b(?:pilot|demonstration|experimental|cooperation)\b(?!.* trade)", re.IGNORECASE)

# Between two places, of which one may lie in the other: "Huangpu District, Guangzhou", "Guangzhou's Huangpu".
_LINK = re.compile(r"(?:['’]s)?[ \n]|,[ \n]?|[ \n]?[(（]|(?:,| lies)? (?:of|in)(?: the)? |[ ]?[-–][ ]?")
_LONGEST_LINK = 10
_SENTENCE_WORDS = {"an", "you"}  # Chinese surnames that begin an English sentence more often

_NEXT_WORD = re.compile(r"[)）]?[ \n](?P<word>[A-Z][\w-]*)")
_CALENDAR = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|Q[1-4]"
)
_WORD_BEFORE = re.compile(r"([A-Za-zü]+) \Z")


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A printed place.

    Parameters
    ----------
    start, end : int
        Code points of the whole name with its type word: "Yubei District", "Dalian High-tech Zone".
    text : str
        What stands there.
    name : str
        What a table calls it: without city, province, district or county; zones keep their full name.
    place : Place, optional
        The place meant; None as long as that is open.
    candidates : tuple of Place
        What the name could mean, higher levels first.
    type : str
        The type word in lower case ("district"), empty where there is none.
    inside_name : bool
        A capitalised word follows, so the place may be part of another name: "Shanghai University".
    linked : bool
        Nothing but a comma, "of", "in", a genitive or the like stands between this and the next place.
    from_context : bool
        The name does not say where it is: "the High-tech Zone".
    """

    start: int
    end: int
    text: str
    name: str
    place: Place | None
    candidates: tuple[Place, ...]
    type: str = ""
    inside_name: bool = False
    linked: bool = False
    from_context: bool = False


def find_places(text: str, start: int = 0, end: int | None = None) -> list[PlaceMention]:
    """All places printed in ``text[start:end]``, in order, with what they could mean.

    County names that are also English words, that have one syllable, or that follow a surname count only with a
    type word: "Li County" but not "Li"; "Wang Guilin" is a person.

    Examples
    --------
    >>> [(m.text, m.name, len(m.candidates)) for m in find_places("in Heping District, Shenyang")]
    [('Heping District', 'Heping', 3), ('Shenyang', 'Shenyang', 1)]
    """
    end = len(text) if end is None else end
    named = list(_named(text, start, end))
    mentions = sorted([*named, *_nameless_zones(text, start, end, named)], key=lambda mention: mention.start)
    for i in range(len(mentions) - 2, -1, -1):
        first, second = mentions[i], mentions[i + 1]
        if second.start - first.end <= _LONGEST_LINK and _LINK.fullmatch(text, first.end, second.start):
            # "Shanghai Zhangjiang Group": what makes the second part of a name makes the first so too.
            inside = second.inside_name if text[first.end : second.start] == " " else first.inside_name
            mentions[i] = replace(first, linked=True, inside_name=inside)
    return mentions


def _named(text: str, start: int, end: int) -> Iterator[PlaceMention]:
    """Mentions that begin with a name of the gazetteer."""
    known = gazetteer()
    by_name, longer = known.by_name, known.longer
    covered = start
    for word in _WORD.finditer(text, start, end):
        key = word[0].lower()
        if (key not in by_name and key not in longer) or word.start() < covered:
            continue
        name_end, candidates = word.end(), by_name.get(key, ())
        if key in longer and (rest := longer[key][0].match(text, name_end, end)):
            name_end, candidates = rest.end(), longer[key][1][_spaced(rest[0])]
        if candidates and (mention := _mention(text, word.start(), name_end, end, candidates, known)):
            covered = mention.end
            yield mention


def _spaced(rest: str) -> str:
    """The rest of a longer name as it stands in the index."""
    return rest.lower().translate({10: " ", 0x2013: "-", 0x2014: "-"})


def _mention(
    text: str, start: int, end: int, limit: int, candidates: tuple[Place, ...], known: Gazetteer
) -> PlaceMention | None:
    """The mention of a name that stands at ``text[start:end]``, or None where it is no place."""
    printed = " ".join(text[start:end].split())
    zone = _ZONE_TAIL.match(text, end, limit) or _SUBCENTRE_TAIL.match(text, end, limit)
    if zone and _divides(zone[0].strip(), candidates):
        return _zone_mention(text, start, zone.end(), candidates)
    if zone and candidates[0].level == COUNTY and not any(place.type == "district" for place in candidates):
        name = " ".join(text[start : zone.end()].split())  # "Wuxiang New District" is none of Wuxiang County's
        return replace(_finished(text, start, zone.end(), name, (), "zone"), from_context=True)
    if head := _SUBCENTRE_HEAD.search(text, max(0, start - 20), start):
        mention = _zone_mention(text, head.start(), end, candidates)
        city = _TYPE.match(text, end, limit)
        return replace(mention, end=city.end(), text=text[head.start() : city.end()]) if city else mention
    if title := _TYPE.match(text, end, limit):
        word = title["type"].lower().rsplit(maxsplit=1)[-1]
        meant = tuple(place for place in candidates if place.type in _MEANT[word])
        if meant:
            return _finished(text, start, title.end(), printed, meant, word)
        if candidates[0].level == COUNTY:  # "Fuxing City" is no district of Fuxing
            return None
    if not _stands_alone(text, start, printed, candidates, known):
        return None
    if is_syllable(printed):
        candidates = tuple(place for place in candidates if place.level != COUNTY)
    return _finished(text, start, end, printed, candidates, "") if candidates else None


def _divides(tail: str, candidates: tuple[Place, ...]) -> bool:
    """Whether the words after a name make a zone of it.

    "Pudong New Area" is the district itself, "Zhejiang development area" and "Hefei Pilot City" are descriptions.
    """
    if candidates[0].level in (COUNTRY, REGION):
        return False
    if candidates[0].level == COUNTY and tail.lower() in ("new area", "new district"):
        return False
    if tail.lower().endswith("zone"):
        return tail[0].isupper() or not _EXPERIMENT.search(tail)
    return "cent" in tail or (tail[0].isupper() and not _EXPERIMENT.search(tail))


def _stands_alone(text: str, start: int, printed: str, candidates: tuple[Place, ...], known: Gazetteer) -> bool:
    """Whether a name without a type word is a place at all."""
    if printed.lower() in known.ordinary:
        return False
    level = candidates[0].level
    if printed.isupper() and level == COUNTY:  # an abbreviation rather than a county
        return False
    found = _WORD_BEFORE.search(text, max(0, start - 12), start)
    before = found[1] if found else ""
    if len(printed) <= 3 and level in (COUNTRY, REGION):  # neither "US$" nor the pronoun in "CONTACT US"
        return printed.isupper() and text[start + 2 : start + 3] != "$" and not before.isupper()
    if not before[:1].isupper() or before.lower() in _SENTENCE_WORDS or level == COUNTRY:
        return True
    return before.lower() not in known.surnames


def _finished(
    text: str, start: int, end: int, name: str, candidates: tuple[Place, ...], type_word: str
) -> PlaceMention:
    """A mention with what follows it looked at."""
    following = _NEXT_WORD.match(text, end)
    inside = following is not None and not _CALENDAR.fullmatch(following["word"])
    place = candidates[0] if len(candidates) == 1 else None
    return PlaceMention(start, end, text[start:end], name, place, candidates, type_word, inside)


def _zone_mention(text: str, start: int, end: int, candidates: tuple[Place, ...]) -> PlaceMention:
    """A zone named after the place in which it lies: it has that place's code and province."""
    name = " ".join(text[start:end].split())
    if distinct := _DISTINCT.search(name):  # "Hangzhou Future Technology City" is known by its own name
        name = distinct[0]
    zones = tuple(zone_in(place, name) for place in candidates if place.level == candidates[0].level)
    return _finished(text, start, end, name, zones, "zone")


def zone_in(place: Place, name: str) -> Place:
    """A zone that lies in a place and has its code and province."""
    return Place(name, ZONE, place.code, place.province, place.code)


def _nameless_zones(text: str, start: int, end: int, named: Sequence[PlaceMention]) -> Iterator[PlaceMention]:
    """Zones that do not begin with a known place: "the High-tech Zone", "Future Science and Technology City"."""
    starts = [mention.start for mention in named]
    for head in _ZONE_HEAD.finditer(text, start, end):
        window = max(start, head.end() - _LONGEST_ZONE)
        before = bisect_left(starts, head.end()) - 1
        if before >= 0:
            window = max(window, named[before].end)
        zone = _ZONE_START.search(text, window, head.end())
        if not zone or not text[zone.start()].isupper() or _EXPERIMENT.search(zone["zone"]):
            continue
        if zone["own"] and not is_pinyin(zone["own"]):  # "Metaverse Development Zone" is no administration
            continue
        first = zone.start()
        name = " ".join(text[first : head.end()].split())
        yield replace(_finished(text, first, head.end(), name, (), "zone"), from_context=True)
