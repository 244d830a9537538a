"""The table ``policies``: one row a titled policy, with its place, its own term and its date of issue."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.find.dates import DateMention, resolve_date
from analysis.find.numbers import WORDS
from analysis.find.titles import Title, find_titles
from analysis.mention import Row
from analysis.relate.issuers import is_owned
from analysis.relate.issuing import Issue, Scene, issue_of
from analysis.relate.policy_places import place_of
from analysis.relate.setting import Setting
from analysis.segment import ITEM

if TYPE_CHECKING:
    from analysis.extract import Found

_WORD = re.compile(r"\w+")
_EMPTY = frozenset("the a an of and for on in to s city province district municipal".split())
_POLICIES_BACK = 40
"""Among so many policies, named last, is looked for the one that a title names again."""
# Between a title and the years of its term: "” for 2022-2024", "” (2022-2024)", ", valid from", ", which covers".
_TERM = re.compile(
    r"[”\"》»’']?,? ?"
    r"(?:(?:which |is |was )*(?:for|of|cover(?:ing|s)?|valid (?:from|for)|from|runs? from|running from|in force from) )?"
    r"(?:the )?(?:period |years )?[(（]?"
    r"|.*\b(?:cover(?:s|ing)?|runs?|running|valid|in force|in effect|effective|spans|spanning|implemented"
    r"|period of validity|term)\b[^.;]{0,30}",
    re.DOTALL,
)
_UNTIL = re.compile(
    r"\W*(?:of \d{4}\W+)?(?:(?:which|is|are|was|were|remains?|will) )*"
    r"(?:(?:valid|in force|in effect|effective) (?:until|till|through|up to)|(?:expires?|ends?|runs? out) (?:on|in|at|by))"
    r"(?: the)?(?: end of)? "
)
_FROM = re.compile(
    r"\W*(?:(?:which|is|are|was|were) )*(?:valid|in force|in effect|effective|running|runs?|appl(?:y|ies)|applicable) from(?: the)? "
)
_TO = re.compile(r" (?:to|until|till|through)(?: the end of)? ")
# "These Measures take effect on July 1, 2024 and are valid until June 30, 2027."
_IN_FORCE = re.compile(
    r"\b(?:[Tt]hese|[Tt]his|[Tt]he(?: present)?) (?P<noun>\w+)\b[^.;\n]{0,40}?"
    r"\b(?:takes? effect|(?:comes?|enters?|goes?|go)"
    r" into (?:force|effect)|(?:is|are|be|becomes?) (?:effective|valid|implemented|in force)"
    r"|effective|valid|runs?|apply"
    r"|applies|validity)\b"
)
_IN_EFFECT = re.compile(r"\b(?:implemented|effective|valid(?:ity)?|in force|into force|effect)\b")
_IN_PAST = re.compile(r"\b(?:took|came|was|were|went|entered|has|have|since)\b")
_EXPIRES = re.compile(r"\b(?:until|till|through|to|expires?|expir\w+ on|ends? on)(?: the end of)? $")
_FOR_YEARS = re.compile(r"\b(?:for|of|is) (?:a (?:period|term) of )?(?P<years>\w+)(?: \(\d+\))? years?\b")
_FROM_ISSUE = re.compile(
    r"\b(?:effect|force|effective|implemented|valid)\b (?:on|from|since|as of|upon)"
    r" (?:the (?:date|day) of |(?:its|their) )"
    r"(?:issue|issuance|promulgation|publication|release)\b"
)
_TERM_LABEL = re.compile(
    r"\W*(?:term|validity|valid|period|duration|in force|effective)\b[^:：]{0,25}[:：]", re.IGNORECASE
)
_LABELS_ON = 4
_LONGEST_GAP = 200
_STATEMENTS_ON = 3
"""So many statements of when it holds, behind a title, are looked at."""
_OF_ONE_YEAR = frozenset(("work-report",))


@dataclass
class Policy:
    """A policy with all places where the document names it."""

    titles: list[Title] = field(default_factory=list)

    @property
    def name(self) -> Title:
        """Its fullest printed title, the first of equals."""
        return max((title for title in self.titles if title.form == "full"), key=lambda title: len(essence(title.text)))


@lru_cache(4096)
def essence(title: str) -> frozenset[str]:
    """The words that tell one title from another.

    Examples
    --------
    >>> sorted(essence("Action Plan of Luzhou City (2022-2024)"))
    ['2022', '2024', 'action', 'luzhou', 'plan']
    """
    return frozenset(word for word in _WORD.findall(title.lower()) if word not in _EMPTY)


def policies(document: Document, found: Found) -> list[Row]:
    """Rows of the table ``policies`` of one document; the cue is the verb of issue, else the title's noun."""
    titles = find_titles(document)
    if not any(title.form == "full" for title in titles):
        return []
    setting, scene = found.setting, Scene(document, titles, found)
    rows = []
    for policy in group(titles, setting):
        issue = issue_of(scene, policy.titles)
        if not (issue and issue.is_private) and not is_owned(document, policy.name, found):
            rows.append(_row(document, policy, issue, setting, found))
    return rows


