"""When a policy was issued: the verb that says so, and the date that belongs to it.

A verb of issue (lexicon ``policies``) stands before the title ("released the X"), behind it ("the X, which was issued"), or
begins the sentence behind it ("X. Issued March 17"). Its date is looked for behind it, then before it in its sentence, then, for "on the
same day" and "at the meeting", in the sentences before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.cues import Cue, find_cues
from analysis.find.dates import DateMention, resolve_date
from analysis.find.names import PERSON_TITLES, names
from analysis.find.people import is_person
from analysis.find.sectors import sector_of
from analysis.find.titles import Title
from analysis.segment import HEADING
from analysis.tokens import Token

if TYPE_CHECKING:
    from analysis.extract import Found

_REACH = 16  # tokens between a verb and its title
_SENTENCES_ON = 3
_SENTENCES_BACK = 8
# Between verb and title these words say that the title is not what was issued: "issued rules under the Plan".
_BARS_OBJECT = frozenset("under according implement implementing that which who said says with by to for from since after following per in based line proposes help".split())
_BETWEEN_SUBJECT = frozenset(
    """which that was were is are has have had been being be also officially formally jointly subsequently recently just newly first later then both all
    it will to earlier previously already publicly finally and , ( ) — – - """.split()
)
_OF_SEVERAL = re.compile(r"\b(?:series|set|batch|number|package|raft|copies|version|edition|trial|draft) of\b|\bincluding\b|\bsuch as\b", re.I)
_HORIZON = re.compile(r"\b(?:by|until|till|before|to|through|than|and|toward|towards|beyond)(?: the)?(?: end of| year)?(?: the)? $", re.I)
_BREAKS = re.compile(r";|:|\b(?:aim|striv|propos|plans? to|says?|said|which|will|whose|under which|putting|puts|seek|involv|after that)", re.I)
_DATELINE = re.compile(r"\s*(?:\((?:Xinhua|[A-Z][\w ]+)\))?\s*(?:--|—|–|\(Xinhua)")
_SAME_DAY = re.compile(r"\bsame day\b|\bon the spot\b|\bthat day\b|\bsame time\b|\bsimultaneously\b|\b[Aa]t (?:the|this|that) (?:conference|meeting|event|ceremony|forum|summit|launch|opening|session|occasion|press conference|activity|site|scene|same)\b|\bon (?:the )?site\b")
_EVENT_BEFORE = re.compile(r"\b(?:[Aa]t|[Dd]uring|[Oo]n the sidelines of|[Ii]n) the $")
_EVENT_NOUN = re.compile(r"[^,;.]{0,120}?\b(?:Conference|Forum|Summit|Expo|Exposition|Fair|Meeting|Congress|Convention|Session|Week|Festival|Exhibition|Symposium)\b")
_OPEN_BRACKET, _OPEN_QUOTE = re.compile(r"\W{0,3}[(（]"), re.compile(r"\W{1,3}")
_YEAR = re.compile(r"\b20\d\d\b")
_DRAFT = re.compile(r"\b(?:draft|public comments?|consultation|solicit\w*)\b", re.I)
_PERFECT = frozenset(("has", "have"))
_LATER = frozenset(("subsequently", "later", "then"))
_ADVERBS = frozenset("officially formally jointly also has have recently just newly then subsequently successively".split())


@dataclass(frozen=True, slots=True)
class Issue:
    """A verb that says that a policy was issued, and when.

    ``date`` is ISO and as precise as the document allows, empty where it says nothing; ``start`` and ``end`` are the verb's;
    ``is_private`` where a company, association or institute did it; ``sentence`` where it stands.
    """

    start: int
    end: int
    rule: str
    date: str
    flags: tuple[str, ...]
    is_private: bool
    sentence: Sentence
    title: Title


def issue_of(document: Document, titles: list[Title], others: dict[int, list[Title]], found: Found) -> Issue | None:
    """What says that a policy was issued: the first that is dated, else the first; None where nothing does.

    Parameters
    ----------
    titles : list of Title
        Where the policy is named.
    others : dict
        All titles of the document by sentence; they do not stand between a verb and a title.
    """
    issues = [issue for title in titles for issue in _issues(document, title, others, found)]
    issues += [issue for title in titles if title.form == "full" and (issue := _beside(document, title, found))]
    return next((issue for issue in issues if issue.date), issues[0] if issues else None)


def _issues(document: Document, title: Title, others: dict[int, list[Title]], found: Found) -> Iterator[Issue]:
    sentence = document.sentences[title.sentence]
    here = others[sentence.index]
    for cue in find_cues("policies", sentence.tokens):
        use = cue.entry["use"]
        if use == "delivered" and title.rule != "work-report" or use not in ("issued", "delivered"):
            continue
        if any(t.i < cue.j and cue.i < t.j for t in here):
            continue
        side, has_title = ("object", _has_object) if cue.j <= title.i else ("subject", _has_subject)
        if cue.entry["title"] in (side, "either") and has_title(sentence, cue, title, here):
            yield _issue(document, sentence, cue, title, here, found)
    yield from _elsewhere(document, sentence, title, others, found)


def _beside(document: Document, title: Title, found: Found) -> Issue | None:
    """The date printed beside a title without a verb: "the “X Action Plan” (June 2023)", "its April 2022 “X Measures”"."""
    sentence, text = document.sentences[title.sentence], document.text
    for date in found.dates_between(sentence.start, sentence.end):
        bracketed = _OPEN_BRACKET.fullmatch(text, title.end, max(title.end, date.start)) and text[date.end : date.end + 1] == ")"
        if date.kind in ("day", "month") and (bracketed or date.end <= title.start and _OPEN_QUOTE.fullmatch(text, date.end, title.start)):
            day, flags = resolve_date(date, found.published, found.year_before(date.start))
            return Issue(date.start, date.end, "date-beside-title", day, flags, False, sentence, title)
    return None


def _elsewhere(document: Document, sentence: Sentence, title: Title, others: dict[int, list[Title]], found: Found) -> Iterator[Issue]:
    """What the sentences around say: "X. Issued March 17", "The plan was released in May", "It released a plan on Friday. The X"."""
    following = document.sentences[sentence.index + 1 : sentence.index + 1 + _SENTENCES_ON]
    for other in following:
        if any(t.form == "full" for t in others.get(other.index, ())):
            break
        for cue in find_cues("policies", other.tokens):
            if cue.entry["use"] == "issued" and _refers_back(other, cue, title, other is following[0] and _ends(sentence, title)):
                yield _issue(document, other, cue, title, [], found)
    before = document.sentences[sentence.index - 1] if sentence.index else None
    if before and before.block.kind != HEADING and sentence.block.kind != HEADING:
        for cue in find_cues("policies", before.tokens):
            if cue.entry["use"] == "issued" and cue.entry["title"] != "subject" and _leads_up(before, cue, title):
                yield _issue(document, before, cue, title, others.get(before.index, []), found)


def _open_tokens(sentence: Sentence, i: int, j: int, titles: list[Title]) -> list:
    """Tokens ``i`` to ``j`` less the titles among them."""
    return [token for k, token in enumerate(sentence.tokens[i:j], start=i) if not any(t.i <= k < t.j for t in titles)]


def _has_object(sentence: Sentence, cue: Cue, title: Title, titles: list[Title]) -> bool:
    """Whether the title is what the verb before it issues."""
    between = _open_tokens(sentence, cue.j, title.i, titles)
    if cue.j > title.i or len(between) > _REACH or any(token.text in ".;:" for token in between[:-2]):
        return False
    if _OF_SEVERAL.search(sentence.document.text, sentence.tokens[cue.j - 1].end, title.start):
        return True
    lows = [token.low for token in between]
    if any(low in _BARS_OBJECT for low in lows):
        return lows[:1] == ["in"] and not any(low in _BARS_OBJECT - {"in", "the"} for low in lows)
    return "of" not in lows


def _has_subject(sentence: Sentence, cue: Cue, title: Title, titles: list[Title]) -> bool:
    """Whether the title is the subject of the verb, or described by it as a participle."""
    between = _open_tokens(sentence, title.j, cue.i, titles)
    if title.j > cue.i:
        return False
    bracket = next((k for k, token in enumerate(between) if token.text == ")"), None)
    if bracket is not None and "(" in [token.text for token in between[:3]]:
        between = between[bracket + 1 :]
    if len(between) > 2 and between[0].text == ",":  # "the X, a three-year programme, was issued"
        comma = max((k for k, token in enumerate(between) if token.text == ","), default=0)
        between = between[comma:] if comma <= _REACH and between[1].low in ("a", "an", "the", "which") else between
    return len(between) <= 8 and all(not token.is_word and token.text not in ".;:" or token.low in _BETWEEN_SUBJECT for token in between)


def _ends(sentence: Sentence, title: Title) -> bool:
    """Whether a sentence ends with the title, as a heading or an item of a list does."""
    return all(not token.is_word for token in sentence.tokens[title.j :])


def _leads_up(sentence: Sentence, cue: Cue, title: Title) -> bool:
    """Whether a sentence tells, without its title, of the policy that the next one names: "The city released an action plan on Friday"."""
    tokens, noun = sentence.tokens, _noun(title)
    for k in range(cue.j + 1, min(cue.j + 7, len(tokens))):
        if tokens[k].low == noun and tokens[k].text.islower():
            return tokens[cue.j].low in ("a", "an", "its", "new")
        if not tokens[k].is_word:
            return False
    return False


def _noun(title: Title) -> str:
    """The last word of a title's head in small letters: "plan"."""
    return title.text[title.head[0] - title.start : title.head[1] - title.start].lower().split()[-1]


