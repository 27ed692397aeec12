"""What cards find in stored posts is kept, judged with the posts beside it, and kept up to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from engine.embedders.hashing import HashingEmbedder
from engine.pipeline import (
    MatchReport,
    detect_pending,
    embed_pending,
    judge_pending,
    match_pending,
    matching,
)
from engine.store import Store
from engine.text import embedding_text
from engine.vocabulary import Brand, PostId, Stance, Verdict
from tests.brand_fakes import WORD_RULES, OthersJudge
from tests.fakes import NOW, make_page, make_post

TEA, MATE = Brand(key="tea", name="Tea"), Brand(key="mate", name="Mate")
EMBEDDER = HashingEmbedder(16)


def stock(store: Store, *texts: str) -> None:
    """Keep posts by two creators in turn."""
    posts = [make_post(str(n), text, creator=str(n % 2)) for n, text in enumerate(texts)]
    store.commit_page(make_page(*posts), now=NOW)


def match(store: Store, *cards: Brand) -> MatchReport:
    return match_pending(store, cards, WORD_RULES, now=NOW)


def stances(store: Store, brand: str) -> dict[int, Stance | None]:
    posts = store.mention_table([brand]).post_ids.tolist()
    return {post: found[0].stance for post, found in store.mentions(posts, [brand]).items()}


def test_the_report_counts_pairs_brands_and_posts(store: Store) -> None:
    stock(store, "tea, more tea", "mate or tea", "milk")
    report = match(store, TEA, MATE, Brand(key="cocoa", name="cocoa"))
    assert report == MatchReport(posts=3, mentions=3, brands=2)
    assert str(report) == "3 mentions of 2 brands found in 3 posts"
    assert match(store, TEA, MATE, Brand(key="cocoa", name="cocoa")).posts == 0


def test_no_cards_find_nothing_and_take_what_was_found_away(store: Store) -> None:
    stock(store, "tea")
    match(store, TEA)
    assert match(store) == MatchReport(posts=0, mentions=0, brands=0)
    assert store.brands() == ()


def test_progress_is_told_in_posts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "POSTS_AT_A_TIME", 2)
    stock(store, "tea", "mate", "milk")
    told: list[tuple[int, int | None]] = []
    match_pending(
        store, [TEA], WORD_RULES, now=NOW, progress=lambda done, total: told.append((done, total))
    )
    assert told == [(2, 3), (3, 3)]


@pytest.mark.parametrize("order", [(TEA, MATE), (MATE, TEA)])
def test_a_stance_is_the_same_in_whatever_order_cards_came(
    store: Store, order: Sequence[Brand]
) -> None:
    stock(store, "tea or mate", "tea")
    for n in range(1, 3):
        match(store, *order[:n])
    assert stances(store, "tea") == {1: Stance.COMPARES, 2: Stance.FOR}
    assert stances(store, "mate") == {1: Stance.COMPARES}
    match(store, TEA)
    assert stances(store, "tea") == {1: Stance.FOR, 2: Stance.FOR}


def test_the_language_we_are_sure_of_counts_before_the_tag(store: Store) -> None:
    text = "Dieser Tea schmeckt mir leider überhaupt nicht, das Geld ist besser angelegt anderswo"
    store.commit_page(make_page(make_post("1", text, lang="en")), now=NOW)
    detect_pending(store)
    match(store, TEA)
    assert stances(store, "tea") == {1: Stance.AGAINST}


def test_cases_hold_the_post_and_other_posts_of_its_creator(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "SAMPLE", 2)
    stock(store, "tea", "mate", "milk", "more tea", "milk and honey", "@", "milk")
    match(store, TEA)
    embed_pending(store, EMBEDDER)
    judge = OthersJudge()
    assert judge_pending(store, {"tea": judge}, model_id=EMBEDDER.model_id) == 2
    first, second = judge.cases
    assert first.vector is not None
    assert [span.surface for span in first.spans] == ["tea"]
    np.testing.assert_allclose(first.vector, EMBEDDER.embed(["tea"])[0], atol=1e-3)
    others = {
        text: EMBEDDER.embed([embedding_text(text, ())])[0] for text in ("milk and honey", "milk")
    }
    assert first.others is not None
    assert first.others.shape == (2, 16)
    for vector in first.others:
        assert max(float(vector @ other) for other in others.values()) > 0.999
    assert second.others is not None
    np.testing.assert_allclose(second.others, EMBEDDER.embed(["mate"]), atol=1e-3)


def test_a_creator_without_other_posts_has_none(store: Store) -> None:
    stock(store, "@tea")
    match(store, TEA)
    judge = OthersJudge()
    judge_pending(store, {"tea": judge}, model_id=EMBEDDER.model_id)
    (case,) = judge.cases
    assert (case.vector, case.others) == (None, None)


def test_only_what_is_not_judged_is_judged(store: Store) -> None:
    stock(store, "tea", "mate", "milk")
    match(store, TEA, MATE)
    embed_pending(store, EMBEDDER)

    def judged(tea: str, mate: str) -> tuple[int, int]:
        judges = {"tea": OthersJudge(tea), "mate": OthersJudge(mate)}
        judge_pending(store, judges, model_id=EMBEDDER.model_id)
        return len(judges["tea"].cases), len(judges["mate"].cases)

    assert judged("1", "1") == (1, 1)
    assert judged("1", "1") == (0, 0)
    assert judged("2", "1") == (1, 0)
    match(store, replace(TEA, aliases=("milk",)), MATE)
    assert judged("2", "1") == (1, 0)
    verdicts = {p: m[0].verdict for p, m in store.mentions([1, 2, 3]).items()}
    assert verdicts == {1: Verdict.BRAND, 2: Verdict.NOT, 3: Verdict.BRAND}


def test_a_post_that_is_still_to_be_embedded_waits(store: Store) -> None:
    stock(store, "tea", "@tea")
    match(store, TEA)
    judge = OthersJudge()
    assert judge_pending(store, {"tea": judge}, model_id=EMBEDDER.model_id) == 1
    assert [case.text for case in judge.cases] == ["@tea"]
    embed_pending(store, EMBEDDER)
    assert judge_pending(store, {"tea": judge}, model_id=EMBEDDER.model_id) == 1
    assert [case.text for case in judge.cases] == ["@tea", "tea"]


def test_a_brand_without_a_judge_is_left_unsure(store: Store) -> None:
    stock(store, "tea", "mate")
    match(store, TEA, MATE)
    embed_pending(store, EMBEDDER)
    judge_pending(store, {"tea": OthersJudge()}, model_id=EMBEDDER.model_id)
    (mention,) = store.mentions([2])[PostId(2)]
    assert mention.verdict is Verdict.UNSURE
    assert [counts.unjudged for counts in store.brand_counts()] == [1, 0]
