"""Funds whose creation is announced without an amount: "create a fund covering the metaverse industry".

A fund that is only mentioned ("relying on the Industrial Guidance Fund") is none, nor is one whose amount is printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analysis.document import Document

_FUND_HEAD = (
    r"(?P<fund>(?:[“\"‘']?(?:[A-Z][\w’'-]*[ ]){1,8}Fund\b(?! of)[”\"’']?"
    r"|(?:(?!(?:an?|the|its)\b)[A-Za-z-]+ and )?"
    r"(?:(?!(?:a|an|the|its|this|that|and|or|of|in|to|for|with|by|which|is|was"
    r"|be)\b)[A-Za-z“”\"'-]+[ ]){0,5}?fund\b(?! of| ?rais| manag| construct| support)"
    r"(?:[ ](?:covering|for|specially|specifically|dedicated|devoted|focus(?:ed|ing)|aimed|targeting|investing"
    r"|to support|to invest|to promote)\b"
    r"(?:(?! by | using | through | with | from )[^.,;:()\n]){0,60})?))"
)
_CREATED = re.compile(
    r"\b(?:creat(?:e[sd]?|ing)|set(?:s|ting)? up|establish(?:e[sd]|ing)?|launch(?:e[sd]|ing)?|form(?:s|ed|ing)?"
    r"|initiat(?:e[sd]?|ing)|rais(?:e[sd]?|ing)|inaugurat\w+"
    r"|unveil(?:s|ed|ing)?|g[ia]ve[sn]? birth to|found(?:s|ed|ing)?|plan(?:s|ned|ning)?|announc(?:e[sd]?|ing)"
    r"|register(?:s|ed|ing)?|build(?:s|ing)?|introduc(?:e[sd]?|ing)"
    r"|propos(?:e[sd]?|ing)|promis(?:e[sd]?|ing)|explor(?:e[sd]?|ing))\s(?:the\s(?:establishment|creation|launch"
    r"|formation|setting up)\sof\s)?(?:jointly\s)?"
    r"(?:an?|the|its|their|a new|one|another)\s(?:new\s)?" + _FUND_HEAD
)
_TO_BE_CREATED = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Ii]ts)\s"
    + _FUND_HEAD
    + r"(?:,[^.;]{0,60},)?\s(?:is|are|was|has|have|will|would|should|shall)\s(?:also\s)?(?:to\s)?(?:been\s|be\s|being\s)?"
    r"(?:prepared|organi[sz]ed|planned|arranged|created|set up|established|launched|formed|initiated|raised|inaugurated|unveiled|founded|planned"
    r"|announced|registered|(?<= to )follow)\b"
)
_FUND = re.compile(r"[Ff]und\b")
_AFTER, _BEFORE = 80, 40
"""An amount within so many characters after or before a fund is its amount."""


class Fund(NamedTuple):
    """A fund without an amount: its phrase ``text[start:end]``, and the words that announce it."""

    start: int
    end: int
    cue_start: int
    cue_end: int


def unsized_funds(document: Document, sized: Mapping[int, list[tuple[int, int]]]) -> Iterator[Fund]:
    """Funds of a document that are announced without an amount, each once.

    Parameters
    ----------
    document : Document
        The document.
    sized : mapping
        From the index of a sentence to the spans of its funds with an amount.
    """
    seen: set[str] = set()
    sentences = dict.fromkeys(document.sentence_at(fund.start()) for fund in _FUND.finditer(document.text))
    for sentence in filter(None, sentences):
        for pattern in (_CREATED, _TO_BE_CREATED):
            for match in pattern.finditer(document.text, sentence.start, sentence.end):
                start, end = _without_quotes(document.text, *match.span("fund"))
                name = document.text[start:end].lower()
                has_amount = any(a < end + _AFTER and b > start - _BEFORE for a, b in sized.get(sentence.index, ()))
                if name not in ("", "fund") and name not in seen and not has_amount:
                    seen.add(name)
                    yield Fund(start, end, match.start(), match.start("fund") - 1)


def _without_quotes(text: str, start: int, end: int) -> tuple[int, int]:
    quotes = " “”\"‘’'"
    while start < end and text[start] in quotes:
        start += 1
    while end > start and text[end - 1] in quotes:
        end -= 1
    return start, end
