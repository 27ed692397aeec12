"""Mentions of brands as lines for a terminal, and as a paper for files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.brands.counting.counted import Reason
from engine.brands.counting.listing import Tally
from engine.cli.layout import UNKNOWN, day_text, fit
from engine.exports.papers import Paper, Sheet
from engine.exports.rows import Cell
from engine.exports.writing import flags, number
from engine.vocabulary import (
    CorpusSummary,
    Creator,
    Disclosed,
    Kind,
    Mention,
    Post,
    PostFilter,
    Verdict,
)

_WIDTH = 118
_BEFORE = 40  # characters of a post that are shown before the first words found
_OPEN, _CLOSE = "«", "»"  # around words that were found

_DISCLOSED: Mapping[Disclosed, tuple[str, ...]] = {
    Disclosed.CLEAR: ("disclosed",),
    Disclosed.WEAK: ("hints at advertising",),
    Disclosed.NONE: (),  # whether anything was paid is not known
}

HEADS = (
    "brand", "date", "source", "creator_id", "handle", "name", "kind", "words", "verdict",
    "sureness", "stance", "disclosed", "left_out", "text", "url", "post_id", "found_at", "labelled",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A post that mentions a brand; `reasons` say why it is left out of counts.

    `labelled` is what somebody said it means, None where nobody did.
    """

    post: Post
    creator: Creator
    mentions: tuple[Mention, ...]  # of one brand, at least one
    reasons: tuple[Reason, ...]
    found_at: datetime
    disclosed: Disclosed
    labelled: Verdict | None = None

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What the words are, each once."""
        return tuple(dict.fromkeys(mention.kind for mention in self.mentions))

    @property
    def words(self) -> tuple[str, ...]:
        """The words as they are written, each once."""
        return tuple(dict.fromkeys(mention.surface for mention in self.mentions))


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a list of mentions was made from; `names` are those of the cards, by key."""

    names: Mapping[str, str]
    tallies: tuple[Tally, ...]
    made_at: datetime
    where: PostFilter
    corpus: CorpusSummary
    notes: tuple[str, ...] = ()


def mention_lines(lines: Sequence[Line], about: About, *, top: int) -> Iterator[str]:
    """Yield two lines for each of the first `top` mentions, and what is counted below."""
    yield f"Mentions of {', '.join(about.names.values())}"
    yield ""
    for line in lines[:top]:
        yield fit(_head(line), _WIDTH)
        yield f"    {fit(_excerpt(line), _WIDTH - 4)}"
    if len(lines) > top:
        yield f"… and {len(lines) - top:,} older ones (--top N shows more, --to FILE has all)"
    if lines:
        yield ""
    for tally in about.tallies:
        yield tally_text(tally, about.names.get(tally.brand, tally.brand))


def tally_text(tally: Tally, name: str) -> str:
    """Return how many mentions of the brand called `name` are listed, and how many are not."""
    verdicts = ", ".join(f"{count:,} {verdict}" for verdict, count in tally.verdicts.items())
    told = f"{name}: {tally.listed:,} mentions by {tally.creators:,} creators"
    told += f" ({verdicts})" if verdicts else ""
    if tally.left_out:
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in tally.left_out.items())
        told += f"; left out: {reasons} (--all shows them)"
    if tally.unlisted:
        others = ", ".join(f"{count:,} {verdict}" for verdict, count in tally.unlisted.items())
        told += f"; by verdict not listed: {others}"
    return told


def _head(line: Line) -> str:
    first = line.mentions[0]
    sureness = "" if first.sureness is None else f" {first.sureness:.2f}"
    who = f"@{line.creator.handle.removeprefix('@')}" if line.creator.handle else line.creator.name
    parts = [
        day_text(line.post.created_at),
        f"{who or line.creator.native_id} ({line.post.source})",
        f"{first.brand}: {', '.join(line.kinds)} {', '.join(line.words)}",
        f"{first.verdict}{sureness}",
        f"stance {first.stance or UNKNOWN}",
        *_DISCLOSED[line.disclosed],
        *(f"[{reason}]" for reason in line.reasons),
    ]
    return "  ".join(parts)


