"""What JupyterLab shows of evidence and of documents.

The HTML is of plain tags, so that it looks the same in a notebook that JupyterLab does not trust (there it drops
scripts, style sheets and event handlers) and in the report. Where there is no HTML, the plain form says as much.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup, escape
from rich.console import Console

from analysis.document import Document
from analysis.errors import AnalysisError
from analysis.fields import TABLES
from analysis.marks import Mark, Piece, pieces, visible
from analysis.mention import Mention, claimed
from analysis.segment import BOILERPLATE, HEADING
from analysis.store import cell
from analysis.terminal import marked

Rows = pd.DataFrame | pd.Series | Mapping[str, Any] | tuple

SHOWN = 20  # rows
LONGEST = 20_000  # characters of a document; JupyterLab becomes slow with more
TYPES = {field.name: field.type for table in TABLES.values() for field in table}
# JupyterLab keeps a colour where it does not trust a notebook; the report does not, and the print is still small.
_TAGS = {
    "mention": ("<mark>", "</mark>"),
    "cue": ("<b>", "</b>"),
    HEADING: ("<b>", "</b>"),
    BOILERPLATE: ('<small style="color: gray">', "</small>"),
}
_PLAIN = Console(file=io.StringIO(), color_system=None)
# The marked sentence says the rest.
_TOLD = TYPES.keys() - {"doc_id", "start", "end", "mention", "cue", "cue_start", "cue_end"}
_LINES = re.compile(r"\s*[\r\n]\s*")


class Place(NamedTuple):
    """Where one row stands: what it says, and the sentences with its mention and its cue as spans of the document."""

    document: Document
    told: dict[str, str]
    marks: list[Mark]
    passages: list[tuple[int, int]]


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """The places in the text that support rows of a table, to be looked at.

    In a notebook the mention is highlighted and the cue, which decided role, kind or qualifier, is bold; as plain text
    they stand in ``[ ]`` and ``{ }``.
    """

    places: tuple[Place, ...]
    more: int = 0

    def __repr__(self) -> str:
        lines = []
        for document, told, marks, passages in self.places:
            text = " … ".join(str(marked(document, *span, marks, _PLAIN)) for span in passages)
            lines.append(f"{document.doc_id}: {' '.join(text.split())}\n    {_listed(told)}")
        return "\n".join([*lines, *self._rest()])

    def _repr_html_(self) -> str:
        parts = []
        for document, told, marks, passages in self.places:
            text = Markup(" … ").join(_html(_cut(document.text, marks, span)) for span in passages)
            form = Markup("<p>{}</p><blockquote>{}</blockquote><p><small>{}</small></p>\n")
            parts.append(form.format(title(document), text, _listed(told)))
        return "".join([*parts, *(Markup("<p>{}</p>").format(rest) for rest in self._rest())])

    def _rest(self) -> list[str]:
        return [f"{self.more} more"] if self.more else [] if self.places else ["nothing found"]


def evidence(rows: Rows, documents: Document | Iterable[Document], around: int = 0) -> Evidence:
    """The sentence that supports a row, with what was found in it marked.

    Parameters
    ----------
    rows : pandas.Series, named tuple, mapping or pandas.DataFrame
        A row of any table but ``documents``, or a frame of such rows, of which the first twenty are shown.
    documents : Document or iterable of Document
        Those from which the table was made. Tables that came out of `analysis.tabulate` know them:
        ``tables.evidence(row)``.
    around : int
        How many sentences to show before and after.

    Raises
    ------
    AnalysisError
        Where a row has no evidence, its document is not there, or something else stands at the place. Nothing is
        shown as evidence that is not in the document.

    Examples
    --------
    >>> row = {"doc_id": "a", "start": 16, "end": 30, "mention": "5 billion yuan", "kind": "fund",
    ...        "cue": "fund", "cue_start": 8, "cue_end": 12}
    >>> evidence(row, [Document("a", "It is a fund of 5 billion yuan. Yes.")])
    a: It is a {fund} of [5 billion yuan].
        kind: fund
    """
    try:
        given = [documents] if isinstance(documents, Document) else documents
        known = {document.doc_id: document for document in given}
    except (TypeError, AttributeError):
        remedy = "Give analysis.read(CORPUS)."
        raise AnalysisError(f"{type(documents).__name__} is no sequence of documents.", None, remedy) from None
    frame = isinstance(rows, pd.DataFrame)
    records = rows.head(SHOWN).to_dict("records") if frame else [_record(rows)]
    places = tuple(_place(record, known, around) for record in records)
    return Evidence(places, max(len(rows) - SHOWN, 0) if frame else 0)


def _record(row: Any) -> dict[str, Any]:
    row = row._asdict() if hasattr(row, "_asdict") else row
    try:
        return dict(row)
    except (TypeError, ValueError):
        remedy = "Take one with tables.funding.iloc[0], or from tables.funding.itertuples()."
        raise AnalysisError(f"{type(row).__name__} is no row of a table.", None, remedy) from None


def _place(record: dict[str, Any], documents: Mapping[str, Document], around: int) -> Place:
    mention, cue = claimed(record, documents)
    document = documents[mention.doc_id]
    passages = [_passage(document, mention, around)]
    marks = [Mark(mention.start, mention.end, "mention")]
    if cue:
        marks.append(Mark(cue.start, cue.end, "cue"))
        passages.append(_passage(document, cue, 0))
    told = {name: said(name, value) for name, value in record.items() if name in _TOLD}
    return Place(document, {name: value for name, value in told.items() if value}, marks, _merged(passages))


def _passage(document: Document, mention: Mention, around: int) -> tuple[int, int]:
    """The sentences of a mention, and so many around it; its line where it stands in none."""
    first, last = document.sentence_at(mention.start), document.sentence_at(mention.end - 1)
    if first and last:
        sentences = document.sentences[max(first.index - around, 0) : last.index + around + 1]
        return sentences[0].start, sentences[-1].end
    start, end = document.text.rfind("\n", 0, mention.start) + 1, document.text.find("\n", mention.end)
    return start, end if end >= 0 else len(document.text)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(merged.pop()[1], end)
        merged.append((start, end))
    return merged


def _cut(text: str, marks: Iterable[Mark], span: tuple[int, int]) -> list[Piece]:
    """The pieces of ``text[span]``; marks outside it are left out."""
    start, end = span
    inside = [mark for mark in marks if mark.start < end and mark.end > start]
    moved = [Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.kind) for mark in inside]
    return pieces(visible(text[start:end]), moved)


def _html(cut: Iterable[Piece]) -> Markup:
    made = Markup()
    for piece in cut:
        text = Markup(_LINES.sub("<br>\n", str(escape(piece.text))))
        for mark in reversed(piece.marks):
            opening, closing = map(Markup, _TAGS[mark.kind])
            text = opening + text + closing
        made += text
    return made


def _listed(told: Mapping[str, str]) -> str:
    return " · ".join(f"{name}: {value}" for name, value in told.items())


def title(document: Document) -> Markup:
    """Title, name, publisher and date, linked to the page from which the document came."""
    url = document.meta.get("url", "")
    title = escape(visible(document.title or document.doc_id))
    if re.match(r"https?://", url):
        title = Markup('<a href="{}">{}</a>').format(url, title)
    about = [document.doc_id, *(document.meta.get(name, "") for name in ("publisher", "published"))]
    return Markup("<b>{}</b><br><small>{}</small>").format(title, visible(" · ".join(filter(None, about))))


def page(document: Document) -> str:
    """A document as HTML: headings bold, boilerplate small and grey; a long one is cut between blocks."""
    text, blocks = document.text, document.blocks
    end = max((block.end for block in blocks if block.end <= LONGEST), default=LONGEST)
    end = end if len(text) > LONGEST else len(text)
    marks = [Mark(block.start, block.end, block.kind) for block in blocks if block.kind in _TAGS]
    shown = "" if end == len(text) else f"{end:,} of {len(text):,} characters are shown; document.text has them all."
    form = Markup("<p>{}</p><blockquote>{}</blockquote><p><small>{}</small></p>")
    return str(form.format(title(document), _html(_cut(text, marks, (0, end))), shown))


def said(name: str, value: Any) -> str:
    """A value as it is shown: as in the files, and amounts in groups of three digits."""
    kind = TYPES.get(name, "string")
    written = visible(cell(value, kind))
    return f"{Decimal(written):,}" if kind == "number" and written else written
