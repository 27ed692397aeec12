"""Pages of live sources in the making: one answer's records, each kept or refused on its own."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cache
from typing import TypeVar, cast

import msgspec

from engine.vocabulary import CreatorKey, Page, PostKey
from indexers.pages import PageDraft
from indexers.records import NativeCreator, NativePost, in_plain_words
from indexers.values import RefusedError, read_post_moment, shown

EARLY = "older than asked for"

T = TypeVar("T")


class Gathering:
    """The page that the records of one answer of `source` make, seen at `now`.

    Posts from before `since` are left out; `n_early` counts them. With `is_lax`, numbers may be
    written as texts, as they are in tables.
    """

    def __init__(
        self, source: str, *, now: datetime, since: datetime | None = None, is_lax: bool = False
    ) -> None:
        self.source = source
        self.now = now
        self._is_lax = is_lax
        self.n_early = 0
        self._since = since
        self._draft = PageDraft(now=now)
        self._profiled: set[str | int | float] = set()
        self._seen: dict[str | int | float, NativeCreator] = {}

    def one(self, where: object) -> AbstractContextManager[None, bool | None]:
        """Confine a refusal to the record at `where`: it becomes a problem of the page."""
        return self._draft.one(shown(where))

    def read(self, record: object, declared: type[T], *, ignored: frozenset[str]) -> T:
        """Return `record` as a `declared` struct, and count fields neither in it nor `ignored`.

        Raises:
            RefusedError: it is no object, lacks a field, or one has the wrong type.
        """
        if not isinstance(record, Mapping):
            raise RefusedError("the record is no object")
        try:
            value = msgspec.convert(record, declared, strict=not self._is_lax)
        except msgspec.ValidationError as error:
            raise RefusedError(in_plain_words(str(error))) from error
        except UnicodeEncodeError as error:
            raise RefusedError("a field holds half a character where none belongs") from error
        known = _known(cast(Hashable, declared), ignored)
        if not record.keys() <= known:
            self._draft.not_understood(record.keys() - known)
        return value

    def add(self, native: NativePost) -> None:
        """Put a post and its creator on the page; a profile tells more of them than a post.

        Raises:
            RefusedError: a value is impossible; the message names the field.
        """
        if self._is_early(native):
            self.n_early += 1
            self.drop(EARLY)
            return
        creator = native.creator
        if creator.id in self._profiled or self._seen.get(creator.id) == creator:
            native.creator = NativeCreator(id=creator.id)
        self._draft.add(native)
        self._seen[creator.id] = creator

    def add_creator(self, native: NativeCreator) -> None:
        """Put the profile of a creator on the page.

        Raises:
            RefusedError: a value is impossible; the message names the field.
        """
        self._draft.add_creator(native, self.source)
        self._profiled.add(native.id)

    def count(self, name: str, times: int = 1) -> None:
        """Count something that was present and not understood, so many `times`."""
        self._draft.not_understood([name] * times)

    def drop(self, reason: str) -> None:
        """Count a post that is left out on purpose."""
        self._draft.leave_out(reason)

    def refuse(self, where: object, reason: RefusedError | str) -> None:
        """Note that the record at `where` cannot be kept."""
        self._draft.refuse(shown(where), reason)

    def remove(self, native_id: str) -> None:
        """Say that a post is gone from the platform."""
        self._draft.delete(PostKey(self.source, native_id))

    def remove_creator(self, native_id: str) -> None:
        """Say that a creator is gone from the platform."""
        self._draft.delete_creator(CreatorKey(self.source, native_id))

    def note(self, sentence: str) -> None:
        """Say something to the user, once."""
        self._draft.tell(sentence)

    @property
    def is_full(self) -> bool:
        """Whether there is as much on the page as should be."""
        return self._draft.is_full

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on the page to tell of."""
        return self._draft.is_empty

    def finish(self, cursor: str | None = None) -> Page:
        """Return the page, which `cursor` resumes after, and begin an empty one."""
        self._profiled.clear()
        self._seen.clear()
        return self._draft.finish(cursor)

    def _is_early(self, native: NativePost) -> bool:
        if self._since is None:
            return False
        moment = read_post_moment(native.created_at, "created_at", now=self.now, notes=[])
        return moment < self._since


@cache
def _known(declared: Hashable, ignored: frozenset[str]) -> frozenset[str]:
    fields = msgspec.structs.fields(declared)  # type: ignore[arg-type]
    return ignored | {field.encode_name for field in fields}
