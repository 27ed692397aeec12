"""A text as brands are looked for in it, and where each of its characters comes from.

Each character is folded by itself, whatever stands around it, so that a piece of a folded text is
the folded piece; only runs of whitespace become one space, and those at the ends go.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial

_PIECE = re.compile(r"\S+")
_GAP = re.compile(r"^\s+|\s{2,}")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_APOSTROPHES = "`\u2019\u2018\u201b\u02bc\u02b9\u00b4\u2032\uff07"
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters that show nothing
_SELECTORS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Accents of European scripts, points of Hebrew and Arabic, the Arabic stretch. Signs that make
# another word of it (Thai, Indic, the voicing of kana) stay.
_ACCENTS = re.compile(
    r"[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    r"\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PLAIN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ħ": "h",
        "\u0131": "i",
        "þ": "th",
        "ð": "d",
        "\u02bc": "'",
        "\u02b9": "'",
    }
    | dict.fromkeys("أإآٱ", "\u0627")
    | {"ى": "ي", "ة": "\u0647"}
)
# Other forms of a letter, as `unicodedata.decomposition` names them; ™ and ² are no letters.
_FORMS = ("<wide>", "<narrow>", "<font>")
_NO_LETTERS = ("<super>", "<sub>", "<square>", "<fraction>")


def folded(text: str) -> str:
    """Return `text` without case, accents, invisible characters and odd forms of letters.

    Hyphens and apostrophes of all kinds are `-` and `'`, runs of whitespace one space. Idempotent.
    """
    if not text.isascii():
        text = _FOREIGN.sub(_run, text)
    return " ".join(text.lower().replace("`", "'").split())


def marked(text: str) -> str:
    """Return the same as `folded`, but with accents."""
    letters = (_marked(c) for c in unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFC", " ".join("".join(letters).split()))


def origins(text: str, fold: str) -> Callable[[int], int]:
    """Return what tells where in `text` each character of `fold` stood, which is its fold."""
    if not text.isascii():
        return _listed(text).__getitem__
    if len(fold) == len(text):
        return int  # whitespace only ever goes, so none went
    gaps: list[tuple[int, int]] = []  # from where in the fold on how many characters are missing
    missing = 0
    for gap in _GAP.finditer(text):
        kept = min(gap.start(), 1)
        gaps.append((gap.start() - missing + kept, missing + len(gap[0]) - kept))
        missing = gaps[-1][1]
    return partial(_shifted, gaps)


def _shifted(gaps: Sequence[tuple[int, int]], place: int) -> int:
    shift = 0
    for start, missing in gaps:
        if place < start:
            break
        shift = missing
    return place + shift


def _listed(text: str) -> list[int]:
    found: list[int] = []
    gap = 0
    for piece in _PIECE.finditer(text):
        places = _places(piece[0], piece.start())
        if places:
            if found:
                found.append(gap)
            found += places
            gap = piece.end()
    return found


def _places(piece: str, start: int) -> Sequence[int]:
    """Return the position of each character of a folded piece that begins at `start`."""
    if piece.isascii():
        return range(start, start + len(piece))
    return [start + i for i, c in enumerate(piece) for _ in _letters(c)]


def original(text: str, origin: Callable[[int], int], start: int, end: int) -> tuple[int, int]:
    """Return what of `text` the half-open range of its fold is; `origin`: see `origins`.

    Accents that stand alone belong to the letter before them.
    """
    first, stop = origin(start), origin(end - 1) + 1
    if text.isascii():
        return first, stop
    while stop < len(text) and unicodedata.category(text[stop]).startswith("M"):
        stop += 1
    return first, stop


class _Folds(dict[str, str]):
    """What becomes of each character beyond ASCII, worked out when it is first met."""

    def __missing__(self, c: str) -> str:
        self[c] = letters = _fold(c)
        return letters


def _fold(c: str) -> str:
    sign = _sign(c)
    if sign is not None:
        return sign
    if "\uac00" <= c <= "\ud7a3":  # Korean syllables, which would come apart
        return c
    return _plain(_form(c)) if not c.isspace() else " "


def _sign(c: str) -> str | None:
    """Return what stands for a character that is no letter; `None` where it may be one."""
    if c.isspace():
        return " "
    category = unicodedata.category(c)
    if category in {"Cf", "Cc"} or c in _FILLERS or _SELECTORS.match(c):
        return ""
    if category == "Pd" or c in "\u2212\u2043":
        return "-"
    return "'" if c in _APOSTROPHES else None


def _form(c: str) -> str:
    kind = unicodedata.decomposition(c).partition(" ")[0]
    if kind.startswith(_NO_LETTERS) and unicodedata.category(c) != "Lm":
        return c
    letters = unicodedata.normalize("NFKD", c)
    bare = _ACCENTS.sub("", letters)
    signs = unicodedata.category(c).startswith("M")
    named = kind.startswith(_FORMS) or not kind.startswith("<")
    return bare if named or signs or bare.isalpha() else c


def _plain(letters: str) -> str:
    return _ACCENTS.sub("", letters.casefold().translate(_PLAIN)).lower()


def _marked(c: str) -> str:
    sign = _sign(c)
    return c.casefold() if sign is None else sign


_FOLDS = _Folds()


def _run(run: re.Match[str]) -> str:
    return "".join([_FOLDS[c] for c in run[0]])


def _letters(c: str) -> str:
    return c.lower() if c.isascii() else _FOLDS[c]
