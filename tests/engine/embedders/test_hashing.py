from __future__ import annotations

import math
from hashlib import shake_128

import numpy as np
import pytest

from engine.embedders.hashing import HashingEmbedder


def test_similarity_is_about_the_share_of_words_in_common() -> None:
    embedder = HashingEmbedder(dim=4096)
    half, whole, none = embedder.embed(["red shoes", "red shirt", "blue hat"])
    assert half @ whole == pytest.approx(0.5, abs=0.05)
    assert half @ none == pytest.approx(0.0, abs=0.05)


def test_case_and_punctuation_do_not_count_and_words_do() -> None:
    embedder = HashingEmbedder()
    plain, shouted, other = embedder.embed(["red shoes", "RED, shoes!", "red shoe"])
    np.testing.assert_array_equal(plain, shouted)
    assert plain @ other < 0.99


def test_vectors_are_the_same_in_every_process_and_on_every_machine() -> None:
    numbers = [byte - 127.5 for byte in shake_128(b"espresso").digest(4)]
    expected = [number / math.hypot(*numbers) for number in numbers]
    np.testing.assert_allclose(HashingEmbedder(dim=4).embed_query("espresso"), expected, atol=1e-6)


def test_an_embedder_without_dimensions_is_refused() -> None:
    with pytest.raises(ValueError, match="dim must be at least 1, not 0"):
        HashingEmbedder(dim=0)
