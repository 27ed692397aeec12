"""Pages in the making."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from engine.vocabulary import Creator, CreatorKey, Page, Post, Problem
from indexers.records import (
    NativeCreator,
    declared,
    make_creator,
    make_post,
    unknown_fields,
)
from indexers.values import RefusedError, shown

PAGE_RECORDS = 20_000
PAGE_CHARACTERS = 10_000_000  # of posts: a page of very long ones is committed sooner
MAX_NAMES = 500  # of what was not understood, on a page
MAX_MADE = 50_000  # creators kept in mind
OTHER_NAMES = "other fields"


class Draft:
    """The page being filled by a reader of native records.

    `now` is the time of reading.
    """

    def __init__(self, *, now: datetime) -> None:
        self._now = now
        self._made: dict[CreatorKey, tuple[NativeCreator, Creator]] = {}
        self._start()

    def _start(self) -> None:
        self._unmapped: Counter[str] = Counter()
        self._posts: list[Post] = []
        self._creators: dict[int, Creator] = {}  # by identity: equal ones are the same object
        self._problems: list[Problem] = []
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether the page has as many records, kept or not, or as much text as it should have."""
        n_records = len(self._posts) + len(self._problems)
        return n_records >= PAGE_RECORDS or self._characters >= PAGE_CHARACTERS

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on the page to tell of."""
        return not (self._posts or self._problems or self._unmapped)

    def add(self, record: Mapping[str, object]) -> None:
        """Put the post and the creator of a native record on the page, both or neither.

        Raises:
            RefusedError: the record cannot be kept; the message is the reason.
        """
        native = declared(record)
        notes: list[str] = []
        post = make_post(native, now=self._now, notes=notes)
        creator = self._creator(native.creator, CreatorKey(post.source, post.creator_id), notes)
        self._posts.append(post)
        self._characters += len(post.text)
        self._creators[id(creator)] = creator
        notes += unknown_fields(record)
        for note in notes:
            self.note(note)

    def _creator(self, native: NativeCreator, key: CreatorKey, notes: list[str]) -> Creator:
        """Return the creator, the one made before if the record says the same of them."""
        known = self._made.get(key)
        if known and known[0] == native:
            return known[1]
        creator = make_creator(native, key.source, now=self._now, notes=notes)
        if len(self._made) >= MAX_MADE:
            self._made.clear()
        self._made[key] = native, creator
        return creator

    def note(self, name: str) -> None:
        """Count something that was present and not understood."""
        name = shown(name)
        known = name in self._unmapped or len(self._unmapped) < MAX_NAMES
        self._unmapped[name if known else OTHER_NAMES] += 1

    def refuse(self, number: int, reason: RefusedError | str) -> None:
        """Put the record on line `number` on the page as one that is not kept."""
        self._problems.append(Problem(where=f"line {number}", reason=str(reason)))

    def finish(self) -> Page:
        """Return the page, and begin an empty one."""
        page = Page(
            posts=tuple(self._posts),
            creators=tuple(self._creators.values()),
            problems=tuple(self._problems),
            unmapped=dict(self._unmapped),
        )
        self._start()
        return page
