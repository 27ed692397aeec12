"""Whether a record has the fields of a format, and which it lacks.

A shape is written `id text author.name|authorMeta.name`: all of its names, `|` between those of
which one is enough, dots into nested records, `~` for a space in a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from engine.protocols import Likeness
from indexers.files.containers import at

Names = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=256)
def needed(shape: str) -> Names:
    """Return the names of `shape`; of those in one group, one is enough."""
    return tuple(tuple(word.replace("~", " ").split("|")) for word in shape.split())


def fits(fields: Mapping[str, object], names: Iterable[tuple[str, ...]]) -> bool:
    """Tell whether `fields` has one name of each group."""
    return all(any(_has(fields, name) for name in group) for group in names)


def likeness(fields: Mapping[str, object], names: Names) -> Likeness:
    """Return which groups are in `fields`, each by its first name."""
    missing = tuple(group[0] for group in names if not fits(fields, (group,)))
    present = tuple(group[0] for group in names if group[0] not in missing)
    return Likeness(present=present, missing=missing, seen=tuple(fields))


def _has(fields: Mapping[str, object], name: str) -> bool:
    if "." not in name:
        return name in fields
    outer, _, last = name.rpartition(".")
    inner = at(fields, outer)
    if isinstance(inner, list):
        inner = inner[0] if inner else None
    return isinstance(inner, dict) and last in inner
