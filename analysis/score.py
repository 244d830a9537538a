"""Precision, recall and F1 of tables against hand-coded files, by the codebook's rules of what is the same.

A row is *found* where it stands for a gold row: the same body by its name, the same organisation in the same role
of the same body, or an amount, policy or count at an overlapping place. It is *strict* where its attributes are
right too. Rows that the coders marked `optional` count neither way, nor do attributes they left `open`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from analysis.errors import AnalysisError
from analysis.rates import HEADER, Rates, rates

ATTRIBUTES = {
    "alliances": ("kind", "province", "place", "established", "members_stated", "members_qualifier", "members_planned"),
    "memberships": ("sector",),
    "funding": ("amount", "currency", "kind", "qualifier", "province", "place", "year"),
    "policies": ("province", "period_start", "period_end", "issued"),
    "targets": ("count", "qualifier", "province", "year"),
}
# Told, but too much a matter of wording to decide whether a row is right: a zone, its district or its city.
SOFT = {("alliances", "place"), ("funding", "place")}
SAME_BODY, SAME_ORGANIZATION = 0.85, 0.9
ROWS = ("found", "strict")  # measures of rows; all others are attributes

_NUMBERS = {"amount", "count", "year", "members_stated", "members_planned", "period_start", "period_end"}
_MARKS = re.compile(r"[\"'“”‘’«»《》「」·•.,;:()\[\]（），。、-]+")
_ARTICLE = re.compile(r"^\s*(the|a|an)\s+")
_PLACE_WORDS = re.compile(
    r"\b(the|city|province|district|municipality|municipal|provincial|county|prefecture|new area"
    r"|special administrative region|high-tech zone|high-tech industrial development zone)\b"
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a row that counts: of the gold, of the tables, or of both where they are a pair.

    Attributes
    ----------
    table, doc_id : str
    gold, row : dict or None
        As hand-coded and as extracted. Without gold the row is extra, without a row the gold is missed.
    wrong : tuple of str
        Attributes of a pair that differ.
    """

    table: str
    doc_id: str
    gold: Row | None = None
    row: Row | None = None
    wrong: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the row stands for a gold row."""
        return self.gold is not None and self.row is not None

    @property
    def strict(self) -> bool:
        """Whether its attributes are right too, but for those that are `SOFT`."""
        return self.found and all((self.table, name) in SOFT for name in self.wrong)

    @property
    def open(self) -> list[str]:
        """Attributes that the coders left open."""
        return (self.gold or {}).get("open") or []

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in its document: as extracted, else as coded."""
        return (int(self.row["start"]), int(self.row["end"])) if self.row else self.gold["span"]

    @property
    def key(self) -> str:
        """One line that names the row, the same as long as the document and its gold are."""
        row = self.gold or self.row
        start = self.gold["span"][0] if self.gold else self.row["start"]
        place = "" if self.table in ("alliances", "memberships") else f" @{start}"
        return f"{self.table}  {self.doc_id}: {_label(self.table, row)}{place}"

    def counts(self, measure: str) -> tuple[int, int, int]:
        """How much it adds to what is wanted, given and right, of the rows or of the values of an attribute."""
        if measure in ROWS:
            return self.gold is not None, self.row is not None, self.found if measure == "found" else self.strict
        if measure in self.open:
            return 0, 0, 0
        wanted, given = ((one or {}).get(measure) not in (None, "") for one in (self.gold, self.row))
        # What is not wrong was found the same, though one of the two may leave it to the other to say.
        return (wanted, wanted, wanted) if self.found and measure not in self.wrong else (wanted, given, False)

    def differences(self) -> list[str]:
        """A line for each thing that differs."""
        told = f"{self.doc_id}: {_label(self.table, self.gold or self.row)}"
        if not self.found:
            return [f"{self.table}  {'EXTRA ' if self.row else 'MISSED'}  {told}"]
        pairs = ((name, self.row.get(name), self.gold.get(name)) for name in self.wrong)
        return [f"{self.table}  WRONG   {told}: {name} is {one!r}, gold {gold!r}" for name, one, gold in pairs]


@dataclass(frozen=True)
class Scores:
    """What became of every row that counts, in the documents that were coded and the tables that were asked for."""

    doc_ids: tuple[str, ...]
    verdicts: list[Verdict]
    tables: tuple[str, ...] = tuple(ATTRIBUTES)

    def rates(self, table: str, measure: str = "found") -> Rates:
        """Rates of the rows ``found``, of the ``strict`` ones, or of the values of an attribute.

        An attribute's precision is the share of values in the table that are right, its recall the share of values
        in the gold that are in the table: rows missed and extra count too, and empty cells do not.
        """
        by_document = {doc_id: [0, 0, 0] for doc_id in self.doc_ids}
        for verdict in self.verdicts:
            if verdict.table == table:
                sums = zip(by_document[verdict.doc_id], verdict.counts(measure), strict=True)
                by_document[verdict.doc_id] = [one + more for one, more in sums]
        return rates(list(by_document.values()))

    @property
    def disagreements(self) -> list[str]:
        """A line for each row missed or extra and each attribute wrong, sorted."""
        return sorted(line for verdict in self.verdicts for line in verdict.differences())

    def only(self, table: str) -> Scores:
        """The scores of one table."""
        return replace(self, verdicts=[one for one in self.verdicts if one.table == table], tables=(table,))

    def as_dict(self) -> dict[str, dict[str, dict[str, float]]]:
        """All numbers by table and measure, ready for JSON."""
        measures = {table: (*ROWS, *ATTRIBUTES[table]) for table in self.tables}
        return {table: {name: self.rates(table, name)._asdict() for name in measures[table]} for table in self.tables}

    def __str__(self) -> str:
        lines = [f"{'table':<12}{'measure':<18}{HEADER}"]
        for table, measures in self.as_dict().items():
            lines += [f"{table:<12}{name:<18}{Rates(**numbers)}" for name, numbers in measures.items()]
        return "\n".join(lines)


