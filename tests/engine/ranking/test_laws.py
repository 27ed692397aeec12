"""What holds for every ranking, whatever is ranked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.briefs import parse_brief
from engine.corpus import LocalCorpus
from engine.exports import dumps
from engine.pipeline import import_pages, index_home
from engine.ranking import shortlist
from engine.ranking.engagement import engagement_norms
from engine.ranking.judgement import Yardstick, judged
from engine.ranking.points import part_weights, to_points
from engine.ranking.rank import _scene
from engine.ranking.topic import unlearned
from engine.ranking.tuning import DEFAULTS, POINTS
from engine.store import Store, database_path
from engine.vocabulary import Page
from tests.engine.ranking.test_rank import COFFEE, EMBEDDER, FILLER, NOW, corpus_of, crowd

BRIEF = parse_brief("espresso", now=NOW)
NEAR_TIE = 1.0  # points by which somebody new may move others in a corpus of 25 creators


def scores(corpus):
    found = shortlist(replace(BRIEF, k_creators=200), corpus, EMBEDDER, now=NOW)
    return {candidate.creator.native_id: candidate.score for candidate in found.candidates}


def unlearned_yardstick(scene, corpus, now):
    """By the brief alone, and without points for engagement."""
    return Yardstick(
        lesson=unlearned(scene.question),
        norms=engagement_norms(corpus.engagement()),
        weights=part_weights({"engagement": 0.0}, DEFAULTS),
        now=now,
        tuning=DEFAULTS,
    )


PEOPLE = (
    ({"followers": 3000}, [*COFFEE, *FILLER[:2]], {}),
    ({"followers": 4000}, [*COFFEE[:2], *FILLER[:8]], {}),
    ({"followers": 5000}, [*COFFEE[3:7], *FILLER[:3]], {}),
    ({}, COFFEE[2:5], {}),
    *crowd(),
)


@pytest.mark.parametrize("text", ["paint for the garden fence", "football on sunday"])
def test_an_unrelated_creator_leaves_the_order_of_others_but_for_near_ties(text):
    before = scores(corpus_of(*PEOPLE))
    after = scores(corpus_of(*PEOPLE, ({"followers": 700}, [text, *FILLER[4:9]], {})))
    moved = {name: abs(after[name] - score) for name, score in before.items()}
    assert max(moved.values()) <= NEAR_TIE
    for first in before:
        for second in before:
            if before[first] - before[second] > 2 * NEAR_TIE:
                assert after[first] > after[second]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*COFFEE, *FILLER]), min_size=1, max_size=7, unique=True),
    st.sampled_from(COFFEE),
)
def test_another_post_on_topic_as_good_as_their_others_never_lowers_its_creator(texts, new):
    """As good: as strong as their strongest, and as new as their newest."""
    corpus = corpus_of(({"followers": 900}, [*texts, new], {}), *crowd(8))
    scene = _scene(BRIEF, corpus, EMBEDDER, DEFAULTS)
    yardstick = unlearned_yardstick(scene, corpus, NOW)
    more = judged(scene.look(np.array([1]), BRIEF.where), yardstick)
    last = int(more.compared.activity.post_ids.argmax())
    (row,) = np.flatnonzero(more.compared.distinct.posts == last)
    strength, weight = more.topic.strength, more.topic.weight
    assume(strength[row] >= strength.max() and weight[row] >= weight.max())
    earlier = corpus_of(({"followers": 900}, texts, {}), *crowd(8))
    fewer = judged(replace(scene, corpus=earlier).look(np.array([1]), BRIEF.where), yardstick)
    assert more.scores[0] >= fewer.scores[0] - 1e-5


@given(
    st.dictionaries(st.sampled_from(sorted(POINTS)), st.floats(0.0, 1.0), min_size=5),
    st.sampled_from(sorted(POINTS)),
)
def test_what_is_not_known_lies_between_nothing_and_all(shares, unknown):
    """And does not depend on what it would have been."""

    def score(share):
        known = {name: np.array([value]) for name, value in {**shares, unknown: share}.items()}
        return float(np.nansum(list(to_points(known, POINTS).values())))

    assert score(0.0) - 1e-9 <= score(np.nan) <= score(1.0) + 1e-9


def rounded(value):
    """Without the places in runs: equal scores stand there as they were imported."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items() if key != "ranks"}
    return [rounded(one) for one in value] if isinstance(value, list) else value


def imported(home, posts, creators, pieces):
    home.mkdir()
    with Store.open(database_path(home)) as store:
        for piece in np.array_split(np.arange(len(posts)), pieces):
            page = Page(posts=tuple(posts[i] for i in piece), creators=tuple(creators))
            import_pages([page], store, now=NOW)
    index_home(home, EMBEDDER, say=print)
    with LocalCorpus.open(home, EMBEDDER) as corpus:
        found = shortlist(BRIEF, corpus, EMBEDDER, now=NOW, explained=True)
    return rounded(json.loads(dumps([found])))


def test_posts_in_another_order_or_in_pieces_give_the_same_shortlist(tmp_path):
    """Texts repeat, and the posts are more than are sampled."""
    corpus = corpus_of(*PEOPLE, ({}, [COFFEE[1]] * 3, {}))
    posts, creators = [*corpus._posts.values()], [*corpus._creators.values()]
    extra = [
        replace(posts[i % len(posts)], native_id=f"x{i}", text=f"{FILLER[i % 9]} number {i}")
        for i in range(4200)
    ]
    posts = [
        replace(p, created_at=NOW - timedelta(days=i % 7, seconds=i))
        for i, p in enumerate(posts + extra)
    ]
    first = imported(tmp_path / "first", posts, creators, 1)
    shuffled = [posts[i] for i in np.random.default_rng(7).permutation(len(posts))]
    assert imported(tmp_path / "second", shuffled, creators[::-1], 5) == first
    assert len(first["creators"]) == BRIEF.k_creators
