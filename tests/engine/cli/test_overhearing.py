"""Listening for a brand hears what its card names, and prints what the card means."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.brands.cards.files import write_card
from engine.cli.overhearing import chosen_cards, label_of, watch_for, with_brands
from engine.errors import ConfigError
from engine.store.home import brands_path
from engine.vocabulary import Brand, Watch
from engine.watching import Watcher
from tests.fakes import make_post

NICHE = Brand(
    key="niche",
    name="Niche",
    products=("Niche Zero",),
    handles={"any": ("niche_coffee",)},
    domains=("nichecoffee.co.uk",),
    hashtags=("nichezero",),
    exclude=("niche topic",),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_card(NICHE, brands_path(tmp_path))
    return tmp_path


def test_cards_are_chosen_by_name_or_key(home: Path) -> None:
    assert [card.key for card in chosen_cards(home, ["NICHE", "niche"])] == ["niche"]
    assert chosen_cards(home, []) == ()
    with pytest.raises(ConfigError, match="no brand card 'nich'"):
        chosen_cards(home, ["nich"])


def test_a_brand_is_enough_to_listen_for() -> None:
    assert watch_for([], [], [], everything=False, is_enough=True) == Watch()
    with pytest.raises(ConfigError, match="nothing to listen for"):
        watch_for([], [], [], everything=False)


@pytest.mark.parametrize(
    ("text", "hashtags"),
    [
        ("my niche zero", ()),
        ("thanks @niche_coffee", ()),
        ("see nichecoffee.co.uk", ()),
        ("at last", ("nichezero",)),
    ],
)
def test_all_that_a_card_names_is_heard_and_printed(text: str, hashtags: tuple[str, ...]) -> None:
    watch = with_brands(Watch(), [NICHE])
    assert Watcher(watch).hears(text, hashtags)
    assert label_of(Watch(), [NICHE])(make_post(text=text, hashtags=hashtags)) == "[niche] "


def test_what_only_sounds_like_the_brand_is_not_printed() -> None:
    post = make_post(text="quite a niche topic")
    assert Watcher(with_brands(Watch(), [NICHE])).hears(post.text, ())
    assert label_of(Watch(), [NICHE])(post) is None


def test_what_was_asked_for_beside_brands_is_printed_without_a_label() -> None:
    watch = Watch(hashtags=("tea",))
    label = label_of(watch, [NICHE])
    assert label(make_post(text="green", hashtags=("tea",))) == ""
    assert label(make_post(text="brown")) is None
    assert with_brands(watch, [NICHE]).hashtags == ("tea", "nichezero")


def test_without_brands_everything_heard_is_printed() -> None:
    assert label_of(Watch(everything=True), [])(make_post(text="brown")) == ""
