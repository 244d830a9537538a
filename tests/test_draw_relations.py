"""Shared members, the triple-helix indicator and coding choices: values by hand, and artists against tables."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from test_draw import by_gid, collisions, made, said, words

from analysis import draw
from analysis.draw import mutual_information
from analysis.draw.mutual_information import chance, table_of, transmission
from analysis.draw.palette import ROLE, THEMES, fill
from analysis.draw.sheet import ACROSS, SIZES
from analysis.errors import AnalysisError
from analysis.fields import ROLES
from analysis.gold import coded_tables
from analysis.tables import Tables

EIGHT = list(itertools.product((0, 1), repeat=3))


def presence(rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["university", "industry", "government"], dtype=bool)


# ---- the indicator ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "bits"),
    [
        (EIGHT, 0),  # independent
        ([(a, b, a ^ b) for a, b in itertools.product((0, 1), repeat=2)], -1),  # each the parity of the others
        ([(0, 0, 0), (1, 1, 1)], 1),  # identical
        ([(a, a, b) for a, b in itertools.product((0, 1), repeat=2)], 0),  # a pair alone binds no three
        # Where the third is never with the first, T is I(u; i) = 2 H(1/3) − log2(3), and H(1/3) is log2(3) − 2/3.
        ([(1, 0, 0), (0, 1, 1), (1, 1, 0)], np.log2(3) - 4 / 3),
        # One each: 3 H(1/3) − 3 log2(3) + log2(3). Negative without synergy: somebody has to found a body.
        ([(1, 0, 0), (0, 1, 0), (0, 0, 1)], np.log2(3) - 2),
        ([(1, 1, 0)], 0),  # one body alone
    ],
    ids=["independent", "parity", "identical", "pair", "mirror", "one each", "one body"],
)
def test_the_indicator_against_values_worked_out_by_hand(rows, bits):
    assert transmission(table_of(presence(rows))) == pytest.approx(bits, abs=1e-8)


SEEN = [(1, 0, 0), (1, 0, 0), (0, 1, 0), (0, 1, 1), (1, 1, 1)]


def by_permuting(rows, others) -> pd.DataFrame:
    """Chance by trying every shuffle of every helix."""
    free, kept = Counter(), Counter()
    for columns in itertools.product(*(set(itertools.permutations(column)) for column in zip(*rows, strict=True))):
        dealt = list(zip(*columns, strict=True))
        bits = float(transmission(table_of(presence(dealt))))
        free[bits] += 1
        kept[bits] += all(any(row) or other for row, other in zip(dealt, others, strict=True))
    found = pd.DataFrame({"free": free, "kept": kept}).sort_index()
    return found / found.sum()


@pytest.mark.parametrize("others", [[False] * 5, [False, True, False, False, True]], ids=["none", "two"])
def test_chance_is_that_of_all_shuffles_counted_or_sampled(others, monkeypatch):
    tried = by_permuting(SEEN, others)
    found = chance(presence(SEEN), pd.Series(others))
    assert found.attrs["exact"] and found.bits.tolist() == tried.index.tolist()
    assert found[["free", "kept"]].to_numpy() == pytest.approx(tried.to_numpy())
    monkeypatch.setattr(mutual_information, "MOST_EXACT", 0)
    sample = chance(presence(SEEN), pd.Series(others)).set_index("bits").reindex(tried.index, fill_value=0)
    # Five standard errors of a share in so many deals.
    margin = 5 * np.sqrt(tried * (1 - tried) / mutual_information.DEALS)
    assert ((sample[["free", "kept"]] - tried).abs() <= margin + 1e-9).all(axis=None)


def founded(*bodies: str) -> Tables:
    """Bodies by the initials of those who founded them: u, i, g, and o for others."""
    sectors = {"u": "university", "i": "industry", "g": "government", "o": "culture"}
    return made(
        alliances=[{"alliance_id": f"b{n}", "start": n} for n in range(len(bodies))],
        memberships=[
            {"alliance_id": f"b{n}", "organization": f"{who}{n}", "sector": sectors[who], "start": 9 * n + k}
            for n, body in enumerate(bodies)
            for k, who in enumerate(body)
        ],
    )


def test_founders_that_are_dealt_at_random_are_no_finding():
    """Selection alone makes T negative: against all deals that looks like synergy, against fair ones it does not."""
    random = np.random.default_rng(4)
    bodies = ["".join(who for who in "uigo" if random.random() < 0.15) for _ in range(400)]
    drawn = draw.triple_helix(founded(*filter(None, bodies)))[1]
    seen = drawn.iloc[0]
    assert not seen.exact and seen.bits < 0 and seen.free < 0.01 and seen.kept > 0.05


@pytest.mark.parametrize("size", SIZES)
def test_the_figure_of_the_indicator_draws_what_its_table_says(size):
    figure, drawn = draw.triple_helix(founded("u", "u", "i", "ig", "uig", "oi", "o"), size=size)
    seen = drawn.iloc[0]
    assert by_gid(figure, "observed")["observed"].get_xdata()[0] == seen.bits
    assert list(by_gid(figure, "interval")["interval"].get_xdata()) == [seen.low, seen.high]
    for kind in ("free", "kept"):
        steps = drawn[(drawn.part == "chance") & (drawn[kind] > 0)]
        bars = by_gid(figure, f"{kind}-")
        heights = pd.Series([bar.get_height() for bar in bars.values()])
        assert (heights / heights.sum()).tolist() == pytest.approx((steps[kind] / steps[kind].sum()).tolist(), abs=1e-4)
        solid = [tuple(bar.get_facecolor()[:3]) < (0.5, 0.5, 0.5) for bar in bars.values()]
        assert steps[kind][solid].sum() == pytest.approx(seen[kind], abs=1e-4)
    assert not collisions(figure)


def test_combinations_of_founders_are_counted_with_their_bodies():
    drawn = draw.triple_helix(founded("u", "u", "ig", "o"))[1]
    met = drawn[drawn.part == "bodies"]
    assert met.bodies.tolist() == [2, 1, 1] and met.alliance_ids.tolist() == ["b0 | b1", "b2", "b3"]


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        ((), "no founder"),
        (("u", "i", "ui"), "government is among the founders of all bodies or of none"),
        (("u", "i", "g"), "the lowest comes up in 100% of deals"),  # one each: no other deal is fit
    ],
)
def test_where_the_indicator_can_say_nothing_it_says_so(bodies, expected):
    assert expected in draw.triple_helix_reading(draw.triple_helix(founded(*bodies))[1])


# ---- shared members ---------------------------------------------------------------------------


def seats(*rows: tuple[str, str, str]) -> Tables:
    """Memberships from organisation, body and role."""
    return made(
        alliances=[{"alliance_id": body, "start": n} for n, body in enumerate(sorted({row[1] for row in rows}))],
        memberships=[
            {"organization": name, "alliance_id": body, "role": role, "sector": "industry", "start": 10 * n}
            for n, (name, body, role) in enumerate(rows)
        ],
    )


def test_a_cell_has_a_part_for_each_role_and_each_leads_to_its_mention():
    tables = seats(
        ("Baidu", "a", "member"), ("Baidu", "a", "initiator"), ("Baidu", "b", "guide"), ("Baidu", "b", "guide"),
        ("Alone", "a", "member"),
    )  # fmt: skip
    figure, drawn = draw.shared_members(tables)
    parts, on = by_gid(figure, "seat-"), THEMES["print"]
    assert {gid: part.get_url().partition("#")[2] for gid, part in parts.items()} == {
        "seat-Baidu-1-initiator": "memberships-10",
        "seat-Baidu-1-member": "memberships-0",
        "seat-Baidu-2-guide": "memberships-20",
    }
    left, right, whole = parts.values()
    assert left.get_x() + left.get_width() == pytest.approx(right.get_x())
    assert left.get_width() + right.get_width() == pytest.approx(whole.get_width())
    for gid, part in parts.items():
        wanted = fill(ROLE[gid.rpartition("-")[2]], on)
        assert (part.get_hatch() or "") == wanted["hatch"]
    assert drawn.groupby("organization").bodies.first().to_dict() == {"Alone": 1, "Baidu": 2}
    assert drawn.shown.tolist() == ["cell"] * 3 + ["one"]


def test_where_no_organisation_is_shared_the_figure_says_so_and_shows_who_has_several_roles():
    figure, _ = draw.shared_members(seats(("A", "a", "member"), ("A", "a", "chair"), ("B", "b", "member")))
    assert "No organisation is named in more than one body" in words(figure)
    assert list(by_gid(figure, "seat-")) == ["seat-A-1-member", "seat-A-1-chair"]
    assert "nothing found" in words(draw.shared_members(seats(("A", "a", "member"), ("B", "b", "member")))[0])


@pytest.mark.parametrize("size", SIZES)
def test_a_crowd_of_shared_members_fits_a_page_and_the_rest_is_in_the_table(size):
    rows = [
        (f"Institute {n} of Advanced Manufacturing and Information Technology", f"Alliance {(n * k) % 90:02}", role)
        for n in range(1, 80)
        for k in range(1, 9)
        for role in ROLES[: 1 + n % 3]
    ]
    figure, drawn = draw.shared_members(seats(*rows), size=size)
    cells = drawn[drawn.shown == "cell"]
    assert len(drawn) == len(set(rows)) and len(by_gid(figure, "seat-")) == len(cells)
    assert cells.number.max() == cells.alliance_id.nunique() <= ACROSS[size]
    left = drawn[drawn.bodies > 1].organization_id.nunique() - cells.organization_id.nunique()
    assert f"{left} organisations more in several bodies" in said(figure)
    assert not collisions(figure)
    assert size == "screen" or figure.get_figheight() < 297 / 25.4


# ---- coding choices ---------------------------------------------------------------------------


def coded_otherwise() -> Tables:
    return made(
        alliances=[{"alliance_id": "a", "start": 1}, {"alliance_id": "b", "start": 2, "flags": "relative_date"}],
        memberships=[
            {"alliance_id": "a", "organization": "Works", "sector": "industry"},
            {"alliance_id": "a", "organization": "Bank", "sector": "finance"},
            {"alliance_id": "a", "organization": "Institute", "sector": "research"},
            {"alliance_id": "b", "organization": "College", "sector": "university"},
            {"alliance_id": "a", "organization": "Bureau", "sector": "government", "role": "guide"},
        ],
        funding=[{"amount": 1e9}, {"amount": 2e9, "flags": "inferred_currency"}, {"amount": 3e9, "kind": "loan"}],
    )


def test_each_choice_moves_what_it_should_by_as_much_as_it_should():
    figure, drawn = draw.coding_choices(coded_otherwise())
    moved = drawn.set_index(["choice", "number"])[["baseline", "value", "change"]]
    for choice, number, expected in [
        ("guides", "founders: government", (0, 0.2, 20)),
        ("guides", "founders: industry and finance", (0.5, 0.4, -10)),
        ("guides", "founders", (4, 5, 25)),
        ("finance", "founders: industry and finance", (0.5, 0.25, -25)),
        ("finance", "members: industry", (0.25, 0.25, 0)),
        ("research", "founders: university and research", (0.5, 0.25, -25)),
        ("flagged", "founders: university and research", (0.5, 0.3333, -16.67)),
        ("flagged", "bodies", (2, 1, -50)),
        ("flagged", "amounts", (3, 2, -33.33)),
        ("flagged", "funds", (2, 1, -50)),
    ]:
        assert tuple(moved.loc[choice, number]) == pytest.approx(expected), (choice, number)
    marks = by_gid(figure, "")
    for row in drawn[drawn.shown == "mark"].itertuples():
        assert marks[f"{row.choice}-{row.number}"].get_xdata()[0] == row.change
    assert "no folder of hand-coded documents was given" in said(figure)


def test_optional_rows_of_the_hand_coded_are_a_choice_with_a_baseline_of_its_own(tmp_path):
    (tmp_path / "d1.yaml").write_text(
        """
