"""Findings about two brands, with hostile words in every cell that holds a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from engine.exports.papers import Paper, Sheet
from engine.vocabulary import Brand
from tests.engine.web.people import HOSTILE, HOSTILE_LINKS
from tests.fakes import NOW

CARDS = (
    Brand(key="krups", name="Krups", aliases=(HOSTILE[0],), about=("coffee machines",)),
    Brand(key="delonghi", name=HOSTILE[1], products=(HOSTILE[2],), rivals=("krups",)),
)
VOICE = ("period", "since", "until", "brand", "name", "mentions", "creators", "mentions_share",
         "mentions_low", "mentions_high", "creators_share", "creators_low", "creators_high",
         "engagement_share", "engagement_low", "engagement_high")  # fmt: skip
BURSTS = ("brand", "name", "first", "last", "creators", "usual", "times", "mentions")
PARTNERS = (
    "brand", "source", "id", "handle", "name", "url", "followers", "finding", "disclosed",
    "clear", "weak", "cued", "organic", "posts", "against", "since", "last", "words", "codes",
    "affiliate_links", "also_brands", "also_handles",
)  # fmt: skip
PARTNER_POSTS = ("brand", "source", "creator_id", "handle", "post_id", "url", "date", "kind",
                 "words", "codes", "affiliate_links", "text")  # fmt: skip
_UNKNOWN = (None,) * 6
MENTIONS = (
    "brand", "date", "source", "creator_id", "handle", "name", "kind", "words", "verdict",
    "sureness", "stance", "disclosed", "left_out", "text", "url", "post_id", "found_at", "labelled",
)  # fmt: skip
N_MENTIONS = 30


def voice(
    _: Path,
    brands: Sequence[str],
    where: Mapping[str, object],
    *,
    choices: Mapping[str, str],
    now: datetime,
) -> Paper:
    """Return shares of 75 % and 25 %, the second without an interval."""
    rows = [
        ("whole", None, now, "krups", "Krups", 30, 9, 0.75, 0.6, 0.85, *_UNKNOWN),
        ("whole", None, now, "delonghi", HOSTILE[1], 10, 4, 0.25, None, None, *_UNKNOWN),
        *(
            ("month", NOW - timedelta(days=days), now, key, name, 3, 2, 0.5, 0.4, 0.6, *_UNKNOWN)
            for days in (60, 30)
            for key, name in (("krups", "Krups"), ("delonghi", HOSTILE[1]))
        ),
    ]
    day = NOW - timedelta(days=40)
    burst = ("delonghi", HOSTILE[1], day, day, 12, 2.5, 4.8, 14)
    document = {"brands": list(brands), "where": dict(where), "by": choices.get("by")}
    sheets = (
        Sheet(name="Share of voice", heads=VOICE, rows=rows),
        Sheet(name="Bursts", heads=BURSTS, rows=[burst]),
    )
    return Paper(
        title=f"Share of {HOSTILE[0]}", made_at=NOW, sheets=sheets, document=document,
        notes=HOSTILE,
    )  # fmt: skip


def mentions(
    _: Path,
    brands: Sequence[str],
    where: Mapping[str, object],
    *,
    choices: Mapping[str, str],
    now: datetime,
) -> Paper:
    """Return thirty mentions, each hostile in its own way."""
    rows = [
        ("krups", now, "mastodon", "5", text, text, "name", text, "brand", 0.9, "for", "label",
         "", text, HOSTILE_LINKS[i % 3], str(i), now, None)
        for i in range(N_MENTIONS)
        for text in [HOSTILE[i % 3]]
    ]  # fmt: skip
    document = {
        "brands": [{"key": brand} for brand in brands],
        "where": dict(where),
        "verdict": choices.get("verdict"),
    }
    sheet = Sheet(name="Mentions", heads=MENTIONS, rows=rows)
    return Paper(title="Mentions", made_at=NOW, sheets=(sheet,), document=document)


def partners(
    _: Path,
    brands: Sequence[str],
    where: Mapping[str, object],
    *,
    choices: Mapping[str, str],
    now: datetime,
) -> Paper:
    """Return three partners with a post each, hostile in their ways."""
    rows = [
        ("krups", "mastodon", str(i), text, text, link, 900, text, 2, 1, 1, 0, 3, 5, i, now, now,
         text, text, link, text, text)
        for i, (text, link) in enumerate(zip(HOSTILE, HOSTILE_LINKS, strict=True))
    ]  # fmt: skip
    posts = [
        ("krups", "mastodon", str(i), text, "1", link, now, "clear", text, text, link, text)
        for i, (text, link) in enumerate(zip(HOSTILE, HOSTILE_LINKS, strict=True))
    ]
    document = {"brands": list(brands), "where": dict(where), "choices": dict(choices)}
    sheets = (
        Sheet(name="Partners", heads=PARTNERS, rows=rows),
        Sheet(name="Posts", heads=PARTNER_POSTS, rows=posts),
    )
    return Paper(title="Partners", made_at=NOW, sheets=sheets, document=document)


PAPERS = {"voice": voice, "mentions": mentions, "partners": partners}
