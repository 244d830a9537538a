"""From text to blocks and sentences: headings, paragraphs, list items, table cells, boilerplate.

The text itself is never changed: a block and a sentence are spans of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from analysis.lexicon import load

HEADING, PARAGRAPH, ITEM, CELL, BOILERPLATE = "heading", "paragraph", "item", "cell", "boilerplate"

_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(
    r"\s*(?:[•●▪■◦‣·*+>–—-]\s+|o\s+(?=\S)|\(?\d{1,2}[.)]\s+(?=\S)|\(?[a-z][.)]\s+(?=\S)|[ivx]{1,4}[.)]\s+)"
)
_NUMBERED = re.compile(r"\s*\(?\d{1,2}[.)、]\s")
_SPEAKER = re.compile(r"\s*(?:[QA]|[A-Z][A-Z .]{1,24}|[A-Z][a-z]+(?: [A-Z][a-z]+)?)\s*[:：]\s+(?=\S)")
_LABELLED = re.compile(r"\s*[A-Z][\w’' /()-]{1,40}[:：]\s+\S")
_ENDS_SENTENCE = re.compile(r"[.!?。！？…][\"'”’)\]]*\s*$")
_LEADER = re.compile(r"\.{4,}|…{2,}|\t| \| ")
_BAR = re.compile(r"\s*(?:\||\t)\s*")
_NUMBER = re.compile(r"\W*(?:[A-Z]{0,3}[$¥€£]?\s?)?\d")
_MENU_BREAK = re.compile(r"\s(?:\||>|»|/|·)\s|\s{2,}")
_TICKER = re.compile(
    r"\d\s?(?:yuan|RMB)?/\w+\s+(?:[-+]\d[\d,.]*%?|unch\S*)\s*$|^\s*\S+(?: \S+)?\s+[-+]?\d[\d,.]*\s+[-+]?\d[\d,.]*\s+[-+]?\d[\d,.]*\s*%"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|may|to be|said|says|established|founded|launched|initiated|issued|announced|includes?)\b",
    re.I,
)
_UNIT = re.compile(r"\d.*(?:yuan|rmb|cny|\$|€|£|¥|billion|million|%|\bbn\b)", re.I)

_LONGEST_LINK, _SHORTEST_PROSE = 110, 60  # characters

# A full stop after these does not end a sentence; after the second group it does only before a word that begins one.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st no nos vs e.g i.e approx fig vol art sec gen gov sen rep jan feb mar apr jun jul aug sep sept oct nov dec u.s u.k al dept univ est cf".split()
)
_COMPANY_ENDINGS = frozenset("co ltd inc corp llc plc etc".split())
_STARTERS = frozenset(
    "the a an it its in on at this these those they we he she after before during while with under according as for from by and but however meanwhile also"
    " since when where what who how why there previously next to both all one many most some several if although founded established".split()
)
_STOP = re.compile(r"([.!?。！？]+)([\"'”’)\]]*)(\s+|(?=[A-Z][a-z])|$)|([;；])\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A line, or lines that belong together: ``text[start:end]`` without bullets and speakers' names.

    ``kind`` is ``heading``, ``paragraph``, ``item`` (of a list), ``cell`` (of a table) or ``boilerplate``;
    ``section`` is the index of the heading block it stands under, -1 before the first.
    """

    start: int
    end: int
    kind: str
    section: int = -1


@cache
def _boilerplate() -> tuple[tuple[re.Pattern[str], dict], ...]:
    return tuple((re.compile(rf"\W*(?:{entry['phrase']})", re.I), entry) for entry in load("boilerplate"))


def boilerplate_entry(line: str) -> dict | None:
    """The lexicon entry that takes ``line`` for boilerplate, or None."""
    return next((entry for pattern, entry in _boilerplate() if pattern.match(line)), None)


def _is_menu(line: str) -> bool:
    """A row of short links or a ticker: "Home > Nanjing", "RSS | Archive", "KOSPI 2839.01 -70.31 -2.42%"."""
    if _TICKER.search(line):
        return True
    parts = [part for part in _MENU_BREAK.split(line.strip()) if part]
    if len(parts) < 2 or _UNIT.search(line) or _ENDS_SENTENCE.search(line):
        return False
    separators = len(re.findall(r"\s[|>»]\s", line))
    return (separators >= 1 and len(parts) >= 3 or separators >= 2 or len(parts) >= 4) and all(
        len(part.split()) <= 7 for part in parts
    )


def _is_short(line: str) -> bool:
    return len(line) <= _LONGEST_LINK and not _ENDS_SENTENCE.search(line)


