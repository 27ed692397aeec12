"""A corpus in a home: what it does when index and database do not agree, and its shortcuts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.corpus import LocalCorpus, lexical, profiles
from engine.corpus.lexical import token_counts
from engine.corpus.repeats import first_repeats, within_creators
from engine.errors import ConfigError
from engine.pipeline import catch_up
from engine.store import Embedding, Store, database_path, index_path
from engine.vectors import open_index
from engine.vocabulary import CreatorId, PostFilter, Vectors
from tests.fakes import NOW, make_page, make_post
from tests.unit_vectors import DIM, Model, unit_query, unit_rows

EVERYTHING = PostFilter()
WORDS = ("tea", "coffee", "milk", "cocoa", "water")


def vector_of(text: str) -> Vectors:
    return unit_rows(1, seed=len(text), dim=DIM)[0]


def embed(store: Store) -> None:
    rows = [
        Embedding(post_id=p.post_id, content_hash=p.content_hash, vector=vector_of(p.text))
        for p in store.pending_embeddings(Model.model_id, 5000)
    ]
    store.put_embeddings(Model.model_id, DIM, rows)


def index(home: Path, store: Store) -> None:
    opened, _ = open_index(
        index_path(home, Model.model_id),
        dim=DIM,
        model_id=Model.model_id,
        database_id=store.database_id,
    )
    catch_up(store, opened, model_id=Model.model_id)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Five posts, embedded and indexed."""
    with Store.open(database_path(tmp_path)) as store:
        store.commit_page(
            make_page(*(make_post(str(n), word) for n, word in enumerate(WORDS))), now=NOW
        )
        embed(store)
        index(tmp_path, store)
    return tmp_path


def nearest(corpus: LocalCorpus, text: str) -> int:
    return int(corpus.dense(vector_of(text), 1, EVERYTHING).ids[0])


def test_a_home_without_a_database_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there are no posts in") as caught:
        LocalCorpus.open(tmp_path, Model())
    assert caught.value.hint is not None
    assert "overheard import" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_gives_empty_answers(tmp_path: Path) -> None:
    Store.open(database_path(tmp_path)).close()
    with LocalCorpus.open(tmp_path, Model()) as corpus:
        assert len(corpus.dense(unit_query(), 5, EVERYTHING)) == 0
        assert len(corpus.lexical("tea", 5, EVERYTHING)) == 0
        assert len(corpus.profiles(unit_query(), 5, EVERYTHING)) == 0
        assert len(corpus.activity(unit_query(), np.array([1]), EVERYTHING).post_ids) == 0
        assert corpus.sample().posts.shape == (0, Model.dim)
        assert corpus.sample().profiles.shape == (0, Model.dim)
        assert len(corpus.engagement().creator_ids) == 0
        assert corpus.summary().posts == 0
        with pytest.raises(KeyError):
            corpus.why_not(CreatorId(1), EVERYTHING)


def test_the_index_is_used_as_it_is(home: Path) -> None:
    with LocalCorpus.open(home, Model()) as corpus:
        assert corpus.notice is None
        for number, word in enumerate(WORDS, 1):
            found = corpus.dense(vector_of(word), 5, EVERYTHING)
            assert len(found) == 5
            assert vector_of(WORDS[found.ids[0] - 1]).tolist() == vector_of(word).tolist()
            assert number in found.ids


def test_a_missing_index_is_made_in_memory_and_not_written(home: Path) -> None:
    index_path(home, Model.model_id).unlink()
    with LocalCorpus.open(home, Model()) as corpus:
        assert corpus.notice is None
        assert len(corpus.dense(unit_query(), 9, EVERYTHING)) == 5
    assert not index_path(home, Model.model_id).exists()


def test_a_damaged_index_costs_a_notice_and_nothing_else(home: Path) -> None:
    path = index_path(home, Model.model_id)
    path.write_bytes(path.read_bytes()[:-9])
    with LocalCorpus.open(home, Model()) as corpus:
        assert corpus.notice is not None
        assert "fails its checksum" in corpus.notice
        assert len(corpus.dense(unit_query(), 9, EVERYTHING)) == 5


def test_an_edited_post_is_found_by_its_new_text_only(home: Path) -> None:
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(make_post("2", "peppermint")), now=NOW)
        with LocalCorpus.open(home, Model()) as corpus:
            assert len(corpus.dense(vector_of("milk"), 9, EVERYTHING)) == 4
        embed(store)
    with LocalCorpus.open(home, Model()) as corpus:
        assert nearest(corpus, "peppermint") == 3
        found = corpus.dense(vector_of("peppermint"), 9, EVERYTHING)
        assert sorted(found.ids.tolist()) == [1, 2, 3, 4, 5]
        assert found.scores[0] == pytest.approx(1.0, abs=2e-3)


def test_an_index_that_lost_a_vector_is_made_again(home: Path) -> None:
    with Store.open(database_path(home)) as store:
        opened, _ = open_index(
            index_path(home, Model.model_id),
            dim=DIM,
            model_id=Model.model_id,
            database_id=store.database_id,
        )
    opened.remove(np.array([2]))
    opened.save()
    with LocalCorpus.open(home, Model()) as corpus:
        assert sorted(corpus.dense(unit_query(), 9, EVERYTHING).ids.tolist()) == [1, 2, 3, 4, 5]


