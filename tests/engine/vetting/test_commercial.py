"""Posts that say they are advertising, their share, and how people react to them."""

from __future__ import annotations

import pytest

from engine.vetting import vet
from engine.vetting.documents import to_document
from engine.vetting.findings import FLAG
from tests.engine.vetting.test_vet import SINCE, crowded
from tests.fakes import NOW, make_creator, make_post


@pytest.fixture
def vetting(store):
    ana = make_creator(handle="ana", followers=1000)
    said = ["#ad my new grinder", "use code ANA20 for beans", "Paid partnership with beans inc"]
    posts = [
        make_post(
            f"a{j}",
            said[j % 3] if j < 9 else f"a walk in the rain, part {j}",
            days_ago=1 + j + j % 3 / 3,
            likes=10 if j < 9 else 40,
            replies=0,
        )
        for j in range(24)
    ]
    crowded(store, (ana, posts), peers=2)
    (found,) = store.creators_by_handle("ana")
    return vet(store, found, now=NOW, since=SINCE)


def test_the_share_of_commercial_posts_is_said_with_posts(vetting):
    (finding,) = (f for f in vetting.findings if f.rule.name == "commercial")
    assert finding.measured.value == 9 / 24
    assert finding.state == FLAG
    assert all("walk" not in vetting.posts[i].text for i in finding.measured.evidence)
    assert finding.points == 0.0


def test_reactions_to_commercial_posts_stand_beside_those_to_others(vetting):
    pairs = {pair.other.formula.name: pair for pair in vetting.compared}
    pair = pairs["mean_likes_by_followers"]
    assert (pair.commercial.value, pair.commercial.n) == (10 / 1000, 9)
    assert (pair.other.value, pair.other.n) == (40 / 1000, 15)
    assert "likes_by_views" not in pairs


def test_what_is_disclosed_is_said_with_how_little_that_tells(vetting):
    assert vetting.disclosure.startswith("disclosed in 6 of 24 posts; most paid posts are never")
    document = to_document(vetting)
    assert document["engagement"]["disclosure"] == vetting.disclosure
    assert document["engagement"]["commercial_and_other"][0]["commercial"]["n"] == 9
