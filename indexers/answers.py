"""What a request is answered with: JSON as declared, or the error its status stands for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

import msgspec
from multidict import CIMultiDictProxy

from engine.errors import (
    AuthError,
    GoneError,
    PayloadError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from engine.text import clean, snippet
from indexers.decoding import decode
from indexers.rates import retry_seconds
from indexers.records import in_plain_words

_TRY_LATER = frozenset({408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529})
_EXCERPT = 200  # characters of an answer, in a message

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer whose body is read: `url` is where it came from in the end, without its query."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    url: str

    def decoded(self, answer: type[T]) -> T:
        """Return the JSON of the body, checked as an `answer`.

        Raises:
            PayloadError: it is no JSON, or not what was declared.
        """
        try:
            return decode(self.body, answer)
        except msgspec.ValidationError as error:
            raise PayloadError(
                f"{self.url} answered otherwise than it declares: {in_plain_words(str(error))}",
                hint="the platform may have changed; look for a newer overheard",
            ) from error
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            raise PayloadError(
                f"{self.url} answered with something that is no JSON: {excerpt_of(self.body)!r}"
            ) from error


def error_of(answer: Answer, excerpt: str, *, now: datetime) -> SourceError:
    """Return the error that an answer of this status is, with an `excerpt` of what it says."""
    said = f"{answer.url} answered {answer.status}"
    message = f"{said}: {excerpt}" if excerpt else said
    asked = retry_seconds(answer.headers.get("retry-after"), now=now)
    match answer.status:
        case 401 | 403 | 407:
            return AuthError(message, hint="check the credentials; overheard sources tells more")
        case 404 | 410 | 451:
            return GoneError(message)
        case 429:
            return RateLimitError(message, retry_after=asked or 0.0)
        case status if status in _TRY_LATER and asked:
            return RateLimitError(message, retry_after=asked)
        case status if status in _TRY_LATER or status >= 500:
            return UnavailableError(message)
        case _:
            return SourceError(message)


def excerpt_of(body: bytes) -> str:
    """Return the beginning of an answer as it fits into a message."""
    return snippet(clean(body[: 4 * _EXCERPT].decode("utf-8", "replace")), _EXCERPT) if body else ""
