"""Mentions pass the same filters as posts, and days are those of the posts that pass."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from engine.corpus.conversation import conversation
from engine.errors import ConfigError
from engine.store import Match, Store, database_path
from engine.vocabulary import Creator, CreatorFilter, Kind, PostFilter, Range, Span
from tests.fakes import NOW, make_page, make_post

CREATORS = (
    Creator(source="mastodon", native_id="77", handle="ana", followers=5_000),
    Creator(source="mastodon", native_id="78", handle="bo", followers=50),
    Creator(source="mastodon", native_id="79", handle="cy"),
    Creator(source="bluesky", native_id="80", handle="di", bio="#noindex", followers=9_000),
)
POSTS = (
    make_post("1", "tea", creator="77", days_ago=1, likes=3),
    make_post("2", "tea and mate", creator="78", days_ago=1.5, lang="de"),
    make_post("3", "mate", creator="79", days_ago=3),
    make_post("4", "nothing", creator="77", days_ago=9),
    make_post("5", "tea", creator="80", source="bluesky", days_ago=4),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    with Store.open(database_path(tmp_path)) as store:
        store.commit_page(make_page(*POSTS, creators=CREATORS), now=NOW)
        store.sync_cards({"tea": "1", "mate": "1"})
        while batch := store.next_batch(100):
            found = [
                Match(
                    post_id=post_id,
                    brand=key,
                    spans=(Span(brand=key, kind=Kind.NAME, start=0, end=3, surface=key),),
                )
                for post_id, passage in batch.posts.items()
                for key in batch.brands
                if key in passage.text
            ]
            store.put_matches(batch, found, now=NOW)
    return tmp_path


def found(home: Path, where: PostFilter | None = None) -> dict[str, list[str]]:
    with conversation(home) as corpus:
        table = corpus.table(["mate", "tea"], where)
        posts = corpus.posts(table.post_ids.tolist())
        return {
            key: [posts[i].native_id for i in table.post_ids[table.brand == code].tolist()]
            for code, key in enumerate(table.brands)
        }


def test_mentions_are_those_of_everybody_who_did_not_ask_to_be_left_out(home: Path) -> None:
    assert found(home) == {"mate": ["2", "3"], "tea": ["1", "2"]}
    everybody = PostFilter(creators=CreatorFilter(opted_out=True))
    assert found(home, everybody)["tea"] == ["1", "2", "5"]


def test_mentions_pass_filters_on_posts_and_creators(home: Path) -> None:
    assert found(home, PostFilter(langs=("de",))) == {"mate": ["2"], "tea": ["2"]}
    assert found(home, PostFilter(since=NOW - timedelta(days=2))) == {
        "mate": ["2"],
        "tea": ["1", "2"],
    }
    followed = PostFilter(creators=CreatorFilter(followers=Range(low=1_000)))
    assert found(home, followed) == {"mate": [], "tea": ["1"]}
    with conversation(home) as corpus:
        assert corpus.dropped(followed) == {"followers": 1, "opted_out": 1}


def test_days_are_those_of_posts_that_pass_by_source(home: Path) -> None:
    day = NOW.toordinal() - 719_163  # of 1970-01-01
    everybody = PostFilter(creators=CreatorFilter(opted_out=True))
    with conversation(home) as corpus:
        days = {name: some.tolist() for name, some in corpus.days(everybody).items()}
        assert days == {"mastodon": [day - 9, day - 3, day - 1], "bluesky": [day - 4]}
        assert [*corpus.days()] == ["mastodon"]


def test_all_posts_of_some_creators_can_be_had(home: Path) -> None:
    with conversation(home) as corpus:
        table = corpus.table(["tea"])
        first = table.creator_ids[:1]
        posts = corpus.posts(corpus.posts_of(first).tolist())
        assert sorted(post.native_id for post in posts.values()) == ["1", "4"]


def test_a_home_without_posts_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no posts") as told, conversation(tmp_path):
        pass
    assert "import" in str(told.value.hint)
