"""What notebooks show: the mention where it stands, nothing that JupyterLab would drop, nothing that is not there."""

import html.parser
import json
import re
from pathlib import Path

import pytest
from jupyterlab.commands import get_app_dir

import analysis
from analysis.addresses import anchor
from analysis.display import LONGEST, SHOWN
from analysis.document import Document
from analysis.errors import AnalysisError, EvidenceError
from analysis.fields import TABLES
from analysis.report import build
from analysis.segment import BOILERPLATE
from analysis.store import write
from analysis.tables import load_tables

WITH_EVIDENCE = [name for name in TABLES if name != "documents"]


class Seen(html.parser.HTMLParser):
    """What a reader sees: all text, the text inside each element, and the elements with their attributes."""

    def __init__(self, markup: str):
        super().__init__()
        assert type(markup) is str  # Markup would escape what it is joined with
        self.text, self.inside, self.elements, self.open = "", {}, set(), []
        self.feed(markup)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.elements |= {(tag, name) for name, _ in attributes} | {(tag, "")}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data
        for tag in set(self.open):
            self.inside[tag] = self.inside.get(tag, "") + data


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def kept() -> tuple[set[str], dict[str, list[str]]]:
    """The elements and attributes that the installed JupyterLab keeps in a notebook it does not trust."""
    (core,) = (Path(get_app_dir()) / "static").glob("jlab_core.*.js")
    source = core.read_text(encoding="utf-8")
    tags = json.loads(re.search(r'allowedTags:(\["a","abbr"[^\]]*\])', source)[1])
    every = json.loads(re.search(r'allowedAttributes:\{"\*":(\["class"[^\]]*\])', source)[1])
    links = re.search(r'"translate"\],a:\[("accesskey","coords","href")', source)[1]
    return set(tags), {"*": every, "a": json.loads(f"[{links}]")}


@pytest.mark.parametrize("table", WITH_EVIDENCE)
def test_every_row_of_the_seeds_shows_its_mention_and_its_cue_in_their_sentence(table, tables, seeds):
    frame, texts = getattr(tables, table), {document.doc_id: document.text for document in seeds}
    for _, row in frame.iterrows():
        shown = tables.evidence(row)
        seen = Seen(shown._repr_html_())
        assert words(seen.inside["mark"]) == words(row.mention)
        assert row.cue is None or row.isna().cue or words(row.cue) in words(seen.inside["b"])
        plain = repr(shown).replace("{", "").replace("}", "")
        assert f"[{words(row.mention)}]" in plain and f"rule: {row.rule}" in plain
        sentence = words(re.sub(r"\[|\]", "", plain.partition(": ")[2].partition("\n")[0]))
        assert all(words(part) in words(re.sub(r"\[|\]", "", texts[row.doc_id])) for part in sentence.split(" … "))
    assert len(frame) > 10


def test_jupyterlab_keeps_all_of_it_in_a_notebook_it_does_not_trust(tables, seeds, kept):
    tags, attributes = kept
    shown = [
        tables,
        analysis.linked(tables.funding),
        *seeds,
        *(tables.evidence(getattr(tables, t)) for t in WITH_EVIDENCE),
    ]
    used = set().union(*(Seen(one._repr_html_()).elements for one in shown))
    assert {tag for tag, _ in used} <= tags and ("mark", "") in used and ("a", "href") in used
    assert [(t, name) for t, name in used if name and name not in attributes["*"] + attributes.get(t, [])] == []


def test_series_named_tuple_mapping_and_frame_are_the_same_row(tables, seeds):
    frame = tables.funding.iloc[[3]]
    forms = [frame.iloc[0], next(frame.itertuples(index=False)), next(frame.itertuples()), dict(frame.iloc[0]), frame]
    assert len({repr(analysis.evidence(form, seeds)) for form in forms}) == 1
    several = tables.evidence(tables.memberships)
    assert len(several.places) == SHOWN and repr(several).endswith(f"\n{len(tables.memberships) - SHOWN} more")


TEXT = "<script>x</script> & Noise.\r\n\r\nThe first “A fund of 5 billion yuan” is\x00 old. It was big. 𐐂 It was fine."


def row(mention: str, cue: str, text: str = TEXT) -> dict:
    where = {"doc_id": "a", "start": text.index(mention), "mention": mention, "cue": cue, "cue_start": text.index(cue)}
    return where | {"end": where["start"] + len(mention), "cue_end": where["cue_start"] + len(cue)}


def test_crossing_marks_are_cut_and_nothing_becomes_markup():
    shown = analysis.evidence(row("fund of 5 billion yuan", "A fund of 5"), Document("a", TEXT), around=9)
    seen = Seen(shown._repr_html_())
    assert seen.inside["mark"] == "fund of 5 billion yuan" and "A fund of 5" in seen.inside["b"]
    assert "script" not in {tag for tag, _ in seen.elements} and "<script>x</script>" in seen.text
    assert "{A [fund of 5} billion yuan]" in repr(shown) and "\x00" not in shown._repr_html_() + repr(shown)


