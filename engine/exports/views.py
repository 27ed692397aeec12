"""What a report shows, worked out from shortlists: values only, no markup."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from engine.exports.marking import Piece, marker
from engine.exports.parts import ASIDES, LIKENESS, PARTS, part_names
from engine.exports.writing import flag_text, flags, web_link
from engine.text import clean, snippet
from engine.vocabulary import FIRST_RANK, Candidate, Creator, Engagement, Evidence, Shortlist

COLOURS = 8  # of parts; a ninth part is shown like the first
FULL_SCORE = 100.0  # points of a bar from end to end, unless somebody has more
_BIO = 220  # characters
_WHOLE = 100.0  # percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the scores, with the number of its colour and one sentence, if there is one."""

    name: str
    colour: int
    meaning: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of one score: its points, `None` if not known, and its place in a bar, in percent."""

    part: Part
    points: float | None
    start: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A post as evidence: its excerpt, and where its date lies on the timeline, in percent."""

    evidence: Evidence
    pieces: tuple[Piece, ...]
    link: str | None
    reactions: Mapping[str, int]
    place: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A creator with the sum and the posts behind their place."""

    anchor: str
    rank: int
    candidate: Candidate
    name: str
    handle: str | None
    link: str | None
    bio: str
    segments: tuple[Segment, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One shortlist; `start` and `end` are those of every timeline in it."""

    anchor: str
    shortlist: Shortlist
    filters: Mapping[str, str]
    parts: tuple[Part, ...]
    cards: tuple[Card, ...]
    start: datetime
    end: datetime


def sections_of(shortlists: Sequence[Shortlist]) -> tuple[Section, ...]:
    """Return what to show of each shortlist; a part has the same colour in all of them."""
    parts = tuple(
        Part(name=name, colour=i % COLOURS, meaning={**PARTS, **LIKENESS, **ASIDES}.get(name))
        for i, name in enumerate(dict.fromkeys((*PARTS, *part_names(shortlists))))
    )
    return tuple(_section(i, shortlist, parts) for i, shortlist in enumerate(shortlists, start=1))


def _section(number: int, shortlist: Shortlist, parts: tuple[Part, ...]) -> Section:
    used = set(part_names([shortlist]))
    parts = tuple(part for part in parts if part.name in used)
    start, end = _span(shortlist)
    drawing = _Drawing(
        parts=parts,
        full=max([FULL_SCORE, *map(_positive, shortlist.candidates)]),
        start=start,
        end=end,
        marked=marker(clean(shortlist.brief.topic)),
    )
    return Section(
        anchor=f"b{number}",
        shortlist=shortlist,
        filters={name: flag_text(value) for name, value in flags(shortlist.brief.where).items()},
        parts=parts,
        cards=tuple(
            drawing.card(f"b{number}-c{rank}", rank, candidate)
            for rank, candidate in enumerate(shortlist.candidates, FIRST_RANK)
        ),
        start=start,
        end=end,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawing:
    """What all cards of a section share, so that they can be compared."""

    parts: tuple[Part, ...]
    full: float  # points
    start: datetime
    end: datetime
    marked: Callable[[str], tuple[Piece, ...]]

    def card(self, anchor: str, rank: int, candidate: Candidate) -> Card:
        creator = candidate.creator
        handle = creator.handle and clean(creator.handle).lstrip("@")
        return Card(
            anchor=anchor,
            rank=rank,
            candidate=candidate,
            name=_name(creator),
            handle=handle or None,
            link=web_link(creator.url),
            bio=snippet(clean(creator.bio or ""), _BIO),
            segments=self._segments(candidate.contributions),
            quotes=tuple(self._quote(evidence) for evidence in candidate.evidence),
        )

    def _segments(self, contributions: Mapping[str, float]) -> tuple[Segment, ...]:
        """Stack the parts end to end; what takes points away has no width."""
        segments, start = [], 0.0
        for part in self.parts:
            points = contributions.get(part.name)
            width = max(points or 0.0, 0.0) / self.full * _WHOLE
            segments.append(Segment(part=part, points=points, start=start, width=width))
            start += width
        return tuple(segments)

    def _quote(self, evidence: Evidence) -> Quote:
        post = evidence.post
        span = (self.end - self.start).total_seconds()
        age = (post.created_at - self.start).total_seconds()
        return Quote(
            evidence=evidence,
            pieces=self.marked(post.text),
            link=web_link(post.url),
            reactions=_known(post.engagement),
            place=age / span * _WHOLE if span else _WHOLE,
        )


def _span(shortlist: Shortlist) -> tuple[datetime, datetime]:
    times = [shown.post.created_at for found in shortlist.candidates for shown in found.evidence]
    times.append(shortlist.made_at)
    return min(times).astimezone(UTC), max(times).astimezone(UTC)


def _positive(candidate: Candidate) -> float:
    return sum(points for points in candidate.contributions.values() if points > 0.0)


def _name(creator: Creator) -> str:
    named = (clean(text or "").strip() for text in (creator.name, creator.handle))
    return next(filter(None, named), clean(creator.native_id))


def _known(engagement: Engagement) -> dict[str, int]:
    names = ("likes", "replies", "reposts", "quotes", "views")
    counts = {name: getattr(engagement, name) for name in names}
    return {name: count for name, count in counts.items() if count is not None}
