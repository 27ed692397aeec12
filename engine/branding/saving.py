"""Cards into their files, once they are known to go with the others of the home."""

from __future__ import annotations

from pathlib import Path

from engine.brands.cards.files import card_path, check, load_cards, write_card
from engine.errors import ConfigError
from engine.vocabulary import Brand


def add_card(card: Brand, folder: Path) -> Path:
    """Write a card that is new in `folder`; return its file.

    Raises:
        ConfigError: its key is taken, another card claims the same, or it cannot be written.
    """
    check_new(card, folder)
    return write_card(card, folder)


def change_card(card: Brand, folder: Path) -> Path:
    """Write a card that is there, keeping what people wrote beside it; return its file.

    Raises:
        ConfigError: another card claims the same, or it cannot be written.
    """
    check_beside(card, folder)
    return write_card(card, folder)


def check_new(card: Brand, folder: Path) -> None:
    """Refuse a card whose key is taken, or that claims what another one does.

    Raises:
        ConfigError: so it is; the message names both cards.
    """
    if card_path(folder, card.key).exists():
        raise ConfigError(
            f"there is a card {card.key} already",
            hint=f"overheard brand edit {card.key} changes it; --key gives this one another key",
        )
    check(load_cards(folder), new=card)


def check_beside(card: Brand, folder: Path) -> None:
    """Refuse a card that claims what one of the others in `folder` does.

    Raises:
        ConfigError: so it is; the message names both cards.
    """
    check([*(other for other in load_cards(folder) if other.key != card.key), card])
