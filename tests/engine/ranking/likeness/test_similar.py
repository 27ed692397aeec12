"""Who is like whom on a corpus of plain lists, and what is said to be shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from engine.embedders.hashing import HashingEmbedder
from engine.errors import ConfigError
from engine.ranking.likeness import similar
from engine.ranking.likeness.tuning import DEFAULTS, POINTS
from engine.vocabulary import Brief, CreatorFilter, CreatorId, PostFilter, Range
from tests.fakes import NOW, make_creator, make_post
from tests.list_corpus import ListCorpus

EMBEDDER = HashingEmbedder(64)
ESPRESSO = (
    *("dialling in my espresso grinder", "espresso with the Niche Zero", "milk for latte art"),
    *("the Niche Zero grinds quietly", "pulling lever shots", "a lighter espresso roast"),
)
ALSO = (
    *("my espresso grinder needs dialling in", "I bought a Niche Zero", "latte art with oat milk"),
    *("lever shots at dawn", "roast for espresso", "my bus was late"),
)
RUNNING = ("a muddy trail race", "running shoes for the trail", "ultra running at night")
FILLER = (
    *("the bus was late again", "rain all weekend long", "my cat sleeps on the sofa"),
    *("new phone arrived today", "watching the football tonight", "a long walk by the river"),
    *("garden fence needs paint", "what a boring meeting", "sunset over the harbour"),
)


def crowd(n=20):
    return [[f"{FILLER[(i * k) % len(FILLER)]} {i}" for k in range(1, 5)] for i in range(n)]


def corpus_of(*people, tags=()):
    """Each of `people` is a list of texts; creators are c1, c2, … with 1000, 2000, … followers."""
    posts, vectors = [], []
    for number, texts in enumerate(people, 1):
        for text in texts:
            day = NOW - timedelta(days=len(posts) % 50)
            posts.append(
                make_post(
                    str(len(posts)), text, creator=f"c{number}", created_at=day, hashtags=tags
                )
            )
            vectors.append(EMBEDDER.embed([text])[0])
    creators = [make_creator(f"c{i}", followers=1000 * i) for i in range(1, len(people) + 1)]
    return ListCorpus(posts, creators, vectors, EMBEDDER.dim)


def like(corpus, creator=1, *, tuning=DEFAULTS, **fields):
    brief = Brief(text="creators like c1", topic="c1", **fields)
    return similar(CreatorId(creator), brief, corpus, EMBEDDER, now=NOW, tuning=tuning)


def names(found):
    return [candidate.creator.native_id for candidate in found.candidates]


@pytest.fixture(scope="module")
def corpus():
    return corpus_of(ESPRESSO, RUNNING, ALSO, *crowd())


def test_who_posts_about_the_same_comes_first_and_nobody_is_like_themselves(corpus):
    found = names(like(corpus))
    assert found[0] == "c3"
    assert "c1" not in found


def test_the_score_is_the_sum_of_its_parts_and_at_most_100(corpus):
    for candidate in like(corpus).candidates:
        assert {*candidate.contributions} == {*POINTS}
        assert candidate.score == pytest.approx(sum(candidate.contributions.values()))
        for part, points in candidate.contributions.items():
            assert 0.0 <= points <= POINTS[part]


def test_what_is_shared_is_named_with_pairs_of_posts(corpus):
    shared = like(corpus).candidates[0].shared
    assert {"niche zero", "grinder", "espresso"} <= {*shared.words}
    own, other = shared.pairs[0].own, shared.pairs[0].other
    assert own.text in ESPRESSO
    assert other.text in ALSO
    cosine = float(EMBEDDER.embed([own.text])[0] @ EMBEDDER.embed([other.text])[0])
    assert shared.pairs[0].similarity == pytest.approx(cosine, abs=1e-5)
    assert len({pair.other.native_id for pair in shared.pairs}) == len(shared.pairs)


def test_shared_hashtags_are_named_apart():
    tagged = corpus_of(ESPRESSO, ALSO, tags=("latteart",))
    shared = like(corpus_of(ESPRESSO, ALSO, *crowd(), tags=("latteart",))).candidates[0].shared
    assert not any(word.startswith("#") for word in shared.words)
    assert like(tagged).candidates[0].shared.hashtags in ((), ("latteart",))


def test_the_same_posts_are_said_to_be_the_same_and_their_words_do_not_count_again():
    thief, talker = list(ESPRESSO[:4]), ALSO
    found = like(corpus_of(ESPRESSO, thief, talker, *crowd()))
    by_name = {candidate.creator.native_id: candidate for candidate in found.candidates}
    assert by_name["c2"].shared.same_posts == 4
    assert all(pair.is_same for pair in by_name["c2"].shared.pairs)
    assert by_name["c2"].contributions["words"] == 0.0
    assert by_name["c3"].shared.same_posts == 0
    assert not any(pair.is_same for pair in by_name["c3"].shared.pairs)


def test_filters_are_about_the_others(corpus):
    rich = PostFilter(creators=CreatorFilter(followers=Range(low=4000)))
    found = names(like(corpus, where=rich))
    assert found
    assert not {"c1", "c2", "c3"} & {*found}
    recent = PostFilter(since=NOW - timedelta(days=12))
    for candidate in like(corpus, where=recent).candidates:
        assert all(
            shown.post.created_at >= NOW - timedelta(days=12) for shown in candidate.evidence
        )


def test_the_points_of_the_posts_shown_are_within_those_of_matches(corpus):
    for candidate in like(corpus).candidates:
        given = sum(shown.points for shown in candidate.evidence)
        assert given <= candidate.contributions["matches"] + 1e-9
        assert candidate.posts_on_topic <= candidate.posts_seen


def test_as_many_are_ranked_as_asked_for(corpus):
    assert names(like(corpus, k_creators=2)) == names(like(corpus))[:2]


def test_equal_scores_are_ordered_by_source_and_id():
    found = names(like(corpus_of(ESPRESSO, ALSO, ALSO, ALSO, *crowd())))
    assert found[:3] == ["c2", "c3", "c4"]


def test_where_nothing_is_embedded_words_alone_decide_and_the_rest_is_unknown(corpus):
    posts = [*corpus.posts(np.arange(1, 60)).values()]
    creators = [*corpus.creators(np.arange(1, 24)).values()]
    first = like(ListCorpus(posts, creators, None, EMBEDDER.dim)).candidates[0]
    assert first.creator.native_id == "c3"
    assert first.unknown[:2] == ("topics", "matches")
    assert {*first.contributions} == {"words"}


def test_a_creator_without_posts_is_told_what_to_do(corpus):
    posts = [*corpus.posts(np.arange(1, 7)).values()]
    silent = ListCorpus(posts, [make_creator("c1"), make_creator("c9")], None, EMBEDDER.dim)
    with pytest.raises(ConfigError, match="no post of this creator") as caught:
        like(silent, 2)
    assert "import some of their posts" in caught.value.hint


def test_posts_that_say_nothing_cannot_be_compared():
    mute = ListCorpus([make_post("1", "🙂", creator="c1")], [make_creator("c1")], None, 8)
    with pytest.raises(ConfigError, match="nothing to compare"):
        like(mute)


def test_limits_that_are_reached_are_said(corpus):
    hurried = replace(DEFAULTS, newest=4, posts_judged=1, proposed=300)
    assert "compared by their newest 4 of 6 different posts" in like(corpus, tuning=hurried).labels
    assert like(corpus).labels == ()


def test_a_corpus_of_one_creator_has_nobody_like_them():
    assert like(corpus_of(ESPRESSO)).candidates == ()
