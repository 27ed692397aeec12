"""Views of Lemmy become posts and creators; what was taken back is taken back here, too."""

from typing import Any

import pytest

from engine.vocabulary import Creator, CreatorKey, Engagement, Page, Post, PostKey
from indexers.lemmy.views import keep_person, keep_view
from indexers.pages import PageDraft
from tests.fakes import NOW
from tests.indexers.lemmy.views import HOST, comment, post


def page_of(*records: dict[str, Any]) -> Page:
    draft = PageDraft(now=NOW)
    for number, record in enumerate(records, start=1):
        keep_view(draft, record, host=HOST, where=f"view {number}", check=lambda native: None)
    return draft.finish()


def post_of(**fields: Any) -> Post:
    return page_of(post(5, **fields)).posts[0]


def test_every_value_of_a_post_arrives() -> None:
    (found,) = page_of(
        post(
            5,
            name="A grinder",
            body="It is **quiet**, see [the page](https://shop.example/x)\n\nand cheap",
            url="https://shop.example/picture.png",
            counts={"upvotes": 7, "downvotes": 2, "score": 5, "comments": 3},
        )
    ).posts
    assert found == Post(
        source="lemmy",
        native_id=f"https://{HOST}/post/5",
        creator_id=f"ana@{HOST}",
        text="A grinder\n\nIt is quiet, see the page\n\nand cheap",
        created_at=found.created_at,
        url=f"https://{HOST}/post/5",
        engagement=Engagement(likes=7, replies=3),
        links=("https://shop.example/picture.png", "https://shop.example/x"),
    )
    assert found.created_at.isoformat() == "2026-05-01T10:00:05+00:00"


def test_every_value_of_a_person_arrives() -> None:
    person = {"display_name": "Ana A.", "bio": "*barista*", "published": "2023-09-23T09:44:07.4"}
    (creator,) = page_of(post(5, creator=person)).creators
    assert creator == Creator(
        source="lemmy",
        native_id=f"ana@{HOST}",
        handle=f"Ana@{HOST}",
        name="Ana A.",
        bio="barista",
        url=f"https://{HOST}/u/Ana",
        created_at=creator.created_at,
        measured_at=NOW,
        opt_outs=(),
    )
    assert creator.created_at is not None
    assert creator.created_at.isoformat() == "2023-09-23T09:44:07.400000+00:00"


@pytest.mark.parametrize(
    "written", ["2026-05-01T10:00:00", "2026-05-01T10:00:00Z", "2026-05-01T12:00:00+02:00"]
)
def test_a_time_without_a_zone_is_in_utc(written: str) -> None:
    page = page_of(post(5, published=written))
    assert page.posts[0].created_at.isoformat() == "2026-05-01T10:00:00+00:00"
    assert page.unmapped == {}


def test_the_names_of_version_1_are_read() -> None:
    record = post(5, published=None, published_at="2026-05-01T10:00:00Z", upvotes=4, comments=2)
    del record["counts"]
    record["creator"]["ap_id"] = record["creator"].pop("actor_id")
    found = page_of(record)
    assert found.posts[0].engagement == Engagement(likes=4, replies=2)
    assert found.creators[0].native_id == f"ana@{HOST}"
    assert found.unmapped == {}


def test_a_comment_is_a_post_that_answers_one() -> None:
    page = page_of(
        comment(8, content="quiet *indeed*", path="0.8"), comment(9, content="no", path="0.8.9")
    )
    first, second = page.posts
    assert (first.text, first.reply_to) == ("quiet indeed", f"https://{HOST}/post/1")
    assert (second.native_id, second.reply_to) == (f"https://{HOST}/comment/9", f"{HOST}/comment/8")


def test_a_person_of_another_server_is_called_by_theirs() -> None:
    creator = {"actor_id": "https://Other.Example/u/Ana"}
    assert page_of(post(5, creator=creator)).creators[0].native_id == "ana@other.example"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [({"deleted": True}, "deleted"), ({"removed": True}, "removed by moderators")],
)
def test_what_was_taken_back_is_gone(fields: dict[str, Any], reason: str) -> None:
    page = page_of(post(5, **fields))
    assert (page.posts, page.dropped) == ((), {reason: 1})
    assert page.deleted == (PostKey("lemmy", f"https://{HOST}/post/5"),)
    assert page_of(comment(8, **fields)).deleted == (PostKey("lemmy", f"https://{HOST}/comment/8"),)


def test_a_person_who_left_is_gone_with_all_they_posted() -> None:
    page = page_of(post(5, creator={"deleted": True}))
    assert page.deleted_creators == (CreatorKey("lemmy", f"ana@{HOST}"),)
    assert (page.posts, page.dropped) == ((), {"by a person who has left": 1})


@pytest.mark.parametrize("visibility", ["LocalOnly", "local_only_private", "Private"])
def test_a_community_that_is_not_public_is_left_out(visibility: str) -> None:
    page = page_of(post(5, community={"visibility": visibility}))
    assert page.dropped == {"in a community that is not public": 1}


def test_programs_and_banned_people_are_marked() -> None:
    assert page_of(post(5, creator={"bot_account": True})).creators[0].opt_outs == ("bot",)
    assert page_of(post(5, creator={"banned": True})).creators[0].opt_outs == ("banned",)


def test_folded_words_are_read_without_their_marks() -> None:
    assert post_of(body="::: spoiler more\nhidden words\n:::").text.endswith("hidden words")


def test_markup_of_others_is_no_markup_of_ours() -> None:
    assert "<b>" in post_of(body="<b>bold</b>").text


def test_a_count_that_is_not_given_is_not_known() -> None:
    assert post_of(counts=None).engagement == Engagement()


def test_a_record_that_cannot_be_read_costs_itself_only() -> None:
    broken = post(6)
    del broken["post"]["ap_id"]
    page = page_of(
        broken, post(7, creator={"actor_id": "nowhere"}), post(8, published=None), post(9)
    )
    assert len(page.posts) == 1
    assert [problem.where for problem in page.problems] == ["view 1", "view 2", "view 3"]


def test_fields_nobody_knows_are_counted() -> None:
    record = post(5, sparkle=1, creator={"glitter": 1})
    record["tinsel"] = 1
    assert page_of(record).unmapped == {"post.sparkle": 1, "creator.glitter": 1, "tinsel": 1}


def test_a_person_is_told_with_how_much_they_posted() -> None:
    draft = PageDraft(now=NOW)
    view = {"person": post(1)["creator"], "counts": {"post_count": 3, "comment_count": 40}}
    keep_person(draft, view, where="person_view")
    keep_person(draft, {}, where="person_view")
    page = draft.finish()
    assert page.creators[0].posts == 43
    assert len(page.problems) == 1
