"""The list of organisations that a cue of the lexicon ``roles`` speaks of: where it stands, and how far it reaches."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.document import Sentence
from analysis.find.bodies import Body, BodyMention
from analysis.find.cues import Cue
from analysis.find.lists import read_list, read_list_before
from analysis.find.organizations import Item
from analysis.segment import ITEM
from analysis.tokens import Token

_LABEL = 6  # tokens in which a label ends
_SAYING = frozenset("announced said confirmed reported declared told stated announces says confirms".split())


def list_of(
    sentence: Sentence, cue: Cue, here: list[tuple[BodyMention, Body]]
) -> tuple[list[tuple[Item, Sentence]], int, int]:
    """The list a cue speaks of, each item with the sentence it stands in; how far it reaches; where the cue ends."""
    tokens, place = sentence.tokens, cue.entry["list"]
    items: list[Item] = []
    reach, cue_end = cue.j, cue.inner[0] if cue.inner else cue.j
    if place == "after":
        items, reach = read_list(tokens, *(cue.inner or (cue.j, _main_clause(tokens, cue, here))))
        if not items and tokens[-1].text == ":" and cue.j >= len(tokens) - 1:
            return items_below(sentence), len(tokens), cue.j
    if place in ("before", "object", "around"):
        clause = max((k + 1 for k in range(cue.i) if tokens[k].text in ";:"), default=0)
        relative = max(
            (k + 1 for k in range(clause, cue.i) if tokens[k].low in ("which", "that", "when", "where")), default=clause
        )
        items = read_list_before(tokens, cue.i, relative) or read_list_before(tokens, cue.i, clause)
        if not items and place == "object":
            items = _subject(tokens, clause, cue.i)
        items = items or _speaker(tokens, cue.i)
    if place in ("between", "around"):
        items = items + read_list(tokens, *(cue.inner or (cue.j, len(tokens))))[0]
    return [(item, sentence) for item in items], reach, cue_end


def _speaker(tokens: Sequence[Token], k: int) -> list[Item]:
    """The one who says so of itself: "X Technology announced that it has joined …"."""
    while k > 0 and tokens[k - 1].low in ("has", "have", "had", "will", "would", "also"):
        k -= 1
    if k < 3 or tokens[k - 1].low != "it" or tokens[k - 2].low != "that":
        return []
    verb = next((n for n in range(k - 3, max(0, k - 9), -1) if tokens[n].low in _SAYING), None)
    return read_list_before(tokens, verb, 0)[-1:] if verb else []


def _main_clause(tokens: Sequence[Token], cue: Cue, here: list[tuple[BodyMention, Body]]) -> int:
    """Where the main clause begins behind a fronted cue: "Led by A and B, the X Alliance …"; the end of the sentence elsewhere."""
    for mention, _ in here if cue.i <= 2 else ():
        k = mention.i - (tokens[mention.i - 1].low == "the")
        follows = tokens[mention.j] if mention.j < len(tokens) else None
        is_subject = follows is not None and follows.is_word and follows.text.islower() and follows.low != "and"
        if is_subject and k > cue.j and tokens[k - 1].text == "," and (mention.named or mention.topic):
            return k - 1
    return len(tokens)


def _subject(tokens: Sequence[Token], clause: int, end: int) -> list[Item]:
    """The list that opens a clause and has a verb right behind it: "A and B will use the fair to launch …"."""
    items, reach = read_list(tokens, clause, end)
    verbs = (
        "will",
        "would",
        "plans",
        "plan",
        "has",
        "have",
        "announced",
        "used",
        "said",
        "intends",
        "decided",
        "is",
        "are",
        "aims",
    )
    return items if items and items[0].named and reach < end and tokens[reach].low in verbs else []


def items_below(sentence: Sentence) -> list[tuple[Item, Sentence]]:
    """The organisations of the bullet list under a line such as "Founding members:", or of the list that is the next sentence."""
    document, found = sentence.document, []
    for below in document.sentences[sentence.index + 1 :]:
        tokens = below.tokens
        label = next((k + 1 for k in range(min(_LABEL, len(tokens))) if tokens[k].text == ":"), 0)
        items, reach = read_list(tokens, label, len(tokens))
        whole = bool(items) and len(tokens) - reach <= 1  # "Chips: A; B; C"
        if below.block.kind != ITEM:
            return found or [(item, below) for item in items if whole and len(items) > 1]
        found += [(item, below) for item in (items if label and whole else items[:1])]
    return found
