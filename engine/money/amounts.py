"""Amounts of money: each carries its currency and is converted only by rates the user gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from engine.errors import ConfigError

AMOUNT_EXAMPLES = "for example 2000, 2000 EUR, 2.5k USD or €300"
RATE_EXAMPLES = "for example EUR=1.08USD: one euro is 1.08 dollars"
_SYMBOLS = {"€": "EUR", "$": "USD", "£": "GBP"}
_AMOUNT = re.compile(
    r"(?P<symbol>[€$£])?\s*(?P<sign>-?)\s*(?P<number>\d{1,3}(?:[,_]\d{3})+|\d+)"
    r"(?P<decimals>\.\d+)?\s*(?P<scale>[kKmM]?)\s*(?P<code>[A-Za-z]{3}|[€$£])?",
    re.ASCII,
)
_RATE = re.compile(r"([A-Z]{3})\s*=\s*(\d+(?:\.\d+)?)\s*([A-Z]{3})", re.ASCII)
_SCALE = {"": Decimal(1), "k": Decimal(1_000), "m": Decimal(1_000_000)}
_CENT = Decimal("0.01")
MOST = Decimal(10) ** 12
"""The largest amount that is taken: of any currency more than a campaign costs."""


def plain(number: float) -> str:
    """Return a number as people write it: `0.00005`, never `5e-05`."""
    return f"{Decimal(f'{number:g}'):f}"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount in one currency, by its three letters (ISO 4217)."""

    currency: str
    amount: Decimal

    def __str__(self) -> str:
        return f"{self.amount.quantize(_CENT):,} {self.currency}"


def parse_money(text: str, *, currency: str | None = None) -> Money:
    """Return the amount meant by `text`, in `currency` where it names none.

    Raises:
        ConfigError: it is no amount, is negative, is above `MOST`, or nothing says in which
            currency.
    """
    match = _AMOUNT.fullmatch(text.strip())
    if match is None or (match["symbol"] and match["code"]):
        raise ConfigError(f"{text!r} is not an amount of money", hint=AMOUNT_EXAMPLES)
    if match["sign"]:
        raise ConfigError(f"{text!r} is negative", hint="an amount paid is zero or more")
    digits = re.sub(r"[,_]", "", match["number"]) + (match["decimals"] or "")
    named = match["symbol"] or match["code"]
    code = _SYMBOLS.get(named, named.upper()) if named else currency
    if code is None:
        raise ConfigError(f"{text!r} names no currency", hint=AMOUNT_EXAMPLES)
    amount = Decimal(digits) * _SCALE[match["scale"].lower()]
    if amount > MOST:
        raise ConfigError(
            f"{text!r} is more than {MOST:,}", hint=f"is a digit too many? {AMOUNT_EXAMPLES}"
        )
    return Money(code, amount)


def parse_currency(text: str) -> str:
    """Return the three letters of a currency, in capitals.

    Raises:
        ConfigError: it is no such code.
    """
    code = _SYMBOLS.get(text.strip(), text.strip().upper())
    if not re.fullmatch(r"[A-Z]{3}", code, re.ASCII):
        raise ConfigError(f"{text!r} is not a currency", hint="three letters, for example EUR")
    return code


@dataclass(frozen=True, slots=True)
class Rates:
    """Rates of exchange as given by the user: (from, to) -> how many of `to` one is."""

    by_pair: Mapping[tuple[str, str], Decimal]

    def convert(self, money: Money, to: str) -> Money:
        """Return `money` in the currency `to`.

        Raises:
            ConfigError: no rate between the two was given.
        """
        rate = self.between(money.currency, to)
        if rate is None:
            raise ConfigError(
                f"{money} cannot be turned into {to}: no rate is given",
                hint=f"give one: --rate {money.currency}=…{to}, from the day it was paid",
            )
        return Money(to, money.amount * rate)

    def between(self, currency: str, to: str) -> Decimal | None:
        """Return how many of `to` one of `currency` is, None where that was not given.

        A rate given the other way round is turned over; none is made of two others.
        """
        if currency == to:
            return Decimal(1)
        given = self.by_pair.get((currency, to))
        back = self.by_pair.get((to, currency))
        return given if given is not None else (None if back is None else 1 / back)


def parse_rates(texts: Iterable[str]) -> Rates:
    """Return the rates of lines such as `EUR=1.08USD`.

    Raises:
        ConfigError: one is no rate, is zero, or two differ for the same pair.
    """
    found: dict[tuple[str, str], Decimal] = {}
    for text in texts:
        match = _RATE.fullmatch(text.strip().upper())
        rate = None if match is None else _decimal(match[2])
        if match is None or not rate or match[1] == match[3]:
            raise ConfigError(f"{text!r} is not a rate of exchange", hint=RATE_EXAMPLES)
        pair = (match[1], match[3])
        if found.get(pair, rate) != rate or pair[::-1] in found:
            raise ConfigError(f"two rates between {match[1]} and {match[3]}", hint="give one")
        found[pair] = rate
    return Rates(found)


def total(amounts: Iterable[Money], currency: str, rates: Rates) -> Money:
    """Return the sum in `currency`.

    Raises:
        ConfigError: a rate is missing.
    """
    converted = (rates.convert(money, currency).amount for money in amounts)
    return Money(currency, sum(converted, Decimal(0)))


def _decimal(digits: str) -> Decimal | None:
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None
