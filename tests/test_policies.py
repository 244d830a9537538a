"""Policies: titles are found where they stand, short forms are one policy with them, place, term and date are what is
said.
"""

from __future__ import annotations

import re

import pytest

from analysis.document import Document
from analysis.extract import Found
from analysis.find.cues import find_cues
from analysis.find.titles import find_titles
from analysis.lexicon import load
from analysis.relate.policies import policies
from analysis.tokens import tokenize

ENTRIES = load("policies")
EXAMPLES = [(entry, example) for entry in ENTRIES for example in entry["examples"]]


def rows(text: str, published: str = "") -> list[dict]:
    document = Document("d", text, {"published": published} if published else {})
    found = policies(document, Found(document))
    assert all(row.mention.text == text[row.mention.start : row.mention.end] for row in found)
    return [row.values for row in found]


def marked(example: str) -> tuple[str, list[str]]:
    """The text of an example and what stands in its brackets."""
    spans = re.findall(r"\[(.*?)\]", example)
    assert spans, f"nothing is marked in {example!r}"
    return re.sub(r"[\[\]]", "", example).removesuffix(".") + ".", spans  # without its stop it would be a heading


# --- the lexicon, both ways ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "example"), EXAMPLES, ids=[f"{entry['id']}-{i}" for i, (entry, _) in enumerate(EXAMPLES)]
)
def test_entries_hit_their_examples(entry: dict, example: str):
    text, wanted = marked(example)
    if entry["use"] == "head":
        assert [(title.text, title.rule) for title in find_titles(Document("d", text))] == [
            (span, entry["id"]) for span in wanted
        ]
        return
    tokens = tokenize(text)
    cues = [cue for cue in find_cues("policies", tokens) if cue.entry["id"] == entry["id"]]
    assert [text[tokens[cue.i].start : tokens[cue.j - 1].end] for cue in cues] == wanted
    if entry["use"] == "other":
        assert not find_titles(Document("d", text))


def test_uses_and_sides_are_known():
    assert {entry["use"] for entry in ENTRIES} == {"head", "other", "issued", "delivered"}
    assert {entry["title"] for entry in ENTRIES if entry["use"] in ("issued", "delivered")} == {
        "object",
        "subject",
        "either",
    }


# --- titles --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        # quotation marks of every kind
        ("the “Luzhou Chip Industry Development Plan” proposes", ["Luzhou Chip Industry Development Plan"]),
        ("《Measures for Promoting Robots》 (“Robot 10 Articles”), this is", ["Measures for Promoting Robots"]),
        (
            "issued the ‘Jiangxi Province VR Industry Development Plan (2019-2023)’ in",
            ["Jiangxi Province VR Industry Development Plan (2019-2023)"],
        ),
        (
            "Under the \"Jinan Action Plan for the New Track of 'Drones' (2022-2025)\", they",
            ["Jinan Action Plan for the New Track of 'Drones' (2022-2025)"],
        ),
        ('The city released " Several Measures for Batteries " in May', ["Several Measures for Batteries"]),
        ("《Luzhou Chip Implementation Plan（2023—2025）》 says", ["Luzhou Chip Implementation Plan（2023—2025）"]),
        # quotations inside a title, and at its beginning
        (
            "In the “14th Five-Year Plan” for the Development of Gansu Manufacturing, it",
            ["“14th Five-Year Plan” for the Development of Gansu Manufacturing"],
        ),
        (
            "The “14th Five-Year Plan” Software Industry Development Plan of Gansu Province lists",
            ["“14th Five-Year Plan” Software Industry Development Plan of Gansu Province"],
        ),
        ("The “Digital Gansu” Development Plan (2021-2025) lists", ["“Digital Gansu” Development Plan (2021-2025)"]),
        # title capitals
        (
            "as provided for in the Chengguan District Web 3.0 Innovation and Development Action Plan (2023-2025).",
            ["Chengguan District Web 3.0 Innovation and Development Action Plan (2023-2025)"],
        ),
        (
            "According to the Action Plan for the Growth of Drone Industries in Heping District issued by Shenyang",
            ["Action Plan for the Growth of Drone Industries in Heping District"],
        ),
        (
            "the Three-Year Action Plan (2023-2025) for Promoting Industrial Robots was",
            ["Three-Year Action Plan (2023-2025) for Promoting Industrial Robots"],
        ),
        (
            "Work Plan for Promoting Internet 3.0 and the Measures for Supporting Chips say",
            ["Work Plan for Promoting Internet 3.0", "Measures for Supporting Chips"],
        ),
        ("Gansu's Three-Year Action Plan for Chips (2022–2024) says", ["Three-Year Action Plan for Chips (2022–2024)"]),
        (
            "it writes about the local 14th Five-Year Plan for the information industry, and",
            ["14th Five-Year Plan for the information industry"],
        ),
        # a notice only carries the policy
        (
            (
                "Notice of the Office of Hunan Province on Printing and Distributing the Hunan Battery Industry "
                "Action Plan (2024-2026)"
            ),
            ["Hunan Battery Industry Action Plan (2024-2026)"],
        ),
        (
            "Notice of the Zhuhai Government Office on Issuing Several Measures of Zhuhai for Promoting Robots",
            ["Several Measures of Zhuhai for Promoting Robots"],
        ),
        (
            "Notice of the Anhui Office on Printing and Distributing the Several Measures of Anhui for Robots",
            ["Several Measures of Anhui for Robots"],
        ),
        # inside what somebody says
        (
            "“We will carry out the Hebei Action Plan for Hydrogen (2021-2023) and the rest,” he said.",
            ["Hebei Action Plan for Hydrogen (2021-2023)"],
        ),
    ],
)
def test_titles(text: str, titles: list[str]):
    document = Document("d", text.removesuffix(".") + ".")  # without its stop it would be a heading
    assert [title.text for title in find_titles(document) if title.form == "full"] == titles


