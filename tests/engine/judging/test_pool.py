"""A pool is the union of what the systems put first, and its order tells nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.briefs import parse_brief
from engine.embedders.hashing import HashingEmbedder
from engine.judging import pool
from engine.judging.pool import POSTS, shuffled
from engine.ranking import shortlist
from engine.ranking.fusion import VOTES, vote
from engine.vocabulary import PostFilter
from tests.fakes import NOW, SOURCE, make_creator, make_post
from tests.list_corpus import ListCorpus

EMBEDDER = HashingEmbedder(64)
TEXTS = (
    *("espresso at home", "espresso grinder", "home espresso machine", "espresso espresso"),
    *("trail running", "home office", "a home with a garden", "rain again", "espresso bar home"),
)
DEPTH = 3


@pytest.fixture(scope="module")
def corpus() -> ListCorpus:
    posts, vectors = [], []
    for number in range(60):
        text = (
            f"{TEXTS[number * 7 % len(TEXTS)]} {TEXTS[number * number % len(TEXTS)]} {number % 4}"
        )
        day = NOW - timedelta(days=number)
        posts.append(make_post(str(number), text, creator=f"c{number % 20}", created_at=day))
        vectors.append(EMBEDDER.embed([text])[0])
    creators = [make_creator(f"c{number}") for number in range(20)]
    return ListCorpus(posts, creators, vectors, EMBEDDER.dim)


def keys(corpus, ids):
    return {creator.native_id for creator in corpus.creators(ids).values()}


def pooled(corpus, **fields):
    brief = replace(parse_brief("home espresso", now=NOW), **fields)
    return brief, pool(brief, corpus, EMBEDDER, now=NOW, depth=DEPTH)


def test_the_pool_is_the_union_of_the_first_of_every_system(corpus):
    brief, found = pooled(corpus)
    query, where = EMBEDDER.embed_query(brief.topic), PostFilter()
    runs = (corpus.lexical(brief.topic, 1000, where), corpus.dense(query, 1000, where))
    voted = [vote(run, corpus.creators_of(run.ids), VOTES["comb_sum_top5"]) for run in runs]
    expected = {
        c.creator.native_id for c in shortlist(brief, corpus, EMBEDDER, now=NOW).candidates[:DEPTH]
    }
    for run in (*voted, corpus.profiles(query, DEPTH, where)):
        expected |= keys(corpus, run.ids[:DEPTH])
    assert [one.creator.native_id for one in found] == sorted(
        expected, key=lambda id_: shuffled("brief", make_creator(id_).key)
    )
    assert len(expected) > DEPTH  # the systems differ, or nothing is shown here


def test_another_brief_id_gives_the_same_creators_in_another_order(corpus):
    (_, first), (_, second) = pooled(corpus), pooled(corpus, id="other")
    ours, theirs = ([one.creator.native_id for one in found] for found in (first, second))
    assert ours != theirs
    assert sorted(ours) == sorted(theirs)


def test_filters_hold_for_every_system(corpus):
    where = PostFilter(sources=(SOURCE,), until=NOW - timedelta(days=40))
    _, found = pooled(corpus, where=where)
    assert found
    assert all(post.created_at < NOW - timedelta(days=40) for one in found for post in one.posts)


def test_a_creator_is_shown_by_few_of_their_own_posts_each_once(corpus):
    _, found = pooled(corpus)
    for one in found:
        ids = [post.native_id for post in one.posts]
        assert 0 < len(ids) <= POSTS
        assert len({*ids}) == len(ids)
        assert {post.creator_id for post in one.posts} == {one.creator.native_id}
        assert "home" in one.posts[0].text or "espresso" in one.posts[0].text