def group(titles: list[Title], setting: Setting) -> list[Policy]:
    """Titles of one policy together; short forms that no full title explains are left out."""
    found: list[Policy] = []
    for title in titles:
        known = _known(title, found[-_POLICIES_BACK:], setting)
        if known:
            known.titles.append(title)
            if title.form == "alias":
                _absorb(known, found, essence(title.text))
        elif title.form == "full":
            found.append(Policy([title]))
    return found


def _known(title: Title, found: list[Policy], setting: Setting) -> Policy | None:
    """The policy, among those named before, that a title names again."""
    if title.form == "alias":
        return found[-1] if found else None
    known = (policy for policy in reversed(found) if any(_same(title, other, setting) for other in policy.titles))
    return next(known, None)


def _same(title: Title, other: Title, setting: Setting) -> bool:
    """Whether a title names the policy again that another named before it.

    1. "the “Action Plan”" after "X Action Plan", and any other name that was given to it.
    2. The same words; a title of few words may be any place's ("Government Work Report").
    3. One has all words of the other, for the same place; years are never left over, for another term is another
       policy.
    """
    words, before = essence(title.text), essence(other.text)
    if title.form == "short":
        return words <= before
    if words == before:
        return len(words) > 3 or other.form == "alias" or _same_place(title, other, setting)
    shorter, longer = sorted((words, before), key=len)
    contained = other.form == "full" and len(shorter) >= 2 and shorter < longer
    other_term = _years(shorter) and _years(longer) - _years(shorter)
    return contained and not other_term and _same_place(title, other, setting)


def _years(words: frozenset[str]) -> set[str]:
    return {word for word in words if word.isdigit() and len(word) == 4}


def _same_place(a: Title, b: Title, setting: Setting) -> bool:
    first, second = (setting.where(title.start, title.end).place for title in (a, b))
    if a.rule in _OF_ONE_YEAR:  # every government has one
        return first == second != ""
    return first == second or not first or not second


def _absorb(policy: Policy, found: list[Policy], words: frozenset[str]) -> None:
    """Take over what was named by nothing but another name of this policy: a headline had that name first."""
    for other in found[-_POLICIES_BACK:]:
        if other is not policy and all(essence(title.text) == words for title in other.titles):
            policy.titles += [replace(title, form="alias") for title in other.titles]
            found.remove(other)


def _row(document: Document, policy: Policy, issue: Issue | None, setting: Setting, found: Found) -> Row:
    name = policy.name
    where = place_of(document, [name, *policy.titles], issue, setting, found)
    terms = (term_of(document, title, found) for title in [name, *policy.titles])
    first, last = next((term for term in terms if any(term)), (None, None))
    if last and not first and issue and issue.date and _FROM_ISSUE.search(document.text, name.end):
        first = int(issue.date[:4])
    values = {
        "title": " ".join(name.text.split()),
        "place": where.place,
        "province": where.province,
        "period_start": first,
        "period_end": last,
        "issued": issue.date if issue else "",
    }
    values = {column: value for column, value in values.items() if value}
    flags = {*where.flags, *(issue.flags if issue else ())}
    cue = document.mention(issue.start, issue.end) if issue else document.mention(*name.head)
    rule = issue.rule if issue else name.rule
    return Row("policies", values, document.mention(name.start, name.end), cue, rule, tuple(sorted(flags)))


