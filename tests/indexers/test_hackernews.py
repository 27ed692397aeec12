"""Hacker News: what a hit becomes, and how the search is walked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from engine.errors import GoneError, PayloadError
from engine.vocabulary import Engagement, Page, Query
from indexers.gathering import Gathering
from indexers.hackernews import HackerNews
from indexers.hackernews.hits import add_hit, add_profile
from indexers.hackernews.source import HITS, LAG
from tests.fakes import NOW
from tests.indexers.servers import (
    Asked,
    Reply,
    Server,
    access_to,
    account,
    pages_of,
    scripted,
    text,
)

AT = 1_770_000_000  # seconds since 1970, in 2026


def story(number: int, at: int = AT, **fields: Any) -> dict[str, Any]:
    return {
        "objectID": str(number),
        "created_at": "2026-02-02T02:40:00.000Z",
        "created_at_i": at,
        "title": f"Espresso at home {number}",
        "url": "https://example.com/espresso",
        "author": "ana",
        "points": 12,
        "story_text": None,
        "comment_text": None,
        "num_comments": 3,
        "story_id": None,
        "parent_id": None,
        "_tags": ["story", "author_ana", f"story_{number}"],
        "_highlightResult": {"title": {"value": "<em>Espresso</em>"}},
        **fields,
    }


def comment(number: int, **fields: Any) -> dict[str, Any]:
    said = (
        "I&#x27;d grind finer<p>and <i>slower</i>: "
        '<a href="https:&#x2F;&#x2F;e.org&#x2F;g">guide</a>'
    )
    return story(
        number,
        title=None,
        url=None,
        points=None,
        num_comments=None,
        comment_text=said,
        story_id=1,
        story_title="Espresso at home",
        story_url="https://example.com/espresso",
        parent_id=4,
        _tags=["comment", "author_ana", "story_1"],
        **fields,
    )


def mapped(*hits: object) -> Page:
    page = Gathering("hackernews", now=NOW)
    for hit in hits:
        with page.one("hit"):
            add_hit(page, hit)
    return page.finish()


def test_a_story_is_its_title_and_link() -> None:
    page = mapped(story(7))
    (post,) = page.posts
    assert (post.native_id, post.creator_id, post.text) == ("7", "ana", "Espresso at home 7")
    assert post.url == "https://news.ycombinator.com/item?id=7"
    assert post.created_at == datetime.fromtimestamp(AT, UTC)
    assert post.engagement == Engagement(likes=12, replies=3)
    assert post.links == ("https://example.com/espresso",)
    assert page.unmapped == {}
    (creator,) = page.creators
    assert (creator.handle, creator.followers) == ("ana", None)


def test_a_question_is_its_title_and_what_is_asked() -> None:
    (post,) = mapped(story(7, url=None, story_text="Which one?<p>Thanks &amp; bye")).posts
    assert post.text == "Espresso at home 7\n\nWhich one?\n\nThanks & bye"
    assert post.links == ()


def test_a_comment_is_what_it_says_and_its_points_are_not_known() -> None:
    (post,) = mapped(comment(8)).posts
    assert post.text == "I'd grind finer\n\nand slower: guide"
    assert post.reply_to == "4"
    assert post.links == ("https://e.org/g",)
    assert post.engagement == Engagement()


def test_advertisements_and_deleted_items_are_left_out() -> None:
    page = mapped(story(1, _tags=["job"]), story(2, author=None))
    assert page.posts == ()
    assert page.dropped == {"a job or a poll's choice": 1, "deleted": 1}


@pytest.mark.parametrize(
    ("hit", "reason"),
    [
        (story(1, title=None), "no words"),
        (story(1, created_at_i=None, created_at=None), "no date"),
        (story(1, points="many"), "points should be int or float or null, and is str"),
        ("hit", "no object"),
    ],
)
def test_a_hit_that_cannot_be_kept_says_why(hit: object, reason: str) -> None:
    (problem,) = mapped(hit).problems
    assert reason in problem.reason


def test_unknown_fields_are_counted() -> None:
    assert mapped(story(1, mood="good")).unmapped == {"mood": 1}


def test_a_profile_has_no_followers_and_karma_is_none() -> None:
    page = Gathering("hackernews", now=NOW)
    add_profile(page, {"username": "ana", "about": "Roasts &amp; <i>tastes</i>", "karma": 900})
    (creator,) = page.finish().creators
    assert (creator.native_id, creator.bio, creator.followers) == ("ana", "Roasts & tastes", None)
    assert creator.measured_at == NOW


class Search:
    """The search over stories at these seconds: newest first, never more than asked for."""

    def __init__(self, moments: Sequence[int]) -> None:
        self.moments = sorted(moments, reverse=True)
        self.asked: list[Asked] = []

    def __call__(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        low, high = 0, 1 << 40
        for bound in filter(None, asked.query.get("numericFilters", "").split(",")):
            name, number = bound[:14], int(bound[14:])
            assert name in ("created_at_i>=", "created_at_i<=")
            low, high = (number, high) if name.endswith(">=") else (low, number)
        found = [at for at in self.moments if low <= at <= high]
        n = int(asked.query["hitsPerPage"])
        hits = [story(at, at) for at in found[:n]]
        return Reply(json={"hits": hits, "nbHits": len(found), "hitsPerPage": n})


def walked(search: object, query: Query, after: str | None = None) -> list[Page]:
    async def run() -> list[Page]:
        async with scripted({"/search_by_date": search}) as server, access_to() as access:  # type: ignore[dict-item]
            return await pages_of(HackerNews(access, api=server.url), query, after)

    return asyncio.run(run())


def ids(pages: Sequence[Page]) -> set[str]:
    return {post.native_id for page in pages for post in page.posts}


def test_a_walk_goes_back_in_slices_of_time_beyond_what_one_search_gives() -> None:
    moments = range(AT, AT - 3 * HITS, -1)
    search = Search(moments)
    pages = walked(search, text("espresso"))
    assert ids(pages) == {str(at) for at in moments}
    assert len(pages) == 4  # each slice begins with the last second of the one before
    assert search.asked[0].query["query"] == "espresso"
    assert search.asked[0].query["tags"] == "(story,comment,poll)"
    assert "numericFilters" not in search.asked[0].query


def test_the_next_walk_sees_only_what_is_new_and_a_lag() -> None:
    old, new = [AT, AT - LAG + 1, AT - LAG - 1], AT + 50
    last = walked(Search(old), text("espresso"))[-1].cursor
    again = walked(Search([*old, new]), text("espresso"), last)
    assert ids(again) == {str(new), str(AT), str(AT - LAG + 1)}


def test_a_walk_that_broke_off_is_finished_and_then_the_newest_fetched() -> None:
    moments = list(range(AT, AT - 2 * HITS, -1))
    first = walked(Search(moments), text("espresso"))[0]
    rest = walked(Search([*moments, AT + 9]), text("espresso"), first.cursor)
    assert ids([first]) | ids(rest) == {str(at) for at in (*moments, AT + 9)}
    assert ids(rest[:1]) == {str(at) for at in moments[HITS - 1 : 2 * HITS - 1]}


def test_more_items_of_one_second_than_are_given_are_said_to_be_left_out() -> None:
    pages = walked(Search([AT] * (HITS + 5) + [AT - 1]), text("espresso"))
    assert ids(pages) == {str(AT), str(AT - 1)}
    assert any("one second" in note for page in pages for note in page.notes)


def test_nothing_before_the_wished_moment_is_asked_for() -> None:
    since = datetime.fromtimestamp(AT - 10, UTC)
    search = Search(range(AT, AT - 100, -1))
    pages = walked(search, text("espresso", since))
    assert ids(pages) == {str(at) for at in range(AT, AT - 11, -1)}
    assert search.asked[0].query["numericFilters"] == f"created_at_i>={AT - 10}"


def test_an_account_is_searched_by_its_tag() -> None:
    search = Search([AT])
    walked(search, account("ana"))
    assert search.asked[0].query["tags"] == "author_ana,(story,comment,poll)"
    with pytest.raises(GoneError, match="no account"):
        walked(search, account("ana,story"))


def test_a_search_that_does_not_move_is_left() -> None:
    stuck = {"hits": [story(n, AT) for n in range(HITS)], "hitsPerPage": HITS}
    with pytest.raises(PayloadError, match="nothing older"):
        walked([Reply(json=stuck)], text("espresso"))


def test_one_bad_hit_costs_one_hit() -> None:
    hits = [story(1), {"objectID": "2", "author": "ana"}, story(3, created_at_i="soon")]
    (page,) = walked([Reply(json={"hits": hits})], text("espresso"))
    assert ids([page]) == {"1"}
    assert [problem.where for problem in page.problems] == ["item 2", "item 3"]


def test_profiles_that_the_search_does_not_know_are_not_gone() -> None:
    async def run() -> tuple[Page, Server]:
        script = {"/users/ana": [Reply(json={"username": "ana", "about": "", "karma": 1})]}
        async with scripted(script) as server, access_to() as access:
            return await HackerNews(access, api=server.url).profiles(["ana", "b c"]), server

    page, server = asyncio.run(run())
    assert [creator.native_id for creator in page.creators] == ["ana"]
    assert page.deleted_creators == ()
    assert server.paths() == ["/users/ana", "/users/b c"]


def test_half_an_emoji_in_one_hit_costs_no_page() -> None:
    body = json.dumps({"hits": [story(1, title="tea \ud83d"), story(2)]})
    (page,) = walked([Reply(body=body)], text("espresso"))
    assert [post.text for post in page.posts] == ["tea ", "Espresso at home 2"]
