"""The triple-helix indicator: mutual information in three dimensions, what chance makes of it, and its interval.

Presence is a table of truth values, one row per body, one column for each helix. Everything here depends on the
eight counts of its rows alone, and a table of counts has the shape ``(…, 2, 2, 2)``.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

RESAMPLES = 10_000  # of the bootstrap
DEALS, STEPS = 2_000, 15  # walks of a sample, and their steps for each body
MOST_EXACT = 500_000  # arrangements that are counted one by one; beyond, they are sampled
_AXES = (-3, -2, -1)
_DIGITS = 9  # equal values that were summed in another order are equal


def transmission(counts: np.ndarray) -> np.ndarray:
    """Mutual information in three dimensions, in bits, of each table of counts.

    T(uig) = H(u) + H(i) + H(g) − H(ui) − H(ug) − H(ig) + H(uig), with Shannon's H of the relative frequencies. Its
    sign is free: positive where the three carry the same information (three identical fair coins: +1), 0 where they
    are independent, negative where they are bound as three more than in pairs (each the parity of the others:
    −1). Leydesdorff reads a negative value as synergy, uncertainty reduced by the configuration as a whole. This is
    the sign of McGill's (1954) and Yeung's measure for three dimensions; "interaction information" often has the other.

    References
    ----------
    L. Leydesdorff, "The mutual information of university-industry-government relations: an indicator of the Triple
    Helix dynamics", Scientometrics 58 (2003) 445-467.

    Examples
    --------
    >>> fair_and_identical = np.zeros((2, 2, 2))
    >>> fair_and_identical[0, 0, 0] = fair_and_identical[1, 1, 1] = 5
    >>> float(transmission(fair_and_identical))
    1.0
    """
    counts = np.asarray(counts, float)
    total = np.zeros(counts.shape[:-3])
    for dimensions in (1, 2, 3):
        for kept in combinations(_AXES, dimensions):
            total -= (-1) ** dimensions * _entropy(counts.sum(tuple(set(_AXES) - set(kept)), keepdims=True))
    return total.round(_DIGITS) + 0.0  # no negative zero


def _entropy(counts: np.ndarray) -> np.ndarray:
    share = counts / np.maximum(counts.sum(_AXES, keepdims=True), 1)
    return -(share * np.log2(np.where(share > 0, share, 1))).sum(_AXES)


def table_of(presence: pd.DataFrame) -> np.ndarray:
    """How many bodies show each of the eight combinations of absence (0) and presence (1)."""
    counts = np.zeros((2, 2, 2), int)
    np.add.at(counts, tuple(presence.to_numpy(int).T), 1)
    return counts


def chance(presence: pd.DataFrame, may_be_empty: pd.Series, seed: int = 0) -> pd.DataFrame:
    """What T would be if each helix were dealt to the bodies anew, as often as it is present.

    A body is observed because somebody is named as its founder, so one without any of the three exists only where
    others founded it. That alone binds the three (who is not founded by one must be founded by another) and makes T
    negative without any synergy. Weights in ``kept`` are therefore of those deals only that leave no body but
    those that ``may_be_empty`` with none of the three: the fair comparison.

    Parameters
    ----------
    presence : pandas.DataFrame
        One row per body.
    may_be_empty : pandas.Series
        Whether a body has founders of other kinds.
    seed : int
        Of the sample of `DEALS`, where there are more than `MOST_EXACT` arrangements; else all are counted, exactly.

    Returns
    -------
    pandas.DataFrame
        ``bits`` and the probabilities ``free`` and ``kept`` of each value; ``attrs["exact"]`` tells whether all
        deals were counted.
    """
    shown, others = presence.to_numpy(bool), may_be_empty.to_numpy(bool)
    tables = _all_tables(len(shown), *shown.sum(axis=0))
    if exact := tables is not None:
        parts = [pd.DataFrame(_weights(tables, others.sum()) | {"bits": transmission(tables)})]
    else:
        random = np.random.default_rng(seed)
        dealt = {"free": _dealt(shown, np.ones_like(others), random), "kept": _dealt(shown, others, random)}
        parts = [pd.DataFrame({"bits": transmission(tables), kind: 1.0}) for kind, tables in dealt.items()]
    found = pd.concat(parts).groupby("bits", as_index=False)[["free", "kept"]].sum()
    found[["free", "kept"]] /= found[["free", "kept"]].sum()
    found.attrs["exact"] = exact
    return found


def bootstrap(counts: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """95 % percentile bootstrap interval of T over bodies.

    The plug-in entropies of few bodies are biased, and resampling does not mend that: the interval says how much T
    hangs on which bodies were met, no more (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13).
    """
    bodies = counts.sum()
    drawn = np.random.default_rng(seed).multinomial(bodies, counts.ravel() / bodies, size=RESAMPLES)
    low, high = np.quantile(transmission(drawn.reshape(-1, 2, 2, 2)), [0.025, 0.975])
    return float(low), float(high)


def _weights(tables: np.ndarray, may_be_empty: int) -> dict[str, np.ndarray]:
    """How often each table comes up among all deals (up to a factor), and among those that are fit."""
    bodies, empty = int(tables[0].sum()), tables[:, 0, 0, 0]
    logs = np.concatenate([[0.0], np.log(np.arange(1, bodies + 1)).cumsum()])  # of factorials
    # With the first helix in its place, a table is met in proportion to 1 / (product of the factorials).
    free = -logs[tables].sum(_AXES)
    # Of all places for the empty bodies, the share that lies among those that may be empty: C(m, e) / C(n, e).
    fit = logs[may_be_empty] - logs[np.maximum(may_be_empty - empty, 0)] - logs[bodies] + logs[bodies - empty]
    kept = np.where(empty <= may_be_empty, free + fit, -np.inf)
    return {"free": np.exp(free - free.max()), "kept": np.exp(kept - kept.max())}


def _all_tables(bodies: int, one: int, two: int, three: int) -> np.ndarray | None:
    """Every table of counts with these margins; None where they are too many."""
    found, tried = [], 0
    for both in range(max(0, one + two - bodies), min(one, two) + 1):
        cells = np.array([bodies - one - two + both, two - both, one - both, both])  # neither, second, first, both
        ranges = np.minimum(cells[1:], three) + 1
        tried += int(ranges.prod())
        if tried > MOST_EXACT:
            return None
        dealt = np.indices(ranges).reshape(3, -1).T
        dealt = np.column_stack([three - dealt.sum(axis=1), dealt])
        dealt = dealt[(dealt[:, 0] >= 0) & (dealt[:, 0] <= cells[0])]
        found.append(_tables(np.broadcast_to(cells, dealt.shape), dealt))
    return np.concatenate(found)


def _dealt(shown: np.ndarray, may_be_empty: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Tables of random deals, each the end of a walk of its own from what was observed.

    A step swaps one helix between two bodies, unless that empties a body that may not be empty: as the way back is as
    likely as the way there, all fit deals come to be equally likely (Metropolis).
    """
    deals, (bodies, helices), walks = np.repeat(shown[None], DEALS, axis=0), shown.shape, np.arange(DEALS)
    for step in range(STEPS * bodies):
        one, two = random.integers(bodies, size=(2, DEALS))
        helix = step % helices
        first, second = deals[walks, one], deals[walks, two]
        first[:, helix], second[:, helix] = second[:, helix].copy(), first[:, helix].copy()
        fit = (first.any(axis=1) | may_be_empty[one]) & (second.any(axis=1) | may_be_empty[two])
        deals[walks[fit], one[fit]], deals[walks[fit], two[fit]] = first[fit], second[fit]
    codes = deals @ (1 << np.arange(helices))[::-1]
    return np.stack([(codes == code).sum(axis=1) for code in range(2**helices)], axis=1).reshape(-1, 2, 2, 2)


def _tables(cells: np.ndarray, dealt: np.ndarray) -> np.ndarray:
    return np.stack([cells - dealt, dealt], axis=-1).reshape(-1, 2, 2, 2)
