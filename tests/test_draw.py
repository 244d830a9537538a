"""Figures against the tables they are drawn from: artists, words and bytes, not pixels."""

from __future__ import annotations

import itertools
import re
import warnings
from xml.etree import ElementTree

import matplotlib.colors
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis import draw
from analysis.draw.intervals import effective_number, wilson
from analysis.draw.lettering import width, wrap
from analysis.draw.palette import HELIX, KIND, MARK, ROLE, SECTOR, THEMES, fill
from analysis.draw.sheet import BODIES, ROWS, SIZES, settings
from analysis.errors import AnalysisError
from analysis.fields import HELICES, KINDS_OF_FUNDING, ROLES, SECTOR_TO_HELIX, SECTORS, columns
from analysis.tables import Tables, typed

FIGURES = {
    "corpus_coverage": draw.corpus_coverage,
    "funding_scale": draw.funding_scale,
    "membership_composition": draw.membership_composition,
    "membership_share": draw.membership_share,
    "founder_mix": draw.founder_mix,
    "founder_ternary": draw.founder_ternary,
    "founder_roles": draw.founder_roles,
    "founding_timeline": draw.founding_timeline,
    "province_map": draw.province_map,
    "planned_membership": draw.planned_membership,
    "targets_by_year": draw.targets_by_year,
    "shared_members": draw.shared_members,
    "triple_helix": draw.triple_helix,
    "coding_choices": draw.coding_choices,
}
every_figure = pytest.mark.parametrize("name", FIGURES)


def made(**rows: list[dict]) -> Tables:
    """Tables from rows that say only what matters."""
    found = {doc for table in rows.values() for row in table for doc in [row.get("doc_id", "d1")]} or {"d1"}
    rows["documents"] = rows.get("documents") or [{"doc_id": doc} for doc in sorted(found)]
    defaults = {
        "documents": {"characters": 1000, "sentences": 10, "boilerplate": 100, "sha256": "0" * 64}
        | dict.fromkeys(("alliances", "memberships", "funding", "policies", "targets"), 0),
        "alliances": {"kind": "alliance", "start": 0, "end": 4, "mention": "Body", "rule": "test"},
        "memberships": {"named": True, "role": "initiator", "start": 0, "end": 4, "mention": "Name", "rule": "test"},
        "policies": {"title": "Plan", "start": 0, "end": 4, "mention": "Plan", "rule": "test"},
        "targets": {"unit": "parks", "qualifier": "exact", "start": 0, "end": 4, "mention": "said", "rule": "test"},
        "funding": {
            "currency": "CNY",
            "currency_stated": True,
            "kind": "fund",
            "qualifier": "exact",
            "start": 0,
            "end": 4,
            "mention": "said",
            "rule": "test",
        },
    }
    frames = {}
    for table in ("documents", "alliances", "memberships", "funding", "policies", "targets"):
        complete = []
        for row in rows.get(table, []):
            row = {"doc_id": "d1", **defaults[table], **row}
            if table == "alliances":
                row.setdefault("name", row["alliance_id"])
            if table == "memberships":
                row.setdefault("organization_id", row["organization"] if row["named"] else None)
                row["helix"] = SECTOR_TO_HELIX[row["sector"]]
            if table == "funding" and row.get("currency") == "CNY":
                row.setdefault("amount_cny", row.get("amount"))
            complete.append(row)
        frames[table] = typed(table, pd.DataFrame(complete, columns=columns(table)))
    return Tables(**frames)


