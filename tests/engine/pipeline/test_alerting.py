"""What is new about brands: each mention and each burst once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.alerts import document
from engine.alerts.digest import text
from engine.brands.matching.matcher import lexicon_id
from engine.pipeline.alerting import Told, begun, news, put_told, read_told, standing
from engine.store import Store
from engine.store.rows import to_microseconds
from engine.vocabulary import Creator, CreatorKey
from tests.engine.cli.branded import BREVILLE, CARDS, KRUPS, hold
from tests.fakes import NOW, make_page, make_post

LATER = NOW + timedelta(hours=1)
ANA = Creator(source="mastodon", native_id="77", handle="ana")


def add(store: Store, *posts, now=NOW, unsure=()) -> None:
    store.commit_page(make_page(*posts, creators=[ANA]), now=now)
    store.sync_cards({card.key: lexicon_id(card) for card in CARDS})
    hold(store, unsure=unsure, now=now)


@pytest.fixture
def told(store: Store) -> Told:
    """The home has an old mention, and alerts have begun."""
    add(store, make_post("old", "Krups of old", days_ago=3))
    return begun(store, now=NOW)


def new(store: Store, told: Told, *, most: int = 20, **more):
    return news(store, CARDS, told, now=LATER, most=most, **more)


def test_the_first_look_tells_nothing_of_what_was_there(store: Store, told: Told) -> None:
    assert not new(store, told)[0]
    assert begun(store, now=LATER) == told


def test_posts_that_come_while_old_ones_are_still_searched_are_new(store: Store) -> None:
    """The old post is looked at only after the first new one has come in."""
    store.commit_page(make_page(make_post("old", "Krups of old"), creators=[ANA]), now=NOW)
    told = begun(store, now=NOW)
    add(store, make_post("1", "My Krups", creator="78"), now=LATER)
    digest, then = new(store, told)
    assert [one.post_id for one in digest.mentions] == ["1"]
    assert then.after == 0


def test_what_is_found_later_is_told_once(store: Store, told: Told) -> None:
    add(store, make_post("1", "My Krups", url="https://example.social/1"), now=LATER)
    digest, then = new(store, told)
    (notice,) = digest.mentions
    assert (notice.brand, notice.name, notice.post_id) == ("krups", "Krups", "1")
    assert (notice.handle, notice.url) == ("ana", "https://example.social/1")
    assert then.found_at == to_microseconds(LATER)
    assert not news(store, CARDS, then, now=LATER, most=20)[0]


def test_what_does_not_count_is_not_told_and_unsure_ones_if_asked(store: Store, told: Told) -> None:
    wall = tuple(f"tag{n}" for n in range(12))
    add(
        store,
        make_post("1", "Krups " + " ".join(f"#{tag}" for tag in wall), hashtags=wall),
        make_post("2", "Krups of old", creator="78"),
        make_post("3", "krups?", creator="79"),
        now=LATER,
        unsure=["3"],
    )
    assert new(store, told)[0].mentions == ()
    (notice,) = new(store, told, unsure=True)[0].mentions
    assert (notice.post_id, notice.verdict) == ("3", "unsure")


def test_more_than_is_told_is_counted_by_name(store: Store, told: Told) -> None:
    posts = [make_post(str(n), f"Krups number {n}", creator=str(n)) for n in range(9)]
    add(store, *posts, make_post("b", "Breville", creator="99", days_ago=0.5), now=LATER)
    digest, _ = new(store, told, most=3)
    assert len(digest.mentions) == 3
    assert digest.more == {"Krups": 6, "Breville": 1}


def test_only_brands_that_are_watched_are_told(store: Store, told: Told) -> None:
    add(store, make_post("1", "My Krups"), now=LATER)
    assert not news(store, [BREVILLE], told, now=LATER, most=5)[0]
    assert news(store, [KRUPS], told, now=LATER, most=5)[0]


def stream(days: int, creators: int):
    """Return posts of so many creators on each of the days before NOW."""
    return [
        make_post(f"{day}-{n}", f"Krups {day} {n}", creator=f"c{day}-{n}", days_ago=day)
        for day in range(1, days + 1)
        for n in range(creators)
    ]


def test_a_burst_of_today_is_told_once_however_long_it_lasts(store: Store) -> None:
    add(store, *stream(60, 3))
    told = begun(store, now=NOW)
    add(store, *(make_post(f"x{n}", f"Krups x{n}", creator=f"x{n}", days_ago=0) for n in range(20)))
    digest, told = new(store, told, most=1)
    (burst,) = digest.bursts
    assert (burst.brand, burst.first, burst.creators) == ("krups", NOW.date(), 20)
    assert burst.expected == pytest.approx(3, abs=0.1)
    tomorrow = NOW + timedelta(days=1)
    more = [
        make_post(f"y{n}", f"Krups y{n}", creator=f"y{n}", created_at=tomorrow) for n in range(20)
    ]
    add(store, *more, now=tomorrow)
    assert news(store, CARDS, told, now=tomorrow, most=1)[0].bursts == ()


def test_a_burst_of_last_month_is_no_news(store: Store) -> None:
    add(store, *stream(90, 3))
    told = begun(store, now=NOW)
    old = [make_post(f"x{n}", f"Krups x{n}", creator=f"x{n}", days_ago=10) for n in range(20)]
    add(store, *old, now=LATER)
    assert new(store, told)[0].bursts == ()


def test_what_was_told_is_noted(store: Store) -> None:
    assert read_told(store) is None
    put_told(store, Told(found_at=7, after=3, bursts={"krups": 20_000}))
    assert read_told(store) == Told(found_at=7, after=3, bursts={"krups": 20_000})


def test_what_was_erased_while_it_waited_is_left_out(store: Store, told: Told) -> None:
    posts = [make_post(who, f"Krups, says {who}", creator=who) for who in ("1", "2")]
    add(store, *posts, now=LATER)
    digest, _ = new(store, told)
    store.erase([CreatorKey("mastodon", "1")], now=LATER)
    assert [one.post_id for one in standing(store, digest).mentions] == ["2"]
    store.erase([CreatorKey("mastodon", "2")], now=LATER)
    assert not standing(store, digest)


def test_of_a_card_that_is_new_only_posts_that_came_since_are_told(
    store: Store, told: Told
) -> None:
    add(store, make_post("1", "My Krups", creator="1"), now=LATER)
    _, then = news(store, [BREVILLE], told, now=LATER, most=20)
    add(store, make_post("2", "A Krups", creator="2"), now=LATER + timedelta(hours=1))
    digest, _ = new(store, then)
    assert [one.post_id for one in digest.mentions] == ["2"]


def test_what_a_changed_card_finds_in_old_posts_is_not_told(store: Store, told: Told) -> None:
    """Not even what it finds later, when it comes to further old posts."""
    _, then = new(store, told)
    assert then.last == store.last_post_id()
    put_told(store, then)
    assert read_told(store) == then
    lexicons = {card.key: lexicon_id(card) for card in CARDS}
    store.sync_cards(lexicons | {"krups": "changed"})
    for later in (1, 2):
        moment = to_microseconds(LATER) + later
        with store._writing() as connection:
            connection.execute("UPDATE mentions SET found_at = ?", (moment,))
        digest, after = new(store, then)
        assert not digest.mentions
        put_told(store, after)
        assert read_told(store) == after
        then = after


def test_an_old_post_that_is_edited_so_that_it_names_a_brand_is_told_once(store: Store) -> None:
    old = [make_post(name, "An old machine", creator=name, days_ago=30) for name in ("a", "b")]
    add(store, *old, make_post("c", "Krups of old", creator="c", days_ago=20))
    told = begun(store, now=NOW)
    edited = make_post("a", "An old machine, by Krups", creator="a", days_ago=30)
    other = make_post("c", "Krups of old, edited", creator="c", days_ago=20)
    add(store, edited, other, now=LATER)
    digest, then = new(store, told)
    (notice,) = digest.mentions
    assert (notice.post_id, notice.by_edit) == ("a", True)
    assert "names it since it was edited" in text(digest)
    assert document(digest)["mentions"][0]["by_edit"] is True
    assert not news(store, CARDS, then, now=LATER, most=20)[0]


def test_a_post_that_is_edited_before_anybody_looked_at_it_was_just_there(store: Store) -> None:
    """It may have named the brand before, and what was there is not told."""
    add(store, make_post("0", "Nothing"))
    store.commit_page(make_page(make_post("a", "Krups"), creators=[ANA]), now=NOW)
    told = begun(store, now=NOW)
    add(store, make_post("a", "Krups, edited"), now=LATER)
    assert not new(store, told)[0]


def test_a_card_that_went_and_came_again_tells_no_old_posts(store: Store, told: Told) -> None:
    add(store, make_post("1", "My Krups", creator="1"), now=LATER)
    _, then = new(store, told)
    store.sync_cards({})
    add(store, make_post("2", "A Krups", creator="2"), now=LATER + timedelta(hours=1))
    digest, _ = new(store, then)
    assert [one.post_id for one in digest.mentions] == ["2"]
