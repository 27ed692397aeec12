from __future__ import annotations

import numpy as np
import pytest

from engine.embedders.rows import distinct, unit_rows
from engine.errors import EmbedderError


def test_different_texts_keep_their_order_and_copies_point_to_the_first() -> None:
    unique, positions = distinct(["b", "a", "b", "c", "a"])
    assert unique == ["b", "a", "c"]
    assert positions.tolist() == [0, 1, 0, 2, 1]
    assert positions.dtype == np.int64


def test_rows_are_divided_by_their_length() -> None:
    rows = unit_rows(np.array([[3.0, 4.0], [0.0, -2.0]]), ["one", "two"])
    np.testing.assert_allclose(rows, [[0.6, 0.8], [0.0, -1.0]], rtol=1e-6)
    assert rows.dtype == np.float32


@pytest.mark.parametrize("number", [0.0, np.nan, np.inf])
def test_a_row_without_direction_is_an_error_that_quotes_its_text(number: float) -> None:
    with pytest.raises(EmbedderError, match="gave 'two' a vector of length") as caught:
        unit_rows(np.array([[1.0, 0.0], [number, 0.0]]), ["one", "two"])
    assert caught.value.hint
