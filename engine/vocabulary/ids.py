"""Names of things: ids of ours, and arrays of them."""

from __future__ import annotations

from typing import NamedTuple, NewType, TypeAlias

import numpy as np
from numpy.typing import NDArray

PostId = NewType("PostId", int)


CreatorId = NewType("CreatorId", int)


Ids: TypeAlias = NDArray[np.int64]  # (n,) ids of ours


Scores: TypeAlias = NDArray[np.float32]  # (n,)


Floats: TypeAlias = NDArray[np.float64]  # (n,)


Vectors: TypeAlias = NDArray[np.float32]  # (n, dim) or (dim,), unit rows


FIRST_RANK = 1


class CreatorKey(NamedTuple):
    """Who a creator is: the platform and the platform's own id. A handle may change."""

    source: str
    native_id: str


class PostKey(NamedTuple):
    """Which post it is: the platform and the platform's own id."""

    source: str
    native_id: str
