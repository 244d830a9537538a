"""Tables in notebooks: a few rows, always in the same form."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.draw.source import count


def table(frame: pd.DataFrame, columns: Sequence[str] = (), rows: int = 20):
    """The first rows of a table for a notebook, with the number of those left out.

    Parameters
    ----------
    frame : pandas.DataFrame
    columns : sequence of str
        What to show; everything by default.
    rows : int
        At most so many.

    Returns
    -------
    IPython.display.Markdown
        A plain table: no script or style, readable in an untrusted notebook.
    """
    from IPython.display import Markdown  # only notebooks need IPython

    shown = frame[list(columns)] if columns else frame
    names = [_cell(name) for name in shown.columns]
    lines = [names, [("---:" if _is_number(dtype) else "---") for dtype in shown.dtypes]]
    lines += [[_cell(value) for value in row] for row in shown.head(rows).itertuples(index=False)]
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    rest = len(shown) - rows
    return Markdown(text + (f"\n\n{count(rest, 'row')} more." if rest > 0 else "") if len(shown) else "*nothing found*")


def _is_number(dtype: object) -> bool:
    return pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_bool_dtype(dtype)


def _cell(value: object) -> str:
    """A value on one line, with nothing that Markdown or HTML would take for markup."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        value = f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    elif isinstance(value, int) and value >= 10_000:
        value = f"{value:,}"
    text = " ".join(str(value).split())
    for char in "\\`*_{}[]<>#|$~":
        text = text.replace(char, f"\\{char}" if char not in "<>" else {"<": "&lt;", ">": "&gt;"}[char])
    return text
