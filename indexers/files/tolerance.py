"""Records as the types that are declared for them, without what does not fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Final, TypeVar, get_args, get_type_hints

import msgspec

from indexers.records import in_plain_words
from indexers.values import RefusedError

MAX_DROPPED: Final = 50  # fields of one record that do not fit
_PLACE = re.compile(r" - at `\$\.(?P<path>[^`]+)`")

T = TypeVar("T")
Names = Mapping[str, Any]  # of fields that are known; each with those inside it, or None


def tolerant(
    fields: Mapping[str, object], kind: type[T], note: Callable[[str], None], *, within: str = ""
) -> T:
    """Return `fields` as a `kind`; what is optional and of another type counts as not there.

    `note` is told its name, which begins with `within`. `fields` themselves are not changed.

    Raises:
        RefusedError: what is required is missing or of another type.
    """
    record: Mapping[str, object] = fields
    for _ in range(MAX_DROPPED):
        try:
            return msgspec.convert(record, kind, strict=False)
        except msgspec.ValidationError as error:
            place = _PLACE.search(str(error))
            path = place["path"].split("[", 1)[0].split(".") if place else []
            if not path:
                raise RefusedError(in_plain_words(str(error))) from error
            record = _without(record, path)
            note(f"{within}{'.'.join(path)} of an unexpected kind")
        except UnicodeEncodeError as error:  # of a text where something else should be
            raise RefusedError("a field is a text that cannot be written") from error
    raise RefusedError(f"more than {MAX_DROPPED} fields are not of the kind they should be")


def _without(record: Mapping[str, object], path: list[str]) -> Mapping[str, object]:
    name, *rest = path
    inner = record.get(name)
    if rest and isinstance(inner, dict):
        return {**record, name: _without(inner, rest)}
    return {key: value for key, value in record.items() if key != name}


def unknown_names(
    record: Mapping[str, object], known: Names, ignored: frozenset[str], path: str = ""
) -> Iterator[str]:
    """Yield the dotted names in `record` that are neither known nor `ignored`."""
    if not record.keys() <= known.keys():
        for name in record.keys() - known.keys():
            if path + name not in ignored:
                yield path + name
    for name, inside in known.items():
        if inside is None or not (value := record.get(name)):
            continue
        for part in value if isinstance(value, list) else (value,):
            if isinstance(part, dict):
                yield from unknown_names(part, inside, ignored, f"{path}{name}.")


@cache
def names_of(kind: type[msgspec.Struct]) -> Names:
    """Return the names that a struct declares, each with those of the struct inside it."""
    hints = get_type_hints(kind)
    return {field.encode_name: _inside(hints[field.name]) for field in msgspec.structs.fields(kind)}


def _inside(hint: object) -> Names | None:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return names_of(hint)
    for part in get_args(hint):
        if (found := _inside(part)) is not None:
            return found
    return None
