"""Views as a server of Lemmy gives them, for tests."""

from __future__ import annotations

from typing import Any

from tests.indexers.servers import Asked, Reply

HOST = "lemmy.example"


def post(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Return the view of a post; `creator`, `community` and `counts` add to their parts."""
    creator = {"id": 3, "name": "Ana", "actor_id": f"https://{HOST}/u/Ana", "bot_account": False}
    community = {"id": 4, "name": "espresso", "actor_id": f"https://{HOST}/c/espresso"}
    counts = fields.pop("counts", {"upvotes": 1, "downvotes": 0, "score": 1, "comments": 0})
    parts = {"creator": creator | fields.pop("creator", {})}
    parts["community"] = community | fields.pop("community", {})
    said = {
        "id": number,
        "name": f"post {number}",
        "ap_id": f"https://{HOST}/post/{number}",
        "published": f"2026-05-01T10:{number // 60:02}:{number % 60:02}Z",
        "removed": False,
        "deleted": False,
    }
    return {"post": said | fields, **parts, "counts": counts, "subscribed": "NotSubscribed"}


def comment(number: int = 1, **fields: Any) -> dict[str, Any]:
    """Return the view of a comment on the post 1."""
    said = {
        "id": number,
        "content": f"comment {number}",
        "path": f"0.{number}",
        "ap_id": f"https://{HOST}/comment/{number}",
        "published": f"2026-05-01T10:{number // 60:02}:{number % 60:02}Z",
        "removed": False,
        "deleted": False,
    }
    counts = {"upvotes": 1, "child_count": 0}
    return {**post(1), "comment": said | fields, "counts": counts}


class Listed:
    """A list that is given newest first, in pages of `size`, by number or by the server's word."""

    def __init__(self, *views: dict[str, Any], size: int = 2, with_words: bool = False) -> None:
        self.views = list(views)
        self.size = size
        self.with_words = with_words

    def __call__(self, asked: Asked) -> Reply:
        word = asked.query.get("page_cursor")
        number = int(word.removeprefix("P")) if word else int(asked.query.get("page", "1"))
        newest = sorted(self.views, key=lambda view: _published(view), reverse=True)
        found = newest[(number - 1) * self.size : number * self.size]
        answer: dict[str, Any] = {
            "posts": [view for view in found if "comment" not in view],
            "comments": [view for view in found if "comment" in view],
        }
        if self.with_words:
            answer["next_page"] = f"P{number + 1}"
        return Reply(json=answer)


def _published(view: dict[str, Any]) -> str:
    return str((view.get("comment") or view["post"])["published"])
