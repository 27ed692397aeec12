"""What turns of speech and words of mood say of a stance, as numbers a model can weigh."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from engine.brands.telling.shown import MINE, OTHER, shown
from engine.brands.telling.turned import stance_by_turns
from engine.vocabulary import STANCES, Naming

COLUMNS = len(STANCES) + 12
_PART = re.compile(r"(?<=[.!?;])\s+|,\s+|\bbut\b")


def cues(namings: Sequence[Naming]) -> NDArray[np.float64]:  # (n, COLUMNS)
    """Return the rules' stance, VADER's scores of text and clause, signs of a rival, a question."""
    return np.array([_row(naming) for naming in namings], dtype=np.float64).reshape(-1, COLUMNS)


def _row(naming: Naming) -> list[float]:
    text, _ = shown(naming.text, naming.spans, naming.others)
    near = " ".join(part for part in _PART.split(text) if MINE in part) or text
    ruled = stance_by_turns(naming)
    return [
        *(float(ruled is stance) for stance in STANCES),
        *_mood(text),
        *_mood(near),
        float(OTHER in text),
        float("?" in text),
    ]


def _mood(text: str) -> list[float]:
    scores = _vader().polarity_scores(text)
    compound = scores["compound"]
    return [
        compound,
        scores["pos"],
        scores["neg"],
        max(compound, 0) ** 0.5,
        max(-compound, 0) ** 0.5,
    ]


@cache
def _vader() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()
