"""Who stands in which role, on ninety short passages written and coded by people who had not seen the rules.

They are for reading as much as for counting: a passage says what the extractor is for. The thresholds sit just below
what is reached, so that a loss shows.
"""

from __future__ import annotations

import difflib
import re

import pytest
import yaml

from analysis.document import Document
from analysis.extract import extract

PRECISION, RECALL = 0.90, 0.80


def alike(one: str, other: str, least: float) -> bool:
    plain = [" ".join(name.casefold().replace("the ", "").replace("’", "'").split()) for name in (one, other)]
    return difflib.SequenceMatcher(None, *plain, autojunk=False).ratio() >= least


def same(row: dict, gold: dict, body: str) -> bool:
    return (
        row["role"] == gold["role"]
        and row["sector"] == gold["sector"]
        and alike(row["organization"], gold["organization"], 0.9)
        and alike(row["body"], body, 0.7)
    )


@pytest.mark.parametrize("name", ["ordinary", "reports"])
def test_roles_are_read_as_coded(root, name):
    passages = yaml.safe_load((root / "tests" / "passages" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert len(passages) == 45
    wanted = predicted = right = 0
    for passage in passages:
        rows = [
            row.values
            for row in extract(Document("passage", passage["text"])).rows
            if row.table == "memberships" and row.values["named"]
        ]
        wanted += sum(len(body.get("rows") or ()) for body in passage["bodies"])
        predicted += len(rows)
        for body in passage["bodies"]:
            for gold in body.get("rows") or ():
                hit = next((row for row in rows if same(row, gold, body["name"])), None)
                if hit:
                    rows.remove(hit)
                    right += 1
    assert wanted > 150
    assert right / predicted >= PRECISION and right / wanted >= RECALL, (right, predicted, wanted)


def test_roles_however_the_sentence_is_built(root):
    """Role words times constructions; the sentences that give no role stand under ``none``."""
    text = (root / "tests" / "passages" / "constructions.yaml").read_text(encoding="utf-8")
    wrong = []
    for role, sentences in yaml.safe_load(text).items():
        for sentence in sentences:
            rows = extract(Document("sentence", re.sub(r"[\[\]]", "", sentence))).rows
            named = [row.values for row in rows if row.table == "memberships" and row.values["named"]]
            got = {(row["organization"], row["role"]) for row in named}
            wrong += [sentence] if got != {(name, role) for name in re.findall(r"\[([^\]]+)\]", sentence)} else []
    assert not wrong
