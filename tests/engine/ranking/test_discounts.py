"""What a post counts for, by its form and its meaning."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np

from engine.ranking.discounts import discounts
from engine.ranking.distinct import distinct_posts
from engine.ranking.phrases import Background
from engine.ranking.tuning import Tuning
from engine.ranking.usual import Crowd, usual
from engine.text.words import words_of
from engine.vocabulary import Mark, Spoken
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


def name(number):
    """A word for each number."""
    return "".join(chr(97 + int(digit)) for digit in f"{number:06d}")


def judged(seen, *, strength=STRONG, **around):
    asked = question()
    asked = replace(asked, around=replace(asked.around, **around))
    return discounts(asked, distinct_posts(seen), seen, np.full(len(seen.post_ids), strength))


def worded(texts, *, creators=None, strength=STRONG):
    """What counts of posts with these words, a minute apart; of one creator unless said."""
    posts = activity(unit(noise(len(texts), 3)), [1] * len(texts) if creators is None else creators)
    posts = replace(posts, created_at=60 * np.arange(len(texts)))
    asked = question()
    background = Background.of(Spoken(*words_of(RANDOM)))
    asked = replace(
        asked,
        around=replace(asked.around, background=background),
        spoken=lambda ids: Spoken(*words_of([texts[i - 1] for i in ids.tolist()])),
    )
    return discounts(asked, distinct_posts(posts), posts, np.full(len(texts), strength))


RANDOM = [f"nothing much {name(i)}" for i in range(600)]
TELLING = [f"kettle nothing {name(1000 + i)} {name(2000 + i)}" for i in range(20)]


def test_who_has_words_of_their_own_counts_in_full():
    assert worded(TELLING).common.tolist() == [1.0] * 20


def test_who_says_nothing_new_counts_for_nothing_in_the_end():
    empty = ["kettle nothing kettle much"] * 20
    left = worded([*TELLING, *empty], creators=[1] * 20 + [2] * 20).common
    assert left.tolist() == [1.0] * 20 + [0.0] * 20
    one = worded([*TELLING, empty[0]], creators=[1] * 20 + [2]).common
    assert 0.0 < one[-1] <= 1.0


def test_in_a_small_corpus_nobody_is_judged_by_their_words(monkeypatch):
    monkeypatch.setattr(sys.modules[__name__], "RANDOM", RANDOM[: TUNING.wording_needs - 1])
    found = worded(["kettle nothing kettle much"] * 20)
    assert found.common.tolist() == found.borrowed.tolist() == [1.0] * 20


def test_only_posts_on_topic_say_how_somebody_words_it():
    assert worded(["kettle much"] * 20, strength=WEAK).common.tolist() == [1.0] * 20


def test_what_was_put_together_from_others_posts_counts_for_nothing():
    stitched = [f"{a} {b}" for a, b in pairwise(TELLING)]
    found = worded([*TELLING, *stitched], creators=[1] * 20 + [2] * 19)
    assert found.borrowed[:20].tolist() == [1.0] * 20
    assert found.borrowed[20:].max() == 0.0


def test_who_quotes_now_and_then_loses_those_posts_and_no_others():
    own = [f"kettle nothing {name(3000 + i)} {name(4000 + i)}" for i in range(18)]
    found = worded([*TELLING, *own, *TELLING[:2]], creators=[1] * 20 + [2] * 20)
    assert found.borrowed[20:38].tolist() == [1.0] * 18
    assert found.borrowed[38:].max() < 0.5


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
