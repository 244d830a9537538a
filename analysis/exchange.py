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
# Reference rates pause for weekends and holidays, Easter being the longest; a longer pause means that there is none.
LONGEST_PAUSE = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount in yuan and how it came about.

    Parameters
    ----------
    amount_cny : float, optional
        Yuan, to the fen; None where nothing could be converted.
    rate : float, optional
        Yuan for one unit of the currency, six significant digits as published rates have; None for amounts in yuan.
    rate_date : datetime.date, optional
        The day of that rate.
    rate_source : str
        Where the rate comes from, or why there is none.
    """

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
    """The last reference rate on or before a day, never one between two days.

    Parameters
    ----------
    currency : str
        ISO 4217 code.
    published : str
        ISO date of publication, as precise as known; ``""`` where unknown.

    Returns
    -------
    Conversion
        Without an amount; without a rate where there is none for that day, and then with the reason.

    Examples
    --------
    >>> sunday = reference_rate("USD", "2022-07-03")
    >>> sunday.rate, sunday.rate_date, sunday.rate_source
    (6.70216, datetime.date(2022, 7, 1), 'ECB euro reference rates')
    >>> reference_rate("USD", "2022-07").rate_source
    'no rate: the day of publication is not known (2022-07)'
    """
    if not published:
        return Conversion(rate_source="no rate: document has no date")
    if len(published) < len("2022-07-03"):
        return Conversion(rate_source=f"no rate: the day of publication is not known ({published})")
    try:
        day = datetime.date.fromisoformat(published)
    except ValueError:
        return Conversion(rate_source=f"no rate: {published} is not a day")
    converter = _converter()
    if currency not in converter.currencies:
        return Conversion(rate_source=f"no rate: {currency} is not among the {SOURCE}")
    first = max(converter.bounds[code].first_date for code in (currency, TARGET))
    last = min(converter.bounds[code].last_date for code in (currency, TARGET))
    if day < first:
        return Conversion(rate_source=f"no rate: {day} is before the first rate ({first})")
    if day > last:
        return Conversion(rate_source=f"no rate: {day} is after the last rate ({last})")
    return _last_rate(currency, day)


def _last_rate(currency: str, day: datetime.date) -> Conversion:
    from currency_converter import RateNotFoundError

    for back in range(LONGEST_PAUSE.days + 1):
        rate_date = day - datetime.timedelta(days=back)
        try:
            rate = _converter().convert(1, currency, TARGET, rate_date)
        except RateNotFoundError:
            continue
        return Conversion(rate=float(f"{rate:.6g}"), rate_date=rate_date, rate_source=SOURCE)
    return Conversion(rate_source=f"no rate: none in the week before {day}")


def convert(amount: float | None, currency: str | None, published: str | None) -> Conversion:
    """An amount in yuan.

    Parameters
    ----------
    amount : float, optional
        In units of the currency.
    currency : str, optional
        ISO 4217 code.
    published : str, optional
        ISO date on which the document was published.

    Returns
    -------
    Conversion
        All empty where there is no amount or no currency; the amount itself where it is in yuan.

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
