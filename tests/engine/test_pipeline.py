"""From pages to a searchable home, and nothing done twice."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from engine import pipeline
from engine.embedders.hashing import HashingEmbedder
from engine.errors import EmbedderError, InputError, StoreError
from engine.pipeline import catch_up, detect_pending, embed_pending, import_pages, index_home
from engine.store import Store, database_path, index_path, lock_path
from engine.text import embedding_text
from engine.vectors import open_index
from engine.vocabulary import Page, Problem, Vectors
from tests.fakes import NOW, make_creator, make_page, make_post

TEXTS = ["green tea", "black tea", "milk", "green tea", "🫖"]


class Listening:
    """A hashing embedder that remembers the texts it was given."""

    def __init__(self, model_id: str = "listening", dim: int = 16) -> None:
        self.model_id = model_id
        self.dim = dim
        self.heard: list[str] = []
        self._embedder = HashingEmbedder(dim)

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.heard.extend(texts)
        return self._embedder.embed(texts)

    def embed_query(self, text: str) -> Vectors:
        return self._embedder.embed_query(text)


class Broken(Listening):
    """An embedder whose vectors are not numbers."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.full((len(texts), self.dim), np.nan, dtype=np.float32)


@pytest.fixture
def stocked(store: Store) -> Store:
    posts = (make_post(str(n), text) for n, text in enumerate(TEXTS, 1))
    store.commit_page(make_page(*posts), now=NOW)
    return store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "home"
    path.mkdir()
    with Store.open(database_path(path)) as store:
        posts = (make_post(str(n), text) for n, text in enumerate(TEXTS, 1))
        store.commit_page(make_page(*posts), now=NOW)
    return path


def indexed(home: Path, embedder: Listening) -> dict[int, list[float]]:
    """Return what the index on disk holds: by embedding id, the vector."""
    with Store.open(database_path(home)) as store:
        index, reason = open_index(
            index_path(home, embedder.model_id),
            dim=embedder.dim,
            model_id=embedder.model_id,
            database_id=store.database_id,
        )
    assert reason is None
    ids = index.ids()
    return dict(zip(ids.tolist(), index.vectors(ids).tolist(), strict=True))


def test_an_import_reports_what_it_read_and_what_it_could_not(store: Store) -> None:
    pages = [
        make_page(make_post("1"), make_post("2"), creators=[make_creator("5")]),
        make_page(
            make_post("1"),
            make_post("2", "edited", creator="9"),
            problems=[Problem(where="line 3", reason="no text")],
            unmapped={"mood": 2},
        ),
        make_page(unmapped={"mood": 1, "age": 1}),
    ]
    heard: list[tuple[int, int | None]] = []
    report = import_pages(pages, store, now=NOW, progress=lambda *step: heard.append(step))
    assert (report.posts_read, report.posts_new) == (4, 2)
    assert (report.posts_updated, report.posts_unchanged) == (1, 1)
    assert report.creators == 3
    assert (report.n_problems, report.problems) == (1, (Problem(where="line 3", reason="no text"),))
    assert report.unmapped == {"mood": 3, "age": 1}
    assert heard == [(2, None), (4, None), (4, None)]


def test_the_first_thousand_problems_are_kept_and_all_are_counted(store: Store) -> None:
    problems = [Problem(where=f"line {n}", reason="no text") for n in range(1_300)]
    pages = [make_page(problems=problems[:600]), make_page(problems=problems[600:])]
    report = import_pages(pages, store, now=NOW)
    assert report.n_problems == 1_300
    assert report.problems == tuple(problems[:1_000])


def test_the_next_page_is_asked_for_when_the_last_one_is_on_disk(store: Store) -> None:
    seen = []

    def pages() -> Iterator[Page]:
        for n in range(3):
            with Store.open(store.path, read_only=True) as reader:
                seen.append(reader.summary().posts)
            yield make_page(make_post(str(n)))

    import_pages(pages(), store, now=NOW)
    assert seen == [0, 1, 2]
    assert gc.isenabled()


def test_pages_before_a_fault_of_the_file_are_kept(store: Store) -> None:
    def pages() -> Iterator[Page]:
        yield make_page(make_post("0"))
        yield make_page(make_post("1"))
        raise InputError("the file ends here")

    with pytest.raises(InputError, match="ends here"):
        import_pages(pages(), store, now=NOW)
    assert store.summary().posts == 2


