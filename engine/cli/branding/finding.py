"""Cards by their key."""

from __future__ import annotations

from pathlib import Path

from engine.brands.cards.files import SUFFIX, card_path
from engine.brands.cards.reading import key_given
from engine.config import nearest
from engine.errors import ConfigError


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
