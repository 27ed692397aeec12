"""Parts that are asked for beside the topic: bounded, named, in the sum, and off by default."""

from __future__ import annotations

import numpy as np
import pytest

from engine.briefs import parse_brief
from engine.community.preferred import preferred
from engine.ranking import explain, shortlist
from engine.ranking.asides import Aside, Shares, aside_points
from tests.engine.ranking.test_rank import COFFEE, EMBEDDER, FILLER, NOW, corpus_of, crowd

BRIEF = parse_brief("espresso", now=NOW)
PEOPLE = (
    ({"followers": 3000}, [*COFFEE, *FILLER[:2]], {}),
    ({"followers": 4000}, [*COFFEE[:2], *FILLER[:8]], {}),
    *crowd(),
)


def half_of_fifteen(creator_ids):
    share = np.where(creator_ids == 1, 0.5, 0.0)
    return Shares(share=share, inputs={"flagged": share * 15.0})


DOUBTS = Aside(
    part="doubts", points=-15.0, text="clip(flagged / cap)", measure=half_of_fifteen,
    constants={"cap": 15.0},
)  # fmt: skip


def ranked(*asides):
    found = shortlist(BRIEF, corpus_of(*PEOPLE), EMBEDDER, now=NOW, asides=asides, explained=True)
    return {candidate.creator.native_id: candidate for candidate in found.candidates}, found


def test_without_asides_nothing_changes():
    plain, found = ranked()
    assert all("doubts" not in candidate.contributions for candidate in plain.values())
    assert all(formula.part != "doubts" for formula in found.formulae)


def test_an_aside_is_a_part_of_the_sum_and_its_formula_makes_it():
    plain, _ = ranked()
    doubted, found = ranked(DOUBTS)
    (formula,) = (f for f in found.formulae if f.part == "doubts")
    for name, candidate in doubted.items():
        part = candidate.contributions["doubts"]
        flagged = candidate.inputs["doubts"]["flagged"]
        assert part == pytest.approx(formula.points * min(flagged / formula.constants["cap"], 1.0))
        assert candidate.score == pytest.approx(plain[name].score + part, abs=1e-9)
    assert sum(c.contributions["doubts"] < 0 for c in doubted.values()) == 1


def test_the_points_of_all_posts_still_sum_to_the_score():
    corpus = corpus_of(*PEOPLE)
    found = explain(1, BRIEF, corpus, EMBEDDER, now=NOW, asides=[DOUBTS])
    assert found.candidate is not None
    points = sum(evidence.points for evidence in found.candidate.evidence)
    assert points == pytest.approx(found.candidate.score, abs=1e-6)
    assert found.candidate.contributions["doubts"] == -7.5


def test_an_aside_never_exceeds_its_points():
    def wild(creator_ids):
        return Shares(share=np.array([-3.0, 0.4, 9.0]))

    points, _ = aside_points(
        [Aside(part="doubts", points=-10.0, text="", measure=wild)], np.array([1, 2, 3])
    )
    assert points["doubts"].tolist() == [0.0, -4.0, -10.0]
    assert not np.signbit(points["doubts"][0])


def test_who_is_preferred_gets_the_points_and_nobody_else():
    points, inputs = aside_points([preferred([4, 2], 7.5)], np.array([1, 2, 3, 4]))
    assert points["community"].tolist() == [0.0, 7.5, 0.0, 7.5]
    assert inputs["community"]["member"].tolist() == [0, 1, 0, 1]
