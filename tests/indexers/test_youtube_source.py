"""YouTube as a source: its pages, its quota and what its refusals mean."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.access import Secret
from engine.errors import (
    AuthError,
    ConfigError,
    GoneError,
    PayloadError,
    RateLimitError,
    SourceError,
    UnavailableError,
)
from engine.vocabulary import Meter, Page, Query
from indexers.youtube import YouTube
from indexers.youtube.quota import BUDGETS, SEARCHES, UNITS, Quota, until_midnight
from tests.fakes import NOW
from tests.indexers.servers import (
    Asked,
    Clock,
    Reply,
    Script,
    Server,
    access_to,
    account,
    hashtag,
    pages_of,
    scripted,
    text,
)
from tests.indexers.test_youtube import CHANNEL, video

KEY = "AIzaTopSecret"
AT = NOW - timedelta(days=30)
ANSWERS = Path(__file__).parent / "answers" / "youtube"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))


def written(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def refusal(status: int, reason: str, message: str = "no") -> Reply:
    fault = {"domain": "youtube", "reason": reason, "message": message}
    return Reply(
        status=status, json={"error": {"code": status, "message": message, "errors": [fault]}}
    )


class Api:
    """The Data API over videos published at these hours before `AT`."""

    def __init__(self, hours: Sequence[int], *, hidden: Sequence[int] = ()) -> None:
        self.hours = sorted(hours)
        self.hidden = set(hidden)

    def script(self) -> Script:
        return {
            "/search": self.search,
            "/videos": self.videos,
            "/channels": self.channels,
            "/playlistItems": self.playlist,
        }

    def search(self, asked: Asked) -> Reply:
        low = asked.query.get("publishedAfter", "1970")
        high = asked.query.get("publishedBefore", "9999")
        found = [h for h in self.hours if low <= written(AT - timedelta(hours=h)) <= high]
        n = int(asked.query["maxResults"])
        items = [
            {
                "kind": "youtube#searchResult",
                "id": {"kind": "youtube#video", "videoId": f"v{hour}"},
                "snippet": {"publishedAt": written(AT - timedelta(hours=hour))},
            }
            for hour in found[:n]
        ]
        return Reply(json={"items": items} | ({"nextPageToken": "x"} if found[n:] else {}))

    def playlist(self, asked: Asked) -> Reply:
        start = int(asked.query.get("pageToken", 0))
        part = self.hours[start : start + 50]
        items = [
            {
                "kind": "youtube#playlistItem",
                "snippet": {"resourceId": {"videoId": f"v{hour}"}},
                "contentDetails": {"videoPublishedAt": written(AT - timedelta(hours=hour))},
            }
            for hour in part
        ]
        more = {"nextPageToken": str(start + 50)} if self.hours[start + 50 :] else {}
        return Reply(json={"items": items, **more})

    def videos(self, asked: Asked) -> Reply:
        hours = [int(name[1:]) for name in asked.query["id"].split(",")]
        assert len(hours) <= 50
        items = [
            {**video(hour, written(AT - timedelta(hours=hour))), "id": f"v{hour}"}
            for hour in hours
            if hour not in self.hidden
        ]
        return Reply(json={"items": items})

    def channels(self, asked: Asked) -> Reply:
        known = asked.query.get("forHandle") == "@grind" or CHANNEL in asked.query.get("id", "")
        channel = {
            "kind": "youtube#channel",
            "id": CHANNEL,
            "snippet": {"title": "Grind", "customUrl": "@grind"},
            "statistics": {"subscriberCount": "1230", "videoCount": "41"},
            "contentDetails": {"relatedPlaylists": {"uploads": "UUxyz"}},
        }
        return Reply(json={"items": [channel] if known else []})


class Tried:
    """What came of a walk: its pages, the server, the meter and the clock."""

    def __init__(self) -> None:
        self.pages: list[Page] = []
        self.meter = Meter()
        self.server = Server({})
        self.clock = Clock()

    @property
    def ids(self) -> list[str]:
        return [post.native_id for page in self.pages for post in page.posts]


BURRS = text("burrs")


def walked(
    script: Script,
    query: Query = BURRS,
    *,
    after: str | None = None,
    options: Mapping[str, object] | None = None,
    key: str | None = KEY,
) -> Tried:
    tried = Tried()

    async def run() -> None:
        secrets = {"YOUTUBE_API_KEY": key} if key else {}
        async with (
            scripted(script) as tried.server,
            access_to(secrets=secrets, options=options, clock=tried.clock) as access,
        ):
            tried.meter = access.meter
            tried.pages = await pages_of(YouTube(access, api=tried.server.url), query, after)

    asyncio.run(run())
    return tried


def test_found_videos_are_fetched_in_full_fifty_at_a_time() -> None:
    tried = walked(Api(range(120)).script())
    assert {*tried.ids} == {f"v{hour}" for hour in range(120)}
    first = tried.server.requests[0]
    assert first.query["q"] == "burrs"
    assert first.query["order"] == "date"
    assert first.query["key"] == KEY
    assert tried.meter.units == {"searches": 3, "quota units": 3}


def test_a_hashtag_is_searched_with_its_sign() -> None:
    tried = walked(Api([1]).script(), hashtag("burrs"))
    assert tried.server.requests[0].query["q"] == "#burrs"


def test_the_next_walk_asks_only_for_what_is_new() -> None:
    first = walked(Api([5, 9]).script())
    again = walked(Api([1, 5, 9]).script(), after=first.pages[-1].cursor)
    assert again.ids == ["v1", "v5"]
    asked = again.server.requests[0].query
    assert asked["publishedAfter"] == written(AT - timedelta(hours=5))


def test_a_walk_that_broke_off_goes_on_and_then_fetches_the_newest() -> None:
    first = walked(Api(range(10, 100)).script())
    rest = walked(Api([3, *range(10, 100)]).script(), after=first.pages[0].cursor)
    assert {*first.pages[0].posts} != {*first.pages[1].posts}
    assert {f"v{hour}" for hour in (3, *range(60, 100))} <= {*rest.ids}
    assert "v20" not in rest.ids


def test_a_channel_is_read_from_what_it_put_up_for_a_unit_each() -> None:
    tried = walked(Api(range(70)).script(), account("@grind"))
    assert tried.ids == [f"v{hour}" for hour in range(70)]
    assert tried.server.paths() == [
        "/channels",
        "/playlistItems",
        "/videos",
        "/playlistItems",
        "/videos",
    ]
    assert tried.server.requests[1].query["playlistId"] == "UUxyz"
    assert tried.meter.units == {"quota units": 5}
    (creator,) = tried.pages[0].creators
    assert (creator.followers, creator.posts) == (1_230, 41)


@pytest.mark.parametrize(
    "written_as",
    [CHANNEL, f"https://www.youtube.com/channel/{CHANNEL}", "https://youtube.com/@grind", "grind"],
)
def test_a_channel_has_many_ways_to_be_written(written_as: str) -> None:
    assert walked(Api([1]).script(), account(written_as)).ids == ["v1"]


def test_the_next_walk_through_a_channel_ends_at_what_is_known() -> None:
    first = walked(Api(range(60)).script(), account("grind"))
    again = walked(Api([*range(-3, 60)]).script(), account("grind"), after=first.pages[-1].cursor)
    assert again.ids[:3] == ["v-3", "v-2", "v-1"]
    assert again.server.paths() == ["/channels", "/playlistItems", "/videos"]


def test_a_channel_that_is_not_there_says_how_to_name_one() -> None:
    with pytest.raises(GoneError, match="no channel") as caught:
        walked(Api([]).script(), account("nobody"))
    assert caught.value.hint is not None
    assert "@name" in caught.value.hint


def test_a_channel_without_a_video_has_no_posts() -> None:
    script = {**Api([]).script(), "/playlistItems": [refusal(404, "playlistNotFound")]}
    assert walked(script, account("grind")).ids == []


def test_tokens_that_go_in_a_circle_are_left() -> None:
    def circle(asked: Asked) -> Reply:
        turn = {None: "a", "a": "b", "b": "a"}[asked.query.get("pageToken")]
        return Reply(json={"items": [], "nextPageToken": turn})

    tried = walked({**Api([]).script(), "/playlistItems": circle}, account("grind"))
    assert tried.server.paths().count("/playlistItems") == 3


def test_videos_before_the_wished_moment_are_not_asked_for() -> None:
    tried = walked(Api(range(10)).script(), text("burrs", AT - timedelta(hours=4)))
    assert tried.ids == [f"v{hour}" for hour in range(5)]
    tried = walked(Api(range(60)).script(), account("grind", AT - timedelta(hours=4)))
    assert tried.ids == [f"v{hour}" for hour in range(5)]
    assert tried.server.paths().count("/playlistItems") == 1


def test_channels_are_completed_in_batches_and_those_missing_are_gone() -> None:
    async def run() -> Page:
        async with (
            scripted(Api([]).script()) as server,
            access_to(secrets={"YOUTUBE_API_KEY": KEY}) as access,
        ):
            return await YouTube(access, api=server.url).profiles([CHANNEL, "UCgone"])

    page = asyncio.run(run())
    assert [creator.followers for creator in page.creators] == [1_230]
    assert [key.native_id for key in page.deleted_creators] == ["UCgone"]


def test_the_budget_is_never_exceeded_and_what_was_spent_is_known_tomorrow() -> None:
    options = {"searches": 2}
    script = Api(range(500)).script()
    with pytest.raises(RateLimitError, match="2 searches"):
        walked(script, options=options)
    with pytest.raises(RateLimitError) as caught:
        walked({"/search": unasked}, hashtag("other"), options=options)
    assert caught.value.retry_after == until_midnight(NOW)
    assert "searches under [sources.youtube]" in str(caught.value.hint)


def test_every_request_sent_is_counted_those_that_fail_too() -> None:
    script = {"/search": [Reply(status=503), Reply(status=503), Api([1]).search(search_for())]}
    tried = walked({**Api([1]).script(), **script})
    assert tried.meter.units == {"searches": 3, "quota units": 1}
    assert tried.meter.requests == 4


def unasked(asked: Asked) -> Reply:
    raise AssertionError(f"{asked.path} was asked for beyond the budget")


def search_for() -> Asked:
    query = {"maxResults": "50"}
    return Asked(method="GET", path="", query=query, queries=[], headers={}, body=b"")


def test_quotas_are_kept_by_key_and_by_day(tmp_path: Path) -> None:
    quota = Quota(tmp_path / "q.json", BUDGETS)
    assert [quota.spend(UNITS, now=NOW) for _ in range(3)] == [1, 2, 3]
    assert quota.spend(SEARCHES, now=NOW) == 1
    assert Quota(tmp_path / "q.json", BUDGETS).spend(UNITS, now=NOW) == 4
    assert Quota(tmp_path / "other.json", BUDGETS).spend(UNITS, now=NOW) == 1
    midnight = NOW + timedelta(seconds=until_midnight(NOW))
    assert quota.spend(UNITS, now=midnight - timedelta(seconds=1)) == 5
    assert quota.spend(UNITS, now=midnight) == 1


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        (datetime(2026, 6, 1, 12, tzinfo=UTC), 19.0),  # 05:00 of summer time there
        (datetime(2026, 1, 10, 12, tzinfo=UTC), 20.0),  # 04:00 of winter time
        (datetime(2026, 3, 8, 9, tzinfo=UTC), 22.0),  # 01:00, on the day of 23 hours
    ],
)
def test_the_day_ends_at_midnight_of_the_pacific_coast(now: datetime, hours: float) -> None:
    assert until_midnight(now) == hours * 3_600


def test_a_damaged_count_stands_for_all_of_it(tmp_path: Path) -> None:
    (tmp_path / "q.json").write_text("{")
    with pytest.raises(RateLimitError):
        Quota(tmp_path / "q.json", BUDGETS).spend(UNITS, now=NOW)


def test_a_folder_that_cannot_be_written_stops_before_anything_is_sent(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UnavailableError, match="quota cannot be kept"):
        Quota(tmp_path / "file" / "q.json", BUDGETS).spend(UNITS, now=NOW)


def test_a_budget_may_be_typed() -> None:
    with pytest.raises(RateLimitError, match="1 searches"):
        walked(Api(range(99)).script(), options={"searches": "1"})


@pytest.mark.parametrize("options", [{"quota": "many"}, {"searches": -1}, {"quota": True}])
def test_a_budget_that_is_no_number_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(ConfigError, match="is no number of"):
        walked(Api([1]).script(), options=options)


@pytest.mark.parametrize("reason", ["quotaExceeded", "dailyLimitExceeded"])
def test_a_quota_spent_elsewhere_is_not_asked_again_today(reason: str) -> None:
    with pytest.raises(RateLimitError, match="quota of today is spent"):
        walked({"/search": [refusal(403, reason)]})
    with pytest.raises(RateLimitError, match="100 searches"):
        walked(Api([1]).script())


def test_too_many_at_once_is_waited_for() -> None:
    script = {"/search": [refusal(403, "rateLimitExceeded"), Reply(json={"items": []})]}
    assert walked(script).clock.slept == [20.0]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refusal(400, "keyInvalid"), AuthError),
        (refusal(400, "badRequest", "API key not valid. Please pass a valid one."), AuthError),
        (refusal(403, "accessNotConfigured"), AuthError),
        (refusal(403, "forbidden"), AuthError),
        (refusal(404, "channelNotFound"), GoneError),
        (refusal(400, "processingFailure"), UnavailableError),
        (refusal(400, "invalidSearchFilter"), SourceError),
        (Reply(status=500, body="<html>oops</html>"), UnavailableError),
        (Reply(status=429, headers={"Retry-After": "99999"}), RateLimitError),
        (Reply(body="<html>hi</html>"), PayloadError),
        (Reply(json={"items": 7}), PayloadError),
    ],
)
def test_a_refusal_means_what_its_reason_says(reply: Reply, kind: type[SourceError]) -> None:
    with pytest.raises(kind):
        walked({"/search": [reply]})


@pytest.mark.parametrize(
    "name", ["apidata__error_permission_resp.json", "error_response_simple.json"]
)
def test_recorded_refusals_are_read(name: str) -> None:
    said = json.loads((ANSWERS / name).read_text())
    with pytest.raises(AuthError, match=r"permission|error message"):
        walked({"/search": [Reply(status=403, json=said)]})


def test_the_key_is_in_nothing_that_is_said_or_kept(tmp_path: Path) -> None:
    echo = f"<html>/search?key={KEY} was not found</html>"
    for status in (200, 403, 404, 418, 500):
        with pytest.raises(SourceError) as caught:
            walked({"/search": [Reply(status=status, body=echo)]})
        said: Any = caught.value
        while said is not None:
            assert KEY not in repr(said)
            said = None if said.__suppress_context__ else said.__cause__ or said.__context__
    kept = walked(Api([1]).script()).pages
    assert KEY not in repr(kept)
    for file in tmp_path.rglob("*"):
        assert KEY not in file.name
        assert file.is_dir() or KEY not in file.read_text()
    assert KEY not in repr(Secret(KEY))


def test_without_a_key_it_is_said_where_to_put_one() -> None:
    with pytest.raises(AuthError) as caught:
        walked(Api([1]).script(), key=None)
    assert "YOUTUBE_API_KEY" in str(caught.value.hint)
