"""A record that is not as it is declared is refused, whichever platform sent it; nothing worse."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
import pytest

from indexers.mastodon.statuses import keep_status, read_status
from indexers.pages import PageDraft
from indexers.records import NativePost, declared_as
from indexers.threads import to_post
from indexers.values import RefusedError
from tests.fakes import NOW
from tests.indexers.mastodon.statuses import HOST, status
from tests.indexers.test_threads import POST

HALF = "\ud83d"  # of an emoji: what JSON may hold and no text can


class Told(msgspec.Struct):
    count: int
    said: str = ""


def test_a_record_is_what_is_declared_of_it() -> None:
    assert declared_as({"count": 3, "more": HALF}, Told) == Told(count=3)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, "the required field count is missing"),
        ({"count": "3"}, "count should be int, and is str"),
        ({"count": 3, "said": None}, "said should be str, and is null"),
        ({"count": HALF}, "half a character"),
        ([], "should be object, and is array"),
    ],
)
def test_a_record_that_is_not_is_refused_with_the_reason(record: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        declared_as(record, Told)


@pytest.mark.parametrize(
    ("read", "record"),
    [
        (read_status, status(favourites_count=HALF)),
        (to_post, {**POST, "replied_to": HALF}),
        (lambda record: declared_as(record, NativePost), {"creator": HALF}),
    ],
)
def test_half_a_character_costs_one_record_of_every_platform(
    read: Callable[[Mapping[str, object]], object], record: Mapping[str, object]
) -> None:
    with pytest.raises(RefusedError):
        read(record)


def test_the_records_beside_it_are_kept() -> None:
    draft = PageDraft(now=NOW)
    for number, likes in enumerate((1, HALF, 3), start=1):
        keep_status(
            draft, status(id=str(number), favourites_count=likes), host=HOST, where=str(number)
        )
    page = draft.finish()
    assert [post.engagement.likes for post in page.posts] == [1, 3]
    assert len(page.problems) == 1
