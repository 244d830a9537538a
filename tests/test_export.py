"""Annotations and networks, read back by the readers of their formats: what was found stands where they say."""

import json
from collections import Counter
from urllib.parse import unquote

import jsonschema
import networkx
import pytest

from analysis.cli import main
from analysis.document import Document
from analysis.errors import AnalysisError, EvidenceError
from analysis.export import export
from analysis.fields import TABLES
from analysis.store import write
from analysis.tabulation import tabulate

WITH_EVIDENCE = [name for name in TABLES if name != "documents"]


def _object(properties: dict, *optional: str) -> dict:
    """A JSON object of exactly these properties: a term that the context lacks would silently mean nothing."""
    required = sorted(properties.keys() - set(optional))
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


TEXT, NUMBER, IRI = (
    {"type": "string"},
    {"type": "integer", "minimum": 0},
    {"type": "string", "pattern": r"^[^\s<>\"{}|\\^`]+$"},
)
PURPOSE = {"enum": ["classifying", "tagging", "describing"]}
POSITION = _object({"type": {"const": "TextPositionSelector"}, "start": NUMBER, "end": NUMBER})
QUOTATION = _object({"type": {"const": "TextQuoteSelector"}, "exact": TEXT, "prefix": TEXT, "suffix": TEXT})
# What the Web Annotation Data Model demands of each class, for the terms that are used here.
ANNOTATION = _object(
    {
        "id": IRI,
        "type": {"const": "Annotation"},
        "motivation": PURPOSE,
        "body": {
            "type": "array",
            "items": _object(
                {"type": {"const": "TextualBody"}, "purpose": PURPOSE, "value": TEXT, "format": TEXT}, "format"
            ),
        },
        "target": {
            "type": "array",
            "prefixItems": [
                _object(
                    {
                        "source": _object({"id": IRI, "type": {"const": "Text"}, "format": {"const": "text/plain"}}),
                        "selector": {"type": "array", "prefixItems": [POSITION, QUOTATION], "items": False},
                    }
                ),
            ],
            "items": _object({"source": IRI | {"format": "uri"}, "selector": QUOTATION}),
            "minItems": 1,
        },
    }
)
COLLECTION = _object(
    {
        "@context": {"const": "http://www.w3.org/ns/anno.jsonld"},
        "id": IRI,
        "type": {"const": "AnnotationCollection"},
        "label": TEXT,
        "total": NUMBER,
        "first": _object(
            {
                "id": IRI,
                "type": {"const": "AnnotationPage"},
                "partOf": IRI,
                "startIndex": {"const": 0},
                "items": {"type": "array", "items": ANNOTATION},
            }
        ),
        "last": IRI,
    }
)

AGAIN = "In the years that are to come a new fund of 5 billion yuan is planned, as all of them said once more.\n"
NASTY = f"""The Wuhan Robot Alliance 𐐂 said little. {AGAIN}{AGAIN}
The Wuhan Robot Alliance was established in Wuhan on May 1, 2022 by Huawei Technologies, Q & <A> University and Tencent,\x0b as they said.
"""


@pytest.fixture(scope="module", params=["seeds", "nasty"])
def corpus(request, seeds) -> dict[str, Document]:
    about = {"url": "https://example.org/a b?c=ü&d"}
    found = seeds if request.param == "seeds" else [Document("a: b/ü", NASTY, about), Document("c", NASTY)]
    return {document.doc_id: document for document in found}


@pytest.fixture(scope="module")
def made(corpus):
    return tabulate(corpus.values())


@pytest.fixture(scope="module")
def collection(corpus, made) -> dict:
    return json.loads(export(made, corpus.values(), "annotations"))


def test_annotations_keep_to_the_model_and_have_ids_of_their_own(collection, made):
    jsonschema.Draft202012Validator(COLLECTION).validate(collection)
    page = collection["first"]
    assert page["partOf"] == collection["id"] and collection["last"] == page["id"]
    assert len({item["id"] for item in page["items"]}) == len(page["items"]) == collection["total"]
    found = Counter(item["body"][0]["value"] for item in page["items"])
    assert found == {name: len(getattr(made, name)) for name in WITH_EVIDENCE if len(getattr(made, name))}
    assert len(found) >= 3


