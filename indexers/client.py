"""A polite client: it waits where it is asked to, tries again within bounds, and says what failed.

Every error it raises is a `SourceError`; nothing above it has heard of aiohttp. What a request is
answered with is bounded in size and time, and a secret in a query or header gets into no message.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Protocol, TypeVar

import aiohttp
from multidict import CIMultiDict
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_random_exponential
from yarl import URL

from engine.access import Access
from engine.errors import (
    PayloadError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from engine.text import clean, snippet
from indexers.answers import Answer, error_of, excerpt_of
from indexers.guard import check_redirect
from indexers.rates import RateHeaders

MAX_BYTES = 20 << 20  # of an answer, decompressed
MAX_REDIRECTS = 5
MAX_BACKOFF = 60.0  # seconds, between two tries the platform named no time for
_READ_BYTES = 1 << 16
_TIMEOUT = aiohttp.ClientTimeout(total=90.0, sock_connect=15.0, sock_read=30.0)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SECRET_HEADERS = ("authorization", "cookie", "client-id", "x-api-key")

T = TypeVar("T")
Params = Mapping[str, str | int | list[str]]


class Rates(Protocol):
    """Reads from the headers of an answer how many seconds the next request must wait."""

    def wait(self, headers: Mapping[str, str], *, now: datetime) -> float:
        """Return the seconds, 0 where the headers ask for no wait."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    method: str
    url: URL
    headers: Mapping[str, str]
    accept: Collection[int]
    sent: Mapping[str, Any] = field(default_factory=dict)  # `json` or `data`

    @property
    def shown(self) -> str:
        return f"{self.url.host}{self.url.path}"