def _refers_back(sentence: Sentence, cue: Cue, title: Title, is_next: bool) -> bool:
    """Whether a verb in a later sentence is said of the title: "Issued March 17", "The plan was released in May"."""
    tokens = sentence.tokens
    if cue.i == 0:
        return is_next or cue.j < len(tokens) and tokens[cue.j].text == ":"
    if cue.entry["title"] == "object" or cue.i > 8 or tokens[0].low not in ("the", "this", "it"):
        return False
    before = [token.low for token in tokens[:cue.i]]
    auxiliary = next((k for k, low in enumerate(before) if low in ("was", "were", "has", "is")), None)
    if auxiliary is None or not all(low in _BETWEEN_SUBJECT for low in before[auxiliary:]):
        return False
    return before[0] == "it" and auxiliary == 1 and is_next or auxiliary >= 2 and before[auxiliary - 1] in (_noun(title), "document", "policy") and not tokens[auxiliary - 1].is_capital


def _issue(document: Document, sentence: Sentence, cue: Cue, title: Title, titles: list[Title], found: Found) -> Issue:
    start, end = sentence.tokens[cue.i].start, sentence.tokens[cue.j - 1].end
    date, flags = _date(document, sentence, cue, title, titles, found)
    private = cue.entry["use"] == "issued" and _is_private(sentence, cue, found)
    return Issue(start, end, cue.entry["id"], date, flags, private, sentence, title)


