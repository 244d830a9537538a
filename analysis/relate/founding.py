"""When a body was founded: the sentences that say so, and the date that belongs to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.bodies import Body, BodyMention
from analysis.find.cues import Cue
from analysis.find.dates import DateMention, resolve_date
from analysis.relate.occasion import day_of_event, is_dateline, is_elsewhere, told_on
from analysis.relate.participation import Participation

if TYPE_CHECKING:
    from analysis.extract import Found

_FUTURE = re.compile(r"\b(?:will|tomorrow|upcoming|is to|are to|plans? to|is set to|scheduled)\b", re.I)
_ANOTHER_EVENT = re.compile(
    r"\b(?:released|issued|follows|followed|published|according to|since then|rose|grew|members|aims?|by the end of"
    r"|marked|celebrat\w+|anniversary|birthday|elected|renamed|visited)\b",
    re.I,
)
_EARLIER = re.compile(r"\b(?:already|earlier|previously|before that)\b", re.I)
_GOAL = re.compile(r"\b(?:by(?: the end of)?|until) $", re.I)
_FOUNDING_RULES = ("initiated-by", "founded-object", "founded-with", "founding-verbs")
_OPENS = ("ed", "born", "set", "to")  # "Born 11 November 2022", "To be opened in June"
_OPENING_CUE = 8  # tokens to what still opens a sentence
_OPENING_REACH = 30  # tokens of a participle and what belongs to it at the beginning of a sentence
_LEAD, _LEAD_REACH = 3, 12  # sentences from the lead of a report to a name; tokens between its noun and "founded"
_MEETING_REACH = 10  # tokens from "inaugural meeting" to "of the X Alliance"
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


def foundings(document: Document, body: Body, found: Found, focus: dict[int, Body]) -> list[Founding]:
    """All sentences that say that ``body`` was founded, the best first.

    ``focus`` gives the body that a sentence without any mention goes on about.
    """
    events: list[Founding] = []
    for mention in body.mentions:
        sentence = document.sentences[mention.sentence]
        if sentence.block.kind == "heading":
            continue
        for cue in found.founding_cues(sentence):
            if _speaks_of(cue, mention, sentence):
                events.append(_event(sentence, cue, found))
    events += _fragments(document, body, found, focus)
    if not any(event.date for event in events):
        events += _before_its_name(document, body, found)
    return sorted(
        events,
        key=lambda event: (
            not event.date,
            event.rank,
            "date_from_context" in event.flags,
            -len(event.date),
            event.sentence,
        ),
    )


def founding_by_initiators(document: Document, parts: list[Participation], found: Found) -> Founding | None:
    """The founding that a sentence about initiators implies: "… and HKUST kicked it off in June"; None without a date."""
    for part in parts:
        if part.role == "initiator" and part.rule in _FOUNDING_RULES:
            sentence = document.sentences[part.sentence]
            cue = next(
                (
                    Cue({"rank": 0, "id": part.rule}, k, k + 1)
                    for k, token in enumerate(sentence.tokens)
                    if token.start == part.cue[0]
                ),
                None,
            )
            event = _event(sentence, cue, found) if cue else None
            if event and event.date and "date_from_context" not in event.flags:
                return event
    return None


def _fragments(document: Document, body: Body, found: Found, focus: dict[int, Body]) -> list[Founding]:
    """Sentences without a subject that go on about the body: "Founded in Taizhou on 21 April 2023."."""
    events = []
    own = {m.sentence: body for m in body.mentions if document.text[m.start : m.end] == "its"}
    for index, meant in (own | focus).items():
        if meant is body:
            sentence = document.sentences[index]
            opened = sentence.tokens[0].low.endswith(_OPENS)
            for cue in found.founding_cues(sentence) if sentence.block.kind != "heading" else ():
                if cue.i == 0 and opened or cue.i <= 1 and cue.entry["body"] != "object":
                    events.append(_event(sentence, cue, found))
    return events


def _before_its_name(document: Document, body: Body, found: Found) -> Iterator[Founding]:
    """The lead of a report, which names the body only later: "Luzhou on Saturday launched an alliance of 30 firms."."""
    first = min((mention.sentence for mention in body.mentions if mention.named), default=0)
    for sentence in document.sentences[max(0, first - _LEAD) : first]:
        if is_elsewhere(sentence, body.start, body.end, found):
            continue
        tokens = sentence.tokens
        nouns = [
            k
            for k, token in enumerate(tokens)
            if token.text == body.head
            and tokens[min(k + 1, len(tokens) - 1)].text not in ",;:"
            and not {"a", "an"}.isdisjoint(t.low for t in tokens[max(0, k - 4) : k])
        ]
        for cue in found.founding_cues(sentence) if sentence.block.kind != "heading" else ():
            near = any(cue.j <= k <= cue.j + _LEAD_REACH // 2 or k < cue.i <= k + _LEAD_REACH for k in nouns)
            if near or cue.entry["body"] == "lead":
                event = _event(sentence, cue, found)
                if event.date and "date_from_context" not in event.flags:
                    yield event


def _event(sentence: Sentence, cue: Cue, found: Found) -> Founding:
    date, flags = _date(sentence, cue, found)
    span = (sentence.tokens[cue.i].start, sentence.tokens[cue.j - 1].end)
    return Founding(cue.entry["rank"], sentence.index, span, cue.entry["id"], date, flags)


def _speaks_of(cue: Cue, mention: BodyMention, sentence: Sentence) -> bool:
    """Whether the cue's subject, or object, is the body mentioned."""
    tokens = sentence.tokens
    if cue.entry["body"] == "lead":
        return False
    if cue.entry["body"] == "inside":
        ahead = cue.j <= mention.i and cue.i < _OPENING_CUE and tokens[cue.i].low == "its"
        return cue.i <= mention.i and mention.j <= cue.j or ahead  # "Two years after its creation in 2021, the"
    if tokens[mention.i].low == "its":
        return False  # "Ningbo has established its first consortium"
    if cue.entry["id"] == "founding-meeting":
        following = [t.low for t in tokens[cue.j : mention.i]]
        if mention.topic and mention.j < cue.i and tokens[cue.i - 1].low in ("its", "the"):
            return mention.j <= _OPENING_CUE
        return (
            mention.j == cue.i
            or not {"of", "for"}.isdisjoint(following[-2:])
            and len(following) < _MEETING_REACH
            and "," not in following
        )
    if cue.i <= 1 and cue.j < mention.i and tokens[0].low.endswith(("ly", *_OPENS)):
        lead = [t.text for t in tokens[cue.j : mention.i]]  # "Established in June 2021, the"
        if len(lead) < _OPENING_REACH and "," in lead[-4:] and {".", ";", ":"}.isdisjoint(lead):
            return True
    if cue.entry["body"] == "object":
        between = tokens[cue.j : mention.i]
        return 0 <= mention.i - cue.j <= _OBJECT_REACH and not any(
            t.text in ".;:(" or t.low in ("by", "under", "at", "during", "after") for t in between
        )
    if cue.entry["body"] == "focus":
        cue_is_subject = mention.j <= cue.i  # the same words after a subject: "…, founded in 2021"
        return cue_is_subject and cue.i - mention.j <= 2
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
    return (
        not {"is", "was", "are", "were", "has", "have", "will", "which", "that", "by", "of", "for"} & set(words)
        and len(words) < 25
    )


