"""The table ``memberships``: one row for each body, organisation and role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.evidence import Row
from analysis.relate.participation import Participation

if TYPE_CHECKING:
    from analysis.extract import Found


def memberships(document: Document, found: Found) -> list[Row]:
    """Rows of the table ``memberships`` of one document. ``values["body"]`` is the name of the body in the row of ``alliances``."""
    rows = []
    for saying in found.sayings:
        seen: set[tuple[str, str]] = set()
        for part in saying.participations:
            name = document.text[part.start : part.end]
            key = (part.role, _plain(name) if part.named else f"({part.sector})")
            if key not in seen:
                seen.add(key)
                rows.append(_row(document, part, name))
    return rows


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold().removeprefix("the ")).strip()


def _row(document: Document, part: Participation, name: str) -> Row:
    values = {"body": part.body.name, "organization": name, "named": part.named, "role": part.role, "sector": part.sector}
    return Row("memberships", values, document.mention(part.start, part.end), document.mention(*part.cue), part.rule, ())
