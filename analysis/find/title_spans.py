"""How far a title in capitals goes to both sides of its noun, and where its own words end.

To the left capitals go on, with numbers, "and" between two fields, and what is quoted; to the right capitals and
the small words between them, up to a bracket with the years or the edition.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analysis.find.cues import Cue
from analysis.find.names import DAYS, FUNCTION_WORDS, MONTHS, is_topic
from analysis.tokens import Token

OPENING_BRACKETS, CLOSING_BRACKETS = frozenset("(（"), frozenset(")）")
COMPLEMENT = frozenset("for on of to in regarding concerning about towards".split())
LINKS = frozenset("for on of to in the and with from a an regarding concerning into through by & - – + / ·".split())
NUMERALS = frozenset(
    """several one two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty thirty first
    new 's""".split()
)
YEARS = re.compile(r"(?:19|20)\d\d(?:[-–/—]\d{2,4})?")
_TIME_LINKS = frozenset("on in from by".split())
_EDITION = frozenset(
    """trial interim draft revised edition version provisional implementation comment comments for the pilot
    to and no .""".split()
)
_ENDS = (FUNCTION_WORDS | MONTHS | DAYS) - {"their", "its"}
_LONGEST_TITLE = 60  # tokens
_LONGEST_FIELD = 8  # tokens of a field in small letters
_LONGEST_INNER = 10  # tokens of a quotation inside a title


def extend(
    tokens: Sequence[Token],
    head: Cue,
    heads: Sequence[Cue],
    quoted: Mapping[int, int],
    verbs: set[int],
    taken: set[int],
) -> tuple[int, int]:
    """The title in capitals around a head; a quotation that ends with the head is its beginning.

    Parameters
    ----------
    tokens : sequence of Token
        The sentence.
    head : Cue
        The noun of the title, one of ``heads``.
    quoted : mapping
        Opening mark to closing mark of the quotations, as token indices.
    verbs, taken : set of int
        Tokens of verbs of issue, before which a title does not begin, and of other titles.

    Returns
    -------
    tuple of int
        Token indices of the title, the end exclusive.
    """
    back = {closing: opening for opening, closing in quoted.items()}
    return _left(tokens, back.get(head.j, head.i), back, verbs | taken), _right(tokens, head, quoted, heads, taken)


def _left(tokens: Sequence[Token], k: int, jumps: Mapping[int, int], barred: set[int]) -> int:
    joined = False
    while k > 0:
        p, token = k - 1, tokens[k - 1]
        before = tokens[k - 2] if k > 1 else None
        if p in barred:
            break
        if p in jumps and p - jumps[p] <= _LONGEST_INNER + 1:
            k = jumps[p]
        elif token.is_word and may_stand_before(token) and not token.low.endswith("'s"):
            k = p
        elif token.text[0].isdigit() and not (before and before.low in MONTHS):
            k = p
        elif token.low in ("and", "&") and before and before.is_capital and is_topic(before) and p - 1 not in barred:
            k, joined = p, True
        elif token.text == "," and joined and before and before.is_capital and is_topic(before):
            k = p
        elif token.text in "-–+/·" and before and before.end == token.start and token.end == tokens[k].start:
            k = p
        else:
            break
    return k


def may_stand_before(token: Token) -> bool:
    """Whether a word may stand in a title before its head: a capital that is more than the first word of a sentence."""
    return (
        token.is_capital
        and (token.low not in FUNCTION_WORDS or token.low in NUMERALS)
        and token.low not in MONTHS | DAYS
    )


def _right(tokens: Sequence[Token], head: Cue, jumps: Mapping[int, int], heads: Sequence[Cue], taken: set[int]) -> int:
    """Index after a title: capitals and the small words between them; brackets with its years or edition end it."""
    last, k = head.j, head.j
    if head.j in jumps.values():  # the closing mark of “14th Five-Year Plan”
        last = k = head.j + 1
    starts = {other.i for other in heads}
    small = 0
    while k < len(tokens) and k - head.i < _LONGEST_TITLE and k not in taken:
        token = tokens[k]
        if token.text in OPENING_BRACKETS:
            edition = _edition_bracket(tokens, k)
            if edition is None:
                break
            last, k, small = edition, edition, 0
            if not any(t.is_capital for t in tokens[k + 1 : k + 3]) or tokens[k].low not in COMPLEMENT - _TIME_LINKS:
                return last
        elif token.low in LINKS:
            if small >= 2 or not _links(tokens, k, starts, directly=last == head.j):
                break
            k, small = k + 1, small + 1
        elif k in jumps and small + last - head.j and jumps[k] - k <= _LONGEST_INNER and tokens[k + 1].is_capital:
            last = k = jumps[k] + 1
            small = 0
        elif token.text == "," and is_topic(tokens[k - 1]) and _series(tokens, k):
            k += 1
        elif token.text[0].isdigit() or token.is_capital and token.low not in _ENDS:
            directly = last == head.j and not small and token.text[0].isalpha()
            if directly and not _head_follows(tokens, k, starts):  # "Guidance Fund"
                break
            last = k = k + 1
            small = 0
        else:
            break
    return _lower_case_field(tokens, head, last)


