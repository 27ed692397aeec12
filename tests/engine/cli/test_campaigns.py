"""`overheard campaign` on a small home."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.engine.cli.small_home import NOW, Answer, Run, home, posts, run

__all__ = ["home", "posts", "run"]
pytestmark = pytest.mark.usefixtures("home")
WINDOW = ("--from", "2026-05-01", "--until", "2026-06-01")
ORDERS = (
    "order,code,amount,currency\n1,ana-spring,300,EUR\n2,bo-spring,50,EUR\n2,bo-spring,-20,EUR\n"
)


def begin(run: Run, name: str = "spring", *options: str) -> Answer:
    url = ("--url", "https://acme.example/spring")
    return run("campaign", "create", name, *WINDOW, *url, "--currency", "EUR", *options, *NOW)


def spring(run: Run, tmp_path: Path) -> None:
    begin(run, "spring", "--mention", "espresso")
    run("campaign", "add", "spring", "@ana", "--fee", "100", "--gift", "20EUR")
    run("campaign", "add", "spring", "@bo", "--fee", "40USD")
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    run("campaign", "import-sales", "spring", "orders.csv")


def test_a_creator_gets_a_code_and_a_link(run: Run) -> None:
    begin(run)
    answer = run("campaign", "add", "spring", "@ana", "--fee", "100")
    assert answer.out == (
        "@ana: code ANA-SPRING, link https://acme.example/spring?utm_source=mastodon"
        "&utm_medium=creator&utm_campaign=spring&utm_content=ana\n"
    )
    again = run("campaign", "add", "spring", "@ana", "--gift", "20USD", "--code", "latte10")
    assert again.out.startswith("@ana: code LATTE10, ")
    shown = json.loads(run("campaign", "show", "spring", "--output", "json").out)
    (one,) = shown["creators"]
    assert one["fee"] == {"amount": 100.0, "currency": "EUR"}
    assert one["gift"] == {"amount": 20.0, "currency": "USD"}
    assert "100.00 EUR" in run("campaign", "show", "spring").out
    assert "spring  2026-05-01  2026-06-01  1" in run("campaign", "list").out


def test_codes_of_two_campaigns_are_not_the_same(run: Run) -> None:
    begin(run, "spring-one")
    begin(run, "spring-two")
    first, second = (
        run("campaign", "add", name, "@ana").out.split(",")[0]
        for name in ("spring-one", "spring-two")
    )
    assert (first, second) == ("@ana: code ANA-SPRING", "@ana: code ANA-SPRING2")


def test_the_report_has_every_number_by_creator_and_in_all(run: Run, tmp_path: Path) -> None:
    spring(run, tmp_path)
    asked = ("campaign", "report", "spring", "--rate", "USD=0.5EUR", *NOW)
    found = json.loads(run(*asked, "--output", "json").out)
    ana, bo = found["creators"]
    # Likes of the posts of ana that name espresso: those numbered 0, 1 and 2.
    assert (len(ana["posts"]), ana["engagements"]) == (3, 0 + 1 + 2)
    assert (ana["cost"], ana["revenue"], ana["roi"]) == (120, 300, (300 - 120) / 120)
    assert (bo["cost"], bo["revenue"], bo["orders"], bo["refunds"]) == (20, 30, 1, 1)
    total = found["total"]
    assert total["roi"] == pytest.approx((330 - 140) / 140)
    assert total["cost_per_engagement"] == pytest.approx(140 / (3 + bo["engagements"]))
    assert "replies" not in ana["counts"]
    assert "comments of 3 of 3 posts are not known" in ana["missing"]
    assert found["formulae"]["roi"] == "(revenue - cost) / cost"
    table = run(*asked).out
    assert "@ana (mastodon)" in table
    assert "+150%" in table
    assert "roi = (revenue - cost) / cost" in table


def test_disclosure_is_judged_for_each_post_by_the_rules_of_a_country(
    run: Run, tmp_path: Path
) -> None:
    post = {
        "source": "mastodon", "id": "77", "text": "Ad: espresso for spring with ANA-SPRING",
        "created_at": "2026-05-20T10:00:00Z", "lang": "en", "creator": {"id": "c-ana"},
    }  # fmt: skip
    (tmp_path / "more.jsonl").write_text(json.dumps(post), encoding="utf-8")
    run("import", "more.jsonl")
    spring(run, tmp_path)
    asked = ("campaign", "report", "spring", *NOW, "--output", "json")
    levels = {}
    for country in ("US", "DE"):
        found = json.loads(run(*asked, "--country", country).out)["creators"][0]
        levels[country] = {one["id"]: one["disclosed"] for one in found["posts"]}
        assert sum(found["disclosed"].values()) == len(found["posts"]) == 4
    assert (levels["US"]["77"], levels["US"]["0"]) == ("clear", "none")
    assert levels["DE"]["77"] != "clear"


def test_a_fee_in_another_currency_without_a_rate_is_said_and_left_out(
    run: Run, tmp_path: Path
) -> None:
    spring(run, tmp_path)
    answer = run("campaign", "report", "spring", *NOW)
    assert answer.status == 0
    assert "@bo (mastodon): the fee of 40.00 USD is not in EUR: give --rate" in answer.out
    assert "total: cost of 1 of 2 creators not known" in answer.out


def test_sales_are_read_twice_without_harm_and_broken_lines_named(run: Run, tmp_path: Path) -> None:
    spring(run, tmp_path)
    more = ORDERS + "4,ana-spring,much,EUR\n5,SOMEBODY,9,EUR\n"
    (tmp_path / "more.csv").write_text(more, encoding="utf-8")
    answer = run("campaign", "import-sales", "spring", "more.csv")
    assert answer.status == 3
    assert answer.out == "4 sales: 1 new, 0 changed, 3 as they were\n"
    assert answer.err.splitlines() == [
        "negative amounts, kept as refunds that lower revenue: 1",
        "lines that could not be read, left out: 1",
        "  line 5: 'much' is not an amount",
        "by the code or link of nobody in the campaign, kept as nobody's: 1",
    ]
    report = run("campaign", "report", "spring", *NOW).out
    assert "sales by the code or link of nobody here: 1 (SOMEBODY)" in report


def test_overlapping_campaigns_count_a_post_once_and_say_so(run: Run, tmp_path: Path) -> None:
    spring(run, tmp_path)
    begin(run, "latte", "--mention", "latte")
    run("campaign", "add", "latte", "@ana", "--fee", "1")
    both = [
        json.loads(run("campaign", "report", name, *NOW, "--output", "json").out)
        for name in ("spring", "latte")
    ]
    counted = [one["creators"][0]["engagements"] for one in both]
    assert counted == [0 + 2, 1]
    assert both[0]["notes"][0] == (
        "1 post is claimed by other campaigns too (latte): 0 count here, 1 there, "
        "by the strongest way they are found"
    )


def test_who_must_not_be_contacted_is_not_added_and_who_is_erased_is_counted(
    run: Run, tmp_path: Path
) -> None:
    spring(run, tmp_path)
    run("outreach", "do-not-contact", "add", "@cy")
    refused = run("campaign", "add", "spring", "@cy")
    assert (refused.status, "@cy is on the do-not-contact list" in refused.err) == (2, True)
    run("erase", "@bo", "--yes")
    report = run("campaign", "report", "spring", *NOW).out
    assert "@bo" not in report
    assert "total: 1 creator was erased since" in report


def test_creators_and_campaigns_can_be_removed(run: Run, tmp_path: Path) -> None:
    spring(run, tmp_path)
    assert "@bo is out of spring" in run("campaign", "remove", "spring", "@bo").out
    gone = run("campaign", "remove", "spring", "@bo")
    assert (gone.status, "@bo is not in spring" in gone.err) == (2, True)
    assert run("campaign", "remove", "spring", "--yes").out == "spring is forgotten\n"
    assert run("campaign", "list").out == (
        "there is no campaign yet; begin one: "
        "overheard campaign create NAME --from DAY --until DAY\n"
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "Spring!", *WINDOW), "is no name of a campaign"),
        (("create", "x", "--from", "2026-06-01", "--until", "2026-05-01"), "ends before it begins"),
        (("create", "x", *WINDOW, "--url", "javascript:1"), "is no address"),
        (("create", "x", *WINDOW, "--currency", "euros"), "is not a currency"),
        (("add", "sprin", "@ana"), "there is no campaign 'sprin'"),
        (("add", "spring", "@nobody"), "nobody in the corpus is called"),
        (("add", "spring", "@ana", "--fee", "-5"), "is negative"),
        (("add", "spring", "@ana", "--code", "a b"), "is no code"),
        (("import-sales", "spring", "none.csv"), "cannot be read"),
        (("report", "spring", "--units", "pr"), "there is no set of unit values 'pr'"),
        (("report", "spring", "--rate", "EUR"), "is not a rate of exchange"),
        (("report", "spring", "--country", "ZZ"), "no rules of disclosure of a country 'ZZ'"),
        (("add", "spring", "@ana", "--fee", "1" + "0" * 20), "is more than 1,000,000,000,000"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, arguments: tuple[str, ...], said: str) -> None:
    begin(run)
    answer = run("campaign", *arguments)
    assert answer.status == 2
    assert said in answer.err
    assert "hint: " in answer.err


def test_the_report_is_written_in_every_format(run: Run, tmp_path: Path) -> None:
    spring(run, tmp_path)
    names = ("a.csv", "a.xlsx", "a.html", "a.json", "a.parquet")
    to = (part for name in names for part in ("--to", name))
    assert run("campaign", "report", "spring", *NOW, *to).status == 0
    with (tmp_path / "a.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["c-ana", "c-bo", ""]
    document = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert float(rows[0]["roi"]) == document["creators"][0]["roi"]
    assert "Campaign spring" in (tmp_path / "a.html").read_text("utf-8")


def test_disclosure_is_judged_by_the_country_given_and_by_the_file_of_the_home(
    run: Run, tmp_path: Path
) -> None:
    spring(run, tmp_path)
    near = run("campaign", "report", "spring", "--country", "DF", *NOW)
    assert "hint: near it: DE, DK; there are: AR, AT" in near.err
    by_uk = run("campaign", "report", "spring", "--country", "uk", *NOW)
    assert by_uk.out == run("campaign", "report", "spring", "--country", "GB", *NOW).out != ""
    (tmp_path / "home").mkdir(exist_ok=True)
    (tmp_path / "home" / "disclosure.toml").write_text("no toml", encoding="utf-8")
    broken = run("campaign", "report", "spring", *NOW)
    assert "disclosure.toml is not TOML" in broken.err


def test_one_sale_is_one_sale(run: Run, tmp_path: Path) -> None:
    begin(run)
    (tmp_path / "one.csv").write_text("order,code,amount\n1,ana-spring,300\n", encoding="utf-8")
    done = run("campaign", "import-sales", "spring", "one.csv")
    assert done.out == "1 sale: 1 new, 0 changed, 0 as they were\n"
