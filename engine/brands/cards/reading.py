"""What makes a TOML table a brand card, and what is said of one that is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from engine.brands.matching.addresses import address_of
from engine.brands.matching.folding import folded
from engine.config import nearest
from engine.errors import ConfigError
from engine.text import WORD, clean
from engine.text.stopwords import STOP_WORDS
from engine.vocabulary import Brand

MAX_TERMS = 1_000  # aliases, products, hashtags … of one card, each
MAX_LETTERS = 200  # of one of them
MAX_GLOSS = 2_000  # letters of an entry of about or not_about; a model reads no more of it
LISTS = (
    *("aliases", "domains", "hashtags", "products"),
    *("about", "not_about", "exclude", "langs", "rivals"),
)
FIELDS = ("name", *LISTS, "handles", "accents_matter")
_KEY = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_HASHTAG = re.compile(rf"#[{WORD}]+")
_LANG = re.compile(r"[a-z]{2,3}")


def key_given(key: str, *, where: str = "--key") -> str:
    """Return `key` if it can name a card.

    Raises:
        ConfigError: it is not lower-case ASCII letters, digits and hyphens.
    """
    if _KEY.fullmatch(key):
        return key
    raise ConfigError(
        f"{where}: {key!r} cannot be the key of a brand",
        hint="a key is up to 64 lower-case letters a-z, digits and hyphens, such as la-roche-posay",
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """A TOML table that should be a card; each method reads one kind of value or complains."""

    values: Mapping[str, Any]
    where: str

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if isinstance(value, str):
            return self.phrase(key, value)
        said = "is missing" if value is None else f"= {value!r} is not a text"
        raise ConfigError(f"{self.where}: {key} {said}", hint=f'write {key} = "…"')

    def truth(self, key: str) -> bool:
        value = self.values.get(key, False)
        if isinstance(value, bool):
            return value
        raise ConfigError(
            f"{self.where}: {key} = {value!r} is neither true nor false",
            hint=f"write {key} = true, or leave the line out",
        )

    def texts(self, key: str) -> tuple[str, ...]:
        return self.phrases(key, self.values.get(key, []))

    def phrases(self, key: str, value: object) -> tuple[str, ...]:
        """Return a list of texts, each once; one text by itself is a list of one."""
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise ConfigError(
                f"{self.where}: {key} = {value!r} is not a list of texts",
                hint=f'write {key} = ["…", "…"]',
            )
        if len(items) > MAX_TERMS:
            raise ConfigError(
                f"{self.where}: {key} has {len(items):,} entries; a card may have {MAX_TERMS:,}",
                hint="case, accents, hyphens and spacing are found by themselves; drop those",
            )
        return tuple(dict.fromkeys(self.phrase(key, item) for item in items))

    def phrase(self, key: str, value: str) -> str:
        text = " ".join(clean(value).split())
        if not folded(text):
            raise ConfigError(
                f"{self.where}: {key} has an empty text", hint="write something, or remove it"
            )
        is_gloss = key in {"about", "not_about"}
        limit = MAX_GLOSS if is_gloss else MAX_LETTERS
        if len(text) > limit:
            raise ConfigError(
                f"{self.where}: {key} has an entry of {len(text):,} characters, "
                f"{text[:20]!r}…; the limit is {limit:,}",
                hint="say in a sentence or two what it is"
                if is_gloss
                else "write what people write",
            )
        return text

    def handles(self) -> dict[str, tuple[str, ...]]:
        value = self.values.get("handles", {})
        if isinstance(value, str | list):
            value = {"any": value}
        if not isinstance(value, dict):
            raise ConfigError(
                f"{self.where}: handles = {value!r} is no table",
                hint='write handles.instagram = ["…"], or handles.any where it does not matter',
            )
        read = {source: self.phrases(f"handles.{source}", of) for source, of in value.items()}
        return {
            source.lower(): tuple(handle.removeprefix("@") for handle in handles)
            for source, handles in sorted(read.items())
            if handles
        }


def card_of(values: Mapping[str, Any], *, key: str, where: str) -> Brand:
    """Return the card that the table `values` is; `where` names it in errors.

    Raises:
        ConfigError: a key is not known, or a value is not what it should be.
    """
    for field in values:
        if field not in FIELDS:
            raise ConfigError(f"{where}: a card has no {field!r}", hint=nearest(field, FIELDS))
    table = _Table(values, where)
    name = table.text("name")
    lists = {field: table.texts(field) for field in LISTS}
    lists["hashtags"] = tuple(dict.fromkeys(_hashtag(tag) for tag in lists["hashtags"]))
    lists["aliases"] = tuple(alias for alias in lists["aliases"] if alias != name)
    card = Brand(
        key=key,
        name=name,
        handles=table.handles(),
        accents_matter=table.truth("accents_matter"),
        **lists,
    )
    _check_card(card, where)
    return card


def _hashtag(tag: str) -> str:
    return tag.removeprefix("#").casefold()


def _check_card(card: Brand, where: str) -> None:
    _check_words(card, where)
    for domain in card.domains:
        host = address_of(domain).partition("/")[0]
        if "." not in host or not all(host.split(".")):
            raise ConfigError(
                f"{where}: {domain!r} is no domain", hint='write domains = ["example.com"]'
            )
    _check_codes(card, where)


def _check_codes(card: Brand, where: str) -> None:
    for tag in card.hashtags:
        if not _HASHTAG.fullmatch(f"#{tag}"):
            raise ConfigError(f"{where}: #{tag} is no hashtag", hint="a hashtag has no spaces")
    for lang in card.langs:
        if not _LANG.fullmatch(lang):
            raise ConfigError(
                f"{where}: langs has {lang!r}, which is no code of a language",
                hint='write langs = ["en", "de"]: codes of two letters (ISO 639-1)',
            )
    if card.key in card.rivals:
        raise ConfigError(
            f"{where}: {card.key} is its own rival", hint="name the keys of other cards"
        )
    for rival in card.rivals:
        key_given(rival, where=f"{where}: rivals")


def _check_words(card: Brand, where: str) -> None:
    """Refuse stop words: an entry that is one, a name without a gloss that tells them apart."""
    entries = [("alias", alias) for alias in card.aliases]
    entries += [("product", product) for product in card.products]
    for what, text in entries:
        if folded(text) in STOP_WORDS:
            raise ConfigError(
                f"{where}: the {what} {text!r} is a word of nearly every post",
                hint="remove it; list a handle, a hashtag or a domain of the brand instead",
            )
    _check_exclusions(card, where)
    if folded(card.name) in STOP_WORDS and not card.about:
        raise ConfigError(
            f"{where}: the name {card.name!r} is a word of nearly every post, and nothing tells "
            "the brand from it",
            hint='say what the brand is: --about "Swiss running shoes and sportswear", '
            'or about = ["…"] in the file of its card',
        )


def _check_exclusions(card: Brand, where: str) -> None:
    """Refuse a phrase to be left out that is the name: nothing would be found by it."""
    for phrase in card.exclude:
        if folded(phrase) == folded(card.name):
            raise ConfigError(
                f"{where}: exclude has {phrase!r}, which is the name: nothing would be found",
                hint="leave out longer phrases that hold the name, as apple pie for Apple",
            )


if {*FIELDS, "key"} != {field.name for field in fields(Brand)}:
    raise TypeError("a card has a field that is not read, or reads one that it has not")
