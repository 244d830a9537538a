"""Hand-coded files: what a careful reader found in a document (docs/codebook.md), with the places of the mentions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.document import Document
from analysis.errors import AnalysisError
from analysis.fields import SECTOR_TO_HELIX, TABLES, columns
from analysis.identity import organization_key, slug
from analysis.tables import Tables, typed

Row = dict[str, Any]


def read_gold(folder: Path | str, documents: Iterable[Document]) -> dict[str, dict[str, list[Row]]]:
    """Hand-coded rows by document and table, each with its ``span``.

    The span of a body or an organisation is only where a reader will find it; the others are what was coded.

    Parameters
    ----------
    folder : path
        With a file ``<doc_id>.yaml`` for each coded document.
    documents : iterable of Document
        The documents, to find the places of the mentions.

    Raises
    ------
    AnalysisError
        Where there is no gold, a file is not YAML, or a mention does not stand once in its document.
    """
    texts = {document.doc_id: document.text for document in documents}
    gold = {}
    for file in sorted(Path(folder).glob("*.yaml")):
        if file.stem not in texts:
            raise AnalysisError("the corpus has no such document.", str(file), "Give the corpus that was coded.")
        gold[file.stem] = _understood(file, partial(_coded_rows, text=texts[file.stem], where=str(file)))
    if not gold:
        remedy = "Give the folder with <doc_id>.yaml."
        raise AnalysisError("the folder holds no hand-coded files (*.yaml).", str(folder), remedy)
    return gold


def coded_tables(folder: Path | str, documents: pd.DataFrame) -> Tables:
    """Hand-coded bodies, memberships and money as tables, to be counted like those that were extracted.

    Rows that the coders marked ``optional`` have that flag, so that `Tables.select` can leave them out. Evidence is not
    looked up: ``start`` is a number without meaning.

    Parameters
    ----------
    folder : path
        With a file ``<doc_id>.yaml`` for each coded document; where it does not exist, the tables are empty.
    documents : pandas.DataFrame
        The table of documents; what was coded of others is left out.

    Raises
    ------
    AnalysisError
        Where a file is not of the form of the codebook.
    """
    rows: dict[str, list[Row]] = {"alliances": [], "memberships": [], "funding": []}
    for file in sorted(Path(folder).glob("*.yaml")):
        if file.stem in set(documents.doc_id):
            for table, row in _understood(file, _countable):
                rows[table].append({"doc_id": file.stem, "start": len(rows[table]), "end": len(rows[table]) + 1, **row})
    made = {
        table: typed(table, pd.DataFrame(found, columns=columns(table)), str(folder)) for table, found in rows.items()
    }
    return replace(Tables.empty(), documents=documents, **made)


def _countable(coded: Mapping[str, list[Row]]) -> list[tuple[str, Row]]:
    """Table and values of each row that is counted."""
    made = []
    for body in coded.get("alliances") or []:
        said = {"alliance_id": slug(body["name"]), "mention": body["name"], "rule": "coded", "flags": _optional(body)}
        made.append(("alliances", {**said, **{name: body.get(name) for name in ("name", "kind", "province")}}))
        for member in body.get("members") or []:
            name, named = member["organization"], member.get("named", True)
            own = {"mention": name, "organization": name, "named": named, "role": member["role"]}
            own |= {"organization_id": organization_key(name) if named else "", "sector": member["sector"]}
            own |= {"helix": SECTOR_TO_HELIX[member["sector"]], "flags": _optional(body) or _optional(member)}
            made.append(("memberships", said | own))
    for row in coded.get("funding") or []:
        said = {"mention": row["mention"], "rule": "coded", "flags": _optional(row)}
        made.append(("funding", {**said, "kind": row["kind"], "province": row.get("province")}))
    return made


def _optional(row: Row) -> str:
    return "optional" if row.get("optional") else ""


def _understood(file: Path, make: Callable[[Row], Any]) -> Any:
    """What ``make`` makes of a hand-coded file."""
    form = "See docs/codebook.md for its form."
    try:
        return make(yaml.safe_load(file.read_text(encoding="utf-8")) or {})
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise AnalysisError(f"the file is not YAML: {error}", str(file), form) from None
    except (KeyError, TypeError, AttributeError) as error:
        raise AnalysisError(f"the file lacks what a coded row needs: {error!r}.", str(file), form) from None


def _coded_rows(coded: Mapping[str, list[Row]], text: str, where: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {table: [] for table in TABLES if table != "documents"}
    for body in coded.get("alliances") or []:
        names = [body["name"], *(body.get("also") or [])]
        rows["alliances"].append({**body, "names": names, "span": _near(text, body["name"], names[1:])})
        shared = {"named": True, "optional": body.get("optional"), "alliance": body["name"], "names": names}
        for member in body.get("members") or []:
            span = _near(text, member["organization"], names)
            rows["memberships"].append({**shared, **member, "span": span})
    named = [member["organization"] for member in rows["memberships"] if member["named"]]
    for name in [*(name for body in rows["alliances"] for name in body["names"]), *named]:
        if name not in text:
            raise AnalysisError(f"the document does not say {name!r}.", where, "Code names as they are printed.")
    for table in ("funding", "policies", "targets"):
        for row in coded.get(table) or []:
            mention = str(row["mention"] if "mention" in row else row["title"])
            span = _span(text, mention, row.get("in") or mention, f"{where}: {table}")
            rows[table].append({**row, "mention": mention, "span": span})
    return rows


def _near(text: str, name: str, others: Iterable[str]) -> tuple[int, int]:
    """Of the places of a name, the one nearest to any of the other names, else the first; none is ``(-1, ...)``."""
    starts, about = (
        [match.start() for one in names for match in re.finditer(re.escape(one), text)] for names in ([name], others)
    )
    start = min(starts, key=lambda start: min((abs(start - other) for other in about), default=0), default=-1)
    return start, start + len(name)


def _span(text: str, mention: str, context: str, where: str) -> tuple[int, int]:
    """The one place of a mention inside its context, which stands once in the document."""
    for part, whole, name in ((context, text, "document"), (mention, context, "context")):
        if whole.count(part) != 1:
            remedy = "Code it as printed, with a longer context `in`."
            raise AnalysisError(f"{part!r} stands {whole.count(part)} times in its {name}.", where, remedy)
    start = text.index(context) + context.index(mention)
    return start, start + len(mention)
