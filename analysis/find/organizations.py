"""An item of a list: a name that can be an organisation's, or a group without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.find.names import DAYS, MONTHS, PERSON_TITLES, is_place_name, is_topic
from analysis.find.people import is_person
from analysis.tokens import Token

REFERENCE = "reference"
_GENERIC = frozenset(
    "board company group alliance parties party annex bureau ministry university association department office committee member members chairman council center centre platform institute state city rmb mop hkd usd cny network control dr mr ms prof fund zone government project plan economy industry enterprise enterprises".split()
)
_NO_ORGANIZATION = frozenset(
    "conference summit forum congress expo exhibition festival ceremony plan measures opinions policies initiative report paper guidelines regulations convention act agreement award awards week day fair"
    " policy strategy project projects roadmap programme program campaign meeting salon seminar".split()
)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: tokens ``i`` to ``j`` are the name, or the noun of a group without names.

    ``named`` is False for a group, whose ``sector`` is then known. ``sector`` is `REFERENCE` for "the university", which stands for one named before.
    """

    i: int
    j: int
    named: bool
    sector: str = ""


def is_organization(tokens: Sequence[Token], item: Item) -> bool:
    """Whether a name can be an organisation's: no date, person, place, event or document."""
    lows = [token.low for token in tokens[item.i : item.j]]
    text = " ".join(token.text for token in tokens[item.i : item.j])
    first = next((lows[k - 1] for k in range(1, len(lows)) if lows[k] in ("of", "for")), "")
    if not _NO_ORGANIZATION.isdisjoint((lows[-1], first)) or set(lows) <= MONTHS | DAYS or len(text) < 2:
        return False
    if (
        lows[0] in PERSON_TITLES
        and not PERSON_TITLES.issuperset(lows)
        and ("of" in lows or lows[1] in PERSON_TITLES)
        or PERSON_TITLES.issuperset(lows)
    ):
        return False
    bare = tokens[item.j - 1] if all(low.endswith("'s") for low in lows[:-1]) else None  # "the province's VR"
    if bare and is_topic(bare) or len(lows) == 1 and lows[0] in _GENERIC:
        return False
    if "of" in lows and is_person(tokens, item.i, item.i + lows.index("of")):
        return False  # "Wang Wei of Tencent"
    office = (
        lows[-1] in ("district", "county") and len(lows) > 1
    )  # "founded by Fanchang District and Beihang University"
    return (office or not is_place_name(text)) and not is_person(tokens, item.i, item.j)
