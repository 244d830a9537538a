"""Precision, recall and F1 of tables against hand-coded files, by the codebook's rules of what is the same.

A row is *found* where it stands for a gold row: the same body by its name, the same organisation in the same role
of the same body, or an amount, policy or count at an overlapping place. It is *strict* where its attributes are
right too. Rows that the coders marked `optional` count neither way, nor do attributes they left `open`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.compare import same, similarity
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

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A row missed, extra or wrong: one line of what to look into."""

    table: str
    kind: str
    doc_id: str
    what: str

    def __str__(self) -> str:
        return f"{self.table}  {self.kind:<6}  {self.doc_id}: {self.what}"


@dataclass
class Tally:
    """Counts of one table, of one document or of many: what all rates are made from."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    strict: int = 0
    right: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.found + other.found,
            self.strict + other.strict,
            self.right + other.right,
        )

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
    """Tallies by table and document, and all disagreements, sorted."""

    tallies: dict[str, dict[str, Tally]]
    disagreements: list[Disagreement]

    def total(self, table: str) -> Tally:
        """The tally of a table over all documents."""
        return sum(self.tallies[table].values(), Tally())

    def interval(self, table: str, hits: str = "found", level: float = 0.95) -> tuple[float, float]:
        """Percentile bootstrap interval of F1 over documents: how much it hangs on which documents were coded.

        Documents, not rows, are drawn anew `RESAMPLES` times, since rows of one document are not independent
        (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13).
        """
        import numpy

        counts = numpy.array([[t.gold, t.predicted, getattr(t, hits)] for t in self.tallies[table].values()])
        drawn = numpy.random.default_rng(0).integers(len(counts), size=(RESAMPLES, len(counts)))
        gold, predicted, found = counts[drawn].sum(axis=1).T
        # F1 is 2·hits / (predicted + gold); where neither has a row there is nothing to get wrong.
        values = numpy.where(gold + predicted > 0, 2 * found / numpy.maximum(gold + predicted, 1), 1.0)
        low, high = numpy.quantile(values, [(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)

    def only(self, table: str) -> Scores:
        """The scores of one table."""
        return Scores({table: self.tallies[table]}, [row for row in self.disagreements if row.table == table])

    def __str__(self) -> str:
        counts = f"{'table':<12}{'gold':>5}{'pred':>6}{'P':>7}{'R':>7}{'F1':>7}  {'95 % of F1':<13}{'strict':>7}"
        lines = [f"{counts}  attributes of the rows found"]
        for table in self.tallies:
            total, (low, high) = self.total(table), self.interval(table)
            found, strict = total.rates(), total.rates("strict")
            values = "  ".join(
                f"{name} {share:.2f}" for name, share in total.attributes(table).items() if share is not None
            )
            lines.append(
                f"{table:<12}{total.gold:>5}{total.predicted:>6}{found['precision']:>7.3f}{found['recall']:>7.3f}{found['f1']:>7.3f}"
                f"  {low:.3f}-{high:.3f}  {strict['f1']:>7.3f}  {values}"
            )
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """All numbers, table by table, ready for JSON."""
        result = {}
        for table in self.tallies:
            total = self.total(table)
            result[table] = {
                "gold": total.gold,
                "predicted": total.predicted,
                "found": total.rates(),
                "strict": total.rates("strict"),
                "attributes": total.attributes(table),
                "found_f1_interval": self.interval(table),
                "strict_f1_interval": self.interval(table, "strict"),
            }
        return result


def predicted_rows(tables: Mapping[str, list[Row]]) -> dict[str, dict[str, list[Row]]]:
    """Rows of tables (`analysis.store.read_cells`) by document and table, memberships with their body's name."""
    names = {(row["doc_id"], row["alliance_id"]): row["name"] for row in tables.get("alliances", [])}
    found: dict[str, dict[str, list[Row]]] = {}
    for table in ATTRIBUTES:
        for row in tables.get(table, []):
            if table == "memberships":
                row = {
                    **row,
                    "alliance": names.get((row["doc_id"], row["alliance_id"]), ""),
                    "named": row["named"] != "false",
                }
            found.setdefault(row["doc_id"], {name: [] for name in ATTRIBUTES})[table].append(row)
    return found


