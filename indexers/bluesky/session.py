"""A login at the user's server, kept in memory and renewed: logging in is rationed."""

from __future__ import annotations

import asyncio
from typing import TypeVar

import msgspec

from engine.access import Access
from engine.errors import AuthError, PayloadError, SourceError
from indexers.answers import Answer
from indexers.client import Client, Params

HANDLE = "BLUESKY_HANDLE"
PASSWORD = "BLUESKY_APP_PASSWORD"  # noqa: S105 - the name of one
MAX_LOGINS = 10  # of a run; the platform allows 30 in five minutes and 300 a day
INTERVAL = 0.1  # seconds; the platform allows 3,000 requests in five minutes
_LOGIN = "/xrpc/com.atproto.server.createSession"
_RENEWAL = "/xrpc/com.atproto.server.refreshSession"
_EXPIRED = frozenset({"ExpiredToken", "InvalidToken"})
_REFUSED = frozenset({"AuthenticationRequired", "AuthFactorTokenRequired"})
HINT = "an app password is made in Bluesky under Settings, Privacy and security, App passwords"
NO_LOGIN_NEEDED = "overheard listen bluesky, and collect bluesky with --account, need none"

T = TypeVar("T")


class _Login(msgspec.Struct, rename="camel"):
    access_jwt: str
    refresh_jwt: str


class Failure(msgspec.Struct):
    """What an answer says that is an error."""

    error: str = ""
    message: str = ""


def failure_of(answer: Answer) -> Failure:
    """Return what went wrong according to `answer`; nothing if it does not say."""
    try:
        return answer.decoded(Failure)
    except PayloadError:
        return Failure()


class Session:
    """Reads what only people who are logged in may read, at the server `pds`."""

    def __init__(self, access: Access, pds: str) -> None:
        self._access = access
        self._client = Client(access, pds, interval=INTERVAL, explain=explain)
        self._login: _Login | None = None
        self._n_logins = 0
        self._busy = asyncio.Lock()  # one login, however many ask

    async def get(self, path: str, answer: type[T], params: Params) -> T:
        """Return the JSON at `path`, checked as an `answer`.

        Raises:
            AuthError: there are no credentials, or they are refused.
            SourceError: another, as of a `Client`.
        """
        login = await self._logged_in(None)
        found = await self._fetched(path, params, login)
        if failure_of(found).error in _EXPIRED and found.status >= 400:
            found = await self._fetched(path, params, await self._logged_in(login))
        if found.status >= 400:
            raise explain(found) or SourceError(_said(found))
        return found.decoded(answer)

    async def _fetched(self, path: str, params: Params, login: _Login) -> Answer:
        headers = {"Authorization": f"Bearer {login.access_jwt}"}
        return await self._client.fetch(path, params=params, headers=headers, accept={400, 401})

    async def _logged_in(self, expired: _Login | None) -> _Login:
        """Return a login that is not the `expired` one."""
        async with self._busy:
            if self._login is None:
                self._login = await self._logging_in()
            elif self._login is expired:
                self._login = await self._renewed(expired)
            return self._login

    async def _logging_in(self) -> _Login:
        handle, password = (self._access.secrets.get(name) for name in (HANDLE, PASSWORD))
        if handle is None or password is None:
            raise AuthError(
                f"searching Bluesky needs a login: {HANDLE} and {PASSWORD} are not set",
                hint=f"{HINT}; {NO_LOGIN_NEEDED}",
            )
        if self._n_logins >= MAX_LOGINS:
            raise AuthError(f"Bluesky ended the session {MAX_LOGINS} times", hint="run it again")
        self._n_logins += 1
        credentials = {"identifier": handle.reveal(), "password": password.reveal()}
        return await self._client.post(_LOGIN, _Login, json=credentials)

    async def _renewed(self, login: _Login) -> _Login:
        headers = {"Authorization": f"Bearer {login.refresh_jwt}"}
        try:
            return await self._client.post(_RENEWAL, _Login, headers=headers)
        except AuthError:
            return await self._logging_in()


def explain(answer: Answer) -> SourceError | None:
    """Return the error that `answer` means, where its status alone says something else."""
    failure = failure_of(answer)
    if failure.error in _REFUSED:
        return AuthError(
            f"Bluesky refuses the login: {failure.message}",
            hint=f"check {HANDLE} and {PASSWORD}; {HINT}",
        )
    if failure.error in _EXPIRED or answer.status in {401, 403}:
        hint = f"this may need a login: set {HANDLE} and {PASSWORD}; {NO_LOGIN_NEEDED}"
        return AuthError(_said(answer), hint=hint)
    return None


def _said(answer: Answer) -> str:
    failure = failure_of(answer)
    words = f"{failure.error} {failure.message}".strip()
    said = f"{answer.url} answered {answer.status}"
    return f"{said}: {words}" if words else said
