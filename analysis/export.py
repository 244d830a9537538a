"""The tables in formats that other tools read: annotations of the documents, and the network of bodies and members.

CSV and Parquet with a Frictionless descriptor are the tables themselves: `analysis.store`.
"""

from __future__ import annotations

import io
import json
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pandas as pd

from analysis.document import Document
from analysis.errors import AnalysisError, nearest
from analysis.fields import TABLES
from analysis.marks import visible
from analysis.mention import Mention, claimed
from analysis.store import cell
from analysis.tables import Tables

if TYPE_CHECKING:
    import networkx

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters of a quotation's prefix and suffix; more where these do not tell it from another place
_TAGS = ("kind", "role", "sector")  # columns whose values are tags of an annotation
_PLACED = {"doc_id", "start", "end", "mention"}  # what the target of an annotation says
# What the network says of bodies, organisations and their ties, where it is known.
_BODY = ("kind", "place", "province", "established", "members_stated")
_ORGANIZATION = ("sector", "helix")
_TIE = ("role", "doc_id", "start", "end", "mention", "cue", "rule", "flags")
_NUMBERS = ("members_stated", "start", "end")

Record = dict[str, str]


def export(tables: Tables, documents: Iterable[Document], format: str) -> bytes:
    """Tables as the content of a file.

    Parameters
    ----------
    tables : Tables
    documents : iterable of Document
        Those from which the tables were made; every row is checked against its document.
    format : str
        ``annotations`` (W3C Web Annotation, JSON-LD in UTF-8) or ``graphml``.

    Raises
    ------
    AnalysisError
        Where there is no such format, or a row does not stand in its document.
    """
    if format not in FORMATS:
        raise AnalysisError(f"there is no format {format!r}.", "--format", nearest(format, FORMATS))
    return FORMATS[format](tables, {document.doc_id: document for document in documents})


def annotations(tables: Tables, documents: Mapping[str, Document]) -> dict[str, Any]:
    """An ``AnnotationCollection`` of one page, with an ``Annotation`` for each row of the tables.

    Body: the name of the table (``classifying``), the values of kind, role and sector (``tagging``), and all columns
    as lines of text (``describing``). Target: the text, named by its `doc_id`, with the position and a quotation of
    the mention; and, where the document's address is known, the page there with the quotation alone, because it is
    in the text as decoded that offsets hold. The quotation's prefix and suffix are as long as it takes for it to fit
    one place of the text only.

    Source: W3C Recommendation "Web Annotation Data Model" (2017), 4.2.4 and 4.2.5: positions count Unicode code
    points from 0, the end excluded, as ours do. Tools that count UTF-16 code units, as browsers do, are off by one
    after each character beyond U+FFFF; there the quotation is the one to follow.
    """
    items = []
    for table, record, mention, document in _rows(tables, documents):
        quotation = _quotation(document.text, mention)
        position = {"type": "TextPositionSelector", "start": mention.start, "end": mention.end}
        text = {"id": quote(document.doc_id, safe=""), "type": "Text", "format": "text/plain"}
        target: list[dict[str, Any]] = [{"source": text, "selector": [position, quotation]}]
        if document.meta.get("url", "").startswith(("http://", "https://")):
            target.append({"source": quote(document.meta["url"], safe=":/?#[]@!$&'()*+,;=%"), "selector": quotation})
        told = "\n".join(f"{name}: {value}" for name, value in record.items() if value and name not in _PLACED)
        bodies = [("classifying", table), *(("tagging", record[name]) for name in _TAGS if record.get(name))]
        body = [{"type": "TextualBody", "purpose": purpose, "value": value} for purpose, value in bodies]
        body.append({"type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": told})
        items.append({"type": "Annotation", "motivation": "classifying", "body": body, "target": target})
    items = [{"id": id, **item} for id, item in zip(_ids(items), items, strict=True)]
    collection, page = (_urn(part, *(item["id"] for item in items)) for part in ("collection", "page"))
    return {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": f"Rows of {', '.join(table for table in TABLES if table != 'documents')} and where they stand",
        "total": len(items),
        "first": {"id": page, "type": "AnnotationPage", "partOf": collection, "startIndex": 0, "items": items},
        "last": page,
    }


