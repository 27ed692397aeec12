"""The recipe on a corpus of plain lists: who comes first, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from engine.briefs import parse_brief
from engine.embedders.hashing import HashingEmbedder
from engine.errors import ConfigError
from engine.ranking import explain, shortlist
from engine.ranking.tuning import POINTS
from engine.vocabulary import (
    Creator,
    CreatorFilter,
    CreatorId,
    Engagement,
    Post,
    PostFilter,
    Range,
)
from tests.list_corpus import ListCorpus

NOW = datetime(2026, 11, 22, tzinfo=UTC)
EMBEDDER = HashingEmbedder(64)
FILLER = (
    "the bus was late again", "rain all weekend long", "my cat sleeps on the sofa",
    "new phone arrived today", "watching the football tonight", "a long walk by the river",
    "garden fence needs paint", "what a boring meeting", "sunset over the harbour",
    "looking for a flat downtown",
)  # fmt: skip
COFFEE = (
    "espresso with a lighter roast", "dialing in my espresso grinder", "milk steaming for espresso",
    "a new espresso basket", "espresso shots at home every morning", "espresso tastes sour today",
    "cleaning the espresso machine", "pulling espresso with a lever",
)  # fmt: skip


def corpus_of(*people, ordinary=None):
    """Each of `people` is (creator fields, texts, post fields)."""
    posts, creators, vectors = [], [], []
    for number, (profile, texts, extra) in enumerate(people, 1):
        creators.append(
            Creator(source="demo", native_id=f"c{number}", handle=f"h{number}", **profile)
        )
        for text in texts:
            posts.append(
                Post(
                    source="demo",
                    native_id=f"p{len(posts)}",
                    creator_id=f"c{number}",
                    text=text,
                    created_at=NOW - timedelta(days=len(posts) % 30),
                    engagement=Engagement(likes=len(posts) % 17),
                    **extra,
                )
            )
            vectors.append(EMBEDDER.embed([text])[0])
    return ListCorpus(posts, creators, vectors, EMBEDDER.dim, ordinary)


def crowd(n=25):
    return [({"followers": 100 * i}, [f"{t} {i}" for t in FILLER], {}) for i in range(1, n)]


@pytest.fixture(scope="module")
def corpus():
    return corpus_of(
        ({"followers": 3000}, [*COFFEE, *FILLER[:2]], {}),
        ({"followers": 4000}, [*COFFEE[:2], *FILLER[:8]], {}),
        ({"followers": 5000}, [COFFEE[0]] * 40, {}),
        ({}, COFFEE[2:5], {}),
        *crowd(),
    )


def rank(corpus, text="espresso", where=None, **brief):
    asked = replace(parse_brief(text, now=NOW, flags=where), **brief)
    return shortlist(asked, corpus, EMBEDDER, now=NOW)


def test_who_posts_most_about_it_comes_first(corpus):
    found = rank(corpus)
    assert found.candidates[0].creator.native_id == "c1"
    assert {c.creator.native_id for c in found.candidates[:4]} == {"c1", "c2", "c3", "c4"}


def test_a_score_is_the_sum_of_its_parts_and_of_all_its_posts(corpus):
    for candidate in rank(corpus).candidates:
        assert candidate.score == sum(candidate.contributions.values())
        assert set(candidate.contributions) <= set(POINTS)
        assert 0.0 <= candidate.score <= 100.0 + 1e-9
        assert sum(e.points for e in candidate.evidence) <= candidate.score + 1e-9
        if candidate.posts_seen <= 5:
            assert sum(e.points for e in candidate.evidence) == pytest.approx(candidate.score)


def test_scores_descend_and_evidence_points_descend(corpus):
    found = rank(corpus).candidates
    scores = [candidate.score for candidate in found]
    assert scores == sorted(scores, reverse=True)
    for candidate in found:
        points = [evidence.points for evidence in candidate.evidence]
        assert points == sorted(points, reverse=True)
        assert len({evidence.post.native_id for evidence in candidate.evidence}) == len(points)


def test_forty_copies_are_worth_and_shown_as_one_post(corpus):
    once = corpus_of(({"followers": 5000}, [COFFEE[0]], {}), *crowd())
    often = corpus_of(({"followers": 5000}, [COFFEE[0]] * 40, {}), *crowd())
    (single,) = [c for c in rank(once).candidates if c.creator.native_id == "c1"]
    (stuffer,) = [c for c in rank(often).candidates if c.creator.native_id == "c1"]
    assert (single.posts_seen, stuffer.posts_seen) == (1, 40)
    assert stuffer.posts_on_topic == single.posts_on_topic
    for part in ("frequency", "focus"):
        assert stuffer.contributions[part] <= single.contributions[part] + 1e-9
    assert [evidence.copies for evidence in stuffer.evidence] == [40]


def test_what_is_not_known_is_named_and_costs_nothing(corpus):
    found = next(c for c in rank(corpus).candidates if c.creator.native_id == "c4")
    assert "followers" in found.unknown
    assert {"replies", "reposts"} <= set(found.unknown)
    assert "likes" not in found.unknown
    assert found.tier is None


def test_evidence_names_its_rank_in_each_run(corpus):
    first = rank(corpus).candidates[0]
    assert all(set(e.ranks) <= {"dense", "lexical"} for e in first.evidence)
    assert min(e.ranks["dense"] for e in first.evidence) >= 1
    assert any("lexical" in e.ranks for e in first.evidence)


def test_the_same_brief_gives_the_same_shortlist(corpus):
    assert rank(corpus) == rank(corpus)


def test_equal_scores_are_ordered_by_source_and_id():
    keys = [("y", "1"), ("x", "3"), ("x", "1"), ("x", "2")]
    people = [Creator(source=source, native_id=native_id) for source, native_id in keys]
    posts = [
        Post(source=s, native_id=n, creator_id=n, text="espresso at home", created_at=NOW)
        for s, n in keys
    ]
    rows = [*EMBEDDER.embed(["espresso at home"] * len(keys))]
    found = rank(ListCorpus(posts, people, rows, EMBEDDER.dim)).candidates
    assert len({candidate.score for candidate in found}) == 1
    assert [tuple(candidate.creator.key) for candidate in found] == sorted(keys)


def test_a_filter_that_leaves_one_creator_finds_that_creator(corpus):
    where = PostFilter(creators=CreatorFilter(followers=Range(low=4000, high=4000)))
    found = rank(corpus, where=where, k_creators=1)
    assert [c.creator.native_id for c in found.candidates] == ["c2"]
    assert found.dropped == {"followers": 1}


def test_a_filter_that_leaves_nobody_gives_an_empty_shortlist(corpus):
    where = PostFilter(creators=CreatorFilter(followers=Range(low=1e9)))
    assert rank(corpus, where=where).candidates == ()


def test_an_empty_corpus_gives_an_empty_shortlist():
    found = rank(ListCorpus([], [], dim=EMBEDDER.dim))
    assert found.candidates == ()
    assert found.corpus.posts == 0


def test_posts_without_vectors_are_found_by_their_words():
    posts = [
        Post(source="demo", native_id=str(i), creator_id=f"c{i % 3 + 1}", text=text, created_at=NOW)
        for i, text in enumerate([*COFFEE[:3], *FILLER])
    ]
    people = [Creator(source="demo", native_id=f"c{i}") for i in (1, 2, 3)]
    found = rank(ListCorpus(posts, people, dim=EMBEDDER.dim), "sour espresso basket").candidates
    assert found
    assert all(np.isfinite(candidate.score) for candidate in found)
    assert all(evidence.similarity is None for evidence in found[0].evidence)


def test_why_gives_the_sum_of_the_shortlist_and_all_posts_behind_it(corpus):
    brief = parse_brief("espresso", now=NOW)
    listed = shortlist(brief, corpus, EMBEDDER, now=NOW).candidates
    why = explain(CreatorId(2), brief, corpus, EMBEDDER, now=NOW)
    assert why.rank is not None
    assert why.candidate is not None
    shown = listed[why.rank - 1]
    best = tuple(replace(post, without=None) for post in why.candidate.evidence[:5])
    assert replace(why.candidate, evidence=best) == shown
    assert len(why.candidate.evidence) == why.candidate.posts_seen > 5
    assert sum(e.points for e in why.candidate.evidence) == pytest.approx(shown.score)
    assert why.kept_out_by == ()


def people_about(texts, ordinary):
    posts = [
        Post(source="demo", native_id=str(i), creator_id=f"c{i % 4}", text=text, created_at=NOW)
        for i, text in enumerate(texts)
    ]
    people = [Creator(source="demo", native_id=f"c{i}") for i in range(4)]
    rows = EMBEDDER.embed([f"{text} {i}" for i, text in enumerate(ordinary)])
    return ListCorpus(posts, people, [*EMBEDDER.embed(texts)], EMBEDDER.dim, rows)


def test_a_corpus_all_about_the_brief_is_on_topic():
    """What is usual is measured outside as well: else a niche would find nothing remarkable."""
    texts = ["espresso", "espresso at home", *COFFEE] * 2
    alone, compared = rank(people_about(texts, [])), rank(people_about(texts, [*FILLER] * 4))
    on_topic = [sum(c.posts_on_topic for c in found.candidates) for found in (alone, compared)]
    assert on_topic[1] > on_topic[0]
    assert compared.candidates[0].score > alone.candidates[0].score
    assert compared.labels == ()


def test_a_brief_that_nobody_posts_about_says_so():
    found = rank(people_about([*FILLER[:8]], [*FILLER] * 4), "xylophone quartet")
    assert found.candidates
    assert found.labels == ("no post here is clearly about this brief; these are the nearest",)
    assert all(candidate.posts_on_topic == 0 for candidate in found.candidates)


def test_one_post_with_all_words_of_the_brief_answers_it():
    texts = [*FILLER[:7], "a xylophone quartet in our street"]
    assert rank(people_about(texts, [*FILLER] * 4), "xylophone quartet").labels == ()


def test_why_shows_the_sum_of_a_creator_whom_a_filter_keeps_out(corpus):
    open_brief = parse_brief("espresso", now=NOW)
    where = PostFilter(creators=CreatorFilter(followers=Range(low=4000)))
    brief = parse_brief("espresso", now=NOW, flags=where)
    why = explain(CreatorId(1), brief, corpus, EMBEDDER, now=NOW)
    assert why.rank is None
    assert len(why.kept_out_by) == 1
    assert why.candidate is not None
    free = explain(CreatorId(1), open_brief, corpus, EMBEDDER, now=NOW)
    assert free.candidate is not None
    assert why.candidate.posts_seen == free.candidate.posts_seen


def test_weights_change_the_order_and_bad_ones_are_refused(corpus):
    only_recent = dict.fromkeys(POINTS, 0.0) | {"recency": 10.0}
    found = rank(corpus, weights=only_recent).candidates
    assert all(set(c.contributions.values()) <= {0.0, c.score} for c in found)
    with pytest.raises(ConfigError, match="no part of the score is called 'recent'") as caught:
        rank(corpus, weights={"recent": 1.0})
    assert "recency" in caught.value.hint
    with pytest.raises(ConfigError, match="weight of focus"):
        rank(corpus, weights={"focus": -1.0})


def wide_corpus(n_coffee):
    """More posts than teaching needs, of which a few are about coffee."""
    words = [f"{a} {b}" for a in FILLER for b in ("monday", "tuesday", "friday", "again", "today")]
    people = [
        ({}, [f"{words[(7 * i + j) % 50]} no{i}x{j}" for j in range(12)], {}) for i in range(48)
    ]
    texts = [f"espresso with roast {i}" for i in range(n_coffee)]
    return corpus_of(
        ({}, texts[::2], {}), ({}, texts[1::2], {}), *people, ordinary=EMBEDDER.embed([*FILLER])
    )


@pytest.mark.parametrize(("n_coffee", "is_said"), [(6, True), (60, False)])
def test_a_brief_that_few_posts_answer_is_said_to_be_one(n_coffee, is_said):
    found = rank(wide_corpus(n_coffee), "roast espresso")
    assert found.candidates
    assert ("only a few posts here are clearly about this brief" in found.labels) == is_said
