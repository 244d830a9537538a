"""Collective bodies: their names, the other forms they are printed in, and the words that refer back to them.

Notes for a newcomer: `find_bodies` goes through the sentences twice. The first pass collects names (runs of
`names` with a head of the lexicon ``bodies``) and says which of them are one body; the second finds every place
where a body is meant, by name, by a shorter form, by acronym or by "the alliance".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from analysis.document import Document, Sentence
from analysis.find.names import CLOSING, OPENING, PERSON_TITLES, begins_name, is_topic, name_end, names
from analysis.find.people import is_person
from analysis.find.places import find_places
from analysis.lexicon import load
from analysis.segment import HEADING
from analysis.tokens import Token

# In a heading in title capitals a verb begins no name: "Multiple Places Establish Metaverse Alliance".
_HEADLINE_VERBS = frozenset(
    "establish establishes establishing form forms launch launches launched found founded founds set sets build builds join joins unveil unveils announce announces create creates get gets open opens"
    " start starts initiate initiated kick plans plan released releases holds held own its their new first".split()
)
# Words that make no difference between two printed forms of one name.
_EMPTY = frozenset("the of and for a an 's province provincial city municipal municipality district county new s area professional special".split())
_EVENTS = frozenset("member units batch construction establishment founding launch formation creation inauguration opening unveiling preparation members initiation launching inaugural".split())
_EXPLETIVE = frozenset("understood reported said expected learned learnt known estimated worth necessary important clear possible believed hoped proposed noteworthy noted mentioned tempting".split())
_IN_PASSING = frozenset("of by with from for under to including like through between".split())
# "Institute of Physics", "Academy of Sciences", "Center for Drug Evaluation": departments, not bodies.
_OF_ONE_HOUSE = frozenset("institute academy center centre laboratory lab society platform".split())
_GENERIC = frozenset("group body organisation organization entity institution initiative newcomer organisations".split())
_REFERS = frozenset(("the", "this", "its", "that", "said", "both", "our", "these", "new", "special", "joint"))
_OTHER = frozenset(("other", "similar", "another", "a", "an", "such", "many", "several", "industry", "any", "each", "own"))


@dataclass(frozen=True, slots=True)
class BodyMention:
    """Where a body is meant: token indices ``i`` to ``j`` of sentence ``sentence``; ``named`` unless by a word like "it".

    ``topic`` says that the sentence is about it; a body behind "of", "by" or "with" is spoken of in passing.
    """

    sentence: int
    i: int
    j: int
    start: int
    end: int
    named: bool
    topic: bool


@dataclass
class Body:
    """A collective body of one document.

    ``name`` is its fullest printed form, ``forms`` maps every printed form to its first span, ``kind`` is the codebook's,
    ``parent`` the organisation inside its name ("Committee of the X Association") as a span, where there is one; ``in_title`` says
    that no sentence names it yet, only a heading, ``headed`` that a heading named it first.
    """

    name: str
    kind: str
    head: str
    start: int
    end: int
    forms: dict[str, tuple[int, int]] = field(default_factory=dict)
    mentions: list[BodyMention] = field(default_factory=list)
    parent: tuple[int, int] | None = None
    in_title: bool = False
    headed: bool = False

    @property
    def words(self) -> frozenset[str]:
        """Its words, less those that make no difference between two forms of one name."""
        return essence(self.name)


@cache
def heads() -> dict[str, dict]:
    """Head noun (singular, lower case) to its entry of the lexicon ``bodies``."""
    return {head: entry for entry in load("bodies") for head in entry["heads"]}


@cache
def essence(name: str) -> frozenset[str]:
    """The words of a body's name that tell it from others, in lower case."""
    words = re.findall(r"[\w&]+(?:-\w+)*", name.lower().replace("’s", "").replace("'s", ""))
    return frozenset("committee" if word == "circle" else word for word in words if word not in _EMPTY)


def _head_at(tokens: Sequence[Token], k: int) -> dict | None:
    low = tokens[k].low.removesuffix("'s")
    if low == "commerce" and k >= 2 and tokens[k - 2].low == "chamber":
        return heads()["chamber of commerce"]
    entry = heads().get(low)
    if entry and k and tokens[k - 1].low in entry["not_after"]:
        return None
    return entry


