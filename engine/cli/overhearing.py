"""What `overheard listen` listens for, and which posts of what it hears it prints."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from engine.errors import ConfigError
from engine.pipeline.listening import queries_of
from engine.protocols import SourceMaker
from engine.vocabulary import Brand, Passage, Post, QueryKind, Watch

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


def watch_for(
    hashtags: Sequence[str],
    words: Sequence[str],
    accounts: Sequence[str],
    *,
    everything: bool,
    is_enough: bool = False,
) -> Watch:
    """Return what to listen for.

    Raises:
        ConfigError: nothing is named, and it `is_enough` of nothing else.
    """
    tags = tuple(dict.fromkeys(tag.strip().lstrip("#").casefold() for tag in hashtags))
    terms = tuple(dict.fromkeys(" ".join(text.split()) for text in words))
    if not (tags or terms or accounts or everything or is_enough) or not all((*tags, *terms)):
        raise ConfigError(
            "there is nothing to listen for",
            hint="say what: --hashtag tea, --word 'La Marzocco', --account ana, --brand NAME or "
            "--everything",
        )
    return Watch(hashtags=tags, words=terms, everything=everything)


def check_heard(
    makers: Mapping[str, SourceMaker], watch: Watch, accounts: Sequence[str] = ()
) -> None:
    """Let pass a watch of which every source can hear something.

    Raises:
        ConfigError: a source would stay silent.
    """
    for name, maker in makers.items():
        takes = maker.info.takes
        if maker.info.listens:
            if not (watch.hashtags or watch.words or watch.everything):
                raise ConfigError(
                    f"{name} is followed live, by words and hashtags, and not asked for accounts",
                    hint="say what to hear: --hashtag tea, --word 'La Marzocco' or --everything; "
                    f"for accounts: overheard collect {name} --account ana",
                )
        elif not any(query.kind in takes for query in queries_of(watch, accounts)):
            flags = " or ".join(sorted(_FLAGS[kind] for kind in takes))
            raise ConfigError(
                f"{name} has no stream, and cannot be asked for this again and again",
                hint=f"it can be asked with {flags}",
            )


_FLAGS = {
    QueryKind.HASHTAG: "--hashtag",
    QueryKind.TEXT: "--word",
    QueryKind.ACCOUNT: "--account",
}


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
