"""How far we are with each creator, and whom not to contact, outlasts everything but erasure."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from engine.store import Store
from engine.store.outreach import (
    Barred,
    Status,
    bar,
    barred,
    do_not_contact,
    open_cases,
    set_status,
    standings,
    unbar,
)
from engine.vocabulary import CreatorKey
from tests.fakes import NOW, make_creator, make_page, make_post

ANA, BO = CreatorKey("mastodon", "77"), CreatorKey("mastodon", "78")
LATER = NOW + timedelta(days=1)


def test_a_status_is_kept_and_a_note_stays_until_another(store: Store) -> None:
    set_status(store, ANA, Status.CONTACTED, note="by e-mail", now=NOW)
    set_status(store, ANA, Status.AGREED, note=None, now=LATER)
    (found,) = standings(store).values()
    assert (found.status, found.note, found.changed_at) == (Status.AGREED, "by e-mail", LATER)


def test_opening_a_case_changes_none_that_is_open(store: Store) -> None:
    set_status(store, ANA, Status.DECLINED, note=None, now=NOW)
    open_cases(store, [ANA, BO], now=LATER)
    found = standings(store)
    assert {key: one.status for key, one in found.items()} == {
        ANA: Status.DECLINED,
        BO: Status.TO_CONTACT,
    }


def test_a_list_entry_is_found_by_identity_handle_and_address(store: Store) -> None:
    ana = make_creator("77", handle="@Ana")
    assert do_not_contact(store).entry_of(ana) is None
    for kind, entry in (
        (Barred.HANDLE, "ana"),
        (Barred.EMAIL, "a@b.example"),
        (Barred.CREATOR, "mastodon:77"),
    ):
        assert bar(store, kind, entry, why=None, now=NOW)
        assert not bar(store, kind, entry, why="again", now=LATER)
        found = do_not_contact(store).entry_of(ana, ["A@B.example"])
        assert found is not None
        assert (found.kind, found.why) == (kind, None)
        assert do_not_contact(store).entry_of(make_creator("9", handle="anna")) is None
        assert unbar(store, kind, entry)
        assert not unbar(store, kind, entry)
    assert barred(store) == []


def test_books_outlast_a_creator_who_is_gone_and_go_with_one_who_is_erased(store: Store) -> None:
    page = make_page(make_post("1"), creators=[make_creator("77", handle="ana")])
    store.commit_page(page, now=NOW)
    for key in (ANA, BO):
        set_status(store, key, Status.CONTACTED, note="wrote", now=NOW)
        bar(store, Barred.CREATOR, f"{key.source}:{key.native_id}", why="x", now=NOW)
    store.commit_page(make_page(deleted_creators=(ANA,)), now=NOW)
    assert set(standings(store)) == {ANA, BO}
    store.erase([ANA], now=NOW)
    assert set(standings(store)) == {BO}
    assert [entry.entry for entry in barred(store)] == ["mastodon:78"]


def test_a_note_about_somebody_leaves_what_was_worked_out_of_posts_valid(
    store: Store, tmp_path: Path
) -> None:
    store.commit_page(make_page(make_post("1")), now=NOW)
    state = store.state()
    set_status(store, ANA, Status.CONTACTED, note=None, now=NOW)
    bar(store, Barred.HANDLE, "x", why=None, now=NOW)
    assert store.state() == state
