"""What every vector index promises, held against a matrix product over a dictionary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.protocols import VectorIndex
from engine.vectors import Kind, open_as, open_index
from engine.vectors.exact import ExactIndex
from engine.vectors.faiss import FaissIndex, Sizes
from engine.vectors.file import IndexFile
from engine.vocabulary import Ids, Vectors
from tests.unit_vectors import DIM, unit_rows

# Everything searched, so that only the rounding to eight bits keeps it from being exact.
TRAINED = Sizes(trained_above=20, probes=10_000)
SKETCHED = Sizes(sketched_above=20)
MAKERS: dict[str, tuple[Callable[[], VectorIndex], float]] = {
    "exact": (lambda: ExactIndex(DIM), 1e-6),
    "flat": (lambda: FaissIndex(DIM), 1e-6),
    "sketched": (lambda: FaissIndex(DIM, sizes=SKETCHED), 1e-6),
    "trained": (lambda: FaissIndex(DIM, sizes=TRAINED), 0.03),
}
KINDS: list[Kind] = [ExactIndex, FaissIndex]


@pytest.fixture(params=MAKERS)
def made(request: pytest.FixtureRequest) -> tuple[VectorIndex, float]:
    make, tolerance = MAKERS[request.param]
    return make(), tolerance


def ids_of(*ids: int) -> Ids:
    return np.array(ids, dtype=np.int64)


def expected(
    kept: dict[int, Vectors], query: Vectors, k: int, allowed: set[int] | None = None
) -> list[tuple[int, float]]:
    scored = [(i, float(v @ query)) for i, v in kept.items() if allowed is None or i in allowed]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0]))[:k]


def check(
    index: VectorIndex,
    kept: dict[int, Vectors],
    k: int,
    *,
    allowed: set[int] | None = None,
    tolerance: float = 1e-6,
) -> None:
    """Search and compare every score with the oracle's, at its place and for its id."""
    query = unit_rows(1, seed=99)[0]
    given_ids = None if allowed is None else np.array(sorted(allowed), dtype=np.int64)
    run = index.search(query, k, allowed=given_ids)
    wanted = expected(kept, query, k, allowed)
    assert len(run) == len(wanted) == len(set(run.ids.tolist()))
    assert run.ids.dtype == np.int64
    assert run.scores.dtype == np.float32
    assert run.scores.tolist() == sorted(run.scores.tolist(), reverse=True)
    assert run.scores == pytest.approx([score for _, score in wanted], abs=tolerance)
    own = [float(kept[i] @ query) for i in run.ids.tolist()]
    assert run.scores == pytest.approx(own, abs=tolerance)
    assert allowed is None or set(run.ids.tolist()) <= allowed


