"""The store keeps what it is given, by the upsert law, and says what it holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import StoreError
from engine.store import Embedding, Store
from engine.text import clean, content_hash, embedding_text
from engine.vocabulary import CorpusSummary, Creator, CreatorKey, Engagement, Page, Post
from tests.fakes import NOW, make_creator, make_page, make_post

LATER = NOW + timedelta(days=1)
EARLIER = NOW - timedelta(days=1)


def only_post(store: Store) -> Post:
    (post,) = store.posts([1]).values()
    return post


def only_creator(store: Store) -> Creator:
    (creator,) = store.creators([1]).values()
    return creator


def found(store: Store, words: str) -> list[int]:
    query = "SELECT rowid FROM posts_fts WHERE posts_fts MATCH ? ORDER BY rowid"
    return [row[0] for row in store.connection.execute(query, (words,))]


def test_a_new_store_is_empty_and_sound(store: Store) -> None:
    assert store.summary() == CorpusSummary(
        posts=0, creators=0, oldest=None, newest=None, by_source={}
    )
    assert store.damage() == ()
    assert len(store.database_id) == 32


def test_a_store_keeps_its_id_when_opened_again(store: Store) -> None:
    with Store.open(store.path) as again:
        assert again.database_id == store.database_id


def test_a_commit_says_what_was_new_updated_and_unchanged(store: Store) -> None:
    store.commit_page(make_page(make_post("1"), make_post("2")), now=NOW)
    committed = store.commit_page(
        make_page(make_post("1"), make_post("2", "another text"), make_post("3", creator="9")),
        now=NOW,
    )
    assert (committed.new, committed.updated, committed.unchanged) == (1, 1, 1)
    assert committed.creators == 1


def test_page_and_cursor_commit_together(store: Store) -> None:
    store.commit_page(make_page(make_post(), cursor="p2"), now=NOW, source="mastodon", query="tea")
    assert store.cursor("mastodon", "tea") == "p2"
    assert store.cursor("mastodon", "coffee") is None
    broken = make_page(make_post("2", creator=None), cursor="p3")  # type: ignore[arg-type]
    with pytest.raises(sqlite3.IntegrityError):
        store.commit_page(broken, now=NOW, source="mastodon", query="tea")
    assert store.cursor("mastodon", "tea") == "p2"
    assert store.summary().posts == 1


def test_a_page_without_a_cursor_leaves_the_cursor_where_it_was(store: Store) -> None:
    store.commit_page(make_page(cursor="p2"), now=NOW, source="mastodon", query="tea")
    store.commit_page(make_page(), now=NOW, source="mastodon", query="tea")
    assert store.cursor("mastodon", "tea") == "p2"


def test_the_same_id_at_two_sources_is_two_posts(store: Store) -> None:
    page = make_page(make_post("1", source="mastodon"), make_post("1", source="bluesky"))
    store.commit_page(page, now=NOW)
    assert store.summary().by_source == {"bluesky": 1, "mastodon": 1}


def test_a_count_that_is_not_known_never_overwrites_one_that_is(store: Store) -> None:
    store.commit_page(
        make_page(make_post(likes=5, replies=0, lang="en", url="https://a.b/1")), now=NOW
    )
    store.commit_page(make_page(make_post(likes=7, lang=None)), now=LATER)
    assert only_post(store) == make_post(likes=7, replies=0, lang="en", url="https://a.b/1")


def test_zero_is_known_and_overwrites(store: Store) -> None:
    store.commit_page(make_page(make_post(likes=5)), now=NOW)
    store.commit_page(make_page(make_post(likes=0)), now=NOW)
    assert only_post(store).engagement == Engagement(likes=0)


def test_an_edited_post_is_found_by_its_new_words_only(store: Store) -> None:
    store.commit_page(make_page(make_post(text="grinder", hashtags=["coffee"])), now=NOW)
    store.commit_page(make_page(make_post(text="kettle", hashtags=["tea"])), now=NOW)
    assert found(store, "grinder") == []
    assert found(store, "kettle") == [1]
    tags = store.connection.execute("SELECT tag, post_id FROM post_hashtags").fetchall()
    assert tags == [("tea", 1)]
    assert store.damage() == ()


def test_only_likes_changing_touches_neither_full_text_nor_the_embedding(store: Store) -> None:
    store.commit_page(make_page(make_post(likes=1)), now=NOW)
    segments = store.connection.execute("SELECT id, block FROM posts_fts_data").fetchall()
    pending = store.pending_embeddings("m", 10)
    store.commit_page(make_page(make_post(likes=2)), now=NOW)
    assert only_post(store).engagement.likes == 2
    assert store.connection.execute("SELECT id, block FROM posts_fts_data").fetchall() == segments
    assert store.pending_embeddings("m", 10) == pending


def test_an_equal_post_is_not_written_at_all(store: Store) -> None:
    store.commit_page(make_page(make_post(likes=1)), now=NOW)
    store.commit_page(make_page(make_post(likes=1)), now=LATER)
    assert store.counts("m").fetched_at == {"mastodon": NOW}


def test_the_later_measurement_of_a_creator_wins_field_by_field(store: Store) -> None:
    first = make_creator(handle="ana", followers=10, location="Porto", measured_at=NOW)
    second = make_creator(handle="ana2", followers=12, bio="tea", measured_at=LATER)
    store.commit_page(make_page(creators=[first, second]), now=NOW)
    assert only_creator(store) == replace(second, location="Porto")


def test_an_earlier_measurement_only_fills_in_what_was_unknown(store: Store) -> None:
    first = make_creator(handle="ana", followers=10, measured_at=NOW)
    second = make_creator(handle="old", followers=3, bio="tea", measured_at=EARLIER)
    store.commit_page(make_page(creators=[first]), now=NOW)
    store.commit_page(make_page(creators=[second]), now=LATER)
    assert only_creator(store) == replace(first, bio="tea")


def test_a_creator_without_a_time_of_measuring_was_measured_when_fetched(store: Store) -> None:
    store.commit_page(make_page(creators=[make_creator(measured_at=None)]), now=LATER)
    assert only_creator(store).measured_at == LATER


def test_a_post_without_a_profile_gets_a_creator_of_whom_nothing_is_known(store: Store) -> None:
    store.commit_page(make_page(make_post(creator="77")), now=NOW)
    assert only_creator(store) == make_creator("77", measured_at=None)
    profile = make_creator("77", handle="ana", bio="espresso at home", verified=False)
    store.commit_page(make_page(creators=[profile]), now=NOW)
    assert only_creator(store) == profile
    assert store.damage() == ()


def test_creators_are_found_by_handle_and_by_identity(store: Store) -> None:
    ana = make_creator("77", handle="Ana@example.social")
    store.commit_page(make_page(creators=[make_creator("5", handle="bob"), ana]), now=NOW)
    assert store.creators_by_handle("@ana@EXAMPLE.social") == (2,)
    assert store.creators_by_handle("bob") == (1,)
    assert store.creators_by_handle("") == ()
    assert store.creator_by_key(CreatorKey("mastodon", "77")) == 2
    assert store.creator_by_key(CreatorKey("bluesky", "77")) is None


def test_thousands_of_posts_are_read_at_once(store: Store) -> None:
    posts = [make_post(str(n), f"text {n}", creator=str(n % 7)) for n in range(40_000)]
    store.commit_page(make_page(*posts), now=NOW)
    read = store.posts(np.arange(1, 40_002))
    assert [read[n + 1] for n in range(40_000)] == posts  # type: ignore[index]
    assert len(read) == 40_000


def test_the_summary_spans_all_sources(store: Store) -> None:
    old, new = datetime(2001, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)
    store.commit_page(
        make_page(
            make_post("1", source="b", created_at=old),
            make_post("2", source="a", created_at=new),
            make_post("3", source="a", created_at=datetime(2020, 1, 1, tzinfo=UTC)),
        ),
        now=NOW,
    )
    assert store.summary() == CorpusSummary(
        posts=3, creators=2, oldest=old, newest=new, by_source={"a": 2, "b": 1}
    )


def vectors_of(*rows: Sequence[float]) -> list[np.ndarray]:
    return [np.asarray(row, dtype=np.float32) for row in rows]


def put(store: Store, model_id: str, *vectors: Sequence[float]) -> None:
    pending = store.pending_embeddings(model_id, len(vectors))
    rows = [
        Embedding(post_id=post.post_id, content_hash=post.content_hash, vector=vector)
        for post, vector in zip(pending, vectors_of(*vectors), strict=True)
    ]
    store.put_embeddings(model_id, len(vectors[0]), rows)


def test_pending_are_the_posts_without_a_vector_of_their_text_by_this_model(store: Store) -> None:
    posts = [make_post("1", "tea"), make_post("2", "🫖 https://a.b/c"), make_post("3", "milk")]
    store.commit_page(make_page(*posts), now=NOW)
    assert [post.post_id for post in store.pending_embeddings("m", 10)] == [1, 3]
    assert [post.post_id for post in store.pending_embeddings("m", 10, after=1)] == [3]
    assert store.pending_embeddings("m", 1)[0].content_hash == content_hash(
        embedding_text("tea", ())
    )
    put(store, "m", (1, 0))
    assert [post.post_id for post in store.pending_embeddings("m", 10)] == [3]
    assert [post.post_id for post in store.pending_embeddings("other", 10)] == [1, 3]
    counts = store.counts("m")
    assert (counts.posts, counts.embedded, counts.pending, counts.nothing_to_embed) == (3, 1, 1, 1)


def test_an_edited_post_gets_a_new_row_with_a_larger_id(store: Store) -> None:
    store.commit_page(make_page(make_post("1", "tea"), make_post("2", "milk")), now=NOW)
    put(store, "m", (1, 0), (0, 1))
    store.commit_page(make_page(make_post("1", "green tea")), now=NOW)
    assert [post.post_id for post in store.pending_embeddings("m", 10)] == [1]
    put(store, "m", (0.6, 0.8))
    ((ids, vectors),) = store.embeddings_after("m", 0)
    assert ids.tolist() == [2, 3]
    np.testing.assert_allclose(vectors, [(0, 1), (0.6, 0.8)], atol=1e-3)
    assert store.embedding_ids("m").tolist() == [2, 3]
    assert store.last_embedding_id() == 3


def test_vectors_come_in_batches_above_the_watermark_as_unit_rows(store: Store) -> None:
    store.commit_page(make_page(*(make_post(str(n), f"text {n}") for n in range(5))), now=NOW)
    wanted = np.random.default_rng(1).normal(size=(5, 3))
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    put(store, "m", *wanted.tolist())
    batches = list(store.embeddings_after("m", 1, batch=3))
    assert [ids.tolist() for ids, _ in batches] == [[2, 3, 4], [5]]
    vectors = np.concatenate([vectors for _, vectors in batches])
    np.testing.assert_allclose(vectors, wanted[1:], atol=1e-3)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_known_vectors_are_those_of_the_same_text_and_model(store: Store) -> None:
    store.commit_page(make_page(make_post("1", "tea"), make_post("2", "milk")), now=NOW)
    put(store, "m", (1, 0), (0, 1))
    tea = content_hash(embedding_text("tea", ()))
    assert tea is not None
    known = store.known_vectors("m", [tea, b"x" * 16, tea])
    assert {key: vector.tolist() for key, vector in known.items()} == {tea: [1.0, 0.0]}
    assert store.known_vectors("other", [tea]) == {}


def test_models_are_listed_with_their_posts(store: Store) -> None:
    store.commit_page(make_page(make_post("1", "tea"), make_post("2", "milk")), now=NOW)
    put(store, "m", (1, 0), (0, 1))
    put(store, "other", (1, 0, 0))
    assert [(model.model_id, model.dim, model.posts) for model in store.models()] == [
        ("m", 2, 2),
        ("other", 3, 1),
    ]


def test_vectors_of_another_length_than_the_models_are_refused(store: Store) -> None:
    store.commit_page(make_page(make_post("1", "tea"), make_post("2", "milk")), now=NOW)
    put(store, "m", (1, 0))
    with pytest.raises(ValueError, match="2 dimensions, not 3"):
        put(store, "m", (1, 0, 0))
    (pending,) = store.pending_embeddings("m", 10)
    row = Embedding(post_id=pending.post_id, content_hash=pending.content_hash, vector=np.ones(3))
    with pytest.raises(ValueError, match="shape"):
        store.put_embeddings("m", 2, [row])
    assert store.n_embeddings("m") == 1


def test_every_write_and_no_read_gives_the_contents_another_name(store: Store) -> None:
    names = [store.state()]
    store.put_note("anything", "at all")
    names.append(store.state())
    store.commit_page(make_page(make_post()), now=NOW)
    names.append(store.state())
    store.commit_page(make_page(make_post()), now=NOW)
    names.append(store.state())
    assert store.posts([1])
    assert store.summary().posts == 1
    assert store.state() == names[-1]
    assert None not in names
    assert len({*names}) == len(names)


def test_notes_are_kept(store: Store) -> None:
    assert store.note("model_id") is None
    store.put_note("model_id", "a")
    store.put_note("model_id", "b")
    assert store.note("model_id") == "b"


def test_a_store_for_reading_only_cannot_be_written(store: Store) -> None:
    store.commit_page(make_page(make_post()), now=NOW)
    with Store.open(store.path, read_only=True) as reader:
        assert reader.posts([1]) == store.posts([1])
        assert reader.damage() == ()
        with pytest.raises(StoreError, match="cannot be written"):
            reader.commit_page(make_page(make_post("2")), now=NOW)


words = st.text(max_size=60).map(clean)
names = words.filter(bool)
unknown_or = st.none() | words
counts = st.none() | st.integers(min_value=0, max_value=2**63 - 1)
moments = st.datetimes(
    min_value=datetime(1, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    max_value=datetime(9999, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
posts = st.builds(
    Post,
    source=names,
    native_id=names,
    creator_id=names,
    text=words,
    created_at=moments,
    url=unknown_or,
    lang=unknown_or,
    engagement=st.builds(
        Engagement, likes=counts, replies=counts, reposts=counts, quotes=counts, views=counts
    ),
    hashtags=st.lists(names.map(str.casefold), max_size=4, unique=True).map(tuple),
    links=st.lists(words, max_size=3).map(tuple),
    reply_to=unknown_or,
    paid_label=unknown_or,
)
creators = st.builds(
    Creator,
    source=names,
    native_id=names,
    handle=unknown_or,
    name=unknown_or,
    bio=unknown_or,
    url=unknown_or,
    followers=counts,
    following=counts,
    posts=counts,
    location=unknown_or,
    verified=st.none() | st.booleans(),
    created_at=st.none() | moments,
    measured_at=moments,
)
in_one_store = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@in_one_store
@given(post=posts, creator=creators)
def test_a_post_and_a_creator_survive_the_database(
    store: Store, post: Post, creator: Creator
) -> None:
    with store.connection:
        for table in ("posts", "creators"):
            store.connection.execute(f"DELETE FROM {table}")  # noqa: S608
    store.commit_page(make_page(post, creators=[creator]), now=NOW)
    post_id, creator_id = store.connection.execute(
        "SELECT (SELECT max(id) FROM posts), (SELECT min(id) FROM creators)"
    ).fetchone()
    assert store.posts([post_id]) == {post_id: post}
    assert store.creators([creator_id]) == {creator_id: creator}
    assert store.damage() == ()


def contents(store: Store) -> tuple[set[Post], set[Creator], list[tuple[str, str]]]:
    n = range(1, 100)
    tags = store.connection.execute(
        "SELECT tag, native_id FROM post_hashtags JOIN posts ON id = post_id ORDER BY 1, 2"
    ).fetchall()
    return set(store.posts(n).values()), set(store.creators(n).values()), tags


full_profiles = st.builds(
    make_creator,
    st.sampled_from("78"),
    handle=names,
    followers=st.integers(0, 9),
    measured_at=st.integers(0, 10**6).map(lambda seconds: NOW + timedelta(seconds=seconds)),
)
pages = st.lists(
    st.builds(
        lambda numbers, profiles: make_page(
            *(make_post(n, f"text {n}", creator=n, hashtags=[f"t{n}"]) for n in numbers),
            creators=profiles,
        ),
        st.lists(st.sampled_from("123456789"), max_size=4),
        st.lists(full_profiles, max_size=3),
    ),
    max_size=5,
    # Two measurements at one and the same moment have no order of their own.
).filter(
    lambda drawn: all(
        one == other or one.measured_at != other.measured_at
        for page in drawn
        for one in page.creators
        for other_page in drawn
        for other in other_page.creators
    )
)


@settings(max_examples=15, deadline=None)
@given(drawn=pages, data=st.data())
def test_order_and_repetition_of_pages_do_not_matter(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[Page], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(drawn + drawn[:2]))
    outcomes = []
    for sequence in (drawn, shuffled):
        with Store.open(tmp_path_factory.mktemp("order") / "overheard.db") as store:
            for page in sequence:
                store.commit_page(page, now=NOW)
            outcomes.append(contents(store))
            assert store.damage() == ()
    assert outcomes[0] == outcomes[1]