@pytest.fixture(scope="module")
def tables() -> Tables:
    """A small corpus with everything that a figure must not hide."""
    return made(
        documents=[{"doc_id": "d1", "publisher": "The Gazette"}, {"doc_id": "d2"}, {"doc_id": "silent"}],
        alliances=[
            {
                "alliance_id": "a",
                "name": "Robot Alliance",
                "established": "2022-07",
                "province": "CN-ZJ",
                "members_stated": 20,
                "members_qualifier": "at_least",
            },
            {"alliance_id": "a", "doc_id": "d2", "name": "Robot Industry Alliance", "established": "2022-07-27"},
            {"alliance_id": "b", "name": "Battery Alliance", "members_stated": 51, "members_planned": 90, "start": 9},
            {"alliance_id": "c", "name": "Chip Committee", "place": "China", "start": 12},
        ],
        memberships=[
            {"alliance_id": "a", "organization": "North Bureau", "sector": "government", "start": 30},
            {"alliance_id": "a", "organization": "East University", "sector": "university", "start": 40},
            {
                "alliance_id": "a",
                "organization": "East University",
                "sector": "university",
                "role": "chair",
                "start": 50,
            },
            {"alliance_id": "a", "organization": "West Cars", "sector": "industry", "role": "member", "start": 60},
            {
                "alliance_id": "a",
                "organization": "West Cars",
                "sector": "industry",
                "role": "member",
                "doc_id": "d2",
                "start": 6,
            },
            {"alliance_id": "a", "organization": "City Office", "sector": "government", "role": "guide", "start": 70},
            {
                "alliance_id": "a",
                "organization": "universities",
                "named": False,
                "sector": "university",
                "role": "member",
                "start": 80,
            },
            {"alliance_id": "c", "organization": "South Bank", "sector": "finance", "start": 90},
            {"alliance_id": "c", "organization": "Old Museum", "sector": "culture", "start": 95},
        ],
        funding=[
            {
                "amount": 350e9,
                "kind": "industry_target",
                "qualifier": "at_least",
                "place": "Utopia",
                "province": "CN-HL",
                "year": 2025,
                "mention": "350 billion yuan",
                "start": 5,
            },
            {
                "amount": 2e6,
                "amount_high": 5e6,
                "kind": "subsidy",
                "place": "Utopia",
                "per": "year",
                "mention": "2 to 5 million yuan",
                "start": 7,
            },
            {
                "amount": 1e10,
                "qualifier": "magnitude",
                "currency_stated": False,
                "mention": "10-billion-level",
                "start": 8,
            },
            {"amount": None, "qualifier": None, "currency": None, "mention": "a fund", "start": 11},
            {
                "amount": 3e9,
                "currency": "KRW",
                "rate_source": "no rate",
                "place": "Abroad",
                "mention": "3 billion won",
                "start": 13,
            },
            {
                "amount": 1e6,
                "kind": "subsidy",
                "qualifier": "at_most",
                "doc_id": "d2",
                "mention": "up to $1$ million",
                "start": 15,
            },
        ],
        policies=[{"issued": "2022-04", "start": 21}, {"title": "Measures", "start": 22}],
        targets=[
            {"count": 10, "count_high": 15, "place": "Utopia", "year": 2025, "start": 31},
            {"count": 300, "unit": "firms", "qualifier": "at_least", "year": 2025, "doc_id": "d2", "start": 32},
            {"count": 5, "unit": "labs", "start": 33},
        ],
    )


def words(figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text()]


def said(figure) -> str:
    return " ".join(words(figure))


def by_gid(figure, start: str) -> dict[str, object]:
    return {artist.get_gid(): artist for artist in figure.findobj() if str(artist.get_gid() or "").startswith(start)}


# ---- every figure -----------------------------------------------------------------------------


@every_figure
def test_two_saves_have_the_same_bytes(name, tables, tmp_path):
    files = [draw.save(*FIGURES[name](tables), tmp_path / run, name) for run in ("one", "two")]
    assert [path.suffix for path in files[0]] == [".svg", ".png", ".csv"]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


@every_figure
def test_nothing_in_a_file_tells_when_or_with_what_it_was_made(name, tables, tmp_path):
    svg, png, _ = draw.save(*FIGURES[name](tables), tmp_path, name)
    assert "matplotlib v" not in svg.read_text().lower() and "<dc:date>" not in svg.read_text()
    assert b"Software" not in png.read_bytes()


@every_figure
@pytest.mark.parametrize("size", SIZES)
def test_no_text_covers_another_or_leaves_the_sheet(name, size, tables):
    figure, _ = FIGURES[name](tables, size=size)
    assert not collisions(figure)


