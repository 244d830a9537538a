"""The pages of the report: whole, escaped, linked to what exists, with every mention marked where it stands."""

import html.parser
import platform
import re
from collections import Counter
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.addresses import link, page
from analysis.document import Document
from analysis.embed import Executed
from analysis.fields import TABLES
from analysis.marks import Mark, pieces
from analysis.report import build
from analysis.store import write
from analysis.tables import Tables
from analysis.tabulation import _summary, frame

VOID = {"meta", "link", "br", "hr", "img", "input"}
SCRIPT = re.compile(r'<script src="(\.\./)?table\.js" defer></script>')
TEXT = "<script>alert(1)</script> & “A fund of 5 billion yuan” in\r\nWuhan \x00 for the Qingmei & Co Alliance"
SVG = (
    '<?xml version="1.0"?><svg xmlns="x" width="9pt"><title>A &lt;title&gt;</title><metadata>m</metadata>'
    '<path id="m1"/><g id="figure_1"><a xlink:href="{}"><use xlink:href="#m1"/></a></g></svg>'
)
HTML = '<table><thead><tr><th scope="col" onclick="x()">h</th></tr></thead></table><script>alert(3)</script>'


class Page(html.parser.HTMLParser):
    """A page: its text, ids and addresses; elements that are not closed in turn are an error."""

    def __init__(self, path: Path):
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.text, self.open, self.marked, self.linked = "", [], {}, {}
        self.feed(path.read_text(encoding="utf-8"))
        assert self.open == [], path

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids += [attributes["id"]] if "id" in attributes else []
        given = [attributes[name] for name in ("href", "src", "xlink:href") if name in attributes]
        # The page from which a document came may be linked; nothing is loaded from there.
        self.addresses += [one for one in given if tag != "a" or not re.match("https?://", one)]
        if tag not in VOID:
            self.open.append((tag, attributes.get("id"), attributes.get("href", "")))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.text += data
        for _, id, href in self.open:
            if id:
                self.marked[id] = self.marked.get(id, "") + data
            if href and ("article", None) in [one[:2] for one in self.open]:
                self.linked[href[1:]] = self.linked.get(href[1:], "") + data


@pytest.fixture
def installed() -> dict[str, str]:
    return {name: metadata.version(name) for name in ("pandas", "matplotlib", "currencyconverter")}


def row(mention: str, **values) -> dict:
    start = TEXT.index(mention)
    return {"doc_id": "a/b c", "start": start, "end": start + len(mention), "mention": mention, "rule": "r", **values}


@pytest.fixture
def made(tmp_path):
    """A report of one nasty document, with crossing and coinciding mentions."""
    document = Document("a/b c", TEXT, {"title": "<b>T</b>", "publisher": "P & Q", "url": "javascript:alert(1)"})
    records = {name: [] for name in TABLES}
    records["documents"] = [_summary(document) | dict.fromkeys(list(TABLES)[1:], 1)]
    records["alliances"] = [
        row("Qingmei & Co Alliance", alliance_id="q", name="Qingmei & Co Alliance", kind="alliance")
    ]
    member = {"alliance_id": "q", "organization": "Wuhan", "named": True, "sector": "government", "helix": "government"}
    records["memberships"] = [row("Wuhan", role=role, **member) for role in ("guide", "member")]
    cue = {"cue": "fund of 5", "cue_start": TEXT.index("fund of 5"), "cue_end": TEXT.index("fund of 5") + 9}
    records["funding"] = [row("5 billion yuan", kind="fund", amount=5e9, currency="CNY", **cue)]
    records["policies"] = [row("A fund of 5 billion", title='"><i>')]
    tables = Tables(**{name: frame(name, records[name]) for name in TABLES})
    write(tables, tmp_path / "tables")
    (tmp_path / "one-figure.svg").write_text(
        SVG.format(link("report/documents", "funding", "a/b c", TEXT.index("5 billion")))
    )
    cells = [
        new_markdown_cell("# One <script>alert(2)</script>\n\n| a | b |\n|---|---|\n| 1 | 2 |"),
        new_code_cell("x", execution_count=1, outputs=[
            new_output("display_data", {"image/svg+xml": SVG.format("#figure_1")[21:]}),
            new_output("display_data", {"text/html": HTML}),
        ]),
    ]  # fmt: skip
    build(
        tmp_path, tables, [document], [Executed("01_one", {"year": 1}, new_notebook(cells=cells), "code cell 1: <E>")]
    )
    (tmp_path / "report" / "notebooks" / "01_one.ipynb").touch()  # the batch has put it there
    return tmp_path


