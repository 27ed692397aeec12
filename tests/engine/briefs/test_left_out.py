"""Places and platforms that a brief does not want."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.briefs import parse_brief
from engine.vocabulary import Brief, CreatorFilter, PostFilter

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def read(text: str, **known) -> Brief:
    return parse_brief(text, now=NOW, **known)


def meanings(brief: Brief) -> list[str]:
    return [entry.meaning for entry in brief.understood]


@pytest.mark.parametrize(
    ("text", "topic", "place"),
    [
        ("weavers, no US", "weavers", "US"),
        ("no US: weavers", "weavers", "US"),
        ("vegan weavers not from Germany", "vegan weavers", "Germany"),
        ("weaving not in the UK", "weaving", "UK"),
        ("weavers, except London", "weavers", "London"),
        ("weavers who don't live in Canada", "weavers", "Canada"),
        ("weavers, anywhere but Paris or Lyon", "weavers", "Paris | Lyon"),
        ("weavers, exclude: Austria, Italy", "weavers", "Austria | Italy"),
        ("tejedoras excepto México", "tejedoras", "México"),
        ("tejedoras, sin México ni Argentina", "tejedoras", "México | Argentina"),
        ("tejedoras de todo el mundo menos España", "tejedoras", "España"),
        ("tisserands sauf à Paris", "tisserands", "Paris"),
        ("tisserands partout sauf en Belgique", "tisserands", "Belgique"),
        ("Weber ohne Österreich", "Weber", "Österreich"),
        ("Weber, keine aus der Schweiz", "Weber", "Schweiz"),
        ("Weber überall außer in Wien", "Weber", "Wien"),
        ("tecelãs, não do Brasil", "tecelãs", "Brasil"),
        ("tecelãs, exceto São Paulo e Rio de Janeiro", "tecelãs", "São Paulo | Rio de Janeiro"),
    ],
)
def test_places_to_leave_out_are_read_in_five_languages(text, topic, place):
    brief = read(text)
    assert brief.topic == topic
    assert brief.where == PostFilter(creators=CreatorFilter(location_none=place))
    assert {*meanings(brief)} == {f"not-in {place}"}
    assert brief.not_filtered == ()


@pytest.mark.parametrize(
    ("text", "topic", "sources"),
    [
        ("weavers not on TikTok", "weavers", ("tiktok",)),
        ("weavers, no TikTok or Instagram please", "weavers", ("tiktok", "instagram")),
        ("weavers, anywhere but Instagram", "weavers", ("instagram",)),
        ("tejedoras, no en TikTok", "tejedoras", ("tiktok",)),
        ("tisserands partout sauf sur Instagram", "tisserands", ("instagram",)),
        ("Weber, nicht auf TikTok", "Weber", ("tiktok",)),
        ("tecelãs em qualquer lugar menos no Instagram", "tecelãs", ("instagram",)),
    ],
)
def test_platforms_to_leave_out_are_read_in_five_languages(text, topic, sources):
    brief = read(text)
    assert (brief.topic, brief.where) == (topic, PostFilter(sources_none=sources))
    assert meanings(brief) == [f"not-source {', '.join(sources)}"]


@pytest.mark.parametrize(
    ("text", "as_"),
    [
        ("weavers in Germany but not in Berlin", ["location Germany", "not-in Berlin"]),
        ("weavers, not from Austria, not from Italy", ["not-in Austria | Italy"] * 2),
        ("weavers, not on TikTok or in London", ["not-source tiktok", "not-in London"]),
        ("weavers, exclude: Austria, TikTok, shops",
         ["not-in Austria", "not-source tiktok", "exclude shops"]),
        ("weavers, exclude: Austria, location: Germany", ["not-in Austria", "location Germany"]),
        ("weavers, not coaches or London", ["exclude coaches", "not-in London"]),
    ],
)  # fmt: skip
def test_what_is_left_out_stands_beside_what_is_wanted(text, as_):
    brief = read(text)
    assert (brief.topic, meanings(brief)) == ("weavers", as_)


@pytest.mark.parametrize(
    "text",
    ["life without Instagram", "hiking not only in Scotland", "turkey recipes without end"],
)
def test_words_that_leave_out_no_place_stay_in_the_topic(text):
    brief = read(text)
    assert (brief.topic, brief.where) == (text, PostFilter())


def test_what_is_left_out_may_be_ignored_and_a_flag_wins():
    ignored = read("weavers, not from Austria", ignore=["not-in"])
    assert ignored.where == PostFilter()
    assert "Austria" in ignored.topic
    by_hand = PostFilter(creators=CreatorFilter(location_none="Italy"))
    brief = read("weavers, not from Austria", flags=by_hand)
    assert (brief.where, meanings(brief)) == (by_hand, ["overruled by --not-in"])


def test_a_place_nobody_is_from_is_left_out_all_the_same():
    brief = read("weavers, not from Austria", knows_location=lambda _: False)
    assert brief.where.creators.location_none == "Austria"