@every_figure
def test_without_rows_it_says_that_nothing_was_found(name):
    figure, drawn = FIGURES[name](Tables.empty())
    assert "nothing found" in words(figure)
    assert not [row for row in drawn.to_dict("records") if row.get("shown") == "mark"]


@every_figure
def test_it_shows_n_and_a_source(name, tables):
    figure, _ = FIGURES[name](tables)
    assert re.search(r"N = \d", said(figure))
    assert "Source:" in said(figure) and "d1" in said(figure)


@every_figure
def test_it_warns_of_nothing_whatever_stands_in_a_name(name):
    odd = "元宇宙 <Alliance> & $x_1$ of " + "Extraordinarily" * 12
    tables = made(
        documents=[{"doc_id": "d1", "title": odd, "publisher": odd}],
        alliances=[{"alliance_id": odd, "members_stated": 10_000}],
        memberships=[{"alliance_id": odd, "organization": odd, "sector": "industry"}],
        funding=[{"amount": 5.0, "place": odd, "mention": odd}],
        policies=[{"title": odd, "issued": "2022"}],
        targets=[{"count": 0, "unit": odd, "place": odd}],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for size in SIZES:
            figure, _ = FIGURES[name](tables, size=size)
            assert not collisions(figure)
            ElementTree.fromstring(draw.show(figure).data)
            assert not any(text.get_parse_math() for text in figure.findobj(Text) if "$" in text.get_text())


@every_figure
def test_the_theme_colours_paper_and_ink(name, tables):
    figure, _ = FIGURES[name](tables, theme="dark")
    paper = figure.get_facecolor()
    assert matplotlib.colors.to_hex(paper) == THEMES["dark"].paper
    dim = [
        text.get_text() for text in figure.findobj(Text) if text.get_text() and contrast(text.get_color(), paper) < 4.5
    ]
    assert not dim


@every_figure
@pytest.mark.parametrize("wrong", [{"size": "colum"}, {"theme": "drak"}])
def test_a_wrong_size_or_theme_is_answered_with_the_nearest(name, wrong, tables):
    with pytest.raises(AnalysisError, match="Did you mean '(column|dark)'"):
        FIGURES[name](tables, **wrong)


@every_figure
def test_what_was_selected_is_on_the_figure(name, tables):
    figure, _ = FIGURES[name](tables.select(documents=["d1"]))
    assert "Only documents: d1." in words(figure)


# ---- funding-scale ----------------------------------------------------------------------------


def test_each_amount_stands_at_its_yuan_with_its_mark(tables):
    figure, drawn = draw.funding_scale(tables)
    marks = by_gid(figure, "funding-")
    shown = drawn[drawn.shown == "mark"]
    assert len(shown) == 4
    for row in shown.itertuples():
        mark = marks[f"funding-{row.doc_id}-{row.start}"]
        assert list(mark.get_xdata()) == [row.amount_cny]
        assert mark.get_marker() == MARK[row.qualifier]


def test_marks_point_to_where_the_true_amount_may_lie(tables):
    marks = by_gid(draw.funding_scale(tables)[0], "funding-")
    assert marks["funding-d1-5"].get_marker() == ">"  # at least
    assert marks["funding-d2-15"].get_marker() == "<"  # up to
    assert marks["funding-d1-8"].get_marker() == "s"  # an order of magnitude


def test_a_mark_is_hollow_where_the_currency_is_inferred(tables):
    figure, drawn = draw.funding_scale(tables)
    hollow = {
        gid for gid, mark in by_gid(figure, "funding-").items() if mark.get_markerfacecolor() == THEMES["print"].paper
    }
    assert hollow == {"funding-d1-8", "funding-d1-11"}  # the inferred one, and the fund without an amount


def test_a_range_is_a_line_between_its_ends(tables):
    figure, _ = draw.funding_scale(tables)
    lines = [list(line.get_xdata()) for axes in figure.axes for line in axes.lines]
    assert [2e6, 5e6] in lines


def test_kinds_have_panels_of_their_own_and_funds_without_amount_a_margin(tables):
    figure, drawn = draw.funding_scale(tables)
    headings = [word for word in words(figure) if any(word.startswith(look.label) for look in KIND.values())]
    assert [heading.split(": ")[0].split(" (")[0] for heading in headings] == [
        "Industry targets",
        "Funds set up to invest",
        "Subsidies and rewards",
    ]
    assert "Funds set up to invest (2 of 3)" in headings
    margin = by_gid(figure, "funding-d1-11")["funding-d1-11"]
    assert margin.axes.get_xlim() == (0, 1)  # not on the axis of amounts
    assert drawn.set_index("start").shown.to_dict() == {
        5: "mark",
        7: "mark",
        8: "mark",
        11: "margin",
        13: "note",
        15: "mark",
    }


def test_an_amount_without_a_rate_is_named_in_the_note(tables):
    assert "no rate to yuan: Abroad: 3 billion won." in said(draw.funding_scale(tables)[0])


def test_marks_link_to_the_evidence(tables):
    figure, _ = draw.funding_scale(tables)
    assert by_gid(figure, "funding-d1-5")["funding-d1-5"].get_url() == "report/documents/d1.html#funding-5"
    assert 'xlink:href="report/documents/d1.html#funding-5"' in draw.show(figure).data


def test_the_axis_can_speak_another_currency(tables):
    figure, drawn = draw.funding_scale(tables, currency="USD", rate_day="2022-12-30")
    assert "1 USD is 6.89" in said(figure) and "US dollars" in said(figure)
    assert drawn.equals(draw.funding_scale(tables)[1])  # what is drawn does not move
    with pytest.raises(AnalysisError, match="no rate"):
        draw.funding_scale(tables, currency="USD")


def test_too_many_amounts_are_cut_to_the_largest_and_counted():
    tables = made(
        funding=[{"amount": 1e6 + n, "kind": "subsidy", "start": n} for n in range(ROWS + 15)]
        + [{"amount": 1e9, "start": 999}]
    )
    figure, drawn = draw.funding_scale(tables)
    assert (drawn.shown == "mark").sum() <= ROWS and len(drawn) == ROWS + 16
    kept, cut = (drawn[(drawn.shown == how) & (drawn.kind == "subsidy")].amount for how in ("mark", "cut"))
    assert kept.min() > cut.max()
    assert f"{len(cut)} rows more" in said(figure)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [(126_350_000_000, "126.35 billion"), (1e12, "1 trillion"), (999, "999"), (2_500, "2.5 thousand")],
)
def test_amounts_are_said_in_words(amount, expected):
    assert draw.amount_words(amount) == expected


