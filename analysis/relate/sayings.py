"""What a document says of its bodies: participations, foundings and numbers of members, read once for two tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.find.bodies import Body, BodyMention
from analysis.relate.attribution import by_sentence, in_focus
from analysis.relate.founding import Founding, founding_by_initiators, foundings
from analysis.relate.membership_counts import MemberCount, member_counts
from analysis.relate.participation import Participation, participations

if TYPE_CHECKING:
    from analysis.extract import Found

# A centre, institute or laboratory is often one organisation's own; it counts as a body only where several stand behind it.
_OWN_HOUSE = ("institute", "laboratory", "centre")


@dataclass(frozen=True)
class Saying:
    """A body with all that is said of it; ``foundings`` and ``counts`` have the one that holds first.

    ``sentences`` are the indices of those that mention it or go on about it.
    """

    body: Body
    participations: list[Participation]
    foundings: list[Founding]
    counts: list[MemberCount]
    sentences: list[int]


def sayings(document: Document, found: Found) -> list[Saying]:
    """The bodies that the codebook wants coded: those of which the document says something."""
    bodies, parts = participations(document, found.bodies)
    mentions = by_sentence(bodies)
    focus = {s.index: body for s in document.sentences if s.index not in mentions for body in in_focus(s, mentions)}
    all_sayings = [
        _saying(document, found, body, [p for p in parts if p.body is body], mentions, focus) for body in bodies
    ]
    listed = {document.text[p.start : p.end].casefold() for p in parts}
    founded_at = {
        event.sentence for saying in all_sayings if saying.body.kind not in _OWN_HOUSE for event in saying.foundings
    }
    return [saying for saying in all_sayings if _is_coded(saying, founded_at, _is_listed(saying.body, listed))]


def _saying(
    document: Document,
    found: Found,
    body: Body,
    parts: list[Participation],
    mentions: dict[int, list[tuple[BodyMention, Body]]],
    focus: dict[int, Body],
) -> Saying:
    events = foundings(document, body, found, focus)
    if not any(event.date for event in events):
        implied = founding_by_initiators(document, parts, found)
        events = [implied, *events] if implied else events
    published = int(found.published[:4] or 0)
    counts = member_counts(document, body, parts, mentions, focus, published)
    about = {m.sentence for m in body.mentions if document.text[m.start : m.end].lower() != "its"}
    return Saying(body, parts, events, counts, sorted(about | {i for i, meant in focus.items() if meant is body}))


def _is_listed(body: Body, listed: set[str]) -> bool:
    """Whether it stands as an organisation in another body's list, or as its guide."""
    return any(form.casefold() in listed for form in body.forms)


def _is_coded(saying: Saying, founded_at: set[int], listed: bool) -> bool:
    others = [p for p in saying.participations if p.rule != "parent-in-name"]
    if listed and not saying.foundings:
        return False
    if saying.body.kind in _OWN_HOUSE:
        joint = any(event.sentence in founded_at for event in saying.foundings)
        named = sum(p.named for p in others)
        return named >= 2 or joint or bool(others) and bool(saying.counts) or len(others) >= 2
    return bool(saying.foundings or saying.participations or saying.counts)
