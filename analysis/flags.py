"""Whether flags mean something: are values that were guessed wrong more often than others?

On documents that the rules were mended with, most guesses have become right; on new ones flags separate better.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy
import pandas as pd

from analysis.quality import Measured
from analysis.rates import ratio, resampled
from analysis.score import ATTRIBUTES, Verdict

_DATES = ("established", "issued", "year")
# The values that each flag speaks of.
FLAGS = {
    "place_from_context": ("place", "province"),
    "relative_date": _DATES,
    "year_from_publication": _DATES,
    "year_from_context": _DATES,
    "date_from_context": _DATES,
    "date_of_document": _DATES,
    "inferred_currency": ("currency",),
    "inferred_kind": ("kind",),
    "torn_sentence": ("amount", "count"),
}
ANY = "any flag"


def flag_table(measured: Mapping[str, Measured]) -> pd.DataFrame:
    """Flagged rows against others, over all corpora together.

    A row is wrong where it is extra, or gives a value that is wrong; an empty cell is no guess. For a single flag only
    the values count that it speaks of, against rows of the same tables that give such a value without the flag.

    Returns
    -------
    pandas.DataFrame
        One row for `ANY` flag, then one for each that occurs: ``flag``, ``flagged`` rows and how many are ``wrong``,
        the same of ``other`` rows, both shares, their ``difference``, and the ends of its 95 % bootstrap interval over
        documents, ``low`` and ``high``. A flag tells something where the interval lies above 0.
    """
    rows = [
        ((corpus, verdict.doc_id), verdict, set(verdict.row["flags"].split(" | ")) - {""})
        for corpus, one in measured.items()
        for verdict in one.scores.verdicts
        if verdict.row
    ]
    documents = list(dict.fromkeys(document for document, *_ in rows))
    seen = set().union(*(flags for *_, flags in rows))
    every = tuple({name: None for names in (*ATTRIBUTES.values(), ("role",)) for name in names})
    compared = {ANY: (seen, every)} | {
        flag: ({flag}, FLAGS.get(flag, every)) for flag in [*FLAGS, *sorted(seen - {*FLAGS})]
    }
    lines = []
    for name, (wanted, about) in compared.items():
        tables = {verdict.table for _, verdict, flags in rows if flags & wanted}
        counts = dict.fromkeys(documents, numpy.zeros(4, int))
        for document, verdict, flags in rows:
            if verdict.table in tables and any(verdict.row.get(value) for value in about):
                one = [1, _is_wrong(verdict, about)]
                counts[document] = counts[document] + ([*one, 0, 0] if flags & wanted else [0, 0, *one])
        if tables:
            lines.append((name, *_compared(list(counts.values()))))
    return pd.DataFrame(lines, columns=["flag", *_COLUMNS])


_COLUMNS = ("flagged", "wrong", "other", "other_wrong", "share", "other_share", "difference", "low", "high")


def _compared(counts: list[numpy.ndarray]) -> Iterator[float]:
    sums = resampled(counts)
    flagged, wrong, other, other_wrong = sums.T
    share, other_share = ratio(wrong, flagged, 0.0), ratio(other_wrong, other, 0.0)
    yield from map(int, sums[0])
    yield from (float(share[0]), float(other_share[0]), float(share[0] - other_share[0]))
    yield from map(float, numpy.quantile((share - other_share)[1:], [0.025, 0.975]))


def _is_wrong(verdict: Verdict, about: tuple[str, ...]) -> bool:
    return not verdict.found or any(name in about and verdict.row[name] for name in verdict.wrong)
