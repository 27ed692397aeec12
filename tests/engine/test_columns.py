"""Columns hold what the rows say, and a filter's refusal names the value."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest

from engine.columns import Columns, Masks
from engine.columns.tables import rows_among
from engine.store import Embedding, Store
from engine.vocabulary import CreatorFilter, PostFilter, Range
from tests.fakes import NOW, make_creator, make_page, make_post

MODEL = "m"


def load(store: Store) -> Columns:
    return Columns.load(store.connection, MODEL)


def embed(store: Store) -> None:
    waiting = store.pending_embeddings(MODEL, 100)
    rows = [
        Embedding(post_id=p.post_id, content_hash=p.content_hash, vector=np.array([1.0, 0.0]))
        for p in waiting
    ]
    store.put_embeddings(MODEL, 2, rows)


@pytest.fixture
def stocked(store: Store) -> Store:
    store.commit_page(
        make_page(
            make_post("1", "tea", likes=10, replies=None, reposts=2, days_ago=3),
            make_post("2", "tea", likes=0, replies=0, reposts=0, days_ago=2, lang=None),
            make_post("3", "https://example.com", likes=3, days_ago=1),
            make_post("4", "coffee", creator="78", source="bluesky", days_ago=40),
            make_post("5", "coffee", creator="79", likes=5),
            make_post("6", "milk", views=9),
            creators=[
                make_creator("77", followers=200, bio="Tea", location="Porto"),
                make_creator("79", followers=0),
                make_creator("80", followers=9, bio="quiet"),
                make_creator("78", source="bluesky", handle="coach", name="Kim"),
            ],
        ),
        now=NOW,
    )
    return store


def test_unknown_counts_are_nan_and_zero_is_zero(stocked: Store) -> None:
    posts = load(stocked).posts
    nan = math.nan
    assert posts.likes == pytest.approx([10, 0, 3, nan, 5, nan], nan_ok=True)
    assert posts.replies == pytest.approx([nan, 0, nan, nan, nan, nan], nan_ok=True)
    assert posts.reposts == pytest.approx([2, 0, nan, nan, nan, nan], nan_ok=True)


def test_posts_and_creators_are_joined_and_coded(stocked: Store) -> None:
    columns = load(stocked)
    owners = columns.creators.ids[columns.posts.creator]
    native = stocked.creators(owners.tolist())
    assert [native[i].native_id for i in owners.tolist()] == ["77", "77", "77", "78", "79", "77"]
    sources = [columns.sources[code] for code in columns.posts.source]
    assert sources == [*["mastodon"] * 3, "bluesky", *["mastodon"] * 2]
    langs = [columns.langs[code] for code in columns.posts.lang]
    assert langs == ["en", None, "en", "en", "en", "en"]
    assert columns.posts.created_at[0] == int((NOW - timedelta(days=3)).timestamp()) * 1_000_000
    times = columns.posts.created_at[columns.rows_of(0)].tolist()
    assert sorted(columns.rows_of(0).tolist()) == [0, 1, 2, 5]
    assert times == sorted(times)


def test_engagement_rate_is_the_median_over_posts_that_say(stocked: Store) -> None:
    """Of 12, 0 and 3 reactions the median is 3; the post with views only does not say."""
    nan = math.nan
    assert load(stocked).engagement_rate == pytest.approx([3 / 200, nan, nan, nan], nan_ok=True)


def test_only_the_vector_of_the_present_text_counts(stocked: Store) -> None:
    embed(stocked)
    assert load(stocked).posts.embedding.tolist() == [1, 2, 0, 3, 4, 5]
    stocked.commit_page(make_page(make_post("4", "cocoa", creator="78", source="bluesky")), now=NOW)
    assert load(stocked).posts.embedding.tolist() == [1, 2, 0, 0, 4, 5]
    embed(stocked)
    assert load(stocked).posts.embedding.tolist() == [1, 2, 0, 6, 4, 5]
    assert Columns.load(stocked.connection, "another model").posts.embedding.tolist() == [0] * 6


def test_equal_texts_have_equal_keys_and_no_text_has_none(stocked: Store) -> None:
    keys = load(stocked).posts.text_key
    assert keys[0] == keys[1] != keys[3] == keys[4]
    assert keys[2] == 0


def test_an_empty_database_has_empty_columns(store: Store) -> None:
    columns = load(store)
    assert len(columns.posts.ids) == len(columns.creators.ids) == len(columns.engagement_rate) == 0
    masks = Masks(columns, store.connection)
    where = PostFilter(
        sources=("x",), hashtags=("y",), exclude=("z",), creators=CreatorFilter(min_posts=1)
    )
    assert masks.posts(where).tolist() == []
    assert masks.dropped(where) == {}


@pytest.mark.parametrize(
    ("row", "where", "said"),
    [
        (
            0,
            PostFilter(creators=CreatorFilter(followers=Range(low=5000, high=50_000))),
            ["followers 200 are not in 5,000..50,000"],
        ),
        (
            3,
            PostFilter(creators=CreatorFilter(followers=Range(low=5000))),
            ["followers are not known"],
        ),
        (
            0,
            PostFilter(creators=CreatorFilter(engagement_rate=Range(low=0.02))),
            ["engagement rate 1.5% is not in 2%.."],
        ),
        (
            1,
            PostFilter(creators=CreatorFilter(engagement_rate=Range(low=0.02))),
            ["engagement rate is not known"],
        ),
        (
            0,
            PostFilter(creators=CreatorFilter(location="Berlin", bio="coffee")),
            [
                'location "Porto" is not in Berlin',
                'bio does not have the words "coffee"',
            ],
        ),
        (
            1,
            PostFilter(creators=CreatorFilter(location="Berlin", bio="coffee")),
            ["location is not known", "bio is not known"],
        ),
        (1, PostFilter(creators=CreatorFilter(location_none="Berlin")), []),
        (
            0,
            PostFilter(creators=CreatorFilter(location_none="Portugal")),
            ['location "Porto" is in Portugal'],
        ),
        (0, PostFilter(sources_none=("MASTODON",)), ["every post is from MASTODON"]),
        (
            3,
            PostFilter(creators=CreatorFilter(exclude=("coach", "trainer"))),
            ['bio, name or handle has the words "coach" or "trainer"'],
        ),
        (
            3,
            PostFilter(creators=CreatorFilter(active_since=NOW - timedelta(days=30))),
            ["the latest post, of 2026-04-22, is from before 2026-05-02"],
        ),
        (
            2,
            PostFilter(creators=CreatorFilter(active_since=NOW)),
            ["no posts are known"],
        ),
        (0, PostFilter(sources=("bluesky", "reddit")), ["no post is from bluesky or reddit"]),
        (0, PostFilter(langs=("pt",)), ["no post is known to be in pt"]),
        (3, PostFilter(since=NOW - timedelta(days=9)), ["no post is from 2026-05-23 or later"]),
        (0, PostFilter(until=NOW - timedelta(days=9)), ["no post is from before 2026-05-23"]),
        (0, PostFilter(hashtags=("tea", "milk")), ["no post has #tea or #milk"]),
        (3, PostFilter(exclude=("coffee",)), ['every post has the words "coffee"']),
        (
            0,
            PostFilter(langs=("en",), exclude=("tea", "milk"), until=NOW - timedelta(days=1.5)),
            ["no post passes all filters together"],
        ),
        (2, PostFilter(), ["no posts are known"]),
        (
            0,
            PostFilter(langs=("en",), creators=CreatorFilter(min_posts=4)),
            ["3 posts pass the filters, fewer than 4"],
        ),
        (0, PostFilter(langs=("en",), creators=CreatorFilter(min_posts=3)), []),
    ],
)
def test_a_refusal_names_the_value(
    stocked: Store, row: int, where: PostFilter, said: list[str]
) -> None:
    columns = load(stocked)
    masks = Masks(columns, stocked.connection)
    number = int(columns.creators.ids[row])
    profile = stocked.creators([number])
    assert masks.why_not(row, next(iter(profile.values())), where) == said


def test_dropped_counts_only_creators_whose_posts_pass(stocked: Store) -> None:
    masks = Masks(load(stocked), stocked.connection)
    asked = CreatorFilter(followers=Range(low=1), location="porto", bio="tea")
    everywhere = masks.dropped(PostFilter(creators=asked))
    assert everywhere == {"followers": 1, "location": 2, "bio": 2}
    there = masks.dropped(PostFilter(sources=("bluesky",), creators=asked))
    assert there == {"followers": 1, "location": 1, "bio": 1}


def test_a_mask_cannot_be_changed_by_who_gets_it(stocked: Store) -> None:
    masks = Masks(load(stocked), stocked.connection)
    with pytest.raises(ValueError, match="read-only"):
        masks.posts(PostFilter())[0] = False


@pytest.mark.parametrize("gap", [1, 2])
def test_rows_are_where_bisection_puts_them_with_and_without_gaps(gap: int) -> None:
    ids = np.arange(7, 7 + 50 * gap, gap)
    asked = np.random.default_rng(5).integers(0, 70 * gap, 200)
    expected = np.searchsorted(ids, asked).tolist()
    assert rows_among(ids, asked).tolist() == expected
    assert rows_among(ids[:0], asked).tolist() == [0] * 200


def test_an_unknown_post_has_no_row(stocked: Store) -> None:
    columns = load(stocked)
    assert columns.post_rows(np.array([6, 1])).tolist() == [5, 0]
    for unknown in (0, 7):
        with pytest.raises(KeyError, match=str(unknown)):
            columns.post_rows(np.array([1, unknown]))
