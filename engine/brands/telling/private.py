"""Whether it is kin, a beast or the weather that "sponsors": a joke, and no disclosure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.brands.telling.disclosing import Language

_CLAUSE = re.compile(r"[.,;:!?\n\u2026\u3001\u3002\u2013\u2014]")
_WORDS_BEFORE, _WORDS_BEHIND = 5, 4
_LETTERS_NEAR = 6  # where no spaces separate words
_WITHIN = 80
_NAME = re.compile(r"(?<=[^\W\d]\s)[^\W\d_a-z]\w")  # a capital within a clause
_WORD = re.compile(r"\w+(?:['-]\w+)*")


@dataclass(frozen=True, slots=True)
class Private:
    """Words of one language for those who pay for no advertising."""

    pattern: re.Pattern[str]  # of a folded text in small letters
    spaced: bool

    @classmethod
    def of(cls, language: Language) -> Private | None:
        """Return those of `language`, None where its file has none."""
        words = language.of("private")
        if not words:
            return None
        either = "|".join(map(_source, sorted(words, key=len, reverse=True)))
        if language.spaced:
            return cls(re.compile(rf"(?<![\w@#])(?:{either})(?!\w)"), spaced=True)
        return cls(re.compile(rf"(?:{either})(?:\s|[\u306e\uc758])*$"), spaced=False)

    def pays(self, folded: str, start: int, end: int) -> bool:
        """Return whether one of them, and no name, stands with what is at `start` to `end`."""
        before = _CLAUSE.split(folded[max(0, start - _WITHIN) : start])[-1]
        if not self.spaced:
            near = before[-_LETTERS_NEAR:]
            return "@" not in near and bool(self.pattern.search(near))
        behind = _CLAUSE.split(folded[end : end + _WITHIN])[0]
        clause = before + folded[start:end] + behind
        if "@" in clause:
            return False
        if self.pattern.search(" ".join(_words(behind)[:_WORDS_BEHIND])):
            return True
        near = " ".join(_words(before)[-_WORDS_BEFORE:])
        return not _NAME.search(clause) and bool(self.pattern.search(near))


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(text.lower())


def _source(word: str) -> str:
    return re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
