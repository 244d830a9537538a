"""A document: its text as decoded, and the blocks, sentences and tokens that are views of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from analysis import segment
from analysis.mention import Mention
from analysis.segment import BOILERPLATE, HEADING, Block
from analysis.tokens import Token, tokenize

if TYPE_CHECKING:
    from analysis.corrections import Correction


@dataclass(frozen=True)
class Sentence:
    """A sentence outside the boilerplate: ``text[start:end]`` of its document.

    ``block`` is the block it stands in, ``index`` its place in ``document.sentences``.
    """

    start: int
    end: int
    block: Block
    index: int
    document: Document = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @cached_property
    def tokens(self) -> list[Token]:
        return tokenize(self.document.text, self.start, self.end)


@dataclass(frozen=True)
class Document:
    """A document as read.

    Parameters
    ----------
    doc_id : str
        Its file name without extension, or its ``doc_id`` in a table of documents.
    text : str
        The text as decoded; offsets of mentions count its code points.
    meta : mapping
        ``title``, ``publisher``, ``published`` (ISO date as precise as known), ``url``, ``licence_note``; each may be missing.
    corrections : sequence of Correction
        What a reader corrects in its rows, in the order of the lines of ``corrections.csv``.
    """

    doc_id: str
    text: str
    meta: Mapping[str, str] = field(default_factory=dict)
    corrections: Sequence[Correction] = ()

    def __repr__(self) -> str:
        return f"Document({self.doc_id!r}, {len(self.text):,} characters, {self.title!r})"

    def _repr_html_(self) -> str:
        from analysis.display import page  # only notebooks need it

        return page(self)

    def mention(self, start: int, end: int) -> Mention:
        """The mention at ``text[start:end]``."""
        return Mention(self.doc_id, start, end, self.text[start:end], self)

    @cached_property
    def blocks(self) -> list[Block]:
        """Blocks in order, boilerplate included."""
        return segment.blocks(self.text)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Sentences of everything but the boilerplate, in order. A heading or a cell is one sentence."""
        found: list[Sentence] = []
        for block in self.blocks:
            if block.kind == BOILERPLATE:
                continue
            whole = block.kind in (HEADING, segment.CELL)
            spans = [(block.start, block.end)] if whole else segment.sentence_spans(self.text, block.start, block.end)
            found += [Sentence(start, end, block, len(found) + i, self) for i, (start, end) in enumerate(spans)]
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds ``offset``; None inside boilerplate and between sentences."""
        i = bisect_right(self._starts, offset) - 1
        return self.sentences[i] if i >= 0 and offset < self.sentences[i].end else None

    def heading_of(self, sentence: Sentence) -> Block | None:
        """The heading block over a sentence (a heading is its own)."""
        section = sentence.block.section
        return self.blocks[section] if section >= 0 else None

    @cached_property
    def title(self) -> str:
        """The title of the metadata, else the first heading."""
        if self.meta.get("title"):
            return self.meta["title"]
        return next((self.text[b.start : b.end] for b in self.blocks if b.kind == HEADING), "")
