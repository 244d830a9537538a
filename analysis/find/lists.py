"""Lists of organisations: where a list begins and ends, and what each item of it is.

Notes for a newcomer: `read_list` reads forward from a cue ("initiated by"), `read_list_before` reads the list that
ends at a cue ("… serve as chair units"). An item is a name, or a group without names. Forms that are read:

1. "more than 60 units including the A Center, B and C": a group, then names.
2. "A (AB), which has offices in D, and the robot maker E": brackets, relative clauses and descriptions are no items.
3. "subsidiaries of China’s state-owned telecommunications giant F": the name is the capitals at the end.
4. "multiple enterprises, and universities in Liaoning": two groups.
5. "the University of G, Shenzhen": a place alone goes with the name before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from analysis.find.gazetteer import COUNTY
from analysis.find.names import (
    CLOSING,
    DAYS,
    MONTHS,
    OPENING,
    begins_name,
    is_place_name,
    name_end,
    names,
)
from analysis.find.organizations import REFERENCE, Item, is_organization
from analysis.find.placenames import find_places
from analysis.find.sectors import group_of
from analysis.lexicon import load
from analysis.tokens import Token

_LOWER_HEADS = frozenset(
    "government bureau department campus fab plant office hospital institute branch school laboratory lab center centre group bank university subsidiary college company".split()
)
_HEADS = frozenset("university association college academy ministry bureau".split())
_BEFORE_VERB = (
    DAYS
    | MONTHS
    | frozenset(
        "agreed agrees agree want wants wanted plan plans planned intend intends hope hopes decided decide aim aims to will would shall should both all also jointly together respectively have has had now then currently each which who"
        " today yesterday recently formally officially earlier later on last this week month year".split()
    )
)
_FINITE = frozenset(
    "is are was were has have had will would can may shall serve serves served act acts acted took takes take joined said says attended participated hold holds held sit sits became become came covers cover"
    " announced plans aims provides include includes launched founded signed exceed exceeds contributed make makes guides supervises supports chairs complete completes".split()
)
# Words in "ed" that describe; others are verbs and end a list.
_NO_VERB = frozenset(
    "unlisted listed renowned limited advanced related unnamed so-called state-owned wholly-owned specialized affiliated funded united integrated distinguished headquartered located well-known dedicated".split()
)
_DESCRIBES = ("-based", "-backed", "-listed", "-headquartered", "-funded", "-spinoff", "-affiliated")
_GIVEN = frozenset("approval support guidance help backing consent aim purpose permission".split())
_SEATED = frozenset("university college institute government school academy bureau committee campus technology".split())
_COUNTS = frozenset("two three four five six seven eight nine ten".split())
_PREPOSITIONS = frozenset(
    "of by with in at to for under from on into through including like than between among".split()
)
# "the provincial government", "the zone's management committee": named, though in lower case.
_LOWER_NAMES = frozenset(
    "government committee federation commission bureau department ministry administration association university council".split()
)
_LEVELS = frozenset(
    "regional provincial municipal district city county central national state executive administrative organizing preparatory district's zone's city's province's autonomous management prefectural township".split()
)
_MEASURES = {
    "more": [("more", "than")], "less": [("less", "than")], "no": [("no", "fewer", "than")], "close": [("close", "to")],
    "at": [("at", "least")], "up": [("up", "to")],
    **{word: [(word,)] for word in ("over", "about", "around", "some", "nearly", "almost", "another")},
}  # fmt: skip


@cache
def _words(entry_id: str) -> tuple[frozenset[str], dict[str, list[tuple[str, ...]]]]:
    """Single words of an entry of the lexicon ``lists``, and its phrases by their first word."""
    entry = next(e for e in load("lists") if e["id"] == entry_id)
    return frozenset(word for word in entry["words"] if " " not in word), _by_first(entry["words"])


def _by_first(words: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for phrase in (tuple(word.split()) for word in words if " " in word):
        phrases.setdefault(phrase[0], []).append(phrase)
    return phrases


def _matches(tokens: Sequence[Token], k: int, end: int, entry_id: str) -> int:
    """How many tokens at ``k`` the entry covers; 0 where none."""
    single, phrases = _words(entry_id)
    low = tokens[k].low
    for phrase in phrases.get(low, ()):
        if k + len(phrase) <= end and all(tokens[k + n].low == word for n, word in enumerate(phrase)):
            return len(phrase)
    return int(low in single)


def read_list(tokens: Sequence[Token], k: int, end: int) -> tuple[list[Item], int]:
    """The list of organisations that begins at token ``k``.

    Returns
    -------
    items : list of Item
    reach : int
        Index of the first token that is not part of the list.
    """
    items: list[Item] = []
    reach, joined = k, 0  # how many items stand before the first ", and"
    while k < end:
        step = _matches(tokens, k, end, "separators")
        if tokens[k].text == ";" and _is_clause(tokens, k + 1, end):
            break
        if items and tokens[k].low == "and" and tokens[k - 1].text == ",":
            joined = joined or len(items)
        if step or tokens[k].text in OPENING + CLOSING or tokens[k].low in ("the", "a", "an"):
            k += step or 1
            continue
        if tokens[k].text == "(":
            k = _after_bracket(tokens, k, end)
            reach = k
            continue
        item, after = _item(tokens, k, end, bool(items))
        if after is None or items and after < end and _is_subject(tokens, k, after):
            break  # "guided by A, more than 20 firms took part": another clause
        if item is not None:
            if item.named and items and _completes(tokens, items[-1], item):
                items[-1] = Item(items[-1].i, item.j, True)
            else:
                items.append(item)
        k = _after_tail(tokens, after, end)
        reach = _after_bracket(tokens, after, end) if after < end and tokens[after].text == "(" else after
        if k is None:
            break
    if joined and len(items) > joined + 1 and reach < end and tokens[reach].low in _FINITE:
        items = items[:joined]  # "started by A and B, and C, D and E joined later"
    sure = [item for item in items if not item.named or item.sector == REFERENCE or is_organization(tokens, item)]
    if sum(item.named for item in sure) > 1:
        sure = [item for item in items if item in sure or _is_namesake(tokens, item)]
    return sure, reach


def _is_namesake(tokens: Sequence[Token], item: Item) -> bool:
    """Whether a single word is a county's name, which among organisations is a company's: "Huawei, Tongwei and Tencent"."""
    found = find_places(tokens[item.i].text) if item.j == item.i + 1 else ()
    return len(found) == 1 and found[0].place is not None and found[0].place.level == COUNTY


def begins_item(tokens: Sequence[Token], k: int) -> bool:
    """Whether an item may begin at token ``k``: a name, a number, "provincial …", "the university"."""
    low = tokens[k].low
    if not k and low.endswith("ing") and tokens[1:2] and tokens[1].text.islower():
        return False  # "Serving as chair unit is …"
    named = name_end(tokens, k, len(tokens)) is not None or low[0].isdigit() or low in _LEVELS
    return named or low in _HEADS and k > 0 and tokens[k - 1].low == "the"


def _is_subject(tokens: Sequence[Token], k: int, after: int) -> bool:
    """Whether the item at ``k`` has a verb right behind it and stands behind a comma: the subject of another clause."""
    low = tokens[after].low
    first = k - (tokens[k - 1].low in ("the", "a", "an"))
    if tokens[first - 1].low == "and" and tokens[first - 2].text != ",":
        return False
    verb = low in _FINITE or low.endswith(("ed", "es", "ts", "rs")) and low.isalpha() and not group_of([low])
    return verb and not (low.endswith("-based") or low in ("headquartered", "based", "located", "states"))


def _is_clause(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether what follows a semicolon has a verb of its own, outside relative clauses, and is no item."""
    for n in range(k, end):
        if tokens[n].text == ";":
            return False
        if tokens[n].low in _FINITE and tokens[n - 1].low not in ("which", "who", "that"):
            return True
    return False