def body_span(tokens: Sequence[Token], i: int, j: int) -> tuple[int, int, int] | None:
    """The body inside the name ``tokens[i:j]`` as ``(i, j, head)``; None where the name is no body's.

    1. "Wuxi Metaverse Innovation Alliance": the last word is the head.
    2. "Metaverse Committee of Chengdu Big Data Association": the head before "of" goes before the last.
    3. "President of the Dalian Software Industry Association", "Alliance Initiative", "University Innovation Center": no body.
    """
    while j > i and (tokens[j - 1].text in CLOSING or not tokens[j - 1].is_word):
        j -= 1
    links = [k for k in range(i + 1, j) if tokens[k].low in ("of", "for") and tokens[k - 1].low != "chamber"]
    if links and (tokens[links[0] - 1].low in PERSON_TITLES or tokens[i].low in PERSON_TITLES):
        return None
    lows = [t.low.removesuffix("'s") for t in tokens[i:j]]
    if not {"university", "college", "school"}.isdisjoint(lows) or lows[-3:] == ["institute", "of", "technology"]:
        return None
    if links and tokens[links[0] - 1].low in _EVENTS | {"secretariat", "council", "office"}:  # "Construction of the X Center"
        i = links[0] + 1 + (tokens[links[0] + 1].low == "the")
        links = links[1:]
    head = next((k - 1 for k in links if _head_at(tokens, k - 1)), None)
    if head is None:
        head = j - 1 if j > i and _head_at(tokens, j - 1) else None
    if head is None or head == i and (not links or tokens[head].low in _OF_ONE_HOUSE):
        return None
    return i, j, head


def find_bodies(document: Document) -> list[Body]:
    """All named bodies of a document in order of first mention, whether or not anything is said of them."""
    bodies: list[Body] = []
    for sentence in document.sentences:
        for body in _named(sentence):
            _file(body, bodies)
    _add_unnamed(document, bodies)
    bodies = [body for body in bodies if not body.in_title]
    find_mentions(document, bodies)
    return bodies


def _named(sentence: Sentence) -> list[Body]:
    """The bodies named in one sentence, each with the forms in brackets and after "called"."""
    tokens, text = sentence.tokens, sentence.document.text
    found: list[Body] = []
    for i, j in names(tokens):
        if sentence.block.kind == HEADING:
            i = _after_headline_verb(tokens, i, j)
        span = body_span(tokens, i, j)
        if span is None:
            continue
        i, j, head = span
        start, end = tokens[i].start, tokens[j - 1].end
        entry = _head_at(tokens, head)
        name = _clean(text[start:end])
        body = Body(name, entry["kind"], tokens[head].low.removesuffix("'s"), start, end, {name: (start, end)})
        body.headed = sentence.block.kind == HEADING
        body.in_title = body.headed and not _is_whole_heading(tokens, i, j)
        body.parent = _parent(tokens, i, j, head)
        for a, b in _other_forms(tokens, j):
            body.forms.setdefault(_clean(text[tokens[a].start : tokens[b - 1].end]), (tokens[a].start, tokens[b - 1].end))
        found.append(body)
    return found


