"""Listening: a stream played by a script, a running server of others, and hashtags polled."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from engine.errors import AuthError, GoneError
from engine.vocabulary import Page, Watch
from indexers.mastodon.source import Mastodon
from tests.indexers.loops import awaited
from tests.indexers.mastodon.mock import Mock, mocked
from tests.indexers.mastodon.statuses import UNKNOWN, Timeline, status
from tests.indexers.mastodon.test_mock import FUTURE
from tests.indexers.servers import Asked, Clock, Reply, Script, Server, access_to, scripted

ESPRESSO = Watch(hashtags=("espresso",))
TAG = "/api/v1/timelines/tag/espresso"
STREAM = "/api/v1/streaming/hashtag"
TAGGED: Mapping[str, Any] = {"tags": [{"name": "espresso"}]}
Enough = Callable[[list[Page]], bool]


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("indexers.mastodon.listening.PAUSE", 0.05)


def event(name: str, data: object) -> str:
    written = data if isinstance(data, str) else json.dumps(data)
    return f"event: {name}\ndata: {written}\n\n"


def cup(number: int, **fields: Any) -> dict[str, Any]:
    return status(number, **{**TAGGED, **fields})


@asynccontextmanager
async def listening(url: str, token: str) -> AsyncIterator[Mastodon]:
    secrets = {"MASTODON_TOKEN": token} if token else {}
    async with access_to(
        options={"instances": [url]}, secrets=secrets, clock=Clock(FUTURE)
    ) as access:
        yield Mastodon.make(access)[0]


async def heard(
    source: Mastodon, watch: Watch, enough: Enough, after: str | None = None
) -> list[Page]:
    """Listen until there is enough, at most ten seconds."""
    pages: list[Page] = []
    async with asyncio.timeout(10), aclosing(source.listen(watch, after=after)) as listened:
        async for page in listened:
            pages.append(page)
            if enough(pages):
                break
    return pages


def posts_of(pages: list[Page]) -> list[str]:
    return [post.native_id.rsplit("/", 1)[1] for page in pages for post in page.posts]


def n_posts(number: int) -> Enough:
    return lambda pages: len(posts_of(pages)) >= number


def says(words: str) -> Enough:
    return lambda pages: any(words in note for page in pages for note in page.notes)


async def played(
    script: Script, enough: Enough, watch: Watch = ESPRESSO, **how: Any
) -> tuple[list[Page], Server]:
    async with scripted(script) as server, listening(server.url, how.pop("token", "t")) as source:
        return await heard(source, watch, enough, **how), server


@awaited
async def test_what_is_streamed_is_heard_and_the_token_is_sent_in_a_header() -> None:
    stream = ":)\n\n" + event("update", cup(5)) + event("update", cup(6))
    pages, server = await played({STREAM: [Reply(body=stream)], TAG: [Reply(json=[])]}, n_posts(2))
    assert posts_of(pages)[:2] == ["5", "6"]
    asked = next(one for one in server.requests if one.path == STREAM)
    assert asked.query == {"tag": "espresso"}
    assert asked.headers["authorization"] == "Bearer t"


@awaited
async def test_what_a_broken_stream_missed_is_fetched_and_the_gap_is_told() -> None:
    timeline = Timeline(cup(1))

    def stream(asked: Asked) -> Reply:
        timeline.add(*map(cup, range(len(timeline.statuses) + 1, len(timeline.statuses) + 4)))
        return Reply(body="")

    pages, _ = await played({STREAM: stream, TAG: timeline}, n_posts(6))
    assert posts_of(pages)[:6] == ["6", "5", "7", "9", "8", "10"]
    notes = [note for page in pages for note in page.notes]
    assert any("3 posts of that time were fetched" in note for note in notes)


@awaited
async def test_listening_goes_on_from_its_cursor() -> None:
    script = {STREAM: [Reply(body=event("update", cup(5)))], TAG: Timeline(cup(4), cup(5))}
    first, _ = await played(script, n_posts(1))
    script[TAG].add(cup(6), cup(7))  # type: ignore[attr-defined]
    script[STREAM] = [Reply(body="")]
    later, _ = await played(script, n_posts(2), after=first[-1].cursor)
    assert posts_of(later) == ["7", "6"]


@awaited
async def test_no_cursor_is_ahead_of_what_has_been_given_out() -> None:
    """Whatever page is the last one stored, the rest is heard again from its cursor."""
    timeline = Timeline(*map(cup, range(1, 6)))
    script = {STREAM: [Reply(body="")], TAG: timeline}
    pages, _ = await played(script, n_posts(4), after='{"newest":{"#espresso":"1"}}')
    assert posts_of(pages) == ["3", "2", "5", "4"]
    rest, _ = await played(script, n_posts(2), after=pages[0].cursor)
    assert posts_of(rest) == ["5", "4"]


@awaited
async def test_a_deletion_names_the_post_and_outlives_a_restart() -> None:
    script = {STREAM: [Reply(body=event("update", cup(5)))], TAG: [Reply(json=[])]}
    pages, _ = await played(script, n_posts(1))
    script[STREAM] = [Reply(body=event("delete", "5") + event("delete", "99"))]
    later, _ = await played(
        script, lambda pages: any(page.deleted for page in pages), after=pages[-1].cursor
    )
    deleted = [key.native_id for page in later for key in page.deleted]
    assert deleted == [pages[-1].posts[0].native_id]


@awaited
async def test_an_edit_changes_a_post_that_was_kept_whatever_it_says_now() -> None:
    edited = cup(5, content="<p>something else</p>", tags=[])
    unheard = cup(6, content="<p>something else</p>", tags=[])
    stream = event("update", cup(5)) + event("status.update", unheard)
    stream += event("status.update", edited)
    pages, _ = await played({STREAM: [Reply(body=stream)], TAG: [Reply(json=[])]}, n_posts(2))
    assert [post.text for page in pages for post in page.posts][:2] == [
        "espresso",
        "something else",
    ]
    assert posts_of(pages)[:2] == ["5", "5"]


@awaited
async def test_words_are_heard_in_the_stream_of_all_posts() -> None:
    stream = "".join(
        event("update", status(n, content=f"<p>{words}</p>"))
        for n, words in enumerate(["a flat white", "a black tea", "Flat White!"], start=1)
    )
    public = {"/api/v1/streaming/public": [Reply(body=stream)]}
    timeline = {"/api/v1/timelines/public": [Reply(json=[])]}
    pages, _ = await played({**public, **timeline}, n_posts(2), Watch(words=("flat white",)))
    assert posts_of(pages)[:2] == ["1", "3"]


@awaited
async def test_damaged_events_cost_themselves_only() -> None:
    stream = event("update", "{") + event("update", {"id": "1"}) + event("filters_changed", "x")
    pages, _ = await played(
        {STREAM: [Reply(body=stream + event("update", cup(5)))], TAG: [Reply(json=[])]}, n_posts(1)
    )
    reasons = [problem.reason for problem in pages[-1].problems]
    assert reasons[:2] == ["it is no JSON object", "the required field created_at is missing"]


@awaited
async def test_a_timeline_that_is_closed_leaves_a_gap_that_is_told() -> None:
    closed = {STREAM: [Reply(body=event("update", cup(5)))], TAG: [Reply(status=401)]}
    pages, _ = await played(closed, says("and is lost"))
    assert posts_of(pages)


@pytest.mark.parametrize(("status_code", "error"), [(401, AuthError), (404, GoneError)])
@awaited
async def test_a_stream_that_will_never_open_ends_it(
    status_code: int, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await played({STREAM: [Reply(status=status_code)], TAG: [Reply(json=[])]}, n_posts(1))


@awaited
async def test_a_server_in_trouble_is_tried_again_after_longer_waits() -> None:
    script = {
        STREAM: [Reply(status=503), Reply(status=502), Reply(body=event("update", cup(5)))],
        TAG: [Reply(json=[])],
    }
    async with scripted(script) as server:
        clock = Clock(FUTURE)
        async with access_to(
            options={"instances": [server.url]}, secrets={"MASTODON_TOKEN": "t"}, clock=clock
        ) as access:
            await heard(Mastodon.make(access)[0], ESPRESSO, n_posts(1))
    waits = [seconds for seconds in clock.slept if seconds != 1.0]  # those between requests
    assert 1.0 <= waits[0] <= 2.0
    assert 2.0 <= waits[1] <= 4.0


@awaited
async def test_without_a_token_hashtags_are_polled() -> None:
    timeline = Timeline(cup(1))
    polls = 0

    def asked(one: Asked) -> Reply:
        nonlocal polls
        polls += 1
        if polls > 2:
            timeline.add(cup(len(timeline.statuses) + 1))
        return timeline(one)

    pages, server = await played({TAG: asked}, n_posts(2), token="")
    assert posts_of(pages)[:2] == ["2", "3"]
    assert STREAM not in server.paths()


@awaited
async def test_a_hashtag_that_is_new_to_the_server_is_heard_from_its_first_post() -> None:
    pages, _ = await played({TAG: [UNKNOWN, UNKNOWN, Reply(json=[cup(1)])]}, n_posts(1), token="")
    assert posts_of(pages)[0] == "1"


@awaited
async def test_words_without_a_token_cannot_be_heard() -> None:
    with pytest.raises(AuthError, match="by hashtags only"):
        await played({}, n_posts(1), Watch(words=("flat white",)), token="")
    both = Watch(words=("flat white",), hashtags=("espresso",))
    pages, _ = await played({TAG: Timeline(cup(1))}, says("only posts with the"), both, token="")
    assert pages


@pytest.fixture(scope="module")
def mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mock]:
    with mocked(tmp_path_factory.mktemp("mastodon")) as server:
        yield server


@awaited
async def test_a_running_server_is_followed_through_posts_edits_and_deletions(mock: Mock) -> None:
    token = await asyncio.to_thread(mock.person, "ana")
    acting: list[asyncio.Task[None]] = []

    def act() -> None:
        made = mock.post(token, "first #espresso")
        mock.post(token, "about tea #tea")
        mock.ask("PUT", f"/api/v1/statuses/{made['id']}", token, status="edited #espresso")
        mock.ask("DELETE", f"/api/v1/statuses/{made['id']}", token)

    def enough(pages: list[Page]) -> bool:
        if not acting:  # the first page tells that it is listening
            acting.append(asyncio.create_task(asyncio.to_thread(act)))
        return any(page.deleted for page in pages)

    async with listening(mock.url, token) as source:
        pages = await heard(source, ESPRESSO, enough)
        await acting[0]
        texts = [post.text for page in pages for post in page.posts]
        deleted = [key.native_id for page in pages for key in page.deleted]
        assert "about tea #tea" not in texts
        assert len(deleted) == 1
        await asyncio.to_thread(mock.post, token, "while nobody listened #espresso")
        later = await heard(source, ESPRESSO, n_posts(1), pages[-1].cursor)
    assert [post.text for page in later for post in page.posts] == [
        "while nobody listened #espresso"
    ]
