"""What of a card can be said by flags, and a card changed by them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

import click

from engine.brands.cards.files import checked
from engine.brands.cards.reading import LISTS
from engine.brands.matching.terms import ANYWHERE
from engine.vocabulary import Brand

Command = TypeVar("Command", bound=Callable[..., Any])

_FLAGS: Mapping[str, tuple[str, str, str]] = {
    "aliases": ("--alias", "TEXT", "Another way to write it that is not found by itself."),
    "products": ("--product", "TEXT", "A product of it."),
    "hashtags": ("--hashtag", "TAG", "A hashtag of its own."),
    "domains": ("--domain", "HOST", "A domain of its own, subdomains included, or HOST/PATH."),
    "about": ("--about", "TEXT", "What it is, in a few words."),
    "not_about": ("--not-about", "TEXT", "What else the name means."),
    "exclude": ("--exclude", "TEXT", "A phrase with the name in it that is not the brand."),
    "langs": ("--lang", "CODE", "Look at posts in this language only, such as en."),
    "rivals": ("--rival", "KEY", "The key of a rival's card."),
}


def field_options(command: Command) -> Command:
    """Add a flag for each field of a card; each may be given several times."""
    command = click.option(
        "--handle",
        "handles",
        multiple=True,
        metavar="[PLATFORM:]HANDLE",
        help="A handle of its own; without a platform on any.",
    )(command)
    for field, (flag, metavar, text) in reversed(list(_FLAGS.items())):
        command = click.option(flag, field, multiple=True, metavar=metavar, help=text)(command)
    return command


def with_fields(card: Brand, given: Mapping[str, Sequence[str]]) -> Brand:
    """Return `card` with what was `given` by flags added to its fields, and checked.

    Raises:
        ConfigError: the card would not be one.
    """
    lists: dict[str, Any] = {field: _joined(getattr(card, field), given[field]) for field in LISTS}
    handles = {source: tuple(names) for source, names in card.handles.items()}
    for handle in given["handles"]:
        source, colon, name = handle.rpartition(":")
        key = source.lower() if colon else ANYWHERE
        handles[key] = _joined(handles.get(key, ()), [name])
    return checked(replace(card, handles=handles, **lists))


def without(card: Brand, texts: Sequence[str]) -> Brand:
    """Return `card` without `texts` in any of its lists, and checked.

    Raises:
        ConfigError: one of them is in none.
    """
    gone = set(texts)
    lists: dict[str, Any] = {
        field: tuple(t for t in getattr(card, field) if t not in gone) for field in LISTS
    }
    handles = {
        source: tuple(name for name in names if not {name, f"@{name}"} & gone)
        for source, names in card.handles.items()
    }
    left = {text for field in LISTS for text in lists[field]}
    had = {text for field in LISTS for text in getattr(card, field)}
    had |= {
        form for names in card.handles.values() for name in names for form in (name, f"@{name}")
    }
    missing = sorted(gone - had)
    if missing or gone & left:
        from engine.errors import ConfigError

        raise ConfigError(
            f"the card {card.key} has no {missing[0]!r}",
            hint=f"overheard brand show {card.key} shows what it has",
        )
    return checked(replace(card, handles=handles, **lists))


def _joined(before: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))
