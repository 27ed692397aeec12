"""What was told is one row until it is taken, and quotes nobody who is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from engine.store import Attempt, Store, deliveries
from engine.vocabulary import CreatorKey, Page, PostKey
from tests.fakes import NOW, make_page, make_post

MINUTE = timedelta(minutes=1)


def attempt(
    *ids: str, after: int = 0, error: str | None = None, channel: str = "the box"
) -> Attempt:
    return Attempt(
        channel=channel,
        at=NOW + after * MINUTE,
        counts={"Krups": len(ids)},
        quoted=[(PostKey("mastodon", id_), "krups") for id_ in ids],
        error=error,
        hint=None if error is None else "mend it",
    )


@pytest.fixture
def filled(store: Store) -> Store:
    posts = [make_post(str(i), f"Krups {i}", creator=str(i)) for i in range(5)]
    store.commit_page(make_page(*posts), now=NOW)
    return store


def quoted(store: Store) -> list[Sequence[int]]:
    return [[one.post_id for one in told.quoted] for told in store.deliveries(limit=10)]


def test_what_was_not_taken_is_tried_as_one_and_then_taken(filled: Store) -> None:
    filled.put_attempt(attempt("0", error="shut"))
    filled.put_attempt(attempt("0", "1", after=1, error="still shut"))
    (waits,) = filled.deliveries(limit=10)
    assert (waits.is_taken, waits.tries, waits.error) == (False, 2, "still shut")
    filled.put_attempt(attempt("0", "1", "2", after=2))
    filled.put_attempt(attempt("3", after=3))
    newest, taken = filled.deliveries(limit=10)
    assert (taken.is_taken, taken.tries, taken.error, taken.hint) == (True, 3, None, None)
    assert (taken.first_at, taken.last_at) == (NOW, NOW + 2 * MINUTE)
    assert (taken.counts, taken.told, len(taken.quoted)) == ({"Krups": 3}, 3, 3)
    assert (newest.tries, newest.id > taken.id) == (1, True)
    assert filled.deliveries(limit=10, before=newest.id) == (taken,)


def test_a_channel_that_waits_is_not_taken_for_another(filled: Store) -> None:
    filled.put_attempt(attempt("0", error="shut"))
    filled.put_attempt(attempt("0", channel="a letter"))
    assert [(one.channel, one.is_taken) for one in filled.deliveries(limit=10)] == [
        ("a letter", True),
        ("the box", False),
    ]


def test_a_post_that_is_deleted_is_no_longer_quoted(filled: Store) -> None:
    filled.put_attempt(attempt("0", "1"))
    filled.commit_page(Page(deleted=(PostKey("mastodon", "0"),)), now=NOW)
    (told,) = filled.deliveries(limit=10)
    assert (told.told, len(told.quoted), told.counts) == (2, 1, {"Krups": 2})


def test_an_erased_creator_is_quoted_neither_by_us_nor_by_who_refused(filled: Store) -> None:
    filled.put_attempt(attempt("0", "1", error="cannot take 'Krups 0' by @0"))
    filled.put_attempt(attempt("2", error="shut", channel="a letter"))
    filled.erase([CreatorKey("mastodon", "0")], now=NOW)
    letter, box = filled.deliveries(limit=10)
    assert (box.error, box.hint, len(box.quoted)) == (deliveries.GONE, None, 1)
    assert letter.error == "shut"


def test_the_oldest_go_when_there_are_too_many(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "KEPT", 3)
    for number in range(5):
        filled.put_attempt(attempt(str(number)))
    assert len(filled.deliveries(limit=10)) == 3
    with filled.reading() as connection:
        assert connection.execute("SELECT count(*) FROM alert_posts").fetchone() == (3,)


def test_what_is_told_changes_nothing_that_is_searched(filled: Store) -> None:
    before = filled.state()
    filled.put_attempt(attempt("0"))
    assert filled.state() == before
