"""How far the verdicts on a brand's posts can be believed, by what people said of some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import sqrt

_Z = 1.96  # of a 95 % interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of `n` were so, and the 95 % interval of the share (Wilson, JASA 1927)."""

    right: int
    n: int

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and upper bound, 0 and 1 where nothing was counted."""
        if not self.n:
            return 0.0, 1.0
        p, z2 = self.right / self.n, _Z**2
        middle = (p + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = _Z * sqrt(p * (1 - p) / self.n + z2 / (4 * self.n**2)) / (1 + z2 / self.n)
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.right} of {self.n} [{low:.0%}, {high:.0%}]"


def shuffled(keys: Sequence[tuple[str, str]]) -> list[int]:
    """Return the positions of `keys` in an order that tells nothing, always the same."""

    def place(position: int) -> bytes:
        return blake2b("\0".join(keys[position]).encode(), digest_size=8).digest()

    return sorted(range(len(keys)), key=place)
