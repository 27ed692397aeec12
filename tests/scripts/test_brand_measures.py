"""The measures of bursts and shares of voice, in miniature."""

from __future__ import annotations

import numpy as np
import pytest

from engine.brands.counting.voice import Measure
from scripts import evaluate_bursts, evaluate_voice


def test_an_interval_is_wilsons() -> None:
    """19 of 20: (.95 + 1.92 / 20 -+ 1.96 sqrt(.95 * .05 / 20 + .96 / 400)) / (1 + 3.84 / 20)."""
    z = 1.959964
    centre = (0.95 + z * z / 40) / (1 + z * z / 20)
    half = z * (0.95 * 0.05 / 20 + z * z / 1600) ** 0.5 / (1 + z * z / 20)
    assert evaluate_bursts.wilson(19, 20) == pytest.approx((centre - half, centre + half))
    assert evaluate_bursts.shown(20, 20) == "1.000 [.839, 1.000]"


@pytest.mark.parametrize(
    ("kind", "scatter"), [("poisson", 1.0), ("scattered", 3.0), ("drifting", 1.0 + 20 * 0.09)]
)
def test_streams_have_the_mean_and_the_scatter_they_are_said_to_have(kind, scatter) -> None:
    """A level that wanders by .3 adds about mean * .3 ** 2 to the variance over the mean."""
    means = np.full((2_000, 60), 20.0)
    counts = evaluate_bursts.KINDS[kind](np.random.default_rng(3), means)
    assert counts.mean() == pytest.approx(20.0, rel=0.02)
    assert counts.var() / counts.mean() == pytest.approx(scatter, rel=0.1)


def test_a_great_burst_is_found_and_one_that_floods_is_not() -> None:
    hits, others = evaluate_bursts.recall("poisson", 20.0, 5.0, 1, n=20, seed=5)
    assert hits == 20
    assert others <= 20  # one a brand and quarter
    assert evaluate_bursts.flooded(5.0, n=20, seed=5) <= 3


def test_shares_of_made_creators_are_near_their_chance() -> None:
    shares = evaluate_voice.shares(evaluate_voice.mentions(np.random.default_rng(1), 3_000))
    value, low, high = shares[Measure.CREATORS]
    assert low < value < high
    assert 0.3 < value < 0.42
    held = evaluate_voice.held(dict.fromkeys(Measure, 0.5), 300, trials=3, seed=1)
    assert held[Measure.CREATORS] == 0
