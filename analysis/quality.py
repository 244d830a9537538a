"""How good the extractor is: the documents of the project that were hand-coded, extracted and compared.

This is about the extractor, not about a user's corpus; `python -m analysis score` does the same for any corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.corpus import read
from analysis.document import Document
from analysis.fields import HELICES, KINDS_OF_FUNDING, SECTOR_TO_HELIX, SECTORS
from analysis.gold import read_gold
from analysis.score import Row, Scores, score
from analysis.store import cells
from analysis.tabulation import tabulate

# Documents and gold, seen from the project's folder: those that came with the task, found ones, and ones written for
# the tests.
CORPORA = {
    "seeds": ("seeds", "tests/gold"),
    "dev": ("tests/dev/docs", "tests/dev/gold"),
    "written": ("tests/written/docs", "tests/written/gold"),
}


@dataclass(frozen=True)
class Measured:
    """The documents of a corpus by ``doc_id``, and how what is extracted from them compares with the gold."""

    documents: dict[str, Document]
    scores: Scores


def measure(root: Path) -> dict[str, Measured]:
    """Extract and score every corpus of the project in the folder ``root``; `AnalysisError` where one is not there."""
    measured = {}
    for corpus, (texts, gold) in CORPORA.items():
        documents = read(root / texts)
        scores = score(cells(tabulate(documents)), read_gold(root / gold, documents))
        measured[corpus] = Measured({document.doc_id: document for document in documents}, scores)
    return measured


def rates_table(measured: Mapping[str, Measured]) -> pd.DataFrame:
    """All rates.

    Returns
    -------
    pandas.DataFrame
        ``corpus``, ``documents``, ``table``, ``measure`` (``found``, ``strict``, or an attribute), and the fields of
        `analysis.rates.Rates`.
    """
    return pd.DataFrame(
        {"corpus": corpus, "documents": len(one.scores.doc_ids), "table": table, "measure": name, **numbers}
        for corpus, one in measured.items()
        for table, measures in one.scores.as_dict().items()
        for name, numbers in measures.items()
    )


def headline_table(measured: Mapping[str, Measured]) -> pd.DataFrame:
    """What the three headline figures count, as coded by hand and as extracted.

    Returns
    -------
    pandas.DataFrame
        One row per ``figure`` and ``category`` (kind of money, sector of named members, helix of named founders), and
        for each corpus the rows ``coded`` and ``extracted``. Rows that the coders left open count in neither.
    """
    lines = []
    for figure, (table, column, categories, category) in _HEADLINES.items():
        counted = {}
        for corpus, one in measured.items():
            verdicts = [v for v in one.scores.verdicts if v.table == table and column not in v.open]
            counted[f"{corpus}, coded"] = Counter(category(one.gold) for one in verdicts if one.gold)
            counted[f"{corpus}, extracted"] = Counter(category(one.row) for one in verdicts if one.row)
        lines += [
            {"figure": figure, "category": name, **{column: counts[name] for column, counts in counted.items()}}
            for name in categories
        ]
    return pd.DataFrame(lines)


def largest_shifts(headlines: pd.DataFrame, corpus: str) -> dict[str, float]:
    """By figure the share that differs most between coded and extracted rows of a corpus, in percentage points."""
    counts = headlines.groupby("figure", sort=False)[[f"{corpus}, coded", f"{corpus}, extracted"]]
    shares = counts.transform(lambda column: 100 * column / max(column.sum(), 1))
    return shares.diff(axis=1).iloc[:, 1].abs().groupby(headlines.figure, sort=False).max().to_dict()


def _founder(row: Row) -> str:
    """The helix of a founder; nothing for a member that is none."""
    return SECTOR_TO_HELIX[row["sector"]] if row["role"] == "initiator" else ""


_HEADLINES = {
    "funding by kind": ("funding", "kind", KINDS_OF_FUNDING, lambda row: row["kind"]),
    "members by sector": ("memberships", "sector", SECTORS, lambda row: row["sector"]),
    "founders by helix": ("memberships", "sector", HELICES, _founder),
}
