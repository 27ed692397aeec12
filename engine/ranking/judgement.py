"""Creators judged for a brief: from compared posts to points by part and by post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from engine.ranking.asides import Aside, aside_points
from engine.ranking.engagement import EngagementNorms
from engine.ranking.parts import parts
from engine.ranking.points import post_points, to_points
from engine.ranking.signals import Signals, is_on_topic, measure
from engine.ranking.topic import Compared, Lesson, Topic, judge, profile_strength, profile_sums
from engine.ranking.tuning import Tuning
from engine.vocabulary import CreatorId, Floats, Ids


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Yardstick:
    """All that creators are measured with for one brief, beside their posts."""

    lesson: Lesson
    norms: EngagementNorms
    weights: Mapping[str, float]  # points by part
    now: datetime
    tuning: Tuning
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Judgement:
    """Judged creators: points by part, each (c,), NaN for not known, and by post, (m,)."""

    compared: Compared
    topic: Topic
    signals: Signals
    points: Mapping[str, Floats]
    post_points: Floats
    aside_inputs: Mapping[str, Mapping[str, Floats]] = field(default_factory=dict)  # by part

    @property
    def creator_ids(self) -> Ids:
        """Return who was judged, (c,) ascending."""
        return self.compared.distinct.creator_ids

    @property
    def scores(self) -> Floats:
        """Return the sums of the points, (c,)."""
        return np.asarray(np.nansum(np.stack(list(self.points.values())), axis=0))

    def place_of(self, creator: CreatorId) -> int | None:
        """Return the position of `creator` in these arrays; None for one who was not judged."""
        place = int(np.searchsorted(self.creator_ids, creator))
        judged = place < len(self.creator_ids) and int(self.creator_ids[place]) == creator
        return place if judged else None

    def rows_of(self, place: int) -> NDArray[np.int64]:
        """Return the rows of the distinct posts of the creator at `place`."""
        starts = self.compared.distinct.starts
        return np.arange(starts[place], starts[place + 1])

    def times_on_topic(self, place: int) -> list[float]:
        """Return when the distinct posts on topic at `place` were written, ascending seconds."""
        rows, tuning = self.rows_of(place), self.compared.question.tuning
        counted = rows[is_on_topic(self.topic, tuning, rows)]
        return sorted(self.compared.distinct.latest[counted].tolist())


def judged(compared: Compared, yardstick: Yardstick) -> Judgement:
    """Judge the creators of `compared`, each by their own posts and one yardstick for all."""
    tuning, lesson = yardstick.tuning, yardstick.lesson
    topic = judge(compared, lesson)
    signals = measure(
        compared,
        topic,
        profile=profile_strength(compared, lesson, profile_sums(compared)),
        norms=yardstick.norms,
        now=yardstick.now,
    )
    beside, inputs = aside_points(yardstick.asides, compared.distinct.creator_ids)
    points = to_points(parts(signals, tuning), yardstick.weights) | beside
    return Judgement(
        compared=compared,
        topic=topic,
        signals=signals,
        points=points,
        post_points=post_points(compared, topic, signals, points),
        aside_inputs=inputs,
    )
