"""What the creators of a shortlist say of brands, put beside them; it gives and takes no points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from engine.protocols import Corpus
from engine.vocabulary import Candidate, CreatorId, Heard, PostKey, Shortlist


def with_mentions(found: Shortlist, corpus: Corpus) -> Shortlist:
    """Return `found` with the brands that its creators and their posts mention."""
    heard = corpus.mentions([candidate.creator.key for candidate in found.candidates])
    candidates = tuple(
        _with(candidate, heard[candidate.creator.key])
        if candidate.creator.key in heard
        else candidate
        for candidate in found.candidates
    )
    return replace(found, candidates=candidates)


def with_shared_brands(found: Shortlist, creator: CreatorId, corpus: Corpus) -> Shortlist:
    """Return `found` with the brands that each of its creators mentions as `creator` does."""
    profiles = corpus.creators(np.array([creator], dtype=np.int64)).values()
    heard = corpus.mentions([profile.key for profile in profiles])
    own = {brand for of_one in heard.values() for brand in of_one.tallies}
    candidates = tuple(
        replace(one, shared=replace(one.shared, brands=tuple(b for b in one.mentions if b in own)))
        if one.shared is not None and own
        else one
        for one in found.candidates
    )
    return replace(found, candidates=candidates)


def _with(candidate: Candidate, heard: Heard) -> Candidate:
    evidence = tuple(
        replace(
            shown,
            mentions=heard.posts.get(PostKey(shown.post.source, shown.post.native_id), ()),
        )
        for shown in candidate.evidence
    )
    return replace(candidate, evidence=evidence, mentions=heard.tallies)
