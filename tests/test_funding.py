"""Table funding: kind, qualifier, place and year, in invented sentences with the expected row in the text."""

from __future__ import annotations

import pytest
from marked import parse

from analysis.document import Document
from analysis.extract import Found
from analysis.fields import KINDS_OF_FUNDING
from analysis.find.money import find_amounts
from analysis.lexicon import load
from analysis.relate.funding import funding
from analysis.relate.kinds import kind_of, mood

SENTENCES = [
    "The consultancy Gartner thinks Chinese spending on drones will pass [US$7bn|kind=market_forecast place=China] "
    "in 2027.",
    "The “Hefei Chip Measures” (in force from June 2022 to June 2025) grant [2 million yuan|kind=subsidy year=] "
    "to each.",
    "Chengdu aims to build a [100-billion-yuan|kind=industry_target qualifier=magnitude province=CN-SC year=2026] "
    "cluster by 2026.",
    "Hefei will set up a [5 billion yuan|kind=fund qualifier=exact province=CN-AH] quantum industry fund.",
    "Enterprises in Suzhou will receive rent subsidies of up to [RMB 3 million|kind=subsidy qualifier=at_most "
    "province=CN-JS per=year] per year.",
    "The output value of Wuhan's photonics industry exceeded [500 billion yuan|kind=market_forecast "
    "qualifier=at_least year=2022 province=CN-HB] in 2022.",
    "By 2027, the scale of the robot industry in Jinan is expected to exceed [RMB 80 billion|kind=industry_target "
    "qualifier=at_least year=2027 province=CN-SD].",
    "The firm will invest [14 billion yuan|kind=transaction qualifier=exact province=CN-GZ] to build a battery "
    "plant in Guiyang.",
    "The global blockchain market was worth [$11.14 billion|kind=market_forecast qualifier=exact year=2022] in "
    "2022, a consultancy says.",
    "Banks in Ningbo have granted credit lines totalling [20 billion yuan|kind=loan qualifier=exact] to 150 chip "
    "companies.",
    "The startup raised [300 million yuan|kind=transaction] in a Series B round.",
    "Shenzhen's Nanshan district will offer a reward of [500,000 yuan|kind=subsidy province=CN-GD place=Nanshan] "
    "to each company.",
    "The headset is priced at [3,999 yuan|kind=other].",
    "Hangzhou will cultivate 3 enterprises with annual revenue of more than [10 billion yuan|kind=enterprise_scale "
    "qualifier=at_least year=2025] and 50 enterprises"
    " with annual revenue of more than [100 million yuan|kind=enterprise_scale qualifier=at_least year=2025] by "
    "the end of 2025.",
    "Under the action plan (2023-2025), Changsha will foster two [100-billion-yuan|kind=enterprise_scale "
    "qualifier=magnitude year=2025] enterprises.",
    "The size of the fund is [10 billion yuan|kind=fund], of which the first phase is [2 billion yuan|kind=fund].",
    "Xi'an's semiconductor industry generated [160 billion yuan|kind=market_forecast province=CN-SN year=2022] in "
    "revenue last year.",
    "For projects, 30 percent of the actual investment will be subsidized, with a maximum of [2 million "
    "yuan|kind=subsidy qualifier=at_most].",
    "The maximum amount of support for a single project shall not exceed [5 million yuan|kind=subsidy "
    "qualifier=at_most].",
    "The company's revenue reached [3.2 billion yuan|kind=other], while net profit rose to [400 million "
    "yuan|kind=other].",
    "Policy support: up to [10 million yuan|kind=subsidy qualifier=at_most] for platforms; up to [5 million "
    "yuan|kind=subsidy qualifier=at_most] for trials.",
    "Henan has allocated [1 billion yuan|kind=subsidy province=CN-HA] in fiscal funds to support hydrogen vehicles.",
    "Some 200 experts attended the forum, at which 12 projects worth [4.6 billion yuan|kind=transaction] were signed.",
    "The municipality will provide loans of up to [30 million yuan|kind=loan qualifier=at_most] to small firms.",
    "The metaverse industry in Shanghai had reached [1.2 trillion won|kind=market_forecast year=2022 "
    "province=CN-SH] by the end of 2022.",
    "As of the end of 2022, Shenzhen was home to 1,800 robot companies with a total output value of [164.4 billion "
    "yuan|kind=market_forecast year=2022].",
    "The central government earmarked [20 billion yuan|kind=subsidy place=China] for chip research.",
    "South Korea will spend [223.7 billion won|kind=subsidy place=South_Korea] ($186.7 million) to create a platform.",
    "The market is forecast to grow from [$39 billion|kind=market_forecast year=2021] in 2021 to [$679 "
    "billion|kind=market_forecast year=2030] by 2030.",
    "Wuxi wants [280 billion yuan|kind=industry_target year=2025] in chip revenue by 2025, up from [200 billion "
    "yuan|kind=market_forecast year=2022] in 2022.",
    "The bank's assets under management total [12 billion yuan|kind=other], and it paid [2 billion "
    "yuan|kind=other] in taxes.",
    "Global sales of chips fell to [$119.5 billion|kind=market_forecast province=] in the first quarter.",
    "Nanhai hosts 150 companies with a combined output of [7.5 billion yuan|kind=market_forecast year=2022] in 2022."
    " It expects the figure to reach [30 billion yuan|kind=industry_target year=2025] by 2025.",
    "Kunshan: [100bn yuan|kind=industry_target province=CN-JS year=2025] by 2025; Shanghai: [350bn "
    "yuan|kind=industry_target province=CN-SH year=2025] by 2025",
    "Suzhou in Jiangsu says output passed [100 billion yuan|kind=market_forecast year=2023] in 2023"
    " and should be [180 billion yuan|kind=industry_target year=2026] by 2026.",
    "Guangzhou subsidises each robot bought with 20 percent of its price,"
    " at most [500,000 yuan|kind=subsidy qualifier=at_most per=firm] per firm.",
    "Germany's sector turned over [16.2 billion euros|kind=market_forecast qualifier=exact province=].",
    "Its newest machine costs [350 million euros|kind=other], and the stock closed at [93,100 won|kind=other].",
    "Enterprises whose annual income exceeds [500 million yuan|kind=enterprise_scale qualifier=at_least]"
    " will be given a one-time reward of [1 million yuan|kind=subsidy].",
    # a sentence that reports one size and plans another
    "Nanping's bamboo industry took in [41 billion yuan|kind=market_forecast year=2022] last year and is to hit [60 "
    "billion yuan|kind=industry_target year=2026] in 2026.",
    "Jingzhou will lift the output of its drone industry from [3 billion yuan|kind=market_forecast] to [9 billion "
    "yuan|kind=industry_target year=2027] by 2027.",
    "The sensor cluster of Bengbu stood at [18 billion yuan|kind=market_forecast year=2022] in 2022; the city's plan "
    "puts it at [40 billion|kind=industry_target].",
    "Analysts estimate that the drone market will grow to [58 billion yuan|kind=market_forecast year=2030] in 2030.",
    # who pays, who is admitted, what is only a price
    "A maker that settles in Yibin and whose paid-in capital is [30 million yuan|kind=enterprise_scale "
    "qualifier=at_least] or above is rewarded with up to [4 million yuan|kind=subsidy qualifier=at_most].",
    "Firms whose sales exceed [100 million yuan|kind=enterprise_scale] are paid [1 million yuan|kind=subsidy]; those "
    "exceeding [500 million yuan|kind=enterprise_scale] receive [3 million|kind=subsidy].",
    "Last year Ezhou paid out [21 million yuan|kind=subsidy year=2022 province=CN-HB] to 30 firms.",
    "The firm undertook to subscribe for [70 million yuan|kind=transaction] in the fund.",
    "A test bench is let for [3,000 yuan|kind=other per=day] a day, and dues are [800 yuan|kind=other] a year.",
    "One firm can receive [600,000 yuan|kind=subsidy qualifier=at_most] a year at the maximum.",
    "No firm gets more than [2 million yuan|kind=subsidy qualifier=at_most].",
    # when
    "The fund's first tranche of [2 billion yuan|kind=fund year=2023] is due by December.",
    "For the year ended 31 December 2022, revenue came to [412 million yuan|kind=other year=2022].",
    # where
    "In Binhu District, Wuxi City, Jiangsu Province, firms receive [2 million yuan|kind=subsidy place=Binhu].",
    "The city of Dalian plans a [robot fund|kind=fund province=CN-LN] and will hold a forum.",
]
DOCUMENTS = {
    "title-governs": """Notice of the Yibin Municipal People's Government

1. Support measures
(1) Newly introduced firms will be given a reward of [1 million yuan|kind=subsidy province=CN-SC place=Yibin].
(2) Set up a special fund with not less than [50 million yuan|kind=fund qualifier=at_least province=CN-SC].
""",
    "policy-governs": """At the 2022 Expo, Jiangning District, Nanjing, issued "Policies of Jiangning on Robots".

The policies propose a park in the Yangtze River Delta.
An annual subsidy of [200,000 yuan|kind=subsidy province=CN-JS place=Jiangning per=year] is given.
""",
    "district-refers-back": """Qingdao plans a lot. In Laoshan District, Qingdao, offices are ready.

The district has put [800 million yuan|kind=transaction place=Laoshan province=CN-SD] into the building.
""",
    "no-place-for-a-company": """Robots in Beijing

Beijing plans a park.
UBTech, the listed pure play, had revenue of [RMB 1.06bn|kind=other place= province= year=2022] last year.
""",
    "repeats": """Foshan wants hydrogen worth 30 billion yuan

The output value of Foshan's hydrogen industry is to reach [30 billion yuan|kind=industry_target year=2025] by 2025.

Later the mayor said again that the output value of the industry will be 30 billion yuan by 2025.
""",
    "table": """Robots in Suzhou: the plan

The document sets a timetable:

Year
Companies
Size of industry
2024
60
[4 billion yuan|kind=industry_target year=2024 province=CN-JS]
2025
120
[10 billion yuan|kind=industry_target year=2025 province=CN-JS]
""",
    "bars": """Robots in Suzhou: the plan

Year | Companies | Output value
2024 | 100 | [6 billion yuan|kind=industry_target year=2024 province=CN-JS]
2025 | 130 | [8 billion yuan|kind=industry_target year=2025 province=CN-JS]
""",
    "unit-in-header": """Esports in Suzhou: the plan

Main targets
Year | Industry scale (100 million yuan) | Clubs | Events
2024 | [20|kind=industry_target year=2024 province=CN-JS amount=2000000000] | 3 | 5
2025 | [35|kind=industry_target year=2025 province=CN-JS amount=3500000000] | 5 | 12
2026 | [50|kind=industry_target year=2026 province=CN-JS amount=5000000000] | 8 | 20
""",
    "labels": """Quantum cluster of Hefei
Output value (2021): [21 billion yuan|kind=market_forecast year=2021 province=CN-AH]
Output target (2026): [30 billion yuan|kind=industry_target year=2026 province=CN-AH]
""",
    "approval-of-a-central-organ": """Drones in Mianyang

1. Makers that pass the Civil Aviation Administration of China get [15 million yuan|kind=subsidy province=CN-SC].
""",
    "end-of-the-plan": """Anyang approved the "Anyang Action Plan for Drones (2024-2026)".

By the end of the plan the industry scale of the city is to be [12 billion yuan|kind=industry_target year=2026].
""",
    "list-of-goals": """Suzhou's "Action Plan for Interfaces (2024-2027)" sets these targets:
- sales of [15 billion yuan|kind=industry_target year=2027 province=CN-JS]
- 200 companies
""",
    "boilerplate": """Funds in Ningbo

Ningbo set up a fund of [2 billion yuan|kind=fund].

Related articles
Shanghai fund of 9 billion yuan
""",
}
DOCUMENTS["title"] = """Announcement on the metaverse project subsidies of Tianhe District, Guangzhou

Key technology research: three projects, [RMB 2,000,000|kind=subsidy province=CN-GD] each.
"""
NO_FUNDS = [
    "A [drone and sensor seed fund|province=CN-BJ] has been registered in Beijing; nobody tells its size.",
    "In Beijing a “[Tongzhou Drone Angel Fund|province=CN-BJ]” is to follow.",
    "The talks covered fund raising, fund management and the Fund of Funds model.",
    "It relies on the Tongzhou Industrial Guidance Fund.",
]
FUNDS = [
    "Beijing's Tongzhou District Government proposed to create a [fund covering the metaverse "
    "industry|province=CN-BJ] by relying on a guidance fund.",
    "A [metaverse fund|province=CN-BJ], of a size not stated, is to be raised in Beijing.",
    "The meeting in Tianhe also gave birth to the “[Tianhe Metaverse Joint Investment Fund|]”, eight institutions "
    "have joined it.",
    "The provincial government of Guizhou announced a [computing-power fund|province=CN-GZ] without giving its size.",
    "Officials said a [battery recycling fund|province=CN-FJ] would be set up in Ningde.",
]


