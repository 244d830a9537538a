"""Every lexicon entry at work on its own examples, both ways: it hits its examples, and misses what it says it misses."""

from __future__ import annotations

import re
from importlib import resources

import pytest
import yaml

from analysis.document import Document
from analysis.errors import LexiconError
from analysis.extract import Found
from analysis.find.bodies import body_span, find_bodies
from analysis.find.lists import read_list
from analysis.find.names import names
from analysis.find.references import find_mentions
from analysis.find.sectors import sector_of
from analysis.lexicon import load
from analysis.relate.founding import foundings
from analysis.relate.participation import participations
from analysis.segment import boilerplate_entry
from analysis.tokens import tokenize

FILES = sorted(
    file.name.removesuffix(".yaml")
    for file in resources.files("analysis.lexicon").iterdir()
    if file.name.endswith(".yaml")
)


def entries(name: str) -> list:
    """Entries of a lexicon as parameters named by their id."""
    return [pytest.param(entry, id=f"{name}-{entry['id']}") for entry in load(name)]


@pytest.mark.parametrize("name", FILES)
def test_files_are_tidy(name):
    text = (resources.files("analysis.lexicon") / f"{name}.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["about"].strip()
    assert load(name)
    untidy = [number for number, line in enumerate(text.split("\n"), 1) if line != line.rstrip() or "\t" in line]
    assert not untidy, f"{name}.yaml has stray white space in lines {untidy}"


def test_broken_lexicons_are_refused():
    with pytest.raises(LexiconError, match="nowhere.yaml"):
        load("nowhere")


def marked(example: str) -> tuple[str, list[str]]:
    """An example without its [brackets], and what stood in them."""
    assert example.count("[") == example.count("]") > 0, f"an example must mark something: {example}"
    return re.sub(r"[\[\]]", "", example), re.findall(r"\[([^\]]+)\]", example)


@pytest.mark.parametrize("entry", entries("roles"))
def test_roles(entry):
    for example in entry["examples"]:
        text, wanted = marked(example)
        document = Document("example", text)
        _, found = participations(document, find_bodies(document))
        got = [text[p.start : p.end] for p in found if p.role == entry["role"] and p.rule == entry["id"] and p.named]
        assert got == wanted, example


@pytest.mark.parametrize("entry", entries("role_words"))
def test_role_words(entry):
    for example in entry["examples"]:
        text = re.sub(r"[\[\]]", "", example)
        document = Document("example", text)
        _, found = participations(document, find_bodies(document))
        got = [(p.rule, text[p.start : p.end]) for p in found if p.named]
        assert [name for _, name in got] == re.findall(r"\[([^\]]+)\]", example), example
        assert entry["role"] == "none" or {rule for rule, _ in got} <= {entry["id"]}, example
    assert entry["examples"]


@pytest.mark.parametrize("entry", entries("founding"))
def test_founding(entry):
    for example in entry["examples"]:
        document = Document("example", example)
        found = Found(document)
        find_mentions(document, found.bodies)
        [body] = [body for body in found.bodies if body.name == "X Alliance"]
        focus = {sentence.index: body for sentence in document.sentences if "X Alliance" not in sentence.text}
        assert entry["id"] in {event.rule for event in foundings(document, body, found, focus)}, example


@pytest.mark.parametrize("entry", entries("bodies"))
def test_bodies(entry):
    for example in entry["examples"]:
        tokens = tokenize(example)
        [(i, j)] = names(tokens)
        span = body_span(tokens, i, j)
        assert span is not None, example
        assert tokens[span[2]].low in entry["heads"] or "chamber of commerce" in entry["heads"], example
        [body] = find_bodies(Document("example", f"In May the {example} was founded."))
        assert (body.name, body.kind) == (example, entry["kind"])
    for example in entry["not"]:
        tokens = tokenize(example)
        assert all(body_span(tokens, i, j) is None for i, j in names(tokens)), example


@pytest.mark.parametrize("entry", entries("sectors"))
def test_sectors(entry):
    for example in entry["examples"]:
        assert sector_of(example)[0] == entry["sector"], example


@pytest.mark.parametrize("entry", entries("topics"))
def test_topics_keep_names_whole(entry):
    for example in entry["examples"]:
        tokens = tokenize(example)
        assert names(tokens) == [(0, len(tokens))], example


@pytest.mark.parametrize("entry", entries("lists"))
def test_lists(entry):
    for example in entry["examples"]:
        tokens = tokenize(example)
        used = [word for word in entry["words"] if word in example.lower()]
        assert used, f"no word of the entry stands in {example!r}"
        start = next((k + 1 for k, token in enumerate(tokens) if token.low in ("by", "are", "gathers")), 0)
        items, reach = read_list(tokens, start, len(tokens))
        named = [" ".join(token.text for token in tokens[item.i : item.j]) for item in items if item.named]
        assert named == entry["finds"], example
        assert reach < len(tokens)


@pytest.mark.parametrize("entry", entries("aliases"))
def test_aliases_join_names(entry):
    from analysis.identity import organization_key

    assert {organization_key(name) for name in entry["names"]} == {entry["id"]}


@pytest.mark.parametrize("entry", entries("boilerplate"))
def test_boilerplate(entry):
    for line in entry["examples"]:
        hit = boilerplate_entry(line)
        assert hit is not None and hit["id"] == entry["id"], line
    for line in entry.get("not", []):
        assert boilerplate_entry(line) is None, line
