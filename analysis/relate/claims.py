"""What makes a count of things a target: the words around it that look ahead.

The nearest words before a count that tell what is planned from what is so decide: "will", "aims to", a goal, a year to
come and an imperative look ahead; "has", "already", "which" and a verb in the past do not. Where nothing before tells,
what follows does ("20 parks will be built"), else the list or the heading in which the count stands. A count that is
itself the subject of what happened ("By 2025 ... 30 firms have moved here") is none, nor are members of a body, nor
the people and things at an event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analysis.document import Document, Sentence
from analysis.find.counts import Count
from analysis.find.grids import Grids
from analysis.lexicon import load
from analysis.relate.kinds import mood
from analysis.relate.where import head_of_list, opening, sentences_before, window
from analysis.segment import HEADING, ITEM

_SENTENCE_BEFORE = 400  # characters
LONGEST_GAP = 30
"""Characters between a verb and its count."""

_AHEAD = re.compile(
    r"\b(?P<modal>(?<!not )(?:will|shall|should|would|must|'ll|(?:is|are) (?:due |set |expected |planned |supposed |meant )?to|ought to))\b"
    r"|\b(?P<goal>goals?|target(?:s|ed|ing)?|objectives?|plan(?:s|ned|ning)?(?! (?:was|were|has|had)\b)|(?:re)?aim(?:s|ed|ing)?"
    r"|striv(?:es?|ed|ing)|strove|propos(?:es?|ed|ing|als?)|wants?|hop(?:es?|ing) (?:to|for)|intends?|vow(?:s|ed)|pledge[sd]?|expects?|seeks?"
    r"|asks? for|calls? for|envisages?|envisions?|foresees?|speaks? of|provides? for|requires?|demands?|needs"
    r"|looks? to|promise[sd]? to|programme|blueprint|road ?map|outline|guidelines?|opinions|strategy|scheme|document)\b"
    r"|\b(?P<year>(?:by|before|until|till|to|in|for) (?:the )?(?:(?:end|close) of )?(?:the )?(?:year )?(?P<until>20\d\d)\b"
    r"|by the end of the (?:term|period|plan)|(?:in|within|over|during) (?:the )?(?:next |coming |following )?(?:\w+ )?(?:\w+|\d+) years?"
    r"|(?:in|over|during) the (?:same|planning|plan) period)",
    re.IGNORECASE,
)
_SO = re.compile(
    r"\b(?:(?<!will )(?<!shall )(?<!to )(?<!should )(?<!must )(?<!would )(?:has|have|had|having)(?! (?:the|its|all|this|a)\b)"
    r"|(?<!it )was|were|already|so far|currently|at present|(?<!from )now(?! on)|which|who|whose|where|while|whereas|(?:is|are) home to)\b",
    re.IGNORECASE,
)
_HELD_BACK = re.compile(
    r"\b(?:helped|managed|used|began|continued|started|according|thanks|due|compared|led|up|addition|rose|grew) to\s?$",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(r"(?:^|[;:•]|\n|\b\d\)|\(\d\))\s*[“\"]?(?:and |to )?$")
# What stands right before a count that is no object of what is planned: "initiated by 12 firms", "signed 20 deals".
_NOT_OBJECT = re.compile(
    r"\b(?:by|from|among|between|(?<!aims )(?<!aim )(?<!aimed )(?<!aiming )at|after|than|than the|since|first|last|these|those|all)\s*$",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"(?<!be )(?<!to be )(?<!newly )\b(?!(?:need|exceed|proceed|succeed|speed|feed|seed|aimed|planned|strived|vowed)\b)(?P<verb>[a-z]{3,}ed|held|saw|drew|won|brought|built|made|took|led)"
    r"(?: (?:up|in|out|off|a|the|some|another|together|with|agreements|contracts|deals|for|of|to|on|over))*\s*$"
)
_STATES = re.compile(r"\b(?P<verb>[a-z]{3,}s)(?: (?:up|in|out|together|some|a|the))*\s*$")
_SUBJECT = re.compile(
    r"(?: \([^()\n]{0,120}\))?(?: (?:in|of|for|at|from|across|with|on)(?: (?!and |which |who |that )[^\s.;:,]+){1,8}?)?\s"
    r"(?:(?P<ahead>(?:(?:will|shall|should|must|would|to|(?:is|are)(?: also)? to|(?:is|are) (?:expected|planned|due|set|supposed|meant) to)\b)(?! the))"
    r"|(?P<so>(?:has|have|had|was|were)\b)|(?P<past>(?:signed|attended|took|joined|settled|moved|gathered|participated|exhibited|came"
    r"|are|is)\b))",
)
_NAMED_GOAL = re.compile(
    r"[^.;:]{0,80}?\b(?:as (?:its|their|the|a|an|his|our) (?:\w+ )?(?:aims?|goals?|targets?|objectives?)"
    r"|(?:is|are) (?:the|its|their|our) (?:aims?|goals?|targets?|objectives?)|(?:is|are) planned)\b",
    re.IGNORECASE,
)
_WHEN_AFTER = re.compile(
    r"[^.;:]{0,90}?\b(?:by|before|until|in) (?:the )?(?:end (?:of )?)?(?P<until>20\d\d)\b|[^.;:,]{0,60}?\bwithin \w+ years\b"
    r"|[^.;:,]{0,60}?\bby the end of the (?:term|period|plan)\b",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"[^.;:,\d]{0,40}?\b(?:by|before|until) (?:the )?(?:end (?:of )?)?(?P<until>20\d\d)\b", re.IGNORECASE
)
_ALL_BY = re.compile(r"[^.;:]{0,160}?,\s(?:all |both |each )?(?:by|before|until) (?:the end of )?20\d\d\W*$")
_LEAD = re.compile(r"[^.;:\d]{0,40},\s|\W*")
_OTHER_OBJECT = re.compile(
    r"\b(?:strengthen|consolidate|deepen|rely|relying|focus|use|using|cover|involve|based|connect|link)\w*\b",
    re.IGNORECASE,
)
_ACT = re.compile(
    r"[“\"\s]*(?:the )?(?:construction|creation|establishment|cultivation|introduction|formation|completion|recruitment"
    r"|publication|certification|installation|\w+ing) of (?:about |some |over |more than |at least |up to )?$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"[^.;\d]{0,90}?(?:,|;|；|\band\b|\bas well as\b|\bplus\b|\bor\b|\balong with\b)\s*(?:[\w-]+ ){0,3}[“\"]?",
    re.IGNORECASE,
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|must|can|could|may)\b", re.IGNORECASE)
_JOIN = re.compile(
    r"\b(?:members?|join|recruit|expand|enrol|admit|brings? together|comprise|consist|participat|take in)\w*\b",
    re.IGNORECASE,
)
_BELONG = re.compile(
    r"[^.;:]{0,60}?\b(?:belongs? to|are (?:its )?members|sit in|are in) (?:it|the|them)\b", re.IGNORECASE
)
_BODY = re.compile(
    r"\b(?:alliance|association|committee|consortium|federation|union|society|chamber|institute|platform|club)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:conference|summit|forum|exhibition|expo|meeting|ceremony|fair|event|attend\w*|invit\w+)\b", re.IGNORECASE
)
_AT_EVENTS = frozenset(
    "people enterprises companies firms institutions products projects agreements forums sessions exhibits experts guests"
    " exhibitors visitors".split()
)


@dataclass(frozen=True, slots=True)
class Claim:
    """Why a count is a target: the words ``text[start:end]`` and the rule."""

    start: int
    end: int
    rule: str


@cache
def _verbs() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Verbs of plans: a pattern for base and -ing forms, one for third persons, and the past participles."""
    forms = [form.split() for entry in load("target_verbs") for form in entry["forms"]]
    bases, thirds, ings, participles = ([form[i].replace("-", " ") for form in forms] for i in range(4))

    def one_of(words: list[str]) -> re.Pattern[str]:
        return re.compile(
            rf"\b(?:{'|'.join(sorted(set(words), key=lambda word: (-len(word), word)))})\b", re.IGNORECASE
        )

    return one_of(bases + ings), one_of(thirds), frozenset(participles)


