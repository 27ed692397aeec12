"""Creators put on a list by name, with the place that its brief gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from engine import __version__
from engine.errors import ConfigError
from engine.protocols import Corpus, Embedder
from engine.ranking import explain
from engine.ranking.asides import Aside
from engine.ranking.tuning import DEFAULTS
from engine.vocabulary import Brief, Candidate, CreatorId, Shortlist


def placed(
    creators: Sequence[CreatorId],
    brief: Brief,
    corpus: Corpus,
    embedder: Embedder,
    *,
    now: datetime,
    asides: Sequence[Aside] = (),
) -> Shortlist:
    """Return `creators` as `brief` places them, whether it would find them or not.

    Raises:
        ConfigError: there is none of them, or no post of one passes the filters on posts.
    """
    found = [
        explain(one, brief, corpus, embedder, now=now, version=__version__, asides=asides)
        for one in creators
    ]
    if not found:
        raise ConfigError("there is nobody to put on the list", hint="name a creator")
    candidates = []
    for one in found:
        if one.candidate is None:
            raise ConfigError(
                "no post of that creator passes the filters of the list",
                hint="look at the filters of its brief, or make a list without them",
            )
        candidates.append(_as_found(one.candidate))
    return replace(found[0].shortlist, candidates=tuple(candidates))


def _as_found(candidate: Candidate) -> Candidate:
    """Return the candidate with as much evidence as a search shows, the best first."""
    return replace(candidate, evidence=candidate.evidence[: DEFAULTS.evidence_posts])
