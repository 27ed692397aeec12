"""Partners of a brand: what is disclosed, in how many posts, and what beside it."""

from __future__ import annotations

from engine.brands.counting.partners import Said, only_cued, partners_of
from engine.vocabulary import Disclosed
from tests.engine.brands.mentions import at


def said(post: int, creator: int, brands: str = "a", level=Disclosed.NONE, *, day=None, **more):
    return Said(
        post_id=post,
        creator_id=creator,
        created_at=at(post if day is None else day),
        brands=frozenset(brands.split()),
        level=level,
        **more,
    )


CLEAR, WEAK = Disclosed.CLEAR, Disclosed.WEAK
POSTS = (
    said(1, 7),
    said(2, 7, level=CLEAR, words=("#ad",), codes=("ANA10",), handles=("A_Official", "Friend")),
    said(3, 7, level=WEAK, words=("gifted",), handles=("friend",)),
    said(4, 7, codes=("ANA20", "ANA10")),
    said(5, 7, "b c", CLEAR, words=("Werbung",), handles=("other",)),
    said(6, 7, "b"),
    said(7, 8, level=CLEAR, words=("Anzeige",)),
    said(8, 9, links=("https://amzn.to/x",)),
    said(9, 10, "b", CLEAR),
)


def test_partners_are_those_who_disclosed_most_first() -> None:
    found = partners_of("a", POSTS)
    assert [one.creator_id for one in found] == [7, 8]


def test_the_sentence_counts_disclosed_posts_of_those_that_name_the_brand() -> None:
    first, second = partners_of("a", POSTS)
    assert first.sentence == "disclosed in 2 of 4 posts, 1 of them in words that do not suffice"
    assert second.sentence == "disclosed in 1 of 1 posts"


def test_what_is_disclosed_cued_and_neither_is_kept_apart() -> None:
    (first, _) = partners_of("a", POSTS)
    kinds = (first.disclosed, first.cued, first.others, first.elsewhere)
    assert [[one.post_id for one in kind] for kind in kinds] == [[2, 3], [4], [1], [5]]
    assert first.since == at(2)
    assert first.codes == ("ANA10", "ANA20")
    assert first.words == ("#ad", "gifted")


def test_whom_else_they_work_with_is_read_off_disclosed_posts_alone() -> None:
    (first, _) = partners_of("a", POSTS, own=["a_official"])
    assert first.brands == {"b": 1, "c": 1}
    assert first.handles == {"friend": 2, "other": 1}


def test_codes_without_a_word_make_no_partner_and_are_counted() -> None:
    assert only_cued("a", POSTS) == 1
    assert partners_of("a", [said(1, 1, codes=("X",))]) == []


def test_equal_counts_are_ordered_by_the_latest_disclosed_post() -> None:
    posts = [said(1, 1, level=CLEAR, day=5), said(2, 2, level=CLEAR, day=9)]
    assert [one.creator_id for one in partners_of("a", posts)] == [2, 1]
