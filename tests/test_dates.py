"""Dates: every form is found where it stands, counts are none, a missing year is filled in only where it is settled."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from analysis.find.dates import DateMention, find_dates, published_date, resolve_date

SEEDS = Path(__file__).parent.parent / "seeds"


def marked(example: str) -> tuple[str, list[str]]:
    return re.sub(r"[\[\]]", "", example), re.findall(r"\[(.*?)\]", example)


def the_date(text: str) -> DateMention:
    [mention] = find_dates(text)
    return mention


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # day, month and year in any order
        ("On [April 26, 2022], at", "2022-4-26"),
        ("on [26 May 2022], at", "2022-5-26"),
        ("founded [27th of June 2023].", "2023-6-27"),
        ("on [July 27th], at", "*-7-27"),
        ("(Mar. 25) by [Sept. 5, 2022]".replace("(Mar. 25)", "([Mar. 25])"), "*-3-25 2022-9-5"),
        ("on [JANUARY 3, 2023]", "2023-1-3"),
        ("[2022/7/25], Nansha", "2022-7-25"),
        ("[2022-09-23 09:20]   Views", "2022-9-23"),
        ("[2022.7.25] and [2022年7月25日]", "2022-7-25 2022-7-25"),
        ("[27/06/2023], [06/27/2023], but [05/06/2023]", "2023-6-27 2023-6-27 2023"),
        # several days: the first
        ("from [28 to 30 June] at", "*-6-28"),
        ("[June 28-30, 2023]", "2023-6-28"),
        # months
        ("in [October 2021]. Despite", "2021-10"),
        ("in [May], Hangzhou", "*-5"),
        ("in [early April], [the end of August] and [mid-May]", "*-4 *-8 *-5"),
        ("it started in [early June]. Then", "*-6"),
        ("printed in [2022-09]", "2022-9"),
        # years and parts of years
        ("by the end of [2025], by [end-2025], [mid-2023], [Q2 2023] and [FY2023]", "2025 2025 2023 2023 2023"),
        ("a goal for [2025]: 2,000 firms", "2025"),
        ("by [2025] companies may", "2025"),
        # ranges
        ("Plan ([2022-2024]) for [2021 to 2025], [2022–25] and [2023/24]", "2022-2024 2021-2025 2022-2025 2023-2024"),
        # no dates
        ("We may march on. May I? We might in 20220 cases.", ""),
        ("2000 companies, 2022 yuan, RMB 2022, US$2025, GSXR 2022, 2,022 jobs, 2022.5 points and 2025%", ""),
        ("phone 010-2022-1234, /2022/06/23.html, A2022, the 2020s", ""),
        ("Mayor May Li of Marching Augustus, a Decade of Marketing", ""),
        ("Beijing May 1st Digital Twin Technology", ""),
    ],
)
def test_forms(text: str, parts: str):
    text, wanted = marked(text)
    found = find_dates(text)
    assert [mention.text for mention in found] == wanted
    assert all(text[mention.start : mention.end] == mention.text for mention in found)

    def said(mention: DateMention) -> str:
        numbers = [mention.year or "*", mention.year_high or mention.month, mention.day]
        return "-".join(str(number) for number in numbers if number)

    assert " ".join(map(said, found)) == parts


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("on June 2", "day"),
        ("in June", "month"),
        ("in Q2 2023", "quarter"),
        ("by 2025", "year"),
        ("(2022-2024)", "range"),
        ("on Saturday", "weekday"),
        ("within two years", "offset"),
    ],
)
def test_kinds(text: str, kind: str):
    mention = the_date(text)
    assert mention.kind == kind and mention.relative == (kind in ("weekday", "offset"))


@pytest.mark.parametrize(
    ("text", "published", "iso", "flags"),
    [
        # nothing is missing
        ("May 31, 2022", None, "2022-05-31", ""),
        ("October 2021", "2023-06-27", "2021-10", ""),
        ("Q2 2023", None, "2023", ""),
        ("Feb 30, 2022", None, "2022-02", ""),
        # the year: the latest such day not after publication
        ("July 27th", "2022-09-05", "2022-07-27", "year_from_publication"),
        ("December 30", "2022-06-23", "2021-12-30", "year_from_publication"),
        ("November 9", "2018-11-09", "2018-11-09", "year_from_publication"),
        ("in December", "2018-11-12", "2017-12", "year_from_publication"),
        ("in August", "2021-08", "2021-08", "year_from_publication"),
        ("June 2", "2021-08", "2021-06-02", "year_from_publication"),
        ("June 2", "2021", "2021-06-02", "year_from_publication"),
        ("July 27th", None, "", ""),
        # counted from the day of publication
        ("March 25 this year", "2022-07-28", "2022-03-25", "relative_date"),
        ("30 September last year", "2023-06-27", "2022-09-30", "relative_date"),
        ("this November", "2024-09", "2024-11", "relative_date"),
        ("last March", "2023-02-01", "2022-03", "relative_date"),
        ("last year", "2024-06-03", "2023", "relative_date"),
        ("last month", "2023-01", "2022-12", "relative_date"),
        ("within two years", "2022-07-14", "2024", "relative_date"),
        ("in the next five years", "2022", "2027", "relative_date"),
        ("on Saturday", "2022-09-05", "2022-09-03", "relative_date"),
        ("on Monday", "2022-09-05", "2022-09-05", "relative_date"),
        ("last Monday", "2022-09-05", "2022-08-29", "relative_date"),
        ("Last Wednesday", "2024-06-03", "2024-05-29", "relative_date"),
        ("next Friday", "2022-09-05", "2022-09-09", "relative_date"),
        ("tomorrow", "2023-06-30", "2023-07-01", "relative_date"),
        # only where the publication is known well enough
        ("on Saturday", "2022-09", "", ""),
        ("on Saturday", None, "", ""),
        ("within two years", "", "", ""),
        ("last month", "2023", "", ""),
        ("on Saturday", "2022-02-31", "", ""),
        ("July 27th", "no date", "", ""),
        # a range is no date
        ("(2022-2024)", "2022-01-01", "", ""),
    ],
)
def test_resolving(text: str, published: str | None, iso: str, flags: str):
    assert resolve_date(the_date(text), published) == (iso, (flags,) if flags else ())


def test_a_year_from_the_context_comes_after_the_publication():
    july = the_date("July 27th")
    assert resolve_date(july, None, 2022) == ("2022-07-27", ("year_from_context",))
    assert resolve_date(july, "2023-01-01", 2020)[0] == "2022-07-27"
    assert resolve_date(the_date("on Saturday"), None, 2022) == ("", ())


def test_what_will_be_comes_after_the_publication():
    assert resolve_date(the_date("in December"), "2018-11-12", future=True)[0] == "2018-12"
    assert resolve_date(the_date("on Saturday"), "2022-09-05", future=True)[0] == "2022-09-10"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("A title\n\nSHANGHAI, 27 June 2023\n\nQ: What?", "2023-06-27"),
        ("Title\nSHENZHEN, China, September 28, 2023 -- Nine companies have", "2023-09-28"),
        ("Home\nNANJING, June 2023 -- Two hundred", "2023-06"),
        ("LETTER\nMonday, 5 September 2022\n\nDear reader", "2022-09-05"),
        ("FAQ\n\nPublished: August 2023\n\nText", "2023-08"),
        ("Title\n2018-11-12 14:20   Reading 6,413", "2018-11-12"),
        ("Title\nThis is reprinted. Reading takes 4 minutes. 2022/7/28\n\n2022/7/25, Nansha held", "2022-07-28"),
        ("Title\nLong read | September 2024\nIn 2023", "2024-09"),
        ("Bulletin\nPublished every second Monday | 17 July 2023", "2023-07-17"),
        ("Show\n[Transcribed automatically. August 2021]\nHOST: Good", "2021-08"),
        ("Menu\nA heading\n3 June 2024\n\nWhen", "2024-06-03"),
        ("Text of some length.\n" * 30 + "Last updated: 3 June 2024", "2024-06-03"),
        ("Text.\n" * 30 + "Previous 2022-06-23 22:53\nNext 2022-06-23 22:55", ""),  # its neighbours' dates
        ("Title\nXinhua | Updated: 2025-01-27 17:28\nShare", "2025-01-27"),
        ("Title\nHANGZHOU, Aug. 3, 2022 /PRNewswire/ -- Text", "2022-08-03"),
        ("Title\nPosted by admin on June 3, 2024", "2024-06-03"),
        ("Text.\n" * 30 + "Municipal Bureau of Industry\n13 July 2022", "2022-07-13"),
        ("Title\nSource: Xinhua | Time: 2022/11/19\nText", "2022-11-19"),
        ("Title\nViews: 302 Date: 2022-11-19", "2022-11-19"),
        ("Title\nForkast.News November 19, 2022 3:04 pm HKT", "2022-11-19"),
        ("标题\n发布时间：2022-11-19", "2022-11-19"),
        ("Title\nSent: Friday, 14 April 2023   |   Read online", "2023-04-14"),
        ("Title\nPublished: 4:02pm, 20 Apr, 2023\nText", "2023-04-20"),
        # not its own date
        ("Agenda\nTime: 2022-11-19 14:00\nVenue: Hall 3", ""),
        ("Fact sheet\nFounded\n12 May 2022\nSeat", ""),
        ("Fact sheet\nFounded | 12 May 2022\nSeat", ""),
        ("List\n1. Work Plan (2023-2025). Issued March 17, 2023 by the Commission.", ""),
        ("Title\nSigned in Hangzhou, 17 July 2023 (see below)", ""),
        ("Title\nOn April 26, 2022, the alliance was founded.", ""),
        ("Title\n2022/7/25, Nansha District held the unveiling activity.", ""),
        ("Asian Press (Mar. 25) -- Shanghai plans", ""),
        ("Title\n2021 is known as the year of it.", ""),
        ("Plan (2022-2024)\nText", ""),
        ("Text.\n" * 30 + "Previous 2022-06-23 22:53\nNext 2022-06-25 22:55", ""),
        ("Text.\n" * 30 + "It was founded on 3 June 2024", ""),
    ],
)
def test_published(text: str, published: str):
    assert published_date(text, {}) == published


def test_metadata_go_before_bylines():
    text = "Title\nMonday, 5 September 2022"
    assert published_date(text, {"published": "2022-10"}) == "2022-10"
    assert (
        published_date(text, {"published": ""})
        == published_date(text)
        == published_date(text, {"published": "soon"})
        == "2022-09-05"
    )


@pytest.mark.parametrize("gold", sorted((Path(__file__).parent / "gold").glob("*.yaml")), ids=lambda path: path.stem)
def test_years_of_the_gold_are_printed(gold: Path):
    text = (SEEDS / f"{gold.stem}.txt").read_bytes().decode("utf-8")
    found = find_dates(text)
    years = {year for mention in found for year in (mention.year, mention.year_high)}
    days = {(mention.month, mention.day) for mention in found}
    rows = [row for rows in yaml.safe_load(gold.read_text("utf-8")).values() if isinstance(rows, list) for row in rows]
    assert {row["year"] for row in rows if "year" in row} <= years
    dated = [
        [int(part) for part in str(row[column]).split("-")]
        for row in rows
        for column in ("established", "issued")
        if column in row
    ]
    assert {tuple(parts[1:]) for parts in dated if len(parts) == 3} <= days
