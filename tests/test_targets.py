"""Table targets and the counts it is made from."""

from __future__ import annotations

import pytest
from marked import parse

from analysis.document import Document
from analysis.extract import Found
from analysis.find.counts import find_counts
from analysis.find.grids import Grids
from analysis.find.numbers import find_numbers
from analysis.lexicon import load
from analysis.relate.targets import targets

SENTENCES = [
    "Wuxi is to introduce [100 firms|count=100], of them Macao-funded [30|count=30 unit=firms], by 2025.",
    "Members will open [30 of their scenarios|count=30 unit=scenarios year=2025] by the end of 2025.",
    "Chengdu aims to cultivate [20 leading drone makers|count=20 qualifier=exact province=CN-SC year=2026] by 2026.",
    "Tianjin strives to build [10 smart factories|count=10 year=2025], [100 digital workshops|count=100 year=2025] "
    "and"
    " [five innovation centers|count=5 year=2025] by 2025.",
    "Create [10 leading companies|count=10] with strong brands and [100 specialized new companies|count=100]; "
    "create [50+ scenarios|count=50 qualifier=at_least].",
    "Foshan is striving to cultivate [10-15 “little giant” enterprises|count=10 count_high=15 province=CN-GD "
    "year=2028] within 5 years.",
    "It is said that by 2025 the scale will reach a new level, cultivating more than [10 leading enterprises and "
    "chain leader enterprises|count=10 qualifier=at_least year=2025].",
    "Hefei will cultivate [3 hundred billion enterprises|count=3 province=CN-AH] and [300 specialized and special "
    "new enterprises|count=300].",
    "The goal for 2025 is [200 metaverse companies|count=200 year=2025] and [50 scenarios|count=50 year=2025].",
    "It also asks for [50 research centres and laboratories|count=50] and wants at least [ten firms|count=10 "
    "qualifier=at_least].",
    "In Chaoyang District, Beijing, [twenty demonstration scenes|count=20 place=Chaoyang year=2024] will be opened "
    "by the end of 2024.",
    "The number of VR enterprises in Nanchang will exceed [500|count=500 qualifier=at_least province=CN-JX "
    "year=2025] by 2025.",
    "Targets for 2025: [10 leading companies|count=10 year=2025]; [100 specialised firms|count=100 year=2025].",
    "By 2025 the zone will be home to at least [40 listed companies|count=40 qualifier=at_least year=2025] and [12 "
    "unicorns|count=12 year=2025].",
    'Under the Tongzhou Action Plan (2022-2024) it is to complete at least [30 "metaverse plus" '
    "projects|count=30 qualifier=at_least year=2024].",
    "The alliance, initiated by 12 companies, aims to attract 100 members and to publish [five group "
    "standards|count=5 year=2024] by 2024.",
    "Yibin will spend three years cultivating and promoting [100 application scenarios and solutions|count=100] in "
    "the province.",
    "It requires that by 2025 [10 firms|count=10 year=2025], [20 bases|count=20] and [5 parks|count=5] are built.",
    "The bureau of Ningbo has drawn up a list of [100 factories|count=100 year=2024] to be upgraded in 2024.",
    "In Foshan [20 parks|count=20], [10 laboratories|count=10] and [5 test centres|count=5] will be built.",
    # a verb in the future perfect, in the subjunctive, or without a passive
    "By the end of 2027, Baoding shall have built [18 test tracks|count=18 year=2027] and trained [900 "
    "pilots|count=900 year=2027].",
    "The bureau in Weihai demands that [25 vessels|count=25 province=CN-SD] be upgraded each year.",
    "[Six data parks|count=6] and [40 showrooms|count=40] will have taken shape in Tangshan by 2026.",
    "The document has the county cultivating [nine pilot farms|count=9].",
    # lists with their year at either end
    "By 2028: one corridor; [four hubs|count=4 year=2028], namely in the ports; and [60 depots|count=60 year=2028].",
    "It names figures: more than [70 suppliers|count=70 qualifier=at_least year=2026], [15 pilot "
    "lines|count=15 year=2026], all by 2026.",
    "City targets, laid down in the Jilin Drone Plan for the Years to Come: [35 landing points|count=35].",
    # the noun stands with another number
    "Nanchang has 40 VR firms and wants [100|count=100 year=2025] by 2025.",
    "Today nine drone makers work in Jingmen; the target is [25|count=25 year=2027] in 2027.",
    "Target for Wuxi: [30 parks|count=30 province=CN-JS]",
    # among other goals, which may be money
    "Jiujiang's plan foresees an output of 8 billion yuan by 2027, and [sixty drone firms|count=60 year=2027].",
    "By 2027 Weifang wants 9 billion yuan of drone output, along with [six corridors|count=6 year=2027].",
    "The programme has [40 standards|count=40] and [nine test beds|count=9] as its goal.",
    "To 2027, Taizhou grows fast, cultivates [7 leading firms|count=7 year=2027] and creates [30 routes|count=30].",
    "The cluster would be worth 30 billion yuan by 2027, with at least [15 firms|count=15 year=2027] of size and "
    "over [200 suppliers|count=200 qualifier=at_least year=2027].",
    "[Ten national or provincial platforms|count=10] would be set up in Yibin.",
    "If we do our homework and train [2,000 people|count=2000] by the end of the plan, that is enough.",
    "By the end of the term: [six hubs|count=6], [80 depots|count=80] and [9,000 firms|count=9000].",
]
NONE = [
    "The district has already attracted 120 metaverse companies and built three parks.",
    "The association has 85 members and plans to recruit 50 more companies this year.",
    "It focuses on the 7 core technologies and 6 major aspects, within 3 years, on 400 square meters.",
    "At the meeting 31 projects were signed; 15 application scenario projects were released.",
    "There are now 202 companies in the alliance, which started with 17 companies.",
    "Some 200 experts attended the forum, at which 12 projects were signed.",
    "The park will have an area of 300 mu and cost 2 billion yuan.",
    "The conference will bring together 500 companies.",
    "The association has 54 members and wants 80 by 2025.",
    "The line has 40 robots, each able to reach 80.",
    "By 2021, 30 firms had settled here; 12 parks were open.",
    "The province wants 9 billion yuan of output, and 60 firms have moved here.",
    "In 2021 it drove the industry, and the city creates jobs while 12 firms left.",
    "Jinan will take the “eight ones” as its grasp and rely on 30 parks.",
    "Its forerunner, which was set up by combining two trade groups, will go on.",
    "It says 20 firms have moved here.",
    "About 100 companies signed up for the fair, where 30 new products will be launched.",
]
DOCUMENTS = {
    "torn": "According to the plan, Wuhan will support breakthroughs and applications, build [5 parks|count=5]. [100 "
    "items|count=100 province=CN-HB].",
    "list": """Suzhou's "Action Plan for Interfaces (2024-2027)" sets these targets:
- [200 companies|count=200 year=2027 province=CN-JS]
- [5 clinical centres|count=5 year=2027] and [3 pilot lines|count=3 year=2027]
""",
    "facts-listed": """Where Suzhou stands today:
- 200 companies
- 5 clinical centres and 3 pilot lines
""",
    "table": """Robots in Suzhou: the plan

The document sets a timetable:

Year
Companies attracted (cumulative)
Size of industry
2024
[60|count=60 unit=Companies_attracted year=2024 province=CN-JS]
4 billion yuan
2025
[120|count=120 unit=Companies_attracted year=2025 province=CN-JS]
10 billion yuan

It also asks for [50 laboratories|count=50 year=2025] of all kinds.
""",
    "items-that-name-an-act": """Goals of the Suzhou Drone Plan:
- Training of [900 pilots|count=900]
- Construction of [12 landing points|count=12]
""",
    "acts-of-the-past": """What happened in Suzhou:
- Training of 900 pilots
""",
    "years-over-labelled-rows": """Drones in Suzhou

                            2022 (actual)   2026 (plan)
Drone firms, Suzhou         61              [140|count=140 unit=Drone_firms year=2026 province=CN-JS]
Pilots trained a year       -               [2,500|count=2500 year=2026]
""",
    "table-of-the-past": """Robots in Suzhou

Year | Companies | Output value
2019 | 100 | 6 billion yuan
2020 | 130 | 8 billion yuan
""",
    "said-twice": """Ningbo wants [30 parks|count=30 year=2025] by 2025.

The mayor said that 30 parks will be built.
""",
}


