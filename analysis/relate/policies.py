"""The table ``policies``: one row a titled policy, with its place, its own term and its date of issue."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.evidence import Row
from analysis.find.gazetteer import COUNTRY, REGION
from analysis.find.places import Place, PlaceMention, broader
from analysis.find.titles import Title, find_titles
from analysis.relate.issuing import Issue, is_owned, issue_of
from analysis.relate.setting import PLACE_FROM_CONTEXT, Setting, Where

if TYPE_CHECKING:
    from analysis.extract import Found

_WORD = re.compile(r"\w+")
_EMPTY = frozenset("the a an of and for on in to s city province district municipal".split())
_NATIONAL = re.compile(
    r"\b(?:National (?:[A-Z]\w+,? (?:and )?){1,5}?(?:Commission|Administration|Bureau|Congress)|State Council|Minist(?:ry|ries)|MIIT|NDRC"
    r"|Cyberspace Administration of|Central Committee|[Cc]entral government|People['’]s Bank of China|National People['’]s Congress|Premier)\b"
)
_POLICIES_BACK = 40
"""Among so many policies, named last, is looked for the one that a title names again."""
_CONTEXT = 20_000  # characters before a verb in which its issuer's place is looked for
_ISSUER_REACH = 140  # characters behind "issued by"
_BY = re.compile(r"[^.;]{0,40}? by ")
_IN = re.compile(r"\b(?:in|at|from)(?: the)? \Z")
_OWNER_REACH = 60  # characters before a title: "the State Council's X Plan"
# Between a title and the years of its term: "” for 2022-2024", "” (2022-2024)", ", valid from", ", which covers".
_TERM = re.compile(
    r"[”\"》»’']?,? ?(?:(?:which |is |was )*(?:for|of|covering|covers|valid (?:from|for)|from|runs from|running from|in force from) )?(?:the )?(?:period |years )?[(（]?"
    r"|.*\b(?:covers|covering|runs|running|valid|in force|in effect|effective|spans|spanning|implemented|period of validity|term)\b[^.;]{0,30}",
    re.DOTALL,
)
_UNTIL = re.compile(r"\W*(?:(?:which|is|are|was|were|remains?) )*(?:valid|in force|in effect|effective) (?:until|till|through|up to)(?: the)?(?: end of)? ")
_LONGEST_GAP = 200
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
    """Rows of the table ``policies`` of one document; the cue is the verb that says that it was issued, else the title's noun."""
    titles = find_titles(document)
    if not any(title.form == "full" for title in titles):
        return []
    setting = Setting(document, found)
    by_sentence: dict[int, list[Title]] = defaultdict(list)
    for title in titles:
        by_sentence[title.sentence].append(title)
    rows = []
    for policy in group(titles, setting):
        issue = issue_of(document, policy.titles, by_sentence, found)
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
    return next((policy for policy in reversed(found) if any(_same(title, other, setting) for other in policy.titles)), None)


def _same(title: Title, other: Title, setting: Setting) -> bool:
    """Whether a title names the policy again that another named before it.

    1. "the “Action Plan”" after "X Action Plan", and any other name that was given to it.
    2. The same words; a title of few words may be any place's ("Government Work Report").
    3. One has all words of the other, for the same place; years are never left over, for another term is another policy.
    """
    words, before = essence(title.text), essence(other.text)
    if title.form == "short":
        return words <= before
    if words == before:
        return len(words) > 3 or other.form == "alias" or _same_place(title, other, setting)
    shorter, longer = sorted((words, before), key=len)
    contained = other.form == "full" and len(shorter) >= 2 and shorter < longer
    return contained and not (_years(shorter) and _years(longer) - _years(shorter)) and _same_place(title, other, setting)


def _years(words: frozenset[str]) -> set[str]:
    return {word for word in words if word.isdigit() and len(word) == 4}


def _same_place(a: Title, b: Title, setting: Setting) -> bool:
    first, second = (setting.where(title.start, title.end).place for title in (a, b))
    if a.rule in _OF_ONE_YEAR:  # every government has one
        return first == second != ""
    return first == second or not first or not second


def _absorb(policy: Policy, found: list[Policy], words: frozenset[str]) -> None:
    """Take over what was named by nothing but another name of this policy: a headline had that name first."""
    for other in [p for p in found[-_POLICIES_BACK:] if p is not policy and all(essence(t.text) == words for t in p.titles)]:
        policy.titles += [replace(title, form="alias") for title in other.titles]
        found.remove(other)


def _row(document: Document, policy: Policy, issue: Issue | None, setting: Setting, found: Found) -> Row:
    name = policy.name
    where = place_of(document, policy, issue, setting, found)
    terms = (term_of(document, title, found) for title in [name, *policy.titles])
    first, last = next((term for term in terms if any(term)), (None, None))
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
    return Row("policies", values, document.mention(name.start, name.end), cue, issue.rule if issue else name.rule, tuple(sorted(flags)))


