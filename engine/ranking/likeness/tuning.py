"""Every constant of the likeness of creators, with what it means and where it comes from.

The shares and scales were chosen on one half of the creators of `scripts/benchmarks/halves.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

POINTS: Mapping[str, float] = MappingProxyType({"topics": 40.0, "matches": 25.0, "words": 35.0})
"""Points of each part at its best; together 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LikenessTuning:
    """How likeness becomes points. See each field; `DEFAULTS` is what `similar` uses."""

    facets: int = 6
    """Vectors that stand for what a creator posts about, each of which proposes creators."""
    posts_per_facet: int = 500
    """Nearest posts of each facet whose creators are proposed."""
    proposed: int = 300
    """Creators taken from each way of proposing."""
    posts_judged: int = 15_000
    """Posts of proposed creators that are judged; who comes after that is left out."""
    newest: int = 150
    """Distinct posts of the creator asked about that are compared, the newest."""
    ridge: float = 2.0
    """Ridge of the covariance by which profiles are whitened, as a share of its mean variance."""
    related: float = 0.95
    """Share of random posts that are less like a post than what counts as like it."""
    rare: float = 0.35
    """Similarity from which random posts make a post an ordinary one, that tells little."""
    same: float = 0.93
    """Centred cosine from which posts of two creators are the same post."""
    backward: float = 0.25
    """Share of matches that asks how much of what the other posts is alike."""
    few: float = 2.0
    """Posts at which that counts by half: a single post that fits says little of its creator."""
    terms: int = 128
    """Words, hashtags and names of the creator that are looked up: those in most of their posts."""
    telling: int = 24
    """Of these the most telling, which propose the creators of posts that hold them."""
    terms_few: float = 3.0
    """Posts added to everybody's count where words are weighed by how much somebody posts."""
    scale_topics: float = 0.8
    """Cosine of whitened profiles that earns 1 - 1/e of the points of topics."""
    scale_posts: float = 0.29
    """Mean excess of the best matches that earns as much of the points of matches."""
    scale_words: float = 2.6
    """Weight of shared words that earns as much of the points of words."""
    alike: float = 0.15
    """Excess from which a post of the other counts as alike."""
    pairs: int = 3
    """Pairs of posts shown of each creator."""
    shown_terms: int = 8
    """Shared words shown, and as many hashtags."""
    points: Mapping[str, float] = field(default_factory=lambda: POINTS)


DEFAULTS = LikenessTuning()
