"""The table ``policies``: one row a titled policy, with its place, its own term and its date of issue."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
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
    r"\b(?:National(?! Economic)|State Council|Ministry|Ministries|MIIT|NDRC|National Development and Reform Commission|Cyberspace Administration|Central Committee"
    r"|central government|People['’]s Bank of China|National People['’]s Congress|China['’]s (?:government|cabinet)|National \w+ Administration)\b"
)
_ISSUER_REACH = 140  # characters behind "issued by"
_OWNER_REACH = 60  # characters before a title: "the State Council's X Plan"
_TERM_GAP = re.compile(r"[”\"》»’']?,? ?(?:(?:for|of|covering|which covers|for the (?:period|years)|from|(?:is )?valid (?:from|for)|which runs from|running from|in force from) )?(?:the (?:period|years) )?[(（]?$")
_TERM_CUE = re.compile(r"\b(?:cover(?:s|ing)|runs?|running|valid|in force|in effect|effective|spans?|spanning|implemented|period of validity|term)\b[^.;]{0,30}$", re.I)
_UNTIL = re.compile(r"^\W*\b(?:which )?(?:is |are |was |were |remains? )?(?:valid|in force|in effect|effective) (?:until|till|through|up to)(?: the)?(?: end of)? $", re.I)
_ANNUAL = ("work-report",)


@dataclass
class Policy:
    """A policy with all places where the document names it; ``titles[0]`` or a fuller one later gives its name."""

    titles: list[Title] = field(default_factory=list)

    @property
    def name(self) -> Title:
        """Its fullest printed title, the first of equals."""
        return max((t for t in self.titles if t.form == "full"), key=lambda t: len(essence(t.text)))


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
        known = _known(title, found, setting)
        if known:
            known.titles.append(title)
            if title.form == "alias":  # a headline had the other name before
                _absorb(known, found, essence(title.text))
        elif title.form == "full":
            found.append(Policy([title]))
    return found


def _absorb(policy: Policy, found: list[Policy], words: frozenset[str]) -> None:
    """Take over the policies that were named by nothing but another name of this one."""
    for other in [p for p in found if p is not policy and all(essence(t.text) == words for t in p.titles)]:
        policy.titles += [replace(title, form="alias") for title in other.titles]
        found.remove(other)


def _known(title: Title, found: list[Policy], setting: Setting) -> Policy | None:
    """The policy, among those named before, that a title names again."""
    words = essence(title.text)
    if title.form == "alias":
        return found[-1] if found else None
    for policy in reversed(found):
        for other in policy.titles:
            before = essence(other.text)
            if words == before and (len(words) > 3 or _same_place(title, other, setting)):
                return policy
            if title.form == "short" and words <= before and other.form == "full":
                return policy
            longer, shorter = (before, words) if len(words) <= len(before) else (words, before)
            if title.form == other.form == "full" and shorter < longer and _may_shorten(shorter, longer) and _same_place(title, other, setting):
                return policy
    return None


def _may_shorten(shorter: frozenset[str], longer: frozenset[str]) -> bool:
    """Whether nothing but years, or no more than half of the words, is left out; two terms are two policies."""
    return len(shorter) >= 2 and not any(word.isdigit() for word in shorter - longer)


def _same_place(a: Title, b: Title, setting: Setting) -> bool:
    first, second = (setting.where(t.start, t.end) for t in (a, b))
    return first.place == second.place or not first.place or not second.place


def _row(document: Document, policy: Policy, issue: Issue | None, setting: Setting, found: Found) -> Row:
    name = policy.name
    where = place_of(document, policy, issue, setting, found)
    low, high = next((t for t in (term_of(document, title, found) for title in [name, *policy.titles]) if t != (None, None)), (None, None))
    values = {"title": name.text, "place": where.place, "province": where.province, "period_start": low, "period_end": high}
    flags = set(where.flags)
    if issue and issue.date:
        values["issued"] = issue.date
        flags |= set(issue.flags)
    cue = document.mention(issue.start, issue.end) if issue else document.mention(*name.head)
    values = {column: value for column, value in values.items() if value not in (None, "")}
    return Row("policies", values, document.mention(name.start, name.end), cue, issue.rule if issue else name.rule, tuple(sorted(flags)))


def term_of(document: Document, title: Title, found: Found) -> tuple[int | None, int | None]:
    """First and last year of a policy's own term, from its title or stated of it; (None, None) where it has none.

    1. "(2022-2024)", "2022 to 2024" in the title.
    2. "2022 Y Work Report": the year of the report.
    3. "the “X Action Plan” for 2022-2024", "the X, which covers 2022 to 2024".
    """
    dates = found.dates_between(title.start, title.end)
    years = next((date for date in dates if date.kind == "range"), None)
    if years:
        return years.year, years.year_high
    if title.rule in _ANNUAL and (year := next((date.year for date in dates if date.year), None)):
        return year, year
    sentence = document.sentences[title.sentence]
    for date in found.dates_between(title.end, sentence.end):
        gap = document.text[title.end : date.start]
        if date.kind == "range" and (_TERM_GAP.fullmatch(gap) or _TERM_CUE.search(gap)):
            return date.year, date.year_high
        if date.year and _UNTIL.search(gap):
            return None, date.year
    return None, None


def place_of(document: Document, policy: Policy, issue: Issue | None, setting: Setting, found: Found) -> Where:
    """The place a policy is for: the most specific in its title, else its issuer's, else the one the text is about."""
    named = next((place for title in [policy.name, *policy.titles] if (place := _most_specific(found.places_between(title.start, title.end)))), None)
    issuer = _issuer(document, issue, setting, found) if issue else None
    if named and named.place:
        inner = issuer and issuer.place and broader(named.place, issuer.place)
        return _where(issuer) if inner and not _names(found, issue, named.place) else _where(named)
    if issuer and issuer.place and issuer.place.level not in (COUNTRY, REGION):
        return _where(issuer)
    name = policy.name
    sentence = document.sentences[name.sentence]
    around = [(max(sentence.start, name.start - _OWNER_REACH), name.end), *([_issuer_span(issue)] if issue else [])]
    if any(_NATIONAL.search(document.text, *span) for span in around):
        return _nation([mention for span in around for mention in found.places_between(*span)], setting)
    where = setting.where(name.start, name.end)
    return where if where.place else _country(found)


