"""What of a text is read: without what no reader sees and no file holds, and without links."""

from __future__ import annotations

import re
import unicodedata

# Characters of a word. `\w` knows letters and digits only; the ranges add the vowel signs and
# accents that belong to words of Hebrew, Arabic, Indic and South-East Asian scripts, and the
# joiners between them.
WORD = (
    r"\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u06ed\u0900-\u0963\u0966-\u0dff"
    r"\u0e00-\u0fd9\u1000-\u109f\u1780-\u17d3\u1ab0-\u1aff\u200c\u200d"
)
LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# C0 and C1 controls but tab and newline, the two overrides of reading direction (they show a
# reader what is not there), and the two non-characters XML cannot carry.
_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ufffe\uffff]")
_LINK = re.compile(
    r"https?://\S+|(?<!\w)www\.\S+|(?<![\w.@/-])(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}/\S*",
    re.IGNORECASE,
)


def clean(text: str) -> str:
    """Return `text` in NFC, without what a reader cannot see and a file cannot hold.

    Unpaired surrogates, NUL and other control characters go, and overrides of the reading
    direction; tab and newline stay, other line endings become a newline. Idempotent.
    """
    if text.isascii():
        if text.isprintable():
            return text
    elif _SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


def without_links(text: str) -> str:
    """Return `text` with a space for every link."""
    return _LINK.sub(" ", text) if "/" in text or "www." in text else text
