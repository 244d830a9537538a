"""Roles by the nearest role word: "A, B and C are co-sponsors", "Competent department: D", "President unit | E".

Notes for a newcomer: a sentence holds lists of organisations and role words (``role_words``: "founder", "vice-chair unit",
"patronage"). A role word speaks of the list before it ("A serves as", "with B as") or behind it ("is held by", ":", "include"),
which the words between the two tell (`_links`). Each list takes the role of the nearest word that speaks of it; a word
of attending, talking or competing that is nearer gives it none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.document import Sentence
from analysis.find.cues import Cue
from analysis.find.lists import begins_item, read_list
from analysis.find.names import names
from analysis.find.organizations import Item
from analysis.lexicon import load
from analysis.tokens import Token

_REACH = 12  # tokens between a role word and the list that it is linked to
_NEAR = 2  # the same where nothing links them
_ACTS = 4  # tokens between a list and its verb
_WEAK = 20  # tokens by which "include" stands farther than the noun before it: "founding members also include A"
_BREAKS = frozenset(";.!?")
_PASSIVE = frozenset(("is", "are", "was", "were", "been", "be"))
_COUNCIL = frozenset(("council", "board", "presidium"))
_SILENT = "none"


@dataclass(frozen=True, slots=True)
class _Word:
    """A role word: tokens ``i`` to ``j``, its entry, and whether it is a verb or what a guide gives ("patronage")."""

    i: int
    j: int
    entry: dict
    verb: bool = False
    action: bool = False


@cache
def _entries() -> tuple[tuple[dict, frozenset[str], frozenset[str]], ...]:
    """Entries with their nouns and the words that make a noun of the entry ``units`` one of theirs."""
    return tuple((e, frozenset((*e.get("nouns", ()), *e.get("actions", ()))), frozenset(e.get("before_unit", ()))) for e in load("role_words"))


@cache
def _set(entry_id: str) -> frozenset[str]:
    return frozenset(next(e["words"] for e in load("role_words") if e["id"] == entry_id))


def by_role_words(
    sentence: Sentence, taken: Sequence[tuple[int, int]], subjects: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[Cue, list[Item], int]]:
    """Lists of organisations that no cue took, each with the cue of its role and how far it reaches.

    Parameters
    ----------
    sentence : Sentence
    taken, subjects : sequence of (int, int)
        Tokens that already stand in a list; names of bodies that begin none, as a verb or ", which" stands behind them.
    """
    tokens = sentence.tokens
    words = list(_words(sentence))
    if all(word.entry["role"] == _SILENT for word in words):
        return
    lists = list(_lists(tokens, [*taken, *((word.i, word.j) for word in words)], subjects))
    if tokens[-1].text == ":":
        yield _cue(tokens, words[-1], "after", 0), [], len(tokens)
    claims = [_claim(tokens, words, lists, n) for n in range(len(lists))]
    for n in range(1, len(lists)):  # a list that only a connector parts from a claimed one goes with it
        joined = _joined(tokens[lists[n - 1][1] : lists[n][0]])
        if joined and claims[n] is None and claims[n - 1] and claims[n - 1][1] == "after":
            claims[n] = claims[n - 1]
    for n in reversed(range(1, len(lists))):
        joined = _joined(tokens[lists[n - 1][1] : lists[n][0]])
        if joined and claims[n - 1] is None and claims[n] and claims[n][1] == "before":
            claims[n - 1] = claims[n]
    for (start, reach, items), claim in zip(lists, claims, strict=True):
        if claim and claim[0].entry["role"] != _SILENT:
            yield _cue(tokens, *claim, start), items, reach


def _joined(gap: Sequence[Token]) -> bool:
    spans = bool(gap) and gap[0].low == "to" and len(gap) <= _ACTS and all(token.text.islower() for token in gap)
    return spans or bool(gap) and {token.low for token in gap} <= _set("connectors")  # "from the chip maker A to the software firm B"


def _claim(tokens: Sequence[Token], words: Sequence[_Word], lists: list, n: int) -> tuple[_Word, str] | None:
    """The nearest word that speaks of list ``n``, and the side of the word on which the list stands."""
    start, reach, items = lists[n]
    floor = lists[n - 1][1] if n else 0
    ceiling = lists[n + 1][0] if n + 1 < len(lists) else len(tokens)
    claims = [
        (distance, word, side)
        for word in words
        for distance, side in (_behind(tokens, word, start, reach, floor), _before(tokens, word, start, reach, ceiling, items))
        if distance is not None
    ]
    return min(claims, key=lambda claim: claim[0])[1:] if claims else None


def _cue(tokens: Sequence[Token], word: _Word, side: str, start: int) -> Cue:
    # ", which A and B founded", "is by A and B jointly founded"
    relative = start > 1 and ("which" in (tokens[start - 1].low, tokens[start - 2].low) or _is_agent(tokens, start))
    transitive = word.verb and side == "before" and not relative and _has_object(tokens, word.j)
    if word.verb and side == "before" and not relative and word.entry["role"] in ("initiator", "guide"):
        low = tokens[word.i].low
        transitive = transitive or low.endswith("ed") and low != "led"  # "A, approved in May"
    behind = side == "after" and (word.verb and word.entry["role"] != "member" or word.action and tokens[word.j].low == "of")
    said = word.verb and (transitive or relative) or behind
    place, body = "object" if transitive else side, "said" if said else "open"
    # What stands between word and list belongs to the cue: "members of the X Alliance include".
    between = side == "after" and all(token.low != "by" for token in tokens[word.j : start])
    return Cue({**word.entry, "list": place, "body": body}, word.i, max(start, word.j) if between else word.j)


def _words(sentence: Sentence) -> Iterator[_Word]:
    tokens, last, k = sentence.tokens, None, 0
    inside = {n for i, j in names(tokens) for n in range(i, j)}
    while k < len(tokens):
        word = _word_at(tokens, k)
        if word and k in inside and (word.j in inside or k and k - 1 in inside):
            word = None  # "State-owned Assets Supervision and Administration Commission"
        if word is None and tokens[k].low in _set("units") and "among" in (t.low for t in tokens[max(0, k - 4) : k]):
            word = _Word(k, k + 1, next(e for e, *_ in _entries() if e["role"] == "member"))
        stands_for = tokens[k].low in ("they", "these") and k < 2 or tokens[k].low in ("them", "those") and k > 0
        if word is None and stands_for:
            entry = last.entry if last else _last_entry(sentence)
            word = entry and _Word(k, k + 1, entry)
        if word:
            yield word
            last = word
        k = word.j if word else k + 1


def _last_entry(sentence: Sentence) -> dict | None:
    """The role of which the sentence before spoke: "46 founding members. They include …"."""
    before = sentence.document.sentences[sentence.index - 1].tokens if sentence.index else ()
    words, k = [], 0
    while k < len(before):
        word = _word_at(before, k)
        words.append(word)
        k = word.j if word else k + 1
    roles = (word.entry for word in reversed(words) if word and not word.verb and word.entry["role"] != _SILENT)
    return next(roles, None)


def _word_at(tokens: Sequence[Token], k: int) -> _Word | None:
    """The role word that begins at token ``k``: "founding member", "executive vice-president unit", "founders"."""
    units, j = _set("units"), k
    while j < len(tokens) and any(tokens[j].low in before for _, _, before in _entries()):
        j += 1
    if j > k + 1 and not (j < len(tokens) and tokens[j].low in units):
        j -= 1  # "founding member": both could stand before a unit
    if k < j < len(tokens) and tokens[j].low in units:
        entry = next(e for e, _, before in _entries() if any(t.low in before for t in tokens[k:j]))
        return _Word(k, j + 1, entry)
    low, follows = tokens[k].low.rstrip("'"), tokens[k + 1].low if k + 1 < len(tokens) else ""
    for length in (3, 2):
        phrase = " ".join(token.low for token in tokens[k : k + length])
        for entry, nouns, _ in _entries():
            if phrase in nouns or phrase in entry.get("verbs", ()):
                return _Word(k, k + length, entry, verb=phrase not in nouns)
    noun = next((e for e, nouns, _ in _entries() if low in nouns), None)
    verb = next((e for e, _, _ in _entries() if low in (*e.get("verbs", ()), *e.get("gathering", ()))), None)
    if follows in _set("idioms"):
        return None
    if verb and low[:4] in ("head", "lead", "led") and not _COUNCIL.isdisjoint(t.low for t in tokens[max(0, k - 3) : k + 3]):
        verb = next(e for e, *_ in _entries() if e["role"] == "chair")
    if verb and (not noun or follows in ("it", "the", "this")):
        return _Word(k, k + 1, verb, True)
    return _Word(k, k + 1, noun, action=low in noun.get("actions", ())) if noun else None


def _lists(
    tokens: Sequence[Token], taken: Sequence[tuple[int, int]], subjects: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, list[Item]]]:
    """Start, reach and items of every list that is not taken and begins with no subject."""
    k = 0
    while k < len(tokens):
        reach = k + 1
        bracketed = 0 < k < len(tokens) - 1 and tokens[k - 1].text == "(" and tokens[k + 1].text == ")"
        counts = tokens[k].text[0].isdigit() and any(k < i <= k + 3 for i, _ in taken)  # "37 members, among which are A"
        free = not counts and not any(i <= k < j for i, j in (*taken, *subjects))
        if free and not bracketed and begins_item(tokens, k):
            # A list ends before "the X Alliance, which …".
            end = min((i for i, j in subjects if i > k and tokens[j : j + 1] and tokens[j].text == ","), default=len(tokens))
            items, reach = read_list(tokens, k, end)
            items = [x for x in items if not any(i < x.j and x.i < j for i, j in taken)]
            if len(items) == 1 and any(i <= items[0].i < j for i, j in subjects):
                items = []
            if len(items) > 1 and tokens[k - 1].low in ("in", "at") and items[0].i == k:
                items = items[1:]  # "was set up in the X Zone, A and B …"
            if items and (reach == len(tokens) or tokens[reach].text != ":"):
                yield items[0].i, reach, items
        k = max(reach, k + 1)


def _behind(tokens: Sequence[Token], word: _Word, start: int, reach: int, floor: int) -> tuple[int | None, str]:
    """How far a list that begins at ``start`` stands behind the word; None where the word does not speak of it."""
    gap = tokens[word.j : start]
    if not floor <= word.j <= start or not _BREAKS.isdisjoint(t.text for t in gap):
        return None, "after"
    lows = [t.low for t in gap]
    opened = "," not in lows or tokens[word.j + lows.index(",") + 1].low in _set("openers")
    apposed = not word.i or tokens[word.i - 1].text in ";:" or tokens[reach : reach + 1] and tokens[reach].low in (",", "included")
    labels = lows[-1:] == [":"] or lows == [","] and apposed  # "; vice-president units, A and B", "its founders, A and B, …"
    if tokens[word.i].low in word.entry.get("gathering", ()):
        return (len(lows) + _WEAK if len(lows) <= _NEAR and opened and lows[:1] != ["of"] else None), "after"
    links = {"by", "with", ","} if word.verb else _set("links_after")
    if word.action:
        links = {"by", "from", ":", "rests", "lies"}
    elif word.entry["role"] != "chair":
        links = links - {"to", "at", "set", "located"}  # "the secretariat is at A", but not "support is given to A"
    linked = labels or opened and (not lows and not (word.verb or word.action) or lows[:1] == ["of"] and (word.action or tokens[word.i - 2].low == "under") or not links.isdisjoint(lows))
    return _distance(word, lows, linked), "after"


def _before(tokens: Sequence[Token], word: _Word, start: int, reach: int, ceiling: int, items: list[Item]) -> tuple[int | None, str]:
    """How far a list that ends at ``reach`` stands before the word; None where the word does not speak of it."""
    if items[-1].j <= word.i < reach:  # "A, a member of the alliance": read as a description
        reach = items[-1].j
    gap = tokens[reach : word.i]
    if not reach <= word.i <= ceiling or not _BREAKS.isdisjoint(t.text for t in gap):
        return None, "before"
    lows = [t.low for t in gap]
    apposed = lows[:1] == [","] and len(lows) > 1 and lows[1] in _set("apposed") and "," not in lows[1:]
    # "30 firms, including A and B, serve as …", "A, the city's operator, as director unit"
    inserted = start and tokens[start - 1].low in _set("openers") or reach > items[-1].j
    apposed = apposed and not word.verb
    opened = "," not in lows or apposed or inserted and not word.verb and lows[0] == "," and "," not in lows[1:]
    short = len(lows) <= _ACTS and not _set("gives").isdisjoint(lows)
    acts = word.verb and len(lows) <= _ACTS
    opened = opened or acts and lows == [",", "and"]  # "A led, joining with B and C, and built"
    if tokens[word.i].low in word.entry.get("gathering", ()) and _PASSIVE.isdisjoint(lows):
        return None, "before"
    article = (not lows and word.j - word.i > 1 and not names(tokens, word.j, word.j + 1) or lows in (["the"], ["a"], ["its"])) and not word.verb  # "A is chair unit, B the vice-chair unit"
    if word.verb and _is_agent(tokens, start) and tokens[word.i].low.endswith("ed"):
        return _distance(word, lows, True), "before"  # "is by A, B, altogether 19 units, jointly initiated"
    passive = word.verb and tokens[word.i].low.endswith(("ed", "set", "led", "built")) and not _PASSIVE.isdisjoint(lows[-2:])
    if passive and word.entry["role"] != "member" or tokens[start - 1].low in ("in", "at"):
        return None, "before"  # "A was founded", "met in A to found …"
    links = frozenset() if word.action else _set("links_before")
    linked = opened and (apposed or acts or short or article or not links.isdisjoint(lows))
    return _distance(word, lows, linked), "before"


def _is_agent(tokens: Sequence[Token], start: int) -> bool:
    """Whether "by" governs the list that begins at token ``start``."""
    k = start - 1 - (start > 1 and tokens[start - 1].low == "the")
    return k >= 0 and tokens[k].low == "by"


def _has_object(tokens: Sequence[Token], k: int) -> bool:
    """Whether a verb that ends at token ``k`` has an object of its own: "joined the fund", but not "joined in January", "guides us"."""
    if k >= len(tokens) or tokens[k].text in ",;.:)" or tokens[k].low in _set("no_object"):
        return False
    return k + 1 == len(tokens) or tokens[k + 1].low not in ("whole", "work", "effort", "thing")


def _distance(word: _Word, lows: list[str], linked: bool) -> int | None:
    near = _NEAR if word.entry["role"] == _SILENT else -1
    return len(lows) if len(lows) <= (_REACH if linked and word.entry["role"] != _SILENT else near) else None
