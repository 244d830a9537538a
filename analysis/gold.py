"""Hand-coded files: what a careful reader found in a document (docs/codebook.md), with the places of the mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from analysis.document import Document
from analysis.errors import AnalysisError
from analysis.fields import TABLES

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
    gold, form = {}, "See docs/codebook.md for its form."
    for file in sorted(Path(folder).glob("*.yaml")):
        if file.stem not in texts:
            raise AnalysisError("the corpus has no such document.", str(file), "Give the corpus that was coded.")
        try:
            coded = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
            gold[file.stem] = _coded_rows(coded, texts[file.stem], str(file))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise AnalysisError(f"the file is not YAML: {error}", str(file), form) from None
        except (KeyError, TypeError, AttributeError) as error:
            raise AnalysisError(f"the file lacks what a coded row needs: {error!r}.", str(file), form) from None
    if not gold:
        remedy = "Give the folder with <doc_id>.yaml."
        raise AnalysisError("the folder holds no hand-coded files (*.yaml).", str(folder), remedy)
    return gold


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
