"""Meta's Ad Library as a source, by its documented schema and a scripted server."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from engine.access import Access
from engine.errors import AuthError, ConfigError, GoneError, SourceError
from engine.vocabulary import Page, Query
from indexers.meta_ads import MetaAds, countries_of, to_post
from indexers.values import RefusedError
from tests.fakes import NOW
from tests.indexers.servers import (
    Reply,
    Script,
    Server,
    access_to,
    account,
    pages_of,
    scripted,
    text,
)

ARCHIVE = "/v25.0/ads_archive"
SECRETS = {"META_AD_LIBRARY_TOKEN": "EAAs3cret"}
AD = {
    "id": "523456789012345",
    "page_id": "100200300",
    "page_name": "Kettle Ltd",
    "ad_creation_time": "2026-05-01",
    "ad_delivery_start_time": "2026-05-02",
    "ad_creative_bodies": ["Slow brew, #fast kettle", "Slow brew, #fast kettle", "Second wording"],
    "ad_creative_link_titles": ["The kettle"],
    "ad_creative_link_captions": ["Kettle.example", "Buy it now"],
    "ad_creative_link_descriptions": ["Boils in a minute"],
    "ad_snapshot_url": "https://www.facebook.com/ads/archive/render_ad/?id=523456789012345"
    "&access_token=EAAs3cret",
    "languages": ["de"],
    "publisher_platforms": ["facebook", "instagram"],
    "beneficiary_payers": [{"payer": "Kettle GmbH", "beneficiary": "Kettle GmbH", "current": True}],
    "eu_total_reach": 12_000,
}
OLD = {
    "page_id": 100200300,
    "page_name": "Kettle Ltd",
    "ad_creation_time": "2019-11-05T10:00:00+0000",
    "ad_creative_body": "Slow brew",
    "ad_creative_link_title": "The kettle",
    "ad_creative_link_caption": "kettle.example",
    "ad_creative_link_description": "Boils",
    "ad_snapshot_url": "https://www.facebook.com/ads/archive/render_ad/?id=99&access_token=EAAs3cret",
    "funding_entity": "Kettle Ltd",
    "spend": {"lower_bound": "0", "upper_bound": "99"},
    "impressions": {"lower_bound": "0", "upper_bound": "999"},
    "currency": "EUR",
}


def test_an_advertisement_is_a_post_of_its_page() -> None:
    post = to_post(AD)
    assert (post.source, post.id) == ("meta_ads", "523456789012345")
    assert (post.creator.id, post.creator.name) == ("100200300", "Kettle Ltd")
    assert post.text == ("Slow brew, #fast kettle\nSecond wording\nThe kettle\nBoils in a minute")
    assert post.created_at == "2026-05-01T00:00:00Z"
    assert post.lang == "de"
    assert post.links == ["https://kettle.example"]
    assert post.paid_label == "an advertisement, paid for by Kettle GmbH"
    assert {post.likes, post.replies, post.reposts, post.views} == {None}


def test_the_address_has_no_token() -> None:
    assert to_post(AD).url == "https://www.facebook.com/ads/library/?id=523456789012345"
    assert "s3cret" not in repr(to_post(AD))


def test_old_names_of_fields_are_read() -> None:
    post = to_post(OLD)
    assert (post.id, post.creator.id) == ("99", "100200300")
    assert post.text == "Slow brew\nThe kettle\nBoils"
    assert post.links == ["https://kettle.example"]
    assert post.paid_label == "an advertisement, paid for by Kettle Ltd"
    assert "s3cret" not in repr(post)


def test_absent_fields_are_not_known() -> None:
    post = to_post({"id": "1", "page_id": "2", "ad_delivery_start_time": "2026-05-02"})
    assert (post.text, post.links, post.lang) == ("", None, None)
    assert post.paid_label == "an advertisement"
    assert post.creator.name is None


def test_several_languages_are_none() -> None:
    assert to_post({**AD, "languages": ["de", "fr"]}).lang is None


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"id": "1", "ad_creation_time": "2026-05-02"}, "page_id is missing"),
        ({"id": "1", "page_id": "2"}, "neither ad_creation_time nor"),
        ({"page_id": "2", "ad_creation_time": "2026-05-02"}, "id is missing"),
        ({**AD, "ad_creative_bodies": "x"}, "ad_creative_bodies should be array"),
    ],
)
def test_what_is_missing_or_wrong_is_named(record: Mapping[str, object], reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        to_post(record)


class Played:
    def __init__(self, pages: Sequence[Page], server: Server, access: Access) -> None:
        self.pages = pages
        self.asked = [asked.query for asked in server.requests]
        self.posts = [post for page in pages for post in page.posts]
        self.notes = [note for page in pages for note in page.notes]
        self.cursor = pages[-1].cursor


def play(
    script: Script,
    query: Query,
    *,
    after: str | None = None,
    options: Mapping[str, object] | None = None,
    secrets: Mapping[str, str] = SECRETS,
) -> Played:
    async def run() -> Played:
        lent = access_to(options={"countries": ["DE"], **(options or {})}, secrets=secrets)
        async with scripted(script) as server, lent as access:
            countries = countries_of(access.options)
            source = MetaAds(access, countries, base_url=f"{server.url}/v25.0/")
            return Played(await pages_of(source, query, after), server, access)

    return asyncio.run(run())


def listing(*records: object, after: str | None = None) -> Reply:
    following = "https://graph.facebook.com/v25.0/ads_archive?access_token=EAAs3cret"
    paging = {"paging": {"cursors": {"after": after}, "next": following}} if after else {}
    return Reply(json={"data": list(records), **paging})


def ad(number: int) -> dict[str, object]:
    return {**AD, "id": str(number)}


def test_words_and_pages_are_searched_for() -> None:
    words = play({ARCHIVE: [listing(AD)]}, text("kettle"))
    assert words.asked[0]["search_terms"] == "kettle"
    assert words.asked[0]["ad_reached_countries"] == '["DE"]'
    assert "search_page_ids" not in words.asked[0]
    assert words.pages[0].unmapped == {}
    assert [creator.name for creator in words.pages[0].creators] == ["Kettle Ltd"]
    pages = play({ARCHIVE: [listing(OLD)]}, account("100200300, 7"))
    assert pages.asked[0]["search_page_ids"] == '["100200300","7"]'
    assert pages.pages[0].unmapped == {}


def test_a_walk_ends_and_the_next_asks_for_what_was_shown_since() -> None:
    first = play({ARCHIVE: [listing(ad(1), after="A"), listing(ad(2))]}, text("kettle"))
    assert [post.native_id for post in first.posts] == ["1", "2"]
    assert first.asked[1]["after"] == "A"
    again = play({ARCHIVE: [listing()]}, text("kettle"), after=first.cursor)
    # an overlap of a day before the walk began
    assert again.asked[0]["ad_delivery_date_min"] == (NOW.date() - timedelta(days=1)).isoformat()


def test_a_walk_cut_in_the_middle_goes_on_there() -> None:
    whole = play({ARCHIVE: [listing(ad(1), after="A"), listing(ad(2))]}, text("kettle"))
    rest = play({ARCHIVE: [listing(ad(2))]}, text("kettle"), after=whole.pages[0].cursor)
    assert rest.asked[0]["after"] == "A"
    assert rest.cursor == whole.cursor


def test_a_limit_of_pages_is_said_aloud_and_the_rest_comes_next_time() -> None:
    many = [listing(ad(number), after=f"C{number}") for number in range(9)]
    played = play({ARCHIVE: many}, text("kettle"), options={"max_pages": 2})
    assert len(played.posts) == 2
    assert "run it again for the rest" in played.notes[-1]
    assert (
        play({ARCHIVE: [listing()]}, text("kettle"), after=played.cursor).asked[0]["after"] == "C1"
    )


def test_a_circle_ends() -> None:
    assert len(play({ARCHIVE: [listing(AD, after="A")]}, text("kettle")).asked) == 2


def test_a_query_the_library_does_not_take_is_not_sent() -> None:
    with pytest.raises(SourceError, match="takes 100 characters"):
        play({}, text("x" * 101))
    with pytest.raises(GoneError, match="'kettleltd' is no id of a page"):
        play({}, account("kettleltd"))


def test_countries_are_needed_and_checked() -> None:
    assert countries_of({"countries": "de, fr"}) == ["DE", "FR"]
    for options, reason in (
        ({}, "wants to know where"),
        ({"countries": ["Germany"]}, "GERMANY is no country"),
        ({"countries": []}, "nothing is no country"),
        ({"countries": 5}, "countries = 5 is no list of texts"),
    ):
        with pytest.raises(ConfigError, match=reason):
            countries_of(options)


def test_a_bad_record_costs_itself() -> None:
    played = play({ARCHIVE: [listing({"id": "9"}, AD)]}, text("kettle"))
    assert len(played.posts) == 1
    assert played.pages[0].problems[0].where == "advertisement 9"


def test_the_token_is_in_nothing_that_is_told() -> None:
    body = {"error": {"message": "Malformed access token EAAs3cret", "code": 190}}
    with pytest.raises(AuthError) as caught:
        play({ARCHIVE: [Reply(status=400, json=body)]}, text("kettle"))
    assert "s3cret" not in f"{caught.value} {caught.value.hint}"
    played = play({ARCHIVE: [listing(AD, after="A"), listing()]}, text("kettle"))
    assert "s3cret" not in repr(played.pages)
