"""Follower tiers: the one scheme that shortlists, briefs and prices go by.

Its bounds are data, `money/tiers.toml`, beside those of vendors, who differ.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files

SCHEME = "overheard"


def _read() -> tuple[tuple[float, str], ...]:
    text = (files("engine") / "money" / "tiers.toml").read_text(encoding="utf-8")
    schemes = {scheme["name"]: scheme["tiers"] for scheme in tomllib.loads(text)["scheme"]}
    starts = [float(tier["from"]) for tier in schemes[SCHEME]]
    names = [str(tier["name"]) for tier in schemes[SCHEME]]
    return tuple(zip([*starts[1:], float("inf")], names, strict=True))


TIERS: tuple[tuple[float, str], ...] = _read()
"""(bound, name) of every tier: the first whose bound is above the number of followers."""


def tier_of(followers: float | None) -> str | None:
    """Return the name of the follower tier, None where followers are not known."""
    if followers is None:
        return None
    return next(name for bound, name in TIERS if followers < bound)
