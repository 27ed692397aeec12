"""What words can be in a brief, whatever the language: roles, and the phrases that play them.

A role is one letter, so that clauses can be written as patterns over the roles of a brief.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.briefs.words import fold

ROLES: Mapping[str, str] = {
    "asking": "V", "crowd": "G", "people": "g", "talking": "K", "having": "H", "linking": "W",
    "filler": "A", "both": "J", "either": "j", "between": "R", "upto": "T", "since": "s",
    "of": "D", "at": "I", "follower": "F", "engagement": "E", "post": "O", "posted": "p",
    "at_least": ">", "above": "a", "at_most": "<", "below": "b", "or_more": "+", "or_less": "_",
    "past": "t", "this": "h", "until": "B", "active": "v", "speaking": "Y", "label": "l",
    "excluding": "X", "refusing": "x", "idiom": "i", "bio": "f", "named": "f", "scale": "S",
    "hello": "o", "goodbye": "e", "self": "M", "times": "C", "per": "1", "pay": "y", "around": "7",
}  # fmt: skip
"""The letter of each role that the phrases of a vocabulary play."""
WORD, NUMBER, LARGE, SHARE, QUOTE, DATE, MARK, STOP = "w", "n", "k", "%", "q", "d", ",", "."
PLATFORM, USER, TONGUE, PLACE, DEMONYM = "P", "Q", "L", "Z", "z"
TIER, SPAN, MONTH, YEAR, UNFILTERED = "r", "u", "m", "c", "N"
PRICE, ADDRESS, SPEAKERS, SEASON, GENDER = "4", "5", "U", "3", "6"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of one language.

    `phrases` are by role, `|` between them. `person_endings` tell nouns of people from things.
    `free_of` are things that food and habits are said to be without, which excludes nobody.
    `amounts` are words for numbers above twelve after their number, `speakers` words for who speaks
    a language after its code; `seasons` stand before the month they begin with, each with a colon.
    `being` are the forms of to be, `selling` what those who are not wanted do, `genders` words for
    women and men; `headings` stand before a colon and the topic.
    `unfiltered` are wordings, by reason, of what nothing is known about.
    """

    code: str
    markers: str
    phrases: Mapping[str, str]
    months: str
    spans: Mapping[str, str]
    numbers: str
    languages: Mapping[str, str]
    person_endings: tuple[str, ...]
    things: str = ""
    free_of: str = ""
    being: str = ""
    amounts: str = ""
    seasons: str = ""
    speakers: str = ""
    genders: str = ""
    selling: str = ""
    headings: str = ""
    unwanted: str = ""
    unfiltered: Mapping[str, str] = field(default_factory=dict)


_ELISION = re.compile(r"\b((?:[dlnsj]|qu)')(?=\w)")


def phrase_words(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase, as tokens are folded."""
    return tuple(_ELISION.sub(r"\1 ", fold(phrase)).replace("-", " ").split())


def compounds(of: Vocabulary) -> Iterator[tuple[str, str, object]]:
    """Yield numbers above twelve and the words German makes of several, with role and value."""
    amounts = [entry.partition(":") for entry in filter(None, of.amounts.split("|"))]
    yield from ((name, NUMBER, float(value)) for value, _, name in amounts)
    if of.code != "de":
        return
    small = [(word, float(n)) for n, word in enumerate(of.numbers.split(), 1) if n > 1]
    small += [(name, float(value)) for value, _, name in amounts]
    yield from ((f"{word}tausend", LARGE, number * 1_000) for word, number in small)
    for code, name in of.languages.items():
        yield from (
            (f"{name}sprachig{ending}", SPEAKERS, code) for ending in ("", *["e", "er", "en", "es"])
        )
