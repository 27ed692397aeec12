"""Findings about two brands, with hostile words in every cell that holds a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
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
         "mentions_low", "mentions_high")  # fmt: skip
MENTIONS = (
    "brand", "date", "source", "creator_id", "handle", "name", "kind", "words", "verdict",
    "sureness", "stance", "disclosed", "left_out", "text", "url", "post_id", "found_at",
)  # fmt: skip
N_MENTIONS = 30


def voice(
    _: Path,
    brands: Sequence[str],
    where: Mapping[str, object],
    *,
    choice: str | None,
    now: datetime,
) -> Paper:
    """Return shares of 75 % and 25 %, the second without an interval."""
    rows = [
        ("whole", None, now, "krups", "Krups", 30, 9, 0.75, 0.6, 0.85),
        ("whole", None, now, "delonghi", HOSTILE[1], 10, 4, 0.25, None, None),
    ]
    document = {"brands": list(brands), "where": dict(where), "by": choice}
    sheet = Sheet(name="Share of voice", heads=VOICE, rows=rows)
    return Paper(
        title=f"Share of {HOSTILE[0]}", made_at=NOW, sheets=(sheet,), document=document,
        notes=HOSTILE,
    )  # fmt: skip


def mentions(
    _: Path,
    brands: Sequence[str],
    where: Mapping[str, object],
    *,
    choice: str | None,
    now: datetime,
) -> Paper:
    """Return thirty mentions, each hostile in its own way."""
    rows = [
        ("krups", now, "mastodon", "5", text, text, "name", text, "brand", 0.9, "for", "label",
         "", text, HOSTILE_LINKS[i % 3], str(i), now)
        for i in range(N_MENTIONS)
        for text in [HOSTILE[i % 3]]
    ]  # fmt: skip
    document = {"brands": list(brands), "where": dict(where), "verdict": choice}
    sheet = Sheet(name="Mentions", heads=MENTIONS, rows=rows)
    return Paper(title="Mentions", made_at=NOW, sheets=(sheet,), document=document)


PAPERS = {"voice": voice, "mentions": mentions, "partners": mentions}
