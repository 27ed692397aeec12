"""Words that name groups of creators: said by many of the group and by few others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from engine.text import lexical_words
from engine.vocabulary import Post

WORDS = 4  # of a name
_LEAST_CREATORS = 2
_LEAST_SHARE = 0.15  # of the group that says a word
_LEAST_LIFT = 1.5  # times as often as the others say it
_SAME = 4  # letters in common at the start, from which two words of a name are one
_LETTERS = re.compile(r"[^\W\d_]{3,}")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def words_of(posts: Sequence[Post]) -> frozenset[str]:
    """Return the words of `posts`, lower-case, hashtags without their sign; no handles, no links.

    Stop words are left out, and so is what has no three letters in a row; of scripts without
    spaces two are enough.
    """
    said = _LINK.sub(" ", "\n".join(post.text for post in posts))
    return frozenset(
        word.removeprefix("#")
        for word in lexical_words(said)
        if word[0] != "@" and (_LETTERS.search(word) or (len(word) > 1 and not word.isascii()))
    )


def names_of(words: Sequence[frozenset[str]], groups: Sequence[int]) -> list[tuple[str, ...]]:
    """Return the name of each group from 0 on: up to `WORDS` words, the most telling first.

    Creators count, not posts: nobody names a group alone. A word's weight is the share of the group
    that says it, times the log of how much more often the group says it than the others.
    """
    everybody = Counter(word for said in words for word in said)
    n_groups = max(groups, default=-1) + 1
    return [
        _name([said for said, group in zip(words, groups, strict=True) if group == number],
              everybody, len(words))
        for number in range(n_groups)
    ]  # fmt: skip


def _name(
    members: Sequence[frozenset[str]], everybody: Counter[str], n_all: int
) -> tuple[str, ...]:
    inside = Counter(word for said in members for word in said)
    least = max(_LEAST_CREATORS, _LEAST_SHARE * len(members))
    weights = {
        word: _weight(count, len(members), everybody[word] - count, n_all - len(members))
        for word, count in inside.items()
        if count >= least
    }
    name: list[str] = []
    for word in sorted(weights, key=lambda word: (-weights[word], word)):
        if len(name) < WORDS and weights[word] > 0 and not any(_alike(word, it) for it in name):
            name.append(word)
    return tuple(name)


def _weight(inside: int, members: int, outside: int, others: int) -> float:
    share = (inside + 0.5) / (members + 1)
    elsewhere = (outside + 0.5) / (others + 1)
    return share * math.log(share / elsewhere) if share >= _LEAST_LIFT * elsewhere else 0.0


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SAME and long.startswith(short[: max(_SAME, len(short) - 1)])
