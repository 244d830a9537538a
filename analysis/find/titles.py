"""Titles of policy documents: quoted, or printed in title capitals without quotation marks.

Notes for a newcomer: a title has a head of the lexicon ``policies`` ("Action Plan", "Measures"). `find_titles` looks
only at sentences in which such a noun is printed, and takes the quotation around it, or extends it to both sides as
far as titles go (`title_spans`). Forms:

1. "“Three-Year Action Plan for X in Y Province (2022-2024)” proposes": the quotation, inner quotation marks included.
2. "“14th Five-Year Plan” Software Development Plan of Y Province": the title goes on behind a quotation, and begins
   with it.
3. "the Y District Web 3.0 Innovation and Development Action Plan (2023-2025)": capitals before the head.
4. "Measures for Promoting the Development of X in Y": capitals behind it, with the small words between them.
5. "the 14th Five-Year Plan for information industry": small letters behind a five-year plan.
6. "the “Several Policies”", "the Action Plan": short, another form of a title that the document prints in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.document import Document, Sentence
from analysis.find.cues import Cue, find_cues, longest
from analysis.find.names import CLOSING, FUNCTION_WORDS
from analysis.find.places import find_places
from analysis.find.quotations import quotations
from analysis.find.title_spans import (
    COMPLEMENT,
    LINKS,
    NUMERALS,
    OPENING_BRACKETS,
    YEARS,
    core_end,
    extend,
    is_edition,
    may_stand_before,
)
from analysis.lexicon import load
from analysis.segment import HEADING
from analysis.tokens import Token

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
# Words that do not tell one policy from another.
ISSUING = frozenset(
    """printing issuing issuance distributing distribution forwarding releasing release publishing publication
    promulgating promulgation""".split()
)
_LONGEST_ISSUER = 40
"""Tokens between "Notice" and what it does: "of the General Office of X on Printing"."""
_GENERIC = NUMERALS | frozenset(
    """the a of and on for action work plan plans measures policies policy opinions government three-year five-year
    two-year local special related support guiding municipal provincial""".split()
)
_SPEAKS = frozenset("will is are was were has have had should must can would we it they he she says said i our".split())
_RENAMES = frozenset("referred called known abbreviated dubbed short nicknamed".split())
_GOVERNMENT = re.compile(
    r"\b(?:[Gg]overnments?|[Mm]inist(?:ry|er|ries)|[Cc]ouncil|[Cc]ommission|[Bb]ureaus?|[Aa]uthorit(?:y|ies)"
    r"|[Mm]unicipal(?:ity)?|[Pp]rovinc(?:e|ial)|[Dd]istrict|[Cc]ounty|[Cc]ity|Party|Congress|[Aa]dministration|[Mm]ayor"
    r"|[Oo]fficials?|Zone|[Pp]olicy|[Nn]ational|[Ss]tate|MIIT|NDRC|CAC)\b"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title: ``text[start:end]`` without outer quotation marks, in tokens ``i`` to ``j`` of a sentence.

    ``form`` is ``full``, ``short`` ("the Action Plan") or ``alias`` (another name, given right behind a title);
    ``head`` is the span of its noun, ``rule`` the lexicon entry of that noun.
    """

    sentence: int
    i: int
    j: int
    start: int
    end: int
    text: str
    form: str
    head: tuple[int, int]
    rule: str


@cache
def _scan() -> re.Pattern[str]:
    """The last words of all heads, capital or not: what every sentence with a title has in it."""
    cues = [cue for entry in load("policies") if entry["use"] == "head" for cue in entry["cues"]]
    words = {word for cue in cues for word in cue.split()[-1].split("|")}
    return re.compile(r"\b(?:" + "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in sorted(words)) + r")\b")


