"""The language of a post: detected where the text is long enough, else as it is tagged."""

from __future__ import annotations

import pytest

from engine.text.languages import MIN_LETTERS, NOTHING, SURE, detect, is_in_language, language

SENTENCES = {
    "en": "The grinder arrived today and the first espresso was already much better than before.",
    "es": "Hoy por fin estrené la cafetera y el primer café salió mucho mejor de lo que esperaba.",
    "fr": "J'ai enfin reçu mon moulin et le premier café est bien meilleur que celui d'hier.",
    "de": "Heute kam endlich die neue Mühle an, und der erste Kaffee schmeckt viel besser.",
    "pt": "Hoje chegou finalmente o moinho novo e o primeiro café ficou muito melhor do que ontem.",
    "ja": "今日は新しいミルが届いたので、コーヒーを淹れました。",
    "zh": "今天新的磨豆机终于到了。咖啡比以前好喝多了。",
    "ko": "오늘 새 그라인더가 도착해서 커피를 내렸어요.",
    "ru": "Сегодня наконец привезли кофемолку, и первый кофе получился гораздо вкуснее.",
    "th": "วันนี้เครื่องบดกาแฟมาถึงแล้ว กาแฟอร่อยกว่าเดิมมาก",
}


@pytest.mark.parametrize("lang", SENTENCES)
def test_a_sentence_is_in_its_language_and_surely_so(lang: str) -> None:
    (found,) = detect([SENTENCES[lang]])
    assert found.lang == lang
    assert SURE <= found.confidence <= 1


def test_links_handles_and_hashtags_tell_no_language() -> None:
    noise = " #thebestcoffee #ofthewholeworld @somebody_of_the_sea https://example.com/the/of/and"
    plain, noisy = detect([SENTENCES["es"], SENTENCES["es"] + noise])
    assert noisy == plain
    assert detect([noise]) == [NOTHING]


@pytest.mark.parametrize(
    "text", ["", "a" * (MIN_LETTERS - 1), "🙂 " * 40, "12345 " * 20, "咖啡", "Danke, gut!"]
)
def test_of_short_texts_nothing_is_said(text: str) -> None:
    assert detect([text]) == [NOTHING]


def test_a_text_says_the_same_in_whatever_company_and_on_several_lines() -> None:
    together = detect(list(SENTENCES.values()))
    assert together == [detect([text])[0] for text in SENTENCES.values()]
    assert detect([SENTENCES["en"].replace(" ", "\n")]) == detect([SENTENCES["en"]])


@pytest.mark.parametrize(
    ("tag", "detected", "expected"),
    [
        ("en", None, "en"),
        (None, None, None),
        (None, "de", "de"),
        ("en", "de", "de"),
        ("en-GB", "en", "en-GB"),
        ("pt_BR", "pt", "pt_BR"),
        ("in", "id", "in"),
        ("nb", "no", "nb"),
    ],
)
def test_what_is_detected_wins_over_a_tag_that_says_another(
    tag: str | None, detected: str | None, expected: str | None
) -> None:
    assert language(tag, detected) == expected


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("en", ("en",)),
        ("en_GB", ("en",)),
        ("EN-gb", ("fr", "en-GB")),
        ("in", ("id",)),
        ("no", ("nb",)),
    ],
)
def test_a_tag_is_of_a_language_whatever_its_region_and_spelling(
    tag: str, wanted: tuple[str, ...]
) -> None:
    assert is_in_language(tag, wanted)


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [(None, ("en",)), ("en", ("en-GB",)), ("eng", ("en",)), ("de", ("en", "fr")), ("", ("en",))],
)
def test_a_tag_is_not_of_another_language(tag: str | None, wanted: tuple[str, ...]) -> None:
    assert not is_in_language(tag, wanted)
