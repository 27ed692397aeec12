"""The baselines vote by the formulas they are named after; tuning and halves are as promised."""

import hashlib
import math
from dataclasses import fields

import numpy as np
import pytest

from engine.errors import ConfigError
from engine.judging.evaluation import BriefLine
from engine.ranking.tuning import DEFAULTS, POINTS, Tuning
from scripts.evaluation.ablations import NO_DEFENCE, ROWS, RULES_OFF, parse_setting, tuning_of
from scripts.evaluation.baselines import (
    FOLLOWERS,
    MEAN,
    Asked,
    Member,
    best_first,
    convex,
    members,
    rrf,
)
from scripts.evaluation.collection import half_of
from scripts.evaluation.plain import Posts, means
from scripts.evaluation.tuned import Chosen, Tried, strongest, tune
from scripts.evaluation.votes import VOTES, Ballots

# Creator 0 posted the first and the last, 1 the three in between, 2 the one before the last.
CREATORS = np.array([0, 1, 1, 1, 2, 0])
SCORES = np.array([4.0, 2.0, 1.5, 1.25, 1.0, 0.5])


def ballots(scores=SCORES, depth=100):
    return Ballots.of(scores, CREATORS, depth=depth, n=3)


@pytest.mark.parametrize(
    ("vote", "expected"),
    [
        ("Votes", [2.0, 3.0, 1.0]),
        ("CombSUM", [4.0 + 0.5, 2.0 + 1.5 + 1.25, 1.0]),
        ("CombMNZ", [2 * (4.0 + 0.5), 3 * (2.0 + 1.5 + 1.25), 1 * 1.0]),
        ("CombMAX", [4.0, 2.0, 1.0]),
        ("RR", [1 + 1 / 6, 1 / 2 + 1 / 3 + 1 / 4, 1 / 5]),
        ("CombSUM-top2", [4.0 + 0.5, 2.0 + 1.5, 1.0]),
        (
            "expCombSUM 0.05",
            [
                sum(math.exp((score / 4.0 - 1.0) / 0.05) for score in held)
                for held in ([4.0, 0.5], [2.0, 1.5, 1.25], [1.0])
            ],
        ),
    ],
)
def test_posts_vote_for_their_creators_by_the_named_formula(vote, expected):
    assert VOTES[vote](ballots()).tolist() == pytest.approx(expected)


def test_a_depth_cuts_the_posts_and_a_score_of_nothing_is_no_ballot():
    assert VOTES["Votes"](ballots(depth=4)).tolist() == [1.0, 3.0, 0.0]
    assert VOTES["CombSUM"](ballots().first(4)).tolist() == [4.0, 4.75, 0.0]
    assert VOTES["Votes"](ballots(np.where(SCORES > 1.0, SCORES, 0.0))).tolist() == [1.0, 3.0, 0.0]


def test_posts_are_taken_by_score_whatever_their_order():
    shuffled = np.array([3, 0, 5, 1, 4, 2])
    again = Ballots.of(SCORES[shuffled], CREATORS[shuffled], depth=100, n=3)
    assert VOTES["RR"](again).tolist() == pytest.approx(VOTES["RR"](ballots()).tolist())
    assert again.places.tolist() == [0, 0, 1, 2, 0, 1]


def test_reciprocal_rank_fusion_is_the_sum_over_the_rankings_that_hold_a_post():
    first, second = np.array([3.0, 2.0, 0.0, 1.0]), np.array([0.0, 5.0, 7.0, 0.0])
    fused = rrf(first, second, 60)
    expected = [1 / 61, 1 / 62 + 1 / 62, 1 / 61, 1 / 63]
    assert fused.tolist() == pytest.approx(expected)
    assert rrf(first, second, 60, depth=1).tolist() == pytest.approx([1 / 61, 0, 1 / 61, 0])


def test_a_convex_mixture_is_of_shares_of_the_best():
    mixed = convex(np.array([2.0, 1.0]), np.array([0.0, 10.0]), 0.7)
    assert mixed.tolist() == pytest.approx([0.7 * 1.0, 0.7 * 0.5 + 0.3 * 1.0])
    assert convex(np.array([2.0, 1.0]), np.zeros(2), 0.7).tolist() == pytest.approx([0.7, 0.35])


def test_the_best_come_first_equals_by_place_and_nobody_without_a_score():
    assert best_first(np.array([1.0, 3.0, 0.0, 3.0]), top=3).tolist() == [1, 3, 0]
    assert best_first(np.array([0.0, 2.0]), top=3).tolist() == [1, -1, -1]


def test_a_creator_is_the_unit_mean_of_all_posts_repeats_included():
    vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], np.float32)
    assert means(vectors, np.array([0, 0, 0, 1]), 2) == pytest.approx(
        np.array([[2 / math.sqrt(5), 1 / math.sqrt(5)], [0, 1]])
    )


