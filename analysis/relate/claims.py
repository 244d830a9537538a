"""What makes a count of things a target: the words around it that look ahead.

1. It is the object of a verb that brings things into being, and the verb looks ahead ("will attract 300 companies",
   "to train 10,000 people", the imperative of a plan: "Create 10 leading companies"), or is passive and does
   ("20 parks will be built"); an item may name the act instead ("Training of 900 pilots").
2. It is named as a goal: "the goal for 2025 is 200 companies", "asks for 50 laboratories", "wants at least ten firms",
   or listed behind other goals: "foresees an output of 60 billion yuan by 2026, and 40 firms".
3. It is said with its year alone, in a list or a sentence of its own: "200 companies by 2025".
4. It stands in a list with a target: "... and 50 scenarios", "20 parks, 10 laboratories and 5 centres will be built".

Members of a body, and people and things at an event, are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from analysis.document import Document, Sentence
from analysis.find.counts import Count
from analysis.find.grids import Grids
from analysis.lexicon import load
from analysis.relate.kinds import mood
from analysis.relate.where import head_of_list, opening, window
from analysis.segment import HEADING, ITEM

_AHEAD = re.compile(
    r"\b(?:will|shall|should|would|must|to|plans?|planned|aims?|aimed|striv(?:e[sd]?|ing)|goals?|targets?"
    r"|propos(?:e[sd]?|ing)|wants?|hopes?|intends?|vows?|pledge[sd]?|expects?|expected|seeks?"
    r"|document|programme|blueprint|road ?map|guidelines?|measures|scheme|strategy"
    r"|asks?|calls? for|by (?:the end of )?20\d\d|next \w+ years?|within \w+ years?)\b",
    re.IGNORECASE,
)
_NOT_AHEAD = re.compile(
    r"\b(?:helped|managed|used|began|continued|started|according|thanks|due|compared|led|up|in addition"
    r"|addition) to$",
    re.IGNORECASE,
)
_TO_VERB = re.compile(
    r"(?:^|[;:,，、(]|\b(?:and|or|then|will|would|shall|should|must|can|may|could|to|not|also|jointly|actively"
    r"|further|vigorously|gradually|basically|focus on|strive for|years|year))\s*[“\"]?$",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:(?<!will )(?<!shall )(?<!to )(?<!should )(?<!must )(?:has|have|had|having)(?! (?:the|its|all|this|a)\b)"
    r"|was|were|been|already|so far|currently|at present|now)\b",
    re.IGNORECASE,
)
_GOAL_BEFORE = re.compile(
    r"(?:\b(?:goals?|targets?|objectives?)\b[^.;]{0,40}?\b(?:is|are|of)"
    r"|\b(?:goals?|targets?|objectives?)\b[^.;:]{0,160}:"
    r"|\b(?:wants?|asks? for|calls? for|aims? (?:for|at)|strives? for|striving for|envisages?|envisions?|speaks? of"
    r"|provides? for|foresees?|expects?|(?:it|plan|programme|document|paper|blueprint|strategy|outline) says"
    r"|plans?|needs?|requires?|targets?|targeting|looks? to)"
    r"(?: (?:the )?(?:creation|construction|establishment|cultivation|building"
    r"|introduction|training|opening) of)?)\s*$",
    re.IGNORECASE,
)
# Words that wish for a size in the present tense, and what may stand between them and a count behind that size:
# "foresees" + "an output of 60 billion yuan by 2026, and" + forty firms
_WISH = re.compile(
    r"\b(?:wants?|asks? for|calls? for|aims? (?:for|at)|envisages?|envisions?|speaks? of|provides? for|foresees?)\s",
    re.IGNORECASE,
)
_OTHER_GOALS = re.compile(
    r"(?=\D{0,60}\d)[^;:]{0,170}(?:,|\band|\balong with|\bas well as|\btogether with|\bplus)\s*[“\"]?$", re.IGNORECASE
)
_OWN_CLAUSE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|that|which|who|whose|where|while|but"
    r"|said|says|from(?! now)|between)\b",
    re.IGNORECASE,
)
_AS_GOAL = re.compile(
    r"[^.;:]{0,80}?\b(?:as (?:its|their|the|a|an|his|our) (?:\w+ )?(?:aims?|goals?|targets?|objectives?)"
    r"|(?:is|are) the (?:aims?|goals?|targets?|objectives?))\b",
    re.IGNORECASE,
)
_PASSIVE = re.compile(
    r"[^.;:,]{0,60}?\b(?:(?P<ahead>(?:will|shall|should|must|are to|is to|to|would)\s(?:also\s|each\s)?be)"
    r"|(?P<wish>be)|are"
    r"|is)\s(?:\w+ly\s)?(?P<verb>\w+(?: up| in| out)?)\b",
    re.IGNORECASE,
)
_COMES = re.compile(
    r"[^.;:,]{0,60}?\b(?:will|shall|should|would|are to)\s(?:have\s)?"
    r"(?P<verb>take[n]? shape|emerged?|open(?:ed)?|settled?"
    r"|come into being|land(?:ed)?|be in (?:place|operation|service|use)|be up and running|go(?:ne)? into operation)\b"
)
_HORIZON = re.compile(r"\b(?:by|until|before|to|till) (?:the )?(?:end of |year )?20\d\d\b", re.IGNORECASE)
_PLANNED = re.compile(r"\bby (?:the (?:end|year) of )?20\d\d\b|\brequires? that\b|\bproposes? that\b", re.IGNORECASE)
_WISHES = re.compile(
    r"\b(?:intend|propos|requir|demand|ask|wish|recommend|stipulat|provid|want)\w*(?: in \w+)?,? that\b", re.IGNORECASE
)
_PERFECT = re.compile(
    r"\b(?:will|shall|should|must|would|to) have (?:(?:[\w-]+ ){0,2}?|[^.;]{0,120}(?:,| and) )$", re.IGNORECASE
)
# "By 2026: one industry; three parks and five firms", "50 companies, 100 applications, all by 2027"
_YEAR_FIRST = re.compile(
    r"\W*(?:by|before|until|at|to) (?:the )?(?:(?:end|close) of |end-|year )?"
    r"(?:20\d\d|(?:the|its|this) (?:plan[’']?s? )?(?:term|period|plan|programme|planning period))\b(?P<list>[^.]*)$",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(r"[^.;]{0,160}?,\s(?:all |both |each )?(?:by|before|until) (?:the end of )?20\d\d\W*$")
_IN_LIST = re.compile(r"(?:^|[;:,]|[;,] and)\s*[“\"]?$")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|shall|should|must|can|could|may|do|does|did|\w{3,}ed)\b",
    re.IGNORECASE,
)
_BY_YEAR = re.compile(
    r"[^.;:,]{0,60}?\b(?:by|before|until|in)\s(?:the\s)?(?:end\s(?:of\s)?)?(?:20\d\d)\b"
    r"|[^.;:,]{0,40}?\bwithin\s\w+\syears\b",
    re.IGNORECASE,
)
_LIST = re.compile(r"[^.;]{0,90}?(?:,|;|；|\band\b|\bas well as\b|\bplus\b|\bor\b)\s*[“\"]?", re.IGNORECASE)
_IS_DONE = re.compile(r"[^.;]{0,60}?\b(?:has|have|had|were|was)\s(?!an?\b)")
_BODY = re.compile(
    r"\b(?:alliance|association|committee|consortium|federation|union|society|chamber|institute|platform)\b",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"\b(?:members?|join|recruit|expand|enrol|admit|brings? together|comprise|consist|participat)\w*\b", re.IGNORECASE
)
_EVENT = re.compile(r"\b(?:conference|summit|forum|exhibition|expo|meeting|ceremony|fair|event)\b", re.IGNORECASE)
_AT_EVENTS = frozenset(
    "people enterprises companies firms institutions products projects agreements forums sessions exhibits".split()
)
_ACT = re.compile(
    r"[“\"\s]*(?:(?:the )?(?:construction|creation|establishment|cultivation|introduction|formation|completion"
    r"|recruitment"
    r"|publication|certification|installation|\w+ing)) of (?:(?:about|some|over|more than|at least|up to) )?",
    re.IGNORECASE,
)
_ITEMS_BACK = 3
_NOTHING_MORE = re.compile(r"[^,;:]{0,60}?[.;]?\s*")
LONGEST_GAP = 30
"""Characters between a verb and its count."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Why a count is a target: the words ``text[start:end]`` and the rule."""

    start: int
    end: int
    rule: str


