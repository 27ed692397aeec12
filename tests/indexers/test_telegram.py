"""Telegram: what a channel's page says, and how its pages follow each other.

The pages are written by the selectors that are known of the preview; none is recorded.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import GoneError, PayloadError, SourceError
from engine.vocabulary import Engagement, Page, Query
from indexers.telegram import Telegram, channel_name, read_amount
from tests.fakes import NOW
from tests.indexers.servers import (
    Asked,
    Clock,
    Reply,
    Script,
    Server,
    access_to,
    account,
    pages_of,
    scripted,
)

ABOUT = """<div class="tgme_channel_info">
 <div class="tgme_channel_info_header_title"><span dir="auto">Grind &amp; Brew</span></div>
 <div class="tgme_channel_info_counters">
  <div class="tgme_channel_info_counter"><span class="counter_value">12.3K</span>
   <span class="counter_type">subscribers</span></div>
  <div class="tgme_channel_info_counter"><span class="counter_value">41</span>
   <span class="counter_type">photos</span></div></div>
 <div class="tgme_channel_info_description">On coffee<br>daily</div></div>"""


def message(number: int, body: str | None = None, *, within: str = "", kind: str = "") -> str:
    at = (NOW - timedelta(days=100) + timedelta(hours=min(number, 1_000))).isoformat()
    words = f"message {number}" if body is None else body
    said = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'
    return f"""<div class="tgme_widget_message_wrap"><div class="tgme_widget_message {kind}"
      data-post="Grind/{number}">{within}{said if words else ""}
      <time class="message_video_duration">0:12</time>
      <span class="tgme_widget_message_views">1.2K</span>
      <a class="tgme_widget_message_date" href="https://t.me/Grind/{number}">
      <time datetime="{at}" class="time">10:00</time></a></div></div>"""


def page(*messages: str, about: str = ABOUT) -> Reply:
    history = f'<section class="tgme_channel_history">{"".join(messages)}</section>'
    body = f"<html><body>{about}{history}</body></html>"
    return Reply(body=body, headers={"Content-Type": "text/html; charset=utf-8"})


GRIND = account("Grind")


def walked(
    script: Script,
    query: Query = GRIND,
    after: str | None = None,
) -> tuple[list[Page], Server, Clock]:
    async def run() -> tuple[list[Page], Server, Clock]:
        clock = Clock()
        async with scripted(script) as server, access_to(clock=clock) as access:
            return await pages_of(Telegram(access, site=server.url), query, after), server, clock

    return asyncio.run(run())


def ids(pages: Sequence[Page]) -> list[str]:
    return [post.native_id for made in pages for post in made.posts]


def only(text: str) -> Page:
    return walked({"/s/Grind": [page(text)]})[0][0]


def test_a_message_is_what_its_reader_sees() -> None:
    made = only(message(1, 'Burrs<br/>&amp; <b>why</b> <a href="https://e.org/x">here</a>'))
    (post,) = made.posts
    assert (post.native_id, post.url) == ("grind/1", "https://t.me/Grind/1")
    assert post.text == "Burrs\n& why here"
    assert post.links == ("https://e.org/x",)
    assert post.created_at == NOW - timedelta(days=100) + timedelta(hours=1)
    assert post.engagement == Engagement(views=1_200)
    (creator,) = made.creators
    assert (creator.native_id, creator.handle, creator.name) == ("grind", "Grind", "Grind & Brew")
    assert (creator.bio, creator.followers) == ("On coffee\ndaily", 12_300)
    assert creator.measured_at == NOW


def test_what_a_message_answers_is_no_part_of_it() -> None:
    reply = (
        '<a class="tgme_widget_message_reply" href="https://t.me/Grind/7?single">'
        '<div class="tgme_widget_message_text js-message_reply_text">the other</div></a>'
    )
    (post,) = only(message(9, "mine", within=reply)).posts
    assert (post.text, post.reply_to) == ("mine", "grind/7")


def test_a_text_within_a_text_is_said_once() -> None:
    inner = '<div class="tgme_widget_message_text js-message_text">a caption</div>'
    (post,) = only(message(9, inner)).posts
    assert post.text == "a caption"


def test_a_link_shown_below_a_message_is_one_of_its_links() -> None:
    preview = '<a class="tgme_widget_message_link_preview" href="https://e.org/y">e.org</a>'
    (post,) = only(message(9, within=preview)).posts
    assert post.links == ("https://e.org/y",)


def test_what_others_said_or_the_service_did_is_left_out() -> None:
    forwarded = '<div class="tgme_widget_message_forwarded_from">Forwarded from x</div>'
    made = only(message(1, within=forwarded) + message(2, kind="service_message") + message(3, ""))
    assert made.posts == ()
    assert made.dropped == {"a repost": 1, "a service message": 1, "without words": 1}


def test_a_number_beyond_all_messages_costs_its_message() -> None:
    made = only(message(10**20) + message(2))
    assert ids([made]) == ["grind/2"]


def test_the_question_of_a_poll_is_a_text() -> None:
    poll = '<div class="tgme_widget_message_poll_question">Flat or conical?</div>'
    (post,) = only(message(3, "", within=poll)).posts
    assert post.text == "Flat or conical?"


def test_a_message_without_a_date_costs_itself() -> None:
    made = only(message(1).replace("datetime=", "data-x=") + message(2))
    assert ids([made]) == ["grind/2"]
    assert made.problems[0].where == "message Grind/1"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("987", 987),
        ("1.2K", 1_200),
        ("3M", 3_000_000),
        ("1.15m", 1_150_000),
        ("12 345", 12_345),
        ("1,2K", 1_200),
        ("", None),
        ("many", None),
    ],
)
def test_amounts_are_read_as_they_are_rounded(written: str, amount: int | None) -> None:
    assert read_amount(written) == amount


class Channel:
    """A channel with messages of these numbers, twenty a page."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self.numbers = sorted(numbers)

    def __call__(self, asked: Asked) -> Reply:
        before = int(asked.query.get("before", 1 << 40))
        return page(*map(message, [n for n in self.numbers if n < before][-20:]))


