"""The stream of all that happens on the network, followed without a login.

Facts about the protocol are those of Jetstream's first version (`/subscribe`), whose form is
frozen. A cursor is a time in microseconds, so that any host can go on where another stopped.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

import aiohttp
import zstandard

from engine.access import Access
from engine.errors import AuthError, PayloadError, SourceError, UnavailableError
from engine.text import clean, snippet
from engine.vocabulary import Page, Watch
from indexers.bluesky.events import COLLECTIONS, Hearing, moment_at

HOSTS = (
    "jetstream1.us-east.bsky.network",
    "jetstream2.us-east.bsky.network",
    "jetstream1.us-west.bsky.network",
    "jetstream2.us-west.bsky.network",
)
REWIND = 5_000_000  # microseconds; events of different people come in no order
GAP = 60_000_000  # microseconds; the whole network is never silent for so long
PAUSE = 2.0  # seconds at most between two pages while something happens
SILENCE = 60.0  # seconds without an event, after which a connection is dead
MAX_EVENT = 1 << 20  # bytes; a post has a few thousand
MAX_BACKOFF = 60.0  # seconds
_HANDSHAKE = 30.0  # seconds
_FAREWELL = 2.0  # seconds
_HEARTBEAT = 30.0  # seconds
MAX_FRAMES = 5_000  # of a page
_ENDS = frozenset(
    {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED}
    | {aiohttp.WSMsgType.ERROR}
)
_TRY_LATER = frozenset({408, 425, 429})

Socket = aiohttp.ClientWebSocketResponse[bool]


class Jetstream:
    """The stream as `hosts` give it in turn; compressed where there is a `dictionary`."""

    def __init__(
        self, access: Access, *, hosts: Sequence[str] = HOSTS, dictionary: bytes | None = None
    ) -> None:
        self._access = access
        self._hosts = [host if "://" in host else f"wss://{host}" for host in hosts]
        self._inflate = None if dictionary is None else _Inflate(dictionary)

    async def listen(self, watch: Watch, *, after: str | None) -> AsyncGenerator[Page, None]:
        """Yield what is heard of `watch`, from the cursor `after` on, until it is closed.

        Raises:
            SourceError: no host lets us in, or none could ever be reached.
        """
        now = self._access.now
        hearing = Hearing(watch, now=now, newest=microseconds(after))
        turn = _Turn(hosts=self._hosts, attempts=self._access.attempts, newest=hearing.newest)
        while True:
            try:
                async with await self._connected(turn.host, hearing.newest) as socket:
                    ear = _Ear(socket, hearing, self._inflate)
                    is_open = True
                    while is_open:
                        is_open = await ear.hear()
                        if hearing.has_news:
                            turn.heard(hearing.newest)
                            yield hearing.finish()
                turn.failed(UnavailableError(f"{turn.host} closed the stream"))
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                turn.failed(_error_of(turn.host, error))
            if sentence := turn.outage():
                hearing.say(sentence)
                yield hearing.finish()
            await self._access.sleep(turn.pause)

    async def _connected(self, host: str, newest: int) -> Socket:
        params = [("wantedCollections", name) for name in COLLECTIONS]
        params += [("maxMessageSizeBytes", str(MAX_EVENT))]
        params += [("cursor", str(max(newest - REWIND, 1)))] if newest else []
        params += [("compress", "true")] if self._inflate else []
        self._access.meter.requests += 1
        async with asyncio.timeout(_HANDSHAKE):
            return await self._access.session.ws_connect(
                f"{host}/subscribe",
                params=params,
                headers={"User-Agent": self._access.agent},
                timeout=aiohttp.ClientWSTimeout(ws_close=_FAREWELL),
                heartbeat=_HEARTBEAT,
                max_msg_size=4 * MAX_EVENT,
                compress=0,  # not a second time
                decode_text=False,
            )


def microseconds(cursor: str | None) -> int:
    """Return the time a cursor stands for; 0 for none, and for one that is not ours."""
    known = cursor is not None and cursor.isascii() and cursor.isdecimal() and len(cursor) <= 16
    return int(cursor) if known and cursor else 0


def _error_of(host: str, error: Exception) -> SourceError:
    """Return what it means that `host` did not let us in, or broke off."""
    if not isinstance(error, aiohttp.WSServerHandshakeError):
        return UnavailableError(f"{host} cannot be reached: {type(error).__name__}")
    said = f"{host} answered {error.status}: {snippet(clean(error.message), 200)}"
    if error.status in {401, 403}:
        return AuthError(said, hint="the stream needs no login; is the host the right one?")
    if error.status in _TRY_LATER or not 400 <= error.status < 500:
        return UnavailableError(said)
    return PayloadError(said, hint="name other hosts: jetstream under [sources.bluesky]")


class _Ear:
    """Takes events from a `socket` into a `hearing`."""

    def __init__(self, socket: Socket, hearing: Hearing, inflate: _Inflate | None) -> None:
        self._socket = socket
        self._hearing = hearing
        self._inflate = inflate
        self._asked_from = hearing.newest
        self._silent = 0.0

    async def hear(self) -> bool:
        """Take events until a page is due; return whether there may be more."""
        n_frames = 0
        try:
            async with asyncio.timeout(PAUSE):
                while n_frames < MAX_FRAMES and not self._hearing.is_full:
                    message = await self._socket.receive()
                    if not self._took(message.type, message.data):
                        return False
                    n_frames += 1
        except TimeoutError:
            pass
        self._silent = 0.0 if n_frames else self._silent + PAUSE
        return self._silent < SILENCE

    def _took(self, kind: aiohttp.WSMsgType, content: object) -> bool:
        """Take a frame, and return whether it was one of the stream, and not its end."""
        if kind is aiohttp.WSMsgType.TEXT and isinstance(content, bytes):
            self._take(content)
        elif kind is aiohttp.WSMsgType.BINARY and isinstance(content, bytes):
            self._take_compressed(content)
        return kind not in _ENDS

    def _take_compressed(self, frame: bytes) -> None:
        if self._inflate is None:
            self._hearing.refuse("it is compressed, which nobody asked for")
            return
        try:
            event = self._inflate(frame)
        except (zstandard.ZstdError, ValueError) as error:
            self._hearing.refuse(f"it cannot be decompressed: {error}")
            return
        self._take(event)

    def _take(self, event: bytes) -> None:
        happened = self._hearing.take(event)
        if happened and self._asked_from:
            if happened > self._asked_from + GAP:
                self._hearing.say(
                    f"Bluesky no longer has what was posted between "
                    f"{moment_at(self._asked_from):%Y-%m-%d %H:%M:%S} and "
                    f"{moment_at(happened):%Y-%m-%d %H:%M:%S} UTC: nothing of that was heard"
                )
            self._asked_from = 0


class _Inflate:
    """Decompresses single frames, of a bounded size."""

    def __init__(self, dictionary: bytes) -> None:
        self._decompressor = zstandard.ZstdDecompressor(
            dict_data=zstandard.ZstdCompressionDict(dictionary)
        )

    def __call__(self, frame: bytes) -> bytes:
        if zstandard.frame_content_size(frame) > MAX_EVENT:
            raise ValueError("it is too large")
        return self._decompressor.decompress(frame, max_output_size=MAX_EVENT)


@dataclass(slots=True, kw_only=True)
class _Turn:
    """Which host is asked next, how soon, and when to give up."""

    hosts: Sequence[str]
    attempts: int
    newest: int
    n_failures: int = 0  # in a row
    n_hopeless: int = 0
    place: int = 0
    was_heard: bool = False
    was_told: bool = False

    @property
    def host(self) -> str:
        return self.hosts[self.place % len(self.hosts)]

    @property
    def pause(self) -> float:
        """The seconds to wait: none before the first round of other hosts, then more each time."""
        rounds = self.n_failures // len(self.hosts)
        most = min(2.0**rounds, MAX_BACKOFF)
        return 0.0 if rounds == 0 else random.uniform(most / 2, most)  # noqa: S311 - no secret

    def heard(self, newest: int) -> None:
        """Count it a success that something was heard that is new."""
        if newest > self.newest:
            self.newest = newest
            self.n_failures = self.n_hopeless = 0
            self.was_heard, self.was_told = True, False

    def failed(self, error: SourceError) -> None:
        """Go on to the next host.

        Raises:
            SourceError: every host refuses us, or none was ever reached.
        """
        self.n_failures += 1
        self.n_hopeless += not isinstance(error, UnavailableError)
        self.place += 1
        if self.n_hopeless >= len(self.hosts):
            raise error
        if not self.was_heard and self.n_failures >= self.attempts * len(self.hosts):
            raise error

    def outage(self) -> str | None:
        """Return a sentence, once, when no host can be reached any more."""
        if self.was_told or not self.was_heard or self.n_failures < 2 * len(self.hosts):
            return None
        self.was_told = True
        return f"Bluesky's stream has not been heard since {moment_at(self.newest):%H:%M:%S} UTC"
