"""Titles of policy documents: quoted, or printed in title capitals without quotation marks.

Notes for a newcomer: a title has a head of the lexicon ``policies`` ("Action Plan", "Measures"). `find_titles` looks only at
sentences in which such a noun is printed, takes the quotation around it, or extends it to both sides as far as titles go. Forms:

1. "“Three-Year Action Plan for X in Y Province (2022-2024)” proposes": the quotation, inner quotation marks included.
2. "“14th Five-Year Plan” Software Development Plan of Y Province": the title goes on behind a quotation, and begins with it.
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
from analysis.find.names import CLOSING, DAYS, FUNCTION_WORDS, MONTHS, is_topic
from analysis.find.places import find_places
from analysis.lexicon import load
from analysis.segment import HEADING
from analysis.tokens import Token

_OPENS, _CLOSES = frozenset("(（"), frozenset(")）")
_PAIRS = {"“": "”", "《": "》", "«": "»", "「": "」", "‘": "’", '"': '"', "'": "'", "〈": "〉", "<": ">"}
_LONGEST_TITLE = 60  # tokens
_LONGEST_INNER = 10  # tokens of a quotation inside a title
_NUMERALS = frozenset("several one two three four five six seven eight nine ten eleven twelve fifteen eighteen twenty thirty first new 's".split())
_COMPLEMENT = frozenset("for on of to in regarding concerning about towards".split())
_LINKS = frozenset("for on of to in the and with from a an regarding concerning into through by & - – + / ·".split())
_TIME_LINKS = frozenset("on in from by".split())
_EDITION = frozenset("trial interim draft revised edition version provisional implementation comment comments for the pilot".split())
_YEARS = re.compile(r"(?:19|20)\d\d(?:[-–/—]\d{2,4})?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)")
# Words that do not tell one policy from another.
_GENERIC = _NUMERALS | frozenset("the a of and on for action work plan plans measures policies policy opinions government three-year five-year two-year local special related support guiding municipal provincial".split())
_SPEAKS = frozenset("will is are was were has have had should must can would we it they he she says said i our".split())
_RENAMES = frozenset("referred called known abbreviated dubbed short nicknamed".split())
GOVERNMENT = re.compile(
    r"\b(?:[Gg]overnments?|[Mm]inist(?:ry|er|ries)|[Cc]ouncil|[Cc]ommission|[Bb]ureaus?|[Aa]uthorit(?:y|ies)|[Mm]unicipal(?:ity)?|[Pp]rovinc(?:e|ial)"
    r"|[Dd]istrict|[Cc]ounty|[Cc]ity|Party|Congress|[Aa]dministration|[Mm]ayor|[Oo]fficials?|[Oo]ffice of the|Zone|[Pp]olicy|[Nn]ational|[Ss]tate|MIIT|NDRC|CAC)\b"
)


@dataclass(frozen=True, slots=True)
class Title:
    """A printed title: ``text[start:end]`` without outer quotation marks, in tokens ``i`` to ``j`` of a sentence.

    ``form`` is ``full``, ``short`` ("the Action Plan") or ``alias`` (another name, given right behind a title), ``head`` the span of
    its noun, ``rule`` the lexicon entry of that noun.
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
    >>> document = Document("d", "It issued the “Ten Policies for Chips” and the Luzhou Robot Industry Action Plan (2022-2024).")
    >>> [title.text for title in find_titles(document)]
    ['Ten Policies for Chips', 'Luzhou Robot Industry Action Plan (2022-2024)']
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
        if head and not _goes_on(tokens, closing, head) and not _announces_another(head, heads, closing) and not _is_speech(tokens, opening + 1, closing):
            taken.update(range(opening, closing + 1))
            if not _is_other(others, opening + 1, closing, head):
                spans.append((opening + 1, closing, head, True))
    jumps = dict(quoted)
    for head in heads:
        if head.i in taken or not tokens[head.j - 1].is_capital:
            continue
        i, j = _extend(tokens, head, jumps, verbs, heads, taken)
        if j < len(tokens) and _may_stand_before(tokens[j]) or _announces_another(head, heads, j):
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
            titles.append(Title(sentence.index, i, j, start, end, sentence.document.text[start:end], form, span, head.entry["id"]))
    return titles


