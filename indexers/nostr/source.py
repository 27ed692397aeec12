"""Collecting from a relay: hashtags, people, and words where it can search for them."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from typing import Any

import msgspec

from engine.access import Access
from engine.errors import AuthError, ConfigError, GoneError, PayloadError
from engine.vocabulary import Page, PostKey, Query, QueryKind, SourceInfo, Watch
from indexers.client import Client
from indexers.nostr.cursors import Place, deleted_of, read_place
from indexers.nostr.events import (
    DELETION,
    POSTS,
    PROFILE,
    SOURCE,
    keep_post,
    native_profile,
    spellings,
)
from indexers.nostr.listening import Listener
from indexers.nostr.names import is_hex, read_key
from indexers.nostr.relay import Answer, Relay
from indexers.nostr.signing import Event
from indexers.nostr.walks import LIMIT, OVERLAP, Walk
from indexers.options import texts
from indexers.pages import PageDraft
from indexers.values import RefusedError, shown

OPTION = "relays"
DEFAULT = ("relay.damus.io", "nos.lol")
_NAME = re.compile(r"[\w.-]+(?::\d{1,5})?(?:/[\w./-]*)?")
_SEARCH = 50  # NIP-50


class _Told(msgspec.Struct):
    supported_nips: list[object] | None = None


class Nostr:
    """One relay, by the name `nostr/relay.example`."""

    info = SourceInfo(
        name=SOURCE,
        summary="Nostr relays: hashtags, people by their npub, words where the relay can search",
        takes=frozenset({QueryKind.HASHTAG, QueryKind.ACCOUNT, QueryKind.TEXT}),
        gives="signed posts, hashtags, names and bios; deletions by their author; live streams",
        lacks="followers, likes and views; posts that were sent to other relays only",
        limits="200 events an answer; a relay that does not come to an end is left",
        options={OPTION: f"the relays to ask; without it {', '.join(DEFAULT)}"},
        listens=True,
    )
    profile_batch = 100

    def __init__(self, access: Access, *, name: str, url: str) -> None:
        self.name = f"{SOURCE}/{name}"
        self._access = access
        self._url = url
        self._relay = Relay(access, name=name, url=url)

    @classmethod
    def make(cls, access: Access) -> Sequence[Nostr]:
        """Return a source for every relay that the settings name.

        Raises:
            ConfigError: they are not named as a list of addresses.
        """
        names = texts(access.options, OPTION, DEFAULT)
        if not names:
            raise ConfigError(f"{OPTION} names no relay", hint=f'{OPTION} = ["relay.damus.io"]')
        return [cls(access, name=name, url=url) for name, url in map(_located, names)]

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what a query finds, from the newest back to what the last walk has seen.

        Raises:
            SourceError: the relay refuses, or does not answer within bounds.
        """
        wanted = await self._filter(query)
        place = read_place(after)
        if place.until is None and place.authors:
            yield await self._deleted_since(place)
        walk = Walk(self._relay, wanted, place=place, since=query.since)
        async for answer, fresh in walk.answers():
            draft = PageDraft(now=self._access.now())
            kept = await self._keep(fresh, draft)
            tell_refused(answer, draft)
            if walk.is_crowded:
                draft.tell(f"{self._relay.name} has more than {LIMIT} posts of one second: not all")
            yield draft.finish(walk.onward(kept, now=draft.now).written())
        if walk.place == Place():
            yield Page(notes=(f"{self._relay.name} has nothing for {shown(query)}",))

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        """Return the creators of `native_ids`, of which the relay knows their metadata."""
        draft = PageDraft(now=self._access.now())
        keys = [one for one in native_ids if is_hex(one)]
        if keys:
            asked = {"kinds": [PROFILE], "authors": keys, "limit": 2 * len(keys)}
            answer = await self._relay.ask(asked)
            tell_refused(answer, draft)
            for event in sorted(answer.events.values(), key=lambda one: one.created_at):
                try:
                    draft.add_creator(native_profile(event, draft), SOURCE)
                except RefusedError as reason:
                    draft.refuse(f"profile {event.id}", reason)
        return draft.finish()

    async def listen(self, watch: Watch, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what is heard of `watch`: the subscription stays open, and is opened again.

        Raises:
            AuthError: the relay is for its members.
        """
        listener = Listener(self._access, self._relay, watch, place=read_place(after))
        async with aclosing(listener.pages()) as pages:
            async for page in pages:
                yield page

    async def _filter(self, query: Query) -> dict[str, Any]:
        """Return what to ask a relay for.

        Raises:
            GoneError: it cannot search, or the name of a person is no key.
        """
        wanted: dict[str, Any] = {"kinds": list(POSTS), "limit": LIMIT}
        if query.kind is QueryKind.HASHTAG:
            return wanted | {"#t": spellings(query.text)}
        if query.kind is QueryKind.ACCOUNT:
            try:
                return wanted | {"authors": [read_key(query.text)]}
            except RefusedError as reason:
                raise GoneError(str(reason), hint="look the npub up in any client") from reason
        if not await self._can_search():
            raise GoneError(
                f"{self._relay.name} cannot search for words (NIP-50)",
                hint="ask for hashtags, or name a relay that can",
            )
        return wanted | {"search": query.text}

    async def _can_search(self) -> bool:
        """Return whether the relay says it can; one that says nothing cannot (NIP-11)."""
        address = self._url.replace("ws", "http", 1)
        client = Client(self._access, None, headers={"Accept": "application/nostr+json"})
        try:
            told = await client.get(address, _Told)
        except (GoneError, AuthError, PayloadError):
            return False
        return _SEARCH in (told.supported_nips or [])

    async def _keep(self, events: Sequence[Event], draft: PageDraft) -> list[Event]:
        """Put the posts of `events` on a page, but those their authors have deleted."""
        deleted = await self._deleted(events)
        return [
            event for event in events if keep_post(draft, event, is_deleted=event.id in deleted)
        ]

    async def _deleted(self, events: Sequence[Event]) -> set[str]:
        """Return which of `events` their own authors have asked to delete."""
        if not events:
            return set()
        authors = {event.id: event.pubkey for event in events}
        asked = {
            "kinds": [DELETION],
            "authors": sorted(set(authors.values())),
            "#e": sorted(authors),
            "limit": 2 * LIMIT,
        }
        answer = await self._relay.ask(asked)
        return {
            one
            for deletion in answer.events.values()
            for one in deletion.values("e")
            if authors.get(one) == deletion.pubkey
        }

    async def _deleted_since(self, place: Place) -> Page:
        """Return what was deleted of the posts kept last, since the walk before."""
        notes = [one for one in place.authors if is_hex(one)]
        articles = [one for one in place.authors if not is_hex(one)]
        since = max(0, (place.floor or 0) - OVERLAP)
        asked = {"kinds": [DELETION], "limit": 2 * LIMIT, "since": since}
        filters = [asked | {"#e": notes}] if notes else []
        filters += [asked | {"#a": articles}] if articles else []
        answer = await self._relay.ask(*filters)
        draft = PageDraft(now=self._access.now())
        for deletion in answer.events.values():
            for one in deleted_of(place.authors, deletion):
                draft.delete(PostKey(SOURCE, one))
        return draft.finish(place.written())


def tell_refused(answer: Answer, draft: PageDraft) -> None:
    """Put the events that are not what they say on the page, as problems."""
    for claimed, reason in answer.refused:
        draft.refuse(f"event {claimed}", reason)


def _located(written: str) -> tuple[str, str]:
    """Return the name and the address of a relay; loopback may be asked without TLS.

    Raises:
        ConfigError: it is none.
    """
    address = written.strip().rstrip("/")
    bare = address.removeprefix("wss://").removeprefix("ws://")
    if not _NAME.fullmatch(bare):
        raise ConfigError(
            f"{written!r} in {OPTION} is not the address of a relay",
            hint="it looks like relay.damus.io or wss://relay.example/path",
        )
    return bare.lower(), address if "://" in address else f"wss://{address}"
