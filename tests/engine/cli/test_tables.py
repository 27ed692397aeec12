"""A shortlist as lines for a terminal, compared with what should stand there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from engine.cli.tables import place_lines, shortlist_lines
from engine.ranking import Explanation
from engine.vocabulary import (
    Brief,
    Candidate,
    CorpusSummary,
    Evidence,
    Shortlist,
    Understood,
)
from tests.fakes import NOW, make_creator, make_post

ANA = Candidate(
    creator=make_creator("77", handle="ana@example.social", followers=12_034),
    contributions={
        "relevance": 33.1,
        "frequency": 14.0,
        "focus": 9.94,
        "engagement": 8.2,
        "recency": 6.1,
    },
    evidence=(
        Evidence(
            post=make_post("1", "Dialled in the \x1b[31mespresso\nagain " + "and again " * 30),
            relevance=0.91,
            points=4.2,
            copies=2,
        ),
        Evidence(post=make_post("2", "[bold]Latte art[/bold]"), relevance=0.8, points=3.1),
    ),
    posts_on_topic=7,
    posts_seen=41,
    tier="micro",
)
NOBODY = Candidate(
    creator=make_creator("9", source="hackernews", name="コーヒー\u202e" * 20),
    contributions={"relevance": 20.0, "frequency": 0.0, "focus": 1.0, "recency": 0.5},
    unknown=("engagement", "followers"),
    posts_on_topic=1,
    posts_seen=1_200,
)
SHORTLIST = Shortlist(
    brief=Brief(
        text="home espresso, 5k to 50k followers",
        topic="home espresso",
        understood=(Understood(words="5k to 50k followers", meaning="followers 5000..50000"),),
    ),
    candidates=(ANA, NOBODY),
    made_at=NOW,
    engine_version="0.1.0",
    model_id="minilm-1234",
    corpus=CorpusSummary(
        posts=9_615, creators=500, oldest=NOW, newest=NOW, by_source={"mastodon": 9_615}
    ),
    dropped={"followers": 12},
    labels=("real text, simulated creators",),
)


def _lines(shortlist: Shortlist, width: int) -> list[str]:
    return [line.plain for line in shortlist_lines(shortlist, width)]


def test_a_shortlist_shows_ranks_sums_and_the_best_post() -> None:
    lines = _lines(SHORTLIST, 120)
    assert lines[0] == "Brief: home espresso, 5k to 50k followers"
    assert lines[2].split() == [
        "#", "creator", "tier", "followers", "score",
        "relevance", "frequency", "focus", "engagement", "recency", "posts",
    ]  # fmt: skip
    assert lines[3].split() == [
        "1", "@ana@example.social", "(mastodon)", "micro", "12k", "71.3",
        "33.1", "14.0", "9.9", "8.2", "6.1", "7/41",
    ]  # fmt: skip
    assert lines[4].startswith("    2026-05-31  Dialled in the ␛[31mespresso again and again")
    assert lines[4].endswith("… (×2)")  # noqa: RUF001


def test_what_is_not_known_is_a_dash_and_not_a_zero() -> None:
    row = _lines(SHORTLIST, 120)[5].split()
    assert row[-9:] == ["–", "–", "21.5", "20.0", "0.0", "1.0", "–", "0.5", "1/1200"]  # noqa: RUF001


def test_below_stands_what_was_understood_dropped_and_searched() -> None:
    assert _lines(SHORTLIST, 120)[7:] == [
        "searched for: “home espresso”",
        "understood: “5k to 50k followers” as followers 5000..50000",
        "undo: --ignore followers (--literal for all; or quote words)",
        "creators left out, followers not known: 12",
        "note: real text, simulated creators",
        "score = relevance + frequency + focus + engagement + recency;"
        " posts = on topic/seen; – not known",  # noqa: RUF001
        "corpus: 9,615 posts by 500 creators, 2026-06-01 to 2026-06-01, model minilm-1234",
    ]


@pytest.mark.parametrize("width", [80, 100, 115, 116, 120, 200])
def test_the_ranking_keeps_within_the_width(width: int) -> None:
    ranking = _lines(SHORTLIST, width)[:6]
    assert max(map(cell_len, ranking)) <= width
    assert len({cell_len(line) for line in (ranking[2], ranking[3], ranking[5])}) == 1


def test_over_an_empty_corpus_the_answer_is_to_import() -> None:
    nothing = CorpusSummary(posts=0, creators=0, oldest=None, newest=None, by_source={})
    lines = _lines(replace(SHORTLIST, candidates=(), corpus=nothing), 80)
    assert "Nothing is imported yet: read your posts with overheard import FILE." in lines
    assert not any(line.startswith("Nobody") for line in lines)


def test_an_empty_shortlist_says_what_to_try() -> None:
    lines = _lines(replace(SHORTLIST, candidates=()), 80)
    assert "Nobody answers this brief: ask with fewer filters or in other words." in lines


def test_why_shows_the_place_the_sum_and_every_post() -> None:
    explanation = Explanation(candidate=ANA, rank=3, n_ranked=1_200, shortlist=SHORTLIST)
    lines = [line.plain for line in place_lines(ANA.creator, explanation, 100)]
    assert lines[0] == "@ana@example.social (mastodon): rank 3 of 1,200 ranked"
    assert [line.split() for line in lines[2:8]] == [
        ["relevance", "33.1"],
        ["frequency", "14.0"],
        ["focus", "9.9"],
        ["engagement", "8.2"],
        ["recency", "6.1"],
        ["score", "71.3"],
    ]
    assert lines[-2] == "    3.1  2026-05-31  [bold]Latte art[/bold]"
    shown = sum(evidence.points for evidence in ANA.evidence)
    assert lines[-1] == f"  {71.3 - shown:5.1f}  all their other posts together"


def test_why_says_what_keeps_a_creator_out() -> None:
    explanation = Explanation(
        candidate=None,
        rank=None,
        n_ranked=5,
        shortlist=SHORTLIST,
        kept_out_by=("followers are not known",),
    )
    assert [line.plain for line in place_lines(NOBODY.creator, explanation, 100)][1:] == [
        "  kept out: followers are not known",
        "No post of theirs passes the filters on posts.",
    ]