def rows_of(text: str, published: str = "2023-05-01"):
    document = Document("example", text, {"published": published})
    return document, funding(document, Found(document))


def check(marked: str):
    text, marks = parse(marked)
    document, rows = rows_of(text)
    assert [(row.mention.start, row.mention.text) for row in rows] == [
        (mark.start, text[mark.start : mark.end]) for mark in marks
    ]
    for row, mark in zip(rows, marks, strict=True):
        got = {column: str(row.values.get(column, "")) for column in mark.values}
        assert got == mark.values, f"{row.mention.text} by {row.rule}"
        assert row.rule and (row.cue is None or row.cue.text)


@pytest.mark.parametrize("marked", SENTENCES)
def test_sentences(marked):
    check(marked)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents(name):
    check(DOCUMENTS[name])


@pytest.mark.parametrize("marked", FUNDS)
def test_funds_without_an_amount(marked):
    check(marked)
    [row] = rows_of(parse(marked)[0])[1]
    assert row.values["kind"] == "fund" and "amount" not in row.values and "qualifier" not in row.values


@pytest.mark.parametrize("text", NO_FUNDS)
def test_funds_that_are_only_mentioned(text):
    assert rows_of(text)[1] == []


def test_second_currency_and_flags():
    [first, second] = rows_of(
        "Hainan gives 3 million yuan ($0.4 million) in grants and a subsidy of 5 million for rent."
    )[1]
    assert (first.values["amount_other"], first.values["currency_other"], first.flags) == (400000, "USD", ())
    assert (second.values["currency"], second.values["currency_stated"]) == ("CNY", False)
    assert "inferred_currency" in second.flags


