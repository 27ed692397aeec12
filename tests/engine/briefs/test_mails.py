"""Briefs as they come by mail: greetings, who asks, lists, wishes nothing can be filtered by."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from engine.briefs import parse_brief
from engine.errors import ConfigError
from engine.vocabulary import Brief

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def read(text: str, **known) -> Brief:
    return parse_brief(text, now=NOW, **known)


def meanings(brief: Brief) -> list[str]:
    return [entry.meaning for entry in brief.understood]


def unfiltered(brief: Brief) -> list[str]:
    return [entry.words for entry in brief.not_filtered]


@pytest.mark.parametrize(
    ("text", "topic", "said", "as_"),
    [
        (
            "Hi! We sell dog beds in Leeds and are looking for greyhound owners. Thanks, Jo",
            "greyhound owners",
            ["We sell dog beds in Leeds"],
            [],
        ),
        (
            "Hi team,\n\nHope you're well! We need bakers. Budget is 5k EUR.\nThanks, Anna",
            "bakers",
            ["Budget is 5k EUR"],
            [],
        ),
        (
            "Hallo,\nich hoffe es geht euch gut. Wir suchen Bäcker, Budget 3k €",
            "Bäcker",
            ["Budget 3k €"],
            [],
        ),
        (
            "Hola, tengo una tienda en Madrid y busco ceramistas con más de 2 mil seguidores",
            "ceramistas",
            ["tengo una tienda en Madrid"],
            ["followers 2001.."],
        ),
        (
            "Bonjour, nous sommes une marque à Lille. Nous cherchons des brodeuses. Cordialement",
            "brodeuses",
            ["nous sommes une marque à Lille"],
            [],
        ),
        (
            "Hallo, wir sind ein Verlag aus Köln und suchen Comiczeichner. Viele Grüße, Tim",
            "Comiczeichner",
            ["wir sind ein Verlag aus Köln"],
            [],
        ),
        (
            "Oi! Tenho uma loja em Recife e procuro rendeiras. Obrigada",
            "rendeiras",
            ["Tenho uma loja em Recife"],
            [],
        ),
    ],
)
def test_who_asks_is_not_looked_for_and_where_they_are_is_no_filter(text, topic, said, as_):
    brief = read(text)
    assert (brief.topic, unfiltered(brief), meanings(brief)) == (topic, said, as_)


def test_a_topic_that_only_who_asks_names_is_kept():
    brief = read("I study how people talk about tinnitus, Mastodon users, 500+ followers")
    assert "tinnitus" in brief.topic
    assert meanings(brief) == ["source mastodon", "followers 500.."]


@pytest.mark.parametrize(
    ("text", "topic", "as_"),
    [
        ("- weavers\n- 2-9k\n- Wales only", "weavers", ["followers 2000..9000", "location Wales"]),
        ("weavers, location: Spain, platform: TikTok", "weavers",
         ["location Spain", "source tiktok"]),
        ("tisserands, pays : France, exclure : boutiques, musées", "tisserands",
         ["location France", "exclude boutiques, musées"]),
        ("weavers, sub 10k", "weavers", ["followers ..9999"]),
        ("weavers, between two and twenty thousand followers", "weavers",
         ["followers 2000..20000"]),
        ("Weber, zwischen zehntausend und hunderttausend Follower", "Weber",
         ["followers 10000..100000"]),
        ("tecelãs de mil a cem mil seguidores", "tecelãs", ["followers 1000..100000"]),
        ("give me 12 weavers", "weavers", ["top 12"]),
        ("weavers, give me 12", "weavers", ["top 12"]),
        ("weavers in the DACH region", "weavers", ["location DACH region"]),
        ("weavers from Lyon and surroundings", "weavers", ["location near Lyon"]),
        ("tejedores peruanos o bolivianos", "tejedores", ["location Peru | Bolivia"]),
        ("tisserands francophones", "tisserands", ["lang fr"]),
        ("weavers, posting since summer", "weavers", ["since 2026-06-01"]),
        ("weavers since 15 February 2026", "weavers", ["since 2026-02-15"]),
        ("weavers who aren't coaches", "weavers", ["exclude coaches"]),
        ("tejedoras que no vendan lana", "tejedoras", ["exclude vendan lana"]),
        ("Weber, weder Vereine noch Läden", "Weber", ["exclude Vereine, Läden"]),
        ("WEAVERS IN BERLIN, 1K TO 5K FOLLOWERS", "WEAVERS",
         ["location berlin", "followers 1000..5000"]),
        ("<b>weavers</b> in Berlin", "weavers", ["location Berlin"]),
        ("weavers in Lyon 🇫🇷", "weavers", ["location Lyon"]),
    ],
)  # fmt: skip
def test_lists_numbers_places_and_exclusions_of_mails_are_read(text, topic, as_):
    brief = read(text)
    assert (brief.topic, meanings(brief)) == (topic, as_)


@pytest.mark.parametrize(
    ("text", "topic", "wish"),
    [
        ("weavers, budget is 200€ per post", "weavers", "budget is 200€ per post"),
        ("weavers, aged 25-40", "weavers", "aged 25-40"),
        ("weavers who post at least twice a week", "weavers", "who post at least twice a week"),
        ("Weber, mindestens zwei Beiträge im Monat", "Weber", "mindestens zwei Beiträge im Monat"),
        ("weavers, average views over 5k", "weavers", "average views over 5k"),
        ("weavers, no Americans", "weavers", "no Americans"),
        ("weavers, not in English", "weavers", "not in English"),
        ("weavers like on https://example.com/a?b=5k", "weavers like",
         "https://example.com/a?b=5k"),
        ("weavers, over 50k and under 10k followers", "weavers",
         "over 50k and under 10k followers"),
    ],
)  # fmt: skip
def test_wishes_that_cannot_be_filtered_by_are_said_and_filter_nothing(text, topic, wish):
    brief = read(text)
    assert unfiltered(brief) == [wish]
    assert brief.understood == ()
    assert topic in brief.topic


@pytest.mark.parametrize(
    "text",
    ["candles", "made in Italy shoes", "under 30 minute meals", "budget travel", "5k runners",
     "give me 5 ingredient recipes", "10k training plan", "30 day challenges"],
)  # fmt: skip
def test_words_that_look_like_limits_stay(text):
    brief = read(text)
    assert (brief.understood, brief.not_filtered) == ((), ())
    assert text.removeprefix("give me ") == brief.topic


def test_a_number_given_by_hand_wins_over_the_one_in_the_words():
    assert read("give me 12 weavers").k_creators == 12
    brief = read("give me 12 weavers", k_creators=40)
    assert (brief.k_creators, meanings(brief)) == (40, ["overruled by --top"])


def test_of_places_some_of_which_nobody_is_from_the_others_are_filtered_by():
    brief = read("weavers in Lyon or Oslo", knows_location={"Lyon"}.__contains__)
    assert brief.where.creators.location == "Lyon"
    assert [wish.reason for wish in brief.not_filtered] == ["nobody here is known to be in Oslo"]


def test_a_brief_of_limits_alone_is_refused_with_what_was_read():
    with pytest.raises(ConfigError, match="only “micro influencers” and “in Berlin”"):
        read("micro influencers in Berlin")


@pytest.mark.parametrize("piece", ["the ", "not ", "5k ", "in Berlin or ", "- no x\n", "a 4€ "])
def test_long_briefs_are_read_in_time(piece):
    text = (piece * 5000)[:5000] + " tea"
    started = time.perf_counter()
    read(text)
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Niche: sourdough; Followers: 5-20k; Country: UK", "sourdough"),
        ("Followers: 5-20k\nThema: Brot backen\nLand: Österreich", "Brot backen"),
        ("Thématique : cuisine végétale", "cuisine végétale"),
        ("topics in physics", "topics in physics"),
    ],
)
def test_the_label_of_the_topic_is_no_topic(text: str, topic: str) -> None:
    assert parse_brief(text, now=NOW).topic == topic


@pytest.mark.parametrize(
    "text", ["give me 20", "find me creators in Spain", "busco influencers en Madrid"]
)
def test_a_brief_that_only_asks_names_nothing_to_search_for(text: str) -> None:
    with pytest.raises(ConfigError, match="names nothing to search for"):
        parse_brief(text, now=NOW)
