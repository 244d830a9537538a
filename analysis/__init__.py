"""Documents on industrial policy in, tables with evidence out.

>>> import analysis
>>> documents = analysis.read("seeds")                # doctest: +SKIP
>>> tables = analysis.tabulate(documents)             # doctest: +SKIP
>>> tables.funding                                    # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module

# Imported when first used: `analysis.errors` alone must not cost the import of pandas.
_HOME = {
    "read": "analysis.read",
    "tabulate": "analysis.tabulate",
    "load_tables": "analysis.tables",
    "write_tables": "analysis.store",
    "draw": "analysis.draw",
}

__all__ = sorted(_HOME)


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'analysis' has no attribute {name!r}")
    module = import_module(_HOME[name])
    return module if name == "draw" else getattr(module, {"write_tables": "write"}.get(name, name))
