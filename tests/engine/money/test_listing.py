"""Rows of the tables in words, each with who published it."""

from __future__ import annotations

from dataclasses import replace

from engine.money.listing import listed, tables_paper
from engine.money.rows import PriceRow, Prices
from engine.money.tables import as_values, load_tables
from tests.fakes import NOW


def test_a_row_is_said_in_words_and_an_open_end_too() -> None:
    rows = tuple(
        PriceRow(platform="x", format="post", per="post", followers=(1_000, end), amount=amount,
                 currency="EUR", source="a rate card", dated="2026")
        for end, amount in ((float("inf"), (5, 5)), (2_500, (0.05, 12)))
    )  # fmt: skip
    said = [*listed(replace(load_tables(), prices=Prices(price=rows)))][:2]
    assert [one.says for one in said] == [
        "platform x, format post, per post, followers 1,000 or more, amount 5, currency EUR",
        "platform x, format post, per post, followers 1,000 to 2,500, amount 0.05 to 12,"
        " currency EUR",
    ]
    assert {(one.file, one.kind, one.source, one.dated, one.url) for one in said} == {
        ("prices.toml", "price", "a rate card", "2026", None)
    }


def test_the_paper_has_every_row_once() -> None:
    tables = load_tables()
    paper = tables_paper(tables, NOW)
    kinds = (kind for file in as_values(tables).values() for kind in file.values())
    assert len(paper.sheets[0].rows) == sum(map(len, kinds))