class Client:
    """Requests to one host; borrows the session of `access` and never closes it.

    `base_url` is what paths are joined to, and whose origin whole addresses must have; with `None`
    any address may be asked for. `rates` reads the platform's limits, `interval` is the least
    number of seconds between two requests, and `explain` may turn an answer that is an error into
    a better one than its status alone would give.
    """

    def __init__(
        self,
        access: Access,
        base_url: str | None,
        *,
        headers: Mapping[str, str] | None = None,
        rates: Rates = RateHeaders(),  # noqa: B008 - a frozen value
        interval: float = 0.0,
        explain: Callable[[Answer], SourceError | None] | None = None,
        max_bytes: int = MAX_BYTES,
    ) -> None:
        self._access = access
        self._base = None if base_url is None else URL(base_url)
        self._headers = {"User-Agent": access.agent, **(headers or {})}
        self._rates = rates
        self._interval = interval
        self._explain = explain
        self._max_bytes = max_bytes
        self._ready_at: datetime | None = None

    async def get(
        self,
        path: str,
        answer: type[T],
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """Return the JSON at `path` (or a whole address), decoded and checked as an `answer`.

        Raises:
            SourceError: of the kind that says what went wrong; see `engine.errors`.
        """
        found = await self.fetch(path, params=params, headers=headers)
        return found.decoded(answer)

    async def fetch(
        self,
        path: str,
        *,
        params: Params | None = None,
        headers: Mapping[str, str] | None = None,
        accept: Collection[int] = (),
    ) -> Answer:
        """Return the answer to a GET of `path`; statuses of `accept` are answers, not errors.

        Raises:
            SourceError: of the kind that says what went wrong; see `engine.errors`.
        """
        request = _Request(
            method="GET",
            url=self._located(path, params),
            headers={**self._headers, **(headers or {})},
            accept=accept,
        )
        return await self._answered(request)

    async def post(
        self,
        path: str,
        answer: type[T],
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        """Return the JSON that answers a POST of `json`, or of a `form`.

        Raises:
            SourceError: of the kind that says what went wrong; see `engine.errors`.
        """
        request = _Request(
            method="POST",
            url=self._located(path, None),
            headers={**self._headers, **(headers or {})},
            accept=(),
            sent={"data": dict(form)} if form is not None else {"json": json},
        )
        return (await self._answered(request)).decoded(answer)

    def _located(self, path: str, params: Params | None) -> URL:
        try:
            url = URL(path) if self._base is None else self._base.join(URL(path.lstrip("/")))
            url = url.extend_query(_query(params)) if params else url
        except (ValueError, TypeError) as error:
            raise PayloadError(f"{snippet(clean(path), 100)!r} is no address") from error
        if not url.host or url.scheme not in {"http", "https"}:
            raise PayloadError(f"{snippet(clean(path), 100)!r} is no address on the web")
        if self._base is not None and url.origin() != self._base.origin():
            raise PayloadError(f"{self._base.host} sent us on to {url.host}, which was not asked")
        return url

    async def _answered(self, request: _Request) -> Answer:
        retrying = AsyncRetrying(
            retry=retry_if_exception_type((UnavailableError, _AskedToWaitError)),
            stop=stop_after_attempt(self._access.attempts),
            wait=_pause,
            sleep=self._wait,
            reraise=True,
        )
        try:
            return await retrying(self._once, request)
        except _AskedToWaitError as error:
            raise self._limited(request, error.retry_after) from error

    async def _once(self, request: _Request) -> Answer:
        await self._until_ready(request)
        self._count(request)
        answer = await _translated(self._sent(request), request)
        now = self._access.now()
        ready = max(self._interval, self._rates.wait(answer.headers, now=now))
        self._ready_at = now + timedelta(seconds=min(ready, 1e8))
        if answer.status in request.accept or HTTPStatus.OK <= answer.status < 300:
            return answer
        raise self._refused(request, answer)

    async def _until_ready(self, request: _Request) -> None:
        if self._ready_at is None:
            return
        seconds = (self._ready_at - self._access.now()).total_seconds()
        if seconds > self._access.patience:
            raise self._limited(request, seconds)
        if seconds > 0:
            await self._wait(seconds)

    def _count(self, request: _Request) -> None:
        budget = self._access.max_requests
        if self._access.meter.requests >= budget:
            raise SourceError(
                f"{request.url.host}: the budget of {budget:,} requests is spent",
                hint="run it again and it goes on from there, or raise max_requests",
            )
        self._access.meter.requests += 1

    async def _wait(self, seconds: float) -> None:
        self._access.meter.waited += seconds
        await self._access.sleep(seconds)

    async def _sent(self, request: _Request) -> Answer:
        url, headers = request.url, CIMultiDict(request.headers)
        for _ in range(MAX_REDIRECTS + 1):
            async with self._access.session.request(
                request.method,
                url,
                headers=headers,
                allow_redirects=False,
                timeout=_TIMEOUT,
                **request.sent,
            ) as response:
                target = response.headers.get("location")
                if response.status not in _REDIRECTS or not target or request.method != "GET":
                    return await self._read(response)
            url, headers = await _redirected(url, target, headers)
        raise PayloadError(f"{request.shown} redirects more than {MAX_REDIRECTS} times")

    async def _read(self, response: aiohttp.ClientResponse) -> Answer:
        body = bytearray()
        async for chunk in response.content.iter_chunked(_READ_BYTES):
            body += chunk
            if len(body) > self._max_bytes:
                raise PayloadError(
                    f"{response.url.host}{response.url.path} answered with more than "
                    f"{self._max_bytes >> 20} MiB: not read on"
                )
        return Answer(
            status=response.status,
            headers=response.headers,
            body=bytes(body),
            url=f"{response.url.host}{response.url.path}",
        )

    def _refused(self, request: _Request, answer: Answer) -> Exception:
        if self._explain is not None and (better := self._explain(answer)) is not None:
            return self._patient(better)
        excerpt = self._without_secrets(excerpt_of(answer.body))
        return self._patient(error_of(answer, excerpt, now=self._access.now()))

    def _without_secrets(self, text: str) -> str:
        for secret in self._access.secrets.values():
            text = text.replace(secret.reveal(), "***")
        return text

    def _patient(self, error: SourceError) -> Exception:
        """Turn a limit that is worth waiting for into a reason to try again."""
        if isinstance(error, RateLimitError) and error.retry_after <= self._access.patience:
            return _AskedToWaitError(error.retry_after)
        return error

    def _limited(self, request: _Request, seconds: float) -> RateLimitError:
        when = self._access.now() + timedelta(seconds=min(seconds, 1e8))
        return RateLimitError(
            f"{request.url.host} asks us to wait {seconds:,.0f} s",
            retry_after=seconds,
            hint=f"run it again after {when:%Y-%m-%d %H:%M} UTC: it goes on from where it stopped",
        )


class _AskedToWaitError(Exception):
    """A limit that passes soon enough to be waited for."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


_backoff = wait_random_exponential(multiplier=1.0, max=MAX_BACKOFF)


def _pause(state: RetryCallState) -> float:
    """Return the seconds to the next try: as the platform said, else longer each time, jittered."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.retry_after if isinstance(error, _AskedToWaitError) else 0.0
    return asked if asked > 0 else float(_backoff(state))


def _query(params: Params) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in params.items():
        values = value if isinstance(value, list) else [value]
        pairs += [(name, str(one)) for one in values]
    return pairs


async def _redirected(
    url: URL, target: str, headers: CIMultiDict[str]
) -> tuple[URL, CIMultiDict[str]]:
    """Return where to go on, and with which headers: another origin gets no secrets."""
    try:
        there = url.join(URL(target))
    except ValueError as error:
        raise PayloadError(f"{url.host} redirects to what is no address") from error
    await check_redirect(url, there)
    if there.origin() != url.origin():
        headers = CIMultiDict(
            (name, value) for name, value in headers.items() if name.lower() not in _SECRET_HEADERS
        )
    return there, headers


async def _translated(sending: Awaitable[Answer], request: _Request) -> Answer:
    """Await `sending`, with aiohttp's errors in our words."""
    try:
        return await sending
    except TimeoutError as error:
        raise UnavailableError(f"{request.shown} did not answer in time") from error
    except aiohttp.InvalidURL as error:
        raise PayloadError(f"{request.shown} is no address") from error
    except aiohttp.ContentTypeError as error:
        raise PayloadError(f"{request.shown} answered with another kind of content") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise UnavailableError(
            f"{request.shown} could not be read: {type(error).__name__}",
            hint="check the network and the name of the server",
        ) from error
