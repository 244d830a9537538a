"""What an amount of money is: subsidy, fund, loan, the size of an industry or an enterprise, a deal, or something else.

Notes for a newcomer: the lexicon `funding_kinds` lists cues, each with the kind it speaks for and how far it reaches.
All cues of the amount's sentence bid for it; a bid is the weight of the cue less its distance (`_bid`), and the highest
wins. The mood of the sentence (lexicon `moods`) may turn the winner's kind: an industry that *will reach* a size is a
target, one that *reached* it a measurement. For an amount without a cue see `analysis.relate.guesses`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from analysis.find.money import Amount
from analysis.lexicon import load

_DEFAULT_WEIGHT = 10
_PHRASE_LENGTH = 60
_BEHIND = 2
"""What a cue behind its amount loses against one before it."""
_STOPS = re.compile(r"[;:；：]|[.!?]\s+(?=[A-Z“\"])")
_PUNCTUATION = re.compile(r"[,;:()（）]|[.!?]\s+(?=[A-Z“\"])")
_REPORTS = re.compile(
    r"(?<!goal )(?<!target )(?<!\bto )\b(?:passed|reached|exceeded|surpassed|topped"
    r"|(?<!should )(?<!will )(?<!would )(?<!could )hit|stood at|stands at|was|were|had|totall?ed"
    r"|amounted to|came to|turned over|generated|recorded|realized|realised)(?: (?:about|around|some|nearly|almost|over|more than|roughly))*\s$"
)
_BASE = re.compile(r"\bfrom\s$")
_FROM_BASE = re.compile(r"[^.;]{0,60}?\bto\s\D{0,24}\d")
_LABEL = re.compile(
    r"\s*[:：]\s*(?:(?:about|around|some|nearly|almost|over|more than|at least|up to|approximately|roughly) )?$"
)
# What begins a statement of its own: "took in 241 billion last year and is to hit 300 billion".
_STATEMENT = re.compile(
    r";|,\s(?:and|but|while|whereas)\b|,?\s(?:and|but|which)\s(?=(?:is|are|was|were|will|would|shall|should|has|have"
    r"|had|aims?|plans?|hopes?|wants?|intends?|expects?|targets?|seeks?|vows?|to|then)\b)"
)
_TITLE = re.compile(
    r"[“\"《「][^”\"》」]{8,200}?\b(?:plan|measures|polic(?:y|ies)|opinions|regulations|report|guidelines|rules|outline|scheme)\b[^”\"》」]{0,60}[”\"》」]"
)
_TO_CUE = re.compile(r"\)?[\s-]*(?:level\s|scale\s)?")
_WORDS = (
    r"(?:(?!(?:a|an|and|annually|are|at|by|each|every|for|from|if|in|into|is|its|last|of|on|or|over|per"
    r"|respectively|the|their|this|through|to|under|was|were|when"
    r"|which|while|who|will|with|within|would)\b)[\w“”\"'’-]+\.?[ -]){0,4}?"
)
_AMOUNT_LIKE = re.compile(r"\d[\d.,]*\s?(?:k|m|bn|hundred|thousand|million|billion|trillion|yuan)\b")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of funding with the words that told it: ``text[start:end]`` (equal where none did) and the ``rule``."""

    value: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    kind: str
    cue: re.Pattern[str]
    side: str
    reach: str
    weight: float
    needs: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    moods: dict[str, str]


def _optional(entry: dict, key: str, flags: int = re.IGNORECASE) -> re.Pattern[str] | None:
    return re.compile(entry[key], flags) if key in entry else None


@cache
def _entries() -> tuple[_Entry, ...]:
    return tuple(
        _Entry(
            entry["id"],
            entry["kind"],
            re.compile(rf"(?<![\w-])(?:{entry['cue'].replace('<words>', _WORDS)})".lower()),
            entry.get("side", "both"),
            entry.get("reach", "clause"),
            entry.get("weight", _DEFAULT_WEIGHT),
            _optional(entry, "with", 0),
            _optional(entry, "unless"),
            {mood: entry[mood] for mood in ("planned", "predicted", "measured", "open") if mood in entry},
        )
        for entry in load("funding_kinds")
    )


@cache
def _moods() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (entry["mood"], re.compile(entry["words"], re.IGNORECASE), _optional(entry, "unless"))
        for entry in load("moods")
    )


@cache
def mood_decides() -> frozenset[str]:
    """Rules by which a size is a target or a measurement as the sentence plans or reports it."""
    return frozenset(entry.id for entry in _entries() if entry.kind == "industry_target" and "measured" in entry.moods)


@lru_cache(maxsize=64)
def mood(sentence: str) -> str:
    """Whether a sentence plans, predicts or reports: ``planned``, ``predicted``, ``measured``, or else ``open``.

    Examples
    --------
    >>> mood("By 2025 we strive for 5 billion yuan."), mood("In 2022 it reached 5 billion yuan.")
    ('planned', 'measured')
    """
    for name, words, unless in _moods():
        if words.search(sentence) and not (unless and unless.search(sentence)):
            return name
    return "open"


