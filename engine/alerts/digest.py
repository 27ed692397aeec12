"""What is told: notices, gathered into a digest, as JSON and as plain text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TypeAlias

from engine.text import clean, snippet

QUOTED = 500  # characters of a post
_QUOTE = "> "


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionNotice:
    """A post that names a brand; `verdict` is brand or unsure, `stance` may not be known.

    `by_edit`: it was there before, and names the brand since it was edited.
    """

    brand: str  # its key
    name: str
    source: str
    post_id: str  # the platform's
    url: str | None
    handle: str | None
    created_at: datetime
    text: str
    verdict: str
    stance: str | None = None
    by_edit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstNotice:
    """Days on which far more creators than usual name a brand."""

    brand: str  # its key
    name: str
    first: date
    last: date
    creators: int
    mentions: int
    expected: float


Notice: TypeAlias = MentionNotice | BurstNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """Some notices, and how many mentions more there were by brand: only counted, not told."""

    made_at: datetime
    notices: tuple[Notice, ...] = ()
    more: Mapping[str, int] = field(default_factory=dict)  # by name of the brand

    @property
    def mentions(self) -> tuple[MentionNotice, ...]:
        """Those about mentions."""
        return tuple(one for one in self.notices if isinstance(one, MentionNotice))

    @property
    def bursts(self) -> tuple[BurstNotice, ...]:
        """Those about bursts."""
        return tuple(one for one in self.notices if isinstance(one, BurstNotice))

    def __bool__(self) -> bool:
        return bool(self.notices or any(self.more.values()))


def joined(first: Digest, second: Digest, *, most: int) -> Digest:
    """Return both as one made when the second was, with at most `most` mentions told.

    The oldest are told, the others counted; bursts are always told.
    """
    mentions = (*first.mentions, *second.mentions)
    more = Counter(first.more) + Counter(second.more)
    more.update(one.name for one in mentions[most:])
    bursts = dict.fromkeys((*first.bursts, *second.bursts))
    return Digest(made_at=second.made_at, notices=(*bursts, *mentions[:most]), more=dict(more))


def headline(digest: Digest) -> str:
    """Return what the digest comes to, on one line: `3 mentions of CeraVe, a burst of Bloom`."""
    return summary([one.name for one in digest.bursts], counts_of(digest))


def counts_of(digest: Digest) -> Counter[str]:
    """Return how many mentions it tells or counts, by name of the brand."""
    return Counter(one.name for one in digest.mentions) + Counter(digest.more)


def summary(bursts: Sequence[str], counts: Mapping[str, int]) -> str:
    """Return what bursts of these brands, and mentions by name of the brand, come to."""
    parts = [f"a burst of {one_line(name)}" for name in bursts]
    parts += [
        f"{count:,} mention{'s' * (count != 1)} of {one_line(name)}"
        for name, count in Counter(counts).most_common()
    ]
    return ", ".join(parts) or "nothing new"


def one_line(text: str) -> str:
    """Return `text` without line ends and control characters."""
    return " ".join(clean(text).split())


def document(digest: Digest) -> dict[str, object]:
    """Return the digest ready for `json.dumps`."""
    return {
        "made_at": _moment(digest.made_at),
        "headline": headline(digest),
        "bursts": [burst_document(one) for one in digest.bursts],
        "mentions": [_mention(one) for one in digest.mentions],
        "more": dict(digest.more),
    }


def text(digest: Digest) -> str:
    """Return the digest as plain text; every line of a post begins with `> `."""
    blocks = [_burst_text(one) for one in digest.bursts]
    blocks += [_mention_text(one) for one in digest.mentions]
    blocks += [
        f"{one_line(name)}: {count:,} mentions more, which overheard mentions lists"
        for name, count in digest.more.items()
        if count
    ]
    return "\n\n".join([headline(digest), *blocks]) + "\n"


def burst_document(one: BurstNotice) -> dict[str, object]:
    """Return a burst ready for `json.dumps`."""
    return {
        "brand": one.brand,
        "name": one.name,
        "first": one.first.isoformat(),
        "last": one.last.isoformat(),
        "creators": one.creators,
        "mentions": one.mentions,
        "expected": round(one.expected, 2),
    }


def _mention(one: MentionNotice) -> dict[str, object]:
    return {
        "brand": one.brand,
        "name": one.name,
        "source": one.source,
        "id": one.post_id,
        "url": one.url,
        "handle": one.handle,
        "created_at": _moment(one.created_at),
        "text": snippet(one.text, QUOTED),
        "verdict": one.verdict,
        "stance": one.stance,
        "by_edit": one.by_edit,
    }


def _burst_text(one: BurstNotice) -> str:
    days = f"on {one.first}" if one.first == one.last else f"from {one.first} to {one.last}"
    return (
        f"Burst of {one_line(one.name)} {days}: {one.creators:,} creators in {one.mentions:,} "
        f"posts, where {one.expected:.1f} were usual"
    )


def _mention_text(one: MentionNotice) -> str:
    facts: Sequence[str | None] = (
        f"@{one.handle.removeprefix('@')}" if one.handle else None,
        one.source,
        f"{one.created_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        None if one.verdict == "brand" else one.verdict,
        one.stance,
        "names it since it was edited" if one.by_edit else None,
    )
    head = f"{one.name}: {', '.join(fact for fact in facts if fact)}"
    quoted = [_QUOTE + line for line in clean(snippet(one.text, QUOTED)).splitlines()]
    return "\n".join([one_line(head), *quoted, *([one_line(one.url)] if one.url else [])])


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")
