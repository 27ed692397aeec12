"""What is worked out of a corpus and kept: the same as worked out again, or not believed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from engine.corpus import LocalCorpus, kept
from engine.pipeline import index_home, sweep_vectors
from engine.store import Store, database_path
from engine.store.home import kept_path
from engine.vocabulary import CreatorKey, PostFilter
from tests.fakes import NOW, make_creator, make_page, make_post
from tests.unit_vectors import Model, unit_query

EVERYTHING = PostFilter()
TEXTS = ("tea in Porto", "tea in Porto", "coffee at Marzocchi's", "milk", "", "cocoa for Zoë")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Six posts of two creators, one of them without words."""
    creators = [make_creator("7"), make_creator("8")]
    posts = [
        make_post(str(n), text, creator=str(7 + n % 2), likes=None if n % 3 else n)
        for n, text in enumerate(TEXTS)
    ]
    with Store.open(database_path(tmp_path)) as store:
        store.commit_page(make_page(*posts, creators=creators), now=NOW)
    index_home(tmp_path, Model(), say=print)
    return tmp_path


def path(home: Path) -> Path:
    return kept_path(home, Model.model_id)


def is_believed(home: Path) -> bool:
    """Whether a corpus that is opened now has nothing to work out."""
    with LocalCorpus.open(home, Model()) as corpus:
        return "worked_out" in corpus._state.__dict__


def said_of(corpus: LocalCorpus) -> Iterator[object]:
    """Everything that rests on columns or on what is worked out, as lists."""
    for value in (
        corpus.sample(),
        corpus.engagement(),
        corpus.activity(unit_query(), corpus.engagement().creator_ids, EVERYTHING),
        corpus.profiles(unit_query(), 9, EVERYTHING),
        corpus.lexical("tea cocoa", 9, EVERYTHING),
    ):
        yield from (np.asarray(getattr(value, field.name)).tolist() for field in fields(value))
    yield corpus.summary()


def test_what_is_kept_is_what_was_worked_out(home: Path) -> None:
    with LocalCorpus.open(home, Model()) as corpus:
        assert not path(home).exists()
        before = repr([*said_of(corpus)])
    assert is_believed(home)
    with LocalCorpus.open(home, Model()) as corpus:
        assert repr([*said_of(corpus)]) == before
    path(home).unlink()
    with LocalCorpus.open(home, Model()) as corpus:
        corpus.prepare()
    assert is_believed(home)


def test_columns_say_the_same_in_sum_as_the_database(home: Path) -> None:
    with Store.open(database_path(home)) as store, LocalCorpus.open(home, Model()) as corpus:
        assert corpus.summary() == store.summary()
        assert corpus.summary().posts == len(TEXTS)


def test_after_any_write_it_is_not_believed(home: Path) -> None:
    for write in (
        lambda store: store.put_note("anything", "at all"),
        lambda store: store.commit_page(make_page(make_post("0", "tea in Braga")), now=NOW),
    ):
        with LocalCorpus.open(home, Model()) as corpus:
            corpus.prepare()
        assert is_believed(home)
        with Store.open(database_path(home)) as store:
            write(store)
        assert not is_believed(home)
    with LocalCorpus.open(home, Model()) as corpus:
        assert corpus.lexical("Braga", 9, EVERYTHING).ids.tolist() == [1]


def test_of_who_was_erased_nothing_is_kept_and_the_next_index_clears_up(home: Path) -> None:
    with LocalCorpus.open(home, Model()) as corpus:
        corpus.prepare()
    index_home(home, Model(), say=print)
    with LocalCorpus.open(home, Model()) as corpus:
        corpus.prepare()
    assert path(home).exists()
    with Store.open(database_path(home)) as store:
        store.erase([CreatorKey(make_creator("7").source, "7")], now=NOW)
        assert path(home).exists()
        sweep_vectors(home, store)
    assert not path(home).exists()
    with LocalCorpus.open(home, Model()) as corpus:
        corpus.prepare()
    with Store.open(database_path(home)) as store:
        store.put_note("anything", "at all")
    index_home(home, Model(), say=print)
    assert not path(home).exists()


def test_made_by_other_code_or_examples_it_is_not_believed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with LocalCorpus.open(home, Model()) as corpus:
        corpus.prepare()
    monkeypatch.setattr(kept, "_MADE_BY", {"engine.corpus": ("repeats.py",)})
    assert not is_believed(home)


def test_all_code_it_is_made_by_is_there(home: Path) -> None:
    assert len(kept._made_by()) == 32
    assert kept._made_by() == kept._made_by()


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9, 0.999])
def test_damaged_or_cut_short_it_costs_time_and_nothing_else(home: Path, share: float) -> None:
    with LocalCorpus.open(home, Model()) as corpus:
        expected = repr([*said_of(corpus)])
    whole = path(home).read_bytes()
    place = int(share * len(whole))
    changed = bytes(byte ^ 0x55 for byte in whole[place : place + 9])
    for damaged in (whole[:place], whole[:place] + changed + whole[place + 9 :], b""):
        path(home).write_bytes(damaged)
        with LocalCorpus.open(home, Model()) as corpus:
            assert repr([*said_of(corpus)]) == expected
        assert is_believed(home)


def test_what_was_read_while_another_process_wrote_is_not_kept(home: Path) -> None:
    with LocalCorpus.open(home, Model()) as corpus:
        with Store.open(database_path(home)) as store:
            store.commit_page(make_page(make_post("9", "peppermint")), now=NOW)
        corpus.prepare()
        assert len(corpus._state.worked_out.words.counts) == len(TEXTS)
    assert not path(home).exists()


def test_a_home_that_cannot_be_written_is_searched_all_the_same(home: Path) -> None:
    path(home).parent.rename(home / "moved")
    path(home).parent.write_text("no folder")
    with LocalCorpus.open(home, Model()) as corpus:
        corpus.prepare()
        assert len(corpus.profiles(unit_query(), 9, EVERYTHING)) == 2
