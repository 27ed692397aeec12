"""Homes with brand cards and mentions, for the tests of commands about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from engine.brands.cards.files import write_card
from engine.brands.matching.matcher import BrandMatcher
from engine.embedders.hashing import HashingEmbedder
from engine.pipeline.brands import RULES, judges_of
from engine.store import Judged, Match, Store, database_path
from engine.store.home import brands_path
from engine.vocabulary import Brand, Creator, Post, Verdict
from tests.fakes import NOW, make_page

KRUPS = Brand(key="krups", name="Krups", rivals=("delonghi",), handles={"any": ("krups_de",)})
DELONGHI = Brand(key="delonghi", name="DeLonghi")
BREVILLE = Brand(key="breville", name="Breville")
CARDS = (BREVILLE, DELONGHI, KRUPS)


def make_home(
    home: Path,
    posts: Sequence[Post],
    *,
    creators: Sequence[Creator] = (),
    unsure: Sequence[str] = (),
    now: datetime = NOW,
) -> Path:
    """Fill `home` with `posts`, held against CARDS; those with ids in `unsure` are judged so."""
    brands_path(home).mkdir(parents=True, exist_ok=True)
    for card in CARDS:
        write_card(card, brands_path(home))
    with Store.open(database_path(home)) as store:
        store.commit_page(make_page(*posts, creators=creators), now=now)
        store.sync_cards({card.key: RULES.lexicon(card) for card in CARDS})
        for brand, judge in judges_of(store, CARDS, HashingEmbedder()).items():
            store.set_judge(brand, judge.id)
        hold(store, unsure=unsure, now=now)
    return home


def hold(
    store: Store,
    *,
    unsure: Sequence[str] = (),
    now: datetime = NOW,
    cards: Sequence[Brand] = CARDS,
) -> None:
    """Hold what waits against `cards`, and judge it."""
    matcher = BrandMatcher(cards)
    while batch := store.next_batch(1_000):
        found = []
        for (post_id, passage), spans in zip(
            batch.posts.items(), matcher.spans([*batch.posts.values()]), strict=True
        ):
            del passage
            for key in sorted({span.brand for span in spans}):
                own = tuple(span for span in spans if span.brand == key)
                found.append(Match(post_id=post_id, brand=key, spans=own))
        store.put_matches(batch, found, now=now)
        names = store.posts(match.post_id for match in found)
        for card in cards:
            rows = [
                Judged(
                    post_id=match.post_id,
                    verdict=Verdict.UNSURE
                    if names[match.post_id].native_id in unsure
                    else Verdict.BRAND,
                )
                for match in found
                if match.brand == card.key
            ]
            store.put_verdicts(card.key, rows)
