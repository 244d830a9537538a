"""Text with its evidence on a terminal: in colours where there are any, else between plain marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from analysis.corrected import label, written
from analysis.document import Document
from analysis.fields import FLAGS, TABLES, columns
from analysis.mention import Row

# A control character could do anything to a terminal; what is seen instead has the same length.
_CONTROLS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160), *range(0xD800, 0xE000)], "\ufffd") | {13: " "}
_STYLES = {
    "mention": "bold reverse",
    "cue": "underline",
    "boilerplate": "dim",
    "alliances": "bold blue",
    "memberships": "bold green",
    "funding": "bold red",
    "policies": "bold magenta",
    "targets": "bold yellow",
}
_MARKS = {"mention": ("[", "]"), "cue": ("{", "}"), "boilerplate": ("<boilerplate>", "</boilerplate>")}
_MARKS |= {table: ("[", f"]({table})") for table in TABLES}
INDENT = "  "


class Span(NamedTuple):
    """What is to be seen at ``text[start:end]`` of a document: a mention, a cue, boilerplate, or a row of a table."""

    start: int
    end: int
    kind: str


def terminal() -> Console:
    """What is printed to: plain text, never broken into lines, where it is no terminal."""
    return Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def visible(text: str) -> str:
    """A text without control characters."""
    return text.translate(_CONTROLS)


def marked(document: Document, start: int, end: int, spans: Iterable[Span], console: Console) -> Text:
    """A part of a document with spans in it made visible; they may overlap.

    Examples
    --------
    >>> import io
    >>> document, plain = Document("a", "A fund of 5 yuan."), Console(file=io.StringIO())
    >>> str(marked(document, 2, 17, [Span(2, 6, "cue"), Span(10, 16, "mention")], plain))
    '{fund} of [5 yuan].'
    """
    inside = {span for span in spans if start <= span.start and span.end <= end}
    spans = sorted(inside, key=lambda span: (span.start, -span.end, span.kind))
    if console.color_system:
        text = Text(visible(document.text[start:end]))
        for span in spans:
            text.stylize(_STYLES[span.kind], span.start - start, span.end - start)
        return text
    opening, closing = defaultdict(str), defaultdict(str)
    for span in spans:
        before, behind = _MARKS[span.kind]
        opening[span.start] += before
        closing[span.end] = behind + closing[span.end]
    cuts = sorted({start, end, *opening, *closing})
    parts = (closing[a] + opening[a] + visible(document.text[a:b]) for a, b in zip(cuts, [*cuts[1:], end], strict=True))
    return Text("".join(parts))


def key(row: Row) -> str:
    """How a row is named: its document and place, and what else tells it from others there."""
    place = f"{row.mention.doc_id}:{row.mention.start}-{row.mention.end}"
    return f"{place} ({label(row)})" if label(row) else place


def around(document: Document, row: Row) -> tuple[int, int]:
    """The sentence of a row, or as many as hold its mention and its cue."""
    spans = [(m.start, m.end) for m in (row.mention, row.cue) if m]
    for start, end in list(spans):
        for sentence in filter(None, (document.sentence_at(start), document.sentence_at(end - 1))):
            spans.append((sentence.start, sentence.end))
    return min(start for start, _ in spans), max(end for _, end in spans)


def evidence(document: Document, row: Row, console: Console) -> Text:
    """The sentence of a row with mention and cue."""
    spans = [Span(row.mention.start, row.mention.end, "mention")]
    spans += [Span(row.cue.start, row.cue.end, "cue")] if row.cue else []
    return marked(document, *around(document, row), spans, console)


def facts(row: Row) -> Iterator[tuple[str, str]]:
    """Columns and values of a row, what is empty left out; then what was guessed, in words, and corrected."""
    if "body" in row.values:
        yield "body", visible(row.values["body"])
    for name in columns(row.table):
        if name in row.values and (text := written(row, name)):
            yield name, visible(text)
    for flag in row.flags:
        yield "guessed", f"{flag}: {FLAGS.get(flag, 'no description')}"
    for entry in row.corrected:
        yield "corrected", entry