def test_a_commit_that_fails_is_heard_of(store: Store) -> None:
    (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
    store.connection.execute(f"PRAGMA max_page_count = {pages}")
    long = make_post("0", "many words " * 9000)
    with pytest.raises(StoreError, match="full"):
        import_pages([make_page(make_post("1")), make_page(long)], store, now=NOW)


def test_equal_texts_are_embedded_once_and_empty_ones_never(stocked: Store) -> None:
    embedder = Listening()
    report = embed_pending(stocked, embedder)
    assert embedder.heard == ["milk", "green tea", "black tea"]
    assert (report.embedded, report.reused, report.nothing_to_embed) == (3, 1, 1)
    assert report.replaced_model is None
    stocked.commit_page(make_page(make_post("9", "milk")), now=NOW)
    again = embed_pending(stocked, embedder)
    assert (again.embedded, again.reused) == (0, 1)
    assert len(embedder.heard) == 3


def test_each_post_gets_the_vector_of_its_own_text(stocked: Store) -> None:
    embedder = Listening()
    embed_pending(stocked, embedder)
    ((ids, vectors),) = stocked.embeddings_after(embedder.model_id, 0)
    post_ids = stocked.connection.execute("SELECT post_id FROM embeddings ORDER BY id").fetchall()
    assert post_ids == [(1,), (2,), (3,), (4,)]
    wanted = embedder.embed([embedding_text(text, ()) for text in TEXTS[:4]])
    np.testing.assert_allclose(vectors, wanted, atol=2e-3)
    assert ids.tolist() == [1, 2, 3, 4]


def test_only_an_edited_post_is_embedded_again(stocked: Store) -> None:
    embedder = Listening()
    embed_pending(stocked, embedder)
    embedder.heard.clear()
    stocked.commit_page(make_page(make_post("3", "oat milk"), make_post("1", likes=4)), now=NOW)
    stocked.commit_page(make_page(make_post("1", "green tea", likes=5)), now=NOW)
    embed_pending(stocked, embedder)
    assert embedder.heard == ["oat milk"]


def test_many_posts_are_embedded_in_several_commits(
    stocked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline.indexing, "POSTS_AT_A_TIME", 2)
    heard: list[tuple[int, int | None]] = []
    report = embed_pending(stocked, Listening(), progress=lambda *step: heard.append(step))
    assert heard == [(2, 4), (4, 4)]
    assert (report.embedded, report.reused) == (3, 1)


def test_another_model_embeds_all_again_and_the_first_ones_vectors_stay(stocked: Store) -> None:
    first, second = Listening("first"), Listening("second", dim=8)
    embed_pending(stocked, first)
    report = embed_pending(stocked, second)
    assert (report.embedded, report.replaced_model) == (3, "first")
    assert [(model.model_id, model.posts) for model in stocked.models()] == [
        ("first", 4),
        ("second", 4),
    ]
    back = embed_pending(stocked, first)
    assert (back.embedded, back.reused, back.replaced_model) == (0, 0, "second")


def test_vectors_that_are_not_numbers_are_refused(stocked: Store) -> None:
    with pytest.raises(EmbedderError, match="finite: False"):
        embed_pending(stocked, Broken())
    assert stocked.n_embeddings("listening") == 0


def test_catching_up_adds_what_the_index_has_not_seen_and_drops_what_is_gone(
    stocked: Store, tmp_path: Path
) -> None:
    embedder = Listening()
    embed_pending(stocked, embedder)
    index, _ = open_index(
        tmp_path / "i.faiss", dim=16, model_id="listening", database_id=stocked.database_id
    )
    assert catch_up(stocked, index, model_id="listening") == 4
    assert catch_up(stocked, index, model_id="listening") == 0
    stocked.commit_page(make_page(make_post("2", "white tea")), now=NOW)
    embed_pending(stocked, embedder)
    assert catch_up(stocked, index, model_id="listening") == 1
    assert index.ids().tolist() == [1, 3, 4, 5]
    np.testing.assert_allclose(
        index.vectors(np.array([5])), embedder.embed(["white tea"]), atol=2e-2
    )


def test_an_indexed_home_is_indexed_again_without_work(home: Path) -> None:
    embedder = Listening()
    said: list[str] = []
    report = index_home(home, embedder, say=said.append)
    assert (report.embedding.embedded, report.added, report.indexed) == (3, 4, 4)
    written = index_path(home, "listening").stat().st_mtime_ns
    again = index_home(home, embedder, say=said.append)
    assert (again.embedding.embedded, again.added, again.indexed) == (0, 0, 4)
    assert index_path(home, "listening").stat().st_mtime_ns == written
    assert said == []


def test_rebuilding_gives_the_same_index_without_the_model(home: Path) -> None:
    embedder = Listening()
    index_home(home, embedder, say=print)
    before = indexed(home, embedder)
    embedder.heard.clear()
    report = index_home(home, embedder, rebuild=True, say=print)
    assert (report.added, embedder.heard) == (4, [])
    assert indexed(home, embedder) == before


def test_a_damaged_index_is_made_again_with_a_word(home: Path) -> None:
    embedder = Listening()
    index_home(home, embedder, say=print)
    before = indexed(home, embedder)
    path = index_path(home, "listening")
    damaged = bytearray(path.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    path.write_bytes(damaged)
    said: list[str] = []
    assert index_home(home, embedder, say=said.append).added == 4
    assert len(said) == 1
    assert indexed(home, embedder) == before


def test_an_index_from_the_databases_future_is_made_again(home: Path, tmp_path: Path) -> None:
    """An older copy of the database gives its next rows ids that the index has seen already."""
    embedder = Listening()
    copy = tmp_path / "copy.db"
    shutil.copy(database_path(home), copy)
    index_home(home, embedder, say=print)
    shutil.copy(copy, database_path(home))
    with Store.open(database_path(home)) as store:
        page = make_page(*(make_post(str(n), "🫖") for n in range(1, 4)))
        store.commit_page(page, now=NOW)
    said: list[str] = []
    report = index_home(home, embedder, say=said.append)
    assert (report.added, report.indexed) == (1, 1)
    assert "ahead of the database" in said[0]
    np.testing.assert_allclose(
        indexed(home, embedder)[1], embedder.embed(["green tea"])[0], atol=2e-2
    )


def test_a_changed_model_is_said_with_the_posts_it_costs(home: Path) -> None:
    index_home(home, Listening("first"), say=print)
    said: list[str] = []
    index_home(home, Listening("second"), say=said.append)
    assert said == ["the model changed from first to second: 4 posts are embedded again"]


def test_a_home_that_is_being_indexed_is_waited_for_and_then_named(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline.indexing, "LOCK_SECONDS", 0.01)
    with FileLock(lock_path(home)), pytest.raises(StoreError, match="another process") as caught:
        index_home(home, Listening(), say=print)
    assert str(home) in str(caught.value)
    assert caught.value.hint is not None


def test_a_home_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be written") as caught:
        index_home(tmp_path / "file" / "home", Listening(), say=print)
    assert caught.value.hint is not None


GERMAN = "Heute kam endlich die neue Mühle an, und der erste Kaffee schmeckt viel besser."
ENGLISH = "The grinder arrived today and the first espresso was already much better than before."


def languages(store: Store) -> list[tuple[int, str | None, str | None]]:
    """Return each post's id, its tag, and what was detected."""
    return store.connection.execute(
        "SELECT id, posts.lang, languages.lang FROM posts JOIN languages ON post_id = id"
    ).fetchall()


def test_languages_are_found_once_beside_the_tag_and_again_for_an_edited_text(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline.indexing, "POSTS_AT_A_TIME", 2)
    said: list[str] = []
    texts = (GERMAN, ENGLISH, "short", "🫖", ENGLISH)
    posts = [make_post(str(n), text, lang="fr") for n, text in enumerate(texts, 1)]
    store.commit_page(make_page(*posts), now=NOW)
    assert detect_pending(store, say=said.append) == 4
    assert said == ["finding the language of 4 posts"]
    before = [(1, "fr", "de"), (2, "fr", "en"), (3, "fr", None), (5, "fr", "en")]
    assert languages(store) == before
    assert store.posts([1]) == {1: posts[0]}
    assert (detect_pending(store), store.n_pending_languages()) == (0, 0)
    store.commit_page(make_page(make_post("2", GERMAN, lang=None), make_post("1", GERMAN)), now=NOW)
    assert detect_pending(store) == 1
    assert languages(store)[:2] == [(1, "en", "de"), (2, "fr", "de")]
    assert store.language_counts(0.5) == {"de": 2, None: 1, "en": 1}
    assert list(store.language_counts(1.01)) == [None]


def test_a_language_goes_with_its_post(store: Store) -> None:
    store.commit_page(make_page(make_post("1", GERMAN)), now=NOW)
    detect_pending(store)
    store.connection.execute("DELETE FROM posts")
    assert store.connection.execute("SELECT count(*) FROM languages").fetchone() == (0,)


def test_indexing_a_home_finds_languages_too(home: Path) -> None:
    index_home(home, Listening(), say=print)
    with Store.open(database_path(home)) as store:
        assert store.language_counts(0.7) == {None: 4}
        assert store.n_pending_languages() == 0
