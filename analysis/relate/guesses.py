"""The kind of an amount for which no word of its sentence speaks: it takes after its surroundings.

In this order: the amount before it; the heading over it; its qualifier, for "up to" is how grants are offered; a place
that spends it; the year by which it is to be reached; measures of support, in the heading or the title.
Rows made so carry the flag ``inferred_kind``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from analysis.document import Document, Sentence
from analysis.find.money import Amount
from analysis.find.qualifiers import Qualifier
from analysis.relate.kinds import Kind, kind_of, mood_decides, reports, tone_of
from analysis.relate.setting import GRANT, Setting
from analysis.relate.where import window
from analysis.segment import HEADING, Block

_SUPPORTS = re.compile(r"\b(?:[Ss]everal (?:[Mm]easures|[Pp]olicies)|[Mm]easures|[Ii]ncentives?|[Ss]upport(?:ing)?)\b")
_LARGEST_GRANT = 10**9
"""Less is no size of an industry, and more no grant."""
_SIZES = ("industry_target", "market_forecast")
_SPENDS = re.compile(r"\b(?:spend|spent|spends|allocat\w+|set aside|earmark\w*|provid\w+|offer\w*|commit\w*)\b")


def guess(
    document: Document,
    setting: Setting,
    amount: Amount,
    sentence: Sentence,
    how: Qualifier | None,
    before: Kind | None,
    following: int | None,
) -> Kind:
    """The kind of an amount by its surroundings; ``other`` where they do not tell either.

    Parameters
    ----------
    document, setting, amount, sentence
        The amount and where it stands.
    how : Qualifier or None
        How it is meant.
    before : Kind or None
        What the words told of the amount before it, where that is near.
    following : int or None
        Where the next amount begins.
    """
    first, last = window(sentence, amount.start)
    tone = tone_of(document.text, first, last, amount)
    year = setting.when(amount.start, amount.end, GRANT, following).year
    ahead = year is not None and str(year) >= setting.years.published[:4]

    def guesses() -> Iterator[Kind | None]:
        yield before and _as_before(document.text, amount, before, ahead and tone != "predicted" or tone == "planned")
        heading = document.heading_of(sentence)
        above = _as_above(document.text, amount, heading, "heading") if heading != sentence.block else None
        is_large = amount.value >= _LARGEST_GRANT
        yield above if above and (above.value == "fund" or (above.value in _SIZES) == is_large) else None
        yield Kind("subsidy", how.start, how.end, "ceiling") if how and how.value == "at_most" else None
        spends = _SPENDS.search(document.text, first, amount.start)
        is_place = spends and setting.places.acting(first, spends.start())
        yield Kind("subsidy", *spends.span(), "place-spends") if is_place else None
        size = "market_forecast" if tone == "predicted" else "industry_target"
        yield Kind(size, amount.start, amount.start, "by-year") if ahead else None
        is_support = _is_supported(document, heading, amount)
        yield Kind("subsidy", amount.start, amount.start, "under-measures") if is_support else None
        title = _as_above(document.text, amount, document.sentences[0].block, "title")
        yield title if title and title.value in ("subsidy", "loan") and not is_large else None

    return next(filter(None, guesses()), Kind("other", amount.start, amount.start, "no-cue"))


def _is_supported(document: Document, heading: Block | None, amount: Amount) -> bool:
    """Whether the heading over an amount, or the document's, is that of measures of support, which give no billions."""
    above = [block for block in (heading, document.sentences[0].block) if block and block.kind == HEADING]
    return amount.value < _LARGEST_GRANT and any(_SUPPORTS.search(document.text, b.start, b.end) for b in above)


def _as_before(text: str, amount: Amount, before: Kind, is_planned: bool) -> Kind:
    """The kind of the amount before; a size that is reported after a plan, or planned after a report, turns."""
    kind = replace(before, rule="as-before")
    if kind.value == "industry_target" and reports(text, amount):
        return replace(kind, value="market_forecast")
    if kind.value == "market_forecast" and is_planned and before.rule in mood_decides():
        return replace(kind, value="industry_target")
    return kind


def _as_above(text: str, amount: Amount, block: Block | None, rule: str) -> Kind | None:
    """What the words of a heading tell."""
    kind = kind_of(text, block.start, block.end, amount, apart=True) if block and block.kind == HEADING else None
    return kind and replace(kind, rule=rule)
