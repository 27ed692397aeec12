"""A post that its platform deletes, and a creator who goes, leave every saved list."""

from __future__ import annotations

from dataclasses import replace

from engine.store import Store
from engine.store.shortlists import Asked, run_of, save, saved_list
from engine.store.worksheets import Edit, add_column, worksheet, write
from engine.vocabulary import CreatorKey, Page, PostKey
from tests.engine.exports.samples import ANA, SHORTLIST, SILENT
from tests.fakes import NOW

FOUND = replace(SHORTLIST, candidates=(ANA, SILENT))
WHO = CreatorKey("mastodon", "77")


def saved(store: Store) -> int:
    save(store, "coffee", Asked(text="espresso"), found=FOUND, now=NOW)
    return saved_list(store, "coffee").runs[-1]


def test_a_run_is_kept_whole_but_for_posts_of_others(store: Store) -> None:
    found = run_of(store, saved(store))
    assert (found.brief, found.corpus, found.formulae) == (
        SHORTLIST.brief,
        SHORTLIST.corpus,
        SHORTLIST.formulae,
    )
    (ana, *_), (second, *_) = found.candidates, found.candidates[0].evidence[1:]
    assert (ana.contributions, ana.mentions, ana.inputs) == (
        ANA.contributions,
        ANA.mentions,
        ANA.inputs,
    )
    assert second == ANA.evidence[1]
    assert [one.earlier for one in ana.evidence[0].discounts] == [None, None]


def test_a_deleted_post_leaves_the_list_and_its_creator_stays(store: Store) -> None:
    run = saved(store)
    store.commit_page(Page(deleted=(PostKey("mastodon", "1147"),)), now=NOW)
    ana = run_of(store, run).candidates[0]
    assert [shown.post.native_id for shown in ana.evidence] == ["1102"]


def test_a_creator_who_is_gone_leaves_the_list_and_the_note_goes_with_erasure(
    store: Store,
) -> None:
    run = saved(store)
    add_column(store, "coffee", "budget")
    edits = [
        Edit(field="note", value="at the fair"),
        Edit(field="budget", value="300", own=True),
    ]
    write(store, "coffee", WHO, edits, now=NOW)
    store.commit_page(Page(deleted_creators=(WHO,)), now=NOW)
    assert WHO not in [one.creator.key for one in run_of(store, run).candidates]
    store.erase([WHO], now=NOW)
    sheet = worksheet(store, saved_list(store, "coffee").id)
    assert (sheet.notes, sheet.cells, sheet.members) == ({}, {}, {})
    assert store.erased_of([WHO, CreatorKey("mastodon", "1")]) == {WHO}
