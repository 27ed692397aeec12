"""The scripted servers that `tests/contracts/test_source.py` walks every source over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from engine.access import Access
from engine.protocols import Source
from engine.vocabulary import Query
from tests.fakes import ListSource, make_post
from tests.indexers.servers import Clock, Script, hashtag


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A server for one source: `posts` are the ids to be had with `query`, on `pages` or more.

    `name` begins with the platform, as its posts do. `script` and `options` are made anew for
    every walk; the options are given the address of the server.
    """

    name: str
    make: Callable[[Access, str], Source]
    query: Query
    posts: tuple[str, ...]
    pages: int = 2
    script: Callable[[], Script] = dict
    options: Callable[[str], Mapping[str, object]] = lambda _: {}
    secrets: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], Clock] = Clock


SCENARIOS: list[Scenario] = [
    Scenario(
        name="mastodon (a list in memory)",
        make=lambda _, __: ListSource([[make_post("1"), make_post("2")], [make_post("3")]]),
        query=hashtag("tea"),
        posts=("1", "2", "3"),
    ),
]
