"""What the measurements of vetting compute, worked out by hand, and what they hold."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.trust_measures.bots import auc, reweighted
from scripts.trust_measures.shrinkage import simulate


def test_precision_at_another_base_rate_is_bayes_rule():
    assert reweighted(0.5, 0.1, 0.1) == pytest.approx(0.1 * 0.5 / (0.1 * 0.5 + 0.9 * 0.1))
    assert np.isnan(reweighted(0.0, 0.0))


def test_auc_is_the_share_of_pairs_in_order_ties_half():
    scores, labels = np.array([3, 1, 1, 0]), np.array([True, True, False, False])
    assert auc(scores, labels) == (2 + 1.5) / 4


@pytest.mark.parametrize("posts", [1, 3, 5])
def test_shrunk_rates_err_half_as_much_as_raw_means_of_few_posts(posts):
    made = simulate(0.5, 1.0, posts=posts)
    assert made.shrunk_rate <= 0.5 * made.raw_rate


@pytest.mark.parametrize("posts", [1, 5, 30])
def test_four_in_five_intervals_hold_the_true_rate(posts):
    assert 0.75 <= simulate(0.8, 1.4, posts=posts).coverage <= 0.85
