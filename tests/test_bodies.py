"""Bodies: their names and other forms, what refers back to them, their founding, seat and size; and one id for one body."""

from __future__ import annotations

import pytest

from analysis.document import Document
from analysis.extract import Found, extract
from analysis.find.bodies import find_bodies
from analysis.identity import identify, organization_key, slug


def bodies(text: str) -> dict[str, list[str]]:
    return {body.name: sorted(set(body.forms) - {body.name}) for body in find_bodies(Document("d", text))}


def alliance(text: str, **meta: str) -> dict:
    [row] = [row for row in extract(Document("d", text, meta)).rows if row.table == "alliances"]
    return row.values | {"flags": row.flags}


def roles(text: str) -> set[tuple[str, str, str]]:
    rows = [row for row in extract(Document("d", text)).rows if row.table == "memberships" and row.values["named"]]
    return {(row.values["body"], row.values["role"], row.values["organization"]) for row in rows}


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("The Hunan Battery Consortium (HBC) was founded. HBC has members.", {"Hunan Battery Consortium": ["HBC"]}),
        (
            "The Beijing Robot Center, since renamed the Beijing Embodied Robot Center, opened.",
            {"Beijing Embodied Robot Center": ["Beijing Robot Center"]},
        ),
        (
            "The Metaverse Committee of the Chengdu Data Association was founded. The Metaverse Committee is new.",
            {"Metaverse Committee of the Chengdu Data Association": ["Metaverse Committee"]},
        ),
        (
            "The Shanghai Zhangjiang Chip Alliance was founded. The Zhangjiang Chip Alliance grew.",
            {"Shanghai Zhangjiang Chip Alliance": ["Zhangjiang Chip Alliance"]},
        ),
        ("The Guangzhou Municipal Committee met at the Qingdao Convention Center.", {}),
        ("The Wuhan Chip Alliance Initiative was signed.", {}),
        (
            "Wuhan Chip Alliance and Hefei Chip Alliance were founded.",
            {"Wuhan Chip Alliance": [], "Hefei Chip Alliance": []},
        ),
    ],
)
def test_names_and_other_forms(text, forms):
    assert bodies(text) == forms


def test_a_heading_and_its_text_may_print_the_name_in_two_ways():
    text = "1. Wuhan Metaverse Innovation Alliance – The first\n\nThe Wuhan Metaverse Industry Alliance was founded by Baidu and Tencent in May 2022, it is said.\n"
    assert len(bodies(text)) == 1


def test_what_refers_back():
    text = "In May 2022 the Wuhan Chip Alliance and the Hefei Chip Association were founded. The alliance was initiated by Baidu. The association is guided by the Hefei Bureau of Commerce."
    assert roles(text) == {
        ("Wuhan Chip Alliance", "initiator", "Baidu"),
        ("Hefei Chip Association", "guide", "Hefei Bureau of Commerce"),
    }


def test_it_is_the_body_only_where_the_sentence_is_about_it():
    text = "The Anhui Chip Alliance is convened by the Anhui Investment Club. Anhui Investment Club is a private organization. It brings together more than 600 institutions."
    assert "members_stated" not in alliance(text)


CONTEXT = ("date_from_context",)


@pytest.mark.parametrize(
    ("text", "published", "date", "flags"),
    [
        ("On May 31, 2022, the Xiamen Chip Alliance was established.", "", "2022-05-31", ()),
        ("The Xiamen Chip Alliance, approved in October 2021, was unveiled in 2022.", "", "2021-10", ()),
        ("The Xiamen Chip Alliance was unveiled on 3 May 2022. It was founded in April 2022.", "", "2022-04", ()),
        ("On Saturday the Xiamen Chip Alliance was established.", "", "", ()),
        ("On Saturday the Xiamen Chip Alliance was established.", "2022-07-27", "2022-07-23", ("relative_date",)),
        (
            "On July 27th, at the 2022 Xiamen Summit, the Xiamen Chip Alliance was established.",
            "",
            "2022-07-27",
            ("year_from_context",),
        ),
        (
            "In December plans were released. The founding of the Xiamen Chip Alliance follows plans released in December 2021.",
            "",
            "",
            (),
        ),
        (
            "The zone held a conference on June 28, 2022. At the event, the Xiamen Chip Alliance was established.",
            "",
            "2022-06-28",
            ("date_from_context",),
        ),
        ("The Xiamen Chip Alliance came into the world on May 3, 2022.", "", "2022-05-03", ()),
        ("Born in August 2022, the Xiamen Chip Alliance is small.", "", "2022-08", ()),
        ("The Xiamen Chip Alliance has been around since 2018.", "", "2018", ()),
        ("In May 2022 Baidu led, joining with Tencent, and built the Xiamen Chip Alliance.", "", "2022-05", ()),
        ("The Xiamen Chip Alliance has 28 members at its birth in May 2022.", "", "2022-05", ()),
        (
            "A fair opened on May 3, 2022. That afternoon the Xiamen Chip Alliance was unveiled.",
            "",
            "2022-05-03",
            CONTEXT,
        ),
        ("Name: Xiamen Chip Alliance\nRegistered: 8 May 2022\nInaugural meeting: 3 May 2022\n\n", "", "2022-05-03", ()),
        ("XIAMEN, May 4, 2022 (Wire) -- The Xiamen Chip Alliance was established.", "", "", ()),
        ("Xiamen formed an alliance of firms on May 3, 2022. The Xiamen Chip Alliance is small.", "", "2022-05-03", ()),
        ("Hefei formed an alliance of firms on May 3, 2022. The Xiamen Chip Alliance is small.", "", "", ()),
        ("The Xiamen Chip Alliance published a white paper on May 3, 2022.", "", "", ()),
        ("Some 40 firms banded together on May 3, 2022. The Xiamen Chip Alliance is small.", "", "2022-05-03", ()),
        ("On May 3, 2022 ten firms called the Xiamen Chip Alliance (XCA) into life.", "", "2022-05-03", ()),
        ("Two years after its creation in May 2022, the Xiamen Chip Alliance is small.", "", "2022-05", ()),
        ("Firms have gathered since 2022 in the Xiamen Chip Alliance.", "", "2022", ()),
        (
            "On June 18, 2022 the Xiamen Chip Alliance was unveiled; its establishment was already approved on March 2.",
            "2023-03-31",
            "2022-03-02",
            ("year_from_context",),
        ),
        ("The Xiamen Chip Alliance was unveiled last week at the forum.", "2022-05-03", "", ()),
        ("A forum opened.\n2022-05-03 10:00\n\nThe Xiamen Chip Alliance was founded.", "2022-05-03", "", ()),
        ("The Xiamen Chip Alliance celebrated its second anniversary on May 3, 2022.", "", "", ()),
    ],
)
def test_founding(text, published, date, flags):
    row = alliance(text + " It has 20 members.", published=published)
    assert row.get("established", "") == date
    assert tuple(flag for flag in row["flags"] if "place" not in flag) == flags


