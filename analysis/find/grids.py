"""Small tables printed as text: which header and which row a cell belongs to.

Three forms are read: one cell a line, row after row ("Year / Firms / Size / 2023 / 60 / 4 billion yuan / ..."), one row
a line with bars or tabs between the cells, and labelled rows under a line of years, held apart by spaces.
Lines of the form "Label ........ value" need no table: label and value stand in one sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from analysis.document import Document
from analysis.segment import BOILERPLATE, CELL, Block

_NUMERIC = re.compile(r"\W*(?:[A-Z]{2,3}|[A-Z]{0,3}[$¥€£])?\s?\d")
_BAR = re.compile(r"\s*(?:\||\t+|\s{3,})\s*")
_RULE = re.compile(r"[\s|:+-]+")
_YEAR = re.compile(r"\W*(?:[Ee]nd(?: of)? |FY ?)?20\d\d\b[^\d]{0,16}")
_EMPTY = re.compile(r"[-–—/.]+|n/?a", re.IGNORECASE)
_LARGEST = 8
"""Columns of the widest table that is tried."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with a number in it: its own span, that of its column's header and that of its row.

    ``subject`` says what is counted: the header, or the label of the row where the header is a year.
    """

    start: int
    end: int
    header: Span
    row: Span
    subject: Span


class Grids:
    """All small tables of a document."""

    def __init__(self, document: Document):
        cells = {cell.start: cell for cell in _under_years(document)}
        cells |= {cell.start: cell for run in _runs(document) for cell in _cells(document.text, run)}
        self._cells = [cells[start] for start in sorted(cells)]
        self._starts = [cell.start for cell in self._cells]

    def at(self, offset: int) -> Cell | None:
        """The cell that holds ``offset``, where that is a cell of a table with headers."""
        i = bisect_right(self._starts, offset) - 1
        return self._cells[i] if i >= 0 and offset < self._cells[i].end else None

    def __iter__(self):
        return iter(self._cells)


def _runs(document: Document) -> list[list[Block]]:
    """Runs of cells that follow each other, with a line of headers before them that was not seen to be one."""
    blocks = document.blocks
    runs = [list(run) for is_cell, run in groupby(range(len(blocks)), key=lambda i: blocks[i].kind == CELL) if is_cell]
    return [
        [blocks[i] for i in ([run[0] - 1, *run] if run[0] and _is_row(document.text, blocks[run[0] - 1]) else run)]
        for run in runs
    ]


def _is_row(text: str, block: Block) -> bool:
    return text.count("|", block.start, block.end) > 0


def _cells(text: str, run: list[Block]) -> list[Cell]:
    """The cells with numbers of a run, or nothing where it is no table."""
    lines = [_split(text, block) for block in run if not _RULE.fullmatch(text, block.start, block.end)]
    while len(lines) > 1 and len(lines[0]) == 1 < len(lines[1]):  # what stands over a table
        lines = lines[1:]
    widths = {len(line) for line in lines}
    if len(widths) == 1 and (width := widths.pop()) > 1:
        return _body(text, lines) if _is_table(text, lines, gaps=True) else []
    spans = [(block.start, block.end) for block in run]
    # What stands over a table may be taken for its first cell.
    for skip in (0, 1):
        for width in range(2, _LARGEST + 1):
            rest = spans[skip:]
            rows = [rest[i : i + width] for i in range(0, len(rest), width)]
            if len(rest) % width == 0 and len(rows) > 1 and _is_table(text, rows):
                return _body(text, rows)
    return []


def _split(text: str, block: Block) -> list[Span]:
    spans, start = [], block.start
    for bar in [*_BAR.finditer(text, block.start, block.end), None]:
        end = bar.start() if bar else block.end
        if end > start:
            spans.append((start, end))
        start = bar.end() if bar else end
    return spans


def _is_table(text: str, rows: list[list[Span]], gaps: bool = False) -> bool:
    """A header without numbers over rows of which the first column holds labels or years, and all others numbers.

    ``gaps``: a number in each row is enough ("Hebei | 1 | none").
    """
    first = {bool(_NUMERIC.match(text, *row[0])) for row in rows[1:]}
    if any(_NUMERIC.match(text, *span) for span in rows[0]) or len(first) > 1:
        return False
    enough = any if gaps else all
    return len(rows) > 1 and all(enough(_NUMERIC.match(text, *span) for span in row[1:]) for row in rows[1:])


def _body(text: str, rows: list[list[Span]]) -> list[Cell]:
    headers = rows[0]
    return [
        Cell(*span, header, (row[0][0], row[-1][1]), header)
        for row in rows[1:]
        for span, header in zip(row, headers, strict=True)
    ]


def _under_years(document: Document) -> Iterator[Cell]:
    """The cells of labelled rows under a line of years: "2023 (actual)   2026 (plan)" over "Firms   412   600"."""
    text, years, end = document.text, [], 0
    for block in document.blocks:
        spans = _split(text, block) if block.kind != BOILERPLATE else []
        adjacent = text.count("\n", end, block.start) == 1
        end = block.end
        named = spans[1:] if spans and not _NUMERIC.match(text, *spans[0]) else spans
        if named and all(_YEAR.fullmatch(text, *span) for span in named):
            years = named if len(named) > 1 else []
        elif not adjacent or len(spans) != len(years) + 1 or not _is_labelled(text, spans):
            years = []
        else:
            row = spans[0][0], spans[-1][1]
            numbers = ((span, year) for span, year in zip(spans[1:], years, strict=True) if _NUMERIC.match(text, *span))
            yield from (Cell(*span, year, row, spans[0]) for span, year in numbers)


def _is_labelled(text: str, row: list[Span]) -> bool:
    """Whether a row is a label with numbers, or the signs of missing ones."""
    values = (_NUMERIC.match(text, *span) or _EMPTY.fullmatch(text, *span) for span in row[1:])
    return not _NUMERIC.match(text, *row[0]) and all(values)
