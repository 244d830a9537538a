"""Figures and executed notebooks as parts of a page: nothing runs, nothing is fetched, ids are unique, links lead on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from markupsafe import Markup
from nbformat import NotebookNode

from analysis.addresses import DOCUMENTS, FROM_FIGURES

_TAGS = set(
    "a b blockquote br code dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i li mark ol p pre small span strong sub sup table".split()
)
_TAGS |= set("caption colgroup tbody td tfoot th thead tr ul".split())


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook as it was run: its name, what was set, its executed copy, and what failed (empty where nothing did)."""

    name: str
    parameters: Mapping[str, Any]
    notebook: NotebookNode
    failure: str = ""


@cache
def _exporter():
    from nbconvert import HTMLExporter

    # The plain template: no scripts, and nothing to fetch.
    return HTMLExporter(
        template_name="basic", sanitize_html=True, skip_svg_encoding=True, filters={"clean_html": _clean}
    )


def _clean(html: str | bytes) -> str:
    """HTML from cells without anything that runs or fetches. Drawings, which nbconvert gives as bytes, are our own."""
    import bleach

    if isinstance(html, bytes):
        return html.decode()
    attributes = {
        "*": ["class", "id", "title"],
        "a": ["href"],
        "th": ["scope", "colspan", "rowspan"],
        "td": ["colspan", "rowspan"],
    }
    return bleach.clean(html, tags=_TAGS, attributes=attributes, strip=True)


def notebook_html(notebook: NotebookNode) -> str:
    body, _ = _exporter().from_notebook_node(notebook)
    return _METADATA.sub("", _distinct(body))


def highlighting() -> str:
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(style="default").get_style_defs(".highlight") + "\n"


def figures(folder: Path, runs: Sequence[Executed]) -> Iterator[dict[str, Any]]:
    """The figures in the order in which the notebooks name them."""
    sources = "\n".join(cell.source for run in runs for cell in run.notebook.cells)
    paths = sorted(folder.glob("*.svg"), key=lambda path: (_place(sources, path.stem), path.stem))
    for path in paths:
        svg = path.read_text(encoding="utf-8")
        title = _svg_title(svg) or path.stem.replace("-", " ")
        svg = _METADATA.sub("", svg[svg.index("<svg") :]).replace(
            "<svg ", f'<svg role="group" aria-label="{Markup.escape(title)}" ', 1
        )
        yield {
            "stem": path.stem,
            "title": title,
            "svg": Markup(_relinked(_distinct(svg, f"{path.stem}-"), DOCUMENTS)),
            "png": path.with_suffix(".png").exists(),
            "csv": path.with_suffix(".csv").exists(),
        }


def _place(sources: str, stem: str) -> int:
    place = sources.find(stem)
    return place if place >= 0 else len(sources)


def _svg_title(svg: str) -> str:
    found = re.search(r"<title>(.*?)</title>", svg, re.S)
    return Markup(found[1]).unescape().strip() if found else ""


# RDF is no part of HTML; the title says the same.
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.S)
_SVG = re.compile(r"<svg\b.*?</svg>", re.S)
_ID = re.compile(r'(\bid="|url\(#|href="#)')


def _distinct(html: str, prefix: str = "") -> str:
    """Give each drawing on a page ids of its own: matplotlib uses the same ones in all."""
    number = count(1)
    return _SVG.sub(lambda svg: _ID.sub(rf"\g<1>{prefix or f'drawing-{next(number)}-'}", svg[0]), html)


def _relinked(html: str, prefix: str) -> str:
    """Links from figures to evidence, which are made for files beside `report/`, as seen from inside it."""
    return html.replace(f'href="{FROM_FIGURES}/', f'href="{prefix}/')
