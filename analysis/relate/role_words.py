"""Roles by the nearest role word: "A, B and C are co-sponsors", "Competent department: D", "President unit | E".

Notes for a newcomer: a sentence holds lists of organisations (`_lists`) and role words (`analysis.find.role_words`). A role word
speaks of the list before it ("A serves as", "with B as") or behind it ("is held by", ":", "include"), which the words
between the two tell (`_behind`, `_before`). Each list takes the role of the nearest word that speaks of it (`_claim`); a
word of attending, talking or competing that is nearer gives it none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.document import Sentence
from analysis.find.cues import Cue
from analysis.find.lists import begins_item, read_list
from analysis.find.names import names
from analysis.find.organizations import Item
from analysis.find.role_words import ACTION, GATHERING, NOUN, SILENT, VERB, RoleWord, find_role_words, words_of
from analysis.segment import HEADING
from analysis.tokens import Token

_REACH = 12  # tokens between a role word and the list that it is linked to
_ACTS = 4  # tokens between a list and its verb
_NEAR = 2  # tokens between a list and a word that silences it, or a verb such as "includes"
_WEAK = 20  # tokens by which "include" stands farther than the noun before it: "founding members also include A"
_PASSIVE = frozenset(("is", "are", "was", "were", "been", "be"))
_HOLDS = frozenset("is are was were has have serves acts holds takes remains became will".split())
_PARTICIPLES = ("ed", "set", "led", "built")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _List:
    """A list of organisations in tokens ``start`` to ``reach``, with what describes its last item; ``end`` is that item's own."""

    start: int
    reach: int
    items: list[Item]

    @property
    def end(self) -> int:
        return self.items[-1].j


def by_role_words(
    sentence: Sentence, taken: Sequence[Span], subjects: Sequence[Span] = ()
) -> Iterator[tuple[Cue, list[Item], int]]:
    """Lists of organisations that no cue took, each with the cue of its role and how far it reaches.

    The list is empty where a role word and a colon end the sentence: it stands in the lines below.

    Parameters
    ----------
    sentence : Sentence
    taken, subjects : sequence of (int, int)
        Tokens that already stand in a list; names of bodies that begin none, as a verb or ", which" stands behind them.
    """
    tokens, words = sentence.tokens, find_role_words(sentence)
    if all(word.role == SILENT for word in words):
        return
    if tokens[-1].text == ":" or announces(sentence):
        yield _cue(tokens, words[-1], "after", len(tokens)), [], len(tokens)
    lists = list(_lists(tokens, [*taken, *((word.i, word.j) for word in words)], subjects))
    for found, claim in zip(
        lists, _joined(tokens, lists, [_claim(tokens, words, lists, n) for n in range(len(lists))]), strict=True
    ):
        if claim and claim[0].role != SILENT:
            yield _cue(tokens, *claim, found.start), found.items, found.reach


def announces(sentence: Sentence) -> bool:
    """Whether a heading or a question with a noun of a role stands above a list: "Founding parties at a glance", "Who are the founders?"."""
    words = find_role_words(sentence)
    asks = sentence.block.kind == HEADING or sentence.tokens[-1].text == "?"
    return asks and any(w.kind == NOUN for w in words[-1:]) and words[-1].role != SILENT


def _lists(tokens: Sequence[Token], taken: Sequence[Span], subjects: Sequence[Span]) -> Iterator[_List]:
    """Every list that is not taken and begins with no subject."""
    k = 0
    while k < len(tokens):
        reach = k + 1
        bracketed = 0 < k < len(tokens) - 1 and tokens[k - 1].text == "(" and tokens[k + 1].text == ")"
        counts = tokens[k].text[0].isdigit() and any(
            k < i <= k + 2 for i, _ in taken
        )  # "37 members, among which are A"
        free = not any(i <= k < j for i, j in (*taken, *subjects))
        if free and not counts and not bracketed and begins_item(tokens, k):
            # A list ends before "the X Alliance, which …".
            end = min((i for i, j in subjects if i > k and _text(tokens, j) == ","), default=len(tokens))
            items, reach = read_list(tokens, k, end)
            items = [x for x in items if not any(i < x.j and x.i < j for i, j in taken)]
            if len(items) > 1 and _low(tokens, k - 1) in ("in", "at") and items[0].i == k:
                items = items[1:]  # "was set up in the X Zone, A and B …"
            alone = len(items) == 1 and any(i <= items[0].i < j for i, j in subjects)
            if items and not alone and _text(tokens, reach) != ":":
                yield _List(items[0].i, reach, items)
        k = max(reach, k + 1)


