"""The parts a score is the sum of, and what each means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.vocabulary import DISCOUNTS, BrandTally, Brief, Candidate, Evidence, Shortlist

PARTS: Mapping[str, str] = {
    "relevance": "How closely their best posts, and their posts as a whole, match the brief.",
    "frequency": "How many different posts on the topic they have; repeats of a post count once.",
    "focus": "How much of what they post is on the topic, judged cautiously when few posts are "
    "known.",
    "engagement": "How people react to their posts on the topic, compared with creators of about "
    "the same size on the same platform.",
    "recency": "How fresh their latest post on the topic is.",
}
"""Part of the score -> one sentence for the reader of a report."""

ASIDES: Mapping[str, str] = {
    "community": "They are in one of your lists of customers or followers; where you prefer those.",
    "doubts": "Taken away for facts that overheard vet flags; where you ask for it.",
}
"""Parts that are there only where they are asked for."""

LIKENESS: Mapping[str, str] = {
    "topics": "How much all they post leans the same way as all that the creator posts.",
    "matches": "How closely single posts of the two match, above what random posts reach.",
    "words": "How many of the creator's telling words, names and hashtags they use too.",
}
"""The parts where creators are ranked for being like another one."""


def part_names(shortlists: Sequence[Shortlist]) -> list[str]:
    """Return every part that occurs: those of `PARTS` in its order, then others by name."""
    found = {
        part
        for shortlist in shortlists
        for candidate in shortlist.candidates
        for part in candidate.contributions
    }
    return [part for part in PARTS if part in found] + sorted(found - PARTS.keys())


def points_by_part(shortlist: Shortlist) -> dict[str, float]:
    """Return the points a score can have of each part, whether they were asked for or usual.

    None of a shortlist that does not say how its parts were worked out and was asked for as usual.
    """
    usual = {formula.part: formula.points for formula in shortlist.formulae}
    return usual | dict(sorted(shortlist.brief.weights.items()))


def mentions_text(candidate: Candidate) -> str:
    """Return `cerave: 3; the-ordinary: 1`: the posts that count of each brand; empty for none."""
    return "; ".join(f"{brand}: {tally.posts:,}" for brand, tally in candidate.mentions.items())


def warnings_of(candidate: Candidate, brief: Brief) -> list[str]:
    """Return, as sentences, of which brands that the brief is about the creator is no friend."""
    return warnings_in(candidate.mentions, brief)


def warnings_in(tallies: Mapping[str, BrandTally], brief: Brief) -> list[str]:
    """Return what `warnings_of` does of a creator whose mentions, by brand, are `tallies`."""
    return [
        against_text(brand, tally.against, tally.posts)
        for brand, tally in tallies.items()
        if brand in brief.brands and tally.against
    ]


def against_text(brand: str, against: int, posts: int) -> str:
    """Return `against cerave: 2 of 3 mentions`."""
    return f"against {brand}: {against:,} of {posts:,} mentions"


def discount_text(evidence: Evidence) -> str:
    """Return `counts 35 %: much like an earlier post of theirs`; empty for a whole post."""
    if not evidence.discounts:
        return ""
    reasons = "; ".join(DISCOUNTS.get(found.kind, found.kind) for found in evidence.discounts)
    return f"counts {evidence.weight:.0%}: {reasons}".replace("%:", "\N{NO-BREAK SPACE}%:")


def discounted_text(candidate: Candidate) -> str:
    """Return `12 much like an earlier post of theirs, 1 a prize draw`; empty if there are none."""
    counts = candidate.discounted.items()
    return ", ".join(f"{count:,} {DISCOUNTS.get(kind, kind)}" for kind, count in counts)
