"""Cards look at every post once, at changed ones again, and keep when a mention was first found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from engine.store import Judged, Match, Store
from engine.store.rows import to_microseconds
from engine.vocabulary import (
    STANCES,
    VERDICTS,
    CreatorKey,
    Kind,
    Mark,
    Mention,
    Post,
    PostId,
    PostKey,
    Span,
    Stance,
    Verdict,
)
from tests.fakes import NOW, make_page, make_post

LATER = NOW + timedelta(days=1)
KIM = CreatorKey("mastodon", "78")


def spans_of(word: str, text: str) -> tuple[Span, ...]:
    """Find the first `word` of `text`, however it is written."""
    at = text.lower().find(word)
    if at < 0:
        return ()
    end = at + len(word)
    return (Span(brand=word, kind=Kind.NAME, start=at, end=end, surface=text[at:end]),)


def match(
    store: Store, *, limit: int = 2, now: datetime = NOW, stance: Stance | None = None
) -> list[tuple[tuple[str, ...], list[int]]]:
    """Hold what is pending against cards that look for their key; return what was looked at."""
    looked = []
    while batch := store.next_batch(limit):
        looked.append((batch.brands, [*map(int, batch.posts)]))
        found = [
            Match(post_id=post_id, brand=brand, spans=spans, stance=stance)
            for post_id, passage in batch.posts.items()
            for brand in batch.brands
            if (spans := spans_of(brand, passage.text))
        ]
        store.put_matches(batch, found, now=now)
    return looked


def pairs(store: Store) -> dict[str, list[int]]:
    table = store.mention_table()
    return {
        brand: table.post_ids[table.brand == code].tolist()
        for code, brand in enumerate(table.brands)
    }


def found_at(store: Store) -> list[int]:
    return store.mention_table().found_at.tolist()  # type: ignore[no-any-return]


def stock(store: Store, texts: Sequence[str], *, brands: Sequence[str] = ("tea",)) -> None:
    posts = [make_post(str(n), text) for n, text in enumerate(texts, 1)]
    store.commit_page(make_page(*posts), now=NOW)
    store.sync_cards(dict.fromkeys(brands, "1"))


def edit(store: Store, *posts: Post) -> None:
    store.commit_page(make_page(*posts), now=LATER)


def test_a_new_card_looks_at_every_post_once(store: Store) -> None:
    stock(store, ["green tea", "coffee", "Tea again", "mate", "milk"])
    assert store.n_unmatched() == 5
    assert match(store) == [(("tea",), [1, 2]), (("tea",), [3, 4]), (("tea",), [5])]
    assert match(store) == []
    assert (store.n_unmatched(), pairs(store)) == (0, {"tea": [1, 3]})


def test_nothing_is_kept_of_posts_in_which_nothing_is_found(store: Store) -> None:
    stock(store, ["milk"] * 5, brands=["tea", "mate"])
    match(store)
    query = "SELECT (SELECT count(*) FROM mentions), (SELECT count(*) FROM unmatched)"
    assert store.connection.execute(query).fetchone() == (0, 0)


def test_without_cards_no_post_waits(store: Store) -> None:
    store.commit_page(make_page(make_post("1", "tea")), now=NOW)
    assert store.connection.execute("SELECT count(*) FROM unmatched").fetchone() == (0,)
    assert store.are_synced({})
    assert store.next_batch(5) is None


def test_new_and_changed_posts_are_held_against_all_cards(store: Store) -> None:
    stock(store, ["green tea", "coffee"], brands=["tea", "mate"])
    match(store)
    edit(store, make_post("2", "mate"), make_post("3", "tea"), make_post("1", "green tea", likes=9))
    assert match(store) == [(("mate", "tea"), [2, 3])]
    assert pairs(store) == {"mate": [2], "tea": [1, 3]}


@pytest.mark.parametrize(
    "change",
    [
        {"text": "brown tea"},
        {"hashtags": ("tea",)},
        {"links": ("https://tea.example",)},
        {"lang": "de"},
    ],
)
def test_whatever_matching_looks_at_has_a_post_looked_at_again(
    store: Store, change: Mapping[str, str]
) -> None:
    stock(store, ["green tea"])
    match(store)
    edit(store, replace(make_post("1", "green tea"), **change))  # type: ignore[arg-type]
    assert store.n_unmatched() == 1


def test_a_post_with_nothing_to_embed_is_looked_at_again_too(store: Store) -> None:
    stock(store, ["@coffee"])
    match(store)
    edit(store, make_post("1", "@tea"))
    assert match(store) == [(("tea",), [1])]
    assert pairs(store) == {"tea": [1]}
    edit(store, make_post("1", "@milk"))
    match(store)
    assert pairs(store) == {"tea": []}


def test_a_changed_card_looks_at_every_post_again_and_no_other_card_does(store: Store) -> None:
    stock(store, ["green tea", "mate"], brands=["tea", "mate"])
    match(store)
    store.sync_cards({"tea": "2", "mate": "1"})
    assert match(store, limit=9) == [(("tea",), [1, 2])]


def test_a_card_that_is_gone_takes_its_mentions_along(store: Store) -> None:
    stock(store, ["green tea", "mate"], brands=["tea", "mate"])
    match(store)
    store.sync_cards({"mate": "1"})
    assert pairs(store) == {"mate": [2]}
    assert store.next_batch(9) is None
    store.sync_cards({})
    assert (store.brands(), store.are_synced({})) == ((), True)


def test_posts_that_a_card_shared_wait_when_it_goes_comes_or_changes(store: Store) -> None:
    """A stance may depend on the brands beside it."""
    stock(store, ["tea or mate", "tea"], brands=["tea", "mate"])
    match(store)
    store.sync_cards({"tea": "1"})
    assert match(store) == [(("tea",), [1])]
    store.sync_cards({"tea": "1", "mate": "1"})
    assert match(store, limit=9) == [(("mate",), [1, 2]), (("mate", "tea"), [1])]


def test_a_mention_that_is_found_again_keeps_when_it_was_first(store: Store) -> None:
    stock(store, ["green tea"])
    match(store, now=NOW)
    store.sync_cards({"tea": "2"})
    match(store, now=LATER)
    assert found_at(store) == [to_microseconds(NOW)]
    edit(store, make_post("1", "black tea"), make_post("2", "tea"))
    match(store, now=LATER)
    assert found_at(store) == [to_microseconds(NOW), to_microseconds(LATER)]


def test_a_mention_that_comes_back_is_new(store: Store) -> None:
    stock(store, ["green tea"])
    match(store, now=NOW)
    for text in ("milk", "green tea"):
        edit(store, make_post("1", text))
        match(store, now=LATER)
    assert found_at(store) == [to_microseconds(LATER)]


def test_a_post_that_changes_while_it_is_looked_at_goes_on_waiting(store: Store) -> None:
    stock(store, ["milk"])
    match(store)
    edit(store, make_post("1", "milk and honey"))
    batch = store.next_batch(9)
    assert batch is not None
    edit(store, make_post("1", "tea"))
    store.put_matches(batch, [], now=NOW)
    assert match(store) == [(("tea",), [1])]
    assert pairs(store) == {"tea": [1]}


def test_a_post_that_is_removed_while_it_is_looked_at_leaves_no_mention(store: Store) -> None:
    stock(store, ["tea"])
    batch = store.next_batch(9)
    assert batch is not None
    store.commit_page(make_page(deleted=[PostKey("mastodon", "1")]), now=NOW)
    spans = spans_of("tea", "tea")
    store.put_matches(batch, [Match(post_id=PostId(1), brand="tea", spans=spans)], now=NOW)
    assert (pairs(store), store.damage()) == ({"tea": []}, ())


def test_a_post_that_gets_the_id_of_a_removed_one_is_looked_at(store: Store) -> None:
    stock(store, ["tea", "tea"])
    match(store)
    store.commit_page(make_page(deleted=[PostKey("mastodon", "2")]), now=NOW)
    store.commit_page(make_page(make_post("3", "milk")), now=NOW)
    assert store.posts([2])[PostId(2)].native_id == "3"
    assert pairs(store) == {"tea": [1]}
    assert match(store) == [(("tea",), [2])]


def test_who_is_erased_takes_mentions_and_what_waits_along(store: Store) -> None:
    posts = [make_post("1", "tea"), make_post("2", "teapotted thoughts", creator="78")]
    store.commit_page(make_page(*posts), now=NOW)
    store.sync_cards({"tea": "1"})
    match(store)
    edit(store, make_post("3", "tea", creator="78"))
    store.erase([KIM], now=NOW)
    assert (pairs(store), store.n_unmatched()) == ({"tea": [1]}, 0)
    assert store.damage() == ()


def test_what_erased_creators_said_of_a_brand_is_overwritten(store: Store) -> None:
    store.commit_page(make_page(make_post("1", "oh TEAzzqx yes", creator="78")), now=NOW)
    store.sync_cards({"teazzqx": "1"})
    match(store)
    store.erase([KIM], now=NOW)
    assert b"TEAzzqx" not in store.path.read_bytes()


def test_mentions_say_where_in_the_text_they_are(store: Store) -> None:
    stock(store, ["Green Tea", "tea or mate"], brands=["tea", "mate"])
    match(store, stance=Stance.FOR)
    expected = Mention(
        post_id=PostId(1),
        brand="tea",
        kind=Kind.NAME,
        start=6,
        end=9,
        surface="Tea",
        verdict=Verdict.UNSURE,
        stance=Stance.FOR,
    )
    assert store.mentions([1, 99]) == {1: (expected,)}
    found = store.mentions([1, 2])
    assert [mention.brand for mention in found[PostId(2)]] == ["mate", "tea"]
    assert [m.start for m in store.mentions([1, 2], ["mate"])[PostId(2)]] == [7]


def test_the_table_has_a_row_for_every_pair_of_brand_and_post(store: Store) -> None:
    wall = " ".join(f"#t{n}" for n in range(12))
    posts = [
        make_post("1", "tea", likes=3, replies=0),
        make_post("2", "win tea: giveaway", creator="78", likes=None),
        make_post("3", f"tea {wall}", hashtags=[f"t{n}" for n in range(12)], reposts=4),
    ]
    store.commit_page(make_page(*posts, make_post("4", "mate", source="bluesky")), now=NOW)
    store.sync_cards({"mate": "1", "tea": "1"})
    match(store, now=LATER, stance=Stance.AGAINST)
    store.put_verdicts("tea", [Judged(post_id=PostId(1), verdict=Verdict.BRAND, sureness=0.75)])
    table = store.mention_table(["tea", "mate"])
    assert (table.brands, table.sources) == (("tea", "mate"), ("bluesky", "mastodon"))
    assert table.brand.tolist() == [0, 0, 0, 1]
    assert table.post_ids.tolist() == [1, 2, 3, 4]
    assert table.creator_ids[0] == table.creator_ids[2] != table.creator_ids[1]
    assert table.source.tolist() == [1, 1, 1, 0]
    assert set(table.created_at.tolist()) == {to_microseconds(NOW - timedelta(days=1))}
    assert set(table.found_at.tolist()) == {to_microseconds(LATER)}
    assert [VERDICTS[code] for code in table.verdict] == [Verdict.BRAND] + [Verdict.UNSURE] * 3
    assert [STANCES[code] for code in table.stance] == [Stance.AGAINST] * 4
    np.testing.assert_array_equal(table.engagement, [3.0, np.nan, 4.0, np.nan])
    assert [Mark(int(bits)) for bits in table.marks[:2]] == [Mark(0), Mark.PRIZE_DRAW]
    assert Mark.HASHTAG_WALL in Mark(int(table.marks[2]))
    assert len(table) == 4


def test_no_mentions_make_an_empty_table(store: Store) -> None:
    table = store.mention_table(["nobody"])
    assert (len(table), table.brands, table.sources) == (0, ("nobody",), ())
    assert table.created_at.dtype == np.int64


def test_the_text_of_an_earlier_post_is_a_repeat_whoever_posts_it(store: Store) -> None:
    posts = [
        make_post("1", "Tea is nice", creator="2", days_ago=1),
        make_post("2", "Tea is nice", creator="1", days_ago=3),
        make_post("3", "Tea  is nice ", creator="1", days_ago=2),
        make_post("4", "tea is nicer", days_ago=1),
    ]
    store.commit_page(make_page(*posts), now=NOW)
    store.sync_cards({"tea": "1", "nice": "1"})
    match(store)
    assert store.mention_table(["tea"]).repeats.tolist() == [True, False, True, False]
    assert store.mention_table().repeats.tolist() == [True, False, True, False] * 2


def test_handles_alone_repeat_nothing(store: Store) -> None:
    stock(store, ["@tea", "@tea"])
    match(store)
    assert store.mention_table().repeats.tolist() == [False, False]


def unjudged(store: Store, brand: str = "tea") -> list[int]:
    return [int(case.post_id) for case in store.unjudged(brand, 99)]


def test_verdicts_are_kept_until_words_or_judge_change(store: Store) -> None:
    stock(store, ["tea", "green tea"])
    match(store)
    store.set_judge("tea", "judge 1")
    assert unjudged(store) == [1, 2]
    store.put_verdicts(
        "tea", [Judged(post_id=PostId(n), verdict=Verdict.NOT, sureness=0.1) for n in (1, 2, 3)]
    )
    store.set_judge("tea", "judge 1")
    store.sync_cards({"tea": "2"})
    match(store)
    assert unjudged(store) == []
    edit(store, make_post("1", "tea, though"))
    match(store)
    assert unjudged(store) == [1]
    (mention,) = store.mentions([1])[PostId(1)]
    assert (mention.verdict, mention.sureness) == (Verdict.UNSURE, None)
    store.set_judge("tea", "judge 2")
    assert unjudged(store) == [1, 2]
    (mention,) = store.mentions([2])[PostId(2)]
    assert (mention.verdict, mention.sureness) == (Verdict.NOT, 0.1)


def test_cases_to_judge_come_in_pages_with_what_was_found(store: Store) -> None:
    stock(store, ["tea", "green tea", "mate"], brands=["tea", "mate"])
    match(store)
    (case,) = store.unjudged("tea", 9, after=1)
    assert (case.post_id, case.text, case.source, case.lang) == (2, "green tea", "mastodon", "en")
    assert case.spans == spans_of("tea", "green tea")
    assert [case.post_id for case in store.unjudged("tea", 1)] == [1]


def test_counts_are_by_brand_and_verdict(store: Store) -> None:
    stock(store, ["tea", "green tea"], brands=["tea", "mate"])
    match(store)
    store.put_verdicts("tea", [Judged(post_id=PostId(1), verdict=Verdict.BRAND)])
    mate, tea = store.brand_counts()
    assert (mate.brand, mate.posts, mate.unjudged) == ("mate", 0, 0)
    assert tea.verdicts == {Verdict.BRAND: 1, Verdict.UNSURE: 1}
    assert (tea.posts, tea.unjudged) == (2, 1)


def test_mentions_do_not_rename_what_is_kept_of_posts(store: Store) -> None:
    stock(store, ["tea"])
    before = store.state()
    match(store)
    store.set_judge("tea", "judge")
    store.put_verdicts("tea", [Judged(post_id=PostId(1), verdict=Verdict.BRAND)])
    assert store.state() == before
    edit(store, make_post("2", "tea"))
    assert store.state() != before


def test_what_a_judge_says_of_a_draw_goes_before_the_mark_of_the_post(store: Store) -> None:
    texts = ["win tea: giveaway", "tea is the prize", "win tea: giveaway!", "tea"]
    posts = [make_post(str(n), text, creator=str(n)) for n, text in enumerate(texts)]
    store.commit_page(make_page(*posts), now=NOW)
    store.sync_cards({"tea": "1"})
    match(store)
    said = {1: False, 2: True}
    rows = [
        Judged(post_id=PostId(n), verdict=Verdict.BRAND, is_draw=is_draw)
        for n, is_draw in said.items()
    ]
    store.put_verdicts("tea", rows)
    marks = [Mark(int(bits)) for bits in store.mention_table(["tea"]).marks]
    assert marks == [Mark(0), Mark.PRIZE_DRAW, Mark.PRIZE_DRAW, Mark(0)]


def test_a_mention_found_in_an_edited_post_is_to_be_told_anew(store: Store) -> None:
    stock(store, ["tea"], brands=["tea"])
    match(store)
    store.put_verdicts("tea", [Judged(post_id=PostId(1), verdict=Verdict.BRAND, is_draw=True)])
    edit(store, make_post("1", "no tea for me"))
    match(store)
    assert Mark(int(store.mention_table(["tea"]).marks[0])) == Mark(0)