# ---- membership -------------------------------------------------------------------------------


def test_each_organisation_is_a_cell_of_its_sector(tables):
    figure, drawn = draw.membership_composition(tables)
    row = drawn.set_index("alliance_id").loc["a"]
    assert row[["government", "university", "industry", "named", "guides", "unnamed"]].tolist() == [1, 1, 1, 3, 1, 17]
    cells = by_gid(figure, "memberships-a-")
    assert {gid: cell.get_x() for gid, cell in cells.items()} == {f"memberships-a-{x}": x for x in (-1, 0, 1, 2)}
    assert all(cell.get_width() == 1 for cell in cells.values())
    on = THEMES["print"]
    assert [matplotlib.colors.to_hex(cells[f"memberships-a-{n}"].get_facecolor()) for n in (0, 1, 2)] == [
        fill(SECTOR[sector], on)["facecolor"] for sector in ("government", "university", "industry")
    ]


def test_who_guides_and_joins_is_counted_once_as_inside():
    tables = made(
        alliances=[{"alliance_id": "a"}],
        memberships=[
            {"alliance_id": "a", "organization": "Bureau", "sector": "government", "role": role}
            for role in ("guide", "initiator", "member")
        ],
    )
    row = draw.membership_composition(tables)[1].iloc[0]
    assert (row.named, row.guides, row.unnamed) == (1, 0, 0)


