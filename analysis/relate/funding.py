"""Table `funding`: one row per amount of money, and one per fund that is announced without an amount.

The amount comes from `analysis.find.money`, its kind from `analysis.relate.kinds`, place and year from
`analysis.relate.setting`. This module puts them together, and leaves out what is said a second time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.find.money import Amount
from analysis.find.qualifiers import Qualifier, qualifier
from analysis.mention import Row
from analysis.relate.cells import with_cells
from analysis.relate.guesses import guess
from analysis.relate.kind_words import outvoted
from analysis.relate.kinds import Kind, kind_of, mood, mood_decides, statement_start, tone_of
from analysis.relate.setting import GRANT, HORIZON, MEASURE, Setting, When, Where
from analysis.relate.unsized import unsized_funds
from analysis.relate.where import head_of_list, window
from analysis.segment import CELL, HEADING

if TYPE_CHECKING:
    from analysis.extract import Found

_USES = {
    **dict.fromkeys(("industry_target", "enterprise_scale"), HORIZON),
    **dict.fromkeys(("market_forecast", "transaction", "other"), MEASURE),
    **dict.fromkeys(("fund", "subsidy", "loan"), GRANT),
}
_DEPTHS = {"other": "sentence", "market_forecast": "block", "transaction": "section"}
_SIZES = {"industry_target", "market_forecast"}
_REPEATS_BACK = 50
"""With how many equal amounts an amount is compared."""
_TORN = re.compile(r"[.!?]\s+(?=[a-z\d])")
_PER = re.compile(
    r"\s*(?:(?P<annual>annually|yearly|per annum|(?:each|every) year)\b"
    r"|(?:per|an?|for each|for every|/)\s(?!year (?:earlier|ago|before|later))(?P<what>square met\w+|(?:service "
    r"|research )?[a-z]+)\b)",
    re.IGNORECASE,
)
_NO_UNIT = frozenset("of and or to in by for with as at from on total result part way".split())
_ANNUAL = re.compile(r"\b(?:annual|yearly|every year|each year|per year)\b(?:\s[\w-]+){0,6}?\s?$", re.IGNORECASE)
_UP_FROM = re.compile(
    r"^[^.;]{0,90}\b(?:(?:up|down|compared|increased?|rising|growing) (?:from|with)"
    r"|,\sfrom|compared to|against|versus|vs\.?)\s(?:\w+\s){0,3}$"
)
_TO_COME = re.compile(r"\b(?:will|would|by|before|until|expect\w*|next)\b", re.IGNORECASE)
_LIST = re.compile(r",\s|,?\s(?:and|or)\s")
_NATIONAL = re.compile(
    r"\b(?:[Nn]ationally|[Nn]ationwide|[Ww]hole country|[Aa]cross the country|[Cc]ountry as a whole)\b|\bChinese (?:[\w-]+ ){0,4}?(?:spend(?:ing)?|buy|demand|consumption|sales|market)\b"
)
"""A size that is the whole country's, without its name."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """An amount with all that was found out about it, before repeats are left out."""

    amount: Amount
    sentence: Sentence
    kind: Kind
    qualifier: Qualifier | None
    where: Where
    when: When
    is_guess: bool
    """Whether no cue of its own told the kind."""


def funding(document: Document, found: Found) -> list[Row]:
    """Rows of the table ``funding`` of one document."""
    drafts = _without_repeats(list(_drafts(document, found)))
    rows = [_row(document, draft) for draft in drafts] + list(_unsized(document, found.setting, drafts))
    return sorted(rows, key=lambda row: row.mention.start)


def _unsized(document: Document, setting: Setting, drafts: list[_Draft]) -> Iterator[Row]:
    """Rows of funds that are announced without an amount."""
    sized = defaultdict(list)
    for draft in drafts:
        if draft.kind.value == "fund":
            span = min(draft.kind.start, draft.amount.start), max(draft.kind.end, draft.amount.full_end)
            sized[draft.sentence.index].append(span)
    for fund in unsized_funds(document, sized):
        where = setting.where(fund.start, fund.end)
        values = {"kind": "fund", "place": where.place, "province": where.province}
        cue = document.mention(fund.cue_start, fund.cue_end)
        mention = document.mention(fund.start, fund.end)
        yield Row("funding", _known(values), mention, cue, "fund-without-amount", where.flags)


