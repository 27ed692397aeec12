"""JSON objects from single lines: quickly where they are plain, with care where they are not."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import NoReturn

import msgspec

from indexers.values import RefusedError

MAX_DIGITS = 1_000  # of a whole number; Python itself refuses a few thousand
_SPACED = re.compile(rb'"[ \t\r\n]+:')
_decode = msgspec.json.Decoder().decode


class NotAnObjectError(RefusedError):
    """A line that is not a JSON object at all."""


def parse_object(line: bytes) -> dict[str, object]:
    """Return the JSON object on `line`.

    Unpaired surrogates and raw control characters in strings are let through, for they can be
    cleaned away later.

    Raises:
        NotAnObjectError: the line is no JSON, no object, or nested too deeply to tell.
        RefusedError: the object has a key twice, a number that is none, or one without end.
    """
    with suppress(msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        record = _decode(line)
        if isinstance(record, dict) and _is_plain(line, record):
            return record
    return _parse_with_care(line)


def _is_plain(line: bytes, record: dict[str, object]) -> bool:
    """Tell from the count of `":` alone that no key stands twice; text may only raise it."""
    creator = record.get("creator")
    n_likely = len(record) + (len(creator) if type(creator) is dict else 0)
    n_found = line.count(b'":')
    return (n_found == n_likely or n_found == _n_keys(record)) and not _SPACED.search(line)


def _n_keys(value: object) -> int:
    if isinstance(value, dict):
        nested = sum(_n_keys(v) for v in value.values() if isinstance(v, dict | list))
        return len(value) + nested
    return sum(map(_n_keys, value)) if isinstance(value, list) else 0


def _parse_with_care(line: bytes) -> dict[str, object]:
    try:
        record = json.loads(
            line.decode(),
            strict=False,
            object_pairs_hook=_unique,
            parse_constant=_refuse_constant,
            parse_int=_read_int,
        )
    except UnicodeDecodeError as error:
        raise NotAnObjectError(f"byte {error.start + 1} of the line is not UTF-8") from error
    except json.JSONDecodeError as error:
        raise NotAnObjectError(
            f"malformed JSON at character {error.pos + 1}: {error.msg}"
        ) from error
    except RecursionError as error:
        raise NotAnObjectError("the JSON is nested too deeply") from error
    if not isinstance(record, dict):
        raise NotAnObjectError("the line is JSON, but not an object")
    return record


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise RefusedError(f"the key {twice!r} stands twice")
    return record


def _refuse_constant(constant: str) -> NoReturn:
    raise RefusedError(f"{constant} is not a number (null: not known)")


def _read_int(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise RefusedError(f"a number has {len(digits):,} digits")
    return int(digits)
