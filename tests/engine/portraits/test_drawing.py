from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.corpus import LocalCorpus
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import index_home
from engine.portraits import draw, newest
from engine.portraits.reception import BINS
from engine.store import Store, database_path
from engine.vocabulary import CreatorId
from tests.fakes import NOW, make_creator, make_page, make_post

EMBEDDER = HashingEmbedder()


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[LocalCorpus]:
    """Ten creators of one tier; number i has i posts with 10 * i likes each, a week apart."""
    posts = [
        make_post(
            f"{i}-{j}",
            f"espresso {i} {j}",
            creator=str(i),
            days_ago=1.0 + 7.0 * j,
            likes=10 * i,
            hashtags=["espresso", *(["first"] if j == 0 else [])],
        )
        for i in range(1, 10)
        for j in range(i)
    ]
    silent = make_post("s", "espresso", creator="silent", days_ago=3.0)
    creators = [make_creator(str(i), followers=5_000) for i in range(1, 10)]
    with Store.open(database_path(tmp_path)) as store:
        store.commit_page(make_page(*posts, silent, creators=creators), now=NOW)
    index_home(tmp_path, EMBEDDER, say=lambda _: None)
    with LocalCorpus.open(tmp_path, EMBEDDER) as opened:
        yield opened


def _id(corpus: LocalCorpus, native_id: str) -> CreatorId:
    (found,) = corpus.find_creators(f"mastodon:{native_id}")
    return found


def test_a_portrait_counts_posts_by_week_and_tags_by_post(corpus: LocalCorpus) -> None:
    portrait = draw(_id(corpus, "5"), corpus, dim=EMBEDDER.dim, now=NOW)
    assert portrait.by_week.counts[-5:] == (1, 1, 1, 1, 1)
    assert sum(portrait.by_week.counts) == 5
    assert portrait.per_week == pytest.approx(1.0)
    assert portrait.days_since == pytest.approx(1.0)
    assert portrait.hashtags == (("espresso", 5), ("first", 1))
    assert portrait.tier == "nano"


def test_posts_come_newest_first_and_in_pages(corpus: LocalCorpus) -> None:
    portrait = draw(_id(corpus, "5"), corpus, dim=EMBEDDER.dim, now=NOW)
    shown = [*newest(portrait, corpus, start=0, n=3), *newest(portrait, corpus, start=3, n=3)]
    assert [post.native_id for post in shown] == [f"5-{j}" for j in range(5)]


def test_reception_is_held_against_peers_of_the_tier(corpus: LocalCorpus) -> None:
    found = draw(_id(corpus, "9"), corpus, dim=EMBEDDER.dim, now=NOW).reception
    assert found is not None
    assert (found.posts, found.peers, found.same_tier) == (9, 9, True)
    assert found.mean_y == pytest.approx(np.log1p(90))
    assert found.typical == pytest.approx(90)
    assert (found.low, found.high) == pytest.approx((np.log1p(10), np.log1p(90)))
    assert (len(found.histogram), sum(found.histogram)) == (BINS, 9)
    lesser = draw(_id(corpus, "2"), corpus, dim=EMBEDDER.dim, now=NOW).reception
    assert lesser is not None
    assert lesser.percentile < found.percentile


def test_what_is_not_known_of_reception_stays_unknown(corpus: LocalCorpus) -> None:
    portrait = draw(_id(corpus, "silent"), corpus, dim=EMBEDDER.dim, now=NOW)
    assert portrait.reception is None
    assert portrait.per_week is None
    assert portrait.days_since == pytest.approx(3.0)
