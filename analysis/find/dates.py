"""Dates in English text, which day each means, and the day on which a document was published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

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
        resolved = _counted_from(mention, year, month, day) if year else ""
        return (resolved, ("relative_date",)) if resolved else ("", ())
    if year:
        this_year = (mention.month, mention.day or 0) <= (month or 12, 31 if mention.day is None else day or 31)
        return _iso(year if this_year or future else year - 1, mention.month, mention.day), ("year_from_publication",)
    if context_year:
        return _iso(context_year, mention.month, mention.day), ("year_from_context",)
    return "", ()


def _counted_from(mention: DateMention, year: int, month: int | None, day: int | None) -> str:
    """A relative date, counted from the day of publication; empty where that is not known well enough."""
    shift = mention.shift or 0
    if mention.kind == "weekday" or mention.unit == "day":
        return _day_near(mention, date(year, month, day)) if month and day else ""
    if mention.unit == "year":
        return _iso(year + shift, mention.month, mention.day)
    if mention.month is None:  # "last month"
        if month is None:
            return ""
        years, months = divmod(month - 1 + shift, 12)
        return _iso(year + years, months + 1, None)
    if shift and month is None:
        return ""
    if shift < 0:  # "last March": the latest one that is over
        return _iso(year if mention.month < month else year - 1, mention.month, mention.day)
    if shift > 0:
        return _iso(year if mention.month > month else year + 1, mention.month, mention.day)
    return _iso(year, mention.month, mention.day)


def _day_near(mention: DateMention, published: date) -> str:
    """ "On Saturday" is the latest Saturday, "last Saturday" the latest before that day, "next Saturday" the one to come."""
    if mention.weekday is None:
        return (published + timedelta(days=mention.shift or 0)).isoformat()
    back = (published.weekday() - mention.weekday) % 7
    if mention.shift == 1:
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


def _parts(iso: str | None) -> tuple[int | None, int | None, int | None]:
    """Year, month and day of a partial ISO date."""
    if not iso or not re.fullmatch(r"\d{4}(?:-\d\d){0,2}", iso):
        return None, None, None
    numbers = [int(part) for part in iso.split("-")]
    return tuple([*numbers, None, None][:3])  # type: ignore[return-value]


_HEAD_LINES, _TAIL_LINES = 24, 12
_LONGEST_BYLINE = 160
_LABEL = r"(?:Published|Posted|Released?|Issued|Updated|Date|Last (?:updated|modified)|Publication date|Time)\b[ :]*(?:on |at )?"
# "SHENZHEN, China, September 28, 2023 --", "Published: August 2023", "Monday, 5 September 2022", "Long read | September 2024"
_BYLINE_BEFORE = re.compile(
    rf"(?:.*(?:[|·•\[(（]|\s{{2,}}|[.!?]|\s[-–—]+)\s*)?(?:{_LABEL})?(?:[A-Z]{{2}}[A-Z .'’-]+,\s*(?:[A-Z][a-z]+,\s*)?)?"
    r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?\s+)?"
)
_BYLINE_AFTER = re.compile(r"(?:,?\s+(?:at\s+)?\d{1,2}:\d\d.*)?\s*(?:$|[|·•\])）]|\s{2,}|\s?[-–—]+\s)")
_LABELLED = re.compile(rf"^\W*{_LABEL}\Z", re.IGNORECASE)
_NEIGHBOUR = re.compile(r"^(?:Previous|Next)\b[: ]*\Z")


def published_date(text: str, metadata: Mapping[str, str] | None = None) -> str:
    """When a document was published, as far as it says so itself: its metadata, a dateline or a byline.

    Bylines are looked for in the first and the last lines. A date of which the year is not printed is none.

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
    if _parts(stated)[0]:
        return stated
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines[:_HEAD_LINES]:
        if found := _byline(line):
            return found
    tail = lines[_HEAD_LINES:][-_TAIL_LINES:]
    for line in tail:
        for mention in find_dates(line[:_LONGEST_BYLINE]):
            if mention.year and mention.kind != "range" and _LABELLED.match(line[: mention.start]):
                return _iso(mention.year, mention.month, mention.day)
    return _between_neighbours(tail)


def _byline(line: str) -> str:
    """The date of a line that is a byline or begins with a dateline."""
    for mention in find_dates(line[:_LONGEST_BYLINE]):
        if not mention.year or mention.kind == "range":
            continue
        before, after = line[: mention.start], line[mention.end :]
        if mention.month is None and not _LABELLED.match(before):  # a year alone needs to be called a date
            continue
        timed = re.search(r"\d:\d\d$", mention.text) is not None
        if _BYLINE_BEFORE.fullmatch(before) and (timed or _BYLINE_AFTER.match(after)):
            return _iso(mention.year, mention.month, mention.day)
    return ""


def _between_neighbours(lines: list[str]) -> str:
    """The day on which both the previous and the next post of a site were published."""
    days = set()
    for line in lines:
        for mention in find_dates(line[:_LONGEST_BYLINE]):
            if mention.year and mention.day and _NEIGHBOUR.match(line[: mention.start]):
                days.add((line.split()[0], _iso(mention.year, mention.month, mention.day)))
    return days.pop()[1] if len(days) == 2 and len({day for _, day in days}) == 1 else ""
