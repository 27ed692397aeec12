"""Statuses become posts, accounts creators; what is not public to all is left out and counted."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.vocabulary import Creator, Engagement, Page, Post
from indexers.mastodon.statuses import is_status, keep_status
from indexers.pages import PageDraft
from tests.indexers.mastodon.statuses import HOST, status

ANSWERS = Path(__file__).parents[1] / "answers" / "mastodon"
NOW = datetime(2026, 9, 1, tzinfo=UTC)


def page_of(*records: Mapping[str, Any], host: str | None = HOST) -> Page:
    draft = PageDraft(now=NOW)
    for number, record in enumerate(records, start=1):
        keep_status(draft, record, host=host, where=f"status {number}")
    return draft.finish()


def recorded(name: str) -> Any:
    return json.loads((ANSWERS / name).read_text(encoding="utf-8"))


def post_of(**fields: Any) -> Post:
    return page_of(status(**fields)).posts[0]


def creator_of(**account: Any) -> Creator:
    return page_of(status(account=account)).creators[0]


def test_every_value_of_a_status_arrives() -> None:
    post = post_of(
        content='<p>At <a href="https://shop.example/x">the shop</a></p>',
        spoiler_text="coffee",
        language="de",
        favourites_count=3,
        reblogs_count=2,
        replies_count=0,
        quotes_count=1,
        tags=[{"name": "Espresso", "url": "x"}],
        in_reply_to_id="9",
        card={"url": "https://shop.example/y"},
        poll={"options": [{"title": "oat"}, {"title": "soy"}]},
    )
    assert post == Post(
        source="mastodon",
        native_id=f"https://{HOST}/users/Ana/statuses/11",
        creator_id=f"ana@{HOST}",
        text="coffee\n\nAt the shop\n\noat\nsoy",
        created_at=datetime(2026, 5, 1, 10, tzinfo=UTC),
        url=f"https://{HOST}/@Ana/11",
        lang="de",
        engagement=Engagement(likes=3, replies=0, reposts=2, quotes=1),
        hashtags=("espresso",),
        links=("https://shop.example/x", "https://shop.example/y"),
        reply_to=f"{HOST}/9",
    )


def test_every_value_of_an_account_arrives() -> None:
    creator = creator_of(
        note="<p>barista</p>",
        followers_count=7,
        following_count=5,
        statuses_count=3,
        created_at="2022-11-07T00:00:00.000Z",
        fields=[
            {"name": "Location", "value": "Porto", "verified_at": None},
            {"name": "Web", "value": "<a href='https://ana.example/'>ana</a>", "verified_at": "x"},
        ],
        noindex=False,
        indexable=True,
        discoverable=True,
    )
    assert creator == Creator(
        source="mastodon",
        native_id=f"ana@{HOST}",
        handle=f"Ana@{HOST}",
        name="Ana",
        bio="barista\n\nLocation: Porto\nWeb: ana",
        url=f"https://{HOST}/@Ana",
        followers=7,
        following=5,
        posts=3,
        location="Porto",
        verified=True,
        created_at=datetime(2022, 11, 7, tzinfo=UTC),
        measured_at=NOW,
        opt_outs=(),
    )


def test_what_a_server_does_not_give_is_not_known() -> None:
    page = page_of(status())
    assert page.posts[0].engagement == Engagement()
    assert page.creators[0] == Creator(
        source="mastodon",
        native_id=f"ana@{HOST}",
        handle=f"Ana@{HOST}",
        name="Ana",
        url=f"https://{HOST}/@Ana",
        measured_at=NOW,
    )


def test_the_same_person_and_post_seen_from_two_servers_are_one() -> None:
    here = status()
    there = status(id="99", account={"acct": "Ana@Mastodon.Social"})
    page = page_of(here, there)
    assert len({post.key for post in page.posts}) == len(page.creators) == 1
    assert page_of(there, host="other.example").creators[0].key == page.creators[0].key


def test_without_a_server_the_address_tells_the_host() -> None:
    page = page_of(status(), host=None)
    assert page.creators[0].native_id == f"ana@{HOST}"


def test_a_local_account_without_an_address_cannot_be_named() -> None:
    page = page_of(status(account={"url": None}), host=None)
    assert page.posts == ()
    assert "its url tells no host" in page.problems[0].reason


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"visibility": "unlisted"}, "unlisted"),
        ({"visibility": "private"}, "followers only"),
        ({"visibility": "direct"}, "direct message"),
        ({"visibility": "local"}, "seen on its server only"),
        ({"visibility": "circle"}, "not public"),
        ({"visibility": None}, "not public"),
        ({"local_only": True}, "seen on its server only"),
        ({"reblog": {"id": "1"}}, "a repost"),
    ],
)
def test_only_what_is_public_to_all_and_their_own_is_kept(
    fields: dict[str, Any], reason: str
) -> None:
    page = page_of(status(**fields))
    assert (page.posts, page.creators, page.dropped) == ((), (), {reason: 1})


@pytest.mark.parametrize(
    ("flags", "opt_outs"),
    [
        ({}, None),
        ({"noindex": False, "indexable": True, "discoverable": True}, ()),
        ({"indexable": True}, ()),
        ({"noindex": True, "indexable": True, "discoverable": True}, ("noindex",)),
        ({"noindex": None, "indexable": True, "discoverable": True}, ()),
        ({"indexable": False, "discoverable": True}, ("not indexable",)),
        ({"indexable": None}, ("not indexable",)),
        ({"indexable": True, "discoverable": False}, ("not discoverable",)),
        ({"indexable": True, "discoverable": None}, ("not discoverable",)),
        ({"suspended": True}, ("suspended",)),
        ({"limited": True, "indexable": True}, ("limited",)),
        ({"memorial": True}, ("memorial",)),
        ({"bot": True}, ("bot",)),
        ({"bot": False}, None),
    ],
)
def test_permissions_not_given_are_opt_outs(
    flags: dict[str, Any], opt_outs: tuple[str, ...] | None
) -> None:
    assert creator_of(**flags).opt_outs == opt_outs


@pytest.mark.parametrize("count", [-1, None])
def test_a_count_the_server_does_not_know_is_not_zero(count: int | None) -> None:
    creator = creator_of(followers_count=count, following_count=count, statuses_count=count)
    assert (creator.followers, creator.following, creator.posts) == (None, None, None)
    assert post_of(favourites_count=count).engagement.likes is None


def test_somebody_who_posted_has_not_posted_nothing() -> None:
    assert creator_of(statuses_count=0).posts is None


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("Wohnort", "Köln", "Köln"),
        ("📍", "Lisboa", "Lisboa"),
        ("Based in", "Kyoto, Japan", "Kyoto, Japan"),
        ("Home", '<a href="https://ana.example">ana.example</a>', None),
        ("Home", "https://ana.example", None),
        ("Where in the world is Ana", "Porto", None),
        ("Pronouns", "they/them", None),
        ("Location", "", None),
    ],
)
def test_a_row_that_names_a_place_is_the_location(name: str, value: str, place: str | None) -> None:
    assert creator_of(fields=[{"name": name, "value": value}]).location == place


def test_a_server_that_gives_no_uri_is_known_by_the_address_or_its_own_id() -> None:
    assert post_of(uri=None).native_id == f"https://{HOST}/@Ana/11"
    assert post_of(uri=None, url=None).native_id == f"{HOST}/11"
    assert (
        "neither uri nor url" in page_of(status(uri=None, url=None), host=None).problems[0].reason
    )


def test_a_record_that_cannot_be_read_costs_itself_only() -> None:
    page = page_of(status(created_at=5), status(account={"acct": None}), {}, status())
    assert [problem.where for problem in page.problems] == ["status 1", "status 2", "status 3"]
    assert page.problems[0].reason == "created_at should be str, and is int"
    assert len(page.posts) == 1


def test_fields_nobody_knows_are_counted_by_name() -> None:
    page = page_of(status(sparkle=1, account={"glitter": 2}), status(2, sparkle=1))
    assert page.unmapped == {"sparkle": 2, "account.glitter": 1}


def test_what_other_servers_are_known_to_add_is_understood() -> None:
    page = page_of(status(pleroma={}, interaction_policy={}, account={"fqn": "a", "akkoma": {}}))
    assert page.unmapped == {}


def test_a_hashtag_page_of_many_servers_is_read_whole() -> None:
    """Five posts of five people; what each holds was read off by eye."""
    page = page_of(*recorded("hashtag_federated.json"))
    assert (page.problems, page.unmapped, page.dropped) == ((), {}, {})
    assert [post.creator_id for post in page.posts] == [
        "ana@rstats.example",
        "conference@mastodon.social",
        "bo_b@hachyderm.example",
        "cleo@cortex.example",
        "dee.bsky.example@bridge.example",
    ]
    assert page.posts[1].text == (
        "The conference is almost sold out.\nJoin us for talks & tutorials.\nBring a friend.\n\n"
        "Register:\nhttps://conference.example/register\n\n#useR2025 #RStats"
    )
    assert page.posts[2].links == ("https://code.example/storage/pull/438",)
    assert page.posts[2].text.startswith("Fun thing that @eli and I found")
    assert [post.engagement.reposts for post in page.posts] == [0, 6, 2, 1, 2]
    assert [creator.opt_outs for creator in page.creators] == [
        ("not indexable", "not discoverable"),
        ("not indexable",),
        (),
        ("not indexable", "not discoverable"),
        (),
    ]
    assert [creator.verified for creator in page.creators] == [False, False, True, False, False]
    assert [creator.location for creator in page.creators][2] == "Portland, OR"
    assert [creator.followers for creator in page.creators][:2] == [656, 722]


def test_a_home_timeline_gives_its_public_posts_and_counts_the_others() -> None:
    page = page_of(*recorded("mixed_visibility.json"), host="localhost")
    assert len(page.posts) == 6
    assert page.dropped == {"unlisted": 3, "direct message": 2, "followers only": 2}
    assert {creator.native_id for creator in page.creators} == {"admin@localhost"}
    assert page.unmapped == {}


def test_the_address_of_a_quoted_post_is_not_the_text_of_the_one_that_quotes() -> None:
    page = page_of(recorded("quote_revoked.json"), host="localhost")
    assert "RE:" not in page.posts[0].text
    assert page.posts[0].links == ()


def test_a_status_is_told_from_other_records() -> None:
    counts = Counter(is_status(record) for record in recorded("hashtag_page.json"))
    assert counts == {True: 10}
    assert not is_status({"id": "1", "account": {"acct": "ana"}})
