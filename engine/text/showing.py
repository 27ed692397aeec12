"""Words and numbers as people read them: the beginning of a text, how many, a code."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CODE_LETTERS = 14  # of a handle at the most, in a discount code


def snippet(text: str, width: int) -> str:
    """Return the beginning of `text` on one line of at most `width` characters.

    What is too long ends at a word, with an ellipsis. `ValueError` if `width` is below 1.
    """
    if width < 1:
        raise ValueError(f"a snippet needs a width of at least 1, not {width}")
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    head = line[:width]  # one character more than fits: a word that ends there is whole
    start, space, _ = head.rpartition(" ")
    return (start if space and len(start) >= width // 2 else head[:-1]).rstrip(" ,;:-") + "…"


@lru_cache(maxsize=1 << 16)
def number_of(count: int, noun: str) -> str:
    """Return `1 post`, `1,200 posts`; for nouns that take an s."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def ascii_letters(text: str, *, between: str = "") -> str:
    """Return the Latin letters and digits of `text` in capitals, for codes read aloud."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", between, plain).upper()