def _is_whole_heading(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether a heading is a body's name and nothing else, but for a number: such a section is about that body."""
    return j == len(tokens) and all(token.text[0].isdigit() or not token.is_word for token in tokens[:i])


def _clean(name: str) -> str:
    return re.sub(r"['’]s$", "", name).strip("\"“”‘’")


def _after_headline_verb(tokens: Sequence[Token], i: int, j: int) -> int:
    return next((k + 1 for k in range(j - 2, i - 1, -1) if tokens[k].low in _HEADLINE_VERBS), i)


def _parent(tokens: Sequence[Token], i: int, j: int, head: int) -> tuple[int, int] | None:
    """Span of the association inside a committee's name: after "of", or before "Metaverse Special Committee"."""
    if tokens[head].low not in ("committee", "circle", "branch", "society", "centre", "center", "laboratory", "lab"):
        return None
    if head + 2 < j and tokens[head + 1].low == "of":
        k = head + 2 + (tokens[head + 2].low == "the")
        return (tokens[k].start, tokens[j - 1].end) if _head_at(tokens, j - 1) else None
    for k in range(head - 1, i, -1):
        if _head_at(tokens, k) and tokens[k].low not in ("committee", "circle", "platform"):
            return tokens[i].start, tokens[k].start + len(tokens[k].text.removesuffix("’s").removesuffix("'s"))
    return None


def _other_forms(tokens: Sequence[Token], j: int) -> list[tuple[int, int]]:
    """Token spans of other forms printed right after a name: in a bracket, after "renamed", "called", "shortened to"."""
    forms = []
    if j < len(tokens) and tokens[j].text == "(":
        end = next((k for k in range(j + 1, min(j + 12, len(tokens))) if tokens[k].text == ")"), None)
        if end:
            inner = [k for k in range(j + 1, end) if tokens[k].text not in OPENING + CLOSING]
            first = next((k for k in inner if tokens[k].is_capital), None)
            named = first is not None and (len(inner) == 1 or any(tokens[k].low in heads() for k in inner))
            if named and not any(tokens[k].low in ("as", "to") for k in inner[: inner.index(first)] if end - j > 8):
                last = max(k for k in inner if tokens[k].is_word)
                forms.append((first, last + 1))
    for k in range(j, min(j + 16, len(tokens) - 1)):
        if tokens[k].text in ".;":
            break
        cue = tokens[k].low
        if cue in ("renamed", "called", "dubbed", "nicknamed", "abbreviated", "shortened", "acronym") or cue == "known" and tokens[k + 1].low == "as":
            at = next((m for m in range(k + 1, min(k + 5, len(tokens))) if begins_name(tokens[m])), None)
            end = at is not None and name_end(tokens, at, len(tokens))
            if end:
                forms.append((at, end))
    return forms


def _file(body: Body, bodies: list[Body]) -> None:
    """Add a body, or its forms to the one that it is another printed form of."""
    known = next((other for other in reversed(bodies) if _same(body, other)), None)
    if known is None:
        bodies.append(body)
        return
    for form, span in body.forms.items():
        known.forms.setdefault(form, span)
    known.parent = known.parent or body.parent
    if known.in_title and not body.in_title or not body.in_title and len(essence(body.name)) > len(known.words):
        known.name, known.start, known.end, known.kind, known.head = body.name, body.start, body.end, body.kind, body.head
    known.in_title = known.in_title and body.in_title


def _same(a: Body, b: Body) -> bool:
    """Whether two names are forms of one body: the same essence, or one holds the other, or the one a heading announces."""
    if _clean_forms(a) & _clean_forms(b):
        return True
    if a.kind != b.kind:
        return False
    words, others = a.words, b.words
    if words == others:
        return True
    if a.in_title and b.headed:
        return False  # two headings announce two bodies
    if _before_of(a) and _before_of(a) == others or _before_of(b) and _before_of(b) == words:
        return True
    shorter, longer = sorted((words, others), key=len)
    if shorter < longer and len(shorter) >= 2:
        # "Metaverse Industry Alliance" may be any city's; a form without a place is taken for the last one named.
        return len(longer) - len(shorter) <= 3
    # A heading and the first line under it may print the name in two ways.
    return (b.in_title or a.in_title) and len(words & others) >= max(len(words), len(others)) - 1 and _places(a) == _places(b) != frozenset()


def _before_of(body: Body) -> frozenset[str]:
    """The words before "of": "Metaverse Committee" for the "Metaverse Committee of the X Association"."""
    first, of, _ = body.name.partition(" of ")
    return essence(first) if of else frozenset()


def _clean_forms(body: Body) -> set[str]:
    return {form.casefold() for form in body.forms}


def _places(body: Body) -> frozenset[str]:
    return frozenset(mention.name for mention in find_places(body.name))


def _add_unnamed(document: Document, bodies: list[Body]) -> None:
    """Bodies known only in lower case ("the metaverse alliance"), where no named body of that kind could be meant."""
    for sentence in document.sentences:
        tokens = sentence.tokens
        for k in range(2, len(tokens)):
            entry = _head_at(tokens, k)
            if entry is None or not tokens[k].text.islower() or entry["kind"] in ("centre", "platform", "institute"):
                continue
            i = k
            while i > 0 and (is_topic(tokens[i - 1]) or tokens[i - 1].low in ("special", "expert", "joint")) and not tokens[i - 1].is_capital and k - i < 4:
                i -= 1
            article = tokens[i - 1].low if i else ""
            if i == k or article not in ("the", "joint") and tokens[k - 1].low != "special" or sentence.block.kind == HEADING:
                continue
            name, start, end = document.text[tokens[i].start : tokens[k].end], tokens[i].start, tokens[k].end
            if not any(essence(name) <= body.words or body.kind == entry["kind"] and (body.in_title or body.start < start) for body in bodies):
                _file(Body(name, entry["kind"], tokens[k].low, start, end, {name: (start, end)}), bodies)


def find_mentions(document: Document, bodies: list[Body]) -> None:
    """Fill ``mentions`` of every body in reading order, references included; call it again when bodies were left out."""
    for body in bodies:
        body.mentions.clear()
    forms = sorted(((form, body) for body in bodies for form in body.forms), key=lambda item: -len(item[0]))
    if not forms:
        return
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form, _ in forms), re.I)
    by_form = {form.casefold(): body for form, body in reversed(forms)}
    last: Body | None = None  # the last body that a sentence was about
    by_head: dict[str, Body] = {}
    for sentence in document.sentences:
        tokens = sentence.tokens
        starts = {token.start: k for k, token in enumerate(tokens)}
        ends = {token.end: k + 1 for k, token in enumerate(tokens)}
        named: list[tuple[int, int, Body]] = []
        for match in pattern.finditer(document.text, sentence.start, sentence.end):
            i, j = starts.get(match.start()), ends.get(match.end())
            if i is None:
                continue
            j = j or next((k + 1 for k in range(i, len(tokens)) if tokens[k].end >= match.end()), len(tokens))
            if j < len(tokens) and sentence.block.kind != HEADING and begins_name(tokens[j]) and tokens[j].low not in _EVENTS:
                continue  # part of a longer name: "Innovation Alliance Initiative"
            if named and i == named[-1][1] + 1 and tokens[i - 1].text == "(":
                continue  # its acronym in a bracket is no mention of its own
            named.append((i, j, by_form[match.group().casefold()]))
        covered = {k for i, j, _ in named for k in range(i, j)}
        spans = [(i, j, body, True) for i, j, body in named]
        for k, token in enumerate(tokens):
            if k not in covered:
                body = _referent(tokens, k, sorted(spans), last, by_head, bodies)
                if body is not None:
                    spans.append((k, k + 1, body, False))
                    spans.sort(key=lambda span: span[0])
        for i, j, body, is_named in sorted(spans, key=lambda span: span[0]):
            topic = _is_topic(tokens, i, j)
            body.mentions.append(BodyMention(sentence.index, i, j, tokens[i].start, tokens[j - 1].end, is_named, topic))
            by_head[body.head] = body
            if topic or last is None:
                last = body
        if _turns_to_another(tokens) and not any(i <= 2 for i, *_ in spans):
            last = None


