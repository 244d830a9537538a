"""When a body was founded: the sentences that say so, and the date that belongs to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.bodies import Body, BodyMention
from analysis.find.cues import Cue, find_cues
from analysis.find.dates import DateMention, resolve_date

if TYPE_CHECKING:
    from analysis.extract import Found

_OBJECT_REACH = 16  # tokens between "founded" and the body it founded


@dataclass(frozen=True, slots=True)
class Founding:
    """A sentence that says that a body was founded (``rank`` 0), approved (1) or unveiled (2).

    ``date`` is ISO and as precise as the document allows, empty where it says nothing; ``flags`` say what was guessed.
    """

    rank: int
    sentence: int
    cue: tuple[int, int]
    rule: str
    date: str
    flags: tuple[str, ...]


def foundings(document: Document, body: Body, found: Found) -> list[Founding]:
    """All sentences that say that ``body`` was founded, the best first."""
    events: list[Founding] = []
    for mention in body.mentions:
        sentence = document.sentences[mention.sentence]
        if sentence.block.kind == "heading":
            continue
        for cue in find_cues("founding", sentence.tokens, {}):
            if _speaks_of(cue, mention, sentence):
                date, flags = _date(document, sentence, cue, mention, found)
                span = (sentence.tokens[cue.i].start, sentence.tokens[cue.j - 1].end)
                events.append(Founding(cue.entry["rank"], sentence.index, span, cue.entry["id"], date, flags))
    return sorted(events, key=lambda event: (not event.date, event.rank, -len(event.date), event.sentence))


def _speaks_of(cue: Cue, mention: BodyMention, sentence: Sentence) -> bool:
    """Whether the cue's subject, or object, is the body mentioned."""
    tokens = sentence.tokens
    if cue.entry["body"] == "object":
        between = tokens[cue.j : mention.i]
        return 0 <= mention.i - cue.j <= _OBJECT_REACH and not any(t.text in ".;:(" or t.low in ("by", "under", "at", "during", "after", "by") for t in between)
    if mention.j > cue.i:
        return False
    between = tokens[mention.j : cue.i]
    if any(t.text in ".;" for t in between):
        return False
    # Another finite verb in between has a subject of its own, unless a bracket or clause about the body ends with a comma.
    return len(between) <= 3 or _only_apposition(between)


def _only_apposition(between: list) -> bool:
    words = [t.low for t in between]
    if between[0].text in ",(" and between[-1].text in ",)":
        return len(words) < 40
    return not {"is", "was", "are", "were", "has", "have", "will", "which", "that", "by", "of", "for"} & set(words) and len(words) < 25


def _date(document: Document, sentence: Sentence, cue: Cue, mention: BodyMention, found: Found) -> tuple[str, tuple[str, ...]]:
    """The date of an event: nearest in its sentence, else one the sentence before gives ("At the event, …")."""
    at = sentence.tokens[cue.i].start
    here = [date for date in found.dates_between(sentence.start, sentence.end) if _can_date(date)]
    if here:
        order = sorted(here, key=lambda date: (_crosses(sentence, date, at), abs(date.start - at)))
        return resolve_date(order[0], found.published, found.year_before(order[0].start))
    before = document.sentences[sentence.index - 1] if sentence.index else None
    if before and sentence.text.startswith(("At the", "During the", "In the opening", "At this", "There", "On the spot", "At that", "The two", "In the")):
        for earlier in (before, document.sentences[before.index - 1] if before.index else before):
            dates = [date for date in found.dates_between(earlier.start, earlier.end) if _can_date(date) and earlier.block.section == sentence.block.section]
            if dates:
                return resolve_date(dates[0], found.published, found.year_before(dates[0].start))
    return "", ()


def _can_date(date: DateMention) -> bool:
    return date.kind != "range"


def _crosses(sentence: Sentence, date: DateMention, at: int) -> bool:
    """Whether a semicolon parts the date from the event."""
    low, high = sorted((date.start, at))
    return ";" in sentence.document.text[low:high]


