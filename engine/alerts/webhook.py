"""A digest as JSON to an address of the user's.

With a secret each request is signed: `X-Overheard-Signature` is `sha256=` and the hex digest of
HMAC-SHA256 over `X-Overheard-Timestamp`, a full stop and the body. The timestamp is the second in
which it is sent, so that a receiver may refuse what is old however often it was tried before.
`X-Overheard-Delivery` is of the body: the same digest has it again, whenever it is tried again.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import json
import socket
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt
from yarl import URL

from engine.access import Secret
from engine.alerts.digest import Digest, document
from engine.errors import AlertError

TIMEOUT, ATTEMPTS, PATIENCE = 20.0, 3, 60.0  # seconds, tries, seconds
_TOO_MANY = 429
_DELIVERIES = uuid.UUID("5a1d2c5e-6f0b-4d7a-9a53-0f6b9f0b7c11")  # what their ids are made in
_PRIVATE = "it is an address of a private network; if that is meant, write private = true"


class _TryAgainError(AlertError):
    """What may go better in a while; `after` is in seconds, None where nothing was said."""

    def __init__(self, message: str, *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Posts digests to `url`; redirects are not followed.

    A name that leads to an address of a private network is refused unless `private`: an address
    or `localhost` written out is meant.
    """

    url: URL
    secret: Secret | None = None
    private: bool = False
    timeout: float = TIMEOUT
    sleep: Callable[[float], Awaitable[None]] = field(default=asyncio.sleep, repr=False)
    clock: Callable[[], float] = field(default=time.time, repr=False)

    @property
    def name(self) -> str:
        """What it is called in messages: without what may be a secret of its address."""
        return f"the webhook at {self.url.host}"

    async def send(self, digest: Digest) -> None:
        """Post `digest`; try again where the receiver is busy or away.

        Raises:
            AlertError: it was refused, or not taken after some tries.
        """
        body = json.dumps(document(digest), ensure_ascii=False).encode()
        delivery = str(uuid.uuid5(_DELIVERIES, hashlib.sha256(body).hexdigest()))
        tries = AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=_wait,
            sleep=self.sleep,
            retry=retry_if_exception_type(_TryAgainError),
            reraise=True,
        )
        async for attempt in tries:
            with attempt:
                await self._post(body, self._headers(body, delivery, str(int(self.clock()))))

    def _headers(self, body: bytes, delivery: str, timestamp: str) -> dict[str, str]:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "overheard",
            "X-Overheard-Delivery": delivery,
            "X-Overheard-Timestamp": timestamp,
        }
        if self.secret is not None:
            headers["X-Overheard-Signature"] = signature(self.secret, timestamp, body)
        return headers

    async def _post(self, body: bytes, headers: dict[str, str]) -> None:
        resolver = ThreadedResolver() if self._is_meant else _PublicResolver()
        connector = aiohttp.TCPConnector(resolver=resolver)
        timeout = aiohttp.ClientTimeout(total=self.timeout)
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=timeout) as session,
                session.post(self.url, data=body, headers=headers, allow_redirects=False) as answer,
            ):
                self._check(answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if isinstance(error.__cause__, _PrivateError):
                raise AlertError(f"{self.name} is not sent to: {_PRIVATE}") from error
            told = str(error) or type(error).__name__
            raise _TryAgainError(f"{self.name} cannot be reached: {told}") from error

    @property
    def _is_meant(self) -> bool:
        """Whether its host may be a private one: it is written out, or the user said so."""
        host = self.url.host or ""
        if self.private or host == "localhost":
            return True
        try:
            ipaddress.ip_address(host)
        except ValueError:
            return False
        return True

    def _check(self, answer: aiohttp.ClientResponse) -> None:
        if answer.status == _TOO_MANY or answer.status >= 500:
            after = answer.headers.get("Retry-After", "")
            raise _TryAgainError(
                f"{self.name} answered {answer.status}",
                after=float(after) if after.isascii() and after.isdigit() else None,
            )
        if answer.status >= 300:
            raise AlertError(
                f"{self.name} answered {answer.status}",
                hint="check the address under [alerts]; redirects are not followed",
            )


def signature(secret: Secret, timestamp: str, body: bytes) -> str:
    """Return what `X-Overheard-Signature` says of a body sent at `timestamp`."""
    signed = timestamp.encode() + b"." + body
    return "sha256=" + hmac.new(secret.reveal().encode(), signed, hashlib.sha256).hexdigest()


def _wait(state: RetryCallState) -> float:
    """Return how long to wait: as was asked for, else 1, 2, 4 … seconds."""
    error = state.outcome.exception() if state.outcome else None
    after = error.after if isinstance(error, _TryAgainError) else None
    return min(PATIENCE, 2.0 ** (state.attempt_number - 1) if after is None else after)


class _PrivateError(OSError):
    """A name leads to an address of a private network."""


class _PublicResolver(AbstractResolver):
    """Looks names up and refuses those that have an address outside the public net."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return the addresses of `host`."""
        found = await ThreadedResolver().resolve(host, port, family)
        if not all(ipaddress.ip_address(one["host"]).is_global for one in found):
            raise _PrivateError(host)
        return found

    async def close(self) -> None:
        """Close nothing: there is nothing open."""
