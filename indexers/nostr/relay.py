"""One relay: questions and their answers over a websocket, each within bounds.

A relay is somebody's computer: it may send anything, in any order, for ever. So every event is
verified and compared with what was asked, and a relay that does not come to an end is left.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NoReturn

import aiohttp
import msgspec

from engine.access import Access
from engine.errors import AuthError, PayloadError, RateLimitError, SourceError, UnavailableError
from engine.text import clean, snippet
from indexers.nostr.signing import Event, read_event
from indexers.values import RefusedError

MAX_MESSAGE = 1 << 20  # bytes
MAX_FOREIGN = 1_000  # messages of an answer that are no event asked for
PATIENCE = 30.0  # seconds without a message, while an answer is awaited
LONGEST = 180.0  # seconds for a whole answer
_HEARTBEAT = 30.0  # seconds
_SUBSCRIPTION = "overheard"
_BROKEN = frozenset(
    {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED}
    | {aiohttp.WSMsgType.ERROR}
)

Filter = Mapping[str, Any]  # of NIP-01: kinds, authors, ids, #t, since, until, limit, search
Socket = aiohttp.ClientWebSocketResponse[bool]
_decode = msgspec.json.Decoder(list[object]).decode


@dataclass(slots=True, kw_only=True)
class Answer:
    """What came for a question: true events, each once, and what was wrong with the others."""

    events: dict[str, Event] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)  # the id they claim, the reason
    n_foreign: int = 0


class Relay:
    """A relay at the websocket `url`; it borrows the session of `access`."""

    def __init__(self, access: Access, *, name: str, url: str) -> None:
        self.name = name
        self._access = access
        self._url = url

    async def ask(self, *filters: Filter) -> Answer:
        """Return the stored events that any of the `filters` asks for.

        It is asked again a few times where it cannot be reached.

        Raises:
            SourceError: it refuses, cannot be reached, or does not come to an end.
        """
        for attempt in range(1, self._access.attempts + 1):
            try:
                async with self.connected() as line, asyncio.timeout(LONGEST):
                    return await line.ask(filters)
            except (UnavailableError, TimeoutError) as error:
                if attempt == self._access.attempts:
                    if isinstance(error, SourceError):
                        raise
                    raise UnavailableError(f"{self.name} does not finish its answer") from error
                await self._wait(2.0**attempt)
        raise UnavailableError(f"{self.name} was not asked")

    async def _wait(self, seconds: float) -> None:
        self._access.meter.waited += seconds
        await self._access.sleep(seconds)

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Line]:
        """Open a connection while the context lasts.

        Raises:
            SourceError: it cannot be opened, breaks, or the budget of requests is spent.
        """
        meter, budget = self._access.meter, self._access.max_requests
        if meter.requests >= budget:
            raise SourceError(
                f"{self.name}: the budget of {budget:,} requests is spent",
                hint="run it again and it goes on from there, or raise max_requests",
            )
        meter.requests += 1
        try:
            async with self._access.session.ws_connect(
                self._url,
                headers={"User-Agent": self._access.agent},
                timeout=aiohttp.ClientWSTimeout(ws_close=2.0),
                heartbeat=_HEARTBEAT,
                max_msg_size=MAX_MESSAGE,
            ) as socket:
                yield Line(socket, self.name)
        except aiohttp.WSServerHandshakeError as error:
            raise _not_let_in(self.name, error) from error
        except (aiohttp.ClientError, OSError) as error:
            raise UnavailableError(
                f"{self.name} cannot be reached: {type(error).__name__}",
                hint="check the network and the name of the relay",
            ) from error


class Line:
    """An open connection to the relay called `name`."""

    def __init__(self, socket: Socket, name: str) -> None:
        self._socket = socket
        self._name = name

    async def ask(self, filters: Sequence[Filter]) -> Answer:
        """Return what is stored for `filters`, up to where the relay says that this is all.

        Raises:
            SourceError: it refuses, breaks off, or sends without end.
        """
        answer = Answer()
        limit = sum(int(one.get("limit", 500)) for one in filters)
        async with aclosing(self.follow(filters, answer)) as events:
            async for event in events:
                if event is None:
                    break
                answer.events[event.id] = event
                if len(answer.events) > limit:
                    raise PayloadError(f"{self._name} sends more than the {limit:,} asked for")
        await self._socket.send_json(["CLOSE", _SUBSCRIPTION])
        return answer

    async def follow(
        self, filters: Sequence[Filter], answer: Answer
    ) -> AsyncGenerator[Event | None, None]:
        """Yield events as they come, each once, and `None` where all that is stored has come.

        What is wrong with others is told to `answer`, whose events are taken for known.

        Raises:
            SourceError: the relay refuses, breaks off, or sends what nobody asked for.
        """
        await self._socket.send_json(["REQ", _SUBSCRIPTION, *filters])
        is_stored = True
        while True:
            message = await self._received(awaited=is_stored)
            match message:
                case ["EVENT", str(name), record] if name == _SUBSCRIPTION:
                    event = self._event(record, filters, answer)
                    if event is not None and event.id not in answer.events:
                        yield event
                        continue
                case ["EOSE", str(name)] if name == _SUBSCRIPTION:
                    is_stored = False
                    yield None
                    continue
                case ["CLOSED", str(name), *reason] if name == _SUBSCRIPTION:
                    self._refuse(reason)
            answer.n_foreign += 1
            if answer.n_foreign > MAX_FOREIGN:
                raise PayloadError(f"{self._name} sends what was not asked for, without end")

    def _event(self, record: object, filters: Sequence[Filter], answer: Answer) -> Event | None:
        """Return the event if it is true and was asked for."""
        try:
            event = read_event(record)
        except RefusedError as reason:
            claimed = record.get("id") if isinstance(record, dict) else None
            if len(answer.refused) < MAX_FOREIGN:
                answer.refused.append((snippet(clean(str(claimed)), 70), str(reason)))
            return None
        return event if any(is_asked(event, one) for one in filters) else None

    async def _received(self, *, awaited: bool) -> list[object]:
        """Return the next message; `[]` for one that is none."""
        try:
            async with asyncio.timeout(PATIENCE if awaited else None):
                message = await self._socket.receive()
        except TimeoutError as error:
            raise UnavailableError(f"{self._name} does not answer") from error
        if message.type in _BROKEN:
            raise UnavailableError(f"{self._name} has hung up")
        try:
            return _decode(message.data) if message.type is aiohttp.WSMsgType.TEXT else []
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            return []

    def _refuse(self, reason: Sequence[object]) -> NoReturn:
        said = snippet(clean(str(reason[0] if reason else "")), 200)
        message = f"{self._name} refuses: {said or 'it does not say why'}"
        if said.startswith(("auth-required:", "restricted:", "blocked:")):
            raise AuthError(message, hint="it is for its members; name another relay")
        if said.startswith("rate-limited:"):
            raise RateLimitError(message, retry_after=60.0)
        if said.startswith("error:"):
            raise UnavailableError(message)
        raise PayloadError(message)


def is_asked(event: Event, asked: Filter) -> bool:
    """Return whether a filter asks for an event, as far as it can be told without the relay."""
    return (
        event.kind in asked.get("kinds", (event.kind,))
        and event.pubkey in asked.get("authors", (event.pubkey,))
        and event.id in asked.get("ids", (event.id,))
        and asked.get("since", event.created_at) <= event.created_at
        and event.created_at <= asked.get("until", event.created_at)
        and all(
            not set(wanted).isdisjoint(event.values(name[1:]))
            for name, wanted in asked.items()
            if name.startswith("#")
        )
    )


def _not_let_in(name: str, error: aiohttp.WSServerHandshakeError) -> SourceError:
    said = f"{name} answered {error.status}"
    if error.status in (401, 403):
        return AuthError(said, hint="it is for its members; name another relay")
    if error.status == 429:
        return RateLimitError(said, retry_after=60.0)
    if error.status >= 500 or error.status == 408:
        return UnavailableError(said)
    return PayloadError(f"{said}: is it a relay?", hint="name another in relays")