def _item(tokens: Sequence[Token], k: int, end: int, inside: bool) -> tuple[Item | None, int | None]:
    """The item at ``k`` and the index after it; ``(None, index)`` for a description, ``(None, None)`` where the list ends."""
    j = name_end(tokens, k, end)
    if j is not None:
        described = [n + 1 for n in range(k, j - 1) if tokens[n].low.endswith(_DESCRIBES)]
        return _named_item(tokens, max(described, default=k), j, end)
    if tokens[k].text in ".!?)":
        return None, None
    return _phrase(tokens, k, end, inside)


def _named_item(tokens: Sequence[Token], k: int, j: int, end: int) -> tuple[Item | None, int | None]:
    following = tokens[j] if j < end else None
    last = tokens[j - 1]
    office = _lower_office(tokens, j, end)
    if office:
        return Item(k, office, True), office
    lower = following is not None and following.is_word and following.text[0].islower()
    part = next((n + 1 for n in range(j, min(j + 3, end)) if tokens[n].low == "subsidiary"), None)
    if last.low.endswith("'s") and part and not (part < end and begins_name(tokens[part])):
        return Item(k, j, True), part  # "Huaneng's local subsidiary", but not "NavInfo's subsidiary AutoChips"
    if last.low.endswith("'s") and lower:  # "China’s state-owned giant F"
        return _phrase(tokens, j, end, True)
    if lower and following.low in _COUNTS:  # "A, B and C three parties"
        return Item(k, j, True), j
    if lower and following.low in ("research", "design") and j + 1 < end and tokens[j + 1].low in _LOWER_HEADS:
        return Item(k, j + 2, True), j + 2
    if lower and following.low in _LOWER_HEADS:
        if following.low == "subsidiary" and (owner := _owner(tokens, k, j)):
            return Item(k, owner, True), j + 1
        parent = _name_after_of(tokens, j + 1, end)
        return Item(k, parent or j + 1, True), parent or j + 1  # "Wuxi branch of China Mobile"
    if lower and group_of([following.low]) and not _matches(tokens, j, end, "ends"):  # "Anhui Metaverse enterprises"
        sector, _ = group_of([following.low])
        return Item(j, j + 1, False, sector), j + 1
    if (
        lower
        and not _matches(tokens, j, end, "ends")
        and not _matches(tokens, j, end, "separators")
        and following.low not in ("in", "from", "of", "for", "whose")
    ):
        item, after = _phrase(tokens, j, end, True)  # "Chinese Internet technology corporation F"
        return (item, after) if item else (Item(k, j, True), j)
    return Item(k, j, True), j


