"""What a searching process does: open a home, search it, and say how long it took."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from engine.briefs import parse_brief
from engine.corpus import LocalCorpus
from engine.embedders import load_embedder
from engine.protocols import Embedder
from engine.ranking import shortlist
from engine.ranking.likeness import similar
from engine.vocabulary import Brief, CreatorFilter, CreatorId, Ids, PostFilter, Vectors

from .measures import Clock, peak_bytes, seconds_of

SHARES = (1.0, 0.5, 0.1, 0.01)  # of the posts that a filter lets through
DEPTH = 1000
_RECALLED = 10  # briefs a share whose run is held against the exact one
_COUNTRIES = ("Germany", "Portugal", "France", "England", "Texas", "Japan", "Sweden", "Italy")
_LIKENED = 20  # creators that others are likened to


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A brief with a filter that lets `share` of the posts through."""

    text: str
    where: PostFilter
    share: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """What the searching process found, in the order it was asked; times in seconds."""

    opening: float
    first: float
    searches: Sequence[float]
    places: Sequence[float]  # searches with a filter on a country, each new
    likened: Sequence[float]  # creators like another
    stages: Mapping[str, float]
    peak: int  # bytes, after the searches
    peak_likened: int  # bytes, after all
    dense: Sequence[tuple[int, Vectors, Ids]]  # position of the brief, its vector, posts found


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """How it begins in a home of which nothing was worked out yet; times in seconds."""

    opening: float
    first: float
    peak: int  # bytes


def begin(home: Path, asked: Asked, *, model: str, cache: Path) -> Beginning:
    """Open `home` and search it once."""
    embedder, clock = load_embedder(model, cache=cache), Clock()
    with clock.timing("opening"):
        local = LocalCorpus.open(home, embedder)
    with local:
        first = seconds_of(partial(_search, asked, local, embedder))
        return Beginning(opening=clock.seconds["opening"], first=first, peak=peak_bytes())


def search(home: Path, asked: Sequence[Asked], *, model: str, cache: Path) -> Answers:
    """Open `home`, search it for each of `asked`, and look at some of the runs of vectors."""
    embedder, clock = load_embedder(model, cache=cache), Clock()
    with clock.timing("opening"):
        local = LocalCorpus.open(home, embedder)
    with local:
        first = seconds_of(partial(_search, asked[-1], local, embedder))
        corpus, timed = _Timed(local, clock), _Timed(embedder, clock)
        searches = [seconds_of(partial(_search, brief, corpus, timed)) for brief in asked]
        peak = peak_bytes()
        stages = {**clock.seconds}
        places = [seconds_of(partial(_search, one, local, embedder)) for one in _with_places(asked)]
        return Answers(
            opening=stages.pop("opening"),
            first=first,
            searches=searches,
            places=places,
            likened=_likened(local, embedder),
            stages=stages,
            peak=peak,
            peak_likened=peak_bytes(),
            dense=[_dense(place, asked[place], local, embedder) for place in _recalled(asked)],
        )


def _search(asked: Asked, corpus: Any, embedder: Any) -> None:
    """Do what `overheard search` does between opening the home and printing."""
    summary = corpus.summary()
    now = summary.newest + timedelta(days=1)
    brief = parse_brief(
        asked.text,
        now=now,
        flags=asked.where,
        knows_location=corpus.knows_location,
        sources=tuple(summary.by_source),
    )
    shortlist(brief, corpus, embedder, now=now)


def _with_places(asked: Sequence[Asked]) -> list[Asked]:
    """Return the first briefs, each with a filter on another country."""
    return [
        Asked(
            text=one.text,
            where=PostFilter(creators=CreatorFilter(location=country)),
            share=1.0,
        )
        for one, country in zip(asked, _COUNTRIES, strict=False)
    ]


def _likened(corpus: LocalCorpus, embedder: Embedder) -> list[float]:
    """Return how long it takes to find creators like some, taken evenly from all."""
    ids = corpus.engagement().creator_ids
    now = corpus.summary().newest
    brief = Brief(text="creators like them", topic="")
    return [
        seconds_of(partial(similar, CreatorId(int(id_)), brief, corpus, embedder, now=now))
        for id_ in ids[:: max(len(ids) // _LIKENED, 1)][:_LIKENED]
    ]


class _Timed:
    """Passes everything on to `thing`, and adds up the time its methods take."""

    def __init__(self, thing: object, clock: Clock) -> None:
        self._thing, self._clock = thing, clock

    def __getattr__(self, name: str) -> object:
        found = getattr(self._thing, name)
        return self._timed(name, found) if callable(found) else found

    def _timed(self, name: str, method: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            with self._clock.timing(name):
                return method(*args, **kwargs)

        return call


def _dense(
    place: int, asked: Asked, corpus: LocalCorpus, embedder: Embedder
) -> tuple[int, Vectors, Ids]:
    query = embedder.embed_query(asked.text)
    return place, query, corpus.dense(query, DEPTH, asked.where).ids


def _recalled(asked: Sequence[Asked]) -> list[int]:
    """Return the positions of the first few briefs of each share."""
    return sorted(
        place
        for share in SHARES
        for place in [i for i, brief in enumerate(asked) if brief.share == share][:_RECALLED]
    )