def network(tables: Tables, documents: Mapping[str, Document]) -> networkx.MultiGraph:
    """The two-mode network of bodies and the organisations that stand in a role to them.

    Nodes: ``body:<alliance_id>`` (``bipartite`` 0, with label, kind, place, province, established, members_stated, and
    ``unnamed``, the number of its groups without names, which are no nodes) and ``organization:<organization_id>``
    (``bipartite`` 1, with label, sector, helix). What several documents say of one is taken from the first that says
    it. Edges: one for each row of `memberships`, with role and evidence (``sentence`` is the text around the mention).
    """
    import networkx  # only this needs it

    graph = networkx.MultiGraph(name="bodies and organizations")
    unnamed: Counter[str] = Counter()
    for table, record, mention, document in _rows(tables, documents):
        body, organization = f"body:{record.get('alliance_id')}", record.get("organization_id")
        if table == "alliances":
            _add(graph, body, {"bipartite": 0, "label": visible(record["name"]), **_known(record, _BODY)})
        elif organization:
            about = {"bipartite": 1, "label": visible(record["organization"]), **_known(record, _ORGANIZATION)}
            _add(graph, f"organization:{organization}", about)
            sentence = document.sentence_at(mention.start)
            evidence = {**_known(record, _TIE), "sentence": visible(sentence.text if sentence else mention.text)}
            graph.add_edge(body, f"organization:{organization}", **evidence)
        elif table == "memberships":
            unnamed[body] += 1
    for body, groups in unnamed.items():
        graph.nodes[body]["unnamed"] = groups
    return graph


def _add(graph: networkx.MultiGraph, node: str, about: Mapping[str, Any]) -> None:
    graph.add_node(node, **{**about, **graph.nodes.get(node, {})})


def _known(record: Record, names: Iterable[str]) -> dict[str, str | int]:
    return {name: int(record[name]) if name in _NUMBERS else visible(record[name]) for name in names if record[name]}


def _rows(tables: Tables, documents: Mapping[str, Document]) -> Iterator[tuple[str, Record, Mention, Document]]:
    """Every row but those of documents: its table, cells as they are written, mention and document."""
    for table, fields in TABLES.items():
        frame: pd.DataFrame = getattr(tables, table)
        for row in frame.to_dict("records") if table != "documents" else ():
            mention, _ = claimed(row, documents)
            record = {field.name: cell(row[field.name], field.type) for field in fields}
            yield table, record, mention, documents[mention.doc_id]


def _quotation(text: str, mention: Mention) -> dict[str, str]:
    """A ``TextQuoteSelector`` that fits one place of the text only."""
    around = AROUND
    while True:
        start, end = max(mention.start - around, 0), mention.end + around
        quoted = text[start:end]
        if text.find(quoted, text.find(quoted) + 1) < 0:
            break
        around *= 2
    sides = {"prefix": text[start : mention.start], "suffix": text[mention.end : end]}
    return {"type": "TextQuoteSelector", "exact": mention.text, **sides}


def _ids(items: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The same id for the same annotation in every export; rows that say the same of one place are counted."""
    seen: Counter[str] = Counter()
    for item in items:
        content = json.dumps(item, sort_keys=True)
        seen[content] += 1
        yield _urn(content, str(seen[content]))


def _urn(*parts: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(parts)).urn


def _json(tables: Tables, documents: Mapping[str, Document]) -> bytes:
    return (json.dumps(annotations(tables, documents), indent=1, ensure_ascii=False) + "\n").encode()


def _graphml(tables: Tables, documents: Mapping[str, Document]) -> bytes:
    import networkx

    made = io.BytesIO()
    networkx.write_graphml_xml(network(tables, documents), made, prettyprint=True)
    return made.getvalue()


FORMATS = {"annotations": _json, "graphml": _graphml}
