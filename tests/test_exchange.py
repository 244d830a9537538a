"""Yuan by reference rates: the right day's rate, or none and the reason."""

import datetime

import pytest

from analysis.exchange import SOURCE, convert
from analysis.tabulation import frame


def test_dollars_at_the_rate_of_the_day_of_publication():
    # ECB, 30 June 2022: 1.0387 dollars and 6.9624 yuan for a euro.
    found = convert(1_000_000, "USD", "2022-06-30")
    assert found.rate == pytest.approx(6.9624 / 1.0387, rel=1e-5)
    assert found.amount_cny == round(1_000_000 * found.rate, 2)
    assert (found.rate_date, found.rate_source) == (datetime.date(2022, 6, 30), SOURCE)


@pytest.mark.parametrize("weekend", ["2022-07-02", "2022-07-03"])
def test_a_weekend_takes_the_rate_of_friday_and_none_between_friday_and_monday(weekend):
    friday = convert(1, "USD", "2022-07-01")
    assert convert(1, "USD", weekend) == friday
    assert friday.rate_date == datetime.date(2022, 7, 1)


def test_easter_takes_the_rate_of_maundy_thursday():
    assert convert(1, "JPY", "2022-04-18").rate_date == datetime.date(2022, 4, 14)


def test_euro_is_what_the_rates_are_for():
    assert convert(1, "EUR", "2022-06-30").rate == 6.9624


def test_yuan_stay_yuan_even_without_a_date():
    found = convert(350e9, "CNY", "")
    assert (found.amount_cny, found.rate, found.rate_date, found.rate_source) == (350e9, None, None, "")


@pytest.mark.parametrize(
    ("currency", "published", "reason"),
    [
        ("USD", "", "no rate: document has no date"),
        ("USD", "2022", "no rate: the day of publication is not known (2022)"),
        ("USD", "2022-06", "no rate: the day of publication is not known (2022-06)"),
        ("USD", "2022-02-30", "no rate: 2022-02-30 is not a day"),
        ("USD", "2004-12-31", "no rate: 2004-12-31 is before the first rate (2005-04-01)"),
        ("USD", "2990-01-01", "no rate: 2990-01-01 is after the last rate"),
        ("TWD", "2022-06-30", f"no rate: TWD is not among the {SOURCE}"),
        ("MOP", "2022-06-30", f"no rate: MOP is not among the {SOURCE}"),
        ("RUB", "2022-06-30", "no rate: 2022-06-30 is after the last rate (2022-03-01)"),
        ("ISK", "2012-06-29", "no rate: none in the week before 2012-06-29"),  # not published from 2008 to 2018
    ],
)
def test_without_a_rate_nothing_is_converted_and_the_reason_is_told(currency, published, reason):
    found = convert(5e6, currency, published)
    assert (found.amount_cny, found.rate, found.rate_date) == (None, None, None)
    assert found.rate_source.startswith(reason)


def test_no_amount_and_no_currency_say_nothing():
    assert convert(None, "USD", "2022-06-30") == convert(5e6, None, "2022-06-30") == convert(None, None, None)


def test_tables_hold_the_rate_with_its_day():
    money = convert(2e6, "HKD", "2022-06-30")
    record = {
        "doc_id": "a",
        "start": 0,
        "end": 1,
        "amount": 2e6,
        "currency": "HKD",
        **{name: getattr(money, name) for name in money.__slots__},
    }
    row = frame("funding", [record]).iloc[0]
    assert (row.amount_cny, row.rate, row.rate_date, row.rate_source) == (
        money.amount_cny,
        money.rate,
        "2022-06-30",
        SOURCE,
    )
