"""Keywords are told from sentences by the words that hold a sentence together."""

from __future__ import annotations

import pytest

from engine.text.marks import marks_of
from engine.text.sentences import is_keywords
from engine.vocabulary import Mark

HEAP = "espresso grinder latte barista roast beans crema portafilter tamper pourover"


def test_a_heap_of_keywords_is_told() -> None:
    assert is_keywords(HEAP)
    assert is_keywords(HEAP.upper() + " " + HEAP)
    assert Mark.KEYWORDS in marks_of(HEAP, ())


@pytest.mark.parametrize(
    "text",
    [
        "This morning I pulled a shot with the new grinder and it was lovely",
        "Esta mañana hice un café con el molinillo nuevo y salió muy bien",
        "Ce matin j'ai fait un café avec le nouveau moulin et il était très bon",
        "Heute Morgen habe ich mit der neuen Mühle einen Espresso gemacht",
        "Hoje de manhã fiz um café com o moedor novo e ficou muito bom",
        "Stamattina ho fatto un caffè con il macinino nuovo ed era molto buono",
        "Vanmorgen heb ik met de nieuwe molen een kopje koffie gezet",
        "Dziś rano zrobiłem kawę w nowym młynku i była naprawdę bardzo dobra",
        "Bu sabah yeni değirmen ile kahve ve çay için çok güzel",
        "Pagi ini saya membuat kopi dengan gilingan baru dan rasanya enak",
    ],
)
def test_a_sentence_in_a_language_of_latin_letters_is_none(text: str) -> None:
    assert not is_keywords(text)


@pytest.mark.parametrize(
    "text",
    [
        "espresso grinder latte barista roast beans crema",  # seven words are a title
        "Сегодня утром сварил кофе новой кофемолкой очень вкусно получилось",
        "今朝は新しいグラインダーでコーヒーを淹れました",
        "espresso #one #two #three #four #five #six #seven #eight #nine",
        "https://a.example/x y@z.example 1 2 3 4 5 6 7 8 9 10",
        "",
    ],
)
def test_what_cannot_be_judged_is_left_alone(text: str) -> None:
    assert not is_keywords(text)
