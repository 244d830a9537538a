"""The timeline of foundings, the map of provinces, plans and targets against the tables they are drawn from."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.dates import date2num

from analysis import draw
from analysis.draw.palette import MARK, THEMES
from analysis.draw.sheet import BODIES, SIZES
from analysis.draw.tilemap import COUNTRY, NOWHERE, tiles
from analysis.find.gazetteer import PROVINCE, gazetteer
from tests.test_draw import by_gid, collisions, made, said, words

PAPER = THEMES["print"].paper


# ---- founding-timeline ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def founded():
    return made(
        alliances=[
            {"alliance_id": "day", "established": "2022-07-27", "start": 1, "flags": "relative_date"},
            {"alliance_id": "month", "established": "2022-02", "start": 2, "kind": "committee"},
            {"alliance_id": "year", "established": "2020", "start": 3},
            {"alliance_id": "never", "start": 4},
            {"alliance_id": "twice", "established": "2021-03", "doc_id": "d1", "start": 5},
            {"alliance_id": "twice", "established": "2021-03-09", "doc_id": "d2", "start": 6},
            {"alliance_id": "differs", "established": "2021", "doc_id": "d1", "start": 7},
            {"alliance_id": "differs", "established": "2022-05-01", "doc_id": "d2", "start": 8},
        ],
        policies=[
            {"title": "Plan", "issued": "2022-01", "start": 11},
            {"title": "Plan", "issued": "2022-01", "start": 12, "doc_id": "d2"},
            {"title": "Other", "start": 13},
        ],
    )


def test_a_date_is_drawn_as_precisely_as_it_is_printed(founded):
    figure, _ = draw.founding_timeline(founded)
    marks = by_gid(figure, "alliances-")
    assert list(marks["alliances-d1-1"].get_xdata()) == [date2num(np.datetime64("2022-07-27")) + 0.5]
    for gid, first, days in (("alliances-d1-2", "2022-02-01", 28), ("alliances-d1-3", "2020-01-01", 366)):
        assert (marks[gid].get_x(), marks[gid].get_width()) == (date2num(np.datetime64(first)), days)
    assert marks["alliances-d1-4"].axes.get_xlim() == (0, 1)  # the margin of the undated
    assert marks["alliances-d1-1"].get_markerfacecolor() == PAPER != marks["alliances-d2-6"].get_markerfacecolor()
    assert {"committee, 2022-02", "alliance, undated"} <= set(words(figure))


def test_the_most_precise_date_counts_and_what_contradicts_it_is_told(founded):
    figure, drawn = draw.founding_timeline(founded)
    drawn = drawn.set_index("name")
    assert drawn.date["twice"] == "2021-03-09" and not drawn.other_dates["twice"]
    assert drawn.date["differs"] == "2022-05-01" and drawn.other_dates["differs"] == "2021"
    assert by_gid(figure, "alliances-d2-6")["alliances-d2-6"].get_url() == "report/documents/d2.html#alliances-6"
    assert "Documents differ on the date of 1 body" in said(figure)


def test_foundings_are_in_the_order_of_their_dates_and_policies_in_one_row(founded):
    figure, drawn = draw.founding_timeline(founded)
    assert drawn.name.tolist() == ["year", "twice", "month", "differs", "day", "never", "Plan"]
    assert list(by_gid(figure, "policies-")) == ["policies-d1-11"]  # once, though two documents speak of it
    assert "3 of 5 dated foundings fall in 2022" in words(figure)
    assert "N = 6 bodies, 1 of them undated, and 1 dated policy; 1 policies without" in said(figure)


@pytest.mark.parametrize("size", SIZES)
def test_too_many_bodies_leave_the_latest(size):
    tables = made(alliances=[{"alliance_id": f"b{n}", "established": f"{1900 + n}", "start": n} for n in range(99)])
    figure, drawn = draw.founding_timeline(tables, size=size)
    assert drawn[drawn.shown == "mark"].date.tolist() == [str(1999 - n) for n in range(BODIES[size], 0, -1)]
    assert f"{99 - BODIES[size]} bodies more" in said(figure) and not collisions(figure)


def test_without_a_date_all_stand_in_the_margin():
    figure, drawn = draw.founding_timeline(made(alliances=[{"alliance_id": "a"}]))
    assert drawn.shown.tolist() == ["margin"] and "No founding is dated" in words(figure)


# ---- province-map -----------------------------------------------------------------------------


def test_every_province_has_one_tile_with_its_name_and_no_two_the_same_place():
    provinces = {place.province: place.name for place in gazetteer().by_code.values() if place.level == PROVINCE}
    found = tiles()
    assert dict(zip(found.province, found.name, strict=True)) == provinces | {
        COUNTRY: "whole country",
        NOWHERE: "no province",
    }
    assert len(found) == 36
    # Those that stand apart are two tiles wide.
    taken = {*zip(found.column, found.row, strict=True), *((1, row) for row in found.row[-2:])}
    assert len(taken) == 38


def test_tiles_lie_as_the_provinces_do():
    place = tiles().set_index("province")
    for west, east in (("XJ", "GS"), ("SN", "SX"), ("HB", "JX"), ("YN", "GZ"), ("FJ", "TW"), ("MO", "HK")):
        assert place.column[f"CN-{west}"] < place.column[f"CN-{east}"]
    for north, south in (("HL", "JL"), ("BJ", "HE"), ("HA", "HB"), ("HB", "HN"), ("HN", "GD"), ("JS", "ZJ")):
        assert place.row[f"CN-{north}"] < place.row[f"CN-{south}"]


@pytest.fixture(scope="module")
def placed():
    return made(
        alliances=[
            {"alliance_id": "a", "start": 1},
            {"alliance_id": "a", "province": "CN-ZJ", "doc_id": "d2", "start": 2},
            {"alliance_id": "b", "place": "China", "start": 3},
        ],
        funding=[
            {"amount": 1e6, "province": "CN-ZJ", "mention": "1 million", "kind": "subsidy", "start": 4},
            {"amount": 2e9, "province": "CN-ZJ", "mention": "2 billion", "start": 5},
            {"amount": 1e9, "province": "CN-ZJ", "mention": "1 billion", "start": 6},
            {"amount": None, "province": "CN-XZ", "mention": "a fund", "start": 7},
            {"amount": 3e9, "place": "Abroad", "mention": "3 billion", "start": 8},
        ],
    )


@pytest.mark.parametrize("size", SIZES)
def test_each_row_is_a_mark_in_the_tile_of_its_province(placed, size):
    figure, drawn = draw.province_map(placed, size=size)
    marks, frames = (by_gid(figure, start) for start in (("alliances-"), ("tile-")))
    marks |= by_gid(figure, "funding-")
    inside = {
        gid: next(key for key, tile in frames.items() if tile.get_bbox().contains(*mark.get_xydata()[0]))
        for gid, mark in marks.items()
    }
    assert inside == {
        "alliances-d2-2": "tile-CN-ZJ",  # the document that knows where it is
        "alliances-d1-3": "tile-CN",
        **{f"funding-d1-{start}": "tile-CN-ZJ" for start in (4, 5, 6)},
        "funding-d1-7": "tile-CN-XZ",
        "funding-d1-8": "tile-",
    }
    assert marks["funding-d1-5"].get_url() == "report/documents/d1.html#funding-5"
    drawn = drawn.set_index("province")
    assert drawn.loc["CN-ZJ", ["bodies", "amounts", "subsidy", "fund"]].tolist() == [1, 3, 1, 2]
    assert drawn.loc["CN-ZJ", ["largest_fund", "largest_fund_at"]].tolist() == ["2 billion", "d1:5"]
    assert drawn.funds_unstated["CN-XZ"] == 1 and drawn.bodies.sum() == 2


def test_a_tile_counts_all_rows_where_it_has_no_room_for_all_marks():
    tables = made(funding=[{"amount": 1.0, "province": "CN-ZJ", "start": n} for n in range(2000)])
    figure, drawn = draw.province_map(tables, size="column")
    assert drawn.set_index("province").amounts["CN-ZJ"] == 2000 and "2000" in words(figure)
    frame = by_gid(figure, "tile-CN-ZJ")["tile-CN-ZJ"].get_bbox()
    marks = by_gid(figure, "funding-").values()
    assert 0 < len(marks) < 100 and all(frame.contains(*mark.get_xydata()[0]) for mark in marks)
    assert not collisions(figure) and figure.get_figheight() < 297 / 25.4


# ---- plans and targets ------------------------------------------------------------------------


def test_a_plan_stands_beside_the_number_stated_each_with_its_sentence():
    tables = made(
        alliances=[
            {"alliance_id": "a", "members_stated": 40, "members_qualifier": "at_least", "start": 1},
            {"alliance_id": "a", "members_planned": 100, "doc_id": "d2", "start": 2},
            {"alliance_id": "b", "members_planned": 50, "start": 3},
            {"alliance_id": "c", "members_stated": 7, "start": 4},
            {"alliance_id": "silent", "start": 5},
        ]
    )
    figure, drawn = draw.planned_membership(tables)
    assert drawn.alliance_id.tolist() == ["a", "b", "c"] and drawn.growth.tolist()[0] == 2.5
    stated, planned = by_gid(figure, "stated-"), by_gid(figure, "planned-")
    assert {gid: list(mark.get_xdata()) for gid, mark in stated.items()} == {"stated-a": [40], "stated-c": [7]}
    assert {gid: list(mark.get_xdata()) for gid, mark in planned.items()} == {"planned-a": [100], "planned-b": [50]}
    assert stated["stated-a"].get_marker() == MARK["at_least"] and planned["planned-a"].get_markerfacecolor() == PAPER
    assert (stated["stated-a"].get_url()[-14:], planned["planned-a"].get_url()[-14:]) == (
        "ml#alliances-1",
        "ml#alliances-2",
    )
    assert "at least 40 → 100 planned" in words(figure) and "no number stated → 50 planned" in words(figure)
    assert "1 body states and plans a number of members: the plan is 2.5 times as large" in said(figure)
    assert "Too few plans to generalise from." in words(figure)


def test_targets_stand_at_their_counts_in_panels_by_year():
    tables = made(
        targets=[
            {"count": 10, "count_high": 15, "year": 2025, "start": 1},
            {"count": 300, "qualifier": "at_least", "year": 2024, "start": 2},
            {"count": 0, "unit": "accidents", "start": 3},
        ]
    )
    figure, drawn = draw.targets_by_year(tables)
    assert drawn.start.tolist() == [2, 1, 3]
    headings = [word for word in words(figure) if re.match(r"By \d{4} \(|No year", word)]
    assert headings == ["By 2024 (1)", "By 2025 (1)", "No year stated (1)"]
    marks = by_gid(figure, "targets-d1-")
    assert {gid[-1]: list(mark.get_xdata()) for gid, mark in marks.items()} == {"1": [10], "2": [300], "3": [0]}
    assert marks["targets-d1-2"].get_marker() == MARK["at_least"]
    assert [10, 15] in [list(line.get_xdata()) for axes in figure.axes for line in axes.lines]
    for mark in marks.values():
        low, high = mark.axes.get_xlim()
        assert low <= mark.get_xdata()[0] <= high


def test_too_many_targets_are_cut_in_every_year_alike():
    tables = made(targets=[{"count": 10**n, "year": 2020 + n % 4 or None, "start": n} for n in range(13)] * 9)
    figure, drawn = draw.targets_by_year(tables, size="column")
    kept = drawn[drawn.shown == "mark"].year.value_counts()
    assert len(kept) == 4 and kept.max() == kept.min() and kept.sum() <= BODIES["column"]
    assert f"{len(drawn) - kept.sum()} targets more" in said(figure) and not collisions(figure)
