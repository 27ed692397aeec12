"""Prize draws told by what they are made of, in many languages, and else by meaning."""

from __future__ import annotations

import numpy as np
import pytest

from engine.brands.verdicts import draws
from engine.brands.verdicts.context import card_judge
from engine.embedders.hashing import HashingEmbedder
from engine.vocabulary import Brand, Case, Kind, Span

DRAWS = [
    "Tag a friend who bakes and we'll pick a winner on Monday.",
    "Folgt uns und schreibt uns euer Rezept, das Los entscheidet.",
    "Abonnez-vous et mentionnez une amie, on tire un nom au hasard.",
    "Síguenos y menciona a una amiga, elegimos al azar.",
    "Marque uma amiga e concorra, escolhemos no sábado.",
    "Seguiteci e taggate un'amica, in palio un set.",
    "Volg ons en tag een vriend, zondag trekken we een naam.",
    "Zaobserwuj nas, w niedzielę losujemy szczęśliwca.",
    "Bizi takip edin, pazar günü bir kişi seçiyoruz.",
    "Följ oss och tagga en kompis, på söndag drar vi en.",
    "Подпишись и отметь подругу, выберем победителя.",
    "フォローして友達をタグ付け、抽選で3名様に。",
    "팔로우하고 친구를 태그하면 추첨을 통해 드려요.",
]
HONEST = [
    "I won this in a raffle years ago and it still works.",
    "Meine Schwester hat es bei der Arbeit gewonnen.",
    "Il y a deux ans j'ai gagné ça, il marche encore.",
    "Mi hermana lo ganó en el trabajo.",
    "Ganhei no trabalho há anos.",
    "L'ho vinto anni fa al lavoro.",
    "We like it a lot, a lot of people do.",
    "Сестра выиграла приз на работе.",
    "What do you like about it? Tell me in the comments.",
    "",
]


@pytest.mark.parametrize("text", DRAWS)
def test_a_draw_is_told_by_what_it_is_made_of_in_any_language(text: str) -> None:
    assert draws.points_of(text) >= 2
    assert draws.are_draws([text], [None], HashingEmbedder()) == [True]


@pytest.mark.parametrize("text", HONEST)
def test_who_won_something_once_or_only_likes_it_holds_no_draw(text: str) -> None:
    assert draws.points_of(text) <= 1
    assert draws.are_draws([text], [None], HashingEmbedder()) == [False]


def test_words_count_as_wholes_and_a_star_leaves_their_end_open() -> None:
    assert draws.points_of("the giveaways") == draws.points_of("Giveaway!") == 2
    assert draws.points_of("raffled ruffles") == draws.points_of("unraffle") == 0


def test_two_points_in_two_languages_are_no_draw() -> None:
    assert draws.points_of("up for grabs") == draws.points_of("folgt mir") == 1
    assert draws.points_of("up for grabs, folgt mir") == 1


def test_the_vector_decides_where_words_say_nothing_but_not_against_a_prize_won_long_ago() -> None:
    embedder = HashingEmbedder()
    examples = embedder.embed(draws._lines("draws.txt"))
    direction = draws._direction(embedder)
    toward = np.asarray(direction.way / np.linalg.norm(direction.way), dtype=np.float32)
    assert direction.standing(examples).min() > 0.0
    assert direction.standing(toward[None])[0] > max(draws._MEANT.values())
    texts = ["Coffee.", "Coffee.", "I won this years ago."]
    vectors = [toward, -toward, toward]
    assert draws.are_draws(texts, vectors, embedder) == [True, False, False]


def test_a_judge_says_whether_the_post_is_a_draw_whatever_the_verdict() -> None:
    judge = card_judge(Brand(key="krups", name="Krups"), HashingEmbedder())
    texts = ["Krups giveaway: tag a friend", "Krups makes good coffee"]
    span = Span(brand="krups", kind=Kind.NAME, start=0, end=5, surface="Krups")
    said = judge.judge([Case(text=text, spans=(span,)) for text in texts])
    assert [one.is_draw for one in said] == [True, False]
