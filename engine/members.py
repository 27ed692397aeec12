"""What identifies somebody in a list of customers or followers: never an e-mail address.

A member is one line of text: `handle`, `id` or `url`, the platform (empty: not said) and the
name, between bars. Handles are folded, without `@`; links of known platforms become handles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import blake2b

from engine.vocabulary import Creator

HASH_BYTES = 16
PLATFORMS = {
    "instagram": "instagram", "insta": "instagram", "ig": "instagram", "tiktok": "tiktok",
    "youtube": "youtube", "yt": "youtube", "x": "x", "twitter": "x", "reddit": "reddit",
    "mastodon": "mastodon", "fediverse": "mastodon", "bluesky": "bluesky", "bsky": "bluesky",
    "threads": "threads", "telegram": "telegram", "lemmy": "lemmy", "nostr": "nostr",
    "hackernews": "hackernews",
}  # fmt: skip
"""What people call a platform -> the source of its posts."""

_LINK = re.compile(
    r"(?:https?://)?(?:www\.|m\.|mobile\.)?(?P<host>[^/\s?#]+)/(?P<path>[^\s?#]+)(?:[?#]\S*)?"
)
_HOSTS = {
    "instagram.com": "instagram", "tiktok.com": "tiktok", "youtube.com": "youtube",
    "x.com": "x", "twitter.com": "x", "threads.net": "threads", "threads.com": "threads",
    "bsky.app": "bluesky", "reddit.com": "reddit", "old.reddit.com": "reddit", "t.me": "telegram",
}  # fmt: skip
_BEFORE_HANDLE = frozenset({"profile", "user", "u", "c", "s", "_u"})
_HANDLE = re.compile(r"[\w.+~-]{1,64}(?:@[\w.-]+\.\w{2,})?")


def member(kind: str, platform: str, name: str) -> str:
    """Return the line for a handle, id or url, each in its plainest form."""
    plain = name.strip()
    if kind != "id":
        plain = plain.casefold().removeprefix("@").rstrip("/")
    return f"{kind}|{platform}|{plain}"


def member_of_link(link: str) -> str | None:
    """Return the member a link names: a handle on a known platform, else the address itself."""
    found = _LINK.fullmatch(link.strip())
    if found is None:
        return None
    host, parts = found["host"].casefold(), [p for p in found["path"].split("/") if p]
    source = _HOSTS.get(host)
    if source == "youtube" and len(parts) > 1 and parts[0] == "channel":
        return member("id", source, parts[1])
    if source is not None:
        names = [p for p in parts if p not in _BEFORE_HANDLE]
        return member("handle", source, names[0]) if names and _is_handle(names[0]) else None
    if len(parts) == 1 and parts[0].startswith("@") and _is_handle(parts[0]):
        return member("handle", "mastodon", f"{parts[0]}@{host}")
    return member("url", "", f"{host}/{'/'.join(parts)}")


def _is_handle(name: str) -> bool:
    return bool(_HANDLE.fullmatch(name.removeprefix("@")))


def is_handle(name: str) -> bool:
    """Return whether `name`, with or without `@`, could be a handle."""
    return _is_handle(name.strip())


def members_of(creator: Creator) -> Iterator[str]:
    """Yield every line that would name `creator`."""
    yield member("id", creator.source, creator.native_id)
    if creator.handle:
        yield member("handle", creator.source, creator.handle)
        yield member("handle", "", creator.handle)
    if creator.url:
        linked = member_of_link(creator.url)
        if linked is not None:
            yield linked


def hashed(line: str, salt: bytes | None) -> bytes:
    """Return a member as it is kept: its bytes, or with a salt their keyed hash of 16 bytes."""
    if salt is None:
        return line.encode()
    return blake2b(line.encode(), key=salt, digest_size=HASH_BYTES).digest()
