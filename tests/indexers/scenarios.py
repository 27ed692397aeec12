"""The scripted servers that `tests/contracts/test_source.py` walks every source over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp

from engine.access import Access
from engine.protocols import Source
from engine.vocabulary import Query
from indexers.feeds import Feeds
from indexers.hackernews import HackerNews
from indexers.hackernews.source import HITS
from indexers.instagram.source import Instagram
from indexers.lemmy.source import Lemmy
from indexers.mastodon.source import Mastodon
from indexers.meta_ads import MetaAds
from indexers.nostr.source import Nostr
from indexers.reddit import Reddit
from indexers.telegram import Telegram
from indexers.threads import Threads
from indexers.x.source import X
from indexers.x.spending import spending_of
from indexers.x.texts import id_from
from indexers.youtube import YouTube
from tests.fakes import NOW, ListSource, make_post
from tests.indexers.bluesky import baker
from tests.indexers.lemmy.views import Listed, post
from tests.indexers.mastodon.statuses import Timeline, status
from tests.indexers.nostr.relays import ANA, holding, talking
from tests.indexers.servers import Asked, Clock, Reply, Script, account, hashtag, text
from tests.indexers.test_hackernews import AT, Search
from tests.indexers.test_reddit import submission
from tests.indexers.test_reddit_source import SECRETS as REDDIT_APP
from tests.indexers.test_reddit_source import TOKEN
from tests.indexers.test_telegram import Channel
from tests.indexers.test_youtube_source import Api

CUPS = [ANA.tagged(number) for number in range(5)]


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


TEA = {"version": "https://jsonfeed.org/version/1.1", "title": "Tea"}
TEA_NOW = {"id": "https://e.org/1", "content_text": "tea", "date_published": "2026-05-02T10:00Z"}
TEA_THEN = {"id": "https://e.org/2", "content_text": "tea", "date_published": "2026-05-01T10:00Z"}


def feed_of_two_parts() -> Script:
    return {
        "/feed": [Reply(json={**TEA, "items": [TEA_NOW], "next_url": "/older"})],
        "/older": [Reply(json={**TEA, "items": [TEA_THEN]})],
    }


def found_at_reddit(asked: Asked) -> Reply:
    numbers = (3, 4) if "after" in asked.query else (1, 2)
    things = [submission(id=f"p{n}", name=f"t3_p{n}", created_utc=AT - n) for n in numbers]
    children = [{"kind": "t3", "data": thing} for thing in things]
    after = None if "after" in asked.query else "t3_p2"
    return Reply(json={"kind": "Listing", "data": {"children": children, "after": after}})


SCENARIOS: list[Scenario] = [
    Scenario(
        name="feeds",
        make=lambda access, _: Feeds.make(access)[0],
        query=text("tea"),
        posts=("https://e.org/1", "https://e.org/2"),
        script=feed_of_two_parts,
        options=lambda url: {"feeds": [f"{url}/feed"]},
    ),
    Scenario(
        name="hackernews",
        make=lambda access, url: HackerNews(access, api=url),
        query=text("tea"),
        posts=tuple(str(at) for at in range(AT, AT + 2 * HITS)),
        script=lambda: {"/search_by_date": Search(range(AT, AT + 2 * HITS))},
    ),
    Scenario(
        name="reddit",
        make=lambda access, url: Reddit(access, site=url, api=url),
        query=text("tea"),
        posts=("t3_p1", "t3_p2", "t3_p3", "t3_p4"),
        script=lambda: {**TOKEN, "/search": found_at_reddit},
        secrets=REDDIT_APP,
    ),
    Scenario(
        name="bluesky",
        make=baker.make,
        query=account("baker.test"),
        posts=baker.POSTS,
        pages=3,
        script=baker.feed,
        options=lambda url: {"appview": url},
    ),
    Scenario(
        name="bluesky (search)",
        make=baker.make,
        query=hashtag("loaf"),
        posts=baker.POSTS,
        pages=3,
        script=baker.search,
        options=lambda url: {"pds": url},
        secrets=baker.SECRETS,
    ),
    Scenario(
        name="telegram",
        make=lambda access, url: Telegram(access, site=url),
        query=account("Grind"),
        posts=tuple(f"grind/{number}" for number in range(1, 51)),
        script=lambda: {"/s/Grind": Channel(range(1, 51))},
    ),
    Scenario(
        name="youtube (words)",
        make=lambda access, url: YouTube(access, api=url, folder=Path(mkdtemp())),
        query=hashtag("tea"),
        posts=tuple(f"v{hour}" for hour in range(80)),
        script=lambda: Api(range(80)).script(),
        secrets={"YOUTUBE_API_KEY": "key"},
    ),
    Scenario(
        name="youtube (a channel)",
        make=lambda access, url: YouTube(access, api=url, folder=Path(mkdtemp())),
        query=account("grind"),
        posts=tuple(f"v{hour}" for hour in range(80)),
        script=lambda: Api(range(80)).script(),
        secrets={"YOUTUBE_API_KEY": "key"},
    ),
    Scenario(
        name="mastodon (a list in memory)",
        make=lambda _, __: ListSource([[make_post("1"), make_post("2")], [make_post("3")]]),
        query=hashtag("tea"),
        posts=("1", "2", "3"),
    ),
    Scenario(
        name="mastodon",
        make=lambda access, _: Mastodon.make(access)[0],
        query=hashtag("espresso"),
        posts=tuple(f"https://mastodon.social/users/Ana/statuses/{n}" for n in range(1, 6)),
        pages=3,
        script=lambda: {"/api/v1/timelines/tag/espresso": Timeline(*map(status, range(1, 6)))},
        options=lambda url: {"instances": [url]},
    ),
    Scenario(
        name="nostr",
        make=lambda access, _: Nostr.make(access)[0],
        query=hashtag("espresso"),
        posts=tuple(str(event["id"]) for event in CUPS),
        pages=3,
        script=lambda: {"/": [Reply(socket=talking(holding(*CUPS, limit=2)))]},
        options=lambda url: {"relays": [url.replace("http", "ws", 1)]},
    ),
    Scenario(
        name="lemmy",
        make=lambda access, _: Lemmy.make(access)[0],
        query=text("espresso"),
        posts=tuple(f"https://lemmy.example/post/{n}" for n in range(1, 6)),
        pages=3,
        script=lambda: {"/api/v3/search": Listed(*map(post, range(1, 6)))},
        options=lambda url: {"instances": [url]},
    ),
]


def _x_post(minutes: int) -> dict[str, object]:
    moment = NOW - timedelta(minutes=minutes)
    return {
        "id": str(id_from(moment)),
        "text": f"tea {minutes}",
        "author_id": "77",
        "created_at": moment.isoformat(),
    }


def _x_page(*minutes: int, after: str | None = None) -> Reply:
    posts = [_x_post(number) for number in minutes]
    meta = {"newest_id": posts[0]["id"], "oldest_id": posts[-1]["id"]}
    return Reply(json={"data": posts, "meta": meta | ({"next_token": after} if after else {})})


def _x(asked: Asked) -> Reply:
    if "since_id" in asked.query:
        return Reply(json={"meta": {"result_count": 0}})
    return _x_page(3, 4) if "next_token" in asked.query else _x_page(1, 2, after="t2")


def _paged(first: Sequence[object], second: Sequence[object]) -> Callable[[Asked], Reply]:
    """Answer like the Graph API, with two pages of records."""

    def answer(asked: Asked) -> Reply:
        if "after" in asked.query:
            return Reply(json={"data": second})
        return Reply(json={"data": first, "paging": {"cursors": {"after": "A"}}})

    return answer


def _instagram(asked: Asked) -> Reply:
    is_second = ".after(A)" in asked.query["fields"]
    media = [{"id": "3"}] if is_second else [{"id": "1"}, {"id": "2"}]
    posts = [post | {"caption": "tea", "timestamp": "2026-05-31T10:00:00+0000"} for post in media]
    paging = {} if is_second else {"paging": {"cursors": {"after": "A"}}}
    found = {"id": "77", "username": "ana", "media": {"data": posts, **paging}}
    return Reply(json={"business_discovery": found})


def _thread(number: int) -> dict[str, object]:
    moment = "2026-05-31T10:00:00+0000"
    return {"id": str(number), "text": "tea", "username": "ana", "timestamp": moment}


def _ad(number: int) -> dict[str, object]:
    body = {"page_id": "77", "ad_creation_time": "2026-05-31", "ad_creative_bodies": ["tea"]}
    return {"id": str(number), **body}


SCENARIOS += [
    Scenario(
        name="x",
        make=lambda access, url: X(
            access, spending_of(access.options, access.meter), base_url=f"{url}/"
        ),
        query=hashtag("tea"),
        posts=tuple(str(_x_post(number)["id"]) for number in (1, 2, 3, 4)),
        script=lambda: {"/tweets/search/recent": _x},
        options=lambda _: {"max_reads": 100},
        secrets={"X_BEARER_TOKEN": "t"},
    ),
    Scenario(
        name="instagram",
        make=lambda access, url: Instagram(access, base_url=f"{url}/"),
        query=account("ana"),
        posts=("1", "2", "3"),
        script=lambda: {"/17841": _instagram},
        secrets={"INSTAGRAM_TOKEN": "t", "INSTAGRAM_USER_ID": "17841"},
    ),
    Scenario(
        name="threads",
        make=lambda access, url: Threads(access, base_url=f"{url}/"),
        query=text("tea"),
        posts=("1", "2", "3"),
        script=lambda: {"/keyword_search": _paged([_thread(1), _thread(2)], [_thread(3)])},
        secrets={"THREADS_TOKEN": "t"},
    ),
    Scenario(
        name="meta_ads",
        make=lambda access, url: MetaAds(access, ["DE"], base_url=f"{url}/"),
        query=text("tea"),
        posts=("1", "2", "3"),
        script=lambda: {"/ads_archive": _paged([_ad(1), _ad(2)], [_ad(3)])},
        secrets={"META_AD_LIBRARY_TOKEN": "t"},
    ),
]
