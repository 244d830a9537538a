"""Numbers, amounts of money and qualifiers: what is found, where, and with which value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from marked import parse

from analysis.find.money import find_amounts
from analysis.find.numbers import find_numbers, spelled
from analysis.find.qualifiers import qualifier
from analysis.lexicon import load

AMOUNTS = [
    # value and currency; `high`, `other`, `bare` (currency not printed), `magnitude` where they apply
    "grow to [126.35 billion yuan|value=126350000000 currency=CNY]",
    "[RMB 1.2bn|value=1200000000 currency=CNY], [10bn yuan|value=10000000000 currency=CNY], [¥300 "
    "million|value=300000000 currency=CNY]",
    "[Rmb500k|value=500000 currency=CNY] or [CNY 10m|value=10000000 currency=CNY], [HK$50 million|value=50000000 "
    "currency=HKD]",
    "[NT$3 billion|value=3000000000 currency=TWD], [€40 million|value=40000000 currency=EUR], [£2.5 "
    "billion|value=2500000000 currency=GBP]",
    "[40 million euros|value=40000000 currency=EUR], [300 billion yen|value=300000000000 currency=JPY], [US $ 28 "
    "billion|value=28000000000 currency=USD]",
    "a fund of [US$1.5 billion|value=1500000000 currency=USD other=10000000000] (10 billion yuan)",
    "[350 billion yuan|value=350000000000 currency=CNY other=51000000000] (about US$51 billion)",
    "says [US$280 billion|value=280000000000 currency=USD other=317000000000000] in revenue worldwide by 2025, so "
    "about 317 trillion won.",
    "[2-5 million yuan|value=2000000 high=5000000 currency=CNY], between [2 and 5 million yuan|value=2000000 "
    "high=5000000 currency=CNY]",
    "[2 million to 5 million yuan|value=2000000 high=5000000 currency=CNY] or [RMB 2-5 million|value=2000000 "
    "high=5000000 currency=CNY]",
    "[RMB 2 million to RMB 5 million|value=2000000 high=5000000 currency=CNY], [600,000 to 1,000,000 "
    "yuan|value=600000 high=1000000 currency=CNY]",
    "grew from [4 billion yuan|value=4000000000 currency=CNY] to [10 billion yuan|value=10000000000 currency=CNY]",
    "from [$39 billion|value=39000000000 currency=USD] in 2021 to [$679 billion|value=679000000000 currency=USD] "
    "by 2030",
    "[half a million yuan|value=500000 currency=CNY], [a quarter of a billion yuan|value=250000000 currency=CNY], [one hundred million yuan|value=100000000 currency=CNY], "
    "[seven billion yuan|value=7000000000 currency=CNY]",
    "[two million five hundred thousand yuan|value=2500000 currency=CNY]",
    "a [10-billion-level|value=10000000000 currency=CNY bare=1 magnitude=1] fund and a "
    "[3-billion-yuan|value=3000000000 currency=CNY] one",
    "will cultivate 3 [hundred billion|value=100000000000 currency=CNY bare=1 magnitude=1] enterprises and 300 new "
    "enterprises",
    "five [100-million-yuan|value=100000000 currency=CNY] enterprises, 5 [billion-yuan|value=1000000000 "
    "currency=CNY magnitude=1] firms",
    "[1.200.000,50 yuan|value=1200000.50 currency=CNY] and [1 200 000 yuan|value=1200000 currency=CNY] and [10 000 "
    "yuan|value=10000 currency=CNY]",
    "with a rent of [1 million yuan|value=1000000 currency=CNY] and a subsidy of [5 million|value=5000000 "
    "currency=CNY bare=1] for offices",
    "a reality industry highland of [100 billion|value=100000000000 currency=CNY bare=1].",
    "[seven billion yuan|value=7000000000 currency=CNY]; 13 of them, worth over [2.5 billion|value=2500000000 "
    "currency=CNY bare=1], were Chinese",
    "[US$1.54 trillion|value=1540000000000 currency=USD] by 2030, up from [95.7 billion|value=95700000000 "
    "currency=USD bare=1].",
    "rewards of [100,000|value=100000 currency=CNY bare=1], [200,000|value=200000 currency=CNY bare=1] and "
    "[300,000 yuan|value=300000 currency=CNY]",
    "an industry in the [tens of billions|value=10000000000 currency=CNY bare=1 magnitude=1], a fund of [hundreds of "
    "millions of yuan|value=100000000 currency=CNY magnitude=1]",
    "between [RMB3 million and RMB9 million|value=3000000 high=9000000 currency=CNY]; ($1 = 6.85 yuan)",
    "push the figure for the whole domestic market from [RMB 21bn|value=21000000000 currency=CNY] to [RMB "
    "34bn|value=34000000000 currency=CNY]",
    "a fund of [6 billion yuan|value=6000000000 currency=CNY], of which [3bn|value=3000000000 currency=CNY bare=1] "
    "was paid in, and [25 million, in yuan|value=25000000 currency=CNY], from friends",
    "[3亿元|value=300000000 currency=CNY], [500 yuan|value=500 currency=CNY]",
]
NO_AMOUNTS = [
    "several hundred million yuan, multi-billion-yuan projects",
    "ten thousand trained people, 1 billion users, 400 square metres, 50%, tel 400 8888 000",
    "KOSPI 2839.01 -70.31, USD/KRW 1193.4, CNH/KRW 186.8",
    "expand the digital RMB; He won 5 medals in 2022; the Yuan universe; the 14th Five-Year Plan; 5G; 37 Interactive",
    "a user base of 300 million, a 500 million users platform, worth 5 million users",
    "Users grew from 3 million to 5 million.",
]


@pytest.mark.parametrize("marked", AMOUNTS)
def test_amounts(marked):
    text, marks = parse(marked)
    found = find_amounts(text)
    assert [text[a.start : a.end] for a in found] == [text[m.start : m.end] for m in marks]
    for amount, mark in zip(found, marks, strict=True):
        assert (amount.start, amount.text) == (mark.start, text[mark.start : mark.end])
        assert amount.value == Decimal(mark.values["value"]) and amount.currency == mark.values["currency"]
        assert amount.high == (int(mark.values["high"]) if "high" in mark.values else None)
        assert amount.other_value == (int(mark.values["other"]) if "other" in mark.values else None)
        assert amount.stated is ("bare" not in mark.values)
        assert amount.magnitude is ("magnitude" in mark.values)


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_no_amounts(text):
    assert find_amounts(text) == []


def test_values_are_exact():
    [amount] = find_amounts("126.35 billion yuan")
    assert type(amount.value) is int
    [amount] = find_amounts("0.125 yuan")
    assert amount.value == Decimal("0.125")


def test_words_that_make_no_number():
    assert spelled("one one") is None and spelled("twenty twenty-five") is None
    assert [n.value for n in find_numbers("the “One One” action of 5.5.2023")] == []


def test_currency_of_a_document_without_any():
    [amount] = find_amounts("a subsidy of 5 million for offices")
    assert (amount.currency, amount.stated) == ("CNY", False)


@pytest.mark.parametrize("entry", load("currencies"), ids=lambda entry: entry["id"])
def test_currencies(entry):
    for example in entry["examples"]:
        [amount] = find_amounts(f"It has {example} now.")
        assert (amount.text, amount.currency) == (example, entry["id"])


@pytest.mark.parametrize("entry", load("bare_amounts"), ids=lambda entry: entry["id"])
def test_bare_amounts(entry):
    for example in entry["examples"]:
        assert entry["id"] in [amount.cue for amount in find_amounts(example)], example
    for example in entry.get("not", []):
        assert entry["id"] not in [amount.cue for amount in find_amounts(example)], example


@pytest.mark.parametrize("entry", load("qualifiers"), ids=lambda entry: entry["id"])
def test_qualifiers(entry):
    def told(example):
        [number] = [n for n in find_numbers(example) if n.mantissa == 20]
        amount = next((a for a in find_amounts(example) if a.start <= number.start < a.end), number)
        return qualifier(example, amount.start, amount.end)

    for example in entry["examples"]:
        cue = told(example)
        assert cue and (cue.rule, cue.value) == (entry["id"], entry["value"]), example
        assert example[cue.start : cue.end].strip()
    for example in entry.get("not", []):
        cue = told(example)
        assert cue is None or cue.rule != entry["id"], example


def test_time_is_linear_in_the_text():
    text = "the scale will exceed 350 billion yuan (about US$51 billion) and 10-15 firms; " * 3000
    assert len(find_amounts(text)) == 3000
