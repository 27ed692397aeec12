"""`overheard price` on a small home."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.engine.cli.small_home import NOW, Run, home, posts, run

__all__ = ["home", "posts", "run"]
pytestmark = pytest.mark.usefixtures("home")
AS = ("--as", "instagram", *NOW)
BUDGET = ("--brief", "espresso", *AS, "--budget", "50USD", "--posts", "2")


def test_one_creator_is_priced_with_every_way_and_its_source(run: Run) -> None:
    answer = run("price", "@ana", *AS)
    assert answer.status == 0
    assert "@ana (mastodon)" in answer.out
    # 12,034 followers: the table's 100 to 500 for its band, and 10 for each thousand.
    assert "100 to 500 USD: 100 to 500 USD per post (the table most price lists copy" in answer.out
    assert "10 USD per thousand followers x 12.03 (Impulze, price estimator, 2026)" in answer.out
    assert "note: priced as if they were on instagram" in answer.out
    assert "note: published figures of others, not offers: ask the creator" in answer.out


def test_who_has_no_known_followers_has_no_estimate(run: Run) -> None:
    answer = run("price", "@cy", *AS)
    assert answer.status == 0
    assert "followers are not known" in answer.out


def test_a_platform_without_published_prices_is_said(run: Run) -> None:
    said = (
        "no price on mastodon is published; --as PLATFORM prices as on another: instagram, tiktok"
    )
    assert said in run("price", "@ana", *NOW).out


def test_a_budget_picks_a_set_and_says_why_not_the_others(run: Run) -> None:
    found = json.loads(run("price", *BUDGET, "--output", "json").out)
    bought = found["budget"]
    assert bought["spent"] <= bought["budget"] == 50
    assert [one["creator"] for one in bought["taken"]] == ["mastodon:c-bo"]
    assert {one["creator"]: one["why"] for one in bought["left_out"]} == {
        "mastodon:c-ana": "costs more than the whole budget",
        "mastodon:c-cy": "no middle price: followers are not known",
    }
    table = run("price", *BUDGET).out
    assert "Best set for 50.00 USD, at most 2 posts, middle prices: 1 post," in table
    assert "leaves out @cy (mastodon): no middle price: followers are not known" in table


def test_an_exported_list_is_priced_like_the_brief_it_was_made_for(
    run: Run, tmp_path: Path
) -> None:
    run("search", "espresso", *NOW, "--to", "a.json", "--to", "a.csv")
    by_brief = json.loads(run("price", *BUDGET, "--output", "json").out)
    for name in ("a.json", "a.csv"):
        asked = ("price", "--from", name, *AS, "--budget", "50USD", "--posts", "2")
        by_file = json.loads(run(*asked, "--output", "json").out)
        assert by_file["creators"] == by_brief["creators"]
        assert by_file["budget"] == by_brief["budget"]


def test_who_left_the_corpus_since_the_export_is_left_out_and_counted(run: Run) -> None:
    run("search", "espresso", *NOW, "--to", "a.json")
    run("erase", "@ana", "--yes")
    answer = run("price", "--from", "a.json", *AS)
    assert "@ana" not in answer.out
    assert "1 of the list are not in this corpus, or were erased: left out" in answer.out


@pytest.mark.parametrize(
    ("text", "said"),
    [("", "no exported list"), ("a,b\n1,2\n", "no exported list"), ('{"x": 1}', "no exported")],
)
def test_what_is_no_exported_list_is_refused(
    run: Run, tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    answer = run("price", "--from", "list.csv", *AS)
    assert answer.status == 2
    assert said in answer.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "say whom in one way"),
        (("@ana", "--brief", "espresso"), "say whom in one way"),
        (("@nobody",), "nobody in the corpus is called '@nobody'"),
        (("@ana", "--budget", "50"), "a budget needs scores to choose by"),
        (("@ana", "--format", "billboard"), "no table knows the format"),
        (("--brief", "espresso", "--budget", "50EUR", "--as", "x"), "no rate to EUR is given"),
        (("--brief", "tea", "--budget", "lots"), "is not an amount of money"),
        (
            ("--brief", "tea", "--budget", "5EUR", "--currency", "USD", "--rate", "EUR=1USD"),
            "the budget is in EUR and the answer in USD",
        ),
    ],
)
def test_what_cannot_be_answered_is_said(run: Run, arguments: tuple[str, ...], said: str) -> None:
    answer = run("price", *arguments)
    assert answer.status == 2
    assert said in answer.err
    assert "hint: " in answer.err


def test_a_budget_in_another_currency_works_by_the_rate_given(run: Run) -> None:
    asked = ("--brief", "espresso", *AS, "--rate", "EUR=1.25USD")
    found = json.loads(run("price", *asked, "--budget", "40EUR", "--output", "json").out)
    dollars = json.loads(run("price", *BUDGET, "--output", "json").out)
    assert found["budget"]["currency"] == "EUR"
    assert found["asked"]["rates"] == [{"from": "EUR", "to": "USD", "rate": 1.25}]
    ours, theirs = (one["creators"][0]["estimate"]["low"] for one in (found, dollars))
    assert ours == pytest.approx(theirs / 1.25)


def test_the_tables_can_be_read_and_copied_and_replaced(run: Run, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("price", "--tables", "--output", "csv").out)))
    assert {row["file"] for row in rows} >= {"prices.toml", "units.toml", "tiers.toml"}
    assert run("price", "--copy-tables", str(tmp_path / "home" / "money")).status == 0
    copied = tmp_path / "home" / "money" / "prices.toml"
    copied.write_text(copied.read_text("utf-8").replace("amount = [100, 500]", "amount = [7, 8]"))
    answer = run("price", "@ana", *AS)
    assert "7.00 to 8.00 USD: 7 to 8 USD per post" in answer.out
    again = run("price", "--copy-tables", str(tmp_path / "home" / "money"))
    assert (again.status, "is there already" in again.err) == (2, True)


def test_a_wrong_row_of_the_users_is_named_by_its_line(run: Run, tmp_path: Path) -> None:
    run("price", "--copy-tables", str(tmp_path / "home" / "money"))
    units = tmp_path / "home" / "money" / "units.toml"
    units.write_text(units.read_text("utf-8").replace("value = 0.30", 'value = "much"'))
    answer = run("price", "@ana", *AS)
    assert answer.status == 2
    assert "units.toml, line 6 (unit 1), value: Expected `float`, got `str`" in answer.err


def test_files_have_the_same_numbers(run: Run, tmp_path: Path) -> None:
    names = ("a.csv", "a.xlsx", "a.html", "a.json", "a.parquet")
    answer = run("price", *BUDGET, *(part for name in names for part in ("--to", name)))
    assert answer.status == 0
    assert all((tmp_path / name).stat().st_size > 0 for name in names)
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    document = json.loads((tmp_path / "a.json").read_text("utf-8"))
    for one in document["creators"]:
        low = one["estimate"]["low"]
        assert rows[one["id"]]["low"] == ("" if low is None else str(low))
    assert rows["c-bo"]["bought"] == "yes"


def test_a_saved_list_is_priced_like_the_brief_it_was_made_for(run: Run) -> None:
    assert run("shortlist", "save", "beans", "espresso", *NOW).status == 0
    asked = (*AS, "--budget", "50USD", "--posts", "2", "--output", "json")
    by_name = json.loads(run("price", "--shortlist", "beans", *asked).out)
    assert by_name == json.loads(run("price", "--brief", "espresso", *asked).out)
    first = json.loads(run("price", "--shortlist", "beans", "--top", "1", *asked).out)
    assert len(first["creators"]) == 1
    assert "the first 1 of 3 on the list; --top 3 takes all" in first["notes"]


def test_who_was_erased_is_not_priced_by_a_saved_list(run: Run) -> None:
    run("shortlist", "save", "beans", "espresso", *NOW)
    run("erase", "@bo", "--yes")
    found = json.loads(run("price", "--shortlist", "beans", *AS, "--output", "json").out)
    assert sorted(one["id"] for one in found["creators"]) == ["c-ana", "c-cy"]


def test_a_list_that_is_not_kept_is_an_error_and_so_are_two_ways(run: Run) -> None:
    assert "no list 'beans'" in run("price", "--shortlist", "beans", *AS).err
    both = run("price", "--shortlist", "beans", "--brief", "espresso", *AS)
    assert (both.status, "say whom in one way" in both.err) == (2, True)