_Claim = tuple[RoleWord, str]
"""The word that speaks of a list, and the side of the word on which the list stands."""


def _claim(tokens: Sequence[Token], words: Sequence[RoleWord], lists: Sequence[_List], n: int) -> _Claim | None:
    """By the nearest word that speaks of list ``n``; no word reaches past another list."""
    floor = lists[n - 1].reach if n else 0
    ceiling = lists[n + 1].start if n + 1 < len(lists) else len(tokens)
    claims = []
    for word in words:
        if floor <= word.j <= lists[n].start:
            claims.append((_behind(tokens, word, lists[n]), word, "after"))
        elif lists[n].end <= word.i <= ceiling:
            claims.append((_before(tokens, word, lists[n]), word, "before"))
    spoken = [claim for claim in claims if claim[0] is not None]
    return min(spoken, key=lambda claim: claim[0])[1:] if spoken else None


def _joined(tokens: Sequence[Token], lists: Sequence[_List], claims: list[_Claim | None]) -> list[_Claim | None]:
    """A list that only a connector parts from a claimed one goes with it: "range from A to the software firm B"."""
    pairs = [(n, n + 1) for n in range(len(lists) - 1)]
    ways = [(a, b, "after") for a, b in pairs] + [(b, a, "before") for a, b in reversed(pairs)]
    for of, to, side in ways:
        gap = tokens[lists[min(of, to)].reach : lists[max(of, to)].start]
        connected = bool(gap) and {token.low for token in gap} <= words_of("connectors")
        spans = bool(gap) and gap[0].low == "to" and len(gap) <= _ACTS and all(token.text.islower() for token in gap)
        if claims[to] is None and (connected or spans) and claims[of] and claims[of][1] == side:
            claims[to] = claims[of]
    return claims


def _behind(tokens: Sequence[Token], word: RoleWord, found: _List) -> int | None:
    """How far a list stands behind the word; None where the word does not speak of it."""
    lows = [token.low for token in tokens[word.j : found.start]]
    comma = lows.index(",") if "," in lows else None
    opened = comma is None or tokens[word.j + comma + 1].low in words_of("openers")
    if word.kind == GATHERING:
        return len(lows) + _WEAK if len(lows) <= _NEAR and opened and lows[:1] != ["of"] else None
    # "; vice-president units, A and B", "its founders, A and B, …", "33 members, A and B included"
    apposed = lows == [","] and (
        _text(tokens, word.i - 1) in ("", ";", ":") or _low(tokens, found.reach) in (",", "included")
    )
    governs = lows[:1] == ["of"] and (
        word.kind == ACTION or _low(tokens, word.i - 2) == "under"
    )  # "under the chairmanship of"
    # "founding members A and B", "30 members, notably A and B"
    beside = (not lows or comma is not None) and not word.is_verb and word.kind != ACTION
    linked = lows[-1:] == [":"] or apposed or opened and (beside or governs or not _links(word, lows).isdisjoint(lows))
    # "under the patronage of A, which remains its competent authority": the noun says it
    weak = _WEAK if word.kind == ACTION and word.role == "initiator" else 0
    distance = _distance(word, lows, linked)
    return distance if distance is None else distance + weak


def _links(word: RoleWord, lows: Sequence[str]) -> frozenset[str]:
    """Words that lead from a role word to the list behind it."""
    if word.is_verb:
        other = any(one == "and" and two.endswith("ed") for one, two in pairwise(lows))  # "founded and signed … with A"
        return frozenset() if other else frozenset(("by", "with", ","))
    if word.kind == ACTION:
        return frozenset(("by", "from", ":", "rests", "lies"))
    # "the secretariat is at A", but not "the members at A"
    return words_of("links_after") if word.role == "chair" else words_of("links_after") - words_of("seats")


