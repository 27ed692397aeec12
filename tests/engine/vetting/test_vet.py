"""A creator of a store is vetted beside peers of the same platform and tier."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.store import Store
from engine.vetting import vet
from engine.vetting.documents import CSV_HEAD, to_document, to_rows
from engine.vetting.findings import FLAG
from tests.fakes import NOW, make_creator, make_page, make_post

SINCE = NOW - timedelta(days=90)
FORBIDDEN = ("fake", "fraud", "bot ", "suspicious")


def crowded(store: Store, *people, peers: int = 25) -> None:
    """Fill the store with `people` (a creator and their posts) and ordinary peers."""
    posts, creators = [], []
    for creator, own in people:
        creators.append(creator)
        posts += own
    for i in range(peers):
        creators.append(make_creator(f"p{i}", followers=2000 + 100 * i, following=200 + 10 * i))
        posts += [
            make_post(f"p{i}-{j}", f"note {i} {j} about beans", creator=f"p{i}",
                      days_ago=j + 0.1 * i + 1 + j % 3 / 3, likes=20 + i + j, replies=2)
            for j in range(22)
        ]  # fmt: skip
    store.commit_page(make_page(*posts, creators=creators), now=NOW)


def own_posts(n, text="a note of mine {}", **counts):
    return [
        make_post(f"a{j}", text.format(j), days_ago=j + 1 + j % 3 / 3, **counts) for j in range(n)
    ]


def findings(store, native_id="77"):
    (found,) = store.creators_by_handle("ana")
    vetting = vet(store, found, now=NOW, since=SINCE)
    return vetting, {finding.rule.name: finding for finding in vetting.findings}


def test_an_ordinary_creator_has_no_flags(store):
    ana = make_creator(handle="ana", followers=3000, following=300)
    crowded(store, (ana, own_posts(22, likes=30, replies=2)))
    vetting, _ = findings(store)
    assert vetting.flags == ()
    assert vetting.doubts == 0.0
    assert vetting.tier == "nano"
    assert vetting.peers == "25 other nano creators of mastodon in this corpus"


def test_each_flag_shows_its_posts_and_where_peers_stand(store):
    ana = make_creator(handle="ana", followers=1500, following=90_000)
    crowded(store, (ana, own_posts(22, text="buy my beans", likes=30, replies=2)))
    vetting, by_name = findings(store)
    assert {f.rule.name for f in vetting.flags} == {
        "following_ratio",
        "mass_following",
        "repeated_text",
    }
    repeated = by_name["repeated_text"]
    assert repeated.sentence == "posted the same text 22 times"
    assert [vetting.posts[i].text for i in repeated.measured.evidence] == ["buy my beans"] * 5
    ratio = by_name["following_ratio"].standing
    assert (ratio.n, ratio.percentile) == (25, 1.0)
    assert vetting.doubts == sum(f.rule.points for f in vetting.flags)


@pytest.mark.parametrize(("likes", "flagged"), [(5000, True), (0, True), (30, False)])
def test_reactions_out_of_line_with_the_tier_are_said_both_ways(store, likes, flagged):
    ana = make_creator(handle="ana", followers=3000, following=300)
    crowded(store, (ana, own_posts(22, likes=likes, replies=0)))
    _, by_name = findings(store)
    assert (by_name["reactions"].state == FLAG) is flagged


def test_few_posts_and_few_peers_are_not_enough_data(store):
    ana = make_creator(handle="ana", followers=3000, following=300)
    crowded(store, (ana, own_posts(19, text="again", likes=9000, replies=0)), peers=19)
    vetting, by_name = findings(store)
    assert vetting.flags == ()
    assert by_name["repeated_text"].state == "not enough data"
    assert by_name["mass_following"].standing is None
    assert all(rate.percentile is None for rate in vetting.rates)


def test_peers_are_of_the_same_platform_and_tier(store):
    ana = make_creator(handle="ana", followers=3000, following=300)
    crowded(store, (ana, own_posts(3)), peers=4)
    others = [
        make_creator("far", followers=3000, source="bluesky"),
        make_creator("big", followers=30_000),
        make_creator("who"),
    ]
    store.commit_page(make_page(creators=others), now=NOW)
    vetting, _ = findings(store)
    assert vetting.peers.startswith("4 other nano creators of mastodon")


def test_posts_after_the_moment_asked_for_do_not_count(store):
    ana = make_creator(handle="ana", followers=3000)
    crowded(store, (ana, own_posts(5)), peers=0)
    (found,) = store.creators_by_handle("ana")
    assert vet(store, found, now=NOW - timedelta(days=2, hours=12), since=SINCE).n_posts == 3


def test_the_document_has_every_number_and_calls_nobody_names(store):
    ana = make_creator(handle="ana", followers=1500, following=90_000)
    crowded(store, (ana, own_posts(22, text="buy my beans", likes=30, replies=2)))
    vetting, by_name = findings(store)
    document = to_document(vetting)
    assert [f["name"] for f in document["findings"]] == [*by_name]
    ratio = document["findings"][0]
    assert ratio["value"] == 90_000 / 1500
    assert ratio["peers"]["n"] == 25
    assert ratio["source"]
    assert document["doubts"]["points"] == -vetting.doubts
    repeated = document["findings"][[*by_name].index("repeated_text")]
    assert repeated["evidence"][0]["text"] == "buy my beans"
    written = str(document).lower()
    said = [f["sentence"].lower() for f in document["findings"]]
    assert not any(word in sentence for word in FORBIDDEN for sentence in said)
    assert "null" not in written
    rows = [*to_rows(vetting)]
    assert rows[0] == CSV_HEAD
    assert all(len(row) == len(CSV_HEAD) for row in rows)
    assert len(rows) == 1 + len(vetting.findings) + len(vetting.rates)
