"""The description of the interface for programs, in OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from engine import __version__
from engine.config import MOST_PREFERRED
from engine.maps import MOST as MOST_ON_MAP
from engine.maps import USUAL as ON_MAP
from engine.questions.given import LONGEST_BRIEF, LONGEST_VALUE
from engine.shortlists.weighing import HIGHEST, weights_of
from engine.web.asking import MOST, USUAL
from engine.web.listenapi import LISTENING, listening_paths
from engine.web.paging import FIRST_SORT, SORTS
from engine.web.priceapi import PRICING, pricing_paths
from engine.web.reachapi import REACHING, reaching_paths
from engine.web.tools import Tools
from engine.web.vetapi import DECIDING, deciding_paths

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_MAYBE_COUNT: Schema = {"type": ["integer", "null"]}
_NUMBER: Schema = {"type": "number"}
_ERRORS = {
    "400": "a parameter is unknown or cannot be read",
    "401": "the token of this page is missing",
    "404": "there is no such thing here",
    "421": "the page is not served under that name",
    "500": "a bug",
    "503": "a platform could not be read",
}


def description(tools: Tools) -> dict[str, Any]:
    """Return the whole description; the filters are those of the command line."""
    filters = [_filter(name, tools) for name in tools.filters]
    brief = _query("brief", "What is looked for, in plain words.",
                   {**_TEXT, "minLength": 1, "maxLength": LONGEST_BRIEF})  # fmt: skip
    ranked = [*filters, *_READING, *_BESIDE, *_LISTED]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "overheard",
            "version": __version__,
            "description": "Creators who talk about a brand or niche, and the posts that prove it. "
            "Names are those of `overheard search --output json`.",
        },
        "paths": {
            "/api/search": _get("Rank creators for a brief.", "Shortlist",
                                [{**brief, "required": True}, *ranked, *_PAGED]),
            "/api/similar": _get("Rank creators who are like another one.", "Likeness",
                                 [_CREATOR, *filters, *_LISTED]),
            "/api/map": _get("The creators for a brief, placed and grouped by what they post.",
                             "Map", [{**brief, "required": True}, *filters, *_READING, *_BESIDE,
                                     _ON_MAP, _GROUP, _NOW]),
            "/api/creators/{source}/{id}": _get(
                "What is known of a creator; with a brief, why they stand where they stand.",
                "Creator", [*_KEY, brief, *filters, *_READING, *_BESIDE, _PAGE, _AFTER, _NOW]),
            **{
                f"/api/{name}": _get(text, name.capitalize(),
                                     [_BRAND, *choices, *filters, *_PAGES.get(name, ()), _NOW])
                for name, text, choices in _PAPERS
            },
            "/api/shortlists": _get("The lists that are kept.", "Shortlists", []),
            "/api/shortlists/{name}": _get(
                "A list as it stands: who is on it, why, and what was noted on them.", "KeptList",
                [_LIST_NAME, *_OF_A_LIST]),
            **reaching_paths(_get),
            **deciding_paths(_get, key=_KEY),
            **pricing_paths(_get, filters=[*filters, *_READING]),
            **listening_paths(_get),
            "/api/status": _get("What the corpus holds and how fresh it is.", "Status", []),
            "/api/job": _get("The work begun in the page, under way or done last.", "Work", []),
            "/api/openapi.json": _get("This description.", "Description", []),
        },
        "components": {"schemas": {**_SCHEMAS, **REACHING, **DECIDING, **PRICING, **LISTENING}},
    }  # fmt: skip


def _get(summary: str, schema: str, parameters: Sequence[Schema]) -> dict[str, Any]:
    answers: dict[str, Any] = {
        status: {"description": said, "content": _content("Error")}
        for status, said in _ERRORS.items()
    }
    answers["200"] = {"description": summary, "content": _content(schema)}
    answers["304"] = {"description": "nothing has changed since the ETag sent along"}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def _content(schema: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _query(name: str, text: str, schema: Schema) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": text, "schema": dict(schema)}


def _filter(name: str, tools: Tools) -> dict[str, Any]:
    form, text = tools.filters[name]
    return _query(name, f"{text} ({form})", {**_TEXT, "maxLength": LONGEST_VALUE})


def _yes(name: str, text: str) -> dict[str, Any]:
    return _query(name, text, {**_TEXT, "enum": ["yes"]})


def _loose(properties: Mapping[str, Schema]) -> dict[str, Any]:
    """Return an object that need not have all of its fields."""
    return {"type": "object", "properties": dict(properties)}


def _object(required: Mapping[str, Schema]) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": dict(required)}


_NOW = _query("now", "The moment ages are counted from: 2026-10-01, 30d.",
              {**_TEXT, "maxLength": LONGEST_VALUE})  # fmt: skip
_PAGE = _query("page", "Which twenty posts, from 1.", {"type": "integer", "minimum": 1,
                                                       "maximum": 1_000})  # fmt: skip
_ON_MAP = _query("creators", f"How many of the first creators; {ON_MAP} unless given.",
                 {"type": "integer", "minimum": 1, "maximum": MOST_ON_MAP})  # fmt: skip
_GROUP = _query("group", "One group only, by its number.", {"type": "integer", "minimum": 1,
                                                           "maximum": MOST_ON_MAP})  # fmt: skip
_CREATOR = {**_query("creator", "@handle, or SOURCE:ID.", {**_TEXT, "minLength": 1}),
            "required": True}  # fmt: skip
_KEY = [
    {"name": name, "in": "path", "required": True, "description": text,
     "schema": {**_TEXT, "minLength": 1}}
    for name, text in (("source", "The platform."), ("id", "The platform's own id."))
]  # fmt: skip
_READING = [
    _query("ignore", "Filters not to read from the brief's words: followers,location.",
           {**_TEXT, "maxLength": LONGEST_VALUE}),
    _query("literal", "Take the brief as typed.", {**_TEXT, "enum": ["true", "yes"]}),
]  # fmt: skip
_BESIDE = [
    _query("doubts", "Take points away for what `overheard vet` flags; as set unless given.",
           {**_TEXT, "enum": ["yes", "no"]}),
    _query("prefer-community", "Points for who is in one of your lists; as set unless given.",
           {**_NUMBER, "minimum": 0, "maximum": MOST_PREFERRED}),
]  # fmt: skip
_LISTED = [
    _query("top", f"Creators at the most; {USUAL} unless given.",
           {"type": "integer", "minimum": 1, "maximum": MOST}),
    _NOW,
]  # fmt: skip
_AFTER = _query("after", "The cursor `next` of the page before.",
                {**_TEXT, "maxLength": LONGEST_VALUE})  # fmt: skip
_PAGED = [
    _query("sort", f"The order; {FIRST_SORT} unless given.", {**_TEXT, "enum": list(SORTS)}),
    _AFTER,
]

_BRAND = {**_query("brand", "Keys or names of brand cards, with commas between them.",
                   {**_TEXT, "minLength": 1, "maxLength": LONGEST_VALUE}),
          "required": True}  # fmt: skip
_PAGES: Mapping[str, Sequence[Schema]] = {
    "mentions": [_query("top", f"Posts at the most; {MOST} unless given.",
                        {"type": "integer", "minimum": 1, "maximum": MOST}), _AFTER],
}  # fmt: skip
_PAPERS: Sequence[tuple[str, str, Sequence[Schema]]] = (
    ("mentions", "The posts that mention a brand.",
     [_query("verdict", "How the words are meant: brand,unsure,not.",
             {**_TEXT, "maxLength": LONGEST_VALUE}),
      _yes("all", "Hashtag walls, prize draws and repeats, too.")]),
    ("voice", "Share of voice of rivals, with intervals and coverage.",
     [_query("by", "Shares by period, too.", {**_TEXT, "enum": ["day", "week", "month"]}),
      _query("compare", "How the shares moved since then.", {**_TEXT, "maxLength": LONGEST_VALUE}),
      _yes("with-unsure", "Count mentions that may not mean the brand."),
      _yes("count-all", "Count hashtag walls, prize draws and repeats like others.")]),
    ("partners", "Creators with disclosed commercial posts for a brand.",
     [_yes("rivals", "Those of the rivals on its card, too.")]),
)  # fmt: skip

_LIST_NAME = {"name": "name", "in": "path", "required": True, "description": "The list.",
              "schema": {**_TEXT, "minLength": 1}}  # fmt: skip
_OF_A_LIST = [
    _query("run", "A run of it, from 1; the last unless given.",
           {"type": "integer", "minimum": 1, "maximum": 100_000}),
    *(_query(part, f"Points of {part} to weigh by, in place of the list's own.",
             {"type": "number", "minimum": 0, "maximum": HIGHEST}) for part in weights_of({})),
]  # fmt: skip

_ROW = _object({
    "rank": {"type": "integer", "minimum": 1}, "source": _TEXT, "id": _TEXT,
    "handle": _MAYBE_TEXT, "name": _MAYBE_TEXT, "url": _MAYBE_TEXT, "followers": _MAYBE_COUNT,
    "tier": _MAYBE_TEXT, "score": _NUMBER,
    "parts": {"type": "object", "additionalProperties": _NUMBER},
    "unknown": {"type": "array", "items": _TEXT},
    "evidence": {"type": "array", "items": {"type": "object"}},
})  # fmt: skip
_LIST: dict[str, Schema] = {
    "brief": {"type": "object"}, "made_at": _TEXT, "engine": _TEXT, "model": _TEXT,
    "corpus": {"type": "object"}, "creators": {"type": "array", "items": _ROW},
}  # fmt: skip
_ABOUT_BRANDS: dict[str, Schema] = {
    "brands": {"type": "array"}, "made_at": _TEXT, "notes": {"type": "array", "items": _TEXT},
}  # fmt: skip
_MENTION = _loose({
    "brand": _TEXT, "verdict": _TEXT, "sureness": {"type": ["number", "null"]}, "stance": _TEXT,
    "disclosed": _TEXT, "left_out": {"type": "array", "items": _TEXT}, "found_at": _TEXT,
    "words": {"type": "array", "items": {"type": "object"}}, "source": _TEXT, "id": _TEXT,
    "url": _MAYBE_TEXT, "created_at": _TEXT, "text": _TEXT, "creator": {"type": "object"},
})  # fmt: skip
_PERIOD = _loose({
    "since": _MAYBE_TEXT, "until": _MAYBE_TEXT, "creators": {"type": "integer"},
    "figures": {"type": "array", "items": {"type": "object"}},
})  # fmt: skip
_SCHEMAS: Mapping[str, Schema] = {
    "Shortlist": _object({**_LIST, "listed": {"type": "integer"}, "sort": _TEXT,
                          "next": _MAYBE_TEXT}),
    "Likeness": _object(_LIST),
    "Shortlists": _object({"shortlists": {"type": "array", "items": _object({
        "name": _TEXT, "creators": {"type": "integer"}, "runs": {"type": "integer"},
        "made_at": _TEXT, "brief": _TEXT})}}),
    "KeptList": _object({**_LIST, "name": _TEXT, "follows": {"type": "boolean"},
                         "run": {"type": "integer"}, "runs": {"type": "integer"},
                         "columns": {"type": "array", "items": _TEXT},
                         "weights": {"type": "object"}}),
    "Map": _object({
        "brief": {"type": "object"}, "made_at": _TEXT, "model": _TEXT,
        "ranked": {"type": "integer", "minimum": 0},
        "groups": {"type": "array", "items": _object({
            "group": {"type": "integer", "minimum": 1}, "words": {"type": "array", "items": _TEXT},
            "creators": {"type": "integer", "minimum": 1}, "x": _NUMBER, "y": _NUMBER})},
        "creators": {"type": "array", "items": _object({
            "rank": {"type": "integer", "minimum": 1}, "source": _TEXT, "id": _TEXT,
            "followers": _MAYBE_COUNT, "group": _MAYBE_COUNT, "x": _NUMBER, "y": _NUMBER})},
    }),
    "Creator": _object({
        "source": _TEXT, "id": _TEXT, "handle": _MAYBE_TEXT, "name": _MAYBE_TEXT,
        "followers": _MAYBE_COUNT, "tier": _MAYBE_TEXT,
        "posts_seen": {"type": "integer", "minimum": 0},
        "newest_posts": {"type": "array", "items": {"type": "object"}}, "next": _MAYBE_TEXT,
        "brands": {"type": "array", "items": {"type": "object"}},
        "do_not_contact": {"type": "boolean"},
    }),
    "Status": _object({"posts": {"type": "integer"}, "creators": {"type": "integer"},
                       "by_source": {"type": "object"}}),
    "Mentions": _loose({
        **_ABOUT_BRANDS, "where": {"type": "object"}, "corpus": {"type": "object"},
        "counts": {"type": "object", "additionalProperties": {"type": "object"}},
        "mentions": {"type": "array", "items": _MENTION},
        "listed": {"type": "integer", "minimum": 0}, "next": _MAYBE_TEXT,
    }),
    "Voice": _loose({
        **_ABOUT_BRANDS, "interval": _TEXT, "by": _MAYBE_TEXT,
        "measures": {"type": "object", "additionalProperties": _TEXT}, "whole": _PERIOD,
        "periods": {"type": "array", "items": _PERIOD},
        "bursts": {"type": "array", "items": {"type": "object"}},
        "compared": {"type": ["object", "null"]},
        "not_counted": {"type": "object"}, "engagement_unknown": {"type": "object"},
        "coverage": {"type": ["object", "null"]},
    }),
    "Partners": _loose(_ABOUT_BRANDS),
    "Description": _object({
        "openapi": _TEXT, "info": {"type": "object"}, "paths": {"type": "object"},
        "components": {"type": "object"},
    }),
    "Work": _object({"job": {"type": ["object", "null"]}}),
    "Error": _object({"error": _TEXT, "hint": _MAYBE_TEXT}),
}  # fmt: skip
