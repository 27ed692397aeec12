"""Text that was UTF-8 and read as something else: `cafÃ©`."""

from __future__ import annotations

import re
from collections.abc import Callable

# A first byte of UTF-8, and one that follows it, as Latin-1 or Windows-1252 show them.
_SUSPECT = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]"
)
MENDED = "a text that was UTF-8 read as Latin-1, mended"


def mended(text: str, note: Callable[[str], None]) -> str:
    """Return `text`, with UTF-8 that was read as Latin-1 read again; `note` is told."""
    if text.isascii() or not _SUSPECT.search(text):
        return text
    import ftfy

    repaired = ftfy.fix_encoding(text)
    if repaired != text:
        note(MENDED)
    return repaired
