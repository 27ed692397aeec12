"""What X says when it refuses a request."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from engine.errors import AuthError, RateLimitError, SourceError
from engine.text import clean, snippet
from indexers.answers import Answer
from indexers.rates import seconds_until

WINDOW = 900.0  # seconds, after which every limit of X begins anew
_SHOWN = 200  # characters


class InvalidRequestError(SourceError):
    """X does not take the values of `parameters`."""

    def __init__(self, message: str, *, parameters: frozenset[str]) -> None:
        super().__init__(message)
        self.parameters = parameters


class _Reason(msgspec.Struct):
    message: str | None = None
    code: int | str | None = None
    parameters: dict[str, object] | None = None


class _Problem(msgspec.Struct):
    title: str | None = None
    detail: str | None = None
    type: str | None = None
    errors: list[_Reason] | None = None

    @property
    def said(self) -> str:
        reasons = [reason.message for reason in self.errors or () if reason.message]
        return snippet(clean(" ".join(reasons) or self.detail or self.title or ""), _SHOWN)


def explainer(now: Callable[[], datetime]) -> Callable[[Answer], SourceError | None]:
    """Return what tells from an answer of X what went wrong; `None` if it is nothing of X's own."""

    def explain(answer: Answer) -> SourceError | None:
        try:
            problem = msgspec.json.decode(answer.body, type=_Problem)
        except msgspec.MsgspecError:
            problem = _Problem()
        return _error_of(answer, problem, now=now())

    return explain


def _error_of(answer: Answer, problem: _Problem, *, now: datetime) -> SourceError | None:
    kind = (problem.type or "").rsplit("/", 1)[-1]
    match answer.status:
        case 429 if kind == "usage-capped" or "UsageCap" in (problem.title or ""):
            return SourceError(
                f"the reads of this X project are used up: {problem.said}",
                hint="see usage and billing on console.x.com; waiting a few minutes does not help",
            )
        case 402:
            return SourceError(
                f"the credits of this X account are used up: {problem.said}",
                hint="buy credits on console.x.com, or wait for the next billing cycle",
            )
        case 429:
            reset = seconds_until(answer.headers.get("x-rate-limit-reset"), now=now)
            asked = seconds_until(answer.headers.get("retry-after"), now=now)
            wait = asked if asked is not None else reset
            return RateLimitError(
                "X asks us to wait", retry_after=WINDOW if wait is None else max(wait, 1.0)
            )
        case 401 | 403:
            return AuthError(
                f"X refused the credentials ({answer.status}): {problem.said}",
                hint="check X_BEARER_TOKEN, and on console.x.com that the app may use the API v2",
            )
        case 400:
            names = [name for reason in problem.errors or () for name in reason.parameters or ()]
            return InvalidRequestError(
                f"X does not take the request: {problem.said}", parameters=frozenset(names)
            )
        case _:
            return None
