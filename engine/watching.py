"""Whether a post is what a listener waits for.

Words are compared without case and accents, as in `engine.text.scripts`: whole, but where no spaces
separate words wherever their letters stand in a row. A word of several parts (`flat white`,
`Coca-Cola`) is heard in one (`flatwhite`) and as a hashtag too. One with other signs in it (`H&M`,
`C++`, an emoji) is heard only as it is written: its letters alone could be anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from engine.text import scripts
from engine.vocabulary import Watch

_PARTED = re.compile(r"[\w\s'\u2018\u2019\u2010-\u2015-]+")
_MARKS = {ord(mark): "'" for mark in "\u2018\u2019"}


class Watcher:
    """Hears what a `watch` wants; the time it takes does not grow with the number of words."""

    def __init__(self, watch: Watch) -> None:
        self._everything = watch.everything
        self._hashtags = {tag.lstrip("#").casefold() for tag in watch.hashtags}
        self._single: set[str] = set()
        self._rows: dict[str, list[str]] = defaultdict(list)  # by their first part
        signed = []
        for word in map(_plain, watch.words):
            if word and not _PARTED.fullmatch(word):
                signed.append(_as_written(word))
            elif parts := scripts.units(word):
                self._add(parts)
        self._signed = re.compile("|".join(signed)) if signed else None

    def _add(self, parts: Sequence[str]) -> None:
        self._single.add("".join(parts))
        if len(parts) > 1:
            self._rows[parts[0]].append(f" {' '.join(parts)} ")

    def hears(self, text: str, hashtags: Sequence[str]) -> bool:
        """Return whether a post with this `text` and these case-folded `hashtags` is wanted."""
        if self._everything or not self._hashtags.isdisjoint(hashtags):
            return True
        return self._says(text) or any(map(self._says, hashtags))

    def _says(self, text: str) -> bool:
        if self._signed and self._signed.search(_plain(text)):
            return True
        units = scripts.units(text)
        found = set(units)
        if not self._single.isdisjoint(found):
            return True
        begun = self._rows.keys() & found
        if not begun:
            return False
        spaced = f" {' '.join(units)} "
        return any(row in spaced for first in begun for row in self._rows[first])


def _plain(text: str) -> str:
    return scripts.plain(text).translate(_MARKS).strip()


def _as_written(word: str) -> str:
    """Return the pattern of `word`, which may not go on where it ends in a letter or digit."""
    pattern = r"\s+".join(map(re.escape, word.split()))
    before = r"(?<!\w)" if _is_spaced(word[0]) else ""
    after = r"(?!\w)" if _is_spaced(word[-1]) else ""
    return before + pattern + after


def _is_spaced(letter: str) -> bool:
    return letter.isalnum() and not scripts.is_unspaced(letter)
