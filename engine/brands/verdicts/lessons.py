"""What people's labels of a brand's posts teach about the others.

A logistic model on two things: the log odds of the judge who knows no labels, and the words around
the name as a vector. From a handful of labels little can be learnt beside how far to trust the
first; strong regularisation and even weights for both sides keep it so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.vocabulary import Case, Floats, Vectors

LEAST = 8  # labels below which nothing is learnt
FOLDS = 5
# Chosen on the development half of the labelled names, with 20 labels a brand.
_WINDOW = 2.0  # how much a vector weighs beside the log odds
_LOOSENESS = 0.3  # inverse strength of regularisation
_ONE_SIDED = 1.0  # log odds by which labels that all say the same move the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Taught:
    """A labelled post: whether it means the brand."""

    case: Case
    meant: bool


class Lesson:
    """Learnt from the log odds, (n,), and the windows, (n, dim), of posts labelled `meant`."""

    def __init__(self, logits: Floats, windows: Vectors, meant: NDArray[np.bool_]) -> None:
        self._shift, self._model = 0.0, None
        if meant.all() or not meant.any():
            self._shift = _ONE_SIDED if meant.all() else -_ONE_SIDED
            return
        from sklearn.linear_model import LogisticRegression

        self._model = LogisticRegression(C=_LOOSENESS, class_weight="balanced", max_iter=1_000)
        self._model.fit(_columns(logits, windows), meant)

    def logits(self, logits: Floats, windows: Vectors) -> Floats:
        """Return the log odds of posts, given those without labels and their windows."""
        if self._model is None:
            return logits + self._shift
        learnt: Floats = self._model.decision_function(_columns(logits, windows))
        return learnt


def held_out(logits: Floats, windows: Vectors, meant: NDArray[np.bool_]) -> Floats:
    """Return the log odds of each labelled post, learnt from the labels of other folds, (n,)."""
    fold = np.arange(len(meant)) % FOLDS
    found = np.zeros(len(meant))
    for one in np.unique(fold):
        rest, held = fold != one, fold == one
        lesson = Lesson(logits[rest], windows[rest], meant[rest])
        found[held] = lesson.logits(logits[held], windows[held])
    return found


def telling(logits: Floats, n: int) -> NDArray[np.int64]:
    """Return which `n` posts would teach the most: those of which least is known, then by place."""
    order = np.lexsort((np.arange(len(logits)), np.abs(logits)))
    return np.asarray(order[:n], dtype=np.int64)


def meant_of(taught: Sequence[Taught]) -> NDArray[np.bool_]:
    """Return what the labels say, (n,)."""
    return np.array([one.meant for one in taught], dtype=np.bool_)


def _columns(logits: Floats, windows: Vectors) -> Floats:
    return np.column_stack([logits, _WINDOW * windows.astype(np.float64)])
