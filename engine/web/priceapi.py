"""The part of the description of the interface that is about what posts may cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.questions.given import LONGEST_BRIEF, LONGEST_VALUE
from engine.questions.pricing import ENDS, USUAL_END
from engine.web.asking import MOST, USUAL

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string", "maxLength": LONGEST_VALUE}
_MAYBE: Schema = {"type": ["number", "null"]}


def _query(name: str, text: str, schema: Schema = _TEXT) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": dict(schema)}


def _few(most: int) -> Schema:
    return {"type": "integer", "minimum": 1, "maximum": most}


_WHOM = [
    _query("brief", "Whose prices: those who answer it.",
           {"type": "string", "minLength": 1, "maxLength": LONGEST_BRIEF}),
    _query("shortlist", "Or those on a list that is kept."),
    _query("creator", "Or one creator, as @handle or SOURCE:ID; may be repeated."),
    _query("creators", "Or several, with blanks or commas between them."),
]  # fmt: skip
_HOW = [
    _query("top", f"Creators at the most; {USUAL} unless given.", _few(MOST)),
    _query("as", "Price as if it were on this platform."),
    _query("format", "post, story, reel, carousel, video; the tables may name more."),
    _query("niche", "What they would post about; the brief's topic unless given."),
    _query("currency", "The currency to answer in; that of the budget, or USD."),
    _query("rate", "Rates of exchange: EUR=1.08USD, with spaces between them."),
    _query("budget", "Pick the best set for it: 2000, 1500EUR."),
    _query("posts", "Posts to buy at the most.", _few(MOST)),
    _query("at", f"The end of each range to reckon with; {USUAL_END} unless given.",
           {"type": "string", "enum": list(ENDS)}),
    _query("now", "The moment ages are counted from: 2026-10-01, 30d."),
]  # fmt: skip


def pricing_paths(
    get: Callable[[str, str, Sequence[Schema]], Mapping[str, Any]], *, filters: Sequence[Schema]
) -> Schema:
    """Return the addresses, each described by `get`; `filters` are those of a brief."""
    return {
        "/api/prices": get("What a post may cost, and what a budget buys.", "Prices",
                           [*_WHOM, *_HOW, *filters]),
        "/api/prices/tables": get("The published tables prices are made from.", "Tables", []),
    }  # fmt: skip


def _object(properties: Mapping[str, Schema]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


PRICING: Mapping[str, Schema] = {
    "Prices": _object({
        "made_at": {"type": "string"},
        "asked": {"type": "object"},
        "creators": {"type": "array", "items": _object({
            "source": {"type": "string"}, "id": {"type": "string"},
            "followers": {"type": ["integer", "null"]}, "score": _MAYBE,
            "do_not_contact": {"type": "boolean"},
            "estimate": _object({
                "low": _MAYBE, "middle": _MAYBE, "high": _MAYBE,
                "currency": {"type": "string"}, "no_highest": {"type": "boolean"},
                "ways": {"type": "array", "items": {"type": "object"}},
                "notes": {"type": "array", "items": {"type": "string"}},
            }),
        })},
        "budget": {"type": ["object", "null"]},
        "notes": {"type": "array", "items": {"type": "string"}},
    }),
    "Tables": _object({"origins": {"type": "object"}, "tables": {"type": "object"}}),
}  # fmt: skip