def term_of(document: Document, title: Title, found: Found) -> tuple[int | None, int | None]:
    """First and last year of a policy's own term, from its title or stated of it; (None, None) where it has none.

    1. "(2022-2024)", "2022 to 2024" in the title.
    2. "2022 Y Work Report": the year of the report.
    3. "the “X Action Plan” for 2022-2024", "the X, which covers 2022 to 2024"; "valid until 2024" has a last year only.
    """
    dates = found.dates_between(title.start, title.end)
    years = next((date for date in dates if date.kind == "range"), None)
    if years:
        return years.year, years.year_high
    if title.rule in _OF_ONE_YEAR and (year := next((date.year for date in dates if date.year), None)):
        return year, year
    sentence = document.sentences[title.sentence]
    for date in found.dates_between(title.end, min(sentence.end, title.end + _LONGEST_GAP)):
        gap = document.text[title.end : date.start]
        if date.kind == "range" and _TERM.fullmatch(gap):
            return date.year, date.year_high
        if date.year and _UNTIL.fullmatch(gap):
            return None, date.year
    return None, None


def place_of(document: Document, policy: Policy, issue: Issue | None, setting: Setting, found: Found) -> Where:
    """The place a policy is for: the most specific in its title, else its issuer's, else the one the text is about."""
    named = next((place for title in [policy.name, *policy.titles] if (place := _most_specific(found.places_between(title.start, title.end)))), None)
    issuer = _issuer(document, issue, setting, found) if issue else None
    if named:
        # "The district issued the Beijing X Plan": the district's, unless the sentence says that Beijing did.
        is_issuers = issuer and issuer.place and broader(named.place, issuer.place) and not _acts(found, issue, named.place)
        return _where(issuer if is_issuers else named)
    title = policy.name
    national = [span for span in _around(document, title, issue) if _NATIONAL.search(document.text, *span)]
    if issuer and issuer.place and issuer.place.level not in (COUNTRY, REGION) and not (national and _is_venue(document.text, issuer)):
        return _where(issuer)
    if national:
        return _nation([mention for span in national for mention in found.places_between(*span)], setting)
    where = setting.where(title.start, title.end)
    return where if where.place else _country(found)


def _around(document: Document, title: Title, issue: Issue | None) -> list[tuple[int, int]]:
    """Where the issuer of a policy may stand: in its title, shortly before it, behind "by", and with the verb of issue."""
    sentence = document.sentences[title.sentence]
    spans = [(max(sentence.start, title.start - _OWNER_REACH), title.end)]
    if by := _BY.match(document.text, title.end, sentence.end):
        spans.append((by.end(), min(sentence.end, by.end() + _OWNER_REACH)))
    return [*spans, _issuer_span(issue)] if issue else spans


def _is_venue(text: str, mention: PlaceMention) -> bool:
    """Whether a place only says where something happened: "BEIJING, May 2 --", "a conference in Beijing"."""
    return mention.text.isupper() or bool(_IN.search(text, max(0, mention.start - 12), mention.start))


def _where(mention: PlaceMention) -> Where:
    return Where(mention.name, mention.place.province if mention.place else "")


def _most_specific(mentions: list[PlaceMention]) -> PlaceMention | None:
    """The first place, or one that lies inside it: "Qiantang District, Hangzhou", but "Huangpu District and the Development Zone"."""
    settled = [mention for mention in mentions if mention.place]
    settled = [mention for mention in settled if not mention.from_context] or settled
    best = next((mention for mention in settled if mention.place.level not in (COUNTRY, REGION)), settled[0] if settled else None)
    for mention in settled:
        if broader(best.place, mention.place):
            best = mention
    return best


def _issuer_span(issue: Issue) -> tuple[int, int]:
    """Where the issuer stands: before the verb, or behind "issued by"."""
    if issue.issuer_first:
        return issue.sentence.start, issue.start
    return issue.end, min(issue.sentence.end, issue.end + _ISSUER_REACH)


def _issuer(document: Document, issue: Issue, setting: Setting, found: Found) -> PlaceMention | None:
    """The place of the government that issued a policy."""
    start, end = _issuer_span(issue)
    if not issue.issuer_first:
        by = _BY.match(document.text, start, end)
        return _most_specific(found.places_between(by.end(), end)[:3]) if by else None
    name = setting.where(end, end, "sentence").place
    before = found.places_between(max(0, end - _CONTEXT), end)
    k = next((k for k in range(len(before) - 1, -1, -1) if before[k].name == name), None)
    if k is None:
        return None
    # Of "Binhu District, Wuxi City, Jiangsu Province" the first is meant.
    while k and before[k - 1].linked and before[k - 1].place and before[k].place and broader(before[k].place, before[k - 1].place):
        k -= 1
    return before[k]


def _acts(found: Found, issue: Issue, place: Place) -> bool:
    """Whether a place is named where the issuer is."""
    return any(mention.place == place for mention in found.places_between(*_issuer_span(issue)))


def _nation(near: list[PlaceMention], setting: Setting) -> Where:
    """The country of a national policy: the one named near its title, else the one that the document is about, else China."""
    for mention in [*near, setting.main_place]:
        if mention and mention.place and mention.place.level == COUNTRY:
            return Where(mention.name)
    return Where("China", "", (PLACE_FROM_CONTEXT,))


def _country(found: Found) -> Where:
    """The country that a document names most often, where it names no place of China."""
    if any(mention.place and mention.place.province for mention in found.places):
        return Where()
    countries = Counter(mention.name for mention in found.places if mention.place and mention.place.level == COUNTRY)
    return Where(countries.most_common(1)[0][0], "", (PLACE_FROM_CONTEXT,)) if countries else Where()
