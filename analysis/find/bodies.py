"""Collective bodies: their names, the other forms they are printed in, and the words that refer back to them.

Notes for a newcomer: `find_bodies` collects names (runs of `names` with a head of the lexicon ``bodies``) and says which of them
are one body; `analysis.find.references` then finds every place where a body is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from analysis.document import Document, Sentence
from analysis.find.names import CLOSING, OPENING, PERSON_TITLES, begins_name, is_topic, name_end, names
from analysis.find.places import find_places
from analysis.lexicon import load
from analysis.segment import HEADING
from analysis.tokens import Token

# In a heading in title capitals a verb begins no name: "Multiple Places Establish Metaverse Alliance".
_HEADLINE_VERBS = frozenset(
    "joining establish establishes establishing form forms launch launches launched found founded founds set sets build builds join joins unveil unveils announce announces create creates get gets open opens"
    " start starts initiate initiated kick plans plan released releases holds held own its their new first".split()
)
# Words that make no difference between two printed forms of one name.
_EMPTY = frozenset(
    "the of and for a an 's province provincial city municipal municipality district county new s area professional special".split()
)
EVENTS = frozenset(
    "member units batch construction establishment founding launch formation creation inauguration opening unveiling preparation members initiation launching inaugural".split()
)
# "Institute of Physics", "Academy of Sciences", "Center for Drug Evaluation": departments, not bodies.
_OF_ONE_HOUSE = frozenset("institute academy center centre laboratory lab society platform".split())


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
    if not {"university", "college", "school", "party", "cpc"}.isdisjoint(lows) or lows[-3:] == [
        "institute",
        "of",
        "technology",
    ]:
        return None
    if links and tokens[links[0] - 1].low in EVENTS | {
        "secretariat",
        "council",
        "office",
    }:  # "Construction of the X Center"
        i = links[0] + 1 + (tokens[links[0] + 1].low == "the")
        links = links[1:]
    head = next((k - 1 for k in links if _head_at(tokens, k - 1)), None)
    if head is None:
        head = j - 1 if j > i and _head_at(tokens, j - 1) else None
    if head is None or head == i and (not links or tokens[head].low in _OF_ONE_HOUSE) or tokens[i].low == "chapter":
        return None
    if tokens[head].low == "academy" and head < j - 1:  # "Chinese Academy of Sciences"
        return None
    return i, j, head


def find_bodies(document: Document) -> list[Body]:
    """All named bodies of a document in order of first mention, whether or not anything is said of them.

    Their ``mentions`` are still empty: `analysis.find.references` fills them.
    """
    bodies: list[Body] = []
    for sentence in document.sentences:
        for body in _named(sentence):
            _file(body, bodies)
    _add_unnamed(document, bodies)
    return [body for body in bodies if not body.in_title or _is_matter(document, body, bodies)]


def goes_on_about(document: Document, body: Body, bodies: list[Body]) -> bool:
    """Whether a text speaks of "the alliance" or "your alliance" again and again, and can mean no other body."""
    alone = not any(other.head == body.head and other is not body for other in bodies)
    return alone and len(re.findall(rf"\b(?:the|our|your|this) {body.head}\b", document.text, re.IGNORECASE)) >= 2


def _is_matter(document: Document, body: Body, bodies: list[Body]) -> bool:
    """Whether a text is about a body that only its headings name."""
    if re.match(r"[^\n]{0,40}\?", document.text[body.end : body.end + 42]):
        return True  # "Who runs the X Alliance?"
    return goes_on_about(document, body, bodies)


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
            body.forms.setdefault(
                _clean(text[tokens[a].start : tokens[b - 1].end]), (tokens[a].start, tokens[b - 1].end)
            )
        found.append(body)
    return found


def _is_whole_heading(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether a heading is a body's name and nothing else, but for a number: such a section is about that body."""
    whole = j == len(tokens) or tokens[j].text == "(" and tokens[-1].text == ")"
    return whole and all(token.text[0].isdigit() or not token.is_word for token in tokens[:i])


def _clean(name: str) -> str:
    name = re.sub(r"['’]s$", "", name)
    # Quotation marks go where they hold the whole name, and stay in “Qingmei” Network Alliance.
    return name if name[0] in OPENING and name[-1] not in CLOSING else name.strip('"“”‘’')


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
        if tokens[k].text in ".;" or tokens[k].low == "and" and tokens[k + 1].low in ("a", "an"):
            break
        cue = tokens[k].low
        if (
            cue in ("renamed", "called", "dubbed", "nicknamed", "abbreviated", "shortened", "acronym")
            or cue == "known"
            and tokens[k + 1].low == "as"
        ):
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
        known.name, known.start, known.end, known.kind, known.head = (
            body.name,
            body.start,
            body.end,
            body.kind,
            body.head,
        )
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
    return (
        (b.in_title or a.in_title)
        and len(words & others) >= max(len(words), len(others)) - 1
        and _places(a) == _places(b) != frozenset()
    )


def _before_of(body: Body) -> frozenset[str]:
    """The words before "of": "Metaverse Committee" for the "Metaverse Committee of the X Association"."""
    first, of, _ = body.name.partition(" of ")
    return essence(first) if of else frozenset()


def _clean_forms(body: Body) -> set[str]:
    return {form.casefold() for form in body.forms}


def _places(body: Body) -> frozenset[str]:
    return frozenset(mention.name for mention in find_places(body.name))


def _with_parent(tokens: Sequence[Token], head: int) -> int:
    """Token after "of the X Association" behind a head in lower case; after the head where nothing of the kind follows."""
    if head + 2 >= len(tokens) or tokens[head + 1].low != "of":
        return head + 1
    first = head + 2 + (tokens[head + 2].low == "the")
    end = name_end(tokens, first, len(tokens)) if first < len(tokens) else None
    return end if end and _head_at(tokens, end - 1) else head + 1


def _add_unnamed(document: Document, bodies: list[Body]) -> None:
    """Bodies known only in lower case ("the metaverse alliance"), where no named body of that kind could be meant."""
    for sentence in document.sentences:
        tokens = sentence.tokens
        for k in range(2, len(tokens)):
            entry = _head_at(tokens, k)
            if entry is None or not tokens[k].text.islower() or entry["kind"] in ("centre", "platform", "institute"):
                continue
            i = k
            while (
                i > 0
                and (is_topic(tokens[i - 1]) or tokens[i - 1].low in ("special", "expert", "joint"))
                and not tokens[i - 1].is_capital
                and k - i < 4
            ):
                i -= 1
            article = tokens[i - 1].low if i else ""
            if (
                i == k
                or article not in ("the", "joint")
                and tokens[k - 1].low != "special"
                or sentence.block.kind == HEADING
            ):
                continue
            j = _with_parent(tokens, k)
            start, end = tokens[i].start, tokens[j - 1].end
            name = document.text[start:end]
            if len(essence(name)) == 1:  # "the provincial federation"
                continue
            if not any(
                essence(name) <= body.words or body.kind == entry["kind"] and (body.in_title or body.start < start)
                for body in bodies
            ):
                body = Body(name, entry["kind"], tokens[k].low, start, end, {name: (start, end)})
                if j > k + 1:  # "the battery committee of the X Association": its parent, and its name for short
                    body.parent = tokens[k + 2 + (tokens[k + 2].low == "the")].start, end
                    body.forms[document.text[start : tokens[k].end]] = start, tokens[k].end
                _file(body, bodies)
