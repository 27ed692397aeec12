from __future__ import annotations

from datetime import timedelta

import pytest

from engine.portraits import timeline
from tests.fakes import NOW

START = NOW - timedelta(days=10)


def test_moments_are_counted_in_the_stretch_they_lie_in() -> None:
    days = [0.0, 1.9, 2.0, 9.99, 10.0]
    found = timeline(
        [START + timedelta(days=day) for day in days], start=START, end=NOW, stretches=5
    )
    assert found.counts == (2, 1, 0, 0, 2)
    assert found.most == 2


def test_moments_outside_are_left_out() -> None:
    outside = [START - timedelta(seconds=1), NOW + timedelta(seconds=1)]
    assert timeline(outside, start=START, end=NOW, stretches=3).counts == (0, 0, 0)


def test_no_time_at_all_has_no_stretches() -> None:
    with pytest.raises(ValueError, match="no time between"):
        timeline([], start=NOW, end=NOW, stretches=3)
