"""Feeds as a source: when they are asked for, what is kept of them, and where they end."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.errors import ConfigError, GoneError, PayloadError, SourceError, UnavailableError
from engine.vocabulary import Page, Query
from indexers.feeds import Feeds
from indexers.feeds.reading import PAGE_ENTRIES
from tests.fakes import NOW
from tests.indexers.servers import (
    Clock,
    Reply,
    Script,
    Server,
    access_to,
    account,
    hashtag,
    scripted,
    text,
)


def feed(*titles: str, first: int = 1, about: str = "") -> str:
    """Return a feed of entries a day apart, the newest, of the day before `NOW`, first."""
    items = "".join(
        f"<item><title>{title}</title><guid>https://e.org/{number}</guid>"
        f"<pubDate>{NOW - timedelta(days=number):%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for number, title in enumerate(titles, start=first)
    )
    return f'<rss version="2.0"><channel><title>Grind</title>{about}{items}</channel></rss>'


def walked(
    script: Script,
    query: Callable[[str], Query] = lambda url: account(f"{url}/feed"),
    *,
    after: Callable[[str], str | None] | str | None = None,
    listed: tuple[str, ...] = (),
    clock: Clock | None = None,
) -> tuple[list[Page], Server, SourceError | None]:
    """Return the pages of a walk, the server, and the error that ended it if one did."""

    async def run() -> tuple[list[Page], Server, SourceError | None]:
        async with scripted(script) as server:
            options = {"feeds": [server.url + path for path in listed]}
            async with access_to(options=options, clock=clock) as access:
                (source,) = Feeds.make(access)
                cursor = after(server.url) if callable(after) else after
                pages: list[Page] = []
                try:
                    await gather(source.pages(query(server.url), after=cursor), pages)
                except SourceError as error:
                    return pages, server, error
                return pages, server, None

    return asyncio.run(run())


async def gather(walk: AsyncIterator[Page], pages: list[Page]) -> None:
    async for page in walk:
        pages.append(page)
        assert len(pages) < 1_000


def moved(cursor: str | None) -> Callable[[str], str | None]:
    """Return the cursor as it would be of a server at another port."""

    def at(url: str) -> str | None:
        return None if cursor is None else re.sub(r"http://127\.0\.0\.1:\d+", url, cursor)

    return at


def titles(pages: list[Page]) -> list[str]:
    return [post.text for page in pages for post in page.posts]


XML = {"Content-Type": "application/rss+xml"}


def test_a_feed_is_read_and_not_sent_again_while_it_has_not_changed() -> None:
    headers = {**XML, "ETag": '"one"', "Last-Modified": "Mon, 01 Jun 2026 10:00:00 GMT"}
    first, _, _ = walked({"/feed": [Reply(body=feed("a", "b"), headers=headers)]})
    assert titles(first) == ["a", "b"]
    again, server, _ = walked({"/feed": [Reply(status=304)]}, after=moved(first[-1].cursor))
    assert titles(again) == []
    (asked,) = server.requests
    assert asked.headers["if-none-match"] == '"one"'
    assert asked.headers["if-modified-since"] == headers["Last-Modified"]
    _, server, _ = walked({"/feed": [Reply(status=304)]}, after=moved(again[-1].cursor))
    assert server.requests[0].headers["if-none-match"] == '"one"'


def test_a_feed_that_is_gone_for_good_is_never_asked_again() -> None:
    first, _, error = walked({"/feed": [Reply(status=410)]})
    assert isinstance(error, GoneError)
    _, server, error = walked({"/feed": [Reply(body=feed("a"))]}, after=moved(first[-1].cursor))
    assert isinstance(error, GoneError)
    assert server.requests == []


def test_a_feed_that_is_not_there_is_asked_again_next_time() -> None:
    pages, _, error = walked({})
    assert isinstance(error, GoneError)
    assert pages == []


@pytest.mark.parametrize(
    ("about", "headers", "seconds"),
    [
        ("<ttl>60</ttl>", {}, 3_600),
        ("", {"Cache-Control": "public, max-age=900"}, 900),
        ("<ttl>5</ttl>", {"Cache-Control": "max-age=900"}, 900),
        ("<ttl>999999</ttl>", {}, 86_400),
    ],
)
def test_a_feed_is_left_alone_as_long_as_it_asks(
    about: str, headers: dict[str, str], seconds: int
) -> None:
    script = {"/feed": [Reply(body=feed("a", about=about), headers={**XML, **headers})]}
    first, _, _ = walked(script)
    early = Clock(NOW + timedelta(seconds=seconds - 1))
    pages, server, _ = walked(script, after=moved(first[-1].cursor), clock=early)
    assert server.requests == []
    assert "asks not to be read before" in pages[0].notes[0]
    later = Clock(NOW + timedelta(seconds=seconds))
    pages, server, _ = walked(script, after=moved(first[-1].cursor), clock=later)
    assert titles(pages) == ["a"]


def test_an_overloaded_server_is_waited_for() -> None:
    clock = Clock()
    script = {"/feed": [Reply(status=503, headers={"Retry-After": "7"}), Reply(body=feed("a"))]}
    pages, _, _ = walked(script, clock=clock)
    assert titles(pages) == ["a"]
    assert clock.slept == [7.0]


def part(number: int, following: str | None, *, n: int = 2) -> Reply:
    items = [
        {
            "id": f"https://e.org/{number}-{k}",
            "content_text": f"{number}-{k}",
            "date_published": (NOW - timedelta(days=10 * number + k)).isoformat(),
        }
        for k in range(n)
    ]
    body: dict[str, Any] = {"version": "https://jsonfeed.org/version/1.1", "items": items}
    return Reply(json=body | ({"next_url": following} if following else {}))


def test_older_parts_are_followed_to_the_end() -> None:
    pages, server, _ = walked(
        {"/feed": [part(1, "/feed2")], "/feed2": [part(2, "feed3")], "/feed3": [part(3, None)]}
    )
    assert titles(pages) == ["1-0", "1-1", "2-0", "2-1", "3-0", "3-1"]
    assert server.paths() == ["/feed", "/feed2", "/feed3"]
    assert {creator.native_id for page in pages for creator in page.creators} == {
        server.url + "/feed"
    }


def test_a_walk_that_broke_off_goes_on_with_the_next_part() -> None:
    script = {"/feed": [part(1, "/feed2")], "/feed2": [part(2, None)]}
    first, _, _ = walked(script)
    rest, server, _ = walked(script, after=moved(first[0].cursor))
    assert server.paths() == ["/feed2"]
    assert titles(rest) == ["2-0", "2-1"]


def test_parts_that_are_known_are_not_read_again() -> None:
    script = {
        "/feed": [part(1, "/feed2")],
        "/feed2": [part(2, "/feed3")],
        "/feed3": [part(3, None)],
    }
    first, _, _ = walked(script)
    _, server, _ = walked(script, after=moved(first[-1].cursor))
    assert server.paths() == ["/feed", "/feed2"]


@pytest.mark.parametrize("back", ["/feed", "/feed2"])
def test_parts_that_lead_in_a_circle_are_left_with_a_word(back: str) -> None:
    pages, server, error = walked({"/feed": [part(1, "/feed2")], "/feed2": [part(2, back)]})
    assert error is None
    assert server.paths() == ["/feed", "/feed2"]
    assert any("without end" in note for note in pages[-1].notes)


def test_parts_on_another_server_are_not_read() -> None:
    pages, _, _ = walked({"/feed": [part(1, "http://127.0.0.2:1/feed2")]})
    assert titles(pages) == ["1-0", "1-1"]
    assert any("another server" in note for note in pages[-1].notes)


def test_addresses_that_are_none_cost_themselves() -> None:
    pages, _, error = walked({"/feed": [part(1, "http://[half")]})
    assert error is None
    assert titles(pages) == ["1-0", "1-1"]
    assert any("no address" in note for note in pages[-1].notes)
    home = part(1, None).json | {"home_page_url": "http://[half"}
    pages, _, error = walked({"/feed": [Reply(json=home)]})
    assert error is None
    assert [creator.handle for creator in pages[0].creators] == [None]


def test_a_long_feed_comes_in_pages_and_is_kept_as_read_only_after_the_last() -> None:
    names = [f"t{number}" for number in range(PAGE_ENTRIES + 1)]
    headers = {**XML, "ETag": '"one"'}
    script = {"/feed": [Reply(body=feed(*names), headers=headers)]}
    pages, _, _ = walked(script)
    assert [len(page.posts) for page in pages] == [PAGE_ENTRIES, 1]
    assert len({page.cursor for page in pages}) == 2
    again, server, _ = walked(script, after=moved(pages[0].cursor))
    assert "if-none-match" not in server.requests[0].headers
    assert titles(again) == names


def test_an_entry_without_a_date_keeps_the_moment_it_was_first_seen() -> None:
    undated = '<rss version="2.0"><channel><item><title>a</title></item></channel></rss>'
    script = {"/feed": [Reply(body=undated, headers=XML)]}
    first, _, _ = walked(script)
    later = Clock(NOW + timedelta(days=3))
    again, _, _ = walked(script, after=moved(first[-1].cursor), clock=later)
    assert [post.created_at for page in (*first, *again) for post in page.posts] == [NOW, NOW]


def test_entries_before_the_wished_moment_are_left_out() -> None:
    since = NOW - timedelta(days=2, hours=1)
    pages, _, _ = walked(
        {"/feed": [Reply(body=feed("a", "b", "c"))]}, lambda url: account(f"{url}/feed", since)
    )
    assert titles(pages) == ["a", "b"]


def test_words_and_hashtags_are_looked_for_in_all_listed_feeds() -> None:
    script = {
        "/one": [Reply(body=feed("Espresso at home", "Tea"))],
        "/two": [Reply(body=feed("A flat #espresso", "Espressos", first=5))],
    }
    for query in (text("espresso"), hashtag("espresso")):
        pages, _, _ = walked(script, lambda _, query=query: query, listed=("/one", "/two"))
        assert titles(pages) == ["Espresso at home", "A flat #espresso"]
        assert sum(sum(page.dropped.values()) for page in pages) == 2


def test_a_listed_feed_that_cannot_be_read_costs_the_others_nothing() -> None:
    script = {"/one": [Reply(status=500)], "/two": [Reply(body=feed("espresso"))]}
    pages, _, error = walked(script, lambda _: text("espresso"), listed=("/one", "/two"))
    assert error is None
    assert titles(pages) == ["espresso"]
    assert any("/one was not read" in note for page in pages for note in page.notes)


def test_without_listed_feeds_there_is_nowhere_to_look() -> None:
    pages, _, _ = walked({}, lambda _: text("espresso"))
    assert "no feeds are listed" in pages[0].notes[0]


def test_feeds_may_be_listed_as_they_are_typed() -> None:
    async def walk() -> list[str]:
        script = {path: [Reply(body=feed(path[1:] + " tea"))] for path in ("/one", "/two")}
        async with scripted(script) as server:
            typed = {"feeds": f"{server.url}/one, {server.url}/two"}
            async with access_to(options=typed) as access:
                (source,) = Feeds.make(access)
                pages: list[Page] = []
                await gather(source.pages(text("tea"), after=None), pages)
                return titles(pages)

    assert asyncio.run(walk()) == ["one tea", "two tea"]


@pytest.mark.parametrize("listed", ["ftp://e.org/feed", [1], ["file:///etc/passwd"]])
def test_a_list_of_feeds_that_is_none_is_refused(listed: object) -> None:
    async def make() -> None:
        async with access_to(options={"feeds": listed}) as access:
            Feeds.make(access)

    with pytest.raises(ConfigError):
        asyncio.run(make())


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=500), UnavailableError),
        (Reply(body="<html><body>hi</body></html>"), PayloadError),
        (Reply(body=""), PayloadError),
        (Reply(body='{"version": "x"'), PayloadError),
        (Reply(body=b"\x00\xff\x00"), PayloadError),
        (Reply(body=feed("a"), cut=40), UnavailableError),
        (Reply(body="x" * 30_000_000, gzip=True), PayloadError),
        (Reply(status=302, headers={"Location": "/feed"}), PayloadError),
    ],
)
def test_what_is_no_feed_ends_in_a_source_error(reply: Reply, kind: type[SourceError]) -> None:
    pages, _, error = walked({"/feed": [reply]})
    assert isinstance(error, kind)
    assert pages == []


def test_a_damaged_cursor_begins_anew() -> None:
    pages, _, _ = walked({"/feed": [Reply(body=feed("a"))]}, after="damaged")
    assert titles(pages) == ["a"]


def test_the_moments_of_entries_are_those_of_the_feed() -> None:
    pages, _, _ = walked({"/feed": [Reply(body=feed("a"))]})
    assert [post.created_at for post in pages[0].posts] == [datetime(2026, 5, 31, 12, tzinfo=UTC)]
