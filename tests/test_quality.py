"""The extractor on all hand-coded documents of the project: no row lost in silence, flags that mean something."""

import baseline
import pandas as pd
import pytest

from analysis import draw
from analysis.causes import cause_table, error_table
from analysis.compare import APPEARED, GAINED, LOST, VANISHED, compare, quotation
from analysis.document import Document
from analysis.flags import ANY, FLAGS, flag_table
from analysis.quality import CORPORA, Measured, headline_table, largest_shifts, rates_table
from analysis.score import Scores, Verdict


def test_no_row_is_lost_without_a_note(measured):
    lost, explained = baseline.lost(measured), baseline.notes()
    told = "\n".join(said or row for row, said in lost.items() if row not in explained)
    assert not told, f"rows that were right are not (or no longer coded):\n{told}\n{baseline.REFRESH}"
    assert explained.keys() <= lost.keys(), "notes of rows that are right again: python -m tests.baseline"
    assert all(len(rows) > 100 for rows in baseline.baseline().values())


def test_a_loss_is_told_with_its_sentence_and_noted(measured, monkeypatch, tmp_path):
    """On a copy of the baseline, with one row of the seeds found no longer."""
    monkeypatch.setattr(baseline, "FOLDER", tmp_path)
    monkeypatch.setattr(baseline, "NOTES", tmp_path / "lost.txt")
    monkeypatch.setattr(baseline, "measure", lambda root: measured)
    assert baseline.refresh() == 0 and baseline.lost(measured) == {}
    one = measured["seeds"]
    victim = next(verdict for verdict in one.scores.verdicts if verdict.table == "funding" and verdict.strict)
    missed = Verdict(victim.table, victim.doc_id, victim.gold)
    verdicts = [missed if verdict is victim else verdict for verdict in one.scores.verdicts]
    worse = measured | {"seeds": Measured(one.documents, Scores(one.scores.doc_ids, verdicts))}
    assert list(baseline.lost(worse)) == [victim.key]
    assert "MISSED" in baseline.lost(worse)[victim.key] and victim.gold["mention"] in baseline.lost(worse)[victim.key]
    monkeypatch.setattr(baseline, "measure", lambda root: worse)
    assert baseline.refresh() == 1 and baseline.notes() == {}
    assert baseline.refresh("the codebook changed") == 0 and baseline.notes() == {victim.key: "the codebook changed"}
    monkeypatch.setattr(baseline, "measure", lambda root: measured)
    assert baseline.refresh() == 0 and baseline.notes() == {}


def test_every_corpus_of_the_project_is_measured(measured):
    rates = rates_table(measured)
    assert dict(zip(rates.corpus, rates.documents, strict=True)) == {"seeds": 5, "dev": 12, "written": 50}
    assert (rates.f1_low <= rates.f1).all() and (rates.f1 <= rates.f1_high).all()


def test_flagged_values_are_wrong_more_often(measured):
    """Over all documents; a flag that occurs is one that `FLAGS` knows what it speaks of."""
    flags = flag_table(measured).set_index("flag")
    row = flags.loc[ANY]
    assert row.flagged > 100 and row.share > row.other_share and (row.low < row.difference < row.high)
    assert set(flags.index) - {ANY} <= set(FLAGS)


TEXT = "Tencent and Baidu founded the Robot Alliance. It wants a fund of 5 million yuan and 9 million yuan."
GOLD = {"names": ["Robot Alliance"], "alliance": "Robot Alliance", "sector": "industry"}


def member(name: str, role: str = "initiator", coded: bool = True, **more) -> dict:
    start = TEXT.index(name)
    return (
        {"organization": name, "role": role, "flags": "", "start": start, "end": start + len(name)}
        | (
            {**GOLD, "span": (start, start + len(name))}
            if coded
            else {"alliance": "Robot Alliance", "sector": "industry"}
        )
        | more
    )


def one(*verdicts: Verdict) -> Measured:
    return Measured({"d": Document("d", TEXT)}, Scores(("d",), list(verdicts)))


