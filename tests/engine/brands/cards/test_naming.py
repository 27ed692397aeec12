"""A card is found by whatever it is called, and a name that none has is an error with a way out."""

from __future__ import annotations

import pytest

from engine.brands.cards.naming import finder, named_in
from engine.errors import ConfigError
from engine.vocabulary import Brand

CARDS = (
    Brand(key="la-roche-posay", name="La Roche-Posay", aliases=("LRP",), hashtags=("laroche",)),
    Brand(key="cerave", name="CeraVe"),
    Brand(key="target", name="Target"),
)


@pytest.mark.parametrize(
    "name", ["la-roche-posay", "LA ROCHE-POSAY", "lrp", "#laroche", "la roche\u2010posay"]
)
def test_a_card_is_found_by_key_name_alias_or_hashtag(name: str) -> None:
    assert finder(CARDS)(name) == "la-roche-posay"


def test_an_unknown_name_names_the_nearest_cards_and_how_to_make_one() -> None:
    with pytest.raises(ConfigError, match="no brand card 'cerav'") as caught:
        finder(CARDS)("cerav")
    assert caught.value.hint is not None
    assert "did you mean cerave?" in caught.value.hint
    assert "overheard brand add 'cerav'" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("nurses who like CeraVé, not Target", ("cerave", "target")),
        ("fans of LRP", ("la-roche-posay",)),
        ("targeted ads", ()),
        ("", ()),
    ],
)
def test_a_brief_names_cards_by_whole_words(text: str, keys: tuple[str, ...]) -> None:
    assert named_in(text, CARDS) == keys
