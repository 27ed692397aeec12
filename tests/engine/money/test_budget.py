"""The optimiser finds what trying every set finds."""

from __future__ import annotations

import itertools
import os
import random
import time
from typing import Any

import pytest
from scipy import optimize

from engine.money.budget import Choice, Offer, choose


def offers_of(*pairs: tuple[float, int]) -> list[Offer]:
    return [Offer(name=f"o{i}", score=score, cents=cents) for i, (score, cents) in enumerate(pairs)]


def brute_force(offers: list[Offer], budget: int, posts: int) -> tuple[float, int]:
    """The best (score, -cents) of all sets that fit."""
    best = (0.0, 0)
    for size in range(1, min(posts, len(offers)) + 1):
        for chosen in itertools.combinations(offers, size):
            cents = sum(offer.cents for offer in chosen)
            if cents <= budget:
                best = max(best, (sum(offer.score for offer in chosen), -cents))
    return best


def random_case(seed: int) -> tuple[list[Offer], int, int]:
    dice = random.Random(seed)  # noqa: S311 - a test's dice
    n = dice.randint(0, 9)
    # Few distinct scores and prices, so that ties and exact fits happen; some free, some worthless.
    pairs = [(dice.choice([-3.0, 0.0, 10.0, 12.5, dice.uniform(1, 80)]),
              dice.choice([0, 100, 250, dice.randint(1, 90_000)])) for _ in range(n)]  # fmt: skip
    return offers_of(*pairs), dice.choice([0, 350, dice.randint(0, 200_000)]), dice.randint(0, 6)


@pytest.mark.parametrize("block", range(10))
def test_it_equals_trying_every_set_on_a_thousand_small_cases(block: int) -> None:
    for seed in range(block * 100, block * 100 + 100):
        offers, budget, posts = random_case(seed)
        chosen = choose(offers, budget=budget, posts=posts)
        score, cents = brute_force(offers, budget, posts)
        assert chosen.score == pytest.approx(score, abs=1e-6), seed
        assert chosen.cents == -cents, seed
        assert chosen.cents <= budget
        assert len(chosen.taken) <= posts


def test_the_best_sum_is_not_that_of_the_best_first() -> None:
    # By score: 60 alone for 100. By score a cent: 35 + 34 for 100.
    chosen = choose(offers_of((60, 100), (35, 50), (34, 50)), budget=100, posts=5)
    assert [offer.name for offer in chosen.taken] == ["o1", "o2"]


def reasons(chosen: Choice) -> dict[str, str]:
    return {left.offer.name: left.why for left in chosen.left}


def test_what_is_left_out_is_told_with_what_taking_it_would_cost() -> None:
    offers = offers_of((60, 100), (35, 50), (34, 50), (99, 101), (0, 1))
    chosen = choose(offers, budget=100, posts=2)
    assert reasons(chosen) == {
        "o0": "with it the best set would have 9.0 points fewer",  # 35 + 34 - 60
        "o3": "costs more than the whole budget",
        "o4": "has no points",
    }
    assert {left.offer.name: left.cost for left in chosen.left}["o0"] == pytest.approx(9.0)


def test_what_taking_one_costs_is_the_best_sum_less_the_best_with_it() -> None:
    for seed in range(40):
        offers, budget, posts = random_case(seed + 5_000)
        chosen = choose(offers, budget=budget, posts=posts)
        for left in chosen.left:
            if left.cost is None:
                continue
            others = [offer for offer in offers if offer is not left.offer]
            rest, _ = brute_force(others, budget - left.offer.cents, posts - 1)
            assert left.cost == pytest.approx(chosen.score - rest - left.offer.score, abs=1e-6)


def test_equally_good_sets_are_told_apart_by_price() -> None:
    chosen = choose(offers_of((10, 80), (10, 30), (10, 50)), budget=100, posts=1)
    assert [offer.name for offer in chosen.taken] == ["o1"]
    assert reasons(chosen) == dict.fromkeys(
        ("o0", "o2"), "an equally good set is as cheap or cheaper"
    )


def test_with_no_budget_only_what_is_free_is_taken() -> None:
    assert choose(offers_of((5, 0), (50, 1)), budget=0, posts=3).score == 5


def test_with_no_posts_nothing_is_taken() -> None:
    chosen = choose(offers_of((5, 0)), budget=10, posts=0)
    assert chosen.taken == ()
    assert reasons(chosen) == {"o0": "no post is to be bought"}


def five_hundred(posts_alike: int) -> list[Offer]:
    """Offers with prices of a few tiers, as tables give them, and scores all different."""
    dice = random.Random(3)  # noqa: S311 - a test's dice
    prices = [dice.randint(5_000, 400_000) for _ in range(500 // posts_alike)]
    return offers_of(*((dice.uniform(5, 80), dice.choice(prices)) for _ in range(500)))


def best_by_prices(offers: list[Offer], budget: int, posts: int) -> float:
    """The best sum of scores, tried over every choice of prices: of each price the best go."""
    scores: dict[int, list[float]] = {}
    for offer in sorted(offers, key=lambda offer: -offer.score):
        scores.setdefault(offer.cents, []).append(offer.score)
    best = 0.0
    for size in range(1, posts + 1):
        for prices in itertools.combinations_with_replacement(sorted(scores), size):
            counts = [(price, len([*same])) for price, same in itertools.groupby(prices)]
            if sum(prices) <= budget and all(n <= len(scores[price]) for price, n in counts):
                best = max(best, sum(sum(scores[price][:n]) for price, n in counts))
    return best


def test_leaving_out_offers_that_are_never_needed_changes_nothing() -> None:
    offers = five_hundred(25)
    chosen = choose(offers, budget=300_000, posts=4)
    assert chosen.score == pytest.approx(best_by_prices(offers, 300_000, 4))
    assert chosen.cents <= 300_000


def test_five_hundred_offers_take_less_than_ten_seconds_of_the_processor() -> None:
    began = time.process_time()
    chosen = choose(five_hundred(2), budget=20_000_00, posts=500)
    assert time.process_time() - began < 10
    assert chosen.within == 0
    assert chosen.cents <= 20_000_00
    assert sum(left.cost is not None for left in chosen.left) >= 9


def test_what_was_not_proven_in_time_is_said_with_how_much_it_may_lack() -> None:
    offers = five_hundred(2)[:150]
    chosen = choose(offers, budget=10_000_00, posts=150, seconds=0.0)
    proven = choose(offers, budget=10_000_00, posts=150)
    assert chosen.within > 0
    assert chosen.score + chosen.within >= proven.score - 1e-6
    assert {left.cost for left in chosen.left} == {None}
    assert "no better set with it was found" in reasons(chosen).values()


def test_what_the_solver_prints_does_not_reach_our_output(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    solve = optimize.milp

    def loud(*given: Any, **named: Any) -> Any:
        os.write(1, b"HighsMipSolverData")
        return solve(*given, **named)

    monkeypatch.setattr(optimize, "milp", loud)
    assert choose(offers_of((5, 10), (6, 20)), budget=20, posts=1).score == 6
    os.write(1, b"ours")
    assert capfd.readouterr().out == "ours"
