"""Brand cards as TOML files that people edit: `KEY.toml` in one folder."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import Array

from engine.brands.cards.reading import FIELDS, LISTS, card_of, key_given
from engine.brands.matching.addresses import address_of
from engine.brands.matching.folding import folded
from engine.errors import ConfigError
from engine.vocabulary import Brand

SUFFIX = ".toml"
_ON_A_LINE = 4  # texts of a list; longer lists have a line each
_BLANK = """\
# What overheard listens for. Change it here, or with: overheard brand edit {key}
# Case, accents, hyphens, apostrophes and spacing need no alias of their own.

name = ""
aliases = []
products = []
hashtags = []   # without #; the name written as one word is found anyway
domains = []    # "example.com" covers its subdomains

about = []      # what the brand is, in a few words: tells it from an ordinary word
not_about = []  # what else the name means
exclude = []    # phrases that hold the name and are not the brand
langs = []      # codes such as "en"; empty: posts in all languages
rivals = []     # keys of other cards

[handles]       # per platform, such as instagram = ["example"], or any = ["example"]
"""


def load_cards(folder: Path) -> tuple[Brand, ...]:
    """Return the cards of `folder`, by key; none if there is no such folder.

    Raises:
        ConfigError: a card cannot be read, or two claim the same.
    """
    files = sorted(folder.glob(f"*{SUFFIX}")) if folder.is_dir() else []
    cards = tuple(read_card(file) for file in files)
    check(cards)
    return cards


def read_card(file: Path) -> Brand:
    """Return the card in `file`, whose name is its key.

    Raises:
        ConfigError: it is missing, no TOML in UTF-8, or no card; the message says where.
    """
    key = key_given(file.stem, where=str(file))
    try:
        return parse_card(file.read_text(encoding="utf-8-sig"), key=key, where=str(file))
    except OSError as error:
        raise ConfigError(
            f"the brand card {file} cannot be read: {error.strerror}",
            hint="overheard brand list shows the cards there are",
        ) from error
    except UnicodeDecodeError as error:
        line = file.read_bytes()[: error.start].count(b"\n") + 1
        raise ConfigError(
            f"{file}, line {line}: is not written in UTF-8",
            hint="save it as UTF-8 in your editor",
        ) from error


def parse_card(text: str, *, key: str, where: str) -> Brand:
    """Return the card that `text`, a TOML document, is; `where` names it in errors.

    Raises:
        ConfigError: it is no TOML or no card.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        last = f"at the end, line {len(text.splitlines())}"
        raise ConfigError(
            f"{where} is not TOML: {str(error).replace('at end of document', last)}",
            hint='a line looks like: aliases = ["LRP", "La Roche Posay"]',
        ) from error
    return card_of(table, key=key, where=where)


def key_of(name: str) -> str:
    """Return the key that `name` gives: `la-roche-posay` for "La Roche-Posay".

    Raises:
        ConfigError: the name has no letters a-z or digits to make one of.
    """
    plain = re.sub(r"[^a-z0-9]+", "-", folded(name).replace("'", "")).strip("-")[:64].strip("-")
    foreign = re.sub(r"[\W\da-z_]+", "", folded(name))
    if plain and not foreign:
        return plain
    raise ConfigError(
        f"no key can be made of the name {name!r}",
        hint="give one in letters a-z, such as: --key shiseido",
    )


def check(cards: Sequence[Brand], *, new: Brand | None = None) -> None:
    """Refuse cards of which two claim the same name, handle, domain or hashtag.

    With them one that is `new`, and is not written yet.

    Raises:
        ConfigError: the message names both cards, and what they claim.
    """
    owners: dict[tuple[str, str], Brand] = {}
    for card in (*cards, *([new] if new else [])):
        for what, said, shown in _claimed(card):
            other = owners.setdefault((what, said), card)
            if other.key != card.key:
                there = other if card is new else card
                raise ConfigError(
                    f"the brands {other.key} and {card.key} both claim the {what} {shown!r}",
                    hint=f"remove it from one of them: overheard brand edit {there.key}",
                )


