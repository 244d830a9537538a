"""Precision, recall and F1 with bootstrap intervals, from counts by document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy

RESAMPLES = 2000


class Rates(NamedTuple):
    """What was wanted, given and right over all documents, and the shares made from it, with 95 % intervals."""

    gold: int
    predicted: int
    right: int
    precision: float
    precision_low: float
    precision_high: float
    recall: float
    recall_low: float
    recall_high: float
    f1: float
    f1_low: float
    f1_high: float

    def __str__(self) -> str:
        ends = zip(self[3::3], self[4::3], self[5::3], strict=True)
        shares = "".join(f"  {value:.3f} ({low:.3f}-{high:.3f})" for value, low, high in ends)
        return f"{self.gold:>5}{self.predicted:>6}{self.right:>6}{shares if self.gold or self.predicted else '  none'}"


HEADER = f"{'gold':>5}{'pred':>6}{'right':>6}" + "".join(f"  {name:<19}" for name in ("precision", "recall", "F1"))


def rates(counts: Sequence[tuple[int, int, int]]) -> Rates:
    """Rates of counts ``(gold, predicted, right)``, one triple for each document.

    The intervals are percentile intervals from `RESAMPLES` bootstrap samples. Documents, not rows, are drawn anew,
    since rows of one document are not independent (Efron and Tibshirani, An Introduction to the Bootstrap, 1993,
    ch. 13): they tell how much hangs on which documents were coded.

    Where nothing is predicted the precision is 1 if nothing was wanted, else 0; so for the recall.

    Examples
    --------
    >>> made = rates([(4, 2, 2), (4, 4, 2)])
    >>> round(made.precision, 3), made.precision_low, made.precision_high, made.recall
    (0.667, 0.5, 1.0, 0.5)
    """
    gold, predicted, right = resampled(counts).T
    shares = (
        ratio(right, predicted, gold == 0),
        ratio(right, gold, predicted == 0),
        ratio(2 * right, gold + predicted, True),
    )
    ends = ((share[0], *numpy.quantile(share[1:], [0.025, 0.975])) for share in shares)
    return Rates(int(gold[0]), int(predicted[0]), int(right[0]), *(float(end) for three in ends for end in three))


def resampled(counts: Sequence[Sequence[int]]) -> numpy.ndarray:
    """Sums of counts by document: first over the documents as they are, then over each bootstrap sample of them."""
    given = numpy.array(counts)
    drawn = numpy.random.default_rng(0).integers(len(given), size=(RESAMPLES, len(given)))
    return numpy.vstack([given.sum(axis=0), given[drawn].sum(axis=1)])


def ratio(part: numpy.ndarray, whole: numpy.ndarray, otherwise: numpy.ndarray | float) -> numpy.ndarray:
    """``part / whole``, and ``otherwise`` where the whole is 0."""
    return numpy.where(whole > 0, part / numpy.maximum(whole, 1), otherwise)
