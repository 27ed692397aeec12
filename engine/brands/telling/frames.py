"""What happened with a brand, what was done about it, what comes next: praise without its words.

`frames.toml` holds the turns, in groups of words. Each is read as one word of the mood, so that
negation and concession work on it as on any other word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, partial
from importlib.resources import files

from engine.brands.telling import turns

WEIGHTS: Mapping[str, float] = {"praise": 8.0, "blame": -8.0, "good": 2.5, "bad": -2.5}
"""What a turn of each kind weighs beside a word, which weighs 4 at most."""

_GROUP = re.compile(r"<(\w+)>")
_LETTER = re.compile(r"(?<![a-z])[AB](?![a-z])")


def word_of(kind: str) -> str:
    """Return the word that stands for a turn of `kind` in a text."""
    return f"xq{kind}"


def values() -> dict[str, float]:
    """Return what the words of turns weigh."""
    return {word_of(kind): weight for kind, weight in WEIGHTS.items()}


def told(text: str) -> str:
    """Return `text` with each turn in it replaced by its word; brands in it stay behind it."""
    for kind in WEIGHTS:
        for pattern in known()[kind]:
            text = pattern.sub(partial(_word, kind=kind), text)
    return text


def holds_one(text: str) -> bool:
    """Return whether a turn was found in `text`, which `told` has gone over."""
    return any(word in text for word in values())


def verdict_in(text: str) -> bool:
    """Return whether `text`, which `told` has gone over, holds a verdict."""
    return word_of("praise") in text or word_of("blame") in text


@cache
def known() -> Mapping[str, tuple[re.Pattern[str], ...]]:
    """Return the turns of English by kind: those of WEIGHTS, `unclear`, `sarcasm`."""
    text = (files("engine.brands.telling") / "frames.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)["english"]
    groups = {name: _either(words) for name, words in table.pop("groups").items()}
    return {
        kind: turns.compiled(_whole(_GROUP.sub(lambda match: groups[match[1]], lines)))
        for kind, lines in table.items()
    }


def _whole(lines: str) -> str:
    return "\n".join(rf"(?:{line})(?!\w)" for line in lines.strip().splitlines())


def _either(words: str) -> str:
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


def _word(match: re.Match[str], kind: str) -> str:
    return " ".join([word_of(kind), *_LETTER.findall(match[0])])
