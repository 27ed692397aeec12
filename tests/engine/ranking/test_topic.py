"""What the best posts teach: judged on vectors made so that the right answer is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.ranking.distinct import distinct_posts
from engine.ranking.question import Question, is_name, lexical_strength
from engine.ranking.topic import (
    Lesson,
    compare,
    judge,
    learn,
    profile_strength,
    profile_sums,
)
from engine.ranking.tuning import Tuning
from engine.ranking.usual import Crowd, Norm, usual
from engine.vocabulary import Activity, Mark, Run, Sample, Spoken, Wording

DIM = 24
TUNING = Tuning(feedback_needs=0)
NOTHING = Run(np.zeros(0, np.int64), np.zeros(0, np.float32), "lexical")
QUERY = np.eye(DIM, dtype=np.float32)[0]
THEME = np.eye(DIM, dtype=np.float32)[1]  # what posts on topic share and the brief does not say


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def noise(n, seed):
    return np.random.default_rng(seed).standard_normal((n, DIM)) * 0.3


def random_posts(n=2000):
    return unit(noise(n, 0))


def sample():
    posts = random_posts()
    profiles = unit(posts[:1500].reshape(300, 5, DIM).sum(axis=1))
    return Sample(
        posts=posts,
        profiles=profiles,
        ordinary=np.zeros((0, DIM), np.float32),
        draws=np.zeros((0, DIM), np.float32),
        codes=np.zeros(0, np.uint32),
        n_words=np.zeros(0, np.int32),
    )


def silent(posts):
    """Posts without a word."""
    return Spoken(np.zeros(0, np.uint32), np.zeros(len(posts), np.int32))


def question(lexical=NOTHING, tuning=TUNING, around=None, named=(), unwanted=()):
    around = usual(sample(), tuning.ridge) if around is None else around
    return Question(
        query=QUERY,
        lexical=lexical,
        around=around,
        tuning=tuning,
        named=np.array(named, np.int64),
        unwanted=np.array(unwanted, np.float32).reshape(len(unwanted), DIM),
        spoken=silent,
    )


def activity(vectors, creators, marks=None):
    n = len(vectors)
    unknown = np.full(n, np.nan)
    return Activity(
        post_ids=np.arange(1, n + 1),
        creator_ids=np.array(creators),
        created_at=np.zeros(n, np.int64),
        similarity=np.asarray(vectors @ QUERY, np.float32),
        vectors=np.asarray(vectors, np.float32),
        marks=np.zeros(n, np.uint8) if marks is None else np.array(marks, np.uint8),
        duplicate_of=np.arange(n),
        said_before=np.zeros(n, np.float32),
        likes=unknown,
        replies=unknown,
        reposts=unknown,
    )


@pytest.fixture(scope="module")
def scene():
    """Forty loud posts (brief and theme), ten quiet ones (theme only), and two hundred others."""
    loud = unit(2.0 * QUERY + 2.0 * THEME + noise(40, 1))
    quiet = unit(6.0 * THEME + noise(10, 2))
    other = unit(noise(200, 3))
    creators = np.concatenate([np.arange(40) // 4, np.full(10, 10), 11 + np.arange(200) // 10])
    return activity(np.concatenate([loud, quiet, other]), creators)


def test_the_best_posts_teach_what_the_brief_does_not_say(scene):
    compared = compare(question(), distinct_posts(scene), scene)
    before = judge(compared, Lesson(direction=None, threshold=TUNING.threshold))
    lesson = learn(compared)
    after = judge(compared, lesson)
    assert lesson.direction is not None
    assert np.linalg.norm(lesson.direction) == pytest.approx(1.0, abs=1e-5)
    assert lesson.direction @ THEME > 0.5
    quiet, other = slice(40, 50), slice(50, None)
    assert before.strength[quiet].mean() < before.strength[other].mean() + 1.0
    assert after.strength[quiet].min() > np.quantile(after.strength[other], 0.9)
    assert after.share[:10].min() > 10 * after.share[11:].max()


def test_without_feedback_nothing_is_taught(scene):
    tuning = replace(TUNING, feedback_rounds=0)
    lesson = learn(compare(question(tuning=tuning), distinct_posts(scene), scene))
    assert lesson.direction.tolist() == QUERY.tolist()
    assert lesson.threshold == tuning.threshold * (1.0 + tuning.brief_share)


def test_a_corpus_too_small_to_tell_what_is_usual_teaches_nothing(scene):
    tuning = replace(TUNING, feedback_needs=2001)
    lesson = learn(compare(question(tuning=tuning), distinct_posts(scene), scene))
    assert lesson.direction.tolist() == QUERY.tolist()


def test_one_creator_cannot_make_their_wording_the_topic(scene):
    """A hundred posts of one creator teach no more than the few that each may."""
    odd = np.eye(DIM, dtype=np.float32)[2]
    flood = unit(2.0 * QUERY + 4.0 * odd + noise(100, 4))
    together = activity(
        np.concatenate([scene.vectors, flood]),
        np.concatenate([scene.creator_ids, np.full(100, 99)]),
    )
    lesson = learn(compare(question(), distinct_posts(together), together))
    assert lesson.direction @ THEME > 2 * (lesson.direction @ odd)


def test_prize_draws_do_not_count_and_walls_match_no_words():
    vectors = unit(2.0 * QUERY + noise(3, 5))
    posts = activity(vectors, [1, 2, 3], marks=[0, Mark.PRIZE_DRAW, Mark.HASHTAG_WALL])
    words = Run(np.array([1, 2, 3]), np.array([5.0, 5.0, 5.0], np.float32), "lexical")
    compared = compare(question(words), distinct_posts(posts), posts)
    assert compared.discounts.weight.tolist() == [1.0, 0.0, 1.0]
    np.testing.assert_allclose(compared.words, [TUNING.words, TUNING.words, 0.0])
    topic = judge(compared, learn(compared))
    assert topic.count[1] == 0.0
    open_rules = replace(TUNING, discounts=False)
    compared = compare(question(words, open_rules), distinct_posts(posts), posts)
    assert compared.discounts.weight.tolist() == [1.0, 1.0, 1.0]
    np.testing.assert_allclose(compared.words, [TUNING.words] * 3)


def test_words_count_by_their_score_over_that_of_the_best_posts():
    run = Run(np.array([7, 3, 9]), np.array([8.0, 4.0, 2.0], np.float32), "lexical")
    found = lexical_strength(np.array([1, 3, 7, 9, 11]), run, TUNING)
    expected = [0.0, 4.0 / 4.0, 8.0 / 4.0, 2.0 / 4.0, 0.0]
    np.testing.assert_allclose(found, TUNING.words * np.array(expected))


def wording(found, n_words, by_chance, share=0.0):
    return Wording(
        posts=np.arange(found), found=found, n_words=n_words, by_chance=by_chance, share=share
    )


def test_a_brief_is_a_name_where_its_words_stand_together_beyond_chance():
    ratio, needs = TUNING.name_ratio, TUNING.name_needs
    assert is_name(wording(needs, 2, by_chance=needs / ratio), TUNING)
    assert not is_name(wording(needs, 2, by_chance=1.01 * needs / ratio), TUNING)
    assert not is_name(wording(needs - 1, 2, by_chance=0.0), TUNING)
    assert not is_name(wording(50, TUNING.name_words + 1, by_chance=0.0), TUNING)
    assert is_name(wording(50, 1, by_chance=50.0, share=TUNING.name_share), TUNING)
    assert not is_name(wording(50, 1, by_chance=50.0, share=1.01 * TUNING.name_share), TUNING)


def test_posts_that_hold_a_name_teach_what_it_is_about():
    """The brief's own vector points elsewhere: its words mean something else, taken one by one."""
    about = np.eye(DIM, dtype=np.float32)[2]
    holding = unit(4.0 * about + noise(12, 6))
    astray = unit(3.0 * QUERY + noise(60, 7))
    alike = unit(4.0 * about + noise(12, 8))
    posts = activity(
        np.concatenate([holding, astray, alike]),
        np.concatenate([np.arange(12) // 3, 10 + np.arange(60) // 3, 50 + np.arange(12) // 3]),
    )
    lesson = learn(compare(question(named=np.arange(1, 13)), distinct_posts(posts), posts))
    unnamed = learn(compare(question(), distinct_posts(posts), posts))
    assert lesson.direction @ about > 0.7 > 0.3 > unnamed.direction @ about


def test_what_was_learned_says_which_posts_are_held_against_those_of_others():
    """The copy of a post that does not sound like the brief is found once its topic is learned."""
    loud, theme = unit(2.0 * QUERY + noise(20, 10)), unit(6.0 * THEME + noise(4, 11))
    posts = activity(np.concatenate([loud, theme, theme[:1]]), [*range(20), *[30] * 4, 31])
    posts = replace(posts, created_at=np.arange(25))
    around = replace(usual(sample(), TUNING.ridge), related=0.3)
    few = question(around=around, tuning=replace(TUNING, compared_with_others=5))
    lesson = Lesson(direction=THEME, threshold=TUNING.threshold)
    by_brief = compare(few, distinct_posts(posts), posts).discounts
    by_lesson = compare(few, distinct_posts(posts), posts, lesson).discounts
    assert by_brief.others[-1] == 1.0
    assert by_lesson.others[-1] == pytest.approx(0.0, abs=1e-6)
    assert by_lesson.earlier[-1] == 20
    assert by_lesson.others[20:24].tolist() == [1.0] * 4


def test_posts_nearer_to_what_is_excluded_than_to_the_brief_count_for_nothing():
    other = np.eye(DIM, dtype=np.float32)[2]
    both = unit(np.stack([2.0 * QUERY + other, QUERY + 2.0 * other, 0.2 * other + noise(1, 9)[0]]))
    posts = activity(both, [1, 2, 3])
    compared = compare(question(unwanted=[other]), distinct_posts(posts), posts)
    assert compared.discounts.is_unwanted.tolist() == [False, True, False]
    assert compared.discounts.weight.tolist() == [1.0, 0.0, 1.0]


def test_a_profile_is_judged_as_the_mean_of_what_counts(scene):
    compared = compare(question(), distinct_posts(scene), scene)
    lesson = Lesson(direction=None, threshold=TUNING.threshold)
    found = profile_strength(compared, lesson, profile_sums(compared))
    crowd = Crowd.of(sample().profiles)
    mean = unit(scene.vectors[scene.creator_ids == 3].sum(axis=0))
    expected = (mean @ QUERY - crowd.mean @ QUERY) / crowd.along(QUERY)[1]
    assert found[3] == pytest.approx(float(expected), rel=1e-4)


def test_a_creator_without_vectors_has_no_profile():
    posts = activity(np.full((1, DIM), np.nan, np.float32), [1])
    posts = replace(posts, vectors=np.zeros((1, DIM), np.float32))
    compared = compare(question(), distinct_posts(posts), posts)
    assert np.isnan(profile_strength(compared, learn(compared), profile_sums(compared))).all()
    assert compared.meaning.tolist() == [0.0]


def test_standing_is_in_deviations_of_the_crowd():
    rows = random_posts()
    along = rows @ QUERY
    norm = Norm(Crowd.of(rows), Crowd.of(rows[:0]))
    found = norm.standing(along.astype(np.float64), QUERY)
    np.testing.assert_allclose(found, (along - along.mean()) / along.std(), rtol=1e-3, atol=1e-4)


def test_of_too_few_nothing_is_usual():
    none = np.zeros((0, 3), np.float32)
    vectors = {"posts": none, "profiles": none, "ordinary": none, "draws": none}
    spoken = silent(())
    around = usual(Sample(**vectors, codes=spoken.codes, n_words=spoken.n_words), 0.5)
    assert around.posts.standing(np.array([0.4]), np.eye(3, dtype=np.float32)[0]) == [0.4]


def test_a_corpus_all_about_one_thing_is_measured_by_ordinary_posts():
    ordinary = random_posts()
    narrow = unit(6.0 * QUERY + noise(500, 6))
    norm = Norm(Crowd.of(narrow), Crowd.of(ordinary))
    middle, spread = float((ordinary @ QUERY).mean()), float((ordinary @ QUERY).std())
    assert norm.along(QUERY)[0] == pytest.approx(middle + 0.3 * spread, rel=1e-3)
    assert norm.along(QUERY)[1] == pytest.approx(0.75 * spread, rel=1e-3)
    assert norm.standing((narrow @ QUERY).astype(np.float64), QUERY).min() > 2.0


def test_a_single_post_is_measured_by_ordinary_posts():
    ordinary = random_posts()
    norm = Norm(Crowd.of(unit(QUERY[None])), Crowd.of(ordinary))
    assert norm.along(QUERY) == pytest.approx(Crowd.of(ordinary).along(QUERY))


def test_what_teaches_in_a_narrow_corpus_is_set_against_ordinary_posts():
    ordinary, narrow = random_posts(), unit(6.0 * THEME + noise(800, 7))
    around = usual(replace(sample(), posts=narrow, profiles=narrow, ordinary=ordinary), 0.5)
    direction = around.discriminant(narrow[:60].mean(axis=0, dtype=np.float64))
    assert direction @ THEME > 0.9
