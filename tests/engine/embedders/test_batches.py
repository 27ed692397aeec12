from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.embedders.batches import batches, padded

LENGTHS = st.lists(st.integers(min_value=1, max_value=300), max_size=80)


@given(lengths=LENGTHS, budget=st.integers(min_value=1, max_value=2000))
def test_every_row_is_in_one_batch_within_the_budget(lengths: list[int], budget: int) -> None:
    found = list(batches(lengths, budget=budget))
    places = [int(place) for batch in found for place in batch.positions]
    assert sorted(places) == list(range(len(lengths)))
    for positions, width in found:
        assert len(positions) == 1 or len(positions) * width <= budget
        assert all(lengths[place] <= width < lengths[place] + 8 for place in positions)


@given(lengths=LENGTHS)
def test_the_width_of_a_row_does_not_depend_on_the_others(lengths: list[int]) -> None:
    for positions, width in batches(lengths):
        for place in positions:
            (alone,) = batches([lengths[place]])
            assert alone.width == width


def test_longest_rows_come_first() -> None:
    assert [batch.width for batch in batches([3, 30, 8, 9])] == [32, 16, 8]


def test_padding_is_masked_and_tokens_stay() -> None:
    ids, mask = padded([[5, 6, 7], [8]], 4, pad_id=1)
    np.testing.assert_array_equal(ids, [[5, 6, 7, 1], [8, 1, 1, 1]])
    np.testing.assert_array_equal(mask, [[1, 1, 1, 0], [1, 0, 0, 0]])
