"""How many members a body is said to have, and how many it wants.

Notes for a newcomer: a number is a membership in three ways. A list of participants holds it ("initiated by more than 60
units"); it has a noun of members in a sentence about the body ("51 member units", "the first batch of members is 54"); or
the body is said to have so many companies ("202 companies in the metaverse alliance"). Guests, projects and other people's
members are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.document import Document, Sentence
from analysis.find.bodies import Body, BodyMention, heads
from analysis.find.numbers import Number, find_numbers
from analysis.find.qualifiers import qualifier
from analysis.relate.participation import Participation
from analysis.segment import HEADING

_ORGANIZATIONS = r"(?:companies|enterprises|firms|organi[sz]ations|institutions|parties|partners|entities|businesses|universities|carmakers|manufacturers|participants|units|institutes|shareholders|operators)"
_WORDS = (
    r"(?:(?!(?:and|or|with|to|in|of|at|by|for|projects?|people|experts|patents|jobs|more|other)\b)[\w’'-]+,? ){0,4}?"
)
# "51 member units", "twenty-four members"
_MEMBERS = re.compile(rf"\+?[-\s]*{_WORDS}members?\b(?! of (?:the )?(?:party|standing|staff))", re.I)
# "202 companies in the alliance", "91 companies have joined", "ten shareholding institutions and companies"
_JOINED = re.compile(
    rf"\+?\s*{_WORDS}{_ORGANIZATIONS}(?: and {_ORGANIZATIONS})?[^.;]{{0,40}}?\b(?:in the|joined|as members|in it|on board|sit in|belong to it|on its books|on its roll|on the roll|signed up|put (?:down )?their names?(?: down)?)\b",
    re.I,
)
_BELONG = re.compile(
    r"[-+\s]*(?:odd )?(?:[\w-]+ ){0,3}?[a-z]+s (?:have joined|belong to it|have signed up|have put their names down|on its (?:books|roll)|are in it)\b",
    re.I,
)
_COMPANIES = re.compile(rf"\+?\s*{_WORDS}{_ORGANIZATIONS}\b", re.I)
# "the first batch of members is 54", "consists of 24"
_STANDS_AT = re.compile(
    r"(?:members?|membership|member units|cohort|batch(?: of members)?|number of members)(?: \w+){0,3}? (?:is|are|has|have|of|at|stood at|stands at|reached|totals?|totalling|numbers?|to|exceeds?|exceeded)(?: \w+){0,3}? ?$",
    re.I,
)
_BRINGS = re.compile(
    r"\b(?:brings?|brought|gathers?|gathered|attracted|has|have|with|unites?|comprises?|includes?|relationships|counts|links)\b[^.;]{0,60}$",
    re.I,
)
_NOW = re.compile(
    r"\b(?:now|today|currently|at present|so far|to date|up to now|has grown|have grown|altogether|in total)\b", re.I
)
_ELSE = re.compile(
    r"\b(?:cultivat|creat|foster|incubat|nurtur|build|train|serv|support|hosts?|invest|attend|drew|draw|sign|landed|employ|guests|people|fair|conference)\w*\b[^.;]{0,60}$",
    re.I,
)
_PLANNED = re.compile(
    r"\b(?:plans?|planned|aims?|hopes?|wants?|expects?|intends?|will|would|shall|should|strives?|seeks?|is to|target|goal)\b[^.;]{0,70}\b(?:to|by|of|have|reach|number|recruit|attract|exceed|at|than)\s+(?:\w+ ){0,3}$",
    re.I,
)
# "hopes to have 100 names on its roll", "would like 200 of them"
_WANTED = re.compile(
    r"\s*(?:of them|members?|units?|names|households|companies|enterprises|firms|organi[sz]ations|institutions)?\b",
    re.I,
)
_WANTS = re.compile(
    r"\b(?:plans?|aims?|hopes?|wants?|expects?|intends?|strives?|seeks?|shall|is to|would like|target|goal|want)\b(?: to| for)?(?: \w+){0,5}? ?(?:like|have|for|reach|arrive at|break through|recruit|attract|grow to|expand to|be|exceed|admit|develop its membership to|number|than|count|be at)(?: (?:more than|over|about|at least|some))? ?$|\bwould like ?$",
    re.I,
)
_THAT_NUMBER = re.compile(
    r"\b(?:that number|this number|the number|membership|members|it|figure)\s+(?:of members )?to\s+(?:\w+ ){0,2}$", re.I
)
# "More than 70 firms took part at the time; today there are over 400."
# "Members on the date of constitution: 36"
# "A first hundred members are sought by mid-2021", "fifty units are to be enlisted"
_SOUGHT = re.compile(
    r"[^.;]{0,60}?\b(?:are|is) (?:sought|wanted|planned|targeted|to be (?:enlisted|recruited|admitted|won))\b", re.I
)
_LABELLED = re.compile(r"^(?:Members?|Membership|Member units)\b[^.;:]{0,40}: (?:\w+ ){0,2}$")
# "… for 120 members. It has 96, as its secretary-general wrote."
_HAS_BARE = re.compile(r"^(?:It|The \w+)(?: now| actually| in fact)? (?:has|counts|numbers) (?:\w+ )?$")
_NOW_ARE = re.compile(
    r"\b(?:today|now|currently|at present)\b,? (?:there are|it has|it counts|it is|they are|it numbers) (?:\w+ ){0,2}$",
    re.I,
)


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
    document: Document, body: Body, participations: list[Participation], focus: dict[int, Body]
) -> list[MemberCount]:
    """All numbers of members stated of ``body``, the one that holds first; planned ones among them.

    ``focus`` gives the body that a sentence without any mention goes on about.
    """
    found = [count for p in participations if (count := _of_group(document, p))]
    mentions: dict[int, BodyMention] = {}
    for mention in body.mentions:
        mentions.setdefault(mention.sentence, mention)
    for sentence, mention in _sentences(document, body, mentions, focus):
        text = sentence.text
        for number in find_numbers(text):
            count = _stated(text, number, sentence, mention)
            if count:
                found.append(count)
    return sorted(found, key=lambda count: -count.weight)


def _of_group(document: Document, p: Participation) -> MemberCount | None:
    """The number before a group of participants: "nine organizations, including …"."""
    if p.count is None or p.role not in ("member", "initiator") or not 2 <= p.count[0] <= 100_000:
        return None
    value, start, end = p.count
    how = qualifier(document.text, start, end)
    others = re.match(r"\s+(?:\w+ )?other\b", document.text[end : end + 20])
    if others and p.role == "initiator":
        return None  # "A, B and 13 other organizations" are fifteen
    weight = 0.5 if others else 2 if p.role == "member" else 1
    return MemberCount(
        value, how.value if how else "exact", False, weight + _now(document.text, start, end), start, end
    )


def _now(text: str, start: int, end: int) -> float:
    return 2.0 * bool(_NOW.search(text, max(0, start - 60), min(len(text), end + 30)))


def _sentences(
    document: Document, body: Body, mentions: dict[int, BodyMention], focus: dict[int, Body]
) -> Iterator[tuple[Sentence, BodyMention | None]]:
    """Sentences that mean the body, and those that go on about it without naming any."""
    for sentence in document.sentences:
        if sentence.block.kind == HEADING:
            continue
        if sentence.index in mentions:
            yield sentence, mentions[sentence.index]
        elif focus.get(sentence.index) is body:
            yield sentence, None


def _stated(text: str, number: Number, sentence: Sentence, mention: BodyMention | None) -> MemberCount | None:
    """The membership that a number in a sentence states; None where it counts something else."""
    value, before = number.value, text[: number.start]
    if not isinstance(value, int) or not 2 <= value <= 100_000 or 1990 <= value <= 2050 and not number.spelled:
        return None
    sought = bool(_SOUGHT.match(text, number.end))
    planned = sought or bool(_PLANNED.search(before))
    if mention and _HAS_BARE.match(before) and re.match(r"[,.;]", text[number.end :]) and _members_before(sentence):
        weight = 4.0
    elif _LABELLED.match(before):
        weight = 3.0
    elif _NOW_ARE.search(before) and not re.match(r"\s*\w", text[number.end :]):
        weight = 3.0
    elif _THAT_NUMBER.search(before):
        weight = 3.0 if planned else 4.0
    elif (
        _STANDS_AT.search(before)
        and not text[number.end : number.end + 2].startswith((",0", "%", " %"))
        or _MEMBERS.match(text, number.end)
    ):
        weight = 3.0
    elif (
        (mention and mention.start < sentence.start + number.start or "member" in before.lower())
        and _WANTS.search(before)
        and _WANTED.match(text, number.end)
    ):
        weight, planned = 3.0, True
    elif sought and _COMPANIES.match(text, number.end):
        weight = 3.0
    elif mention and (_JOINED.match(text, number.end) or _BELONG.match(text, number.end)):
        weight = 2.5
    elif (
        mention
        and mention.topic
        and mention.start < sentence.start + number.start
        and _about(sentence, mention)
        and _BRINGS.search(before)
        and _COMPANIES.match(text, number.end)
    ):
        weight = 1.5
    else:
        return None
    if _ELSE.search(before) and weight < 3 or _owned_by_others(text, number, sentence, mention):
        return None
    how = qualifier(text, number.start, number.end)
    weight += _now(text, number.start, number.end)
    return MemberCount(
        value,
        how.value if how else "exact",
        planned,
        weight,
        sentence.start + number.start,
        sentence.start + number.end,
    )


def _members_before(sentence: Sentence) -> bool:
    return sentence.index > 0 and "member" in sentence.document.sentences[sentence.index - 1].text


def _about(sentence: Sentence, mention: BodyMention) -> bool:
    """Whether the body is what the sentence begins with."""
    return mention.i <= 3 or mention.named and mention.topic and sentence.tokens[mention.i - 1].low in ("the", ",")


def _owned_by_others(text: str, number: Number, sentence: Sentence, mention: BodyMention | None) -> bool:
    """Whether a possessive stands for somebody else: "Beijing broke ground on its centre and has 40 member companies"."""
    if mention is None or mention.named or sentence.tokens[mention.i].low != "its":
        return False
    between = [t.low for t in sentence.tokens[mention.j :] if t.start < sentence.start + number.start]
    return mention.i > 2 and not heads().keys().isdisjoint(between)
