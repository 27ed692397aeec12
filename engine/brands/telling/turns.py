"""Turns of speech that decide a stance by themselves: switching, comparing, advice, irony.

They stand in `stance.toml`, which says how they are written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAP = r"[^.;!?]{0,60}?"
_EDGE = r"(?<![\w'])"
_REGRET = re.compile(r"\b(?:regret|regretted|mistake|hated it|went back)\b")


def compiled(table: str, marks: str = "") -> tuple[re.Pattern[str], ...]:
    """Return the turns of `table`; with `marks` "AB", `X` stands for A and `Y` for B."""
    lines = [line for line in table.strip().splitlines() if line]
    return tuple(_turn(line, marks) for line in lines)


def _turn(line: str, marks: str) -> re.Pattern[str]:
    source = line
    if marks:
        source = source.replace("X", "\0").replace("Y", marks[1]).replace("\0", marks[0])
    source = source.replace(" … ", rf"(?:[ ,:]+|\W{_GAP}\W)").replace("…", _GAP)
    return re.compile(f"{_EDGE}(?:{source})")


_NOT = re.compile(
    r"(?:\bnot|\bnever|n't|\bno longer|\bhardly|\bwithout|\bstop|\bstopped)(?: [\w']+){0,2} $"
)


def longest(patterns: Sequence[re.Pattern[str]], text: str) -> tuple[int, bool]:
    """Return the length of the longest match of any of `patterns`, and whether it is denied."""
    found = [match for match in (pattern.search(text) for pattern in patterns) if match]
    if not found:
        return 0, False
    best = max(found, key=lambda match: match.end() - match.start())
    return best.end() - best.start(), _NOT.search(text[: best.start()]) is not None


def any_of(patterns: Sequence[re.Pattern[str]], text: str) -> bool:
    """Return whether a pattern is found in `text`."""
    return any(pattern.search(text) for pattern in patterns)


def regretted(text: str) -> bool:
    """Return whether a change is taken back."""
    return _REGRET.search(text) is not None
