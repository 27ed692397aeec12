"""Listening: what is heard is kept at once, and stopping loses nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence

import pytest

from engine.errors import AuthError, GoneError, StoreError
from engine.pipeline import Heard, Lent, listen, listening
from engine.pipeline.listening import LIVE, queries_of
from engine.store import Committed, Store
from engine.vocabulary import Creator, CreatorKey, Meter, Page, Post, PostKey, Query, Watch
from tests.fakes import NOW, ListSource, make_creator, make_page, make_post

WATCH = Watch(hashtags=("tea",), words=("La Marzocco",))


class Stream(ListSource):
    """A stream that gives its pages and then nothing for ever; `stop` is set after the last."""

    stop: asyncio.Event

    async def listen(self, watch: Watch, *, after: str | None) -> AsyncGenerator[Page, None]:
        self.asked.append((repr(watch), after))
        async for page in self.pages(queries_of(watch)[0], after=after):
            yield page
        self.stop.set()
        await asyncio.sleep(60)


def heard(
    store: Store,
    *sources: ListSource,
    poll: float = 60.0,
    until: float = 5.0,
    look: float = 60.0,
) -> list[Heard]:
    async def run() -> list[Heard]:
        stop = asyncio.Event()
        for source in sources:
            source.stop = stop  # type: ignore[attr-defined]
        asyncio.get_running_loop().call_later(until, stop.set)
        lent = [Lent(source, Meter()) for source in sources]
        return await listen(lent, WATCH, store, stop=stop, now=lambda: NOW, poll=poll, look=look)

    return asyncio.run(run())


def test_a_stream_is_kept_page_by_page_and_taken_up_where_it_was(store: Store) -> None:
    gone = make_page(make_post("2"), deleted=[PostKey("mastodon", "1")])
    (one,) = heard(store, Stream([[make_post("1")], gone]))
    assert (one.report.posts_new, one.report.removed, one.errors) == (2, 1, ())
    assert store.cursor("mastodon", LIVE) == "2"
    again = Stream([[make_post("1")], gone, [make_post("3")]])
    (more,) = heard(store, again)
    assert again.asked[0] == (repr(WATCH), "2")
    assert more.report.posts_new == 1
    assert store.summary().posts == 2


def test_a_source_without_a_stream_is_asked_for_each_hashtag_and_word_again_and_again(
    store: Store,
) -> None:
    source = ListSource([[make_post("1")]])
    (one,) = heard(store, source, poll=0.05, until=0.6)
    assert source.asked[:4] == [
        ("#tea", None),
        ("La Marzocco", None),
        ("#tea", "1"),
        ("La Marzocco", "1"),
    ]
    assert (one.report.posts_new, one.report.posts_unchanged) == (1, 1)


def test_a_source_that_fails_is_told_of_and_the_others_are_heard_on(store: Store) -> None:
    broken = ListSource([[make_post("9")]], name="a", error=AuthError("no key"), fails_after=0)
    stream = Stream([[make_post("1")], [make_post("2")]])
    first, second = heard(store, broken, stream)
    assert first.errors == ("no key",)
    assert second.report.posts_new == 2


class Introducing(Stream):
    """A stream that can look up three people at a time, and stops when all were looked up."""

    profile_batch = 3
    fails = False

    def __init__(self, pages, *, until: int) -> None:
        super().__init__(pages)
        self.looked_up: list[tuple[str, ...]] = []
        self._until = until

    async def listen(self, watch: Watch, *, after: str | None) -> AsyncGenerator[Page, None]:
        async for page in self.pages(queries_of(watch)[0], after=after):
            yield page
        await asyncio.sleep(60)

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        self.looked_up.append(tuple(native_ids))
        if sum(map(len, self.looked_up)) >= self._until:
            self.stop.set()
        if self.fails:
            raise GoneError("no profiles here", hint="wait")
        return make_page(
            creators=[make_creator(id_, handle=f"name-{id_}") for id_ in native_ids if id_ != "4"]
        )


def bare_post(n: int) -> Post:
    return make_post(str(n), f"tea {n}", creator=str(n))


def test_those_who_are_kept_are_looked_up_by_name_some_at_a_time_and_once(store: Store) -> None:
    known = Creator(source="mastodon", native_id="0", handle="zoe", followers=1)
    pages = [make_page(bare_post(0), creators=[known]), [bare_post(n) for n in range(1, 6)]]
    source = Introducing(pages, until=5)
    (one,) = heard(store, source, look=0.01, until=30.0)
    assert one.errors == ()
    assert sorted(id_ for asked in source.looked_up for id_ in asked) == ["1", "2", "3", "4", "5"]
    assert max(map(len, source.looked_up)) <= 3
    ids = {n: store.creator_by_key(CreatorKey("mastodon", str(n))) for n in range(6)}
    creators = store.creators([id_ for id_ in ids.values() if id_ is not None])
    handles = {n: creators[id_].handle for n, id_ in ids.items() if id_ is not None}
    assert handles == {0: "zoe", 1: "name-1", 2: "name-2", 3: "name-3", 4: None, 5: "name-5"}


def test_a_source_that_looks_nobody_up_now_is_listened_to_on(store: Store) -> None:
    source = Introducing([[bare_post(1), bare_post(2)]], until=1)
    source.fails = True
    (one,) = heard(store, source, look=0.01, until=30.0)
    assert one.report.posts_new == 2
    assert one.errors == ("names were not looked up: no profiles here",)


class Forgetful(ListSource):
    """A source that has nothing under the first hashtag it is asked for."""

    async def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]:
        if str(query) == "#tea":
            raise GoneError("no such hashtag")
        async for page in super().pages(query, after=after):
            yield page


def test_a_page_that_cannot_be_written_now_is_told_of_and_asked_for_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, failures = Store.commit_page, [StoreError("it is in use")]

    def commit(*given: object, **named: object) -> Committed:
        if failures:
            raise failures.pop()
        return kept(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(listening, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(Store, "commit_page", commit)
    (one,) = heard(store, Stream([[make_post("1")]]), poll=0.05)
    assert (one.errors, one.report.posts_new) == (("it is in use",), 1)


def test_a_page_in_hand_is_kept_and_counted_when_listening_is_stopped(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Store.commit_page

    def slowly(*given: object, **named: object) -> Committed:
        source.stop.set()
        time.sleep(0.3)
        return kept(*given, **named)  # type: ignore[arg-type]

    source = Stream([[make_post("1")]])
    monkeypatch.setattr(Store, "commit_page", slowly)
    (one,) = heard(store, source)
    assert one.report.posts_new == store.summary().posts == 1


def test_what_erased_creators_post_is_not_told(store: Store) -> None:
    store.erase([CreatorKey("mastodon", "x")], now=NOW)
    told: list[str] = []

    async def run() -> None:
        stop = asyncio.Event()
        source = Stream([[make_post("1", creator="x"), make_post("2", creator="y")]])
        source.stop = stop

        def hear(_: str, page: Page, __: Committed) -> None:
            told.extend(post.native_id for post in page.posts)

        lent = [Lent(source, Meter())]
        await listen(lent, WATCH, store, stop=stop, now=lambda: NOW, on_page=hear)

    asyncio.run(run())
    assert told == ["2"]


def test_a_query_that_fails_costs_the_others_nothing(store: Store) -> None:
    (one,) = heard(store, Forgetful([[make_post("1")]]), until=0.5)
    assert one.errors == ("no such hashtag",)
    assert one.report.posts_new == 1
