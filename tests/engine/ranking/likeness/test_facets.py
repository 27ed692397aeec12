"""Facets stand for the subjects of a creator, the larger first, and always the same ones."""

from __future__ import annotations

import numpy as np
import pytest

from engine.ranking.likeness.facets import facets


def around(axis: int, n: int, seed: int) -> np.ndarray:
    noise = 0.1 * np.random.default_rng(seed).standard_normal((n, 8))
    rows = np.eye(8)[axis] + noise
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_each_subject_has_a_facet_and_the_largest_comes_first():
    found = facets(np.concatenate([around(1, 4, 0), around(5, 12, 1), around(3, 8, 2)]), 3)
    assert np.abs(found).argmax(axis=1).tolist() == [5, 3, 1]
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(3), abs=1e-6)


def test_the_facet_of_one_subject_is_the_direction_of_its_mean():
    rows = around(2, 9, 3)
    mean = rows.mean(axis=0)
    assert facets(rows, 1)[0] == pytest.approx(mean / np.linalg.norm(mean), abs=1e-6)


@pytest.mark.parametrize(("n_vectors", "expected"), [(0, 0), (1, 1), (2, 1), (6, 3), (40, 4)])
def test_there_are_at_most_half_as_many_facets_as_vectors(n_vectors: int, expected: int):
    rows = np.concatenate([around(i % 8, 1, i) for i in range(n_vectors)] or [around(0, 0, 0)])
    assert len(facets(rows, 4)) == expected


def test_equal_vectors_make_one_facet():
    rows = np.repeat(around(0, 1, 0), 10, axis=0)
    assert facets(rows, 4) == pytest.approx(rows[:1], abs=1e-6)
