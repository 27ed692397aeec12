"""Who is let in, and what every answer says to the browser.

A page on this machine can be reached by any site the user visits: through a name that is made to
point here (rebinding), and by forms that other sites send. So the name asked for must be one of
ours, whatever changes anything must come from our own pages, and nothing on a page may run or load
what is not ours.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.typedefs import Middleware
from yarl import URL

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

FORM_FIELD = "csrf"
FORM_HEADER = "X-CSRF-Token"
COOKIE = "overheard_token"
TOKEN = "token"  # noqa: S105 - the name of a parameter
PARTS = web.RequestKey("parts", MultipartReader)
_LONGEST_FIELD = 512  # bytes
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_COOKIE_SECONDS = 30 * 86_400
_FAILED = 400
_FOR_GOOD = "private, max-age=31536000, immutable"
_CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": _CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The name served under, and the token to be shown where others can reach the page.

    `form_token` is in every form of ours, and no other site can read it.
    """

    host: str = "127.0.0.1"
    token: str | None = None
    form_token: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @classmethod
    def of(cls, host: str) -> Door:
        """Return the door of a page served at `host`: with a token unless only we can reach it."""
        return cls(host=host, token=None if is_loopback(host) else secrets.token_urlsafe(24))

    def knows(self, name: str | None) -> bool:
        """Return whether `name`, of the Host header, is one this page is served under.

        Where a token is needed an address of numbers is ours too: no name can be made to point
        here without it.
        """
        if name is None:
            return False
        return name in _LOOPBACK_NAMES or name == self.host or bool(self.token and _is_ip(name))


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    return _is_ip(host) and ipaddress.ip_address(host).is_loopback


def _is_ip(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def guard(door: Door) -> Middleware:
    """Return the middleware that lets nobody past `door` who should not."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        _check_host(request, door)
        if door.token is not None:
            _enter(request, door.token)
        if request.method not in _READING:
            _check_origin(request)
            await _check_form(request, door)
        return await handler(request)

    return guarded


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Say to the browser what it may do with the answer.

    A file of ours that is asked for by its digest is never another one: it need not ask again.
    """
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    is_file = request.path.startswith("/static/") and response.status < _FAILED
    by_digest = is_file and bool(request.query_string)
    response.headers.setdefault("Cache-Control", _FOR_GOOD if by_digest else "no-cache, private")


def _check_host(request: web.Request, door: Door) -> None:
    try:
        name = URL(f"http://{request.headers.get('Host', '')}").host
    except ValueError:
        name = None
    if not door.knows(name):
        raise web.HTTPMisdirectedRequest(
            text="this page is not served under that name\nopen the address that "
            "overheard serve printed"
        )


def _enter(request: web.Request, token: str) -> None:
    """Let on who has shown the token before.

    Raises:
        HTTPSeeOther: they bring it for the first time, and are given a cookie for it.
        HTTPUnauthorized: they have none, or another.
    """
    shown = request.query.get(TOKEN)
    if shown is not None and _same(shown, token):
        rest = request.rel_url.without_query_params(TOKEN)
        found = web.HTTPSeeOther(rest)
        found.set_cookie(
            COOKIE, token, httponly=True, samesite="Strict", max_age=_COOKIE_SECONDS, path="/"
        )
        raise found
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if _same(request.cookies.get(COOKIE, ""), token) or _same(bearer, token):
        return
    raise web.HTTPUnauthorized(
        text="this page needs its token\nopen the whole address that overheard serve printed, "
        "with ?token=… at its end"
    )


def _check_origin(request: web.Request) -> None:
    """Refuse what another site sends; a program that sends no such headers is no site."""
    origin = request.headers.get("Origin")
    ours = f"{request.scheme}://{request.host}"
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if (origin is not None and origin != ours) or site not in {"same-origin", "none"}:
        raise web.HTTPForbidden(text="another site asked for this\nuse the page itself")


async def _check_form(request: web.Request, door: Door) -> None:
    given = request.headers.get(FORM_HEADER) or await _field(request)
    if not _same(given, door.form_token):
        raise web.HTTPForbidden(
            text="this form is of an earlier run of the page\ngo back, load the page again and "
            "send it once more"
        )


async def _field(request: web.Request) -> str:
    """Return the token among the fields of a form; of a form with files it is the first field."""
    if request.content_type != "multipart/form-data":
        return str((await request.post()).get(FORM_FIELD, ""))
    try:
        parts = await request.multipart()
        part = await parts.next()
    except ValueError:
        return ""
    request[PARTS] = parts
    if not isinstance(part, BodyPartReader) or part.name != FORM_FIELD:
        return ""
    return (await part.read_chunk(_LONGEST_FIELD)).decode("utf-8", "replace")


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(), wanted.encode())