def test_what_is_stated_and_not_named_stays_visible(tables):
    figure, drawn = draw.membership_composition(tables)
    rest = by_gid(figure, "unnamed-a")["unnamed-a"]
    end = figure.axes[1].get_xlim()[1]
    assert rest.get_x() == 3 and rest.get_x() + rest.get_width() == min(20, end - 0.5)
    assert matplotlib.colors.to_rgba(rest.get_facecolor())[3] == 0
    assert "0 named, 51 stated" in said(figure) and "at least 20 stated" in said(figure)
    assert "universities" in said(figure)  # a group without names


def test_a_body_of_two_documents_is_one_row_with_the_fullest_of_both(tables):
    drawn = draw.membership_composition(tables)[1].set_index("alliance_id")
    assert drawn.loc["a", ["body", "established", "documents"]].tolist() == ["Robot Industry Alliance", "2022-07-27", 2]
    assert pd.isna(drawn.loc["b", "established"])
    assert "undated" in said(draw.membership_composition(tables)[0])


def test_bodies_below_the_minimum_are_counted_not_hidden(tables):
    figure, drawn = draw.membership_composition(tables, minimum_named=1)
    assert drawn.set_index("alliance_id").shown.to_dict() == {"a": "bar", "b": "few", "c": "bar"}
    assert "Not drawn: 1 body with fewer than 1 named." in words(figure)


def test_many_bodies_with_long_names_fit_and_the_rest_is_in_the_table():
    name = "Guangdong-Hong Kong-Macao Greater Bay Area Metaverse Technology and Application Innovation Alliance"
    tables = made(
        alliances=[{"alliance_id": f"b{n:02}", "name": f"{n} {name}", "members_stated": n * 50} for n in range(60)],
        memberships=[
            {"alliance_id": f"b{n:02}", "organization": f"o{n}-{k}", "sector": SECTORS[k % 7]}
            for n in range(60)
            for k in range(n)
        ],
    )
    for figure_of in (draw.membership_composition, draw.founder_mix):
        figure, drawn = figure_of(tables, size="column")
        assert (drawn[drawn.alliance_id.notna()].shown == "bar").sum() == BODIES["column"]
        assert len(drawn[drawn.alliance_id.notna()]) == 60
        assert not collisions(figure)
        assert figure.get_figheight() < 297 / 25.4


def test_shares_of_sectors_are_bars_as_long_as_their_share(tables):
    figure, drawn = draw.membership_share(tables)
    drawn = drawn.set_index("sector")
    assert drawn.memberships.sum() == 5 and drawn.share.sum() == pytest.approx(1)
    for sector, artist in by_gid(figure, "share-").items():
        assert artist.get_width() == drawn.share[sector.removeprefix("share-")]
    assert drawn.guides["government"] == 1


def test_sectors_and_roles_can_be_chosen(tables):
    drawn = draw.membership_composition(tables.select(sectors=["university"]))[1].set_index("alliance_id")
    assert drawn.loc["a", ["named", "university", "guides"]].tolist() == [1, 1, 0]
    drawn = draw.membership_composition(tables.select(roles=["member"]))[1].set_index("alliance_id")
    assert drawn.loc["a", ["named", "industry"]].tolist() == [1, 1]


# ---- founders ---------------------------------------------------------------------------------


def test_the_mix_is_that_of_the_initiators(tables):
    figure, drawn = draw.founder_mix(tables)
    every = drawn[drawn.level == "all"].iloc[0]
    assert every[list(HELICES)].tolist() == [1, 1, 1, 1] and every.founders == 4
    a = drawn.set_index("alliance_id").loc["a"]
    assert a[["government", "university", "industry", "other"]].tolist() == [1, 1, 0, 0]
    cells = by_gid(figure, "founder-a-")
    assert [cell.get_width() for cell in cells.values()] == [0.5, 0.5]
    assert by_gid(figure, "all-other")["all-other"].get_width() == every.share_other == 0.25


