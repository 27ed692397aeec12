"""The brands that a creator's posts name."""

from __future__ import annotations

from pathlib import Path

from engine.branding.named import brands_named
from engine.store import Judged, Match, Store, database_path
from engine.vocabulary import Kind, Span, Stance, Verdict
from tests.fakes import NOW, make_page, make_post

POSTS = (
    ("love my Krups", Verdict.BRAND, Stance.FOR),
    ("#ad Krups again", Verdict.BRAND, Stance.FOR),
    ("Krups broke", Verdict.BRAND, Stance.AGAINST),
    ("Krups, a family", Verdict.NOT, Stance.NEUTRAL),
    ("Krups?", Verdict.UNSURE, Stance.UNCLEAR),
)


def test_each_brand_has_its_posts_stances_and_how_many_disclose(tmp_path: Path) -> None:
    with Store.open(database_path(tmp_path)) as store:
        posts = [
            make_post(str(i), text, hashtags=("ad",) if "#ad" in text else ())
            for i, (text, _, _) in enumerate(POSTS)
        ]
        store.commit_page(make_page(*posts), now=NOW)
        store.sync_cards({"krups": "1"})
        batch = store.next_batch(100)
        assert batch is not None
        ids = list(batch.posts)
        span = Span(brand="krups", kind=Kind.NAME, start=0, end=5, surface="Krups")
        found = [
            Match(post_id=id_, brand="krups", spans=(span,), stance=stance)
            for id_, (_, _, stance) in zip(ids, POSTS, strict=True)
        ]
        store.put_matches(batch, found, now=NOW)
        store.put_verdicts(
            "krups",
            [
                Judged(post_id=id_, verdict=verdict)
                for id_, (_, verdict, _) in zip(ids, POSTS, strict=True)
            ],
        )
    (krups,) = brands_named(tmp_path, ids)
    assert (krups.brand, krups.posts, krups.unsure, krups.disclosed) == ("krups", 3, 1, 1)
    assert krups.stances == {Stance.FOR: 2, Stance.AGAINST: 1}
    assert brands_named(tmp_path, []) == ()
