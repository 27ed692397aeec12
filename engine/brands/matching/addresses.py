"""Links and the addresses a card lists: whose a link is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.brands.matching.folding import folded

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://")
_MAX_LABELS = 8
_MAX_SEGMENTS = 6


def address_of(link: str) -> str:
    """Return host and path of `link`, folded, without scheme, `www.`, query and last slash."""
    address = _SCHEME.sub("", folded(link), count=1)
    address = re.split(r"[?#\s]", address, maxsplit=1)[0].rstrip("/.")
    host, slash, path = address.partition("/")
    host = host.rpartition("@")[2].partition(":")[0] if not host.startswith("@") else host
    return _readable(host).removeprefix("www.") + slash + path


def host_spellings(domain: str) -> tuple[str, ...]:
    """Return how the host of an address may stand in a folded text: plainly, or as `xn--…`."""
    host = re.split(r"[/?#]", _SCHEME.sub("", domain.lower(), count=1), maxsplit=1)[0]
    try:
        coded = host.encode("idna").decode("ascii")
    except UnicodeError:
        coded = ""
    plain = address_of(domain).partition("/")[0]
    return tuple(dict.fromkeys(filter(None, (plain, coded.removeprefix("www.")))))


def covering(link: str) -> Iterator[str]:
    """Return every address that covers `link`, the longest first: its host and those above it.

    `shop.apple.com/watch` is covered by itself, `apple.com/watch`, `shop.apple.com`, `apple.com`.
    """
    host, _, path = address_of(link).partition("/")
    labels = host.split(".")[-_MAX_LABELS:]
    hosts = [".".join(labels[i:]) for i in range(len(labels) - 1)]
    segments = path.split("/")[:_MAX_SEGMENTS] if path else []
    for n in range(len(segments), -1, -1):
        for covered in hosts:
            yield "/".join((covered, *segments[:n]))


def _readable(host: str) -> str:
    """Return a host with its international labels (`xn--…`) as people read them, folded."""
    if "xn--" not in host:
        return host
    try:
        return folded(host.encode("ascii").decode("idna"))
    except UnicodeError:
        return host
