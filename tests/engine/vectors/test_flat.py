"""Vectors are kept in half precision and read back exactly."""

from __future__ import annotations

import numpy as np

from engine.vectors.flat import codes_of, decoded, flat

DIM = 64


def test_every_finite_half_is_read_back_as_the_number_it_is() -> None:
    halves = np.arange(2**16, dtype=np.uint16).view(np.float16)
    finite = halves[np.isfinite(halves)].astype(np.float32)
    rows = np.resize(finite, (len(finite) // DIM + 1, DIM))
    index = flat(DIM)
    index.add(rows)
    order = np.random.default_rng(0).permutation(len(rows))
    assert np.array_equal(decoded(index, order), rows[order])
    assert np.array_equal(np.signbit(decoded(index, order)), np.signbit(rows[order]))


def test_they_are_what_the_index_itself_decodes() -> None:
    rows = np.random.default_rng(1).normal(size=(600, DIM)).astype(np.float32)
    index = flat(DIM)
    index.add(rows)
    own = np.empty_like(rows)
    index.sa_decode(np.ascontiguousarray(codes_of(index)).view(np.uint8), x=own)
    assert decoded(index, np.arange(len(rows))).tobytes() == own.tobytes()
