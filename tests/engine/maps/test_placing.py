"""Places and groups: near to each other who is alike, the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from engine.maps.placing import grouped, placed
from engine.vocabulary import Vectors

EACH, DIM = 30, 24


def blobs(n: int, seed: int = 0) -> tuple[Vectors, np.ndarray]:
    """`n` times thirty unit vectors about axes at right angles, and which axis each is about."""
    rng = np.random.default_rng(seed)
    about = np.repeat(np.arange(n), EACH)
    vectors = np.eye(DIM)[about] + rng.normal(scale=0.05, size=(n * EACH, DIM))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), about


def nearest(places: np.ndarray, n: int) -> np.ndarray:
    apart = ((places[:, None] - places[None]) ** 2).sum(axis=2)
    np.fill_diagonal(apart, np.inf)
    return apart.argsort(axis=1)[:, :n]


def test_those_nearest_on_the_map_are_about_the_same() -> None:
    vectors, about = blobs(5)
    places = placed(vectors)
    assert (about[nearest(places, 5)] == about[:, None]).mean() > 0.99


def test_the_map_is_the_same_every_time_and_lies_in_the_square() -> None:
    vectors, _ = blobs(4)
    places = placed(vectors)
    assert np.array_equal(places, placed(vectors.copy()))
    assert places.min() >= 0
    assert places.max() <= 1
    assert max(np.ptp(places, axis=0)) == pytest.approx(1.0)


def test_another_start_gives_another_map_with_the_same_groups() -> None:
    vectors, about = blobs(4)
    assert not np.array_equal(placed(vectors), placed(vectors, seed=1))
    for seed in (None, 1, 2):
        groups = grouped(placed(vectors, seed=seed))
        pairs = {(int(a), int(b)) for a, b in zip(about, groups, strict=True) if b >= 0}
        assert len(pairs) == len({group for _, group in pairs})  # no group is about two things


@pytest.mark.parametrize("n", [0, 1, 2, 5, 11, 12, 40])
def test_few_creators_and_equal_ones_have_places_too(n: int) -> None:
    same = np.tile(np.eye(DIM, dtype=np.float32)[:1], (n, 1))
    for vectors in (same, blobs(2)[0][:n]):
        places = placed(vectors)
        assert places.shape == (n, 2)
        assert np.isfinite(places).all()
        assert ((places >= 0) & (places <= 1)).all()


def test_groups_are_numbered_by_their_first_place() -> None:
    rng = np.random.default_rng(3)
    about = np.array([2] * 20 + [0] * 25 + [1] * 30)
    places = np.array([[0.1, 0.1], [0.9, 0.9], [0.1, 0.9]])[about]
    places = places + rng.normal(scale=0.01, size=places.shape)
    groups = grouped(places)
    inside = [int(group) for group in groups if group >= 0]
    assert [*dict.fromkeys(inside)] == [*range(max(inside) + 1)]
    for group in set(inside):
        assert len(set(about[groups == group].tolist())) == 1


def test_too_few_places_make_no_group() -> None:
    assert (grouped(np.random.default_rng(0).random((9, 2))) == -1).all()
