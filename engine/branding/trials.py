"""What each word, handle, hashtag and domain of a card would match, before the card is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.branding.tallies import Tally, passages, tallied
from engine.store import Store, database_path
from engine.vocabulary import Brand

_TERMS = ("aliases", "products", "hashtags", "domains", "exclude")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One entry of a card: the field it stands in, its text (`platform:handle` of handles)."""

    field: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a card would match in the posts looked at, which are `posts` of `total`.

    `terms` are counted each by itself, so together they are more than `whole`; those of `exclude`
    count the posts with the phrase.
    """

    whole: Tally
    terms: tuple[tuple[Term, Tally], ...]
    posts: int
    total: int


def tried(card: Brand, home: Path, *, most: int | None = None) -> Trial:
    """Return what `card` would match in `home`; with `most`, in about so many of its posts.

    Those are the ones that were stored last.
    """
    terms = [*terms_of(card)]
    trials = [trial_card(card, one.field, one.text, number=i) for i, one in enumerate(terms)]
    looked_at = list(passages(home, most=most))
    found = tallied((card, *trials), looked_at)
    with Store.open(database_path(home), read_only=True) as store:
        total = store.summary().posts
    return Trial(
        whole=found[card.key],
        terms=tuple((one, found[trial.key]) for one, trial in zip(terms, trials, strict=True)),
        posts=len(looked_at),
        total=total,
    )


def terms_of(card: Brand) -> Iterator[Term]:
    """Yield the entries of a card that are looked for, the name first."""
    yield Term(field="name", text=card.name)
    for source, handles in card.handles.items():
        for handle in handles:
            yield Term(field="handles", text=f"{source}:{handle}")
    for field in _TERMS:
        for text in getattr(card, field):
            yield Term(field=field, text=text)


def trial_card(card: Brand, field: str, text: str, *, number: int) -> Brand:
    """Return a card that finds one entry of `card` and nothing else."""
    said: dict[str, Any] = {
        "key": f"trial-{number}",
        "name": f"nothing\u2063{number}\u2063trial",
        "langs": card.langs,
        "accents_matter": card.accents_matter,
    }
    if field in {"hashtags", "domains"}:
        said[field] = (text,)
    elif field == "handles":
        source, _, handle = text.partition(":")
        said["handles"] = {source: (handle,)}
    else:
        said["name"] = text
    return Brand(**said)
