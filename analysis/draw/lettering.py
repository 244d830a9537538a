"""Text that fits: widths measured with the bundled font, lines broken and cut by measure."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import matplotlib
from matplotlib.ft2font import FT2Font, LoadFlags

LINE = 1.25  # distance of two lines of text, in font sizes


@cache
def _font(bold: bool) -> FT2Font:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FT2Font(str(Path(matplotlib.get_data_path(), "fonts", "ttf", name)))


@cache
def _drawable() -> frozenset[int]:
    return frozenset(_font(False).get_charmap())


def printable(text: str) -> str:
    """``text`` on one line, with a box for each character that the bundled font lacks (Chinese, for one)."""
    return "".join(char if ord(char) in _drawable() else "□" for char in " ".join(text.split()))


@lru_cache(maxsize=20_000)
def width(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in points, at ``size`` points."""
    font = _font(bold)
    font.set_size(size, 72)
    font.set_text(text, 0, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64


def wrap(text: str, size: float, room: float, lines: int = 99, keep: str = "", bold: bool = False) -> list[str]:
    """Break ``text`` into at most ``lines`` lines no wider than ``room`` points.

    What is cut ends in an ellipsis; ``keep`` is added at the end and never cut.

    Examples
    --------
    >>> wrap("Zhengzhou Metaverse Industry Alliance", size=7, room=90)
    ['Zhengzhou Metaverse', 'Industry Alliance']
    >>> wrap("Zhengzhou Metaverse Industry Alliance", size=7, room=90, lines=1)
    ['Zhengzhou Metaverse I…']
    """
    done: list[str] = []
    for word in printable(text + keep).split(" "):
        for piece in _pieces(word, size, room, bold):
            if done and width(f"{done[-1]} {piece}", size, bold) <= room:
                done[-1] += f" {piece}"
            else:
                done.append(piece)
    if len(done) <= lines:
        return done
    last, end = " ".join(done[lines - 1 :]).removesuffix(printable(keep)), f"…{printable(keep)}"
    while last and width(last + end, size, bold) > room:
        last = last[:-1]
    return [*done[: lines - 1], last.rstrip(" ,;·") + end]


def _pieces(word: str, size: float, room: float, bold: bool) -> list[str]:
    """A word cut wherever it is wider than ``room``."""
    pieces = []
    while len(word) > 1 and width(word, size, bold) > room:
        cut = next((cut for cut in range(len(word) - 1, 1, -1) if width(word[:cut], size, bold) <= room), 1)
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]
