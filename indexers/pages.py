"""The page that a mapper of a platform's answers fills, record by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import Field, fields, replace
from datetime import datetime

from engine.vocabulary import Creator, CreatorKey, Page, Post, PostKey, Problem
from indexers.records import NativeCreator, NativePost, make_creator, make_post
from indexers.values import RefusedError, shown

MAX_NAMES = 500  # of what was not understood, on a page
OTHER_NAMES = "other fields"
MAX_PROBLEMS = 1_000  # told one by one, on a page
MORE_PROBLEMS = "more records that could not be kept"
PAGE_POSTS = 5_000
PAGE_CHARACTERS = 10_000_000


class LeftOutError(ValueError):
    """A post that is left out on purpose; the message is the reason, and is counted."""


def names_in(words: str) -> frozenset[str]:
    """Return the names of fields that stand in `words`, with spaces between them."""
    return frozenset(words.split())


def strange_names(
    record: Mapping[str, object], known: frozenset[str], prefix: str = ""
) -> Iterable[str]:
    """Return the names in `record` that are not `known` and hold something, as `prefix.name`."""
    if record.keys() <= known:
        return ()
    return [prefix + name for name in record.keys() - known if record[name] not in (None, "", [])]


class PageDraft:
    """The page being filled. `now` is the time of reading: no post is later than that."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self._posts: list[Post] = []
        self._creators: dict[CreatorKey, Creator] = {}
        self._natives: dict[tuple[str, object], NativeCreator] = {}  # that they were made of
        self._problems: list[Problem] = []
        self._unmapped: Counter[str] = Counter()
        self._dropped: Counter[str] = Counter()
        self._deleted: dict[PostKey, None] = {}
        self._deleted_creators: dict[CreatorKey, None] = {}
        self._notes: list[str] = []
        self._characters = 0

    @property
    def is_full(self) -> bool:
        """Whether the page has as many records, or as much text, as a page should have."""
        n_records = len(self._posts) + len(self._creators) + len(self._problems)
        return n_records >= PAGE_POSTS or self._characters >= PAGE_CHARACTERS

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on the page to tell of."""
        kept = self._posts or self._creators or self._deleted or self._deleted_creators
        return not (kept or self._problems or self._unmapped or self._dropped or self._notes)

    @contextmanager
    def one(self, where: str) -> Iterator[None]:
        """Confine what is wrong with the record at `where` to it: it is left out, or refused."""
        try:
            yield
        except LeftOutError as reason:
            self.leave_out(reason)
        except RefusedError as reason:
            self.refuse(where, reason)

    def add(self, native: NativePost) -> None:
        """Put a post on the page, and its creator if more is known of them than the id.

        Raises:
            RefusedError: a value is impossible; the message names the field.
        """
        notes: list[str] = []
        post = make_post(native, now=self.now, notes=notes)
        if _has_profile(native.creator):
            self.add_creator(native.creator, native.source)
        self._posts.append(post)
        self._deleted.pop(post.key, None)
        self._characters += len(post.text)
        self.not_understood(notes)

    def add_creator(self, native: NativeCreator, source: str) -> None:
        """Put the profile of a creator on the page; of two of the same, what the later one says.

        Raises:
            RefusedError: a value is impossible; the message names the field.
        """
        if self._natives.get((source, native.id)) == native:
            return
        notes: list[str] = []
        creator = make_creator(native, source, now=self.now, notes=notes)
        self._natives[source, native.id] = native
        before = self._creators.get(creator.key)
        if before != creator:
            self._creators[creator.key] = _filled(creator, before) if before else creator
            self.not_understood(notes)

    def not_understood(self, names: Iterable[str]) -> None:
        """Count fields that were present and not understood."""
        for name in names:
            known = name in self._unmapped or len(self._unmapped) < MAX_NAMES
            self._unmapped[shown(name) if known else OTHER_NAMES] += 1

    def leave_out(self, reason: LeftOutError | str) -> None:
        """Count a post that is left out on purpose."""
        self._dropped[str(reason)] += 1

    def refuse(self, where: str, reason: RefusedError | str) -> None:
        """Put a record on the page as one that cannot be kept; of very many, only count it."""
        if len(self._problems) < MAX_PROBLEMS:
            self._problems.append(Problem(where=where, reason=str(reason)))
        else:
            self.not_understood((MORE_PROBLEMS,))

    def delete(self, post: PostKey) -> None:
        """Tell that a post is gone from the platform."""
        self._deleted[post] = None

    def delete_creator(self, creator: CreatorKey) -> None:
        """Tell that a creator is gone from the platform, with all they posted."""
        self._deleted_creators[creator] = None

    def tell(self, sentence: str) -> None:
        """Say something to the user."""
        if sentence not in self._notes:
            self._notes.append(sentence)

    def finish(self, cursor: str | None = None) -> Page:
        """Return the page, which `cursor` resumes after, and begin an empty one."""
        page = Page(
            posts=tuple(self._posts),
            creators=tuple(self._creators.values()),
            cursor=cursor,
            problems=tuple(self._problems),
            unmapped=dict(self._unmapped),
            deleted=tuple(self._deleted),
            deleted_creators=tuple(self._deleted_creators),
            dropped=dict(self._dropped),
            notes=tuple(self._notes),
        )
        self.__init__(now=self.now)  # type: ignore[misc]
        return page


def _filled(creator: Creator, before: Creator) -> Creator:
    """Return `creator` with what only `before` says."""
    unsaid = {f.name: getattr(before, f.name) for f in fields(creator) if _is_unsaid(creator, f)}
    return replace(creator, **unsaid)


def _is_unsaid(creator: Creator, field: Field[object]) -> bool:
    return getattr(creator, field.name) is None


def _has_profile(native: NativeCreator) -> bool:
    return native != NativeCreator(id=native.id)
