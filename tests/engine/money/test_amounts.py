"""Amounts keep their currency; rates are the user's."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ConfigError
from engine.money.amounts import Money, parse_currency, parse_money, parse_rates, plain, total


@pytest.mark.parametrize(
    ("typed", "currency", "amount"),
    [
        ("2000", "USD", "2000"),
        ("2,000.50 EUR", "EUR", "2000.50"),
        ("€300", "EUR", "300"),
        ("300€", "EUR", "300"),
        ("2.5k usd", "USD", "2500"),
        ("£1m", "GBP", "1000000"),
        ("0", "USD", "0"),
    ],
)
def test_amounts_are_read_as_people_type_them(typed: str, currency: str, amount: str) -> None:
    assert parse_money(typed, currency="USD") == Money(currency, Decimal(amount))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "is not an amount"),
        ("ten", "is not an amount"),
        ("-5 EUR", "is negative"),
        ("€5 USD", "is not an amount"),
        ("5 EURO", "is not an amount"),
        ("1,23 EUR", "is not an amount"),
        ("nan", "is not an amount"),
    ],
)
def test_what_is_no_amount_is_refused_with_examples(typed: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        parse_money(typed, currency="USD")
    assert caught.value.hint


def test_an_amount_without_a_currency_is_refused_where_none_is_understood() -> None:
    with pytest.raises(ConfigError, match="names no currency"):
        parse_money("20")
    with pytest.raises(ConfigError, match="is not a currency"):
        parse_currency("EURO")


def test_a_rate_is_used_both_ways_and_never_made_of_two_others() -> None:
    rates = parse_rates(["EUR=1.25USD", "gbp = 1.5 usd"])
    assert rates.convert(Money("EUR", Decimal(100)), "USD") == Money("USD", Decimal("125.00"))
    assert rates.convert(Money("USD", Decimal(125)), "EUR") == Money("EUR", Decimal(100))
    assert rates.convert(Money("JPY", Decimal(7)), "JPY") == Money("JPY", Decimal(7))
    with pytest.raises(ConfigError, match="no rate is given"):
        rates.convert(Money("EUR", Decimal(100)), "GBP")


@pytest.mark.parametrize("line", ["EUR", "EUR=USD", "EUR=0USD", "EUR=-1USD", "EUR=1EUR", "E=1USD"])
def test_what_is_no_rate_is_refused(line: str) -> None:
    with pytest.raises(ConfigError, match="is not a rate"):
        parse_rates([line])


def test_two_rates_for_a_pair_are_refused() -> None:
    with pytest.raises(ConfigError, match="two rates between"):
        parse_rates(["EUR=1.1USD", "USD=0.9EUR"])
    assert parse_rates(["EUR=1.1USD", "EUR=1.1USD"]).between("EUR", "USD") == Decimal("1.1")


@given(st.lists(st.decimals(0, 10**6, places=2), max_size=8))
def test_a_total_is_the_exact_sum_of_what_each_is_in_that_currency(amounts: list[Decimal]) -> None:
    rates = parse_rates(["EUR=1.1USD"])
    money = [Money("EUR" if i % 2 else "USD", amount) for i, amount in enumerate(amounts)]
    expected = sum(amounts[0::2], Decimal(0)) + Decimal("1.1") * sum(amounts[1::2], Decimal(0))
    assert total(money, "USD", rates) == Money("USD", expected)


@pytest.mark.parametrize(("number", "text"), [(5e-05, "0.00005"), (0.3, "0.3"), (12.0, "12")])
def test_a_number_is_written_plainly(number: float, text: str) -> None:
    assert plain(number) == text