def _claimed(card: Brand) -> Iterable[tuple[str, str, str]]:
    """Return kind, folded form and writing of all that belongs to one card only."""
    for word in (card.name, *card.aliases, *card.products):
        yield "name", folded(word), word
    for hashtag in card.hashtags:
        yield "hashtag", folded(hashtag), f"#{hashtag}"
    for domain in card.domains:
        yield "domain", address_of(domain), domain
    for source, handles in card.handles.items():
        for handle in handles:
            yield f"handle ({source})", folded(handle), f"@{handle}"


def checked(card: Brand) -> Brand:
    """Return `card` as it will be read from its file.

    Raises:
        ConfigError: it would not be a card.
    """
    values: dict[str, Any] = {"name": card.name, "accents_matter": card.accents_matter}
    values |= {field: list(getattr(card, field)) for field in LISTS}
    values["handles"] = {source: list(handles) for source, handles in card.handles.items()}
    return card_of(values, key=card.key, where=f"the card {card.key}")


def card_text(card: Brand, before: str | None = None) -> str:
    """Return `card` as TOML: a new one with explanations, or `before` with what has changed.

    Comments, order and unchanged values of `before`, a TOML document, stay as they are.
    """
    document = tomlkit.parse(_BLANK.format(key=card.key) if before is None else before)
    known = parse_card(before, key=card.key, where=card.key) if before is not None else None
    for field in FIELDS:
        value = getattr(card, field)
        if known is None or getattr(known, field) != value:
            _put(document, field, value)
    return document.as_string()


def _put(document: tomlkit.TOMLDocument, field: str, value: object) -> None:
    """Set a field; one that is empty and was not there stays away."""
    if isinstance(value, Mapping):
        _put_handles(document, value)
    elif isinstance(value, tuple):
        _put_list(document, field, value)
    elif value or field in document:
        document[field] = value


def _put_handles(document: tomlkit.TOMLDocument, handles: Mapping[str, Sequence[str]]) -> None:
    table = document.get("handles")
    if not isinstance(table, MutableMapping):
        document.pop("handles", None)
        if handles:
            document["handles"] = table = tomlkit.table()
    if isinstance(table, MutableMapping):
        for source in [source for source in table if source.lower() not in handles]:
            del table[source]
        for source, names in handles.items():
            _put_list(table, source, names)


def _put_list(table: MutableMapping[str, Any], key: str, texts: Sequence[str]) -> None:
    """Set a list; one that is there loses and gains only what has to, and keeps its comments."""
    array = table.get(key)
    if isinstance(array, Array) and texts:
        for text in [text for text in array if text not in texts]:
            array.remove(text)
        for text in texts[len(array) :]:
            array.append(text)
        if tuple(array.unwrap()) == tuple(texts):
            return
    if texts or key in table:
        table[key] = _array(texts)


def _array(texts: Sequence[str]) -> Array:
    array = tomlkit.array()
    array.extend(texts)
    return array.multiline(multiline=len(texts) > _ON_A_LINE)


def write_card(card: Brand, folder: Path) -> Path:
    """Write `card` to its file in `folder`, keeping what people wrote there; return the file.

    The file is replaced at once, or not at all.

    Raises:
        ConfigError: the file there is no card, or cannot be written.
    """
    file = card_path(folder, card.key)
    before = file.read_text(encoding="utf-8-sig") if file.exists() else None
    if before is not None:
        read_card(file)
    save_text(file, card_text(card, before))
    return file


def save_text(file: Path, text: str) -> None:
    """Write `text` as the card `file`, at once or not at all.

    Raises:
        ConfigError: it cannot be written.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise ConfigError(
            f"the brand card {file} cannot be written: {error.strerror}",
            hint="free some space, or see who may write there",
        ) from error


def card_path(folder: Path, key: str) -> Path:
    """Return the file of the card `key`."""
    return folder / f"{key_given(key)}{SUFFIX}"
