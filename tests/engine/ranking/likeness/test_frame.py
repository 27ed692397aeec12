"""Vectors seen from the middle of the corpus."""

from __future__ import annotations

import numpy as np
import pytest

from engine.ranking.likeness.frame import frame
from engine.vocabulary import Sample

DIM = 6


def sample_of(posts: np.ndarray, ordinary: np.ndarray | None = None) -> Sample:
    nobody = np.zeros((0, DIM), np.float32)
    return Sample(
        posts=posts.astype(np.float32),
        profiles=nobody,
        ordinary=nobody if ordinary is None else ordinary.astype(np.float32),
        draws=nobody,
        codes=np.zeros(0, np.uint32),
        n_words=np.zeros(0, np.int32),
    )


@pytest.fixture(scope="module")
def posts() -> np.ndarray:
    rows = np.random.default_rng(0).standard_normal((400, DIM)) * [5, 1, 1, 1, 1, 1]
    rows += [9, 0, 0, 0, 0, 0]
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_what_all_posts_share_makes_nobody_alike(posts):
    around = frame(sample_of(posts), 2.0)
    centred = around.centred(posts.astype(np.float32))
    assert float((posts @ posts.T).mean()) > 0.6
    assert abs(float((centred @ centred.T).mean())) < 0.15
    assert np.linalg.norm(centred, axis=1) == pytest.approx(np.ones(400), abs=1e-5)


def test_whitening_without_ridge_evens_the_spread(posts):
    around = frame(sample_of(posts), 0.0)
    spread = (posts - around.mean) @ around.whitening
    assert np.cov(spread.T, bias=True) == pytest.approx(np.eye(DIM), abs=0.02)


def test_the_usual_is_the_quantile_and_what_few_come_near_weighs_more(posts):
    around = frame(sample_of(posts), 2.0)
    some = around.random[:3]
    usual, weight = around.background(some, 0.95, 0.35)
    alike = some @ around.random.T
    assert usual == pytest.approx(np.quantile(alike, 0.95, axis=1), abs=1e-6)
    near = (alike > 0.35).sum(axis=1)
    assert weight == pytest.approx(np.log((len(around.random) + 2) / (near + 1)))


def test_ordinary_posts_stand_in_where_there_is_no_corpus(posts):
    around = frame(sample_of(posts[:1], posts[1:]), 2.0)
    assert around.mean == pytest.approx(posts.mean(axis=0), abs=1e-6)


def test_nothing_is_usual_where_nothing_is_known():
    around = frame(sample_of(np.zeros((0, DIM))), 2.0)
    row = np.eye(DIM, dtype=np.float32)[:1]
    assert around.centred(row) == pytest.approx(row)
    usual, weight = around.background(row, 0.95, 0.35)
    assert (usual.tolist(), weight.tolist()) == ([0.0], [1.0])
