"""A card changed field by field: what is said is added, or taken out of whichever list has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.brands.cards.files import checked
from engine.brands.cards.reading import LISTS
from engine.brands.matching.terms import ANYWHERE
from engine.errors import ConfigError
from engine.vocabulary import Brand


def with_fields(card: Brand, given: Mapping[str, Sequence[str]]) -> Brand:
    """Return `card` with what was `given` added to its fields, and checked.

    Handles are `PLATFORM:HANDLE`; without a platform they count on any.

    Raises:
        ConfigError: the card would not be one.
    """
    lists: dict[str, Any] = {
        field: _joined(getattr(card, field), given.get(field, ())) for field in LISTS
    }
    handles = {source: tuple(names) for source, names in card.handles.items()}
    for handle in given.get("handles", ()):
        source, colon, name = handle.rpartition(":")
        key = source.strip().lower() if colon else ANYWHERE
        handles[key] = _joined(handles.get(key, ()), [name.strip()])
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
        raise ConfigError(
            f"the card {card.key} has no {missing[0]!r}",
            hint=f"overheard brand show {card.key} shows what it has",
        )
    return checked(replace(card, handles=handles, **lists))


def _joined(before: Sequence[str], more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *more)))
