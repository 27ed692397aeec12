"""The store: one SQLite file that holds every post, creator, cursor and vector."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.errors import StoreError
from engine.store import (
    contents,
    embeddings,
    identities,
    judging,
    labels,
    languages,
    matched,
    mentions,
    pages,
    profiles,
    removal,
    reports,
    schema,
)
from engine.store.community import Community
from engine.store.connection import STATE, connect, make_durable, translated, writing
from engine.store.contents import StoreCounts
from engine.store.embeddings import Embedding, PendingPost, StoredModel
from engine.store.judging import Judged, Unjudged
from engine.store.labels import Label
from engine.store.languages import PostLanguage, UndetectedPost
from engine.store.matched import Batch, Match
from engine.store.mentions import BrandCounts
from engine.store.pages import Committed
from engine.store.rows import to_microseconds
from engine.vocabulary import (
    CorpusSummary,
    Creator,
    CreatorId,
    CreatorKey,
    Ids,
    Mention,
    MentionTable,
    Page,
    Passage,
    Post,
    PostId,
    PostKey,
    Vectors,
)

_WAIT_SECONDS = 30.0


class Store:
    """The truth about what was collected; open it with `Store.open`, close it when done.

    Every write is one transaction, on disk when the method returns. Readers in other processes
    are not disturbed by it. Every method raises `StoreError` where the database is locked for
    longer than the wait, full, not writable or damaged.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, database_id: str) -> None:
        self.connection = connection
        self.path = path
        self.database_id = database_id  # 32 hex digits, made with the file and never changed

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, wait: float = _WAIT_SECONDS) -> Store:
        """Open the database at `path`, made or migrated if need be; `wait` is in seconds.

        Raises:
            StoreError: it cannot be opened, is damaged, is not ours, or is newer than this code;
                with `read_only`, also if it is missing or has to be migrated first.
        """
        if read_only and not path.exists():
            raise StoreError(
                f"there is no database {path}", hint="overheard import makes it from a file"
            )
        with translated(path):
            connection = connect(path, read_only=read_only, wait=wait)
            try:
                _prepare(connection, path, read_only=read_only, wait=wait)
                return cls(connection, path, _database_id(connection))
            except BaseException:
                connection.close()
                raise

    def close(self) -> None:
        """Close the file; closing twice is no error."""
        self.connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for queries, with its errors in our words."""
        with translated(self.path):
            yield self.connection

    @contextmanager
    def _writing(self, *, renames: bool = True) -> Iterator[sqlite3.Connection]:
        with translated(self.path), writing(self.connection, renames=renames):
            yield self.connection

    @contextmanager
    def noting(self) -> Iterator[sqlite3.Connection]:
        """Lend the connection for one transaction that changes neither posts nor creators."""
        with self._writing(renames=False) as connection:
            yield connection

    def commit_page(
        self, page: Page, *, now: datetime, source: str | None = None, query: str | None = None
    ) -> Committed:
        """Keep the posts and creators of `page`, and its cursor, in one transaction.

        What the page says is deleted is removed after that. Creators who were erased, and what
        they post, are refused. The cursor is kept under (`source`, `query`) if both are given and
        the page has one. `now` is the time of fetching. `engine.store.pages` states what an update
        changes.
        """
        with self.reading() as connection:
            page, refused = removal.without_erased(connection, page)
        posts, creators = pages.post_rows(page, now=now), pages.creator_rows(page, now=now)
        with self._writing() as connection:
            committed = pages.upsert(connection, posts=posts, creators=creators)
            removed = removal.remove(connection, page.deleted, page.deleted_creators)
            if source is not None and query is not None and page.cursor is not None:
                connection.execute(
                    "INSERT OR REPLACE INTO cursors(source, query, cursor) VALUES (?, ?, ?)",
                    (source, query, page.cursor),
                )
        return replace(committed, removed=removed, refused=refused)

    def commit_profiles(self, page: Page, source: str, asked: Sequence[str], now: datetime) -> None:
        """Keep the profiles of `page`, and that those `asked` of `source` were looked up `now`."""
        self.commit_page(page, now=now)
        with self._writing() as connection:
            profiles.mark(connection, source, asked, now=now)

    def stale_creators(self, source: str, *, before: datetime, limit: int) -> Sequence[str]:
        """Return the native ids of creators of `source` whose profile is not known since `before`.

        At most `limit`, those never looked up first, then the longest ago.
        """
        with self.reading() as connection:
            return profiles.stale(connection, source, before=before, limit=limit)

    def erase(self, keys: Sequence[CreatorKey], *, now: datetime) -> int:
        """Remove the creators and all they posted, refuse them from now on; return posts removed.

        What was deleted is overwritten in the file, not only marked as free.
        """
        with translated(self.path):
            return removal.erase(self.connection, keys, now=now)

    def erased_of(self, keys: Sequence[CreatorKey]) -> set[CreatorKey]:
        """Return those of `keys` who were erased."""
        with self.reading() as connection:
            return removal.erased(connection, keys)

    @property
    def community(self) -> Community:
        """Return the lists of customers and followers of this store."""
        return Community(self.connection, self.path)

    def decide_identity(
        self, pair: tuple[CreatorId, CreatorId], *, is_same: bool | None, now: datetime
    ) -> None:
        """Keep whether two creators are the same person; `None` takes it back."""
        with self._writing() as connection:
            identities.decide(connection, pair, is_same=is_same, now=now)

    def put_report(self, kind: str, report: Mapping[str, object], *, now: datetime) -> None:
        """Keep the report of a run; the oldest go when there are too many of its kind."""
        with self._writing() as connection:
            reports.put(connection, kind, report, now=now)

    def reports(self, kind: str, limit: int = 1) -> Sequence[Mapping[str, Any]]:
        """Return the last reports of a kind, the newest first."""
        with self.reading() as connection:
            return reports.last(connection, kind, limit)

    def cursor(self, source: str, query: str) -> str | None:
        """Return where to go on with `query` at `source`; `None`: from the beginning."""
        with self.reading() as connection:
            row = connection.execute(
                "SELECT cursor FROM cursors WHERE source = ? AND query = ?", (source, query)
            ).fetchone()
        return None if row is None else str(row[0])

    def pending_embeddings(
        self, model_id: str, limit: int, *, after: int = 0
    ) -> Sequence[PendingPost]:
        """Return at most `limit` posts, by ascending id above `after`, that lack a vector."""
        with self.reading() as connection:
            return embeddings.pending(connection, model_id, limit=limit, after=after)

    def n_pending(self, model_id: str) -> int:
        """Return how many posts lack a vector of the model."""
        with self.reading() as connection:
            return embeddings.n_pending(connection, model_id)

    def known_vectors(
        self, model_id: str, hashes: Iterable[bytes]
    ) -> Mapping[bytes, NDArray[np.float16]]:
        """Return the vectors, by content hash, of the texts that were embedded before."""
        with self.reading() as connection:
            return embeddings.known_vectors(connection, model_id, hashes)

    def put_embeddings(self, model_id: str, dim: int, rows: Sequence[Embedding]) -> None:
        """Add vectors, each as a new row in place of an older one of the same post and model.

        Raises:
            ValueError: a vector has another length than `dim`, or `dim` is not the model's.
        """
        with self._writing() as connection:
            embeddings.put(connection, model_id, dim, rows)

    def embeddings_after(
        self, model_id: str, watermark: int, *, batch: int = 8192
    ) -> Iterator[tuple[Ids, Vectors]]:
        """Yield (ids ascending, (n, dim) float32 unit rows) of the rows above `watermark`."""
        with translated(self.path):
            yield from embeddings.after(self.connection, model_id, watermark, batch=batch)

    def vectors(self, model_id: str, post_ids: Iterable[int]) -> Mapping[PostId, Vectors]:
        """Return the (dim,) unit vectors of those posts that have one of their text as it is."""
        with self.reading() as connection:
            return embeddings.of_posts(connection, model_id, post_ids)

    def embedding_ids(self, model_id: str) -> Ids:
        """Return the ids of all vectors of the model, ascending."""
        with self.reading() as connection:
            return embeddings.ids_of(connection, model_id)

    def n_embeddings(self, model_id: str) -> int:
        """Return how many vectors of the model there are."""
        with self.reading() as connection:
            return embeddings.count(connection, model_id)

    def last_embedding_id(self) -> int:
        """Return the largest id ever given to a vector, 0 if none."""
        with self.reading() as connection:
            return embeddings.last_id(connection)

    def models(self) -> tuple[StoredModel, ...]:
        """Return the models that vectors are kept of, oldest first."""
        with self.reading() as connection:
            return embeddings.models(connection)

    def pending_languages(self, limit: int, *, after: int = 0) -> Sequence[UndetectedPost]:
        """Return at most `limit` posts, by ascending id above `after`, that lack a language."""
        with self.reading() as connection:
            return languages.pending(connection, limit=limit, after=after)

    def n_pending_languages(self) -> int:
        """Return how many posts lack a language."""
        with self.reading() as connection:
            return languages.n_pending(connection)

    def put_languages(self, rows: Sequence[PostLanguage]) -> None:
        """Keep the languages of posts, each in place of an older one."""
        with self._writing() as connection:
            languages.put(connection, rows)

    def language_counts(self, sure: float) -> Mapping[str | None, int]:
        """Return how many posts are in each language with confidence `sure`; `None`: not sure."""
        with self.reading() as connection:
            return languages.counts(connection, sure)

    def sync_cards(self, lexicons: Mapping[str, str]) -> None:
        """Let the brand cards be those of `lexicons`: a word for what decides matching, by brand.

        Posts are to be held against a card again if its word changed; the mentions of a card that
        is gone go. Call this and what follows on it under the lock of the home.
        """
        if not self.are_synced(lexicons):
            with self._writing(renames=False) as connection:
                matched.sync_cards(connection, lexicons)

    def are_synced(self, lexicons: Mapping[str, str]) -> bool:
        """Return whether the cards are those of `lexicons` and all posts were held against them."""
        with self.reading() as connection:
            return matched.are_synced(connection, lexicons)

    def n_unmatched(self) -> int:
        """Return how many posts are left to be held against at least one card."""
        with self.reading() as connection:
            return matched.n_unmatched(connection)

    def next_batch(self, limit: int) -> Batch | None:
        """Return at most `limit` posts to be held against cards, `None` if nothing is left."""
        with self.reading() as connection:
            return matched.next_batch(connection, limit)

    def put_matches(self, batch: Batch, matches: Sequence[Match], *, now: datetime) -> None:
        """Keep what was found in the posts of `batch`, in place of what was before."""
        with self._writing(renames=False) as connection:
            matched.put_matches(connection, batch, matches, now=now)

    def passages(self, limit: int, *, after: int = 0) -> Mapping[PostId, Passage]:
        """Return at most `limit` posts with an id above `after`, as matching looks at them."""
        with self.reading() as connection:
            return matched.passages(connection, limit, after=after)

    def set_judge(self, brand: str, judge: str) -> None:
        """Let the mentions of `brand` be judged anew if they were not by `judge`, a word."""
        with self._writing(renames=False) as connection:
            judging.set_judge(connection, brand, judge)

    def unjudged(self, brand: str, limit: int, *, after: int = 0) -> Sequence[Unjudged]:
        """Return at most `limit` posts to be judged, by ascending id above `after`."""
        with self.reading() as connection:
            return judging.unjudged(connection, brand, limit=limit, after=after)

    def found_in(self, brand: str, post_ids: Sequence[int]) -> Sequence[Unjudged]:
        """Return those of `post_ids` in which the card of `brand` found something, by id."""
        with self.reading() as connection:
            return judging.found_in(connection, brand, post_ids)

    def labels(self, brand: str) -> tuple[Label, ...]:
        """Return what people said of posts that the card of `brand` found, by post."""
        with self.reading() as connection:
            return labels.of(connection, brand)

    def put_labels(self, brand: str, rows: Sequence[Label]) -> None:
        """Keep what people said of posts, each in place of an earlier word on the same post."""
        with self._writing(renames=False) as connection:
            labels.put(connection, brand, rows)

    def remove_label(self, brand: str, post_id: PostId) -> bool:
        """Forget what was said of a post for `brand`; return whether anything was."""
        with self._writing(renames=False) as connection:
            return labels.remove(connection, brand, post_id)

    def posts_alike(self, brand: str, key: PostKey) -> Sequence[PostId]:
        """Return the posts with the text of `key`, itself first, in which the card found something.

        None if it found nothing in that post.
        """
        with self.reading() as connection:
            return judging.alike(connection, brand, key)

    def let_wait(self, brand: str, post_ids: Sequence[PostId]) -> None:
        """Let the mentions of `brand` in `post_ids` be judged anew."""
        with self._writing(renames=False) as connection:
            judging.wait(connection, brand, post_ids)

    def put_verdicts(self, brand: str, rows: Sequence[Judged]) -> None:
        """Keep how the mentions of `brand` are meant."""
        with self._writing(renames=False) as connection:
            judging.put_verdicts(connection, brand, rows)

    def siblings(self) -> tuple[Ids, Ids]:
        """Return the creators of posts to be judged, and with each a post of theirs; by creator."""
        with self.reading() as connection:
            return judging.siblings(connection)

    def brands(self) -> tuple[str, ...]:
        """Return the brands whose cards were held against posts, in order."""
        with self.reading() as connection:
            return mentions.brands(connection)

    def judges(self) -> Mapping[str, str | None]:
        """Return by what each brand's mentions are judged, None: by nothing yet."""
        with self.reading() as connection:
            return mentions.judges(connection)

    def brand_counts(self) -> Sequence[BrandCounts]:
        """Return what every card found, in order of brands."""
        with self.reading() as connection:
            return mentions.counts(connection)

    def mentions(
        self, post_ids: Iterable[int], brands: Sequence[str] = ()
    ) -> Mapping[PostId, Sequence[Mention]]:
        """Return the mentions in posts, by brand and place, of `brands` only if there are any."""
        with self.reading() as connection:
            return mentions.mentions(connection, post_ids, brands)

    def mention_table(self, brands: Sequence[str] = ()) -> MentionTable:
        """Return the posts that mention `brands` (none: all there are), whatever the verdict."""
        with self.reading() as connection:
            return mentions.table(connection, brands or mentions.brands(connection))

    def state(self) -> str | None:
        """Return a word that every transaction that writes replaces by a new random one.

        Two equal ones were read of the same contents; mentions have no part in it. `None` if
        nothing was written since the database was made by a version without such a word.
        """
        return self.note(STATE)

    def note(self, key: str) -> str | None:
        """Return what was noted under `key`, `None` if nothing."""
        with self.reading() as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def put_note(self, key: str, value: str) -> None:
        """Note `value` under `key`, in place of what was noted there."""
        with self._writing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)", (key, value)
            )

    def posts(self, ids: Iterable[int]) -> Mapping[PostId, Post]:
        """Return those of the posts `ids` (any number) that exist."""
        with self.reading() as connection:
            return contents.posts(connection, ids)

    def posts_by_keys(self, keys: Iterable[PostKey]) -> Sequence[Post]:
        """Return those of the posts `keys` that exist, in that order."""
        with self.reading() as connection:
            return contents.posts_by_keys(connection, keys)

    def posts_by(
        self,
        creators: Iterable[int],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Mapping[CreatorId, Sequence[Post]]:
        """Return the posts of each of `creators` from `since` to before `until`, oldest first."""
        bounds = [None if when is None else to_microseconds(when) for when in (since, until)]
        with self.reading() as connection:
            return contents.posts_by(connection, creators, *bounds)

    def creators(self, ids: Iterable[int]) -> Mapping[CreatorId, Creator]:
        """Return those of the creators `ids` (any number) that exist."""
        with self.reading() as connection:
            return contents.creators(connection, ids)

    def creators_by_handle(self, handle: str) -> Sequence[CreatorId]:
        """Return the creators called `handle`, with or without `@`, in any (ASCII) case, by id."""
        with self.reading() as connection:
            return contents.creators_by_handle(connection, handle)

    def creator_by_key(self, key: CreatorKey) -> CreatorId | None:
        """Return the creator with this identity, `None` if there is none."""
        with self.reading() as connection:
            return contents.creator_by_key(connection, key)

    def summary(self) -> CorpusSummary:
        """Return counts, the span of posting times, and posts by source."""
        with self.reading() as connection:
            return contents.summary(connection)

    def only_source(self) -> str | None:
        """Return the source that all posts are of, `None` if there are several or no posts."""
        with self.reading() as connection:
            return contents.only_source(connection)

    def last_post_id(self) -> int:
        """Return the largest id of a post, 0 if there is none; new posts have larger ones."""
        with self.reading() as connection:
            (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM posts").fetchone()
        return int(last)

    def posted_days(self, since: datetime) -> Ids:
        """Return the days (since 1970, UTC) from `since` on that posts were written on."""
        with self.reading() as connection:
            return contents.posted_days(connection, since)

    def posts_by_day(self, since: datetime) -> Mapping[str, Mapping[int, int]]:
        """Return, by source and day (since 1970, UTC), the posts written from `since` on."""
        with self.reading() as connection:
            return contents.posts_by_day(connection, since)

    def counts(self, model_id: str) -> StoreCounts:
        """Return how far the posts have come with the model, and the freshness of each source."""
        with self.reading() as connection:
            return contents.counts(connection, model_id)

    def damage(self) -> Sequence[str]:
        """Return what is wrong with the file, a sentence each; empty if it is sound.

        Reads the whole database. The full-text indexes are held against their tables too, unless
        the store was opened for reading only.
        """
        with self.reading() as connection:
            found = contents.damage(connection)
            (locked_for_writing,) = connection.execute("PRAGMA query_only").fetchone()
        if found or locked_for_writing:
            return found
        with self._writing() as connection:
            return contents.full_text_damage(connection)


def _prepare(connection: sqlite3.Connection, path: Path, *, read_only: bool, wait: float) -> None:
    """Migrate if need be; a file that is not ours is refused before anything is written to it."""
    is_current = schema.is_current(connection)
    if not read_only:
        make_durable(connection, wait=wait)
    if is_current:
        return
    if read_only:
        raise StoreError(
            f"the database {path} is of an older version",
            hint="run overheard index once, which brings it up to date",
        )
    with writing(connection):
        schema.migrate(connection)


def _database_id(connection: sqlite3.Connection) -> str:
    query = "SELECT value FROM meta WHERE key = 'database_id'"
    (database_id,) = connection.execute(query).fetchone()
    return str(database_id)