def sentences_with_heads(document: Document) -> Iterator[Sentence]:
    """Sentences in which the noun of a policy title is printed."""
    last = None
    for match in _scan().finditer(document.text):
        if last is not None and match.start() < last.end:
            continue
        sentence = document.sentence_at(match.start())
        if sentence:
            last = sentence
            yield sentence


def find_titles(document: Document) -> list[Title]:
    """All titles of policies in order, short forms and other names included.

    Examples
    --------
    >>> document = Document("d", "The “Ten Policies for Chips” and the Luzhou Robot Action Plan (2022-2024).")
    >>> [title.text for title in find_titles(document)]
    ['Ten Policies for Chips', 'Luzhou Robot Action Plan (2022-2024)']
    """
    return [title for sentence in sentences_with_heads(document) for title in _in_sentence(sentence)]


def _in_sentence(sentence: Sentence) -> list[Title]:
    tokens = sentence.tokens
    cues = find_cues("policies", tokens)
    heads = [cue for cue in cues if cue.entry["use"] == "head"]
    verbs = {k for cue in cues if cue.entry["use"] == "issued" for k in range(cue.i, cue.j)}
    others = [cue for cue in cues if cue.entry["use"] == "other"]
    quoted = quotations(tokens)
    spans: list[tuple[int, int, Cue, bool]] = []
    taken: set[int] = set()
    for opening, closing in quoted:
        head = _title_head(tokens, opening + 1, closing, heads)
        if (
            head
            and not _goes_on(tokens, closing, head)
            and not _announces_another(tokens, head, heads)
            and not _is_speech(tokens, opening + 1, closing)
        ):
            taken.update(range(opening, closing + 1))
            if not _is_other(others, opening + 1, closing, head):
                spans.append((opening + 1, closing, head, True))
    for head in heads:
        if head.i in taken or not tokens[head.j - 1].is_capital:
            continue
        i, j = extend(tokens, head, heads, dict(quoted), verbs, taken)
        if j < len(tokens) and may_stand_before(tokens[j]) or _announces_another(tokens, head, heads):
            continue  # "Guidance Fund", "Strategy Analytics"; "Notice on Printing the X Action Plan"
        if not _is_other(others, i, j, head) and _title_head(tokens, i, j, [head]):
            spans.append((i, j, head, False))
    titles: list[Title] = []
    for i, j, head, is_quoted in longest(spans, lambda span: span[:2]):
        form = _form(sentence, i, j, head, is_quoted, titles, bool(verbs))
        if form:
            start, end = tokens[i].start, tokens[j - 1].end
            end = len(sentence.document.text[:end].rstrip(",. ")) if is_quoted else end
            span = (tokens[head.i].start, tokens[head.j - 1].end)
            titles.append(
                Title(sentence.index, i, j, start, end, sentence.document.text[start:end], form, span, head.entry["id"])
            )
    return titles


def _title_head(tokens: Sequence[Token], i: int, j: int, heads: list[Cue]) -> Cue | None:
    """The head of ``tokens[i:j]``: the first that ends it or stands before "for", "on", "of" or a bracket; or None."""
    end = core_end(tokens, i, j)
    inside = [head for head in heads if i <= head.i and head.j <= j]
    for head in inside:
        behind = head.j + (head.j < j and tokens[head.j].text in CLOSING)  # “14th Five-Year Plan” for
        following = tokens[behind] if behind < j else None
        if (
            head.j >= end
            or following
            and (following.low in COMPLEMENT or following.text in OPENING_BRACKETS or is_edition(following))
        ):
            capital = tokens[head.j - 1].is_capital
            complete = tokens[i].is_capital and (following is not None or end < j)
            if capital or complete and (following is None or following.low in COMPLEMENT):
                return head
    return None


def _announces_another(tokens: Sequence[Token], head: Cue, heads: list[Cue]) -> bool:
    """Whether a notice only announces the policy whose title follows: "Notice on Printing the X Action Plan"."""
    if head.entry["id"] != "notice" or not any(head.j < other.i for other in heads):
        return False
    return any(token.low in ISSUING for token in tokens[head.j : head.j + _LONGEST_ISSUER])


