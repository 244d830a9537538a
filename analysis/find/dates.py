"""Dates in English text, which day each means, and the day on which a document was published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache

from analysis.find.dateforms import DateMention, find_dates

__all__ = ["DateMention", "find_dates", "published_date", "resolve_date"]


def resolve_date(
    mention: DateMention, published: str | None, context_year: int | None = None, *, future: bool = False
) -> tuple[str, tuple[str, ...]]:
    """The day, month or year that a date means, in ISO form, as precise as it can be told.

    Parameters
    ----------
    mention : DateMention
        From `find_dates`.
    published : str or None
        When the document was published: an ISO date, also a partial one.
    context_year : int, optional
        Year that another date of the same event gives.
    future : bool
        The sentence speaks of what will be, so that the next such day is meant and not the latest.

    Returns
    -------
    iso : str
        ``2022-07-27``, ``2022-04``, ``2021``, or empty where it cannot be told. A range of years is no date: empty.
    flags : tuple of str
        ``relative_date`` where it was counted from the day of publication, ``year_from_publication`` and
        ``year_from_context`` where only the year was filled in.

    Examples
    --------
    >>> [july] = find_dates("on July 27th")
    >>> resolve_date(july, "2022-09-05"), resolve_date(july, None)
    (('2022-07-27', ('year_from_publication',)), ('', ()))
    """
    if mention.year is not None:
        return ("", ()) if mention.kind == "range" else (_iso(mention.year, mention.month, mention.day), ())
    year, month, day = _parts(published)
    if mention.relative:
        resolved = _counted_from(mention, year, month, day, future) if year else ""
        return (resolved, ("relative_date",)) if resolved else ("", ())
    if year:
        this_year = (mention.month, mention.day or 0) <= (month or 12, 31 if mention.day is None else day or 31)
        return _iso(year if this_year or future else year - 1, mention.month, mention.day), ("year_from_publication",)
    if context_year:
        return _iso(context_year, mention.month, mention.day), ("year_from_context",)
    return "", ()


def _counted_from(mention: DateMention, year: int, month: int | None, day: int | None, future: bool) -> str:
    """A relative date, counted from the day of publication; empty where that is not known well enough."""
    shift = mention.shift or 0
    if mention.kind == "weekday" or mention.unit == "day":
        return _day_near(mention, date(year, month, day), future) if month and day else ""
    if mention.unit == "year":
        return _iso(year + shift, mention.month, mention.day)
    if mention.month is None:  # "last month"
        if month is None:
            return ""
        shift -= shift == 0 and (mention.day or 0) > (day or 31)  # "on the 26th", said on the 3rd
        years, months = divmod(month - 1 + shift, 12)
        return _iso(year + years, months + 1, mention.day)
    if shift and month is None:
        return ""
    if shift < 0:  # "last March": the latest one that is over
        return _iso(year if mention.month < month else year - 1, mention.month, mention.day)
    if shift > 0:
        return _iso(year if mention.month > month else year + 1, mention.month, mention.day)
    return _iso(year, mention.month, mention.day)


def _day_near(mention: DateMention, published: date, future: bool) -> str:
    """The day meant by "on Saturday" (the latest), "last Saturday" (the latest before publication) or "tomorrow"."""
    if mention.weekday is None:
        return (published + timedelta(days=mention.shift or 0)).isoformat()
    back = (published.weekday() - mention.weekday) % 7
    if mention.shift == 1 or future:
        return (published + timedelta(days=7 - back)).isoformat()
    return (published - timedelta(days=back or 7 if mention.shift == -1 else back)).isoformat()


def _iso(year: int, month: int | None, day: int | None) -> str:
    """ISO form of what is known; a day that its month does not have is left out."""
    if month is None:
        return f"{year:04d}"
    try:
        return date(year, month, day).isoformat() if day else f"{year:04d}-{month:02d}"
    except ValueError:
        return f"{year:04d}-{month:02d}"


@lru_cache
def _parts(iso: str | None) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a partial ISO date; nothing of what is no such date."""
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            known = datetime.strptime(iso or "", form)
        except ValueError:
            continue
        if 1900 <= known.year <= 2100:
            return known.year, known.month if "%m" in form else None, known.day if "%d" in form else None
    return None, None, None