def _drafts(document: Document, found: Found) -> Iterator[_Draft]:
    setting = found.setting
    previous: _Draft | None = None
    amounts = [
        (amount, sentence)
        for amount in with_cells(found.amounts, document.text, setting.grids)
        if (sentence := document.sentence_at(amount.start))
    ]
    for i, (amount, sentence) in enumerate(amounts):
        following = amounts[i + 1][0].start if i + 1 < len(amounts) else None
        told = (
            _change(document.text, previous, amount)
            or _in_list(document.text, previous, amount)
            or _told(document, amount, sentence, setting)
        )
        how = (
            qualifier(document.text, amount.start, amount.end)
            or _shared_qualifier(document.text, previous, amount)
            or _qualifier_above(document.text, setting, amount)
        )
        kind = told or guess(document, setting, amount, sentence, how, _kind_before(previous, sentence), following)
        if _is_measured(document.text, sentence, amount, kind, setting):
            kind = replace(kind, value="market_forecast")
        other = outvoted(document, sentence, amount, _how(amount, how), kind, told is None)
        if other and not (_SIZES == {other.value, kind.value} and _tells(document.text, sentence, amount)):
            told, kind = None, other
        since = _since(document.text, previous, amount, sentence, kind)
        when = setting.when(amount.start, amount.end, _USES[kind.value], following, since=since)
        previous = _Draft(
            amount, sentence, kind, how, _where(setting, amount, sentence, kind, previous), when, told is None
        )
        yield previous


def _tells(text: str, sentence: Sentence, amount: Amount) -> bool:
    """Whether the sentence itself plans a size, predicts or reports it."""
    return tone_of(text, *window(sentence, amount.start), amount) != "open"


def _how(amount: Amount, how: Qualifier | None) -> str:
    return "magnitude" if amount.magnitude else how.value if how else "exact"


def _told(document: Document, amount: Amount, sentence: Sentence, setting: Setting) -> Kind | None:
    """The kind by the words of the sentence, or of the column in which the amount stands."""
    cell = setting.grids.at(amount.start)
    if cell:
        header = document.text[slice(*cell.header)]
        return kind_of(document.text, *cell.subject, amount, apart=True, context=header)
    head = head_of_list(document, sentence)
    return kind_of(document.text, *window(sentence, amount.start), amount, context=head.text if head else "")


def _since(text: str, previous: _Draft | None, amount: Amount, sentence: Sentence, kind: Kind) -> int | None:
    """Where the years that an amount may have begin, if not with its sentence: the year of another size is not its."""
    if previous is None or previous.sentence != sentence:
        return None
    if text.endswith("from ", 0, amount.start):  # "up from 95.7 billion", "rose to 5 billion from 4 billion"
        return amount.start
    if {previous.kind.value, kind.value} == _SIZES:  # "stood at 18 billion in 2023; the plan puts it at 40 billion"
        return max(previous.amount.full_end, statement_start(text, sentence.start, amount))
    return None


def _is_measured(text: str, sentence: Sentence, amount: Amount, kind: Kind, setting: Setting) -> bool:
    """Whether a size of which the words do not tell was measured, for its year is past: "Output (2023): 2bn yuan"."""
    if kind.value != "industry_target" or kind.rule not in mood_decides() | {"as-before"}:
        return False
    published, year = setting.years.published, setting.when(amount.start, amount.end, MEASURE).year
    this_year_counts = sentence.block.kind != CELL and not _TO_COME.search(sentence.text)
    past = year and published and year < int(published[:4]) + this_year_counts
    return bool(past) and tone_of(text, sentence.start, sentence.end, amount) == "open"


def _change(text: str, previous: _Draft | None, amount: Amount) -> Kind | None:
    """ "1.54 trillion by 2030, up from 95.7 billion": the same kind of size, but of what is, not of what is to be."""
    if previous and _UP_FROM.match(text[previous.amount.full_end : amount.start]):
        value = "market_forecast" if previous.kind.value == "industry_target" else previous.kind.value
        return replace(previous.kind, value=value, rule="as-before")
    return None


def _in_list(text: str, previous: _Draft | None, amount: Amount) -> Kind | None:
    """ "1 million, 2 million and 5 million yuan" are of one kind, if the words tell that of the first."""
    listed = previous and not previous.is_guess and _LIST.fullmatch(text, previous.amount.full_end, amount.start)
    return replace(previous.kind, rule="as-before") if listed else None


def _shared_qualifier(text: str, previous: _Draft | None, amount: Amount) -> Qualifier | None:
    """ "Up to 5 million, 3 million and 2 million yuan" caps all three, "revenue over 5 million or 3 million" bounds both."""
    if (
        previous
        and previous.qualifier
        and (previous.qualifier.value == "at_most" or previous.kind.value == "enterprise_scale")
        and _LIST.fullmatch(text[previous.amount.full_end : amount.start])
    ):
        return previous.qualifier
    return None


def _qualifier_above(text: str, setting: Setting, amount: Amount) -> Qualifier | None:
    """What the header of its column says of an amount: "Ceiling"."""
    cell = setting.grids.at(amount.start)
    words = f"{text[slice(*cell.header)]} of " if cell else ""
    told = qualifier(f"{words}1", len(words), len(words) + 1) if cell else None
    return told and Qualifier(told.value, *cell.header, told.rule)


def _kind_before(previous: _Draft | None, sentence: Sentence) -> Kind | None:
    """The kind that the sentence, or the one before in the same block, told of another amount."""
    if previous is None or previous.is_guess or previous.sentence.block != sentence.block:
        return None
    return previous.kind if sentence.index - previous.sentence.index <= 1 else None


