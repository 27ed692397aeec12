from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exports.marking import WIDTH, marker


def marked(topic: str, text: str) -> list[str]:
    return [piece.text for piece in marker(topic)(text) if piece.marked]


@pytest.mark.parametrize(
    ("topic", "text", "expected"),
    [
        (
            "espresso grinders",
            "My ESPRESSO grinder, #espresso",
            ["ESPRESSO", "grinder", "#espresso"],
        ),
        ("cat", "category cat cats concat", ["cat", "cats"]),
        ("glass", "glass glasses glas", ["glass", "glasses"]),
        ("#vegan @ana", "vegan #vegan @ana ana", ["vegan", "#vegan", "@ana", "ana"]),
        ("skin care for dry skin", "for my dry skin", ["dry", "skin"]),
        ("c++ (again) [x", "c and again and x", ["c", "x"]),
        ("café", "CAFÉ cafe", ["CAFÉ"]),
        ("手冲咖啡", "我喜欢手冲咖啡和茶", ["手冲咖啡"]),
        ("iPhone手机", "新的iPhone手机壳, iPhones", ["手机", "iPhones"]),
        ("กาแฟดริป", "ชอบกาแฟมาก", ["กาแฟ"]),
        ("", "anything", []),
    ],
)
def test_whole_words_of_the_brief_are_marked(topic: str, text: str, expected: list[str]) -> None:
    assert marked(topic, text) == expected


@given(st.text(max_size=900), st.text(max_size=30))
def test_the_pieces_are_an_excerpt_of_the_text_and_mark_nothing_else(text: str, topic: str) -> None:
    pieces = marker(topic)(text)
    shown = "".join(piece.text for piece in pieces)
    assert len(shown) <= WIDTH
    assert "\n" not in shown
    assert all(piece.text for piece in pieces)


def test_an_excerpt_starts_near_the_first_word_of_the_brief() -> None:
    text = "lorem " * 300 + "my espresso machine " + "ipsum " * 300
    pieces = marker("espresso")(text)
    shown = "".join(piece.text for piece in pieces)
    assert shown.startswith("… lorem lorem")
    assert shown.endswith("ipsum…")
    assert [piece.text for piece in pieces if piece.marked] == ["espresso"]
    assert len(shown) <= WIDTH
