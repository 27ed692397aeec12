"""Limits as platforms tell them in headers: how long to wait before the next request."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_EPOCH_FROM = 1e8  # seconds; a smaller number is a duration
_MILLISECONDS_FROM = 1e11


@dataclass(frozen=True, slots=True, kw_only=True)
class RateHeaders:
    """The names of the headers that say how many requests are left, and until when.

    The reset may be a moment (ISO 8601 or seconds since 1970) or a number of seconds from now.
    With `reserve` requests left or fewer, the next one waits for it.
    """

    remaining: str = "ratelimit-remaining"
    reset: str = "ratelimit-reset"
    reserve: float = 0.0

    def wait(self, headers: Mapping[str, str], *, now: datetime) -> float:
        """Return how many seconds the platform wants us to wait; 0 where it does not say."""
        left = _number(headers.get(self.remaining))
        if left is None or left > self.reserve:
            return 0.0
        return seconds_until(headers.get(self.reset), now=now) or 0.0


def seconds_until(written: str | None, *, now: datetime) -> float | None:
    """Return the seconds from `now` to a moment or after a duration, never negative.

    Read are numbers (seconds, or seconds or milliseconds since 1970), ISO 8601 and HTTP dates;
    `None` for what is none of them.
    """
    if written is None or not written.strip():
        return None
    number = _number(written)
    if number is None:
        moment = _moment(written.strip())
        return None if moment is None else max((moment - now).total_seconds(), 0.0)
    if number >= _MILLISECONDS_FROM:
        number /= 1_000
    seconds = number - now.timestamp() if number >= _EPOCH_FROM else number
    return max(seconds, 0.0)


def retry_seconds(written: str | None, *, now: datetime) -> float | None:
    """Return what a `Retry-After` asks for, in seconds: a number of them, or an HTTP date."""
    number = _number(written)
    return seconds_until(written, now=now) if number is None else max(number, 0.0)


def _number(written: str | None) -> float | None:
    try:
        number = float(written or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _moment(written: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = parse(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
