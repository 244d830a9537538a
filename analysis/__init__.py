"""Documents on industrial policy in, tables with evidence out.

>>> import analysis
>>> documents = analysis.read("seeds")                # doctest: +SKIP
>>> tables = analysis.tabulate(documents)             # doctest: +SKIP
>>> tables.funding                                    # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module

# Imported when first used: `analysis.errors` alone must not cost the import of pandas.
_HOME = {"read": "analysis.corpus", "tabulate": "analysis.tabulation", "load_tables": "analysis.tables"}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
