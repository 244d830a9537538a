"""Words that speak of a role: nouns ("founding member", "patronage"), verbs ("joined", "includes") and "they" for the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.document import Sentence
from analysis.find.names import names
from analysis.lexicon import load
from analysis.tokens import Token

NOUN, ACTION, VERB, GATHERING = "nouns", "actions", "verbs", "gathering"
SILENT = "none"
_COUNCIL = frozenset(("council", "board", "presidium"))


@dataclass(frozen=True, slots=True)
class RoleWord:
    """Tokens ``i`` to ``j`` speak of the role of ``entry``.

    ``kind`` is the list of the lexicon ``role_words`` they stand in: `NOUN`, `ACTION` (what a guide gives: "patronage"), `VERB`
    or `GATHERING` (a verb whose subject is the body: "includes").
    """

    i: int
    j: int
    entry: Mapping
    kind: str = NOUN

    @property
    def role(self) -> str:
        return self.entry["role"]

    @property
    def is_verb(self) -> bool:
        return self.kind in (VERB, GATHERING)


@cache
def words_of(entry_id: str) -> frozenset[str]:
    """The ``words`` of an entry of the lexicon ``role_words``."""
    return frozenset(next(e["words"] for e in load("role_words") if e["id"] == entry_id))


@cache
def _entry(role: str) -> Mapping:
    return next(e for e in load("role_words") if e["role"] == role)


@cache
def _phrases() -> dict[str, list[tuple[tuple[str, ...], Mapping, str]]]:
    """Nouns and verbs by their first word, the longest first, nouns before verbs."""
    found: dict[str, list] = {}
    for kind in (NOUN, ACTION, VERB, GATHERING):
        for entry in load("role_words"):
            for words in (tuple(phrase.split()) for phrase in entry.get(kind, ())):
                found.setdefault(words[0], []).append((words, entry, kind))
    return {word: sorted(options, key=lambda option: -len(option[0])) for word, options in found.items()}


@cache
def _before_unit() -> dict[str, tuple[int, Mapping]]:
    """Words that make a noun of the entry ``units`` one of a role, with their entry and its place in the lexicon."""
    entries = list(enumerate(load("role_words")))
    return {word: (n, entry) for n, entry in reversed(entries) for word in entry.get("before_unit", ())}


def find_role_words(sentence: Sentence) -> list[RoleWord]:
    """All role words of a sentence, in order."""
    tokens = sentence.tokens
    inside = {n for i, j in names(tokens) for n in range(i, j)}
    found: list[RoleWord] = []
    k = 0
    while k < len(tokens):
        word = _word_at(tokens, k)
        if word and k in inside and (word.j in inside or k - 1 in inside):
            word = None  # "State-owned Assets Supervision and Administration Commission"
        word = word or _standing_for_one(sentence, k, found)
        found += [word] if word else []
        k = word.j if word else k + 1
    return found


def _standing_for_one(sentence: Sentence, k: int, before: Sequence[RoleWord]) -> RoleWord | None:
    """A word that means members or those last spoken of: "among its 50 units", "46 founding members. They include …"."""
    tokens, low = sentence.tokens, sentence.tokens[k].low
    if low in words_of("units") and "among" in (t.low for t in tokens[max(0, k - 4) : k]):
        return RoleWord(k, k + 1, _entry("member"))
    if low in ("they", "these") and k < 2 or low in ("them", "those") and k:
        entry = before[-1].entry if before else _last_entry(sentence)
        return RoleWord(k, k + 1, entry) if entry else None
    return None


def _last_entry(sentence: Sentence) -> Mapping | None:
    """The role of the last noun of the sentence before."""
    earlier = sentence.document.sentences[sentence.index - 1].tokens if sentence.index else ()
    nouns = (word for word in _in_order(earlier) if word.kind == NOUN and word.role != SILENT)
    return next((word.entry for word in reversed(list(nouns))), None)


def _in_order(tokens: Sequence[Token]) -> Iterator[RoleWord]:
    k = 0
    while k < len(tokens):
        word = _word_at(tokens, k)
        if word:
            yield word
        k = word.j if word else k + 1


def _word_at(tokens: Sequence[Token], k: int) -> RoleWord | None:
    unit = _unit_at(tokens, k)
    if unit:
        return unit
    options = [
        option
        for option in _phrases().get(tokens[k].low.rstrip("'"), ())
        if all(k + n < len(tokens) and tokens[k + n].low == word for n, word in enumerate(option[0]) if n)
    ]
    follows = tokens[k + len(options[0][0])].low if options and k + len(options[0][0]) < len(tokens) else ""
    if not options or follows in words_of("idioms"):
        return None
    verbs = [option for option in options if option[2] in (VERB, GATHERING) and len(option[0]) == len(options[0][0])]
    # "the chair of", but "chair it"
    words, entry, kind = verbs[0] if verbs and follows in ("it", "the", "this") else options[0]
    around = {token.low for token in tokens[max(0, k - 3) : k + 3]}
    if kind == VERB and words[0].startswith(("head", "lead", "led")) and not _COUNCIL.isdisjoint(around):
        entry = _entry("chair")  # "heads the council"
    return RoleWord(k, k + len(words), entry, kind)


def _unit_at(tokens: Sequence[Token], k: int) -> RoleWord | None:
    """ "founding member", "executive vice-president unit"."""
    before, units, j = _before_unit(), words_of("units"), k
    while j < len(tokens) and tokens[j].low in before:
        j += 1
    if j > k + 1 and not (j < len(tokens) and tokens[j].low in units):
        j -= 1  # "member" may stand before a unit, and is one
    if j == k or j == len(tokens) or tokens[j].low not in units:
        return None
    return RoleWord(k, j + 1, min((before[token.low] for token in tokens[k:j]), key=lambda ranked: ranked[0])[1])
