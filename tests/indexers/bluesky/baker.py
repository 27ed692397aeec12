"""A service with five posts of one creator, for the contract of sources."""

from __future__ import annotations

from datetime import timedelta

from engine.access import Access
from engine.protocols import Source
from indexers.bluesky.session import HANDLE, PASSWORD
from indexers.bluesky.source import Bluesky
from tests.fakes import NOW
from tests.indexers.servers import Asked, Reply, Script

SECRETS = {HANDLE: "ana.test", PASSWORD: "abcd"}
DID = "did:plc:baker"
POSTS = tuple(f"at://{DID}/app.bsky.feed.post/{number}" for number in range(1, 6))


def make(access: Access, _: str) -> Source:
    return Bluesky.make(access)[0]


def feed() -> Script:
    """Give the posts as an account's feed, on three pages."""
    return {"/xrpc/app.bsky.feed.getAuthorFeed": _feed}


def search() -> Script:
    """Give the posts to those who are logged in, on three pages."""
    login = Reply(json={"accessJwt": "a", "refreshJwt": "r"})
    return {
        "/xrpc/app.bsky.feed.searchPosts": _search,
        "/xrpc/com.atproto.server.createSession": [login],
    }


def _feed(asked: Asked) -> Reply:
    views, after = _page(asked)
    return Reply(json={"feed": [{"post": view} for view in views], **after})


def _search(asked: Asked) -> Reply:
    views, after = _page(asked)
    return Reply(json={"posts": views, **after})


def _page(asked: Asked) -> tuple[list[dict[str, object]], dict[str, str]]:
    first = int(asked.query.get("cursor", 0))
    after = {"cursor": str(first + 2)} if first + 2 < len(POSTS) else {}
    return [_view(number) for number in range(first, min(first + 2, len(POSTS)))], after


def _view(number: int) -> dict[str, object]:
    at = (NOW - timedelta(hours=number + 1)).isoformat()
    record = {"$type": "app.bsky.feed.post", "text": f"loaf {number}", "createdAt": at}
    author = {"did": DID, "handle": "baker.test", "labels": []}
    return {"uri": POSTS[number], "record": record, "author": author, "indexedAt": at}
