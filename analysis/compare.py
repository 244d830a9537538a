"""When a value found is the value coded: numbers by value, dates as written, names and places in plain form."""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import cache
from typing import Any

NUMBERS = {"amount", "count", "year", "members_stated", "members_planned", "period_start", "period_end"}
DATES = {"established", "issued"}

_MARKS = re.compile(r"[\"'“”‘’«»《》「」·•.,;:()\[\]（），。、-]+")
_ARTICLE = re.compile(r"^\s*(the|a|an)\s+")
_PLACE_WORDS = re.compile(
    r"\b(the|city|province|district|municipality|municipal|provincial|county|prefecture|new area"
    r"|special administrative region|high-tech zone|high-tech industrial development zone)\b"
)


def same(attribute: str, predicted: Any, wanted: Any) -> bool:
    """Whether a predicted value is the gold value."""
    if attribute in NUMBERS:
        return _number(predicted) == _number(wanted)
    if attribute in DATES:
        return str(predicted or "") == str(wanted or "")
    if attribute == "place":
        return _place(predicted) == _place(wanted)
    if attribute == "members_qualifier" and not wanted:
        return True
    return plain(predicted) == plain(wanted)


@cache
def similarity(one: str, other: str) -> float:
    """Ratcliff-Obershelp similarity of two names in plain form, 0 to 1."""
    return difflib.SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()


@cache
def plain(text: Any) -> str:
    """A text without case, punctuation and article.

    Examples
    --------
    >>> plain("The “Metaverse” Alliance, Ltd.")
    'metaverse alliance ltd'
    """
    text = unicodedata.normalize("NFKC", str(text or "")).casefold()
    return " ".join(_ARTICLE.sub("", _MARKS.sub(" ", text)).split())


def _place(text: Any) -> str:
    return " ".join(_PLACE_WORDS.sub(" ", plain(text)).split())


def _number(value: Any) -> float | str | None:
    """A number as coded or as written; the text itself where it is none, which equals no number."""
    if value in (None, ""):
        return None
    try:
        return round(float(str(value).replace(",", "")), 6)
    except ValueError:
        return f"not a number: {value}"
