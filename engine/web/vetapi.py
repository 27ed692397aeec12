"""The part of the description of the interface that is about deciding for or against somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.questions.given import LONGEST_VALUE

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string", "maxLength": LONGEST_VALUE}


def _query(name: str, text: str, schema: Schema = _TEXT) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": dict(schema)}


_WINDOW = _query("window", "How far back engagement rates go: 90d unless given.")
_NOW = _query("now", "The moment ages are counted from: 2026-10-01, 30d.")


def deciding_paths(
    get: Callable[[str, str, Sequence[Schema]], Mapping[str, Any]], *, key: Sequence[Schema]
) -> Schema:
    """Return the addresses, each described by `get`; `key` are the parameters of a creator."""
    return {
        "/api/creators/{source}/{id}/vet": get(
            "Facts about a creator beside those of peers, each with its rule and its source.",
            "Vetting", [*key, _WINDOW, _NOW]),
        "/api/community": get("The lists of customers and followers.", "Community", []),
    }  # fmt: skip


def _list_of(properties: Mapping[str, Schema]) -> dict[str, Any]:
    one = {"type": "object", "required": list(properties), "properties": dict(properties)}
    return {"type": "array", "items": one}


_COUNT: Schema = {"type": "integer", "minimum": 0}
DECIDING: Mapping[str, Schema] = {
    "Vetting": {
        "type": "object",
        "required": ["creator", "made_at", "peers", "flags", "findings", "engagement", "history"],
        "properties": {
            "creator": {"type": "object"},
            "made_at": {"type": "string"},
            "peers": {"type": "string"},
            "posts_looked_at": _COUNT,
            "replies_looked_at": _COUNT,
            "flags": {"type": "array", "items": {"type": "string"}},
            "findings": _list_of({
                "name": {"type": "string"}, "title": {"type": "string"},
                "state": {"type": "string"}, "value": {"type": ["number", "null"]},
                "rule": {"type": "string"}, "source": {"type": "string"},
                "evidence": {"type": "array", "items": {"type": "object"}},
            }),
            "engagement": {"type": "object"},
            "history": {"type": "array", "items": {"type": "object"}},
        },
    },
    "Community": {
        "type": "object",
        "required": ["lists"],
        "properties": {"lists": _list_of({
            "name": {"type": "string"}, "members": _COUNT, "creators": _COUNT,
            "hashed": {"type": "boolean"}, "imported_at": {"type": "string"},
        })},
    },
}  # fmt: skip
