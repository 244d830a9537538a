"""Where a body is based, or for which place it stands.

The place in its name goes first; a seat inside that place that the document states ("established in Nansha") is more
specific and replaces it. A body whose name is national stands for the whole country, wherever it was announced.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.find.places import PlaceMention, broader
from analysis.segment import ITEM

if TYPE_CHECKING:
    from analysis.extract import Found
    from analysis.relate.sayings import Saying

_NATIONAL = re.compile(r"\b(?:China|Chinese)\b")
# What introduces a seat, and what only a place of founding.
_SEAT = re.compile(
    r"\b(?:headquarter(?:s|ed)?|based|seat|located|settled|landed|lands|domicile|office place|registered office|home is)\b[^.;]{0,30}$"
    r"|\b(?:the|its) (?:place|location|home|office|address|base|seat) (?:is|will be|lies|stands)\b[^.;]{0,60}$"
    r"|\bha(?:s|ve) its (?:\w+ )?(?:seat|office|offices|base|home|headquarters)\b[^.;]{0,30}$"
    r"|^\W*(?:seat|address|location|place|domicile|base)\s*[:：|][^.;]{0,40}$",
    re.I,
)
_OPENING = 3  # words before the place in a sentence that names nobody: "Headquartered in Luzhou"
_BASED = re.compile(r"-based (?:[\w“\"]+ ){0,3}?[“\"]?$")
_AT_IT = re.compile(r"[”\"’»》]?(?: \([^)]{2,30}\))?,? (?:in|at)(?: the)? $")
_ITS_PLACE = re.compile(
    r" (?:got|has|have|gained|founded|set up|established|launched|created|formed|opened) (?:its|a|the|an)\b"
)
_FOUNDED_IN = re.compile(
    r"(?:established|founded|set up|launched|inaugurated|unveiled|formed|proclaimed|hung with the plate|opened|registered|created|announced|born|being|began work)(?:,? (?:here|officially|on|in|this|last|early|late|yesterday|today|[A-Z][a-z]+|\d{1,4})){0,6}?,? (?:in|at)(?: the)? (?:city of )?$",
    re.I,
)


def seat(document: Document, found: Found, saying: Saying) -> tuple[tuple[str, str], tuple[str, ...]]:
    """Where a body is based.

    Returns
    -------
    place : (name, province)
        As the columns have them; empty where unknown.
    flags : tuple of str
        ``place_from_context`` where neither its name nor a sentence about its founding says it.
    """
    in_name = _in_name(found, saying)
    stated = _stated(document, found, saying)
    seats = [m for m in stated if _SEAT.search(document.text, max(0, m.start - 90), m.start)] or stated
    if in_name and in_name.place.level not in ("country", "region"):
        inside = [m for m in stated if broader(in_name.place, m.place)]
        return _printed(_narrowest(inside) if inside else in_name), ()
    if in_name and in_name.place.level == "region" and seats:
        return _printed(_narrowest(seats)), ()
    if in_name or _NATIONAL.search(saying.body.name) or _under_national(document, saying):
        return (_printed(in_name) if in_name else ("China", "")), ()
    if seats:
        return _printed(_narrowest(seats)), ()
    if not saying.body.mentions:
        return ("", ""), ()
    at = saying.body.mentions[0]
    where = found.setting.where(at.start, at.end)
    return (where.place, where.province), (("place_from_context",) if where.place else ())


def _printed(mention: PlaceMention) -> tuple[str, str]:
    return mention.name, mention.place.province if mention.place else ""


def _under_national(document: Document, saying: Saying) -> bool:
    """Whether it is a national organisation's own: "Committee of the China X Association"."""
    return any(
        p.rule == "parent-in-name" and _NATIONAL.match(document.text[p.start : p.end]) for p in saying.participations
    )


def _in_name(found: Found, saying: Saying) -> PlaceMention | None:
    """The most specific place printed in any form of the body's name."""
    best: PlaceMention | None = None
    for start, end in saying.body.forms.values():
        for mention in found.places_between(start, end):
            if mention.place and (best is None or best.place.level == "country" or broader(best.place, mention.place)):
                best = mention
    return best


def _stated(document: Document, found: Found, saying: Saying) -> list[PlaceMention]:
    """Places that sentences about the body name as its seat or where it was founded, in order."""
    text, places = document.text, []
    names = {mention.sentence: mention for mention in reversed(saying.body.mentions) if mention.named}
    meant = {mention.sentence for mention in saying.body.mentions}
    for sentence in (document.sentences[i] for i in saying.sentences):
        name = names.get(sentence.index)
        for place in found.places_between(sentence.start, sentence.end):
            before = text[max(sentence.start, place.start - 90) : place.start]
            beside = name is not None and (
                _BASED.fullmatch(text, place.end, name.start)
                or _AT_IT.fullmatch(text, name.end, place.start)
                or place.start == sentence.start
                and _ITS_PLACE.match(text, place.end)
            )
            near = (
                name is not None
                or sentence.index in meant
                or sentence.block.kind == ITEM
                or len(before.split()) <= _OPENING
            )
            if place.place and (beside or near and (_FOUNDED_IN.search(before) or _SEAT.search(before))):
                places.append(place)
    return places


def _narrowest(places: list[PlaceMention]) -> PlaceMention:
    """The first place, or one inside it: "based in Guangzhou's Huangpu district"."""
    best = places[0]
    for place in places[1:]:
        best = place if broader(best.place, place.place) else best
    return best
