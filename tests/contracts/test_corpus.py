"""What a corpus answers: the one in a database and the one over lists must agree on everything."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from engine.corpus import LocalCorpus
from engine.store import PostLanguage, Store, database_path
from engine.text.languages import SURE
from engine.vocabulary import (
    CreatorFilter,
    CreatorId,
    PostFilter,
    PostId,
    Range,
    Stance,
    Vectors,
)
from tests.contracts.corpora import (
    FILTERS,
    WORDS,
    Both,
    both,
    build,
    creators,
    kept,
    on,
    posts,
    same,
    same_holders,
    same_wording,
    where,
)
from tests.fakes import make_creator, make_post
from tests.list_corpus import ListCorpus
from tests.unit_vectors import DIM, Model, unit_query, unit_rows

__all__ = ["both", "where"]


@pytest.mark.parametrize("k", [1, 7, 1000])
def test_posts_by_similarity(both: Both, where: PostFilter, k: int) -> None:
    for seed in range(3):
        same(
            both.local.dense(unit_query(seed), k, where),
            both.listed.dense(unit_query(seed), k, where),
        )


@pytest.mark.parametrize("k", [1, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        "espresso grinders in Berlin",
        "#espresso",
        "@ana_coffee",
        "cafe",
        "vegan skincare for dry skin",
        "the of and",
        "nowhere to be found",
        "🫖",
    ],
)
def test_posts_by_words(both: Both, where: PostFilter, text: str, k: int) -> None:
    run, oracle = both.local.lexical(text, k, where), both.listed.lexical(text, k, where)
    assert run.scores == pytest.approx(oracle.scores, rel=1e-4)
    assert run.ids.tolist() == oracle.ids.tolist()
    assert (run.scores > 0).all()


@pytest.mark.parametrize("k", [1, 4, 1000])
def test_creators_by_all_they_post(both: Both, where: PostFilter, k: int) -> None:
    for seed in range(3):
        oracle = both.listed.profiles(unit_query(seed), k, where)
        same(both.local.profiles(unit_query(seed), k, where), oracle)


def test_what_is_usual(both: Both) -> None:
    """Fewer posts and creators than a sample holds: all of them, in whatever order."""
    local, listed = both.local.sample(), both.listed.sample()
    for found, oracle in ((local.posts, listed.posts), (local.profiles, listed.profiles)):
        assert found.shape == oracle.shape
        similar = found @ oracle.T
        assert similar.max(axis=1) == pytest.approx(np.ones(len(found)), abs=2e-3)
        assert similar.max(axis=0) == pytest.approx(np.ones(len(found)), abs=2e-3)


def test_what_creators_posted(both: Both, where: PostFilter) -> None:
    chosen = np.array([9, 2, 13, 1, 99, 2, 12])
    local = both.local.activity(unit_query(), chosen, where)
    listed = both.listed.activity(unit_query(), chosen, where)
    for field in fields(local):
        found, oracle = getattr(local, field.name), getattr(listed, field.name)
        assert (found.dtype, found.shape) == (oracle.dtype, oracle.shape), field.name
        assert found == pytest.approx(oracle, abs=2e-3, nan_ok=True), field.name


def test_some_posts_nearly_repeat_others(both: Both) -> None:
    """Else these tests could not tell a corpus that looks for repeats from one that does not."""
    everybody = PostFilter(creators=CreatorFilter(opted_out=True))
    found = both.listed.activity(unit_query(), np.arange(1, 13), everybody)
    assert 5 < np.count_nonzero(found.duplicate_of != np.arange(len(found.duplicate_of))) < 85
    assert np.isnan(found.similarity).sum() == 8
    assert {0, 1, 2} <= set(found.marks.tolist())


def test_engagement_of_every_creator(both: Both) -> None:
    local, listed = both.local.engagement(), both.listed.engagement()
    for name in ("creator_ids", "n_posts", "followers", "mean_y", "var_y"):
        found, oracle = getattr(local, name), getattr(listed, name)
        assert found == pytest.approx(oracle, nan_ok=True, abs=1e-9), name
        assert found.dtype == oracle.dtype, name
    for i in range(13):
        alike = local.source == local.source[i]
        assert alike.tolist() == (listed.source == listed.source[i]).tolist()
    assert local.source.dtype == np.int32
    assert both.local.engagement() is local


def test_who_was_dropped_for_what_is_not_known(both: Both, where: PostFilter) -> None:
    assert both.local.dropped(where) == both.listed.dropped(where)


def test_whose_mentions_are_unsure_is_counted_as_not_known(both: Both) -> None:
    assert both.local.dropped(on(mentions_any=("brio",)))["mentions_any"] > 0


def test_every_creator_that_does_not_pass_is_told_why(both: Both, where: PostFilter) -> None:
    for number in range(1, 14):
        local = both.local.why_not(CreatorId(number), where)
        listed = both.listed.why_not(CreatorId(number), where)
        assert bool(local) == bool(listed), (number, local)


def test_what_creators_say_of_brands(both: Both) -> None:
    keys = [creator.key for creator in creators()]
    local, listed = both.local.mentions(keys), both.listed.mentions(keys)
    assert {key: heard.tallies for key, heard in local.items()} == {
        key: heard.tallies for key, heard in listed.items()
    }
    for key in keys:
        assert local[key].posts == listed[key].posts
    tallies = [heard.tallies for heard in local.values()]
    assert sum(found["alto"].posts for found in tallies if "alto" in found) > 5
    assert {stance for found in tallies for t in found.values() for stance in t.stances} == {
        *Stance
    }


def test_posts_creators_and_counts_are_those_put_in(both: Both) -> None:
    assert both.local.summary() == both.listed.summary()
    ids = np.array([3, 90, 91, 1])
    assert both.local.posts(ids) == both.listed.posts(ids)
    assert {*both.local.posts(ids)} == {PostId(1), PostId(3), PostId(90)}
    everybody = np.arange(0, 20)
    assert both.local.creators(everybody) == both.listed.creators(everybody)
    every_post = np.arange(90, 0, -1)
    assert (
        both.local.creators_of(every_post).tolist() == both.listed.creators_of(every_post).tolist()
    )


@pytest.mark.parametrize(
    "handle",
    ["@maker3", "maker3", "MAKER2", "@maker2", "bluesky:71", "mastodon:71", "nobody", "", "Name 3"],
)
def test_creators_are_found_by_handle_or_identity(both: Both, handle: str) -> None:
    assert list(both.local.find_creators(handle)) == list(both.listed.find_creators(handle))


@pytest.mark.parametrize("words", ["Berlin", "mitte", "york", "Lisbon", "berlin porto", ""])
def test_locations_are_known_by_their_words(both: Both, words: str) -> None:
    assert both.local.knows_location(words) == both.listed.knows_location(words)


def test_the_same_filter_twice_gives_the_same_posts(both: Both) -> None:
    """Masks are remembered: an answer must not have changed one."""
    first = both.local.dense(unit_query(), 1000, FILTERS["all at once"])
    both.local.dropped(FILTERS["all at once"])
    both.local.lexical("espresso", 9, FILTERS["all at once"])
    again = both.local.dense(unit_query(), 1000, replace(FILTERS["all at once"]))
    assert again.ids.tolist() == first.ids.tolist()
    assert not math.isnan(float(first.scores.sum()))


def test_a_filter_that_leaves_one_creator_among_decoys_finds_that_one(tmp_path: Path) -> None:
    """The one who passes is the least similar of all, and the top is asked for one only."""
    n = 3000
    crowd = [make_creator(str(i), followers=10 + i % 50) for i in range(n)]
    crowd[1234] = make_creator("1234", followers=70)
    said = [make_post(str(i), f"tea leaves number {i}", creator=str(i)) for i in range(n)]
    towards = unit_query(1)
    rows: list[Vectors | None] = [
        kept(towards + 0.05 * row) for row in np.random.default_rng(0).standard_normal((n, DIM))
    ]
    rows[1234] = kept(-towards)
    build(tmp_path, said, crowd, rows)
    only = on(followers=Range(low=70, high=70))
    with LocalCorpus.open(tmp_path, Model()) as corpus:
        assert corpus.dense(towards, 1, only).ids.tolist() == [1235]
        assert corpus.lexical("tea leaves", 1, only).ids.tolist() == [1235]
        assert corpus.profiles(towards, 1, only).ids.tolist() == [1235]
        assert corpus.creators(np.array([1235]))[CreatorId(1235)].native_id == "1234"


@pytest.mark.parametrize(
    "text", ["mechanical keyboards", "film camera", "muddy race again", "café"]
)
def test_posts_that_hold_a_text(both: Both, where: PostFilter, text: str) -> None:
    same_wording(both, text, where)


LANG_TAGS = ("en", "en", "en-GB", None, None, "de", "pt-BR")
DETECTED = {1: ("de", SURE), 2: ("de", SURE - 0.01), 3: ("en", 1.0), 4: ("fr", 0.9), 7: ("en", 0.8)}


@pytest.mark.parametrize("langs", [("en",), ("de",), ("fr",), ("en-GB",), ("pt", "de"), ("it",)])
def test_a_post_is_in_the_language_detected_where_that_is_sure(
    tmp_path: Path, langs: tuple[str, ...]
) -> None:
    said = [make_post(str(n), WORDS[0], lang=lang) for n, lang in enumerate(LANG_TAGS, 1)]
    rows: list[Vectors | None] = [*unit_rows(len(said))]
    build(tmp_path, said, [make_creator()], rows)
    with Store.open(database_path(tmp_path)) as store:
        store.put_languages(
            [
                PostLanguage(
                    post_id=post.post_id,
                    content_hash=post.content_hash if post.post_id != 6 else b"of another text",
                    lang=DETECTED.get(post.post_id, (None, 0.0))[0],
                    confidence=DETECTED.get(post.post_id, (None, 0.0))[1],
                )
                for post in store.pending_languages(100)
            ]
        )
    sure = {i: lang for i, (lang, confidence) in DETECTED.items() if confidence >= SURE}
    where = PostFilter(langs=langs)
    oracle = ListCorpus(said, [make_creator()], rows, detected=sure)
    with LocalCorpus.open(tmp_path, Model()) as corpus:
        same(corpus.dense(unit_query(), 99, where), oracle.dense(unit_query(), 99, where))
        assert corpus.posts(np.arange(1, 8)) == oracle.posts(np.arange(1, 8))


def test_holders_of_words_names_and_hashtags_are_the_same(both: Both) -> None:
    texts = ["espresso", "#espresso", "@ana_coffee", "mechanical keyboards", "keyboards mechanical"]
    same_holders(both, [*texts, "café", "nobody says this", "🫖"])
    (found,) = both.local.holding(["mechanical keyboards"])
    said = [n for n, post in enumerate(posts(), 1) if "mechanical keyboards" in post.text]
    assert found is not None
    assert found.tolist() == said
    assert both.local.holding([]) == []
