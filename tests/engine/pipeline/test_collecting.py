"""Many sources at once: each at its own pace, none at another's cost, and nothing twice."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import timedelta

import pytest

from engine.errors import AuthError, UnavailableError
from engine.pipeline import Collected, Lent, Limits, collect
from engine.pipeline.collecting import DONE, NOT_ASKED, STOPPED
from engine.store import Store
from engine.vocabulary import CreatorKey, Meter, Page, PostKey, Query, QueryKind
from tests.fakes import NOW, ListSource, make_creator, make_page, make_post

TEA = Query(kind=QueryKind.HASHTAG, text="tea")
MILK = Query(kind=QueryKind.TEXT, text="milk")


def posts(*numbers: int, source: str = "mastodon") -> list:
    return [make_post(str(number), source=source, creator=f"c{number}") for number in numbers]


def collected(
    store: Store,
    *sources: ListSource,
    queries: Sequence[Query] = (TEA,),
    limits: Limits = Limits(),  # noqa: B008
) -> list[Collected]:
    lent = [Lent(source, Meter()) for source in sources]
    return asyncio.run(collect(lent, queries, store, limits=limits, now=lambda: NOW))


def test_every_page_is_kept_and_the_report_says_what_came(store: Store) -> None:
    page = make_page(
        *posts(1, 2), dropped={"followers only": 3}, unmapped={"poll": 1}, notes=["a gap"]
    )
    (one,) = collected(store, ListSource([page, posts(2, 3)]))
    (walk,) = one.walks
    report = walk.report
    assert (walk.query, walk.stopped, walk.error) == ("#tea", DONE, None)
    assert (report.pages, report.posts_new, report.posts_unchanged, report.creators) == (2, 3, 1, 3)
    assert (report.dropped, report.unmapped) == ({"followers only": 3}, {"poll": 1})
    assert report.notes == ("a gap",)
    assert store.cursor("mastodon", "#tea") == "2"
    assert one.document()["queries"][0]["posts_new"] == 3  # type: ignore[index]


def test_the_next_run_goes_on_where_the_last_one_stopped(store: Store) -> None:
    source = ListSource([posts(1), posts(2)])
    collected(store, source)
    longer = ListSource([posts(1), posts(2), posts(3)])
    (one,) = collected(store, longer)
    assert longer.asked == [("#tea", "2")]
    assert one.walks[0].report.posts_new == 1


def test_each_query_has_a_cursor_of_its_own(store: Store) -> None:
    source = ListSource([posts(1), posts(2)])
    collected(store, source, queries=[TEA, MILK])
    assert source.asked == [("#tea", None), ("milk", None)]
    assert store.cursor("mastodon", "milk") == "2"


def test_a_source_that_fails_keeps_what_it_gave_and_disturbs_no_other(store: Store) -> None:
    broken = ListSource([posts(1), posts(2)], name="a", error=AuthError("no"), fails_after=1)
    whole = ListSource([posts(3, source="b"), posts(4, source="b")], name="b")
    first, second = collected(store, broken, whole)
    assert isinstance(first.errors[0], AuthError)
    assert first.walks[0].report.posts_new == 1
    assert store.cursor("a", "#tea") == "1"
    assert (second.errors, second.walks[0].report.posts_new) == ((), 2)


def test_a_bug_in_a_source_is_not_swallowed(store: Store) -> None:
    broken = ListSource([posts(1), posts(2)], error=ZeroDivisionError("oh"), fails_after=1)
    with pytest.raises(ExceptionGroup) as caught:
        collected(store, broken)
    assert [type(error) for error in caught.value.exceptions] == [ZeroDivisionError]
    assert store.cursor("mastodon", "#tea") == "1"


def test_a_query_that_a_source_does_not_answer_is_said_to_be_so(store: Store) -> None:
    feeds = ListSource([posts(1)], takes=[QueryKind.ACCOUNT])
    (one,) = collected(store, feeds)
    assert (one.walks[0].stopped, one.walks[0].was_asked, one.errors) == (NOT_ASKED, False, ())
    assert feeds.asked == []


def test_a_limit_ends_a_walk_and_the_rest_waits(store: Store) -> None:
    source = ListSource([posts(1, 2), posts(3, 4), posts(5)])
    (one,) = collected(store, source, limits=Limits(posts=3))
    assert one.walks[0].stopped == "the limit of 3 posts"
    assert one.walks[0].report.posts_new == 4  # whole pages: none is read twice
    (rest,) = collected(store, source, limits=Limits(posts=3))
    assert rest.walks[0].report.posts_new == 1


def test_ten_sources_take_about_as_long_as_the_slowest_of_them(store: Store) -> None:
    def source(number: int, wait: float) -> ListSource:
        name = f"s{number}"
        return ListSource([posts(number, source=name)] * 2, name=name, wait=wait)

    sources = [source(number, 0.1) for number in range(9)] + [source(9, 0.3)]
    started = time.monotonic()
    found = collected(store, *sources)
    took = time.monotonic() - started
    assert sum(walk.report.posts_new for one in found for walk in one.walks) == 10
    assert took < 2.4 / 2  # one after another: 9 · 2 · 0.1 + 2 · 0.3 = 2.4 s


def test_a_source_that_hangs_is_given_up_and_delays_nobody_beyond_that(store: Store) -> None:
    hanging = ListSource([posts(1)], name="a", wait=60.0)
    whole = ListSource([posts(2, source="b")], name="b")
    first, second = collected(store, hanging, whole, limits=Limits(stall=0.05))
    assert isinstance(first.errors[0], UnavailableError)
    assert second.walks[0].report.posts_new == 1


def test_what_is_deleted_there_is_deleted_here(store: Store) -> None:
    gone = make_page(
        deleted=[PostKey("mastodon", "1")], deleted_creators=[CreatorKey("mastodon", "c2")]
    )
    (one,) = collected(store, ListSource([posts(1, 2, 3), gone]))
    assert one.walks[0].report.removed == 2
    assert store.summary().posts == 1


class WithProfiles(ListSource):
    """A source that can look up two creators at a time; it knows nothing of `c3`."""

    profile_batch = 2

    def __init__(self, pages: Sequence[Sequence[object]]) -> None:
        super().__init__(pages)  # type: ignore[arg-type]
        self.looked_up: list[tuple[str, ...]] = []

    async def profiles(self, native_ids: Sequence[str]) -> Page:
        self.looked_up.append(tuple(native_ids))
        known = [make_creator(one, followers=10) for one in native_ids if one != "c3"]
        return make_page(creators=known)


def test_profiles_are_completed_in_the_largest_batches_and_not_again_before_they_are_old(
    store: Store,
) -> None:
    source = WithProfiles([posts(1, 2, 3)])
    (one,) = collected(store, source)
    assert (one.profiles, source.looked_up) == (3, [("c1", "c2"), ("c3",)])
    number = store.creator_by_key(CreatorKey("mastodon", "c1"))
    assert number is not None
    assert store.creators([number])[number].followers == 10
    collected(store, source)
    assert len(source.looked_up) == 2
    collected(store, source, limits=Limits(profile_age=timedelta(seconds=-1), max_profiles=1))
    assert len(source.looked_up) == 3
    collected(store, source, limits=Limits(profile_age=None))
    assert len(source.looked_up) == 3


def test_a_run_that_is_stopped_keeps_and_reports_what_is_on_disk(store: Store) -> None:
    source = ListSource([posts(1), posts(2), posts(3)], wait=0.01)
    lent = [Lent(source, Meter())]

    async def run() -> list[Collected]:
        stop = asyncio.Event()

        def told(_: str, n_posts: int) -> None:
            if n_posts == 2:
                source._wait = 60.0
                asyncio.get_running_loop().call_later(0.05, stop.set)

        return await collect(
            lent, (TEA, MILK), store, limits=Limits(stop=stop), now=lambda: NOW, told=told
        )

    (one,) = asyncio.run(asyncio.wait_for(run(), 10))
    assert [(walk.query, walk.stopped, walk.report.posts_new) for walk in one.walks] == [
        ("#tea", STOPPED, 2),
        ("milk", STOPPED, 0),
    ]
    assert store.cursor("mastodon", "#tea") == "2"
    (again,) = collected(store, ListSource([posts(1), posts(2), posts(3)]))
    assert (again.walks[0].stopped, again.walks[0].report.posts_new) == (DONE, 1)