alliances:
- {name: A, kind: alliance, members: [{role: initiator, sector: industry, organization: X},
   {role: initiator, sector: government, organization: Y, optional: true}]}
- {name: B, kind: alliance, optional: true, members: [{role: initiator, sector: university, organization: Z}]}
funding:
- {mention: one yuan, kind: fund}
- {mention: two yuan, kind: loan, optional: true}
"""
    )
    (tmp_path / "elsewhere.yaml").write_text("alliances: [{name: C, kind: alliance}]")
    tables = coded_otherwise()
    _, drawn = draw.coding_choices(tables, coded_tables(tmp_path, tables.documents))
    moved = drawn[drawn.choice == "optional"].set_index("number")
    assert moved.loc["bodies", ["baseline", "value"]].tolist() == [2, 1]
    assert moved.loc["founders", ["baseline", "value"]].tolist() == [3, 1]
    assert moved.loc["founders: industry and finance", "change"] == pytest.approx(66.67)
    assert moved.loc["amounts", ["baseline", "value"]].tolist() == [2, 1]
    figure, _ = draw.coding_choices(tables, coded_tables(tmp_path / "nowhere", tables.documents))
    assert "none of these documents was coded by hand" in said(figure)


@pytest.mark.parametrize(
    "content", ["a: [", "alliances: [{kind: alliance}]", "alliances: [{name: A, kind: club}]", "- x"]
)
def test_a_hand_coded_file_of_another_form_is_an_error_that_names_it(content, tmp_path):
    (tmp_path / "d1.yaml").write_text(content)
    with pytest.raises(AnalysisError, match=str(tmp_path)):
        coded_tables(tmp_path, coded_otherwise().documents)


def test_the_gold_of_the_seeds_is_counted_whole(root, tables):
    coded = coded_tables(root / "tests" / "gold", tables.documents)
    assert set(coded.alliances.doc_id) == set(tables.documents.doc_id)
    assert len(coded.select(leave_out_flagged=True).alliances) < len(coded.alliances)
