"""The live sources that are installed, found by their entry points, and what they are lent."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from engine import __version__
from engine.access import MAX_REQUESTS, Access, Secret
from engine.config import Settings, nearest
from engine.errors import ConfigError, PayloadError
from engine.protocols import SourceMaker
from engine.vocabulary import Meter, SourceInfo

if TYPE_CHECKING:
    from aiohttp import ClientSession, TraceRequestRedirectParams

    from engine.pipeline import Lent

GROUP = "overheard.sources"
HOMEPAGE = "https://pypi.org/project/overheard"
_CONNECTIONS_A_HOST = 4


def installed_sources(names: Sequence[str] | None = None) -> dict[str, SourceMaker]:
    """Return the installed sources by name, in alphabetical order; only `names`, if given.

    Raises:
        ConfigError: there is none of a name, or one cannot be imported.
    """
    points = {point.name: point for point in entry_points(group=GROUP)}
    for name in names or ():
        if name not in points:
            raise ConfigError(f"there is no source called {name!r}", hint=_nearest(name, points))
    wanted = sorted(points) if names is None else list(dict.fromkeys(names))
    makers: dict[str, SourceMaker] = {}
    for name in wanted:
        try:
            makers[name] = points[name].load()
        except (ImportError, AttributeError) as error:
            raise ConfigError(
                f"the source {name} ({points[name].value}) cannot be imported: {error}",
                hint="install the package it is from again, or remove it",
            ) from error
    return makers


def _nearest(name: str, points: Mapping[str, object]) -> str:
    return f"{nearest(name, tuple(sorted(points)))} (just added it? run pip install -e . again)"


def secrets_of(info: SourceInfo, environment: Mapping[str, str] | None = None) -> dict[str, Secret]:
    """Return those of the source's secrets that the environment has.

    A name ending in `*` stands for all that begin so: `MASTODON_TOKEN_*`, one for each server.
    """
    environment = os.environ if environment is None else environment
    found: dict[str, Secret] = {}
    for name in info.secrets:
        stem = name.removesuffix("*")
        keys = [key for key in environment if key.startswith(stem)] if stem != name else [name]
        found |= {key: Secret(environment[key]) for key in keys if environment.get(key)}
    return found


def options_of(
    info: SourceInfo, settings: Settings, given: Mapping[str, object]
) -> dict[str, object]:
    """Return the source's settings, those given by hand in place of the file's.

    Raises:
        ConfigError: the file has a setting that the source does not know.
    """
    table = dict(settings.sources.get(info.name, {}))
    known = (*info.options, *_EVERY_SOURCE)
    for name in table:
        if name not in known:
            raise ConfigError(
                f"{settings.file}: the source {info.name} has no setting {name!r}",
                hint=nearest(name, known) if known else "it has none",
            )
    return table | {name: value for name, value in given.items() if name in known}


def check_options(makers: Mapping[str, SourceMaker], given: Mapping[str, object]) -> None:
    """Let pass options that at least one of the sources knows.

    Raises:
        ConfigError: none knows one of them, or the budget of requests is no number.
    """
    known = {name for maker in makers.values() for name in (*maker.info.options, *_EVERY_SOURCE)}
    for name in given:
        if name not in known:
            hint = nearest(name, tuple(sorted(known)))
            raise ConfigError(f"none of the sources has an option {name!r}", hint=hint)
    _budget(given.get("max_requests", MAX_REQUESTS))


_EVERY_SOURCE = ("max_requests",)


@asynccontextmanager
async def connected(
    makers: Mapping[str, SourceMaker], settings: Settings, given: Mapping[str, object]
) -> AsyncIterator[list[Lent]]:
    """Open a session, and lend it to the sources for as long as the context lasts.

    Raises:
        ConfigError: an option is wrong.
    """
    from engine.pipeline import Lent

    check_options(makers, given)
    async with open_session() as session:
        lent = []
        for maker in makers.values():
            access = make_access(maker.info, settings, given, session)
            lent += [Lent(source, access.meter) for source in maker.make(access)]
        yield lent


def open_session() -> ClientSession:
    """Return a session without cookies that follows no redirect by itself.

    Sources follow those they have looked at; where aiohttp would follow one unasked, as in the
    handshake of a websocket, it is a `PayloadError`.
    """
    import aiohttp

    tracing = aiohttp.TraceConfig()
    tracing.on_request_redirect.append(_refuse_redirect)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit_per_host=_CONNECTIONS_A_HOST),
        cookie_jar=aiohttp.DummyCookieJar(),
        trace_configs=[tracing],
        trust_env=True,
    )


async def _refuse_redirect(
    _: ClientSession, __: object, params: TraceRequestRedirectParams
) -> None:
    raise PayloadError(f"{params.url.host} redirects a stream, which is not followed")


def make_access(
    info: SourceInfo, settings: Settings, given: Mapping[str, object], session: ClientSession
) -> Access:
    """Return what the source is lent.

    Raises:
        ConfigError: an option is wrong.
    """
    options = options_of(info, settings, given)
    return Access(
        session=session,
        agent=f"overheard/{__version__} (+{settings.contact or HOMEPAGE})",
        meter=Meter(),
        secrets=secrets_of(info),
        options={name: value for name, value in options.items() if name not in _EVERY_SOURCE},
        max_requests=_budget(options.get("max_requests", MAX_REQUESTS)),
    )


def _budget(written: object) -> int:
    text = str(written)
    if isinstance(written, bool) or not text.isdecimal() or int(text) < 1:
        raise ConfigError(f"max_requests = {written!r} is no number of requests", hint="from 1 up")
    return int(text)
