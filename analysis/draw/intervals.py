"""How little a share from few bodies says."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

Z95 = 1.959963984540054  # 97.5 % quantile of the normal distribution


def effective_number(sizes: Iterable[int]) -> float:
    """Kish's effective sample size of clusters whose members are of one mind: (Σ n)² / Σ n².

    Founders of one body are chosen together, so bodies were sampled, not founders. The number of
    equally large bodies is their count; one large body among small ones counts for little more than one.

    References
    ----------
    L. Kish, *Survey Sampling* (1965), ch. 5 and 8, with a correlation of 1 inside a body: the cautious bound.

    Examples
    --------
    >>> effective_number([4, 4, 4]), effective_number([10, 1, 1])
    (3.0, 1.411764705882353)
    """
    sizes = list(sizes)
    squares = sum(size * size for size in sizes)
    return sum(sizes) ** 2 / squares if squares else 0.0


def wilson(share: float, number: float) -> tuple[float, float]:
    """Wilson's 95 % score interval of a share observed in ``number`` (possibly fractional) cases.

    It keeps within 0 and 1 and does not shrink to a point where a share is 0 or 1; with no case it is
    all of 0 to 1.

    References
    ----------
    E. B. Wilson, JASA 22 (1927) 209-212; L. D. Brown, T. T. Cai and A. DasGupta, Statistical Science 16
    (2001) 101-133, who recommend it for small numbers.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(0, 10)]
    [0.0, 0.278]
    """
    if number <= 0:
        return 0.0, 1.0
    shrink = 1 + Z95 * Z95 / number
    middle = (share + Z95 * Z95 / (2 * number)) / shrink
    half = Z95 * math.sqrt(share * (1 - share) / number + Z95 * Z95 / (4 * number * number)) / shrink
    return max(0.0, middle - half), min(1.0, middle + half)


def shares(found: pd.DataFrame, column: str, names: Sequence[str], counted: str) -> pd.DataFrame:
    """How many of the rows of `analysis.draw.bodies.standings` each name has in ``column``.

    Returns
    -------
    pandas.DataFrame
        One row per name: ``column``, the number under the name ``counted``, ``of`` all, ``share`` and the ends
        ``low`` and ``high`` of its interval.
    """
    number, rows = effective_number(found.alliance_id.value_counts()), []
    for name in names:
        part = int((found[column] == name).sum())
        share = part / len(found) if len(found) else 0.0
        low, high = wilson(share, number)
        rows.append((name, part, len(found), round(share, 4), round(low, 4), round(high, 4)))
    return pd.DataFrame(rows, columns=[column, counted, "of", "share", "low", "high"])


def interval_note(counted: str) -> str:
    """What the lines on the bars of shares of ``counted`` are."""
    return (
        "Line: 95% interval (Wilson) for as many equal bodies as these amount to (Kish): "
        f"bodies were sampled, not {counted}."
    )