def score(tables: Mapping[str, list[Row]], gold: Mapping[str, dict[str, list[Row]]]) -> Scores:
    """Compare tables with gold; documents without gold do not count.

    Parameters
    ----------
    tables : mapping of str to list of dict
        Cells as written, by `analysis.store.read_cells`.
    gold : mapping
        By `analysis.gold.read_gold`.

    Raises
    ------
    AnalysisError
        Where a table lacks a column that is scored.
    """
    try:
        predicted = predicted_rows(tables)
    except KeyError as error:
        raise AnalysisError(
            f"a table has no column {error}.", remedy="Run python -m analysis check on the tables."
        ) from None
    nothing: dict[str, list[Row]] = {table: [] for table in ATTRIBUTES}
    tallies: dict[str, dict[str, Tally]] = {table: {} for table in ATTRIBUTES}
    disagreements: list[Disagreement] = []
    for table in ATTRIBUTES:
        for doc_id, wanted in gold.items():
            tallies[table][doc_id], differ = _compare(table, predicted.get(doc_id, nothing)[table], wanted[table])
            disagreements += [Disagreement(table, kind, doc_id, what) for kind, what in differ]
    return Scores(tallies, sorted(disagreements, key=str))


def _compare(table: str, predicted: list[Row], wanted: list[Row]) -> tuple[Tally, list[tuple[str, str]]]:
    """The tally of one table of one document, and its disagreements as (kind, what)."""
    if table == "memberships":  # groups without names are extra: no loss for missing or adding one
        predicted, wanted = ([row for row in rows if row["named"]] for rows in (predicted, wanted))
    pairs = _pairs(table, predicted, wanted)
    optional = {j for j, row in enumerate(wanted) if row.get("optional")}
    spared = {i for i, j in pairs.items() if j in optional}
    tally = Tally(gold=len(wanted) - len(optional), predicted=len(predicted) - len(spared))
    differ = [("MISSED", label(table, wanted[j])) for j in set(range(len(wanted))) - set(pairs.values()) - optional]
    differ += [("EXTRA", label(table, predicted[i])) for i in set(range(len(predicted))) - set(pairs)]
    for i, j in pairs.items():
        if j in optional:
            continue
        open_to_doubt = wanted[j].get("open") or []
        wrong = [
            a
            for a in ATTRIBUTES[table]
            if a not in open_to_doubt and not same(a, predicted[i].get(a), wanted[j].get(a))
        ]
        tally.found += 1
        tally.strict += all((table, attribute) in SOFT for attribute in wrong)
        tally.right.update(set(ATTRIBUTES[table]) - set(wrong))
        differ += [
            ("WRONG", f"{label(table, wanted[j])}: {a} is {predicted[i].get(a)!r}, gold {wanted[j].get(a)!r}")
            for a in wrong
        ]
    return tally, differ


def _pairs(table: str, predicted: list[Row], wanted: list[Row]) -> dict[int, int]:
    """Predicted row to gold row, each used once, the closest first."""
    candidates = [(-closeness(table, p, g), i, j) for i, p in enumerate(predicted) for j, g in enumerate(wanted)]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for distance, i, j in sorted(candidates):
        if distance < 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def closeness(table: str, predicted: Row, wanted: Row) -> float:
    """How well a predicted row stands for a gold row of the same document, up to 1; 0 where it does not."""
    if table == "alliances":
        return _at_least(SAME_BODY, max(similarity(predicted["name"], name) for name in wanted["names"]))
    if table == "memberships":
        if (
            predicted["role"] != wanted["role"]
            or max(similarity(predicted["alliance"], name) for name in wanted["names"]) < SAME_BODY
        ):
            return 0.0
        return _at_least(SAME_ORGANIZATION, similarity(predicted["organization"], wanted["organization"]))
    (start, end), (p_start, p_end) = wanted["span"], (int(predicted["start"]), int(predicted["end"]))
    overlap = min(p_end, end) - max(p_start, start)
    return max(overlap, 0) / max(end - start, p_end - p_start)


def _at_least(bound: float, value: float) -> float:
    return value if value >= bound else 0.0


def label(table: str, row: Row) -> str:
    """How a row is named in the list of disagreements."""
    if table == "memberships":
        return f"{row['organization']} [{row['role']}/{row.get('sector')}] of {row['alliance']}"
    names = {"alliances": ("name",), "funding": ("mention", "kind")}.get(table, ("mention",))
    return " | ".join(str(row.get(name)) for name in names)
