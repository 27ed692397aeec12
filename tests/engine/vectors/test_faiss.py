"""What is peculiar to FAISS: the two sizes, and the two ways to apply a filter."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from engine.errors import VectorIndexError
from engine.vectors import means_index
from engine.vectors.exact import ExactIndex
from engine.vectors.faiss import FaissIndex, Sizes
from engine.vectors.file import IndexFile
from engine.vocabulary import Vectors
from tests.unit_vectors import unit_rows

DIM = 32
N = 6000


@pytest.fixture(scope="module")
def rows() -> Vectors:
    """Vectors in sixty groups, as posts are."""
    centres = unit_rows(60, seed=1, dim=DIM)
    rows = centres[np.arange(N) % 60] + 0.5 * unit_rows(N, seed=2, dim=DIM)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows, dtype=np.float32)


@pytest.fixture(scope="module")
def exact(rows: Vectors) -> ExactIndex:
    index = ExactIndex(DIM)
    index.add(np.arange(1, N + 1), rows)
    return index


def test_the_index_is_trained_when_it_outgrows_the_flat_size(rows: Vectors) -> None:
    index = FaissIndex(DIM, sizes=Sizes(trained_above=500))
    index.add(np.arange(1, 501), rows[:500])
    assert not index.is_trained
    index.add(np.arange(501, 502), rows[500:501])
    assert index.is_trained
    assert index.vectors(index.ids()) == pytest.approx(rows[:501], abs=0.05)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.5, 1.0])
def test_the_trained_index_finds_nearly_what_is_there(
    rows: Vectors, exact: ExactIndex, share: float
) -> None:
    index = FaissIndex(DIM, sizes=Sizes(trained_above=1000, probes=64))
    index.add(np.arange(1, N + 1), rows)
    ids = np.arange(1, N + 1)
    allowed = None if share == 1.0 else ids[np.random.default_rng(0).random(N) < share]
    found = wanted = 0
    for query in rows[:20]:
        oracle = set(exact.search(query, 100, allowed=allowed).ids.tolist())
        found += len(oracle & set(index.search(query, 100, allowed=allowed).ids.tolist()))
        wanted += len(oracle)
    assert found / wanted > 0.95


def sketched(rows: Vectors, **sizes: int) -> FaissIndex:
    index = FaissIndex(DIM, sizes=Sizes(sketched_above=1000, **sizes))
    index.add(np.arange(1, N + 1), rows)
    return index


@pytest.mark.parametrize("k", [1, 50, 3000])
@pytest.mark.parametrize("share", [0.9, 1.0])
def test_a_sketch_loses_hardly_anything(
    rows: Vectors, exact: ExactIndex, share: float, k: int
) -> None:
    index = sketched(rows)
    ids = np.arange(1, N + 1)
    allowed = None if share == 1.0 else ids[np.random.default_rng(0).random(N) < share]
    lost = 0
    for query in rows[:20]:
        wanted = exact.search(query, k, allowed=allowed)
        run = index.search(query, k, allowed=allowed)
        assert len(run) == k
        own = rows[run.ids - 1] @ query
        assert run.scores == pytest.approx(own, abs=1e-3)
        lost += len(set(wanted.ids.tolist()) - set(run.ids.tolist()))
    assert lost <= 0.01 * 20 * k


def test_a_sketch_follows_what_is_removed_and_added(rows: Vectors, exact: ExactIndex) -> None:
    index = FaissIndex(DIM, sizes=Sizes(sketched_above=1000))
    index.add(np.arange(1, 4001), rows[:4000])
    gone = np.arange(1, 4001, 3)
    index.remove(gone)
    index.add(np.arange(4001, N + 1), rows[4000:])
    left = np.setdiff1d(np.arange(1, N + 1), gone)
    for query in rows[:20]:
        run, wanted = index.search(query, 40), exact.search(query, 40, allowed=left)
        assert run.scores == pytest.approx(wanted.scores, abs=1e-3)


def test_a_saved_sketch_proposes_as_before(rows: Vectors, tmp_path: Path) -> None:
    file = IndexFile(path=tmp_path / "rows.faiss", dim=DIM, model_id="rows", database_id="some")
    index = FaissIndex(DIM, file=file, sizes=Sizes(sketched_above=1000))
    index.add(np.arange(1, N + 1), rows)
    index.remove(np.arange(1, N, 5))
    index.save()
    assert file.doubt() is None
    again = FaissIndex.load(file, sizes=Sizes(sketched_above=1000))
    for query in rows[:5]:
        run, wanted = again.search(query, 40), index.search(query, 40)
        assert run.ids.tolist() == wanted.ids.tolist()
        assert run.scores.tolist() == wanted.scores.tolist()


@pytest.mark.parametrize("sizes", [Sizes(), Sizes(sketched_above=1000), Sizes(trained_above=1000)])
def test_what_is_written_without_a_file_is_restored_with_its_sketch(
    rows: Vectors, sizes: Sizes
) -> None:
    index, stream = FaissIndex(DIM, sizes=sizes), BytesIO()
    index.add(np.arange(1, 2 * N + 1, 2), rows)
    index.write(stream.write)
    stream.seek(0)
    again = FaissIndex(DIM, sizes=sizes)
    again.restore(stream, index.ids(), index.written)
    assert (again.written, again.watermark()) == (index.written, 2 * N - 1)
    for query in rows[:5]:
        run, wanted = again.search(query, 40), index.search(query, 40)
        assert run.ids.tolist() == wanted.ids.tolist()
        assert run.scores.tolist() == wanted.scores.tolist()


def test_what_is_written_of_other_ids_is_not_restored(rows: Vectors) -> None:
    index, stream = FaissIndex(DIM), BytesIO()
    index.add(np.arange(1, 101), rows[:100])
    index.write(stream.write)
    stream.seek(0)
    with pytest.raises(VectorIndexError, match="holds 100 vectors of 32, not 99"):
        FaissIndex(DIM).restore(stream, index.ids()[1:], index.written)


def test_means_get_finer_codes_from_fewer_on_and_hardly_any_is_lost() -> None:
    """Means are alike: each is a little of its own beside what all have in common."""
    n, k = 50_500, 300
    rows = unit_rows(1, seed=3, dim=DIM) + 0.8 * unit_rows(n, seed=4, dim=DIM)
    rows = np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
    index, exact = means_index(DIM), ExactIndex(DIM)
    for one in (index, exact):
        one.add(np.arange(1, n + 1), rows)
    assert index.written["codes"] == n
    queries = unit_rows(20, seed=5, dim=DIM)
    found = [set(index.search(q, k).ids.tolist()) for q in queries]
    wanted = [set(exact.search(q, k).ids.tolist()) for q in queries]
    assert sum(len(a & b) for a, b in zip(found, wanted, strict=True)) >= 0.99 * k * len(queries)


def test_many_equal_vectors_still_come_in_the_order_of_their_ids(rows: Vectors) -> None:
    """The codes of equal vectors are equal: which of them are proposed first is an accident."""
    same = np.repeat(rows[:1], 2000, axis=0)
    index = FaissIndex(DIM, sizes=Sizes(sketched_above=1000))
    index.add(np.arange(1, N + 2001), np.concatenate([rows, same]))
    assert index.search(rows[0], 20).ids.tolist() == [1, *range(N + 1, N + 20)]


@pytest.mark.parametrize("share", [0.001, 0.1, 0.31, 0.5, 0.9])
def test_the_flat_index_is_exact_whatever_share_is_allowed(
    rows: Vectors, exact: ExactIndex, share: float
) -> None:
    index = FaissIndex(DIM)
    index.add(np.arange(1, N + 1), rows)
    allowed = np.arange(1, N + 1)[np.random.default_rng(0).random(N) < share]
    for query in rows[:5]:
        wanted = exact.search(query, 200, allowed=allowed)
        run = index.search(query, 200, allowed=allowed)
        assert run.scores == pytest.approx(wanted.scores, abs=1e-3)
        assert len(set(run.ids.tolist()) & set(wanted.ids.tolist())) >= len(wanted) - 4


def test_a_filter_against_the_query_still_gives_all_it_allows(
    rows: Vectors, exact: ExactIndex
) -> None:
    """More than half is allowed, but nothing of what lies nearest: the shortcut must notice."""
    index = FaissIndex(DIM)
    index.add(np.arange(1, N + 1), rows)
    query = rows[0]
    farthest = np.sort(exact.search(query, N).ids[N // 3 :])
    run = index.search(query, 300, allowed=farthest)
    assert run.scores == pytest.approx(exact.search(query, 300, allowed=farthest).scores, abs=1e-3)
