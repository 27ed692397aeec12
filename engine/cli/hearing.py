"""What the commands about mentions share: which cards are meant, and which posts are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from engine.brands.counting.counted import Window
from engine.cli.filters import post_filter, refuse_empty
from engine.cli.options import matched_cards
from engine.config import Settings
from engine.corpus.conversation import Conversation
from engine.errors import ConfigError
from engine.exports.writing import left_out_reason
from engine.vocabulary import Brand, PostFilter


def cards_in(home: Path) -> tuple[Brand, ...]:
    """Return the cards of a home, by key.

    Raises:
        ConfigError: there is none, or one cannot be read.
    """
    from engine.brands.cards.files import load_cards
    from engine.store.home import brands_path

    cards = load_cards(brands_path(home))
    if not cards:
        raise ConfigError(
            f"there are no brand cards in {home}", hint='make one: overheard brand add "NAME"'
        )
    return cards


def matched_cards_in(settings: Settings) -> tuple[Brand, ...]:
    """Return the cards of the home, once its posts were held against them.

    Raises:
        ConfigError: there is none, or one cannot be read.
    """
    cards_in(settings.home)
    return matched_cards(settings)


def window_of(
    where: Mapping[str, object],
    *,
    now: datetime,
    known: bool = False,
    brand: Callable[[str], str] = str,
) -> tuple[PostFilter, Window]:
    """Return the filters without their dates, and the dates as a window that ends `now`.

    Ages (`--since 90d`) are counted from `now`. With `known`, only what was known by then counts.
    `brand` gives the key of a card by what it is called.

    Raises:
        ConfigError: a filter cannot be read, or the window ends before it begins.
    """
    filters = post_filter(where, now=now, brand=brand)
    until = min(filter(None, (filters.until, now)))
    refuse_empty(
        filters.since,
        until,
        hint="let --since be earlier than --until and than the moment that ages count from",
    )
    window = Window(since=filters.since, until=until, known_by=now if known else None)
    return replace(filters, since=None, until=None), window


def notes_of(corpus: Conversation, where: PostFilter) -> Iterator[str]:
    """Yield, as sentences, whose posts these are, who is left out, and what is still to be done."""
    from engine import demo

    if "demo" in corpus.summary().by_source:
        yield demo.LABEL
    for name, count in corpus.dropped(where).items():
        yield f"left out: {count:,} creators ({left_out_reason(name)})"
    if waiting := corpus.n_waiting():
        yield f"not yet looked at: {waiting:,} posts; run overheard index"
