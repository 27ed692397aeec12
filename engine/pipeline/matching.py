"""From stored posts to mentions: hold them against brand cards, judge what was found.

What is left to do is asked of the database, and every batch is a transaction with what it gave:
killed at any moment and run again, the outcome is that of an undisturbed run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np

from engine.protocols import Progress
from engine.store import Judged, Match, Store, Unjudged
from engine.vocabulary import (
    Brand,
    Case,
    Ids,
    Judgement,
    Naming,
    Passage,
    PostId,
    Span,
    Stance,
    Vectors,
)

POSTS_AT_A_TIME = 8_192
CASES_AT_A_TIME = 512
SAMPLE = 32  # other posts of a creator that a judge sees


class Matcher(Protocol):
    """Finds all spans of all its cards, in the order of each text."""

    def spans(self, passages: Sequence[Passage]) -> Sequence[Sequence[Span]]:
        """Return the spans of each passage."""


class Judge(Protocol):
    """Says how what a card found is meant; `id` hashes all that decides what it says."""

    @property
    def id(self) -> str:
        """Another one has everything judged anew."""

    def judge(self, cases: Sequence[Case]) -> Sequence[Judgement]:
        """Return what each case comes to."""


class StancesOf(Protocol):
    """Says where the writers of texts stand towards the brands these name."""

    def __call__(self, namings: Sequence[Naming]) -> Sequence[Stance]:
        """Return the stance of each of `namings`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How cards are held against posts; `lexicon` hashes all of a card and of the rules."""

    matcher: Callable[[Sequence[Brand]], Matcher]
    lexicon: Callable[[Brand], str]
    stances: StancesOf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """What matching did: posts looked at, and of how many what of the brands was found."""

    posts: int
    mentions: int  # pairs of post and brand
    brands: int

    def __str__(self) -> str:
        mentions, brands = _n(self.mentions, "mention"), _n(self.brands, "brand")
        return f"{mentions} of {brands} found in {_n(self.posts, 'post')}"


def _n(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def match_pending(
    store: Store,
    cards: Sequence[Brand],
    rules: Rules,
    *,
    now: datetime,
    progress: Progress | None = None,
) -> MatchReport:
    """Hold `cards` against the posts they have not seen, and drop mentions of cards that are gone.

    A new or changed card looks at all posts, new and changed posts are looked at by all cards.
    `progress` is told the posts done of those that were pending. Call it under the home's lock.
    """
    store.sync_cards({card.key: rules.lexicon(card) for card in cards})
    pending, done, mentions, brands = store.n_unmatched(), 0, 0, set()
    matchers: dict[tuple[str, ...], Matcher] = {}
    while batch := store.next_batch(POSTS_AT_A_TIME):
        if batch.brands not in matchers:
            chosen = [card for card in cards if card.key in batch.brands]
            matchers[batch.brands] = rules.matcher(chosen)
        found = _matches(batch.posts, matchers[batch.brands], rules.stances)
        store.put_matches(batch, found, now=now)
        done, mentions = done + len(batch.posts), mentions + len(found)
        brands |= {match.brand for match in found}
        if progress is not None:
            progress(done, max(done, pending))
    return MatchReport(posts=done, mentions=mentions, brands=len(brands))


def _matches(
    posts: Mapping[PostId, Passage], matcher: Matcher, stances: StancesOf | None
) -> list[Match]:
    """Return what is found in `posts`, by post and brand."""
    found = [
        (post_id, passage, brand, spans)
        for (post_id, passage), spans in zip(
            posts.items(), matcher.spans([*posts.values()]), strict=True
        )
        for brand in sorted({span.brand for span in spans})
    ]
    told = _told([_naming(passage, spans, brand) for _, passage, brand, spans in found], stances)
    return [
        Match(
            post_id=post_id,
            brand=brand,
            spans=tuple(span for span in spans if span.brand == brand),
            stance=stance,
        )
        for (post_id, _, brand, spans), stance in zip(found, told, strict=True)
    ]


def _naming(passage: Passage, spans: Sequence[Span], brand: str) -> Naming:
    """Return where the text itself names `brand` and others; a post's links do not count."""
    mine = tuple((span.start, span.end) for span in spans if span.end and span.brand == brand)
    others = tuple((span.start, span.end) for span in spans if span.end and span.brand != brand)
    return Naming(text=passage.text, spans=mine, others=others, lang=passage.lang)


