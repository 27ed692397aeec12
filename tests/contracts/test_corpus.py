"""What a corpus answers: the one in a database and the one over lists must agree on everything."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from engine.corpus import LocalCorpus
from engine.languages import SURE
from engine.protocols import Corpus
from engine.store import Embedding, Judged, Match, PostLanguage, Store, database_path
from engine.text import embedding_text
from engine.vocabulary import (
    STANCES,
    VERDICTS,
    Creator,
    CreatorFilter,
    CreatorId,
    Kind,
    Post,
    PostFilter,
    PostId,
    Range,
    Run,
    Span,
    Stance,
    Vectors,
)
from tests.fakes import NOW, make_creator, make_page, make_post
from tests.list_corpus import DIM, ListCorpus, Model, Said, unit_query, unit_rows

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
        row = _kept(dice.standard_normal(DIM))
        family = families.setdefault(post.text.partition(" again")[0], row)
        near = _kept(_kept(family + 0.07 * dice.standard_normal(DIM)))
        known.setdefault(embedding_text(post.text, post.hashtags), near)
    return [
        None if n % 11 == 10 else known[embedding_text(post.text, post.hashtags)]
        for n, post in enumerate(posts)
    ]


def _kept(row: np.ndarray) -> Vectors:
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


@pytest.mark.parametrize("k", [1, 7, 1000])
def test_posts_by_similarity(both: Both, where: PostFilter, k: int) -> None:
    for seed in range(3):
        same(
            both.local.dense(unit_query(seed), k, where),
            both.listed.dense(unit_query(seed), k, where),
        )


@pytest.mark.parametrize("k", [1, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        "espresso grinders in Berlin",
        "#espresso",
        "@ana_coffee",
        "cafe",
        "vegan skincare for dry skin",
        "the of and",
        "nowhere to be found",
        "🫖",
    ],
)
def test_posts_by_words(both: Both, where: PostFilter, text: str, k: int) -> None:
    run, oracle = both.local.lexical(text, k, where), both.listed.lexical(text, k, where)
    assert run.scores == pytest.approx(oracle.scores, rel=1e-4)
    assert run.ids.tolist() == oracle.ids.tolist()
    assert (run.scores > 0).all()


@pytest.mark.parametrize("k", [1, 4, 1000])
def test_creators_by_all_they_post(both: Both, where: PostFilter, k: int) -> None:
    for seed in range(3):
        oracle = both.listed.profiles(unit_query(seed), k, where)
        same(both.local.profiles(unit_query(seed), k, where), oracle)


def test_what_is_usual(both: Both) -> None:
    """Fewer posts and creators than a sample holds: all of them, in whatever order."""
    local, listed = both.local.sample(), both.listed.sample()
    for found, oracle in ((local.posts, listed.posts), (local.profiles, listed.profiles)):
        assert found.shape == oracle.shape
        similar = found @ oracle.T
        assert similar.max(axis=1) == pytest.approx(np.ones(len(found)), abs=2e-3)
        assert similar.max(axis=0) == pytest.approx(np.ones(len(found)), abs=2e-3)


def test_what_creators_posted(both: Both, where: PostFilter) -> None:
    chosen = np.array([9, 2, 13, 1, 99, 2, 12])
    local = both.local.activity(unit_query(), chosen, where)
    listed = both.listed.activity(unit_query(), chosen, where)
    for field in fields(local):
        found, oracle = getattr(local, field.name), getattr(listed, field.name)
        assert (found.dtype, found.shape) == (oracle.dtype, oracle.shape), field.name
        assert found == pytest.approx(oracle, abs=2e-3, nan_ok=True), field.name


def test_some_posts_nearly_repeat_others(both: Both) -> None:
    """Else these tests could not tell a corpus that looks for repeats from one that does not."""
    everybody = PostFilter(creators=CreatorFilter(opted_out=True))
    found = both.listed.activity(unit_query(), np.arange(1, 13), everybody)
    assert 5 < np.count_nonzero(found.duplicate_of != np.arange(len(found.duplicate_of))) < 85
    assert np.isnan(found.similarity).sum() == 8
    assert {0, 1, 2} <= set(found.marks.tolist())


def test_engagement_of_every_creator(both: Both) -> None:
    local, listed = both.local.engagement(), both.listed.engagement()
    for name in ("creator_ids", "n_posts", "followers", "mean_y", "var_y"):
        found, oracle = getattr(local, name), getattr(listed, name)
        assert found == pytest.approx(oracle, nan_ok=True, abs=1e-9), name
        assert found.dtype == oracle.dtype, name
    for i in range(13):
        alike = local.source == local.source[i]
        assert alike.tolist() == (listed.source == listed.source[i]).tolist()
    assert local.source.dtype == np.int32
    assert both.local.engagement() is local


def test_who_was_dropped_for_what_is_not_known(both: Both, where: PostFilter) -> None:
    assert both.local.dropped(where) == both.listed.dropped(where)


def test_whose_mentions_are_unsure_is_counted_as_not_known(both: Both) -> None:
    assert both.local.dropped(on(mentions_any=("brio",)))["mentions_any"] > 0


def test_every_creator_that_does_not_pass_is_told_why(both: Both, where: PostFilter) -> None:
    for number in range(1, 14):
        local = both.local.why_not(CreatorId(number), where)
        listed = both.listed.why_not(CreatorId(number), where)
        assert bool(local) == bool(listed), (number, local)


def test_what_creators_say_of_brands(both: Both) -> None:
    keys = [creator.key for creator in creators()]
    local, listed = both.local.mentions(keys), both.listed.mentions(keys)
    assert {key: heard.tallies for key, heard in local.items()} == {
        key: heard.tallies for key, heard in listed.items()
    }
    for key in keys:
        assert local[key].posts == listed[key].posts
    tallies = [heard.tallies for heard in local.values()]
    assert sum(found["alto"].posts for found in tallies if "alto" in found) > 5
    assert {stance for found in tallies for t in found.values() for stance in t.stances} == {
        *Stance
    }


def test_posts_creators_and_counts_are_those_put_in(both: Both) -> None:
    assert both.local.summary() == both.listed.summary()
    ids = np.array([3, 90, 91, 1])
    assert both.local.posts(ids) == both.listed.posts(ids)
    assert {*both.local.posts(ids)} == {PostId(1), PostId(3), PostId(90)}
    everybody = np.arange(0, 20)
    assert both.local.creators(everybody) == both.listed.creators(everybody)
    every_post = np.arange(90, 0, -1)
    assert (
        both.local.creators_of(every_post).tolist() == both.listed.creators_of(every_post).tolist()
    )


@pytest.mark.parametrize(
    "handle",
    ["@maker3", "maker3", "MAKER2", "@maker2", "bluesky:71", "mastodon:71", "nobody", "", "Name 3"],
)
def test_creators_are_found_by_handle_or_identity(both: Both, handle: str) -> None:
    assert list(both.local.find_creators(handle)) == list(both.listed.find_creators(handle))


@pytest.mark.parametrize("words", ["Berlin", "mitte", "york", "Lisbon", "berlin porto", ""])
def test_locations_are_known_by_their_words(both: Both, words: str) -> None:
    assert both.local.knows_location(words) == both.listed.knows_location(words)


def test_the_same_filter_twice_gives_the_same_posts(both: Both) -> None:
    """Masks are remembered: an answer must not have changed one."""
    first = both.local.dense(unit_query(), 1000, FILTERS["all at once"])
    both.local.dropped(FILTERS["all at once"])
    both.local.lexical("espresso", 9, FILTERS["all at once"])
    again = both.local.dense(unit_query(), 1000, replace(FILTERS["all at once"]))
    assert again.ids.tolist() == first.ids.tolist()
    assert not math.isnan(float(first.scores.sum()))


def test_a_filter_that_leaves_one_creator_among_decoys_finds_that_one(tmp_path: Path) -> None:
    """The one who passes is the least similar of all, and the top is asked for one only."""
    n = 3000
    crowd = [make_creator(str(i), followers=10 + i % 50) for i in range(n)]
    crowd[1234] = make_creator("1234", followers=70)
    said = [make_post(str(i), f"tea leaves number {i}", creator=str(i)) for i in range(n)]
    towards = unit_query(1)
    rows: list[Vectors | None] = [
        _kept(towards + 0.05 * row) for row in np.random.default_rng(0).standard_normal((n, DIM))
    ]
    rows[1234] = _kept(-towards)
    build(tmp_path, said, crowd, rows)
    only = on(followers=Range(low=70, high=70))
    with LocalCorpus.open(tmp_path, Model()) as corpus:
        assert corpus.dense(towards, 1, only).ids.tolist() == [1235]
        assert corpus.lexical("tea leaves", 1, only).ids.tolist() == [1235]
        assert corpus.profiles(towards, 1, only).ids.tolist() == [1235]
        assert corpus.creators(np.array([1235]))[CreatorId(1235)].native_id == "1234"


TONGUES = (
    "我喜欢手冲咖啡。每天一杯。",
    "买了新的iPhone手机壳 #咖啡",
    "喝茶比较好",
    "おいしいコーヒーの店を見つけた",
    "ｱｲｽｺｰﾋｰ と ガム",
    "ชอบกาแฟดริปมาก ร้านนี้ดี",
    "ดื่มชาช้าๆ",
    "커피를 마셔요, 아이스커피",
    "İstanbul'da kahve, ISPARTA ve ısparta",  # noqa: RUF001
    "café con leche, CAFE\u0301!",
    "Ёлка и ещё чай",
    "елка без чая",
    "Straße mit Bäumen",
    "हिन्दी में कॉफ़ी",
    "flat white coffee with oat milk",
    "pour over coffee, poured slowly",
)
QUERIES = {
    "咖啡": {1, 2},
    "手冲咖啡": {1},
    "茶": {3},
    "啡": {1, 2},
    "iphone": {2},
    "手机": {2},
    "コーヒー": {4, 5},
    "ガム": {5},
    "カム": set(),
    "กาแฟ": {6},
    "ชา": {7},
    "ช้า": {7},
    "커피": {8},
    "istanbul": {9},
    "ısparta": {9},  # noqa: RUF001
    "cafe": {10},
    "ёлка": {11, 12},
    "елка": {11, 12},
    "strasse": {13},
    "straße": {13},
    "कॉफ़ी": {14},
    "हिन्दी": {14},
    "coffee": {15, 16},
    "flat white": {15},
    "oat milk coffee": set(),
    "nothing of it": set(),
}


# Profiles have nothing beside them: words typed plainly are found only where written plainly.
UNSPOKEN = {"iphone": {2}, "елка": {11}, "strasse": {13}}


@pytest.fixture(scope="module")
def tongues(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    home = tmp_path_factory.mktemp("tongues")
    said = [make_post(str(n), text, creator=str(n)) for n, text in enumerate(TONGUES, 1)]
    said[1] = replace(said[1], hashtags=("咖啡",))
    people = [
        make_creator(str(n), bio=text, location=text, handle=f"maker{n}")
        for n, text in enumerate(TONGUES, 1)
    ]
    rows: list[Vectors | None] = [*unit_rows(len(said))]
    build(home, said, people, rows)
    with LocalCorpus.open(home, Model()) as local:
        yield Both(local, ListCorpus(said, people, rows))


@pytest.mark.parametrize("text", QUERIES)
def test_words_are_found_in_every_script(tongues: Both, text: str) -> None:
    """As a word to keep out, in posts and in profiles, and as words to hold."""
    everybody = {*range(1, len(TONGUES) + 1)}
    for corpus in tongues:
        left = corpus.dense(unit_query(), 99, PostFilter(exclude=(text,)))
        assert everybody - {*left.ids.tolist()} == QUERIES[text]
        spoken = corpus.dense(unit_query(), 99, on(bio=text))
        assert {*spoken.ids.tolist()} == QUERIES[text] - UNSPOKEN.get(text, set())
        found = {*corpus.lexical(text, 99, NO_FILTER).ids.tolist()}
        assert found >= QUERIES[text]
        assert {*corpus.wording(text, NO_FILTER).posts.tolist()} <= QUERIES[text]


@pytest.mark.parametrize(
    "text", [*QUERIES, "#咖啡", "手冲咖啡 推荐", "おいしいコーヒー", "pour over coffee"]
)
def test_briefs_of_every_script_give_the_same_posts(tongues: Both, text: str) -> None:
    run, oracle = (
        tongues.local.lexical(text, 99, NO_FILTER),
        tongues.listed.lexical(text, 99, NO_FILTER),
    )
    assert run.scores == pytest.approx(oracle.scores, rel=1e-4)
    assert run.ids.tolist() == oracle.ids.tolist()


def same_wording(both: Both, text: str, where: PostFilter) -> None:
    found, oracle = both.local.wording(text, where), both.listed.wording(text, where)
    assert found.posts.tolist() == oracle.posts.tolist()
    assert found.posts.dtype == np.int64
    assert (found.found, found.n_words) == (oracle.found, oracle.n_words)
    assert found.by_chance == pytest.approx(oracle.by_chance)
    assert found.share == pytest.approx(oracle.share)


@pytest.mark.parametrize(
    "text", [*QUERIES, "手冲 咖啡", "oat milk", "oatmilk", "the of and", "🫖", ""]
)
def test_posts_that_hold_a_text_of_any_script(tongues: Both, text: str) -> None:
    same_wording(tongues, text, NO_FILTER)


@pytest.mark.parametrize(
    "text", ["mechanical keyboards", "film camera", "muddy race again", "café"]
)
def test_posts_that_hold_a_text(both: Both, where: PostFilter, text: str) -> None:
    same_wording(both, text, where)


LANG_TAGS = ("en", "en", "en-GB", None, None, "de", "pt-BR")
DETECTED = {1: ("de", SURE), 2: ("de", SURE - 0.01), 3: ("en", 1.0), 4: ("fr", 0.9), 7: ("en", 0.8)}


@pytest.mark.parametrize("langs", [("en",), ("de",), ("fr",), ("en-GB",), ("pt", "de"), ("it",)])
def test_a_post_is_in_the_language_detected_where_that_is_sure(
    tmp_path: Path, langs: tuple[str, ...]
) -> None:
    said = [make_post(str(n), WORDS[0], lang=lang) for n, lang in enumerate(LANG_TAGS, 1)]
    rows: list[Vectors | None] = [*unit_rows(len(said))]
    build(tmp_path, said, [make_creator()], rows)
    with Store.open(database_path(tmp_path)) as store:
        store.put_languages(
            [
                PostLanguage(
                    post_id=post.post_id,
                    content_hash=post.content_hash if post.post_id != 6 else b"of another text",
                    lang=DETECTED.get(post.post_id, (None, 0.0))[0],
                    confidence=DETECTED.get(post.post_id, (None, 0.0))[1],
                )
                for post in store.pending_languages(100)
            ]
        )
    sure = {i: lang for i, (lang, confidence) in DETECTED.items() if confidence >= SURE}
    where = PostFilter(langs=langs)
    oracle = ListCorpus(said, [make_creator()], rows, detected=sure)
    with LocalCorpus.open(tmp_path, Model()) as corpus:
        same(corpus.dense(unit_query(), 99, where), oracle.dense(unit_query(), 99, where))
        assert corpus.posts(np.arange(1, 8)) == oracle.posts(np.arange(1, 8))


def same_holders(both: Both, texts: list[str]) -> None:
    found, oracle = both.local.holding(texts), both.listed.holding(texts)
    assert len(found) == len(oracle) == len(texts)
    for rows, expected in zip(found, oracle, strict=True):
        assert rows is not None
        assert rows.dtype == np.int64
        assert rows.tolist() == expected.tolist()


def test_holders_of_words_names_and_hashtags_are_the_same(both: Both) -> None:
    texts = ["espresso", "#espresso", "@ana_coffee", "mechanical keyboards", "keyboards mechanical"]
    same_holders(both, [*texts, "café", "nobody says this", "🫖"])
    (found,) = both.local.holding(["mechanical keyboards"])
    said = [n for n, post in enumerate(posts(), 1) if "mechanical keyboards" in post.text]
    assert found is not None
    assert found.tolist() == said
    assert both.local.holding([]) == []


def test_holders_of_words_of_any_script_are_the_same(tongues: Both) -> None:
    same_holders(tongues, [*QUERIES])