@pytest.mark.parametrize(
    "text",
    [
        "Henan's 2022-2025 action plan puts the core industry beyond 30 billion yuan.",
        (
            "During the “14th Five-Year Plan” period, and in the “14th Five-Year Plan” outlines of the "
            "provinces, it is named."
        ),
        "The city's government work report pointed out that robots count.",
        "Tencent launched its “Xinghuo Plan” to support developers.",
        "Baidu's “Metaverse Action Plan” helps developers.",
        "NetEase announced the “Metaverse Action Plan” on May 3, 2023.",
        "The “Metaverse Ethics Guidelines” were released by the China Software Association.",
        "The “Metaverse Self-Discipline Convention” and the “Chip Industry Development Research Report” came out.",
        "The “White Paper on Blockchain” was released by the ministry.",
        'A slogan, "one fund plus four support policies", and a "fund of funds plus direct investment".',
        "Strategy Analytics says so; the Tongzhou Industry Guidance Fund agrees.",
        "The Nanjing Metaverse Industry Development Plan Promotion Conference was held.",
        "The National Key Research Program of China paid for it.",
        "See our Privacy Policy and our Cookie Policy.",
        "The company announced its Three-Year Growth Plan and a Share Repurchase Programme.",
        "The “Action Plan” has five chapters.",
    ],
)
def test_what_is_no_titled_policy_of_a_government(text: str):
    assert rows(text) == []


# --- one policy, one row -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        (
            "Hefei issued the “Hefei Chip Action Plan (2022-2024)”. The “Action Plan” says so. Chips, the "
            "Hefei Chip Action Plan (2022-2024) says, count."
        ),
        (
            "“Chip Nine Articles”\n\nNansha released “Nine Measures for Promoting Chips” (hereinafter "
            "referred to as the “Chip Nine Articles”)."
        ),
        (
            "Hefei released the “Several Policies for Chips in Hefei” (the Policies). While the Policies "
            "are in force, they apply."
        ),
        "Hefei has a Chip Industry Action Plan. The Hefei Chip Industry Action Plan (2022-2024) is long.",
    ],
)
def test_a_policy_named_again_is_one_row(text: str):
    assert len(rows(text)) == 1


def test_the_same_title_of_another_place_or_term_is_another_policy():
    text = (
        "The “Government Work Report” made by Hefei Mayor Li was heard. The 2022 Futian District "
        "Government Work Report of Shenzhen was, too."
    )
    assert [row["place"] for row in rows(text)] == ["Hefei", "Futian"]
    assert (
        len(rows("The Hefei Chip Action Plan (2019-2021) was followed by the Hefei Chip Action Plan (2022-2024).")) == 2
    )


