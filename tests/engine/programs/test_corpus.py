"""The corpus from Python: the answers of the command line, as values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import engine
from engine import HomeCorpus, open_corpus
from engine.embedders.hashing import HashingEmbedder
from engine.errors import ConfigError
from engine.exports import to_json
from engine.store import Store, database_path
from engine.store.outreach import Barred, bar
from engine.vocabulary import CreatorKey, PostFilter
from tests.engine.cli.branded import make_home
from tests.fakes import NOW, make_creator, make_page, make_post


def test_search_gives_what_the_functions_beneath_give(corpus: HomeCorpus) -> None:
    brief = engine.parse_brief("espresso grinder", now=NOW, k_creators=7)
    told = engine.shortlist(brief, corpus.corpus, corpus.embedder, now=NOW, version="0.1.0")
    found = corpus.search("espresso grinder", top=7, now=NOW)
    assert found.to_dict() == to_json(told)
    assert [one.creator.key for one in found] == [one.creator.key for one in told.candidates]
    assert (len(found), found[0], found[1:3]) == (7, told.candidates[0], told.candidates[1:3])


def test_filters_are_those_of_the_command_line_with_underscores(corpus: HomeCorpus) -> None:
    found = corpus.search("espresso", followers="1k..50k", min_posts=3, source=["mastodon"],
                          top=200, now=NOW)  # fmt: skip
    counts = [(one.creator.followers, one.posts_seen) for one in found]
    assert counts
    assert all(1_000 <= (followers or 0) <= 50_000 and seen >= 3 for followers, seen in counts)


def test_a_date_filters_from_its_midnight_in_utc(corpus: HomeCorpus) -> None:
    since = date(2026, 5, 20)
    found = corpus.posts("espresso", since=since, top=500, now=NOW)
    every = corpus.posts("espresso", top=500, now=NOW)
    midnight = datetime(2026, 5, 20, tzinfo=UTC)
    assert {post.key for post in found} == {p.key for p in every if p.created_at >= midnight}
    assert 0 < len(found) < len(every)


def test_posts_are_fused_by_their_ranks_by_meaning_and_by_words(corpus: HomeCorpus) -> None:
    where = PostFilter()
    runs = (
        corpus.corpus.dense(corpus.embedder.embed_query("oat milk"), 100, where),
        corpus.corpus.lexical("oat milk", 100, where),
    )
    points: dict[int, float] = {}
    for run in runs:
        for i, id_ in enumerate(run.ids.tolist()):
            points[id_] = points.get(id_, 0) + 1 / (60 + i + 1)
    best = sorted(points, key=lambda id_: (-points[id_], id_))[:5]
    read = corpus.corpus.posts(runs[0].ids) | corpus.corpus.posts(runs[1].ids)
    assert list(corpus.posts("oat milk", top=5, now=NOW)) == [read[id_] for id_ in best]


def test_the_posts_of_a_creator_come_newest_first(corpus: HomeCorpus) -> None:
    found = corpus.posts_of("@ana11@social.example")
    assert [post.native_id for post in found] == [f"11-{j}" for j in range(6)]
    assert {found.handle_of(post) for post in found} == {"ana11@social.example"}
    assert [post.native_id for post in corpus.posts_of("mastodon:11", top=2)] == ["11-0", "11-1"]


def test_why_adds_up_for_those_on_the_list_and_those_kept_out(corpus: HomeCorpus) -> None:
    first = corpus.search("espresso grinder", now=NOW)[0]
    told = corpus.why(f"@{first.creator.handle}", "espresso grinder", now=NOW)
    assert told.rank == 1
    assert told.candidate is not None
    assert told.candidate.score == pytest.approx(first.score)
    assert sum(told.to_pandas()["points"]) == pytest.approx(first.score)
    out = corpus.why("@ana1@social.example", "espresso", followers="1m..", now=NOW)
    assert out.rank is None
    assert out.to_dict()["kept_out_by"] == list(out.explanation.kept_out_by) != []


def test_similar_leaves_out_the_one_asked_about(corpus: HomeCorpus) -> None:
    found = corpus.similar("mastodon:5", top=4, now=NOW)
    assert len(found) == 4
    assert CreatorKey("mastodon", "5") not in [one.creator.key for one in found]
    assert all(one.shared is not None for one in found)


Asking = Callable[[HomeCorpus], object]


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda c: c.search("  "), "brief is empty"),
        (lambda c: c.search("x" * 2_001), "longer than 2,000"),
        (lambda c: c.search("espresso", top=0), "top: 0"),
        (lambda c: c.search("espresso", followrs="5k.."), "no filter 'followrs'"),
        (lambda c: c.search("espresso", now=datetime(2026, 1, 1)), "no zone"),  # noqa: DTZ001
        (lambda c: c.similar("@nobody"), "nobody here is called '@nobody'"),
        (lambda c: c.why("@nobody", "espresso"), "nobody here is called '@nobody'"),
        (lambda c: c.mentions(), "no brand"),
        (lambda c: c.mentions("krups"), "no brand cards"),
    ],
)
def test_what_cannot_be_answered_says_what_to_do(
    corpus: HomeCorpus, ask: Asking, said: str
) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        ask(corpus)
    assert said in str(caught.value)


def test_a_home_without_posts_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="nothing in"):
        open_corpus(tmp_path, embedder=HashingEmbedder())
    assert list(tmp_path.iterdir()) == []


def test_what_is_imported_later_is_seen_after_a_refresh(tmp_path: Path) -> None:
    with Store.open(database_path(tmp_path)) as store:
        store.commit_page(make_page(make_post("1")), now=NOW)
    with open_corpus(tmp_path, embedder=HashingEmbedder()) as corpus:
        with Store.open(database_path(tmp_path)) as store:
            store.commit_page(make_page(make_post("2")), now=NOW)
        assert corpus.summary().posts == 1
        corpus.refresh()
        assert corpus.summary().posts == 2
    corpus.close()


def test_whom_not_to_contact_is_marked_as_in_search(tmp_path: Path) -> None:
    ana = make_creator("77", handle="ana")
    with Store.open(database_path(tmp_path)) as store:
        store.commit_page(make_page(make_post("1"), creators=[ana]), now=NOW)
        bar(store, Barred.HANDLE, "ana", why=None, now=NOW)
    with open_corpus(tmp_path, embedder=HashingEmbedder()) as corpus:
        assert corpus.search("espresso", now=NOW)[0].notices == ("do not contact",)


def test_mentions_and_voice_are_those_of_the_home(tmp_path: Path) -> None:
    posts = [
        make_post("1", "my Krups is loud", creator="1", days_ago=2),
        make_post("2", "a DeLonghi for me", creator="2", days_ago=1),
        make_post("3", "Krups again", creator="3", days_ago=400),
    ]
    home = make_home(tmp_path, posts)
    with open_corpus(home, embedder=HashingEmbedder()) as corpus:
        found = corpus.mentions("Krups", since=NOW - timedelta(days=30), now=NOW)
        assert [(row["brand"], row["post_id"]) for row in found] == [("krups", "1")]
        assert found.to_dict()["mentions"][0]["id"] == "1"
        shares = {
            row["brand"]: row["mentions"] for row in corpus.voice("krups", "delonghi", now=NOW)
        }
        with pytest.raises(ConfigError, match="no verdict 'perhaps'"):
            corpus.mentions("krups", verdict="perhaps", now=NOW)
        with pytest.raises(ConfigError, match="by: there is no 'fortnight'"):
            corpus.voice("krups", by="fortnight", now=NOW)
        with pytest.raises(ConfigError, match="no filter 'rivals'"):
            corpus.mentions("krups", rivals=True, now=NOW)
        moved = corpus.voice("krups", "delonghi", compare="7d", with_unsure=False, now=NOW)
        assert moved.to_dict()["compared"] is not None
        assert [*corpus.partners("krups", rivals=True, now=NOW)] == []
    assert shares == {"krups": 2.0, "delonghi": 1.0}
