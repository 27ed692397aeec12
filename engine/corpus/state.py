"""The posts of a corpus at one moment, and what is worked out from them when first asked for."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypedDict

import numpy as np

from engine.beside import at_once
from engine.columns import Columns, Masks
from engine.columns.tables import chunks, rows_among
from engine.corpus import kept
from engine.corpus.activity import Traits
from engine.corpus.kept import Origin, WorkedOut
from engine.corpus.lexical import Lexical
from engine.corpus.profiles import Profiles, chosen, draw_texts, ordinary_texts, sample
from engine.corpus.repeats import NEAR
from engine.corpus.spoken import Words, words_in
from engine.protocols import Embedder, VectorIndex
from engine.store.rows import from_microseconds
from engine.vocabulary import CorpusSummary, Ids, PostFilter, Run, Sample, Scores, Vectors

_TEXTS = "SELECT id, text FROM posts ORDER BY id"
_FEW_TEXTS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where what is worked out is kept, and of what origin it is; `is_of_now` as long as it is."""

    path: Path
    origin: Origin
    is_of_now: Callable[[], bool]


class _OfTexts(TypedDict):
    """The part of `WorkedOut` that is found in texts."""

    words: Words
    lengths: Scores
    ordinary: Vectors
    draws: Vectors


class State:
    """All that was loaded at one moment. The connection shows later moments, too."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        columns: Columns,
        *,
        index: VectorIndex,
        embedder: Embedder,
        place: Place | None,
        worked_out: WorkedOut | None = None,
    ) -> None:
        self.columns = columns
        self.index = index
        self.summary = _summary(columns)
        self.masks = Masks(columns, connection)
        lengths = None if worked_out is None else worked_out.lengths
        self.lexical = Lexical(connection, columns.posts.ids, lengths)
        if worked_out is not None:
            self.__dict__["worked_out"] = worked_out
        self._connection = connection
        self._embedder = embedder
        self._place = place
        embedding = columns.posts.embedding
        order = np.argsort(embedding, kind="stable")
        known = order[embedding[order] > 0]
        self._embedded = known.astype(np.int32)  # rows of posts with a vector, by its id
        self._embeddings = index.ids()  # those ids, ascending

    def dense(self, query: Vectors, k: int, where: PostFilter) -> Run:
        """Return the posts most similar to `query`."""
        mask = self.masks.posts(where)
        allowed = None if mask.all() else self._embeddings[np.flatnonzero(mask[self._embedded])]
        run = self.index.search(query, k, allowed=allowed)
        ids = self.columns.posts.ids[self._embedded[rows_among(self._embeddings, run.ids)]]
        order = np.lexsort((ids, -run.scores))
        return Run(ids[order], run.scores[order], "dense")

    @cached_property
    def worked_out(self) -> WorkedOut:
        """What takes a while: some seconds for a million posts; kept for the next process.

        Vectors are gone through while texts are: both leave a processor to the other.
        """
        texts, profiles = at_once(self._of_texts, partial(Profiles.make, self.columns, self.index))
        found = WorkedOut(profiles=profiles, **texts)
        if self._place is not None and self._place.is_of_now():
            kept.write(self._place.path, self._place.origin, self.columns, found)
        return found

    @cached_property
    def traits(self) -> Traits:
        """What is known of every post beside its columns."""
        found = self.worked_out
        return Traits(
            is_repeated=found.profiles.is_repeated,
            said_before=found.profiles.said_before,
        )

    @cached_property
    def sample(self) -> Sample:
        """Posts that nearly repeat none of their creator's, and creators; one object a state."""
        posts, found = self.columns.posts, self.worked_out
        once = (posts.embedding > 0) & (found.profiles.said_before < NEAR)
        keys = np.full(len(self.columns.creators.ids), np.iinfo(np.int64).max)
        np.minimum.at(keys, posts.creator, posts.text_key)
        means = found.profiles.means
        creators = means.ids()
        rows = np.flatnonzero(once)
        rows = np.sort(rows[chosen(posts.embedding[rows], posts.text_key[rows])])
        spoken = found.words.of(rows)
        return Sample(
            ordinary=found.ordinary,
            draws=found.draws,
            codes=spoken.codes,
            n_words=spoken.n_words,
            posts=sample(self.index, posts.embedding[once], posts.text_key[once]),
            profiles=sample(means, creators, keys[self.columns.creator_rows(creators)]),
        )

    def _of_texts(self) -> _OfTexts:
        return {
            "words": self._words(),
            "lengths": self.lexical.lengths,
            "ordinary": self._embed(ordinary_texts()),
            "draws": self._embed(draw_texts()),
        }

    def _words(self) -> Words:
        """Return the words of all posts by row; a post that is gone by now has none."""
        ids, parts = self.columns.posts.ids, [np.zeros(0, dtype=np.int64)]
        words = words_in(self._texts(parts))
        read = np.concatenate(parts)
        if np.array_equal(ids, read):
            return words
        places = np.minimum(np.searchsorted(read, ids), max(len(read) - 1, 0))
        found = read[places] == ids if len(read) else np.zeros(len(ids), dtype=np.bool_)
        return words.at(found, places)

    def _texts(self, read: list[Ids]) -> Iterator[Sequence[str]]:
        """Yield the texts of all posts there are now, some at a time; their ids go to `read`."""
        for ids, texts in chunks(self._connection.execute(_TEXTS)):
            read.append(np.array(ids, dtype=np.int64))
            yield texts

    def _embed(self, texts: list[str]) -> Vectors:
        """Embed a few at a time: many long texts at once would be the process' largest need."""
        parts = [texts[i : i + _FEW_TEXTS] for i in range(0, len(texts), _FEW_TEXTS)]
        return np.concatenate([self._embedder.embed(part) for part in parts])


def _summary(columns: Columns) -> CorpusSummary:
    """Return counts, the span of posting times, and posts by source in order of name."""
    times = columns.posts.created_at
    counts = np.bincount(columns.posts.source, minlength=len(columns.sources)).tolist()
    by_source = dict(sorted(zip(columns.sources, counts, strict=True)))
    return CorpusSummary(
        posts=len(times),
        creators=len(columns.creators.ids),
        oldest=from_microseconds(int(times.min())) if len(times) else None,
        newest=from_microseconds(int(times.max())) if len(times) else None,
        by_source={source: count for source, count in by_source.items() if count},
    )