def check(marked: str):
    text, marks = parse(marked)
    document = Document("example", text, {"published": "2023-05-01"})
    rows = targets(document, Found(document))
    assert [(row.mention.start, row.mention.text) for row in rows] == [
        (mark.start, text[mark.start : mark.end]) for mark in marks
    ]
    for row, mark in zip(rows, marks, strict=True):
        assert {column: str(row.values.get(column, "")) for column in mark.values} == mark.values, row.rule
        assert row.cue and row.rule and row.values["unit"]


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(marked):
    check(marked)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_target(text):
    check(text)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name):
    check(DOCUMENTS[name])


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (
            "10 leading companies with international competitiveness and 100 others",
            "leading companies with international competitiveness",
        ),
        (
            "100 specialized, refined, and innovative enterprises with core technologies",
            "specialized, refined, and innovative enterprises with core technologies",
        ),
        ("100+ benchmarking products and services", "benchmarking products and services"),
        ("100 enterprises of the industry chain will be gathered", "enterprises of the industry chain"),
        ("50 robotics companies by 2025", "robotics companies"),
    ],
)
def test_units(text, unit):
    [count] = [c for c in find_counts(text, find_numbers(text)) if c.start == 0]
    assert count.unit == unit


@pytest.mark.parametrize(
    "text", ["5G networks", "the 14th meetings", "50% of companies", "more than 300, and others", "No. 5 buildings"]
)
def test_what_is_no_count(text):
    assert find_counts(text, find_numbers(text)) == []