def _date(sentence: Sentence, cue: Cue, found: Found) -> tuple[str, tuple[str, ...]]:
    """The date of an event: the nearest in its sentence, else the one of the meeting it took place at."""
    at = sentence.tokens[cue.i].start
    text, future = sentence.document.text, bool(_FUTURE.search(sentence.text))
    here = [
        d
        for d in found.dates_between(sentence.start, sentence.end)
        if _can_date(d, text) and not _other_event(text, d, at) and not is_dateline(sentence, d)
    ]
    if here:
        best = min(
            here,
            key=lambda date: (
                date.kind == "year" and date.start < at,
                _crosses(sentence, date, at),
                abs(date.start - at),
            ),
        )
        beside = _year_beside(sentence, best, found)
        told = None if beside and not best.relative else told_on(sentence, found)
        return resolve_date(best, told, beside or _year_before(sentence, best, found), future=future)
    return day_of_event(sentence, found)


def _year_beside(sentence: Sentence, date: DateMention, found: Found) -> int | None:
    """The year of another date of the sentence: "On July 27th, at the 2022 Summit", "already on March 2", after June 2022."""
    text = sentence.document.text
    for other in found.dates_between(sentence.start, sentence.end):
        if not other.year or other.kind not in ("day", "month", "year"):
            continue
        if other.kind == "year":
            if text[other.end : other.end + 2].strip()[:1].isupper():
                return other.year
        elif date.month and (
            (other.start < date.start) == (date.month >= other.month) or _EARLIER.search(sentence.text)
        ):
            return other.year
    return None


def _year_before(sentence: Sentence, date: DateMention, found: Found) -> int | None:
    """The year of the last full date before, of the same paragraph; else of the latest that the document tells of."""
    first = sentence.document.sentences[sentence.index].block.start
    near = [d.year for d in found.dates_between(first, date.start) if d.year and d.kind in ("day", "month")]
    return near[-1] if near else found.latest_year


def _can_date(date: DateMention, text: str) -> bool:
    """No range of years, and no year that begins an event's name ("the 2022 Shanghai Summit")."""
    return date.kind != "range" and not (date.kind == "year" and text[date.end : date.end + 2].strip()[:1].isupper())


def _other_event(text: str, date: DateMention, at: int) -> bool:
    """Whether another event stands between the date and the founding ("… follows plans released in December"), or it is a goal."""
    low, high = sorted((date.start, at))
    return bool(_ANOTHER_EVENT.search(text, low, high)) or bool(_GOAL.search(text, max(0, date.start - 30), date.start))


def _crosses(sentence: Sentence, date: DateMention, at: int) -> bool:
    """Whether a semicolon parts the date from the event."""
    low, high = sorted((date.start, at))
    return ";" in sentence.document.text[low:high]