def pages(folder: Path) -> dict[Path, Page]:
    return {path: Page(path) for path in (folder / "report").rglob("*.html")}


@pytest.fixture(params=["nasty", "committed"])
def folder(request):
    return request.getfixturevalue("made") if request.param == "nasty" else request.getfixturevalue("committed")


def test_every_page_is_whole_with_ids_of_its_own_and_links_that_lead_somewhere_on_this_disk(folder):
    found = pages(folder)
    assert len(found) >= 1 + len(TABLES) + 1 + 1
    for path, seen in found.items():
        assert [id for id, times in Counter(seen.ids).items() if times > 1] == [], path
        for address in seen.addresses:
            file, fragment = urldefrag(address)
            file = file.partition("?")[0]
            target = (path.parent / unquote(file)).resolve() if file else path
            assert not re.match(r"\w+:", address) and target.is_file(), (path, address)
            assert not fragment or target.suffix != ".html" or fragment in found[target].ids, (path, address)


def test_nothing_of_a_document_or_a_cell_becomes_markup(made):
    for path in (made / "report").rglob("*.html"):
        text, scripts = SCRIPT.subn("", path.read_text(encoding="utf-8"))
        assert scripts == 1
        assert not re.search(r"<script|<i>|<b>T|onclick|javascript:[^<]*\"", text), path
        assert "\x00" not in text


def test_all_of_the_text_is_shown_and_each_mention_is_marked_where_it_stands(made):
    document = pages(made)[made / "report" / "documents" / page("a/b c")]
    assert TEXT.replace("\x00", "\ufffd").replace("\r\n", "\n") in document.text.replace("\r\n", "\n")
    assert (
        document.marked[f"funding-{TEXT.index('5 billion')}"] == "5"
    )  # cut where the cue ends: the link leads to its beginning
    assert document.marked[f"policies-{TEXT.index('A fund')}"] == "A "
    assert document.marked[f"memberships-{TEXT.index('Wuhan')}"] == "Wuhan"
    shown = (made / "report" / "documents" / page("a/b c")).read_text(encoding="utf-8")
    assert 'title="memberships: guide, government, q; memberships: member, government, q"' in shown
    # Two rows at one place: the highlight leads to the first, the sign behind it to the other.
    assert '<a href="#memberships-row-1"><mark class="memberships"' in shown
    assert '</mark></a><a class="also" href="#memberships-row-2" aria-label="also memberships row 2"></a>' in shown
    # Under a funding mention a longer policy's mention: each stretch leads to the row of the shortest mark.
    assert document.linked["policies-row-1"] == "A fund of " and document.linked["funding-row-1"] == "5 billion yuan"


def test_the_index_shows_figures_numbers_and_what_failed(made):
    shown = (made / "report" / "index.html").read_text(encoding="utf-8")
    assert 'aria-label="A &lt;title&gt;"' in shown and "<metadata>" not in shown
    assert (
        'href="documents/a~2fb%20c.html#funding-' in shown
        and 'id="one-figure-figure_1"' in shown
        and 'href="#one-figure-m1"' in shown
    )
    assert "1 statement about money" in shown and "1 without a rate to yuan" in shown
    assert "code cell 1: &lt;E&gt;" in shown and "year = 1" in shown
    assert 'href="../one-figure.svg"' in shown and "one-figure.png" not in shown


def test_every_row_of_the_seeds_has_its_mark(committed):
    from analysis.tables import load_tables

    tables = load_tables(committed / "tables")
    checked = 0
    for name in list(TABLES)[1:]:
        for doc_id, rows in getattr(tables, name).groupby("doc_id"):
            marks = Page(committed / "report" / "documents" / page(doc_id)).marked
            for _, one in rows.iterrows():
                begun = marks[f"{name}-{one.start}"].replace("\r\n", "\n")
                assert begun and one.mention.replace("\r\n", "\n").startswith(begun)
                checked += 1
    assert checked == sum(len(getattr(tables, name)) for name in list(TABLES)[1:]) > 100


