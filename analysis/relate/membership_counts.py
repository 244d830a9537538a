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
from analysis.relate import member_words
from analysis.relate.claims import looks_ahead
from analysis.relate.participation import Participation
from analysis.segment import HEADING

MOST = 100_000
_BEFORE, _AFTER = 160, 90  # characters around a number that say what it counts

_OPENS = 30
"""Characters from the beginning of a headline to its number."""
_SUMMARY = 10
"""Sentences at the head of a report that can tell of its body before the name."""
_LEAD = 3
"""Sentences from such a lead to the name."""


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
        organizations = member_words.ORGANIZATIONS.match(sentence.text, number.end)
        body = organizations and member_words.A_BODY.search(sentence.text, organizations.end())
        founders = body and member_words.SET_UP.fullmatch(sentence.text, organizations.end(), body.start())
        if organizations and (founders or member_words.UNNAMED.search(sentence.text[:reach])):
            yield _counted(sentence, number, 1.5)


def _is_range(text: str, low: Number, high: Number) -> bool:
    """Whether two numbers are the ends of one: "20 to 30 members", but not "grew from 8 to 44"."""
    return member_words.RANGE.fullmatch(text, low.end, high.start) is not None and not text[: low.start].endswith(
        "from "
    )


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
        strong = member_words.STRONG.match(sentence.text, number.end)
        alike = strong and any(word[:5] in body.name.lower() for word in strong[0].lower().split()[1:] if len(word) > 4)
        opens = named and sentence.block.kind == HEADING and number.start < _OPENS
        if alike or opens and member_words.MEMBERS.match(sentence.text, number.end):
            yield _counted(sentence, number, 0.6)


def _founders(sentence: Sentence, number: Number, mention: BodyMention) -> Iterator[MemberCount]:
    """The number of those who set a body up: "58 companies turned up on Tuesday to set up the X Alliance"."""
    between = sentence.text[number.end : max(number.end, mention.start - sentence.start)]
    organizations = member_words.ORGANIZATIONS.match(between)
    if organizations and member_words.SET_UP.fullmatch(between, organizations.end()):
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
    planned = bool(member_words.SOUGHT.match(document.text, end, end + _AFTER))
    return MemberCount(
        value, how.value if how else "exact", planned, weight + 2 * bool(member_words.NOW.search(near)), start, end
    )


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
    after = re.split(r"[.;!?。；](?:\s|$)", member_words.ODD.sub("", text[number.end : number.end + _AFTER], count=1))[
        0
    ]
    if re.match(r"[\w$€¥£#/:.-]", text[max(0, start - 1) : start]) or member_words.PART.search(before):
        return
    first = max(0, reach - 2 * _BEFORE, text.rfind("(", 0, reach), text.rfind(";", 0, reach))
    planned = bool(member_words.SOUGHT.match(after)) or looks_ahead(text, first, reach, published)
    planned = planned or bool(member_words.ASKED.search(_said_above(sentence)) and not member_words.FINITE.search(text))
    weight = _weight(before, after, sentence, mention, planned)
    if weight:
        near = f"{before[-60:]} # {after[:40]}"
        weight += 2 * bool(member_words.NOW.search(near)) - 2 * bool(member_words.THEN.search(near))
        weight += 2 * bool(member_words.ARRIVED.search(before)) - 2 * bool(member_words.START.search(before))
        at = sentence.start
        yield MemberCount(value, how.value if how else "exact", planned, weight, at + start, at + number.end)


def _weight(before: str, after: str, sentence: Sentence, mention: BodyMention | None, planned: bool) -> float:
    """How surely the number between two pieces of a clause counts members; 0 where it does not."""
    if member_words.MEMBERS.match(after):
        return 3.0
    organizations = member_words.ORGANIZATIONS.match(after)
    if member_words.LISTED.match(after) or organizations and member_words.LISTED_BEFORE.search(before):
        return 0.0
    if member_words.COUNCIL.match(after):
        return 0.5
    if member_words.JOINED.match(after) and _last(member_words.ELSE, before) < 0:
        return 2.5
    alone = member_words.STANDS_ALONE.match(after) and (
        planned and not member_words.DIGITS.search(before) or not member_words.OF_THEM.match(after)
    )
    if (alone or organizations) and (member_words.SUBJECT.search(before) or member_words.LABEL.search(before)):
        return 3.0
    if organizations:
        other = _last(member_words.ELSE, before)
        joining = member_words.JOIN.search(after)
        if (
            _last(member_words.JOIN, before) > other
            or other < 0
            and joining
            and not joining[0].lower().startswith("member")
        ):
            return 2.5
        near = before.endswith("with ") or "units" in after[:8]
        has = mention is not None and mention.topic and (_last(member_words.HAVE, before) > other or other < 0 and near)
        return 1.5 if has else 0.0
    if not alone:
        return 0.0
    if mention and member_words.GROWN.search(before):
        return 3.0
    said = member_words.IS.search(before)
    if said and member_words.TODAY.search(said[0]):
        return 3.0
    if not said and not planned and before.strip() and not member_words.THEN.search(before):
        return 0.0
    return (
        3.0
        if member_words.MEMBER_WORD.search(sentence.text) or member_words.MEMBER_WORD.search(_said_before(sentence))
        else 0.0
    )


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _said_before(sentence: Sentence) -> str:
    """The sentence before, and the question or heading above."""
    before = sentence.document.sentences[sentence.index - 1].text if sentence.index else ""
    return f"{_said_above(sentence)}\n{before}"


def _said_above(sentence: Sentence) -> str:
    heading = sentence.document.heading_of(sentence)
    return sentence.document.text[heading.start : heading.end] if heading else ""
