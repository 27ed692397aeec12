"""A map as tables: its creators and its groups."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from engine.charts import Dot, Name, spot_chart
from engine.exports.objects import to_json
from engine.exports.papers import Paper, Sheet
from engine.exports.writing import left_out_reason
from engine.maps.drawing import Cluster, NicheMap, Spot
from engine.text import snippet
from engine.vocabulary import Creator

CREATORS = ("group", "words", "rank", "score", "source", "id", "handle", "name", "url",
            "followers", "tier", "location", "posts", "x", "y", "warnings",
            "post", "post_url")  # fmt: skip
CLUSTERS = ("group", "words", "creators", "x", "y")
_TEXT = 280  # characters of a post in a table
_QUOTED = 110  # characters of a post that is told on the map
_DIGITS = 4
_NAMED = 8  # creators in a note


def map_paper(niche: NicheMap) -> Paper:
    """Return the map as a paper: a sheet of creators, best first, and one of groups."""
    by_number = {cluster.number: cluster for cluster in niche.clusters}
    creators = [_creator_row(spot, by_number.get(spot.cluster or 0)) for spot in niche.spots]
    groups = [
        (it.number, ", ".join(it.words), it.creators, _round(it.x), _round(it.y))
        for it in niche.clusters
    ]
    return Paper(
        title=f"Map of “{niche.brief.text}”",
        made_at=niche.made_at,
        sheets=(
            Sheet(name="creators", heads=CREATORS, rows=creators),
            Sheet(name="groups", heads=CLUSTERS, rows=groups),
        ),
        document=_document(niche),
        notes=tuple(notes_of(niche)),
        charts=(picture(niche),),
    )


def picture(niche: NicheMap) -> Markup:
    """Return the map as a drawing: spots by followers, coloured by group, faint in the lower half.

    Faint are those with less than half of the best score. The key of a spot is `source/id`.
    """
    words = {cluster.number: cluster.name for cluster in niche.clusters}
    best = max((spot.score for spot in niche.spots), default=0.0)
    dots = [
        Dot(
            x=spot.x,
            y=spot.y,
            size=spot.creator.followers,
            group=spot.cluster,
            said=_said(spot, words.get(spot.cluster or 0)),
            key=creator_key(spot),
            faint=spot.score < best / 2,
        )
        for spot in niche.spots
    ]
    names = [Name(x=it.x, y=it.y, group=it.number, text=", ".join(it.words[:2]))
             for it in niche.clusters]  # fmt: skip
    return spot_chart(dots, names, title=f"Map of creators for {niche.brief.text}")


def creator_key(spot: Spot) -> str:
    """Return what names a creator in an address: `source/id`, both quoted."""
    creator = spot.creator
    return f"{quote(creator.source, safe='')}/{quote(creator.native_id, safe='')}"


def name_of(creator: Creator) -> str:
    """Return the name of a creator, the handle or the platform's id where there is none."""
    return creator.name or creator.handle or creator.native_id


def _said(spot: Spot, words: str | None) -> list[str]:
    creator = spot.creator
    known = creator.followers is not None
    followers = f"{creator.followers:,} followers" if known else "followers not known"
    said = [
        name_of(creator),
        f"{creator.source}, {followers}",
        f"number {spot.rank}, {spot.score:.1f} points",
        words or "between groups",
        *spot.warnings,
    ]
    return [*said, f"“{snippet(spot.post.text, _QUOTED)}”"] if spot.post else said


def notes_of(niche: NicheMap) -> list[str]:
    """Return what is to be known beside the map, as sentences."""
    between = sum(spot.cluster is None for spot in niche.spots)
    unknown = sum(spot.creator.followers is None for spot in niche.spots)
    notes = [
        *niche.labels,
        f"{len(niche.spots):,} of {niche.ranked:,} creators ranked for this brief, best first"
        if niche.ranked > len(niche.spots)
        else f"all {len(niche.spots):,} creators ranked for this brief",
        "near to each other means: they post about the like; distances across the map and "
        "directions mean little",
    ]
    if between:
        notes.append(f"{between:,} stand between the groups and are in none")
    opposed = [spot for spot in niche.spots if spot.warnings]
    if opposed:
        more = f" and {len(opposed) - _NAMED:,} more" if len(opposed) > _NAMED else ""
        named = ", ".join(name_of(spot.creator) for spot in opposed[:_NAMED])
        notes.append(f"against a brand that the brief is about: {named}{more}; see their warnings")
    if unknown:
        notes.append(f"followers are not known of {unknown:,}")
    if niche.unplaced:
        notes.append(f"{niche.unplaced:,} have no post with a vector and no place")
    for name, count in sorted(niche.dropped.items()):
        notes.append(f"left out, {left_out_reason(name)}: {count:,}")
    return notes


def _creator_row(spot: Spot, cluster: Cluster | None) -> tuple[Any, ...]:
    creator, post = spot.creator, spot.post
    return (
        *(spot.cluster, ", ".join(cluster.words) if cluster else None),
        *(spot.rank, spot.score, creator.source, creator.native_id, creator.handle, creator.name),
        *(creator.url, creator.followers, spot.tier, creator.location, spot.posts),
        *(_round(spot.x), _round(spot.y), "; ".join(spot.warnings) or None),
        *((snippet(post.text, _TEXT), post.url) if post else (None, None)),
    )


def _document(niche: NicheMap) -> dict[str, Any]:
    said = to_json(niche.listed)
    about = {
        name: said[name]
        for name in ("brief", "made_at", "engine", "model", "corpus", "dropped", "labels")
    }
    return about | {
        "ranked": niche.ranked,
        "unplaced": niche.unplaced,
        "groups": [
            {
                "group": it.number,
                "words": list(it.words),
                "creators": it.creators,
                "x": _round(it.x),
                "y": _round(it.y),
            }
            for it in niche.clusters
        ],
        "creators": [_object(spot) for spot in niche.spots],
    }


def _object(spot: Spot) -> dict[str, Any]:
    creator, post = spot.creator, spot.post
    return {
        "rank": spot.rank,
        "source": creator.source,
        "id": creator.native_id,
        "handle": creator.handle,
        "name": creator.name,
        "url": creator.url,
        "followers": creator.followers,
        "tier": spot.tier,
        "score": round(spot.score, 6),
        "posts": spot.posts,
        "group": spot.cluster,
        "x": _round(spot.x),
        "y": _round(spot.y),
        "warnings": list(spot.warnings),
        "post": {"id": post.native_id, "url": post.url, "text": post.text} if post else None,
    }


def _round(share: float) -> float:
    return round(share, _DIGITS)
