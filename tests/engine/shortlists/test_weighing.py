"""Scores under other weights are those that a search with these weights comes to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.corpus import LocalCorpus
from engine.embedders.hashing import HashingEmbedder
from engine.errors import ConfigError
from engine.ranking import shortlist
from engine.ranking.tuning import POINTS
from engine.shortlists.weighing import shares_of, stated, traced, weighed, weights_of, worth
from engine.vocabulary import Brief, Candidate, Creator, Shortlist
from tests.engine.exports.samples import SHORTLIST
from tests.engine.web.conftest import fill
from tests.engine.web.people import pages
from tests.fakes import NOW

HALF = {"relevance": 40.0, "frequency": 20.0, "recency": 40.0}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shortlist]:
    home, embedder = tmp_path_factory.mktemp("weighing"), HashingEmbedder()
    fill(home, *pages())
    other = {**POINTS, "recency": 60.0, "focus": 0.0}
    with LocalCorpus.open(home, embedder) as corpus:
        brief = Brief(text="espresso", topic="espresso grinder", k_creators=60)
        return {
            name: shortlist(replace(brief, weights=weights), corpus, embedder, now=NOW)
            for name, weights in (("usual", {}), ("other", other), ("traced", traced(other)))
        }


def test_weighing_again_is_what_a_search_with_those_weights_finds(
    found: dict[str, Shortlist],
) -> None:
    """Points of unknown parts included: every tenth creator has no known followers."""
    weights = weights_of({"recency": 60.0, "focus": 0.0})
    again = {one.creator.key: weighed(one, worth(found["usual"]), weights)
             for one in found["usual"].candidates}  # fmt: skip
    assert len(again) > 50
    for one in found["other"].candidates:
        same = again[one.creator.key]
        assert dict(same.contributions) == pytest.approx(dict(one.contributions), abs=1e-9)


def test_what_was_searched_for_with_no_points_can_be_weighed_back(
    found: dict[str, Shortlist],
) -> None:
    usual = {one.creator.key: one for one in found["usual"].candidates}
    was = worth(found["traced"])
    for one in found["traced"].candidates:
        back = weighed(one, was, weights_of({}))
        expected = usual[one.creator.key].contributions
        assert dict(back.contributions) == pytest.approx(dict(expected), abs=1e-5)


def test_the_same_weights_change_nothing_at_all(found: dict[str, Shortlist]) -> None:
    for one in found["usual"].candidates:
        assert weighed(one, worth(found["usual"]), weights_of({})) is one


def test_parts_beside_the_brief_stay_as_they_are() -> None:
    one = Candidate(
        creator=Creator(source="mastodon", native_id="1"),
        contributions={"relevance": 20.0, "frequency": 5.0, "community": 7.0},
    )
    # recency is not known: its 40 points go to the two others, so that a share of all is 100/60.
    shares = {"relevance": 20.0 / 40 * 60 / 100, "frequency": 5.0 / 20 * 60 / 100}
    assert shares_of(one, HALF) == pytest.approx(shares)
    again = weighed(one, HALF, {"relevance": 10.0, "frequency": 30.0, "recency": 10.0})
    assert dict(again.contributions) == pytest.approx(
        {
            "relevance": shares["relevance"] * 10 * 50 / 40,
            "frequency": shares["frequency"] * 30 * 50 / 40,
            "community": 7.0,
        }
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(sorted(HALF)), st.floats(0.0, 1.0), min_size=1),
       st.fixed_dictionaries({part: st.floats(0.0, 100.0) for part in HALF}))  # fmt: skip
def test_a_score_is_between_nothing_and_all_points_whatever_the_weights(
    shares: dict[str, float], weights: dict[str, float]
) -> None:
    scale = sum(HALF.values()) / sum(HALF[part] for part in shares)
    points = {part: share * HALF[part] * scale for part, share in shares.items()}
    one = Candidate(creator=Creator(source="a", native_id="b"), contributions=points)
    assert -1e-6 <= weighed(one, HALF, weights).score <= sum(weights.values()) + 1e-6


def test_a_run_that_does_not_say_what_parts_were_worth_is_left_alone() -> None:
    silent = replace(SHORTLIST, formulae=())
    assert worth(silent) == {}
    assert stated(silent, weights_of({})) is silent
    assert weighed(SHORTLIST.candidates[0], {}, weights_of({})) is SHORTLIST.candidates[0]


def test_a_part_there_is_not_is_refused() -> None:
    with pytest.raises(ConfigError, match="no part of the score is called 'luck'"):
        weights_of({"luck": 3.0})
