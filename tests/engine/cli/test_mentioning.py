"""`overheard mentions`, and mentions wherever creators are shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from engine.cli.main import main
from engine.cli.mentions import marked
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import index_home
from engine.store import Judged, Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import PostId, Verdict
from tests.engine.cli.branded import make_home
from tests.fakes import NOW, make_creator, make_post

SPOKEN = "2026-06-01T12:00:00Z"
WALL = tuple(f"t{n}" for n in range(12))
POSTS = (
    make_post("1", "My Krups grinds well", creator="1", days_ago=3, url="https://a.example/1"),
    make_post("2", "Krups or DeLonghi? @krups_de", creator="2", days_ago=1),
    make_post("3", "Krups giveaway, enter to win", creator="3", days_ago=2),
    make_post("4", "krups " + " ".join(f"#{tag}" for tag in WALL), creator="3", hashtags=WALL),
    make_post("5", "My Krups grinds well", creator="4", days_ago=2),
    make_post("6", "Only tea", creator="5"),
    make_post("7", "Krups, whatever that is", creator="5", days_ago=4),
)
CREATORS = (make_creator("1", handle="ana"), make_creator("2", handle="@bo"))


@pytest.fixture(autouse=True)
def _verdicts_as_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave verdicts to the tests: nothing judges what cards find."""
    monkeypatch.setattr("engine.pipeline.brands.judges_of", lambda *_: {})


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return make_home(tmp_path / "home", POSTS, creators=CREATORS, unsure=["7"])


def run(
    capsys: pytest.CaptureFixture[str], home: Path, *arguments: str, code: int = 0
) -> tuple[str, str]:
    status = main(["--home", str(home), "mentions", *arguments, "--now", SPOKEN])
    told = capsys.readouterr()
    assert status == code, told.err
    return told.out, told.err


def as_json(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> dict[str, Any]:
    return dict(json.loads(run(capsys, home, *arguments, "--output", "json")[0]))


def listed(document: dict[str, Any]) -> list[str]:
    return [mention["id"] for mention in document["mentions"]]


def test_the_newest_mentions_come_first_and_poor_ones_are_counted(capsys, home) -> None:
    document = as_json(capsys, home, "Krups")
    assert listed(document) == ["2", "1", "7"]
    assert document["counts"]["krups"] == {
        "mentions": 3,
        "creators": 3,
        "verdicts": {"brand": 2, "unsure": 1},
        "left_out": {"hashtag walls": 1, "prize draws": 1, "repeats": 1},
        "not_listed": {},
    }


def test_a_mention_says_what_was_found_and_where(capsys, home) -> None:
    first = as_json(capsys, home, "krups")["mentions"][0]
    assert first["words"] == [
        {"kind": "name", "start": 0, "end": 5, "surface": "Krups"},
        {"kind": "handle", "start": 19, "end": 28, "surface": "@krups_de"},
    ]
    assert (first["verdict"], first["creator"]["handle"]) == ("brand", "@bo")
    assert first["disclosed"] == "none"
    assert (first["created_at"], first["found_at"]) == ("2026-05-31T12:00:00Z", SPOKEN)


def test_all_shows_walls_draws_and_repeats_and_says_which_they_are(capsys, home) -> None:
    document = as_json(capsys, home, "krups", "--all")
    assert listed(document) == ["2", "4", "3", "5", "1", "7"]
    assert [mention["left_out"] for mention in document["mentions"][1:4]] == [
        ["hashtag walls"],
        ["prize draws"],
        ["repeats"],
    ]


def test_posts_that_disclose_advertising_say_so(capsys, home) -> None:
    make_home(home, [make_post("9", "Anzeige: my new Krups #Werbung", lang="de", days_ago=0.5)])
    assert as_json(capsys, home, "krups")["mentions"][0]["disclosed"] == "clear"
    out, _ = run(capsys, home, "krups")
    assert "  disclosed" in out.splitlines()[2]


def test_what_is_still_to_be_judged_is_said(capsys, home) -> None:
    with Store.open(database_path(home)) as store:
        store.set_judge("krups", "another")
    (note,) = as_json(capsys, home, "krups")["notes"]
    assert note.startswith("still to be judged: 6 mentions")
    assert as_json(capsys, home, "delonghi")["notes"] == []


def test_verdicts_and_filters_choose(capsys, home) -> None:
    assert listed(as_json(capsys, home, "krups", "--verdict", "unsure")) == ["7"]
    assert listed(as_json(capsys, home, "krups", "--since", "2d")) == ["2"]
    assert listed(as_json(capsys, home, "krups", "--not-mentions", "delonghi")) == ["1", "7"]
    assert listed(as_json(capsys, home, "krups", "--mentions", "DeLonghi")) == ["2"]


def test_the_table_marks_the_words_and_counts_below(capsys, home) -> None:
    out, _ = run(capsys, home, "krups", "delonghi", "--top", "2")
    lines = out.splitlines()
    assert lines[0] == "Mentions of DeLonghi, Krups"
    assert "@bo (mastodon)" in lines[2]
    assert "krups: name, handle Krups, @krups_de" in out
    assert "    «Krups» or DeLonghi? «@krups_de»" in lines
    assert "… and 2 older ones" in out
    assert (
        "Krups: 3 mentions by 3 creators (2 brand, 1 unsure); left out: 1 hashtag walls, "
        "1 prize draws, 1 repeats (--all shows them)"
    ) in lines


def test_csv_has_a_row_a_mention_and_files_have_all(capsys, home, tmp_path) -> None:
    file = tmp_path / "mentions.csv"
    out, err = run(capsys, home, "krups", "--top", "1", "--output", "csv", "--to", str(file))
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["post_id"] for row in rows] == ["2", "1", "7"]
    assert (rows[0]["kind"], rows[0]["words"]) == ("name, handle", "Krups, @krups_de")
    assert file.read_text(encoding="utf-8") == out
    assert "wrote" in err


