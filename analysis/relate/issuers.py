"""Who issued a policy: a government, or somebody whose plans are none of the codebook's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.cues import Cue
from analysis.find.names import PERSON_TITLES, names
from analysis.find.people import is_person
from analysis.find.sectors import sector_of
from analysis.find.titles import Title
from analysis.tokens import Token

if TYPE_CHECKING:
    from analysis.extract import Found

_ADVERBS = frozenset(
    "officially formally jointly also has have recently just newly then subsequently successively".split()
)


def is_owned(document: Document, title: Title, found: Found) -> bool:
    """Whether a title is a company's or an association's by the genitive before it: "Tencent's “X Action Plan”"."""
    tokens = document.sentences[title.sentence].tokens
    end = title.i - (title.i > 0 and not tokens[title.i - 1].is_word)
    if not end or not tokens[end - 1].low.endswith("'s"):
        return False
    return any(j == end and _is_other(_sector(tokens, i, j, found)) for i, j in names(tokens, max(0, end - 10), end))


def is_private(sentence: Sentence, cue: Cue, found: Found) -> bool:
    """Whether a company, an association or an institute issued it, and no organ of the state with it."""
    tokens = sentence.tokens
    behind = [
        (k, tokens[k].low, tokens[min(k + 1, len(tokens) - 1)].low) for k in range(cue.j, min(cue.j + 8, len(tokens)))
    ]
    by = next((k for k, low, after in behind if low == "by" and not after[:1].isdigit()), None)  # no "by 2025"
    if by is not None:
        issuers = names(tokens, by + 1, min(by + 20, len(tokens)))[:2]
        nearest = issuers[:1]
    else:
        end = cue.i
        while end and tokens[end - 1].low in _ADVERBS:
            end -= 1
        issuers = names(tokens, max(0, end - 30), end)
        nearest = [(i, j) for i, j in issuers if j == end]
    sectors = {span: _sector(tokens, *span, found) for span in issuers}
    return "government" not in sectors.values() and any(_is_other(sectors[span]) for span in nearest)


def _is_other(sector: str) -> bool:
    return sector not in ("government", "")


def _sector(tokens: Sequence[Token], i: int, j: int, found: Found) -> str:
    """The sector of an issuer; empty for a place, a person, an abbreviation and what cannot be told."""
    sector, rule = sector_of(" ".join(re.sub("['’]s$", "", token.text) for token in tokens[i:j]))
    if rule not in ("default", "industry"):
        return sector
    # Without a word that says so, a company is what has no article: "Tencent released", but "the Cabinet released".
    unknown = (
        i
        and tokens[i - 1].low == "the"
        or re.sub("['’]s$", "", tokens[j - 1].text).isupper()
        or is_person(tokens, i, j)
    )
    if (
        unknown
        or found.places_between(tokens[i].start, tokens[j - 1].end)
        or any(token.low in PERSON_TITLES for token in tokens[max(0, i - 1) : j])
    ):
        return ""
    return sector