_HEAD_LINES, _TAIL_LINES = 24, 12
_LONGEST_BYLINE = 160
# "Published: ", "Last updated on ", "Posted by A on "
_LABEL = (
    r"(?i:(?:last )?(?:published|posted|sent|released?|issued|updated|modified|created|publication|position|status|as of|as at|issue date|(?:date|time)(?: of (?:issue|publication|release))?)\b"
    r"(?: (?:time|date))?(?: by [^|]{1,40}?)?(?: (?:on|at))?[ :：]*(?:\d{1,2}:\d\d\s?(?:[ap]\.?m\.?)?,\s)?|发布(?:时间|日期)[ :：]*)"
)
_CITY = r"(?:[A-Z]{2}[A-Z .'’-]+|[A-Z][a-z]+(?: [A-Z][a-z]+)?),\s*(?:[A-Z][a-z]+,\s*)?"
_WEEKDAY = r"(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?\s+"
# What stands before the date of a byline: the start of the line or a separator, and a label, city, issue or time.
_BYLINE_BEFORE = re.compile(
    rf"(?:(?:.*(?:[|·•\[(（]|\s{{2,}}|\s[-–—]+)\s*)?(?:{_LABEL}|{_CITY}|(?:Issue|No\.) \d+,\s*|(?:[A-Z]\w+(?: \w+){{0,3}}(?: update)?,\s*){{1,2}})?"
    rf"|.*[.!?]\s+|.*\d\d:\d\d(?: [A-Z]{{2,4}}(?:[+-]\d+)?)?,\s*)(?:{_WEEKDAY})?"
)
_BYLINE_AFTER = re.compile(
    r"(?:,?\s+(?:at\s+)?\d{1,2}:\d\d.*)?\s*(?:$|[|\[·•\])）(/]|\s{2,}|\s?[-–—]+\s|(?:by|By|Source|Author|Editor|Views|Reading)\b)"
)
# In a fact sheet the date of something else stands beside, or under, what it is the date of.
_EVENT = re.compile(
    r"\b(?:venue|location|place|address|found|establish|launch|set up|start|sign|open|regist|approv|unveil|deadline|until|term|period"
    r"|effective|force|held)",
    re.IGNORECASE,
)
_VENUE = re.compile(r"\W*(?:venue|location|place|address)\b", re.IGNORECASE)
_LONGEST_KEY = 25
_LABEL_AT_END = re.compile(rf"\b{_LABEL}(?<=[:：] )\Z")
_SEASON = re.compile(r"\b(?:spring|summer|autumn|fall|winter)(?: of)? $", re.IGNORECASE)
_CLOCK = re.compile(r"\b\d{1,2}:\d\d\b")
_LONGEST_STAMP = 60  # a line that gives the time of day beside the date, and little else
_LABELLED = re.compile(rf"\W*{_LABEL}\Z")


def published_date(text: str, metadata: Mapping[str, str] | None = None) -> str:
    """When a document was published, as far as it says so itself: its metadata, a dateline or a byline.

    Bylines are looked for in the first and the last lines; of a letter or notice, the date under the signature
    counts. A date of which the year is not printed is none.

    Returns
    -------
    str
        ISO date, as precise as known, or empty.

    Examples
    --------
    >>> published_date("A title" + chr(10) + "SHANGHAI, 27 June 2023" + chr(10) + "Q: What?", {})
    '2023-06-27'
    """
    stated = (metadata or {}).get("published") or ""
    if (known := _parts(stated))[0]:
        return _iso(*known)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for above, line, below in zip(["", *lines], lines[:_HEAD_LINES], [*lines[1:], ""]):
        of_event = len(above) <= _LONGEST_KEY and _EVENT.search(above) or _VENUE.match(below)
        if not of_event and (found := _byline(line)):
            return found
    tail = [
        (line, mention) for line in lines[_HEAD_LINES:][-_TAIL_LINES:] for mention in find_dates(line[:_LONGEST_BYLINE])
    ]
    dated = [(line, mention) for line, mention in tail if mention.year and mention.kind != "range"]
    for line, mention in dated:
        if _LABELLED.match(line[: mention.start]):
            return _iso(mention.year, mention.month, mention.day)
    signed = {
        _iso(mention.year, mention.month, mention.day)
        for line, mention in dated
        if mention.day and mention.text == line
    }
    return signed.pop() if len(signed) == 1 else ""


def _byline(line: str) -> str:
    """The date of a line that is a byline or begins with a dateline."""
    for mention in find_dates(line[:_LONGEST_BYLINE]):
        if not mention.year or mention.kind == "range":
            continue
        before, after = line[: mention.start], line[mention.end :]
        if mention.month is None and not _LABELLED.match(before):  # a year alone needs to be called a date
            if _SEASON.search(before) and re.match(r" (?:issue|edition|number)\b", after):
                return _iso(mention.year, None, None)
            continue
        timed = re.search(r"\d:\d\d$", mention.text) is not None
        stamp = len(line) <= _LONGEST_STAMP and _CLOCK.search(line) is not None
        labelled = _LABEL_AT_END.search(before)
        opened = stamp or labelled or _BYLINE_BEFORE.fullmatch(before)
        closed = stamp or timed or _BYLINE_AFTER.match(after) or labelled and after.startswith(". ")
        if opened and closed and not _EVENT.search(before):
            return _iso(mention.year, mention.month, mention.day)
    return ""