def _is_heading(line: str) -> bool:
    """Short, without a full stop at its end: "Wuhan, Hubei", "8. Wuhan Institute – The first"."""
    if len(line) > 160 or not any(c.isalpha() for c in line):
        return False
    if _NUMBERED.match(line) and " – " in line[:100]:  # "4. Wuhan Alliance – It is the first."
        return True
    if _ENDS_SENTENCE.search(
        line
    ):  # "Comprehensive Summary!" and "Who is in it?" are headings, "It was founded." is none
        return line.rstrip()[-1] in "?!" and len(line) < 90
    return not line.rstrip().endswith((",", ";"))


def _table_runs(lines: list[re.Match[str]], text: str) -> set[int]:
    """Indices of lines that are cells: runs of at least four short lines without blank lines between, half with digits."""
    cells: set[int] = set()
    run: list[int] = []
    for i, line in enumerate(lines):
        adjacent = bool(run) and text[lines[i - 1].end() : line.start()].count("\n") == 1
        short = len(line.group()) <= 60 and not _ENDS_SENTENCE.search(line.group())
        if not (adjacent and short):
            _close_run(run, lines, cells)
            run = []
        if short:
            run.append(i)
    _close_run(run, lines, cells)
    return cells


def _barred_runs(lines: list[re.Match[str]], text: str) -> set[int]:
    """Indices of rows with bars or tabs: a line of headers over lines with as many cells, all but the first in numbers."""
    cells: set[int] = set()
    rows = [[part for part in _BAR.split(line.group().strip(" |")) if part] for line in lines]
    for i in range(1, len(rows)):
        adjacent = text[lines[i - 1].end() : lines[i].start()].count("\n") == 1
        numbers = len(rows[i]) > 1 and all(_NUMBER.match(part) for part in rows[i][1:])
        if adjacent and numbers and len(rows[i]) == len(rows[i - 1]) and not rows[i][0][:1].isdigit():
            cells.update((i - 1, i))
    return cells


def _close_run(run: list[int], lines: list[re.Match[str]], cells: set[int]) -> None:
    digits = sum(bool(re.match(r"\s*(?:[A-Z]{0,3}[$¥€£]?\s?)?\d[\d,.]*", lines[i].group())) for i in run)
    bullets = sum(bool(_BULLET.match(lines[i].group())) for i in run)
    if len(run) >= 4 and digits * 2 >= len(run) - 3 and digits >= 3 and bullets * 2 < len(run):
        cells.update(run)


def _navigation_runs(lines: list[re.Match[str]], text: str) -> set[int]:
    """Indices of lines in runs of at least four one- to three-word lines: a menu printed one link a line."""
    runs: set[int] = set()
    run: list[int] = []
    for i, line in enumerate([*lines, None]):
        adjacent = bool(run) and line is not None and text[lines[run[-1]].end() : line.start()].count("\n") == 1
        link = (
            line is not None
            and len(line.group().split()) <= 3
            and not _BULLET.match(line.group())
            and not any(c.isdigit() for c in line.group())
        )
        if run and not (adjacent and link):
            if len(run) >= 4:
                runs.update(run)
            run = []
        if link:
            run.append(i)
    return runs


def _fact_runs(lines: list[re.Match[str]], text: str) -> set[int]:
    """Indices of lines that are facts with a label: two or more in a row of "Registered: 8 December 2022"."""
    facts = [bool(_LABELLED.match(line.group())) and _is_heading(line.group()) for line in lines]
    pairs = [i for i in range(1, len(lines)) if facts[i] and facts[i - 1]]
    pairs = [i for i in pairs if text[lines[i - 1].end() : lines[i].start()].count("\n") == 1]
    return {*pairs, *(i - 1 for i in pairs)}


def _foot(lines: list[re.Match[str]]) -> int:
    """Index of the line with which the foot of a page begins: boilerplate, and no prose behind it to the end."""
    foot = len(lines)
    for i in range(len(lines) - 1, -1, -1):
        content = lines[i].group()
        if boilerplate_entry(content):
            foot = i
        elif len(content) > _SHORTEST_PROSE and _ENDS_SENTENCE.search(content):
            break
    return foot