def test_a_corpus_shows_one_moment_until_it_is_refreshed(home: Path) -> None:
    with LocalCorpus.open(home, Model()) as corpus, Store.open(database_path(home)) as store:
        table = corpus.engagement()
        assert not corpus.is_stale()
        store.commit_page(make_page(make_post("9", "peppermint tea", likes=3)), now=NOW)
        embed(store)
        assert corpus.is_stale()
        assert corpus.summary().posts == 5
        assert corpus.lexical("peppermint", 5, EVERYTHING).ids.tolist() == []
        corpus.refresh()
        assert not corpus.is_stale()
        assert corpus.summary().posts == 6
        assert corpus.lexical("peppermint", 5, EVERYTHING).ids.tolist() == [6]
        assert nearest(corpus, "peppermint tea") == 6
        assert corpus.engagement() is not table
        state = corpus.engagement()
        corpus.refresh()
        assert corpus.engagement() is state


def test_common_words_are_dropped_while_a_rarer_one_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "COMMON_POSTS", 3)
    said = ["tea leaves", *["tea"] * 9, "green leaves", *["milk"] * 20]
    with Store.open(database_path(tmp_path)) as store:
        store.commit_page(
            make_page(*(make_post(str(n), text) for n, text in enumerate(said))), now=NOW
        )
    with LocalCorpus.open(tmp_path, Model()) as corpus:
        for _ in range(2):
            both = corpus.lexical("tea leaves", 50, EVERYTHING)
            assert both.ids.tolist() == [1, 11]
            assert both.scores[0] == both.scores[1]
        assert corpus.lexical("tea milk", 50, EVERYTHING).ids.tolist() == [
            *range(2, 11),
            1,
            *range(12, 32),
        ]
        unheard = corpus.lexical("tea nowhere", 50, EVERYTHING)
        assert sorted(unheard.ids.tolist()) == list(range(1, 11))


def test_postings_are_forgotten_when_there_are_too_many(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexical, "KEPT_POSTINGS", 2)
    with LocalCorpus.open(home, Model()) as corpus:
        for _ in range(2):
            for number, word in enumerate(WORDS, 1):
                assert corpus.lexical(word, 5, EVERYTHING).ids.tolist() == [number]
        together = corpus.lexical(" ".join(WORDS), 5, EVERYTHING)
        assert together.ids.tolist() == [1, 2, 3, 4, 5]


def test_only_the_newest_posts_of_a_prolific_creator_are_looked_at(tmp_path: Path) -> None:
    n = 620
    with Store.open(database_path(tmp_path)) as store:
        made = [make_post(str(i), f"tea {i}", days_ago=i * 7 % n) for i in range(n)]
        store.commit_page(make_page(*made), now=NOW)
    with LocalCorpus.open(tmp_path, Model()) as corpus:
        found = corpus.activity(unit_query(), np.array([1]), EVERYTHING)
    newest = sorted((i * 7 % n, i + 1) for i in range(n) if i * 7 % n < 500)
    assert found.post_ids.tolist() == [number for _, number in reversed(newest)]


def test_a_sample_stands_for_all_and_is_always_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(profiles, "SAMPLE", 3)
    with LocalCorpus.open(home, Model()) as corpus, LocalCorpus.open(home, Model()) as other:
        first = corpus.sample()
        assert first is corpus.sample()
        assert first.posts.tolist() == other.sample().posts.tolist()
        every = corpus.activity(unit_query(), corpus.engagement().creator_ids, EVERYTHING)
        assert len(first.posts) == 3
        assert {*map(tuple, first.posts.tolist())} <= {*map(tuple, every.vectors.tolist())}


def test_repeats_are_found_whatever_the_grouping() -> None:
    dice = np.random.default_rng(0)
    owners = np.sort(dice.integers(0, 40, 900))
    centres = unit_rows(12, dim=8)
    rows = centres[dice.integers(0, 12, 900)] + 0.08 * unit_rows(900, seed=2, dim=8)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows[owners == 7] = centres[0]
    near = (rows @ rows.T >= 0.95) & (owners[:, None] == owners)
    expected = [int(np.flatnonzero(near[i])[0]) for i in range(900)]
    assert first_repeats(rows.astype(np.float32), owners).tolist() == expected
    lonely = near.sum(axis=1) == 1
    assert 0 < lonely.sum() < 900
    times = np.random.default_rng(4).integers(0, 50, 900)
    repeated, nearest = within_creators(rows.astype(np.float32), owners, times)
    assert repeated.tolist() == (~lonely).tolist()
    places = np.arange(900)
    earlier = (times < times[:, None]) | ((times == times[:, None]) & (places < places[:, None]))
    alike = np.where(earlier & (owners == owners[:, None]), rows @ rows.T, 0.0)
    np.testing.assert_allclose(nearest, alike.max(axis=1).clip(0.0), atol=1e-5)
    assert first_repeats(rows[:0].astype(np.float32), owners[:0]).tolist() == []


def test_lengths_of_texts_are_read_as_the_full_text_index_writes_them() -> None:
    sizes = [b"\x05\x00", b"\x81\x00\x03", b"\x81\x80\x01\x7f", b"\x00\x00"]
    n_octets = np.array([len(size) for size in sizes])
    assert token_counts(b"".join(sizes), n_octets).tolist() == [5, 131, 16385 + 127, 0]
    assert token_counts(b"", np.zeros(0, dtype=np.int64)).tolist() == []
