"""Indexing holds a home's posts against its brand cards, whatever else comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.brands.cards.files import write_card
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import are_current, bring_up_to_date, home_cards, index_home
from engine.store import Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand, Mark, Naming, Verdict
from tests.fakes import NOW, make_page, make_post

EMBEDDER = HashingEmbedder(16)


def stocked(home: Path, *texts: str) -> Path:
    home.mkdir(exist_ok=True)
    posts = [make_post(str(n), text) for n, text in enumerate(texts)]
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(*posts), now=NOW)
    return home


def card(home: Path, name: str, *aliases: str) -> None:
    write_card(Brand(key=name.lower(), name=name, aliases=aliases), brands_path(home))


def index(home: Path) -> list[str]:
    said: list[str] = []
    index_home(home, EMBEDDER, say=said.append, now=NOW)
    return said


def found(home: Path) -> dict[str, list[int]]:
    with Store.open(database_path(home), read_only=True) as store:
        return {brand: store.mention_table([brand]).post_ids.tolist() for brand in store.brands()}


def is_matched(home: Path) -> bool:
    with Store.open(database_path(home), read_only=True) as store:
        return are_current(store, home_cards(home))


def test_indexing_finds_mentions_and_says_so_once(tmp_path: Path) -> None:
    home = stocked(tmp_path / "home", "CeraVe again", "Niche grinders", "nothing")
    card(home, "CeraVe")
    card(home, "Niche")
    assert "2 mentions of 2 brands found in 3 posts" in index(home)
    assert found(home) == {"cerave": [1], "niche": [2]}
    assert not any("mentions" in line for line in index(home))


def test_a_home_without_cards_is_indexed_as_ever(tmp_path: Path) -> None:
    home = stocked(tmp_path / "home", "CeraVe again")
    assert is_matched(home)
    assert not any("mentions" in line for line in index(home))
    assert found(home) == {}


def test_an_edited_card_and_new_posts_are_brought_up_to_date_without_embedding(
    tmp_path: Path,
) -> None:
    home = stocked(tmp_path / "home", "CeraVe again", "the blue tub")
    card(home, "CeraVe")
    index(home)
    assert is_matched(home)
    card(home, "CeraVe", "blue tub")
    stocked(home, "CeraVe again", "the blue tub", "another blue tub")
    assert not is_matched(home)
    said: list[str] = []
    bring_up_to_date(home, EMBEDDER, say=said.append)
    assert is_matched(home)
    assert found(home) == {"cerave": [1, 2, 3]}
    with Store.open(database_path(home), read_only=True) as store:
        assert store.n_pending(EMBEDDER.model_id) == 1


def test_a_card_that_cannot_be_read_is_said_and_costs_nothing_else(tmp_path: Path) -> None:
    home = stocked(tmp_path / "home", "CeraVe again")
    card(home, "CeraVe")
    index(home)
    (brands_path(home) / "broken.toml").write_text("name = ", encoding="utf-8")
    (said,) = (line for line in index(home) if "brand cards" in line)
    assert "broken.toml" in said
    assert found(home) == {"cerave": [1]}


def test_what_belongs_to_a_brand_alone_means_it_and_a_name_is_weighed(tmp_path: Path) -> None:
    texts = ("@niche_coffee", "see nichecoffee.co.uk", "#nichezero", "#niche", "niche, hm")
    home = stocked(tmp_path / "home", *texts)
    niche = Brand(
        key="niche",
        name="Niche",
        handles={"any": ("niche_coffee",)},
        domains=("nichecoffee.co.uk",),
        hashtags=("nichezero",),
    )
    write_card(niche, brands_path(home))
    index(home)
    with Store.open(database_path(home), read_only=True) as store:
        mentions = [found[0] for found in store.mentions(range(1, 6)).values()]
    alone, weighed = mentions[:3], mentions[3:]
    assert [(one.verdict, one.sureness) for one in alone] == [(Verdict.BRAND, None)] * 3
    assert all(one.sureness is not None for one in weighed)


def test_a_removed_card_takes_its_mentions_along(tmp_path: Path) -> None:
    home = stocked(tmp_path / "home", "CeraVe again")
    card(home, "CeraVe")
    index(home)
    (brands_path(home) / "cerave.toml").unlink()
    index(home)
    assert found(home) == {}


def test_a_home_from_before_draws_were_judged_has_them_judged_when_it_is_indexed(
    tmp_path: Path,
) -> None:
    """Until then the mark of the post goes for it: of these two it is wrong about both."""
    texts = ["CeraVe giveaway: tag a friend to enter", "CeraVe for dry skin"]
    home = stocked(tmp_path / "home", *texts)
    card(home, "CeraVe")
    index(home)
    with Store.open(database_path(home)) as store:
        assert draws_of(store) == [True, False]
        store.connection.execute("ALTER TABLE mentions DROP COLUMN is_draw")
        store.connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm012%'")
        store.connection.execute(
            "UPDATE posts SET marks = CASE id WHEN 1 THEN 0 ELSE ? END", (int(Mark.PRIZE_DRAW),)
        )
        store.set_judge("cerave", "rules from before/hashing")
    with Store.open(database_path(home)) as store:
        assert draws_of(store) == [False, True]
        assert not are_current(store, home_cards(home))
    index(home)
    with Store.open(database_path(home), read_only=True) as store:
        assert draws_of(store) == [True, False]
        assert are_current(store, home_cards(home))


def draws_of(store: Store) -> list[bool]:
    marks = store.mention_table(["cerave"]).marks.tolist()
    return [bool(bits & Mark.PRIZE_DRAW) for bits in marks]


def test_stances_are_told_again_when_another_model_tells_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = stocked(tmp_path / "home", "CeraVe again")
    card(home, "CeraVe")
    index(home)
    assert is_matched(home)
    monkeypatch.setattr("engine.pipeline.brands.chosen", lambda: "/models/all-mpnet-base-v2")
    monkeypatch.setattr("engine.brands.telling.stance.by_network", certain)
    assert not is_matched(home)
    assert "1 mention of 1 brand found in 1 post" in index(home)
    assert is_matched(home)


def certain(namings: Sequence[Naming], _: str) -> NDArray[np.float64]:
    """Return that all is against; no test has to load a network for it."""
    return np.eye(5)[[1] * len(namings)]