def toy_posts():
    return Posts(
        keys=("s:a", "s:b", "s:c"),
        creators=CREATORS,
        places={},
        vectors=np.zeros((6, 2), np.float32),
        means=np.zeros((3, 2), np.float32),
        followers=np.array([10.0, np.nan, 20.0]),
    )


def test_every_family_ranks_what_its_own_retrieval_found():
    asked = Asked(
        dense=np.array([0.1, 0.2, 0.3, 0.4, 0.9, -0.5]),
        words=SCORES,
        mean=np.array([0.2, 0.5, -0.1]),
    )
    found = {str(m): best_first(s, top=3).tolist() for m, s in members(asked, toy_posts())}
    assert found[FOLLOWERS] == [2, 0, -1]  # whose number is not known is not among the most
    assert found[MEAN] == [1, 0, 2]
    assert found["BM25 (100 posts, CombMAX)"] == [0, 1, 2]
    assert found["BM25 (100 posts, Votes)"] == [1, 0, 2]
    assert found["dense posts (100 posts, CombMAX)"] == [2, 1, 0]
    assert found["dense posts (100 posts, Votes)"] == [1, 0, 2]  # a negative cosine is no vote
    mean_first = "mean vector CC BM25 (share 0.9, 100 posts, CombMAX)"
    assert found[mean_first] == [1, 0, 2]
    assert found["mean vector CC BM25 (share 0.1, 100 posts, CombMAX, z)"] == [0, 1, 2]
    assert len({m for m, _ in members(asked, toy_posts())}) == len(found)


def tried():
    """Two families over two tracks: of family f, value x is best for plain and y for masked."""
    names = (Member("f", "x"), Member("f", "y"), Member("g", "z"))
    good, fair, bad = [0, 1, -1], [1, 0, -1], [-1, -1, -1]
    rows = {"p": [good, fair, fair], "m": [bad, good, fair]}
    found = {
        brief: np.array([row + [-1] * 7 for row in some], np.int32) for brief, some in rows.items()
    }
    return Tried(names, dict.fromkeys(rows, ("s:a", "s:b")), found)


BRIEFS = [BriefLine(id="p", text="x", track="plain"), BriefLine(id="m", text="x", track="masked")]
QRELS = {"p": {"s:a": 3}, "m": {"s:a": 3}}


def test_parameters_are_tuned_for_all_tracks_and_for_each():
    chosen = tune(tried(), BRIEFS, QRELS)
    assert chosen == {
        "f": Chosen(
            for_all=Member("f", "y"),
            for_each={"plain": Member("f", "x"), "masked": Member("f", "y")},
        ),
        "g": Chosen(
            for_all=Member("g", "z"), for_each=dict.fromkeys(("plain", "masked"), Member("g", "z"))
        ),
    }
    assert strongest(tried(), chosen, BRIEFS, QRELS) == chosen["f"].for_each
    run = tried().run(chosen["f"].for_each, BRIEFS)
    assert run == {"p": ("s:a", "s:b"), "m": ("s:a", "s:b")}


def test_the_measure_that_tunes_is_ndcg():
    plain, second = tried().ndcg(BRIEFS[0], QRELS)[:2]
    assert plain == pytest.approx(1.0)
    assert second == pytest.approx((3 / math.log2(3)) / 3)


def test_a_niche_keeps_its_half_and_the_halves_are_even():
    niches = [f"niche{number}" for number in range(1000)]
    halves = [half_of(niche) for niche in niches]
    assert halves.count("tune") == pytest.approx(500, abs=50)
    assert halves.count("check") == 1000 - halves.count("tune")
    expected = [hashlib.sha256(n.encode()).hexdigest() < "8" for n in niches]
    assert [half == "tune" for half in halves] == expected


def test_every_row_changes_constants_that_there_are():
    for changes in ROWS.values():
        assert tuning_of(changes) != DEFAULTS
    assert not tuning_of(ROWS[NO_DEFENCE]).originality
    assert not tuning_of(ROWS[RULES_OFF]).discounts
    assert tuning_of(ROWS[RULES_OFF]).originality
    parts = [dict(changes["points"]).keys() for changes in ROWS.values() if "points" in changes]
    assert all(names == POINTS.keys() for names in parts)


def test_a_setting_is_read_as_its_field_wants_it():
    assert parse_setting("words=0.5") == ("words", 0.5)
    assert parse_setting("names=False") == ("names", False)
    assert parse_setting("copies=[0.7, 0.9]") == ("copies", (0.7, 0.9))
    assert {field.name for field in fields(Tuning)} >= {"words", "names", "copies"}


@pytest.mark.parametrize("text", ["words", "wrods=1", "words=many", "=3"])
def test_a_setting_that_is_none_is_refused(text):
    with pytest.raises(ConfigError) as caught:
        parse_setting(text)
    assert caught.value.hint
