"""The rules of what is looked at, as `rules.toml` has them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

MEASURED = ("profile", "posts", "replies", "measurements")
CAP = 15.0
"""Points that all flags of a creator together can take from a score, at the most."""

_SOME_DAYS = 2.0  # a shorter span is told in hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """From where on a value is said aloud, and who says so. See `rules.toml` for the fields."""

    name: str
    title: str
    says: str
    form: str
    needs: int
    of: str
    points: float
    source: str
    at_least: float | None = None
    at_most: float | None = None
    outlier: str | None = None
    z: float = 3.5
    scale: str = "linear"  # linear, log1p or log: what distances from peers are counted on
    apart: float | None = None

    def bound(self) -> str:
        """Return the rule in words: `at least 50`, or how far from the peers."""
        said = []
        if self.at_least is not None:
            said.append(f"at least {shown(self.at_least, self.form)}")
        if self.at_most is not None:
            said.append(f"at most {shown(self.at_most, self.form)}")
        if self.outlier is not None:
            way = {"up": "above", "down": "below", "both": "from"}[self.outlier]
            said.append(
                f"more than {self.z:g} times the usual spread and {self._apart} {way} the median "
                "of peers"
            )
        return " or ".join(said)

    def passes(self, value: float, z: float | None, median: float) -> bool:
        """Return whether the value, `z` deviations from the `median` of peers, is to be said."""
        if self.at_least is not None and value >= self.at_least:
            return True
        if self.at_most is not None and value <= self.at_most:
            return True
        if self.outlier is None or z is None or not self._is_apart(value, median):
            return False
        return {"up": z, "down": -z, "both": abs(z)}[self.outlier] > self.z

    @property
    def _apart(self) -> str:
        return f"{self.apart:g}" if self.scale == "linear" else f"{self.apart:g} times"

    def _is_apart(self, value: float, median: float) -> bool:
        if self.apart is None:
            return True
        if self.scale == "linear":
            return abs(value - median) >= self.apart
        low, high = sorted((value, median))
        return high >= self.apart * low


def shown(value: float, form: str) -> str:
    """Return a value as people read it: a count, a share in per cent, a number of three digits.

    A `span` is of days, shown in hours below two; `times` is how many times something else it is.
    """
    if form == "share":
        return f"{value:.1%}"
    if form == "count":
        return f"{value:,.0f}"
    if form == "times":
        return f"{shown(value, 'number')} times"
    if form == "span":
        return f"{value:,.0f} days" if value >= _SOME_DAYS else f"{24 * value:.1f} hours"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its name, in the order of the file."""
    text = files("engine.vetting").joinpath("rules.toml").read_text(encoding="utf-8")
    return {table["name"]: Rule(**table) for table in tomllib.loads(text)["rule"]}
