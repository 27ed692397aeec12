"""What weighs in a verdict, in words: from cues of the judge to what a reader of posts sees."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_BESIDE = re.compile(r" x \w+$")  # "capital x common" is the same to see as "capital"
_LIKENESS: Mapping[str, tuple[str, str]] = {
    "about": (
        "close to what the card says the brand is",
        "far from what the card says the brand is",
    ),
    "not_about": ("unlike what else the name means", "close to what else the name means"),
    "named": ("used as names of companies are", "not used as names of companies are"),
}
"""By what the words around the name are held against: what speaks for the brand, and against."""
_SEEN: Mapping[str, str] = {
    "lower_among_capitals": "in small letters where other names have capitals",
    "lower_in_lower": "in small letters, as is all of the post",
    "capital": "with a capital inside a sentence",
    "capital_at_start": "with a capital, which the beginning of a sentence has anyway",
    "capital_in_title": "with a capital, as most words of the line",
    "own_capitals": "with the capitals of the name",
    "other_capitals": "with other capitals than the name",
    "shouted": "in capitals",
    "host": "the name of a website in a link",
    "path": "inside a link",
    "at": "after “at”, “from” or the like",
    "at_capital": "with a capital after “at”, “from” or the like",
    "inside": "after “in” or “on”",
    "of": "after “of”",
    "with": "after “with”, “for”, “like” or the like",
    "article": "after “a” or “the”",
    "article_lower": "in small letters after “a” or “the”",
    "determiner": "after “my”, “this” or the like",
    "subject": "after a word that wants a verb, as “to” or “will”",
    "subject_lower": "in small letters after a word that wants a verb, as “to” or “will”",
    "consumed": "after “bought”, “love” or the like",
    "number": "after a number",
    "goods": "before “store”, “app” or another word of trade",
    "company_does": "before what companies do, as “announces”",
    "small_word_after": "before a small word, as “and” or “of”",
    "owned": "with a possessive s",
    "model": "before a number or the name of a model",
    "name_after": "before another name",
    "name_before": "after another name, perhaps as a part of it",
    "name_after_in_title": "before another word with a capital in a heading",
    "name_before_in_title": "after another word with a capital in a heading",
    "visited": "after going, working or buying there",
    "local": "after “local” or the like",
    "christened": "after “named”, “meet” or the like",
    "credited": "set apart as a source is",
    "heading": "at the head of a line, before a colon",
    "quoted": "part of something in quotation marks",
    "pets": "words of pets in the post",
    "music": "words of music in the post",
    "what it speaks of": "what the post speaks of",
    "handle": "as a handle",
    "hashtag": "as a hashtag",
    "hyphen": "joined by a hyphen",
    "slash": "beside a slash",
    "group": "the name of a group",
    "listed": "in a list of names",
    "at_end": "at the end of a sentence",
    "trade": "words of trade in the post",
    "price": "a price in the post",
    "alone": "nothing but the name",
    "repeated": "named more than once",
    "words of about": "words of what the card says the brand is",
    "words of not_about": "words of what else the name means",
    "phrase of not_about": "a phrase of what else the name means",
}


class Why(NamedTuple):
    """A reason in words, and by how much it speaks for the brand (above 0) or against it."""

    words: str
    weight: float


def in_words(parts: Sequence[tuple[str, float]], *, most: int) -> list[Why]:
    """Return the heaviest of what weighs in a verdict, at most `most`, the heaviest first.

    `parts` are cues of the judge with their weights; those that look the same are one.
    """
    sums: dict[str, float] = defaultdict(float)
    for name, weight in parts:
        sums[_words(name, weight)] += weight
    whys = [Why(words, weight) for words, weight in sums.items() if weight]
    return sorted(whys, key=lambda why: (-abs(why.weight), why.words))[:most]


def sides(whys: Sequence[Why]) -> list[str]:
    """Return reasons as at most two sentences: what speaks for it, and what against."""
    told = {
        "for it": [why.words for why in whys if why.weight > 0],
        "against it": [why.words for why in whys if why.weight <= 0],
    }
    return [f"{side}: {', '.join(words)}" for side, words in told.items() if words]


def _words(name: str, weight: float) -> str:
    """Return a cue in words; one that is not known here by its own name."""
    plain = _BESIDE.sub("", name)
    held = plain.partition(" by ")[0].removeprefix("rather ")
    if held in _LIKENESS:
        return _LIKENESS[held][weight < 0]
    return _SEEN.get(plain, plain.replace("_", " "))
