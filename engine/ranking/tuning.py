"""Every constant of the ranking, in one place, with what it means and where it comes from.

Nothing else in `engine.ranking` holds a number that changes an order. The defaults are those of
the literature named beside them, with values chosen on one half of the
development niches (`scripts/evaluate.py`); they name no niche, platform or brand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

POINTS: Mapping[str, float] = MappingProxyType(
    {"relevance": 56.0, "frequency": 25.0, "focus": 10.0, "engagement": 5.0, "recency": 4.0}
)
"""Points of each part at its best; together 100. A part nobody can know shares its points out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """How posts become points. See each field; `DEFAULTS` is what `shortlist` uses.

    A strength is counted in standard deviations above random posts of the corpus.
    """

    threshold: float = 1.85
    """Strength at which a post by somebody of an even record is as likely on topic as not."""
    steepness: float = 0.75
    """Log-odds of being on topic gained with each unit of strength."""
    words: float = 0.9
    """Strength added by matching words: by a BM25 score equal to the median of the best posts."""
    lexical_median_of: int = 100
    """How many of the best posts that median is of."""
    feedback_rounds: int = 3
    """How often the surest posts teach the topic and all posts are judged again."""
    feedback_posts: int = 46
    """Posts that teach the topic."""
    feedback_needs: int = 500
    """Posts a corpus must have before they teach: among fewer, what is usual cannot be told."""
    feedback_related: int = 20
    """Posts that must be closer to the brief than unrelated posts come, for any to teach."""
    feedback_per_creator: int = 5
    """At most so many of one creator, so that nobody's wording becomes the topic."""
    brief_share: float = 0.7
    """Weight of the similarity to the brief itself beside what its best posts taught."""
    threshold_follows: float = 0.07
    """How far the threshold moves towards the strength of the surest posts."""
    ridge: float = 0.5
    """Ridge of the corpus' covariance, as a share of its mean variance."""
    mixture_rounds: int = 6
    """Rounds of expectation-maximisation for the creators' shares."""
    prior_posts: float = 3.6
    """Weight, in posts, of the prior belief that a creator posts off topic."""
    base_rate: float = 0.01
    """That prior's share of posts on topic."""
    on_topic: float = 0.5
    """Probability from which a post is said to be on topic."""
    adds_something: float = 0.25
    """Weight from which a post is counted among the distinct ones on topic."""
    best_posts: int = 8
    """Distinct posts whose mean strength is the evidence half of relevance (Balog's Model 2)."""
    full_strength: float = 20.0
    """Mean strength of the best posts that earns that half in full."""
    full_profile: float = 11.7
    """Strength of all posts taken as one that earns the other half in full (Balog's Model 1);
    TREC 2008 found the two together best."""
    profile_share: float = 0.3
    """Share of the relevance part that the profile decides."""
    full_count: float = 98.0
    """Distinct posts on topic that earn all points of frequency, on a log scale."""
    full_share: float = 0.95
    """Share of posts on topic that earns all points of focus, on a log-odds scale."""
    discounts: bool = True
    """Whether prize draws and keywords count for less and hashtags in numbers match fewer words."""
    draw: tuple[float, float] = (3.0, 4.5)
    """Deviations above ordinary posts, towards examples of prize draws, from which a post counts
    for less, and for nothing."""
    speaks_of_draw: float = 0.5
    """What a post counts for at the most that has the words of a prize draw and not its sound."""
    keywords: float = 0.25
    """What a heap of keywords without a sentence counts for."""
    tagged: float = 0.5
    """Share of their strength that matching words have in a post with several hashtags."""
    originality: bool = True
    """Whether posts count for what had not been said before."""
    repeats: tuple[float, float] = (0.1, 0.7)
    """How near to an earlier post of its creator a post begins to repeat it, and is all repeat: as
    shares of the way from unrelated to the same."""
    copies: tuple[float, float] = (0.78, 0.92)
    """The same for earlier posts of others: who talks about the same things comes near by honest
    means."""
    compared_with_others: int = 1200
    """How many of the strongest posts are held against those of other creators."""
    wording_needs: int = 500
    """Random posts a corpus must have for wordings to be judged: among fewer, which words are
    usual cannot be told."""
    borrowed: tuple[float, float] = (0.25, 0.45)
    """Share of a post's pairs of words that others had put before from which it counts for less,
    and for nothing."""
    borrowed_usual: float = 0.1
    """That share where nothing is known of a creator."""
    borrowed_prior: float = 10.0
    """Weight of that, in pairs of words."""
    borrowed_follows: float = 6.0
    """Weight of the creator's share in that of a post, in pairs of words."""
    patterned: tuple[float, float] = (0.14, 0.26)
    """Share of a post's frames that are those of other posts from which it counts for less, and
    for nothing."""
    patterned_usual: float = 0.05
    """That share where nothing is known of a creator."""
    patterned_prior: float = 4.0
    """Weight of that, in frames."""
    patterned_follows: float = 1000.0
    """Weight of the creator's share in that of a post, in frames."""
    common: tuple[float, float] = (0.4, 0.65)
    """How often posts on topic hold a word of their creator's own, as a share of what as many
    words have in random posts, from which they begin to count, and count in full."""
    common_prior: float = 3.0
    """Weight, in posts, of the belief that a creator has as many such words as is usual."""
    new: tuple[float, float] = (0.1, 0.35)
    """How many new words creators have for each of the topic's words, as a share of what is usual,
    from which their posts begin to count, and count in full."""
    new_prior: float = 2.0
    """Weight, in words of the topic, of the belief that a creator has as many as is usual."""
    new_posts: int = 2
    """Posts on topic of the creators of whom that is read off."""
    new_usually: tuple[float, float] = (0.5, 1.0)
    """The least and the most new words for each of the topic's words that are taken for usual."""
    new_at_most: float = 2.0
    """New words counted for each of the topic's words in a post."""
    names: bool = True
    """Whether a brief may be a name, for which words decide."""
    name: float = 6.0
    """Strength added by holding a name."""
    name_relevance: float = 0.4
    """Share of the relevance part that naming decides, where the brief is a name."""
    name_words: int = 4
    """Words a name has at the most, stop words left out."""
    name_needs: int = 2
    """Posts that must hold it."""
    name_ratio: float = 1.5
    """How many times as often as chance has them in one post the words of a name stand together."""
    name_share: float = 0.01
    """Share of posts in which a name of one word stands at the most."""
    unwanted: float = 3.0
    """Strength from which a post is about what the brief excludes, if more than about the brief."""
    recency_half_life: float = 90.0
    """Days after which the latest post on topic is worth half its points."""
    teachers_per_run: int = 150
    """Creators taken from each run whose posts may teach the topic."""
    teachers: int = 10
    """Creators of those whose posts do teach: they and those nearest to them answer best."""
    company: int = 10
    """How many creators, oneself included, are nearest."""
    said_again: int = 3
    """Posts in which a creator must have the brief's words for these to say who teaches."""
    chance_words: float = 0.5
    """Strength that matching words have by chance."""
    full_words: float = 2.0
    """Strength by words beyond that which says as much as a profile that earns its half in full."""
    clear_posts: int = 5
    """Posts that have to be closer to a brief than unrelated posts come for it to be answered."""
    candidates_per_run: int = 300
    """Creators taken from each run into the judgement."""
    engagement_bins: int = 20
    """Bins of followers over which the usual engagement of a source is read off."""
    engagement_min_peers: int = 8
    """A tier with fewer measured creators than this is judged against the whole source."""
    evidence_posts: int = 5
    """Posts shown as evidence for each creator."""
    points: Mapping[str, float] = field(default_factory=lambda: POINTS)


DEFAULTS = Tuning()
