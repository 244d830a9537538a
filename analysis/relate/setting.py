"""Where and when the statements of a document hold: shared by all tables, see `analysis.relate.where` and `.when`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Document
from analysis.find.grids import Grids
from analysis.find.places import PlaceMention
from analysis.relate.when import GRANT, HORIZON, MEASURE, RELATIVE_DATE, YEAR_FROM_CONTEXT, When, Years
from analysis.relate.where import PLACE_FROM_CONTEXT, Places, Where

if TYPE_CHECKING:
    from analysis.extract import Found

__all__ = [
    "GRANT",
    "HORIZON",
    "MEASURE",
    "PLACE_FROM_CONTEXT",
    "RELATIVE_DATE",
    "YEAR_FROM_CONTEXT",
    "Setting",
    "When",
    "Where",
]


class Setting:
    """Where and when the statements of one document hold.

    Parameters
    ----------
    document : Document
        The document.
    found : Found
        Its places, dates and date of publication.
    """

    def __init__(self, document: Document, found: Found):
        self.grids = Grids(document)
        self.places = Places(document, found, self.grids)
        self.years = Years(document, found, self.grids)
        self.where = self.places.where
        self.when = self.years.when

    @property
    def main_place(self) -> PlaceMention | None:
        """The place the document is about."""
        return self.places.main_place
