# ruff: noqa: RUF001 (letters that look like others are the point)
"""Brand cards: files a person edits, read with clear words about what is wrong."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
import tomlkit

from engine.brands.cards.files import (
    card_text,
    check,
    key_of,
    load_cards,
    parse_card,
    read_card,
    write_card,
)
from engine.brands.cards.reading import MAX_TERMS
from engine.errors import ConfigError
from engine.vocabulary import Brand

FULL = Brand(
    key="la-roche-posay",
    name="La Roche-Posay",
    aliases=("LRP", "Roche Posay"),
    handles={"any": ("larocheposay",), "x": ("lrp_us", "lrp_fr")},
    domains=("laroche-posay.us",),
    hashtags=("lrpskin",),
    products=("Cicaplast", "Effaclar", "Anthelios", "Lipikar", "Toleriane"),
    about=('French "pharmacy" skin care', "sun screen"),
    not_about=("a town",),
    exclude=("Tour de La Roche-Posay",),
    langs=("en", "fr"),
    rivals=("cerave",),
    accents_matter=True,
)


def test_a_card_survives_its_file(tmp_path: Path) -> None:
    file = write_card(FULL, tmp_path / "brands")

    assert file == tmp_path / "brands" / "la-roche-posay.toml"
    assert read_card(file) == FULL
    assert load_cards(tmp_path / "brands") == (FULL,)


def test_one_line_is_a_card() -> None:
    assert parse_card('name = "Nike"', key="nike", where="x") == Brand(key="nike", name="Nike")


def test_what_a_person_wrote_survives_our_edits(tmp_path: Path) -> None:
    before = (
        "# ours since 2024\n"
        'name = "Nike"   # the shoes\n'
        "aliases = [\n"
        '  "Nikes",  # plural\n'
        "]\n"
        'about = "shoes"\n'
        "[handles]\n"
        'x = ["nike"] # checked\n'
    )
    (tmp_path / "nike.toml").write_text(before)
    card = dataclasses.replace(read_card(tmp_path / "nike.toml"), rivals=("adidas",))

    write_card(card, tmp_path)

    after = (tmp_path / "nike.toml").read_text()
    assert read_card(tmp_path / "nike.toml") == card
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []


def test_comments_inside_a_list_survive_what_is_added_and_removed() -> None:
    before = 'name = "Nike"\naliases = [\n  "Nikes",  # plural\n  "Nyke",\n]\n'
    card = Brand(key="nike", name="Nike", aliases=("Nikes", "Naik"))

    after = card_text(card, before)

    assert '"Nikes",  # plural' in after
    assert parse_card(after, key="nike", where="x") == card


def test_an_unchanged_card_keeps_every_byte() -> None:
    before = "name='Nike'\n\n\naliases=['Nikes']  # odd spacing\n"

    assert card_text(parse_card(before, key="nike", where="x"), before) == before


def test_a_new_card_explains_its_fields() -> None:
    text = card_text(Brand(key="nike", name="Nike"))

    assert "overheard brand edit nike" in text
    assert {"aliases", "handles", "about", "exclude", "rivals"} <= set(tomlkit.parse(text))


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "name is missing", "write name"),
        ('name = ""', "name has an empty text", "write something"),
        ('name = "\u200b "', "name has an empty text", "write something"),
        ("name = 3", "name = 3 is not a text", 'write name = "…"'),
        ('name = "x"\naliases = [1]', "aliases = [1] is not a list of texts", "write aliases"),
        ('name = "x"\naliases = {a = 1}', "is not a list of texts", "write aliases"),
        ('name = "x"\naliases = [""]', "aliases has an empty text", "remove it"),
        ('name = "x"\nalias = ["y"]', "a card has no 'alias'", "did you mean 'aliases'?"),
        ('name = "x"\nhandles = 4', "handles = 4 is no table", "handles.instagram"),
        ('name = "x"\naccents_matter = "yes"', "neither true nor false", "accents_matter = true"),
        ('name = "x"\ndomains = ["x"]', "'x' is no domain", "example.com"),
        ('name = "x"\nhashtags = ["a b"]', "#a b is no hashtag", "no spaces"),
        ('name = "x"\nlangs = ["english"]', "no code of a language", "ISO 639-1"),
        ('name = "x"\nrivals = ["k"]', "its own rival", "other cards"),
        ('name = "x"\nrivals = ["Big One"]', "cannot be the key", "lower-case"),
        ('name = "x"\naliases = ["The"]', "a word of nearly every post", "remove it"),
        ('name = "x"\nproducts = ["the"]', "the product 'the' is a word of nearly", "remove it"),
        ('name = "Foo"\nexclude = ["FOO"]', "'FOO', which is the name", "longer phrases"),
        (f'name = "x"\nabout = "{"x" * 2_001}"', "the limit is 2,000", "a sentence or two"),
        ('name = "You"', "nothing tells the brand from it", "about ="),
        ('name = "x"\nname = "y"', "is not TOML", "a line looks like"),
        ('name = "x"\naliases = ["y"', "line 2", "a line looks like"),
        (f'name = "{"x" * 201}"', "the limit is 200", "what people write"),
    ],
)
def test_a_card_that_is_none_says_why_and_what_to_do(text: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_card(text, key="k", where="k.toml")

    assert "k.toml" in str(caught.value)
    assert message in str(caught.value)
    assert hint in (caught.value.hint or "")


def test_a_name_that_is_a_stop_word_needs_a_gloss() -> None:
    card = parse_card('name = "You"\nabout = "a search engine"', key="you", where="x")

    assert card.about == ("a search engine",)


def test_ten_thousand_aliases_are_over_the_limit() -> None:
    aliases = ", ".join(f'"alias{i}"' for i in range(10_000))

    with pytest.raises(ConfigError, match=f"10,000 entries; a card may have {MAX_TERMS:,}"):
        parse_card(f'name = "x"\naliases = [{aliases}]', key="k", where="k.toml")


def test_a_file_that_is_not_utf8_names_its_line(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_bytes('name = "x"\nabout = "caf\u00e9"'.encode("latin-1"))

    with pytest.raises(ConfigError, match="line 2: is not written in UTF-8"):
        load_cards(tmp_path)


def test_a_file_whose_name_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "La Roche.toml").write_text('name = "La Roche"')

    with pytest.raises(ConfigError, match="'La Roche' cannot be the key"):
        load_cards(tmp_path)


def test_a_folder_that_is_not_there_holds_no_cards(tmp_path: Path) -> None:
    assert load_cards(tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("one", "other", "what"),
    [
        ({"aliases": ("Coke",)}, {"aliases": ("COKE",)}, "name 'COKE'"),
        ({"name": "Citroën"}, {"aliases": ("citroen",)}, "name 'citroen'"),
        ({"products": ("Zero",)}, {"aliases": ("Zero",)}, "name 'Zero'"),
        ({"hashtags": ("coke",)}, {"hashtags": ("coke",)}, "hashtag '#coke'"),
        ({"domains": ("coke.com",)}, {"domains": ("https://www.coke.com/",)}, "domain"),
        ({"handles": {"x": ("coke",)}}, {"handles": {"x": ("Coke",)}}, r"handle \(x\) '@Coke'"),
    ],
)
def test_two_cards_that_claim_the_same_are_both_named(
    one: dict[str, object], other: dict[str, object], what: str
) -> None:
    cards = [_card("a-brand", one), _card("b-brand", other)]

    with pytest.raises(ConfigError, match=f"a-brand and b-brand both claim the {what}"):
        check(cards)


def _card(key: str, fields: dict[str, object]) -> Brand:
    return dataclasses.replace(Brand(key=key, name=key), **fields)  # type: ignore[arg-type]


def test_a_handle_may_be_one_brands_here_and_anothers_there() -> None:
    check(
        [_card("a", {"handles": {"x": ("coke",)}}), _card("b", {"handles": {"tiktok": ("coke",)}})]
    )


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("La Roche-Posay", "la-roche-posay"),
        ("L'Oréal", "loreal"),
        ("H&M", "h-m"),
        ("Trader Joe’s", "trader-joes"),
        ("  3M ", "3m"),
    ],
)
def test_a_key_is_made_of_the_name(name: str, key: str) -> None:
    assert key_of(name) == key


@pytest.mark.parametrize("name", ["資生堂", "!!!", "Яндекс", "X資生堂"])
def test_a_name_without_latin_letters_needs_a_key(name: str) -> None:
    with pytest.raises(ConfigError, match="no key can be made") as caught:
        key_of(name)

    assert "--key" in (caught.value.hint or "")