def claims(document: Document, counts: Sequence[Count], grids: Grids, published: int) -> dict[Count, Claim]:
    """The counts that are targets, each with what makes it one. Cells of small tables are left to `targets`.

    ``published`` is the year of publication, 0 where unknown: a year before it is no year to come.
    """
    found: dict[Count, Claim] = {}
    last: tuple[Count, Sentence] | None = None
    for count in counts:
        sentence = document.sentence_at(count.start)
        if sentence is None or grids.at(count.start):
            continue
        before = found.get(last[0]) if last else None
        claim = _claim(document, sentence, count, published, last, before)
        if (
            claim
            and not _is_about_members(document.text, sentence, count, claim)
            and not _is_slogan(document.text, count)
        ):
            found[count] = claim
        last = count, sentence
    _spread_back(document, counts, found)
    return found


def _claim(
    document: Document,
    sentence: Sentence,
    count: Count,
    published: int,
    last: tuple[Count, Sentence] | None,
    before: Claim | None,
) -> Claim | None:
    """What makes a count a target; None where nothing does. ``before`` is the claim of the count ``last``."""
    text = document.text
    if named := _NAMED_GOAL.match(text, count.end, sentence.end):
        return Claim(*named.span(), "goal")
    subject = _SUBJECT.match(text, count.end, sentence.end)
    if subject and subject["so"]:
        return None
    if subject and subject["ahead"] and _comes_about(text, subject.end(), sentence.end):
        return Claim(subject.start("ahead"), subject.end(), "subject")
    first = opening(text, sentence, count.reach)
    if _NOT_OBJECT.search(text, max(first, count.reach - LONGEST_GAP), count.reach):
        return None
    told = _nearest(text, first, count.reach, published)
    happened = bool(subject and subject["past"]) and not _comes_about(text, subject.start("past") - 1, sentence.end)
    if told and told.rule == "so":
        to_come = _ALL_BY.match(text, count.end, sentence.end) or _is_to_come(
            _BY_YEAR.match(text, count.end), published
        )
        return Claim(count.start, count.end, "year") if to_come and not subject else None
    if told:
        return (
            None
            if happened and told.rule not in ("year", "goal", "object") or _is_reported(text, told, count)
            else told
        )
    if happened:
        return None
    if _REPORTED.search(text, first, count.reach):
        return None
    after = _WHEN_AFTER.match(text, count.end, sentence.end)
    if _is_to_come(after, published) and not _FINITE.search(text, first, after.end()):
        return Claim(count.start, after.end(), "year")
    if before and last[1] == sentence and _LIST.fullmatch(text, last[0].end, count.reach):
        return Claim(before.start, before.end, "list")
    return None if _FINITE.search(text, first, sentence.end) else _by_context(document, sentence, count, last, before)


