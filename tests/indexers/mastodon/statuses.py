"""Statuses for tests, and a server that pages through them as Mastodon does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.indexers.servers import Asked, Reply

HOST = "mastodon.social"
UNKNOWN = Reply(status=404, json={"error": "Record not found"})


def status(number: int = 11, *, host: str = HOST, **fields: Any) -> dict[str, Any]:
    """Return a Status with the fields every server gives, but for `fields`; `account` adds up."""
    account = {
        "acct": "Ana",
        "username": "Ana",
        "display_name": "Ana",
        "url": f"https://{host}/@Ana",
    }
    base: dict[str, Any] = {
        "id": str(number),
        "uri": f"https://{host}/users/Ana/statuses/{number}",
        "url": f"https://{host}/@Ana/{number}",
        "created_at": "2026-05-01T10:00:00.000Z",
        "content": "<p>espresso</p>",
        "visibility": "public",
        "reblog": None,
        "account": account | fields.pop("account", {}),
    }
    return base | fields


class Timeline:
    """A timeline that answers as Mastodon does: newest first, `min_id` gives the oldest newer.

    `gone` are ids that are asked for and no longer there. Pages are of `size` posts. A page that
    is not empty has a Link header; the last has no `next` in it.
    """

    def __init__(self, *statuses: Mapping[str, Any], size: int = 2) -> None:
        self.statuses = sorted(statuses, key=lambda one: -int(one["id"]))
        self.size = size

    def add(self, *statuses: Mapping[str, Any]) -> None:
        self.statuses = sorted([*self.statuses, *statuses], key=lambda one: -int(one["id"]))

    def __call__(self, asked: Asked) -> Reply:
        low, high = asked.query.get("min_id"), asked.query.get("max_id")
        found = [s for s in self.statuses if low is None or int(s["id"]) > int(low)]
        found = [s for s in found if high is None or int(s["id"]) < int(high)]
        page = found[-self.size :] if low is not None else found[: self.size]
        if not page:
            return Reply(json=[])
        address = f"https://{HOST}{asked.path}"
        links = [f'<{address}?min_id={page[0]["id"]}>; rel="prev"']
        if len(found) > len(page):
            links.insert(0, f'<{address}?limit=2&max_id={page[-1]["id"]}>; rel="next"')
        return Reply(json=page, headers={"Link": ", ".join(links)})
