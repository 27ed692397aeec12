"""The servers that are asked: names, addresses, tokens, and what they say of themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from yarl import URL

from engine.access import Access, Secret
from engine.errors import AuthError, ConfigError, GoneError, PayloadError, SourceError
from indexers.answers import Answer
from indexers.client import Client
from indexers.options import texts
from indexers.rates import RateHeaders

OPTION = "instances"
DEFAULT = ("mastodon.social",)
TOKEN = "MASTODON_TOKEN"  # noqa: S105 - the name of a variable
INTERVAL = 1.0  # seconds; a server allows 300 requests in 5 minutes
_RATES = RateHeaders(remaining="x-ratelimit-remaining", reset="x-ratelimit-reset")
_NAME = re.compile(r"[\w.-]+(?::\d{1,5})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A server by its name (`example.social`, with a port if it is not the usual one)."""

    name: str
    url: str
    token: Secret | None


class _Urls(msgspec.Struct):
    streaming: str | None = None


class _Feed(msgspec.Struct):
    local: str | None = None
    remote: str | None = None


class _Timelines(msgspec.Struct):
    hashtag_feeds: _Feed | None = None
    live_feeds: _Feed | None = None


class _Configuration(msgspec.Struct):
    urls: _Urls | None = None
    timelines_access: _Timelines | None = None


class _Instance(msgspec.Struct):
    domain: str | None = None
    configuration: _Configuration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a server says of itself: the `domain` its people's names end in, and where it streams.

    `hashtags` and `everything` are who may read the timelines of hashtags and of all posts:
    `public`, `authenticated` or `disabled`; `None` before Mastodon 4.5.
    """

    domain: str
    streaming: str
    hashtags: str | None = None
    everything: str | None = None


def named_servers(access: Access) -> Sequence[Server]:
    """Return the servers that the settings name.

    Raises:
        ConfigError: they are not named as a list of names of hosts.
    """
    given = texts(access.options, OPTION, DEFAULT)
    if not given:
        raise ConfigError(
            f"{OPTION} names no server",
            hint=f'write {OPTION} = ["mastodon.social", "fosstodon.org"]',
        )
    urls = dict.fromkeys(_url(name) for name in given)
    return [_server(url, access, is_first=n == 0) for n, url in enumerate(urls)]


def _url(written: str) -> URL:
    name = written.strip().removeprefix("@").rstrip("/")
    bare = name.removeprefix("https://").removeprefix("http://")
    if not _NAME.fullmatch(bare):
        raise ConfigError(
            f"{written!r} in {OPTION} is not the name of a server",
            hint="it looks like mastodon.social, without a path",
        )
    return URL(name if "://" in name else f"https://{name.lower()}")


def _server(url: URL, access: Access, *, is_first: bool) -> Server:
    """Return the server at `url`; a token without a server's name is the first one's only."""
    own = access.secrets.get(token_name(url.host or ""))
    token = own or (access.secrets.get(TOKEN) if is_first else None)
    name = (url.host or "").lower()
    if not url.is_default_port():
        name = f"{name}:{url.port}"
    return Server(name=name, url=str(url.origin()), token=token)


def token_name(host: str) -> str:
    """Return the environment variable of the token for `host`: `MASTODON_TOKEN_FOSSTODON_ORG`."""
    return f"{TOKEN}_{re.sub(r'[^A-Z0-9]', '_', host.upper())}"


async def read_about(client: Client, server: Server) -> About:
    """Return what `server` says of itself; other servers than Mastodon may have nothing to say."""
    try:
        told = await client.get("/api/v2/instance", _Instance)
    except (GoneError, AuthError, PayloadError):
        told = _Instance()
    configuration = told.configuration or _Configuration()
    streaming = configuration.urls.streaming if configuration.urls else None
    timelines = configuration.timelines_access or _Timelines()
    return About(
        domain=(told.domain or server.name).lower(),
        streaming=_streaming_url(streaming, server),
        hashtags=_access(timelines.hashtag_feeds),
        everything=_access(timelines.live_feeds),
    )


def _access(feed: _Feed | None) -> str | None:
    """Return who may read a feed: it is worth asking if either half of it may be read."""
    halves = {feed.local, feed.remote} if feed else set()
    return next((name for name in ("public", "authenticated", "disabled") if name in halves), None)


def _streaming_url(told: str | None, server: Server) -> str:
    """Return where to stream from: over TLS, unless the server itself is asked without."""
    try:
        url = URL(told or server.url)
    except ValueError:
        url = URL(server.url)
    plain = URL(server.url).scheme == "http" and url.scheme in {"http", "ws"}
    return str(url.with_scheme("http" if plain else "https").origin()) if url.host else server.url


def make_client(access: Access, server: Server) -> Client:
    """Return a client for `server`, as one of its members where there is a token."""

    def explain(answer: Answer) -> SourceError | None:
        is_closed = answer.status in {401, 403} or (
            answer.status == 422 and b"authenticated" in answer.body
        )
        return _refused(server, answer.status) if is_closed else None

    token = server.token
    return Client(
        access,
        server.url,
        headers={"Authorization": f"Bearer {token.reveal()}"} if token else None,
        rates=_RATES,
        interval=INTERVAL,
        explain=explain,
    )


def check_open(who: str | None, server: Server, what: str) -> None:
    """Let pass what everybody may read, or members may and there is a token.

    Raises:
        AuthError: it may not be read.
    """
    if who == "disabled":
        raise AuthError(
            f"{server.name} has switched off {what}", hint=f"name another server in {OPTION}"
        )
    if who == "authenticated" and server.token is None:
        raise AuthError(f"{server.name} shows {what} to its members only", hint=token_hint(server))


def _refused(server: Server, status: int) -> AuthError:
    if server.token is None:
        return AuthError(
            f"{server.name} shows this to its members only ({status})", hint=token_hint(server)
        )
    return AuthError(
        f"{server.name} refuses the token ({status})",
        hint="it needs the scopes read:statuses, read:accounts and read:search",
    )


def token_hint(server: Server) -> str:
    """Return what to do where a token is missing."""
    name = token_name(URL(server.url).host or "")
    return f"set {name} to a user token of that server, or name another in {OPTION}"