def score(tables: Mapping[str, list[Row]], gold: Mapping[str, dict[str, list[Row]]]) -> Scores:
    """Compare tables (by `analysis.store.read_cells`) with gold (by `analysis.gold.read_gold`).

    Documents without gold do not count. A table that lacks a column that is scored is an `AnalysisError`.
    """
    try:
        predicted = _rows_by_document(tables)
    except KeyError as error:
        remedy = "Run python -m analysis check on the tables."
        raise AnalysisError(f"a table has no column {error}.", remedy=remedy) from None
    verdicts = [
        verdict
        for table in ATTRIBUTES
        for doc_id, wanted in gold.items()
        for verdict in _verdicts(table, doc_id, predicted.get((table, doc_id), []), wanted[table])
    ]
    return Scores(tuple(gold), verdicts)


def _rows_by_document(tables: Mapping[str, list[Row]]) -> dict[tuple[str, str], list[Row]]:
    """Rows by table and document, memberships with their body's name."""
    names = {(row["doc_id"], row["alliance_id"]): row["name"] for row in tables.get("alliances", [])}
    found: dict[tuple[str, str], list[Row]] = {}
    for table in ATTRIBUTES:
        for row in tables.get(table, []):
            if table == "memberships":
                body = names.get((row["doc_id"], row["alliance_id"]), "")
                row = {**row, "alliance": body, "named": row["named"] != "false"}
            found.setdefault((table, row["doc_id"]), []).append(row)
    return found


def _verdicts(table: str, doc_id: str, predicted: list[Row], wanted: list[Row]) -> Iterator[Verdict]:
    """What became of the rows of one table of one document, in the order of the gold; extra rows last."""
    if table == "memberships":  # groups without names are extra: no loss for missing or adding one
        predicted, wanted = ([row for row in rows if row["named"]] for rows in (predicted, wanted))
    pairs = _pairs(table, predicted, wanted)
    row_of = {j: predicted[i] for i, j in pairs.items()}
    for j, gold in enumerate(wanted):
        if gold.get("optional"):
            continue
        pair = Verdict(table, doc_id, gold, row_of.get(j))
        decided = [name for name in ATTRIBUTES[table] if pair.row and name not in pair.open]
        yield replace(pair, wrong=tuple(a for a in decided if not same(a, pair.row.get(a), gold.get(a))))
    yield from (Verdict(table, doc_id, row=row) for i, row in enumerate(predicted) if i not in pairs)


def _pairs(table: str, predicted: list[Row], wanted: list[Row]) -> dict[int, int]:
    """Predicted row to gold row, each used once, the closest first."""
    candidates = [(-_closeness(table, p, g), i, j) for i, p in enumerate(predicted) for j, g in enumerate(wanted)]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for distance, i, j in sorted(candidates):
        if distance < 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def _closeness(table: str, predicted: Row, wanted: Row) -> float:
    """How well a predicted row stands for a gold row of the same document, up to 1; 0 where it does not."""
    if table in ("alliances", "memberships"):
        body = predicted["name" if table == "alliances" else "alliance"]
        close = max(similarity(body, name) for name in wanted["names"])
        if close < SAME_BODY or table == "alliances":
            return close if close >= SAME_BODY else 0.0
        close = similarity(predicted["organization"], wanted["organization"])
        return close if close >= SAME_ORGANIZATION and predicted["role"] == wanted["role"] else 0.0
    (start, end), (p_start, p_end) = wanted["span"], (int(predicted["start"]), int(predicted["end"]))
    return max(min(p_end, end) - max(p_start, start), 0) / max(end - start, p_end - p_start)


def _label(table: str, row: Row) -> str:
    """How a row is named in the list of disagreements."""
    if table == "memberships":
        return f"{row['organization']} [{row['role']}/{row.get('sector')}] of {row['alliance']}"
    names = {"alliances": ("name",), "funding": ("mention", "kind")}.get(table, ("mention",))
    return " | ".join(str(row.get(name)) for name in names)


def same(attribute: str, predicted: Any, wanted: Any) -> bool:
    """Whether a predicted value is the gold value: numbers by value, all else in plain form."""
    if attribute in _NUMBERS:
        return _number(predicted) == _number(wanted)
    if attribute == "place":
        return _PLACE_WORDS.sub(" ", plain(predicted)).split() == _PLACE_WORDS.sub(" ", plain(wanted)).split()
    return plain(predicted) == plain(wanted) or attribute == "members_qualifier" and not wanted


def _number(value: Any) -> float | str | None:
    """A number as coded or as written; the text itself where it is none, which equals no number."""
    try:
        return None if value in (None, "") else round(float(str(value).replace(",", "")), 6)
    except ValueError:
        return f"not a number: {value}"


@cache
def similarity(one: str, other: str) -> float:
    """Ratcliff-Obershelp similarity of two names in plain form, 0 to 1."""
    return difflib.SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()


@cache
def plain(text: Any) -> str:
    """A text without case, punctuation and article.

    Examples
    --------
    >>> plain("The “Metaverse” Alliance, Ltd.")
    'metaverse alliance ltd'
    """
    text = unicodedata.normalize("NFKC", str(text or "")).casefold()
    return " ".join(_ARTICLE.sub("", _MARKS.sub(" ", text)).split())
