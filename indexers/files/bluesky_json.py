"""What people keep of Bluesky: posts, answers of its service, and recorded streams, as JSON.

A file holds posts or profiles as the service shows them, items of feeds, whole answers (a search,
a feed, a thread, followers), records of a repository, events of Jetstream, or flat rows as
notebooks write them. They stand one a line, in an array or alone, and may be mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, NamedTuple

from engine.errors import InputError
from engine.protocols import Likeness
from engine.vocabulary import Page, Watch
from indexers.bluesky.events import DECLARATION, Hearing, declaration_of
from indexers.bluesky.flat import read_flat
from indexers.bluesky.gathering import Gathering
from indexers.bluesky.views import thread_views
from indexers.files.containers import Found, look, records_in
from indexers.files.likeness import likeness, needed
from indexers.files.sureness import once_sure
from indexers.values import shown

_EVERYTHING = Watch(everything=True)

Record = Mapping[str, object]


class _Kind(NamedTuple):
    """A kind of record: the names it surely has, and how it is added to a page."""

    shape: str
    add: Callable[[Gathering, Record, str], None]


def _add_record(page: Gathering, record: Record, place: str) -> None:
    value = record.get("value")
    if isinstance(value, Mapping) and value.get("$type") == DECLARATION:
        did = str(record.get("uri")).removeprefix("at://").partition("/")[0]
        page.attempt(place, lambda notes: page.know(declaration_of(did, value)))
    else:
        page.add_view({"uri": record.get("uri"), "record": value}, place)


def _add_flat(page: Gathering, record: Record, place: str) -> None:
    page.attempt(place, lambda notes: page.add(read_flat(record, notes=notes)))


_VIEW = _Kind("uri record.text author.did", Gathering.add_view)
_ITEM = _Kind("post.uri post.record", Gathering.add_item)
_RECORD = _Kind("uri value.text", _add_record)
_PROFILE = _Kind("did handle", Gathering.add_profile)
_FLAT = _Kind("uri text created_at", _add_flat)
_KINDS = (_VIEW, _ITEM, _RECORD, _PROFILE, _FLAT)
_WITH_URI = {"record": _VIEW, "value": _RECORD, "text": _FLAT}


def _kind_of(record: Record) -> _Kind | None:
    if "uri" in record:
        return next((kind for name, kind in _WITH_URI.items() if name in record), None)
    if "post" in record:
        return _ITEM
    return _PROFILE if "did" in record and "handle" in record else None


def _is_event(record: Record) -> bool:
    return "time_us" in record and "did" in record


_ANSWERS = {
    "posts": _VIEW, "feed": _ITEM, "records": _RECORD,
    **dict.fromkeys(("profiles", "actors", "followers", "follows", "repostedBy"), _PROFILE),
}  # fmt: skip
_HOLDING = {"likes": "actor", "items": "subject"}  # profiles, one deeper


class BlueskyJson:
    """The reader of Bluesky's own JSON."""

    name = "bluesky"
    description = "Bluesky's own JSON: posts, profiles, answers of its service, Jetstream events"

    def recognises(self, head: bytes) -> float:
        """Return how sure it is that `head` holds records of Bluesky."""
        return 0.9 if any(map(_is_ours, look(head).records)) else 0.0

    def compare(self, head: bytes) -> Likeness:
        """Return which of the names of a post are in `head`."""
        record = max(look(head).records, key=len, default={})
        every = (likeness(record, needed(kind.shape)) for kind in _KINDS)
        return max(every, key=lambda near: near.share)

    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]:
        """Yield the posts and creators of `stream` in pages.

        Raises:
            InputError: none of the first records is Bluesky's.
        """
        hearing = Hearing(_EVERYTHING, now=lambda: now)
        found = records_in(stream, note=lambda name: hearing.page.not_understood((name,)))
        for record in once_sure(found, lambda one: _is_ours(one.fields), refusal=_refusal):
            _add(hearing, record)
            if hearing.page.is_full:
                yield replace(hearing.finish(), cursor=None)
        if not hearing.page.is_empty:
            yield replace(hearing.finish(), cursor=None)


def _add(hearing: Hearing, found: Found) -> None:
    page, record, place = hearing.page, found.fields, found.place
    if found.fault:
        page.refuse(place, found.fault)
    elif _is_event(record):
        hearing.take_record(record, place)
    elif (kind := _kind_of(record)) is not None:
        kind.add(page, record, place)
    elif not _add_answer(page, record, place):
        page.refuse(place, f"no record of Bluesky: its fields are {shown(', '.join(record))}")


def _add_answer(page: Gathering, answer: Record, place: str) -> bool:
    """Add what a whole answer holds; return whether it is one."""
    parts = list(_parts(answer))
    for number, (kind, part) in enumerate(parts, start=1):
        where = place if len(parts) == 1 else f"{place}, entry {number}"
        if isinstance(part, Mapping):
            kind.add(page, part, where)
        else:
            page.refuse(where, "it is no object")
    return bool(parts) or _is_answer(answer)


def _parts(answer: Record) -> Iterator[tuple[_Kind, object]]:
    for name, kind in _ANSWERS.items():
        for part in _list(answer.get(name)):
            yield kind, part
    for name, inside in _HOLDING.items():
        for part in _list(answer.get(name)):
            yield _PROFILE, part.get(inside) if isinstance(part, Mapping) else part
    for branch in _branches(answer.get("thread")):
        for view in thread_views(branch):
            yield _VIEW, view


def _branches(thread: object) -> Iterator[Record]:
    """Yield what hangs together in a thread: all of it, or its posts one by one as of 2025."""
    if isinstance(thread, Mapping):
        yield thread
    for entry in _list(thread):
        if isinstance(entry, Mapping) and isinstance(value := entry.get("value"), Mapping):
            yield value


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _is_answer(record: Record) -> bool:
    """Return whether a record is an answer with nothing in it."""
    names = {*_ANSWERS, *_HOLDING}
    return any(record.get(name) == [] for name in names) or isinstance(record.get("thread"), dict)


def _is_ours(record: Record) -> bool:
    """Return whether a record is surely of Bluesky, and of no other platform."""
    if _is_event(record):
        return _is_did(record)
    kind = _kind_of(record)
    found = list(_parts(record)) if kind is None else [(kind, record)]
    return any(isinstance(part, Mapping) and _is_addressed(kind, part) for kind, part in found)


def _is_addressed(kind: _Kind, record: Record) -> bool:
    if kind is _PROFILE:
        return _is_did(record)
    post = record.get("post")
    view = post if isinstance(post, Mapping) else record
    return str(view.get("uri")).startswith("at://")


def _is_did(record: Record) -> bool:
    return str(record.get("did")).startswith("did:")


def _refusal(held: Sequence[Found]) -> InputError:
    seen = shown(", ".join(max(held, key=lambda found: len(found.fields)).fields))
    return InputError(
        f"this is no JSON of Bluesky: none of its first {len(held):,} records has the address "
        "of a post (uri), or a did",
        hint=f"its fields are {seen}; leave --format out to recognise it",
    )
