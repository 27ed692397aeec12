"""Shortlists as JSON: the object that `search --output json` prints."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from engine.exports.parts import part_names, warnings_of
from engine.exports.writing import flags, moment, number
from engine.vocabulary import (
    FIRST_RANK,
    Brief,
    Candidate,
    CorpusSummary,
    Discount,
    Engagement,
    Evidence,
    Formula,
    Post,
    Shared,
    Shortlist,
)

# JSON leaves these as they are; terminals, editors and JavaScript act on them.
_ACTIVE = re.compile(
    r"[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def to_json(shortlist: Shortlist) -> dict[str, Any]:
    """Return `shortlist` as JSON values, the keys always in the same order.

    Times end in `Z`, what is not known is `None`, and `score` is the sum of `parts` to 1e-6.
    `mentions` count posts by brand, `warnings` are sentences of `engine.exports.parts`.
    """
    return {
        "brief": _brief(shortlist.brief),
        "made_at": moment(shortlist.made_at),
        "engine": shortlist.engine_version,
        "model": shortlist.model_id,
        "corpus": _corpus(shortlist.corpus),
        "dropped": _by_name(shortlist.dropped),
        "labels": list(shortlist.labels),
        "formulae": [_formula(formula) for formula in shortlist.formulae],
        "creators": [
            _creator(rank, candidate, shortlist.brief, part_names([shortlist]))
            for rank, candidate in enumerate(shortlist.candidates, FIRST_RANK)
        ],
    }


def dumps(shortlists: Sequence[Shortlist]) -> str:
    """Return the JSON text of one shortlist as an object, of any other number as an array."""
    documents = [to_json(shortlist) for shortlist in shortlists]
    value = documents[0] if len(documents) == 1 else documents
    written = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    return escaped(written) + "\n"


def escaped(written: str) -> str:
    """Return JSON text with what acts on terminals, editors or JavaScript written as escapes."""
    return _ACTIVE.sub(lambda char: f"\\u{ord(char[0]):04x}", written)


def json_bytes(shortlists: Sequence[Shortlist]) -> bytes:
    """Return what `dumps` gives, in UTF-8."""
    return dumps(shortlists).encode()


def provenance(shortlist: Shortlist) -> dict[str, Any]:
    """Return what a shortlist was made from: all of its JSON object but the creators."""
    document = to_json(shortlist)
    del document["creators"]
    return document


def _brief(brief: Brief) -> dict[str, Any]:
    return {
        "id": brief.id,
        "text": brief.text,
        "topic": brief.topic,
        "where": flags(brief.where),
        "brands": list(brief.brands),
        "understood": [{"words": found.words, "as": found.meaning} for found in brief.understood],
        "not_filtered": [{"words": it.words, "why": it.reason} for it in brief.not_filtered],
        "weights": {name: number(points) for name, points in sorted(brief.weights.items())},
    }


def _corpus(corpus: CorpusSummary) -> dict[str, Any]:
    return {
        "posts": corpus.posts,
        "creators": corpus.creators,
        "oldest": moment(corpus.oldest) if corpus.oldest else None,
        "newest": moment(corpus.newest) if corpus.newest else None,
        "by_source": _by_name(corpus.by_source),
    }


def _creator(rank: int, candidate: Candidate, brief: Brief, parts: Sequence[str]) -> dict[str, Any]:
    creator, contributions = candidate.creator, candidate.contributions
    return {
        "rank": rank,
        "source": creator.source,
        "id": creator.native_id,
        "handle": creator.handle,
        "name": creator.name,
        "url": creator.url,
        "bio": creator.bio,
        "location": creator.location,
        "followers": creator.followers,
        "tier": candidate.tier,
        "score": number(candidate.score),
        "parts": {part: number(contributions[part]) for part in parts if part in contributions},
        "unknown": list(candidate.unknown),
        "posts_on_topic": candidate.posts_on_topic,
        "on_topic_at": [moment(when) for when in candidate.on_topic_at],
        "posts_seen": candidate.posts_seen,
        "mentions": {brand: tally.posts for brand, tally in candidate.mentions.items()},
        "stances": {brand: dict(tally.stances) for brand, tally in candidate.mentions.items()},
        "warnings": warnings_of(candidate, brief),
        "inputs": {part: _numbers(named) for part, named in candidate.inputs.items()},
        "discounted": dict(candidate.discounted),
        "evidence": [_evidence(evidence) for evidence in candidate.evidence],
        **({"community": list(candidate.community)} if candidate.community else {}),
        **({"notices": list(candidate.notices)} if candidate.notices else {}),
        **({"own": dict(candidate.own)} if candidate.own else {}),
        **({} if candidate.shared is None else {"shared": _shared(candidate.shared)}),
    }


def _shared(shared: Shared) -> dict[str, Any]:
    return {
        "words": list(shared.words),
        "hashtags": list(shared.hashtags),
        "brands": list(shared.brands),
        "same_posts": shared.same_posts,
        "pairs": [
            {
                "own": post_object(pair.own),
                "other": post_object(pair.other),
                "similarity": number(pair.similarity),
                "same": pair.is_same,
            }
            for pair in shared.pairs
        ],
    }


def post_object(post: Post) -> dict[str, Any]:
    """Return a post as JSON values."""
    return {
        "source": post.source,
        "id": post.native_id,
        "url": post.url,
        "created_at": moment(post.created_at),
        "text": post.text,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        **post_object(evidence.post),
        **_reactions(evidence.post.engagement),
        "relevance": number(evidence.relevance),
        "points": number(evidence.points),
        "without": _number(evidence.without),
        "similarity": _number(evidence.similarity),
        "strength": _number(evidence.strength),
        "weight": number(evidence.weight),
        "discounts": [_discount(discount) for discount in evidence.discounts],
        "ranks": _by_name(evidence.ranks),
        "copies": evidence.copies,
        "mentions": list(evidence.mentions),
    }


def _reactions(engagement: Engagement) -> dict[str, int | None]:
    return {
        "likes": engagement.likes,
        "replies": engagement.replies,
        "reposts": engagement.reposts,
        "quotes": engagement.quotes,
        "views": engagement.views,
    }


def _discount(discount: Discount) -> dict[str, Any]:
    earlier = discount.earlier
    return {
        "kind": discount.kind,
        "left": number(discount.left),
        "similarity": _number(discount.similarity),
        "earlier": None if earlier is None else {"source": earlier[0], "id": earlier[1]},
    }


def _formula(formula: Formula) -> dict[str, Any]:
    return {
        "part": formula.part,
        "points": number(formula.points),
        "text": formula.text,
        "constants": {name: number(value) for name, value in formula.constants.items()},
    }


def _numbers(named: Mapping[str, float | None]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in named.items()}


def _number(value: float | None) -> float | None:
    return None if value is None else number(value)


def _by_name(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))