def _excerpt(line: Line) -> str:
    """Return the post from a little before the first words found, these between « »."""
    spans = [(m.start, m.end) for m in line.mentions if m.end]
    text = marked(line.post.text, spans)
    at = text.find(_OPEN) if spans else 0
    start = 0 if at <= _BEFORE else text.rfind(" ", 0, at - _BEFORE // 2) + 1
    address = f"  {line.post.url}" if line.post.url else ""
    room = max(_WIDTH - 4 - len(address), _BEFORE)
    return fit(("… " if start else "") + text[start:], room) + address


def marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `text` with « before and » after each of `spans`, half-open and without overlap."""
    pieces, end = [], 0
    for start, stop in sorted(spans):
        if start >= end:
            pieces += [text[end:start], _OPEN, text[start:stop], _CLOSE]
            end = stop
    return "".join([*pieces, text[end:]])


def mention_paper(lines: Sequence[Line], about: About) -> Paper:
    """Return all of `lines`, one row each, and the tallies on a sheet of their own."""
    return Paper(
        title=f"Mentions of {', '.join(about.names.values())}",
        made_at=about.made_at,
        sheets=(
            Sheet(name="Mentions", heads=HEADS, rows=[_row(line) for line in lines]),
            Sheet(name="Counts", heads=_TALLY, rows=[_tally_row(t) for t in about.tallies]),
        ),
        document=_document(lines, about),
        notes=about.notes,
    )


_LEFT_OUT = (Reason.WALL, Reason.DRAW, Reason.REPEAT)
_TALLY = (
    *("brand", "listed", "creators"),
    *(verdict.value for verdict in reversed(Verdict)),
    *(reason.value for reason in _LEFT_OUT),
)


def _tally_row(tally: Tally) -> tuple[Cell, ...]:
    counts = {**tally.verdicts, **tally.unlisted}
    return (
        *(tally.brand, tally.listed, tally.creators),
        *(counts.get(verdict, 0) for verdict in reversed(Verdict)),
        *(tally.left_out.get(reason, 0) for reason in _LEFT_OUT),
    )


def _row(line: Line) -> tuple[Cell, ...]:
    first, post, creator = line.mentions[0], line.post, line.creator
    return (
        first.brand,
        post.created_at,
        post.source,
        creator.native_id,
        creator.handle,
        creator.name,
        ", ".join(line.kinds),
        ", ".join(line.words),
        first.verdict,
        first.sureness,
        first.stance,
        line.disclosed,
        ", ".join(line.reasons),
        post.text,
        post.url,
        post.native_id,
        line.found_at,
        line.labelled,
    )


def _document(lines: Sequence[Line], about: About) -> dict[str, Any]:
    corpus = about.corpus
    return {
        "brands": [{"key": key, "name": name} for key, name in about.names.items()],
        "where": flags(about.where),
        "made_at": about.made_at,
        "corpus": {
            "posts": corpus.posts,
            "creators": corpus.creators,
            "oldest": corpus.oldest,
            "newest": corpus.newest,
            "by_source": dict(corpus.by_source),
        },
        "counts": {tally.brand: _tally_document(tally) for tally in about.tallies},
        "notes": list(about.notes),
        "mentions": [_mention(line) for line in lines],
    }


def _tally_document(tally: Tally) -> dict[str, Any]:
    return {
        "mentions": tally.listed,
        "creators": tally.creators,
        "verdicts": dict(tally.verdicts),
        "left_out": dict(tally.left_out),
        "not_listed": dict(tally.unlisted),
    }


def _mention(line: Line) -> dict[str, Any]:
    first, post = line.mentions[0], line.post
    return {
        "brand": first.brand,
        "verdict": first.verdict,
        "sureness": None if first.sureness is None else number(first.sureness),
        "stance": first.stance,
        "disclosed": line.disclosed,
        "left_out": list(line.reasons),
        "found_at": line.found_at,
        "labelled": line.labelled,
        "words": [
            {"kind": m.kind, "start": m.start, "end": m.end, "surface": m.surface}
            for m in line.mentions
        ],
        "source": post.source,
        "id": post.native_id,
        "url": post.url,
        "created_at": post.created_at,
        "text": post.text,
        "creator": {
            "id": line.creator.native_id,
            "handle": line.creator.handle,
            "name": line.creator.name,
            "url": line.creator.url,
            "followers": line.creator.followers,
        },
    }
