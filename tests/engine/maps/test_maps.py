"""A map from a corpus: who is on it, in what order, with what beside them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from engine.corpus import LocalCorpus
from engine.embedders.hashing import HashingEmbedder
from engine.maps import draw, gather, map_paper
from engine.pipeline import index_home
from engine.ranking import shortlist
from engine.store import Store, database_path
from engine.vocabulary import Brief
from tests.fakes import NOW, make_creator, make_page, make_post

EMBEDDER = HashingEmbedder()
TOPICS = ("espresso grinder burrs", "oolong gaiwan teapot", "fountain pen nib ink")
N = 60
BRIEF = Brief(text="espresso grinder", topic="espresso grinder")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCorpus]:
    """Sixty creators who post about one of three things each, and one whose post says nothing."""
    home = tmp_path_factory.mktemp("maps")
    posts = [
        make_post(f"{i}-{j}", f"{TOPICS[i % 3]} note{i} part{j}", creator=str(i), days_ago=1 + j)
        for i in range(N)
        for j in range(3)
    ]
    silent = make_post("s", "https://example.org/x", creator="silent", days_ago=3.0)
    creators = [make_creator(str(i), followers=None if i == 5 else 100 * i) for i in range(N)]
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(*posts, silent, creators=creators), now=NOW)
    index_home(home, EMBEDDER, say=lambda _: None)
    with LocalCorpus.open(home, EMBEDDER) as opened:
        yield opened


def test_the_creators_of_a_map_are_those_of_the_shortlist_in_its_order(
    corpus: LocalCorpus,
) -> None:
    found = draw(gather(BRIEF, corpus, EMBEDDER, now=NOW, most=20))
    listed = shortlist(BRIEF, corpus, EMBEDDER, now=NOW).candidates[:20]
    assert [spot.creator.key for spot in found.spots] == [it.creator.key for it in listed]
    assert [spot.score for spot in found.spots] == pytest.approx([it.score for it in listed])
    assert [spot.rank for spot in found.spots] == [*range(1, 21)]


def test_a_creator_is_placed_by_the_mean_of_their_posts(corpus: LocalCorpus) -> None:
    gathered = gather(BRIEF, corpus, EMBEDDER, now=NOW)
    row = next(i for i, id_ in enumerate(gathered.creator_ids.tolist())
               if gathered.creators[id_].native_id == "7")  # fmt: skip
    texts = [f"{TOPICS[1]} note7 part{j}" for j in range(3)]
    sample = corpus.sample()
    middle = np.concatenate([sample.posts, sample.ordinary]).mean(axis=0)
    expected = EMBEDDER.embed(texts).mean(axis=0) - middle
    expected /= np.linalg.norm(expected)
    assert gathered.vectors[row] @ expected == pytest.approx(1.0, abs=1e-3)
    assert gathered.n_posts[row] == 3


def test_groups_are_of_one_topic_and_named_by_it(corpus: LocalCorpus) -> None:
    found = draw(gather(BRIEF, corpus, EMBEDDER, now=NOW))
    about = {spot.creator.native_id: int(spot.creator.native_id) % 3 for spot in found.spots
             if spot.creator.native_id != "silent"}  # fmt: skip
    topics = []
    for cluster in found.clusters:
        members = [spot for spot in found.spots if spot.cluster == cluster.number]
        assert len(members) == cluster.creators
        (topic,) = {about[spot.creator.native_id] for spot in members}
        topics.append(topic)
        assert set(cluster.words) <= set(TOPICS[topic].split())
        assert len(cluster.words) == len(TOPICS[topic].split())
    assert set(topics) == {0, 1, 2}
    assert topics[0] == 0  # the best creators' group is the first


def test_the_paper_has_every_creator_with_place_and_what_is_not_known(
    corpus: LocalCorpus,
) -> None:
    found = draw(gather(BRIEF, corpus, EMBEDDER, now=NOW))
    paper = map_paper(found)
    creators, groups = paper.sheets
    rows = {row[5]: dict(zip(creators.heads, row, strict=True)) for row in creators.rows}
    assert rows["5"]["followers"] is None
    assert rows["7"]["followers"] == 700
    assert len(groups.rows) == len(found.clusters)
    assert "followers are not known of 1" in paper.notes
    assert [it["rank"] for it in paper.document["creators"]] == [row[2] for row in creators.rows]
    assert paper.charts[0].count("<circle") == len(found.spots)
    assert paper.charts[0].count("ch-ring") == 1


def test_a_brief_that_a_filter_leaves_nobody_for_is_an_empty_map(corpus: LocalCorpus) -> None:
    from engine.vocabulary import PostFilter

    nobody = Brief(text="tea", topic="tea", where=PostFilter(sources=frozenset({"nowhere"})))
    found = draw(gather(nobody, corpus, EMBEDDER, now=NOW))
    assert (found.spots, found.clusters, found.ranked) == ((), (), 0)
    assert "all 0 creators" in map_paper(found).notes[0]
