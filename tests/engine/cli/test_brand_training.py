"""`overheard brand test` and `overheard brand train`: from samples to sheets to verdicts."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from engine.brands.cards.files import write_card
from engine.cli.main import main
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import index_home
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand, Verdict
from tests.fakes import NOW, make_page, make_post

SHOPS = [f"picked up {what} over at target before lunch" for what in "abcdefghijkl"]
GOALS = [f"missed the sales target for {what} by miles" for what in "abcdefghijkl"]
POSTS = [
    make_post(f"{side}{i}", text, creator=f"{side}{i}")
    for side, texts in (("s", SHOPS), ("g", GOALS))
    for i, text in enumerate(texts)
]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in ("labelling", "testing", "training"):
        monkeypatch.setattr(f"engine.cli.branding.{module}.load_model", lambda _: HashingEmbedder())
    folder = tmp_path / "home"
    brands_path(folder).mkdir(parents=True)
    write_card(Brand(key="target", name="Target", about=("stores",)), brands_path(folder))
    with Store.open(database_path(folder)) as store:
        store.commit_page(make_page(*POSTS), now=NOW)
    index_home(folder, HashingEmbedder(), say=lambda _: None)
    return folder


def run(home: Path, *arguments: str) -> int:
    return main(["--home", str(home), "brand", *arguments])


def filled(home: Path, sheet: Path, n: int = 12) -> list[dict[str, str]]:
    """Write a sheet, and fill it in as its words say."""
    assert run(home, "test", "target", "--label", "--posts", str(n), "--to", str(sheet)) == 0
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        row["verdict"] = "brand" if "picked up" in row["text"] else "not"
    save(sheet, rows)
    return rows


def save(sheet: Path, rows: list[dict[str, str]]) -> None:
    with sheet.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)


def verdicts(home: Path) -> dict[str, Verdict]:
    with Store.open(database_path(home), read_only=True) as store:
        ids = store.mention_table(("target",)).post_ids
        mentions, posts = store.mentions(ids, ("target",)), store.posts(ids)
        return {posts[i].native_id: mentions[i][0].verdict for i in posts}


def test_a_sheet_holds_as_many_posts_as_asked_half_of_them_at_random(
    home: Path, tmp_path: Path
) -> None:
    rows = filled(home, tmp_path / "sheet.csv")
    assert [row["drawn"] for row in rows].count("random") == 6
    assert len({row["id"] for row in rows}) == 12
    assert {row["source"] for row in rows} == {POSTS[0].source}


def test_labels_teach_the_verdicts_on_the_other_posts(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.csv"
    filled(home, sheet)
    capsys.readouterr()
    assert run(home, "train", "target", str(sheet)) == 0
    told = capsys.readouterr().out
    assert "labels read: 12; kept for this brand: 12" in told
    assert "after: right in " in told
    right = {post.native_id: Verdict.BRAND if post.native_id[0] == "s" else Verdict.NOT
             for post in POSTS}  # fmt: skip
    assert verdicts(home) == right


def test_the_next_sheet_does_not_ask_again(home: Path, tmp_path: Path) -> None:
    asked = {row["id"] for row in filled(home, tmp_path / "one.csv")}
    assert run(home, "train", "target", str(tmp_path / "one.csv")) == 0
    assert asked.isdisjoint(row["id"] for row in filled(home, tmp_path / "two.csv"))


def test_a_word_that_is_no_verdict_is_named_with_its_line_and_nothing_is_kept(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.csv"
    rows = filled(home, sheet)
    rows[1]["verdict"] = "maybe"
    save(sheet, rows)
    assert run(home, "train", "target", str(sheet)) == 2
    assert f"'maybe' is no verdict ({sheet}, line 3)" in capsys.readouterr().err
    with Store.open(database_path(home), read_only=True) as store:
        assert store.labels("target") == ()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("source;id\nx;1\n", "lacks the column verdict"),
        ("id\n1\n", "lacks the columns source, verdict"),
        ("", "has no rows"),
        ("source;id;verdict\nx;1;\n", "nothing is labelled in"),
        ("source;id;verdict\nx;1\n", "nothing is labelled in"),
        ("source;id;verdict\nelsewhere;1;brand\n", "nothing in any of the posts labelled there"),
        ("source;id;verdict\nx;1.23457E+17;not\n", "the id 1.23457E+17 was damaged"),
        ("brand;source;id;verdict\napple;x;1;not\n", "is of the brand apple, not of target"),
    ],
)
def test_a_sheet_that_labels_nothing_is_refused(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    content: str,
    complaint: str,
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(content, encoding="utf-8")
    assert run(home, "train", "target", str(sheet)) == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.parametrize("again", [{}, {"id": "twin"}])
def test_a_post_that_is_called_both_is_named_and_nothing_is_kept(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], again: dict[str, str]
) -> None:
    """Two posts with one text are one: what is said of a post goes for all with its text."""
    sheet = tmp_path / "sheet.csv"
    rows = filled(home, sheet, n=4)
    text = next(post.text for post in POSTS if post.native_id == rows[0]["id"])
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(make_post("twin", text, creator="twin")), now=NOW)
    other = {"brand": "not", "not": "brand"}[rows[0]["verdict"]]
    save(sheet, [*rows, {**rows[0], **again, "verdict": other}])
    assert run(home, "train", "target", str(sheet)) == 2
    told = capsys.readouterr().err
    assert f"{sheet}, line 6: " in told
    assert f"is called {other}, and {rows[0]['verdict']} in {sheet}, line 2" in told
    with Store.open(database_path(home), read_only=True) as store:
        assert store.labels("target") == ()


def test_a_workbook_is_filled_in_and_read_back(home: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.xlsx"
    assert run(home, "test", "target", "--label", "--posts", "6", "--to", str(sheet)) == 0
    book = load_workbook(sheet)
    head, *rows = book.worksheets[0].iter_rows()
    place = {str(cell.value): i for i, cell in enumerate(head)}
    for row in rows:
        row[place["verdict"]].value = " Brand "
    book.save(sheet)
    assert run(home, "train", "target", str(sheet)) == 0
    with Store.open(database_path(home), read_only=True) as store:
        labels = store.labels("target")
    assert len(labels) == 6
    assert all(label.meant for label in labels)
    assert sum(label.at_random for label in labels) == 3


def test_labels_that_all_say_the_same_say_what_is_missing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "sheet.csv"
    save(sheet, [{**row, "verdict": "not"} for row in filled(home, sheet)])
    capsys.readouterr()
    assert run(home, "train", "target", str(sheet)) == 0
    told = capsys.readouterr().out
    assert "all labels say not; what tells the two apart needs some that say brand" in told
    assert "right in" not in told


def test_the_last_word_on_a_text_holds_whichever_post_it_was_said_of(home: Path) -> None:
    twins = [make_post(name, "on target with both", creator=name) for name in ("t1", "t2")]
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(*twins), now=NOW)
    index_home(home, HashingEmbedder(), say=lambda _: None)
    source = twins[0].source
    assert run(home, "label", "target", f"{source}:t2", "brand") == 0
    assert run(home, "label", "target", f"{source}:t1", "not") == 0
    index_home(home, HashingEmbedder(), say=lambda _: None)
    assert [verdicts(home)[name] for name in ("t1", "t2")] == [Verdict.NOT, Verdict.NOT]
    assert run(home, "label", "target", f"{source}:t2", "forget") == 0
    with Store.open(database_path(home), read_only=True) as store:
        assert store.labels("target") == ()


def test_a_post_is_named_by_its_address_too(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = "https://example.org/p/1"
    post = make_post("addressed", "a target on the hill", url=address)
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(post), now=NOW)
    index_home(home, HashingEmbedder(), say=lambda _: None)
    assert run(home, "label", "target", address, "not") == 0
    assert verdicts(home)["addressed"] is Verdict.NOT
    capsys.readouterr()
    assert run(home, "label", "target", f"{address}1", "not") == 2
    assert f"no post at {address}1" in capsys.readouterr().err
    assert run(home, "label", "target", "addressed", "not") == 2
    assert "names no post" in capsys.readouterr().err


def test_when_all_is_labelled_there_is_no_sheet(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(home, tmp_path / "all.csv", n=len(POSTS))
    assert run(home, "train", "target", str(tmp_path / "all.csv")) == 0
    left = tmp_path / "left.csv"
    assert run(home, "test", "target", "--label", "--to", str(left)) == 2
    assert "no posts of target are left to be labelled" in capsys.readouterr().err
    assert not left.exists()


def test_an_erased_creator_takes_the_labels_along(home: Path, tmp_path: Path) -> None:
    rows = filled(home, tmp_path / "sheet.csv")
    assert run(home, "train", "target", str(tmp_path / "sheet.csv")) == 0
    key = next(post for post in POSTS if post.native_id == rows[0]["id"])
    with Store.open(database_path(home)) as store:
        before = len(store.labels("target"))
        store.commit_page(make_page(deleted=(key.key,)), now=NOW)
        assert len(store.labels("target")) == before - 1


def test_a_test_shows_samples_of_each_verdict_with_reasons(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run(home, "test", "target", "--top", "2", "--output", "json") == 0
    told = json.loads(capsys.readouterr().out)
    said = verdicts(home)
    counts = {v.value: list(said.values()).count(v) for v in Verdict}
    assert told["verdicts"] == counts
    assert len(told["samples"]) == sum(min(2, n) for n in counts.values())
    assert all(said[one["id"]] == one["verdict"] and one["reasons"] for one in told["samples"])


def test_posts_to_label_need_a_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, "test", "target", "--label") == 2
    assert "--to sheet.csv" in capsys.readouterr().err
    assert run(home, "test", "target", "--label", "--to", "sheet.json") == 2
    assert "as CSV or as a workbook" in capsys.readouterr().err
