"""Expected values written into the text itself: ``grow to [350 billion yuan|kind=industry_target year=2025]``.

What is not marked must not be found. Underscores stand for spaces in values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]*)\]")


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    values: dict[str, str]


def parse(marked: str) -> tuple[str, list[Mark]]:
    """The text without markup, and its marks."""
    text, marks, position = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[position : match.start()]
        values = dict(pair.split("=", 1) for pair in match[2].split())
        marks.append(
            Mark(
                len(text),
                len(text) + len(match[1]),
                {k: v.replace("_", " ") if k in ("place", "unit", "per") else v for k, v in values.items()},
            )
        )
        text += match[1]
        position = match.end()
    text += marked[position:]
    if "[" in text or "]" in text:
        raise ValueError(f"unclosed or stray markup in {marked!r}")
    return text, marks
