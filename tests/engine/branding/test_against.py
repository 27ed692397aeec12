"""Who is against a brand is said wherever somebody is put forward for it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from engine.branding.against import against
from engine.store import Judged, Match, Store, database_path
from engine.vocabulary import CreatorKey, Kind, Span, Stance, Verdict
from tests.engine.cli.small_home import NOW as AT
from tests.engine.cli.small_home import Run, home, posts, run
from tests.fakes import NOW, make_page, make_post

__all__ = ["home", "posts", "run"]
TAGS = tuple(f"tag{n}" for n in range(30))
WALL = "Krups, and what is tagged"
POSTS = (
    ("ana", "Krups broke", Verdict.BRAND, Stance.AGAINST),
    ("ana", "Krups broke again", Verdict.BRAND, Stance.AGAINST),  # on the same day
    ("ana", "Krups, well", Verdict.BRAND, Stance.FOR),
    ("ana", "Krups broke", Verdict.BRAND, Stance.AGAINST),  # a repeat
    ("ana", WALL, Verdict.BRAND, Stance.AGAINST),
    ("ana", "Krups?", Verdict.UNSURE, Stance.AGAINST),
    ("bo", "Krups is fine", Verdict.BRAND, Stance.FOR),
    ("cy", "Krups is bad", Verdict.BRAND, Stance.AGAINST),
)


def test_mentions_count_as_on_a_shortlist(tmp_path: Path) -> None:
    with Store.open(database_path(tmp_path)) as store:
        store.commit_page(
            make_page(
                *(
                    make_post(str(i), text, creator=who, hashtags=TAGS if text == WALL else ())
                    for i, (who, text, *_) in enumerate(POSTS)
                )
            ),
            now=NOW,
        )
        store.sync_cards({"krups": "1"})
        batch = store.next_batch(100)
        assert batch is not None
        span = Span(brand="krups", kind=Kind.NAME, start=0, end=5, surface="Krups")
        said = [*zip(batch.posts, POSTS, strict=True)]
        store.put_matches(
            batch,
            [Match(post_id=id_, brand="krups", spans=(span,), stance=stance)
             for id_, (*_, stance) in said],
            now=NOW,
        )  # fmt: skip
        store.put_verdicts(
            "krups", [Judged(post_id=id_, verdict=verdict) for id_, (*_, verdict, _) in said]
        )
        people = {who: store.creator_by_key(CreatorKey("mastodon", who))
                  for who in ("ana", "bo", "cy")}  # fmt: skip
        ana, bo = people["ana"], people["bo"]
        assert ana is not None
        assert bo is not None
        found = against(store, ("krups", "other", "krups"), (ana, bo))
    assert found == {ana: ("against krups: 2 of 3 mentions",)}


@pytest.fixture
def opposed(run: Run, home: Path) -> Run:
    """A home where ana is against a brand in one of her three posts about it."""
    assert run("brand", "add", "Espresso", "--about", "coffee", "--yes").status == 0
    assert run("index").status == 0
    with Store.open(database_path(home)) as store:
        store.connection.execute("UPDATE mentions SET verdict = 'brand', stance = 'for'")
        store.connection.execute("UPDATE mentions SET stance = 'against' WHERE post_id = 1")
    return run


def test_a_letter_to_somebody_who_is_against_the_brand_says_so(
    opposed: Run, tmp_path: Path
) -> None:
    for whom in (("--brief", "latte"), ("@ana", "--about", "latte")):
        file = tmp_path / "letters.csv"
        answer = opposed("outreach", "draft", "--brand", "espresso", *whom, "--to", str(file), *AT)
        assert "== @ana (mastodon)\n   note: against espresso: 1 of 3 mentions" in answer.out
        with file.open(encoding="utf-8") as lines:
            notes = {row["handle"]: row["notes"] for row in csv.DictReader(lines)}
        assert notes.pop("ana").startswith("against espresso: 1 of 3 mentions")
        assert not any("against" in note for note in notes.values())


def test_a_map_says_who_is_against_the_brand(opposed: Run, tmp_path: Path) -> None:
    files = ("--to", str(tmp_path / "map.csv"), "--to", str(tmp_path / "map.html"))
    answer = opposed("map", "who mention Espresso", *files, *AT)
    assert answer.status == 0
    assert "note: against a brand that the brief is about: ana; see their warnings" in answer.out
    with (tmp_path / "map.csv").open(encoding="utf-8") as lines:
        warnings = {row["handle"]: row["warnings"] for row in csv.DictReader(lines)}
    assert warnings.pop("ana") == "against espresso: 1 of 3 mentions"
    assert not any(warnings.values())
    assert "against espresso: 1 of 3 mentions" in (tmp_path / "map.html").read_text()


def test_prices_and_sets_bought_say_who_is_against_the_brand(opposed: Run, tmp_path: Path) -> None:
    brief = "who mention Espresso"
    priced = ("--as", "instagram", "--budget", "1000000USD", *AT)
    opposed("shortlist", "save", "kept", brief, *AT)
    opposed("search", brief, "--to", str(tmp_path / "list.csv"), *AT)
    opposed("search", brief, "--to", str(tmp_path / "list.json"), *AT)
    for whom in (("--brief", brief), ("--shortlist", "kept"), ("--from", "list.csv"),
                 ("--from", "list.json")):  # fmt: skip
        answer = opposed("price", *whom, *priced)
        (taken,) = [line for line in answer.out.splitlines() if "takes @ana" in line]
        assert taken.endswith("(against espresso: 1 of 3 mentions)")
        told = json.loads(opposed("price", *whom, *priced, "--output", "json").out)
        warnings = {one["handle"]: one["warnings"] for one in told["creators"]}
        assert warnings.pop("ana") == ["against espresso: 1 of 3 mentions"]
        assert not any(warnings.values())
