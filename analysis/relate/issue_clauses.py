"""Whether a verb of issue and a title belong together: in one sentence, or in two of which one goes on about the other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.document import Sentence
from analysis.find.cues import Cue
from analysis.find.names import CLOSING
from analysis.find.titles import Title
from analysis.tokens import Token

WINDOW = 150
"""Tokens between a verb and its title at all."""
_REACH = 16  # tokens between a verb and its title, other titles not counted
_RELATIVE_CLAUSE = 14  # tokens from ", which" to its verb
_LINK = 6  # tokens between two titles in a row
_INDEFINITE = frozenset(("a", "an", "its", "their", "own"))
# Between verb and title these words say that something else was issued: "issued rules under the Plan".
_BARS_OBJECT = frozenset(
    """under according implement implementing that which who said says with by to for from since after following
    per in based line proposes help""".split()
)
_OF_SEVERAL = re.compile(
    r"\b(?:(?:series|set|batch|number|package|raft|version|edition|draft) of|including|such as)\b", re.IGNORECASE
)
_AUXILIARIES = frozenset("was were is are has have had been being be will".split())
_BEFORE_VERB = _AUXILIARIES | frozenset(
    """which that also officially formally jointly subsequently recently just newly first later then both all to
    earlier previously already publicly finally hereby now""".split()
)
_ANY_POLICY = frozenset(
    "document policy policies package plan paper measures rules blueprint text programme scheme law opinions regulations guidelines".split()
)
_PRONOUNS = (["it"], ["they"], ["this"], ["that"], ["that", "one"], ["this", "one"], ["which"], ["these"])
_WHEN = frozenset("on in by last this earlier yesterday today at under late early".split())


def has_object(sentence: Sentence, cue: Cue, title: Title, row: set[int]) -> bool:
    """Whether the title is what the verb before it issues."""
    between = _between(sentence, cue.j, title.i, row)
    if between is None or len(between) > _REACH or any(token.text in ".;:" for token in between[:-2]):
        return False
    lows = [token.low for token in between]
    if _OF_SEVERAL.search(sentence.document.text, sentence.tokens[cue.j - 1].end, title.start):
        return True
    if lows[:1] == ["in"]:  # "issued in May the X"
        lows = lows[1:]
    return "of" not in lows and _BARS_OBJECT.isdisjoint(lows)


def has_subject(sentence: Sentence, cue: Cue, title: Title, row: set[int]) -> bool:
    """Whether the title is the subject of the verb, or described by it as a participle."""
    between = _between(sentence, title.j, cue.i, row)
    if between is None:
        return False
    between = between[1:] if between and between[0].text in CLOSING else between
    if sentence.tokens[cue.i].low == "dated":  # "This is what the “X” say, dated 3 March"
        return len(between) <= 8
    texts = [token.text for token in between]
    if "(" in texts[:3] and ")" in texts:
        between = between[texts.index(")") + 1 :]
        texts = [token.text for token in between]
    if _is_relative(between[texts[:1] == [","] :]):
        return True  # "the X, which the province passed"
    elif texts[:1] == [","] and texts[1:2] and texts[1] in ("a", "an", "the", "which"):
        comma = max(k for k, text in enumerate(texts) if text == ",")  # "the X, a plan for Y, was issued"
        between = between[comma:] if comma <= _REACH else between
    return len(between) <= 8 and all(_may_precede_verb(token) for token in between)


def _is_relative(tokens: Sequence[Token]) -> bool:
    """Whether tokens before a verb open a relative clause with a subject of its own: "which the province", "that we"."""
    lows = [token.low for token in tokens]
    opens = lows[:1] in (["which"], ["that"]) and 2 <= len(lows) <= _RELATIVE_CLAUSE
    return opens and lows[1] not in _AUXILIARIES and {"that", "which", "who", ",", ";"}.isdisjoint(lows[1:])


def _may_precede_verb(token: Token) -> bool:
    return token.low in _BEFORE_VERB if token.is_word else token.text not in ".;:"


def _between(sentence: Sentence, i: int, j: int, row: set[int]) -> list[Token] | None:
    """Tokens ``i`` to ``j`` less titles and what joins them; None where they are too far apart."""
    if not 0 <= j - i <= WINDOW:
        return None
    return [token for k, token in enumerate(sentence.tokens[i:j], start=i) if k not in row]


def joins(tokens: Sequence[Token]) -> bool:
    """Whether tokens between two titles only put them in a row: a comma, "and the district's"."""
    words = [token.low for token in tokens if token.is_word]
    return len(tokens) <= _LINK and words[:1] in ([], ["and"])


def ends(sentence: Sentence, title: Title) -> bool:
    """Whether a sentence ends with the title, as a heading or an item of a list does."""
    return not any(token.is_word for token in sentence.tokens[title.j : title.j + 5])


def noun(title: Title) -> str:
    """The last word of a title's head in small letters: "plan"."""
    return title.text[title.head[0] - title.start : title.head[1] - title.start].lower().split()[-1]


def refers_back(sentence: Sentence, cue: Cue, title: Title, is_next: bool) -> bool:
    """Whether a later sentence speaks of the title: "Issued March 17", "Date of issue: May", "The plan came out"."""
    tokens = sentence.tokens
    if cue.i == 0:
        return is_next or cue.j < len(tokens) and tokens[cue.j].text == ":"
    if cue.entry["title"] == "object" or cue.i > 8:
        return False
    end = cue.i
    while end and (tokens[end - 1].low in _BEFORE_VERB or tokens[end - 1].text == ",") and end > 1:
        end -= 1
    before = [token.low for token in tokens[:end]]
    passive = not _AUXILIARIES.isdisjoint(token.low for token in tokens[end : cue.i])
    if not (passive or cue.entry["title"] == "subject" or _WHEN.issuperset(t.low for t in tokens[cue.j : cue.j + 1])):
        return False
    if before in _PRONOUNS:
        return is_next
    subject = tokens[end - 1]
    return (
        before[0] in ("the", "this", "these", "that", "its")
        and subject.low in {noun(title), *_ANY_POLICY}
        and not subject.is_capital
    )


def leads_up(sentence: Sentence, cue: Cue, title: Title) -> bool:
    """Whether a sentence tells, without its title, of the policy that a later one names.

    "released an action plan", "according to a plan made public on Monday".
    """
    tokens, nouns = sentence.tokens, {noun(title)}
    if title.sentence == sentence.index + 1:
        nouns |= _ANY_POLICY
    if cue.entry["title"] != "subject":
        phrase = tokens[cue.j : cue.j + 8]
        at = next((k for k, token in enumerate(phrase) if token.text in nouns), None)
        if at and phrase[0].low in _INDEFINITE and all(token.is_word for token in phrase[:at]):
            return True
    if cue.entry["title"] == "object":
        return False
    end = cue.i
    while end and tokens[end - 1].low in _BEFORE_VERB:
        end -= 1
    phrase = [token.low for token in tokens[max(0, end - 8) : end]]
    return not nouns.isdisjoint(phrase[-1:]) and not _INDEFINITE.isdisjoint(phrase)
