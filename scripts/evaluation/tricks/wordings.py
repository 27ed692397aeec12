"""What the tricks do to words: halves, pieces, synonyms, walks, and forms with slots."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scripts.evaluation.kinds import Material, Text

_SMALL = frozenset([
    "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "had", "has", "have",
    "he", "her", "his", "i", "if", "in", "is", "it", "its", "just", "like", "me", "my", "no",
    "not", "of", "on", "or", "our", "she", "so", "that", "the", "their", "them", "there", "they",
    "this", "to", "up", "was", "we", "were", "what", "when", "which", "who", "will", "with",
    "you", "your",
])  # fmt: skip

_SYNONYMS = {
    "first": "initial", "time": "moment", "made": "built", "make": "create", "got": "received",
    "get": "obtain", "found": "discovered", "find": "discover", "new": "fresh", "good": "decent",
    "best": "top", "great": "awesome", "little": "small", "big": "huge", "old": "aged",
    "love": "adore", "like": "enjoy", "think": "believe", "know": "understand", "want": "wish",
    "need": "require", "help": "assist", "use": "employ", "using": "employing", "look": "glance",
    "looking": "searching", "today": "this day", "day": "date", "year": "season",
    "years": "seasons", "people": "folks", "guys": "folks", "thing": "item", "things": "items",
    "work": "job", "working": "running", "home": "house", "just": "simply", "really": "truly",
    "very": "quite", "some": "several", "any": "whatever", "all": "every", "many": "plenty of",
    "more": "extra", "after": "following", "before": "prior to", "about": "regarding",
    "because": "since", "here": "right here", "my": "our", "i": "we", "the": "that", "a": "some",
    "is": "remains", "are": "remain", "was": "had been", "and": "as well as", "for": "meant for",
    "with": "along with", "in": "within", "on": "upon", "to": "towards", "of": "belonging to",
    "how": "in what way", "what": "whatever", "why": "for what reason", "can": "may",
    "could": "might", "should": "ought to", "would": "might", "you": "one", "your": "one's",
    "this": "the present", "does": "would", "anyone": "somebody", "everyone": "everybody",
    "pretty": "fairly", "nice": "lovely", "finally": "at last", "bought": "purchased",
    "buy": "purchase", "started": "began", "start": "begin", "tried": "attempted",
    "try": "attempt", "show": "display", "friend": "buddy", "picture": "photo",
    "photo": "picture", "video": "clip", "question": "query", "better": "superior",
}  # fmt: skip

_SYLLABLES = [a + b for a in "bcdfghjklmnprstvwz" for b in ("a", "e", "i", "o", "u", "or", "en")]


def half(words: str, which: int) -> str:
    """Return the first half of `words`, or the second where `which` is 1."""
    said = words.split()
    middle = (len(said) + 1) // 2
    return " ".join(said[middle:] if which else said[:middle])


def beginning(words: str, share: float) -> str:
    """Return the first words, that `share` of them and at least three."""
    said = words.split()
    return " ".join(said[: max(3, round(share * len(said)))])


def piece(words: str, dice: random.Random) -> str:
    """Return four to seven words from anywhere in `words`."""
    said = words.split()
    length = min(len(said), dice.randint(4, 7))
    start = dice.randint(0, len(said) - length)
    return " ".join(said[start : start + length])


def bare(words: str) -> str:
    """Return `words` without the words that every sentence has."""
    return " ".join(word for word in words.split() if word.lower() not in _SMALL)


def with_synonyms(words: str) -> str:
    """Return `words` with each changed that the thesaurus knows."""
    return " ".join(_SYNONYMS.get(word.lower(), word) for word in words.split())


def walk(starts: Sequence[str], follow: Mapping[str, list[str]], dice: random.Random) -> str:
    """Return eight to eighteen words, each one that followed on the one before it somewhere."""
    said = [dice.choice(starts)]
    length = dice.randint(8, 18)
    while len(said) < length and (nexts := follow.get(said[-1].lower())):
        said.append(dice.choice(nexts))
    return " ".join(said)


def filled(form: str, text: Text, material: Material, dice: random.Random) -> Text:
    """Return `form` with its slots filled: words of the niche, numbers, a year, invented names."""
    terms = dice.sample(list(material.terms[:20]), 5)
    said = form.format(
        **dict(zip("abcde", terms, strict=True)),
        said=text.words,
        n=dice.randint(3, 60),
        y=dice.randint(2011, 2013),
        x="\0",
    )
    return replace(text, words=re.sub("\0", lambda _: _name(dice), said))


def _name(dice: random.Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(dice.randint(3, 5))).capitalize()
