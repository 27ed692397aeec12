"""A text with its letters made plain, one for one, so that offsets stay what they are."""

from __future__ import annotations

import unicodedata

_KEPT = "\u3099\u309a"  # voicing marks of kana change the word
_PLAIN = str.maketrans("øØłŁđĐıİßæÆœŒ\u2019\u2018\u00b4\uff40\uff20\uff03", "oOlLdDiIsaAoO''''@#")


class _Table(dict[int, int]):
    """What each character becomes, worked out when it is first met."""

    def __missing__(self, point: int) -> int:
        found = self[point] = point if point < 128 else ord(_bare(chr(point)))
        return found


def fold(text: str) -> str:
    """Return `text` without accents, in plain widths and styles, as long as `text`; case stays.

    A letter that would become several is left as it is, but for ligatures (æ, œ), which become
    their first.
    """
    return text if text.isascii() else text.translate(_TABLE)


def _bare(letter: str) -> str:
    plain = letter.translate(_PLAIN)
    if plain != letter:
        return plain
    plain = unicodedata.normalize("NFKD", letter)
    first, rest = plain[0], plain[1:]
    if all(unicodedata.combining(c) and c not in _KEPT for c in rest):
        return first
    return letter


_TABLE = _Table()