def test_every_row_is_led_to_from_its_highlight_and_leads_back_and_on(tmp_path, seeds, tables):
    build(tmp_path, tables, seeds, [])
    rows = 0
    for document in seeds:
        shown = (tmp_path / "report" / "documents" / page(document.doc_id)).read_text(encoding="utf-8")
        article = shown[shown.index("<article") : shown.index("</article>")]
        assert "<a " not in re.sub(r"<a [^>]*>[^\0]*?</a>", lambda link: link[0][2:], article)  # no link in a link
        for id, row in re.findall(r'<tr id="([^"]+)">(.*?)</tr>', shown):
            table, number = id.split("-row-")
            assert f'href="#{id}"' in article
            assert f'href="../tables/{table}.html#{id}"' in row
            (mention,) = re.findall(rf'href="#({table}-\d+)"', row)
            assert f'id="{mention}"' in article
            assert getattr(tables, table).start[int(number) - 1] == int(mention.rpartition("-")[2])
            rows += 1
    assert rows == sum(len(getattr(tables, name)) for name in list(TABLES)[1:])


def test_marks_of_figures_say_what_they_stand_for(made):
    shown = (made / "report" / "index.html").read_text(encoding="utf-8")
    assert '#funding-34"><title>5 billion yuan (funding: fund, 5000000000, CNY)</title>' in shown.replace(
        f"#funding-{TEXT.index('5 billion')}", "#funding-34"
    )


@pytest.mark.parametrize("name", ["index.html", "notebooks/01_one.html"])
def test_a_drawing_is_named_by_its_finding(made, name):
    shown = (made / "report" / name).read_text(encoding="utf-8")
    assert re.search(r'<svg role="group" aria-label="A &lt;title&gt;"', shown) and "<metadata>" not in shown
    assert shown.count("<svg ") == shown.count("<svg role=")


def test_the_page_on_quality_counts_what_was_guessed_and_what_is_open(tmp_path, seeds, tables):
    build(tmp_path, tables, seeds, [Executed("05_extraction_quality", {}, new_notebook())])
    shown = (tmp_path / "report" / "quality.html").read_text(encoding="utf-8")
    flags = tables.funding["flags"].fillna("").str.split(" | ", regex=False)
    for flag in ("place_from_context", "inferred_currency"):
        count = sum(flag in one for one in flags)
        assert count and f'<a href="tables/funding.html?flags={flag}">{count}</a>' in shown
    cells = re.findall("<t[hd][^>]*>(.*?)</t[hd]>", shown)
    row = cells[cells.index("established") - 1 :][:4]
    given = int(tables.alliances.established.notna().sum())
    assert row == ["alliances", "established", str(given), str(len(tables.alliances) - given)]
    assert 'href="notebooks/05_extraction_quality.html"' in shown


def test_the_page_on_the_run_tells_parameters_and_versions_but_not_that_of_python(made, installed):
    shown = (made / "report" / "run.html").read_text(encoding="utf-8")
    cells = re.findall("<t[hd][^>]*>(.*?)</t[hd]>", shown)
    assert cells[cells.index("year") :][:3] == ["year", "1", "yes"]
    assert {name: cells[cells.index(name) + 1] for name in installed} == installed
    assert platform.python_version() not in shown


@pytest.mark.parametrize(
    "spans", [[], [(0, 4)], [(0, 2), (1, 3)], [(1, 3), (1, 3)], [(0, 4), (1, 2), (2, 3)], [(2, 4), (0, 3), (3, 4)]]
)
def test_pieces_are_the_text_and_each_mark_covers_its_span(spans):
    marks = [Mark(start, end, f"m{number}") for number, (start, end) in enumerate(spans)]
    cut = pieces("abcd", marks)
    assert "".join(piece.text for piece in cut) == "abcd"
    for mark in marks:
        assert "".join(piece.text for piece in cut if mark in piece.marks) == "abcd"[mark.start : mark.end]


def test_a_long_table_shows_its_beginning_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.report.SHOWN", 2)
    documents = [Document(name, "Text.") for name in "abc"]
    empty = Tables.empty()
    frames = {name: getattr(empty, name) for name in TABLES} | {
        "documents": frame("documents", [_summary(one) for one in documents])
    }
    build(tmp_path, Tables(**frames), documents, [])
    shown = (tmp_path / "report" / "tables" / "documents.html").read_text(encoding="utf-8")
    assert "3 rows, the first 2 shown" in shown and shown.count('<tr id="') == 2
    assert len(list((tmp_path / "report" / "documents").iterdir())) == 3
