"""The one table of colours, hatches and marks.

Colours differ in lightness or are hatched, so that every pair stays apart in grey print and for
colour-blind readers (tests measure it); families of sectors share a hue with their helix.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Look:
    """How a category is filled, and what it is called on a figure."""

    label: str
    colour: str
    hatch: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of paper and ink; ``government`` replaces a blue too dark for dark paper."""

    paper: str
    ink: str
    faint: str
    grid: str
    government: str


THEMES = {
    "print": Theme(paper="#ffffff", ink="#1a1a1a", faint="#5f5f5f", grid="#d9d9d9", government="#12355b"),
    "dark": Theme(paper="#16181d", ink="#ededed", faint="#b0b0b0", grid="#3b3f47", government="#2b5a97"),
}

SECTOR = {
    "government": Look("government", "#12355b"),
    "university": Look("university", "#c8553d"),
    "research": Look("research", "#f2b5a0", "////"),
    "industry": Look("industry", "#8fc1a9"),
    "finance": Look("finance", "#d7ead9", "\\\\\\\\"),
    "association": Look("association", "#7a6fae", "-----"),
    "culture": Look("culture", "#cfc8e6", "xxxx"),
}
HELIX = {
    "government": SECTOR["government"],
    "university": Look("university and research", "#c8553d"),
    "industry": Look("industry and finance", "#8fc1a9"),
    "other": Look("other", "#7a6fae", "-----"),
}
ROLE = {
    "initiator": Look("initiator", "#1f6f78"),
    "chair": Look("chair", "#6db3bd", "////"),
    "member": Look("member", "#d3ebee"),
    "guide": Look("guide", "#a8996b", "xxxx"),
}
KIND = {
    "industry_target": Look("Industry targets: size to be reached", "#12355b"),
    "market_forecast": Look("Market sizes: estimated or measured", "#4f83c4"),
    "fund": Look("Funds set up to invest", "#c8553d"),
    "subsidy": Look("Subsidies and rewards", "#3f7f63"),
    "loan": Look("Loans and credit", "#7fb39a"),
    "enterprise_scale": Look("Scale of single enterprises", "#7a6fae"),
    "transaction": Look("Transactions: committed or paid", "#8a5a2b"),
    "other": Look("Other amounts", "#7d7d7d"),
}
# Marks point to where the true amount lies: right of "at least", left of "at most".
MARK = {"exact": "o", "at_least": ">", "at_most": "<", "about": "D", "magnitude": "s"}


def fill(look: Look, on: Theme) -> dict[str, object]:
    """Arguments of a patch that shows ``look`` on paper ``on``; the edge is also the hatch's colour."""
    colour = on.government if look.colour == SECTOR["government"].colour else look.colour
    return {"facecolor": colour, "hatch": look.hatch, "edgecolor": on.ink}


def outline(on: Theme) -> dict[str, object]:
    """Arguments of a patch for what is stated and not named."""
    return {"facecolor": "none", "edgecolor": on.faint, "linestyle": (0, (2, 1.5)), "linewidth": 0.7}