def blocks(text: str) -> list[Block]:
    """The blocks of a document in order; blank lines belong to none."""
    lines = [line for line in _LINE.finditer(text) if line.group().strip("\ufeff \t\u3000")]
    foot = _foot(lines)
    cells = _table_runs(lines, text) | _barred_runs(lines, text)
    menus = _navigation_runs(lines, text) - cells
    facts = _fact_runs(lines, text) - cells
    found: list[Block] = []
    section = section_before = -1
    in_boilerplate, previous_end = False, 0
    for i, line in enumerate(lines):
        content = line.group()
        start, end = _trim(text, line.start(), line.end(), has_speaker=i not in facts)
        kind = ITEM if i in facts else _kind_of(content, i in cells, i in menus)
        entry = boilerplate_entry(content) if kind != CELL else None
        in_boilerplate = in_boilerplate and (entry is not None or _is_short(content))
        if entry or in_boilerplate or i >= foot:
            kind = BOILERPLATE
        if entry and entry["scope"] == "section" and _is_title_only(content):
            in_boilerplate = True
        # A line broken by the width of a page goes on in the next one.
        adjacent = text[previous_end : line.start()].count("\n") == 1
        if (
            found
            and adjacent
            and kind in (PARAGRAPH, HEADING)
            and found[-1].kind in (PARAGRAPH, HEADING, ITEM)
            and _continues(text, found[-1], content)
        ):
            before = found.pop()
            section = before.section if before.kind != HEADING else section_before
            found.append(Block(before.start, end, ITEM if before.kind == ITEM else PARAGRAPH, section))
        else:
            if kind == HEADING:
                section_before, section = section, len(found)
            found.append(Block(start, end, kind, section))
        previous_end = line.end()
    return found


def _kind_of(line: str, is_cell: bool, in_menu: bool) -> str:
    if is_cell or _LEADER.search(line) and _UNIT.search(line):
        return CELL
    if in_menu or _is_menu(line):
        return BOILERPLATE
    heading = _is_heading(line)
    if _BULLET.match(line) and not (heading and _NUMBERED.match(line)):
        return ITEM
    return HEADING if heading else PARAGRAPH


def _is_title_only(line: str) -> bool:
    """Whether what a boilerplate line announces follows below ("Related articles:") and not in the line itself."""
    return not line.partition(":")[2].strip()


def _continues(text: str, block: Block, line: str) -> bool:
    """Whether ``line`` goes on with the sentence of ``block``: no full stop there, and a hard break at page width."""
    before = text[block.start : block.end]
    last = before.rsplit("\n", 1)[-1]
    wrapped = 55 <= len(last) <= 100 and not _ENDS_SENTENCE.search(before)
    return wrapped and (line[:1].islower() or "\n" in before or block.kind == PARAGRAPH or last.rstrip().endswith(","))


def _trim(text: str, start: int, end: int, has_speaker: bool) -> tuple[int, int]:
    """Leave out a bullet or a speaker's name, and spaces at both ends."""
    for pattern in (_BULLET, _SPEAKER) if has_speaker else (_BULLET,):
        prefix = pattern.match(text, start, end)
        if prefix and prefix.end() < end and not (pattern is _SPEAKER and _is_label(prefix.group())):
            start = prefix.end()
            break
    while start < end and text[start] in " \t\ufeff\u3000":
        start += 1
    while end > start and text[end - 1] in " \t\u3000":
        end -= 1
    return start, end


def _is_label(prefix: str) -> bool:
    """Whether what stands before a colon is no speaker: two words, or the name of a role ("Secretariat: …")."""
    word = prefix.strip(" :：\n").lower()
    return (
        len(prefix.split()) > 1
        and not prefix.isupper()
        or any(word in e.get("nouns", ()) for e in load("role_words") if e["role"] != "none")
    )


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences in ``text[start:end]``.

    A full stop after an abbreviation, or before a word in lower case (a torn sentence), ends none. A semicolon does not either.
    """
    cuts = [start]
    for stop in _STOP.finditer(text, start, end):
        if stop.group(4) or stop.end() >= end:
            continue
        if _ends_here(text, stop.start(1), stop.group(1), stop.end()):
            cuts.append(stop.end())
    cuts.append(end)
    spans = []
    for a, b in pairwise(cuts):
        a, b = _strip(text, a, b)
        if a < b:
            spans.append((a, b))
    return spans


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_here(text: str, at: int, mark: str, following: int) -> bool:
    if following >= len(text):
        return True
    after = text[following]
    if after.islower() or after in ",;":
        return False
    if mark != ".":
        return True
    word = re.search(r"[\w.]*$", text[max(0, at - 12) : at]).group().lower()
    if word in _ABBREVIATIONS or len(word) == 1 and word.isalpha() and text[at - 1].isupper():
        return False
    if word in _COMPANY_ENDINGS:
        first = re.match(r"\w*", text[following : following + 20]).group().lower()
        return first in _STARTERS
    if "." in word and after.isupper() and text[at + 1 : following].strip() == "" and following == at + 1:
        return False  # "Pony.ai.Then" stays, rare; a domain name must not be cut
    return not (word.isdigit() and following == at + 1)
