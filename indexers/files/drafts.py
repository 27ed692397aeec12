"""Pages in the making."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import msgspec

from engine.vocabulary import Creator, CreatorKey, Page, Post, Problem
from indexers.quick import plain_post
from indexers.records import (
    CREATOR_FIELDS,
    POST_FIELDS,
    NativeCreator,
    NativePost,
    declared,
    make_creator,
    make_post,
    unknown_fields,
)
from indexers.values import RefusedError, read_id, shown

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
        self._profiles: dict[CreatorKey, tuple[object, Creator]] = {}
        self._said: set[str] = set()
        self._start()

    def _start(self) -> None:
        self._unmapped: Counter[str] = Counter()
        self._posts: list[Post] = []
        self._creators: dict[int, Creator] = {}  # by identity: equal ones are the same object
        self._problems: list[Problem] = []
        self._dropped: Counter[str] = Counter()
        self._notes: list[str] = []
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether the page has as many records, kept or not, or as much text as it should have."""
        n_records = max(len(self._posts), len(self._creators)) + len(self._problems)
        return n_records >= PAGE_RECORDS or self._characters >= PAGE_CHARACTERS

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on the page to tell of."""
        told = self._unmapped or self._dropped or self._notes
        return not (self._posts or self._creators or self._problems or told)

    def add(self, record: Mapping[str, object]) -> None:
        """Put the post and the creator of a native record on the page, both or neither.

        Raises:
            RefusedError: the record cannot be kept; the message is the reason.
        """
        if self._add_plain(record):
            return
        self.add_post(declared(record))
        for name in unknown_fields(record):
            self.note(name)

    def _add_plain(self, record: Mapping[str, object]) -> bool:
        """Put a record on the page if it is as it should be; most are, and it saves half the time.

        Raises:
            RefusedError: the creator cannot be kept; the message is the reason.
        """
        if not record.keys() <= POST_FIELDS or (post := plain_post(record, self._now)) is None:
            return False
        creator = self._plain_creator(record["creator"], CreatorKey(post.source, post.creator_id))
        if creator is None:
            return False
        self._posts.append(post)
        self._characters += len(post.text)
        self._creators[id(creator)] = creator
        return True

    def _plain_creator(self, profile: object, key: CreatorKey) -> Creator | None:
        """Return the creator of a profile, `None` for one that needs a closer look."""
        known = self._profiles.get(key)
        if known and known[0] == profile:
            return known[1]
        if not isinstance(profile, dict) or not profile.keys() <= CREATOR_FIELDS:
            return None
        try:
            native = msgspec.convert(profile, NativeCreator)
        except (msgspec.ValidationError, UnicodeEncodeError):
            return None
        notes: list[str] = []
        creator = self._creator(native, key, notes)
        for note in notes:
            self.note(note)
        if len(self._profiles) >= MAX_MADE:
            self._profiles.clear()
        self._profiles[key] = profile, creator
        return creator

    def add_post(self, native: NativePost) -> None:
        """Put a post and its creator on the page, both or neither.

        Raises:
            RefusedError: the post cannot be kept; the message is the reason.
        """
        notes: list[str] = []
        post = make_post(native, now=self._now, notes=notes)
        creator = self._creator(native.creator, CreatorKey(post.source, post.creator_id), notes)
        self._posts.append(post)
        self._characters += len(post.text)
        self._creators[id(creator)] = creator
        for note in notes:
            self.note(note)

    def add_profile(self, native: NativeCreator, source: str) -> None:
        """Put a creator on the page by themselves.

        Raises:
            RefusedError: the creator cannot be kept; the message is the reason.
        """
        notes: list[str] = []
        key = CreatorKey(read_id(source, "source"), read_id(native.id, "creator.id"))
        creator = self._creator(native, key, notes)
        self._creators[id(creator)] = creator
        for note in notes:
            self.note(note)

    def leave_out(self, reason: str) -> None:
        """Count something that is not stored on purpose."""
        self._dropped[reason] += 1

    def say(self, sentence: str) -> None:
        """Tell the user something, once a file."""
        if sentence not in self._said:
            self._said.add(sentence)
            self._notes.append(sentence)

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

    def refuse(self, place: str, reason: RefusedError | str) -> None:
        """Put the record at `place` (`line 17`) on the page as one that is not kept."""
        self._problems.append(Problem(where=place, reason=str(reason)))

    def finish(self) -> Page:
        """Return the page, and begin an empty one."""
        page = Page(
            posts=tuple(self._posts),
            creators=tuple(self._creators.values()),
            problems=tuple(self._problems),
            unmapped=dict(self._unmapped),
            dropped=dict(self._dropped),
            notes=tuple(self._notes),
        )
        self._start()
        return page
