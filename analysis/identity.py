"""One id for one body and for one organisation, across documents.

What is resolved, and how:

1. Bodies are one where they share a printed form (any of ``name`` and ``also``, less words such as "city" or "special") and their provinces do
   not contradict each other; a form without a place in it ("Metaverse Industry Alliance") joins only bodies of one province.
2. Organisations are one where their names are equal but for case, punctuation, "the" and a company's ending ("Migo Animation Co., Ltd.",
   "Migo Animation"). A branch is an organisation of its own.
3. The lexicon ``aliases`` joins names known to everybody in the field ("Nanjing University of Information Engineering" is a literal translation
   of the name that the university itself gives as "… of Information Science and Technology").

All else stays apart: an unjoined pair is visible in the tables, a wrong join is not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from analysis.find.bodies import essence
from analysis.lexicon import load
from analysis.mention import Row

_ENDING = re.compile(r"(?:[\s,.]+(?:co|ltd|inc|corp|llc|plc|limited|company|corporation))+\.?$")


def slug(name: str) -> str:
    """A name as an identifier: lower-case ASCII words joined with hyphens.

    Examples
    --------
    >>> slug("Xi’an “Qin” Metaverse Alliance (Trial)")
    'xi-an-qin-metaverse-alliance-trial'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() if not name.isascii() else name
    joined = re.sub(
        r"[^a-z0-9]+",
        "-",
        (plain if "’" not in name else name.replace("’", " ").encode("ascii", "ignore").decode()).lower(),
    ).strip("-")
    return joined or "x" + "-".join(f"{ord(c):x}" for c in name if c.isalnum())


@cache
def _aliases() -> dict[str, str]:
    return {organization_key(name, {}): entry["id"] for entry in load("aliases") for name in entry["names"]}


def organization_key(name: str, aliases: dict[str, str] | None = None) -> str:
    """The id of an organisation by its printed name.

    Examples
    --------
    >>> organization_key("Migo Animation Co., Ltd.") == organization_key("Migo Animation")
    True
    """
    plain = re.sub(r"^the\s+", "", name.casefold().strip())
    key = slug(_ENDING.sub("", plain))
    return (_aliases() if aliases is None else aliases).get(key, key)


def identify(rows_by_document: Iterable[Sequence[Row]]) -> list[Row]:
    """All rows, with ``alliance_id`` and ``organization_id`` filled in.

    Parameters
    ----------
    rows_by_document : iterable of sequences of Row
        The rows of each document; a row of ``memberships`` names its body by ``values["body"]``.
    """
    documents = [list(rows) for rows in rows_by_document]
    ids = _alliance_ids([row for rows in documents for row in rows if row.table == "alliances"])
    return [_identified(row, ids) for rows in documents for row in rows]


def _identified(row: Row, ids: dict[tuple[str, str], str]) -> Row:
    values = dict(row.values)
    if row.table == "alliances":
        values["alliance_id"] = ids[row.mention.doc_id, values["name"]]
    elif row.table == "memberships":
        values["alliance_id"] = ids[row.mention.doc_id, values.pop("body")]
        values["organization_id"] = organization_key(values["organization"]) if values["named"] else ""
    else:
        return row
    return replace(row, values=values)


def _alliance_ids(rows: list[Row]) -> dict[tuple[str, str], str]:
    """Id of every body by document and name. Rows are compared through their printed forms, so in linear time."""
    groups: list[dict] = []
    by_form: dict[frozenset[str], list[dict]] = {}
    ids: dict[tuple[str, str], dict] = {}
    for row in sorted(rows, key=lambda row: (row.mention.doc_id, row.mention.start)):
        province = row.values.get("province", "")
        forms = {essence(form) for form in (row.values["name"], *row.values.get("also", ()))}
        group = next((g for form in forms for g in by_form.get(form, ()) if _one(form, g, row, province)), None)
        if group is None:
            group = {"name": row.values["name"], "province": province, "kind": row.values["kind"], "documents": set()}
            groups.append(group)
        group["province"] = group["province"] or province
        group["documents"].add(row.mention.doc_id)
        for form in forms:
            if group not in by_form.setdefault(form, []):
                by_form[form].append(group)
        ids[row.mention.doc_id, row.values["name"]] = group
    names = _unique([group["name"] for group in groups], [group["province"] for group in groups])
    by_group = {id(group): name for group, name in zip(groups, names, strict=True)}
    return {key: by_group[id(group)] for key, group in ids.items()}


def _one(form: frozenset[str], group: dict, row: Row, province: str) -> bool:
    """Whether a body that shares ``form`` with a group is the group's: not twice in one document, no other kind, no other province."""
    if row.mention.doc_id in group["documents"] or row.values["kind"] != group["kind"]:
        return False
    if province and group["province"]:
        return province == group["province"]
    return len(form) >= 4


def _unique(names: list[str], provinces: list[str]) -> list[str]:
    """Slugs; where two bodies share one, the province and then a number tells them apart."""
    taken: set[str] = set()
    unique = []
    for name, province in zip(names, provinces, strict=True):
        wanted = slug(name)
        choices = [wanted, f"{wanted}-{province.lower()}"] if province else [wanted]
        choice = next((c for c in choices if c not in taken), None)
        number = 2
        while choice is None:
            choice = f"{wanted}-{number}" if f"{wanted}-{number}" not in taken else None
            number += 1
        taken.add(choice)
        unique.append(choice)
    return unique
