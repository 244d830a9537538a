"""The table ``alliances``: one row a body, with its place, its founding and its size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.mention import Row
from analysis.relate.sayings import Saying
from analysis.relate.seat import seat

if TYPE_CHECKING:
    from analysis.extract import Found


def alliances(document: Document, found: Found) -> list[Row]:
    """Rows of the table ``alliances`` of one document; the cue is what says that the body was founded."""
    return [_row(document, found, saying) for saying in found.sayings]


def _row(document: Document, found: Found, saying: Saying) -> Row:
    body = saying.body
    also = [form for form in body.forms if form.casefold() != body.name.casefold()]
    founding = saying.foundings[0] if saying.foundings else None
    (place, province), place_flags = seat(document, found, saying)
    values = {"name": body.name, "also": also, "kind": body.kind, "place": place, "province": province}
    flags = set(place_flags)
    if founding and founding.date:
        values["established"] = founding.date
        flags |= set(founding.flags)
    stated = next((count for count in saying.counts if not count.planned), None)
    planned = next((count for count in saying.counts if count.planned), None)
    if stated:
        values |= {"members_stated": stated.value, "members_qualifier": stated.qualifier}
    if planned:
        values["members_planned"] = planned.value
    cue = document.mention(*founding.cue) if founding else _first_cue(document, saying)
    rule = founding.rule if founding else (saying.participations[0].rule if saying.participations else "members-stated")
    return Row("alliances", values, document.mention(body.start, body.end), cue, rule, tuple(sorted(flags)))


def _first_cue(document: Document, saying: Saying):
    spans = [p.cue for p in saying.participations] + [(count.start, count.end) for count in saying.counts]
    return document.mention(*spans[0]) if spans else None
