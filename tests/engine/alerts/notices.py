"""Notices for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

from engine.alerts import BurstNotice, Digest, MentionNotice

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def mention(n: int = 1, text: str = "I like my Krups", **more) -> MentionNotice:
    facts = {
        "brand": "krups",
        "name": "Krups",
        "source": "mastodon",
        "post_id": str(n),
        "url": f"https://example.social/{n}",
        "handle": "ana",
        "created_at": datetime(2026, 5, 1, 10, tzinfo=UTC),
        "text": text,
        "verdict": "brand",
        "stance": "for",
    }
    return MentionNotice(**{**facts, **more})


BURST = BurstNotice(
    brand="krups",
    name="Krups",
    first=date(2026, 4, 30),
    last=date(2026, 4, 30),
    creators=24,
    mentions=30,
    expected=4.04,
)


def digest(*notices, more=None) -> Digest:
    return Digest(made_at=NOW, notices=tuple(notices), more=more or {})