def test_ranges_keep_both_ends():
    [row] = rows_of("Talents in Foshan get an allowance of 600,000 to 1,000,000 yuan.")[1]
    assert (row.values["amount"], row.values["amount_high"]) == (600000, 1000000)


def test_relative_years_need_a_date_of_publication():
    text = "In the next three years the finance of Qingdao will take out more than 1.2 billion yuan."
    [known], [unknown] = rows_of(text, "2022-09-23")[1], rows_of(text, "")[1]
    assert known.values["year"] == 2025 and "relative_date" in known.flags
    assert "year" not in unknown.values


@pytest.mark.parametrize("entry", load("funding_kinds"), ids=lambda entry: entry["id"])
def test_lexicon_of_kinds(entry):
    assert entry["kind"] in KINDS_OF_FUNDING

    def rule(example):
        kind = kind_of(example, 0, len(example), find_amounts(example)[-1])
        return kind and kind.rule

    for example in entry["examples"]:
        assert rule(example) == entry["id"], example
    for example in entry.get("not", []):
        assert rule(example) != entry["id"], example


@pytest.mark.parametrize("entry", load("moods"), ids=lambda entry: entry["id"])
def test_lexicon_of_moods(entry):
    assert [mood(example) for example in entry["examples"]] == [entry["mood"]] * len(entry["examples"])
    assert entry["mood"] not in [mood(example) for example in entry.get("not", [])]