def _turns_to_another(tokens: Sequence[Token]) -> bool:
    """Whether a sentence begins with the name of somebody else and a verb: "it" in the next is not the body."""
    i = int(tokens[0].low == "the")
    end = name_end(tokens, i, len(tokens)) if i < len(tokens) else None
    return bool(end) and end - i >= 2 and end < len(tokens) and tokens[end].low in ("is", "was", "has", "will") and not is_person(tokens, i, end)


def _is_topic(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether a mention stands free, behind words that make it the matter ("members of"), or is explained (", a body that")."""
    if j + 1 < len(tokens) and tokens[j].text == "," and tokens[j + 1].low in ("a", "an"):
        return True
    k = i - 1
    while k >= 0 and (tokens[k].low in ("the", "its", "a") or tokens[k].text in OPENING):
        k -= 1
    if k < 1 or tokens[k].low not in _IN_PASSING:
        return True
    return tokens[k].low == "of" and tokens[k - 1].low in _EVENTS


def _is_expletive(tokens: Sequence[Token], k: int) -> bool:
    """"It is understood that", "it is reported"."""
    return k + 2 < len(tokens) and tokens[k + 1].low in ("is", "was", "has") and not _EXPLETIVE.isdisjoint(t.low for t in tokens[k + 2 : k + 4])


def _means_another(tokens: Sequence[Token], k: int) -> bool:
    """Whether the nearest name before "it" is a fund's, a park's or a project's."""
    runs = names(tokens, 0, k)
    return bool(runs) and tokens[runs[-1][1] - 1].low in ("fund", "park", "project", "base", "plan", "conference", "building")


def _referent(tokens: Sequence[Token], k: int, spans: list, last: Body | None, by_head: dict[str, Body], bodies: list[Body]) -> Body | None:
    """The body a word refers back to: "the alliance" to the last alliance named, "it" and "the group" to the last body."""
    low = tokens[k].low.removesuffix("'s")
    before_here = [body for i, j, body, _ in spans if j <= k]
    matters = [body for i, j, body, _ in spans if j <= k and _is_topic(tokens, i, j)]
    latest = matters[-1] if matters else before_here[-1] if before_here and last is None else last
    if latest is None and len(by_head) == 1:
        latest = next(iter(by_head.values()))  # one body so far: the matter of the text
    if low in ("it", "its", "itself"):
        return None if _is_expletive(tokens, k) or _means_another(tokens, k) else latest
    article = tokens[k - 1].low if k else ""
    if article == "parent":
        return None
    modifiers = {tokens[m].low for m in range(max(0, k - 3), k)}
    if not tokens[k].text[0].islower() and article not in _REFERS or not modifiers & _REFERS or article in _OTHER:
        return None
    if k + 1 < len(tokens) and tokens[k + 1].text[0].isalpha() and tokens[k + 1].is_capital and tokens[k].is_capital:
        return None
    if low in _GENERIC:
        return latest
    if low not in heads():
        return None
    fitting = [body for body in before_here if body.head == low]
    kind = heads()[low]["kind"]
    nearest = fitting[-1] if fitting else by_head.get(low) or (latest if latest and latest.kind == kind else None)
    if nearest is None:
        same = [body for body in bodies if body.kind == kind]
        nearest = same[0] if len(same) == 1 else None
    return nearest


