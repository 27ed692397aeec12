"""What full-text search looks for when somebody asks in words."""

from __future__ import annotations

import re

from engine.text import scripts
from engine.text.cleaning import LETTER_OR_DIGIT, WORD, clean
from engine.text.stopwords import without_stop_words

_TERM = re.compile(rf"@\w(?:[\w.@-]*\w)?|[#@{WORD}]+")
_CLITIC = re.compile(r"['\u2019](?:s|t|d|m|re|ve|ll)\b", re.IGNORECASE)


def lexical_words(query: str) -> tuple[str, ...]:
    """Return the words of `query`, lower-case, in order, each once: words, `#tag`, `@handle`.

    A run without spaces is cut where its script changes. Stop words are left out unless nothing
    else is left.
    """
    plain = _CLITIC.sub("", clean(query).lower())
    terms = [term for term in _TERM.findall(plain) if LETTER_OR_DIGIT.search(term)]
    found = dict.fromkeys(
        word
        for term in without_stop_words(terms)
        for word in ((term,) if term[0] in "#@" else scripts.words(term))
    )
    return tuple(found)


def lexical_terms(query: str) -> tuple[str, ...]:
    """Return what full-text search should look for, lower-case, in order, each once.

    The words of `query`; those in scripts without spaces, which may be several, in pieces that
    overlap.
    """
    words = lexical_words(query)
    found = (p for w in words for p in ((w,) if w[0] in "#@" else scripts.pieces(w)))
    return tuple(dict.fromkeys(found))
