"""Who stands in which role to which body: the sentences behind the tables of alliances and memberships.

Notes for a newcomer: a cue of the lexicon ``roles`` (``analysis.relate.cue_lists``) or, for the lists that none takes, the nearest
role word (`analysis.relate.role_words`) says the role; `analysis.relate.attribution` says which body is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.document import Document, Sentence
from analysis.find.bodies import Body, BodyMention, goes_on_about
from analysis.find.cues import Cue, find_cues
from analysis.find.lists import read_list
from analysis.find.names import PERSON_TITLES, is_place_name, names
from analysis.find.numbers import find_numbers
from analysis.find.organizations import REFERENCE, Item, is_organization
from analysis.find.references import find_mentions
from analysis.find.role_words import NOUN, find_role_words
from analysis.find.sectors import sector_of
from analysis.relate.attribution import BACK, bodies_of, bodies_of_word, by_sentence, is_labelled, is_subject
from analysis.relate.cue_lists import items_below, list_of
from analysis.relate.role_words import announces, by_role_words
from analysis.segment import HEADING
from analysis.tokens import Token

_OWN_HOUSE = ("institute", "laboratory", "centre")  # often an organisation of somebody's own, not a body
_OWNER = re.compile(r"(?P<owner>.+?)['’]s (?P<owned>[A-Z](?!overnment|ongress).*)")


@dataclass(frozen=True, slots=True)
class Participation:
    """An organisation, or a group without a name, in a role towards a body.

    ``start`` and ``end`` are the span of its name, ``cue`` the span of the words that gave the role, ``count`` the number
    printed before a group, with its span.
    """

    body: Body
    role: str
    named: bool
    sector: str
    start: int
    end: int
    cue: tuple[int, int]
    rule: str
    sentence: int
    count: tuple[int, int, int] | None = None


def participations(document: Document, bodies: list[Body]) -> tuple[list[Body], list[Participation]]:
    """The bodies of which something is said in their own right, and all participations a document states, in order.

    A body that stands only in another's list ("initiated by the Y Association") is an organisation there and no body here.
    """
    find_mentions(document, bodies)
    listed = {(p.start, p.end) for p in _read(document, bodies)} | _among_others(document, bodies)
    free = {id(body): [m for m in body.mentions if m.named and not _inside(m, listed)] for body in bodies}
    own = [
        body
        for body in bodies
        if free[id(body)]
        and goes_on_about(document, body, bodies)
        or not all(_is_employer(document, m) for m in free[id(body)])
    ]
    if not own:  # in an interview the body may be named only as the speaker's
        own = [body for body in bodies if free[id(body)] and body.kind not in _OWN_HOUSE]
    if len(own) < len(bodies):
        find_mentions(document, own)
    return own, _read(document, own)


def _among_others(document: Document, bodies: list[Body]) -> set[tuple[int, int]]:
    """Spans of institutes, laboratories and centres that stand in a list with organisations which are no bodies."""
    spans = set()
    for index, here in by_sentence(bodies).items():
        tokens = document.sentences[index].tokens
        taken = [(mention.i, mention.j) for mention, _ in here]
        houses = {(m.i, m.j) for m, body in here if body.kind in _OWN_HOUSE and m.named}
        starts = (i for i, _ in names(tokens)) if houses else ()
        reach = 0
        for start in starts:
            if start >= reach:
                items, reach = read_list(tokens, start, len(tokens))
                free = [x for x in items if x.named and not any(i < x.j and x.i < j for i, j in taken)]
                own = [x for x in items if (x.i, x.j) in houses]
                if free and len(free) + len(own) == len([x for x in items if x.named]):
                    spans |= {
                        (tokens[x.i].start, tokens[x.j - 1].end)
                        for x in own
                        if x is not items[0] or _leads(tokens, items)
                    }
    return spans


def _leads(tokens: Sequence[Token], items: Sequence[Item]) -> bool:
    """Whether the first item is one of the list: not "The X Laboratory, run by A and B", "In the X Laboratory, A and B"."""
    first, second = items[:2]
    k = first.i - 1 - (first.i > 0 and tokens[first.i - 1].low == "the")
    joined = all(token.low in (",", "and", "the") for token in tokens[first.j : second.i])
    return joined and not (k >= 0 and tokens[k].low in ("in", "at", "of", "for", "to"))


def _inside(mention: BodyMention, spans: set[tuple[int, int]]) -> bool:
    return any(start <= mention.start and mention.end <= end for start, end in spans)


def _is_employer(document: Document, mention: BodyMention) -> bool:
    """Whether a body is named only as somebody's: "Chen Hao, director of the Y Association"."""
    tokens = document.sentences[mention.sentence].tokens
    k = mention.i - 1
    while k > 0 and tokens[k].low in ("the", "of"):
        k -= 1
    if (
        mention.j + 1 < len(tokens)
        and tokens[mention.j].text == ","
        and tokens[mention.j + 1].low in ("a", "an", "which", "the")
    ):
        return False  # "secretary-general of the X Consortium, a body that …": the text goes on about it
    return k < mention.i - 1 and tokens[k].low in PERSON_TITLES and tokens[mention.i - 1].low in ("the", "of")


