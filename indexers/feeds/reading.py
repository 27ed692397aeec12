"""The reading of one feed: only when it has changed, part after part, until what is known."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import msgspec

from engine.access import Access
from engine.errors import GoneError
from engine.watching import Watcher
from indexers.answers import Answer
from indexers.client import Client
from indexers.feeds.entries import Entry, Feed, add_entry, bare, post_id, utc
from indexers.feeds.jsonfeed import read_json
from indexers.feeds.state import State
from indexers.feeds.xml import read_xml
from indexers.gathering import Gathering

PAGE_ENTRIES = 400
MAX_REST = 86_400  # seconds a feed is left alone at most, whatever it asks
MAX_UNDATED = 2_000  # entries of which it is kept when they were first seen
SOURCE = "feeds"
_TYPES = (
    "application/feed+json, application/atom+xml, application/rss+xml;q=0.9, "
    "application/rdf+xml;q=0.8, application/xml;q=0.7, text/xml;q=0.7, */*;q=0.1"
)
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NOT_MODIFIED = 304
_GONE = 410


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is wanted of a feed: entries from `since` on that the `watcher` hears."""

    since: datetime | None
    watcher: Watcher


async def read_feed(
    access: Access, address: str, *, state: State, wanted: Wanted
) -> AsyncGenerator[tuple[Gathering, State], None]:
    """Yield what is new at `address` in pages, each with the state that resumes after it.

    A feed that answered once that it is gone for good is never asked again.

    Raises:
        SourceError: it cannot be read; a `GoneError` if it is not there.
    """
    if state.is_gone:
        raise GoneError(f"{bare(address)} is gone for good, as it once said", hint="leave it out")
    now = access.now()
    if state.at is None and state.rest_until and now.timestamp() < state.rest_until:
        yield _resting(address, state, now), state
        return
    client = Client(access, None, headers={"Accept": _TYPES})
    while True:
        answer = await _asked(client, address, state)
        if answer.status == _GONE:
            yield Gathering(SOURCE, now=now), State(is_gone=True)
            raise GoneError(f"{bare(address)} is gone for good", hint="it is not asked again")
        if answer.status == _NOT_MODIFIED:
            yield Gathering(SOURCE, now=now), _rested(state, answer.headers, rest=None, now=now)
            return
        feed = await asyncio.to_thread(_parsed, answer, address, now)
        state = _begun(state, feed, answer.headers, now=now)
        for page, state in _pages(feed, state, wanted=wanted, now=now):  # noqa: B020
            yield page, state
        if state.at is None:
            return


async def _asked(client: Client, address: str, state: State) -> Answer:
    """Return the answer of the feed, or of the part of it that is next."""
    if state.at is not None:
        return await client.fetch(state.at)
    headers = {}
    if state.etag:
        headers["If-None-Match"] = state.etag
    if state.modified:
        headers["If-Modified-Since"] = state.modified
    return await client.fetch(address, headers=headers, accept=(_NOT_MODIFIED, _GONE))


def _parsed(answer: Answer, address: str, now: datetime) -> Feed:
    kind = answer.headers.get("content-type", "")
    if "json" in kind or answer.body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return read_json(answer.body, address=address, now=now)
    headers = {"content-type": kind} if kind else {}
    language = answer.headers.get("content-language")
    if language:
        headers["content-language"] = language
    return read_xml(answer.body, address=address, headers=headers, now=now)


def _begun(state: State, feed: Feed, headers: Mapping[str, str], *, now: datetime) -> State:
    """Return the state when the first part has come; a later part changes nothing."""
    if state.at is not None:
        return state
    state = msgspec.structs.replace(
        state,
        visited=(),
        n_entries=0,
        top=None,
        new_etag=headers.get("etag"),
        new_modified=headers.get("last-modified"),
    )
    return _rested(state.onward(feed.address), headers, rest=feed.rest, now=now)


def _rested(
    state: State, headers: Mapping[str, str], *, rest: float | None, now: datetime
) -> State:
    """Return the state with the time until which the feed is left alone."""
    match = _MAX_AGE.search(headers.get("cache-control", ""))
    seconds = max(rest or 0.0, float(match[1]) if match else 0.0)
    until = int(now.timestamp() + min(seconds, MAX_REST)) if seconds else None
    return msgspec.structs.replace(state, rest_until=until)


def _pages(
    feed: Feed, state: State, *, wanted: Wanted, now: datetime
) -> Iterator[tuple[Gathering, State]]:
    """Yield the entries of one part in pages of a few hundred."""
    moments = [int(entry.moment) for entry in feed.entries if entry.moment is not None]
    newest = max(moments, default=state.top or 0) or None
    chunks = [
        feed.entries[start : start + PAGE_ENTRIES]
        for start in range(0, len(feed.entries), PAGE_ENTRIES)
    ] or [()]
    state = msgspec.structs.replace(state, top=max(state.top or 0, newest or 0) or None)
    for number, chunk in enumerate(chunks, start=1):
        page = Gathering(SOURCE, now=now, since=wanted.since)
        if number == 1:
            _tell(page, feed)
        state = _fill(page, chunk, feed, state=state, wanted=wanted)
        if number == len(chunks):
            is_known = _is_known(state, moments, since=wanted.since)
            older = None if is_known else _older_part(feed, state, page)
            state = state.done() if older is None else state.onward(older)
        yield page, state


def _fill(
    page: Gathering, entries: Sequence[Entry], feed: Feed, *, state: State, wanted: Wanted
) -> State:
    """Put what is wanted of `entries` on `page`; return the state after them."""
    first_seen = dict(state.first_seen)
    for entry in entries:
        native_id = post_id(entry, feed)
        seen_at = first_seen.get(native_id, int(page.now.timestamp()))
        if entry.moment is None and len(first_seen) < MAX_UNDATED:
            first_seen[native_id] = seen_at
        with page.one(f"entry {native_id}"):
            add_entry(page, entry, feed, seen_at=seen_at, hears=wanted.watcher.hears)
    return msgspec.structs.replace(
        state, first_seen=first_seen, n_entries=state.n_entries + len(entries)
    )


def _is_known(state: State, moments: Sequence[int], *, since: datetime | None) -> bool:
    """Tell whether all that is older than a part is known already, or not wanted."""
    lowest = max(state.floor or 0, int(since.timestamp()) if since else 0)
    return bool(moments and lowest and max(moments) < lowest)


def _older_part(feed: Feed, state: State, page: Gathering) -> str | None:
    """Return where older entries are, if the feed has any and may be followed there."""
    if not feed.next_url or not feed.entries:
        return None
    here = state.at or feed.address
    try:
        there = urljoin(here, feed.next_url)
    except ValueError:
        page.note(f"{bare(feed.address)} has older entries at what is no address: not read")
        return None
    if urlsplit(there).netloc.lower() != urlsplit(here).netloc.lower():
        page.note(f"{bare(feed.address)} has older entries on another server: not read")
        return None
    if not state.may_visit(there):
        page.note(f"{bare(feed.address)} has parts without end: not read on")
        return None
    return there


def _tell(page: Gathering, feed: Feed) -> None:
    for name, n in feed.unmapped.items():
        page.count(name, n)
    for where, reason in feed.faults.items():
        page.refuse(where, reason)
    for note in feed.notes:
        page.note(f"{bare(feed.address)}: {note}")


def _resting(address: str, state: State, now: datetime) -> Gathering:
    page = Gathering(SOURCE, now=now)
    until = utc(state.rest_until or 0)
    page.note(f"{bare(address)} asks not to be read before {until:%Y-%m-%d %H:%M} UTC")
    return page
