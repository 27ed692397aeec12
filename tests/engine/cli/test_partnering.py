"""`overheard partners`: who has advertised a brand and said so."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.store import Store, database_path
from tests.engine.cli.branded import make_home
from tests.fakes import make_creator, make_post

SPOKEN = "2026-06-01T12:00:00Z"
POSTS = (
    make_post("1", "My Krups, day one", creator="1", days_ago=30),
    make_post("2", "#ad Krups makes my mornings, with @bo", creator="1", days_ago=20,
              hashtags=("ad",), url="https://a.example/2"),
    make_post("3", "Paid partnership: DeLonghi and @cafe_x", creator="1", days_ago=10),
    make_post("4", "Krups again, use code ANA10 at checkout", creator="1", days_ago=5),
    make_post("5", "Krups with code BO20, so good", creator="2", days_ago=4),
    make_post("6", "Krups broke", creator="3", days_ago=3),
    make_post("7", "#ad tea only", creator="3", days_ago=2, hashtags=("ad",)),
    make_post("8", "Krups review", creator="4", days_ago=1, paid_label="paid partnership"),
)  # fmt: skip
CREATORS = (
    make_creator("1", handle="ana"),
    make_creator("4", handle="=cmd"),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return make_home(tmp_path_factory.mktemp("home"), POSTS, creators=CREATORS)


def run(capsys, home: Path, *arguments: str) -> str:
    assert main(["--home", str(home), "partners", *arguments, "--now", SPOKEN]) == 0
    return capsys.readouterr().out


def partners(capsys, home: Path, *arguments: str):
    told = json.loads(run(capsys, home, "krups", *arguments, "--output", "json"))
    (brand,) = told["brands"]
    return brand, {one["id"]: one for one in brand["partners"]}, told


def test_partners_are_those_who_disclose_with_what_is_beside(capsys, home) -> None:
    brand, found, told = partners(capsys, home)
    assert set(found) == {"1", "4"}
    ana = found["1"]
    assert ana["finding"] == "disclosed in 1 of 3 posts"
    assert [ana["posts"][kind]["count"] for kind in ("disclosed", "cued", "organic")] == [1, 1, 1]
    assert ana["posts"]["disclosed"]["listed"][0]["url"] == "https://a.example/2"
    assert (ana["words"], ana["codes"]) == (["#ad"], ["ANA10"])
    assert ana["also_brands"] == {"delonghi": 1}
    assert ana["also_handles"] == {"bo": 1, "cafe_x": 1}
    assert (brand["posts"], brand["creators"], brand["creators_with_cues_alone"]) == (6, 4, 1)
    assert any("never disclosed" in note for note in told["notes"])


def test_the_label_of_a_platform_discloses(capsys, home) -> None:
    _, found, _ = partners(capsys, home)
    assert found["4"]["words"] == ["paid partnership"]


def test_the_table_says_the_finding_and_never_that_others_were_not_paid(capsys, home) -> None:
    out = run(capsys, home, "Krups")
    assert "Partners of Krups: 2 of 4 creators who name it in 6 posts" in out
    (line,) = (line for line in out.splitlines() if line.startswith("@ana (mastodon"))
    assert line.endswith("): disclosed in 1 of 3 posts")
    assert "also works with: DeLonghi (1), @bo (1), @cafe_x (1)" in out
    assert "with a code or an affiliate link for Krups and no word about it: 1 more" in out
    assert "not sponsored" not in out
    assert "unpaid" not in out


def test_partners_who_are_against_the_brand_in_other_posts_are_told(capsys, tmp_path) -> None:
    home = make_home(tmp_path, POSTS, creators=CREATORS)
    with Store.open(database_path(home)) as store:
        store.connection.execute("UPDATE mentions SET stance = 'against' WHERE post_id = 4")
    _, found, _ = partners(capsys, home)
    assert {key: one["posts_against_it"] for key, one in found.items()} == {"1": 1, "4": 0}
    assert run(capsys, home, "krups").count("against it: 1 of 3 posts") == 1
    table = csv.DictReader(io.StringIO(run(capsys, home, "krups", "--output", "csv")))
    assert {row["id"]: row["against"] for row in table} == {"1": "1", "4": "0"}


def test_a_window_bounds_all_posts_that_are_looked_at(capsys, home) -> None:
    _, found, _ = partners(capsys, home, "--since", "15d")
    assert set(found) == {"4"}


def test_rows_of_csv_begin_no_formula(capsys, home) -> None:
    out = run(capsys, home, "krups", "--output", "csv")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(out))}
    assert rows["4"]["handle"] == "'=cmd"
    assert rows["1"]["finding"] == "disclosed in 1 of 3 posts"
    assert rows["1"]["also_handles"] == "bo: 1; cafe_x: 1"


def test_a_workbook_has_the_posts_too(capsys, home, tmp_path) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "partners.xlsx"
    run(capsys, home, "krups", "--to", str(file))
    sheet = load_workbook(file)["Posts"]
    kinds = [(row[4].value, row[7].value) for row in sheet.iter_rows(min_row=2)]
    assert kinds == [("8", "clear"), ("2", "clear"), ("4", "cued"), ("1", "organic")]


def test_partners_of_rivals_come_along_when_asked_for(capsys, home) -> None:
    told = json.loads(run(capsys, home, "krups", "--rivals", "--output", "json"))
    assert [brand["brand"] for brand in told["brands"]] == ["krups", "delonghi"]
    alone = json.loads(run(capsys, home, "delonghi", "--output", "json"))["brands"]
    assert told["brands"][1] == alone[0]
    assert [one["id"] for one in alone[0]["partners"]] == ["1"]