def _is_private(sentence: Sentence, cue: Cue, found: Found) -> bool:
    """Whether a company, an association or an institute issued it, and no organ of the state."""
    tokens = sentence.tokens
    by = next((k for k in range(cue.j, min(cue.j + 8, len(tokens))) if tokens[k].low == "by"), None)
    if by is not None:
        issuers = names(tokens, by + 1, min(by + 20, len(tokens)))[:2]
        nearest = issuers[:1]
    else:
        end = cue.i
        while end and tokens[end - 1].low in _ADVERBS:
            end -= 1
        issuers = names(tokens, max(0, end - 30), end)
        nearest = [(i, j) for i, j in issuers if j == end]
    sectors = [_sector(tokens, i, j, found) for i, j in issuers]
    return "government" not in sectors and any(_sector(tokens, i, j, found) not in ("government", "") for i, j in nearest)


def is_owned(document: Document, title: Title, found: Found) -> bool:
    """Whether a title is a company's or an association's by the genitive before it: "Tencent's “X Action Plan”"."""
    tokens = document.sentences[title.sentence].tokens
    end = title.i - (title.i > 0 and not tokens[title.i - 1].is_word)
    if not end or not tokens[end - 1].low.endswith("'s"):
        return False
    return any(j == end and _sector(tokens, i, j, found) not in ("government", "") for i, j in names(tokens, max(0, end - 10), end))


