"""Figures and tables to files and into notebooks, byte for byte the same when nothing changed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from analysis.draw.palette import THEMES
from analysis.draw.sheet import settings
from analysis.draw.source import count
from analysis.errors import AnalysisError
from analysis.store import cell, write_atomically

_MARKUP = {ord(char): f"\\{char}" for char in "\\`*_{}[]#|$~"} | {ord("<"): "&lt;", ord(">"): "&gt;"}


def show(figure: Figure):
    """The figure for a notebook: an `IPython.display.SVG`."""
    from IPython.display import SVG  # only notebooks need IPython

    return SVG(_rendered(figure, "svg").decode("utf-8"))


def save(figure: Figure, drawn: pd.DataFrame, folder: str | Path, stem: str) -> list[Path]:
    """Write ``stem.svg``, ``stem.png`` and, with the table that the figure shows, ``stem.csv``.

    Parameters
    ----------
    figure : Figure
    drawn : pandas.DataFrame
    folder : path
        Made where it does not exist.
    stem : str
        File name without suffix.

    Returns
    -------
    list of Path
        The three files.

    Raises
    ------
    AnalysisError
        Where the folder cannot be written to.
    """
    contents = {"svg": _rendered(figure, "svg"), "png": _rendered(figure, "png"), "csv": _csv(drawn)}
    try:
        return [write_atomically(Path(folder, f"{stem}.{suffix}"), content) for suffix, content in contents.items()]
    except OSError as error:
        remedy = "Choose another folder for `out`."
        raise AnalysisError(f"cannot be written ({error.strerror}).", str(folder), remedy) from error


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
    if shown.empty:
        return Markdown("*nothing found*")
    lines = [map(escaped, shown.columns), ["---:" if dtype.kind in "iuf" else "---" for dtype in shown.dtypes]]
    lines += [map(escaped, row) for row in shown.head(rows).itertuples(index=False)]
    rest = len(shown) - rows
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return Markdown(text + (f"\n\n{count(rest, 'row')} more." if rest > 0 else ""))


def _rendered(figure: Figure, kind: str) -> bytes:
    made = io.BytesIO()
    # Nothing tells when or with what a file was made.
    silent = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    with settings(THEMES["print"], text=7):  # colours and text sizes are bound to the artists already
        figure.savefig(
            made, format=kind, dpi="figure", facecolor="auto", metadata={"Title": figure.get_label()} | silent
        )
    return made.getvalue()


def _csv(drawn: pd.DataFrame) -> bytes:
    """Whole numbers without a point, booleans as true and false, empty for unknown."""
    return drawn.apply(lambda column: column.map(_cell)).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _cell(value: object) -> str:
    return cell(value, "boolean" if isinstance(value, bool) else "number" if isinstance(value, float) else "string")


def escaped(value: object) -> str:
    """A value on one line, with nothing that Markdown or HTML would take for markup."""
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        value = f"{value:,.4g}" if abs(value) < 1e4 else f"{value:,.0f}"
    elif isinstance(value, int) and value >= 10_000:
        value = f"{value:,}"
    return " ".join(str(value).split()).translate(_MARKUP)