def _owner(tokens: Sequence[Token], i: int, j: int) -> int | None:
    """Index after the first possessive of a name: "EHang's" of "EHang's Hefei subsidiary"."""
    return next((k + 1 for k in range(i, j) if tokens[k].low.endswith("'s")), None)


def _name_after_of(tokens: Sequence[Token], k: int, end: int) -> int | None:
    """Index after "of the X" at token ``k``."""
    if k + 2 >= end or tokens[k].low != "of":
        return None
    return name_end(tokens, k + 1 + (tokens[k + 1].low == "the"), end)


def _lower_office(tokens: Sequence[Token], j: int, end: int) -> int | None:
    """Index after an office in lower case that goes on from a name: "Yuzhong district government", "Chengdu's new economy commission"."""
    for k in range(j, min(j + 4, end)):
        if not tokens[k].text.islower() or _matches(tokens, k, end, "ends") or _matches(tokens, k, end, "separators"):
            return None
        if tokens[k].low in _LOWER_NAMES - {"association", "university", "council"}:
            return k + 1
    return None


def _phrase(tokens: Sequence[Token], k: int, end: int, inside: bool) -> tuple[Item | None, int | None]:
    """Words in lower case: a group, or what stands before a name, or a description."""
    words: list[str] = []
    start = k = _after_measure(tokens, k, end)
    description = inside and _matches(tokens, k, end, "descriptions") and tokens[k - 1].text == ","
    while k < end and len(words) < 14:
        token = tokens[k]
        if not token.is_word and token.text not in OPENING + CLOSING or token.low in ("including", "such") and words:
            break
        if (
            token.low == "and"
            and words
            and (group_of(words) or k + 1 < end and (tokens[k + 1].low == "the" or not tokens[k + 1].text.islower()))
        ):
            break
        if begins_name(token) and name_end(tokens, k, end) and not description:
            apposed = inside and tokens[start - 1].low in ("a", "an", "the") and tokens[start - 2].text == ","
            if apposed and "of" in words[-2:] and not group_of(words):  # ", a wholly-owned unit of C,"
                return None, next((n for n in range(k, end) if tokens[n].text in ",;"), end)
            if not inside and not _GIVEN.isdisjoint(words):
                return None, None  # "with the approval of"
            if not inside and not group_of(words) and not _PREPOSITIONS.isdisjoint(set(words) - {"of"}):
                return None, None  # "are listed in the Annex"
            if group := group_of(words):  # "more than 20 enterprises in Liaoning"
                if words[-1] in ("in", "from", "of", "at") or group[1].split()[-1] != words[-1]:
                    return _group_item(tokens, start, k, group), _skip_name(tokens, k, end)
            item, after = _named_item(tokens, k, name_end(tokens, k, end), end)
            if (
                item
                and item.named
                and item.i == k
                and words
                and words[-1] in _LEVELS
                and tokens[k - 1].low == words[-1]
            ):
                item = Item(k - 1, item.j, True)  # "the provincial Department of Commerce"
            return item, after
        past = token.low.endswith("ed") and len(token.low) > 5 and token.low not in _NO_VERB and "-" not in token.low
        if (past or _matches(tokens, k, end, "ends")) and not description:
            break
        words.append(token.low)
        k += 1
    if not words:
        return None, None
    if len(words) == 1 and words[0] in _HEADS and tokens[start - 1].low == "the":
        return Item(start, k, True, REFERENCE), k
    if (
        words[-1] in _LOWER_NAMES
        and not _LEVELS.isdisjoint(words)
        or _LOWER_NAMES & set(words)
        and len(words) > 2
        and words[0] in _LEVELS
    ):
        office = words[-1] in _LOWER_NAMES and _name_after_of(tokens, k, end)
        return Item(start, office or k, True), office or k
    if group := group_of(words):
        return _group_item(tokens, start, k, group), k
    people = not set(words).isdisjoint(_words("people")[0])
    if not inside and not people and not set(words).isdisjoint(_words("fields")[0]):
        return None, None
    return None, (k if inside or description or people else None)


