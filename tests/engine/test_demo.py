"""The bundled sample is what it says it is, and holds nothing that could lead to a person."""

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
import zstandard

from engine import demo
from engine.judging.evaluation import read_briefs, read_qrels
from scripts.build_demo import (
    MIN_POSTS,
    N_GENERALISTS,
    NEWEST,
    SHARES,
    UNFIT,
    Dealer,
    Niche,
    Person,
    Plan,
    RealPost,
    as_text,
    is_fit,
)


@pytest.fixture(scope="module")
def rows():
    packed = demo.SAMPLE.read_bytes()
    text = zstandard.ZstdDecompressor().decompress(packed).decode("utf-8")
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def at(row):
    return datetime.fromisoformat(row["created_at"])


def test_the_sample_is_the_file_that_was_described():
    about = demo.about()
    packed = demo.SAMPLE.read_bytes()
    assert hashlib.sha256(packed).hexdigest() == about.sha256
    assert len(packed) < 3_000_000


def test_the_description_counts_what_the_sample_holds(rows):
    about = demo.about()
    assert about.posts == len(rows) >= 8_000
    assert about.creators == len({row["creator"]["id"] for row in rows}) >= 400
    assert (about.oldest, about.newest) == (min(map(at, rows)), max(map(at, rows)))
    assert len(about.niches) >= 30
    assert about.licence.endswith("(PDDL)")


def test_now_is_the_midnight_after_the_newest_post(rows):
    midnight = max(map(at, rows)).replace(hour=0, minute=0, second=0) + timedelta(days=1)
    assert midnight == demo.NOW == demo.about().now
    assert midnight.tzinfo == UTC


def test_code_and_description_say_the_same():
    about = demo.about()
    assert about.label == demo.LABEL == "real text, simulated creators"
    assert about.default_brief == demo.DEFAULT_BRIEF == demo.EXAMPLE_BRIEFS[0]
    assert about.example_briefs == demo.EXAMPLE_BRIEFS
    assert 8 <= len(set(demo.EXAMPLE_BRIEFS)) <= 12


def test_every_post_is_native_and_its_own(rows):
    assert {row["source"] for row in rows} == {"demo"}
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["text"].strip()
        assert row["created_at"].endswith("Z")
        assert all(row.get(count, 0) >= 0 for count in ("likes", "replies"))
        tags = [word[1:] for word in row["text"].split() if word.startswith("#")]
        assert tags == row.get("hashtags", [])


def test_a_creator_has_one_profile_and_a_handle_of_their_own(rows):
    profiles = {json.dumps(row["creator"], sort_keys=True) for row in rows}
    assert len(profiles) == demo.about().creators
    assert len({json.loads(profile)["handle"] for profile in profiles}) == len(profiles)


def test_some_things_are_unknown_and_none_of_them_is_written_as_zero(rows):
    followers = {row["creator"]["id"]: row["creator"].get("followers") for row in rows}
    n_unknown = sum(count is None for count in followers.values())
    assert 0.02 < n_unknown / len(followers) < 0.10
    assert 0 not in followers.values()
    assert 0.02 < sum("replies" not in row for row in rows) / len(rows) < 0.10


def test_followers_go_with_the_scores_but_only_loosely(rows):
    likes, followers = {}, {}
    for row in rows:
        likes.setdefault(row["creator"]["id"], []).append(row["likes"])
        followers[row["creator"]["id"]] = row["creator"].get("followers")
    known = [who for who, count in followers.items() if count is not None]
    by_followers = sorted(known, key=lambda who: followers[who])
    middle = {who: sorted(likes[who])[len(likes[who]) // 2] for who in known}
    by_likes = {who: rank for rank, who in enumerate(sorted(known, key=lambda w: (middle[w], w)))}
    n = len(known)
    squares = sum((rank - by_likes[who]) ** 2 for rank, who in enumerate(by_followers))
    spearman = 1 - 6 * squares / (n * (n * n - 1))
    assert 0.3 < spearman < 0.9


def test_nothing_in_the_sample_leads_to_a_person(rows):
    for row in rows:
        assert row.get("url") is None
        assert "url" not in row["creator"]
        assert not UNFIT.search(row["text"]), row["id"]
        assert "http" not in row["text"], row["id"]


def test_every_brief_has_creators_of_the_best_grade_and_all_judged_ones_exist(rows):
    qrels, briefs = read_qrels(demo.QRELS), read_briefs(demo.BRIEFS)
    creators = {f"demo:{row['creator']['id']}" for row in rows}
    assert len(briefs) == len(demo.about().niches)
    assert set(qrels) == {brief.id for brief in briefs}
    for grades in qrels.values():
        assert set(grades) <= creators
        assert Counter(grades.values())[3] >= 1
        assert set(grades.values()) <= {1, 2, 3}


def real(community, number=0):
    return RealPost(community=community, text=f"{community} {number}", at=0, score=1, comments=0)


@pytest.mark.parametrize(
    ("n_niche", "n_other", "grade"),
    [(8, 8, 3), (8, 9, 2), (7, 0, 2), (4, 12, 2), (4, 13, 1), (3, 3, 1), (2, 90, 1), (1, 0, 0)],
)
def test_the_grade_follows_count_and_share(n_niche, n_other, grade):
    posts = [real("tea")] * n_niche + [real("chess")] * n_other
    assert Person(posts=posts, interests=()).grade("tea") == grade


def plan(*names):
    niches = [Niche(community=n, interest=n, hashtags=[n], brief=n) for n in names]
    return Plan(niches=niches, general=["all"], first_words=[], second_words=[], places=[])


def test_no_post_is_dealt_twice_and_the_deal_repeats_itself():
    pools = {name: [real(name, i) for i in range(6 * NEWEST)] for name in ("a", "b", "c", "all")}
    first, second = (Dealer(pools, plan("a", "b", "c")).people() for _ in range(2))
    assert first == second
    dealt = [post.text for person in first for post in person.posts]
    assert len(set(dealt)) == len(dealt)
    assert len(first) == 3 * len(SHARES) + N_GENERALISTS
    assert min(len(person.posts) for person in first) >= MIN_POSTS


def test_the_text_is_what_a_reader_sees():
    body = "See [the list](http://x.example/a) and https://y.example &amp;amp; **more**\n\nsoon"
    assert as_text(" Best &lt;tea&gt; ", body) == "Best <tea\nSee the list and & more soon"
    assert as_text("Tea", "[deleted]") == "Tea"
    cut = ("green tea " * 24)[:240]
    assert as_text("Tea", cut) == "Tea\n" + cut[: cut.rfind(" ")] + " …"


@pytest.mark.parametrize(
    ("change", "fit"),
    [
        ({}, True),
        ({"over_18": "True"}, False),
        ({"link_flair_text": "NSFW"}, False),
        ({"title": "Nice tea"}, False),
        ({"selftext": "write to me at a.b@mail.example"}, False),
        ({"selftext": "call 555-123-4567 now"}, False),
        ({"selftext": "thanks to u/somebody for this"}, False),
        ({"title": "Teapot made by my uncle (Jon Doe) last year"}, False),
        ({"title": "Teapot from the Yixing Clay Works of China"}, True),
    ],
)
def test_only_fit_posts_are_shown(change, fit):
    row = {
        "title": "A pot of green tea",
        "selftext": "",
        "over_18": "False",
        "link_flair_text": "",
    }
    assert is_fit(row | change) is fit
