"""A score can be worked out again from what is exported, and so can what a post is worth."""

from __future__ import annotations

import json
import math
from copy import copy

import pytest

from engine.briefs import parse_brief
from engine.exports import dumps
from engine.ranking import explain, shortlist
from engine.vocabulary import CreatorId
from tests.engine.ranking.test_rank import COFFEE, EMBEDDER, FILLER, NOW, corpus_of, crowd

BRIEF = parse_brief("espresso", now=NOW)


def clip(value):
    return min(max(value, 0.0), 1.0)


def logit(share):
    return math.log(share / (1.0 - share))


def share_of(part, inputs, c):
    """What the text of each formula says."""
    if part == "relevance":
        best, profile = clip(inputs["best"] / c["full_strength"]), inputs["profile"]
        if profile is not None:
            by_profile = c["profile_share"]
            best = (1.0 - by_profile) * best + by_profile * clip(profile / c["full_profile"])
        if inputs["named"] is None:
            return best
        by_name = c["name_relevance"]
        return (1.0 - by_name) * best + by_name * (1.0 - 4.0 ** -inputs["named"])
    if part == "frequency":
        least = math.log(0.5)
        whole = math.log(c["full_count"] + 0.5) - least
        return clip((math.log(inputs["count"] + 0.5) - least) / whole)
    if part == "focus":
        low, high = logit(c["base_rate"]), logit(c["full_share"])
        return clip((logit(inputs["share"]) - low) / (high - low))
    if part == "engagement":
        return inputs["percentile"]
    days = inputs["days"]
    return 0.0 if days is None else 2.0 ** (-days / c["recency_half_life"])


def recomputed(document):
    """Every creator's score, from an exported shortlist and nothing else."""
    scores = {}
    for creator in document["creators"]:
        shares = {
            formula["part"]: share_of(
                formula["part"], creator["inputs"][formula["part"]], formula["constants"]
            )
            for formula in document["formulae"]
        }
        points = {formula["part"]: formula["points"] for formula in document["formulae"]}
        known = {part: share for part, share in shares.items() if share is not None}
        scale = sum(points.values()) / sum(points[part] for part in known)
        scores[creator["source"], creator["id"]] = sum(
            share * points[part] * scale for part, share in known.items()
        )
    return scores


@pytest.fixture(scope="module")
def corpus():
    return corpus_of(
        ({"followers": 3000}, [*COFFEE, *FILLER[:2]], {}),
        ({"followers": 4000}, [*COFFEE[:2], *FILLER[:8]], {}),
        ({"followers": 5000}, [*COFFEE[4:7], *FILLER[:3]], {"hashtags": ("espresso",) * 12}),
        ({}, COFFEE[2:5], {}),
        *crowd(),
    )


@pytest.mark.parametrize("text", ["espresso", "lighter roast", "a long walk in the rain"])
def test_every_rank_can_be_worked_out_from_the_exported_json_alone(corpus, text):
    brief = parse_brief(text, now=NOW)
    document = json.loads(dumps([shortlist(brief, corpus, EMBEDDER, now=NOW)]))
    scores = recomputed(document)
    listed = [(creator["source"], creator["id"]) for creator in document["creators"]]
    assert sorted(listed, key=lambda key: (-round(scores[key], 6), key)) == listed
    for creator in document["creators"]:
        assert scores[creator["source"], creator["id"]] == pytest.approx(creator["score"], abs=1e-6)


class Forgetful:
    """A corpus asked about as it is, but for some posts that their creators never posted."""

    def __init__(self, corpus, gone):
        self._whole, self._left = corpus, copy(corpus)
        self._left.forget()
        kept = {i: p for i, p in corpus._posts.items() if p.native_id not in gone}
        self._left._posts = kept
        self._left._vectors = {i: v for i, v in corpus._vectors.items() if i in kept}

    def __getattr__(self, name):
        return getattr(self._left if name == "activity" else self._whole, name)


def test_removing_a_post_costs_what_why_said(corpus):
    """To the last digit where the yardstick stays: what is usual here, and the topic."""
    for creator in (1, 3):
        told = explain(CreatorId(creator), BRIEF, corpus, EMBEDDER, now=NOW).candidate
        for evidence in told.evidence:
            left = Forgetful(corpus, {evidence.post.native_id})
            after = explain(CreatorId(creator), BRIEF, left, EMBEDDER, now=NOW).candidate
            assert told.score - after.score == pytest.approx(evidence.without, abs=1e-6)


def test_without_their_only_post_nothing_is_left():
    corpus = corpus_of(({"followers": 3000}, COFFEE[:1], {}), *crowd())
    told = explain(CreatorId(1), BRIEF, corpus, EMBEDDER, now=NOW).candidate
    assert told.evidence[0].without == pytest.approx(told.score)


def test_a_post_that_others_had_said_first_is_shown_with_theirs():
    """By whoever is asked about: on the list, or not."""
    corpus = corpus_of(
        ({}, ["espresso at noon with a lighter roast by the sea"], {}),
        ({}, ["espresso at noon with a lighter roast by the sea"], {}),
        *crowd(),
        ordinary=EMBEDDER.embed([*FILLER, "nothing at all", "something else entirely"]),
    )
    first, second = (
        explain(CreatorId(i), BRIEF, corpus, EMBEDDER, now=NOW).candidate.evidence[0]
        for i in (1, 2)
    )
    earlier, later = sorted([first, second], key=lambda e: e.post.created_at)
    assert earlier.discounts == ()
    assert earlier.weight == 1.0
    (discount,) = later.discounts
    assert (discount.kind, discount.left) == ("copies", 0.0)
    assert discount.earlier == (earlier.post.source, earlier.post.native_id)
    assert discount.similarity == pytest.approx(1.0, abs=1e-3)
    assert later.weight == 0.0


def test_prize_draws_walls_and_what_is_excluded_say_so():
    tags = tuple(f"tag{i}" for i in range(12))
    texts = ["espresso giveaway, tag a friend to win", "espresso with a lighter roast"]
    corpus = corpus_of(({}, texts, {"hashtags": tags}), *crowd())
    told = explain(CreatorId(1), BRIEF, corpus, EMBEDDER, now=NOW).candidate
    kinds = {e.post.text: [d.kind for d in e.discounts] for e in told.evidence}
    assert kinds == {texts[0]: ["prize draw", "hashtag wall"], texts[1]: ["hashtag wall"]}
    assert told.discounted == {"prize draw": 1, "hashtag wall": 2}