def term_of(document: Document, title: Title, found: Found) -> tuple[int | None, int | None]:
    """First and last year of a policy's own term, from its title or stated of it; (None, None) where it has none.

    1. "(2022-2024)", "2022 to 2024" in the title.
    2. "2022 Y Work Report": the year of the report.
    3. "the “X Action Plan” for 2022-2024", "the X, which covers 2022 to 2024", "(in force from May 2022 to May 2024)";
       "valid until 2024" has a last year only.
    4. A later sentence: "These Measures take effect on 1 July 2024 and are valid for three years".
    """
    dates = found.dates_between(title.start, title.end)
    years = next((date for date in dates if date.kind == "range"), None)
    if years:
        return years.year, years.year_high
    if title.rule in _OF_ONE_YEAR and (year := next((date.year for date in dates if date.year), None)):
        return year, year
    sentence = document.sentences[title.sentence]
    behind = found.dates_between(title.end, min(sentence.end, title.end + _LONGEST_GAP))
    for date, following in zip_longest(behind, behind[1:]):
        gap = document.text[title.end : date.start]
        if following and date.year and following.year and _FROM.fullmatch(gap):
            if _TO.fullmatch(document.text, date.end, following.start):
                return date.year, following.year
        if date.kind == "range" and _TERM.fullmatch(gap):
            return date.year, date.year_high
        if _UNTIL.fullmatch(gap) and (year := date.year or date.month and int(found.published[:4] or 0)):
            return None, year
    return _stated_term(document, title, found)


def _stated_term(document: Document, title: Title, found: Found) -> tuple[int | None, int | None]:
    """The term that a later sentence states: "These Measures take effect on ... and are valid for three years"."""
    noun = document.text[slice(*title.head)].lower().split()[-1]
    own = document.sentences[title.sentence]
    holds = _IN_EFFECT.search(document.text, title.end, own.end)
    spans = [(holds.start(), own.end), (title.end, own.end)] if holds else []
    for other in document.sentences[title.sentence + 1 : title.sentence + 1 + _LABELS_ON]:
        if other.block.kind == ITEM and _TERM_LABEL.match(other.text):
            spans.append((other.start, other.end))
    statements = _statements(document.text).get(noun, ())
    first = bisect_left(statements, title.end)
    for start in statements[first : first + _STATEMENTS_ON]:
        if sentence := document.sentence_at(start):
            spans.append((start, sentence.end))
    return next((term for span in spans if (term := _term_in(document.text, *span, found))), (None, None))


@lru_cache(2)
def _statements(text: str) -> dict[str, list[int]]:
    """Where a text says of something, by its noun, from when or until when it holds."""
    found: dict[str, list[int]] = {}
    for match in _IN_FORCE.finditer(text):
        found.setdefault(match["noun"].lower(), []).append(match.start())
    return found


def _term_in(text: str, start: int, end: int, found: Found) -> tuple[int | None, int] | None:
    """The years from the first date of a statement to the one where it expires; None where it says of no end."""
    dates = [d for d in found.dates_between(start, end) if d.year or d.month and found.published]
    if not dates or dates[0].kind == "range":
        return (dates[0].year, dates[0].year_high) if dates else None
    begins = dates[0].year or _year_of_start(dates[0], text[start:end], found)
    last = next((d for d in dates if d.year and _EXPIRES.search(text, d.start - 24, d.start)), None)
    if last:
        return begins if dates[0] != last else None, last.year
    years = _FOR_YEARS.search(text, start, end)
    many = WORDS.get(years["years"].lower()) or years["years"] if years else ""
    whole = (dates[0].month or 1, dates[0].day or 1) == (1, 1)  # three years from January 1, 2021 end in 2023
    return (begins, begins + int(many) - whole) if str(many).isdecimal() else None


def _year_of_start(date: DateMention, said: str, found: Found) -> int:
    """The year of a printed month and day: what "takes effect" is yet to come, what "took effect" is over."""
    is_over = date.relative or _IN_PAST.search(said) is not None
    day, _ = resolve_date(date, found.published, future=not is_over)
    return int(day[:4]) + (not is_over and day < found.published)
