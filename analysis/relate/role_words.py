"""Roles in sentences that no cue fits: by the nearest word that speaks of a role, as a last resort and flagged.

A clause about a body that names organisations and one such word ("It has the backing of the Bureau and the Office") gives
them its role. Clauses about guests, rivals, speakers or money give none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from analysis.document import Sentence
from analysis.find.lists import read_list
from analysis.find.names import begins_name
from analysis.find.organizations import Item
from analysis.find.sectors import sector_of
from analysis.lexicon import load
from analysis.tokens import Token

FLAG = "role_by_word"
_REACH = 6  # words between a role word and the list
_LONE_REACH = 3  # the same for a single name that does not look like an organisation's
_CLAUSE_ENDS = frozenset(("but", "while", "whereas", "although", "though"))


@cache
def _words() -> tuple[dict[str, dict], tuple[tuple[str, dict], ...]]:
    """Whole words, and beginnings of words, each with its entry."""
    whole = {word: entry for entry in load("role_words") for word in entry["words"] if not word.endswith("*")}
    begun = [(word[:-1], entry) for entry in load("role_words") for word in entry["words"] if word.endswith("*")]
    return whole, tuple(begun)


@cache
def _entry_of(low: str) -> dict | None:
    whole, begun = _words()
    return whole.get(low) or next((entry for start, entry in begun if low.startswith(start)), None)


def by_role_words(sentence: Sentence, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[Item, dict, int]]:
    """Organisations that no cue took, each with the lexicon entry of its role and the token of the role word.

    Parameters
    ----------
    sentence : Sentence
    taken : sequence of (int, int)
        Tokens that are names of bodies or already stand in a list.
    """
    tokens = sentence.tokens
    for start, end in _clauses(tokens):
        entries = {
            k: entry for k in range(start, end) if (entry := _entry_of(tokens[k].low)) and tokens[k].text.islower()
        }
        roles = {k: entry for k, entry in entries.items() if entry["role"] != "none"}
        if roles and len(roles) == len(entries):
            yield from _in_clause(tokens, start, end, roles, taken)


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    start = 0
    for k, token in enumerate(tokens):
        if token.text in ";" or token.low in _CLAUSE_ENDS:
            yield start, k
            start = k + 1
    yield start, len(tokens)


def _in_clause(tokens: Sequence[Token], start: int, end: int, roles: dict, taken) -> Iterator[tuple[Item, dict, int]]:
    k = start
    while k < end:
        if any(i <= k < j for i, j in taken):
            k += 1
            continue
        items, reach = read_list(tokens, k, end) if begins_name(tokens[k]) or tokens[k].text[0].isdigit() else ([], k)
        named = [item for item in items if item.named and not any(i < item.j and item.i < j for i, j in taken)]
        if named:
            word, distance = min(((p, p - reach if p >= reach else k - p) for p in roles), key=lambda pair: pair[1])
            for item in named if 0 <= distance <= _REACH else ():
                if len(named) > 1 or distance <= _LONE_REACH or _looks_like_one(tokens, item):
                    yield item, roles[word], word
        k = max(reach, k + 1)


def _looks_like_one(tokens: Sequence[Token], item: Item) -> bool:
    return sector_of(" ".join(token.text for token in tokens[item.i : item.j]))[1] != "default"
