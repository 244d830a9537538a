"""When a policy was issued: the date that belongs to a verb of issue.

It is looked for in this order:

1. behind the verb: "issued the “X Action Plan” on March 17", "printed and distributed in May", "Date of issue: 12 May
   2022";
2. before it: "In August 2022 the district went on to issue", "At the 2022 X Conference, the district released";
3. where the sentence says "on the same day" or "at the meeting", the nearest day named before it;
4. the date of a notice that says "is hereby issued", and the year in which a draft of it was still discussed.

A date by which something is to be reached, and the date in the dateline of an agency, date no issue.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.cues import Cue
from analysis.find.dates import DateMention, resolve_date
from analysis.find.titles import Title
from analysis.relate.occasion import day_of_event, is_dateline, says_same
from analysis.segment import HEADING

if TYPE_CHECKING:
    from analysis.extract import Found

Dated = tuple[str, tuple[str, ...]]

_FIRST_SENTENCES, _LONGEST_ISSUER = 12, 40
_LONGEST_GAP = 260  # characters between a verb and a date behind it, titles not counted
_HORIZON = re.compile(
    r"\b(?:by|until|till|before|to|through|than|towards?|beyond)(?: the)?(?: end of| year)?(?: the)? \Z", re.IGNORECASE
)
_OTHER_CLAUSE = re.compile(
    r"[;:]|\b(?:aim|striv|propos|plans? to|says?\b|said\b|which|will\b|whose|putting|puts|seek|involv|after that"
    r"|took effect|effective)",
    re.IGNORECASE,
)
_AT_EVENT = re.compile(r"\b(?:[Aa]t|[Dd]uring|[Oo]n the sidelines of|[Ii]n) the \Z")
_EVENT = re.compile(
    r"[^,;.]{0,120}?\b(?:Conference|Forum|Summit|Expo|Exposition|Fair|Meeting|Congress|Convention|Session|Week|Festival"
    r"|Exhibition|Symposium)\b"
)
_IN_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|year) \Z")
_YEAR = re.compile(r"\b20\d\d\b")
_DRAFT = re.compile(r"\b(?:draft|public comments?|consultation|solicit\w*)\b", re.IGNORECASE)
_PERFECT = frozenset(("has", "have"))
_LATER = frozenset(("subsequently", "later", "then"))


def issue_date(
    document: Document, sentence: Sentence, cue: Cue, title: Title, titles: Sequence[Title], found: Found
) -> Dated:
    """The date that belongs to a verb of issue, and what was guessed.

    Parameters
    ----------
    document, found
        The document and what was found in it.
    sentence, cue
        The verb and its sentence.
    title : Title
        The policy; it need not stand in the same sentence.
    titles : sequence of Title
        All titles of the sentence: the years in them date nothing.

    Returns
    -------
    iso : str
        As precise as the document allows, empty where it says nothing.
    flags : tuple of str
        As of `analysis.find.dates.resolve_date`, and ``date_of_document`` where a notice issues what it carries.
    """
    dates = [
        d
        for d in found.dates_between(sentence.start, sentence.end)
        if _can_date(d)
        and document.text[d.start - 1 : d.start] not in "[〔"
        and not any(t.start <= d.start < t.end for t in titles)
    ]
    date = _behind(document.text, sentence, cue, titles, dates) or _before(document.text, sentence, cue, dates)
    if date:
        return _resolve(document, date, sentence, cue, title, found)
    if says_same(sentence):
        return day_of_event(sentence, found)
    if found.published and ("hereby" in _words_before(sentence, cue) or _is_its_notice(sentence, cue)):
        return found.published, ("date_of_document",)
    return _since_draft(document, sentence, cue, found)


def _can_date(date: DateMention) -> bool:
    return date.kind != "range" and (date.kind != "offset" or (date.shift or 0) <= 0)


def _is_its_notice(sentence: Sentence, cue: Cue) -> bool:
    """Whether the document is the notice that issues a policy: "Notice of X on Printing and Distributing the Y"."""
    before = {token.low for token in sentence.tokens[max(0, cue.i - _LONGEST_ISSUER) : cue.i]}
    return "notice" in before and (sentence.block.kind == HEADING or sentence.index < _FIRST_SENTENCES)


def _words_before(sentence: Sentence, cue: Cue) -> set[str]:
    return {token.low for token in sentence.tokens[max(0, cue.i - 3) : cue.i]}


def _behind(
    text: str, sentence: Sentence, cue: Cue, titles: Sequence[Title], dates: list[DateMention]
) -> DateMention | None:
    """The first date behind the verb, in its own clause."""
    end = sentence.tokens[cue.j - 1].end
    for date in dates:
        if date.start >= end:
            gap = _without(text, end, date.start, titles).removeprefix(":")
            if len(gap) > _LONGEST_GAP or _OTHER_CLAUSE.search(gap):
                return None
            if not _HORIZON.search(gap):
                return date
    return None


def _before(text: str, sentence: Sentence, cue: Cue, dates: list[DateMention]) -> DateMention | None:
    """The nearest date before the verb that can say when."""
    start = sentence.tokens[cue.i].start
    for date in reversed(dates):
        if date.end > start:
            continue
        if ";" in text[date.end : start]:
            return None
        lead = text[max(sentence.start, date.start - 40) : date.start]
        if _HORIZON.search(lead) or is_dateline(sentence, date):
            continue
        at_event = date.kind == "year" and _AT_EVENT.search(lead) and _EVENT.match(text, date.end, start)
        if date.month or date.relative or at_event or _IN_YEAR.search(lead):
            return date
    return None


def _without(text: str, start: int, end: int, titles: Sequence[Title]) -> str:
    """``text[start:end]`` without the titles in it."""
    pieces = []
    for title in titles:
        if start <= title.start and title.end <= end:
            pieces.append(text[start : title.start])
            start = title.end
    return "".join([*pieces, text[start:end]])


def _resolve(document: Document, date: DateMention, sentence: Sentence, cue: Cue, title: Title, found: Found) -> Dated:
    if date.year or date.relative:
        return resolve_date(date, found.published)
    if title.rule == "work-report" and (year := _YEAR.search(title.text)):
        return resolve_date(date, None, int(year[0]))
    later = not _LATER.isdisjoint(_words_before(sentence, cue))
    near = document.sentences[max(0, sentence.index - 1)].start
    year = _year_in_context(date, found.dates_between(near, date.start), later)
    year = year or (None if found.published else found.only_year)
    # "Subsequently issued on December 30" goes on from the date before, whenever the document was published.
    return resolve_date(date, None if later and year else found.published, year)


def _year_in_context(date: DateMention, near: Sequence[DateMention], later: bool) -> int | None:
    """The year of the date just before; "January 5" after "November 2023" is none of 2023, and of 2024 only where it is
    called later.
    """
    before = [other for other in near if other.year and other.kind in ("day", "month")]
    if not before:
        return None
    if (date.month or 0) >= (before[-1].month or 0):
        return before[-1].year
    return before[-1].year + 1 if later else None


def _since_draft(document: Document, sentence: Sentence, cue: Cue, found: Found) -> Dated:
    """The year of publication, where a draft of the same year shows that the issue cannot have been before it."""
    if not found.published or _PERFECT.isdisjoint(_words_before(sentence, cue)):
        return "", ()
    year = int(found.published[:4])
    for other in document.sentences[sentence.index + 1 : sentence.index + 3]:
        if _DRAFT.search(other.text) and any(date.year == year for date in found.dates_between(other.start, other.end)):
            return str(year), ("year_from_publication",)
    return "", ()
