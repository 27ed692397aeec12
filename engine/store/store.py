"""The store: one SQLite file that holds every post, creator, cursor and vector."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.store import identities, pages, profiles, removal, reports
from engine.store.community import Community
from engine.store.connection import translated
from engine.store.contents import Contents
from engine.store.deliveries import Deliveries
from engine.store.embeddings import Embeddings
from engine.store.judging import Judgements
from engine.store.labels import Labels
from engine.store.languages import Languages
from engine.store.matched import Matched
from engine.store.mentions import Mentions
from engine.store.pages import Committed
from engine.store.soundness import Soundness
from engine.store.tallies import Tallies
from engine.vocabulary import CreatorId, CreatorKey, Page


class Store(
    Contents,
    Tallies,
    Embeddings,
    Languages,
    Matched,
    Judgements,
    Labels,
    Mentions,
    Deliveries,
    Soundness,
):
    """The truth about what was collected; open it with `Store.open`, close it when done.

    Every write is one transaction, on disk when the method returns. Readers in other processes
    are not disturbed by it. Every method raises `StoreError` where the database is locked for
    longer than the wait, full, not writable or damaged.
    """

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

    def without_erased(self, page: Page) -> Page:
        """Return `page` without creators who were erased, and what they post."""
        with self.reading() as connection:
            return removal.without_erased(connection, page)[0]

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
