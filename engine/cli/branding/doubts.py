"""What makes the mentions of a card uncertain, said when a card is made, changed or shown."""

from __future__ import annotations

from collections import Counter

from engine.branding.doubts import warnings
from engine.cli.speech import say
from engine.vocabulary import Brand


def warn(card: Brand, words: Counter[str] | None = None) -> None:
    """Say what makes mentions of `card` uncertain; `words`: see `warnings`."""
    for warning in warnings(card, words):
        say(f"warning: {warning}")