def test_sentences_around_are_shown_when_wanted_and_a_far_cue_has_its_own():
    document = Document("a", TEXT)
    plain = [repr(analysis.evidence(row("big", "big"), document, around)).partition("\n")[0] for around in (0, 1)]
    assert plain[0] == "a: It was {[big]}." and plain[1].endswith("𐐂 It was fine.") and "The first" in plain[1]
    far = repr(analysis.evidence(row("fine", "old"), document))
    assert re.search(r"is.* \{old\}\. … 𐐂 It was \[fine\]\.", far) and "big" not in far


@pytest.mark.parametrize(
    ("given", "documents", "told"),
    [
        (row("big", "big") | {"start": 3}, [Document("a", TEXT)], "the document has"),
        (row("big", "old") | {"cue_end": 4}, [Document("a", TEXT)], "the document has"),
        (row("big", "big"), [Document("b", TEXT)], "there is no document 'a' among 1"),
        (row("big", "big") | {"end": None}, [Document("a", TEXT)], "does not say where it stands"),
        ({"doc_id": "a"}, [Document("a", TEXT)], "does not say where it stands"),
        (3, [Document("a", TEXT)], "int is no row"),
        (row("big", "big"), "seeds", "str is no sequence of documents"),
    ],
)
def test_nothing_is_shown_that_is_not_in_the_document(given, documents, told):
    with pytest.raises(AnalysisError, match=told):
        analysis.evidence(given, documents)


def test_tables_from_files_ask_for_their_documents_and_take_no_others(tables, seeds, tmp_path):
    write(tables, tmp_path)
    loaded = load_tables(tmp_path)
    with pytest.raises(AnalysisError, match=r"analysis\.evidence\(row, analysis\.read"):
        loaded.evidence(loaded.funding.iloc[0])
    assert repr(analysis.evidence(loaded.funding, seeds)) == repr(tables.evidence(tables.funding))
    changed = [Document(one.doc_id, "New. " + one.text) for one in seeds]
    with pytest.raises(EvidenceError):
        analysis.evidence(loaded.funding, changed)


def test_a_document_is_shown_whole_with_its_boilerplate_small_and_a_long_one_cut_between_blocks(seeds):
    for document in [one for one in seeds if len(one.text) <= LONGEST]:
        seen = Seen(document._repr_html_())
        assert words(document.text) in words(seen.text) and document.doc_id in seen.text
        left_out = [document.text[b.start : b.end] for b in document.blocks if b.kind == BOILERPLATE]
        assert all(words(text) in words(seen.inside["small"]) for text in left_out)
    long = Document("long", "\n\n".join(f"Paragraph {n} is here and no number is missing." for n in range(1000)))
    seen = Seen(long._repr_html_())
    shown = words(seen.inside["blockquote"])
    assert words(long.text).startswith(shown) and shown.endswith("missing.") and len(shown) > LONGEST * 0.9
    assert f"of {len(long.text):,} characters are shown" in seen.text
    assert repr(long) == f"Document('long', {len(long.text):,} characters, '')"


def test_tables_say_how_much_was_found_where_and_what_they_were_narrowed_to(tables, seeds):
    seen = Seen(tables._repr_html_())
    assert all(words(document.title) in words(seen.text) for document in seeds)
    assert (
        repr(tables).startswith(f"Tables: 5 documents, {len(tables.alliances)} alliances, ")
        and repr(tables) in seen.text
    )
    chosen = tables.select(kinds=["fund"])
    assert repr(chosen).endswith("(only kinds: fund)") and f"{len(chosen.funding)} funding" in repr(chosen)
    assert repr(chosen.evidence(chosen.funding.iloc[0]))


@pytest.fixture(scope="module")
def report(tables, seeds, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    build(folder, tables, seeds, [])
    return folder / "report"


@pytest.mark.parametrize("table", WITH_EVIDENCE)
def test_links_of_rows_lead_to_their_marks_in_the_report(table, tables, report):
    frame = getattr(tables, table)
    addresses = re.findall(r'<a href="([^"]+)#([^"]+)"', analysis.linked(frame, report=str(report))._repr_html_())
    assert len(addresses) == min(len(frame), SHOWN)
    for (page, fragment), row in zip(addresses, frame.itertuples(), strict=False):
        assert fragment == anchor(table, row.start) and f'id="{fragment}"' in Path(page).read_text(encoding="utf-8")


def test_what_is_no_table_with_evidence_has_no_links(tables):
    with pytest.raises(AnalysisError, match="lacks columns"):
        analysis.linked(tables.funding[["doc_id", "start"]])
    with pytest.raises(AnalysisError, match="Did you mean 'amount'"):
        analysis.linked(tables.funding, ["amuont"])