def _read(document: Document, bodies: list[Body]) -> list[Participation]:
    mentions = by_sentence(bodies)
    found: list[Participation] = [p for body in bodies for p in _by_name(document, body)]
    for sentence in document.sentences:
        if sentence.block.kind == HEADING and not is_labelled(sentence) and not announces(sentence):
            continue
        here = mentions.get(sentence.index, [])
        lists = [
            (cue, *list_of(sentence, cue, here))
            for cue in find_cues("roles", sentence.tokens, _skips(sentence.tokens, here))
        ]
        lists = [entry for entry in lists if entry[1] and not _negated(sentence.tokens, entry[0])]
        lists = [entry for entry in lists if not _has_office(sentence, entry[2])]
        free = _free(sentence, lists, here, mentions)
        taken: list[tuple[int, int]] = []
        for cue, items, reach, cue_end in lists:
            meant = bodies_of(sentence, cue, reach, _outside(items, sentence, free), mentions)
            taken += [(item.i, item.j) for item, owner in items if meant and owner is sentence]
            for body in meant:
                found += [
                    p for item, owner in items if (p := _participation(body, owner, item, cue, sentence, cue_end))
                ]
        found += _by_words(sentence, here, mentions, taken)
    return found


def _has_office(sentence: Sentence, reach: int) -> bool:
    """Whether a unit's office stands right behind a list: "headed by A as director unit" says more than its verb."""
    as_unit = reach < len(sentence.tokens) and sentence.tokens[reach].low == "as"
    return as_unit and any(word.i == reach + 1 and word.kind == NOUN for word in find_role_words(sentence))


def _by_words(
    sentence: Sentence, here: list[tuple[BodyMention, Body]], mentions: dict, taken: list[tuple[int, int]]
) -> list[Participation]:
    """Roles by words alone, of the lists that no cue took."""
    found = []
    subjects = [(m.i, m.j) for m, _ in here if is_subject(sentence.tokens, m)]
    for cue, items, reach in by_role_words(sentence, taken, subjects):
        if not _negated(sentence.tokens, cue):
            lists = [(item, sentence) for item in items] if items else items_below(sentence)
            for body in bodies_of_word(sentence, cue, reach, _outside(lists, sentence, here), mentions):
                parts = [_participation(body, owner, item, cue, sentence, cue.j) for item, owner in lists]
                found += [p for p in parts if p]
    return found


def _free(
    sentence: Sentence, lists: list, here: list[tuple[BodyMention, Body]], mentions: dict
) -> list[tuple[BodyMention, Body]]:
    """The mentions of bodies that are no item of a list: those that a cue of the sentence can speak of."""
    for cue, items, reach, _ in lists:
        others = _outside(items, sentence, here)
        if len(others) < len(here) and bodies_of(sentence, cue, reach, others, mentions):
            here = others
    return here


def _outside(
    items: list[tuple[Item, Sentence]], sentence: Sentence, here: list[tuple[BodyMention, Body]]
) -> list[tuple[BodyMention, Body]]:
    """The mentions of bodies that stand in no item: a list never speaks of its own items."""
    spans = [(item.i, item.j) for item, owner in items if item.named and owner is sentence]
    return [pair for pair in here if not any(i <= pair[0].i and pair[0].j <= j for i, j in spans)]


