"""Random unit vectors, always the same, and a model that names them."""

from __future__ import annotations

import numpy as np

from engine.vocabulary import Vectors

DIM = 16


class Model:
    """Names the vectors. Posts bring their own; what it embeds is random, always the same."""

    model_id = "test model/1"
    dim = DIM

    def embed(self, texts: list[str]) -> Vectors:
        return unit_rows(len(texts), seed=77)

    def embed_query(self, text: str) -> Vectors:
        return unit_query(len(text))


def unit_rows(n: int, seed: int = 0, dim: int = DIM) -> Vectors:
    """Return `n` random unit rows that half precision holds exactly enough to be told apart."""
    rows = np.random.default_rng(seed).standard_normal((n, dim)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows.astype(np.float16), dtype=np.float32)


def unit_query(seed: int = 0) -> Vectors:
    """Return a random unit vector."""
    return unit_rows(1, seed=1000 + seed)[0]
