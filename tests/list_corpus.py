"""A corpus over plain lists: slow, small, and simple enough to be believed.

It says what every answer of a corpus should be, and stands in for one where a test needs posts
and no database.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from statistics import fmean, pstdev

import numpy as np

from engine.text import content_hash, embedding_text, lexical_terms, lexical_words
from engine.text.marks import marks_of
from engine.text.words import words_of
from engine.vocabulary import (
    Activity,
    BrandTally,
    CorpusSummary,
    Creator,
    CreatorId,
    CreatorKey,
    EngagementTable,
    Floats,
    Heard,
    Ids,
    Post,
    PostFilter,
    PostId,
    PostKey,
    Run,
    Sample,
    Spoken,
    Vectors,
    Verdict,
    Wording,
)
from tests.list_filters import ListFilters, Said
from tests.spelling import holds, in_a_row, spelled, tokens
from tests.unit_vectors import DIM

NEWEST, NEAR = 500, 0.95


class ListCorpus(ListFilters):
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
        super().__init__(posts, creators, detected=detected, said=said)
        self._dim = dim
        self._ordinary = _rows([], dim) if ordinary is None else ordinary
        given = [None] * len(posts) if vectors is None else vectors
        self._vectors = {PostId(i): row for i, row in enumerate(given, 1) if row is not None}
        self._table: EngagementTable | None = None
        self._sample: Sample | None = None

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

    def dense(self, query: Vectors, k: int, where: PostFilter) -> Run:
        passing = [i for i in self._passing(where) if i in self._vectors]
        return _run({i: float(self._vectors[i] @ query) for i in passing}, k, "dense")

    def lexical(self, text: str, k: int, where: PostFilter) -> Run:
        lengths = {
            i: len(tokens(post.text)) + len(tokens(self._extras[i]))
            for i, post in self._posts.items()
        }
        usual = max(fmean(lengths.values()), 1.0) if lengths else 1.0
        scores: dict[int, float] = defaultdict(float)
        for term in lexical_terms(text):
            found = [i for i in lengths if self._has(i, term)]
            idf = math.log(1 + (len(lengths) - len(found) + 0.5) / (len(found) + 0.5))
            for i in found:
                scores[i] += idf * 2.2 / (1 + 1.2 * (0.25 + 0.75 * lengths[i] / usual))
        passing = set(self._passing(where))
        return _run({i: score for i, score in scores.items() if i in passing}, k, "lexical")

    def _has(self, number: PostId, term: str) -> bool:
        return holds(self._posts[number].text, term) or holds(self._extras[number], term)

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
