"""Shares with intervals, and orders that tell nothing."""

from __future__ import annotations

import math

import pytest

from engine.brands.verdicts.checking import Share, shuffled


@pytest.mark.parametrize(("right", "n"), [(0, 4), (3, 4), (20, 20), (45, 50)])
def test_the_interval_holds_the_shares_that_do_not_differ_from_what_was_counted(
    right: int, n: int
) -> None:
    """Wilson's bounds are the p at which the count lies 1.96 standard errors of p away."""
    for bound in Share(right=right, n=n).interval:
        distance = abs(right / n - bound)
        if 0.0 < bound < 1.0:
            assert distance == pytest.approx(1.96 * math.sqrt(bound * (1 - bound) / n), abs=1e-9)
        else:
            assert distance < 1e-9


def test_of_nothing_nothing_is_known() -> None:
    assert Share(right=0, n=0).interval == (0.0, 1.0)


def test_an_order_depends_on_the_keys_alone() -> None:
    keys = [("demo", str(i)) for i in range(50)]
    order = [keys[i] for i in shuffled(keys)]
    assert [keys[::-1][i] for i in shuffled(keys[::-1])] == order
    assert sorted(order) == sorted(keys)
    assert order != keys