def _before(tokens: Sequence[Token], word: RoleWord, found: _List) -> int | None:
    """How far a list stands before the word; None where the word does not speak of it."""
    described = found.reach > found.end
    lows = _without_aside([token.low for token in tokens[found.end if word.i < found.reach else found.reach : word.i]])
    if word.is_verb:
        linked = _acts(tokens, word, found, lows)
    else:
        once = lows[:1] == [","] and "," not in lows[1:]
        apposed = once and len(lows) > 1 and lows[1] in words_of("apposed")  # "A, a member", "A, who is"
        # "30 firms, including A and B, serve as …", "A, the city's operator, as director unit"
        inserted = once and (described or _low(tokens, found.start - 1) in words_of("openers"))
        # "A is chair unit, B the vice-chair unit and C secretariat unit"; "A vice president Li Wei" is a person
        unit = not lows and word.j - word.i > 1 and not names(tokens, word.j, word.j + 1)
        gives = len(lows) <= _ACTS and not words_of("gives").isdisjoint(lows)
        holds = word.kind != ACTION and not words_of("links_before").isdisjoint(lows)
        linked = (
            apposed or (inserted or "," not in lows) and (unit or gives or holds or lows in (["the"], ["a"], ["its"]))
        )
        linked = linked and _low(tokens, found.start - 1) not in ("in", "at")
    return _distance(word, lows, linked)


def _without_aside(lows: list[str]) -> list[str]:
    """Without what stands between two commas before a verb: "A, so far silent on this, is the supervisor"."""
    second = lows.index(",", 1) if lows[:1] == [","] and "," in lows[1:] else None
    aside = second is not None and not _HOLDS.isdisjoint(lows[second + 1 : second + 2])
    return lows[second + 1 :] if aside else lows


def _acts(tokens: Sequence[Token], word: RoleWord, found: _List, lows: list[str]) -> bool:
    """Whether the organisations do what a verb behind them says."""
    participle = tokens[word.i].low.endswith(_PARTICIPLES)
    if word.kind == GATHERING:
        named = any(item.named for item in found.items)  # not "350 enterprises are gathered"
        return (
            named and len(lows) <= _ACTS and not _PASSIVE.isdisjoint(lows)
        )  # "A was admitted", but not "A admitted B"
    if participle and is_agent(tokens, found.start):
        return True  # "is by A and B, altogether 19 units, jointly initiated"
    suffers = participle and word.role != "member" and not _PASSIVE.isdisjoint(lows[-2:])  # "A was founded"
    placed = _low(tokens, found.start - 1) in ("in", "at")  # "met in A to found"
    near = len(lows) <= _ACTS or not words_of("links_before").isdisjoint(lows)
    # "A led, joining with B and C, and built"
    return near and not suffers and not placed and ("," not in lows or lows == [",", "and"])


def _distance(word: RoleWord, lows: list[str], linked: bool) -> int | None:
    if word.role == SILENT:
        return len(lows) if len(lows) <= _NEAR else None
    whole = {";", ".", "!", "?"}.isdisjoint(lows)
    return len(lows) if linked and whole and len(lows) <= _REACH else None


def _cue(tokens: Sequence[Token], word: RoleWord, side: str, start: int) -> Cue:
    """The cue that a role word is for a list: which place and which body `analysis.relate.attribution` is to look for."""
    place, body = side, "open"
    if side == "after":
        governs = word.kind == ACTION and _low(tokens, word.j) == "of"
        joined = word.kind == VERB and word.role == "member"  # "40 have joined, including A"
        body = "said" if governs or word.is_verb and not joined else "open"
    elif word.is_verb and ("which" in (_low(tokens, start - 1), _low(tokens, start - 2)) or is_agent(tokens, start)):
        body = "said"  # ", which A and B founded"
    elif word.is_verb and _is_transitive(tokens, word):
        place, body = "object", "said"
    # What stands between word and list belongs to the cue: "members of the X Alliance include".
    between = side == "after" and all(token.low != "by" for token in tokens[word.j : start])
    return Cue({**word.entry, "list": place, "body": body}, word.i, start if between else word.j)


def _is_transitive(tokens: Sequence[Token], word: RoleWord) -> bool:
    """Whether a verb needs an object, or has one that could be a body: "joined the fund", but not "joined in January", "guides us"."""
    if word.role in ("initiator", "guide") and tokens[word.i].low.endswith("ed") and tokens[word.i].low != "led":
        return True  # "A, approved in May"
    if _text(tokens, word.j) in ("", *",;.:)") or tokens[word.j].low in words_of("no_object"):
        return False
    return _low(tokens, word.j + 1) not in ("whole", "work", "effort", "thing")


def is_agent(tokens: Sequence[Token], start: int) -> bool:
    """Whether "by" governs the list that begins at token ``start``."""
    return _low(tokens, start - 1 - (_low(tokens, start - 1) == "the")) == "by"


def _low(tokens: Sequence[Token], k: int) -> str:
    return tokens[k].low if 0 <= k < len(tokens) else ""


def _text(tokens: Sequence[Token], k: int) -> str:
    return tokens[k].text if 0 <= k < len(tokens) else ""