@pytest.mark.parametrize(
    ("text", "place", "province"),
    [
        ("The Xiamen Chip Alliance was established in Beijing.", "Xiamen", "CN-FJ"),
        ("The Wuhan Chip Alliance was established in Hongshan District, Wuhan.", "Hongshan", "CN-HB"),
        ("The China Chip Alliance was founded in Suzhou.", "China", ""),
        ("The Yangtze River Delta Chip Alliance was launched in Shanghai.", "Shanghai", "CN-SH"),
        ("The Automotive Chip Alliance was founded in Shenzhen.", "Shenzhen", "CN-GD"),
        ("The Chongqing Chip Alliance was founded.\n\nSeat: Yuzhong District\nMembers: 60", "Yuzhong", "CN-CQ"),
        ("The Yuzhong-based Chongqing Chip Alliance has 60 members.", "Yuzhong", "CN-CQ"),
        ("The Guangdong Chip Alliance, based in Guangzhou's Huangpu District, has 60 members.", "Huangpu", "CN-GD"),
        ("The Xiamen Chip Alliance is to be opened this June in Tong'an District.", "Tong'an", "CN-FJ"),
        ("The Shandong Chip Alliance was founded. The park is located in Laoshan District.", "Shandong", "CN-SD"),
    ],
)
def test_seat(text, place, province):
    row = alliance(text)
    assert (row["place"], row["province"]) == (place, province)


@pytest.mark.parametrize(
    ("text", "stated", "qualifier", "planned"),
    [
        ("The Xiamen Chip Alliance was founded by more than 60 units including Baidu.", 60, "at_least", None),
        ("The Xiamen Chip Alliance was founded. At present, there are 51 member units.", 51, "exact", None),
        (
            "The Xiamen Chip Alliance was founded by 17 firms. There are now 202 companies in the alliance.",
            202,
            "exact",
            None,
        ),
        (
            "Some 91 companies have joined the Xiamen Chip Alliance as members, and the group plans to expand that number to 200.",
            91,
            "about",
            200,
        ),
        (
            "The Xiamen Chip Alliance was founded. Over 300 people attended the ceremony of the alliance.",
            None,
            None,
            None,
        ),
        ("The Xiamen Chip Alliance was founded by Baidu and 13 other organizations.", None, None, None),
        ("The Xiamen Chip Alliance was founded. It will help to cultivate 30 companies.", None, None, None),
        ("The Xiamen Chip Alliance was founded. Up to now its members grew from 8 to 44.", 44, "exact", None),
        ("The Xiamen Chip Alliance was founded. Membership has tripled to 140 from about 40.", 140, "exact", None),
        ("The Xiamen Chip Alliance had 40 members. Now it has 60, its head said.", 60, "exact", None),
        ("The Xiamen Chip Alliance was founded. The thirty units of that time have become 118.", 118, "exact", None),
        ("The Xiamen Chip Alliance was founded.\n\nMembers: 260+\nSeat: Tong'an District", 260, "at_least", None),
        ("The Xiamen Chip Alliance groups together 35 firms. Members are to double by 2030.", 35, "exact", None),
        ("The Xiamen Chip Alliance has 37 members. The aim: members break 150 before 2030.", 37, "exact", 150),
        ("The Xiamen Chip Alliance has 20 members. It intends to grow to 300.", 20, "exact", 300),
        ("The Xiamen Chip Alliance was founded. Members pay ten thousand each, start-ups nothing.", None, None, None),
        ("The Xiamen Chip Alliance was founded and signed 12 projects with 30 companies.", None, None, None),
        ("The Xiamen Chip Alliance was founded. Then 33 came in as the first members.", 33, "exact", None),
        ("The Xiamen Chip Alliance was founded. It received 117 applications; 96 were admitted.", 96, "exact", None),
        ("On Monday 58 companies turned up to set up the Xiamen Chip Alliance.", 58, "exact", None),
        ("Some 58 firms on Monday launched an alliance. The Xiamen Chip Alliance is led by Baidu.", 58, "about", None),
        ("Nine founders: Xiamen Chip Alliance goes live\n\nThe Xiamen Chip Alliance was founded.", 9, "exact", None),
        ("The Xiamen Chip Alliance was founded. At least 100 firms are to join.", None, None, 100),
        (
            "The Xiamen Chip Alliance was founded. The park is home to 89 firms, not all of them members.",
            None,
            None,
            None,
        ),
        ("The Xiamen Chip Alliance was founded. Its parent has 400 members.", None, None, None),
        ("The Xiamen Chip Alliance was founded. It sold 50 units, and the council has 21 members.", None, None, None),
    ],
)
def test_numbers_of_members(text, stated, qualifier, planned):
    row = alliance(text)
    assert (row.get("members_stated"), row.get("members_qualifier"), row.get("members_planned")) == (
        stated,
        qualifier,
        planned,
    )


