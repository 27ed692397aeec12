"""Where a request may be sent on to: an answer from outside never leads into the own network."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

from yarl import URL

from engine.errors import PayloadError

_SCHEMES = frozenset({"http", "https"})


async def check_redirect(start: URL, target: URL) -> None:
    """Let a redirect from `start` to `target` pass, or refuse it.

    Raises:
        PayloadError: it leads to something else than the web, from HTTPS to HTTP, or from a public
            address to a private one.
    """
    if target.scheme not in _SCHEMES or not target.host:
        raise PayloadError(f"{start.host} redirects to {target.scheme or 'nowhere'}:, not the web")
    if start.scheme == "https" and target.scheme == "http":
        raise PayloadError(f"{start.host} redirects from https to http ({target.host})")
    if start.host == target.host:
        return
    if await is_private(target.host) and not await is_private(start.host or ""):
        raise PayloadError(
            f"{start.host} redirects to {target.host}, which is an address of a private network"
        )


async def is_private(host: str) -> bool:
    """Return whether `host` is, or has among its addresses, one that is not of the public net.

    A name that cannot be looked up is not private: the request that follows says what is wrong.
    """
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError:
        return False
    return any(not ipaddress.ip_address(str(address[4][0])).is_global for address in found)
