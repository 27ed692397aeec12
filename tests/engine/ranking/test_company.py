"""Who teaches a topic: creators who answer a brief together with those nearest to them."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from engine.ranking.company import in_company
from engine.ranking.distinct import distinct_posts
from engine.ranking.topic import compare, learn
from engine.ranking.tuning import Tuning
from engine.vocabulary import Run
from tests.engine.ranking.test_topic import QUERY, THEME, activity, noise, question, unit

KEEPERS, SCATTERED, OTHERS, POSTS = 12, 15, 60, 6
TUNING = Tuning(feedback_needs=0, teachers=8, company=6)


@pytest.fixture(scope="module")
def scene():
    """Creators who keep to a theme, others with one post that is nearer to the brief, and more."""
    keepers = unit(2.0 * QUERY + 3.0 * THEME + noise(KEEPERS * POSTS, 1))
    scattered = unit(noise(SCATTERED * POSTS, 2))
    scattered[::POSTS] = unit(4.0 * QUERY + noise(SCATTERED, 3))
    others = unit(noise(OTHERS * POSTS, 4))
    creators = np.arange((KEEPERS + SCATTERED + OTHERS) * POSTS) // POSTS
    return activity(np.concatenate([keepers, scattered, others]), creators)


def compared(scene, **asked):
    return compare(question(tuning=TUNING, **asked), distinct_posts(scene), scene)


def test_those_teach_whose_nearest_creators_answer_the_brief_too(scene):
    everybody = compared(scene)
    nearest_posts = np.argsort(-everybody.meaning)[:SCATTERED]
    assert everybody.distinct.owner[nearest_posts].min() >= KEEPERS  # single posts would mislead
    teaching = in_company(everybody)
    assert len(teaching.distinct.creator_ids) == TUNING.teachers
    assert teaching.distinct.creator_ids.max() < KEEPERS


def test_words_that_a_creator_has_again_and_again_say_who_teaches(scene):
    def teaching(posts_each):
        """Creators 40 to 47 have the words in their first so many posts, which lie nowhere near."""
        ids = [p for c in range(40, 48) for p in scene.post_ids[c * POSTS :][:posts_each].tolist()]
        lexical = Run(np.array(ids), np.full(len(ids), 9.0, np.float32), "lexical")
        tuning = replace(TUNING, words=20.0, company=1)
        asked = question(tuning=tuning, lexical=lexical)
        return in_company(compare(asked, distinct_posts(scene), scene)).distinct.creator_ids

    assert np.array_equal(teaching(3), np.arange(40, 48))
    assert not np.isin(teaching(2), np.arange(40, 48)).all()


def test_a_topic_is_learned_better_in_company_than_from_scattered_posts(scene):
    everybody = compared(scene)
    alone, together = learn(everybody).direction, learn(in_company(everybody)).direction
    assert alone is not None
    assert together is not None
    assert together @ THEME > alone @ THEME


def test_what_is_known_of_the_posts_of_those_who_teach_stays(scene):
    everybody = compared(scene)
    teaching = in_company(everybody)
    ids = teaching.activity.post_ids[teaching.distinct.posts]
    rows = np.searchsorted(everybody.activity.post_ids[everybody.distinct.posts], ids)
    for name in ("known", "is_wall", "named", "meaning", "words"):
        assert np.array_equal(getattr(teaching, name), getattr(everybody, name)[rows])
    for field in fields(everybody.discounts):
        kept = getattr(teaching.discounts, field.name)
        whole = getattr(everybody.discounts, field.name)
        if isinstance(kept, np.ndarray) and field.name != "earlier":  # rows of the whole
            assert np.array_equal(kept, whole[rows])
    assert np.array_equal(
        teaching.activity.vectors[teaching.distinct.posts],
        everybody.activity.vectors[everybody.distinct.posts[rows]],
    )


def test_who_names_the_brief_teaches_where_it_is_a_name(scene):
    named = compared(scene, named=[1, 2])
    assert in_company(named) is named


def test_of_a_few_creators_all_teach(scene):
    few = activity(scene.vectors[: 5 * POSTS], scene.creator_ids[: 5 * POSTS])
    everybody = compared(few)
    assert in_company(everybody) is everybody


def test_the_order_of_creators_does_not_choose_who_teaches(scene):
    turned = activity(scene.vectors[::-1], scene.creator_ids.max() - scene.creator_ids[::-1])
    chosen = in_company(compared(scene)).distinct.creator_ids
    again = in_company(compared(turned)).distinct.creator_ids
    assert np.array_equal(np.sort(scene.creator_ids.max() - again), chosen)
