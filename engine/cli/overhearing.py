"""What `overheard listen --brand` listens for, and which posts of what it hears it prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from engine.vocabulary import Brand, Passage, Post, Watch

Label = Callable[[Post], str | None]
"""What is printed before a post; None for one that is not printed."""


def chosen_cards(home: Path, names: Sequence[str]) -> tuple[Brand, ...]:
    """Return the cards that `names` name; none for no names.

    Raises:
        ConfigError: there is no such card, or one cannot be read.
    """
    if not names:
        return ()
    from engine.brands.cards.naming import finder
    from engine.cli.hearing import cards_in

    cards = cards_in(home)
    find = finder(cards)
    keys = {find(part) for name in names for part in name.split(",") if part.strip()}
    return tuple(card for card in cards if card.key in keys)


def with_brands(watch: Watch, cards: Sequence[Brand]) -> Watch:
    """Return `watch` with the words, handles, domains and hashtags of `cards` beside its own.

    It hears more than the cards mean: what is inside other words, what they exclude, and posts in
    other languages.
    """
    words = dict.fromkeys(watch.words)
    for card in cards:
        words |= dict.fromkeys((card.name, *card.aliases, *card.products))
        words |= {f"@{handle}": None for handles in card.handles.values() for handle in handles}
        words |= dict.fromkeys(card.domains)
    tags = dict.fromkeys((*watch.hashtags, *(tag for card in cards for tag in card.hashtags)))
    return replace(watch, words=tuple(words), hashtags=tuple(tags))


def label_of(watch: Watch, cards: Sequence[Brand]) -> Label:
    """Return what labels posts with the `cards` that match them.

    Of posts that none matches, those are printed that `watch`, what was asked for beside brands,
    hears; without cards all are.
    """
    if not cards:
        return lambda _: ""
    from engine.brands.matching.matcher import BrandMatcher
    from engine.watching import Watcher

    matcher, watcher = BrandMatcher(cards), Watcher(replace(watch, everything=False))

    def label(post: Post) -> str | None:
        (spans,) = matcher.spans([_passage(post)])
        brands = dict.fromkeys(span.brand for span in spans)
        if brands:
            return f"[{', '.join(brands)}] "
        return "" if watcher.hears(post.text, post.hashtags) else None

    return label


def _passage(post: Post) -> Passage:
    return Passage(
        text=post.text,
        source=post.source,
        lang=post.lang,
        hashtags=post.hashtags,
        links=post.links,
    )
