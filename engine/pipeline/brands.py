"""The brand cards of a home, held against its posts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from engine.brands.cards.files import load_cards
from engine.brands.matching.matcher import BrandMatcher, lexicon_id
from engine.brands.telling.models import chosen, known_as
from engine.brands.telling.stance import stances_of
from engine.brands.verdicts.context import CardJudge, card_judge, rules_id
from engine.brands.verdicts.lessons import Taught
from engine.embedders.names import DEFAULT
from engine.errors import ConfigError
from engine.pipeline.matching import (
    MatchReport,
    Rules,
    cases_of,
    judge_pending,
    match_pending,
)
from engine.protocols import Embedder, Progress
from engine.store import Label, Store
from engine.store.home import brands_path
from engine.store.labels import digest
from engine.vocabulary import Brand

Say = Callable[[str], None]

_STANCES = 5  # raised when stances are told by other rules: all posts are looked at again


def _lexicon(card: Brand) -> str:
    """Return a hash of all of `card` that decides what is found, and by which rules and model."""
    model = known_as(chosen())
    other = "" if model == DEFAULT else f"/{model}"
    return f"{lexicon_id(card)}/{_STANCES}{other}"


RULES = Rules(matcher=BrandMatcher, lexicon=_lexicon, stances=stances_of)


def home_cards(home: Path) -> tuple[Brand, ...]:
    """Return the brand cards of `home`, by key.

    Raises:
        ConfigError: a card cannot be read, or two claim the same.
    """
    return load_cards(brands_path(home))


def are_current(store: Store, cards: Sequence[Brand]) -> bool:
    """Return whether all posts were held against `cards` as they are, and against no others.

    And whether what was found was judged by these cards; by which model is left to indexing.
    """
    return are_matched(store, cards) and not outdated(store, cards)


def are_matched(store: Store, cards: Sequence[Brand]) -> bool:
    """Return whether all posts were held against `cards` as they are, and against no others."""
    return store.are_synced({card.key: RULES.lexicon(card) for card in cards})


def outdated(store: Store, cards: Sequence[Brand]) -> tuple[str, ...]:
    """Return the keys of those of `cards` whose mentions were judged by another card or labels."""
    known = store.judges()
    ids = {card.key: rules_id(card, digest(store.labels(card.key))) for card in cards}
    return tuple(key for key, rules in ids.items() if not (known.get(key) or "").startswith(rules))


def match_home(
    home: Path,
    store: Store,
    *,
    say: Say,
    now: datetime | None = None,
    progress: Progress | None = None,
) -> tuple[Brand, ...]:
    """Find what the cards of `home` find in posts they have not seen; return the cards.

    Cards that cannot be read cost nothing else: it is said, and mentions stay as they are. `now`
    is when mentions are said to be found (default: the clock). Call it under the home's lock.
    """
    try:
        cards = home_cards(home)
    except ConfigError as error:
        say(f"brand cards were not looked for: {error}; {error.hint}")
        return ()
    if cards or store.brands():
        found = match_pending(store, cards, RULES, now=now or datetime.now(UTC), progress=progress)
        _say_found(found, say)
    return cards


def _say_found(found: MatchReport, say: Say) -> None:
    if found.posts:
        say(str(found))


def judges_of(store: Store, cards: Sequence[Brand], embedder: Embedder) -> Mapping[str, CardJudge]:
    """Return what judges the mentions of each of `cards`, by key."""
    return {card.key: judge_of(store, card, embedder) for card in cards}


def judge_of(store: Store, card: Brand, embedder: Embedder) -> CardJudge:
    """Return what judges the mentions of `card`, taught by what people said of posts."""
    labels = store.labels(card.key)
    found = taught(store, card.key, labels, model_id=embedder.model_id)
    return card_judge(card, embedder, taught=found, labels=digest(labels))


def taught(
    store: Store, brand: str, labels: Sequence[Label], *, model_id: str
) -> tuple[Taught, ...]:
    """Return the labelled posts in which the card still finds something, by post."""
    meant = {label.post_id: label.meant for label in labels}
    posts = store.found_in(brand, [*meant]) if meant else ()
    cases = cases_of(store, posts, model_id=model_id)
    return tuple(
        Taught(case=case, meant=meant[post.post_id])
        for post, case in zip(posts, cases, strict=True)
    )


def judge_home(store: Store, cards: Sequence[Brand], *, embedder: Embedder, say: Say) -> None:
    """Judge what `cards` found in posts that have a vector of the model."""
    if cards:
        judges = judges_of(store, cards, embedder)
        judged = judge_pending(store, judges, model_id=embedder.model_id)
        if judged:
            say(f"mentions judged in {judged:,} posts")