def _group_item(tokens: Sequence[Token], start: int, end: int, group: tuple[str, str]) -> Item:
    """The group up to its noun: "universities" of "universities in Liaoning"."""
    noun = group[1].split()[-1]
    last = max(k for k in range(start, end) if tokens[k].low == noun)
    return Item(start, last + 1, False, group[0])


def _after_measure(tokens: Sequence[Token], k: int, end: int) -> int:
    """Past "more than" and its like, so that their words do not end the list."""
    for words in _MEASURES.get(tokens[k].low, ()) if k < end else ():
        if (
            k + len(words) < end
            and all(tokens[k + n].low == word for n, word in enumerate(words))
            and tokens[k + len(words)].is_word
        ):
            return k + len(words)
    return k


def _skip_name(tokens: Sequence[Token], k: int, end: int) -> int:
    return name_end(tokens, k, end) or k + 1


def _after_bracket(tokens: Sequence[Token], k: int, end: int) -> int:
    return next((n + 1 for n in range(k, min(k + 30, end)) if tokens[n].text == ")"), end)


def _after_tail(tokens: Sequence[Token], k: int, end: int) -> int | None:
    """Index of what follows an item: past its bracket, its place and its relative clause; None where the list ends."""
    while k < end and (tokens[k].text == "(" or tokens[k].text in OPENING + CLOSING):
        k = _after_bracket(tokens, k, end) if tokens[k].text == "(" else k + 1
    if k >= end:
        return None
    if (
        tokens[k].text == ","
        and k + 1 < end
        and tokens[k + 1].low in ("which", "who", "whose", "better", "formerly", "known", "part", "one")
    ):
        return _next_separator(tokens, k + 1, end, relative=True)
    if (
        _matches(tokens, k, end, "separators")
        or tokens[k].low == "more"
        and k + 1 < end
        and tokens[k + 1].low == "than"
    ):
        return k
    named_next = k + 2 < end and (tokens[k + 1].is_capital or tokens[k + 1].low == "the" and tokens[k + 2].is_capital)
    if (
        tokens[k].low in ("in", "from", "of", "for", "outside", "inside", "within")
        or tokens[k].low == "under"
        and named_next
    ):
        return _next_separator(tokens, k, end)
    return None


