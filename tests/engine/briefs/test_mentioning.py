"""Briefs that want brands mentioned, or not."""

from __future__ import annotations

import time

import pytest

from engine.briefs import parse_brief
from engine.briefs.mentioning import mentioning, without
from engine.errors import ConfigError
from engine.vocabulary import Brand, CreatorFilter, PostFilter, Range
from tests.fakes import NOW

CARDS = (
    Brand(key="krups", name="Krups", rivals=("delonghi", "la-marzocco", "no-card")),
    Brand(key="delonghi", name="De'Longhi", aliases=("DeLonghi",)),
    Brand(key="la-marzocco", name="La Marzocco"),
    Brand(key="apple", name="Apple"),
)
RIVALS = "delonghi la-marzocco"


def read(text: str, **more):
    return {
        (asked.name, " ".join(asked.brands)): text[asked.start : asked.stop]
        for asked in mentioning(text, CARDS, **more)
    }


@pytest.mark.parametrize(
    ("text", "mentioned", "not_mentioned"),
    [
        ("talks about Krups's rivals but not yet about Krups", RIVALS, "krups"),
        ("creators who talk about Krups' rivals but not yet about Krups", RIVALS, "krups"),
        ("people talking about the competitors of Krups, but not about krups", RIVALS, "krups"),
        ("mentions Krups but not DeLonghi", "krups", "delonghi"),
        ("baristas who mention La Marzocco or Krups and never De'Longhi", "la-marzocco krups",
         "delonghi"),
        ("who mention Krups but have not mentioned La Marzocco yet", "krups", "la-marzocco"),
        ("home espresso, without mentioning Krups or DeLonghi", None, "krups delonghi"),
        ("talk about La Marzocco but never talk about Krups", "la-marzocco", "krups"),
        ("who don't mention Krups", None, "krups"),
        ("hablan de los rivales de Krups pero todavía no de Krups", RIVALS, "krups"),
        ("baristas que mencionan Krups pero no DeLonghi", "krups", "delonghi"),
        ("que nunca han mencionado Krups", None, "krups"),
        ("qui parlent des concurrents de Krups mais pas encore de Krups", RIVALS, "krups"),
        ("qui mentionnent Krups mais ne mentionnent pas DeLonghi", "krups", "delonghi"),
        ("die über die Konkurrenz von Krups sprechen, aber noch nicht über Krups", RIVALS, "krups"),
        ("Baristas, die La Marzocco erwähnen, aber nicht Krups", None, "krups"),
        ("die Krups nicht erwähnen", None, "krups"),
        ("que falam dos concorrentes da Krups mas ainda não da Krups", RIVALS, "krups"),
        ("spricht über die Konkurrenten von Krups, aber noch nicht über Krups", RIVALS, "krups"),
        ("redet über Krups Konkurrenz, aber nicht über Krups", RIVALS, "krups"),
        ("Baristas, erwähnt Krups, aber nicht DeLonghi", "krups", "delonghi"),
        ("que mencionam Krups mas não mencionam DeLonghi", "krups", "delonghi"),
    ],
)  # fmt: skip
def test_clauses_about_brands_are_read(text, mentioned, not_mentioned) -> None:
    found = dict(read(text).keys())
    assert found.get("mentions") == mentioned
    assert found.get("not-mentions") == not_mentioned


@pytest.mark.parametrize(
    "text",
    [
        "apple pie bakers",
        "creators who talk about apple pie",
        "talk about Apple",
        "not apple pie but crumble",
        "Krups",
        "espresso with a Krups machine",
        "home espresso, not coaches",
        "rivals of Real Madrid",
        "mentions of Krupskaya",
        "talks about the competition",
    ],
)
def test_what_is_no_such_clause_is_left_alone(text) -> None:
    assert read(text) == {}


def test_without_cards_nothing_is_read() -> None:
    assert mentioning("mentions Krups but not DeLonghi", ()) == []


def test_what_is_ignored_keeps_its_words() -> None:
    text = "mentions Krups but not DeLonghi"
    assert read(text, ignore=["not-mentions"]) == {("mentions", "krups"): "mentions Krups"}


def test_the_words_read_are_those_of_the_brief() -> None:
    text = "Latte art by people who mention Krups but not yet DeLonghi, 5k to 50k followers"
    assert read(text) == {
        ("mentions", "krups"): "by people who mention Krups",
        ("not-mentions", "delonghi"): "but not yet DeLonghi",
    }
    assert without(text, mentioning(text, CARDS)) == ("Latte art , , , 5k to 50k followers")


