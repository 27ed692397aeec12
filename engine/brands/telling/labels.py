"""Whether a word stands by itself, as a label does, and not in a sentence."""

from __future__ import annotations

import re

from engine.brands.telling.disclosing import Language
from engine.text.stopwords import STOP_WORDS

_EMOJI = (
    "\u203b\u203c\u2049\u20e3\u2122\u2139\u2190-\u2bff\u3030\ufe0e\ufe0f\u200d\U0001f000-\U0001faff"
)
_OPEN = "(\\[{<\u3010\u300c\u300e\uff08\uff3b\u3014\u3008\u300a*_~|"
_ENDS = ")\\]}>\u3011\u300d\u300f\uff09\uff3d\u3015\u3009\u300b"
_RULES = "|\u3163\u1175\u2022\u00b7/\u2014\u2013\uff5c"
_QUOTES = "\"'\u201c\u201d\u201e\u00ab\u00bb"
_STRONG_LEFT = re.compile(rf"(?:^|\n|[{_RULES}{_OPEN}{_EMOJI}]|\s-)[\s{_QUOTES}*_~#-]*$")
_SENTENCE_LEFT = re.compile("[.!\u2026\u3002]\\s*$")
_NAMED_LEFT = re.compile(r"@[\w.]*\w\s*,\s*$")
_FRONT = re.compile(r"^[^\w#@\u00bf]*$")
_RIGHT = re.compile(
    rf"[\s{_QUOTES}]*(?:$|\n|[{_RULES}{_ENDS}*_~:\uff1a{_EMOJI}]|-\s|@|#|\.(?:\s|$|\.)|\u3002)"
    rf"|\s+-|!(?:\s|$)|\s+[(\[]"
)
_SHUT = re.compile(
    rf"[\s{_QUOTES}*_~{_EMOJI}]*(?:$|\n|[|{_ENDS}]|[-\u2013\u2014]\s|@|#|\.?\s*(?:$|\n|#))"
)
_BRACKET = re.compile(rf"[{_OPEN}]\s*$")
_BRACKET_SHUT = re.compile(rf"\s*[{_ENDS}*]")
_BRACKETS = ("(", "[", "{", "\u3010", "\uff08")
_CAPITALS_AT_LEAST = 3
_CONJUNCTION = re.compile(r"\s*,\s*(\w+)")
_LISTED = re.compile(rf"\s*[,+&]\s*\w[\w-]*(?:\s\w[\w-]*)?\s*(?:$|\n|[{_RULES}:])")
_NEXT = re.compile(r"\s+(\S+)")
_ONLY_NAMED = re.compile(r"\s+[^\W\d_a-z][\w'&]*\s*(?:$|[\n.,|:!\u2013\u2014])")
_NAMED = re.compile(r"\s+(\w+)\s+(@\w|(?:[^\W\d_a-z]\S*\s*){1,3}(?:$|[\n.,|:!\u2013\u2014-]))")


def stands_alone(folded: str, start: int, end: int, language: Language) -> bool:
    """Return whether `start` to `end` is a label: in front, in brackets, or apart."""
    left, right = folded[:start], folded[end:]
    shut = _BRACKET_SHUT.match(right) if _BRACKET.search(left) else None
    if shut:
        return not right[shut.end() :].startswith(_of_talk(language))
    in_front = bool(_FRONT.match(left)) or _opened(left, language) or left.endswith("\n")
    if in_front:
        return _front(folded[start:end], right, language)
    apart = _STRONG_LEFT.search(left) or _SENTENCE_LEFT.search(left)
    aside = left.rstrip().endswith(_BRACKETS) and right.startswith(":")
    named = _NAMED_LEFT.search(left) and _RIGHT.match(right)
    return bool(aside or named or (apart and _SHUT.match(right)))


def _of_talk(language: Language) -> tuple[str, ...]:
    """Return by what follows it a word in brackets is only quoted; unspaced languages only."""
    return () if language.spaced else language.of("talk")


def _front(label: str, right: str, language: Language) -> bool:
    if _RIGHT.match(right) or _LISTED.match(right):
        return True
    following = _NEXT.match(right)
    if following and following[1].lower().startswith(language.of("talk")):
        return False
    if _goes_on(right, language):
        return True
    if not language.spaced:
        return right[:1] in (" ", "\u3000") or not right[:1].isalnum()
    return _names(label, right, language) or _shouts(label, right)


def _names(label: str, right: str, language: Language) -> bool:
    """Return whether a name and nothing else follows, with or without "for"."""
    named = _NAMED.match(right)
    if named and named[1].lower() in language.of("for"):
        return True
    return len(label) >= _CAPITALS_AT_LEAST and bool(_ONLY_NAMED.match(right))


def _shouts(label: str, right: str) -> bool:
    """Return whether a label in capitals is followed by a word that is not."""
    following = _NEXT.match(right)
    if not label.isupper() or following is None or not following[1][0].isalpha():
        return False
    if len(label) >= _CAPITALS_AT_LEAST:
        return not following[1].isupper()
    return following[1].lower() in STOP_WORDS and not following[1].isupper()


def _goes_on(right: str, language: Language) -> bool:
    """Return whether a comma and a word such as "because" or "but" follow."""
    after = _CONJUNCTION.match(right)
    return bool(after and after[1].lower() in language.of("because"))


def _opened(left: str, language: Language) -> bool:
    """Return whether nothing but an opener such as "attention," stands before."""
    before = left.strip().lower()
    return before[-1:] in (",", ":", "!") and before[:-1].strip() in language.of("openers")