def _is_to_come(year: re.Match[str] | None, published: int) -> bool:
    return year is not None and int(year["until"] or published) >= published


def _nearest(text: str, first: int, end: int, published: int) -> Claim | None:
    """The nearest words before ``end`` that look ahead or tell what is so (rule ``so``)."""
    told = [Claim(*match.span(), "so") for match in _SO.finditer(text, first, end)]
    for match in _AHEAD.finditer(text, first, end):
        in_year = bool(match["until"]) and match["year"].lower().startswith("in")
        to_come = not match["until"] or int(match["until"]) >= published + in_year and (published or not in_year)
        if to_come and not re.search(r"\b(?:past|last|recent|previous)\b", match.group()):
            told.append(Claim(*match.span(), match.lastgroup if match.lastgroup != "until" else "year"))
    for verb in _verbs()[0].finditer(text, first, end):
        lead = text[max(first, verb.start() - LONGEST_GAP) : verb.start()]
        wanted = re.search(r"\bto (?:\w+ly )?$", lead) and not _HELD_BACK.search(lead.rstrip())
        orders = not _FINITE.search(text, verb.end(), end)  # "Launch side is ..." is no imperative
        if (
            wanted
            or orders
            and _CLAUSE_START.search(lead if verb.start() - first > LONGEST_GAP else text[first : verb.start()])
        ):
            told.append(Claim(*verb.span(), "object"))
    return max(told, key=lambda claim: claim.end, default=None)


def looks_ahead(text: str, first: int, at: int, published: int) -> bool:
    """Whether the nearest words before ``at`` look ahead: "aims for", "is to reach", and not "has", "which reached"."""
    told = _nearest(text, first, at, published)
    return told is not None and told.rule != "so" and not _REPORTED.search(text, told.end, at)


