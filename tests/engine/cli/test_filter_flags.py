"""Filters, by flag and by the `where` of a file of briefs."""

from __future__ import annotations

from datetime import UTC, datetime

import click
import pytest
from click.testing import CliRunner

from engine.cli.filters import OPTIONS, filter_options, post_filter
from engine.errors import ConfigError
from engine.vocabulary import CreatorFilter, PostFilter, Range

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)

EVERYTHING = PostFilter(
    sources=("mastodon", "bluesky"),
    langs=("en", "fr"),
    since=datetime(2026, 3, 3, 12, tzinfo=UTC),
    until=datetime(2026, 10, 1, tzinfo=UTC),
    sources_none=("tiktok", "youtube"),
    hashtags=("espresso", "latteart"),
    exclude=("coach", "life advice"),
    creators=CreatorFilter(
        followers=Range(low=10_000, high=100_000),
        engagement_rate=Range(low=0.02),
        location="New York",
        location_none="Brooklyn",
        bio="barista",
        active_since=datetime(2026, 5, 2, 12, tzinfo=UTC),
        min_posts=3,
        opted_out=True,
        community="exclude",
        exclude=("coach", "life advice"),
        mentions_any=("cerave", "la-roche-posay"),
        mentions_none=("niche",),
    ),
)
WHERE: dict[str, object] = {
    "followers": "10k..100k",
    "engagement-rate": "2%..",
    "source": "Mastodon,bluesky",
    "not-source": "TikTok, youtube",
    "lang": ["en", "FR"],
    "since": "90d",
    "until": "2026-10-01",
    "location": "New York",
    "not-in": "Brooklyn",
    "bio": "barista",
    "hashtag": ["#Espresso", "LatteArt, espresso"],
    "exclude": "coach, life advice",
    "mentions": ["cerave,la-roche-posay", "cerave"],
    "not-mentions": "niche",
    "active-within": "30d",
    "min-posts": 3,
    "opted-out": "include",
    "community": "exclude",
}


def test_every_filter_is_read_exactly() -> None:
    assert set(WHERE) == set(OPTIONS)
    assert post_filter(WHERE, now=NOW) == EVERYTHING


def test_flags_mean_the_same_as_the_where_of_a_brief() -> None:
    seen: dict[str, object] = {}

    @click.command()
    @filter_options
    def command(**where: object) -> None:
        seen.update(where)

    arguments: list[str] = []
    for key, value in WHERE.items():
        for one in value if isinstance(value, list) else [value]:
            arguments += [f"--{key}", str(one)]
    assert CliRunner().invoke(command, arguments, catch_exceptions=False).exit_code == 0
    assert post_filter(seen, now=NOW) == EVERYTHING


def test_no_flag_filters_nothing() -> None:
    nothing = dict.fromkeys((key.replace("-", "_") for key in OPTIONS), None)
    assert post_filter(nothing, now=NOW) == PostFilter()
    assert post_filter({}, now=NOW) == PostFilter()


def test_an_unknown_filter_names_the_nearest() -> None:
    with pytest.raises(ConfigError, match="no filter 'follower'") as caught:
        post_filter({"follower": "5k.."}, now=NOW)
    assert "did you mean 'followers'?" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("followers", "5k"),
        ("followers", ""),
        ("followers", ["5k.."]),
        ("engagement-rate", "3.."),
        ("since", "soon"),
        ("min-posts", "2.5"),
        ("min-posts", True),
        ("location", "  "),
        ("not-in", " "),
        ("hashtag", [1]),
        ("hashtag", "espresso,#"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_filter(key: str, value: object) -> None:
    with pytest.raises(ConfigError, match=f"^{key}: "):
        post_filter({key: value}, now=NOW)


@pytest.mark.parametrize("until", ["2026-03-01", "2026-02-01"])
def test_a_window_that_ends_before_it_begins_is_refused_and_a_day_is_one(until: str) -> None:
    with pytest.raises(ConfigError, match="which is not before its end") as caught:
        post_filter({"since": "2026-03-01", "until": until}, now=NOW)
    assert "earlier than --until" in str(caught.value.hint)
    assert post_filter({"since": "2026-03-01", "until": "2026-03-02"}, now=NOW).since is not None
