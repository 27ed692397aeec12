"""Shortlists as Parquet: typed columns, evidence as nested rows, provenance in the metadata."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.exports.carried import CREATOR, text_of
from engine.exports.objects import provenance, to_json
from engine.exports.own import own_columns
from engine.exports.rows import has_community, has_notices, has_shared, part_columns
from engine.text import clean
from engine.vocabulary import Shortlist

if TYPE_CHECKING:
    import pyarrow as pa

METADATA_KEY = b"overheard"  # in the schema: a JSON array, one object a shortlist


def parquet_bytes(shortlists: Sequence[Shortlist]) -> bytes:
    """Return one row a creator, under the column names of the CSV; what is not known is null.

    Ranks count from 1; times are microseconds, in UTC.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = part_columns(shortlists)
    about = json.dumps([provenance(shortlist) for shortlist in shortlists]).encode()
    rows = [row for shortlist in shortlists for row in _rows(shortlist, parts)]
    schema = _schema(
        [*parts.values()],
        with_shared=has_shared(shortlists),
        with_community=has_community(shortlists),
        with_own=bool(own_columns(shortlists)),
    )
    if has_notices(shortlists):
        schema = schema.append(pa.field("notices", pa.list_(pa.string())))
    table = pa.Table.from_pylist(rows, schema=schema.with_metadata({METADATA_KEY: about}))
    written = io.BytesIO()
    pq.write_table(table, written, compression="zstd")
    return written.getvalue()


def _schema(
    part_columns: Sequence[str], *, with_shared: bool, with_community: bool, with_own: bool
) -> pa.Schema:
    import pyarrow as pa

    words = pa.list_(pa.string())
    text, count, moment = pa.string(), pa.int64(), pa.timestamp("us", tz="UTC")
    evidence = pa.struct(
        {
            "source": text,
            "id": text,
            "url": text,
            "created_at": moment,
            "text": text,
            "relevance": pa.float64(),
            "points": pa.float64(),
            "similarity": pa.float64(),
            "ranks": pa.map_(text, count),
            "copies": count,
            "mentions": words,
        }
    )
    shared = pa.struct({"words": words, "hashtags": words, "brands": words, "same_posts": count})
    return pa.schema(
        {
            "brief_id": text,
            "brief": text,
            "rank": count,
            "source": text,
            "id": text,
            "handle": text,
            "name": text,
            "url": text,
            "location": text,
            "followers": count,
            "tier": text,
            "score": pa.float64(),
            **({"community": words} if with_community else {}),
            **dict.fromkeys(part_columns, pa.float64()),
            "unknown": pa.list_(text),
            "posts_on_topic": count,
            "posts_seen": count,
            "mentions": pa.map_(text, count),
            "stances": pa.map_(text, pa.map_(text, count)),
            "warnings": words,
            "evidence": pa.list_(evidence),
            **({"shared": shared} if with_shared else {}),
            "made_at": moment,
            "model": text,
            "engine": text,
            **({"own": pa.map_(text, text)} if with_own else {}),
            CREATOR: text,
        }
    )


def _rows(shortlist: Shortlist, parts: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    about = {
        "brief_id": shortlist.brief.id,
        "brief": shortlist.brief.text,
        "made_at": shortlist.made_at,
        "model": shortlist.model_id,
        "engine": shortlist.engine_version,
    }
    rows = to_json(shortlist)["creators"]
    for row, candidate in zip(rows, shortlist.candidates, strict=True):
        points = {parts[part]: value for part, value in row["parts"].items()}
        evidence = [
            given | {"created_at": shown.post.created_at, "ranks": [*given["ranks"].items()]}
            for given, shown in zip(row["evidence"], candidate.evidence, strict=True)
        ]
        stances = [(brand, [*counts.items()]) for brand, counts in row["stances"].items()]
        brands = {"mentions": [*row["mentions"].items()], "stances": stances}
        whole = {CREATOR: text_of(row), "own": [*candidate.own.items()]}
        yield _encodable(row | points | about | brands | {"evidence": evidence} | whole)


def _encodable(value: Any) -> Any:
    """Return `value` with every text in it cleaned: UTF-8 has no unpaired surrogates."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: _encodable(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(_encodable(held) for held in value)
    return value
