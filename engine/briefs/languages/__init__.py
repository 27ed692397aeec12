"""The vocabularies of briefs, one module a language, and the guess which one a brief is in."""

from __future__ import annotations

from engine.briefs.languages.de import GERMAN
from engine.briefs.languages.en import ENGLISH
from engine.briefs.languages.es import SPANISH
from engine.briefs.languages.fr import FRENCH
from engine.briefs.languages.pt import PORTUGUESE
from engine.briefs.lexicon import Vocabulary
from engine.briefs.words import fold

VOCABULARIES = (ENGLISH, SPANISH, PORTUGUESE, FRENCH, GERMAN)
_MARKERS = {v.code: frozenset(fold(v.markers).split()) for v in VOCABULARIES}
_OWN = {
    v.code: frozenset(
        word
        for role in ("asking", "crowd", "follower", "excluding", "refusing", "past", "above")
        for phrase in v.phrases[role].split("|")
        for word in fold(phrase).split()
    )
    for v in VOCABULARIES
}


def vocabulary_of(words: list[str]) -> Vocabulary:
    """Return the vocabulary most of the folded `words` belong to; English where none do."""

    def found(vocabulary: Vocabulary) -> int:
        markers, own = _MARKERS[vocabulary.code], _OWN[vocabulary.code]
        return sum((word in markers) + (word in own) for word in words)

    return max(VOCABULARIES, key=found)
