"""Profiles are measured over time: changed days are kept, and erased with the creator."""

from __future__ import annotations

from datetime import timedelta

from engine.store import Store
from engine.store.measurements import measurements
from engine.store.migrations.m007_vetting import DAYS_KEPT
from engine.vocabulary import CreatorKey
from tests.fakes import NOW, make_creator, make_page, make_post


def seen(store: Store, followers, *, days: float, **profile) -> None:
    moment = NOW + timedelta(days=days)
    creator = make_creator(followers=followers, measured_at=moment, **profile)
    store.commit_page(make_page(creators=[creator]), now=moment)


def history(store: Store):
    with store.reading() as connection:
        found = measurements(connection, 1)
    return [
        ((m.measured_at - NOW).total_seconds() / 86_400, m.followers, m.following) for m in found
    ]


def test_a_change_is_kept_with_its_day_and_nothing_is_kept_without_one(store):
    seen(store, 100, days=0, following=7)
    seen(store, 100, days=1, following=7)
    seen(store, 130, days=2, following=7)
    seen(store, 130, days=3, following=9)
    assert history(store) == [(0, 100, 7), (2, 130, 7), (3, 130, 9)]


def test_of_several_changes_in_a_day_the_last_is_kept(store):
    for hour, followers in enumerate((100, 101, 105)):
        seen(store, followers, days=hour / 24)
    assert history(store) == [(2 / 24, 105, None)]


def test_a_creator_without_numbers_has_no_history(store):
    store.commit_page(make_page(make_post()), now=NOW)
    seen(store, None, days=0, name="Ana")
    assert history(store) == []


def test_history_is_bounded(store):
    with store.reading() as connection:
        seen(store, 0, days=0)
        for day in range(1, DAYS_KEPT + 20):
            connection.execute(
                "UPDATE creators SET followers = ?, measured_at = measured_at + 86400000000",
                (day,),
            )
    kept = history(store)
    assert len(kept) == DAYS_KEPT
    assert kept[-1][1] == DAYS_KEPT + 19


def test_history_is_erased_with_the_creator(store):
    seen(store, 100, days=0)
    seen(store, 130, days=2)
    store.erase([CreatorKey("mastodon", "77")], now=NOW)
    with store.reading() as connection:
        (left,) = connection.execute("SELECT count(*) FROM profile_measurements").fetchone()
    assert left == 0


def test_an_older_database_begins_with_what_its_profiles_say(tmp_path):
    with Store.open(tmp_path / "overheard.db") as store:
        seen(store, 100, days=0)
        connection = store.connection
        for table in ("identity_decisions", "community_members", "community_lists",
                      "profile_measurements"):  # fmt: skip
            connection.execute(f"DROP TABLE {table}")
        connection.execute("DROP TRIGGER profiles_added")
        connection.execute("DROP TRIGGER profiles_changed")
        connection.execute("ALTER TABLE creators DROP COLUMN default_avatar")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm007_vetting'")
    with Store.open(tmp_path / "overheard.db") as store:
        assert history(store) == [(0, 100, None)]
        seen(store, 120, days=1)
        assert history(store) == [(0, 100, None), (1, 120, None)]


def test_the_platforms_own_picture_is_kept_and_not_forgotten(store):
    seen(store, 100, days=0, default_avatar=True)
    seen(store, 101, days=1)
    assert store.creators([1])[1].default_avatar is True
    seen(store, 101, days=2, default_avatar=False)
    assert store.creators([1])[1].default_avatar is False
