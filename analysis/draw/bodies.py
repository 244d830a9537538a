"""Bodies and who stands in them, over all documents: what the membership and founder figures count."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.fields import ROLES
from analysis.tables import Tables


def bodies(tables: Tables) -> pd.DataFrame:
    """One row per body, whatever number of documents speak of it.

    Parameters
    ----------
    tables : Tables

    Returns
    -------
    pandas.DataFrame
        Indexed by ``alliance_id``: ``body`` (longest printed name), ``established`` (the most precise date,
        of those the earliest), ``members_stated`` (the largest number stated) with its ``members_qualifier``,
        ``documents``, and ``doc_id`` and ``start`` of the first mention.
    """
    alliances = tables.alliances.sort_values(["alliance_id", "doc_id", "start"])
    ids = alliances.groupby("alliance_id", sort=True)
    found = ids.agg(documents=("doc_id", "nunique"), doc_id=("doc_id", "first"), start=("start", "first"))
    found.insert(0, "body", _best(alliances, alliances.name.str.len()).name)
    dated = alliances[alliances.established.notna()].sort_values("established")
    found.insert(1, "established", _best(dated, dated.established.str.len()).established.reindex(found.index))
    stated = alliances[alliances.members_stated.notna()]
    stated = _best(stated, stated.members_stated)[["members_stated", "members_qualifier"]]
    return found.join(stated)


def standings(tables: Tables, roles: Sequence[str] = ROLES) -> pd.DataFrame:
    """One row per body and named organisation that stands in it in one of ``roles``, counted once.

    Parameters
    ----------
    tables : Tables
    roles : sequence of str
        Roles that count.

    Returns
    -------
    pandas.DataFrame
        ``alliance_id``, ``key`` (the same for the same organisation), ``organization``, ``sector``, ``helix``,
        ``doc_id`` and ``start`` of its first mention in such a role, and ``roles`` joined with ``" | "``.
        Groups without names are not organisations: see `groups`.
    """
    rows = tables.memberships
    rows = rows[rows.named.fillna(False) & rows.role.isin(list(roles))].sort_values(["doc_id", "start"], kind="stable")
    rows = rows.assign(key=rows.organization_id.fillna(rows.organization.str.casefold()))
    by = rows.groupby(["alliance_id", "key"], sort=False)
    columns = ["organization", "sector", "helix", "doc_id", "start"]
    found = by[columns].first()
    found["roles"] = by.role.agg(lambda roles: " | ".join(role for role in ROLES if role in set(roles))).astype(
        "string"
    )
    return found.reset_index()


def groups(tables: Tables, roles: Sequence[str] = ROLES) -> pd.Series:
    """The groups without names ("enterprises, universities") of each body, joined with commas."""
    rows = tables.memberships
    rows = rows[~rows.named.fillna(False) & rows.role.isin(list(roles))]
    return rows.groupby("alliance_id").organization.agg(lambda names: ", ".join(dict.fromkeys(names))).astype("string")


def _best(rows: pd.DataFrame, merit: pd.Series) -> pd.DataFrame:
    """Of each body the first of the rows with the greatest merit, indexed by ``alliance_id``."""
    ranked = rows.assign(_merit=merit).sort_values("_merit", ascending=False, kind="stable")
    return ranked.drop_duplicates("alliance_id").set_index("alliance_id")