@cache
def _verbs() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    """A pattern for base and -ing forms of the verbs of plans, the -ing forms, and the past participles."""
    rows = [
        form.replace("-", " ").split("|")
        for entry in load("target_verbs")
        for form in ("|".join(f.split()) for f in entry["forms"])
    ]
    bases, ings, participles = ({row[i] for row in rows} for i in (0, 2, 3))
    words = "|".join(sorted(bases | ings, key=lambda word: (-len(word), word)))
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE), frozenset(ings), frozenset(participles)


@cache
def _third_persons() -> re.Pattern[str]:
    """The third person of the verbs of plans right before a count, where it goes on a list of clauses."""
    forms = {form.split()[1].replace("-", " ") for entry in load("target_verbs") for form in entry["forms"]}
    words = "|".join(sorted(forms - {"has"}, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:[,;:]|\band)\s(?:and\s)?(?P<verb>{words})\s*$", re.IGNORECASE)


def claims(document: Document, counts: Sequence[Count], grids: Grids) -> dict[Count, Claim]:
    """The counts that are targets, each with what makes it one. Cells of small tables are left to `targets`."""
    found: dict[Count, Claim] = {}
    last: tuple[Count, Sentence, Claim] | None = None
    for count in counts:
        sentence = document.sentence_at(count.start)
        if sentence is None or grids.at(count.start):
            continue
        claim = _claim(document, sentence, count, last)
        if claim and not _is_about_members(document.text, sentence, count, claim):
            found[count] = claim
            last = count, sentence, claim
    _spread_back(document, counts, found)
    return found


def _spread_back(document: Document, counts: Sequence[Count], found: dict[Count, Claim]) -> None:
    """4. A passive at the end of a list holds for all of it: "20 parks and 5 centres will be built"."""
    for count, following in zip(reversed(counts[:-1]), reversed(counts[1:]), strict=True):
        claim = found.get(following)
        if count in found or not claim or claim.rule not in ("passive", "before-passive"):
            continue
        listed = _LIST.fullmatch(document.text, count.end, following.reach)
        if listed and document.sentence_at(count.start) == document.sentence_at(following.start):
            found[count] = Claim(claim.start, claim.end, "before-passive")


def _claim(
    document: Document, sentence: Sentence, count: Count, last: tuple[Count, Sentence, Claim] | None
) -> Claim | None:
    """What makes a count a target; None where nothing does."""
    text = document.text
    if (
        last
        and last[1] == sentence
        and _LIST.fullmatch(text, last[0].end, count.reach)
        and not _DONE.search(text, last[0].end, count.reach)
    ):
        return Claim(last[2].start, last[2].end, "list")
    goal = _GOAL_BEFORE.search(text, max(opening(text, sentence, count.start), count.reach - 200), count.reach)
    if goal and not _DONE.search(text, max(sentence.start, goal.start() - 12), goal.start()):
        if not goal.group().rstrip().endswith("says") or not _IS_DONE.match(text, count.end):
            return Claim(goal.start(), goal.end(), "goal")
    if named := _AS_GOAL.match(text, count.end, sentence.end):
        return Claim(*named.span(), "goal")
    return (
        _by_verb(text, sentence, count)
        or _by_third_person(text, sentence, count)
        or _among_goals(text, sentence, count)
        or _by_passive(text, sentence, count)
        or _by_year(text, sentence, count)
        or _by_fragment(document, sentence, count, last)
        or _by_nominal(document, sentence, count, last)
    )


def _by_verb(text: str, sentence: Sentence, count: Count) -> Claim | None:
    """1. The object of a verb that looks ahead."""
    pattern, ings, _ = _verbs()
    if done := _perfect(text, sentence, count):
        return done
    verbs = list(pattern.finditer(text, max(sentence.start, count.reach - 2 * LONGEST_GAP), count.reach))
    verb = verbs[-1] if verbs else None
    if verb is None or len(gap := text[verb.end() : count.reach]) > LONGEST_GAP or re.search(r"[,.;:]", gap):
        return None
    before = text[window(sentence, verb.start())[0] : verb.start()]
    if verb.group().lower() in ings:
        ahead = _AHEAD.search(before) and not re.search(r"\b(?:is|are|was|were|been|after|by)\s(?:\w+ly\s)?$", before)
        return Claim(*verb.span(), "object") if ahead and not _is_past(before) else None
    if not _TO_VERB.search(before.rstrip() + " ") or _NOT_AHEAD.search(before.rstrip()):
        return None
    imperative = not before.strip(' “"') or before.rstrip()[-1] in ";:"
    if imperative or _AHEAD.search(before) and not _is_past(before):
        return Claim(*verb.span(), "object")
    return None


def _by_third_person(text: str, sentence: Sentence, count: Count) -> Claim | None:
    """1. The object of a verb in the present tense behind a year: "to 2027, ... cultivates 8 firms, and creates"."""
    before = text[max(sentence.start, count.reach - 40) : count.reach]
    verb = _third_persons().search(before)
    if verb is None:
        return None
    start = count.reach - len(before) + verb.start("verb")
    lead = text[window(sentence, start)[0] : start]
    if not _HORIZON.search(lead) or _is_past(lead):
        return None
    return Claim(start, start + len(verb["verb"]), "object")


def _among_goals(text: str, sentence: Sentence, count: Count) -> Claim | None:
    """2. Listed behind another size that is wished for: "foresees an output of 60 billion yuan, and 40 firms"."""
    first = max(window(sentence, count.reach)[0], count.reach - 200)
    for wish in reversed(list(_WISH.finditer(text, first, count.reach))):
        between = text[wish.end() : count.reach]
        if _OTHER_GOALS.fullmatch(between) and not _OWN_CLAUSE.search(between):
            return None if _IS_DONE.match(text, count.end, sentence.end) else Claim(*wish.span(), "goal")
    return None


def _perfect(text: str, sentence: Sentence, count: Count) -> Claim | None:
    """1. The object of a verb in the future perfect: "shall have completed 60 parks and opened 40 routes"."""
    words = text[max(sentence.start, count.reach - 40) : count.reach].rstrip().rpartition(" ")
    verb = words[2].lower()
    start = count.reach - len(verb) - 1
    if verb not in _verbs()[2] or not _PERFECT.search(text, max(sentence.start, start - 160), start):
        return None
    return Claim(start, start + len(verb), "object")


def _is_past(before: str) -> bool:
    """Whether the nearest auxiliary before a verb reports: "has attracted more than", not "will"."""
    ahead, done = list(_AHEAD.finditer(before)), list(_DONE.finditer(before))
    return bool(done) and (not ahead or done[-1].start() > ahead[-1].start())


def _by_passive(text: str, sentence: Sentence, count: Count) -> Claim | None:
    """1. The subject of a passive that looks ahead: "20 parks will be built", "will have taken shape"."""
    if comes := _COMES.match(text, count.end, sentence.end):
        return Claim(comes.start("verb"), comes.end("verb"), "passive")
    passive = _PASSIVE.match(text, count.end, sentence.end)
    verb = passive["verb"].lower() if passive else ""
    if not {verb, verb.partition(" ")[0]} & _verbs()[2]:  # "set up", but also "upgraded in 2024"
        return None
    looks_ahead = _WISHES if passive["wish"] else _PLANNED  # "intends that 50 drugs be admitted"
    ahead = passive["ahead"] or looks_ahead.search(text, window(sentence, count.reach)[0], count.reach)
    return Claim(passive.start("verb"), passive.end("verb"), "passive") if ahead else None


def _by_year(text: str, sentence: Sentence, count: Count) -> Claim | None:
    """3. A count with its year that opens a sentence, an item or a heading, or stands in a list with its year."""
    year = _BY_YEAR.match(text, count.end, sentence.end)
    after_stop = text[max(0, count.reach - 3) : count.reach].rstrip()[-1:] in (":", ";")
    if year and (_opens(text, sentence, count) or after_stop) and not _DONE.search(text, count.start, year.end()):
        return Claim(year.start(), year.end(), "with-year")
    before = text[window(sentence, count.reach)[0] : count.reach]
    opening_year = _YEAR_FIRST.match(before)
    listed = _IN_LIST.search(before)
    if opening_year and listed and not _FINITE.search(opening_year["list"]) and not _IS_DONE.match(text, count.end):
        return Claim(sentence.start, sentence.start + opening_year.start("list"), "with-year")
    closing_year = _YEAR_LAST.match(text, count.end, sentence.end)
    if closing_year and listed and not _DONE.search(text, count.start, closing_year.end()):
        return Claim(count.start, count.end, "with-year")
    return None


def _opens(text: str, sentence: Sentence, count: Count) -> bool:
    """Whether a count is the first thing in its sentence."""
    return count.reach - sentence.start <= 4 and not text[sentence.start : count.reach].strip(' “"-–•')


def _by_fragment(
    document: Document, sentence: Sentence, count: Count, last: tuple[Count, Sentence, Claim] | None
) -> Claim | None:
    """3. A sentence that is nothing but a count, torn from a target before it or listed under what announces goals."""
    text = document.text
    if not _opens(text, sentence, count) or not _NOTHING_MORE.fullmatch(text, count.end, sentence.end):
        return None
    before = document.sentences[sentence.index - 1] if sentence.index else None
    if last and last[1] == before and before.block == sentence.block and not _DONE.search(sentence.text):
        return Claim(last[2].start, last[2].end, "torn")
    head = head_of_list(document, sentence)
    announced = head and (head.text.endswith(":") or head.block.kind == HEADING) and mood(head.text) == "planned"
    return Claim(head.start, head.end, "listed") if announced else None


def _by_nominal(
    document: Document, sentence: Sentence, count: Count, last: tuple[Count, Sentence, Claim] | None
) -> Claim | None:
    """1. An item that names the act: "Training of 900 pilots" under what announces goals, or next to such an item."""
    text = document.text
    act = _ACT.match(text, sentence.start, count.reach)
    if sentence.block.kind != ITEM or not act or act.end() != count.reach or _DONE.search(sentence.text):
        return None
    head = head_of_list(document, sentence)
    beside = last and last[1].block.kind == ITEM and 0 <= sentence.index - last[1].index <= _ITEMS_BACK
    if beside or head and mood(head.text) == "planned":
        return Claim(*act.span(), "nominal")
    return None


def _is_about_members(text: str, sentence: Sentence, count: Count, claim: Claim) -> bool:
    """Whether a body's members, or the people and things at an event, are counted."""
    if re.search(r"\bmembers?\b", text[count.start : count.end + 12]):
        return True
    joins = _JOIN.search(text, max(claim.start, count.start - 60), count.start)
    if joins and _BODY.search(text, window(sentence, count.start)[0], count.start):
        return True
    return count.head in _AT_EVENTS and bool(_EVENT.search(text, max(sentence.start, count.reach - 60), count.reach))
