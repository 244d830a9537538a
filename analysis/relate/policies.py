"""The table ``policies``: one row a titled policy, with its place, its own term and its date of issue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from analysis.document import Document, Sentence
from analysis.evidence import Mention, Row
from analysis.find.gazetteer import COUNTRY, REGION, ZONE
from analysis.find.places import PlaceMention, broader
from analysis.find.sectors import sector_of
from analysis.find.titles import Title, find_titles
from analysis.relate.issuing import Issue, issue_of
from analysis.relate.setting import Setting, Where

if TYPE_CHECKING:
    from analysis.extract import Found
