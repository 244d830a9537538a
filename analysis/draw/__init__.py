"""Figures: functions of the tables that give the figure and the table it shows.

All take ``size``, one of `analysis.draw.sheet.SIZES`, and ``theme``, one of `analysis.draw.palette.THEMES`; another
is an `AnalysisError`.
"""

from analysis.draw.choices import coding_choices
from analysis.draw.corpus import corpus_coverage
from analysis.draw.founders import founder_mix, founder_roles
from analysis.draw.funding import amount_words, funding_scale
from analysis.draw.membership import membership_composition, membership_share
from analysis.draw.overlap import shared_members
from analysis.draw.plans import planned_membership, targets_by_year
from analysis.draw.quality import error_examples, extraction_quality
from analysis.draw.save import save, show, table
from analysis.draw.synergy import triple_helix, triple_helix_reading
from analysis.draw.ternary import founder_ternary
from analysis.draw.tilemap import province_map
from analysis.draw.timeline import founding_timeline

__all__ = [
    "amount_words",
    "coding_choices",
    "corpus_coverage",
    "error_examples",
    "extraction_quality",
    "founder_mix",
    "founder_roles",
    "founder_ternary",
    "founding_timeline",
    "funding_scale",
    "membership_composition",
    "membership_share",
    "planned_membership",
    "province_map",
    "save",
    "shared_members",
    "show",
    "table",
    "targets_by_year",
    "triple_helix",
    "triple_helix_reading",
]
