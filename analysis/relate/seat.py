"""Where a body is based, or for which place it stands.

The place in its name goes first; a seat inside that place that the document states ("established in Nansha") is more
specific and replaces it. A body whose name is national stands for the whole country, wherever it was announced.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.find.places import PlaceMention, broader

if TYPE_CHECKING:
    from analysis.extract import Found
    from analysis.relate.sayings import Saying

_NATIONAL = re.compile(r"\b(?:China|Chinese)\b")
# What introduces a seat, and what only a venue.
_SEAT = re.compile(
    r"\b(?:headquarter(?:s|ed)?|based|seat|located|settled|landed|lands|headquarter is set)\b[^.;]{0,30}$", re.I
)
_FOUNDED_IN = re.compile(
    r"(?:established|founded|set up|launched|inaugurated|unveiled|formed|proclaimed|hung with the plate|opened|registered|created|announced|born|being|began work)(?: here| officially| on [A-Z][a-z]+ \d{1,2}(?:, \d{4})?| on \d{1,2} [A-Z][a-z]+(?: \d{4})?)?,? (?:in|at)(?: the)? (?:city of )?$",
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
    seats = [m for m in stated if _SEAT.search(document.text, max(0, m.start - 50), m.start)] or stated
    if in_name and in_name.place.level not in ("country", "region"):
        inside = next((m for m in stated if broader(in_name.place, m.place)), None)
        return _printed(inside or in_name), ()
    if in_name and in_name.place.level == "region" and seats:
        return _printed(seats[0]), ()
    if in_name or _NATIONAL.search(saying.body.name) or _under_national(document, saying):
        return (_printed(in_name) if in_name else ("China", "")), ()
    if seats:
        return _printed(seats[0]), ()
    context = _from_context(document, found, saying)
    return (_printed(context), ("place_from_context",)) if context else (("", ""), ())


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
    """Places that sentences about the founding or the seat name as such, in order."""
    places = []
    for mention in saying.body.mentions:
        if document.text[mention.start : mention.end].lower() == "its":
            continue  # "Its new alliance was formed in Yangquan" says nothing of the body that "its" means
        sentence = document.sentences[mention.sentence]
        for place in found.places_between(sentence.start, sentence.end):
            before = document.text[max(sentence.start, place.start - 60) : place.start]
            if place.place and (_FOUNDED_IN.search(before) or _SEAT.search(before)):
                places.append(place)
    return places


def _from_context(document: Document, found: Found, saying: Saying) -> PlaceMention | None:
    """The place the text around the founding is about: nearest before it in the sentence, then its section, then the document's."""
    if not saying.body.mentions:
        return None
    at = saying.body.mentions[0]
    sentence = document.sentences[at.sentence]
    heading = document.heading_of(sentence)
    spans = (
        [(sentence.start, sentence.end)]
        + ([(heading.start, heading.end)] if heading else [])
        + [(max(0, at.start - 1500), at.start)]
    )
    for start, end in spans:
        places = [
            m
            for m in found.places_between(start, end)
            if m.place and m.place.level not in ("country", "region") and not m.inside_name
        ]
        if places:
            return places[-1] if end <= at.start else places[0]
    return None
