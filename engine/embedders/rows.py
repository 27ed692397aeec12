"""What every embedder does with the texts it is given and the rows it gives back."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.errors import EmbedderError
from engine.vocabulary import Vectors

_SURROGATE = re.compile("[\ud800-\udfff]")
_SHOWN = 60  # characters of a text that an error quotes


def check_text(text: str) -> None:
    """Refuse a text that has no vector.

    Raises:
        ValueError: `text` is blank (leave such posts out: they are found by their words), or
            holds an unpaired surrogate (`engine.text.clean` takes it out).
    """
    if not text.strip():
        raise ValueError("a blank text has no vector; leave it out")
    if _SURROGATE.search(text):
        raise ValueError(f"unpaired surrogate in {text[:_SHOWN]!r}; clean the text first")


def distinct(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Return the different texts, in order, and for each of `texts` its position among them.

    Raises:
        ValueError: as `check_text`, naming the position of the text.
    """
    places: dict[str, int] = {}
    positions = [places.setdefault(text, len(places)) for text in texts]
    for text, place in places.items():
        try:
            check_text(text)
        except ValueError as error:
            raise ValueError(f"texts[{positions.index(place)}]: {error}") from error
    return list(places), np.array(positions, dtype=np.int64)


def unit_rows(vectors: NDArray[np.floating], texts: Sequence[str]) -> Vectors:
    """Return `vectors` (n, dim) as float32 rows of length 1; row i belongs to `texts[i]`.

    Raises:
        EmbedderError: a row is zero or not finite, so it has no direction.
    """
    rows = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    wrong = np.flatnonzero(~(np.isfinite(lengths[:, 0]) & (lengths[:, 0] > 0)))
    if len(wrong):
        text = texts[int(wrong[0])]
        raise EmbedderError(
            f"the model gave {text[:_SHOWN]!r} a vector of length {lengths[wrong[0], 0]}",
            hint="try another model, or report the text with the model's name",
        )
    unit: Vectors = rows / lengths
    return unit
