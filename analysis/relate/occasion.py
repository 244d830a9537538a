"""The day of what a text is telling of: the meeting at which a body was founded, or a policy released.

A sentence that says "at the meeting", "that afternoon" or "on the same stage" goes on about an event whose day was named
before. The nearest day before it is that day; the day in the dateline of an agency is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.document import Sentence
from analysis.find.dates import DateMention, resolve_date
from analysis.find.places import broader

if TYPE_CHECKING:
    from analysis.extract import Found

BACK = 12
"""Sentences before in which the day of an event is looked for."""
_SAME = re.compile(
    r"\b(?:(?:the )?(?:same|that|this) (?:day|morning|afternoon|evening|night|event|occasion|stage|time)|on (?:the )?(?:spot|site|scene)"
    r"|(?:of|in) the (?:morning|afternoon|evening)|simultaneously|(?:an hour|hours|minutes|shortly|moments) (?:later|before|earlier|after\w*)"
    r"|(?:at|on|on the sidelines of|during) (?:the|this|that) (?:\w+(?:[’']s)? ){0,3}?(?:conference|meeting|event|ceremony|forum|summit"
    r"|launch|opening|session|occasion|activity|site|scene|congress|assembly|exhibition|expo))\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:last|this|that|next|previous|past|earlier this|earlier that) (?:week|weekend|spring|summer|autumn|winter|quarter)\b",
    re.I,
)
_EVENT = re.compile(
    r"\b(?:conference|meeting|event|ceremony|summit|forum|congress|exhibition|expo|assembly|week|launch|opened|kicked off"
    r"|opening)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\s*(?:\([A-Z][\w ]+\))?\s*(?:--|—|–|\(Xinhua|\([a-z ]*[Rr]eporter)")
_LONGEST_DATELINE = 40


def is_dateline(sentence: Sentence, date: DateMention) -> bool:
    """Whether a date opens an agency's report: "BEIJING, May 2 (Xinhua) -- "."""
    near = date.start - sentence.start < _LONGEST_DATELINE
    return near and _DATELINE.match(sentence.document.text, date.end) is not None


def told_on(sentence: Sentence, found: Found) -> str:
    """The day from which "yesterday" counts: the sentence's dateline, else the document's own date."""
    lines = [
        d for d in found.dates_between(sentence.start, sentence.end) if d.kind == "day" and is_dateline(sentence, d)
    ]
    return resolve_date(lines[0], found.published)[0] or found.published if lines else found.published


def is_elsewhere(sentence: Sentence, start: int, end: int, found: Found) -> bool:
    """Whether a sentence is about other places than those in a name, ``text[start:end]``."""
    named = [mention.place for mention in found.places_between(start, end) if mention.place]
    here = [mention.place for mention in found.places_between(sentence.start, sentence.end) if mention.place]
    related = any(a == b or broader(a, b) or broader(b, a) for a in named for b in here)
    return bool(named and here) and not related


def says_same(sentence: Sentence) -> bool:
    """Whether a sentence refers to an event told of before: "that afternoon", "at the meeting"."""
    return _SAME.search(sentence.text) is not None


def day_of_event(sentence: Sentence, found: Found) -> tuple[str, tuple[str, ...]]:
    """The day of the event that a sentence goes on about, in ISO form, and what was guessed; empty where none is told.

    The sentence, or one after the day and before it, must speak of an event; where only those before do, it must be of the
    same section.
    """
    if _VAGUE.search(sentence.text):
        return "", ()
    document, event = sentence.document, _EVENT.search(sentence.text) is not None
    referred = says_same(sentence)
    for earlier in reversed(document.sentences[max(0, sentence.index - BACK) : sentence.index]):
        if not referred and earlier.block.section != sentence.block.section and earlier.block.kind != "heading":
            break
        event = event or _EVENT.search(earlier.text) is not None
        days = [
            date
            for date in found.dates_between(earlier.start, earlier.end)
            if (date.kind in ("day", "weekday") or date.kind == "offset" and date.unit == "day" and date.shift <= 0)
            and not is_dateline(earlier, date)
        ]
        if any(day.year and resolve_date(day, None)[0] == found.published for day in days):
            break  # the byline
        if days:
            told = [resolve_date(day, told_on(earlier, found), found.year_before(day.start)) for day in days]
            if not referred and (not event or len({iso for iso, _ in told}) > 1):
                break
            iso, flags = told[-1]
            return (iso, (*flags, "date_from_context")) if iso else ("", ())
    return "", ()
