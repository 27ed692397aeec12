"""Whether a name that was found ends where it should: what no cutting into tokens can tell.

All functions look at a folded text and the half-open range of a match in it.
"""

from __future__ import annotations

import re
import unicodedata

from engine.text.scripts import HANGUL, KATAKANA

_KATAKANA = re.compile(rf"[{KATAKANA}\u3099\u309a]+")  # with signs of voice, folded apart
_HANGUL = re.compile(f"[{HANGUL}]+")
_LETTERS_OF_COMPOUNDS = 3  # a name of fewer letters in katakana or Hangul is a whole word or none
# What Korean words end in: particles, longest first where one begins another.
_PARTICLES = re.compile(
    "(?:으로부터|에서는|에서도|에게서|이라는|이라고|까지|부터|에서|에게|으로|보다|처럼|이나|이랑|한테|"
    "이라|이고|이다|하고|라는|라고|마다|조차|은|는|이|가|을|를|의|에|와|과|도|만|로|나|랑|야)"
    f"(?![{HANGUL}])"
)
_CLITICS = frozenset({"s", "t", "d", "m", "re", "ve", "ll"})
_FEW = 2  # letters; fewer than this many beside "&" are half of a name such as H&M


def is_whole(text: str, start: int, end: int) -> bool:
    """Return whether what stands around `text[start:end]` belongs to other words."""
    after = text[end : end + 1]
    if after and unicodedata.category(after).startswith("M"):
        return False
    return not _is_half(text, start, end) and _begins(text, start) and _ends(text, start, end)


def _begins(text: str, start: int) -> bool:
    """Words of katakana and Hangul begin where their script does: ライン is not in オンライン."""
    if not start or text[start].isascii():
        return True
    return not any(
        script.match(text[start]) and script.match(text[start - 1])
        for script in (_KATAKANA, _HANGUL)
    )


def _ends(text: str, start: int, end: int) -> bool:
    """Names too short to begin a compound end where their script does, or at a particle."""
    if end == len(text) or text[end].isascii():
        return True
    for script in (_KATAKANA, _HANGUL):
        if script.match(text[end]) and script.match(text[end - 1]):
            run = _run_before(text, start, end, script)
            if run < _LETTERS_OF_COMPOUNDS:
                return script is _HANGUL and _PARTICLES.match(text, end) is not None
    return True


def _run_before(text: str, start: int, end: int, script: re.Pattern[str]) -> int:
    n = 0
    while end - n > start and script.match(text[end - n - 1]):
        n += 1
    return n


def _is_half(text: str, start: int, end: int) -> bool:
    """Return whether it is the end of "we'll" or one side of "h&m"."""
    word = text[start:end]
    if start > 1 and text[start - 1] == "'" and text[start - 2].isalnum() and word in _CLITICS:
        return True
    return len(word) <= _FEW and "&" in {text[start - 1 : start], text[end : end + 1]}


def is_host(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` is the end of a host, and not a part of another."""
    after = text[end : end + 2]
    goes_on = after[:1] == "-" or (after[:1] in {".", "@"} and after[1:].isalnum())
    return text[start - 1 : start] not in {"-", "@", "_"} and not goes_on
