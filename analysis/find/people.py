"""Whether a run of capitals is a person's name: a Chinese surname with a given name in pinyin, or a name after a title."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.find.gazetteer import gazetteer, is_pinyin, is_syllable
from analysis.find.names import is_place_name, is_topic
from analysis.tokens import Token

_TITLES = frozenset(
    "mr mrs ms dr prof professor academician minister mayor secretary chairman chairwoman president director premier".split()
)
_LONGEST_GIVEN = 9  # letters of a given name of two syllables ("Zhongshan"); longer runs are place names


def is_person(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether ``tokens[i:j]`` is a person's name ("Zhang Shankun", "Ou Yang Ming", "Dr Gong"); a place before it makes it none."""
    lows = [token.low.removesuffix("'s") for token in tokens[i:j]]
    if lows[0] in _TITLES and len(lows) > 1 or i and tokens[i - 1].low in _TITLES and len(lows) <= 3:
        return True
    given = tokens[i + 1 : j]
    if any(is_place_name(" ".join(token.text for token in tokens[i:k])) for k in range(i + 1, j)):
        return False  # "Hong Kong Panshi"
    return 1 <= len(given) <= 2 and lows[0] in gazetteer().surnames and all(map(_is_given, given))


def _is_given(token: Token) -> bool:
    low = token.low.removesuffix("'s")
    return (
        token.text[0].isupper()
        and not is_topic(token)
        and len(low) <= _LONGEST_GIVEN
        and (is_syllable(low) or is_pinyin(low))
    )
