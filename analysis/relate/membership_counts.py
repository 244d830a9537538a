"""How many members a body is said to have, and how many it wants.

Notes for a newcomer: a number counts as a membership only with a noun of members ("51 member units", "202
companies") and a body that the sentence speaks of. Numbers of other people's members, of guests or of projects do not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.document import Document, Sentence
from analysis.find.bodies import Body, BodyMention
from analysis.find.numbers import Number, find_numbers
from analysis.find.qualifiers import qualifier

_NOUN = (
    r"(?:members?|units|companies|enterprises|firms|organi[sz]ations|institutions|parties|partners|entities|businesses|universities|carmakers|makers|manufacturers|participants"
    r"|institutes|corporations|bodies|shareholders|founders|initiators|associations|operators|players|hospitals|schools|colleges|banks|founding members)"
)
# Words that may stand between the number and its noun.
_BETWEEN = r"(?:(?!(?:and|or|with|to|in|of|at|by|for|projects?|people|experts|patents|jobs)\b)[\w’'-]+,? ){0,5}?"
_COUNTED = re.compile(rf"\+?\s*{_BETWEEN}(?P<noun>{_NOUN})\b", re.I)
_OF_MEMBERS = re.compile(r"(?:(?:consists?|composed|comprised|made up) of|(?:members?|membership|batch of members|member units|cohort)(?: now)? (?:is|are|of|stands at|has reached|reached|totals?|numbers?|grew to|rose to|has grown to))\s+(?:\w+ ){0,3}$", re.I)
# What shows that a number of companies is the body's membership.
_HAS = re.compile(
    r"\b(?:members?|member units|joined|join|comprises?|composed|consists?|consisting|made up|brings?|brought|gathers?|gathered|gathering|attracted|has|have|had|with|includes?|including|initiated|founded|launched|established|formed"
    r"|took part|participat\w+|serve as|partners?|sponsored|unites?|set up|started|announced|there are|covers?|relationships)\b",
    re.I,
)
_FOUNDED = re.compile(r"\b(?:initiated|founded|launched|established|formed|sponsored|set up|convened|announced|started) (?:it|jointly )?(?:\w+ ){0,6}?(?:by|with|from)?\b|\bfound(?:ers|ing)\b|\blaunched it\b", re.I)
_NOW = re.compile(r"\b(?:now|today|currently|at present|so far|to date|already|has grown|have grown|up to now|latest)\b", re.I)
_PLANNED = re.compile(
    r"\b(?:plans?|aims?|hopes?|wants?|expects?|intends?|will|is to|would|target|goal|planned)\b[^.;]{0,60}\b(?:to|expand|reach|grow|increase|recruit|attract|have|raise|exceed|number|members)\b[^.;]{0,30}$", re.I
)
_NOT_MEMBERS = re.compile(
    r"(?:other|more|additional|new|another|foreign) |(?:people|guests|experts|representatives|visitors|delegates|attend\w*|employees|staff|students|patents|projects|jobs|scenarios|yuan|percent|per cent|square|hectares)\b", re.I
)
_ATTENDED = re.compile(r"\b(?:attended|attending|were present|took part in the (?:meeting|conference|event|ceremony|forum|summit)|people|guests|witnessed)\b", re.I)


@dataclass(frozen=True, slots=True)
class MemberCount:
    """A stated number of members. ``weight`` orders several of one body: founders before members before "now"."""

    value: int
    qualifier: str
    planned: bool
    weight: int
    start: int
    end: int
    sentence: int


def member_counts(document: Document, body: Body) -> list[MemberCount]:
    """All numbers of members stated of ``body``, the one that holds first; planned ones among them."""
    mentions: dict[int, BodyMention] = {m.sentence: m for m in reversed(body.mentions)}
    found: list[MemberCount] = []
    for sentence, here in _sentences(document, mentions):
        found += _in_sentence(sentence, here)
    return sorted(found, key=lambda count: -count.weight)


def _sentences(document: Document, mentions: dict[int, BodyMention]) -> Iterator[tuple[Sentence, bool]]:
    """Sentences that name the body, and those right after that speak of members without naming any."""
    for sentence in document.sentences:
        if sentence.block.kind == "heading":
            continue
        if sentence.index in mentions:
            yield sentence, True
        elif sentence.index - 1 in mentions and sentence.block.section == document.sentences[sentence.index - 1].block.section and re.search(r"\bmembers?\b|\bmember units\b", sentence.text, re.I):
            yield sentence, False


def _in_sentence(sentence: Sentence, named: bool) -> Iterator[MemberCount]:
    text = sentence.text
    for number in find_numbers(text):
        count = _count(text, number, sentence)
        if count and (named or re.search(r"\bmember", text[max(0, number.start - 60) : number.end + 40], re.I)):
            yield count


def _count(text: str, number: Number, sentence: Sentence) -> MemberCount | None:
    """The membership that a number states, None where it counts something else."""
    if not isinstance(number.value, int) or number.value < 2 or number.value > 100_000 or 1990 <= number.value <= 2050 and not number.spelled:
        return None
    after = _COUNTED.match(text, number.end)
    before = _OF_MEMBERS.search(text, max(0, number.start - 60), number.start)
    counted = text[number.end : after.end()] if after else ""
    planned = bool(_PLANNED.search(text, max(0, number.start - 110), number.start))
    anaphoric = planned and re.search(r"\b(?:that number|membership|members|it|number) (?:\w+ )?to (?:\w+ ){0,2}$", text[: number.start], re.I)
    if not (after or before or anaphoric) or _NOT_MEMBERS.match(text, number.end + 1) or after and _NOT_MEMBERS.search(counted):
        return None
    if not before and not anaphoric and not _HAS.search(text) or _ATTENDED.search(text, number.end, number.end + 60):
        return None
    how = qualifier(text, number.start, number.end)
    weight = 1
    if after and after["noun"].lower().startswith("member") or before or re.search(r"\bas members\b|\bmembers?\b", text[number.end : number.end + 60]):
        weight = 3
    elif not _FOUNDED.search(text[: number.end]):
        weight = 2
    if _NOW.search(text, max(0, number.start - 60), number.end + 60):
        weight += 2
    return MemberCount(number.value, how.value if how else "exact", planned, weight, sentence.start + number.start, sentence.start + number.end, sentence.index)
