"""The labelled texts hold what is said of them: counts, spans, both classes, a fixed split."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.engine.brands.labelled import (
    Half,
    apart_disclosure_lines,
    cards,
    disclosure_lines,
    disclosure_lines_by,
    half_of,
    more_disclosure_lines,
    named_posts,
    stance_lines,
)

HANDLE = re.compile(r"(?<!\w)u/([\w-]+)")
HALVES: tuple[Half, Half] = ("dev", "test")
EVALUATION = Path(__file__).parents[3] / "scripts" / "evaluation"
LEARNT, CARDS_LEARNT = EVALUATION / "names_learn.jsonl", EVALUATION / "names_learn.toml"
CARDS = cards()
POSTS = {half: named_posts(half) for half in HALVES}
CAPTIONS = {half: disclosure_lines(half) for half in HALVES}
ALL_CAPTIONS = (*CAPTIONS["dev"], *CAPTIONS["test"])
STANCES = {half: stance_lines(half) for half in HALVES}
ALL_STANCES = (*STANCES["dev"], *STANCES["test"])
ALL_POSTS = (*POSTS["dev"], *POSTS["test"])
MIXED = ("Apple", "Target", "Subway", "Dove", "HP", "EA", "REI", "Nerf")  # 10 of each, each half


def test_the_brands_are_of_four_kinds_and_each_has_a_gloss():
    assert len(CARDS) == len({card.name for card in CARDS}) == 15
    assert set(Counter(card.kind for card in CARDS)) == {"coined", "word", "short", "several"}
    assert all(card.about and "\n" not in card.about + card.not_about for card in CARDS)


def test_fourteen_brands_have_a_hundred_labelled_posts_or_more():
    found = Counter(post.brand for post in ALL_POSTS)
    assert set(found) == {card.name for card in CARDS}
    assert found.pop("Whole Foods") == 90
    assert min(found.values()) >= 100


def test_no_post_is_labelled_twice_for_a_brand_and_labels_are_known():
    assert len({(post.brand, post.id) for post in ALL_POSTS}) == len(ALL_POSTS)
    assert len({(post.brand, post.text) for post in ALL_POSTS}) == len(ALL_POSTS)
    assert {post.label for post in ALL_POSTS} == {"brand", "not", "unclear"}


def test_no_verdict_is_learnt_from_a_labelled_post_nor_from_a_name_of_these():
    learnt = [json.loads(line) for line in LEARNT.read_text("utf-8").strip().split("\n")]
    names = {card["name"] for card in tomllib.loads(CARDS_LEARNT.read_text("utf-8"))["card"]}
    assert {row["id"] for row in learnt}.isdisjoint({post.id for post in ALL_POSTS})
    assert {name.casefold() for name in names}.isdisjoint({card.name.casefold() for card in CARDS})
    assert len({(row["brand"], row["id"]) for row in learnt}) == len(learnt)


def test_no_subreddit_gives_more_than_a_fifth_of_a_brands_posts():
    found = Counter((post.brand, post.subreddit) for post in ALL_POSTS)
    assert max(found.values()) <= 20


def test_the_spans_hold_the_name_and_nothing_else():
    for post in ALL_POSTS:
        assert post.spans
        for start, end in post.spans:
            words = post.text[start:end].casefold().replace("-", " ")
            assert words.replace(" ", "") == post.brand.casefold().replace(" ", "")
            assert not post.text[max(start - 1, 0) : start].isalnum()
            assert not post.text[end : end + 1].isalnum()


@pytest.mark.parametrize("half", HALVES)
def test_a_post_stands_in_the_half_of_its_id(half: Half):
    assert {half_of(post.id) for post in POSTS[half]} == {half}


@pytest.mark.parametrize("half", HALVES)
def test_both_classes_are_well_present_where_names_are_ambiguous(half: Half):
    found = Counter((post.brand, post.label) for post in POSTS[half])
    assert min(found[brand, label] for brand in MIXED for label in ("brand", "not")) >= 10


def test_private_persons_are_not_named_by_handle_or_address():
    found = {name for post in ALL_POSTS for name in HANDLE.findall(post.text)}
    assert not {name for name in found if not name.isdecimal()} - {"someone"}
    assert not [post.id for post in ALL_POSTS if "@gmail" in post.text.casefold()]


def test_there_are_a_thousand_captions_in_twelve_languages_and_none_twice():
    found = Counter(line.lang for line in ALL_CAPTIONS)
    assert len(ALL_CAPTIONS) == len({line.text for line in ALL_CAPTIONS}) >= 1000
    assert len(found) == 12
    assert min(found.values()) >= 80


@pytest.mark.parametrize("half", HALVES)
def test_each_language_has_captions_of_each_label_in_either_half(half: Half):
    found = Counter((line.lang, line.label) for line in CAPTIONS[half])
    assert len(found) == 12 * 3
    assert min(found.values()) >= 5


@pytest.mark.parametrize("half", HALVES)
def test_captions_and_pairs_stand_in_the_half_of_their_key(half: Half):
    assert {half_of(line.text) for line in CAPTIONS[half]} == {half}
    assert {half_of(line.pair) for line in STANCES[half]} == {half}


def test_a_caption_has_a_cue_exactly_where_it_discloses_something():
    assert all((line.label == "none") == (line.cue == "") for line in ALL_CAPTIONS)
    assert all(line.cue in line.text for line in ALL_CAPTIONS)
    assert {line.commercial for line in ALL_CAPTIONS} == {"", "code", "affiliate"}


def test_every_trap_is_there_in_either_half_and_discloses_nothing_clearly():
    traps = {"hashtag", "year", "seen", "denied", "job", "private", "other", "misleading", "buried"}
    for half in HALVES:
        assert {line.trap for line in CAPTIONS[half]} - {""} == traps
    labels = {(line.trap == "buried", line.label) for line in ALL_CAPTIONS if line.trap}
    assert labels == {(True, "weak"), (False, "none")}


def test_buried_cues_stand_behind_six_hashtags_or_more():
    buried = [line for line in ALL_CAPTIONS if line.trap == "buried"]
    assert min(line.text.split(line.cue)[0].count("#") for line in buried) >= 6


def test_there_are_a_thousand_more_captions_in_the_same_languages_and_none_twice():
    more = more_disclosure_lines()
    assert len({line.text for line in (*more, *ALL_CAPTIONS)}) == len(more) + len(ALL_CAPTIONS)
    assert len(more) >= 1000
    assert {line.lang for line in more} == {line.lang for line in ALL_CAPTIONS}
    labels = Counter((line.lang, line.label) for line in more)
    assert len(labels) == 12 * 3
    assert all(line.label == "none" for line in more if line.trap)


def test_another_author_wrote_fifty_captions_a_language_and_none_of_ours():
    apart = (*apart_disclosure_lines("dev"), *apart_disclosure_lines("test"))
    ours = {line.text for line in (*more_disclosure_lines(), *ALL_CAPTIONS)}
    assert not ours & {line.text for line in apart}
    languages = Counter(line.lang for line in apart)
    assert set(languages) == {line.lang for line in ALL_CAPTIONS}
    assert min(languages.values()) >= 50


def test_a_second_author_wrote_captions_in_every_language_and_none_that_was_there():
    again = disclosure_lines_by("second")
    apart = (*apart_disclosure_lines("dev"), *apart_disclosure_lines("test"))
    ours = {line.text for line in (*apart, *more_disclosure_lines(), *ALL_CAPTIONS)}
    assert len({line.text for line in again} - ours) == len(again) == 301
    assert min(Counter(line.lang for line in again).values()) >= 25


def test_a_third_author_wrote_twenty_captions_in_every_language_and_none_that_was_there():
    third = disclosure_lines_by("third")
    apart = (*apart_disclosure_lines("dev"), *apart_disclosure_lines("test"))
    others = (*apart, *disclosure_lines_by("second"), *more_disclosure_lines(), *ALL_CAPTIONS)
    assert len({line.text for line in third} - {line.text for line in others}) == 240
    assert set(Counter(line.lang for line in third).values()) == {20}


def test_there_are_three_hundred_pairs_of_two_sentences_each():
    found = Counter(line.pair for line in ALL_STANCES)
    assert len(found) >= 300
    assert set(found.values()) == {2}
    assert len({(line.text, line.brand) for line in ALL_STANCES}) == len(ALL_STANCES)


def test_a_sentence_names_its_brand():
    assert all(line.brand in line.text for line in ALL_STANCES)


@pytest.mark.parametrize("half", HALVES)
def test_each_stance_is_there_in_either_half(half: Half):
    found = Counter(line.stance for line in STANCES[half])
    assert set(found) == {"for", "against", "compares", "neutral", "unclear"}
    assert min(found.values()) >= 10


def test_who_switches_is_against_what_they_left():
    left = {
        (line.brand, line.stance)
        for line in ALL_STANCES
        if line.text.startswith("I switched from Nordli to Ostra")
    }
    assert left == {("Nordli", "against"), ("Ostra", "for")}