def _sector(tokens: Sequence[Token], i: int, j: int, found: Found) -> str:
    """The sector of an issuer; empty for a place, a person, an abbreviation and what cannot be told."""
    sector, rule = sector_of(" ".join(re.sub("['’]s$", "", token.text) for token in tokens[i:j]))
    if rule not in ("default", "industry"):
        return sector
    unknown = found.places_between(tokens[i].start, tokens[j - 1].end) or i and tokens[i - 1].low == "the" or tokens[j - 1].text.isupper() or is_person(tokens, i, j)
    return "" if unknown or any(token.low in PERSON_TITLES for token in tokens[max(0, i - 1) : j]) else sector


def _date(document: Document, sentence: Sentence, cue: Cue, title: Title, titles: list[Title], found: Found) -> tuple[str, tuple[str, ...]]:
    text, start, end = document.text, sentence.tokens[cue.i].start, sentence.tokens[cue.j - 1].end
    dates = [d for d in found.dates_between(sentence.start, sentence.end) if _can_date(d) and not any(t.start <= d.start < t.end for t in titles)]
    for date in [d for d in dates if d.start >= end]:
        gap = "".join(_without(text, end, date.start, titles)).removeprefix(":")
        if not _HORIZON.search(gap) and not _BREAKS.search(gap) and len(gap) < 260:
            return _resolve(date, sentence, cue, title, found)
    if sentence.index == title.sentence and title.start >= end or start >= title.start or cue.i == 0:
        for date in reversed([d for d in dates if d.end <= start]):
            before = text[sentence.start : date.start]
            if ";" in text[date.end : start] or _HORIZON.search(before) or _DATELINE.match(text, date.end) and date.start - sentence.start < 40:
                continue
            is_event = date.kind == "year" and _EVENT_BEFORE.search(before) and _EVENT_NOUN.match(text, date.end, start)
            if date.month or date.relative or is_event or re.search(r"\b(?:[Ii]n|[Ss]ince|year) $", before):
                return _resolve(date, sentence, cue, title, found)
    if _SAME_DAY.search(text, sentence.start, sentence.end):
        return _day_of_event(document, sentence, found)
    return _since_draft(document, sentence, cue, found)


def _can_date(date: DateMention) -> bool:
    return date.kind != "range" and (date.kind != "offset" or (date.shift or 0) <= 0)


def _without(text: str, start: int, end: int, titles: list[Title]) -> Iterator[str]:
    """Pieces of ``text[start:end]`` outside titles."""
    for title in titles:
        if start <= title.start and title.end <= end:
            yield text[start : title.start]
            start = title.end
    yield text[start:end]


def _resolve(date: DateMention, sentence: Sentence, cue: Cue, title: Title, found: Found) -> tuple[str, tuple[str, ...]]:
    of_report = _YEAR.search(title.text) if title.rule == "work-report" else None
    year = int(of_report[0]) if of_report else found.year_before(date.start)
    later = year and any(token.low in _LATER for token in sentence.tokens[max(0, cue.i - 3) : cue.i])
    return resolve_date(date, None if later and date.year is None and not date.relative else found.published, year)


def _day_of_event(document: Document, sentence: Sentence, found: Found) -> tuple[str, tuple[str, ...]]:
    """The nearest day named before a sentence that speaks of "the same day" or "the meeting"."""
    first = document.sentences[max(0, sentence.index - _SENTENCES_BACK)]
    days = [d for d in found.dates_between(first.start, sentence.start) if d.kind in ("day", "weekday")]
    days = [d for d in days if document.sentence_at(d.start)]
    return resolve_date(days[-1], found.published, found.year_before(days[-1].start)) if days else ("", ())


def _since_draft(document: Document, sentence: Sentence, cue: Cue, found: Found) -> tuple[str, tuple[str, ...]]:
    """The year of publication, where a draft of the same year shows that the issue cannot have been before it."""
    if not found.published or not any(token.low in _PERFECT for token in sentence.tokens[max(0, cue.i - 3) : cue.i]):
        return "", ()
    year = int(found.published[:4])
    for other in document.sentences[sentence.index + 1 : sentence.index + 3]:
        if _DRAFT.search(other.text) and any(date.year == year for date in found.dates_between(other.start, other.end)):
            return str(year), ("year_from_publication",)
    return "", ()
