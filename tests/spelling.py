"""Whether a text has words: as FTS5 cuts both into tokens, or as people would spell them.

Only the cutting is left to FTS5, whose stemming is its own.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from functools import cache

from engine.places import names_of, places_in


@cache
def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of `text` as the full-text index has them."""
    with sqlite3.connect(":memory:") as database:
        database.execute(
            """CREATE VIRTUAL TABLE texts USING fts5(
                text, tokenize="porter unicode61 remove_diacritics 2 tokenchars '#@_'")"""
        )
        database.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, instance)")
        database.execute("INSERT INTO texts VALUES (?)", (text,))
        rows = database.execute("SELECT term FROM terms ORDER BY offset").fetchall()
    database.close()
    return tuple(row[0] for row in rows)


SCRIPTS_WITHOUT_SPACES = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "THAI", "HANGUL"}
LETTERS = {"ß": "ss", "ё": "е", "ı": "i", "ł": "l"}  # noqa: RUF001


def spelled(text: str) -> list[str]:
    """Return the words of `text`, folded; each letter of a script without spaces is one."""
    letters = []
    for c in unicodedata.normalize("NFKC", text).lower():
        runs_on = unicodedata.name(c, "").split(" ")[0] in SCRIPTS_WITHOUT_SPACES
        plain = c if runs_on or not c.isalpha() else unicodedata.normalize("NFD", c)[0]
        letters.append(f" {c} " if runs_on else LETTERS.get(c, plain))
    return re.sub(r"[^\w\s\u0900-\u0eff]", " ", "".join(letters).replace("\u0307", "")).split()


def in_a_row(have: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return whether `have` contains `wanted`, which is not empty, without a gap."""
    places = range(len(have) - len(wanted) + 1)
    return bool(wanted) and any([*have[i : i + len(wanted)]] == [*wanted] for i in places)


def holds(text: str | None, words: str) -> bool:
    """Return whether `text` has `words` in order: as FTS5 has both, or as people would spell them.

    Words of one script are enough to try the second: FTS5 would stem the others.
    """
    if in_a_row(tokens(text or ""), tokens(words)):
        return True
    return not (words.isascii() or words.startswith(("#", "@"))) and in_a_row(
        spelled(text or ""), spelled(words)
    )


def speaks(profile: str | None, words: str) -> bool:
    """Return whether a profile has `words`; plainly typed ones only as FTS5 has both."""
    runs_on = any(len(part) == 1 and not part.isascii() for part in spelled(words))
    if spelled(words) == words.lower().split() and not runs_on:
        return in_a_row(tokens(profile or ""), tokens(words))
    return holds(profile, words)


def is_from(location: str | None, place: str) -> bool:
    return any(speaks(location, part) for part in places_in(place)) or any(
        in_a_row(tokens(location or ""), tokens(name)) for name in names_of(place)
    )
