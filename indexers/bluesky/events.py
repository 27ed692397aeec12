"""What happens on the network, event by event, and what of it a listener keeps.

Jetstream tells of posts, profiles and declarations that are made, changed or taken back, and of
accounts that go. It tells no counts and hardly a handle: creators are a DID until they are looked
up. An event may come twice, and those of different people in any order.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from engine.text import hashtags_in
from engine.vocabulary import Page, Watch
from engine.watching import Watcher
from indexers.bluesky.gathering import Gathering
from indexers.bluesky.profiles import HIDDEN, UNLISTED
from indexers.bluesky.records import POST, labels_in, read_record, told_in
from indexers.bluesky.views import native_of, raise_if_left_out
from indexers.records import NativeCreator, declared_as, in_plain_words
from indexers.values import RefusedError

PROFILE = "app.bsky.actor.profile"
DECLARATION = "app.bsky.actor.contentVisibilityDeclaration"
COLLECTIONS = (POST, PROFILE, DECLARATION)
MAX_HEARD = 100_000  # creators kept in mind

_ERASED = frozenset({"deleted", "takendown"})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = 1 << 53  # microseconds; the year 2255


class Commit(msgspec.Struct):
    """A record that was made, changed or taken back; it is not there in the last case."""

    operation: str
    collection: str
    rkey: str
    record: dict[str, object] | None = None


class Account(msgspec.Struct):
    """What became of an account; active ones have no `status`."""

    active: bool
    status: str | None = None


class Identity(msgspec.Struct):
    """Who somebody is now."""

    handle: str | None = None


class Event(msgspec.Struct):
    """One thing that happened, at `time_us` microseconds since 1970."""

    did: str
    time_us: int
    kind: str
    commit: Commit | None = None
    account: Account | None = None
    identity: Identity | None = None


_decode = msgspec.json.Decoder(Event).decode


def moment_at(time_us: int) -> datetime:
    """Return the moment so many microseconds after 1970 began."""
    return _EPOCH + timedelta(microseconds=time_us)


class Hearing:
    """Keeps what is wanted of the events it takes, and gives it out in pages.

    `page` is the one being filled, `newest` the time of the latest event taken, in microseconds
    since 1970 (0: none yet).
    """

    def __init__(self, watch: Watch, *, now: Callable[[], datetime], newest: int = 0) -> None:
        self.newest = newest
        self._told = newest  # on pages
        self._watcher = Watcher(watch)
        self._everything = watch.everything
        self._now = now
        self._heard: OrderedDict[str, None] = OrderedDict()
        self._suspended = 0
        self.page = Gathering(now=now())

    @property
    def is_full(self) -> bool:
        """Whether the page has as much on it as it should have."""
        return self.page.is_full

    @property
    def has_news(self) -> bool:
        """Whether there is something to tell since the last page, be it the time."""
        return self.newest > self._told or not self.page.is_empty

    def say(self, sentence: str) -> None:
        """Tell the user something, on the next page."""
        self.page.tell(sentence)

    def refuse(self, reason: str) -> None:
        """Tell of an event that cannot be read."""
        after = moment_at(self.newest).isoformat(timespec="seconds") if self.newest else "the start"
        self.page.refuse(f"an event after {after}", reason)

    def take(self, message: bytes) -> int:
        """Take the event of a `message` and return when it happened; 0 if it cannot be read."""
        try:
            event = _decode(message)
        except msgspec.ValidationError as error:
            self.refuse(in_plain_words(str(error)))
            return 0
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self.refuse("it is no JSON")
            return 0
        return self._take(event, f"the event at {event.time_us}")

    def take_record(self, record: Mapping[str, object], place: str) -> None:
        """Take the event that was recorded at `place`."""
        try:
            self._take(declared_as(record, Event), place)
        except RefusedError as reason:
            self.page.refuse(place, reason)

    def _take(self, event: Event, place: str) -> int:
        if not 0 < event.time_us < _LATEST:
            self.page.refuse(place, f"its time is {event.time_us}")
            return 0
        self.page.attempt(place, lambda notes: self._happened(event, notes))
        self.newest = max(self.newest, event.time_us)
        return event.time_us

    def finish(self) -> Page:
        """Return the page, and begin an empty one."""
        if self._suspended:
            self.page.tell(
                f"{self._suspended} creators heard of are suspended or inactive for now; what they "
                f"posted stays until they are deleted"
            )
        page = self.page.finish(str(self.newest) if self.newest else None)
        self._told, self._suspended = self.newest, 0
        self.page = Gathering(now=self._now())
        return page

    def _happened(self, event: Event, notes: list[str]) -> None:
        if event.commit is not None:
            self._committed(event, event.commit, notes)
        elif event.account is not None:
            self._changed(event.did, event.account)
        elif event.identity is not None:
            if event.identity.handle and self._knows(event.did):
                self.page.know(NativeCreator(id=event.did, handle=event.identity.handle))
        else:
            notes.append(f"an event of the kind {event.kind}")

    def _committed(self, event: Event, commit: Commit, notes: list[str]) -> None:
        if commit.collection == POST:
            self._posted(event, commit, notes)
        elif commit.collection == DECLARATION:
            self.page.know(declaration_of(event.did, commit.record or {}))
        elif commit.collection == PROFILE and commit.record and self._knows(event.did):
            self.page.know(_described(event.did, commit.record, notes))

    def _posted(self, event: Event, commit: Commit, notes: list[str]) -> None:
        uri = f"at://{event.did}/{POST}/{commit.rkey}"
        if commit.operation == "delete" or commit.record is None:
            self.page.lose(uri)
            return
        if not self._wants(commit.record):
            if commit.operation == "update":  # it may have been wanted before
                self.page.lose(uri)
            return
        written = read_record(commit.record, notes=notes)
        raise_if_left_out(written.labels)
        seen = moment_at(event.time_us).isoformat()
        native = native_of(uri, written, commit.record.get("createdAt"), seen=seen)
        self.page.add(native)
        self._remember(event.did)

    def _wants(self, record: Mapping[str, object]) -> bool:
        text, given = told_in(record)
        tags = {tag.lstrip("#").casefold() for tag in given}
        return self._watcher.hears(text, (*tags, *hashtags_in(text)))

    def _changed(self, did: str, account: Account) -> None:
        if account.active:
            return
        if account.status in _ERASED:
            self.page.lose_creator(did)
        elif self._knows(did):
            self._suspended += 1

    def _knows(self, did: str) -> bool:
        return self._everything or did in self._heard

    def _remember(self, did: str) -> None:
        self._heard[did] = None
        self._heard.move_to_end(did)
        if len(self._heard) > MAX_HEARD:
            self._heard.popitem(last=False)


def declaration_of(did: str, record: Mapping[str, object]) -> NativeCreator:
    """Return a creator who declared whether to be recommended; no record is a no to hiding."""
    hides = record.get("hideFromAlgorithmicRecommendations") is True
    return NativeCreator(id=did, opt_outs=[UNLISTED] if hides else [])


def _described(did: str, record: Mapping[str, object], notes: list[str]) -> NativeCreator:
    """Return a creator who described themselves anew."""
    texts = {name: record.get(name) for name in ("displayName", "description", "createdAt")}
    if not all(text is None or isinstance(text, str) for text in texts.values()):
        raise RefusedError("a text of the profile is none")
    name, bio, created_at = (text if isinstance(text, str) else None for text in texts.values())
    hides = HIDDEN in labels_in(record.get("labels"), notes=notes)
    return NativeCreator(
        id=did, name=name or None, bio=bio, created_at=created_at or None,
        opt_outs=[HIDDEN] if hides else None,
    )  # fmt: skip