def test_position_and_quotation_select_the_mention_in_the_text_and_the_quotation_nothing_else(collection, corpus, made):
    rows = [row for name in WITH_EVIDENCE for row in getattr(made, name).itertuples()]
    for item, row in zip(collection["first"]["items"], rows, strict=True):
        source, (position, quotation) = item["target"][0]["source"], item["target"][0]["selector"]
        text = corpus[unquote(source["id"])].text
        assert unquote(source["id"]) == row.doc_id
        assert text[position["start"] : position["end"]] == quotation["exact"] == row.mention
        whole = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
        places = [start for start in range(len(text)) if text.startswith(whole, start)]
        assert [start + len(quotation["prefix"]) for start in places] == [position["start"]]


def test_the_page_itself_is_a_target_where_its_address_is_known(collection, corpus):
    addressed = {doc_id for doc_id, document in corpus.items() if document.meta.get("url")}
    seen = {unquote(i["target"][0]["source"]["id"]) for i in collection["first"]["items"] if len(i["target"]) == 2}
    assert seen == addressed and addressed


def test_the_network_read_back_is_that_of_the_memberships(corpus, made):
    graph = networkx.parse_graphml(export(made, corpus.values(), "graphml").decode())
    bodies = {node for node, about in graph.nodes(data=True) if about["bipartite"] == 0}
    named = made.memberships[made.memberships.named]
    assert networkx.bipartite.is_bipartite_node_set(graph, bodies)
    assert bodies == {f"body:{id}" for id in made.alliances.alliance_id}
    assert set(graph) - bodies == {f"organization:{id}" for id in named.organization_id}
    edges = [(about["doc_id"], about["start"], about["role"], about["mention"]) for *_, about in graph.edges(data=True)]
    assert Counter(edges) == Counter(zip(named.doc_id, named.start, named.role, named.mention, strict=True)) and edges
    for *_, about in graph.edges(data=True):
        assert corpus[about["doc_id"]].text[about["start"] : about["end"]] == about["mention"]
        assert about["mention"] in about["sentence"]
    for row in made.alliances.drop_duplicates("alliance_id").itertuples():
        about = graph.nodes[f"body:{row.alliance_id}"]
        assert about["label"] == row.name and about["kind"] == row.kind
    unnamed = sum(about.get("unnamed", 0) for _, about in graph.nodes(data=True))
    assert unnamed == len(made.memberships) - len(named)
    sectors = {about["sector"] for node, about in graph.nodes(data=True) if node not in bodies}
    assert sectors <= set(named.sector)


def test_a_row_that_does_not_stand_in_its_document_is_not_exported(made, corpus):
    changed = [Document(document.doc_id, "New. " + document.text) for document in corpus.values()]
    with pytest.raises(EvidenceError):
        export(made, changed, "annotations")
    with pytest.raises(AnalysisError, match="there is no document"):
        export(made, [], "graphml")
    with pytest.raises(AnalysisError, match="Did you mean 'graphml'"):
        export(made, corpus.values(), "graphmll")


@pytest.mark.parametrize("format", ["annotations", "graphml"])
def test_the_command_writes_the_same_bytes_again_and_keeps_them_where_it_fails(format, root, tables, tmp_path, capsys):
    out = tmp_path / "made" / "file"
    write(tables, tmp_path / "tables")
    command = ["export", str(tmp_path / "tables"), str(root / "seeds"), "--format", format, "--out", str(out)]
    assert main(command) == 0
    first = out.read_bytes()
    assert main(command) == 0 and out.read_bytes() == first
    assert main([*command[:2], str(root / "tests" / "dev" / "docs"), *command[3:]]) == 2
    assert "there is no document" in capsys.readouterr().err and out.read_bytes() == first
    assert [path.name for path in out.parent.iterdir()] == ["file"]
