"""A session with the Data API of Reddit: a token for the app, and what its refusals mean."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar

import msgspec

from engine.access import Access
from engine.errors import AuthError, ConfigError, GoneError, RateLimitError, SourceError
from indexers.answers import Answer
from indexers.client import Client
from indexers.rates import RateHeaders, seconds_until

ID, SECRET, USER = "REDDIT_CLIENT_ID", "REDDIT_CLIENT_SECRET", "user"
EARLY = 60.0  # seconds before a token ends from which it is not used any more
BACKOFF = 30.0  # seconds to wait where Reddit does not say how long
_RATES = RateHeaders(remaining="x-ratelimit-remaining", reset="x-ratelimit-reset", reserve=0.5)
_CLOSED = {
    "private": "is private",
    "banned": "was banned by Reddit",
    "quarantined": "is quarantined: it is shown only to those who confirm that they want to see it",
    "gold_only": "is for paying members only",
    "employees_only": "is for employees of Reddit only",
}
_HINT = (
    f"{ID} and {SECRET} are of an app at reddit.com/prefs/apps that Reddit has approved for its "
    "Data API"
)

T = TypeVar("T")


class Token(msgspec.Struct, kw_only=True):
    """The part of an answer about a token that is read."""

    access_token: str
    expires_in: float = 3_600.0


class Refusal(msgspec.Struct, kw_only=True):
    """The part of a refusal that is read."""

    reason: str | None = None
    message: str | None = None
    explanation: str | None = None


class Session:
    """Requests at `api` with a token got at `site`, both whole addresses."""

    def __init__(self, access: Access, *, site: str, api: str) -> None:
        self._access = access
        headers = {"User-Agent": agent_of(access)}
        self._site = Client(access, site, headers=headers, explain=self._explain)
        self._api = Client(access, api, headers=headers, rates=_RATES, explain=self._explain)
        self._token = ""
        self._ends_at: datetime | None = None

    async def get(self, path: str, answer: type[T], params: Mapping[str, str | int]) -> T:
        """Return the answer of the Data API at `path`; a token that has ended is renewed once.

        Raises:
            SourceError: of the kind that says what went wrong.
        """
        for is_renewed in (False, True):
            headers = {"Authorization": f"Bearer {await self._valid_token()}"}
            try:
                return await self._api.get(
                    path, answer, params={**params, "raw_json": 1}, headers=headers
                )
            except _TokenError:
                self._ends_at = None
                if is_renewed:
                    raise
        raise AssertionError("the second try returns or raises")

    async def _valid_token(self) -> str:
        now = self._access.now()
        if self._ends_at is None or now >= self._ends_at:
            token = await self._site.post(
                "api/v1/access_token",
                Token,
                form={"grant_type": "client_credentials"},
                headers={"Authorization": f"Basic {self._credentials()}"},
            )
            self._token = token.access_token
            self._ends_at = now + timedelta(seconds=max(0.0, token.expires_in - EARLY))
        return self._token

    def _credentials(self) -> str:
        secrets = self._access.secrets
        missing = [name for name in (ID, SECRET) if name not in secrets]
        if missing:
            raise AuthError(f"Reddit needs {' and '.join(missing)}, not set", hint=_HINT)
        return b64encode(f"{secrets[ID].reveal()}:{secrets[SECRET].reveal()}".encode()).decode()

    def _explain(self, answer: Answer) -> SourceError | None:
        """Return what a refusal means where its body or headers say more than its status."""
        said = _refusal(answer)
        what = answer.url.partition("/")[2]
        if answer.status == 429:
            reset = answer.headers.get("retry-after") or answer.headers.get("x-ratelimit-reset")
            asked = seconds_until(reset, now=self._access.now())
            return RateLimitError("Reddit answered 429: too fast", retry_after=asked or BACKOFF)
        if answer.status == 401:
            return _TokenError("Reddit refused the credentials", hint=_HINT)
        if answer.status in (403, 404) and said.reason in _CLOSED:
            return GoneError(f"{what} {_CLOSED[said.reason]}")
        if answer.status == 403:
            return AuthError(f"Reddit does not let us read {what}: {_words(said)}", hint=_HINT)
        if answer.status in (400, 404):
            return GoneError(f"Reddit has no {what}: {_words(said)}")
        return None


class _TokenError(AuthError):
    """The token is not taken: it has ended, or never was one."""


def agent_of(access: Access) -> str:
    """Return the User-Agent as Reddit wants it: platform, app, and whose it is if that is set.

    Raises:
        ConfigError: the option `user` is no name of an account.
    """
    user = access.options.get(USER)
    if user is None:
        return f"python:{access.agent}"
    if not isinstance(user, str) or not user.strip().isprintable() or not user.strip():
        raise ConfigError(f"{USER} = {user!r} is no account", hint=f'write {USER} = "yourname"')
    return f"python:{access.agent} (by /u/{user.strip().removeprefix('u/')})"


def _refusal(answer: Answer) -> Refusal:
    try:
        return msgspec.json.decode(answer.body, type=Refusal)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Refusal()


def _words(said: Refusal) -> str:
    return said.explanation or said.reason or said.message or "it does not say why"