@pytest.mark.parametrize("entry", load("uncounted"), ids=lambda entry: entry["id"])
def test_lexicon_of_uncounted(entry):
    for example in entry["examples"]:
        assert find_counts(example, find_numbers(example)) == [], example
    for word in entry["words"].split():
        assert find_counts(f"20 {word}", find_numbers(f"20 {word}")) == []


@pytest.mark.parametrize("entry", load("target_verbs"), ids=lambda entry: entry["id"])
def test_lexicon_of_verbs(entry):
    for example in entry["examples"]:
        document = Document(
            "example",
            f"The city {example}."
            if example.startswith(("will", "is", "plans"))
            else f"The city plans {'' if example.startswith('to ') else 'to '}{example}.",
        )
        assert len(targets(document, Found(document))) == 1, example
    for verb in entry["forms"]:
        base, _, _, participle = (form.replace("-", " ") for form in verb.split())
        active = Document("example", f"The city will {base} 20 parks.")
        assert len(targets(active, Found(active))) == 1, base
        assert participle


def test_grids_know_header_and_row():
    document = Document("example", "Year | Firms | Parks\n2023 | 10 | 2\n2024 | 20 | 3\n2025 | 30 | 4\n")
    cells = {
        document.text[c.start : c.end]: (document.text[slice(*c.header)], document.text[slice(*c.row)])
        for c in Grids(document)
    }
    assert cells["20"] == ("Firms", "2024 | 20 | 3")


def test_a_table_with_bars_is_no_menu():
    document = Document(
        "example", "What the plan counts\n\nItem | 2024 | 2026\nFirms | 80 | 200\nWorkshops | 25 | 100\n"
    )
    assert [document.text[cell.start : cell.end] for cell in Grids(document)] == ["80", "200", "25", "100"]
