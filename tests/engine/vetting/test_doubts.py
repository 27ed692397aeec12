"""What doubts take from a score is what `vet` says of the same creator."""

from __future__ import annotations

import numpy as np
import pytest

from engine.vetting import doubts, vet
from engine.vetting.rules import CAP
from tests.engine.vetting.test_vet import SINCE, crowded, own_posts
from tests.fakes import NOW, make_creator, make_post


@pytest.fixture
def crowd(store):
    ana = make_creator(handle="ana", followers=1500, following=90_000, bio="")
    posts = [
        make_post(f"f{j}", "x", creator="f", days_ago=j, likes=90_000, replies=0)
        for j in range(30)
    ]  # fmt: skip
    fast = make_creator("f", handle="fast84637281", followers=2500, following=2000)
    crowded(store, (ana, own_posts(22, likes=30, replies=2)), (fast, posts))
    return store


def ids(store):
    with store.reading() as connection:
        rows = connection.execute("SELECT id FROM creators ORDER BY id").fetchall()
    return np.array([row[0] for row in rows])


def test_doubts_are_those_of_vet_for_everybody(crowd):
    everybody = ids(crowd)
    found = doubts(crowd, now=NOW).measure(everybody)
    said = [vet(crowd, id_, now=NOW, since=SINCE).doubts for id_ in everybody.tolist()]
    assert [min(x, CAP) for x in found.inputs["flagged"].tolist()] == said
    assert found.share.tolist() == [x / CAP for x in said]
    assert sorted(x for x in said if x) == sorted([3, 1 + 2 + 2 + 1])


def test_doubts_do_not_depend_on_who_else_is_asked_about(crowd):
    everybody = ids(crowd)
    aside = doubts(crowd, now=NOW)
    together = aside.measure(everybody).share
    alone = [float(doubts(crowd, now=NOW).measure(np.array([id_])).share[0]) for id_ in everybody]
    assert together.tolist() == alone
    assert aside.measure(everybody[::-1]).share.tolist() == alone[::-1]


def test_the_part_takes_away_at_most_its_cap(crowd):
    aside = doubts(crowd, now=NOW)
    assert (aside.part, aside.points) == ("doubts", -CAP)
    assert aside.formula.constants == {"cap": CAP}
