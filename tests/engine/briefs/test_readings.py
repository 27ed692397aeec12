"""What is read from briefs in five languages, what is left alone, and how it is undone."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.briefs import parse_brief
from engine.cli.filters import post_filter
from engine.errors import ConfigError
from engine.vocabulary import Brief, PostFilter
from tests.engine.briefs.scoring import read_briefs

NOW = datetime(2026, 11, 28, tzinfo=UTC)
TEXTS = [row["text"] for row in read_briefs()]
PIECES = [piece for text in TEXTS for piece in text.split()]


def read(text: str, **known) -> Brief:
    return parse_brief(text, now=NOW, **known)


def meanings(brief: Brief) -> list[str]:
    return [entry.meaning for entry in brief.understood]


@pytest.mark.parametrize(
    ("text", "topic", "as_"),
    [
        ("bakers with 5-10 thousand followers", "bakers", ["followers 5000..10000"]),
        ("bakers, 500 to 6 thousand followers", "bakers", ["followers 500..6000"]),
        ("nano and micro influencers for tea", "tea", ["followers 1000..99999"]),
        ("tea accounts, no accounts over 50k followers", "tea", ["followers ..50000"]),
        ("boulangers, entre 5 000 et 9 000 abonnés", "boulangers", ["followers 5000..9000"]),
        ("padeiros com mais de 2 mil sequidores", "padeiros", ["followers 2001.."]),
        ("Bäcker mit mindestens 3 Tsd. Followern", "Bäcker", ["followers 3000.."]),
        ("busco panaderos brasileños", "panaderos", ["location Brazil"]),
        ("Brazilian bakers", "bakers", ["location Brazil"]),
        ("bakers in Spain or Portugal", "bakers", ["location Spain | Portugal"]),
        ("bakers, not gyms, shops or clubs", "bakers", ["exclude gyms, shops, clubs"]),
        ("bakers on IG or TikTok", "bakers", ["source instagram, tiktok"]),
        ("bakers posting in French", "bakers", ["lang fr"]),
        ('bakers with "rye" in their bio', "bakers", ["bio rye"]),
        ("bakers, at least 3 posts", "bakers", ["min-posts 3"]),
        ("bakers active in the last month", "bakers", ["active-within 1mo"]),
        ("posts since March 2026 about rye", "rye", ["since 2026-03-01"]),
    ],
)
def test_words_are_read_as_the_filter_they_mean(text, topic, as_):
    brief = read(text)
    assert (brief.topic, meanings(brief)) == (topic, as_)


@pytest.mark.parametrize(
    "text",
    [
        "no-bake desserts",
        "not only runners but walkers too",
        "cakes without sugar",
        "gardeners without borders",
        "recetas sin gluten",
        "typographie sans serif",
        "backen ohne Mehl",
        "turkey recipes",
        "Brazilian jiu jitsu",
        "Spanish teachers",
        "cars under 20k",
        "vegan since 2012",
        "No. 7 skincare",
        '"not decaf" coffee',
    ],
)
def test_a_brief_without_any_limit_is_returned_whole(text):
    brief = read(text)
    assert (brief.topic, brief.where, brief.understood) == (text, PostFilter(), ())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("B2B sales, prefer men", "prefer men"),
        ("sales tips with high U.S. audience demographic", "audience"),
        ("fitness creators who want to earn commission", "commission"),
        ("bakers with high engagement", "high engagement"),
        ("tatuadores em Curitiba, de preferência mulheres", "mulheres"),
    ],
)
def test_wishes_that_nothing_is_known_about_are_said(text, words):
    brief = read(text, knows_location=lambda _: False)
    assert brief.where == PostFilter()
    assert any(words in wish.words and wish.reason for wish in brief.not_filtered)


def test_what_the_corpus_does_not_have_is_said_and_not_filtered_by():
    brief = read("bakers in Lyon on TikTok", sources=("demo",), knows_location=lambda _: False)
    assert brief.where == PostFilter()
    assert brief.topic == "bakers in Lyon"
    assert [wish.words for wish in brief.not_filtered] == ["in Lyon", "on TikTok"]


def test_what_is_ignored_stays_in_the_topic():
    text = "bakers in Lyon, 5k+ followers"
    assert meanings(read(text, ignore=("location",))) == ["followers 5000.."]
    assert read(text, ignore=("location",)).topic == "bakers in Lyon"
    whole = read(text, ignore=("all",))
    assert (whole.topic, whole.where, whole.understood) == (text, PostFilter(), ())
    with pytest.raises(ConfigError, match="followes") as caught:
        read(text, ignore=("followes",))
    assert "followers" in caught.value.hint


@pytest.mark.parametrize("text", TEXTS)
def test_what_was_understood_gives_the_same_filter_as_flags(text):
    brief = read(text)
    where: dict[str, object] = {}
    for entry in brief.understood:
        name, _, value = entry.meaning.partition(" ")
        before = where.get(name)
        is_list = name in {"exclude", "source", "lang"}
        where[name] = [*before, value] if is_list and isinstance(before, list) else (
            [value] if is_list else value
        )  # fmt: skip
    assert post_filter(where, now=NOW) == brief.where


@given(st.text(max_size=120) | st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_any_text_is_read_the_same_twice_and_gains_no_words(text):
    try:
        brief = read(text)
    except ConfigError:  # nothing is left to search for
        with pytest.raises(ConfigError, match="names nothing to search for"):
            read(text)
        return
    assert brief == read(text)
    rest = text
    for word in re.findall(r"\w+", brief.topic):
        _, found, rest = rest.partition(word)
        assert found


def test_a_brief_is_read_in_milliseconds():
    read("warm up")
    started = time.perf_counter()
    for text in TEXTS:
        read(text)
    assert (time.perf_counter() - started) / len(TEXTS) < 0.05  # 1 to 5 ms on an idle machine
