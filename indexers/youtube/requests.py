"""Requests to the Data API: each counted against the quota, each refusal with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import msgspec

from engine.access import Access
from engine.errors import (
    AuthError,
    GoneError,
    PayloadError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from indexers.answers import Answer
from indexers.client import Client
from indexers.rates import seconds_until
from indexers.youtube.quota import SEARCHES, UNITS, Quota, budgets_of, quota_of, until_midnight
from indexers.youtube.resources import Refusal, Refused

KEY = "YOUTUBE_API_KEY"
BACKOFF = 20.0  # seconds to wait when too much is asked at once; twice as long each time
METERS = {UNITS: "quota units", SEARCHES: "searches"}
_SPENT = frozenset({"quotaExceeded", "dailyLimitExceeded", "dailyLimitExceededUnreg"})
_TOO_FAST = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_KEY_REFUSED = frozenset(
    {"keyInvalid", "keyExpired", "accessNotConfigured", "ipRefererBlocked", "API_KEY_INVALID"}
)
_NOT_THERE = frozenset({"commentsDisabled", "notFound", "gone"})
_KEY_HINT = (
    f"see that {KEY} is a key of a Google Cloud project with YouTube Data API v3 enabled, and "
    "that the key may be used from here"
)

T = TypeVar("T")


class Requests:
    """The Data API at `api`, asked with the key of `access` within its quota.

    What was spent of the quota is kept in `folder`, if not in the user's folder for states.
    """

    def __init__(self, access: Access, api: str, *, folder: Path | None = None) -> None:
        self._access = access
        self._budgets = budgets_of(access.options)
        self._folder = folder
        self._client = Client(replace(access, attempts=1), api, explain=self._explain)
        self._quota: Quota | None = None

    async def get(
        self, path: str, answer: type[T], params: Mapping[str, str | int], *, bucket: str = UNITS
    ) -> T:
        """Return the answer to a request that takes one of `bucket`, each time it is sent.

        Raises:
            SourceError: of the kind that says what went wrong; a `RateLimitError` when the quota
                of the day is spent, an `AuthError` when there is no key or it is refused.
        """
        key = self._key()
        for attempt in range(1, self._access.attempts + 1):
            self._spend(bucket)
            try:
                return await self._client.get(path, answer, params={**params, "key": key})
            except (UnavailableError, RateLimitError) as error:
                self._note_spent(bucket, error)
                if attempt == self._access.attempts or not self._is_patient(error):
                    raise
                await self._wait(error, attempt)
            except PayloadError as error:  # shows what was answered, where the key may stand
                raise PayloadError(str(error).replace(key, "***"), hint=error.hint) from None
        raise AssertionError("at least one attempt is made")

    def _key(self) -> str:
        key = self._access.secrets.get(KEY)
        if key is None:
            raise AuthError(
                "YouTube needs a key, and there is none",
                hint=f"put the key of your Google Cloud project into the variable {KEY}",
            )
        if self._quota is None:
            self._quota = quota_of(key, self._budgets, folder=self._folder)
        return key.reveal()

    def _spend(self, bucket: str) -> None:
        if self._quota is not None:
            self._quota.spend(bucket, now=self._access.now())
        self._access.meter.spend(METERS[bucket], 1)

    def _note_spent(self, bucket: str, error: SourceError) -> None:
        is_spent = isinstance(error, RateLimitError) and error.retry_after > self._access.patience
        if is_spent and self._quota is not None:
            self._quota.exhaust(bucket, now=self._access.now())

    def _is_patient(self, error: SourceError) -> bool:
        return getattr(error, "retry_after", 0.0) <= self._access.patience

    async def _wait(self, error: SourceError, attempt: int) -> None:
        asked = getattr(error, "retry_after", 0.0) or BACKOFF / 10
        seconds = min(asked * 2 ** (attempt - 1), self._access.patience)
        self._access.meter.waited += seconds
        await self._access.sleep(seconds)

    def _explain(self, answer: Answer) -> SourceError:
        """Return what a refusal means: by its reason where there is one, else by its status."""
        refusal = _refusal(answer)
        reasons = {fault.reason for fault in refusal.errors}
        message = f"YouTube answered {answer.status}"
        if said := refusal.message or ", ".join(sorted(reasons)):
            message += f": {said}"
        now = self._access.now()
        if reasons & _SPENT:
            return RateLimitError(
                f"YouTube says that the quota of today is spent ({refusal.message})",
                retry_after=until_midnight(now),
                hint="there is a new one at midnight in Los Angeles: run it again after that",
            )
        if reasons & _TOO_FAST or answer.status == 429:
            asked = seconds_until(answer.headers.get("retry-after"), now=now)
            return RateLimitError(message, retry_after=asked or BACKOFF)
        if reasons & _KEY_REFUSED or "API key" in refusal.message:
            return AuthError(message, hint=_KEY_HINT)
        return _by_status(answer.status, reasons, message)


def _by_status(status: int, reasons: set[str], message: str) -> SourceError:
    if reasons & _NOT_THERE or any(reason.endswith("NotFound") for reason in reasons):
        return GoneError(message)
    if status in (404, 410):
        return GoneError(message)
    if status in (401, 403):
        return AuthError(message, hint=_KEY_HINT)
    if status >= 500 or "processingFailure" in reasons:
        return UnavailableError(message)
    return SourceError(message)


def _refusal(answer: Answer) -> Refusal:
    try:
        error = msgspec.json.decode(answer.body, type=Refused).error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Refusal()
    return error if isinstance(error, Refusal) else Refusal(message=error)