def test_a_long_brief_is_read_in_no_time() -> None:
    started = time.perf_counter()
    assert len(read("and who have not yet " * 1_500 + "Krups ")) == 1
    assert read("Krups or " * 1_500) == {}
    assert time.perf_counter() - started < 5


def parsed(text: str, **more):
    return parse_brief(text, now=NOW, brands=CARDS, **more)


def test_a_brief_about_rivals_filters_by_mentions_and_searches_for_their_names() -> None:
    brief = parsed("creators who talk about Krups's rivals but not yet about Krups")
    creators = brief.where.creators
    assert creators.mentions_any == ("delonghi", "la-marzocco")
    assert creators.mentions_none == ("krups",)
    assert brief.topic == "De'Longhi, La Marzocco"
    assert [(one.words, one.meaning) for one in brief.understood] == [
        ("creators who talk about Krups's rivals", "mentions delonghi, la-marzocco"),
        ("but not yet about Krups", "not-mentions krups"),
    ]


def test_what_else_a_brief_asks_for_stays_its_topic_and_its_filters() -> None:
    brief = parsed("latte art by people who mention Krups but not DeLonghi, 5k to 50k followers")
    assert brief.topic == "latte art"
    assert brief.where.creators.mentions_any == ("krups",)
    assert brief.where.creators.mentions_none == ("delonghi",)
    assert brief.where.creators.followers == Range(low=5_000, high=50_000)


def test_mentions_read_from_words_can_be_undone_and_are_overruled_by_hand() -> None:
    text = "latte art, mentions Krups but not DeLonghi"
    kept = parsed(text, ignore=["mentions", "not-mentions"])
    assert kept.where.creators.mentions_any == ()
    assert "Krups" in kept.topic
    flags = PostFilter(creators=CreatorFilter(mentions_any=("la-marzocco",)))
    by_hand = parsed(text, flags=flags)
    assert by_hand.where.creators.mentions_any == ("la-marzocco",)
    assert by_hand.understood[0].meaning == "overruled by --mentions"
    assert parsed(text, ignore=["all"]).topic == text


def test_nothing_is_left_of_a_german_brief_about_rivals() -> None:
    brief = parsed("spricht über die Konkurrenten von Krups, aber noch nicht über Krups")
    assert brief.topic == "De'Longhi, La Marzocco"


@pytest.mark.parametrize(
    ("text", "words", "what_to_do"),
    [
        ("espresso people who talk about Apple's rivals but not yet about Apple", "Apple's rivals",
         "overheard brand edit apple --rival KEY"),
        ("habla de los rivales de Jura pero todavía no de Jura", "rivales de Jura",
         'overheard brand add "Jura" --rival KEY'),
        ("talks about the competitors of La Pavoni", "competitors of La Pavoni",
         'overheard brand add "La Pavoni" --rival KEY'),
        ("parle des concurrents d'Ascaso", "concurrents d'Ascaso", 'brand add "Ascaso"'),
        ("spricht über die Konkurrenz von Jura", "Konkurrenz von Jura", 'brand add "Jura"'),
        ("fala da concorrência da Jura", "concorrência da Jura", 'brand add "Jura"'),
    ],
)  # fmt: skip
def test_rivals_that_no_card_names_are_said_with_what_to_do(text, words, what_to_do) -> None:
    (one,) = parsed(text).not_filtered
    assert one.words == words
    assert what_to_do in one.reason


@pytest.mark.parametrize(
    "text",
    [
        "talks about Krups's rivals but not yet about Krups",
        "sports rivals and competitors of the season",
        "espresso, in competition with friends",
    ],
)
def test_other_talk_of_rivals_says_nothing(text: str) -> None:
    assert parsed(text).not_filtered == ()


def test_what_is_not_yet_talked_about_is_the_name_and_not_the_yet() -> None:
    brief = parsed("espresso but not yet about Jura")
    assert brief.where.exclude == ("Jura",)
    assert parsed("espresso but not yet").where.exclude == ()


def test_only_brands_to_leave_out_are_nothing_to_search_for() -> None:
    with pytest.raises(ConfigError, match="nothing to search for"):
        parsed("who don't mention Krups")
