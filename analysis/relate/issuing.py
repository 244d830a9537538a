"""That a policy was issued: the verb that says so, and who did it.

A verb of issue (lexicon ``policies``) is looked for in this order:

1. before the title ("released the “X Action Plan”") or behind it ("the “X Action Plan”, which was issued");
2. without a verb, a date beside the title ("the “X Action Plan” (June 2023)");
3. in a sentence behind it, of which the title is the unnamed subject ("X Action Plan. Issued March 17", "The plan
   came out in May");
4. in the sentence before it, which speaks of the policy without its title ("The city released an action plan on
   Friday").
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.cues import Cue, find_cues
from analysis.find.dates import resolve_date
from analysis.find.titles import Title
from analysis.relate.issue_clauses import WINDOW, ends, has_object, has_subject, joins, leads_up, noun, refers_back
from analysis.relate.issue_dates import issue_date
from analysis.relate.issuers import is_private
from analysis.relate.occasion import is_elsewhere
from analysis.segment import HEADING

if TYPE_CHECKING:
    from analysis.extract import Found

_BESIDE = 40  # characters between a title and a date without a verb
_SENTENCES_ON = 3
_SENTENCES_BACK = 12
_LABELS_BACK = 8
_OPENING = 3  # tokens before a title that is the subject of its sentence
_DELIVERED_RULE = "work-report"
_OPENS_QUOTE = re.compile(r"\W{1,3}")
# From a title to its date: "” (", ", ", ", a text of ", "”, dated "
_TO_DATE = re.compile(
    r"[”\"’'»》](?P<dated>\sof\s)|[”\"’'»》]?(?:\s?[(（]|,)[”\"’']?\s?"
    r"(?P<of>(?:an? (?:text|document|paper|plan|policy) )?(?:of|dated|published(?: on| in)?)\s)?"
)
_ENDS_DATE = re.compile(r"[)）.;,]|$|\s(?:that|which)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Issue:
    """A verb that says that a policy was issued, and when.

    ``start`` and ``end`` are the verb's in ``sentence``; ``date`` is ISO and as precise as the document allows, empty
    where it says nothing; ``is_private`` where a company, an association or an institute issued it.
    """

    start: int
    end: int
    rule: str
    date: str
    flags: tuple[str, ...]
    is_private: bool
    sentence: Sentence
    title: Title

    @property
    def issuer_first(self) -> bool:
        """Whether the issuer stands before the verb: "the city released the X", not "the X released by the city"."""
        return self.title.start >= self.end


class Scene:
    """A document with its titles and verbs of issue by sentence, each read once.

    Parameters
    ----------
    document, found
        The document and what was found in it.
    titles : sequence of Title
        All its titles; they do not stand between a verb and another title.
    """

    def __init__(self, document: Document, titles: Sequence[Title], found: Found):
        self.document, self.found = document, found
        self._titles: dict[int, list[Title]] = defaultdict(list)
        self._cues: dict[int, list[Cue]] = {}
        self._rows: dict[int, set[int]] = {}
        for title in titles:
            self._titles[title.sentence].append(title)

    def titles(self, sentence: Sentence, near: int = 0, reach: int | None = None) -> list[Title]:
        """Titles of a sentence; within ``reach`` tokens of token ``near`` where that is given."""
        here = self._titles.get(sentence.index, [])
        return here if reach is None else [title for title in here if abs(title.i - near) <= reach]

    def cues(self, sentence: Sentence, *uses: str) -> list[Cue]:
        """Cues of a sentence for some uses, in order."""
        if sentence.index not in self._cues:
            self._cues[sentence.index] = find_cues("policies", sentence.tokens)
        return [cue for cue in self._cues[sentence.index] if cue.entry["use"] in uses]

    def is_only(self, title: Title) -> bool:
        """Whether a document has but one full title with the noun of ``title``."""
        full = (other for here in self._titles.values() for other in here if other.form == "full")
        return {other.text for other in full if noun(other) == noun(title)} <= {title.text}

    def rows(self, sentence: Sentence) -> set[int]:
        """Tokens of the dates and titles of a sentence, and of what puts titles in a row: "X and the district's Y"."""
        if sentence.index not in self._rows:
            here, row = self.titles(sentence), set()
            for before, title in zip([None, *here], here, strict=False):
                joined = before and joins(sentence.tokens[before.j : title.i])
                row.update(range(before.j if joined else title.i, title.j))
            for date in self.found.dates_between(sentence.start, sentence.end):
                row.update(k for k, t in enumerate(sentence.tokens) if date.start <= t.start < date.end)
            self._rows[sentence.index] = row
        return self._rows[sentence.index]


def issue_of(scene: Scene, titles: Sequence[Title]) -> Issue | None:
    """What says that a policy, named by ``titles``, was issued: the first that is dated, else the first, or None."""
    first = None
    for find in (_in_sentence, _beside, _behind, _before, _labelled_above):
        for title in titles:
            for issue in find(scene, title):
                first = first or issue
                if issue.date:
                    return issue
    return first


def _in_sentence(scene: Scene, title: Title) -> Iterator[Issue]:
    sentence = scene.document.sentences[title.sentence]
    row = scene.rows(sentence)
    uses = ("issued", "delivered") if title.rule == _DELIVERED_RULE else ("issued",)
    for cue in scene.cues(sentence, *uses):
        if abs(cue.i - title.i) > WINDOW or cue.i in row:
            continue
        side, has_title = ("object", has_object) if cue.j <= title.i else ("subject", has_subject)
        if cue.entry["title"] in (side, "either") and has_title(sentence, cue, title, row):
            yield _issue(scene, sentence, cue, title, scene.titles(sentence, title.i, 2 * WINDOW))


def _behind(scene: Scene, title: Title) -> Iterator[Issue]:
    sentences = scene.document.sentences
    closed = title.i <= _OPENING or ends(sentences[title.sentence], title)
    for n, other in enumerate(sentences[title.sentence + 1 : title.sentence + 1 + _SENTENCES_ON]):
        if any(named.form == "full" for named in scene.titles(other)):
            return
        for cue in scene.cues(other, "issued"):
            elsewhere = is_elsewhere(other, title.start, title.end, scene.found)
            if not elsewhere and refers_back(other, cue, title, is_next=n == 0 and closed):
                yield _issue(scene, other, cue, title, [])


def _before(scene: Scene, title: Title) -> Iterator[Issue]:
    """The sentence before; or one further back, where the policy is the only one of its kind."""
    sentences = scene.document.sentences
    if sentences[title.sentence].block.kind == HEADING:
        return
    back = _SENTENCES_BACK if scene.is_only(title) else 1
    for before in reversed(sentences[max(0, title.sentence - back) : title.sentence]):
        for cue in scene.cues(before, "issued") if before.block.kind != HEADING else ():
            elsewhere = is_elsewhere(before, title.start, title.end, scene.found)
            if not elsewhere and leads_up(before, cue, title):
                yield _issue(scene, before, cue, title, scene.titles(before, cue.i, WINDOW))


def _beside(scene: Scene, title: Title) -> Iterator[Issue]:
    """The date printed beside a title: "the “X Plan” (June 2023)", "X Plan, of 2019", "its May 2022 “X”"."""
    sentence, text, found = scene.document.sentences[title.sentence], scene.document.text, scene.found
    start, end = max(sentence.start, title.start - _BESIDE), min(sentence.end, title.end + _BESIDE)
    for date in found.dates_between(start, end) if title.form == "full" else ():
        if date.kind not in ("day", "month", "year") or not date.year and date.kind == "year":
            continue
        link = _TO_DATE.fullmatch(text, title.end, date.start) if date.start >= title.end else None
        behind = link and (link["dated"] or _ENDS_DATE.match(text, date.end) and (link["of"] or date.kind != "year"))
        before = date.kind != "year" and date.end <= title.start
        if behind or before and _OPENS_QUOTE.fullmatch(text, date.end, title.start):
            iso, flags = resolve_date(date, found.published, found.year_before(date.start))
            yield Issue(date.start, date.end, "date-beside-title", iso, flags, False, sentence, title)


def _labelled_above(scene: Scene, title: Title) -> Iterator[Issue]:
    """The label over the text of a policy itself: "Date of issue: May 16, 2023", then its title as a heading."""
    sentence = scene.document.sentences[title.sentence]
    if sentence.block.kind != HEADING or title.i:
        return
    for other in scene.document.sentences[max(0, title.sentence - _LABELS_BACK) : title.sentence]:
        for cue in scene.cues(other, "issued"):
            if cue.i == 0 and refers_back(other, cue, title, is_next=False):
                yield _issue(scene, other, cue, title, [])


def _issue(scene: Scene, sentence: Sentence, cue: Cue, title: Title, titles: Sequence[Title]) -> Issue:
    start, end = sentence.tokens[cue.i].start, sentence.tokens[cue.j - 1].end
    date, flags = issue_date(scene.document, sentence, cue, title, titles, scene.found)
    private = cue.entry["use"] == "issued" and is_private(sentence, cue, scene.found)
    return Issue(start, end, cue.entry["id"], date, flags, private, sentence, title)