def _links(tokens: Sequence[Token], k: int, starts: set[int], directly: bool) -> bool:
    """Whether a title goes on behind the small word ``k``; ``directly`` behind its head "in" does not belong to it."""
    if k + 1 == len(tokens) or tokens[k].low == "by" or directly and tokens[k].low == "in":
        return False
    if tokens[k].low == "and":
        return not _begins_another(tokens, k + 1, starts)
    is_time = tokens[k + 1].text[0].isdigit() or tokens[k + 1].low in MONTHS | DAYS
    return not (is_time and tokens[k].low in _TIME_LINKS)


def _begins_another(tokens: Sequence[Token], k: int, starts: set[int]) -> bool:
    """Whether another title begins at ``k`` behind "and": "... and the Measures for"."""
    for n in range(k, min(k + 10, len(tokens))):
        if n in starts:
            return tokens[n].is_capital and any(token.low in COMPLEMENT for token in tokens[n + 1 : n + 3])
        if not tokens[n].is_capital and tokens[n].low != "the":
            return False
    return False


def _head_follows(tokens: Sequence[Token], k: int, starts: set[int]) -> bool:
    """Whether the capitals from ``k`` on lead to another head."""
    while k < len(tokens) and (tokens[k].is_capital or tokens[k].low in ("and", "of", "&")):
        if k in starts:
            return True
        k += 1
    return False


def _series(tokens: Sequence[Token], k: int) -> bool:
    """Whether a comma stands in a series of fields: "Culture, Tourism and Sports"."""
    for n in range(k + 1, min(k + 8, len(tokens) - 1)):
        if tokens[n].low == "and":
            return tokens[n + 1].is_capital and is_topic(tokens[n + 1])
        if tokens[n].text != "," and not (tokens[n].is_capital and is_topic(tokens[n])):
            return False
    return False


def _edition_bracket(tokens: Sequence[Token], k: int) -> int | None:
    """Index after a bracket with the years or the edition of a title: "(2023-2025)", "(Draft for Comments)"."""
    closing = next((n for n in range(k + 1, min(k + 9, len(tokens))) if tokens[n].text in CLOSING_BRACKETS), None)
    if closing is None:
        return None
    words = [token for token in tokens[k + 1 : closing] if token.text not in "-–—~"]
    fits = all(YEARS.match(t.text) or t.low in _EDITION or t.text.isdigit() for t in words)
    return closing + 1 if words and fits else None


def _lower_case_field(tokens: Sequence[Token], head: Cue, last: int) -> int:
    """Index after what a five-year plan is for, where that is printed in small letters: "for information industry"."""
    if head.entry["id"] != "five-year-plan" or last != head.j or last + 1 >= len(tokens) or tokens[last].low != "for":
        return last
    first = end = last + 1 + (tokens[last + 1].low == "the")
    for k in range(first, min(first + _LONGEST_FIELD, len(tokens))):
        if is_topic(tokens[k]):
            end = k + 1
        elif tokens[k].low not in ("and", "of", "the"):
            break
    return end if end > first else last


def core_end(tokens: Sequence[Token], i: int, j: int) -> int:
    """Index after the last word of a title, less brackets, years and editions at its end."""
    while j > i:
        if tokens[j - 1].text in CLOSING_BRACKETS:
            opening = next((k for k in range(j - 2, i, -1) if tokens[k].text in OPENING_BRACKETS), None)
            if opening is None:
                return j
            j = opening
        elif not tokens[j - 1].is_word or is_edition(tokens[j - 1]):
            j -= 1
        else:
            return j
    return j


def is_edition(token: Token) -> bool:
    """Whether a token is a year, years or a version: "2025", "2022-2024", "2.0"."""
    return bool(YEARS.fullmatch(token.text)) or token.text[0].isdigit() and "." in token.text
