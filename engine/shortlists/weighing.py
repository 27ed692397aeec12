"""Scores under other weights, worked out from the parts of a run without a new search.

A part is a share of its points, and the points of parts that are not known of a creator go to the
others in proportion; so what a run says of each part can be taken back to its share and weighed
again. Parts that are asked for beside the brief (lists of customers, doubts) stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from engine.errors import ConfigError
from engine.ranking.points import part_weights
from engine.ranking.tuning import DEFAULTS
from engine.vocabulary import Candidate, Shortlist

Weights = Mapping[str, float]  # points by part
HIGHEST = 100.0  # points one may give a part
_TRACE = 1e-9  # points


def weights_of(wanted: Weights) -> dict[str, float]:
    """Return the points of every part: the defaults, overlaid with `wanted`.

    Raises:
        ConfigError: `wanted` names a part there is not, or a weight below zero.
    """
    return part_weights(wanted, DEFAULTS)


def points_of(part: str, written: str) -> float:
    """Return the points that were written for a part.

    Raises:
        ConfigError: they are not a number from 0 to `HIGHEST`.
    """
    try:
        points = float(written)
    except ValueError:
        points = -1.0
    if not 0.0 <= points <= HIGHEST:
        raise ConfigError(f"{part}: {written!r} is not from 0 to {HIGHEST:g} points")
    return points


def traced(weights: Weights) -> dict[str, float]:
    """Return `weights` to search with: a part of no points would leave no trace of its share."""
    return {part: max(points, _TRACE) for part, points in weights.items()}


def worth(found: Shortlist) -> dict[str, float]:
    """Return the points each part of a run was worth; empty where the run does not say."""
    points = {formula.part: formula.points for formula in found.formulae}
    return {part: points[part] for part in DEFAULTS.points if part in points}


def shares_of(candidate: Candidate, was: Weights) -> dict[str, float]:
    """Return the known parts of a candidate as shares of their points, by the weights they had."""
    known = {part: was[part] for part in was if part in candidate.contributions and was[part] > 0.0}
    scale = sum(was.values()) / max(sum(known.values()), _TRACE)
    return {
        part: candidate.contributions[part] / (points * scale) for part, points in known.items()
    }


def weighed(candidate: Candidate, was: Weights, weights: Weights) -> Candidate:
    """Return `candidate` with the sum it has under `weights`, having been weighed by `was`."""
    if not was or all(weights.get(part) == points for part, points in was.items()):
        return candidate
    shares = shares_of(candidate, was)
    known = sum(weights[part] for part in shares)
    scale = sum(weights.values()) / known if known > _TRACE else 0.0
    points = {part: share * weights[part] * scale for part, share in shares.items()}
    again = {
        part: points.get(part, given)
        for part, given in candidate.contributions.items()
        if part in points or part not in was
    }
    return replace(candidate, contributions=again)


def stated(found: Shortlist, weights: Weights) -> Shortlist:
    """Return `found` saying, of its parts, the points they are worth under `weights`."""
    if worth(found) == weights or not worth(found):
        return found
    formulae = (replace(one, points=weights.get(one.part, one.points)) for one in found.formulae)
    return replace(
        found, brief=replace(found.brief, weights=dict(weights)), formulae=tuple(formulae)
    )
