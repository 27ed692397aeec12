"""A vetting as values to be written: every number, what it rests on, the rule and its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from engine.vetting.audience import Shares
from engine.vetting.findings import Finding
from engine.vetting.identity import Link
from engine.vetting.rates import Rate
from engine.vetting.report import Vetting
from engine.vetting.rules import CAP
from engine.vocabulary import Post

CSV_HEAD = (
    "kind", "name", "state", "value", "n", "peers", "peer_median", "percentile", "z",
    "low", "high", "rule", "source", "evidence",
)  # fmt: skip


def to_document(vetting: Vetting) -> dict[str, Any]:
    """Return the vetting as JSON values; what is not known is null."""
    who = vetting.creator
    return {
        "creator": {
            "source": who.source,
            "id": who.native_id,
            "handle": who.handle,
            "name": who.name,
            "followers": who.followers,
            "following": who.following,
            "posts": who.posts,
            "tier": vetting.tier,
        },
        "made_at": _moment(vetting.made_at),
        "peers": vetting.peers,
        "posts_looked_at": vetting.n_posts,
        "replies_looked_at": vetting.n_replies,
        "flags": [finding.rule.name for finding in vetting.flags],
        "doubts": {"points": -vetting.doubts, "cap": -CAP, "counts": "only where asked for"},
        "findings": [_finding(finding, vetting.posts) for finding in vetting.findings],
        "engagement": {
            "since": _moment(vetting.since),
            "rates": [_rate(found) for found in vetting.rates],
            "commercial_and_other": [
                {
                    "name": pair.other.formula.name,
                    "commercial": {"value": pair.commercial.value, "n": pair.commercial.n},
                    "other": {"value": pair.other.value, "n": pair.other.n},
                }
                for pair in vetting.compared
            ],
            "disclosure": vetting.disclosure,
        },
        "place": _place(vetting),
        "languages": _shares(vetting.audience.langs),
        "replies": {
            "languages": _shares(vetting.audience.reply_langs),
            "countries_of_authors": _shares(vetting.audience.reply_countries),
        },
        "may_be_taken_for": [_link(link) for link in vetting.identity.imitated],
        "taken_for_this_one": [_link(link) for link in vetting.identity.imitations],
        "look_alikes_not_shown": vetting.identity.not_shown,
        "probably_same_person": [_link(link) for link in vetting.identity.same_person],
        "history": [
            {
                "measured_at": _moment(m.measured_at),
                "followers": m.followers,
                "following": m.following,
                "posts": m.posts,
            }
            for m in vetting.history
        ],
        "notes": list(vetting.notes),
    }


def to_rows(vetting: Vetting) -> Iterator[tuple[str, ...]]:
    """Yield the vetting as rows of text under `CSV_HEAD`; what is not known is empty."""
    yield CSV_HEAD
    for cells in to_cells(vetting):
        yield tuple(map(_cell, cells))


def to_cells(vetting: Vetting) -> Iterator[tuple[float | str | None, ...]]:
    """Yield the rows under `CSV_HEAD` as values; what is not known is None."""
    for finding in vetting.findings:
        measured, at, rule = finding.measured, finding.standing, finding.rule
        among = (at.n, at.median, at.percentile, at.z) if at else (None,) * 4
        ids = " ".join(f"{post.source}:{post.native_id}" for post in _shown(finding, vetting.posts))
        cells = ("finding", rule.name, finding.state, measured.value, measured.n, *among)
        yield (*cells, None, None, rule.bound(), rule.source, ids)
    for found in vetting.rates:
        low, high = (found.estimate.low, found.estimate.high) if found.estimate else (None, None)
        cells = (
            "rate", found.formula.name, None, found.value, found.n, found.peers, None,
            found.percentile, None, low, high,
        )  # fmt: skip
        yield (*cells, found.formula.text, found.formula.used_by, None)


def _place(vetting: Vetting) -> dict[str, Any]:
    place = vetting.audience.place
    return {
        "written": vetting.creator.location,
        "country": place.country,
        "region": place.region,
        "city": place.city,
        "may_be": [{"name": spot.name, "country": spot.country} for spot in place.options]
        if place.is_ambiguous
        else [],
    }


def _link(link: Link) -> dict[str, Any]:
    return {
        "source": link.other.source,
        "id": link.other.native_id,
        "handle": link.other.handle,
        "followers": link.other.followers,
        "reasons": list(link.reasons),
        "decided": {True: "same", False: "not same", None: None}[link.decision],
    }


def _shares(shares: Shares) -> dict[str, Any]:
    return {"n": shares.n, "counts": dict(shares.counts), "unknown": shares.unknown}


def _finding(finding: Finding, posts: Mapping[int, Post]) -> dict[str, Any]:
    measured, at, rule = finding.measured, finding.standing, finding.rule
    return {
        "name": rule.name,
        "title": rule.title,
        "state": finding.state,
        "sentence": finding.sentence,
        "value": measured.value,
        "n": measured.n,
        "of": rule.of,
        "needs": rule.needs,
        "rule": rule.bound(),
        "source": rule.source,
        "points": -finding.points,
        "peers": None
        if at is None
        else {"n": at.n, "median": at.median, "percentile": at.percentile, "z": at.z},
        "evidence": [
            {
                "source": post.source,
                "id": post.native_id,
                "url": post.url,
                "created_at": _moment(post.created_at),
                "text": post.text,
            }
            for post in _shown(finding, posts)
        ],
    }


def _rate(found: Rate) -> dict[str, Any]:
    made = found.estimate
    return {
        "name": found.formula.name,
        "formula": found.formula.text,
        "used_by": found.formula.used_by,
        "value": found.value,
        "n": found.n,
        "left_out": found.left_out,
        "typical": None
        if made is None
        else {
            "rate": made.rate,
            "low": made.low,
            "high": made.high,
            "mean": made.mean,
            "peers": made.n,
        },
        "percentile": found.percentile,
        "peers": found.peers,
        "benchmarks": [
            {"tier": b.tier, "rate": b.rate, "date": b.date, "source": b.source}
            for b in found.benchmarks
        ],
    }


def _shown(finding: Finding, posts: Mapping[int, Post]) -> list[Post]:
    return [posts[id_] for id_ in finding.measured.evidence if id_ in posts]


def _cell(value: float | str | None) -> str:
    return "" if value is None else str(value)


def _moment(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
