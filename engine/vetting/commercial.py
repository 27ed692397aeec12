"""Which posts of a creator are commercial by their own words, and how people react to those.

A post counts as commercial that discloses advertising, clearly or weakly, or has a discount code
or an affiliate link. What is paid and not said is not known, so the share is a lower bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.brands.telling.disclosing import FILE_NAME, load_rules
from engine.brands.telling.disclosure import disclosed_sentence, disclosure_of
from engine.vetting.facts import Facts
from engine.vetting.findings import Measured
from engine.vetting.rates import FORMULAE, Rate, rate
from engine.vocabulary import Post
from engine.vocabulary.brands import Disclosed

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Commercial:
    """Which posts are commercial by their words, (n,), and how many of those say so clearly."""

    posts: np.ndarray  # (n,) bool, in the order of the facts
    clear: int

    @property
    def sentence(self) -> str:
        """What may be said of disclosure."""
        return disclosed_sentence(self.clear, len(self.posts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One formula over commercial posts and over the others."""

    commercial: Rate
    other: Rate


def commercial(facts: Facts, posts: Mapping[int, Post], home: Path) -> Commercial:
    """Return which of the creator's `posts` are commercial, by the rules of the home or ours.

    Raises:
        ConfigError: the home has rules of its own that cannot be read.
    """
    rules = load_rules(home / FILE_NAME)
    found = [disclosure_of(posts[id_], rules=rules) for id_ in facts.post_ids.tolist()]
    return Commercial(
        posts=np.array(
            [one.level is not Disclosed.NONE or bool(one.commercial) for one in found],
            dtype=np.bool_,
        ),
        clear=sum(one.level is Disclosed.CLEAR for one in found),
    )


def commercial_share(facts: Facts, found: Commercial) -> Measured:
    """Return the share of posts that are commercial by their words."""
    n = len(found.posts)
    if not n:
        return Measured(value=None, n=0)
    rows = np.flatnonzero(found.posts)
    evidence = tuple(facts.post_ids[rows[-_SHOWN:]].tolist())
    return Measured(value=len(rows) / n, n=n, evidence=evidence)


def compared(facts: Facts, found: Commercial, since: float) -> tuple[Compared, ...]:
    """Return the rates that are known of both kinds of posts since a moment, in seconds."""
    recent = facts.times >= since
    kinds = (facts.of_posts(recent & found.posts), facts.of_posts(recent & ~found.posts))
    pairs = [[rate(formula, kind, ()) for kind in kinds] for formula in FORMULAE]
    return tuple(Compared(commercial=one, other=other) for one, other in pairs if one.n and other.n)
