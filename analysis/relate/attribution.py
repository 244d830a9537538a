"""Which body a cue speaks of: one named in the sentence, one it refers back to, or the one the text is about."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.document import Sentence
from analysis.find.bodies import Body, BodyMention, heads
from analysis.find.cues import Cue
from analysis.find.names import CLOSING, is_place_name, name_end
from analysis.find.organizations import Item, is_organization
from analysis.segment import CELL, HEADING, ITEM
from analysis.tokens import Token

# Subjects that are no body: "the conference was guided by …" says nothing of the alliance founded at it.
OTHER_SUBJECTS = frozenset(
    "conference meeting event forum summit ceremony congress park fund plan project fair expo zone city company activity action policy competition exhibition base festival week district province industry"
    " government scheme programme program initiative seminar salon project building report paper standard".split()
)
_ANY_BODY = frozenset(
    "organization organisation body entity institution group association alliance institute consortium union society".split()
)
_AUXILIARIES = frozenset(
    "is are was were be been being has have had will would jointly also officially formally co and together mainly both then then-newly newly itself".split()
)
_PREPOSITIONS = frozenset("of in on at by for to from with under".split())
_OBJECT = 10  # tokens from a verb to the noun of its object
BACK = 8  # sentences back that an unsaid body may have been named


def by_sentence(bodies: list[Body]) -> dict[int, list[tuple[BodyMention, Body]]]:
    found: dict[int, list[tuple[BodyMention, Body]]] = {}
    for body in bodies:
        for mention in body.mentions:
            found.setdefault(mention.sentence, []).append((mention, body))
    for pairs in found.values():
        pairs.sort(key=lambda pair: pair[0].i)
    return found


def bodies_of(
    sentence: Sentence, cue: Cue, reach: int, here: list[tuple[BodyMention, Body]], mentions: dict
) -> list[Body]:
    """The bodies a cue speaks of; empty where it speaks of none, or of something else."""
    tokens, place = sentence.tokens, cue.entry["list"]
    before = [(m, body) for m, body in here if m.j <= cue.i]
    if not (before and tokens[before[-1][0].j].text == "," and cue.i - before[-1][0].j <= 2):
        before = [pair for pair in before if pair[0].topic] or before  # not the association that a committee is under
    inside = [
        body
        for m, body in here
        if cue.i <= m.i and m.j <= cue.j and not (cue.inner and cue.inner[0] <= m.i < cue.inner[1])
    ]
    after = [(m, body) for m, body in here if m.i >= (reach if place == "after" else cue.j) and (m.named or m.topic)]
    if place == "before":  # "… are members of the X Alliance", but not "… are members; the Y Association is none"
        stops = {";"} if len({id(body) for _, body in here}) == 1 else {";", ","}
        after = [pair for pair in after if not stops & {t.text for t in tokens[cue.j : pair[0].i]}]
    if cue.entry["body"] == "near":
        return [body for m, body in here if cue.j - 1 <= m.i <= cue.j + 2][:1]
    if inside:
        return inside[-1:]
    if place in ("object", "around"):
        return _object(tokens, cue, here)
    if cue.entry["body"] == "said" and _other_subject(tokens, cue, here):
        return []
    if place == "before" and _joins_another(tokens, cue, here):
        return []
    if before:
        return _coordinated(tokens, before)
    if place == "after" and _two_meant(tokens, cue):
        return _last_two(sentence, mentions)
    if after and (
        cue.i <= 2
        or place != "after"
        or tokens[cue.i - 1].text == ","
        or cue.entry["body"] == "open"
        or tokens[min(reach, len(tokens) - 1)].text == ","
    ):
        return [after[0][1]]
    # "Established jointly by: A; B", "To be set up by: A"
    fragment = not here and place == "after" and {t.low for t in tokens[: cue.i]} <= {"to", "be", "jointly"}
    if cue.entry["body"] == "open" or fragment:
        return in_focus(sentence, mentions)
    return []


def is_labelled(sentence: Sentence) -> bool:
    """Whether a line is a label with what belongs to it: "Secretariat: A", "President unit | B"."""
    start = {t.text for t in sentence.tokens[:6]}
    return "|" in start or ":" in (t.text for t in sentence.tokens if sentence.block.kind in (HEADING, CELL, ITEM))


def bodies_of_word(
    sentence: Sentence, cue: Cue, reach: int, here: list[tuple[BodyMention, Body]], mentions: dict
) -> list[Body]:
    """The bodies a role word speaks of: that which it governs ("member of the X Alliance"), else as for any cue."""
    if _of_another(sentence.tokens, cue.i, here) or _founds_another(sentence.tokens, cue, here):
        return []
    governed = _governed(sentence.tokens, cue.j, here)
    return bodies_of(sentence, cue, reach, here, mentions) if governed is None else governed


def _of_another(tokens: Sequence[Token], k: int, here: list[tuple[BodyMention, Body]]) -> bool:
    """Whether somebody else owns what is at token ``k``: "the fund's partners", but not "the alliance's members"."""
    owner = next((n for n in range(k - 1, max(-1, k - 4), -1) if tokens[n].low.endswith(("'s", "s'"))), None)
    if owner is None or any(m.i <= owner < m.j for m, _ in here):
        return False
    name = tokens[owner].text[:-2]
    return (
        name.lower() in OTHER_SUBJECTS or name[:1].isupper() and name.lower() not in heads() and not is_place_name(name)
    )


def _founds_another(tokens: Sequence[Token], cue: Cue, here: list[tuple[BodyMention, Body]]) -> bool:
    """Whether something else is founded: "takes the lead to set up the fund"."""
    if cue.entry["role"] != "initiator" or cue.entry["list"] == "after":
        return False
    for k in range(cue.j, min(cue.j + _OBJECT, len(tokens))):
        if tokens[k].text in ",;.:" or tokens[k].low == "by" or any(m.i <= k < m.j for m, _ in here):
            return False
        if tokens[k].low in OTHER_SUBJECTS:
            return True
    return False


def _governed(tokens: Sequence[Token], k: int, here: list[tuple[BodyMention, Body]]) -> list[Body] | None:
    """The body in "member of the X Alliance"; none in "member of the Y Society", which is no body; None where nothing follows."""
    if k + 1 >= len(tokens) or tokens[k].low not in ("of", "for", "in"):
        return None
    article = tokens[k + 1].low in ("the", "this", "it")
    within = tokens[k].low == "in" and tokens[k - 1].low.startswith("part")
    k += 1 + (article and tokens[k + 1].low != "it")
    found = [body for mention, body in here if mention.i == k]
    if within and article and not found:
        return []  # "participate in the ceremony"
    end = name_end(tokens, k, len(tokens)) if k < len(tokens) else None
    return found or ([] if end and is_organization(tokens, Item(k, end, True)) else None)


def is_subject(tokens: Sequence[Token], mention: BodyMention) -> bool:
    """Whether a verb, or ", which", stands behind the name of a body."""
    j = mention.j + (mention.j < len(tokens) and tokens[mention.j].text in CLOSING)
    follows = [token.low for token in tokens[j : j + 2]]
    lower = (
        bool(follows) and follows[0].isalpha() and tokens[j].text.islower() and follows[0] not in ("and", "or", "as")
    )
    within = mention.i > 1 and {"in", "for", "at", "within", "inside"} & {
        t.low for t in tokens[mention.i - 2 : mention.i]
    }
    return (
        follows[:1] == ["("]
        and mention.j + 3 < len(tokens)
        and tokens[mention.j + 2].text != ")"
        or lower
        and (mention.topic or follows[0] not in _PREPOSITIONS)
        or follows[:1] == [","]
        and (bool(within) or follows[1:] in (["which"], ["that"], ["who"], ["whose"], ["a"], ["an"]))
        or follows[:1] == [":"]
    )


def _object(tokens: Sequence[Token], cue: Cue, here: list[tuple[BodyMention, Body]]) -> list[Body]:
    """The body that is the object of the verb: named soon after it, before the clause ends."""
    for mention, body in sorted(here, key=lambda pair: not pair[0].named):
        if (
            tokens[mention.i].low != "its"
            and cue.j <= mention.i <= cue.j + 14
            and not any(
                t.text in ";:." or t.low in ("by", "at", "during", "that", "under") for t in tokens[cue.j : mention.i]
            )
        ):
            return [body]
    return []


def _joins_another(tokens: Sequence[Token], cue: Cue, here: list[tuple[BodyMention, Body]]) -> bool:
    """Whether the cue has an object that is no body: "eight institutions have joined the fund"."""
    has_object = (
        cue.j < len(tokens)
        and tokens[cue.j - 1].low in ("joined", "join", "joins", "in")
        and tokens[cue.j].low in ("it", "the", "this")
    )
    return has_object and not any(cue.j <= mention.i <= cue.j + 3 for mention, _ in here)


def _other_subject(tokens: Sequence[Token], cue: Cue, here: list[tuple[BodyMention, Body]]) -> bool:
    k = cue.i - 1
    while k >= 0 and tokens[k].low in _AUXILIARIES:
        k -= 1
    if k < 0:
        return False
    # "a national platform led by …" is another platform, "the X Alliance, a non-profit led by …" is not
    article = next((n for n in range(k - 1, max(-1, k - 3), -1) if tokens[n].low in ("a", "an")), None)
    other = (
        k == cue.i - 1
        and tokens[k].text.islower()
        and tokens[k].low not in _ANY_BODY
        and article is not None
        and not any(mention.j == article - 1 and tokens[article - 1].text == "," for mention, _ in here)
    )
    return other or tokens[k].low in OTHER_SUBJECTS


def _coordinated(tokens: Sequence[Token], before: list[tuple[BodyMention, Body]]) -> list[Body]:
    """The nearest body before the cue, and those joined to it by "and" or a comma alone."""
    bodies = [before[-1][1]]
    for (left, body), (right, _) in zip(reversed(before[:-1]), reversed(before), strict=False):
        between = [t.low for t in tokens[left.j : right.i]]
        if not between or not set(between) <= {"and", ",", "the", '"', "“", "”"} or "and" not in between:
            break
        bodies.append(body)
    return bodies


def _two_meant(tokens: Sequence[Token], cue: Cue) -> bool:
    return any(t.low in ("both", "they", "two") for t in tokens[max(0, cue.i - 4) : cue.i])


def _last_two(sentence: Sentence, mentions: dict) -> list[Body]:
    for index in range(sentence.index - 1, max(-1, sentence.index - BACK), -1):
        bodies = list({id(body): body for _, body in mentions.get(index, [])}.values())
        if len(bodies) >= 2:
            return bodies[-2:]
    return []


def in_focus(sentence: Sentence, mentions: dict) -> list[Body]:
    """The body last spoken of, a few sentences back or in the same section."""
    document, section = sentence.document, _matter(sentence)
    for index in range(sentence.index - 1, -1, -1):
        pairs = mentions.get(index)
        near = sentence.index - index <= BACK or _matter(document.sentences[index]) == section
        if not near and not is_labelled(sentence):
            return []
        topics = [body for mention, body in pairs or () if mention.topic]
        if topics:
            return topics[-1:]
        if pairs and len({id(body) for other in mentions.values() for _, body in other}) == 1:
            return [pairs[-1][1]]  # the only body of the document
    return []


def _matter(sentence: Sentence) -> int:
    """The section of a sentence; questions of an interview go on about the matter before them."""
    document, section = sentence.document, sentence.block.section
    while section > 0 and document.text[: document.blocks[section].end].endswith("?"):
        section = document.blocks[section - 1].section
    return section