def _where(setting: Setting, amount: Amount, sentence: Sentence, kind: Kind, previous: _Draft | None) -> Where:
    """The place of an amount; none where the sentence speaks of the world, or a company's own money of no place."""
    if kind.value in ("market_forecast", "transaction", "other") and setting.places.is_worldwide(
        sentence, amount.start
    ):
        return Where()
    national = kind.value == "market_forecast" and _NATIONAL.search(setting.places.text, sentence.start, amount.start)
    if national and not setting.where(*national.span(), "sentence").place:
        return Where("China")
    # What was measured of an industry is as local as what is planned for it.
    is_local = kind.rule in mood_decides() and mood(sentence.text) != "predicted"
    depth = "document" if is_local else _DEPTHS.get(kind.value, "document")
    where = setting.where(amount.start, amount.full_end, depth)
    if not where.place and previous and previous.sentence == sentence:
        return previous.where
    return where


def _without_repeats(drafts: list[_Draft]) -> list[_Draft]:
    """Drop what is said again of the same thing; the mention that says most of it stays."""
    kept: dict[tuple, list[_Draft]] = defaultdict(list)
    for draft in drafts:
        alike = kept[draft.amount.value, draft.amount.currency]
        recent = range(max(0, len(alike) - _REPEATS_BACK), len(alike))
        twin = next((i for i in recent if _is_repeat(alike[i], draft)), None)
        if twin is None:
            alike.append(draft)
        elif _informative(draft) > _informative(alike[twin]):
            alike[twin] = draft
    return [draft for alike in kept.values() for draft in alike]


def _is_repeat(a: _Draft, b: _Draft) -> bool:
    """Whether two equal amounts are the same money."""
    if a.sentence.index == b.sentence.index:
        return False
    if _is_headline(a.sentence) or _is_headline(b.sentence):
        return True
    if (a.is_guess and _is_summary(a.sentence)) or (b.is_guess and _is_summary(b.sentence)):
        return a.amount.value >= 10**8
    if any(draft.is_guess and draft.sentence.block.kind == CELL for draft in (a, b)):
        return a.where.province == b.where.province  # a table sums up the text
    same_place = a.where.province == b.where.province or not (a.where.place and b.where.place)
    same_year = a.when.year == b.when.year or not (a.when.year and b.when.year)
    return a.kind.value == b.kind.value not in ("subsidy", "loan", "other") and same_place and same_year


def _informative(draft: _Draft) -> tuple[bool, bool]:
    return not _is_headline(draft.sentence), not draft.is_guess


def _is_summary(sentence: Sentence) -> bool:
    """Whether a sentence sums up the rest: one of the first, or a line of key figures."""
    return sentence.index < 6 or sentence.block.kind == CELL


def _is_headline(sentence: Sentence) -> bool:
    return sentence.block.kind == HEADING and sentence.index < 3


def _row(document: Document, draft: _Draft) -> Row:
    amount, kind = draft.amount, draft.kind
    values = {
        "amount": amount.value,
        "amount_high": amount.high,
        "currency": amount.currency,
        "currency_stated": amount.stated,
        "amount_other": amount.other_value,
        "currency_other": amount.other_currency,
        "kind": kind.value,
        "qualifier": _qualifier_value(draft),
        "place": draft.where.place,
        "province": draft.where.province,
        "year": draft.when.year,
        "per": _per(document.text, draft),
    }
    cue = document.mention(kind.start, kind.end) if kind.start < kind.end else None
    if cue is None and draft.qualifier:
        cue = document.mention(draft.qualifier.start, draft.qualifier.end)
    return Row(
        "funding",
        _known(values),
        document.mention(amount.start, amount.end),
        cue,
        kind.rule,
        _flags(document.text, draft),
    )


def _known(values: dict) -> dict:
    return {name: value for name, value in values.items() if value not in (None, "")}


def _qualifier_value(draft: _Draft) -> str:
    amount = draft.amount
    attributive = (
        "-" in amount.text
        and draft.kind.rule in ("class-of-enterprises", "build-industry")
        and str(amount.value).strip("0") == "1"
    )
    if amount.magnitude or attributive:
        return "magnitude"
    return draft.qualifier.value if draft.qualifier else "exact"


def _per(text: str, draft: _Draft) -> str | None:
    """What an amount is paid per, where that is printed beside it: "a year", "per project", "annual"."""
    match = _PER.match(text, draft.amount.full_end, draft.sentence.end)
    if match and match["annual"]:
        return "year"
    if match and match["what"].split()[0].lower() not in _NO_UNIT:
        return match["what"] if match["what"] != "annum" else "year"
    return "year" if _ANNUAL.search(text, window(draft.sentence, draft.amount.start)[0], draft.amount.start) else None


def _flags(text: str, draft: _Draft) -> tuple[str, ...]:
    flags = [*draft.where.flags, *draft.when.flags]
    if not draft.amount.stated:
        flags.insert(0, "inferred_currency")
    first, last = sorted((draft.amount.start, draft.kind.start))
    if _TORN.search(text, first, last):
        flags.append("torn_sentence")
    if draft.is_guess:
        flags.append("inferred_kind")
    return tuple(dict.fromkeys(flags))