def kind_of(text: str, start: int, end: int, amount: Amount, apart: bool = False, context: str = "") -> Kind | None:
    """The kind of an amount by the cues of its sentence.

    Parameters
    ----------
    text : str
        The document's text.
    start, end : int
        The sentence, or the words that speak of the amount (the header of its column).
    amount : Amount
        The amount.
    apart : bool
        The amount stands elsewhere, below the header that is ``start:end``: distance does not count.
    context : str
        What announces the sentence (the head of its list); it has a say in the mood.

    Returns
    -------
    Kind or None
        None where no cue reaches the amount.
    """
    sentence = text[start:end]
    adjacent = ((entry, *span) for entry in _entries() if (span := _adjacent(entry, sentence, amount.full_end - start)))
    best: tuple[float, _Entry, int, int] | None = None
    for entry, first, last in (*_cues(sentence), *adjacent):
        cue_start, cue_end = start + first, start + last
        bid = entry.weight if apart else _bid(entry, text, cue_start, cue_end, amount)
        if bid is not None and (best is None or bid > best[0]):
            best = (bid, entry, cue_start, cue_end)
    if best is None:
        return None
    _, entry, cue_start, cue_end = best
    tone = tone_of(text, start, end, amount, context) if entry.moods else "open"
    kind = entry.moods.get(tone, entry.kind)
    return Kind(kind, cue_start, cue_end, entry.id)


def reports(text: str, amount: Amount) -> bool:
    """Whether the verb right before an amount reports it, whatever the sentence plans: "passed 100 billion
    yuan", "from 100 billion yuan to"."""
    before = max(0, amount.start - 40), amount.start
    is_base = _BASE.search(text, *before) and _FROM_BASE.match(text, amount.full_end)
    return bool(is_base or _REPORTS.search(text, *before))


def statement_start(text: str, start: int, amount: Amount) -> int:
    """Where in the sentence that begins at ``start`` the statement about an amount begins."""
    return max((match.end() for match in _STATEMENT.finditer(text, start, amount.start)), default=start)


def tone_of(text: str, start: int, end: int, amount: Amount, context: str = "") -> str:
    """The mood of what is said of an amount: of its own statement, where the sentence makes several, else of all."""
    if reports(text, amount):
        return "measured"
    if not start <= amount.start < end:
        return mood(f"{context} {text[start:end]}")
    first = statement_start(text, start, amount)
    behind = _STATEMENT.search(text, amount.full_end, end)
    last = behind.start() if behind else end
    if _AMOUNT_LIKE.search(text, start, first) or _AMOUNT_LIKE.search(text, last, end):
        own = mood(text[first:last])
        if own != "open":
            return own
    return mood(f"{context} {text[start:end]}")


@lru_cache(maxsize=64)
def _cues(sentence: str) -> tuple[tuple[_Entry, int, int], ...]:
    """All cues of a sentence; its amounts, mostly several, share them."""
    # The words of a policy's title tell what the policy is about, not what an amount beside it is.
    folded = _TITLE.sub(lambda title: " " * len(title[0]), _fold(sentence))
    return tuple(
        (entry, *match.span())
        for entry in _entries()
        if entry.reach != "adjacent"
        for match in entry.cue.finditer(folded)
        if not (entry.needs and not entry.needs.search(sentence) or entry.unless and entry.unless.search(sentence))
    )


def _fold(text: str) -> str:
    """Lower case of equal length: patterns in lower case run on it twice as fast as ones that ignore case."""
    folded = text.lower()
    return folded if len(folded) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _adjacent(entry: _Entry, sentence: str, end: int) -> tuple[int, int] | None:
    """The cue that follows an amount at once; None where it does not."""
    if entry.reach != "adjacent" or not 0 <= end <= len(sentence) or entry.unless and entry.unless.search(sentence):
        return None
    match = entry.cue.match(_fold(sentence), _TO_CUE.match(sentence, end).end())
    return match.span() if match else None


def _bid(entry: _Entry, text: str, cue_start: int, cue_end: int, amount: Amount) -> float | None:
    """Weight less distance; None where the cue does not reach the amount."""
    before = cue_end <= amount.start
    if not before and cue_start < amount.end or entry.side == ("after" if before else "before"):
        return None
    end = amount.full_end if cue_start >= amount.full_end else amount.end
    gap = _LABEL.sub("", text[cue_end : amount.start]) if before else text[end:cue_start]
    if entry.reach == "phrase" and (len(gap) > _PHRASE_LENGTH or _PUNCTUATION.search(gap)):
        return None
    if entry.reach == "clause" and _STOPS.search(gap):
        return None
    others = len(_AMOUNT_LIKE.findall(gap))
    if others and (not before or entry.reach == "phrase"):
        return None  # it belongs to the amount nearer to it
    return (
        entry.weight
        - len(gap) / 12
        - 2 * gap.count(",")
        - 6 * len(_STOPS.findall(gap))
        - 5 * others
        - (0 if before else _BEHIND)
    )
