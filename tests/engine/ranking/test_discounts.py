"""What a post counts for, by its form and its meaning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.ranking.discounts import discounts
from engine.ranking.distinct import distinct_posts
from engine.ranking.tuning import Tuning
from engine.ranking.usual import Crowd, usual
from engine.vocabulary import Mark
from tests.engine.ranking.test_topic import (
    DIM,
    activity,
    noise,
    question,
    random_posts,
    sample,
    unit,
)

TUNING = Tuning()
STRONG, WEAK = TUNING.threshold + 1.0, TUNING.threshold - 1.0


def judged(seen, *, strength=STRONG, **around):
    asked = question()
    asked = replace(asked, around=replace(asked.around, **around))
    return discounts(asked, distinct_posts(seen), seen, np.full(len(seen.post_ids), strength))


def common(n, n_own, *, usual_share=0.5, strength=STRONG):
    """What is left of `n` posts on topic of which `n_own` hold a word of their creator's own."""
    posts = replace(activity(unit(noise(n, 3)), [1] * n), own_words=np.arange(n) < n_own)
    return judged(posts, strength=strength, own_words=usual_share).common[0]


def test_who_has_words_of_their_own_as_often_as_is_usual_counts_in_full():
    assert common(20, 10) == 1.0
    assert common(20, 20) == 1.0


def test_who_never_has_a_word_of_their_own_counts_for_nothing_in_the_end():
    low, high = TUNING.common
    prior = TUNING.common_prior
    for n in (1, 6, 9, 40):
        share = prior / (n + prior)
        assert common(n, 0) == pytest.approx(np.clip((share - low) / (high - low), 0.0, 1.0))
    assert common(1, 0) == 1.0
    assert common(40, 0) == 0.0


def test_only_posts_on_topic_say_how_somebody_words_it():
    assert common(40, 0, strength=WEAK) == 1.0


def test_nobody_is_judged_by_words_where_nobody_has_any():
    assert common(40, 0, usual_share=0.0) == 1.0


def test_what_sounds_like_the_examples_of_prize_draws_counts_for_less():
    draw = np.eye(DIM, dtype=np.float32)[5]
    ordinary = random_posts()
    around = usual(replace(sample(), ordinary=ordinary, draws=unit(5.0 * draw + noise(40, 8))), 0.5)
    assert around.draw is not None
    assert around.draw @ draw > 0.9
    posts = activity(np.stack([draw, *unit(noise(3, 9))]), [1, 2, 3, 4])
    left = judged(posts, draw=around.draw, posts=around.posts).draw
    assert left[0] == 0.0
    standing = around.ordinary_standing(posts.vectors.astype(np.float64) @ around.draw, around.draw)
    low, high = TUNING.draw
    np.testing.assert_allclose(left, np.clip((high - standing) / (high - low), 0.0, 1.0))


def test_keywords_keep_a_part_of_what_they_count_for():
    posts = activity(unit(noise(3, 4)), [1, 2, 3], marks=[0, Mark.KEYWORDS, Mark.PRIZE_DRAW])
    found = judged(posts)
    np.testing.assert_allclose(found.weight, [1.0, TUNING.keywords, 0.0])


def test_a_draw_now_and_then_is_left_aside_and_nothing_but_draws_is_off_topic():
    marks = [Mark.PRIZE_DRAW, *[0] * 9, *[Mark.PRIZE_DRAW] * 4]
    found = judged(activity(unit(noise(14, 6)), [1] * 10 + [2] * 4, marks=marks))
    np.testing.assert_allclose(found.is_post, [0.1, *[1.0] * 9, *[1.0] * 4])


def test_a_post_that_speaks_of_a_draw_and_does_not_sound_like_one_keeps_a_part():
    draw, other = np.eye(DIM, dtype=np.float32)[[5, 6]]
    around = question().around
    around = replace(around, posts=replace(around.posts, ordinary=Crowd.of(random_posts())))
    posts = activity(np.stack([other, draw]), [1, 2], marks=[Mark.PRIZE_DRAW] * 2)
    found = judged(posts, draw=draw, posts=around.posts)
    np.testing.assert_allclose(found.draw, [TUNING.speaks_of_draw, 0.0])