@settings(deadline=None, max_examples=40)
@given(
    name=st.sampled_from(sorted(MAKERS)),
    gaps=st.lists(st.integers(1, 1000), max_size=60),
    k=st.integers(0, 70),
    cut=st.integers(0, 60),
    stride=st.integers(1, 9),
    removed=st.sets(st.integers(0, 59)),
    seed=st.integers(0, 5),
)
def test_any_search_agrees_with_the_oracle(
    name: str, gaps: list[int], k: int, cut: int, stride: int, removed: set[int], seed: int
) -> None:
    make, tolerance = MAKERS[name]
    index, rows = make(), unit_rows(len(gaps), seed)
    ids = np.cumsum(np.array(gaps, dtype=np.int64), dtype=np.int64)
    index.add(ids[:cut], rows[:cut])
    index.add(ids[cut:], rows[cut:])
    gone = {int(ids[place]) for place in removed if place < len(ids)}
    index.remove(np.array([*gone, 10**9], dtype=np.int64))
    kept = {i: row for i, row in zip(ids.tolist(), rows, strict=True) if i not in gone}
    assert index.ids().tolist() == sorted(kept)
    assert index.watermark() == (int(ids[-1]) if len(ids) else 0)
    check(index, kept, k, tolerance=tolerance)
    check(index, kept, k, allowed=set(ids[::stride].tolist()), tolerance=tolerance)
    check(index, kept, k, allowed=set(ids[: len(ids) // 2].tolist()) | {5}, tolerance=tolerance)


def test_vectors_come_back_by_id_in_the_order_asked(made: tuple[VectorIndex, float]) -> None:
    index, tolerance = made
    rows = unit_rows(40)
    index.add(np.arange(10, 50), rows)
    index.remove(ids_of(10, 30))
    wanted = ids_of(49, 11, 31)
    assert index.vectors(wanted) == pytest.approx(rows[wanted - 10], abs=tolerance)
    assert index.vectors(ids_of()).shape == (0, DIM)


def test_an_unknown_id_has_no_vector(made: tuple[VectorIndex, float]) -> None:
    index, _ = made
    with pytest.raises(KeyError, match="7"):
        index.vectors(ids_of(7))
    index.add(ids_of(5, 9), unit_rows(2))
    for unknown in (1, 7, 10):
        with pytest.raises(KeyError, match=str(unknown)):
            index.vectors(ids_of(5, unknown))


def test_ids_at_or_below_the_watermark_are_refused(made: tuple[VectorIndex, float]) -> None:
    index, _ = made
    index.add(ids_of(5, 9), unit_rows(2))
    index.remove(ids_of(9))
    for ids in (ids_of(9), ids_of(12, 11), ids_of(12, 12), ids_of(0)):
        with pytest.raises(ValueError, match="watermark 9"):
            index.add(ids, unit_rows(len(ids)))
    assert index.watermark() == 9
    assert index.ids().tolist() == [5]
    index.add(ids_of(10), unit_rows(1))
    assert index.ids().tolist() == [5, 10]


def test_what_is_not_a_finite_row_of_the_dimension_is_refused(
    made: tuple[VectorIndex, float],
) -> None:
    index, _ = made
    broken = unit_rows(1)
    broken[0, 3] = np.nan
    for rows in (broken, unit_rows(2), unit_rows(1)[:, :8]):
        with pytest.raises(ValueError, match="vectors must be"):
            index.add(ids_of(1), rows)
    assert len(index) == index.watermark() == 0
    for query in (broken[0], unit_rows(1)[0, :8]):
        with pytest.raises(ValueError, match="a query must be"):
            index.search(query, 3)


def test_equal_vectors_are_ordered_by_id_even_where_the_run_ends(
    made: tuple[VectorIndex, float],
) -> None:
    index, _ = made
    rows = np.concatenate([np.repeat(unit_rows(1), 300, axis=0), unit_rows(10, seed=3)])
    index.add(np.arange(1, 311) * 3, rows)
    query = unit_rows(1)[0]
    assert index.search(query, 7).ids.tolist() == [3, 6, 9, 12, 15, 18, 21]
    odd = np.arange(1, 311, 2) * 3
    assert index.search(query, 4, allowed=odd).ids.tolist() == [3, 9, 15, 21]
    few = np.arange(250, 311, 7) * 3
    assert index.search(query, 2, allowed=few).ids.tolist() == [750, 771]


def test_one_allowed_vector_among_many_decoys_is_found(made: tuple[VectorIndex, float]) -> None:
    index, _ = made
    query = unit_rows(1)[0]
    rows = np.repeat(query[None], 3000, axis=0)
    rows[1777] = -query
    index.add(np.arange(1, 3001), rows)
    assert index.search(query, 1, allowed=ids_of(1778)).ids.tolist() == [1778]
    assert index.search(query, 5, allowed=ids_of(1778, 99_999)).ids.tolist() == [1778]
    assert len(index.search(query, 5, allowed=ids_of())) == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_saved_index_opens_as_it_was(kind: Kind, tmp_path: Path) -> None:
    file = IndexFile(path=tmp_path / "a" / "m.faiss", dim=DIM, model_id="m", database_id="d")
    index, reason = open_as(kind, file)
    assert reason is None
    rows = unit_rows(30)
    index.add(np.arange(1, 31), rows)
    index.remove(ids_of(4, 30))
    index.save()
    index.add(ids_of(31), unit_rows(1, seed=8))
    again, reason = open_as(kind, file)
    assert reason is None
    assert again.dim == DIM
    assert again.watermark() == 30
    kept = {i: rows[i - 1] for i in range(1, 31) if i not in {4, 30}}
    assert again.ids().tolist() == sorted(kept)
    check(again, kept, 10)
    again.add(ids_of(31), unit_rows(1, seed=8))
    again.save()
    last, _ = open_as(kind, file)
    check(last, {**kept, 31: unit_rows(1, seed=8)[0]}, 40)
    assert [path.name for path in file.path.parent.iterdir()] == ["m.faiss"]


def test_a_saved_trained_index_opens_as_it_was(tmp_path: Path) -> None:
    file = IndexFile(path=tmp_path / "m.faiss", dim=DIM, model_id="m", database_id="d")
    index = FaissIndex(DIM, file=file, sizes=TRAINED)
    rows = unit_rows(100)
    index.add(np.arange(1, 101), rows)
    index.remove(np.arange(1, 101, 3))
    index.save()
    again = FaissIndex.load(file, sizes=TRAINED)
    assert again.is_trained
    kept = {i: rows[i - 1] for i in range(1, 101) if i % 3 != 1}
    check(again, kept, 200, tolerance=0.03)
    again.remove(ids_of(2))
    again.add(ids_of(101), unit_rows(1, seed=5))
    del kept[2]
    kept[101] = unit_rows(1, seed=5)[0]
    check(again, kept, 200, tolerance=0.03)
    assert again.vectors(ids_of(101)) == pytest.approx(unit_rows(1, seed=5), abs=0.1)


def test_opening_without_a_file_gives_an_empty_index_and_nothing_to_say(tmp_path: Path) -> None:
    index, reason = open_index(tmp_path / "x.faiss", dim=DIM, model_id="m", database_id="d")
    assert (len(index), index.watermark(), reason) == (0, 0, None)
    assert len(index.search(unit_rows(1)[0], 5)) == 0
