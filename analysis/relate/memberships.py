"""The table ``memberships``: one row for each body, organisation and role."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.mention import Row
from analysis.relate.participation import Participation

if TYPE_CHECKING:
    from analysis.extract import Found


def memberships(document: Document, found: Found) -> list[Row]:
    """Rows of the table ``memberships`` of one document. ``values["body"]`` is the name of the body in the row of ``alliances``."""
    rows = []
    for saying in found.sayings:
        seen: set[tuple[str, str]] = set()
        full = {
            (part.role, _plain(document.text[part.start : part.end])) for part in saying.participations if part.named
        }
        for part in saying.participations:
            name = document.text[part.start : part.end]
            if any(
                role == part.role and _plain(name) in other.split()[:-1]
                for role, other in full - {(part.role, _plain(name))}
            ):
                continue  # "Xiaomi" for "Beijing Xiaomi Robotics Technology"
            if part.sector == "association" and any(
                role == part.role and other.endswith(" " + _plain(name)) for role, other in full
            ):
                continue  # "the Promotion Association" for the "China … Promotion Association"
            role = _role(part)
            key = (role, _plain(name) if part.named else f"({part.sector})")
            if key not in seen:
                seen.add(key)
                rows.append(_row(document, part, name, role))
    return rows


def _plain(name: str) -> str:
    return re.sub(r"\W+", " ", name.casefold().removeprefix("the ")).strip()


def _role(part: Participation) -> str:
    """An association that creates a committee is the body it is set up under, its guide."""
    under = part.body.kind == "committee" and part.sector == "association" and part.rule == "founded-object"
    return "guide" if under else part.role


def _row(document: Document, part: Participation, name: str, role: str) -> Row:
    values = {"body": part.body.name, "organization": name, "named": part.named, "role": role, "sector": part.sector}
    return Row(
        "memberships", values, document.mention(part.start, part.end), document.mention(*part.cue), part.rule, ()
    )
