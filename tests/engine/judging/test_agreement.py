"""Two judges, against the definition of weighted kappa."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.judging import agreement, merged

FIRST = {"a": {"x": 3, "y": 0, "z": 2}, "b": {"x": 1, "v": 3}}
SECOND = {"a": {"x": 2, "y": 0, "w": 1, "z": 2}, "b": {"x": 3}}


def test_kappa_is_one_less_the_disagreement_over_that_of_chance():
    pairs = np.array([(3, 2), (0, 0), (2, 2), (1, 3)], dtype=float)
    weights = [[(i - j) ** 2 for j in range(4)] for i in range(4)]
    observed = sum(weights[int(a)][int(b)] for a, b in pairs) / 4
    chance = sum(weights[int(a)][int(b)] for a in pairs[:, 0] for b in pairs[:, 1]) / 16
    found = agreement(FIRST, SECOND)
    assert (found.n, found.same) == (4, 0.5)
    assert found.kappa == pytest.approx(1 - observed / chance)


def test_full_agreement_is_one():
    assert agreement(FIRST, FIRST).kappa == 1.0


def test_where_all_grades_are_the_same_there_is_no_kappa():
    found = agreement({"a": {"x": 2, "y": 2}}, {"a": {"x": 2, "y": 2}})
    assert (found.n, found.kappa, found.same) == (2, None, 1.0)


def test_judges_of_different_creators_do_not_disagree():
    found = agreement({"a": {"x": 2}}, {"b": {"x": 2}})
    assert (found.n, found.kappa, found.same) == (0, None, None)


def test_the_mean_of_the_grades_counts_rounded_down():
    assert merged([FIRST, SECOND]) == {
        "a": {"x": math.floor(2.5), "y": 0, "z": 2, "w": 1},
        "b": {"x": 2, "v": 3},
    }
