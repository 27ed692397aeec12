"""Pages of live sources in the making."""

from __future__ import annotations

import msgspec
import pytest

from engine.vocabulary import CreatorKey, PostKey
from indexers.gathering import EARLY, Gathering
from indexers.records import NativeCreator, NativePost
from indexers.values import RefusedError
from tests.fakes import NOW


class Row(msgspec.Struct):
    id: str
    likes: int | None = msgspec.field(name="likeCount", default=None)


def gathering() -> Gathering:
    return Gathering("place", now=NOW)


def native(native_id: str = "1", creator: str = "7", **fields: object) -> NativePost:
    made = {"source": "place", "id": native_id, "text": "tea", "created_at": "2026-05-01T10:00:00Z"}
    return NativePost(**{**made, "creator": NativeCreator(id=creator), **fields})  # type: ignore[arg-type]


def test_fields_that_are_neither_read_nor_ignored_are_counted() -> None:
    page = gathering()
    row = page.read(
        {"id": "1", "likeCount": 3, "odd": 1, "skip": 2}, Row, ignored=frozenset({"skip"})
    )
    assert (row.id, row.likes) == ("1", 3)
    assert page.finish().unmapped == {"odd": 1}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ([], "no object"),
        ({}, "id is missing"),
        ({"id": "1", "likeCount": "x"}, "likeCount should be int or null, and is str"),
        ({"id": "1", "likeCount": "\ud83d"}, "half a character"),
    ],
)
def test_a_record_of_another_shape_is_refused_in_plain_words(record: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        gathering().read(record, Row, ignored=frozenset())


def test_a_refusal_costs_one_record() -> None:
    page = gathering()
    for native_id, text in (("1", "good"), ("2", "x" * 300_000), ("3", "good too")):
        with page.one(f"post {native_id}"):
            page.add(native(native_id, text=text))
    made = page.finish()
    assert [post.native_id for post in made.posts] == ["1", "3"]
    assert [problem.where for problem in made.problems] == ["post 2"]


def test_a_creator_stands_once_and_a_profile_tells_more_than_a_post() -> None:
    page = gathering()
    page.add(native("1"))
    page.add_creator(NativeCreator(id="7", followers=12))
    page.add(native("2"))
    made = page.finish()
    assert [(creator.native_id, creator.followers) for creator in made.creators] == [("7", 12)]
    assert len(made.posts) == 2


def test_posts_from_before_what_is_asked_for_are_left_out_and_counted() -> None:
    page = Gathering("place", now=NOW, since=NOW)
    page.add(native("1"))
    assert page.n_early == 1
    made = page.finish()
    assert (made.posts, made.dropped) == ((), {EARLY: 1})


def test_what_is_gone_dropped_or_noted_is_on_the_page() -> None:
    page = gathering()
    page.drop("a repost")
    page.drop("a repost")
    page.remove("5")
    page.remove_creator("9")
    page.note("a limit was reached")
    page.note("a limit was reached")
    made = page.finish("cursor")
    assert made.dropped == {"a repost": 2}
    assert made.deleted == (PostKey("place", "5"),)
    assert made.deleted_creators == (CreatorKey("place", "9"),)
    assert made.notes == ("a limit was reached",)
    assert made.cursor == "cursor"