def test_the_fullest_title_is_the_evidence():
    [row] = rows(
        "Hefei's “Chip Industry Action Plan” was read; the “Hefei Chip Industry Action Plan (2022-2024)” is long."
    )
    assert row["title"] == "Hefei Chip Industry Action Plan (2022-2024)"


# --- place, term -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "province"),
    [
        ("According to the “Chip Policy of Qiantang District, Hangzhou”, firms get it.", "Qiantang", "CN-ZJ"),
        (
            "The “Measures for Chips in Huangpu District and Guangzhou Development Zone of Guangzhou City” pay.",
            "Huangpu",
            "CN-GD",
        ),
        (
            "According to the “Action Plan for Chips” issued by Shenyang City, Liaoning Province, it will grow.",
            "Shenyang",
            "CN-LN",
        ),
        (
            (
                "At a meeting held in Binhu District, Wuxi City, Jiangsu Province, the district launched the "
                "“Lake Belt Chip Development Plan”."
            ),
            "Binhu",
            "CN-JS",
        ),
        (
            "The Ministry of Industry and Information Technology issued the “Action Plan for Chips (2023-2025)”.",
            "China",
            None,
        ),
        ("BEIJING, Nov. 2 (Xinhua) -- The Ministry of Commerce has released the “Opinions on Chips”.", "China", None),
        ("Chips are in the “13th Five-Year Chip Plan” by the State Council.", "China", None),
        ("Korea's Ministry of Science and ICT announced the “Chip Industry Leading Strategy”.", "Korea", None),
        ("News from South Korea. The government has written it into its Digital New Deal 2.0.", "South Korea", None),
    ],
)
def test_place(text: str, place: str, province: str | None):
    [row] = rows(text)
    assert (row["place"], row.get("province")) == (place, province)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("The Hefei Chip Action Plan (2022-2024) is long.", (2022, 2024)),
        ("The Hefei Chip Action Plan (2022 - 2024) is long.", (2022, 2024)),
        ("The 2022 Hefei Municipal Government Work Report is long.", (2022, 2022)),
        ("The “Hefei Chip Action Plan” for 2022-2024 is long.", (2022, 2024)),
        ("The “Hefei Chip Action Plan”, which covers the period 2022 to 2024, is long.", (2022, 2024)),
        ("The “Hefei Chip Measures for Growth”, valid until 2024, are short.", (None, 2024)),
        ("The “Measures for Chips in Hefei” (in force from June 2023 to June 2026) pay.", (2023, 2026)),
        (
            "Read the “Hefei Chip Measures for Growth”. These Measures take effect on May 1, 2021 and are valid until "
            "April 30, 2024.",
            (2021, 2024),
        ),
        (
            "Read the “Hefei Chip Measures for Growth”. These measures come into force on 1 May 2021, valid "
            "for five years.",
            (2021, 2026),
        ),
        (
            "Hefei issued the “Hefei Chip Measures for Growth” on May 1, 2021. These Measures take effect on the date of "
            "issue and are valid until April 30, 2024.",
            (2021, 2024),
        ),
        ("The “Hefei Chip Measures for Growth” pay. These Measures come into force on 1 May 2021.", (None, None)),
        ("The “Hefei Chip Measures for Growth” are effective for three years from January 1, 2021.", (2021, 2023)),
        ("Under the “Hefei Chip Action Plan” output will double by 2025.", (None, None)),
        ("The “Outline of the Chip Plan for Hefei” names goals for 2035.", (None, None)),
    ],
)
def test_term(text: str, term: tuple):
    [row] = rows(text)
    assert (row.get("period_start"), row.get("period_end")) == term


# --- date of issue
# -----------------------------------------------------------------------------------------------------


DAY = "2023-08-21"


