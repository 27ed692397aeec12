"""A corpus over plain lists: slow, small, and simple enough to be believed.

It says what every answer of a corpus should be, and stands in for one where a test needs posts
and no database. Only the cutting of texts into tokens is left to FTS5, whose stemming is its own.
"""

from __future__ import annotations

import math
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from statistics import fmean, median, pstdev
from typing import NamedTuple

import numpy as np

from engine.marks import marks_of
from engine.optouts import is_opted_out
from engine.places import names_of, places_in
from engine.text import (
    content_hash,
    embedding_text,
    lexical_terms,
    lexical_words,
    tag_words,
)
from engine.vocabulary import (
    Activity,
    BrandTally,
    CorpusSummary,
    Creator,
    CreatorFilter,
    CreatorId,
    CreatorKey,
    EngagementTable,
    Floats,
    Heard,
    Ids,
    Mark,
    Post,
    PostFilter,
    PostId,
    PostKey,
    Range,
    Run,
    Sample,
    Spoken,
    Stance,
    Vectors,
    Verdict,
    Wording,
)
from engine.words import words_of

NEWEST, NEAR = 500, 0.95
DIM = 16


class Model:
    """Names the vectors. Posts bring their own; what it embeds is random, always the same."""

    model_id = "test model/1"
    dim = DIM

    def embed(self, texts: list[str]) -> Vectors:
        return unit_rows(len(texts), seed=77)

    def embed_query(self, text: str) -> Vectors:
        return unit_query(len(text))


def unit_rows(n: int, seed: int = 0, dim: int = DIM) -> Vectors:
    """Return `n` random unit rows that half precision holds exactly enough to be told apart."""
    rows = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows.astype(np.float16), dtype=np.float32)


def unit_query(seed: int = 0) -> Vectors:
    """Return a random unit vector."""
    return unit_rows(1, seed=1000 + seed)[0]


@cache
def tokens(text: str) -> tuple[str, ...]:
    """Return the tokens of `text` as the full-text index has them."""
    with sqlite3.connect(":memory:") as database:
        database.execute(
            """CREATE VIRTUAL TABLE texts USING fts5(
                text, tokenize="porter unicode61 remove_diacritics 2 tokenchars '#@_'")"""
        )
        database.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, instance)")
        database.execute("INSERT INTO texts VALUES (?)", (text,))
        rows = database.execute("SELECT term FROM terms ORDER BY offset").fetchall()
    database.close()
    return tuple(row[0] for row in rows)


SCRIPTS_WITHOUT_SPACES = {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "THAI", "HANGUL"}
LETTERS = {"ß": "ss", "ё": "е", "ı": "i", "ł": "l"}  # noqa: RUF001


def spelled(text: str) -> list[str]:
    """Return the words of `text`, folded; each letter of a script without spaces is one."""
    letters = []
    for c in unicodedata.normalize("NFKC", text).lower():
        runs_on = unicodedata.name(c, "").split(" ")[0] in SCRIPTS_WITHOUT_SPACES
        plain = c if runs_on or not c.isalpha() else unicodedata.normalize("NFD", c)[0]
        letters.append(f" {c} " if runs_on else LETTERS.get(c, plain))
    return re.sub(r"[^\w\s\u0900-\u0eff]", " ", "".join(letters).replace("\u0307", "")).split()


def in_a_row(have: Sequence[str], wanted: Sequence[str]) -> bool:
    """Return whether `have` contains `wanted`, which is not empty, without a gap."""
    places = range(len(have) - len(wanted) + 1)
    return bool(wanted) and any([*have[i : i + len(wanted)]] == [*wanted] for i in places)


def holds(text: str | None, words: str) -> bool:
    """Return whether `text` has `words` in order: as FTS5 has both, or as people would spell them.

    Words of one script are enough to try the second: FTS5 would stem the others.
    """
    if in_a_row(tokens(text or ""), tokens(words)):
        return True
    return not (words.isascii() or words.startswith(("#", "@"))) and in_a_row(
        spelled(text or ""), spelled(words)
    )


def speaks(profile: str | None, words: str) -> bool:
    """Return whether a profile has `words`; plainly typed ones only as FTS5 has both."""
    runs_on = any(len(part) == 1 and not part.isascii() for part in spelled(words))
    if spelled(words) == words.lower().split() and not runs_on:
        return in_a_row(tokens(profile or ""), tokens(words))
    return holds(profile, words)


