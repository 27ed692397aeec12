"""Whether words stand within a question, where nothing is said but asked."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?\n\u3002]")
_BREAK = re.compile(r"[,:;|\u2013\u2014\u3001@#\u2190-\u2bff\U0001f000-\U0001faff]|\s-\s")
_BEFORE = re.compile("[\\w\u00bf]")
_WITHIN = 120
_WORD = re.compile(r"\w+")
_WORDS_ASKING = 3  # before a hashtag that ends a question


def asked(folded: str, start: int, end: int) -> bool:
    """Return whether `start` to `end` is part of what a question asks.

    What stands in front and is set apart ("Paid partnership with Ostra, who is in?") is not.
    """
    mark = _END.search(folded, end, end + _WITHIN)
    if mark is None or mark[0] != "?":
        return False
    before = _END.split(folded[max(0, start - _WITHIN) : start])[-1]
    if folded.startswith("#", start) and not re.search(r"\w", folded[end : mark.start()]):
        return len(_WORD.findall(_BREAK.split(before)[-1])) >= _WORDS_ASKING
    if _BREAK.search(folded, end, mark.start()):
        return "\u00bf" in before
    return not folded.startswith("#", start) or bool(_BEFORE.search(before))