def test_differences_are_sorted_by_cause():
    money = {"mention": "5 million yuan", "span": (65, 79), "amount": 5e6, "kind": "fund", "year": 2025}
    given = {"mention": "5 million yuan", "start": "65", "end": "79", "amount": "5000000", "kind": "loan", "year": ""}
    errors = error_table(
        {
            "x": one(
                Verdict("memberships", "d", member("Tencent")),
                Verdict("memberships", "d", member("Baidu")),
                Verdict("memberships", "d", row=member("Tencent", "member", coded=False)),
                Verdict("memberships", "d", row=member("Robot", coded=False)),
                Verdict("funding", "d", money, given, ("kind", "year")),
            )
        }
    )
    assert list(errors[["cause", "how"]].itertuples(index=False, name=None)) == [
        ("role", "wrong"),
        ("row", "missing"),
        ("row", "extra"),
        ("kind of money", "wrong"),
        ("date", "missing"),
    ]
    assert errors.what[0] == "is Tencent as member of Robot Alliance, gold Tencent as initiator of Robot Alliance"
    assert cause_table(errors)["all"].sum() == len(errors)
    shown = draw.error_examples(errors, {"d": Document("d", TEXT)}).data
    assert "“<mark>Tencent</mark> and Baidu founded the Robot Alliance.” *d*" in shown


def test_every_difference_has_its_place_in_its_document(measured):
    for error in error_table(measured).itertuples():
        before, mention, after = quotation(measured[error.corpus].documents[error.doc_id], error.start, error.end)
        assert mention and before + mention + after in measured[error.corpus].documents[error.doc_id].text


def test_what_changed_between_two_runs_is_told_row_by_row():
    tencent, baidu = (
        (Verdict("memberships", "d", member(n)), Verdict("memberships", "d", member(n), member(n, coded=False)))
        for n in ("Tencent", "Baidu")
    )
    wrong = Verdict("memberships", "d", member("Baidu"), member("Baidu", coded=False), ("sector",))
    extra = [Verdict("memberships", "d", row=member(name, "chair", coded=False)) for name in ("Robot", "yuan")]
    before, after = one(tencent[0], baidu[1], extra[0]), one(tencent[1], wrong, extra[1])
    changes = compare(before.scores, after.scores, before.documents.values())
    assert [(change.kind, change.what) for change in changes] == [
        (LOST, "was right, is wrong in sector"),
        (APPEARED, "not in the gold"),
        (GAINED, "was missed, is right"),
        (VANISHED, "not in the gold"),
    ]
    assert changes[0].sentence == "Tencent and Baidu founded the Robot Alliance."
    assert compare(after.scores, after.scores, after.documents.values()) == []


def test_headline_counts_are_those_of_gold_and_tables(measured):
    headlines = headline_table(measured)
    for corpus in CORPORA:
        total = measured[corpus].scores.rates("funding")
        kinds = headlines[headlines.figure == "funding by kind"]
        skipped = [v for v in measured[corpus].scores.verdicts if v.table == "funding" and "kind" in v.open]
        assert kinds[f"{corpus}, coded"].sum() == total.gold - len(skipped)
        assert kinds[f"{corpus}, extracted"].sum() == total.predicted - sum(v.row is not None for v in skipped)
    made = pd.DataFrame({"figure": ["f", "f"], "category": ["a", "b"], "x, coded": [1, 1], "x, extracted": [3, 1]})
    assert largest_shifts(made, "x") == {"f": 25.0}


@pytest.mark.parametrize("size", ["column", "page", "screen"])
def test_the_figure_draws_what_its_table_says(measured, size):
    figure, drawn = draw.extraction_quality(rates_table(measured), size=size)
    marks = {line.get_gid(): line for axes in figure.axes for line in axes.lines if line.get_gid()}
    assert len(marks) == 5 * 3 * 2
    row = drawn.set_index(["table", "corpus", "measure"]).loc["alliances", "written", "strict"]
    assert marks["quality-alliances-written-strict"].get_xdata() == [row.f1]


def test_without_gold_the_figure_says_that_nothing_was_found(measured):
    figure, drawn = draw.extraction_quality(rates_table(measured).iloc[:0])
    assert drawn.empty and "nothing found" in [text.get_text() for axes in figure.axes for text in axes.texts]
