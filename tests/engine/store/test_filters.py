"""What users type finds posts and creators, and is never read as an operator."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.store import Store
from engine.store.filters import (
    creators_with_any,
    creators_with_words,
    posts_with_hashtags,
    posts_with_words,
)
from tests.fakes import NOW, make_creator, make_page, make_post


@pytest.fixture
def stocked(store: Store) -> Store:
    store.commit_page(
        make_page(
            make_post("1", "Loose tea and a café crawl", hashtags=["tea", "veganskincare"]),
            make_post("2", "tea, loose leaf; #coffee", hashtags=["coffee"]),
            make_post("3", "NEAR the coast AND running", creator="78"),
            creators=[
                make_creator("77", handle="ana", bio="Runners of Berlin", location="Berlin Mitte"),
                make_creator("78", handle="coach", name="Ana Coach", bio="tea"),
            ],
        ),
        now=NOW,
    )
    return store


def test_hashtags_are_found_in_any_case_with_or_without_the_sign(stocked: Store) -> None:
    assert posts_with_hashtags(stocked.connection, ["#Tea"]).tolist() == [1]
    assert posts_with_hashtags(stocked.connection, ["coffee", "TEA", "tea"]).tolist() == [1, 2]
    assert posts_with_hashtags(stocked.connection, ["espresso"]).tolist() == []
    assert posts_with_hashtags(stocked.connection, []).tolist() == []


@pytest.mark.parametrize(
    ("words", "posts"),
    [
        ("loose tea", [1]),
        ("tea", [1, 2]),
        ("CAFE crawls", [1]),
        ("vegan skincare", [1]),
        ("#coffee", [2]),
        ("near the coast", [3]),
        ("coast NOT running", []),
        ("te*", []),
        ('loose "tea', [1]),
        ("loose\0tea", [1]),
        ("\ud800loose tea", [1]),
        ("text:tea", []),
        ("🫖", []),
        ('"', []),
        ("", []),
    ],
)
def test_words_are_found_in_order_and_operators_are_only_words(
    stocked: Store, words: str, posts: list[int]
) -> None:
    assert posts_with_words(stocked.connection, words).tolist() == posts


def test_creators_are_found_by_the_columns_asked_for(stocked: Store) -> None:
    find = stocked.connection
    assert creators_with_words(find, "runner").tolist() == [1]
    assert creators_with_words(find, "ana").tolist() == []
    assert creators_with_words(find, "ana", ("handle", "name")).tolist() == [1, 2]
    assert creators_with_words(find, "berlin", ("location",)).tolist() == [1]
    with pytest.raises(ValueError, match="followers"):
        creators_with_words(find, "ana", ("followers",))
    assert creators_with_any(find, ("nobody", "ana"), ("handle", "name")).tolist() == [1, 2]
    with pytest.raises(ValueError, match="no"):
        creators_with_any(find, (), ("bio",))


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.text(alphabet=st.characters(codec=None), max_size=30))
def test_no_input_is_an_error(stocked: Store, words: str) -> None:
    assert set(posts_with_words(stocked.connection, words)) <= {1, 2, 3}
    assert set(creators_with_words(stocked.connection, words, ("bio", "name"))) <= {1, 2}
    assert set(posts_with_hashtags(stocked.connection, [words])) <= {1, 2, 3}