def test_an_unknown_brand_names_the_nearest_card(capsys, home) -> None:
    _, err = run(capsys, home, "krup", code=2)
    assert "there is no brand card 'krup'" in err
    assert "did you mean krups?" in err
    assert "overheard brand add" in err


def test_an_unknown_verdict_names_those_there_are(capsys, home) -> None:
    _, err = run(capsys, home, "krups", "--verdict", "maybe", code=2)
    assert "there is no verdict 'maybe'" in err
    assert "not, unsure, brand" in err or "brand, unsure, not" in err


def test_a_home_without_cards_says_how_to_make_one(capsys, tmp_path) -> None:
    with Store.open(database_path(tmp_path)):
        pass
    _, err = run(capsys, tmp_path, "krups", code=2)
    assert "overheard brand add" in err


def test_marks_stand_around_spans_and_never_within_each_other() -> None:
    assert marked("tea or mate", [(7, 11), (0, 3)]) == "«tea» or «mate»"
    assert marked("tea", [(0, 3), (1, 2)]) == "«tea»"
    assert marked("tea", []) == "tea"


def judge_all(home: Path, verdict: Verdict) -> None:
    with Store.open(database_path(home)) as store:
        for brand in store.brands():
            rows = [Judged(post_id=PostId(n), verdict=verdict) for n in range(1, 9)]
            store.put_verdicts(brand, rows)


def test_a_card_that_changed_is_looked_for_first(capsys, home, monkeypatch) -> None:
    monkeypatch.setattr("engine.cli.options.load_model", lambda _: HashingEmbedder(16))
    card = brands_path(home) / "krups.toml"
    card.write_text('name = "Krups"\naliases = ["only tea"]\n', encoding="utf-8")
    document = as_json(capsys, home, "krups", "--verdict", "unsure,brand")
    assert "6" in listed(document)


EMBEDDER = HashingEmbedder(64)