def _goes_on(tokens: Sequence[Token], closing: int, head: Cue) -> bool:
    """Whether a title goes on behind a quotation: “14th Five-Year Plan” Chip Plan, “14th Five-Year Plan” for Chips."""
    if head.entry["id"] != "five-year-plan" or head.j < closing or closing + 1 >= len(tokens):
        return False
    following = tokens[closing + 1]
    if following.low in ("for", "of", "on"):
        return any(token.is_capital for token in tokens[closing + 2 : closing + 4])
    return following.is_capital and following.low not in FUNCTION_WORDS


def _is_speech(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether a quotation is what somebody said, and no title."""
    return any(token.low in _SPEAKS and not token.text.isupper() or token.text in ";!?" for token in tokens[i:j])


def _is_other(others: list[Cue], i: int, j: int, head: Cue) -> bool:
    """Whether a title is that of a report or meeting, or a paper about a policy."""
    return any(
        i <= cue.i and cue.j <= j and (cue.i < head.i or cue.j >= j - 1) and not (cue.i >= head.i and cue.j <= head.j)
        for cue in others
    )


def _form(sentence: Sentence, i: int, j: int, head: Cue, is_quoted: bool, before: list[Title], is_issued: bool) -> str:
    """``full``, ``short``, ``alias``, or empty for no title; ``is_issued``: a verb of issue stands in the sentence."""
    tokens = sentence.tokens
    if before and _is_alias(tokens, i, before[-1]):
        return "alias"
    own = [k for k in range(i, j) if _is_own(tokens[k]) and not head.i <= k < head.j]
    if head.entry["id"] == "work-report" and head.j - head.i == 3:  # "Government Work Report" is a title by itself
        return "full"
    if not own:
        return "short"
    has_complement = own[-1] >= head.j
    dated = any(is_edition(token) for token in tokens[head.j : j])
    if not is_quoted and not (has_complement or dated or len(own) >= 2):
        return "short"
    announced = any(token.low in ISSUING for token in tokens[max(0, i - 2) : i])
    if sentence.block.kind == HEADING and not (is_quoted or dated or announced) and i - _first_word(tokens) > 2:
        return ""  # a headline in title capitals
    if head.entry.get("dated") and not dated:
        return ""
    if (
        head.entry.get("weak")
        and not dated
        and not _has_government(sentence, i, j, is_quoted, has_complement, is_issued)
    ):
        return ""
    return "full"


def _is_own(token: Token) -> bool:
    """Whether a word tells this policy from others."""
    return (
        token.is_word
        and token.low not in LINKS | _GENERIC
        and not _ORDINAL.fullmatch(token.text)
        and not YEARS.fullmatch(token.text)
    )


def _has_government(sentence: Sentence, i: int, j: int, is_quoted: bool, has_complement: bool, is_issued: bool) -> bool:
    """Whether what could be a company's plan is a government's: one that acts, or a place in the title."""
    if is_quoted and has_complement:
        return True
    if (is_quoted or has_complement or is_issued) and _GOVERNMENT.search(sentence.text):
        return True
    placed = find_places(sentence.document.text, sentence.tokens[i].start, sentence.tokens[j - 1].end)
    return bool(placed) and (is_quoted or has_complement or is_issued)


def _first_word(tokens: Sequence[Token]) -> int:
    return next((k for k, token in enumerate(tokens) if token.text[0].isalpha()), 0)


def _is_alias(tokens: Sequence[Token], i: int, title: Title) -> bool:
    """Whether a name is given right behind a title: "(hereinafter called “Nine Articles”)", "(the Policies)"."""
    between = [token.low for token in tokens[title.j : i]]
    if len(between) > 10:
        return False
    return "(" in between and ")" not in between[between.index("(") :] or not _RENAMES.isdisjoint(between)
