"""Whether a run of capitals is a person's name: a Chinese surname with a given name in pinyin, or a name after a title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from analysis.tokens import Token

# The hundred most frequent surnames in pinyin (Ministry of Public Security, 2020 report on names), and two-syllable ones.
_SURNAMES = frozenset(
    """wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang han feng yu dong xiao cheng cao yuan deng fu shen zeng peng lü lu
    su jiang cai jia ding wei xue ye yan pan du dai xia zhong tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei qian
    yin yi chang wen lai gong pang hua qi tao ge zhan nie mo an ou ouyang sima zhuge shangguan huangfu ling miao lian niu ai""".split()
)
_SYLLABLE = (
    r"(?:[bpmf](?:a|o|ai|ei|ao|ou|an|en|ang|eng|i|ie|iao|ian|in|ing|iu|u)|[dtnl](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|u|uo|ui|uan|un|v|ve|ü|üe|ue)"
    r"|[gkh](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)|[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)"
    r"|(?:zh|ch|sh|[rzcs])(?:a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)|y(?:a|e|i|ao|ou|an|in|ang|ing|ong|u|ue|uan|un|o)|w(?:a|o|u|ai|ei|an|en|ang|eng)|a|e|o|ai|ei|ao|ou|an|en|ang|er)"
)
_GIVEN = re.compile(rf"{_SYLLABLE}(?:'?{_SYLLABLE})?$")
_TITLES = frozenset(
    "mr mrs ms dr prof professor academician minister mayor secretary chairman chairwoman president director premier comrade".split()
)


@cache
def _is_given(low: str) -> bool:
    return bool(_GIVEN.match(low))


def is_person(tokens: Sequence[Token], i: int, j: int) -> bool:
    """Whether ``tokens[i:j]`` is a person's name ("Zhang Shankun", "Ou Yang Ming", "Dr Gong"); a place before it makes it none."""
    lows = [token.low.removesuffix("'s") for token in tokens[i:j]]
    if lows[0] in _TITLES and len(lows) > 1:
        return True
    if i and tokens[i - 1].low in _TITLES and len(lows) <= 3:
        return True
    return (
        2 <= len(lows) <= 3
        and lows[0] in _SURNAMES
        and all(_is_given(low) and tokens[i + n].text.istitle() for n, low in enumerate(lows) if n)
    )
