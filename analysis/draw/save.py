"""Figures to files: SVG, PNG and the table drawn, byte for byte the same when nothing changed."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from analysis.draw.palette import THEMES
from analysis.draw.sheet import settings
from analysis.errors import AnalysisError
from analysis.store import cell, write_atomically


def svg(figure: Figure) -> str:
    """The figure as SVG text, without date or version."""
    return _rendered(figure, "svg").decode("utf-8")


def show(figure: Figure):
    """The figure for a notebook: inline SVG, the same bytes on every run.

    Returns
    -------
    IPython.display.SVG
    """
    from IPython.display import SVG  # only notebooks need IPython

    return SVG(svg(figure))


def save(figure: Figure, drawn: pd.DataFrame, folder: str | Path, stem: str) -> list[Path]:
    """Write ``stem.svg``, ``stem.png`` and ``stem.csv``.

    Parameters
    ----------
    figure : Figure
    drawn : pandas.DataFrame
        The table that the figure shows.
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
    folder = Path(folder)
    try:
        return [write_atomically(folder / f"{stem}.{suffix}", content) for suffix, content in contents.items()]
    except OSError as error:
        raise AnalysisError(
            f"cannot be written ({error.strerror}).", str(folder), "Choose another folder for `out`."
        ) from error


def _rendered(figure: Figure, kind: str) -> bytes:
    made = io.BytesIO()
    metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    with settings(THEMES["print"], text=7):  # colours and text sizes are bound to the artists already
        figure.savefig(
            made, format=kind, dpi="figure", facecolor="auto", metadata=metadata | {"Title": figure.get_label()}
        )
    return made.getvalue()


def _csv(drawn: pd.DataFrame) -> bytes:
    """Whole numbers without a point, booleans as true and false, empty for unknown."""
    return drawn.apply(lambda column: column.map(_cell)).to_csv(index=False, lineterminator="\n").encode("utf-8")


def _cell(value: object) -> str:
    return cell(value, "boolean" if isinstance(value, bool) else "number" if isinstance(value, float) else "string")
