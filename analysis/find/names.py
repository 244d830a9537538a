"""The grammar of printed names: which run of tokens is one name, and where it ends.

Notes for a newcomer: `names` walks a sentence once and gives every maximal run of capitalised words with what may
stand inside a name. Bodies, organisations and titles are all read from such runs. Forms that must stay whole:

1. "Renmin University of China Law School": "of" and "for" before a capital go on.
2. "Ministry of Science and Technology": "and" goes on between two words of the lexicon ``topics``, else it ends the name.
3. "Tencent Healthcare (Shenzhen) Co., Ltd.": a bracket inside, and the comma of a company's ending.
4. "China Mobile Communications Group Jiangsu Co., Ltd. Wuxi Branch": a branch goes on after that ending.
5. "Hangzhou City Culture, Radio, Television, and Tourism Bureau": commas between topics before the last "and".
6. "37 Interactive Entertainment", "48th Research Institute of CETC": a number that begins or continues a name.
7. "“Qingmei · Zhen” Network Alliance": a quoted word that belongs to the name after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from analysis.find.placenames import find_places
from analysis.lexicon import load
from analysis.tokens import Token

OPENING, CLOSING = "\"“‘「《«'", "\"”’」》»'"
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
# Words that are capitalised only because they begin a sentence or a title.
FUNCTION_WORDS = frozenset(
    """a about above after again against all also although altogether among an and another any are around as at back because been before behind below
    besides between beyond both but by can could currently despite did do does during each elsewhere earlier early either else even every far few finally first firstly following
    for from further furthermore had has have he hence her here his how however i if in indeed instead into is it its itself last late later
    latter led less like made many may meanwhile more moreover most much must my near nearly next no nor not notably now of off on once one only or other others our out over
    per perhaps previously rather recently same second secondly several she should similarly since so some soon speaking still such than that the their them then there therefore these they third this
    those though three through throughout thus to today together tomorrow too two under unlike until up upon us was we were what when where whether which while who whose
    why will with within without would yes yesterday yet you your according initiated founded established launched guided supported sponsored jointly including specifically additionally
    q currently headed home initiators founders members four five six seven eight nine ten established based backed officially formally sponsors co-founders co-sponsors participants promoters backers conveners supporters partners""".split()
)
_IN_NAMES = frozenset("one may first new an partners members founders".split())
_COMPANY = frozenset("co ltd inc corp llc plc limited gmbh ag".split())
_SHARED_HEADS = frozenset(
    "association alliance chamber committee society federation consortium union bureau department commission centre center institute platform university college laboratory".split()
)
_SHARED_LENGTH = 4
_OFFICES = frozenset("office department bureau commission".split())
_LINKS = frozenset(("of", "for"))
# What these words before "of" begin is a person.
PERSON_TITLES = frozenset(
    """president director chairman chairwoman chair secretary secretary-general dean head member chief vice deputy general manager mayor minister professor founder academician executive
    co-chair editor editor-in-chief spokesperson representative leader leaders expert experts vice-president vice-chairman vice-minister vice-mayor director-general ceo cto researcher partner""".split()
)


@cache
def is_place_name(text: str) -> bool:
    """Whether a name is a place's and nothing else; a zone ("Chengdu High-tech Zone") acts like an office and is none."""
    return any(
        m.start == 0 and m.end == len(text) and not (m.place and m.place.level == "zone") for m in find_places(text)
    )


@cache
def topics() -> frozenset[str]:
    """Words of the lexicon ``topics``."""
    return frozenset(word for entry in load("topics") for word in entry["words"].split())


def is_topic(token: Token) -> bool:
    """Whether a token, or what stands before its first hyphen, names a field."""
    return token.low in topics() or token.low.partition("-")[0] in topics()


def begins_name(token: Token) -> bool:
    """Whether a name may begin with this token: capitalised, and not merely the first word of a sentence."""
    return token.is_capital and token.low not in FUNCTION_WORDS and not token.low.endswith("-based")


