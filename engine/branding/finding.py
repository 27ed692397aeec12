"""The cards of a home: by their key, and all that can be read."""

from __future__ import annotations

from pathlib import Path

from engine.brands.cards.files import SUFFIX, card_path, check, read_card
from engine.brands.cards.reading import key_given
from engine.config import nearest
from engine.errors import ConfigError
from engine.vocabulary import Brand


def require_card(folder: Path, key: str) -> Path:
    """Return the file of the card `key` in `folder`.

    Raises:
        ConfigError: there is none; the hint names the nearest.
    """
    known = tuple(sorted(file.stem for file in folder.glob(f"*{SUFFIX}")))
    if key in known:
        return card_path(folder, key_given(key))
    hint = nearest(key, known) if known else 'make one: overheard brand add "NAME"'
    raise ConfigError(f"there is no brand card {key!r}", hint=hint)


def readable(folder: Path) -> tuple[list[Brand], list[ConfigError]]:
    """Return the cards of `folder` that can be read, by key, and what is wrong with the others.

    Two cards that claim the same are both returned, with one more thing that is wrong.
    """
    cards: list[Brand] = []
    problems: list[ConfigError] = []
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            cards.append(read_card(file))
        except ConfigError as error:
            problems.append(error)
    try:
        check(cards)
    except ConfigError as error:
        problems.append(error)
    return cards, problems
