"""Mentions and rows: nothing is claimed without the place in the text that says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.errors import AnalysisError, EvidenceError

if TYPE_CHECKING:
    from analysis.document import Document


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of a document, together with what stands there.

    Parameters
    ----------
    doc_id : str
        The document.
    start, end : int
        Unicode code points into ``document.text``; ``end`` is exclusive.
    text : str
        What stands there, letter for letter.
    document : Document
        The document itself, only to check the claim; it is not kept.

    Raises
    ------
    EvidenceError
        Where ``document.text[start:end]`` is not ``text``.
    """

    doc_id: str
    start: int
    end: int
    text: str
    document: InitVar[Document]

    def __post_init__(self, document: Document) -> None:
        stands = document.text[self.start : self.end]
        if document.doc_id != self.doc_id or not self.text or stands != self.text:
            raise EvidenceError(
                f"the document has {stands!r}, not {self.text!r}.",
                f"{self.doc_id}[{self.start}:{self.end}]",
                "Offsets count code points of the text as decoded; make mentions with document.mention(start, end).",
            )


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table with its evidence.

    Parameters
    ----------
    table : str
        ``alliances``, ``memberships``, ``funding``, ``policies`` or ``targets``.
    values : dict
        Column name to value; what is not known is left out.
    mention : Mention
        The core of the row.
    cue : Mention, optional
        The words that decided its role, kind or qualifier.
    rule : str
        The lexicon entry or mechanism that made the row.
    flags : tuple of str
        What had to be guessed.
    corrected : tuple of str
        What a reader corrected in it (`analysis.corrections`).
    """

    table: str
    values: dict[str, Any]
    mention: Mention
    cue: Mention | None = None
    rule: str = ""
    flags: tuple[str, ...] = field(default=())
    corrected: tuple[str, ...] = field(default=())


def claimed(row: Mapping[str, Any], documents: Mapping[str, Document]) -> tuple[Mention, Mention | None]:
    """Mention and cue that a row of a written table claims, each checked against its document.

    Parameters
    ----------
    row : mapping
        With ``doc_id start end mention cue cue_start cue_end``; of the cue all may be missing.
    documents : mapping of str to Document
        By ``doc_id``.

    Raises
    ------
    AnalysisError
        Where the row has no evidence, or its document is not there.
    EvidenceError
        Where the document has something else at the place: the table was made of another text.
    """
    try:
        document = documents.get(row["doc_id"])
        if document is None:
            remedy = "Give the documents from which the table was made: analysis.read(CORPUS)."
            raise AnalysisError(f"there is no document {row['doc_id']!r} among {len(documents)}.", None, remedy)
        mention = Mention(document.doc_id, int(row["start"]), int(row["end"]), str(row["mention"]), document)
        if not isinstance(row.get("cue"), str) or not row["cue"]:
            return mention, None
        return mention, Mention(document.doc_id, int(row["cue_start"]), int(row["cue_end"]), row["cue"], document)
    except (KeyError, TypeError, ValueError) as error:  # missing, unknown, or no number
        remedy = "Give a row of alliances, memberships, funding, policies or targets with all its columns."
        raise AnalysisError(f"the row does not say where it stands ({error}).", None, remedy) from None
