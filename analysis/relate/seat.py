"""Where a body is based, or for which place it stands.

The place in its name goes first; a seat inside that place that the document states ("established in Nansha") is more
specific and replaces it. A body whose name is national stands for the whole country, wherever it was announced.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.find.places import Place, PlaceMention, broader

if TYPE_CHECKING:
    from analysis.extract import Found
    from analysis.relate.sayings import Saying

_NATIONAL = re.compile(r"\b(?:China|Chinese)\b")
# What introduces a seat, and what only a venue.
_SEAT = re.compile(r"\b(?:headquarter(?:s|ed)?|based|seat|located|settled|landed|lands|headquarter is set)\b[^.;]{0,30}$", re.I)
_FOUNDED_IN = re.compile(r"(?:established|founded|set up|launched|inaugurated|unveiled|formed|proclaimed|hung with the plate|opened|registered|created|announced|born|being)(?: here)?,? (?:in|at)(?: the)? (?:city of )?$", re.I)
_HERE = re.compile(r"\bhere\b")


def seat(document: Document, found: Found, saying: Saying) -> tuple[Place | None, tuple[str, ...]]:
    """The place of a body and what was guessed."""
    in_name = _in_name(found, saying)
    stated = _stated(document, found, saying)
    if in_name and in_name.level == "region" and stated:
        seats = [m for m in stated if _SEAT.search(document.text, max(0, m.start - 50), m.start)]
        return (seats or stated)[0].place or in_name, ()
    if in_name and in_name.level != "country":
        inside = next((m.place for m in stated if m.place and broader(in_name, m.place)), None)
        return (inside or in_name), ()
    seats = [m for m in stated if _SEAT.search(document.text, max(0, m.start - 50), m.start)]
    if in_name or _NATIONAL.search(saying.body.name) or _under_national(document, saying):
        return (in_name or next((p.place for p in found.places if p.place and p.place.level == "country"), None)), ()
    for mention in seats or stated:
        if mention.place:
            return mention.place, ()
    return _from_context(document, found, saying), ("place_from_context",)


def _under_national(document: Document, saying: Saying) -> bool:
    """Whether it is a national organisation's own: "Committee of the China X Association"."""
    return any(p.rule == "parent-in-name" and _NATIONAL.match(document.text[p.start : p.end]) for p in saying.participations)


def _in_name(found: Found, saying: Saying) -> Place | None:
    """The most specific place printed in any form of the body's name."""
    best: Place | None = None
    for start, end in saying.body.forms.values():
        for mention in found.places_between(start, end):
            place = mention.place
            if place and (best is None or best.level == "country" or broader(best, place)):
                best = place
    return best


def _stated(document: Document, found: Found, saying: Saying) -> list[PlaceMention]:
    """Places that sentences about the founding or the seat name as such, in order."""
    places = []
    for mention in saying.body.mentions:
        sentence = document.sentences[mention.sentence]
        for place in found.places_between(sentence.start, sentence.end):
            before = document.text[max(sentence.start, place.start - 60) : place.start]
            if not place.inside_name and (_FOUNDED_IN.search(before) or _SEAT.search(before)):
                places.append(place)
    return places


def _from_context(document: Document, found: Found, saying: Saying) -> Place | None:
    """The place the text around the founding is about: nearest before it in the sentence, then its section, then the document's."""
    if not saying.body.mentions:
        return None
    at = saying.body.mentions[0]
    sentence = document.sentences[at.sentence]
    heading = document.heading_of(sentence)
    spans = [(sentence.start, sentence.end)] + ([(heading.start, heading.end)] if heading else []) + [(max(0, at.start - 1500), at.start)]
    for start, end in spans:
        places = [m.place for m in found.places_between(start, end) if m.place and m.place.level not in ("country", "region") and not m.inside_name]
        if places:
            return places[-1] if end <= at.start else places[0]
    return None