@pytest.mark.parametrize(
    "text",
    [
        "The Qingdao Chip Research Institute was opened by Qingdao University.",
        "Li Jun, President of the Dalian Software Association, attended the event.",
        "The plan supports alliances such as the Dalian Software Association.",
    ],
)
def test_what_is_not_coded(text):
    assert not [row for row in extract(Document("d", text)).rows if row.table == "alliances"]


def test_witnesses_hosts_and_the_conference_have_no_role():
    text = (
        "On May 3, 2022, the Wuhan Chip Alliance was founded. Zhang Ying, Deputy Director of the Wuhan Bureau of Commerce, and Hua Wei, Chairman of Wuhan Iron Group, "
        "jointly witnessed the establishment of the Wuhan Chip Alliance. The conference was guided by the Hubei Association of Industry and co-hosted by Wuhan University."
    )
    assert roles(text) == set()


def test_every_row_is_evidence():
    text = "On May 31, 2022, the Xiamen Chip Alliance was established, jointly initiated by Baidu and Tencent."
    rows = extract(Document("d", text)).rows
    assert len(rows) == 3
    for row in rows:
        assert text[row.mention.start : row.mention.end] == row.mention.text
        assert row.cue and text[row.cue.start : row.cue.end] == row.cue.text and row.rule
    assert {row.cue.text for row in rows if row.table == "memberships"} == {"jointly initiated by"}


def test_one_id_for_one_body_and_one_organization():
    one = "The Xiamen Chip Alliance was founded by Migo Animation Co., Ltd. and Nanjing University of Information Engineering."
    two = "Migo Animation and Nanxin University joined the Xiamen Chip Alliance. The Chip Alliance of Hefei was founded by Baidu."
    rows = identify([extract(Document(name, text)).rows for name, text in (("a", one), ("b", two))])
    ids = {row.values["alliance_id"] for row in rows if row.values.get("name") == "Xiamen Chip Alliance"}
    assert ids == {"xiamen-chip-alliance"}
    organizations = {
        row.values["organization"]: row.values["organization_id"] for row in rows if row.table == "memberships"
    }
    assert organizations["Migo Animation Co., Ltd."] == organizations["Migo Animation"] == "migo-animation"
    assert organizations["Nanxin University"] == organizations["Nanjing University of Information Engineering"]
    assert len(set(organizations.values())) == 3


def test_bodies_of_two_provinces_stay_apart():
    texts = [
        f"{place}, {province}\n\nThe Metaverse Alliance was established in {place} by Baidu and Tencent in May.\n"
        for place, province in (("Wuhan", "Hubei"), ("Xi'an", "Shaanxi"))
    ]
    rows = identify([extract(Document(str(i), text)).rows for i, text in enumerate(texts)])
    assert len({row.values["alliance_id"] for row in rows if row.table == "alliances"}) == 2


def test_identifiers_are_ascii_words():
    assert slug("Xi’an “Qin” Alliance") == "xi-an-qin-alliance"
    assert slug("联盟") == "x8054-76df"
    assert organization_key("The CATL") == "catl"


def test_found_is_lazy_and_complete():
    found = Found(Document("d", "On May 3, 2022, the Wuhan Chip Alliance was founded in Wuhan with 5 million yuan."))
    assert [place.name for place in found.places] == ["Wuhan", "Wuhan"]
    assert [date.year for date in found.dates_between(0, 20)] == [2022]
    assert found.year_before(60) == 2022 and len(found.amounts) == 1
