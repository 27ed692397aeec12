"""Whether a name with an ending is rather a word of its language, by how often people write it.

The counts are those of `wordfreq`: the words of forty languages that stand in at least one of a
million words of books, news, subtitles and posts. Where it has no counts, every form is in doubt.
Words of English are words elsewhere, too (an audit in Hungarian), but for a plural of the name.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache

from engine.brands.matching.ordinary import is_ordinary
from engine.brands.matching.usage import usual

WORD = 4.5  # a name this frequent in a language is a word of it first; 3 is one in a million words
_MARGIN = 0.3  # that much more frequent than its name, a form is another word
_CAPITALISED = 0.25  # half the log odds of a capital in English below which a name is a word
_LOOKED_AT = 60  # characters before a form
_SENTENCE_ENDS = ("", ".", "!", "?", "\n")
# The word before, and what stands before that: nothing, the end of a sentence, or something else.
_BEFORE = re.compile(r"(^|[^\w \t])?[ \t]*\b([^\W_]+)[ \t\"'“”„«»(]+$")
_RENAMED = {"no": "nb", "hr": "sh"}


def is_doubtful(form: Iterable[str], name: Iterable[str], lang: str) -> bool:
    """Return whether a form may be a word of `lang`; each is given in all its spellings."""
    counted = _counts(lang)
    if not counted:
        return True
    names = tuple(name)
    known = max(counted.get(one, 0.0) for one in names)
    forms = tuple(form)
    return (
        known >= WORD
        or max(counted.get(one, 0.0) for one in forms) > known + _MARGIN
        or any(map(_is_word, names))
        or any(is_ordinary(one) for one in forms if one.removesuffix("s") not in names)
    )


def _is_word(name: str) -> bool:
    """Return whether English writes `name` without a capital: what it means travels with it."""
    odds, known = usual(name)
    return known > 0 and odds < _CAPITALISED


def is_told_by_capital(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` is capitalised within a sentence.

    That is: after a word in small letters, or after the first of the sentence.
    """
    surface = text[start:end]
    if not surface[:1].isupper() or (surface.isupper() and len(surface) > 1):
        return False
    before = _BEFORE.search(text, max(0, start - _LOOKED_AT), start)
    return before is not None and (before[2][:1].islower() or before[1] in _SENTENCE_ENDS)


@cache
def _counts(lang: str) -> Mapping[str, float]:
    """Return by word how frequent it is in `lang`: the logarithm of its count in 1e9 words."""
    from wordfreq import available_languages, cB_to_freq, read_cBpack

    path = available_languages("small").get(_RENAMED.get(lang, lang))
    found: dict[str, float] = {}
    # A list of wordfreq's own would be kept by it, too, in each of two forms.
    for rarity, words in enumerate(read_cBpack(path) if path else ()):
        found |= dict.fromkeys(words, math.log10(cB_to_freq(-rarity)) + 9)
    return found
