"""Dumps of Reddit: submissions and comments as its interface gives them, one a line.

The shape of Pushshift and of the archives that follow it, of `twarc`-like collectors, and of what
the Data API itself answers (a listing, or its things with their kind).
"""

from __future__ import annotations

from collections.abc import Mapping

from indexers.files.mapped import Mapped
from indexers.gathering import Gathering
from indexers.reddit.things import add_account, add_thing
from indexers.values import RefusedError


def add(page: Gathering, record: Mapping[str, object]) -> None:
    """Put what a line of a dump, or a thing of a listing, is on `page`.

    Raises:
        RefusedError: it cannot be kept; the message is the reason.
    """
    kind, data = record.get("kind"), record.get("data")
    if not isinstance(data, Mapping):
        add_thing(page, record)
    elif kind in ("t1", "t3"):
        add_thing(page, data)
    elif kind == "t2":
        add_account(page, data)
    elif kind == "Listing":
        _add_listing(page, data)
    else:
        page.drop(f"a {kind}, which is no post")


def _add_listing(page: Gathering, listing: Mapping[str, object]) -> None:
    children = listing.get("children")
    if not isinstance(children, list):
        raise RefusedError("the listing has no children")
    for number, child in enumerate(children, start=1):
        with page.one(f"child {number}"):
            if not isinstance(child, Mapping):
                raise RefusedError("it is no thing of a listing")
            add(page, child)


REDDIT_DUMP = Mapped(
    name="reddit",
    description="Reddit submissions and comments, JSON lines (Pushshift's shape, .zst) or listings",
    source="reddit",
    add=add,
    shapes=(
        "id author created_utc subreddit title num_comments url|selftext|domain",
        "id author created_utc subreddit body link_id parent_id",
        "kind data.id data.author data.created_utc data.subreddit data.permalink",
        "kind data.children data.after",
    ),
    wrappers=frozenset({"data.children"}),
)


def dump() -> Mapped:
    """Return the reader of the entry point."""
    return REDDIT_DUMP
