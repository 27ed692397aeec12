"""What is left of a brief when the words that everybody uses are gone."""

from __future__ import annotations

import pytest

from engine.text.stopwords import without_stop_words


@pytest.mark.parametrize(
    ("brief", "left"),
    [
        ("cosmética vegana para piel seca sin perfume", "cosmética vegana piel seca perfume"),
        ("les meilleures chaussures pour courir dans Paris", "meilleures chaussures courir paris"),
        ("die besten laufschuhe für anfänger", "besten laufschuhe anfänger"),
        ("receitas sem glúten que não são caras", "receitas glúten caras"),
        ("the best of the best", "best best"),
        ("die cast cars", "die cast cars"),
        ("los angeles street food", "los angeles street food"),
        ("pour over coffee", "pour coffee"),
        ("mini golf par three", "mini golf par three"),
        ("comic con costumes", "comic con costumes"),
        ("skin care that doesn t sting and you ve used", "skin care t sting used"),
        ("i don t like re runs", "t like runs"),
        ("don draper suits", "don draper suits"),
        ("to be or not to be", "to be or not to be"),
        ("und der", "und der"),
    ],
)
def test_stop_words_go_and_words_that_mean_something_elsewhere_stay(brief: str, left: str) -> None:
    assert list(without_stop_words(brief.lower().split())) == left.split()
