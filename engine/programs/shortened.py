"""Answers made short enough for an assistant to read, saying what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine.programs.corpus import HomeCorpus
from engine.programs.values import Findings

POSTS = 3  # shown of each creator
_ABOUT = ("made_at", "engine", "model", "dropped", "labels", "ranked", "kept_out_by")
_CREATOR = ("rank", "source", "id", "handle", "name", "url", "location", "followers", "tier",
            "score", "parts", "unknown", "posts_on_topic", "posts_seen", "mentions", "stances",
            "warnings", "notices", "community")  # fmt: skip
_EVIDENCE = ("source", "id", "url", "created_at", "text", "relevance", "points", "mentions")


def creators_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a shortlist's JSON values with the first posts of each creator only."""
    brief = document["brief"]
    return {
        "brief": {name: brief[name] for name in ("text", "where", "understood", "not_filtered")},
        **_picked(document, _ABOUT),
        "creators": [_creator(row) for row in document["creators"]],
    }


def _creator(row: Mapping[str, Any]) -> dict[str, Any]:
    shown = row.get("evidence", [])
    return {
        **_picked(row, _CREATOR),
        "evidence": [_picked(one, _EVIDENCE) for one in shown[:POSTS]],
        "evidence_not_shown": max(0, len(shown) - POSTS),
    }


def findings_document(found: Findings, *, top: int) -> dict[str, Any]:
    """Return the first `top` rows of findings, the counts where there are any, and the notes."""
    return {
        "title": found.paper.title,
        "made_at": found.paper.made_at,
        "rows": [dict(row) for row in found[:top]],
        "rows_not_shown": max(0, len(found) - top),
        **_picked(found.to_dict(), ("counts", "coverage", "measures", "interval")),
        "notes": list(found.paper.notes),
    }


def corpus_document(corpus: HomeCorpus) -> dict[str, Any]:
    """Return what the corpus holds and the brand cards it was held against."""
    held = corpus.summary()
    return {
        "posts": held.posts,
        "creators": held.creators,
        "oldest": held.oldest,
        "newest": held.newest,
        "by_source": dict(held.by_source),
        "brands": [{"key": card.key, "name": card.name} for card in corpus.brands],
    }


def _picked(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row[name] for name in names if name in row}
