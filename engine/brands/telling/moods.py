"""Whether words speak well or badly of something, by lexicons, negation counted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from engine.brands.telling import frames
from engine.brands.telling.letters import fold

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.,;:!?]|[\U0001f300-\U0001faff\u2600-\u27bf]")
_STOPS = frozenset(".,;:!?")
_REACH = 4  # words that a negation reaches
_FAINT = 0.6  # what a word counts that says little beside any other
_LEAST = 0.9  # of VADER's scale of 4, below which a word says nothing


class Mood(Enum):
    """What words add up to."""

    GOOD = 1
    BAD = 2
    MIXED = 3
    NONE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Words with their value (good above zero), and those that turn the next ones round.

    `turns` are what decides alone in languages that are read by words.
    """

    values: Mapping[str, float]
    negators: frozenset[str]
    turns: Mapping[str, str] = field(default_factory=dict)

    @property
    def sarcasm(self) -> re.Pattern[str]:
        """Return what mock praise is told by."""
        return _compiled(self.turns.get("sarcasm", "(?!)"))

    @property
    def unclear(self) -> re.Pattern[str]:
        """What is meant otherwise than said."""
        return _compiled(self.turns.get("unclear", "(?!)"))

    @property
    def for_it(self) -> re.Pattern[str]:
        """What speaks for A."""
        return _compiled(self.turns.get("for", "(?!)"))

    @property
    def against(self) -> re.Pattern[str]:
        """What speaks against A."""
        return _compiled(self.turns.get("against", "(?!)"))

    def winner(self, marks: str) -> re.Pattern[str]:
        """Return what sets `marks[0]` above `marks[1]`."""
        source = self.turns.get("winner", "(?!)")
        return _compiled(source.replace("X", "\0").replace("Y", marks[1]).replace("\0", marks[0]))


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(fold(source))


def mood_of(text: str, lexicon: Lexicon) -> Mood:
    """Return what the words of `text`, folded and in small letters, add up to."""
    good = bad = 0.0
    reach = 0
    for word in _WORD.findall(text):
        if word in lexicon.negators:
            reach = _REACH + 1
        value = lexicon.values.get(word, 0.0)
        if reach and value:
            value *= -1
        good, bad = good + max(value, 0.0), bad - min(value, 0.0)
        reach = 0 if word in _STOPS else max(reach - 1, 0)
    if not good and not bad:
        return Mood.NONE
    if good and bad and 1 / 3 < good / bad < 3:
        return Mood.MIXED
    return Mood.GOOD if good > bad else Mood.BAD


@cache
def table() -> Mapping[str, Any]:
    """Return what `stance.toml` holds."""
    text = (files("engine.brands.telling") / "stance.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def english() -> Lexicon:
    """Return VADER's words, with ours for reviews."""
    ours = table()["english"]
    values = _vader() | _valued(ours) | frames.values()
    for word in _words(ours["defects"]):
        stem = word.removesuffix("e")
        values |= dict.fromkeys((word, f"{word}s", f"{stem}ed", f"{stem}ing"), -2.0)
    for word in _words(ours["silent"]):
        values.pop(word, None)
    values |= dict.fromkeys(_words(ours["faint"]), _FAINT)
    return Lexicon(values=values, negators=frozenset(_words(ours["negators"])))


@cache
def languages() -> Mapping[str, Lexicon]:
    """Return the languages beside English, by code."""
    return {
        code: Lexicon(values=_valued(row), negators=frozenset(_words(row["negators"])), turns=row)
        for code, row in table()["language"].items()
    }


def _vader() -> dict[str, float]:
    text = (files("vaderSentiment") / "vader_lexicon.txt").read_text(encoding="utf-8")
    rows = (line.split("\t")[:2] for line in text.splitlines())
    return {
        word: float(value)
        for word, value in rows
        if abs(float(value)) >= _LEAST and word.replace("'", "").isalpha()
    }


def _valued(row: Mapping[str, Any]) -> dict[str, float]:
    good, bad = _words(row["good"]), _words(row["bad"])
    return dict.fromkeys(good, 2.0) | dict.fromkeys(bad, -2.0)


def _words(text: str) -> list[str]:
    return fold(text).split()
