"""The labelled texts hold what is said of them: counts, spans, both classes, a fixed split."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tests.engine.brands.labelled import Half, cards, half_of, named_posts

HANDLE = re.compile(r"(?<!\w)u/([\w-]+)")
HALVES: tuple[Half, Half] = ("dev", "test")
CARDS = cards()
POSTS = {half: named_posts(half) for half in HALVES}
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
