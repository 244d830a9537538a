"""The key of a figure: samples with their names, in as many lines as they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from analysis.draw.lettering import width


@dataclass(frozen=True, slots=True)
class Key:
    """An entry: ``paint(axes, x, y, wide, high)`` draws its sample into that box."""

    label: str
    paint: Callable[[Axes, float, float, float, float], object]


def patch_key(label: str, **look: object) -> Key:
    """An entry with a filled box."""
    return Key(label, lambda axes, x, y, wide, high: axes.add_patch(Rectangle((x, y), wide, high, **look)))


def mark_key(label: str, marker: str, **look: object) -> Key:
    """An entry with a mark."""

    def paint(axes: Axes, x: float, y: float, wide: float, high: float) -> None:
        axes.plot([x + wide / 2], [y + high / 2], marker=marker, linestyle="none", markersize=high * 0.85, **look)

    return Key(label, paint)


def line_key(label: str, **look: object) -> Key:
    """An entry with a line."""
    return Key(label, lambda axes, x, y, wide, high: axes.plot([x, x + wide], [y + high / 2] * 2, **look))


def flow(keys: Sequence[Key], text: float, room: float) -> list[list[Key]]:
    """The entries in lines no wider than ``room`` points."""
    lines: list[list[Key]] = []
    used = room + 1
    for key in keys:
        wide = _width(key, text)
        if used + wide > room:
            lines.append([])
            used = 0.0
        lines[-1].append(key)
        used += wide
    return lines


def draw_keys(page: Axes, keys: Sequence[Key], x: float, top: float, text: float) -> None:
    """One line of the key, from ``x`` to the right, under ``top``."""
    for key in keys:
        key.paint(page, x, top - text * 1.05, text * 1.8, text * 0.9)
        page.text(x + text * 2.2, top - text * 0.6, key.label, va="center_baseline")
        x += _width(key, text)


def _width(key: Key, text: float) -> float:
    return text * 2.2 + width(key.label, text) + text * 1.6