def _is_from(location: str | None, place: str) -> bool:
    return any(speaks(location, part) for part in places_in(place)) or any(
        in_a_row(tokens(location or ""), tokens(name)) for name in names_of(place)
    )


class Said(NamedTuple):
    """What a card found in a post, by its number from 1."""

    post: int
    brand: str
    verdict: Verdict
    stance: Stance


class ListCorpus:
    """`posts`, `creators` and the posts' vectors (None: no vector) under ids counted from 1."""

    def __init__(
        self,
        posts: Sequence[Post],
        creators: Sequence[Creator],
        vectors: Sequence[Vectors | None] | None = None,
        dim: int = DIM,
        ordinary: Vectors | None = None,
        detected: Mapping[int, str] | None = None,
        said: Sequence[Said] = (),
    ) -> None:
        self._said = said
        self._detected = detected or {}
        self._dim = dim
        self._ordinary = _rows([], dim) if ordinary is None else ordinary
        self._posts = {PostId(i): post for i, post in enumerate(posts, 1)}
        self._creators = {CreatorId(i): creator for i, creator in enumerate(creators, 1)}
        self._ids = {creator.key: i for i, creator in self._creators.items()}
        given = [None] * len(posts) if vectors is None else vectors
        self._vectors = {PostId(i): row for i, row in enumerate(given, 1) if row is not None}
        self._table: EngagementTable | None = None
        self._sample: Sample | None = None

    def _owner(self, post: Post) -> CreatorId:
        return self._ids[CreatorKey(post.source, post.creator_id)]

    def _of(self, creator: CreatorId) -> list[PostId]:
        return [i for i, post in self._posts.items() if self._owner(post) == creator]

    def _passing(self, where: PostFilter) -> list[PostId]:
        posts = [i for i, post in self._posts.items() if self._post_passes(post, where)]
        asked = where.creators
        counts = Counter(self._owner(self._posts[i]) for i in posts)
        good = {
            creator
            for creator in self._creators
            if self._creator_passes(creator, asked) and counts[creator] >= (asked.min_posts or 0)
        }
        return [i for i in posts if self._owner(self._posts[i]) in good]

    def _post_passes(self, post: Post, where: PostFilter) -> bool:
        extra = tag_words(post.text, post.hashtags)
        return (
            (not where.sources or post.source.lower() in [s.lower() for s in where.sources])
            and (not where.langs or _in_one_of(self._lang(post), where.langs))
            and (where.since is None or post.created_at >= where.since)
            and (where.until is None or post.created_at < where.until)
            and (not where.hashtags or not {*where.hashtags}.isdisjoint(post.hashtags))
            and not any(holds(post.text, w) or holds(extra, w) for w in where.exclude)
        )

    def _lang(self, post: Post) -> str | None:
        """What was detected, unless the tag says the same."""
        number = next(i for i, other in self._posts.items() if other is post)
        detected = self._detected.get(number)
        return post.lang if detected in (None, (post.lang or "")[:2]) else detected

    def _creator_passes(self, number: CreatorId, where: CreatorFilter) -> bool:
        creator = self._creators[number]
        names = (creator.bio, creator.name, creator.handle)
        times = [self._posts[i].created_at for i in self._of(number)]
        return (
            _within(creator.followers, where.followers)
            and _within(self._rate(number), where.engagement_rate)
            and (where.location is None or _is_from(creator.location, where.location))
            and (where.bio is None or speaks(creator.bio, where.bio))
            and (where.active_since is None or any(t >= where.active_since for t in times))
            and not any(speaks(name, words) for name in names for words in where.exclude)
            and (not where.mentions_any or self._counting(number, where.mentions_any) != [])
            and not any(
                said.brand in where.mentions_none and said.verdict is not Verdict.NOT
                for said in self._said_by(number)
            )
            and where.community != "only"  # nobody here is in a list
            and (where.opted_out or not is_opted_out(creator.opt_outs, creator.bio))
        )

    def _said_by(self, number: CreatorId) -> list[Said]:
        return [said for said in self._said if PostId(said.post) in self._of(number)]

    def _counting(self, number: CreatorId, brands: Sequence[str]) -> list[Said]:
        return [s for s in self._said_by(number) if s.brand in brands and self._counts(s)]

    def _counts(self, said: Said) -> bool:
        """Tell whether it means the brand, and is neither wall, draw nor repeat."""
        post = self._posts[PostId(said.post)]
        marks = marks_of(post.text, post.hashtags)
        before = [
            other
            for other in self._said
            if other.brand == said.brand and self._time(other) < self._time(said)
        ]
        texts = [self._text(self._posts[PostId(other.post)]) for other in before]
        is_new = self._text(post) is None or self._text(post) not in texts
        is_plain = not marks & (Mark.HASHTAG_WALL | Mark.PRIZE_DRAW)
        return said.verdict is Verdict.BRAND and is_plain and is_new

    def _time(self, said: Said) -> tuple[datetime, int]:
        return self._posts[PostId(said.post)].created_at, said.post

    @staticmethod
    def _text(post: Post) -> bytes | None:
        return content_hash(embedding_text(post.text, post.hashtags))

    def mentions(self, creators: Sequence[CreatorKey]) -> Mapping[CreatorKey, Heard]:
        return {key: self._heard(self._ids[key]) for key in creators if self._said}

    def _heard(self, number: CreatorId) -> Heard:
        brands = sorted({said.brand for said in self._said})
        counting = {brand: self._counting(number, [brand]) for brand in brands}
        meant = [said for said in self._said_by(number) if said.verdict is Verdict.BRAND]
        posts = {said.post: self._posts[PostId(said.post)] for said in meant}
        return Heard(
            tallies={
                brand: BrandTally(posts=len(found), stances=Counter(s.stance for s in found))
                for brand, found in counting.items()
                if found
            },
            posts={
                PostKey(post.source, post.native_id): tuple(
                    sorted(said.brand for said in meant if said.post == i)
                )
                for i, post in posts.items()
            },
        )

    def _rate(self, number: CreatorId) -> float | None:
        followers = self._creators[number].followers
        totals = [total for i in self._of(number) if (total := self._total(i, 1, 1, 1)) is not None]
        return median(totals) / followers if totals and followers else None

    def _total(self, number: PostId, *weights: float) -> float | None:
        said = self._posts[number].engagement
        known = [
            weight * count
            for weight, count in zip(weights, (said.likes, said.replies, said.reposts), strict=True)
            if count is not None
        ]
        return sum(known) if known else None

    def dropped(self, where: PostFilter) -> Mapping[str, int]:
        heard = self._passing(replace(where, creators=CreatorFilter(opted_out=True)))
        present = {self._owner(self._posts[i]) for i in heard}
        asked, counts = where.creators, Counter[str]()
        for number in present:
            creator = self._creators[number]
            counts["followers"] += asked.followers is not None and creator.followers is None
            counts["engagement_rate"] += (
                asked.engagement_rate is not None and self._rate(number) is None
            )
            counts["location"] += asked.location is not None and not creator.location
            counts["bio"] += asked.bio is not None and not creator.bio
            unsure = [
                said
                for said in self._said_by(number)
                if said.brand in asked.mentions_any and said.verdict is Verdict.UNSURE
            ]
            counts["mentions_any"] += bool(
                unsure and not self._counting(number, asked.mentions_any)
            )
            counts["opted_out"] += not asked.opted_out and is_opted_out(
                creator.opt_outs, creator.bio
            )
        return {name: count for name, count in counts.items() if count}

    def why_not(self, creator: CreatorId, where: PostFilter) -> Sequence[str]:
        """Say no more than that something keeps the creator out."""
        passing = {self._owner(self._posts[i]) for i in self._passing(where)}
        return [] if creator in passing else ["kept out"]

    def knows_location(self, words: str) -> bool:
        return any(_is_from(creator.location, words) for creator in self._creators.values())

    def dense(self, query: Vectors, k: int, where: PostFilter) -> Run:
        passing = [i for i in self._passing(where) if i in self._vectors]
        return _run({i: float(self._vectors[i] @ query) for i in passing}, k, "dense")

    def lexical(self, text: str, k: int, where: PostFilter) -> Run:
        documents = {
            i: (tokens(post.text), tokens(tag_words(post.text, post.hashtags)))
            for i, post in self._posts.items()
        }
        lengths = {i: len(words) + len(extra) for i, (words, extra) in documents.items()}
        usual = max(fmean(lengths.values()), 1.0) if lengths else 1.0
        scores: dict[int, float] = defaultdict(float)
        for term in lexical_terms(text):
            found = [i for i in documents if self._has(i, term)]
            idf = math.log(1 + (len(documents) - len(found) + 0.5) / (len(found) + 0.5))
            for i in found:
                scores[i] += idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * lengths[i] / usual))
        passing = set(self._passing(where))
        return _run({i: score for i, score in scores.items() if i in passing}, k, "lexical")

    def _has(self, number: PostId, term: str) -> bool:
        post = self._posts[number]
        return holds(post.text, term) or holds(tag_words(post.text, post.hashtags), term)

    def wording(self, text: str, where: PostFilter) -> Wording:
        terms, n = lexical_words(text), len(self._posts)
        having = [[i for i in self._posts if self._has(i, term)] for term in terms]
        candidates = set(self._posts).intersection(*having) if terms else set()
        wanted = spelled(text)
        found = [
            i
            for i in candidates
            if in_a_row(have := spelled(self._posts[i].text), wanted) or "".join(wanted) in have
        ]
        return Wording(
            posts=np.array(sorted(set(found) & set(self._passing(where))), dtype=np.int64),
            found=len(found),
            n_words=len(terms),
            by_chance=n * math.prod(len(some) / n for some in having) if terms and n else 0.0,
            share=len(found) / max(n, 1),
        )

    def holding(self, texts: Sequence[str]) -> Sequence[Ids | None]:
        found = [[i for i in self._posts if self._has(i, text)] for text in texts]
        return [np.array(sorted(some), dtype=np.int64) for some in found]

    def profiles(self, query: Vectors, k: int, where: PostFilter) -> Run:
        owners = {self._owner(self._posts[i]) for i in self._passing(where)}
        means = {owner: self._mean(owner) for owner in owners}
        found = {i: float(mean @ query) for i, mean in means.items() if mean is not None}
        return _run(found, k, "profiles")

    def _mean(self, creator: CreatorId) -> Vectors | None:
        """Equal texts count once; whoever made the vectors gave equal texts equal ones."""
        rows = {self._vectors[i].tobytes(): self._vectors[i] for i in self._of(creator)
                if i in self._vectors}  # fmt: skip
        if not rows:
            return None
        total = np.sum(list(rows.values()), axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)

    def sample(self) -> Sample:
        if self._sample is None:
            spoken = self._spoken([*self._vectors])
            means = [mean for i in self._creators if (mean := self._mean(i)) is not None]
            self._sample = Sample(
                posts=_rows(
                    [v for i, v in self._vectors.items() if self._nearest_earlier(i) < NEAR],
                    self._dim,
                ),
                profiles=_rows(means, self._dim),
                ordinary=self._ordinary,
                draws=_rows([], self._dim),
                codes=spoken.codes,
                n_words=spoken.n_words,
            )
        return self._sample

    def activity(self, query: Vectors, creators: Ids, where: PostFilter) -> Activity:
        passing = set(self._passing(where))
        chosen: list[PostId] = []
        for creator in sorted({*creators.tolist()} & {*self._creators}):
            mine = [i for i in self._of(CreatorId(creator)) if i in passing]
            chosen += sorted(mine, key=self._when)[-NEWEST:]
        posts = [self._posts[i] for i in chosen]
        similarity = [
            float(self._vectors[i] @ query) if i in self._vectors else math.nan for i in chosen
        ]
        return Activity(
            post_ids=np.array(chosen, dtype=np.int64),
            creator_ids=np.array([self._owner(post) for post in posts], dtype=np.int64),
            created_at=np.array([math.floor(p.created_at.timestamp()) for p in posts], np.int64),
            similarity=np.array(similarity, dtype=np.float32),
            vectors=_rows(
                [self._vectors.get(i, np.zeros(self._dim, np.float32)) for i in chosen], self._dim
            ),
            marks=np.array([int(marks_of(p.text, p.hashtags)) for p in posts], np.uint8),
            duplicate_of=np.array([self._repeats(chosen, n) for n in range(len(chosen))], np.int64),
            said_before=np.array([self._nearest_earlier(i) for i in chosen], np.float32),
            likes=_counts(posts, lambda post: post.engagement.likes),
            replies=_counts(posts, lambda post: post.engagement.replies),
            reposts=_counts(posts, lambda post: post.engagement.reposts),
        )

    def spoken(self, posts: Ids) -> Spoken:
        return self._spoken(posts.tolist())

    def _spoken(self, posts: Sequence[PostId]) -> Spoken:
        return Spoken(*words_of([self._posts[number].text for number in posts]))

    def _when(self, number: PostId) -> tuple[datetime, int, PostId]:
        """By time, then text, then number."""
        post = self._posts[number]
        key = content_hash(embedding_text(post.text, post.hashtags)) or bytes(16)
        return post.created_at, int.from_bytes(key[:8], "little", signed=True), number

    def _repeats(self, chosen: Sequence[PostId], place: int) -> int:
        mine = chosen[place]
        for earlier, other in enumerate(chosen[:place]):
            same = self._owner(self._posts[other]) == self._owner(self._posts[mine])
            if same and mine in self._vectors and other in self._vectors:  # noqa: SIM102
                if float(self._vectors[mine] @ self._vectors[other]) >= NEAR:
                    return earlier
        return place

    def _nearest_earlier(self, mine: PostId) -> float:
        """Posts with equal texts have equal vectors here, and are repeats all the same."""
        post = self._posts[mine]
        earlier = [
            i
            for i in self._of(self._owner(post))
            if self._when(i) < self._when(mine) and i in self._vectors
        ]
        if mine not in self._vectors:
            return 0.0
        return max([0.0, *(float(self._vectors[mine] @ self._vectors[i]) for i in earlier)])

    def engagement(self) -> EngagementTable:
        if self._table is None:
            self._table = self._measure()
        return self._table

    def _measure(self) -> EngagementTable:
        sources = sorted({creator.source for creator in self._creators.values()})
        y = {
            creator: [
                math.log1p(total)
                for i in self._of(creator)
                if (total := self._total(i, 1, 2, 2)) is not None
            ]
            for creator in self._creators
        }
        return EngagementTable(
            creator_ids=np.array([*self._creators], dtype=np.int64),
            source=np.array([sources.index(c.source) for c in self._creators.values()], np.int32),
            followers=np.array([_float(c.followers) for c in self._creators.values()]),
            n_posts=np.array([len(values) for values in y.values()], dtype=np.int64),
            mean_y=np.array([fmean(values) if values else math.nan for values in y.values()]),
            var_y=np.array([pstdev(v) ** 2 if v else math.nan for v in y.values()]),
        )

    def creators_of(self, posts: Ids) -> Ids:
        return np.array([self._owner(self._posts[i]) for i in posts.tolist()], dtype=np.int64)

    def posts(self, ids: Ids) -> Mapping[PostId, Post]:
        return {i: self._posts[i] for i in ids.tolist() if i in self._posts}

    def creators(self, ids: Ids) -> Mapping[CreatorId, Creator]:
        return {i: self._creators[i] for i in ids.tolist() if i in self._creators}

    def find_creators(self, handle: str) -> Sequence[CreatorId]:
        exact = [i for i, c in self._creators.items() if f"{c.source}:{c.native_id}" == handle]
        name = handle.removeprefix("@").lower()
        return exact or [
            i
            for i, c in self._creators.items()
            if c.handle is not None and c.handle.removeprefix("@").lower() == name
        ]

    def summary(self) -> CorpusSummary:
        times = [post.created_at for post in self._posts.values()]
        return CorpusSummary(
            posts=len(self._posts),
            creators=len(self._creators),
            oldest=min(times, default=None),
            newest=max(times, default=None),
            by_source=dict(sorted(Counter(post.source for post in self._posts.values()).items())),
        )


def _in_one_of(lang: str | None, wanted: Sequence[str]) -> bool:
    tag = (lang or "").lower()
    return bool({tag, tag.partition("-")[0]} & {code.lower() for code in wanted})


def _within(value: float | None, bounds: Range | None) -> bool:
    return bounds is None or (value is not None and value in bounds)


def _run(scores: Mapping[int, float], k: int, name: str) -> Run:
    best = sorted(scores.items(), key=lambda pair: (-np.float32(pair[1]), pair[0]))[:k]
    ids = np.array([i for i, _ in best], dtype=np.int64)
    return Run(ids, np.array([score for _, score in best], dtype=np.float32), name)


def _rows(vectors: Sequence[Vectors], dim: int) -> Vectors:
    return np.array(vectors, dtype=np.float32).reshape(len(vectors), dim)


def _float(value: int | None) -> float:
    return math.nan if value is None else float(value)


def _counts(posts: Sequence[Post], count: Callable[[Post], int | None]) -> Floats:
    return np.array([_float(count(post)) for post in posts], dtype=np.float64)
