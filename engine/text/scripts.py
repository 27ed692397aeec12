"""Writing that full-text search neither cuts nor folds by itself.

FTS5 takes a run of letters for one token, so in scripts written without spaces a word is not found
within its sentence; it folds the signs of Latin letters only, and splits a word of Hindi or Thai
at its vowel signs. What is needed beyond that is written beside a text, in characters that FTS5
keeps, and a query is written in the same way. All functions are pure and linear.

Korean counts as written without spaces: endings grow on its words, and pairs see past them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = r"\u3041-\u3096\u3099\u309a\u309d-\u309f"
KATAKANA = r"\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_BOPOMOFO = r"\u3105-\u312f\u31a0-\u31bf"
HANGUL = r"\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3"
# Thai, Lao, Burmese, Khmer; their signs also as `fold` writes them.
_SYLLABIC = (
    r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e50-\u0e59\u0e81-\u0edf\u1000-\u109f\u1780-\u17d3\u17e0-\u17e9"
    r"\U000f0e00-\U000f17ff"
)
UNSPACED = _HAN + _HIRAGANA + KATAKANA + _BOPOMOFO + HANGUL + _SYLLABIC
_LETTER = r"\w\U000f0900-\U000f17ff"
_PAIR, _FOUR = 2, 4  # letters of a term: of the syllabic scripts two are not even a syllable


def _folds() -> dict[int, int | str | None]:
    """Return what becomes of which letters, on top of what FTS5 does."""
    signed = (range(0x0900, 0x0F00), range(0x1000, 0x10A0), range(0x1780, 0x17D4))
    points = [0x0640, 0x0670, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7]
    silent = (points, range(0x0591, 0x05BE), range(0x0610, 0x061B), range(0x064B, 0x0660))
    folds: dict[int, int | str | None] = {0xFF01 + i: 0x21 + i for i in range(0x5E)}  # full width
    # FTS5 ends a token at a sign, but keeps letters of the private planes.
    folds |= {s: 0xF0000 + s for some in signed for s in some if _is_sign(s)}
    folds |= {mark: None for some in silent for mark in some}
    folds |= str.maketrans("أإآٱىة", "ااااي\u0647")
    folds |= str.maketrans("ёЁıłŁøØđĐ", "\u0435\u0415ilLoOdD")
    for letters, plainly in (("ßẞ", "ss"), ("æÆ", "ae"), ("œŒ", "oe")):
        folds |= dict.fromkeys(map(ord, letters), plainly)
    for letter in (*range(0x0386, 0x03CF), *range(0x1F00, 0x1FFD)):  # Greek
        plain = unicodedata.normalize("NFD", chr(letter))
        if len(plain) > 1:
            folds[letter] = plain[0]
    return folds


def _is_sign(letter: int) -> bool:
    return unicodedata.category(chr(letter)).startswith("M")


_FOLDS = _folds()
_HALF_WIDTH = re.compile(r"[\uff66-\uff9f]+")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_NEEDY = re.compile(rf"[{''.join(map(chr, _FOLDS))}{UNSPACED}]")
_RUN = re.compile(rf"[{UNSPACED}]+")
_TOKEN = re.compile(rf"[{_LETTER}]+")
_UNIT = re.compile(rf"[{UNSPACED}]|(?:[^\W{UNSPACED}]+|[\U000f0900-\U000f0dff]+)+")
_ASCII_UNIT = re.compile(r"\w+", re.ASCII)  # the same, many times as fast
# Where the script changes within a run, a word often ends.
_KINDS = (_HAN, _HIRAGANA, KATAKANA, _BOPOMOFO, HANGUL, _SYLLABIC)
_WORD = re.compile("|".join(f"[{kind}]+" for kind in _KINDS) + rf"|[^{UNSPACED}]+")
_ENDING = re.compile(rf"[{_HIRAGANA}]{{1,2}}")
_UNCUT = re.compile(rf"[{KATAKANA}{_BOPOMOFO}]+|[^{UNSPACED}]+")


def is_unspaced(text: str) -> bool:
    """Return whether some of `text` is in a script whose words no spaces separate."""
    return not text.isascii() and _RUN.search(text) is not None


def fold(text: str) -> str:
    """Return `text` with letters that are typed in several ways written in one; idempotent.

    Widths, points of Hebrew and Arabic, accents of Greek, and letters such as ß, ł and ё. Signs
    that belong to their word become private letters. Case and other accents are left to others.
    """
    if text.isascii():
        return text
    return _widened(text).translate(_FOLDS)


def _widened(text: str) -> str:
    """Return `text` with katakana of half width in full width."""
    return _HALF_WIDTH.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)


def beside(text: str) -> str:
    """Return what a full-text index needs beside `text`, separated by spaces; mostly nothing.

    With a script without spaces in it, the whole text, its runs as pairs of letters that overlap
    and the last letter alone; else the words that are folded otherwise than FTS5 folds them.
    """
    if text.isascii() or _NEEDY.search(text) is None:
        return ""
    folded = fold(text)
    if _RUN.search(folded):
        return " ".join(_spread(folded))
    pairs = ((word, fold(word)) for word in text.split())
    changed = (_TOKEN.findall(after) for before, after in pairs if before != after)
    return " ".join(token for tokens in changed for token in tokens)


def written(text: str) -> tuple[str, bool]:
    """Return the words of `text` as `beside` writes them, and whether the last is a beginning.

    They stand in a row in what is beside each text that holds `text`. Empty if `text` is written
    as FTS5 has it anyway.
    """
    if text.isascii() or _NEEDY.search(text) is None:
        return "", False
    tokens = _spread(fold(text))
    ends_in_run = bool(tokens) and _RUN.fullmatch(tokens[-1]) is not None
    if ends_in_run and len(tokens) > 1 and tokens[-2].endswith(tokens[-1]) and _is_pair(tokens[-2]):
        return " ".join(tokens[:-1]), False
    return " ".join(tokens), ends_in_run


def _is_pair(token: str) -> bool:
    return len(token) == _PAIR and _RUN.fullmatch(token) is not None


def _spread(folded: str) -> list[str]:
    return _TOKEN.findall(_RUN.sub(_pairs, folded))


def _pairs(run: re.Match[str]) -> str:
    letters = run[0]
    return f" {' '.join(letters[i : i + _PAIR] for i in range(len(letters)))} "


def plain(text: str) -> str:
    """Return `text` without case and accents, in NFC."""
    cased = text.casefold()
    return cased if cased.isascii() else _FOREIGN.sub(_bare, cased)


def _bare(run: re.Match[str]) -> str:
    """Return letters beyond ASCII without accents; what is around them changes nothing."""
    letters = unicodedata.normalize("NFKD", fold(run[0]))
    kept = "".join(c for c in letters if not unicodedata.combining(c) or c in "\u3099\u309a")
    return unicodedata.normalize("NFC", kept)


def units(text: str) -> list[str]:
    """Return the words of `text` without case and accents; each letter where no spaces are."""
    return _words_of(plain(text))


def _words_of(plain: str) -> list[str]:
    found: list[str] = (_ASCII_UNIT if plain.isascii() else _UNIT).findall(plain)
    return found


def holds(said: str, text: str) -> bool:
    """Return whether `said` holds the words of `text` in a row, or all of them as one word.

    Case and accents do not matter. Where no spaces separate words, letters in a row do.
    """
    return holds_units(said, units(text))


def holds_units(said: str, wanted: Sequence[str]) -> bool:
    """Return the same as `holds` of a text whose `units` are `wanted`."""
    if not wanted:
        return False
    have = units(said)
    spaced = f" {' '.join(have)} "
    return f" {' '.join(wanted)} " in spaced or f" {''.join(wanted)} " in spaced


def words(term: str) -> list[str]:
    """Return what are probably words in `term`, which has no spaces; itself mostly.

    Where it runs on, it is cut where the script changes, and short endings in hiragana go.
    """
    if not is_unspaced(term):
        return [term]
    found: list[str] = _WORD.findall(_widened(term))
    return [word for word in found if not _ENDING.fullmatch(word)] or found


def pieces(word: str) -> list[str]:
    """Return what to look for instead of `word`: pieces that overlap, where it may be several."""
    if _UNCUT.fullmatch(word):
        return [word]
    n = _FOUR if re.match(f"[{_SYLLABIC}]", word) else _PAIR
    return [word[i : i + n] for i in range(max(len(word) - n, 0) + 1)]