def _is_reported(text: str, told: Claim, count: Count) -> bool:
    """Whether a verb between the words that look ahead and the count says that it is so already."""
    between = text[told.end : count.reach]
    if _OTHER_OBJECT.search(between):
        return True
    if reported := _REPORTED.search(between):
        return not re.search(
            r"\b(?:be|to have|will have|shall have|have)\b[^.;]*$",
            between[: reported.start()] or text[told.start : told.end],
        )
    states = _STATES.search(between)
    return bool(states and told.rule == "modal" and _verbs()[1].fullmatch(states["verb"]))


def _comes_about(text: str, start: int, end: int) -> bool:
    """Whether what is to happen to a count makes it be there: "(will) be built", "(will) take shape"."""
    passive = re.match(
        r"\s(?:also |each |all )?(?:have )?(?:be(?:en)?|are|is) (?:\w+ly )?(?P<verb>\w+(?: up| in| out)?)",
        text[start:end],
    )
    if passive:
        return bool({passive["verb"].lower(), passive["verb"].lower().partition(" ")[0]} & _verbs()[2])
    return bool(
        re.match(
            r"\s(?:have )?(?:take[n]? shape|emerged?|open(?:ed)?|settled?|come into being|land(?:ed)?|be in (?:place|operation|service|use)"
            r"|be up and running|go(?:ne)? into operation)\b",
            text[start:end],
        )
    )


def _by_context(
    document: Document,
    sentence: Sentence,
    count: Count,
    last: tuple[Count, Sentence] | None,
    before: Claim | None,
) -> Claim | None:
    """A count in words without a verb: torn from a target before it, or listed under what announces goals."""
    text = document.text
    lead = text[sentence.start : count.reach]
    act = _ACT.fullmatch(lead)
    beside = before and 0 < sentence.index - last[1].index <= 2 and last[1].block.kind == sentence.block.kind
    if (
        beside
        and sentence.block.kind == ITEM
        or before
        and last[1].index + 1 == sentence.index
        and last[1].block == sentence.block
        and _LEAD.fullmatch(lead)
        and text[count.end : sentence.end].lstrip()[:1] in (*".,;", "")
    ):
        return Claim(before.start, before.end, "torn" if last[1].block == sentence.block else "listed")
    head = head_of_list(document, sentence) or next(
        (other for other in sentences_before(document, sentence) if other.block.kind == HEADING), None
    )
    if (
        head
        and (act or not lead.strip(' “"-–•0123456789.)(') or ":" in lead or ";" in lead)
        and mood(head.text) == "planned"
    ):
        return Claim(head.start, head.end, "listed")
    return None


def _spread_back(document: Document, counts: Sequence[Count], found: dict[Count, Claim]) -> None:
    """What is to happen to the last of a list holds for all of it: "20 parks and 5 centres will be built"."""
    for count, following in zip(reversed(counts[:-1]), reversed(counts[1:]), strict=True):
        claim = found.get(following)
        if count in found or not claim or claim.rule not in ("subject", "goal", "before"):
            continue
        listed = _LIST.fullmatch(document.text, count.end, following.reach)
        if (
            claim.start > count.end
            and listed
            and document.sentence_at(count.start) == document.sentence_at(following.start)
        ):
            found[count] = Claim(claim.start, claim.end, "before")


def _is_slogan(text: str, count: Count) -> bool:
    """Whether a count is a name in quotation marks: "one core and three bases", "eight ones"."""
    lead, phrase = text[max(0, count.reach - 60) : count.reach], text[count.start : count.end + 1]
    opened = max(map(lead.rfind, '“"‘')) > max(map(lead.rfind, "”\n"))
    return opened and phrase[-2:].strip(" .,;")[-1:] in '”"’' and not any(mark in phrase[:-2] for mark in '“"‘')


def _is_about_members(text: str, sentence: Sentence, count: Count, claim: Claim) -> bool:
    """Whether a body's members, or the people and things at an event, are counted."""
    if re.search(r"\b(?:members?|council|initiating|founding)\b", text[count.start : count.end + 12]):
        return True
    if _BELONG.match(text, count.end, sentence.end):
        return True
    first = window(sentence, count.start)[0]
    if re.match(r"(?:It|They|Its) ", text[first : first + 5]):  # the body of the sentence before
        first = max(0, first - _SENTENCE_BEFORE)
    if _JOIN.search(text, max(first, claim.start, count.start - 60), count.start) and _BODY.search(
        text, first, count.start
    ):
        return True
    return count.head in _AT_EVENTS and bool(
        _EVENT.search(text, max(first, count.reach - 60), min(count.end + 30, sentence.end))
    )