def test_the_roles_that_count_as_founding_move_the_mix(tables):
    drawn = draw.founder_mix(tables, founding=["initiator", "guide"])[1]
    assert drawn.iloc[0].government == 2
    by_roles = draw.founder_roles(tables)[1]
    chosen = by_roles[by_roles.roles == "initiator + guide"].set_index("helix")
    assert chosen.founders.to_dict() == {"government": 2, "university": 1, "industry": 1, "other": 1}


def test_the_figure_of_roles_draws_what_its_table_says(tables):
    figure, drawn = draw.founder_roles(tables)
    bars = by_gid(figure, "roles-")
    assert len(bars) == len(drawn)
    for row in drawn.itertuples():
        assert bars[f"roles-{row.helix}-{row.roles.replace(' + ', '-')}"].get_width() == row.share


def test_ternary_points_lie_where_their_shares_say(tables):
    figure, drawn = draw.founder_ternary(tables)
    rows = drawn[drawn.shown == "mark"].set_index("number")
    assert rows.alliance_id.to_dict() == {1: "a", 2: "c"}
    x, y = by_gid(figure, "ternary-1")["ternary-1"].get_xydata()[0]
    # Half government (top), half university (left) is the middle of the left side; the triangle is 1 high.
    assert (x, y) == (pytest.approx(-(3**0.5) / 6), pytest.approx(0.5))


def test_each_corner_is_that_of_its_helix():
    tables = made(
        alliances=[{"alliance_id": sector} for sector in ("government", "university", "industry")],
        memberships=[
            {"alliance_id": sector, "organization": sector, "sector": sector}
            for sector in ("government", "university", "industry")
        ],
    )
    figure, drawn = draw.founder_ternary(tables)
    numbers = drawn.set_index("alliance_id").number
    places = {
        sector: by_gid(figure, f"ternary-{number}")[f"ternary-{number}"].get_xydata()[0]
        for sector, number in numbers.items()
    }
    assert places["government"] == pytest.approx((0, 1))
    assert places["university"] == pytest.approx((-1 / 3**0.5, 0))
    assert places["industry"] == pytest.approx((1 / 3**0.5, 0))


@pytest.mark.parametrize("size", SIZES)
def test_numbers_stand_clear_of_marks_and_names_wherever_the_bodies_lie(size):
    mixes = [(g, u, 4 - g - u) for g in range(5) for u in range(5 - g)]
    sectors = ("government", "university", "industry")
    tables = made(
        alliances=[{"alliance_id": f"b{mix}"} for mix in mixes],
        memberships=[
            {"alliance_id": f"b{mix}", "organization": f"{sector}{k}", "sector": sector}
            for mix in mixes
            for sector, number in zip(sectors, mix, strict=True)
            for k in range(number)
        ],
    )
    figure, drawn = draw.founder_ternary(tables, size=size)
    assert len(by_gid(figure, "ternary-")) == len(mixes) == drawn.number.max()
    assert not collisions(figure)


def test_bodies_with_equal_shares_share_a_mark_and_keep_their_numbers():
    tables = made(
        alliances=[{"alliance_id": f"b{n}"} for n in range(5)],
        memberships=[{"alliance_id": f"b{n}", "organization": f"o{n}", "sector": "industry"} for n in range(5)],
    )
    figure, _ = draw.founder_ternary(tables)
    assert list(by_gid(figure, "ternary-")) == ["ternary-1–5"]
    assert not collisions(figure)
    assert "1–5" in words(figure) and len([word for word in words(figure) if re.match(r"\d b\d \(1\)", word)]) == 5


# ---- what the figures stand on ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("k", "n", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (15, 50, 0.1910, 0.4375)]
)
def test_wilson_against_published_values(k, n, low, high):
    assert wilson(k / n, n) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_without_cases_nothing_is_known():
    assert wilson(0.0, effective_number([])) == (0.0, 1.0)


def test_one_large_body_counts_for_little_more_than_one():
    assert effective_number([7, 7, 7]) == 3
    assert 1 < effective_number([50, 1, 1]) < 1.1


