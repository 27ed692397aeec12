"""Posts belong to a campaign by code, link, hashtag or mention, and count in one only."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from engine.campaigns.finding import Found, claims_of, ways_found
from engine.store.campaigns import Campaign, Member
from engine.vocabulary import Post
from tests.engine.campaigns.plans import ANA, MEMBER, SPRING, START
from tests.fakes import NOW, make_post

LATER = replace(SPRING, id=2, name="launch", starts_at=START + timedelta(days=5))
THEIRS = Member(key=ANA, code="ANA-LAUNCH", tag="ana")
OWN = "https://acme.example/spring?utm_campaign=spring&utm_content=ANA"


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("10 % off with ana-spring!", [Found.CODE]),
        ("code (ANA-SPRING)", [Found.CODE]),
        ("ANA-SPRINGS is a town", []),
        ("LANA-SPRING", []),
        (f"here: {OWN}", [Found.LINK]),
        ("https://acme.example/spring", [Found.LINK]),
        ("https://acme.example/spring/tea?x=1", [Found.LINK]),
        ("https://acme.example/springs", []),
        ("https://acme.example/spring?utm_campaign=spring&utm_content=bo", []),
        ("https://acme.example/spring?utm_campaign=launch&utm_content=ana", []),
        ("http://[broken", []),
        ("thanks @ACME for the beans", [Found.MENTION]),
        ("I love acme coffee", [Found.MENTION]),
        ("acmecoffee", []),
    ],
)
def test_ways_a_post_is_found_by_its_text(text: str, ways: list[Found]) -> None:
    assert list(ways_found(SPRING, MEMBER, make_post("1", text))) == ways


def test_links_and_hashtags_of_the_post_count_too() -> None:
    post = make_post("1", "x", links=(OWN,), hashtags=("AcmeSpring", "ana-spring"))
    assert ways_found(SPRING, MEMBER, post) == (Found.CODE, Found.LINK, Found.HASHTAG)


def test_the_window_is_half_open() -> None:
    at = [SPRING.starts_at, SPRING.ends_at - timedelta(microseconds=1), SPRING.ends_at]
    posts = [make_post(str(n), "ANA-SPRING", created_at=when) for n, when in enumerate(at)]
    assert [claim.post.native_id for claim in claims_of(SPRING, MEMBER, posts)] == ["0", "1"]


def counted(post: Post, *rivals: tuple[Campaign, Member]) -> tuple[str, dict[str, Found]]:
    (claim,) = claims_of(SPRING, MEMBER, [post], rivals)
    return claim.counted_in, dict(claim.others)


def test_a_post_two_campaigns_claim_counts_by_the_strongest_way() -> None:
    rival = (LATER, THEIRS)
    both = make_post("1", "ANA-SPRING and ANA-LAUNCH #acmespring", hashtags=("acmespring",))
    by_code = make_post("2", "ANA-SPRING", hashtags=("acmespring",))
    there = make_post("3", "with ANA-LAUNCH", hashtags=("acmespring",))
    assert counted(by_code, rival) == ("spring", {"launch": Found.HASHTAG})
    assert counted(there, rival) == ("launch", {"launch": Found.CODE})
    assert counted(both, rival) == ("launch", {"launch": Found.CODE})  # the one that began last


def test_equal_claims_of_campaigns_of_one_day_go_by_name() -> None:
    twin = replace(LATER, name="aaa", starts_at=START)
    post = make_post("1", "@acme")
    assert counted(post, (twin, THEIRS))[0] == "aaa"
    assert counted(post, (replace(twin, name="zzz"), THEIRS))[0] == "spring"


def test_every_post_counts_in_exactly_one_of_the_campaigns_that_claim_it() -> None:
    third = replace(SPRING, id=3, name="all-year", starts_at=START - timedelta(days=200))
    plans = [(SPRING, MEMBER), (LATER, THEIRS), (third, replace(THEIRS, code="ANA-ALL"))]
    texts = ("ANA-SPRING", "ANA-LAUNCH ANA-ALL", "@acme", "ANA-ALL @acme", OWN)
    posts = [make_post(str(n), text, days_ago=n + 1) for n, text in enumerate(texts)]
    for post in posts:
        homes = set()
        for plan in plans:
            rivals = [other for other in plans if other is not plan]
            homes |= {claim.counted_in for claim in claims_of(*plan, [post], rivals)}
        assert len(homes) == 1
    assert SPRING.ends_at == NOW
