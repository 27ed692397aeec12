"""Sales are read as shops and analytics write them; a broken line costs one line."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from engine.campaigns.sales import SalesFile, read_sales
from engine.errors import InputError
from engine.store import Store
from engine.store.campaigns import Imported, campaigns, create, put_sales, sales_of
from tests.engine.campaigns.plans import SPRING
from tests.fakes import NOW


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "sales.csv"


def read(file: Path, text: str) -> SalesFile:
    file.write_text(text, encoding="utf-8")
    return read_sales(file, campaign="spring", currency="EUR")


ORDERS = """\
Order ID,Created at,Discount Code,Total,Currency
1,2026-05-10 10:00:00 +0000,ana-spring,"1,089.00",EUR
2,2026-05-11,ANA-SPRING,20,USD
2,2026-05-20,ANA-SPRING,-5.50,USD
"""


def test_orders_and_refunds_are_read_with_code_day_and_currency(file: Path) -> None:
    found = read(file, ORDERS)
    assert [(one.kind, one.code, one.amount, one.currency) for one in found.sales] == [
        ("order", "ana-spring", Decimal("1089.00"), "EUR"),
        ("order", "ANA-SPRING", Decimal(20), "USD"),
        ("refund", "ANA-SPRING", Decimal("-5.50"), "USD"),
    ]
    assert found.sales[0].sold_at == datetime(2026, 5, 10, 10, tzinfo=UTC)
    assert list(found.sentences()) == ["negative amounts, kept as refunds that lower revenue: 1"]


def test_a_file_read_again_adds_nothing_and_a_newer_one_changes_what_differs(
    store: Store, file: Path
) -> None:
    create(store, SPRING, now=NOW)
    (campaign,) = campaigns(store)
    first = read(file, ORDERS).sales
    assert put_sales(store, campaign, first) == Imported(new=3, changed=0, same=0)
    assert put_sales(store, campaign, first) == Imported(new=0, changed=0, same=3)
    newer = read(file, ORDERS.replace(",20,", ",25,") + "3,2026-05-21,ANA-SPRING,7,EUR\n").sales
    assert put_sales(store, campaign, newer) == Imported(new=1, changed=1, same=2)
    assert (
        sum(one.amount or 0 for one in sales_of(store, campaign))
        == Decimal("1089.00") + 25 - Decimal("5.50") + 7
    )


def test_equal_refunds_and_lines_without_an_id_count_as_often_as_the_file_says_them(
    store: Store, file: Path
) -> None:
    create(store, SPRING, now=NOW)
    (campaign,) = campaigns(store)
    text = "code;amount;date\nA;5,50;2026-05-10\nA;5,50;2026-05-10\nA;-1;\nA;-1;\n"
    for expected in (Imported(4, 0, 0), Imported(0, 0, 4)):
        found = read(file, text)
        assert [one.amount for one in found.sales] == [Decimal("5.50")] * 2 + [Decimal(-1)] * 2
        assert put_sales(store, campaign, found.sales) == expected


def test_further_lines_of_an_order_are_left_out_and_counted(file: Path) -> None:
    text = "name,discount code,subtotal\n#1,A,30\n#1,,\n#2,A,5\n#2,A,5\n#2,A,6\n"
    found = read(file, text)
    assert [one.amount for one in found.sales] == [30, 5]
    assert (found.continued, found.repeated) == (1, 1)
    assert found.problems == [(6, "order #2 stands twice and differs: the first is kept")]


def test_sessions_of_links_are_read_and_those_of_other_campaigns_left_out(file: Path) -> None:
    found = read(
        file,
        "Session campaign,Session manual ad content,Date,Sessions,Purchases,Purchase revenue\n"
        'Spring,ana,20260510,"1,200",3,90.5\n'
        "summer,ana,20260510,9,1,10\n"
        "spring,,20260510,9,1,10\n",
    )
    (one,) = found.sales
    assert (one.kind, one.tag, one.sessions, one.orders) == ("sessions", "ana", 1_200, 3)
    assert (one.amount, one.currency) == (Decimal("90.5"), "EUR")
    assert found.elsewhere == 1
    assert found.problems == [(4, "no utm_content")]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("12,5", "12.5"),
        ("1,234", "1234"),
        ("1.5", "1.5"),
        ("(5.00)", "-5"),
        ("5-", "-5"),
        ("-€45.50", "-45.50"),
        ("1'000.00", "1000"),
        (".5", ".5"),
    ],
)
def test_amounts_are_read_as_they_are_written(file: Path, written: str, amount: str) -> None:
    found = read(file, f'order\tcode\tamount\n1\tA\t"{written}"\n')
    assert [one.amount for one in found.sales] == [Decimal(amount)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1,A,lots,EUR,", "'lots' is not an amount"),
        ("1,A,,EUR,", "no amount"),
        ("1,A,5,euros,", "'EUROS' is not a currency"),
        ("1,A,5,EUR,10.05.2026", "'10.05.2026' is not a date such as 2026-01-31"),
        ("1,A,5 apples,EUR,", "'5 apples' is not an amount"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_costs_one_line(
    file: Path, line: str, reason: str
) -> None:
    found = read(file, f"order,code,amount,currency,date\n{line}\n2,A,7,EUR,2026-05-10\n")
    assert found.problems == [(2, reason)]
    assert [one.amount for one in found.sales] == [7]
    assert list(found.sentences()) == [
        "lines that could not be read, left out: 1",
        f"  line 2: {reason}",
    ]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "amount\n5\n", "code,size\nA,5\n"])
def test_a_file_without_columns_of_sales_is_refused_with_what_it_needs(
    file: Path, text: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(file, text)
    assert "utm_content" in str(caught.value.hint)


def test_a_file_that_is_not_there_or_no_text_is_refused(file: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_sales(file, campaign="spring", currency="EUR")
    file.write_bytes(b"code,amount\n\xff\xfe,1\n")
    with pytest.raises(InputError, match="cannot be read"):
        read_sales(file, campaign="spring", currency="EUR")


def test_a_note_of_several_lines_is_one_record_and_lines_are_counted_as_an_editor_does(
    file: Path,
) -> None:
    found = read(file, 'order,code,amount,note\n1,A,5,"two\nlines\u2028"\n2,A,x,\n')
    assert [one.amount for one in found.sales] == [5]
    assert found.problems == [(4, "'x' is not an amount")]


def test_no_e_mail_address_is_kept_and_the_same_order_stays_the_same(file: Path) -> None:
    rows = ("jo@shop.example,A,5", "Jo@Shop.example,A,5", "bo@shop.example,bo@shop.example,6")
    found = read(file, "order,code,amount\n" + "\n".join(rows) + "\n")
    assert "@" not in repr(found.sales)
    assert [one.amount for one in found.sales] == [5, 6]
    assert [one.sale for one in read(file, f"order,code,amount\n{rows[0]}\n").sales] == [
        found.sales[0].sale
    ]
