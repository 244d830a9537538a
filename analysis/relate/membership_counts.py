"""How many members a body is said to have, and how many it wants.

Notes for a newcomer: a number in a sentence about the body is its membership where the words around it say that it counts
members. It has a noun of members ("51 member units"), or one of organisations with a word of joining beside it ("91
companies have joined", "brings together 60 firms"); or it is bare, and the members are what its clause, or the sentence
before, is about ("membership reached 112", "It has 60"). The nearest words before it decide whether it is stated or
planned. Of several, what holds now goes before what held when the body was founded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.document import Document, Sentence
from analysis.find.bodies import Body, BodyMention, heads
from analysis.find.numbers import Number, find_numbers
from analysis.find.qualifiers import qualifier
from analysis.relate.claims import looks_ahead
from analysis.relate.participation import Participation
from analysis.segment import HEADING

MOST = 100_000
_BEFORE, _AFTER = 160, 90  # characters around a number that say what it counts

_MEMBER = r"(?:member(?:s|ship)?|(?:co-)?founders?|signator(?:y|ies)|joiners|participants|partners)"
_ORGANIZATION = (
    r"(?:units|companies|enterprises|firms|organi[sz]ations|institutions|institutes|parties|entities|businesses"
    r"|universities|colleges|carmakers|manufacturers|makers|shareholders|operators|names|households|players"
    r"|outfits|bodies|agencies|museums|hospitals|banks|start-?ups)"
)
# Between a number and its noun: adjectives, but no preposition and no verb.
_TO_NOUN = (
    r"[-\s]*(?:(?!(?:and|or|with|to|in|of|at|by|for|from|on|the|its|per|were|was|are|is|have|has|had|more|other|another"
    r"|each|council|board|standing|committee|staff|vice|as|chairman|director|supervisor|projects?|people|experts|patents|jobs)\b)"
    r"[\w’'“”-]+,? ){0,4}?"
)
_MEMBERS = re.compile(rf"{_TO_NOUN}{_MEMBER}\b(?! of (?:the )?(?:party|standing|staff|team|council|board))", re.I)
_ORGANIZATIONS = re.compile(rf"{_TO_NOUN}{_ORGANIZATION}\b|(?= (?:have |had )?(?:signed|joined)\b)", re.I)
# "41 companies, six universities": none of the numbers of a list is the whole.
_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|\w+teen|eleven|twelve|\w+ty(?:-\w+)?)"
_AND = r"(?:,|,? and|,? plus|,? as well as)"
_LISTED = re.compile(rf"{_TO_NOUN}{_ORGANIZATION}{_AND} {_NUMBER} {_TO_NOUN}{_ORGANIZATION}\b", re.I)
_LISTED_BEFORE = re.compile(rf"{_NUMBER} {_TO_NOUN}{_ORGANIZATION}{_AND} $", re.I)
# What puts organisations into a body, wherever it stands in the clause.
_JOIN = re.compile(
    r"\b(?:join(?:ed|s|ing)?|belong(?:s|ed|ing)? to|sign(?:ed)? (?:up|on|that day)|sign(?:ed)? (?:the|its) (?:\w+ )?(?:charter|agreement|articles)|form(?:s|ed)? (?:it|the)|enrol\w*"
    r"|in the (?:[\w-]+ ){0,3}(?:alliance|association|consortium|union|body|club|group)|in it|on board|sits? in|tak(?:es|ing) in"
    r"|on (?:its|the) (?:\w+ )?(?:books|rolls?|list)|put (?:down )?their names?|took in|members?|membership|admit\w*"
    r"|unit(?:es?|ed|ing)|enlist\w*|recruit\w*|draws? in|drew in|drawn in)\b",
    re.I,
)
# What does so only where the body itself is the subject.
_HAVE = re.compile(
    r"\b(?:brings?|brought|bringing|gathers?|gathered|gathering|attract(?:s|ed)|has|have|includes?|compris(?:es?|ed|ing)"
    r"|consist(?:s|ed|ing)|made up|composed|relationships|counts?|counted|numbers?|numbered|links|among|covers?|drew|speaks? for|represent(?:s|ed|ing)?|boasts?|pool(?:s|ed|ing)|group(?:s|ed|ing)?|welcom(?:es|ed))\b",
    re.I,
)
# What does something else with them.
_ELSE = re.compile(
    r"\b(?:cultivat|creat|foster|incubat|nurtur|buil[dt]|train|serv|support|host|invest|attend|land|employ|guests|people|fair"
    r"|conference|contract|loan|grant|visit|help|introduc|select|certif|settl|subsid|reward|s[eo]ll|sold|sign|pay|paid|fees|dues|charg|project|agree|produc|deliver|order)\w*",
    re.I,
)
# The members as what a clause is about: "members grew from 8 to ", "Member units: ", "Founders number ".
_SUBJECT = re.compile(
    rf"\b(?:{_MEMBER}|units|ranks|cohort|batch|enrolment|total"
    rf"|(?:number|figure|tally)(?= (?:had|has|have|stood|rose|grew|climbed|is|was|now|to)\b))\b(?: (?!who\b|and\b|of which\b)[\w’'-]+){{0,9}}?(?:[ ]?[:：(]|[ :(]+(?:numbers?"
    r"|is|are|was|were|been|has|have|had|of|at|stands|stood|reache[sd]|reach|total(?:s|led|ling)?|to|as|from|exceed(?:s|ed)?"
    r"|breaks?|broke|past|becomes?))(?: \w+){0,3}? *$",
    re.I,
)
_LABEL = re.compile(rf"^\W*(?:\w+ )?(?:{_MEMBER}|units)\b[^.;:：|]{{0,40}}[:：|?] *(?:\w+ ){{0,2}}$", re.I)
# The body and its number: "It has ", "We are ", "today there are ".
_IS = re.compile(
    r"\b(?:it|we|they|there|the \w+)(?P<now>’s|'s| (?:now|today|currently|already|actually|in fact|has|have|is|are|counts?|numbers?))+ *$"
    r"|\b(?:now|today|currently|this week|at present),? (?:it|we|they|there)(?:’s|'s| is| are| has| have) *$",
    re.I,
)
_TODAY = re.compile(r"\b(?:now|today|currently|this week|at present)\b", re.I)
_MEMBER_WORD = re.compile(r"\b(?:members?|membership|founders|units|join\w*)\b|\bhow many are you\b", re.I)
_STANDS_ALONE = re.compile(
    r"\s*(?:(?:of them|families|households|according|mark)\b|(?:by|before|until|in|at|as|and|because|once|when|within|from|up|so far|now|then|strong|or so|this|last)\b"
    r"|[,.;:()（]|$)",
    re.I,
)
# The same behind the number: "33 came in", "96 admitted", "128 had signed by the time the doors closed".
_JOINED = re.compile(
    rf"(?:{_TO_NOUN}{_ORGANIZATION})?\s*(?:(?:of them|already|have|has|had|been|were|are|so far|now) )*(?:came in|come in|joined|enrolled|admitted"
    r"|accepted|registered as|on board|signed (?:up|on|in)|signed(?=[.,;]|$| (?:by|so far|when|before|after|already|it)\b)|put (?:down )?their names?|in(?=[,.;]|$| and\b)|in (?:it|the (?:alliance|association|body|club|group)))\b",
    re.I,
)
# A number of organisations that set the body up: "58 companies turned up on Tuesday to set up the X Alliance".
_SET_UP = re.compile(
    r"[^.;:\d]{0,90}?\b(?:set(?:ting)? up|found(?:ed|ing)?|form(?:ed|ing)?|establish(?:ed|ing)?|launch(?:ed|ing)?|creat(?:ed?|ing)|initiated?"
    r"|started|join(?:ed|ing)?(?: forces)?)\b[^.;:\d]{0,40}$",
    re.I,
)
_COUNCIL = re.compile(r" (?:council|governing) (?:units?|members?)\b", re.I)
# A part of the members, its organs, and others' members.
_PART = re.compile(
    r"\b(?:(?:of|among) (?:which|whom|them)|including|parent|council|board|presidium|panel"
    r"|(?:expert|technical|advisory|academic|executive|standing|steering) \w+)\b[^,;.]{0,30}$|\bnot $",
    re.I,
)
# The lead of a report, before the name is told: "A league of 58 firms and museums was set up on Saturday".
_BODY = (
    r"(?:alliance|league|association|consortium|committee|federation|union|group|grouping|club|body|circle|network|coalition"
    r"|organi[sz]ation|platform|pact)"
)
_UNNAMED = re.compile(
    rf"\b[Aa]n? (?:[\w-]+ ){{0,5}}?{_BODY}s? (?:of|with|comprising|grouping|uniting|bringing together|made up of|consisting of|that \w+) $"
)
_A_BODY = re.compile(rf"\ban? (?:[\w-]+ ){{0,5}}?{_BODY}\b", re.I)
_STRONG = re.compile(
    rf"-(?:strong|member|partner|party|firm|company|nation|university)\b(?: [\w-]+){{0,3}}? {_BODY}\b",
    re.I,
)
_OPENS = 30
"""Characters from the beginning of a headline to its number."""
_SUMMARY = 10
"""Sentences at the head of a report that can tell of its body before the name."""
_LEAD = 3
"""Sentences from such a lead to the name."""
_DIGITS = re.compile(r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|\w+ty)\b")
# A question that an answer without a verb belongs to: "What are they after? Five hundred members."
_ASKED = re.compile(r"\b(?:after|want|aims?|goals?|targets?|hopes?|hoping|ambitions?|plans?|grow)\b[^?]*\?", re.I)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|joined|counts?|numbers?|stands?)\b|[’'](?:s|ve|re)\b", re.I
)
_OF_THEM = re.compile(r"[-\s]*(?:of (?:them|which|whom|these|those)|other|more)\b", re.I)
_SOUGHT = re.compile(
    r"[^.;,]{0,40}?\b(?:(?:are|is)(?: expected| due| set| supposed)? to|will|should|shall) (?:join|sign|belong|become members|be admitted)\b|[^.;]{0,60}?\b(?:are|is) (?:to be |being )?(?:sought|wanted|planned|targeted|enlisted|recruited|admitted|won)\b",
    re.I,
)
_RANGE = re.compile(r"\s?(?:-|–|—|to)\s?")
_ODD = re.compile(r"\+|[- ]odd\b| or so\b| or more\b|-strong\b")
# How the number compares with others of the same body.
_NOW = re.compile(
    r"\b(?:now|today|currently|at present|at the last count|so far|to date|up to (?:now|from)|until the day|as of|existing"
    r"|latest|(?:has|have|had) (?:\w+ ){0,2}(?:grown|risen|reached|tripled|doubled|swelled)|this (?:week|month|year)"
    r"|altogether|in total|all told|according to last)\b",
    re.I,
)
_GROWN = re.compile(r"\b(?:gr[eo]w|swell|swoll|expand|doubl|tripl|ris|rose)\w*(?: \w+)? to $", re.I)
_ARRIVED = re.compile(r"\b(?:become|to|it has|it’s|it's|we are) $", re.I)
_THEN = re.compile(
    r"\b(?:then|at (?:the|its) (?:beginning|outset|start|time|birth|founding)|(?:that|the same) (?:day|time)|initially"
    r"|originally|at first)\b",
    re.I,
)
_START = re.compile(r"\b(?:from|begin with|start with) $", re.I)


@dataclass(frozen=True, slots=True)
class MemberCount:
    """A stated number of members; ``weight`` says which of several holds: "now" before members before founders."""

    value: int
    qualifier: str
    planned: bool
    weight: float
    start: int
    end: int


def member_counts(
    document: Document,
    body: Body,
    participations: list[Participation],
    mentions: dict[int, list[tuple[BodyMention, Body]]],
    focus: dict[int, Body],
    published: int = 0,
) -> list[MemberCount]:
    """All numbers of members stated of ``body``, the one that holds first; planned ones among them.

    ``mentions`` gives all mentions of bodies by sentence, ``focus`` the body that a sentence without any goes on about,
    ``published`` the year of publication, 0 where unknown.
    """
    own = {mention.sentence for mention in body.mentions}
    found = [count for p in participations if (count := _of_group(document, p, own, published))]
    named = min((mention.sentence for mention in body.mentions if mention.named), default=0)
    for sentence in document.sentences:
        pairs = [pair for pair in mentions.get(sentence.index, []) if not _is_anothers(sentence, pair[0])]
        named_here = any(pair[1] is body for pair in pairs)
        if named_here or sentence.index < min(named, _SUMMARY):
            found += _in_headline(sentence, body, named_here)
        if sentence.block.kind == HEADING or sentence.index in mentions and not pairs:
            continue
        if not pairs and sentence.index not in focus and 0 < named - sentence.index <= _LEAD:
            found += _introduced(sentence)
        if not pairs and focus.get(sentence.index) is not body:
            continue
        previous: Number | None = None
        for number in find_numbers(sentence.text):
            mention = _owner(pairs, sentence.start + number.start)
            low = previous if previous and _is_range(sentence.text, previous, number) else None
            if not pairs or mention and mention[1] is body:
                found += _stated(sentence, number, low, mention and mention[0], published)
                found += _founders(sentence, number, mention[0]) if mention else ()
            previous = number
    return sorted(found, key=lambda count: -count.weight)


def _introduced(sentence: Sentence) -> Iterator[MemberCount]:
    """The number of organisations in a body that is told of before it is named."""
    for number in find_numbers(sentence.text):
        how = qualifier(sentence.text, number.start, number.end)
        reach = min(number.start, how.start) if how else number.start
        organizations = _ORGANIZATIONS.match(sentence.text, number.end)
        body = organizations and _A_BODY.search(sentence.text, organizations.end())
        founders = body and _SET_UP.fullmatch(sentence.text, organizations.end(), body.start())
        if organizations and (founders or _UNNAMED.search(sentence.text[:reach])):
            yield _counted(sentence, number, 1.5)


def _is_range(text: str, low: Number, high: Number) -> bool:
    """Whether two numbers are the ends of one: "20 to 30 members", but not "grew from 8 to 44"."""
    return _RANGE.fullmatch(text, low.end, high.start) is not None and not text[: low.start].endswith("from ")


def _is_anothers(sentence: Sentence, mention: BodyMention) -> bool:
    """Whether "its" may stand for somebody else: "Beijing broke ground on its centre and has 40 member companies"."""
    if mention.i <= 2 or sentence.tokens[mention.i].low != "its":
        return False
    return not heads().keys().isdisjoint(token.low for token in sentence.tokens[mention.j : mention.j + 6])


def _owner(pairs: list[tuple[BodyMention, Body]], at: int) -> tuple[BodyMention, Body] | None:
    """The body of a sentence that a number at ``at`` belongs to: the last before it, else the first behind it."""
    before = [pair for pair in pairs if pair[0].end <= at]
    topics = [pair for pair in before if pair[0].topic]
    return (topics or before or pairs)[0 if not before else -1] if pairs else None


def _in_headline(sentence: Sentence, body: Body, named: bool) -> Iterator[MemberCount]:
    """The number in a headline or summary: "Nine founders, one platform: X Alliance goes live", "a 27-strong circle"."""
    for number in find_numbers(sentence.text):
        strong = _STRONG.match(sentence.text, number.end)
        alike = strong and any(word[:5] in body.name.lower() for word in strong[0].lower().split()[1:] if len(word) > 4)
        opens = named and sentence.block.kind == HEADING and number.start < _OPENS
        if alike or opens and _MEMBERS.match(sentence.text, number.end):
            yield _counted(sentence, number, 0.6)


def _founders(sentence: Sentence, number: Number, mention: BodyMention) -> Iterator[MemberCount]:
    """The number of those who set a body up: "58 companies turned up on Tuesday to set up the X Alliance"."""
    between = sentence.text[number.end : max(number.end, mention.start - sentence.start)]
    organizations = _ORGANIZATIONS.match(between)
    if organizations and _SET_UP.fullmatch(between, organizations.end()):
        yield _counted(sentence, number, 1.2)


def _counted(sentence: Sentence, number: Number, weight: float) -> MemberCount:
    how = qualifier(sentence.text, number.start, number.end)
    span = sentence.start + number.start, sentence.start + number.end
    return MemberCount(number.value, how.value if how else "exact", False, weight, *span)


def _of_group(document: Document, p: Participation, own: set[int], published: int) -> MemberCount | None:
    """The number before a group of participants: "nine organizations, including …"."""
    if p.count and p.sentence not in own:  # what a city will gather, told after the body
        if looks_ahead(document.text, document.sentences[p.sentence].start, p.count[1], published):
            return None
    if p.count is None or p.role not in ("member", "initiator") or not 2 <= p.count[0] <= MOST:
        return None
    value, start, end = p.count
    how = qualifier(document.text, start, end)
    others = re.match(r"\s+(?:\w+ )?other\b", document.text[end : end + 20])
    if others and p.role == "initiator":
        return None  # "A, B and 13 other organizations" are fifteen
    weight = 0.5 if others else 2 if p.role == "member" else 1
    near = document.text[max(0, start - 60) : end + 30]
    planned = bool(_SOUGHT.match(document.text, end, end + _AFTER))
    return MemberCount(value, how.value if how else "exact", planned, weight + 2 * bool(_NOW.search(near)), start, end)


def _stated(
    sentence: Sentence, number: Number, low: Number | None, mention: BodyMention | None, published: int
) -> Iterator[MemberCount]:
    """The membership that a number in a sentence states; nothing where it counts something else."""
    text, value, start = sentence.text, (low or number).value, (low or number).start
    whole = isinstance(value, int) and not number.letter and not number.vague and 2 <= value <= MOST
    if not whole or 1990 <= value <= 2050 and not number.spelled or re.match(r"[\w%]|[,.:/]\w", text[number.end :]):
        return
    how = qualifier(text, start, number.end)
    reach = min(start, how.start) if how else start
    before = re.split(r"[.;!?。；]\s", text[max(0, reach - _BEFORE) : reach])[-1]
    after = re.split(r"[.;!?。；](?:\s|$)", _ODD.sub("", text[number.end : number.end + _AFTER], count=1))[0]
    if re.match(r"[\w$€¥£#/:.-]", text[max(0, start - 1) : start]) or _PART.search(before):
        return
    first = max(0, reach - 2 * _BEFORE, text.rfind("(", 0, reach), text.rfind(";", 0, reach))
    planned = bool(_SOUGHT.match(after)) or looks_ahead(text, first, reach, published)
    planned = planned or bool(_ASKED.search(_said_above(sentence)) and not _FINITE.search(text))
    weight = _weight(before, after, sentence, mention, planned)
    if weight:
        near = f"{before[-60:]} # {after[:40]}"
        weight += 2 * bool(_NOW.search(near)) - 2 * bool(_THEN.search(near))
        weight += 2 * bool(_ARRIVED.search(before)) - 2 * bool(_START.search(before))
        at = sentence.start
        yield MemberCount(value, how.value if how else "exact", planned, weight, at + start, at + number.end)


def _weight(before: str, after: str, sentence: Sentence, mention: BodyMention | None, planned: bool) -> float:
    """How surely the number between two pieces of a clause counts members; 0 where it does not."""
    if _MEMBERS.match(after):
        return 3.0
    organizations = _ORGANIZATIONS.match(after)
    if _LISTED.match(after) or organizations and _LISTED_BEFORE.search(before):
        return 0.0
    if _COUNCIL.match(after):
        return 0.5
    if _JOINED.match(after) and _last(_ELSE, before) < 0:
        return 2.5
    alone = _STANDS_ALONE.match(after) and (planned and not _DIGITS.search(before) or not _OF_THEM.match(after))
    if (alone or organizations) and (_SUBJECT.search(before) or _LABEL.search(before)):
        return 3.0
    if organizations:
        other = _last(_ELSE, before)
        joining = _JOIN.search(after)
        if _last(_JOIN, before) > other or other < 0 and joining and not joining[0].lower().startswith("member"):
            return 2.5
        near = before.endswith("with ") or "units" in after[:8]
        has = mention is not None and mention.topic and (_last(_HAVE, before) > other or other < 0 and near)
        return 1.5 if has else 0.0
    if not alone:
        return 0.0
    if mention and _GROWN.search(before):
        return 3.0
    said = _IS.search(before)
    if said and _TODAY.search(said[0]):
        return 3.0
    if not said and not planned and before.strip() and not _THEN.search(before):
        return 0.0
    return 3.0 if _MEMBER_WORD.search(sentence.text) or _MEMBER_WORD.search(_said_before(sentence)) else 0.0


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _said_before(sentence: Sentence) -> str:
    """The sentence before, and the question or heading above."""
    before = sentence.document.sentences[sentence.index - 1].text if sentence.index else ""
    return f"{_said_above(sentence)}\n{before}"


def _said_above(sentence: Sentence) -> str:
    heading = sentence.document.heading_of(sentence)
    return sentence.document.text[heading.start : heading.end] if heading else ""
