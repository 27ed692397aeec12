"""The same posts, creators and mentions as two corpora: in a database, and over lists."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from engine.corpus import LocalCorpus
from engine.protocols import Corpus
from engine.store import Embedding, Judged, Match, Store, database_path
from engine.text import embedding_text
from engine.vocabulary import (
    STANCES,
    VERDICTS,
    Creator,
    CreatorFilter,
    Kind,
    Post,
    PostFilter,
    PostId,
    Range,
    Run,
    Span,
    Vectors,
)
from tests.fakes import NOW, make_creator, make_page, make_post
from tests.list_corpus import ListCorpus
from tests.list_filters import Said
from tests.unit_vectors import DIM, Model

NO_FILTER = PostFilter()


class Both(NamedTuple):
    """The same data as two corpora, the one in a database first."""

    local: Corpus
    listed: Corpus


WORDS = (
    "espresso grinder dialled in at home",
    "vegan skincare routine, gentle on the skin",
    "mechanical keyboards with loud switches",
    "trail running shoes after a muddy race",
    "café crawl through Berlin @ana_coffee",
    "a film camera and its grain, enter to win",
)
WALL = tuple(f"tag{n}" for n in range(9))
TAGS = (
    ("espresso",),
    ("veganskincare", "spf"),
    (),
    ("running",),
    ("coffee", "espresso"),
    ("film",),
)
PLACES = ("Berlin Mitte", "Porto", None, "berlin", "", "New York")
BIOS = ("Runner and baker", None, "Coaching runners daily", "I make coffee", "", "film people")
OPT_OUTS = {3: ("noindex",), 5: (), 8: None}
SOURCES = ("mastodon", "Bluesky", "reddit")


def creators() -> list[Creator]:
    return [
        make_creator(
            str(70 + i),
            source=SOURCES[i % 3],
            handle=("@" if i % 2 else "") + f"maker{i}" if i != 4 else None,
            name="Coach Kim" if i == 7 else f"Name {i}",
            bio="Posts less, #NoBot please" if i == 8 else BIOS[i % 6],
            opt_outs=OPT_OUTS.get(i),
            followers=None if i % 5 == 3 else 400 * i * i,
            location=PLACES[i % 6] or None,
        )
        for i in range(13)  # the last one never posts
    ]


def posts() -> list[Post]:
    made = []
    for n in range(90):
        i = (n * n + n // 7) % 12
        text = WORDS[(i + n // 30) % 6] + (f" again {n % 4}" if n % 3 else "")
        made.append(
            make_post(
                str(n),
                text,
                creator=str(70 + i),
                source=SOURCES[i % 3],
                created_at=NOW - timedelta(days=n % 40, microseconds=n * 1000 + 1),
                hashtags=WALL if n % 17 == 3 else TAGS[n % 6],
                lang=(None, "en", "de", "en-GB")[n % 4],
                likes=None if n % 4 == 1 else n * 3 % 17,
                replies=None if n % 4 < 2 or n == 6 else n % 5,
                reposts=n % 7 if n % 8 == 5 else None,
            )
        )
    return made


def said() -> list[Said]:
    """Two brands, each in some posts of a few creators, with every verdict and stance."""
    alto = [
        Said(n, "alto", VERDICTS[-(n % 5 == 4) - 1], STANCES[n // 4 % 5]) for n in range(1, 91, 4)
    ]
    brio = [Said(n, "brio", VERDICTS[n // 10 % 3], STANCES[n // 10 % 5]) for n in range(7, 60, 10)]
    return [*alto, *brio]


def vectors(posts: list[Post]) -> list[Vectors | None]:
    """Return a vector for each text, some near-duplicates of another; a few posts have none.

    As they come back from rounding to half precision twice, on their way to the index.
    """
    dice = np.random.default_rng(5)
    families: dict[str, Vectors] = {}
    known: dict[str, Vectors] = {}
    for post in posts:
        row = kept(dice.standard_normal(DIM))
        family = families.setdefault(post.text.partition(" again")[0], row)
        near = kept(kept(family + 0.07 * dice.standard_normal(DIM)))
        known.setdefault(embedding_text(post.text, post.hashtags), near)
    return [
        None if n % 11 == 10 else known[embedding_text(post.text, post.hashtags)]
        for n, post in enumerate(posts)
    ]


def kept(row: np.ndarray) -> Vectors:
    unit = (row / np.linalg.norm(row)).astype(np.float16).astype(np.float32)
    return np.asarray(unit, dtype=np.float32)


def build(
    home: Path, posts: list[Post], creators: list[Creator], rows: list[Vectors | None]
) -> None:
    """Fill a database with the same ids as a `ListCorpus` has."""
    home.mkdir(exist_ok=True)
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(*posts, creators=creators), now=NOW)
        store.put_embeddings(
            Model.model_id,
            DIM,
            [
                Embedding(post_id=post.post_id, content_hash=post.content_hash, vector=row)
                for post in store.pending_embeddings(Model.model_id, 10_000)
                if (row := rows[post.post_id - 1]) is not None
            ],
        )


def hear(home: Path, said: list[Said]) -> None:
    """Put what cards found into the database of `home`."""
    with Store.open(database_path(home)) as store:
        store.sync_cards({one.brand: "1" for one in said})
        batch = store.next_batch(10_000)
        assert batch is not None
        span = Span(brand="", kind=Kind.NAME, start=0, end=1, surface="")
        found = [
            Match(post_id=PostId(one.post), brand=one.brand, spans=(span,), stance=one.stance)
            for one in said
        ]
        store.put_matches(batch, found, now=NOW)
        for one in said:
            store.put_verdicts(one.brand, [Judged(post_id=PostId(one.post), verdict=one.verdict)])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    home, rows = tmp_path_factory.mktemp("home"), vectors(posts())
    build(home, posts(), creators(), rows)
    hear(home, said())
    with LocalCorpus.open(home, Model()) as local:
        yield Both(local, ListCorpus(posts(), creators(), rows, said=said()))


def same(run: Run, oracle: Run) -> None:
    assert run.name == oracle.name
    assert run.ids.dtype == np.int64
    assert run.scores.dtype == np.float32
    assert run.scores == pytest.approx(oracle.scores, abs=2e-3)
    # Posts as similar as the rounding may change places; nothing else may.
    tied = np.abs(np.diff(oracle.scores)) < 2e-3
    if not tied.any():
        assert run.ids.tolist() == oracle.ids.tolist()
    scores = dict(zip(oracle.ids.tolist(), oracle.scores.tolist(), strict=True))
    edge = oracle.scores[-1] if len(oracle) else 0.0
    for number, score in zip(run.ids.tolist(), run.scores.tolist(), strict=True):
        assert score == pytest.approx(scores.get(number, edge), abs=2e-3)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


EXACT_TIME = posts()[7].created_at


def on(**asked: object) -> PostFilter:
    return PostFilter(creators=CreatorFilter(**asked))  # type: ignore[arg-type]


FILTERS = {
    "those who asked not to be found, too": PostFilter(creators=CreatorFilter(opted_out=True)),
    "nothing": NO_FILTER,
    "one source": PostFilter(sources=("bluesky",)),
    "two sources": PostFilter(sources=("mastodon", "reddit")),
    "unknown source": PostFilter(sources=("myspace",)),
    "lang": PostFilter(langs=("de",)),
    "langs": PostFilter(langs=("de", "fr", "en")),
    "lang of a region": PostFilter(langs=("EN-gb",)),
    "source in capitals": PostFilter(sources=("REDDIT",)),
    "source left out": PostFilter(sources_none=("Bluesky",)),
    "sources left out": PostFilter(sources_none=("mastodon", "reddit", "myspace")),
    "since": PostFilter(since=ago(10)),
    "since exactly": PostFilter(since=EXACT_TIME),
    "until exactly": PostFilter(until=EXACT_TIME),
    "since just after": PostFilter(since=EXACT_TIME + timedelta(microseconds=1)),
    "one moment": PostFilter(since=EXACT_TIME, until=EXACT_TIME + timedelta(microseconds=1)),
    "hashtag": PostFilter(hashtags=("espresso",)),
    "hashtags": PostFilter(hashtags=("spf", "film")),
    "no such hashtag": PostFilter(hashtags=("nobody",)),
    "exclude": PostFilter(exclude=("grinders", "muddy race")),
    "exclude a hashtag's words": PostFilter(exclude=("vegan skincare",)),
    "followers": on(followers=Range(low=1600, high=25_600)),
    "followers from": on(followers=Range(low=1600.5)),
    "followers to": on(followers=Range(high=0)),
    "rate": on(engagement_rate=Range(low=0.001, high=0.01)),
    "rate to": on(engagement_rate=Range(high=0.002)),
    "location": on(location="berlin"),
    "location of two words": on(location="new york"),
    "location by another name": on(location="Nueva York"),
    "location in a country": on(location="Alemania"),
    "location in one of two": on(location="Portugal | New York"),
    "location left out": on(location_none="New York"),
    "locations left out, by other names": on(location_none="Nueva York | Alemania"),
    "location within another left out": on(location="Germany", location_none="Berlin"),
    "bio": on(bio="runners"),
    "active": on(active_since=ago(2)),
    "three posts": on(min_posts=8),
    "mentions": on(mentions_any=("brio",)),
    "mentions one of two": on(mentions_any=("alto", "brio")),
    "mentions not": on(mentions_none=("alto",)),
    "mentions one and not the other": on(mentions_any=("brio",), mentions_none=("alto",)),
    "mentions what has no card": on(mentions_any=("nobody",)),
    "exclude creators": on(exclude=("coach", "film people")),
    "posts that pass": PostFilter(
        langs=("en",), since=ago(30), creators=CreatorFilter(min_posts=4)
    ),
    "all at once": PostFilter(
        sources=("mastodon", "bluesky"),
        langs=("en", "de"),
        since=ago(35),
        exclude=("camera",),
        creators=CreatorFilter(
            followers=Range(low=100), exclude=("coach",), active_since=ago(20), min_posts=2
        ),
    ),
}


@pytest.fixture(params=FILTERS)
def where(request: pytest.FixtureRequest) -> PostFilter:
    return FILTERS[request.param]


def same_wording(both: Both, text: str, where: PostFilter) -> None:
    found, oracle = both.local.wording(text, where), both.listed.wording(text, where)
    assert found.posts.tolist() == oracle.posts.tolist()
    assert found.posts.dtype == np.int64
    assert (found.found, found.n_words) == (oracle.found, oracle.n_words)
    assert found.by_chance == pytest.approx(oracle.by_chance)
    assert found.share == pytest.approx(oracle.share)


def same_holders(both: Both, texts: list[str]) -> None:
    found, oracle = both.local.holding(texts), both.listed.holding(texts)
    assert len(found) == len(oracle) == len(texts)
    for rows, expected in zip(found, oracle, strict=True):
        assert rows is not None
        assert rows.dtype == np.int64
        assert rows.tolist() == expected.tolist()