def test_pages_go_back_to_the_first_message() -> None:
    numbers = range(1, 51)
    pages, server, clock = walked({"/s/Grind": Channel(numbers)})
    assert set(ids(pages)) == {f"grind/{n}" for n in numbers}
    assert [asked.query.get("before") for asked in server.requests] == [None, "31", "11"]
    assert clock.slept == [pytest.approx(1.0)] * 2


def test_numbers_may_have_gaps_and_the_first_be_gone() -> None:
    pages, _, _ = walked({"/s/Grind": Channel(range(5, 100, 3))})
    assert len(ids(pages)) == len(range(5, 100, 3))


def test_the_next_walk_ends_at_what_is_known() -> None:
    first, _, _ = walked({"/s/Grind": Channel(range(1, 51))})
    again, server, _ = walked({"/s/Grind": Channel(range(1, 76))}, after=first[-1].cursor)
    assert set(ids(again)) >= {f"grind/{n}" for n in range(51, 76)}
    assert len(server.requests) == 2


def test_a_walk_that_broke_off_goes_on_and_then_fetches_the_newest() -> None:
    first, _, _ = walked({"/s/Grind": Channel(range(1, 51))})
    rest, server, _ = walked({"/s/Grind": Channel(range(1, 53))}, after=first[0].cursor)
    assert [asked.query.get("before") for asked in server.requests] == ["31", "11", None]
    assert {"grind/51", "grind/52", "grind/1"} <= set(ids(rest))


def test_nothing_older_than_asked_for_is_kept() -> None:
    since = NOW - timedelta(days=100) + timedelta(hours=45)
    pages, server, _ = walked({"/s/Grind": Channel(range(1, 51))}, account("Grind", since))
    assert ids(pages) == [f"grind/{n}" for n in range(45, 51)]
    assert len(server.requests) == 1


def test_a_page_that_repeats_itself_ends_the_walk() -> None:
    _, server, _ = walked({"/s/Grind": [page(*map(message, range(31, 51)))]})
    assert len(server.requests) == 2


def test_a_channel_without_a_preview_says_so() -> None:
    script: Script = {
        "/s/Grind": [Reply(status=302, headers={"Location": "/Grind"})],
        "/Grind": [Reply(body="<html>join</html>")],
    }
    with pytest.raises(GoneError, match="no public preview"):
        walked(script)


def test_a_page_built_in_another_way_is_an_error_and_an_empty_channel_none() -> None:
    with pytest.raises(PayloadError, match="built otherwise"):
        walked({"/s/Grind": [Reply(body="<html><body>new design</body></html>")]})
    (made,), _, _ = walked({"/s/Grind": [page()]})
    assert (made.posts, made.problems) == ((), ())


@pytest.mark.parametrize("written", ["durov", "@durov", "t.me/durov", "https://t.me/s/durov/"])
def test_a_channel_has_many_ways_to_be_written(written: str) -> None:
    assert channel_name(written) == "durov"


@pytest.mark.parametrize("written", ["", "a", "two words", "https://e.org/durov", "../etc", "+x"])
def test_what_is_no_name_of_a_channel_is_refused(written: str) -> None:
    with pytest.raises(GoneError, match="no public channel"):
        channel_name(written)


@pytest.mark.parametrize("status", [404, 429, 500])
def test_refusals_are_source_errors(status: int) -> None:
    with pytest.raises(SourceError):
        walked({"/s/Grind": [Reply(status=status, headers={"Retry-After": "99999"})]})


def test_times_are_in_utc() -> None:
    text = message(1).replace("+00:00", "+02:00")
    (post,) = only(text).posts
    assert post.created_at.tzinfo is UTC
    assert isinstance(post.created_at, datetime)
