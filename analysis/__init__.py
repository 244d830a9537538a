"""Documents on industrial policy in, tables with evidence out.

>>> import analysis
>>> documents = analysis.read("seeds")                # doctest: +SKIP
>>> tables = analysis.tabulate(documents)             # doctest: +SKIP
>>> tables.funding                                    # doctest: +SKIP
>>> analysis.evidence(tables.funding.iloc[0], documents)  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module

# Imported when first used: `analysis.errors` alone must not cost the import of pandas.
_HOME = {
    "evidence": "analysis.display",
    "linked": "analysis.overview",
    "load_tables": "analysis.tables",
    "read": "analysis.corpus",
    "tabulate": "analysis.tabulation",
}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
