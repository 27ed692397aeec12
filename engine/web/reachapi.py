"""The part of the description of the interface that is about reaching creators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.questions.given import LONGEST_VALUE
from engine.web.asking import MOST, USUAL

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string", "maxLength": LONGEST_VALUE}
_MAYBE: Schema = {"type": ["string", "null"]}


def _query(name: str, text: str, schema: Schema = _TEXT) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": dict(schema)}


_LETTERS = [
    {**_query("brand", "Who writes.", {**_TEXT, "minLength": 1}), "required": True},
    _query("shortlist", "Whom to write to: a list that is kept."),
    _query("creator", "Or one creator, as @handle or SOURCE:ID."),
    _query("about", "What the brand is about; of a list its brief unless given."),
    _query("sender", "Name or address below the letter."),
    _query("top", f"Creators at the most; {USUAL} unless given.",
           {"type": "integer", "minimum": 1, "maximum": MOST}),
    _query("again", "Also to those who were written to.",
           {"type": "string", "enum": ["yes", "no"]}),
    _query("format", "What is priced: post, story, reel, carousel, video."),
    _query("as", "Price as if it were on this platform."),
    _query("currency", "The currency of prices."),
    _query("rate", "Rates of exchange: EUR=1.08USD, with spaces between them."),
    _query("now", "The moment ages are counted from: 2026-10-01, 30d."),
]  # fmt: skip

_CAMPAIGN = [
    {"name": "name", "in": "path", "required": True, "description": "The campaign.",
     "schema": {"type": "string", "minLength": 1}},
    _query("rate", "Rates of exchange: USD=0.92EUR, with spaces between them."),
    _query("units", "A set of unit values of earned media value."),
    _query("country", "Judge disclosure by its rules: DE."),
    _query("now", "The moment that later posts do not count from."),
]  # fmt: skip


def _rows(*names: str) -> dict[str, Any]:
    row = {"type": "object", "properties": dict.fromkeys(names, _MAYBE)}
    rows = {"type": "array", "items": row}
    return {"type": "object", "required": ["rows"], "properties": {"rows": rows}}


def reaching_paths(get: Callable[[str, str, Sequence[Schema]], Mapping[str, Any]]) -> Schema:
    """Return the addresses, each described by `get` of its summary, schema and parameters."""
    return {
        "/api/outreach": get("How far you are with whom.", "Standings", []),
        "/api/outreach/do-not-contact": get("Whom not to contact.", "Barred", []),
        "/api/outreach/letters": get("First letters, drafted and not sent.", "Letters", _LETTERS),
        "/api/campaigns": get("The campaigns there are.", "Campaigns", []),
        "/api/campaigns/{name}": get(
            "What a campaign brought, by creator and in all.", "Campaign", _CAMPAIGN
        ),
    }


REACHING: Mapping[str, Schema] = {
    "Standings": _rows("status", "source", "id", "handle", "since", "note", "do_not_contact"),
    "Barred": _rows("kind", "entry", "handle", "since", "why"),
    "Campaigns": _rows("name", "from", "until", "creators", "currency", "url"),
    "Campaign": {
        "type": "object",
        "required": ["campaign", "creators", "total", "notes"],
        "properties": {
            "campaign": {"type": "object"},
            "creators": {"type": "array", "items": {"type": "object"}},
            "total": {"type": "object"},
            "notes": {"type": "array", "items": {"type": "string"}},
        },
    },
    "Letters": {
        "type": "object",
        "required": ["made_at", "letters", "notes"],
        "properties": {
            "letters": {"type": "array", "items": {"type": "object"}},
            "notes": {"type": "array", "items": {"type": "string"}},
        },
    },
}
