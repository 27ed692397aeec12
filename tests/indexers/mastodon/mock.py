"""A running mock of Mastodon, made by others, with people who post on it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.indexers.processes import free_port, running

DOMAIN = "home.example"


class Mock:
    """A server at `url` on which tests act; nothing of it is ours."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, method: str, path: str, token: str = "", **fields: Any) -> Any:
        request = urllib.request.Request(  # noqa: S310 - loopback
            self.url + path,
            method=method,
            data=json.dumps(fields).encode() if fields else None,
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return json.loads(answer.read() or b"null")

    def person(self, name: str) -> str:
        """Return the token of a new person."""
        made = self.ask("POST", "/api/v1/_mock/dev_user", username=name)
        return str(made["access_token"])

    def post(self, token: str, text: str, **fields: Any) -> dict[str, Any]:
        fields = {"visibility": "public", **fields}
        return dict(self.ask("POST", "/api/v1/statuses", token, status=text, **fields))

    def fault(self, path: str, effect: str, **fields: Any) -> None:
        """Let the next request for `path` fail."""
        rule = {"match": {"path": path}, "effect": {"type": effect, **fields}, "count": 1}
        self.ask("POST", "/api/v1/_mock/faults", **rule)


@contextmanager
def mocked(folder: Path) -> Iterator[Mock]:
    port = free_port()
    command = ["mastodon_mock", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with running([*command, "--in-memory", "--domain", DOMAIN], port=port, folder=folder):
        yield Mock(f"http://127.0.0.1:{port}")
