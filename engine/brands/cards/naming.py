"""Which card is meant by what a user types."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence

from engine.brands.matching.folding import folded
from engine.errors import ConfigError
from engine.vocabulary import Brand

_NEAREST, _CUTOFF = 3, 0.6


def finder(cards: Sequence[Brand]) -> Callable[[str], str]:
    """Return what gives the key of the card that is called so: by key, name or alias.

    Case, accents and a leading `@` or `#` do not matter. It raises `ConfigError` for a name that
    no card has, and names the nearest cards.
    """
    known: dict[str, str] = {}
    for card in cards:
        for name in (card.key, card.name, *card.aliases, *card.hashtags):
            known.setdefault(folded(name), card.key)

    def find(name: str) -> str:
        key = known.get(folded(name).lstrip("@#"))
        if key is None:
            raise ConfigError(f"there is no brand card {name!r}", hint=_hint(name, known))
        return key

    return find


def _hint(name: str, known: dict[str, str]) -> str:
    close = difflib.get_close_matches(folded(name), known, n=_NEAREST, cutoff=_CUTOFF)
    keys = list(dict.fromkeys(known[text] for text in close))
    near = f"did you mean {' or '.join(keys)}? " if keys else ""
    return f"{near}overheard brand list shows all; make one: overheard brand add {name!r}"


def named_in(text: str, cards: Sequence[Brand]) -> tuple[str, ...]:
    """Return the keys of the cards whose name or an alias stands in `text` as whole words."""
    said = folded(text)
    return tuple(
        card.key
        for card in cards
        if any(_stands(folded(name), said) for name in (card.name, *card.aliases))
    )


def _stands(name: str, said: str) -> bool:
    return name in said and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None
