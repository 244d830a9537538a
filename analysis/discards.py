"""What was found in a document and became no row, and why: asked of the same functions that make the rows.

Nothing is recorded while documents are extracted. Each table has candidates (amounts, names, titles, counts); those
that stand in no row are told with the reason, as far as the functions that pass them over tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from analysis.document import Document, Sentence
from analysis.extract import Found
from analysis.find.bodies import body_span, heads
from analysis.find.counts import find_counts
from analysis.find.cues import find_cues
from analysis.find.names import is_topic, names
from analysis.find.numbers import find_numbers
from analysis.find.organizations import Item, is_organization
from analysis.find.titles import find_titles
from analysis.mention import Row
from analysis.relate.cells import with_cells
from analysis.relate.issuers import is_owned
from analysis.relate.issuing import Scene, issue_of
from analysis.relate.participation import participations
from analysis.relate.policies import group
from analysis.segment import BOILERPLATE
from analysis.tokens import Token, tokenize

LEFT_OUT = "it stands in boilerplate, which is left out"


class Discard(NamedTuple):
    """A candidate for a row at ``text[start:end]`` that became none, and why."""

    start: int
    end: int
    why: str


def discards(document: Document, table: str, rows: Sequence[Row]) -> list[Discard]:
    """The candidates for a table of a document that are in none of its rows, in order.

    Parameters
    ----------
    document : Document
    table : str
        Any but ``documents``.
    rows : sequence of Row
        What `analysis.extract.extract` made of the document.
    """
    own = [row for row in rows if row.table == table]
    spans = [(row.mention.start, row.mention.end) for row in own]
    found = {one for one in _OF[table](document, own) if not any(one.start < e and s < one.end for s, e in spans)}
    return sorted(found)


def _again(row: Row) -> str:
    return f"said again of what stands at {row.mention.start}"


def _funding(document: Document, rows: Sequence[Row]) -> Iterator[Discard]:
    found, text = Found(document), document.text
    kept = {amount.start for amount in with_cells(found.amounts, text, found.setting.grids)}
    for amount in found.amounts:
        same = [
            r for r in rows if (r.values.get("amount"), r.values.get("currency")) == (amount.value, amount.currency)
        ]
        if document.sentence_at(amount.start) is None:
            why = LEFT_OUT
        elif amount.start not in kept:
            why = "it is the unit of a column in a table"
        else:
            why = _again(same[0]) if same else "it was passed over for a reason that is not told"
        yield Discard(amount.start, amount.full_end, why)
    money = [(amount.start, amount.full_end) for amount in found.amounts]
    for number in find_numbers(text):
        if number.scale > 1 and not any(s < number.end and number.start < e for s, e in money):
            sentence = document.sentence_at(number.start)
            why = "it has no currency, and no words beside it show that it is money (lexicon bare_amounts)"
            yield Discard(number.start, number.end, why if sentence else LEFT_OUT)


def _alliances(document: Document, rows: Sequence[Row]) -> Iterator[Discard]:
    bodies = Found(document).bodies
    own, _ = participations(document, bodies)
    of_rows = {row.values["name"] for row in rows}
    named = {span for body in bodies for span in body.forms.values()}
    named |= {(m.start, m.end) for body in bodies for m in body.mentions if m.named}
    for body in bodies:
        if body.name not in of_rows:
            why = "nothing is said of it by itself: no founding, no role of several organisations, no number of members"
            if body not in own:
                why = "it is named only in another body's list, or as somebody's employer"
            yield Discard(body.start, body.end, why)
    for tokens, sentence in _passages(document):
        for i, j in names(tokens):
            start, end = tokens[i].start, tokens[j - 1].end
            is_known = any(s < end and start < e for s, e in named)
            if is_known or not any(token.low in heads() for token in tokens[i:j]):
                continue
            why = (
                "only headings name it"
                if body_span(tokens, i, j)
                else "such a name is no body's (office, event, department)"
            )
            yield Discard(start, end, why if sentence else LEFT_OUT)


def _passages(document: Document) -> Iterator[tuple[Sequence[Token], Sentence | None]]:
    """The tokens of all sentences, then those of the boilerplate."""
    yield from ((sentence.tokens, sentence) for sentence in document.sentences)
    for block in document.blocks:
        if block.kind == BOILERPLATE:
            yield tokenize(document.text, block.start, block.end), None


def _memberships(document: Document, rows: Sequence[Row]) -> Iterator[Discard]:
    bodies = Found(document).bodies
    participations(document, bodies)
    mentions = [mention for body in bodies for mention in body.mentions]
    meant, spoken = {(m.start, m.end) for m in mentions}, {m.sentence for m in mentions}
    by_name = {row.values["organization"].casefold(): row for row in reversed(rows)}
    for sentence in document.sentences:
        tokens = sentence.tokens
        cues = find_cues("roles", tokens)
        for i, j in names(tokens) if cues else ():
            start, end = tokens[i].start, tokens[j - 1].end
            if any(s < end and start < e for s, e in meant) or all(map(is_topic, tokens[i:j])):
                continue
            cue = min(cues, key=lambda cue: max(cue.i - j, i - cue.j))
            words = document.text[tokens[cue.i].start : tokens[cue.j - 1].end]
            if not is_organization(tokens, Item(i, j, True)):
                why = "such a name is no organisation's (person, place, event, document, date)"
            elif row := by_name.get(document.text[start:end].casefold()):
                why = _again(row)
            elif sentence.index in spoken:
                why = f"it is not in the list of {words!r} (cue of {cue.entry['id']})"
            else:
                why = f"{words!r} (cue of {cue.entry['id']}) stands in a sentence that speaks of no body"
            yield Discard(start, end, why)


def _policies(document: Document, rows: Sequence[Row]) -> Iterator[Discard]:
    titles, found = find_titles(document), Found(document)
    scene = Scene(document, titles, found)
    starts = {row.mention.start: row for row in rows}
    grouped = set()
    for policy in group(titles, found.setting):
        issue = issue_of(scene, policy.titles)
        row = starts.get(policy.name.start)
        why = "it is passed over for a reason that is not told"
        if row:
            why = _again(row)
        elif issue and issue.is_private:
            why = "it was issued by no government or party body"
        elif is_owned(document, policy.name, found):
            why = "it is another's than a government's"
        for title in policy.titles:
            grouped.add((title.start, title.end))
            yield Discard(title.start, title.end, why)
    for title in titles:
        if (title.start, title.end) not in grouped:
            yield Discard(title.start, title.end, "it is a short form, and no full title explains it")


def _targets(document: Document, rows: Sequence[Row]) -> Iterator[Discard]:
    found = Found(document)
    taken = sorted([(a.start, a.full_end) for a in found.amounts] + [(d.start, d.end) for d in found.dates if d.year])
    counts = find_counts(document.text, find_numbers(document.text), taken)
    for count in counts:
        same = [r for r in rows if r.values["count"] == count.value and count.head in r.values["unit"].lower()]
        why = "no words say that it is to be reached, or it is a number of members"
        why = f"{_again(same[0])}, or {why}" if same else why
        if document.sentence_at(count.start) is None:
            why = LEFT_OUT
        yield Discard(count.start, count.end, why)


_OF: dict[str, Callable[[Document, Sequence[Row]], Iterator[Discard]]] = {
    "alliances": _alliances,
    "memberships": _memberships,
    "funding": _funding,
    "policies": _policies,
    "targets": _targets,
}
