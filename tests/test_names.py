"""Names, persons, lists of organisations and their sectors, on sentences with the names in [brackets]."""

from __future__ import annotations

import re

import pytest

from analysis.find.lists import read_list, read_list_before
from analysis.find.names import names
from analysis.find.people import is_person
from analysis.find.sectors import group_of, sector_of
from analysis.tokens import tokenize


def unmark(marked: str) -> tuple[str, list[str]]:
    assert marked.count("[") == marked.count("]")
    return re.sub(r"[\[\]]", "", marked), re.findall(r"\[([^\]]+)\]", marked)


@pytest.mark.parametrize(
    "marked",
    [
        "the [Ministry of Science and Technology] and the [Ministry of Industry and Information Technology] agreed",
        "by [Wuxi Baotong Technology Co., Ltd.], [China Mobile Communications Group Jiangsu Co., Ltd. Wuxi Branch], and [Wuxi Daily Newspaper Group]",
        "[Hangzhou City Culture, Radio, Television, and Tourism Bureau] and [Hangzhou City Data Resources Bureau] came",
        "[Tencent Healthcare (Shenzhen) Co., Ltd.] and [Guangzhou Huangpu Zimi Laboratory]",
        "with [37 Interactive Entertainment], [NetEase Zhiqi] and the [48th Research Institute of CETC]",
        "[China (Chongqing) Metaverse Industry Alliance] was founded",
        "on June 2 [KT] formed it, and in May [Huawei] left",
        "the [State-owned Assets Supervision and Administration Commission] paid",
        "[Tsinghua University Institute of Information Technology], [Renmin University of China Law School]",
        "[Beijing May 1st Digital Twin Technology] paid on May 1st",
        "by [One Belt One Road Limited Liability Company] and others",
    ],
)
def test_names_stay_whole(marked):
    text, wanted = unmark(marked)
    tokens = tokenize(text)
    assert [text[tokens[i].start : tokens[j - 1].end] for i, j in names(tokens)] == wanted


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Zhang Shankun", True),
        ("Ouyang Minggao", True),
        ("Xu Shui Lan", True),
        ("Hunan Keba", False),
        ("Mango TV", False),
        ("China Mobile", False),
        ("Migu Music", False),
    ],
)
def test_persons(text, person):
    tokens = tokenize(text)
    assert is_person(tokens, 0, len(tokens)) is person


@pytest.mark.parametrize(
    "marked",
    [
        "initiated by more than 60 units including the [National Information Center], [Tencent], and [Huawei].",
        "initiated by subsidiaries of China’s state-owned telecommunications giant [China Mobile] and Chinese Internet technology corporation [NetEase], which has launched its own.",
        "initiated by [Haima Cloud], the VR controller maker [Lingyu Zhikong], better known by its brand, and [Mango TV].",
        "initiated by [CATL]; [FinDreams Battery], which is a battery arm; [CALB]; and [Gotion High-Tech].",
        "initiated by [Fudan University] and [Epic Games] (40 percent of which is another's); Peking University and Zhejiang University serve as partners.",
        "initiated by the [Guangzhou Bureau of Statistics], more than 20 enterprises took part.",
        "initiated by The [Chinese University of Hong Kong, Shenzhen] and its [Shenzhen Institute of Robotics].",
        "initiated by multiple enterprises, and universities in Liaoning.",
        "initiated by Zhang Shankun and [Baidu].",
        "initiated by academicians, experts and [Baidu] under the guidance of the Ministry of Commerce.",
        "initiated by industries such as VR and gaming.",
        "initiated by the [provincial government] and the [zone's management committee].",
    ],
)
def test_lists_behind_a_cue(marked):
    text, wanted = unmark(marked)
    tokens = tokenize(text)
    items, _ = read_list(tokens, 2, len(tokens))
    assert [text[tokens[item.i].start : tokens[item.j - 1].end] for item in items if item.named] == wanted


@pytest.mark.parametrize(
    ("marked", "cue"),
    [
        ("[NetEase], [Huawei], and [Hangzhou Qiu Suo Culture] serve as chair units", "serve"),
        ("On June 2 [KT] formed it", "formed"),
        ("It came in 2023, when [UBTech Robotics] and [Beijing Jingcheng Machinery Electric] founded it", "founded"),
        ("It is guided by the Wuhan Bureau, more than 20 enterprises took part", "took"),
        ("According to the [Zhejiang Digital Economy Society], one of the founders", ", one"),
    ],
)
def test_lists_before_a_cue(marked, cue):
    text, wanted = unmark(marked)
    tokens = tokenize(text)
    at = text.index(cue)
    k = next(n for n, token in enumerate(tokens) if token.start == at)
    items = read_list_before(tokens, k, 0)
    assert [text[tokens[item.i].start : tokens[item.j - 1].end] for item in items if item.named] == wanted


def test_groups_have_a_sector():
    assert group_of("multiple key enterprises".split()) == ("industry", "enterprises")
    assert group_of("13 research institutions".split())[0] == "research"
    assert group_of("healthy development".split()) is None


def test_a_company_ending_outranks_the_institute_inside():
    assert sector_of("Chongqing CEPREI Industrial Technology Research Institute Co., Ltd.") == (
        "industry",
        "company-ending",
    )
    assert sector_of("Lantern Harbour") == ("industry", "default")
