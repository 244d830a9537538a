"""Printed dates and years in English text: where they stand and what they say.

Parts that are not printed stay empty: "July 27" has no year, "last year" has nothing but a distance to the day of
publication. Which day is meant is settled in `analysis.find.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = {
    form: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), start=1
    )
    for form in (name, name[:3])
} | {"sept": 9}
_ABBREVIATED = {name[:3] for name in _MONTHS if len(name) > 3} | {"sept"}
_WEEKDAYS = {name: i for i, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())}
_NUMBERS = {word: i for i, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)}
_SHIFTS = {"last": -1, "this": 0, "next": 1}

_NTH = r"(?:st|nd|rd|th)?"
_SPAN = rf"(?:[ ]?(?:-|–|&|to|and)[ ]?\d{{1,2}}{_NTH})?"  # "28 to 30 June" begins on the 28th
_MONTH = re.compile(
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Za-z]*"
)
_BEFORE_MONTH = re.compile(
    rf"(?:(?<![\w.,/:-])(?P<day>[0-3]?\d){_NTH}{_SPAN}(?:[ ]of)?[ ]"
    r"|\b(?P<rel>last|this|next)[ ]"
    r"|\b(?:[Ee]arly(?: as)?|[Ll]ate(?: as)?|[Mm]id|(?:[Tt]he )?(?:[Ee]nd|[Bb]eginning|[Mm]iddle) of)[ -])\Z"
)
_AFTER_MONTH = re.compile(
    rf"\.?(?:[ \n](?P<day>[0-3]?\d){_NTH}(?![\d:]|[.,]\d|[ ](?:%|percent|per|[mb]illion)){_SPAN})?"
    r"(?:(?:,[ ]?|,?[ \n](?:of )?)(?P<year>(?:19|20)\d\d)(?!\d|[.,]\d)|,?[ ](?:of[ ])?(?P<rel>this|last|next)[ ]year)?"
)
# "May" and "March" are months only where a date may stand; so is an abbreviation without its stop.
_MONTH_PLACE = re.compile(
    r"\b(?:in|since|by|until|till|from|of|during|before|after|early|early as|late|late as|mid|last|this|next|on|and|to|through)[ -]\Z",
    re.IGNORECASE,
)
# "Beijing May 1st Digital Twin" is the name of something.
_IN_NAME_BEFORE = re.compile(r"\b(?!(?:On|In|By|Since|From|Until|Before|After|The)\b|\w+day\b)[A-Z][a-z]+ \Z")
_IN_NAME_AFTER = re.compile(r" [A-Z][a-z]")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d|,\d|\.(?!\d{1,2}\.\d)\d|[A-Za-z%])")
_YEAR_FORMS = re.compile(
    r"[-/.](?P<month>0?[1-9]|1[0-2])[-/.](?P<day>0?[1-9]|[12]\d|3[01])(?!\d)(?:[ T]+\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?:[-/](?P<only>0[1-9]|1[0-2])|/(?P<short>[1-9]))(?![\d/-])"
    r"|年(?P<cmonth>0?[1-9]|1[0-2])月(?:(?P<cday>\d{1,2})日)?"
    r"|[ ]?(?:[-–—~/]|to|through)[ ]?(?P<high>20\d\d|\d\d)(?![\d:.,]\d|\d)"
)
_BEFORE_YEAR = re.compile(
    r"(?:(?P<first>(?<![\d/.])\d{1,2})[/.](?P<second>\d{1,2})[/.]"
    r"|(?<!No\. )(?<!no\. )(?<![Ii]ssue )(?<!sheet )(?<!SHEET )(?<![\d/.#])(?P<month>0?[1-9]|1[0-2])/"
    r"|\b(?P<part>Q[1-4]|H[12])[ ]|\bFY[ ]?|\b(?:[Mm]id|[Ee]arly|[Ll]ate|[Ee]nd)[ -]?)\Z"
)
_NO_YEAR_BEFORE = re.compile(
    r"(?:[\w$€¥£#/:]|\d[-., ]|\b(?:RMB|CNY|USD|No\.|[A-Z]{2,5}(?<!\bBY)(?<!\bIN)(?<!\bOF)(?<!\bMID))[ -])\Z"
)
_COUNTED = re.compile(
    r"[ -]?(?:yuan|RMB|CNY|USD|dollars?|won|people|persons|professionals|students|jobs|companies|enterprises|firms"
    r"|projects|patents|members|units|square|sq|mu|m2|met(?:er|re)s?|km|kg|tons?|tonnes|vehicles|sets|percent|per cent"
    r"|(?:m|b|tr)illion|thousand|hundred|times|hours|days)\b"
)
_LONGER_NUMBER = re.compile(r"[-–]\d")
_SURELY_YEAR = re.compile(r"\b(?:[Bb]y|[Ss]ince|[Uu]ntil|end of) \Z")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\w)")
_DATE_AFTER = re.compile(r",? (?:\d|[A-Z][a-z]+\.? \d)")
_WEEKDAY_BEFORE = re.compile(r"\b(?P<rel>[Ll]ast|[Tt]his|[Nn]ext)[ ]\Z")
_RELATIVE = re.compile(
    r"(?:(?:(?P<nth>\d{1,2})(?:st|nd|rd|th)[ ](?:of[ ])?(?=\w+[ ]month))?(?P<rel>last|this|next|Last|This|Next)[ \n](?P<unit>year|month)"
    r"|(?<=[Oo]n the )(?P<ofmonth>\d{1,2})(?:st|nd|rd|th)(?=[,.;)]| (?:in|at)\b|\n)"
    r"|(?:next|coming|Next|following|within|Within)[ \n](?:the[ \n](?:next|coming)[ \n])?"
    r"(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)[ -]years?"
    r"|(?:end of the|[Ww]ithin the)[ ](?P<now>year)|year-end|(?P<before>[Tt]he day before )?(?P<day>[Yy]esterday|[Tt]omorrow|[Ll]ast (?:night|evening))"
    r"|(?P<today>[Tt]oday|[Tt]onight|[Tt]his (?:morning|afternoon|evening))(?!['’]|,? (?:has|have|is|are|it|they|we|there|counts|numbers|only|still)\b)"
    r"|(?P<many>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|[Oo]ne|[Tt]wo|[Tt]hree|[Aa])[ ](?P<past>year|month|day)s?[ ]ago"
    r")(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A printed date.

    Parameters
    ----------
    start, end, text
        Where it stands and what stands there.
    year, month, day : int, optional
        What is printed of it.
    relative : bool
        Its year or day can only be told from the day of publication.
    kind : str
        ``day``, ``month``, ``quarter``, ``year``, ``range`` (of years), ``weekday``, or ``offset`` ("last year",
        "within two years").
    year_high : int, optional
        The last year of a range.
    shift : int, optional
        Of relative dates: how many years, months or days (see ``unit``) after the publication; may be negative.
    weekday : int, optional
        0 for Monday to 6 for Sunday.
    unit : str
        What ``shift`` counts: ``year``, ``month`` or ``day``; else empty.
    """

    start: int
    end: int
    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    relative: bool = False
    kind: str = "year"
    year_high: int | None = None
    shift: int | None = None
    weekday: int | None = None
    unit: str = ""