@pytest.mark.parametrize("on", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("looks", [SECTOR, HELIX, ROLE], ids=["sector", "helix", "role"])
def test_any_two_fills_differ_in_grey_or_by_hatch(looks, on):
    for one, other in itertools.combinations(looks.values(), 2):
        a, b = (luminance(fill(look, on)["facecolor"]) for look in (one, other))
        assert one.hatch != other.hatch or abs(a - b) > 0.08, (one.label, other.label)


def test_every_category_has_a_look():
    assert (
        tuple(SECTOR) == SECTORS and tuple(HELIX) == HELICES and tuple(KIND) == KINDS_OF_FUNDING and {*ROLE} == {*ROLES}
    )


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_wrapped_text_fits_and_keeps_its_end(lines):
    name = "Qiantang District Metaverse Industry-Academia-Research Alliance"
    pieces = wrap(name, 7, 120, lines, keep=", 2022-05-21")
    assert len(pieces) <= lines and all(width(piece, 7) <= 120 for piece in pieces)
    assert pieces[-1].endswith(", 2022-05-21") or (lines == 3 and "2022-05-21" in pieces[-1])


def test_a_table_in_a_notebook_is_plain_and_counts_what_it_leaves_out():
    shown = draw.table(pd.DataFrame({"name": ["<b>a|b</b>", "x"], "flag": [True, False]}), rows=1).data
    assert "&lt;b&gt;a\\|b" in shown and "1 row more." in shown and "| true |" in shown
    assert draw.table(pd.DataFrame({"name": []})).data == "*nothing found*"


def test_the_table_beside_a_figure_has_whole_numbers_and_plain_booleans(tables, tmp_path):
    *_, csv = draw.save(*draw.funding_scale(tables), tmp_path, "f")
    rows = csv.read_text().splitlines()
    assert len(rows) == 7 and "350000000000," in rows[1] and ",true," in rows[1] and ".0" not in csv.read_text()


def test_a_folder_that_cannot_be_written_is_an_error_with_a_remedy(tables, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(AnalysisError, match="Choose another folder"):
        draw.save(*draw.corpus_coverage(tables), tmp_path / "file", "f")


def luminance(colour) -> float:
    """Relative luminance after WCAG 2.1."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in matplotlib.colors.to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other) -> float:
    """Contrast ratio after WCAG 2.1."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def collisions(figure) -> list[str]:
    """Texts that overlap, or leave the sheet."""
    canvas = FigureCanvasAgg(figure)
    with settings(THEMES["print"], text=7):  # as `save` does
        canvas.draw()
    renderer, page = canvas.get_renderer(), figure.bbox
    texts = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    texts = [text for text in texts if not (tick_hidden(text, figure))]
    with settings(THEMES["print"], text=7):
        boxes = [(text.get_text(), text.get_window_extent(renderer).padded(-0.6)) for text in texts]
    outside = [
        f"{word!r} leaves the sheet" for word, b in boxes if b.x0 < 0 or b.y0 < 0 or b.x1 > page.x1 or b.y1 > page.y1
    ]
    return outside + [f"{a!r} covers {b!r}" for (a, x), (b, y) in itertools.combinations(boxes, 2) if x.overlaps(y)]


def tick_hidden(text: Text, figure) -> bool:
    """Whether a text is a tick label that its axis does not draw."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            labels = axis.get_ticklabels(which="both")
            if text in labels:
                drawn = {id(label) for label in axis.get_majorticklabels() if label.get_visible()}
                low, high = sorted(axis.get_view_interval())
                return id(text) not in drawn or not (
                    low <= (text.get_position()[0] if axis is axes.xaxis else text.get_position()[1]) <= high
                )
    return False


def test_the_check_for_collisions_finds_one(tables):
    figure, _ = draw.funding_scale(tables)
    figure.axes[0].text(30, 30, "one")
    figure.axes[0].text(31, 31, "two")
    figure.axes[0].text(-90, 30, "outside")
    assert {"'one' covers 'two'", "'outside' leaves the sheet"} <= set(collisions(figure))
    assert not [patch for patch in figure.findobj(Rectangle) if patch.get_width() < 0]