def quotations(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Outermost quotations as token indices of their marks; quotations inside them are left to their title."""
    found, k = [], 0
    while k < len(tokens):
        closing = _closing(tokens, k) if _opens(tokens, k) else None
        if closing is not None:
            found.append((k, closing))
            k = closing
        k += 1
    return found


def _opens(tokens: Sequence[Token], k: int) -> bool:
    """Whether a quotation begins here; a straight mark must not stand behind a word."""
    token = tokens[k]
    if token.text not in _PAIRS or k + 1 >= len(tokens):
        return False
    if token.text not in "\"'":
        return True
    apart = not k or tokens[k - 1].end < token.start or not tokens[k - 1].is_word
    return apart and (tokens[k + 1].start == token.end or token.text == '"')  # machine translation prints " X Plan "


def _closing(tokens: Sequence[Token], k: int) -> int | None:
    """Index of the mark that closes a quotation: the matching one where they are nested, else the next."""
    opening, closing = tokens[k].text, _PAIRS[tokens[k].text]
    first, depth = None, 1
    for n in range(k + 1, min(k + _LONGEST_TITLE, len(tokens))):
        text = tokens[n].text
        if text == opening and opening != closing:
            depth += 1
        elif text == closing and not (text == "'" and n + 1 < len(tokens) and tokens[n + 1].start == tokens[n].end and tokens[n + 1].is_word):
            depth -= 1
            first = n if first is None else first
            if not depth:
                return n
    return first


def _title_head(tokens: Sequence[Token], i: int, j: int, heads: list[Cue]) -> Cue | None:
    """The head of ``tokens[i:j]``, the first that ends it or that "for", "on", "of" or a bracket follows; None where it is no title."""
    end = _core_end(tokens, i, j)
    inside = [head for head in heads if i <= head.i and head.j <= j]
    for head in inside:
        behind = head.j + (head.j < j and tokens[head.j].text in CLOSING)  # “14th Five-Year Plan” for
        following = tokens[behind] if behind < j else None
        if head.j >= end or following and (following.low in _COMPLEMENT or following.text in _OPENS or _is_edition(following)):
            capital = tokens[head.j - 1].is_capital
            complete = tokens[i].is_capital and (following is not None or end < j)
            if capital or complete and (following is None or following.low in _COMPLEMENT):
                return head
    return None


def _core_end(tokens: Sequence[Token], i: int, j: int) -> int:
    """Index after the last word of a title, less brackets, years and editions at its end."""
    while j > i:
        if tokens[j - 1].text in _CLOSES:
            opening = next((k for k in range(j - 2, i, -1) if tokens[k].text in _OPENS), None)
            if opening is None:
                return j
            j = opening
        elif not tokens[j - 1].is_word or _is_edition(tokens[j - 1]):
            j -= 1
        else:
            return j
    return j


def _is_edition(token: Token) -> bool:
    return bool(_YEARS.fullmatch(token.text)) or token.text[0].isdigit() and "." in token.text


def _announces_another(head: Cue, heads: list[Cue], end: int) -> bool:
    """Whether a notice only announces the policy whose title it holds: "Notice on Printing and Distributing the X Action Plan"."""
    return head.entry["id"] == "notice" and any(head.j < other.i and other.j <= end for other in heads)


def _goes_on(tokens: Sequence[Token], closing: int, head: Cue) -> bool:
    """Whether a title goes on behind a quotation: “14th Five-Year Plan” Development Plan, “14th Five-Year Plan” for the Development."""
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
    return any(i <= cue.i and cue.j <= j and (cue.i < head.i or cue.j >= j - 1) and not (cue.i >= head.i and cue.j <= head.j) for cue in others)


def _extend(tokens: Sequence[Token], head: Cue, jumps: dict[int, int], verbs: set[int], heads: list[Cue], taken: set[int]) -> tuple[int, int]:
    """The title in capitals around a head; a quotation that ends with the head is its beginning."""
    back = {closing: opening for opening, closing in jumps.items()}
    first = back.get(head.j, head.i)
    return _left(tokens, first, back, verbs | taken), _right(tokens, head, jumps, heads, taken)


def _left(tokens: Sequence[Token], k: int, jumps: dict[int, int], barred: set[int]) -> int:
    joined = False
    while k > 0:
        p, token = k - 1, tokens[k - 1]
        before = tokens[k - 2] if k > 1 else None
        if p in barred:
            break
        if p in jumps and p - jumps[p] <= _LONGEST_INNER + 1:
            k = jumps[p]
        elif token.is_word and _may_stand_before(token) and not token.low.endswith("'s"):
            k = p
        elif token.text[0].isdigit() and not (before and before.low in MONTHS):
            k = p
        elif token.low in ("and", "&") and before and before.is_capital and is_topic(before) and p - 1 not in barred:
            k, joined = p, True
        elif token.text == "," and joined and before and before.is_capital and is_topic(before):
            k = p
        elif token.text in "-–+/·" and before and before.end == token.start and token.end == tokens[k].start:
            k = p
        else:
            break
    return k


def _may_stand_before(token: Token) -> bool:
    return token.is_capital and (token.low not in FUNCTION_WORDS or token.low in _NUMERALS) and token.low not in MONTHS | DAYS


def _right(tokens: Sequence[Token], head: Cue, jumps: dict[int, int], heads: list[Cue], taken: set[int]) -> int:
    """Index after a title: capitals and the small words between them; brackets with its years or edition end it."""
    last, k = head.j, head.j
    if head.j in jumps.values():  # the closing mark of “14th Five-Year Plan”
        last = k = head.j + 1
    starts = {other.i for other in heads}
    small = 0
    while k < len(tokens) and k - head.i < _LONGEST_TITLE and k not in taken:
        token = tokens[k]
        if token.text in _OPENS:
            edition = _edition_bracket(tokens, k)
            if edition is None:
                break
            last, k, small = edition, edition, 0
            if not any(t.is_capital for t in tokens[k + 1 : k + 3]) or tokens[k].low not in _COMPLEMENT - _TIME_LINKS:
                return last
        elif token.low in _LINKS:
            following = tokens[k + 1] if k + 1 < len(tokens) else None
            if small >= 2 or following is None or token.low in _TIME_LINKS and (following.text[0].isdigit() or following.low in MONTHS | DAYS):
                break
            if token.low == "and" and _begins_another(tokens, k + 1, starts) or token.low == "in" and last == head.j or token.low == "by":
                break
            k, small = k + 1, small + 1
        elif k in jumps and small + last - head.j and jumps[k] - k <= _LONGEST_INNER and tokens[k + 1].is_capital:
            last = k = jumps[k] + 1
            small = 0
        elif token.text == "," and is_topic(tokens[k - 1]) and _series(tokens, k):
            k += 1
        elif token.text[0].isdigit() or token.is_capital and token.low not in FUNCTION_WORDS | MONTHS | DAYS:
            if last == head.j and not small and not _is_edition(token) and token.text[0].isalpha() and k not in starts and not _head_follows(tokens, k, starts):
                break
            last = k = k + 1
            small = 0
        else:
            break
    return _lower_case_field(tokens, head, last)


def _begins_another(tokens: Sequence[Token], k: int, starts: set[int]) -> bool:
    """Whether another title begins at ``k`` behind "and": "... and the Measures for"."""
    for n in range(k, min(k + 10, len(tokens))):
        if n in starts:
            return tokens[n].is_capital and n + 1 < len(tokens) and any(t.low in _COMPLEMENT for t in tokens[n + 1 : n + 3])
        if not tokens[n].is_capital and tokens[n].low != "the":
            return False
    return False


def _head_follows(tokens: Sequence[Token], k: int, starts: set[int]) -> bool:
    """Whether the capitals from ``k`` on lead to another head."""
    while k < len(tokens) and (tokens[k].is_capital or tokens[k].low in ("and", "of", "&")):
        if k in starts:
            return True
        k += 1
    return False


def _series(tokens: Sequence[Token], k: int) -> bool:
    """Whether a comma stands in a series of fields: "Culture, Tourism and Sports"."""
    for n in range(k + 1, min(k + 8, len(tokens) - 1)):
        if tokens[n].low == "and":
            return tokens[n + 1].is_capital and is_topic(tokens[n + 1])
        if tokens[n].text != "," and not (tokens[n].is_capital and is_topic(tokens[n])):
            return False
    return False


def _edition_bracket(tokens: Sequence[Token], k: int) -> int | None:
    """Index after a bracket with the years or the edition of a title: "(2023-2025)", "(Trial)", "(Draft for Comments)"."""
    closing = next((n for n in range(k + 1, min(k + 9, len(tokens))) if tokens[n].text in _CLOSES), None)
    if closing is None:
        return None
    words = [token for token in tokens[k + 1 : closing] if token.text not in "-–—~"]
    fits = all(_YEARS.match(t.text) or t.low in _EDITION or t.low in ("to", "and", "no", ".") or t.text.isdigit() for t in words)
    return closing + 1 if words and fits else None


def _lower_case_field(tokens: Sequence[Token], head: Cue, last: int) -> int:
    """Index after what a five-year plan is for, where that is printed in small letters: "for information industry"."""
    if head.entry["id"] != "five-year-plan" or last != head.j or last + 1 >= len(tokens) or tokens[last].low != "for":
        return last
    k = last + 1 + (tokens[last + 1].low == "the")
    first = k
    while k < len(tokens) and k - first < 8 and (is_topic(tokens[k]) or tokens[k].low in ("and", "development", "the", "of") and k + 1 < len(tokens) and is_topic(tokens[k + 1])):
        k += 1
    return k if k > first else last


def _form(sentence: Sentence, i: int, j: int, head: Cue, is_quoted: bool, before: list[Title], is_issued: bool) -> str:
    """``full``, ``short``, ``alias``, or empty for what is no title; ``is_issued`` says that a verb of issue stands in the sentence."""
    tokens = sentence.tokens
    if before and _is_alias(tokens, i, before[-1]):
        return "alias"
    own = [k for k in range(i, j) if _is_own(tokens[k]) and not head.i <= k < head.j]
    if head.entry["id"] == "work-report" and head.j - head.i == 3:  # "Government Work Report" is a title by itself
        return "full"
    if not own:
        return "short"
    has_complement = own[-1] >= head.j
    dated = any(_is_edition(token) for token in tokens[head.j : j])
    if not is_quoted and not (has_complement or dated or len(own) >= 2):
        return "short"
    if sentence.block.kind == HEADING and not is_quoted and not dated and i - _first_word(tokens) > 2:
        return ""  # a headline in title capitals
    if head.entry.get("dated") and not dated:
        return ""
    if head.entry.get("weak") and not dated and not _has_government(sentence, i, j, is_quoted, has_complement, is_issued):
        return ""
    return "full"


def _is_own(token: Token) -> bool:
    """Whether a word tells this policy from others."""
    return token.is_word and token.low not in _LINKS | _GENERIC and not _ORDINAL.fullmatch(token.text) and not _YEARS.fullmatch(token.text)


def _has_government(sentence: Sentence, i: int, j: int, is_quoted: bool, has_complement: bool, is_issued: bool) -> bool:
    """Whether what could be a company's plan is a government's: one that acts, or a place in the title."""
    if is_quoted and has_complement:
        return True
    if (is_quoted or has_complement) and GOVERNMENT.search(sentence.text):
        return True
    placed = find_places(sentence.document.text, sentence.tokens[i].start, sentence.tokens[j - 1].end)
    return bool(placed) and (is_quoted or has_complement or is_issued)


def _first_word(tokens: Sequence[Token]) -> int:
    return next((k for k, token in enumerate(tokens) if token.text[0].isalpha()), 0)


def _is_alias(tokens: Sequence[Token], i: int, title: Title) -> bool:
    """Whether a name is given right behind a title: "(hereinafter referred to as “Nine Articles”)", "(the Policies)"."""
    between = [token.low for token in tokens[title.j : i]]
    if len(between) > 10:
        return False
    return "(" in between and ")" not in between[between.index("(") :] or not _RENAMES.isdisjoint(between)