def find_dates(text: str, start: int = 0, end: int | None = None) -> list[DateMention]:
    """All dates printed in ``text[start:end]``, in order and without overlap.

    Examples
    --------
    >>> [(d.text, d.year, d.month, d.day) for d in find_dates("On July 27th and by the end of 2025, not 2,000 jobs")]
    [('July 27th', None, 7, 27), ('2025', 2025, None, None)]
    """
    end = len(text) if end is None else end
    found = [
        mention
        for finder in (_months, _years, _weekdays, _relatives)
        for mention in finder(text, start, end)
        if mention.start >= start and mention.end <= end
    ]
    # Longer first where two begin together or overlap: "26 May 2022" goes before its year.
    found.sort(key=lambda mention: (mention.start, -mention.end))
    kept: list[DateMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _months(text: str, start: int, end: int) -> Iterator[DateMention]:
    """Dates with the name of a month: "July 27th", "26 May 2022", "early April", "March 25 this year"."""
    for name in _MONTH.finditer(text, start, end):
        month = _MONTHS.get(name[0].lower())
        if month is None or text[name.start() - 1 : name.start()].isalpha():
            continue
        before = _BEFORE_MONTH.search(text, max(start, name.start() - 18), name.start())
        after = _AFTER_MONTH.match(text, name.end(), end)
        day = (before and before["day"]) or after["day"]
        rel = (before and before["rel"]) or after["rel"]
        if not (day or after["year"] or rel or _is_month(text, name)):
            continue
        if day and not 1 <= int(day) <= 31:
            continue
        first, last = (before.start() if before else name.start()), after.end()
        if text[last - 1] == "." and name[0].lower() not in _ABBREVIATED:  # the stop of the sentence
            last -= 1
        if _IN_NAME_BEFORE.search(text, max(0, first - 14), first) and _IN_NAME_AFTER.match(text, last, end):
            continue
        yield DateMention(
            first,
            last,
            text[first:last],
            year=int(after["year"]) if after["year"] else None,
            month=month,
            day=int(day) if day else None,
            relative=rel is not None and not after["year"],
            kind="day" if day else "month",
            shift=_SHIFTS[rel] if rel and not after["year"] else None,
            unit="year" if after["rel"] else "month" if rel and not after["year"] else "",
        )


def _is_month(text: str, name: re.Match[str]) -> bool:
    """Whether the name of a month without day and year is one: "in May", but not "May I" nor "March on"."""
    if name[0] in ("May", "March") or name[0].lower() in _ABBREVIATED:
        return _MONTH_PLACE.search(text, max(0, name.start() - 10), name.start()) is not None
    return not name[0].isupper()


def _years(text: str, start: int, end: int) -> Iterator[DateMention]:
    """Dates with a year in digits and no name: "2022-09-23 09:20", "(2022-2024)", "Q2 2023", "27/06/2023"."""
    for number in _YEAR.finditer(text, start, end):
        before = _BEFORE_YEAR.search(text, max(start, number.start() - 8), number.start())
        if before is None and _NO_YEAR_BEFORE.search(text, max(0, number.start() - 7), number.start()):
            continue
        year, first, last = int(number[0]), before.start() if before else number.start(), number.end()
        if before and before["first"]:
            month, day = _month_and_day(int(before["first"]), int(before["second"]))
            yield DateMention(
                first, last, text[first:last], year, month, day, kind="day" if day else "month" if month else "year"
            )
            continue
        if before and before["month"]:
            yield DateMention(first, last, text[first:last], year, int(before["month"]), kind="month")
            continue
        form = _YEAR_FORMS.match(text, last, end)
        if form and form["high"]:
            if high := _high(year, form["high"]):
                yield DateMention(first, form.end(), text[first : form.end()], year, kind="range", year_high=high)
                continue
        elif form:
            yield _numeric(text, first, form, year)
            continue
        if not _is_count(text, first, last):
            kind = "quarter" if before and before["part"] else "year"
            yield DateMention(first, last, text[first:last], year, kind=kind)


def _numeric(text: str, first: int, form: re.Match[str], year: int) -> DateMention:
    """The date of a year with month, and perhaps day, in digits after it."""
    month, day = form["month"] or form["only"] or form["short"] or form["cmonth"], form["day"] or form["cday"]
    kind = "day" if day else "month"
    return DateMention(
        first, form.end(), text[first : form.end()], year, int(month), int(day) if day else None, kind=kind
    )


def _is_count(text: str, first: int, last: int) -> bool:
    """Whether four digits that look like a year are the number of something, or part of a longer number."""
    if _LONGER_NUMBER.match(text, last):
        return True
    return _COUNTED.match(text, last) is not None and not _SURELY_YEAR.search(text, max(0, first - 8), first)


def _high(low: int, printed: str) -> int | None:
    """The last year of a range that is printed with two or four digits; None where it makes no range."""
    high = int(printed) if len(printed) == 4 else low // 100 * 100 + int(printed)
    return high if low < high <= low + 60 else None


def _month_and_day(first: int, second: int) -> tuple[int | None, int | None]:
    """Month and day of 27/06 and of 06/27; nothing where both readings are possible."""
    if first == second <= 12:
        return first, second
    if first > 12 >= second:
        return second, first
    if second > 12 >= first:
        return first, second
    return None, None


def _weekdays(text: str, start: int, end: int) -> Iterator[DateMention]:
    """Days of the week, but not before a date: "on Saturday", "last Wednesday"."""
    for name in _WEEKDAY.finditer(text, start, end):
        if _DATE_AFTER.match(text, name.end()) or text[name.start() - 1 : name.start()].isalpha():
            continue
        before = _WEEKDAY_BEFORE.search(text, max(start, name.start() - 5), name.start())
        first = before.start() if before else name.start()
        yield DateMention(
            first,
            name.end(),
            text[first : name.end()],
            relative=True,
            kind="weekday",
            shift=_SHIFTS[before["rel"].lower()] if before else None,
            weekday=_WEEKDAYS[name[0].lower()],
        )


def _relatives(text: str, start: int, end: int) -> Iterator[DateMention]:
    """Distances from the day of publication: "last year", "within three years", "next five years", "this month"."""
    for match in _RELATIVE.finditer(text, start, end):
        if text[match.start() - 1 : match.start()].isalpha():
            continue
        unit = match["unit"] or match["past"] or ("day" if match["day"] or match["today"] else "year")
        if match["rel"]:
            shift = _SHIFTS[match["rel"].lower()]
        elif number := match["number"] or match["many"]:
            shift = (1 if number in "aA" else _NUMBERS.get(number.lower()) or int(number)) * (
                -1 if match["past"] else 1
            )
        else:
            shift = {"y": -1, "l": -1, "t": 1}[match["day"][0].lower()] if match["day"] else 0
            shift -= match["before"] is not None
        nth = match["ofmonth"] or (unit == "month" and match["nth"])  # "on the 9th of this month"
        day, unit = int(nth) if nth else None, "month" if nth else unit
        yield DateMention(
            match.start(), match.end(), match[0], day=day, relative=True, kind="offset", shift=shift, unit=unit
        )
