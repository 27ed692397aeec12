"""Flat records as nested ones: `author/name` and `tags.0` stand for what was taken apart."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

MAX_PARTS = 8
_BETWEEN = re.compile(r"[/.]")
_FLAT = re.compile(r"[A-Za-z_$][\w$]*(?:[/.][\w$]+)+")


def is_flattened(name: str) -> bool:
    """Tell whether `name` is a path through nested records: `authorMeta/name`, `tags.0`."""
    return _FLAT.fullmatch(name) is not None


def nested(fields: Mapping[str, object]) -> dict[str, object]:
    """Return `fields` with those named by paths put into records and lists of their own."""
    record: dict[str, object] = {}
    for name, value in fields.items():
        parts = _parts(name)
        if len(parts) == 1:
            record.setdefault(name, value)
        else:
            _put(record, parts, value)
    return {name: _listed(value) for name, value in record.items()}


@lru_cache(maxsize=1 << 12)
def _parts(name: str) -> Sequence[str]:
    parts = _BETWEEN.split(name) if is_flattened(name) else [name]
    return parts if len(parts) <= MAX_PARTS else [name]


def _put(record: dict[str, object], parts: Sequence[str], value: object) -> None:
    inner = record
    for part in parts[:-1]:
        found = inner.setdefault(part, {})
        if not isinstance(found, dict):  # a plain value and parts of it: the value stays
            return
        inner = found
    inner.setdefault(parts[-1], value)


def _listed(value: object) -> object:
    """Return records whose names are numbers as lists."""
    if not isinstance(value, dict):
        return value
    inner = {name: _listed(part) for name, part in value.items()}
    if inner and all(name.isdecimal() and len(name) < 6 for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
