"""Ids to positions and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.vectors.members import Members, best

id_lists = st.lists(st.integers(1, 200) | st.integers(1, 2**60), unique=True, max_size=30)


@given(present=id_lists.map(sorted), asked=id_lists)
def test_membership_is_that_of_a_set(present: list[int], asked: list[int]) -> None:
    members = Members(np.array(present, dtype=np.int64))
    mask = members.among(np.array(asked, dtype=np.int64))
    assert mask.tolist() == [i in set(asked) for i in present]


@given(present=id_lists.map(sorted))
def test_positions_are_those_of_the_list(present: list[int]) -> None:
    members = Members(np.array(present, dtype=np.int64))
    backwards = np.array(present[::-1], dtype=np.int64)
    assert members.positions(backwards).tolist() == [present.index(i) for i in present[::-1]]


@given(scores=st.lists(st.sampled_from([0.0, 0.25, 0.5, 1.0]), max_size=20), k=st.integers(0, 25))
def test_the_best_are_sorted_by_score_then_id(scores: list[float], k: int) -> None:
    ids = np.arange(len(scores), dtype=np.int64)[::-1]
    run = best(ids, np.array(scores, dtype=np.float32), k, name="x")
    pairs = sorted(zip(ids.tolist(), scores, strict=True), key=lambda pair: (-pair[1], pair[0]))
    assert list(zip(run.ids.tolist(), run.scores.tolist(), strict=True)) == pairs[:k]


def test_an_unknown_id_has_no_position() -> None:
    with pytest.raises(KeyError, match="3"):
        Members(np.array([2, 4], dtype=np.int64)).positions(np.array([2, 3], dtype=np.int64))