def _next_separator(tokens: Sequence[Token], k: int, end: int, relative: bool = False) -> int | None:
    """Index of the comma, semicolon or "and" behind a clause inside a list; None where a verb follows first or nothing."""
    for n in range(k + 1, min(end, k + 13)):
        if (
            (tokens[n].text in ",;" or tokens[n].low == "and")
            and n + 1 < end
            and (tokens[n + 1].is_capital or tokens[n + 1].low in ("the", "and", "as", "together", "plus", "also"))
        ):
            return n
        if tokens[n].text in ".:" or not relative and tokens[n].low in _FINITE:
            return None
        if tokens[n].text == "," and n + 1 < end and tokens[n + 1].low == "with":
            return None  # "A, which holds the secretariat, with B as deputy"
    return None


def _completes(tokens: Sequence[Token], before: Item, item: Item) -> bool:
    """Whether a place after a comma goes with the name before it: "University of G, Shenzhen"."""
    text = " ".join(t.text for t in tokens[item.i : item.j])
    parts = [t.low for t in tokens[item.i : item.j]]
    if (
        before.named
        and item.i == before.j + 1
        and parts[:3] == ["chinese", "academy", "of"]
        and "institute" in (t.low for t in tokens[before.i : before.j])
    ):
        return True  # "Shenyang Institute of Automation, Chinese Academy of Sciences"
    seated = not _SEATED.isdisjoint(t.low for t in tokens[before.i : before.j])
    return before.named and seated and item.i == before.j + 1 and tokens[before.j].text == "," and is_place_name(text)


def read_list_before(tokens: Sequence[Token], k: int, start: int) -> list[Item]:
    """The longest list of organisations in ``tokens[start:k]`` that reaches to token ``k``.

    A list that a preposition governs is no subject; before an apposition (token ``k`` is a comma) only the last item counts.
    """
    apposed = tokens[k].text == ","
    inside = {n for i, j in names(tokens, start, k) for n in range(i + 1, j)}
    for p in range(start, k):
        token = tokens[p]
        if p in inside:
            continue
        if not (
            token.is_word
            and (
                begins_name(token)
                or token.text[0].isdigit()
                or token.low in ("the", "more", "over", "some", "several", "multiple", "a", "an")
            )
        ):
            continue
        before = p - 1 - (p > start and tokens[p - 1].low in ("the", "a", "an"))
        translated = (
            before > start and tokens[before].low == "by" and tokens[before - 1].text == ","
        )  # ", by A, B founded"
        if before >= start and not apposed and not translated and tokens[before].low in _PREPOSITIONS:
            continue  # the object of a preposition
        items, reach = read_list(tokens, p, k)
        if items and all(not t.is_word or t.low in _BEFORE_VERB or t.text.isdigit() for t in tokens[reach:k]):
            return items[-1:] if apposed else items
    return []
