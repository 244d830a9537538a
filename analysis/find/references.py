"""Where a body is meant: by its name, a shorter form, an acronym, "the alliance" or "it"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from analysis.document import Document, Sentence
from analysis.find.bodies import EVENTS, Body, BodyMention, heads
from analysis.find.names import OPENING, begins_name, name_end, names
from analysis.find.people import is_person
from analysis.segment import HEADING
from analysis.tokens import Token, tokenize

_GENERIC = frozenset(
    "group club venture grouping body organisation organization entity institution initiative newcomer organisations".split()
)
_EXPLETIVE = frozenset(
    "understood reported said expected learned learnt known estimated worth necessary important clear possible believed hoped proposed noteworthy noted mentioned tempting".split()
)
_IN_PASSING = frozenset("of by with from for under to into including like through between".split())
_REFERS = frozenset(("the", "this", "its", "that", "said", "both", "our", "your", "these", "new", "special", "joint"))
_OTHER = frozenset(
    ("parent", "other", "similar", "another", "a", "an", "such", "many", "several", "industry", "any", "each", "own")
)


Span = tuple[int, int, Body, bool]
"""Tokens ``i`` to ``j`` mean a body; the last says whether by name."""


def find_mentions(document: Document, bodies: list[Body]) -> None:
    """Fill ``mentions`` of every body in reading order; call it again when bodies were left out."""
    for body in bodies:
        body.mentions.clear()
    forms: dict[str, list[tuple[str, Body]]] = {}  # by their first token, the longest first
    for form, body in sorted(((form, body) for body in bodies for form in body.forms), key=lambda item: -len(item[0])):
        forms.setdefault(tokenize(form)[0].low, []).append((form.casefold(), body))
    reader = _Reader(bodies, forms)
    for sentence in document.sentences if bodies else ():
        reader.read(sentence)


class _Reader:
    """Goes through the sentences and remembers what the text was last about."""

    def __init__(self, bodies: list[Body], forms: dict[str, list[tuple[str, Body]]]):
        self.bodies, self.forms = bodies, forms
        self.matter: Body | None = None  # the last body that a sentence was about
        self.by_head: dict[str, Body] = {}  # the last body of each head noun
        self.turned = False  # whether the last sentence was about somebody else

    def read(self, sentence: Sentence) -> None:
        """Add the mentions of one sentence to its bodies."""
        tokens = sentence.tokens
        spans = self._named(sentence)
        covered = {k for i, j, *_ in spans for k in range(i, j)}
        for k in range(len(tokens)):
            if k not in covered:
                body = self._referent(tokens, k, [span for span in spans if span[1] <= k])
                if body is not None:
                    spans.append((k, k + 1, body, False))
        for i, j, body, named in sorted(spans, key=lambda span: span[0]):
            topic = _is_topic(tokens, i, j)
            body.mentions.append(BodyMention(sentence.index, i, j, tokens[i].start, tokens[j - 1].end, named, topic))
            self.by_head[body.head] = body
            if topic or self.matter is None:
                self.matter = body
        self.turned = _turns_to_another(tokens) and not any(i <= 2 for i, *_ in spans)
        if self.turned:
            self.matter = None

    def _named(self, sentence: Sentence) -> list[Span]:
        tokens = sentence.tokens
        found: list[Span] = []
        i = 0
        while i < len(tokens):
            j, body = self._form_at(sentence, i)
            if body is not None:
                longer = (
                    j < len(tokens) and begins_name(tokens[j]) and tokens[j].low not in EVENTS
                )  # "Alliance Initiative"
                acronym = bool(found) and i == found[-1][1] + 1 and tokens[i - 1].text == "("  # no mention of its own
                if not acronym and (not longer or sentence.block.kind == HEADING):
                    found.append((i, j, body, True))
            i = j
        return found

    def _form_at(self, sentence: Sentence, i: int) -> tuple[int, Body | None]:
        """The body whose name is printed from token ``i``, and the token after it."""
        tokens, text = sentence.tokens, sentence.document.text
        for form, body in self.forms.get(tokens[i].low.removesuffix("'s"), self.forms.get(tokens[i].low, ())):
            end = tokens[i].start + len(form)
            if text[tokens[i].start : end].casefold() == form and not text[end : end + 1].isalnum():
                return next((k + 1 for k in range(i, len(tokens)) if tokens[k].end >= end), len(tokens)), body
        return i + 1, None

    def _referent(self, tokens: Sequence[Token], k: int, before: list[Span]) -> Body | None:
        """The body a word refers back to: "the alliance" to the last alliance named, "it" and "the group" to the last body."""
        low = tokens[k].low.removesuffix("'s")
        if low in ("it", "its", "itself"):
            return None if _is_expletive(tokens, k) or _means_another(tokens, k) else self._latest(tokens, before)
        if low == "one" and k and tokens[k - 1].low in ("that", "this"):
            return self._latest(tokens, before)
        if low not in _GENERIC and low not in heads():
            return None
        article = tokens[k - 1].low if k else ""
        modifiers = {token.low for token in tokens[max(0, k - 3) : k]}
        refers = not modifiers.isdisjoint(_REFERS) and article not in _OTHER
        if not refers or not tokens[k].text[0].islower() and article not in _REFERS:
            return None
        if k + 1 < len(tokens) and tokens[k].is_capital and (tokens[k + 1].is_capital or tokens[k + 1].low == "of"):
            return None  # "the Institute of Software" is another
        return self._latest(tokens, before) if low in _GENERIC else self._of_kind(low, tokens, k, before)

    def _latest(self, tokens: Sequence[Token], before: list[Span]) -> Body | None:
        matters = [body for i, j, body, _ in sorted(before, key=lambda span: span[0]) if _is_topic(tokens, i, j)]
        if matters or self.matter:
            return matters[-1] if matters else self.matter
        if before:
            return before[-1][2]
        # One body so far is the matter of the text, unless the sentence before was about somebody else.
        return next(iter(self.by_head.values())) if len(self.by_head) == 1 and not self.turned else None

    def _of_kind(self, head: str, tokens: Sequence[Token], k: int, before: list[Span]) -> Body | None:
        named = {token.low for token in takewhile(lambda token: token.is_capital, reversed(tokens[max(0, k - 3) : k]))}
        named -= _REFERS
        if named:  # "the Hong Kong association"
            return next((body for body in self.bodies if body.head == head and named <= body.words), None)
        here = [body for *_, body, _ in before if body.head == head]
        if here or head in self.by_head:
            return here[-1] if here else self.by_head[head]
        kind, latest = heads()[head]["kind"], self._latest(tokens, before)
        if latest and latest.kind == kind:
            return latest
        same = [body for body in self.bodies if body.kind == kind]
        return same[0] if len(same) == 1 else None


def _turns_to_another(tokens: Sequence[Token]) -> bool:
    """Whether a sentence begins with the name of somebody else and a verb: "it" in the next is not the body."""
    i = int(tokens[0].low == "the")
    end = name_end(tokens, i, len(tokens)) if i < len(tokens) else None
    return (
        bool(end)
        and end - i >= 2
        and end < len(tokens)
        and tokens[end].low in ("is", "was", "has", "will")
        and not is_person(tokens, i, end)
    )


def _is_topic(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether a mention stands free, behind words that make it the matter ("members of"), or is explained (", a body that")."""
    if j + 1 < len(tokens) and tokens[j].text == "," and tokens[j + 1].low in ("a", "an"):
        return True
    k = i - 1
    while k >= 0 and (tokens[k].low in ("the", "its", "a") or tokens[k].text in OPENING):
        k -= 1
    if k < 1 or tokens[k].low not in _IN_PASSING:
        return True
    return tokens[k].low == "of" and tokens[k - 1].low in EVENTS


def _means_another(tokens: Sequence[Token], k: int) -> bool:
    """Whether the nearest name before "it" is a fund's, a park's or a project's."""
    runs = names(tokens, 0, k)
    return bool(runs) and tokens[runs[-1][1] - 1].low in (
        "fund",
        "park",
        "project",
        "base",
        "plan",
        "conference",
        "building",
    )


def _is_expletive(tokens: Sequence[Token], k: int) -> bool:
    """ "It is understood that", "it is reported"."""
    return (
        k + 2 < len(tokens)
        and tokens[k + 1].low in ("is", "was", "has")
        and not _EXPLETIVE.isdisjoint(t.low for t in tokens[k + 2 : k + 4])
    )
