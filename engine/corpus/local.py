"""A corpus in one folder of this machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from engine.beside import at_once
from engine.closing import Closing
from engine.columns import Columns
from engine.corpus import kept
from engine.corpus.activity import activity
from engine.corpus.heard import heard
from engine.corpus.kept import Origin, WorkedOut
from engine.corpus.state import Place, State
from engine.corpus.wording import wording
from engine.errors import ConfigError
from engine.protocols import Embedder, VectorIndex
from engine.store import Store, database_path, index_path
from engine.store.home import kept_path
from engine.vectors import memory_index, open_index
from engine.vocabulary import (
    Activity,
    CorpusSummary,
    Creator,
    CreatorId,
    CreatorKey,
    EngagementTable,
    Heard,
    Ids,
    Post,
    PostFilter,
    PostId,
    Run,
    Sample,
    Spoken,
    Vectors,
    Wording,
)


class LocalCorpus(Closing):
    """The posts in a home as they were at one moment; implements `engine.protocols.Corpus`.

    Numbers of posts are columns in memory, texts stay in the database. Vectors that the index
    file lacks are added in memory, so a missing, damaged or old file costs time and nothing else.
    One thread at a time, any.
    """

    def __init__(self, store: Store, home: Path, embedder: Embedder) -> None:
        self._store = store
        self._home = home
        self._embedder = embedder
        self._model_id, self._dim = embedder.model_id, embedder.dim
        self._notice: str | None = None
        self._version, self._state = self._load()

    @classmethod
    def open(cls, home: Path, embedder: Embedder) -> LocalCorpus:
        """Open the corpus in `home` for reading, with the vectors of `embedder`'s model.

        Raises:
            ConfigError: there is no database in `home`.
            StoreError: the database cannot be read.
        """
        path = database_path(home)
        if not path.exists():
            raise ConfigError(
                f"there are no posts in {home}",
                hint="run overheard import FILE first, or overheard demo for a look around",
            )
        store = Store.open(path, read_only=True)
        try:
            return cls(store, home, embedder)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the database; closing twice is no error."""
        self._store.close()

    @property
    def notice(self) -> str | None:
        """Why the file of the vector index could not be used, as a sentence; `None` if it was."""
        return self._notice

    def is_stale(self) -> bool:
        """Return whether another process has changed the database since it was loaded."""
        return self._data_version() != self._version

    def refresh(self) -> None:
        """Load again what the database holds now, if it has changed."""
        if self.is_stale():
            self._version, self._state = self._load()

    def _data_version(self) -> int:
        with self._store.reading() as connection:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def _load(self) -> tuple[int, State]:
        with self._store.reading() as connection:
            # One read transaction: columns and vectors of the same moment.
            connection.execute("BEGIN")
            try:
                version = self._data_version()
                return version, self._loaded(connection)
            finally:
                connection.execute("COMMIT")

    def _loaded(self, connection: sqlite3.Connection) -> State:
        place = self._place()

        def read() -> tuple[Columns, WorkedOut | None]:
            known = None if place is None else kept.read(place.path, place.origin)
            return known or (Columns.load(connection, self._model_id), None)

        # The file of the vectors is read meanwhile: of a million posts each takes a second.
        (columns, worked_out), index = at_once(read, self._index_of_file)
        return State(
            connection,
            columns,
            index=self._of_now(index, columns),
            embedder=self._embedder,
            place=place,
            worked_out=worked_out,
        )

    def _place(self) -> Place | None:
        """Return where what is worked out of the present state is kept, if that has a name."""
        state, store = self._store.state(), self._store
        if state is None:
            return None
        origin = Origin.of(database_id=store.database_id, state=state, model_id=self._model_id)
        path = kept_path(self._home, self._model_id)
        return Place(path=path, origin=origin, is_of_now=lambda: store.state() == state)

    def prepare(self) -> None:
        """Work out now what the first search would, and keep it in the home."""
        with self._store.reading():
            self._state.worked_out  # noqa: B018 - computed when asked for

    def _index_of_file(self) -> VectorIndex:
        index, self._notice = open_index(
            index_path(self._home, self._model_id),
            dim=self._dim,
            model_id=self._model_id,
            database_id=self._store.database_id,
        )
        return index

    def _of_now(self, index: VectorIndex, columns: Columns) -> VectorIndex:
        """Return an index of exactly the vectors that posts have now: `index`, if it can be."""
        current = columns.posts.embedding
        current = np.sort(current[current > 0])
        index = self._caught_up(index, current)
        if len(index) != len(current):
            index = self._caught_up(memory_index(self._dim), current)
        return index

    def _caught_up(self, index: VectorIndex, current: Ids) -> VectorIndex:
        if not len(current) or index.watermark() < current[-1]:
            for ids, vectors in self._store.embeddings_after(self._model_id, index.watermark()):
                index.add(ids, vectors)
        # Vectors of texts that were edited or removed would take places in every run.
        if not np.array_equal(index.ids(), current):
            index.remove(np.setdiff1d(index.ids(), current, assume_unique=True))
        return index

    def summary(self) -> CorpusSummary:
        """Return counts, the span of posting times, and posts by source."""
        return self._state.summary

    def dense(self, query: Vectors, k: int, where: PostFilter) -> Run:
        """Return the posts most similar to `query`."""
        return self._state.dense(query, k, where)

    def lexical(self, text: str, k: int, where: PostFilter) -> Run:
        """Return the posts that best match the words of `text`, by BM25."""
        with self._store.reading():
            return self._state.lexical.search(text, k, self._state.masks.posts(where))

    def wording(self, text: str, where: PostFilter) -> Wording:
        """Return the posts that hold `text` word for word, and how often chance would have it."""
        state = self._state
        with self._store.reading() as connection:
            mask = state.masks.posts(where)
            return wording(connection, state.lexical, state.columns.posts.ids, text, mask)

    def holding(self, texts: Sequence[str]) -> Sequence[Ids | None]:
        """Return, for each of `texts`, the posts that hold its words in a row, ascending."""
        with self._store.reading():
            found = [self._state.lexical.rows(text) for text in texts]
        ids = self._state.columns.posts.ids
        return [None if rows is None else ids[rows] for rows in found]

    def profiles(self, query: Vectors, k: int, where: PostFilter) -> Run:
        """Return the creators with a post that passes `where`, by similarity of their profile."""
        with self._store.reading():
            allowed = self._state.masks.creators(where)
            means = self._state.worked_out.profiles.means
        ids = None if allowed.all() else self._state.columns.creators.ids[allowed]
        run = means.search(query, k, allowed=ids)
        return Run(run.ids, run.scores, "profiles")

    def sample(self) -> Sample:
        """Return posts and creators that stand for all; one object a load."""
        with self._store.reading():
            return self._state.sample

    def activity(self, query: Vectors, creators: Ids, where: PostFilter) -> Activity:
        """Return the newest posts of `creators` that pass `where`, up to 500 of each."""
        with self._store.reading():
            mask, state = self._state.masks.posts(where), self._state
            return activity(state.columns, state.index, query, creators, mask, state.traits)

    def spoken(self, posts: Ids) -> Spoken:
        """Return the words of `posts`, in the same order.

        Raises:
            KeyError: there is no such post.
        """
        with self._store.reading():
            return self._state.worked_out.words.of(self._state.columns.post_rows(posts))

    def engagement(self) -> EngagementTable:
        """Return what is measured of every creator's engagement; one object a load."""
        return self._state.columns.engagement

    def creators_of(self, posts: Ids) -> Ids:
        """Return the creators of `posts`, in the same order.

        Raises:
            KeyError: there is no such post.
        """
        columns = self._state.columns
        return columns.creators.ids[columns.posts.creator[columns.post_rows(posts)]]

    def posts(self, ids: Ids) -> Mapping[PostId, Post]:
        """Return those of the posts `ids` that exist."""
        return self._store.posts(ids.tolist())

    def creators(self, ids: Ids) -> Mapping[CreatorId, Creator]:
        """Return those of the creators `ids` that exist."""
        return self._store.creators(ids.tolist())

    def mentions(self, creators: Sequence[CreatorKey]) -> Mapping[CreatorKey, Heard]:
        """Return what creators say of brands; those who are not there are left out."""
        ids = {key: self._store.creator_by_key(key) for key in creators}
        known = {key: number for key, number in ids.items() if number is not None}
        with self._store.reading():
            return heard(self._store, self._state.columns, self._state.masks, known)

    def find_creators(self, handle: str) -> Sequence[CreatorId]:
        """Return the creators called `handle`: `@handle`, `handle` or `source:native_id`."""
        source, _, native_id = handle.partition(":")
        exact = self._store.creator_by_key(CreatorKey(source, native_id)) if native_id else None
        return self._store.creators_by_handle(handle) if exact is None else (exact,)

    def dropped(self, where: PostFilter) -> Mapping[str, int]:
        """Count creators left out because a filter asked what is not known of them, by filter."""
        with self._store.reading():
            return self._state.masks.dropped(where)

    def why_not(self, creator: CreatorId, where: PostFilter) -> Sequence[str]:
        """Return the filters, as sentences, that keep this creator out; empty if none does.

        Raises:
            KeyError: there is no such creator.
        """
        rows = self._state.columns.creator_rows(np.array([creator], dtype=np.int64))
        if not len(rows):
            raise KeyError(creator)
        profile = self._store.creators([creator])[creator]
        with self._store.reading():
            return self._state.masks.why_not(int(rows[0]), profile, where)

    def knows_location(self, words: str) -> bool:
        """Return whether any creator is from `words`: a place by any of its names, or a text."""
        with self._store.reading():
            return bool(self._state.masks.located(words).any())
