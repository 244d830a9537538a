"""The one dictionary of columns: schema, checks, files and documentation are all made from it.

A `Field` describes a column once; `TABLES` says which fields a table has, in the order in which they
are written. The meaning is the codebook's (docs/codebook.md).
"""

from __future__ import annotations

from dataclasses import dataclass

KINDS_OF_BODY = ("alliance", "association", "committee", "consortium", "platform", "institute", "laboratory", "centre")
ROLES = ("initiator", "member", "chair", "guide")
SECTOR_TO_HELIX = {
    "government": "government",
    "university": "university",
    "research": "university",
    "industry": "industry",
    "finance": "industry",
    "association": "other",
    "culture": "other",
}
SECTORS = tuple(SECTOR_TO_HELIX)
HELICES = tuple(dict.fromkeys(SECTOR_TO_HELIX.values()))
KINDS_OF_FUNDING = (
    "industry_target",
    "market_forecast",
    "fund",
    "subsidy",
    "loan",
    "enterprise_scale",
    "transaction",
    "other",
)
QUALIFIERS = ("exact", "at_least", "at_most", "about")
FLAGS = {
    "place_from_context": "the place is not said of it but taken from the sentences or headings around",
    "year_from_context": "the year is not said of it but taken from the sentences or headings around",
    "date_from_context": "the date is not said of it but that of an event told beside it",
    "year_from_publication": "the date is printed without a year; it is that of the publication",
    "date_of_document": "the date is that which the document bears itself",
    "relative_date": "the date is told by the day of publication ('on Saturday', 'last year')",
    "inferred_currency": "the currency is not printed with the amount; it is that of the nearest amount that has one",
    "inferred_kind": "no word beside the amount tells what the money is; its kind is by what stands around",
    "torn_sentence": "the sentence is torn in two by a full stop or a line break",
}
"""What had to be guessed, in words."""
PROVINCE = r"CN-[A-Z]{2}"
PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its Frictionless ``type``, meaning, and what it may hold.

    ``type`` is ``string``, ``integer``, ``number``, ``boolean`` or ``date``.
    """

    name: str
    type: str
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""


def _f(name: str, type: str, description: str, **more) -> Field:
    return Field(name, type, description, **more)


_DOC = _f("doc_id", "string", "The document: its file name without extension.", required=True)
_ALLIANCE = _f("alliance_id", "string", "The body; the same body has the same id in every document.", required=True)
_PLACE = (
    _f(
        "place",
        "string",
        "Most specific place named for the row, as printed, without 'city', 'province' or 'district'.",
    ),
    _f(
        "province",
        "string",
        "ISO 3166-2 code of its province-level unit; empty for the whole country and abroad.",
        pattern=PROVINCE,
    ),
)
_EVIDENCE = (
    _f("start", "integer", "First code point of the mention in the document.", required=True),
    _f("end", "integer", "Code point after the last of the mention.", required=True),
    _f("mention", "string", "The text between them.", required=True),
    _f("cue", "string", "The words that decided role, kind or qualifier."),
    _f("cue_start", "integer", "First code point of the cue."),
    _f("cue_end", "integer", "Code point after the last of the cue."),
    _f("rule", "string", "The lexicon entry or mechanism that made the row.", required=True),
    _f("flags", "string", "What had to be guessed, joined with ' | '; empty where nothing was."),
    _f(
        "corrected", "string", "What a reader corrected, confirmed or added: by which line of corrections.csv, and who."
    ),
)

TABLES: dict[str, tuple[Field, ...]] = {
    "documents": (
        _DOC,
        _f("title", "string", "The document's own title."),
        _f("publisher", "string", "Who published it, where the document says so."),
        _f("published", "string", "Its date of publication, as precise as known.", pattern=PARTIAL_DATE),
        _f("url", "string", "Its address, where the document says so."),
        _f("licence_note", "string", "What the document says of its rights."),
        _f("characters", "integer", "Code points of the text as decoded.", required=True),
        _f("sentences", "integer", "Sentences outside the boilerplate.", required=True),
        _f("boilerplate", "integer", "Code points recognised as boilerplate and left out.", required=True),
        *(
            _f(t, "integer", f"Rows found in table {t}.", required=True)
            for t in ("alliances", "memberships", "funding", "policies", "targets")
        ),
        _f("sha256", "string", "Checksum of the text in UTF-8.", required=True),
        _f("corrected", "string", "Rows that a reader dropped: by which line of corrections.csv, and who."),
    ),
    "alliances": (
        _DOC,
        _ALLIANCE,
        _f("name", "string", "Fullest form printed.", required=True),
        _f("also", "string", "Other printed forms, joined with ' | '."),
        _f("kind", "string", "What the body is, by its name.", required=True, enum=KINDS_OF_BODY),
        *_PLACE,
        _f(
            "established",
            "string",
            "ISO date of the founding, as precise as the document allows.",
            pattern=PARTIAL_DATE,
        ),
        _f("members_stated", "integer", "How many members the document says it has."),
        _f("members_qualifier", "string", "How that number is meant.", enum=QUALIFIERS),
        _f("members_planned", "integer", "How many members it wants to reach."),
        *_EVIDENCE,
    ),
    "memberships": (
        _DOC,
        _ALLIANCE,
        _f(
            "organization_id",
            "string",
            "The organisation; the same one has the same id everywhere; empty for unnamed groups.",
        ),
        _f("organization", "string", "As printed, without articles and descriptions.", required=True),
        _f("named", "boolean", "False for a group without names.", required=True),
        _f("role", "string", "The role in which it stands.", required=True, enum=ROLES),
        _f("sector", "string", "What the organisation is.", required=True, enum=SECTORS),
        _f("helix", "string", "The sector rolled up for triple-helix figures.", required=True, enum=HELICES),
        *_EVIDENCE,
    ),
    "funding": (
        _DOC,
        _f(
            "amount",
            "number",
            "In units of the currency; the lower end of a range; empty for a fund without an amount.",
        ),
        _f("amount_high", "number", "The upper end of a range."),
        _f("currency", "string", "ISO 4217.", pattern="[A-Z]{3}"),
        _f("currency_stated", "boolean", "False where the currency follows from the context."),
        _f("amount_other", "number", "The same amount in a second currency, where printed."),
        _f("currency_other", "string", "ISO 4217 of the second amount.", pattern="[A-Z]{3}"),
        _f(
            "amount_cny",
            "number",
            "The amount in yuan, converted where it is in another currency; empty without a rate.",
        ),
        _f("rate", "number", "Yuan for one unit of the currency; empty where nothing was converted."),
        _f("rate_date", "date", "The day of that rate."),
        _f("rate_source", "string", "Where the rate comes from, or why there is none."),
        _f("kind", "string", "What the money is.", required=True, enum=KINDS_OF_FUNDING),
        _f("qualifier", "string", "How the amount is meant.", enum=(*QUALIFIERS, "magnitude")),
        *_PLACE,
        _f("year", "integer", "Year by or in which it is to be reached or paid, or was measured."),
        _f("per", "string", "What it is paid per."),
        *_EVIDENCE,
    ),
    "policies": (
        _DOC,
        _f("title", "string", "As printed, without quotation marks.", required=True),
        *_PLACE,
        _f("period_start", "integer", "First year of its own term."),
        _f("period_end", "integer", "Last year of its own term."),
        _f("issued", "string", "ISO date of issue, as precise as the document allows.", pattern=PARTIAL_DATE),
        *_EVIDENCE,
    ),
    "targets": (
        _DOC,
        _f("count", "integer", "How many; the lower end of a range.", required=True),
        _f("count_high", "integer", "The upper end of a range."),
        _f("unit", "string", "What is counted, as printed.", required=True),
        _f("qualifier", "string", "How the count is meant.", enum=QUALIFIERS),
        *_PLACE,
        _f("year", "integer", "The year by which it is to be reached."),
        *_EVIDENCE,
    ),
}


def columns(table: str) -> list[str]:
    """Names of the columns of ``table``, in the order in which they are written."""
    return [field.name for field in TABLES[table]]
