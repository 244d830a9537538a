"""Quotations: which mark opens one, and which closes it."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.tokens import Token

_PAIRS = {"“": "”", "《": "》", "«": "»", "「": "」", "‘": "’", '"': '"', "'": "'", "〈": "〉", "<": ">"}
_LONGEST = 60  # tokens; what is longer has lost its closing mark


def quotations(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Outermost quotations of a sentence, as the token indices of their marks.

    Examples
    --------
    >>> from analysis.tokens import tokenize
    >>> quotations(tokenize("the “Plan for ‘Chips’” and “so” on"))
    [(1, 7), (9, 11)]
    """
    found, k = [], 0
    while k < len(tokens):
        closing = _closing(tokens, k) if _opens(tokens, k) else None
        if closing is not None:
            found.append((k, closing))
            k = closing
        k += 1
    return found


def _opens(tokens: Sequence[Token], k: int) -> bool:
    """Whether a quotation begins here; a straight mark must not stand behind a word."""
    token = tokens[k]
    if token.text not in _PAIRS or k + 1 >= len(tokens):
        return False
    if token.text not in "\"'":
        return True
    apart = not k or tokens[k - 1].end < token.start or not tokens[k - 1].is_word
    return apart and (tokens[k + 1].start == token.end or token.text == '"')  # machine translation prints " X Plan "


def _closing(tokens: Sequence[Token], k: int) -> int | None:
    """Index of the mark that closes a quotation: the matching one where they are nested, else the next."""
    opening, closing = tokens[k].text, _PAIRS[tokens[k].text]
    first, depth = None, 1
    for n in range(k + 1, min(k + _LONGEST, len(tokens))):
        text = tokens[n].text
        if text == opening and opening != closing:
            depth += 1
        elif text == closing and not (
            text == "'" and n + 1 < len(tokens) and tokens[n + 1].start == tokens[n].end and tokens[n + 1].is_word
        ):
            depth -= 1
            first = n if first is None else first
            if not depth:
                return n
    return first
