"""Precision, recall and F1 of tables against hand-coded files, by the codebook's rules of what is the same.

A row is *found* where it stands for a gold row: the same body by its name, the same organisation in the same role
of the same body, or an amount, policy or count at an overlapping place. It is *strict* where its attributes are
right too. Rows that the coders marked `optional` count neither way, nor do attributes they left `open`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from analysis.errors import AnalysisError

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
RESAMPLES = 2000

_NUMBERS = {"amount", "count", "year", "members_stated", "members_planned", "period_start", "period_end"}
_MARKS = re.compile(r"[\"'“”‘’«»《》「」·•.,;:()\[\]（），。、-]+")
_ARTICLE = re.compile(r"^\s*(the|a|an)\s+")
_PLACE_WORDS = re.compile(
    r"\b(the|city|province|district|municipality|municipal|provincial|county|prefecture|new area"
    r"|special administrative region|high-tech zone|high-tech industrial development zone)\b"
)

Row = dict[str, Any]


@dataclass
class Tally:
    """Counts of one table, of one document or of many: what all rates are made from."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    strict: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__match_args__))

    def rates(self, hits: str = "found") -> dict[str, float]:
        """``precision``, ``recall`` and ``f1`` of the rows ``found`` or ``strict``.

        With no row predicted the precision is 1 if none was wanted, else 0; so for the recall.
        """
        count = getattr(self, hits)
        precision = count / self.predicted if self.predicted else float(self.gold == 0)
        recall = count / self.gold if self.gold else float(self.predicted == 0)
        both = precision + recall
        return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / both if both else 0.0}

    def attributes(self, table: str) -> dict[str, float | None]:
        """Share of the rows found whose attribute is right; None where none was found."""
        return {name: self.right[name] / self.found if self.found else None for name in ATTRIBUTES[table]}


@dataclass(frozen=True)
class Scores:
    """Tallies by table and document, and a line for each row missed, extra or wrong, sorted."""

    tallies: dict[str, dict[str, Tally]]
    disagreements: list[str]

    def total(self, table: str) -> Tally:
        """The tally of a table over all documents."""
        return sum(self.tallies[table].values(), Tally())

    def interval(self, table: str, hits: str = "found") -> tuple[float, float]:
        """95 % percentile bootstrap interval of F1 over documents: how much it hangs on which documents were coded.

        Documents, not rows, are drawn anew `RESAMPLES` times, since rows of one document are not independent
        (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13).
        """
        import numpy

        counts = numpy.array([[t.gold, t.predicted, getattr(t, hits)] for t in self.tallies[table].values()])
        drawn = numpy.random.default_rng(0).integers(len(counts), size=(RESAMPLES, len(counts)))
        gold, predicted, found = counts[drawn].sum(axis=1).T
        # F1 is 2·hits / (predicted + gold); where neither has a row there is nothing to get wrong.
        values = numpy.where(gold + predicted > 0, 2 * found / numpy.maximum(gold + predicted, 1), 1.0)
        low, high = numpy.quantile(values, [0.025, 0.975])
        return float(low), float(high)

    def only(self, table: str) -> Scores:
        """The scores of one table."""
        return Scores({table: self.tallies[table]}, [row for row in self.disagreements if row.startswith(f"{table} ")])

    def __str__(self) -> str:
        counts = f"{'table':<12}{'gold':>5}{'pred':>6}{'P':>7}{'R':>7}{'F1':>7}  {'95 % of F1':<13}{'strict':>7}"
        lines = [f"{counts}  attributes of the rows found"]
        for table, told in self.as_dict().items():
            rates = "".join(f"{rate:>7.3f}" for rate in told["found"].values())
            low, high = told["found_f1_interval"]
            shares = [f"{name} {share:.2f}" for name, share in told["attributes"].items() if share is not None]
            lines.append(
                f"{table:<12}{told['gold']:>5}{told['predicted']:>6}{rates}  {low:.3f}-{high:.3f}"
                f"  {told['strict']['f1']:>7.3f}  {'  '.join(shares)}"
            )
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """All numbers, table by table, ready for JSON."""
        totals = {table: self.total(table) for table in self.tallies}
        return {
            table: {
                "gold": total.gold,
                "predicted": total.predicted,
                "found": total.rates(),
                "strict": total.rates("strict"),
                "attributes": total.attributes(table),
                "found_f1_interval": self.interval(table),
                "strict_f1_interval": self.interval(table, "strict"),
            }
            for table, total in totals.items()
        }


def score(tables: Mapping[str, list[Row]], gold: Mapping[str, dict[str, list[Row]]]) -> Scores:
    """Compare tables (by `analysis.store.read_cells`) with gold (by `analysis.gold.read_gold`).

    Documents without gold do not count. A table that lacks a column that is scored is an `AnalysisError`.
    """
    tallies: dict[str, dict[str, Tally]] = {table: {} for table in ATTRIBUTES}
    disagreements: list[str] = []
    try:
        predicted = _rows_by_document(tables)
    except KeyError as error:
        remedy = "Run python -m analysis check on the tables."
        raise AnalysisError(f"a table has no column {error}.", remedy=remedy) from None
    for table in ATTRIBUTES:
        for doc_id, wanted in gold.items():
            tallies[table][doc_id], differ = _compare(table, predicted.get((table, doc_id), []), wanted[table])
            disagreements += [f"{table}  {kind:<6}  {doc_id}: {what}" for kind, what in differ]
    return Scores(tallies, sorted(disagreements))


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


def _compare(table: str, predicted: list[Row], wanted: list[Row]) -> tuple[Tally, list[tuple[str, str]]]:
    """The tally of one table of one document, and its disagreements as (kind, what)."""
    if table == "memberships":  # groups without names are extra: no loss for missing or adding one
        predicted, wanted = ([row for row in rows if row["named"]] for rows in (predicted, wanted))
    pairs = _pairs(table, predicted, wanted)
    optional = {j for j, row in enumerate(wanted) if row.get("optional")}
    spared = optional.intersection(pairs.values())
    tally = Tally(gold=len(wanted) - len(optional), predicted=len(predicted) - len(spared))
    differ = [("MISSED", _label(table, wanted[j])) for j in set(range(len(wanted))) - set(pairs.values()) - optional]
    differ += [("EXTRA", _label(table, predicted[i])) for i in set(range(len(predicted))) - set(pairs)]
    for one, gold in ((predicted[i], wanted[j]) for i, j in pairs.items() if j not in optional):
        decided = [name for name in ATTRIBUTES[table] if name not in (gold.get("open") or [])]
        wrong = [name for name in decided if not same(name, one.get(name), gold.get(name))]
        tally.found += 1
        tally.strict += all((table, name) in SOFT for name in wrong)
        tally.right.update(set(ATTRIBUTES[table]) - set(wrong))
        differ += [("WRONG", f"{_label(table, gold)}: {a} is {one.get(a)!r}, gold {gold.get(a)!r}") for a in wrong]
    return tally, differ


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