def _told(namings: Sequence[Naming], stances: StancesOf | None) -> list[Stance | None]:
    """Return the stance of each of `namings`; None where the brand stands nowhere in the text."""
    if stances is None:
        return [None] * len(namings)
    told = iter(stances([naming for naming in namings if naming.spans]))
    return [next(told) if naming.spans else None for naming in namings]


def judge_pending(
    store: Store,
    judges: Mapping[str, Judge],
    *,
    model_id: str,
    progress: Progress | None = None,
) -> int:
    """Judge the mentions that are not, or were by other judges; return of how many posts.

    `judges` are by brand; a brand without one is left as it is. Posts are shown with their vectors
    of `model_id`; those that are still to be embedded wait.
    """
    for brand, judge in judges.items():
        store.set_judge(brand, judge.id)
    waiting = {counts.brand: counts.unjudged for counts in store.brand_counts()}
    pending, done = sum(waiting.get(brand, 0) for brand in judges), 0
    if not pending:
        return 0
    neighbours = _Neighbours(store, model_id)
    for brand, judge in judges.items():
        for n_judged in _judge_waiting(store, brand, judge, neighbours):
            done += n_judged
            if progress is not None:
                progress(done, max(done, pending))
    return done


def judge_waiting(store: Store, brand: str, judge: Judge, *, model_id: str) -> int:
    """Judge the mentions of `brand` that wait for it; return of how many posts.

    Whoever judged the others. Posts that are still to be embedded go on waiting.
    """
    return sum(_judge_waiting(store, brand, judge, _Neighbours(store, model_id)))


def _judge_waiting(
    store: Store, brand: str, judge: Judge, neighbours: _Neighbours
) -> Iterator[int]:
    """Judge batch by batch, each a transaction; yield of how many posts."""
    last = 0
    while posts := store.unjudged(brand, CASES_AT_A_TIME, after=last):
        rows = _judged(posts, judge, neighbours)
        store.put_verdicts(brand, rows)
        last = posts[-1].post_id
        yield len(rows)


def _judged(posts: Sequence[Unjudged], judge: Judge, neighbours: _Neighbours) -> list[Judged]:
    cases = {
        post.post_id: case
        for post, case in zip(posts, neighbours.cases(posts), strict=True)
        if case.vector is not None or not post.has_words
    }
    said = judge.judge([*cases.values()]) if cases else ()
    return [
        Judged(post_id=post_id, verdict=one.verdict, sureness=one.sureness, is_draw=one.is_draw)
        for post_id, one in zip(cases, said, strict=True)
    ]


def cases_of(store: Store, posts: Sequence[Unjudged], *, model_id: str) -> list[Case]:
    """Return posts as cases, without a look at what else their creators posted."""
    vectors = store.vectors(model_id, [post.post_id for post in posts])
    return [_case(post, vectors) for post in posts]


def _case(
    post: Unjudged, vectors: Mapping[PostId, Vectors], *, others: Vectors | None = None
) -> Case:
    return Case(
        text=post.text,
        spans=post.spans,
        source=post.source,
        lang=post.lang,
        vector=vectors.get(post.post_id),
        others=others,
    )


class _Neighbours:
    """What else the creators of the posts to be judged have posted: a sample, always the same."""

    def __init__(self, store: Store, model_id: str) -> None:
        self._store, self._model_id = store, model_id
        self._creators, self._posts = store.siblings()

    def cases(self, posts: Sequence[Unjudged]) -> list[Case]:
        """Return `posts` as cases."""
        others = [self._others(post) for post in posts]
        wanted = {int(post.post_id) for post in posts}.union(*(ids.tolist() for ids in others))
        vectors = self._store.vectors(self._model_id, sorted(wanted))
        return [
            _case(post, vectors, others=_stacked(vectors, ids))
            for post, ids in zip(posts, others, strict=True)
        ]

    def _others(self, post: Unjudged) -> Ids:
        """Return the ids of at most `SAMPLE` other posts of the post's creator."""
        start, end = np.searchsorted(self._creators, [post.creator_id, post.creator_id + 1])
        ids = self._posts[start:end][: SAMPLE + 1]
        return np.asarray(ids[ids != post.post_id][:SAMPLE])


def _stacked(vectors: Mapping[PostId, Vectors], ids: Ids) -> Vectors | None:
    found = [vectors[PostId(id_)] for id_ in ids.tolist() if id_ in vectors]
    return np.stack(found) if found else None
