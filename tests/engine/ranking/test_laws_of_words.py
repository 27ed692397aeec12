"""The laws where there are random posts enough to judge wordings and forms of posts by."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime
from functools import cache

import numpy as np
import pytest
import zstandard

from engine.briefs import parse_brief
from engine.demo import EXAMPLE_BRIEFS, NOW, SAMPLE
from engine.embedders.hashing import HashingEmbedder
from engine.ranking.judgement import judged
from engine.ranking.rank import _scene
from engine.ranking.tuning import DEFAULTS
from engine.vocabulary import Creator, Engagement, Post
from tests.engine.ranking.test_laws import unlearned_yardstick
from tests.list_corpus import ListCorpus

EMBEDDER = HashingEmbedder(256)
N_CREATORS = 40


@cache
def bundled():
    """The posts, creators and vectors of the first creators of the bundled sample."""
    posts, creators = [], {}
    with zstandard.open(SAMPLE, "rb") as packed:
        for line in io.TextIOWrapper(packed, encoding="utf-8"):
            row = json.loads(line)
            writer = row["creator"]
            if writer["id"] not in creators and len(creators) == N_CREATORS:
                continue
            creators.setdefault(
                writer["id"],
                Creator(
                    source="demo",
                    native_id=writer["id"],
                    handle=writer["handle"],
                    followers=writer.get("followers"),
                ),
            )
            posts.append(
                Post(
                    source="demo",
                    native_id=row["id"],
                    creator_id=writer["id"],
                    text=row["text"],
                    created_at=datetime.fromisoformat(row["created_at"]),
                    engagement=Engagement(likes=row["likes"]),
                )
            )
    return posts, list(creators.values()), list(EMBEDDER.embed([post.text for post in posts]))


@pytest.mark.parametrize("text", EXAMPLE_BRIEFS[:3])
def test_the_post_most_on_topic_never_lowers_its_creator(text):
    """Of everybody who has points: with that post, which counts in full, and without it."""
    posts, creators, vectors = bundled()
    corpus, brief = ListCorpus(posts, creators, vectors, EMBEDDER.dim), parse_brief(text, now=NOW)
    scene = _scene(brief, corpus, EMBEDDER, DEFAULTS)
    assert scene.question.around.background.n >= DEFAULTS.wording_needs
    yardstick = unlearned_yardstick(scene, corpus, NOW)
    tried = 0
    for creator in range(1, len(creators) + 1):
        more = judged(scene.look(np.array([creator]), brief.where), yardstick)
        topic = more.topic
        if not len(topic.strength) or topic.weight[topic.strength.argmax()] < topic.weight.max():
            continue
        strongest = int(more.compared.distinct.posts[topic.strength.argmax()])
        at = int(more.compared.activity.post_ids[strongest]) - 1
        without = ListCorpus(
            posts[:at] + posts[at + 1 :],
            creators,
            vectors[:at] + vectors[at + 1 :],
            EMBEDDER.dim,
        )
        fewer = judged(
            replace(scene, corpus=without).look(np.array([creator]), brief.where), yardstick
        )
        assert more.scores[0] >= fewer.scores[0] - 1e-5
        tried += 1
    assert tried >= N_CREATORS // 4
