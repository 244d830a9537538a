"""Bodies and who stands in them, over all documents: what the membership and founder figures count."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.draw.source import of_bodies
from analysis.fields import ROLES
from analysis.tables import Tables


def bodies(tables: Tables) -> pd.DataFrame:
    """One row per body, whatever number of documents speak of it.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``alliance_id``: ``body`` (longest printed name), ``established`` (the most precise date,
        of those the earliest), ``members_stated`` (the largest number stated) with its ``members_qualifier``,
        ``documents``, and ``doc_id`` and ``start`` of the first mention.
    """
    alliances = tables.alliances.sort_values(["alliance_id", "doc_id", "start"])
    found = alliances.groupby("alliance_id").agg(
        documents=("doc_id", "nunique"), doc_id=("doc_id", "first"), start=("start", "first")
    )
    found.insert(0, "body", _best(alliances, alliances.name.str.len()).name)
    dated = alliances[alliances.established.notna()].sort_values("established")
    found.insert(1, "established", _best(dated, dated.established.str.len()).established.reindex(found.index))
    stated = alliances[alliances.members_stated.notna()]
    return found.join(_best(stated, stated.members_stated)[["members_stated", "members_qualifier"]])


def standings(tables: Tables, roles: Sequence[str]) -> pd.DataFrame:
    """One row per body and named organisation that stands in it in one of ``roles``, counted once.

    Returns
    -------
    pandas.DataFrame
        ``alliance_id``, ``key`` (the same for the same organisation), ``sector``, ``helix``, ``doc_id`` and
        ``start`` of its first mention in such a role. Groups without names are not organisations: see `groups`.
    """
    rows = tables.memberships
    rows = rows[rows.named.fillna(False) & rows.role.isin(roles)].sort_values(["doc_id", "start"], kind="stable")
    rows = rows.assign(key=rows.organization_id.fillna(rows.organization.str.casefold()))
    kept = ["alliance_id", "key", "sector", "helix", "doc_id", "start"]
    return rows.drop_duplicates(["alliance_id", "key"])[kept].reset_index(drop=True)


def groups(tables: Tables, roles: Sequence[str] = ROLES) -> pd.Series:
    """The groups without names ("enterprises, universities") of each body, joined with commas."""
    rows = tables.memberships
    rows = rows[~rows.named.fillna(False) & rows.role.isin(roles)]
    return rows.groupby("alliance_id").organization.agg(lambda names: ", ".join(names.unique())).astype("string")


def numbers(found: pd.DataFrame, column: str, names: Sequence[str], ids: pd.Index) -> pd.DataFrame:
    """How many standings of each name in ``column`` each body has: one row per id, one column per name."""
    counted = found.groupby(["alliance_id", column]).size().unstack(fill_value=0)
    return counted.reindex(index=ids, columns=list(names), fill_value=0).astype("Int64")


def shown(few: pd.Series, most: int) -> pd.Series:
    """What becomes of bodies in their order: ``bar``, ``few`` (named too few), or ``cut`` (beyond so many bars)."""
    place = (~few).cumsum()
    return few.map({True: "few", False: "bar"}).mask(~few & (place > most), "cut")


def cut_note(drawn: pd.DataFrame) -> list[str]:
    """A note on bodies that were cut, if any were."""
    cut = int((drawn.shown == "cut").sum())
    return [f"{of_bodies(cut)} more in the table only."] if cut else []


def _best(rows: pd.DataFrame, merit: pd.Series) -> pd.DataFrame:
    """Of each body the first of the rows with the greatest merit, indexed by ``alliance_id``."""
    ranked = rows.assign(_merit=merit).sort_values("_merit", ascending=False, kind="stable")
    return ranked.drop_duplicates("alliance_id").set_index("alliance_id")
