"""The vocabularies of briefs, one module a language, and the guess which one a brief is in."""

from __future__ import annotations

import re

from engine.briefs.languages.de import GERMAN
from engine.briefs.languages.en import ENGLISH
from engine.briefs.languages.es import SPANISH
from engine.briefs.languages.fr import FRENCH
from engine.briefs.languages.pt import PORTUGUESE
from engine.briefs.lexicon import Vocabulary
from engine.briefs.words import fold

VOCABULARIES = (ENGLISH, SPANISH, PORTUGUESE, FRENCH, GERMAN)
_MARKERS = {v.code: frozenset(fold(v.markers).split()) for v in VOCABULARIES}
_SPELLINGS = {
    "es": re.compile("cion(es)?$|eria(s)?$|mente$|ñ|ll"),
    "pt": re.compile("(c|s)ao$|(c|s)oes$|aria(s)?$|nh|lh|ou$|aram$"),
    "fr": re.compile("eux$|euse(s)?$|aux$|eau(x)?$|oi[ret]|que(s)?$|ee(s)?$"),
    "de": re.compile("ung(en)?$|keit|lich|sch|ein|tz|pf"),
}
"""How folded words of a language look, from four letters on."""
_SHORT = 3  # letters
_LOOKS = 0.3  # what a word that looks so weighs, beside one that is known
_TELLING = """asking crowd follower excluding refusing past above below both talking posted at_least
at_most hello goodbye self active either this until since""".split()  # noqa: SIM905
"""Roles whose words tell a language."""


def _own(of: Vocabulary) -> frozenset[str]:
    phrases = [phrase for role in _TELLING for phrase in of.phrases[role].split("|")]
    phrases += [*of.selling.split("|"), *of.being.split("|"), of.numbers]
    phrases += [entry.partition(":")[2] for entry in of.amounts.split("|")]
    spans = [name for names in of.spans.values() for name in names.split("|")]
    return frozenset(w for text in (*phrases, *spans, of.months) for w in fold(text).split())


_OWN = {v.code: _own(v) for v in VOCABULARIES}


def vocabulary_of(words: list[str]) -> Vocabulary:
    """Return the vocabulary most of the folded `words` belong to; English where none do.

    A word counts less the more languages have it.
    """

    def found(vocabulary: Vocabulary) -> float:
        return sum(_weight(word, vocabulary.code) for word in words)

    return max(VOCABULARIES, key=found)


def _weight(word: str, code: str) -> float:
    markers = sum(word in of for of in _MARKERS.values())
    own = sum(word in of for of in _OWN.values())
    looks = _SPELLINGS.get(code)
    seen = _LOOKS if looks and len(word) > _SHORT and looks.search(word) else 0.0
    return seen + (word in _MARKERS[code]) / max(1, markers) + (word in _OWN[code]) / max(1, own)
