"""The place a policy is for: its title's, its issuer's, or the one the text is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.find.gazetteer import COUNTRY, REGION
from analysis.find.places import Place, PlaceMention, broader
from analysis.find.titles import Title
from analysis.relate.issuing import Issue
from analysis.relate.setting import PLACE_FROM_CONTEXT, Setting, Where

if TYPE_CHECKING:
    from analysis.extract import Found

_NATIONAL = re.compile(
    r"\b(?:National (?:[A-Z]\w+,? (?:and )?){1,5}?(?:Commission|Administration|Bureau|Congress)|State Council"
    r"|Minist(?:ry|ries)|MIIT|NDRC|Cyberspace Administration of|Central Committee|[Cc]entral government"
    r"|People['’]s Bank of China|National People['’]s Congress|Premier)\b"
)
_CONTEXT = 20_000  # characters before a verb in which its issuer's place is looked for
_ISSUER_REACH = 140  # characters behind "issued by"
_OWNER_REACH = 60  # characters before a title: "the State Council's X Plan"
_BY = re.compile(r"[^.;]{0,40}? by ")
_IN = re.compile(r"\b(?:in|at|from)(?: the)? \Z")


def place_of(document: Document, titles: Sequence[Title], issue: Issue | None, setting: Setting, found: Found) -> Where:
    """The place of a policy.

    Parameters
    ----------
    document, found, setting
        The document, what was found in it, and where its statements hold.
    titles : sequence of Title
        Where the policy is named, its fullest title first.
    issue : Issue or None
        What says that it was issued.

    Returns
    -------
    Where
        The most specific place in a title, else its issuer's, else the one the text around is about. A national
        policy is its
        country's, without a province.
    """
    named = next(
        (place for title in titles if (place := _most_specific(found.places_between(title.start, title.end)))),
        None,
    )
    issuer = _issuer(document, issue, setting, found) if issue else None
    if named:
        # "The district issued the Beijing X Plan": the district's, unless the sentence says that Beijing did.
        is_issuers = (
            issuer and issuer.place and broader(named.place, issuer.place) and not _acts(found, issue, named.place)
        )
        return _where(issuer if is_issuers else named)
    title = titles[0]
    national = [span for span in _around(document, title, issue) if _NATIONAL.search(document.text, *span)]
    if (
        issuer
        and issuer.place
        and issuer.place.level not in (COUNTRY, REGION)
        and not (national and _is_venue(document.text, issuer))
    ):
        return _where(issuer)
    if national:
        return _nation([mention for span in national for mention in found.places_between(*span)], setting)
    where = setting.where(title.start, title.end)
    return where if where.place else _country(found)


def _around(document: Document, title: Title, issue: Issue | None) -> list[tuple[int, int]]:
    """Where the issuer of a policy may stand: in its title, shortly before it, behind "by", and with the verb of
    issue.
    """
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
    """The first place, or one that lies inside it: "Qiantang District, Hangzhou", but "Huangpu District and the
    Development Zone".
    """
    settled = [mention for mention in mentions if mention.place]
    settled = [mention for mention in settled if not mention.from_context] or settled
    best = next(
        (mention for mention in settled if mention.place.level not in (COUNTRY, REGION)),
        settled[0] if settled else None,
    )
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
    while (
        k
        and before[k - 1].linked
        and before[k - 1].place
        and before[k].place
        and broader(before[k].place, before[k - 1].place)
    ):
        k -= 1
    return before[k]


def _acts(found: Found, issue: Issue, place: Place) -> bool:
    """Whether a place is named where the issuer is."""
    return any(mention.place == place for mention in found.places_between(*_issuer_span(issue)))


def _nation(near: list[PlaceMention], setting: Setting) -> Where:
    """The country of a national policy: the one named near its title, else the one that the document is about, else
    China.
    """
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
