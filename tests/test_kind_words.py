"""The words around an amount: who votes, and when they outvote the rules."""

from __future__ import annotations

import csv

import pytest

from analysis.document import Document
from analysis.extract import Found
from analysis.fields import KINDS_OF_FUNDING
from analysis.relate.funding import funding
from analysis.relate.kind_words import features, outvoted
from analysis.relate.kinds import Kind


def voting(text: str):
    document = Document("d", text)
    amount = Found(document).amounts[0]
    return document, document.sentences[0], amount


def test_every_word_votes_where_it_stands_but_names_do_not():
    votes = set(features(*voting("Tencent will subsidise the rent, paying 5 million yuan to firms."), "exact"))
    assert {("near", "rent"), ("next", "paying"), ("behind", "firms"), ("digits", "7"), ("qualifier", "exact")} <= {
        vote[:2] for vote in votes
    }
    assert not any("encent" in vote.word for vote in votes)


def test_the_table_has_a_weight_for_every_kind(root):
    with (root / "analysis" / "lexicon" / "kind_words.csv").open(encoding="utf-8", newline="") as file:
        header, intercept, *rows = csv.reader(file)
    assert header == ["place", "word", *KINDS_OF_FUNDING] and intercept[:2] == ["", ""]
    assert len(rows) > 500 and all(len(row) == len(header) for row in rows)
    assert all(word == word.lower() for _, word, *_ in rows)


@pytest.mark.parametrize(("guessed", "kind"), [(True, "other"), (False, "transaction")])
def test_words_outvote_what_does_not_fit(guessed, kind):
    document, sentence, amount = voting(
        "Enterprises that settle here are given a rent subsidy of up to 5 million yuan."
    )
    told = outvoted(document, sentence, amount, "at_most", Kind(kind, 0, 0, "no-cue"), guessed)
    assert told and told.value == "subsidy" and document.text[told.start : told.end].islower()
    assert outvoted(document, sentence, amount, "at_most", Kind("subsidy", 0, 0, "no-cue"), guessed) is None


def test_a_cue_right_behind_an_amount_is_not_outvoted():
    document = Document("d", "With subsidies and rewards the zone will grow ten 100-million-yuan enterprises.")
    [row] = funding(document, Found(document))
    assert row.values["kind"] == "enterprise_scale"
