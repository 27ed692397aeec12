"""A sentence becomes a brief: filters are read, everything else stays the topic."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.briefs import overlay, parse_brief
from engine.errors import ConfigError
from engine.vocabulary import CreatorFilter, PostFilter, Range

NOW = datetime(2026, 11, 22, tzinfo=UTC)
PLACES = {"Berlin", "Lyon", "New York"}


def read(text, flags=None):
    return parse_brief(
        text,
        now=NOW,
        flags=flags,
        knows_location=PLACES.__contains__,
        sources=("mastodon", "bluesky"),
    )


def test_the_sentence_of_the_manual_is_understood_whole():
    brief = read("vegan runners in Berlin with 5k to 50k followers, not coaches")
    assert brief.topic == "vegan runners"
    assert brief.where == PostFilter(
        exclude=("coaches",),
        creators=CreatorFilter(
            followers=Range(low=5000, high=50000), location="Berlin", exclude=("coaches",)
        ),
    )
    assert {(u.words, u.meaning) for u in brief.understood} == {
        ("with 5k to 50k followers", "followers 5000..50000"),
        ("in Berlin", "location Berlin"),
        ("not coaches", "exclude coaches"),
    }


def test_a_platform_is_known_however_its_name_is_capitalised():
    brief = parse_brief("tea on instagram", now=NOW, sources=("Instagram",))
    assert (brief.topic, brief.where.sources) == ("tea", ("instagram",))


@pytest.mark.parametrize(
    "asking", ["find people who talk about", "I'm looking for", "we are searching for"]
)
def test_how_one_asks_is_no_part_of_the_topic(asking):
    assert read(f"{asking} vegan food").topic == "vegan food"


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("between 5k and 50k followers", 5_000, 50_000),
        ("followers between 5,000 and 50k", 5_000, 50_000),
        ("followers from 5 to 50k", 5_000, 50_000),
        ("5-50k followers", 5_000, 50_000),
        ("500 to 6 thousand followers", 500, 6_000),
        ("5 to 70 thousand followers", 5_000, 70_000),
        ("at least 8,000 followers", 8_000, None),
        ("more than 10,000 followers", 10_001, None),
        ("under 10k followers", None, 9_999),
        ("up to 1.5m followers", None, 1_500_000),
        ("10k+ followers", 10_000, None),
        ("<10k followers", None, 9_999),
        (">= 5k followers", 5_000, None),
    ],
)
def test_follower_bounds_are_exact(words, low, high):
    brief = read(f"home espresso with {words}")
    assert brief.where.creators.followers == Range(low=low, high=high)
    assert brief.topic == "home espresso"


@pytest.mark.parametrize(
    ("text", "where", "topic"),
    [
        ("tea, engagement rate over 2%", {"engagement_rate": Range(low=0.02)}, "tea"),
        (
            "tea, active in the last 30 days",
            {"active_since": datetime(2026, 10, 23, tzinfo=UTC)},
            "tea",
        ),
        ("cyclists near Lyon", {"location": "Lyon"}, "cyclists"),
        ("coffee in New York", {"location": "New York"}, "coffee"),
    ],
)
def test_filters_on_creators_are_read(text, where, topic):
    brief = read(text)
    assert brief.where == PostFilter(creators=CreatorFilter(**where))
    assert brief.topic == topic


@pytest.mark.parametrize(
    ("text", "where", "topic"),
    [
        ("tea in the past 2 weeks", {"since": datetime(2026, 11, 8, tzinfo=UTC)}, "tea"),
        ("tea since 2026-01-01", {"since": datetime(2026, 1, 1, tzinfo=UTC)}, "tea"),
        ("tea since 2025", {"since": datetime(2025, 1, 1, tzinfo=UTC)}, "tea"),
        ("on mastodon: vegan bakers", {"sources": ("mastodon",)}, "vegan bakers"),
        ("gamers who post in German", {"langs": ("de",)}, "gamers"),
        ("French-speaking bakers", {"langs": ("fr",)}, "bakers"),
    ],
)
def test_filters_on_posts_are_read(text, where, topic):
    brief = read(text)
    assert brief.where == PostFilter(**where)
    assert brief.topic == topic


@pytest.mark.parametrize(
    "text",
    [
        "people who do not eat meat",
        "no knead bread bakers",
        "music production in Ableton Live",
        "cooking in cast iron",
        "on the road with a camper van",
        "since forever in love with vinyl",
        "5k runs and followers of slow living",
        "books on dragons",
    ],
)
def test_words_that_may_mean_something_else_stay_in_the_topic(text):
    brief = read(text)
    assert (brief.topic, brief.where, brief.understood) == (text, PostFilter(), ())


def test_a_flag_given_by_hand_wins_and_the_words_still_leave_the_topic():
    flags = PostFilter(creators=CreatorFilter(followers=Range(low=1.0)))
    brief = read("tea with 5k to 50k followers in Berlin", flags)
    assert brief.topic == "tea"
    assert brief.where.creators == CreatorFilter(followers=Range(low=1.0), location="Berlin")
    assert brief.understood[0].meaning == "overruled by --followers"


def test_a_request_is_reduced_to_what_it_asks_for():
    brief = read("Find creators who talk about sourdough, but not bakeries or shops")
    assert brief.topic == "sourdough"
    assert brief.where.exclude == ("bakeries", "shops")


@pytest.mark.parametrize("text", ["", "  ", "with 5k to 50k followers", "!!!"])
def test_a_brief_without_a_topic_says_what_to_write(text):
    with pytest.raises(ConfigError, match="names nothing to search for") as caught:
        read(text)
    assert "espresso" in caught.value.hint


@given(st.text(max_size=200))
def test_any_text_is_a_brief_or_a_clear_error(text):
    if re.search(r"\w", text) is None:
        with pytest.raises(ConfigError):
            read(text)
        return
    with contextlib.suppress(ConfigError):  # words that were all read as filters
        brief = read(text)
        assert brief.text == text
        assert brief.topic.strip() == brief.topic != ""


def test_overlay_keeps_what_the_upper_filter_does_not_set():
    under = PostFilter(langs=("en",), creators=CreatorFilter(bio="baker", min_posts=2))
    over = PostFilter(sources=("x",), creators=CreatorFilter(min_posts=5))
    assert overlay(under, over) == PostFilter(
        langs=("en",), sources=("x",), creators=CreatorFilter(bio="baker", min_posts=5)
    )
