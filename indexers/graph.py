"""Meta's Graph API: what Instagram, Threads and the Ad Library have in common.

Its errors are objects with a code, whatever the status; its limits are headers with percentages;
its pages are told by cursors. The token is a parameter of each request, and in no message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec

from engine.access import Access
from engine.errors import (
    AuthError,
    GoneError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from engine.text import clean, snippet
from indexers.answers import Answer
from indexers.client import Client
from indexers.values import RefusedError, read_moment

VERSION = "v25.0"
HOUR = 3_600.0  # seconds; limits are counted over the last one
_FULL = 100.0  # percent of a limit
_NEARLY = 90.0
_SLOWLY = 60.0  # seconds between requests when a limit is nearly reached
_SHOWN = 240  # characters
_LIMITED = frozenset([4, 17, 32, 341, 613, *range(80_000, 80_015)])
_TRANSIENT = frozenset([1, 2])
_TOKEN = frozenset([102, 190, 463, 467])
_NOT_THERE = frozenset([110, 803])
_NOT_THERE_SUBCODES = frozenset([33, 2_207_013, 2_207_024])
_HASHTAGS = 18
_PERMISSION = frozenset([3, 10, 368, *range(200, 300)])
_USAGE = ("x-app-usage", "x-page-usage", "x-ad-account-usage", "x-business-use-case-usage")
_PERCENTAGES = ("call_count", "total_time", "total_cputime", "object_count_pct", "acc_id_util_pct")

T = TypeVar("T")


class Cursors(msgspec.Struct):
    """Where pages go on."""

    after: str | None = None


class Paging(msgspec.Struct):
    """How an answer is continued; `next` is an address with the token in it, and is not used."""

    cursors: Cursors | None = None
    next: str | None = None

    @property
    def after(self) -> str | None:
        """The cursor of the page to come."""
        return self.cursors.after if self.cursors else None


class Listing(msgspec.Struct):
    """A page of records, as they came."""

    data: list[dict[str, object]] = []
    paging: Paging | None = None

    @property
    def after(self) -> str | None:
        """The cursor of the page to come; `None` if this one is empty or the last."""
        return self.paging.after if self.data and self.paging else None


@dataclass(frozen=True, slots=True)
class UsageHeaders:
    """Reads how much of a limit is used: percentages, and minutes until access is given back."""

    def wait(self, headers: Mapping[str, str], *, now: datetime) -> float:
        """Return how many seconds the next request must wait."""
        counts = [count for name in _USAGE for count in _counts(headers.get(name))]
        minutes = max(
            (_number(count, "estimated_time_to_regain_access") for count in counts), default=0
        )
        used = max((_number(count, name) for count in counts for name in _PERCENTAGES), default=0)
        if minutes > 0:
            return minutes * 60
        if used >= _FULL:
            return HOUR
        return _SLOWLY if used >= _NEARLY else 0.0


class Graph:
    """Requests to a Graph API with the user's token, which `secret` names.

    `what` says who needs the token, for messages.
    """

    def __init__(self, access: Access, base_url: str, *, secret: str, what: str) -> None:
        self._access = access
        self._secret = secret
        self._what = what
        self._client = Client(access, base_url, rates=UsageHeaders(), explain=self._explained)

    async def get(self, path: str, answer: type[T], **params: str | int) -> T:
        """Return the JSON at `path`, decoded and checked as an `answer`.

        Raises:
            SourceError: of the kind that says what went wrong.
        """
        token = self._access.secrets.get(self._secret)
        if token is None:
            raise AuthError(
                f"{self._what}: there is no {self._secret}",
                hint=f"put the access token of {self._what} into the environment as {self._secret}",
            )
        asked = {**params, "access_token": token.reveal()}
        return await self._client.get(path, answer, params=asked)

    def _explained(self, answer: Answer) -> SourceError | None:
        """Return what went wrong; `None` if the answer is no error of the Graph API."""
        try:
            error = msgspec.json.decode(answer.body, type=_Wrapped).error
        except msgspec.MsgspecError:
            return None
        said = snippet(clean(self._without_token(error.error_user_msg or error.message)), _SHOWN)
        return self._error_of(error, f"{self._what} answered: {said} (code {error.code})", answer)

    def _error_of(self, error: _Error, message: str, answer: Answer) -> SourceError:
        code, subcode = error.code, error.error_subcode or 0
        if code in _LIMITED or answer.status == 429:
            wait = UsageHeaders().wait(answer.headers, now=self._access.now()) or HOUR
            return RateLimitError(message, retry_after=wait, hint="run it again in an hour")
        if code == _HASHTAGS:
            return SourceError(message, hint="30 hashtags may be searched in 7 days; wait for one")
        if code in _NOT_THERE or subcode in _NOT_THERE_SUBCODES:
            return GoneError(message)
        if code in _TOKEN:
            return AuthError(message, hint=f"get a new token and set {self._secret}")
        if code in _PERMISSION:
            return AuthError(
                message, hint="the app or its token lacks a permission; see its review"
            )
        if code in _TRANSIENT or error.is_transient:
            return UnavailableError(message)
        return SourceError(message)

    def _without_token(self, text: str) -> str:
        token = self._access.secrets.get(self._secret)
        return text.replace(token.reveal(), "***") if token else text


class _Error(msgspec.Struct):
    message: str = ""
    code: int = 0
    error_subcode: int | None = None
    error_user_msg: str | None = None
    is_transient: bool = False


class _Wrapped(msgspec.Struct):
    error: _Error


def _counts(header: str | None) -> list[Mapping[str, object]]:
    """Return the objects of a usage header, which holds one, or lists of them by account."""
    try:
        value = msgspec.json.decode(header or "{}")
    except msgspec.DecodeError:
        return []
    if not isinstance(value, dict):
        return []
    lists = [one for part in value.values() if isinstance(part, list) for one in part]
    return [count for count in (value, *lists) if isinstance(count, dict)]


def _number(count: Mapping[str, object], name: str) -> float:
    value = count.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


def span_of(records: Sequence[dict[str, object]]) -> tuple[datetime | None, datetime | None]:
    """Return the newest and the oldest `timestamp` of records; not all of them have one."""
    moments = []
    for record in records:
        written = record.get("timestamp")
        if isinstance(written, str):
            try:
                moments.append(read_moment(written, "timestamp", notes=[]))
            except RefusedError:
                continue
    return max(moments, default=None), min(moments, default=None)


def latest(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the later of two moments, or the one that is known."""
    return max(one, other) if one and other else one or other