@pytest.fixture
def indexed(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home whose posts are embedded and judged: all mean the brand."""
    monkeypatch.setattr("engine.cli.options.load_model", lambda _: EMBEDDER)
    index_home(home, EMBEDDER, say=lambda _: None, now=NOW)
    judge_all(home, Verdict.BRAND)
    return home


def asked(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> dict[str, Any]:
    arguments = ("--home", str(home), *arguments, "--output", "json", "--now", SPOKEN)
    assert main([*arguments]) == 0
    return dict(json.loads(capsys.readouterr().out))


def ids(document: dict[str, Any]) -> set[str]:
    return {creator["id"] for creator in document["creators"]}


def test_search_filters_creators_by_brands_and_counts_their_mentions(capsys, indexed) -> None:
    document = asked(capsys, indexed, "search", "grinds Krups well", "--mentions", "krups")
    assert ids(document) == {"1", "2", "5"}  # not the wall, the draw and the repeat
    assert document["brief"]["where"] == {"mentions": ["krups"]}
    assert document["brief"]["brands"] == ["krups"]
    first = next(creator for creator in document["creators"] if creator["id"] == "1")
    assert first["mentions"] == {"krups": 1}
    assert [evidence["mentions"] for evidence in first["evidence"]] == [["krups"]]
    without = asked(capsys, indexed, "search", "tea", "--not-mentions", "Krups")
    assert ids(without) == set()


def test_prize_draws_are_those_the_judge_of_the_brand_tells_when_creators_are_filtered(
    capsys, indexed
) -> None:
    """Post 1 is said to be a draw that its words do not show, post 3 to be none after all."""
    with Store.open(database_path(indexed)) as store:
        said = {1: True, 3: False}
        rows = [
            Judged(post_id=PostId(n), verdict=Verdict.BRAND, is_draw=is_draw)
            for n, is_draw in said.items()
        ]
        store.put_verdicts("krups", rows)
    document = asked(capsys, indexed, "search", "grinds Krups well", "--mentions", "krups")
    assert ids(document) == {"2", "3", "5"}
    without = asked(capsys, indexed, "search", "grinds Krups tea", "--not-mentions", "krups")
    assert ids(without) == set()  # a draw is a mention, too


def test_a_file_of_briefs_may_name_brands(capsys, indexed, tmp_path) -> None:
    file = tmp_path / "briefs.jsonl"
    where = {"mentions": "krups", "not-mentions": ["DeLonghi"]}
    file.write_text(json.dumps({"id": "b", "text": "grinds", "where": where}), encoding="utf-8")
    document = asked(capsys, indexed, "search", "--briefs", str(file))
    assert ids(document) == {"1", "5"}


def test_who_is_against_the_brand_of_a_brief_is_warned_of(capsys, indexed) -> None:
    with Store.open(database_path(indexed)) as store:
        store.connection.execute("UPDATE mentions SET stance = 'against' WHERE post_id = 1")
    document = asked(capsys, indexed, "search", "people who like Krups")
    warnings = {creator["id"]: creator["warnings"] for creator in document["creators"]}
    assert warnings["1"] == ["against krups: 1 of 1 mentions"]
    assert not any(said for id_, said in warnings.items() if id_ != "1")
    main(["--home", str(indexed), "search", "people who like Krups", "--now", SPOKEN])
    assert "against krups: 1 of 1 mentions" in capsys.readouterr().out
    main(["--home", str(indexed), "why", "@ana", "Krups grinds", "--now", SPOKEN])
    assert "against krups: 1 of 1 mentions" in capsys.readouterr().out
    other = asked(capsys, indexed, "search", "grinds well")
    assert all(creator["warnings"] == [] for creator in other["creators"])


def test_similar_creators_share_brands(capsys, indexed) -> None:
    document = asked(capsys, indexed, "similar", "@ana")
    shared = {creator["id"]: creator["shared"]["brands"] for creator in document["creators"]}
    assert shared["2"] == ["krups"]
    assert not any(brands for id_, brands in shared.items() if id_ not in {"2", "5"})


def test_status_counts_mentions_and_what_is_left_to_do(capsys, indexed) -> None:
    main(["--home", str(indexed), "status", "--output", "json"])
    document = json.loads(capsys.readouterr().out)
    krups = document["brands"][2]
    assert (krups["brand"], krups["posts"]) == ("krups", 6)
    assert krups["verdicts"] == {"brand": 6}
    assert document["posts_to_match"] == 0
    make_home(indexed, [make_post("8", "more Krups")])
    main(["--home", str(indexed), "status"])
    assert "brand krups" in capsys.readouterr().out


def test_erasing_takes_mentions_along(capsys, indexed) -> None:
    assert main(["--home", str(indexed), "erase", "@ana", "--yes"]) == 0
    capsys.readouterr()
    assert "1" not in listed(as_json(capsys, indexed, "krups"))
