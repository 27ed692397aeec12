"""What is deleted where it came from goes everywhere here; who is erased does not come back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np

from engine.store import Embedding, Store
from engine.store.filters import posts_with_words
from engine.vocabulary import CreatorKey, PostKey
from tests.fakes import NOW, make_creator, make_page, make_post

KIM = CreatorKey("mastodon", "78")
TABLES = ("posts", "creators", "embeddings", "languages", "post_hashtags")


def counts(store: Store) -> dict[str, int]:
    query = "SELECT count(*) FROM {}"
    return {name: store.connection.execute(query.format(name)).fetchone()[0] for name in TABLES}


def stock(store: Store) -> None:
    posts = [
        make_post("1", "green tea", hashtags=("tea",)),
        make_post("2", "black tea", creator="78", hashtags=("tea", "dark")),
        make_post("3", "matcha latte", creator="78"),
    ]
    kim = make_creator("78", handle="kim", bio="teapots")
    store.commit_page(make_page(*posts, creators=[kim]), now=NOW)
    rows = [
        Embedding(post_id=p.post_id, content_hash=p.content_hash, vector=np.ones(4, np.float32) / 2)
        for p in store.pending_embeddings("m", 10)
    ]
    store.put_embeddings("m", 4, rows)


def test_a_deleted_post_goes_with_its_vector_and_words_and_costs_nothing_else(
    store: Store,
) -> None:
    stock(store)
    gone = make_page(deleted=[PostKey("mastodon", "2"), PostKey("mastodon", "never seen")])
    assert store.commit_page(gone, now=NOW).removed == 1
    assert counts(store) == {
        "posts": 2, "creators": 2, "embeddings": 2, "languages": 0, "post_hashtags": 1
    }  # fmt: skip
    assert posts_with_words(store.connection, "black").tolist() == []
    assert store.damage() == ()


def test_a_deleted_creator_goes_with_all_they_posted(store: Store) -> None:
    stock(store)
    assert store.commit_page(make_page(deleted_creators=[KIM]), now=NOW).removed == 2
    assert (counts(store)["posts"], counts(store)["creators"]) == (1, 1)
    assert store.commit_page(make_page(make_post("9", creator="78")), now=NOW).new == 1


def test_what_a_page_brings_and_deletes_is_not_there_afterwards(store: Store) -> None:
    page = make_page(make_post("1"), make_post("2"), deleted=[PostKey("mastodon", "1")])
    committed = store.commit_page(page, now=NOW)
    assert (committed.new, committed.removed) == (2, 1)
    assert store.summary().posts == 1


def test_an_erased_creator_is_refused_from_then_on_and_the_others_are_not(store: Store) -> None:
    stock(store)
    assert store.erase([KIM], now=NOW) == 2
    kim = make_creator("78", handle="kim")
    page = make_page(make_post("4", creator="78"), make_post("5"), creators=[kim], cursor="c")
    committed = store.commit_page(page, now=NOW, source="m", query="#tea")
    assert (committed.new, committed.refused) == (1, 1)
    assert store.creator_by_key(KIM) is None
    assert store.cursor("m", "#tea") == "c"
    assert store.damage() == ()


def test_an_erased_text_is_in_no_file_any_more(tmp_path: Path) -> None:
    path = tmp_path / "overheard.db"
    with Store.open(path) as store:
        stock(store)
        store.erase([KIM], now=NOW)
        assert store.connection.execute("SELECT count(*) FROM erased").fetchone() == (1,)
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"green tea" in left
    for words in (b"matcha", b"teapots", b"black"):
        assert words not in left


def test_profiles_never_looked_up_come_first_then_the_oldest(store: Store) -> None:
    posts = [make_post(str(n), creator=str(n)) for n in range(1, 5)]
    whole = make_creator("3", followers=5, measured_at=NOW - timedelta(days=9))
    part = make_creator("4", handle="lea", measured_at=NOW)
    store.commit_page(make_page(*posts, creators=[whole, part]), now=NOW)
    week = NOW - timedelta(days=7)
    assert store.stale_creators("mastodon", before=week, limit=9) == ("4", "1", "2", "3")
    found = make_page(creators=[make_creator("1", followers=7)])
    store.commit_profiles(found, "mastodon", ["1", "2"], NOW)
    assert store.stale_creators("mastodon", before=week, limit=9) == ("4", "3")
    assert store.stale_creators("mastodon", before=week, limit=1) == ("4",)
    assert store.stale_creators("bluesky", before=week, limit=9) == ()


def test_reports_are_kept_newest_first(store: Store) -> None:
    for number in range(3):
        store.put_report("collect", {"run": number, "gruß": "é"}, now=NOW)
    store.put_report("listen", {"run": 9}, now=NOW)
    assert [report["run"] for report in store.reports("collect", 2)] == [2, 1]
    assert store.reports("vet") == ()


def test_what_a_platform_says_of_opting_out_is_kept_until_it_says_otherwise(store: Store) -> None:
    def opt_outs() -> tuple[str, ...] | None:
        (number,) = store.creators_by_handle("ana")
        return store.creators([number])[number].opt_outs

    for said, kept in [(None, None), (("noindex",), ("noindex",)), (None, ("noindex",)), ((), ())]:
        ana = make_creator(handle="ana", opt_outs=said)
        store.commit_page(make_page(creators=[ana]), now=NOW)
        assert opt_outs() == kept
