"""Token patterns of a lexicon, and where they match in a sentence.

One mechanism for all cues: "a|b" is either word, "?" after a word makes it optional, "*" is a gap of up to six
tokens without punctuation, "~" parts a cue into two halves between which a list stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.lexicon import load
from analysis.tokens import Token

_GAP, _LIST = "*", "~"
_GAP_LENGTH, _LIST_LENGTH = 9, 120
_CLOSED_TO_LISTS = frozenset("serve serves served act acts acted is are was were has have will elected".split())
_CLOSED_TO_GAPS = frozenset((*".,;:()", "and", "hosted", "organized", "organised", "held", "attended"))


@dataclass(frozen=True, slots=True)
class _Element:
    words: frozenset[str]
    optional: bool
    wild: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled cue of a lexicon entry."""

    entry: Mapping
    elements: tuple[_Element, ...]

    @property
    def needed(self) -> list[frozenset[str]]:
        """Words of which one must stand in the sentence, for each element that must."""
        return [element.words for element in self.elements if element.words and not element.optional]


@dataclass(frozen=True, slots=True)
class Cue:
    """A match: tokens ``i`` to ``j``; where the cue has two halves the list stands in tokens ``inner[0]`` to ``inner[1]``."""

    entry: Mapping
    i: int
    j: int
    inner: tuple[int, int] | None = None


def _compile(cue: str) -> tuple[_Element, ...]:
    elements = []
    for part in cue.split():
        if part in (_GAP, _LIST):
            elements.append(_Element(frozenset(), False, part))
        else:
            optional = len(part) > 1 and part.endswith("?")
            elements.append(_Element(frozenset(part.rstrip("?").split("|")), optional))
    return tuple(elements)


@cache
def _index(lexicon: str) -> dict[str, list[tuple[Pattern, list[frozenset[str]]]]]:
    """Patterns of a lexicon, with the words that they need, by every word that they can begin with."""
    index: dict[str, list[tuple[Pattern, list[frozenset[str]]]]] = {}
    for entry in load(lexicon):
        for cue in entry["cues"]:
            pattern = Pattern(entry, _compile(cue))
            for word in _first_words(pattern.elements):
                index.setdefault(word, []).append((pattern, pattern.needed[::-1]))
    return index


def _first_words(elements: tuple[_Element, ...]) -> set[str]:
    words: set[str] = set()
    for element in elements:
        words |= element.words
        if not element.optional:
            break
    return words


def find_cues(lexicon: str, tokens: Sequence[Token], skip: Mapping[int, int] | None = None) -> list[Cue]:
    """All cues of a lexicon in a sentence, longest first where two overlap, then in order.

    Parameters
    ----------
    lexicon : str
        Name of a lexicon whose entries have ``cues``.
    tokens : sequence of Token
        The sentence.
    skip : mapping, optional
        From a token index to the one after what may be passed over inside a cue ("of the X Alliance").
    """
    index, skip = _index(lexicon), skip or {}
    present = frozenset(token.low for token in tokens)
    found = []
    for i, token in enumerate(tokens):
        for pattern, needed in index.get(token.low, ()):
            if any(map(present.isdisjoint, needed)):
                continue  # most patterns that begin with "is" or "with" end here
            match = _match(pattern.elements, 0, tokens, i, skip, None)
            if match:
                found.append(Cue(pattern.entry, i, *match))
    # The halves of a cue are the nearest two: "hung with a plate, with A and B as members" has its list after the second "with".
    nearest = [c for c in found if not (c.inner and any(o.inner and o.j == c.j and o.i > c.i for o in found))]
    return longest(nearest, lambda cue: (cue.i, cue.j))


def longest(found: list, span: Callable) -> list:
    """The one resolver of overlaps: the longest stays, then the leftmost; in order of place."""
    kept: list = []
    for item in sorted(found, key=lambda item: (span(item)[0] - span(item)[1], span(item)[0])):
        start, end = span(item)
        if all(end <= span(other)[0] or start >= span(other)[1] for other in kept):
            kept.append(item)
    return sorted(kept, key=span)


def _in_date(tokens: Sequence[Token], k: int) -> bool:
    """Whether a comma stands inside a date: "November 27, 2017"."""
    return (
        tokens[k].text == ","
        and k > 0
        and tokens[k - 1].text.isdigit()
        and k + 1 < len(tokens)
        and tokens[k + 1].text.isdigit()
    )


def _match(
    elements: tuple[_Element, ...], e: int, tokens: Sequence[Token], k: int, skip: Mapping[int, int], inner
) -> tuple[int, tuple[int, int] | None] | None:
    """End and inner span of the match of ``elements[e:]`` at token ``k``."""
    if e == len(elements):
        return k, inner
    element = elements[e]
    if element.wild:
        reach = _GAP_LENGTH if element.wild == _GAP else _LIST_LENGTH
        for n in range(k, min(k + reach, len(tokens)) + 1):
            if n > k and element.wild == _GAP and tokens[n - 1].low in _CLOSED_TO_GAPS and not _in_date(tokens, n - 1):
                break
            if n > k and element.wild == _LIST and (tokens[n - 1].text == ";" or tokens[n - 1].low in _CLOSED_TO_LISTS):
                break
            match = _match(elements, e + 1, tokens, n, skip, (k, n) if element.wild == _LIST else inner)
            if match:
                return match
        return None
    if k < len(tokens) and tokens[k].low in element.words:
        match = _match(elements, e + 1, tokens, k + 1, skip, inner)
        if match:
            return match
    if element.optional:
        match = _match(elements, e + 1, tokens, k, skip, inner)
        if match:
            return match
    return _match(elements, e, tokens, skip[k], skip, inner) if e and k in skip else None
