"""What labels teach: the words around a name, and how far to trust who knows no labels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.brands.verdicts.context import card_judge
from engine.brands.verdicts.lessons import LEAST, Lesson, Taught, held_out, telling
from engine.embedders.hashing import HashingEmbedder
from engine.vocabulary import Brand, Case, Kind, Span, Verdict

CARD = Brand(key="target", name="Target", about=("chain of discount stores",))
SHOPS = [f"picked up {what} over at target before lunch" for what in "ABCDEFGH"]
GOALS = [f"missed the sales target for {what} by miles" for what in "ABCDEFGH"]


def case(text: str) -> Case:
    start = text.index("target")
    span = Span(brand="target", kind=Kind.NAME, start=start, end=start + 6, surface="target")
    return Case(text=text, spans=(span,))


def labelled(shops: int, goals: int) -> list[Taught]:
    return [
        *(Taught(case=case(text), meant=True) for text in SHOPS[:shops]),
        *(Taught(case=case(text), meant=False) for text in GOALS[:goals]),
    ]


def test_labels_decide_posts_written_alike() -> None:
    judge = card_judge(CARD, HashingEmbedder(), taught=labelled(7, 7), labels="a")
    shop, goal = judge.judge([case(SHOPS[7]), case(GOALS[7])])
    assert (shop.verdict, goal.verdict) == (Verdict.BRAND, Verdict.NOT)


def test_what_was_said_of_a_post_goes_for_every_post_with_its_text() -> None:
    wrong = [Taught(case=case(SHOPS[0]), meant=False)]
    judge = card_judge(CARD, HashingEmbedder(), taught=wrong, labels="a")
    (said,) = judge.judge([replace(case(SHOPS[0]), source="elsewhere")])
    assert (said.verdict, said.sureness) == (Verdict.NOT, None)


def test_a_handful_of_labels_teaches_nothing_about_other_posts() -> None:
    few = card_judge(CARD, HashingEmbedder(), taught=labelled(LEAST - 1, 0), labels="a")
    none = card_judge(CARD, HashingEmbedder())
    assert few.judge([case(GOALS[0])]) == none.judge([case(GOALS[0])])


def test_other_labels_are_another_judge() -> None:
    ids = {card_judge(CARD, HashingEmbedder(), labels=labels).id for labels in ("", "a", "b")}
    assert len(ids) == 3


@pytest.mark.parametrize("shift", [1.0, -1.0])
def test_labels_that_all_say_the_same_move_the_others_by_one(shift: float) -> None:
    windows = np.eye(8, dtype=np.float32)
    lesson = Lesson(np.zeros(8), windows, np.full(8, shift > 0))
    assert lesson.logits(np.array([0.5]), windows[:1]).tolist() == [0.5 + shift]


def test_a_held_out_post_is_judged_without_its_own_label() -> None:
    """Every window is of its own, so nothing is learnt of it from the others."""
    logits, windows = np.tile([2.0, -2.0], 10), np.eye(20, dtype=np.float32)
    meant = logits > 0
    turned = meant.copy()
    turned[0] = False
    held = held_out(logits, windows, turned)
    assert held[0] > 0
    assert ((held > 0) == meant).all()


def test_the_most_telling_are_those_of_which_least_is_known() -> None:
    assert telling(np.array([3.0, -0.1, 0.1, -2.0]), 3).tolist() == [1, 2, 3]


class Counting(HashingEmbedder):
    """Counts what it embeds."""

    def __init__(self) -> None:
        super().__init__()
        self.embedded: list[str] = []

    def embed(self, texts):
        self.embedded += texts
        return super().embed(texts)


def test_what_labels_teach_costs_no_second_look_at_a_post() -> None:
    embedder = Counting()
    judge = card_judge(CARD, embedder, taught=labelled(LEAST, LEAST), labels="l")
    judge.judge([case("nothing much about target")])  # reads the card and the labels
    embedder.embedded.clear()
    said = "I went to target and it was closed"
    judge.judge([case(said)])
    assert embedder.embedded.count(said) == 2  # as the window, and as the post
