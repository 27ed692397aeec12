"""Which posts are poor evidence, and which only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.text import marks
from engine.text.marks import marks_of
from engine.vocabulary import HASHTAG_WALL, Mark


@pytest.mark.parametrize(
    "text",
    [
        "GIVEAWAY time, follow us",
        "a small give-away for you all",
        "We are giving two of them away",
        "Enter now to win a grinder",
        "for a chance to win, comment below",
        "like and repost this to win the set",
        "Tag three friends",
        "To win: follow and share",
        "Großes Gewinnspiel zum Geburtstag",
        "Wir verlosen drei Pakete",
        "Jeu concours de printemps",
        "gran sorteo de verano",
        "büyük çekiliş",
        "Розыгрыш призов",
    ],
)
def test_a_prize_draw_is_marked(text: str) -> None:
    assert marks_of(text, ()) == Mark.PRIZE_DRAW
    assert marks_of(text.upper(), ()) == Mark.PRIZE_DRAW


@pytest.mark.parametrize(
    "text",
    [
        "I want to win this race",
        "never give up",
        "she gave it to me",
        "how to tag a photo",
        "windows open and the winter is here",
        "you may enter the kitchen",
        "the prize money of the open",
        "concours hippique ce weekend",
        "der Konkurs der Firma",
        "like it or not, the share price fell",
        "",
    ],
)
def test_everyday_words_are_not(text: str) -> None:
    assert marks_of(text, ()) == Mark(0)


def test_a_wall_begins_at_its_number_of_hashtags() -> None:
    tags = tuple(f"tag{i}" for i in range(HASHTAG_WALL))
    assert marks_of("coffee", tags[:2]) == Mark(0)
    assert marks_of("coffee", tags[:3]) == Mark.TAGGED
    assert marks_of("coffee", tags[:-1]) == Mark.TAGGED
    assert marks_of("coffee", tags) == Mark.HASHTAG_WALL
    assert marks_of("coffee giveaway", tags) == Mark.HASHTAG_WALL | Mark.PRIZE_DRAW


WORDS = ("give", "away", "win", "to", "enter", "tag", "two", "friends", "prize", "draw", "like",
         "and", "sorteo", "VERLOSUNG", "raffle", "chance", "of", "winning", ":", ",")  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12))
def test_the_quick_look_rules_out_nothing_that_matches(words: list[str]) -> None:
    text = " ".join(words)
    assert (Mark.PRIZE_DRAW in marks_of(text, ())) == (marks._DRAW.search(text) is not None)
