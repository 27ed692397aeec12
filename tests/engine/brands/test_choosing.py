"""Of matches that overlap the longest counts, and none inside an exclusion."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.brands.choosing import Found, chosen
from engine.brands.matching import BrandMatcher
from engine.brands.terms import Claim
from engine.vocabulary import Brand, Kind, Passage

CLAIMS = st.builds(Claim, st.just(0), st.sampled_from([None, Kind.NAME, Kind.ALIAS]))
FOUND = st.builds(
    lambda start, length, claim: Found(start, start + length, claim),
    st.integers(0, 20),
    st.integers(1, 8),
    CLAIMS,
)


def by_comparing_all(found: list[Found]) -> set[tuple[int, int]]:
    out = [one for one in found if one.claim.kind is None]
    left = [
        (one.start - one.end, one.start, one.end)
        for one in found
        if one.claim.kind and not any(x.start <= one.start and one.end <= x.end for x in out)
    ]
    kept: set[tuple[int, int]] = set()
    for _, start, end in sorted(left):
        if all(end <= first or last <= start for first, last in kept):
            kept.add((start, end))
    return kept


@given(found=st.lists(FOUND, max_size=25))
def test_what_is_chosen_is_what_comparing_all_pairs_gives(found: list[Found]) -> None:
    assert {(one.start, one.end) for one in chosen(found)} == by_comparing_all(found)


def test_five_thousand_mentions_in_one_post_are_found_in_order() -> None:
    card = Brand(key="apple", name="Apple", exclude=("apple pie",))

    (spans,) = BrandMatcher([card]).spans([Passage(text="apple apple pie " * 5_000)])

    assert [span.start for span in spans] == [16 * i for i in range(5_000)]
