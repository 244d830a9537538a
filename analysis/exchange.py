"""Yuan for amounts in other currencies, by the reference rates of the European Central Bank.

The rate is that of the day on which the document was published: the money is spoken of in the prices of that
day, whatever year it is planned for. A document whose day of publication is not known converts nothing; neither
does a currency without a reference rate. What was not converted says why in `rate_source`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cache

TARGET = "CNY"
SOURCE = "ECB euro reference rates"
LONGEST_PAUSE = 7  # days; rates pause for weekends and holidays, and a longer pause means that there is none


@dataclass(frozen=True, slots=True)
class Conversion:
    """Yuan, to the fen; the rate in yuan for one unit (none for yuan), its day, and its source or why there is none."""

    amount_cny: float | None = None
    rate: float | None = None
    rate_date: datetime.date | None = None
    rate_source: str = ""


@cache
def _converter():
    # Imported here: reading the rates takes a third of a second, and most corpora are in yuan only.
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)


@cache
def reference_rate(currency: str, published: str) -> Conversion:
    """The last reference rate on or before an ISO day, never one between two days; without an amount.

    Examples
    --------
    >>> sunday = reference_rate("USD", "2022-07-03")
    >>> sunday.rate, sunday.rate_date, sunday.rate_source
    (6.70216, datetime.date(2022, 7, 1), 'ECB euro reference rates')
    >>> reference_rate("USD", "2022-07").rate_source
    'no rate: the day of publication is not known (2022-07)'
    """
    if reason := _no_rate(currency, published):
        return Conversion(rate_source=f"no rate: {reason}")
    from currency_converter import RateNotFoundError

    for back in range(LONGEST_PAUSE + 1):
        day = datetime.date.fromisoformat(published) - datetime.timedelta(days=back)
        try:
            rate = float(f"{_converter().convert(1, currency, TARGET, day):.6g}")  # digits as published rates have
        except RateNotFoundError:
            continue
        return Conversion(rate=rate, rate_date=day, rate_source=SOURCE)
    return Conversion(rate_source=f"no rate: none in the week before {published}")


def _no_rate(currency: str, published: str) -> str:
    """Why there cannot be a rate; empty where there may be one."""
    if not published:
        return "document has no date"
    if len(published) < len("2022-07-03"):
        return f"the day of publication is not known ({published})"
    try:
        day = datetime.date.fromisoformat(published)
    except ValueError:
        return f"{published} is not a day"
    if currency not in _converter().currencies:
        return f"{currency} is not among the {SOURCE}"
    bounds = [_converter().bounds[code] for code in (currency, TARGET)]
    first, last = max(one.first_date for one in bounds), min(one.last_date for one in bounds)
    if day < first:
        return f"{day} is before the first rate ({first})"
    return f"{day} is after the last rate ({last})" if day > last else ""


def convert(amount: float | None, currency: str | None, published: str | None) -> Conversion:
    """An amount in yuan by the rate of the ISO date of publication; all empty without amount or currency.

    Examples
    --------
    >>> convert(350e9, "CNY", "").amount_cny
    350000000000.0
    >>> convert(28e9, "USD", "2022-11-18").amount_cny
    199316880000.0
    >>> convert(5e6, "TWD", "2022-11-18").rate_source
    'no rate: TWD is not among the ECB euro reference rates'
    """
    if amount is None or not currency:
        return Conversion()
    if currency == TARGET:
        return Conversion(amount_cny=float(amount))
    found = reference_rate(currency, published or "")
    if found.rate is None:
        return found
    return Conversion(round(amount * found.rate, 2), found.rate, found.rate_date, found.rate_source)