@pytest.mark.parametrize(
    ("text", "published", "issued"),
    [
        # behind the verb
        ("Hefei issued the “Hefei Chip Action Plan” on 4 January 2024.", "", "2024-01-04"),
        ("The “Hefei Chip Action Plan” printed and distributed in May says so.", "2022-09-23", "2022-05"),
        (
            (
                "The “Hefei Chip Action Plan” was issued in October 2023 by five bodies including the bureaus "
                "for trade and science."
            ),
            "",
            "2023-10",
        ),
        (
            "The “Hefei Chip Action Plan (2022-2024)”, a plan for fabs, was put out by the city on May 6, 2022.",
            "",
            "2022-05-06",
        ),
        (
            "Hefei released the “Hefei Chip Action Plan” and the “Measures for Chips in Hefei” on March 3, 2024.",
            "",
            "2024-03-03",
        ),
        # before it
        (
            (
                "In August 2022 the district government and two bureaus went on to issue the Hefei Chip Action "
                "Plan (2022-2024), under which all grow."
            ),
            "",
            "2022-08",
        ),
        ("On Wednesday, Hefei unveiled the “Hefei Chip Action Plan”.", "2023-06-02", "2023-05-31"),
        (
            "At the 2022 Hefei Chip Industry Conference, the city officially released the “Hefei Chip Action Plan”.",
            "",
            "2022",
        ),
        (
            (
                "It met on December 21, 2021. The “Hefei Chip Action Plan”, which was subsequently issued on "
                "December 30, says so."
            ),
            "2023-05",
            "2021-12-30",
        ),
        (
            "On January 28 this year, at the first meeting, the “2022 Hefei Government Work Report” put forward tasks.",
            "2022-06-23",
            "2022-01-28",
        ),
        # around
        (
            (
                "2. Work Plan for Promoting Chips in Hefei (2023-2025). Issued March 17, 2023 by the Hefei "
                "Municipal Government."
            ),
            "",
            "2023-03-17",
        ),
        ("Hefei Action Plan for Chips (2022-2025)\nDate of issue: 12 May 2022\nFirms: 300", "", "2022-05-12"),
        ("The “Hefei Chip Action Plan” names 300 firms. The plan was approved on 3 June 2022.", "", "2022-06-03"),
        (
            "Hefei released an action plan on Friday. The “Hefei Chip Action Plan” names 300 firms.",
            "2022-07-08",
            "2022-07-08",
        ),
        ("The “Hefei Chip Action Plan” (June 2023) names 300 firms.", "", "2023-06"),
        (
            (
                "On September 22, the fair was opened. Guests came. The “Hefei Chip Action Plan” was also "
                "released on same day."
            ),
            "2022-09-23",
            "2022-09-22",
        ),
        (
            "The city has released the “Hefei Chip Action Plan”. A draft had gone out for comment in Q2 2023.",
            "2023-08",
            "2023",
        ),
        ("The Hefei Chip Action Plan (2024-2026) is hereby issued to you.", "2024-05-06", "2024-05-06"),
        ("The “Measures for Chips in Hefei”, which the city passed years ago, in 2021, help.", "", "2021"),
        (
            "The “Hefei Chip Plan” and the district's “Measures for Chips” were both announced in June 2022 by it.",
            "",
            "2022-06",
        ),
        (
            "In November 2023 fairs were held. The “Hefei Chip Action Plan” was later issued on January 5.",
            "",
            "2024-01-05",
        ),
        # an apposition, a relative clause without its comma, and the label over the text itself
        ("It is in the “Hefei Chip Measures”, a text of May 2023 that others copied.", "", "2023-05"),
        ("It rests on the Hefei Chip Action Plan, 6 May 2020.", "", "2020-05-06"),
        ("The “Hefei Chip Measures”, of 2019, are long.", "", "2019"),
        (
            "The “Hefei Chip Action Plan” which the city printed and distributed in May is long.",
            "2022-06-01",
            "2022-05",
        ),
        (
            "Index: 12\n\nDate of issue: May 16, 2023\n\nSeveral Measures of Hefei for Supporting Chips\n\n"
            "These Measures help makers of chips.",
            "",
            "2023-05-16",
        ),
        (
            "Yesterday a body was founded. The same day, Hefei released the “Hefei Chip Plan”.",
            "2022-11-19",
            "2022-11-18",
        ),
        # what dates no issue
        ("Under the “Hefei Chip Action Plan”, 2025 is the year of chips.", "", None),
        ("In June 2022 a body was formed. Coal pays. The “Hefei Chip Plan” was issued in October.", "", None),
        ("In November 2023 fairs were held. Hefei issued the “Hefei Chip Action Plan” on January 5.", "", None),
        (
            "Notice of Hefei on Printing and Distributing the Several Measures of Hefei for Supporting Chips.",
            "2023-06-18",
            "2023-06-18",
        ),
        ("State of play: 30 June 2022. Hefei's “Chip Plan of Hefei”, dated 28 April, is short.", "", "2022-04-28"),
        ("Guided by the “Hefei Chip Action Plan”, Wuhu issued “Opinions on Chips in Wuhu” in July 2023.", "", None),
        ("The “Hefei Chip Action Plan” issued by the city aims to grow by 2025.", "2023-01", None),
        ("On May 3, 2023 Hefei held a meeting to explain the “Hefei Chip Action Plan”.", "", None),
        ("HEFEI, March 5, 2023 (Xinhua) -- Hefei has issued the “Hefei Chip Action Plan”.", "", None),
        ("The “Hefei Chip Action Plan (2022-2024)” proposes that in 2024 all will be well.", "2022-06", None),
        ("On May 3, 2023 a fund was launched to implement the “Hefei Chip Action Plan”.", "", None),
        ("The “Hefei Chip Action Plan”, which we drew up and issued on July 3, helps.", "2023-10", "2023-07-03"),
        (
            "Hefei released its first plan for chips on Aug 21, 2023. Mr. Li sat down. The “Hefei Chip Plan” helps.",
            "",
            DAY,
        ),
        ("According to a plan made public on Aug 21, 2023, it grows. The “Hefei Chip Plan” helps.", "", DAY),
        ("A fair opened on Aug 21, 2023.\n\nMoney\n\nOn the same stage Hefei issued the “Hefei Chip Plan”.", "", DAY),
        ("At a press conference on Aug 21, 2023, the mayor presented the “Hefei Chip Plan”.", "", DAY),
        ("At a fair on Aug 21, 2023, Hefei threw out the “Hefei Chip Plan”.", "", DAY),
        ("Hefei issued on August 21 of last year the “Hefei Chip Plan”.", "2024-03-01", DAY),
        ("The “Hefei Chip Plan” (No. 17), which the city published on Aug 21, 2023, pays.", "", DAY),
        ("On Aug 21, 2023 Hefei released a support package. Under the “Hefei Chip Plan” firms get money.", "", DAY),
        ("This is what the “Hefei Chip Plan” says, dated Aug 21, 2023.", "", DAY),
        ("Hefei has the “Hefei Chip Plan”. The plan, which came out on Aug 21, 2023, pays.", "", DAY),
        ("The “Hefei Chip Plan” was issued by the city ([2022] No. 4) on Aug 21, 2023.", "", DAY),
        ("Wuhu on Aug 21, 2023 released a policy package. The “Hefei Chip Plan” differs.", "", None),
        ("The “Hefei Chip Plan” took effect on Aug 21, 2023.", "", None),
        ("On Aug 21, 2023 a meeting was held to discuss the “Hefei Chip Plan”.", "", None),
    ],
)
def test_issued(text: str, published: str, issued: str | None):
    assert rows(text, published)[0].get("issued") == issued


def test_what_was_guessed_is_flagged():
    document = Document("d", "In May Hefei issued the “Chip Action Plan”.", {"published": "2022-09-23"})
    [row] = policies(document, Found(document))
    assert (row.flags, row.cue.text, row.rule) == (("year_from_publication",), "issued", "issues")


def test_offsets_hold_in_other_newlines_and_planes():
    text = "\ufeff𝕏 news\r\n\r\nHefei issued the “Hefei Chip Action Plan (2022-2024)” in 2022.\r\n"
    [row] = rows(text)
    assert row["title"] == "Hefei Chip Action Plan (2022-2024)"


def test_seeds_hold_as_many_policies_as_the_codebook_sees(seeds):
    found = {document.doc_id[:3]: len(policies(document, Found(document))) for document in seeds}
    assert found == {"000": 1, "001": 0, "002": 18, "003": 1, "004": 0}
