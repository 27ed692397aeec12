"""What is written beside a list: kept through everything, and never lost between two writers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from engine.errors import ConfigError
from engine.store import Store
from engine.store.outreach import Status, set_status, standings
from engine.store.shortlists import (
    Asked,
    change_asked,
    keep_run,
    remove_list,
    rename_list,
    save,
    saved_list,
    saved_lists,
)
from engine.store.worksheets import (
    MOST_COLUMNS,
    Conflict,
    Edit,
    add_column,
    remove_column,
    set_members,
    worksheet,
    write,
)
from engine.vocabulary import CreatorKey
from tests.engine.exports.samples import ANA as FOUND_ANA
from tests.engine.exports.samples import SHORTLIST, SILENT
from tests.fakes import NOW

FOUND = replace(SHORTLIST, candidates=(FOUND_ANA, SILENT))
ANA, BO = CreatorKey("mastodon", "77"), CreatorKey("mastodon", "0012")


@pytest.fixture(autouse=True)
def saved(store: Store) -> None:
    save(store, "coffee", Asked(text="espresso"), found=FOUND, now=NOW)


def note(value: str, was: str | None = None) -> Edit:
    return Edit(field="note", value=value, was=was)


def own(column: str, value: str, was: str | None = None) -> Edit:
    return Edit(field=column, value=value, was=was, own=True)


def held(store: Store) -> tuple[dict[CreatorKey, str], dict[CreatorKey, dict[str, str]]]:
    sheet = worksheet(store, saved_list(store, "coffee").id)
    return dict(sheet.notes), {key: dict(cells) for key, cells in sheet.cells.items()}


def test_what_is_written_survives_other_runs_and_another_name(store: Store) -> None:
    add_column(store, "coffee", "budget")
    assert write(store, "coffee", ANA, [note("at the fair"), own("budget", "300")], now=NOW) == []
    keep_run(store, "coffee", FOUND)
    rename_list(store, "coffee", "tea")
    sheet = worksheet(store, saved_list(store, "tea").id)
    assert (dict(sheet.notes), sheet.columns) == ({ANA: "at the fair"}, ("budget",))
    assert (sheet.cells, sheet.members) == ({ANA: {"budget": "300"}}, {ANA: True})


def test_an_edit_made_from_what_is_there_no_more_is_given_back(store: Store) -> None:
    write(store, "coffee", ANA, [note("one")], now=NOW)
    edits = [note("two", was=""), Edit(field="status", value="contacted", was="")]
    assert write(store, "coffee", ANA, edits, now=NOW) == [Conflict(edit=edits[0], stored="one")]
    assert held(store)[0] == {ANA: "one"}
    assert standings(store)[ANA].status is Status.CONTACTED
    assert write(store, "coffee", ANA, [note("two", was="one")], now=NOW) == []
    assert write(store, "coffee", ANA, [note("two", was="one")], now=NOW) == []  # the same again
    assert held(store)[0] == {ANA: "two"}


def test_line_ends_and_blanks_around_make_no_conflict(store: Store) -> None:
    write(store, "coffee", ANA, [note("a\r\nb \n")], now=NOW)
    assert held(store)[0] == {ANA: "a\nb"}
    assert write(store, "coffee", ANA, [note("c", was="a\r\nb")], now=NOW) == []


def test_two_who_write_at_once_lose_nothing(store: Store) -> None:
    """Thirty writers, each with a connection of their own and a column of their own."""
    names = [f"column {i}" for i in range(MOST_COLUMNS)]

    def work(name: str) -> None:
        with Store.open(store.path) as mine:
            add_column(mine, "coffee", name)
            write(mine, "coffee", ANA, [own(name, name.upper(), was="")], now=NOW)
            set_members(mine, "coffee", [CreatorKey("bluesky", name)], is_on=True)
            keep_run(mine, "coffee", FOUND)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, names))
    assert held(store)[1] == {ANA: {name: name.upper() for name in names}}
    kept = saved_list(store, "coffee")
    members = worksheet(store, kept.id).members
    assert set(members) == {ANA, *(CreatorKey("bluesky", name) for name in names)}
    assert len(kept.runs) == 1 + len(names)


def test_of_two_edits_of_one_note_made_at_once_one_is_kept_and_the_other_given_back(
    store: Store,
) -> None:
    def work(text: str) -> int:
        with Store.open(store.path) as mine:
            return len(write(mine, "coffee", ANA, [note(text, was="")], now=NOW))

    with ThreadPoolExecutor(8) as pool:
        given_back = sum(pool.map(work, [str(i) for i in range(16)]))
    assert given_back == 15
    assert held(store)[0][ANA] in {str(i) for i in range(16)}


def test_of_two_lists_begun_with_one_name_the_second_is_told(store: Store) -> None:
    def work(_: int) -> int:
        with Store.open(store.path) as mine:
            try:
                save(mine, "tea", Asked(text="tea"), found=FOUND, now=NOW)
            except ConfigError:
                return 0
            return 1

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(8))) == 1
    assert [one.name for one in saved_lists(store)] == ["coffee", "tea"]


def test_a_status_can_be_taken_back_unless_a_note_would_be_lost(store: Store) -> None:
    begun = Edit(field="status", value="agreed")
    write(store, "coffee", ANA, [begun], now=NOW)
    write(store, "coffee", ANA, [Edit(field="status", value="")], now=NOW)
    assert standings(store) == {}
    set_status(store, BO, Status.CONTACTED, note="by e-mail", now=NOW)
    with pytest.raises(ConfigError, match="there is a note with it"):
        write(store, "coffee", BO, [Edit(field="status", value="")], now=NOW)
    assert standings(store)[BO].note == "by e-mail"


def test_a_wrong_edit_writes_nothing_of_what_came_with_it(store: Store) -> None:
    for wrong, said in (
        (own("budgt", "1"), "there is no column 'budgt'"),
        (Edit(field="status", value="met"), "there is no status 'met'"),
        (note("x" * 10_001), "note is longer than 10,000 characters"),
    ):
        with pytest.raises(ConfigError, match=said):
            write(store, "coffee", ANA, [note("kept?"), wrong], now=NOW)
    assert held(store) == ({}, {})


def test_a_column_goes_with_what_stands_in_it_and_others_stay(store: Store) -> None:
    for name in ("budget", "  ship \n to "):
        add_column(store, "coffee", name)
    write(store, "coffee", ANA, [own("budget", "300"), own("ship to", "Porto")], now=NOW)
    remove_column(store, "coffee", "budget")
    assert held(store)[1] == {ANA: {"ship to": "Porto"}}
    for name in ("", "x" * 61):
        with pytest.raises(ConfigError, match="no column can be called"):
            add_column(store, "coffee", name)


def test_a_list_goes_with_all_that_is_its_own(store: Store) -> None:
    add_column(store, "coffee", "budget")
    write(store, "coffee", ANA, [note("x"), own("budget", "300")], now=NOW)
    remove_list(store, "coffee")
    tables = ("lists", "runs", "candidates", "evidence", "notes", "members", "columns", "cells")
    for table in tables:
        assert store.connection.execute(f"SELECT * FROM saved_{table}").fetchall() == []  # noqa: S608


def test_what_cannot_be_is_said(store: Store) -> None:
    save(store, "tea", Asked(text="tea"), found=FOUND, now=NOW)
    for name in ("", "  ", ".", "..", "x" * 101, "two\nlines"):
        with pytest.raises(ConfigError):
            rename_list(store, "tea", name)
    with pytest.raises(ConfigError, match="already"):
        rename_list(store, "tea", "coffee")
    for work in (
        lambda: rename_list(store, "te", "x"),
        lambda: keep_run(store, "te", FOUND),
        lambda: change_asked(store, "te", lambda asked: asked),
        lambda: set_members(store, "te", [ANA], is_on=True),
    ):
        with pytest.raises(ConfigError, match="there is no list 'te'") as caught:
            work()
        assert caught.value.hint == "did you mean 'tea'? there are: coffee, tea"


def test_who_was_noted_on_before_is_on_the_list_for_good(store: Store) -> None:
    """The migration of a list noted on by an earlier version."""
    connection = store.connection
    list_id = saved_list(store, "coffee").id
    connection.execute("INSERT INTO saved_notes VALUES (?, ?, ?, 'old')", (list_id, *ANA))
    for table in ("cells", "columns", "members"):
        connection.execute(f"DROP TABLE saved_{table}")
    connection.execute("ALTER TABLE saved_runs DROP COLUMN is_pick")
    connection.execute("DELETE FROM _sqlite_migrations WHERE name = 'm011_worksheets'")
    path = store.path
    store.close()
    with Store.open(path) as again:
        sheet = worksheet(again, list_id)
        assert (sheet.notes, sheet.members) == ({ANA: "old"}, {ANA: True})