def names(tokens: Sequence[Token], start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """All maximal names among ``tokens[start:end]`` as pairs of token indices (end exclusive), in order."""
    end = len(tokens) if end is None else end
    found, i = [], start
    while i < end:
        j = name_end(tokens, i, end)
        if j is None:
            i += 1
        else:
            found.append((i, j))
            i = j
    return found


def name_end(tokens: Sequence[Token], i: int, end: int) -> int | None:
    """Index after the name that begins at token ``i``; None where none begins there."""
    j = _first(tokens, i, end)
    if j is None:
        return None
    while j < end:
        further = _further(tokens, i, j, end)
        if further is None:
            break
        j = further
        if _is_company_end(tokens, j):
            return _branch(tokens, j, end)
    return j


def _first(tokens: Sequence[Token], i: int, end: int) -> int | None:
    token = tokens[i]
    if begins_name(token) and (token.low not in MONTHS | DAYS or token.text.isupper() and len(token.text) > 2):
        return i + 1
    following = tokens[i + 1] if i + 1 < end else None
    if (
        token.low in ("one", "first", "new")
        and token.is_capital
        and following
        and begins_name(following)
        and i
        and tokens[i - 1].text not in ".:"
    ):
        return i + 1  # "One Belt One Road"
    # "May 1st Digital Twin" is a name, "May 1st," a date.
    if (
        token.is_capital
        and token.low in MONTHS
        and following
        and i + 2 < end
        and _is_ordinal(following)
        and begins_name(tokens[i + 2])
    ):
        return i + 2
    if (
        token.text[0].isdigit()
        and following
        and (i == 0 or tokens[i - 1].text != "#")
        and begins_name(following)
        and following.low not in MONTHS
        and not _after_month(tokens, i)
    ):
        return i + 1 if not token.text.isdigit() or 2 <= len(token.text) <= 3 or token.text[0] != "2" else None
    if token.text in OPENING and following and begins_name(following):
        return _quoted(tokens, i, end)
    return None


def _is_ordinal(token: Token) -> bool:
    return token.text[0].isdigit() and not token.text.isdigit()


def _after_month(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and tokens[i - 1].low in MONTHS


def _quoted(tokens: Sequence[Token], i: int, end: int) -> int | None:
    """Index after a quotation that a name goes on from: “Qingmei · Zhen” Network."""
    for j in range(i + 2, min(i + 7, end - 1)):
        if tokens[j].text in CLOSING:
            return j + 1 if begins_name(tokens[j + 1]) and tokens[j].end + 1 >= tokens[j + 1].start else None
    return None


def _further(tokens: Sequence[Token], i: int, j: int, end: int) -> int | None:
    """Index after the next piece of the name that reaches from ``i`` to ``j``; None where it ends."""
    token, before = tokens[j], tokens[j - 1]
    following = tokens[j + 1] if j + 1 < end else None
    if token.is_capital:
        owned = following is not None and following.is_capital and before.low.endswith("'s")  # "Tencent's Next Lab"
        return None if token.low in FUNCTION_WORDS - _IN_NAMES and not owned else j + 1
    if token.text[0].isdigit():
        return j + 1 if following and begins_name(following) and following.low not in MONTHS else None
    if token.text == "." and before.low in _COMPANY:
        return j + 1
    if token.text == ",":
        if following and following.low in _COMPANY:
            return j + 2
        return _topic_series(tokens, j, end) if is_topic(before) and j - i >= 2 else None
    if following is None:
        return None
    if token.text == "(":
        return _inner_bracket(tokens, j, end)
    if (
        token.low in _LINKS
        or token.low == "on"
        and before.low in ("research", "institute", "commission", "committee", "association")
    ):
        k = j + 2 if following.low == "the" and j + 2 < end else j + 1
        if before.low in _OFFICES and (last := _organ_end(tokens, k, end)):
            return last
        return k + 1 if begins_name(tokens[k]) and tokens[k].low not in MONTHS else None
    if token.text in "'’" and before.low.endswith("s"):  # "Developers' Union"
        return j + 2 if begins_name(following) and token.end + 1 == following.start else None
    if (
        token.text in "&·/"
        or token.low == "at"
        and following.is_capital
        and "university" in (t.low for t in tokens[j : j + 7])
    ):
        return j + 2 if begins_name(following) else None
    if token.low == "and" and begins_name(following):
        if is_topic(before) and (is_topic(following) or j - i == 1 and _has_head(tokens, j + 1, end)):
            return j + 2
        return _shared_head(tokens, i, j, end)
    return None


def _has_head(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether the capitals from ``k`` end in a head: a topic alone before them is no name ("Blockchain and Aerial Data Center")."""
    last = k
    while last + 1 < end and tokens[last + 1].is_capital:
        last += 1
    return last > k and tokens[last].low in _SHARED_HEADS


def _organ_end(tokens: Sequence[Token], k: int, end: int) -> int | None:
    """Index after "provincial Party committee" or "city government" at token ``k``."""
    if tokens[k].low in ("provincial", "municipal", "city", "district", "county", "regional", "central"):
        k += 1 + (k + 1 < end and tokens[k + 1].low == "party")
        return k + 1 if k < end and tokens[k].low in ("committee", "government") else None
    return None


def _shared_head(tokens: Sequence[Token], i: int, j: int, end: int) -> int | None:
    """Index after "and Y Association" where the name before it is a place with words that have no head of their own.

    "Quanzhou Textile and Garment Chamber of Commerce" is one name, "Wuhan University and Garment Association" two.
    """
    k = j + 1
    while k < end and tokens[k].is_capital and k - j <= _SHARED_LENGTH:
        k += 1
    own = {token.low for token in tokens[i:j]}
    is_one = (
        tokens[k - 1].low in _SHARED_HEADS
        and k - j > 2
        and own.isdisjoint(_SHARED_HEADS | _COMPANY | {"group", "museum", "bank", "academy", "school", "lab"})
    )
    return (
        k if is_one and j - i >= 2 and is_place_name(tokens[i].text) and not is_place_name(tokens[j + 1].text) else None
    )


def _topic_series(tokens: Sequence[Token], j: int, end: int) -> int | None:
    """Index after ", Radio, Television, and Tourism" where only topics stand between the commas; None elsewhere."""
    k, commas = j, 0
    while k + 1 < end and tokens[k].text == ",":
        commas += 1
        k += 1
        if tokens[k].low == "and":
            k += 1
            return k + 1 if k < end and tokens[k].is_capital and is_topic(tokens[k]) else None
        while k < end and tokens[k].is_capital and is_topic(tokens[k]):
            k += 1
        if k < end and tokens[k].low == "and":
            return k + 2 if k + 1 < end and tokens[k + 1].is_capital and is_topic(tokens[k + 1]) else None
        if tokens[k - 1].text == ",":
            return None
    return None


def _inner_bracket(tokens: Sequence[Token], j: int, end: int) -> int | None:
    """Index after a bracket that stands inside a name: "(Shenzhen) Co.", "(Chongqing) Metaverse"."""
    for k in range(j + 1, min(j + 8, end)):
        if tokens[k].text == ")":
            inside = k + 1 < end and tokens[k + 1].is_capital and tokens[k + 1].low not in FUNCTION_WORDS
            campus = tokens[k - 1].low in ("campus", "branch")  # "Sun Yat-sen University (Zhuhai Campus)"
            seat = campus or k == j + 2 and is_place_name(tokens[j + 1].text)  # "Lenovo Future Technology (Nanchang)"
            return k + 1 if (inside or seat) and k > j + 1 else None
        if not tokens[k].is_capital and tokens[k].text not in "·&-":
            return None
    return None


def _is_company_end(tokens: Sequence[Token], j: int) -> bool:
    last = tokens[j - 1]
    if last.low in _COMPANY and last.low != "co":
        return j >= len(tokens) or tokens[j].text != "." and (last.low != "limited" or not tokens[j].is_capital)
    return last.text == "." and tokens[j - 2].low in _COMPANY and tokens[j - 2].low != "co"


def _branch(tokens: Sequence[Token], j: int, end: int) -> int:
    """Index after "Hangzhou Branch" behind a company's ending, else ``j``."""
    for k in range(j, min(j + 4, end)):
        if tokens[k].low in ("branch", "subsidiary") and k > j:
            return k + 1
        if not tokens[k].is_capital:
            break
    return j
