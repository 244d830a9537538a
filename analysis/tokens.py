"""Words, numbers and punctuation with their offsets: the only view of the text the rules match on."""

from __future__ import annotations

import re
from typing import NamedTuple

# Inner hyphens, apostrophes, full stops and ampersands keep a word whole: "Guangdong-Hong", "People’s", "Pony.ai", "R&D".
_TOKEN = re.compile(r"\w+(?:[-'’.&/+·_]\w+)*|[^\w\s]")


class Token(NamedTuple):
    """A token of a document.

    ``start`` and ``end`` are code points into the document's text, ``text`` what stands there, ``low`` its
    lower-case form with straight apostrophes, for comparison with lexicons.
    """

    start: int
    end: int
    text: str
    low: str

    @property
    def is_word(self) -> bool:
        """Whether it begins with a letter or digit (all else is punctuation)."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it could stand in a name: its first letter, or one inside ("iFlytek"), is upper case."""
        return self.text[0].isupper() or (self.text[0].isalpha() and not self.text.islower())


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Tokens of ``text[start:end]`` in order; offsets count from the beginning of ``text``.

    Examples
    --------
    >>> [token.text for token in tokenize("Wuxi Baotong Technology Co., Ltd. (“Baotong”)")]
    ['Wuxi', 'Baotong', 'Technology', 'Co', '.', ',', 'Ltd', '.', '(', '“', 'Baotong', '”', ')']
    """
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    return [Token(m.start(), m.end(), m.group(), m.group().lower().replace("’", "'")) for m in found]
