"""Why extracted rows differ from the gold: each difference sorted by what went wrong, with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

import pandas as pd

from analysis.quality import Measured
from analysis.score import SAME_BODY, SAME_ORGANIZATION, Verdict, similarity

CAUSES = {
    "established": "date",
    "issued": "date",
    "year": "date",
    "period_start": "date",
    "period_end": "date",
    "place": "place",
    "province": "place",
    "members_stated": "number of members",
    "members_planned": "number of members",
    "members_qualifier": "qualifier",
    "qualifier": "qualifier",
    "amount": "amount",
    "currency": "amount",
    "count": "count",
    "sector": "sector",
}
_HALF = 0.5  # similarity from which two names in one document are taken for the same name, cut otherwise


def error_table(measured: Mapping[str, Measured]) -> pd.DataFrame:
    """All differences.

    A missed and an extra row of one document are one difference where they are the same organisation in another role
    or body, or a name with other ends. Members of a body that was itself missed are told apart from other missed rows.

    Returns
    -------
    pandas.DataFrame
        ``corpus``, ``table``, ``cause``, ``how`` (``missing``: the gold says more; ``wrong``: something else;
        ``extra``: the gold says nothing), ``doc_id``, ``start``, ``end``, and ``what`` in words.
    """
    lines = []
    for corpus, one in measured.items():
        for (table, doc_id), group in groupby(one.scores.verdicts, lambda verdict: (verdict.table, verdict.doc_id)):
            for cause, how, verdict, what in _differences(list(group), _missed_bodies(one, doc_id)):
                start, end = verdict.span
                lines.append((corpus, table, cause, how, doc_id, start, end, what))
    return pd.DataFrame(lines, columns=["corpus", "table", "cause", "how", "doc_id", "start", "end", "what"])


def cause_table(errors: pd.DataFrame) -> pd.DataFrame:
    """How many differences each cause makes, in all and by corpus; the most frequent first."""
    counted = pd.crosstab([errors.cause, errors.how], errors.corpus)
    counted = counted[[name for name in errors.corpus.unique() if name in counted]].reset_index()
    counted.insert(2, "all", counted.iloc[:, 2:].sum(axis=1))
    counted.columns.name = None
    return counted.sort_values(["all", "cause", "how"], ascending=[False, True, True], ignore_index=True)


def _missed_bodies(one: Measured, doc_id: str) -> set[str]:
    alliances = (verdict for verdict in one.scores.verdicts if verdict.table == "alliances")
    return {v.gold["name"] for v in alliances if v.doc_id == doc_id and v.gold and not v.row}


def _differences(verdicts: list[Verdict], missed: set[str]) -> Iterator[tuple[str, str, Verdict, str]]:
    """Cause, how, where and what of one table of one document."""
    extra = [verdict for verdict in verdicts if not verdict.gold]
    for verdict in verdicts:
        if verdict.gold and not verdict.row:
            cause, other = next(_near(verdict, extra), ("", None))
            if other:
                extra.remove(other)
                yield cause, "wrong", other, f"is {_name(other.row)}, gold {_name(verdict.gold)}"
            else:
                cause = "body of the member" if verdict.gold.get("alliance") in missed else "row"
                yield cause, "missing", verdict, f"{_name(verdict.gold)} is not found"
        for name in verdict.wrong:
            one, gold = verdict.row[name], verdict.gold.get(name)
            how = "missing" if not one else "extra" if gold in (None, "") else "wrong"
            cause = CAUSES.get(name) or ("kind of body" if verdict.table == "alliances" else "kind of money")
            yield cause, how, verdict, f"{name} is {one or 'empty'}, gold {gold or 'empty'}"
    for other in extra:
        yield "row", "extra", other, f"{_name(other.row)} is not in the gold"


def _near(missed: Verdict, extra: list[Verdict]) -> Iterator[tuple[str, Verdict]]:
    """Extra rows that are the missed one in another role, body or length, with the cause."""
    gold = missed.gold
    for other in extra if missed.table in ("alliances", "memberships") else ():
        one, column = other.row, "name" if missed.table == "alliances" else "organization"
        close = similarity(one[column], gold[column])
        if missed.table == "memberships" and close >= SAME_ORGANIZATION:
            same_body = any(similarity(one["alliance"], name) >= SAME_BODY for name in gold["names"])
            yield "role" if same_body else "body of the member", other
        elif close >= _HALF and one.get("role") == gold.get("role"):
            yield "name or its ends", other


def _name(row: Mapping[str, object]) -> str:
    """What a row is called."""
    if "organization" in row:
        return f"{row['organization']} as {row['role']} of {row['alliance']}"
    return str(row.get("name") or row.get("mention"))
