"""Tables are data: dated, with sources, replaceable, and refused with the line where wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import ConfigError
from engine.money.rows import Prices
from engine.money.tables import REPLACEABLE, as_values, bundled_text, load_tables, read_table
from engine.tiers import TIERS

ROW = """
[[price]]
platform = "x"
format = "post"
per = "post"
followers = [0, 10]
amount = [1, 2]
currency = "USD"
dated = "2026"
source = "a rate card"
"""


def test_every_row_that_comes_along_says_who_published_it_and_when() -> None:
    for kinds in as_values(load_tables()).values():
        rows = [row for listed in kinds.values() for row in listed]
        assert rows
        assert all(row["source"] and row["dated"][:2] == "20" for row in rows)


def test_where_vendors_differ_both_are_kept() -> None:
    tables = load_tables()
    factors = {row.factor for row in tables.multipliers.niche if row.name == "beauty"}
    assert factors == {1.1, 1.3}
    micro = {s.name: {t.name: t.start for t in s.tiers}.get("micro") for s in tables.tiers.scheme}
    assert (micro["hypeauditor"], micro["overheard"]) == (5_000, 10_000)


def test_the_tiers_of_shortlists_are_those_of_the_table() -> None:
    scheme = next(s for s in load_tables().tiers.scheme if s.name == "overheard")
    assert [name for _, name in TIERS] == [tier.name for tier in scheme.tiers]
    assert [bound for bound, _ in TIERS[:-1]] == [tier.start for tier in scheme.tiers[1:]]


def test_a_file_of_the_home_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "money").mkdir()
    (tmp_path / "money" / "prices.toml").write_text(ROW, encoding="utf-8")
    tables = load_tables(tmp_path)
    assert [row.source for row in tables.prices.price] == ["a rate card"]
    assert tables.origins["prices.toml"] == str(tmp_path / "money" / "prices.toml")
    assert tables.units == load_tables().units


@pytest.mark.parametrize("name", ["tiers.toml", "price.toml"])
def test_a_table_that_cannot_be_replaced_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "money").mkdir()
    (tmp_path / "money" / name).write_text(ROW, encoding="utf-8")
    with pytest.raises(ConfigError, match=f"there is no table '{name}' to replace"):
        load_tables(tmp_path)


@pytest.mark.parametrize("name", REPLACEABLE)
def test_a_copy_of_ours_can_be_read_back(tmp_path: Path, name: str) -> None:
    (tmp_path / "money").mkdir()
    (tmp_path / "money" / name).write_text(bundled_text(name), encoding="utf-8")
    assert as_values(load_tables(tmp_path)) == as_values(load_tables())


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[1, 2]", '["1", 2]', "line 12 (price 2), amount[0]: Expected `float`"),
        ("[1, 2]", "[2, 1]", "line 12 (price 2): amount = [2, 1] has its low end above"),
        ("[1, 2]", "[-1, 2]", "line 12 (price 2), amount[0]: Expected `float` >= 0"),
        ("[1, 2]", "[1]", "line 12 (price 2), amount: Expected `array` of length 2"),
        ('"USD"', '"dollars"', "line 12 (price 2), currency: Expected `str` matching"),
        ('per = "post"', 'per = "click"', "line 12 (price 2), per: Invalid enum value"),
        ('source = "a rate card"', "", "line 12 (price 2): Object missing required field `source`"),
        ('source = "a rate card"', 'source = ""', "line 12 (price 2), source: Expected `str` of"),
        ("dated", "date", "line 12 (price 2): Object contains unknown field `date`"),
        ("[[price]]", "[[prices]]", "Object contains unknown field `prices`"),
        ("amount = [1, 2]", "amount = [1, 2", "is not TOML"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(old: str, new: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        read_table(ROW + ROW.replace(old, new), Prices, name="prices.toml")
    assert str(caught.value).startswith("prices.toml")
    assert said in str(caught.value)
    assert caught.value.hint
