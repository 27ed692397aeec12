"""Whose posts teach what a brief is about: creators who answer it in company.

Posts that happen to be near a brief are scattered over creators who have little else in common; a
topic is what several creators keep to. So a creator is believed as far as the creators nearest to
them answer the brief too (van Rijsbergen's cluster hypothesis, 1979, with creators for
documents), and the posts of those believed most teach. Where a brief's own words are rare among
those who talk about the matter, single posts mislead and company does not; nor do words that a
creator has again and again.
"""

from __future__ import annotations

from dataclasses import fields

import numpy as np

from engine.ranking.distinct import Positions, distinct_posts
from engine.ranking.topic import Compared, profile_strength, profile_sums, unlearned
from engine.vocabulary import Activity, Floats, Ids, Vectors

_LEAST = 1e-6


def in_company(compared: Compared) -> Compared:
    """Return the posts of the creators who teach, and no others.

    Everybody's, where the brief is a name: those who name it teach.
    """
    tuning = compared.question.tuning
    n = len(compared.distinct.creator_ids)
    if len(compared.question.named) or n <= tuning.teachers:
        return compared
    believed = _smoothed(compared)
    best = np.lexsort((np.arange(n), -believed))[: tuning.teachers]
    return _only(compared, np.sort(best))


def _smoothed(compared: Compared) -> Floats:
    """Return how well each creator and those nearest to them answer the brief on average, (c,).

    Nearness is the cosine of what their posts, each for its weight, have beside random posts.
    """
    tuning = compared.question.tuning
    sums = profile_sums(compared)
    meaning = np.nan_to_num(profile_strength(compared, unlearned(compared.question), sums))
    answers = meaning / tuning.full_profile + _said_again(compared) / tuning.full_words
    return np.asarray(answers[_nearest(compared, sums)].mean(axis=1), dtype=np.float64)


def _said_again(compared: Compared) -> Floats:
    """Return the strength by words of each creator's post that is the last of a few best, (c,).

    A creator who has the brief's words in one post may have them by chance; 0 for who has fewer
    posts than that.
    """
    tuning, distinct = compared.question.tuning, compared.distinct
    words = np.maximum(compared.words - tuning.chance_words, 0.0) * compared.discounts.weight
    few, fewer = (distinct.best(words, n) for n in (tuning.said_again, tuning.said_again - 1))
    return distinct.total(np.where(few & ~fewer, words, 0.0))


def _nearest(compared: Compared, sums: Vectors) -> Positions:
    """Return each creator's place and those of their nearest, (c, company)."""
    weight = compared.discounts.weight * compared.known
    usual = compared.question.around.posts.own.mean.astype(np.float32)
    counted = compared.distinct.total(weight).astype(np.float32)
    beside = sums - counted[:, None] * usual
    lengths = np.sqrt(np.einsum("cd,cd->c", beside, beside))
    beside /= np.maximum(lengths, np.float32(_LEAST))[:, None]
    k = min(compared.question.tuning.company, len(beside))
    return np.argpartition(-(beside @ beside.T), k - 1, axis=1)[:, :k].astype(np.int64)


def _only(compared: Compared, places: Positions) -> Compared:
    """Return what is compared of the creators at `places`, ascending."""
    activity = _activity_of(compared.activity, compared.distinct.creator_ids[places])
    rows = np.flatnonzero(np.isin(compared.distinct.owner, places))
    return compared.of(rows, distinct_posts(activity), activity)


def _activity_of(activity: Activity, creators: Ids) -> Activity:
    """Return the posts of `creators`, who keep all of theirs."""
    kept = np.isin(activity.creator_ids, creators)
    left, place = np.flatnonzero(kept), np.cumsum(kept) - 1
    arrays = {field.name: getattr(activity, field.name)[left] for field in fields(activity)}
    return Activity(**arrays | {"duplicate_of": place[arrays["duplicate_of"]]})