def _where(mention: PlaceMention, *flags: str) -> Where:
    return Where(mention.name, mention.place.province if mention.place else "", flags)


def _nation(near: list[PlaceMention], setting: Setting) -> Where:
    """The country of a national policy: the one named near its title, else one that the document is about, else China."""
    for mention in [*near, setting.main_place]:
        if mention and mention.place and mention.place.level == COUNTRY:
            return Where(mention.name)
    return Where("China", "", (PLACE_FROM_CONTEXT,))


def _country(found: Found) -> Where:
    """The country abroad that a document names most often, where it names no place of China."""
    countries = Counter(mention.name for mention in found.places if mention.place and mention.place.level == COUNTRY)
    settled = any(mention.place and mention.place.province for mention in found.places)
    return Where(countries.most_common(1)[0][0], "", (PLACE_FROM_CONTEXT,)) if countries and not settled else Where()


def _most_specific(mentions: list[PlaceMention]) -> PlaceMention | None:
    """The first place, or one that lies inside it: "Qiantang District, Hangzhou", but "Huangpu District and the Development Zone"."""
    settled = [mention for mention in mentions if mention.place and not mention.from_context] or [m for m in mentions if m.place]
    best = next((m for m in settled if m.place.level not in (COUNTRY, REGION)), settled[0] if settled else None)
    for mention in settled:
        if broader(best.place, mention.place):
            best = mention
    return best


def _issuer_span(issue: Issue) -> tuple[int, int]:
    """Where the issuer stands: before the verb, or behind "issued by"."""
    if issue.title.start >= issue.end:
        return issue.sentence.start, issue.start
    return issue.end, min(issue.sentence.end, issue.end + _ISSUER_REACH)


def _issuer(document: Document, issue: Issue, setting: Setting, found: Found) -> PlaceMention | None:
    """The place of the government that issued a policy."""
    start, end = _issuer_span(issue)
    if end == issue.start:
        where = setting.where(end, end, "sentence")
        mention = next((m for m in reversed(found.places) if m.name == where.place and m.end <= end), None) if where.place else None
        return _inmost(found, mention) if mention else None
    if " by " not in document.text[start : start + 40]:
        return None
    return _most_specific(found.places_between(start, end)[:3])


def _inmost(found: Found, mention: PlaceMention) -> PlaceMention:
    """The first of a chain of places that ends with ``mention``: "Binhu District, Wuxi City, Jiangsu Province"."""
    k = found.places.index(mention)
    while k and found.places[k - 1].linked and (inner := found.places[k - 1]).place and found.places[k].place:
        if not broader(found.places[k].place, inner.place):
            break
        k -= 1
    return found.places[k]


def _names(found: Found, issue: Issue, place: Place) -> bool:
    """Whether a place is named where the issuer is."""
    return any(mention.place == place for mention in found.places_between(*_issuer_span(issue)))
