"""Figures and executed notebooks as parts of a page: nothing runs or is fetched, ids are unique, links lead on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from markupsafe import Markup
from nbformat import NotebookNode

from analysis.addresses import REPORT

# What is left of the HTML that cells show.
_TAGS = frozenset(
    """a b blockquote br caption code colgroup dd div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i li mark ol p pre
    small span strong sub sup table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905
)
_SPANS = ["colspan", "rowspan"]
_ATTRIBUTES = {"*": ["class", "id", "title"], "a": ["href"], "th": ["scope", *_SPANS], "td": _SPANS}
# RDF is no part of HTML; the title says the same.
_METADATA = re.compile(r"\s*<metadata>.*?</metadata>", re.S)
_SVG = re.compile(r"<svg\b.*?</svg>", re.S)
_TITLE = re.compile(r"<title>(.*?)</title>", re.S)
_LINK = re.compile(rf'<a [^>]*?xlink:href="{REPORT}([^"]*)"[^>]*>')
# What may be wider than the window is moved sideways, by keyboard too.
_WIDE = re.compile(r"(<table\b.*?</table>|<svg\b.*?</svg>)", re.S)
_ID = re.compile(r'(\bid="|url\(#|href="#)')


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook as it was run: its name, what was set, its executed copy, and what failed, if anything did."""

    name: str
    parameters: Mapping[str, Any]
    notebook: NotebookNode
    failure: str = ""


def notebook_html(notebook: NotebookNode, up: str, told: Mapping[str, str]) -> Markup:
    """A notebook with its outputs; `up` leads from its page to the folder of the report, `told` is as in `figures`."""
    from nbconvert import HTMLExporter

    # The plain template: no scripts, and nothing to fetch.
    cleaning = {"clean_html": _clean}
    exporter = HTMLExporter(template_name="basic", sanitize_html=True, skip_svg_encoding=True, filters=cleaning)
    body, _ = exporter.from_notebook_node(notebook)
    number = count(1)
    body = _SVG.sub(lambda svg: _drawing(svg[0], f"drawing-{next(number)}")[1], body)
    body = _WIDE.sub(r'<div class="wide" role="group" aria-label="Output" tabindex="0">\1</div>', body)
    return Markup(_relinked(body, up, told))


def _clean(html: str | bytes) -> str:
    """HTML from cells without anything that runs or fetches. Drawings, which nbconvert gives as bytes, are our own."""
    import bleach

    return html.decode() if isinstance(html, bytes) else bleach.clean(html, _TAGS, _ATTRIBUTES, strip=True)


def highlighting() -> str:
    """The style sheet of code in notebooks, on light and on dark ground."""
    from pygments.formatters import HtmlFormatter

    light, dark = (HtmlFormatter(style=name).get_style_defs(".highlight") for name in ("default", "github-dark"))
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"


def figures(folder: Path, runs: Sequence[Executed], told: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The figures of a folder in the order in which the notebooks name them, as what the index page shows of each.

    `told` says in words what stands at an address inside the report; it becomes the name of a mark that leads there.
    """
    sources = "\n".join(cell.source for run in runs for cell in run.notebook.cells)
    # Those that no notebook names come last: what is not found, -1, counts from the end.
    order = {path: sources.find(path.stem) % (len(sources) + 1) for path in sorted(folder.glob("*.svg"))}
    for path in sorted(order, key=order.get):
        title, svg = _drawing(_SVG.search(path.read_text(encoding="utf-8"))[0], path.stem)
        yield {
            "stem": path.stem,
            "title": title,
            "svg": Markup(_relinked(svg, "", told)),
            "png": path.with_suffix(".png").exists(),
            "csv": path.with_suffix(".csv").exists(),
        }


def _drawing(svg: str, prefix: str) -> tuple[str, str]:
    """What a drawing says, and the drawing with that as its name, and ids of its own: matplotlib's are the same in all."""
    named = _TITLE.search(svg)
    title = Markup(named[1]).unescape().strip() if named else prefix.replace("-", " ")
    opening = Markup('<svg role="group" aria-label="{}" ').format(title)
    return title, _ID.sub(rf"\g<1>{prefix}-", _METADATA.sub("", svg)).replace("<svg ", opening, 1)


def _relinked(html: str, up: str, told: Mapping[str, str]) -> str:
    """Links of figures, which are made for files beside the report, as seen from inside it, with a name each."""

    def renamed(found: re.Match[str]) -> str:
        address = Markup(found[1]).unescape()
        page = unquote_plus(address.rpartition("/")[2])
        name = told.get(address) or page.replace(".html?", ": ").replace("&", ", ").removesuffix(".html")
        return Markup('<a xlink:href="{}"><title>{}</title>').format(up + address, name)

    return _LINK.sub(renamed, html)
