"""The part of the description of the interface that is about listening, and what was told."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.web.earshot import COUNTS

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_YES: Schema = {"type": "boolean"}
_BEFORE = {
    "name": "after",
    "in": "query",
    "description": "The number `next` of the page before.",
    "schema": {"type": "integer", "minimum": 1, "maximum": 10**15},
}


def _object(required: Mapping[str, Schema], **more: object) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": dict(required), **more}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def listening_paths(get: Callable[[str, str, Sequence[Schema]], Mapping[str, Any]]) -> Schema:
    """Return the addresses, each described by `get` of its summary, schema and parameters."""
    return {
        "/api/listen": get("How listening begun in the page goes, or went last.", "Listening", []),
        "/api/alerts": get(
            "Where alerts go, and what was told, newest first.", "Alerts", [_BEFORE]
        ),
    }


_POST: dict[str, Schema] = {
    "source": _TEXT, "id": _TEXT, "creator_id": _TEXT, "handle": _MAYBE, "url": _MAYBE,
    "created_at": _TEXT, "text": _TEXT,
}  # fmt: skip
_SOURCE = _object({
    "name": _TEXT, "live": _YES, "state": _MAYBE, "heard_at": _MAYBE, "again_at": _MAYBE,
    "error": _MAYBE, "hint": _MAYBE, **dict.fromkeys(COUNTS, _COUNT),
})  # fmt: skip
_ALERT = _object({
    "number": _COUNT, "channel": _TEXT, "headline": _TEXT, "taken": _YES, "tries": _COUNT,
    "first_tried_at": _TEXT, "last_tried_at": _TEXT, "error": _MAYBE, "hint": _MAYBE,
    "counts": {"type": "object", "additionalProperties": _COUNT}, "told": _COUNT,
    "bursts": _list({"type": "object"}), "posts": _list(_object({**_POST, "brand": _TEXT})),
})  # fmt: skip
LISTENING: Mapping[str, Schema] = {
    "Listening": _object({
        "listening": _object({
            "number": _COUNT, "title": _TEXT, "phase": _TEXT, "began_at": _TEXT,
            "ended_at": _MAYBE, "home": _TEXT, "sources": _list(_SOURCE),
            "posts": _list(_object({**_POST, "label": _TEXT})), "alerts": _list({"type": "object"}),
        }) | {"type": ["object", "null"]},
    }),
    "Alerts": _object({
        "ways": {"type": ["object", "null"]}, "trouble": {"type": ["object", "null"]},
        "alerts": _list(_ALERT), "next": {"type": ["integer", "null"]},
    }),
}  # fmt: skip
