"""`overheard voice`: figures with what they rest on, as a table, JSON, CSV and files."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest

from engine.cli.main import main
from tests.engine.cli.branded import make_home
from tests.fakes import NOW, make_post

SPOKEN = "2026-06-01T12:00:00Z"


def posts():
    """Return posts of twenty days by 24 creators: Krups mostly, then DeLonghi mostly."""
    made = []
    for day in range(20):
        for who in range(4):
            brand = "Krups" if (day < 10) == (who > 0) else "DeLonghi"
            made.append(
                make_post(
                    f"{day}-{who}",
                    f"My {brand} today, number {day} {who}",
                    creator=str(who + 4 * (day % 6)),
                    days_ago=day + 0.5,
                    likes=None if who == 3 else who,
                )
            )
    made.append(make_post("both", "Krups and DeLonghi side by side", creator="60", days_ago=2.2))
    made.append(make_post("none", "Only tea", creator="61", days_ago=25.5))
    return made


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return make_home(tmp_path_factory.mktemp("home"), posts(), unsure=["0-1", "3-2"])


def run(capsys, home: Path, *arguments: str, code: int = 0) -> tuple[str, str]:
    assert main(["--home", str(home), "voice", *arguments, "--now", SPOKEN]) == code
    told = capsys.readouterr()
    return told.out, told.err


def as_json(capsys, home: Path, *arguments: str):
    return json.loads(run(capsys, home, *arguments, "--output", "json")[0])


def test_the_table_says_what_it_rests_on(capsys, home) -> None:
    out, _ = run(capsys, home, "krups", "delonghi")
    assert out.startswith("Share of voice of Krups, DeLonghi, 2026-05-07 to 2026-06-01\n")
    assert "80 mentions by 25 creators (mastodon 80)" in out
    assert "not counted of Krups: unsure 2" in out
    assert "engagement is not known of 22 of 80 mentions on mastodon" in out
    assert "without any post: 5 of 26 days" in out
    assert "only what was collected can be counted" in out


def test_every_figure_names_its_posts_or_says_how_many_it_does_not(capsys, home) -> None:
    told = as_json(capsys, home, "krups", "delonghi")
    krups, delonghi = told["whole"]["figures"]
    assert (krups["brand"], krups["mentions"]) == ("krups", 10 * 3 + 10 - 2 + 1)
    assert delonghi["mentions"] == 10 + 10 * 3 + 1
    assert len(krups["posts"]) == 20
    assert krups["posts_not_listed"] == krups["mentions"] - 20
    named = {post["id"]: post for post in krups["posts"]}
    assert named.keys() <= {one.native_id for one in posts() if "Krups" in one.text}
    shares = [figure["shares"]["mentions"]["value"] for figure in (krups, delonghi)]
    assert shares == pytest.approx([38.5 / 79, 40.5 / 79])
    assert told["not_counted"] == {"krups": {"unsure": 2}, "delonghi": {}}
    assert told["coverage"]["days_without_posts"] == 5


def test_one_brand_is_held_against_the_rivals_of_its_card(capsys, home) -> None:
    told = as_json(capsys, home, "Krups")
    assert [one["key"] for one in told["brands"]] == ["krups", "delonghi"]


def test_a_brand_without_rivals_needs_another(capsys, home) -> None:
    _, err = run(capsys, home, "breville", code=2)
    assert "nothing to compare Breville with" in err
    _, err = run(capsys, home, "krups", "krubs", code=2)
    assert "did you mean krups?" in err


def test_periods_come_as_rows_of_csv(capsys, home) -> None:
    out, _ = run(capsys, home, "krups", "delonghi", "--by", "week", "--output", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["period"] for row in rows} == {"whole", "week"}
    weeks = [row for row in rows if row["period"] == "week" and row["brand"] == "krups"]
    whole = next(row for row in rows if row["period"] == "whole" and row["brand"] == "krups")
    assert sum(int(row["mentions"]) for row in weeks) == int(whole["mentions"])
    assert weeks[0]["since"].startswith("2026-05-11")  # a Monday


def test_what_moved_since_a_moment_has_an_interval(capsys, home) -> None:
    told = as_json(capsys, home, "krups", "delonghi", "--since", "10d", "--compare", "10d")
    moved = told["compared"]["moved"]["krups"]["mentions"]
    now = told["whole"]["figures"][0]["shares"]["mentions"]["value"]
    then = told["compared"]["then"]["figures"][0]["shares"]["mentions"]["value"]
    assert told["compared"]["then"]["since"] == "2026-05-12T12:00:00Z"
    assert moved["value"] == pytest.approx(now - then)
    assert 0 < moved["low"] < moved["value"] < moved["high"]
    out, _ = run(capsys, home, "krups", "delonghi", "--since", "10d", "--compare", "10d")
    assert "Since 2026-05-12 to 2026-05-22, in points:" in out


def test_as_of_counts_what_had_been_posted_and_known_what_had_been_found(tmp_path, capsys) -> None:
    late = [
        make_post("old", "Krups", creator="1", days_ago=40),
        make_post("older", "DeLonghi", creator="2", days_ago=41),
        make_post("new", "DeLonghi", creator="3", days_ago=1),
    ]
    home = make_home(tmp_path, late[:1], now=NOW - timedelta(days=39))
    make_home(home, late[1:], now=NOW)
    told = as_json(capsys, home, "krups", "delonghi", "--as-of", "30d")
    assert [figure["mentions"] for figure in told["whole"]["figures"]] == [1, 1]
    assert any("found only after 2026-05-02: 1 of 2" in note for note in told["notes"])
    told = as_json(capsys, home, "krups", "delonghi", "--as-of", "30d", "--known")
    assert [figure["mentions"] for figure in told["whole"]["figures"]] == [1, 0]


def test_a_long_silence_has_one_line_in_the_table(tmp_path, capsys) -> None:
    spoken = [
        make_post(str(days), f"Krups, {days}", creator=str(days), days_ago=days)
        for days in (40, 41, 3)
    ]
    home = make_home(tmp_path, spoken)
    told, _ = run(capsys, home, "krups", "delonghi", "--by", "day")
    assert "\n… 36 days, each " in told
    table = told.partition("Share of mentions by day")[2].partition("\n\n")[0]
    assert len(table.splitlines()) == 2 + 2 + 1 + 1 + 3  # heads, spoken, silent, spoken, silent
    whole = as_json(capsys, home, "krups", "delonghi", "--by", "day")
    assert len(whole["periods"]) == 42


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--since", "2030-01-01"), "it begins 2030-01-01, which is not before its end"),
        (("--since", "10d", "--until", "20d"), "there is nothing to look at"),
        (("--as-of", "2030-01-01"), "--as-of 2030-01-01 is still to come"),
    ],
)
def test_a_window_in_which_nothing_can_be_is_refused(capsys, home, flags, said) -> None:
    _, told = run(capsys, home, "krups", "delonghi", *flags, code=2)
    assert said in told


def test_filters_are_those_of_a_search(capsys, home) -> None:
    told = as_json(capsys, home, "krups", "delonghi", "--min-posts", "4")
    assert told["whole"]["creators"] == 2 * 4
    told = as_json(capsys, home, "krups", "delonghi", "--source", "bluesky")
    assert told["whole"]["figures"][0]["shares"]["mentions"]["value"] is None


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "json", "html"])
def test_files_are_written(capsys, home, tmp_path, suffix) -> None:
    file = tmp_path / f"voice.{suffix}"
    _, err = run(capsys, home, "krups", "delonghi", "--by", "month", "--to", str(file))
    assert f"wrote {file}" in err
    assert file.stat().st_size > 500


def test_a_home_without_cards_says_how_to_make_one(capsys, tmp_path) -> None:
    _, err = run(capsys, tmp_path, "krups", "delonghi", code=2)
    assert "overheard brand add" in err


def test_a_brand_may_be_called_by_name_and_mentions_are_a_filter(capsys, home) -> None:
    told = as_json(capsys, home, "Krups", "delonghi", "--not-mentions", "krups")
    krups, _ = told["whole"]["figures"]
    assert krups["mentions"] == 0


def test_unsure_mentions_are_counted_where_asked_and_missed_where_they_are_most(
    capsys, home, tmp_path
) -> None:
    told = as_json(capsys, home, "krups", "delonghi", "--with-unsure")
    assert told["whole"]["figures"][0]["mentions"] == 10 * 3 + 10 + 1
    assert told["not_counted"]["krups"] == {}
    vague = make_home(tmp_path, [make_post("1", "Krups"), make_post("2", "DeLonghi")], unsure=["1"])
    out, _ = run(capsys, vague, "krups", "delonghi")
    assert "most mentions of Krups may mean something else" in out
    assert "most mentions of DeLonghi" not in out