def _negated(tokens: Sequence[Token], cue: Cue) -> bool:
    return not {"not", "no", "never", "neither", "nor", "without", "declined", "refused"}.isdisjoint(
        t.low for t in tokens[max(0, cue.i - 3) : cue.i + 2]
    )


def _skips(tokens: Sequence[Token], here: list[tuple[BodyMention, Body]]) -> dict[int, int]:
    """Where "of the X Alliance" stands, which may come between the words of a cue."""
    skips = {}
    for mention, _ in here:
        i = mention.i - (mention.i > 0 and tokens[mention.i - 1].low in ("the", "this"))
        if i and tokens[i - 1].low in ("of", "for", "in", "to"):
            skips[i - 1] = mention.j
    return skips


def _participation(
    body: Body, owner: Sentence, item: Item, cue: Cue, sentence: Sentence, cue_end: int
) -> Participation | None:
    tokens, text = owner.tokens, owner.document.text
    span = (tokens[item.i].start, tokens[item.j - 1].end)
    if item.sector == REFERENCE:
        span = _referred(owner, tokens[item.j - 1].low)
        if span is None:
            return None
    start, end = _trim(text, *span)
    name = text[start:end]
    own = any(m.sentence == owner.index and m.i < item.j and item.i < m.j for m in body.mentions)
    if item.named and (own or name.casefold() in {form.casefold() for form in body.forms}):
        return None
    cue_span = (sentence.tokens[cue.i].start, sentence.tokens[cue_end - 1].end)
    sector = sector_of(name)[0] if item.named else item.sector
    numbers = [] if item.named else find_numbers(name)
    counted = numbers[0] if numbers and numbers[0].start < 3 and isinstance(numbers[0].value, int) else None
    count = (counted.value, start + counted.start, start + counted.end) if counted else None
    return Participation(
        body, cue.entry["role"], item.named, sector, start, end, cue_span, cue.entry["id"], sentence.index, count
    )


def _referred(sentence: Sentence, head: str) -> tuple[int, int] | None:
    """Span of the organisation that "the university" or "the association" refers back to."""
    document = sentence.document
    for earlier in reversed(document.sentences[max(0, sentence.index - BACK) : sentence.index + 1]):
        tokens = earlier.tokens
        for i, j in reversed(names(tokens)):
            if tokens[j - 1].low == head and earlier is not sentence:
                first = max((k + 1 for k in range(i, j) if tokens[k].low in ("of", "at", "the")), default=i)
                return tokens[first].start, tokens[j - 1].end
    return None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without quotation marks, a closing possessive, and an owner before a bare name ("Great Wall Motor's SVOLT")."""
    while start < end and text[start] in "\"“”‘’'":
        start += 1
    while end > start and text[end - 1] in '"“”‘':
        end -= 1
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    owner = _OWNER.fullmatch(text, start, end)
    bare = owner and " " in owner["owner"] and " " not in owner["owned"]
    if owner and (bare or is_place_name(owner["owner"])) and not is_place_name(owner["owned"]):
        start = owner.start("owned")
    return start, end


def _by_name(document: Document, body: Body) -> list[Participation]:
    """The parent inside a committee's name is its guide: "Committee of the X Association"."""
    span = body.parent or _acronym_parent(document, body)
    if span is None:
        return []
    sector = sector_of(document.text[slice(*span)])[0]
    sentence = document.sentence_at(span[0])
    return [
        Participation(
            body,
            "guide",
            True,
            sector,
            *span,
            (body.start, body.end),
            "parent-in-name",
            sentence.index if sentence else 0,
        )
    ]


def _acronym_parent(document: Document, body: Body) -> tuple[int, int] | None:
    """The association whose acronym begins a committee's name, where the document spells it out: "X Association (XA)"."""
    acronym = body.name.split()[0]
    if body.kind != "committee" or not (acronym.isupper() and 2 <= len(acronym) <= 6):
        return None
    for sentence in document.sentences:
        tokens = sentence.tokens
        for i, j in names(tokens):
            if (
                j + 1 < len(tokens)
                and tokens[j].text == "("
                and tokens[j + 1].text == acronym
                and is_organization(tokens, Item(i, j, True))
            ):
                return tokens[i].start, tokens[j - 1].end
    return None
