"""JSON as platforms send it: checked against what is declared, half characters let through."""

from __future__ import annotations

import json
from typing import TypeVar

import msgspec

T = TypeVar("T")


def decode(body: bytes, declared: type[T]) -> T:
    r"""Return the JSON of `body` as a `declared`.

    Half an emoji (`\ud83d` alone, where a platform cut a text off) is no reason to lose an
    answer: it stays in its text, and is cleaned away where that is kept.

    Raises:
        msgspec.ValidationError: it is not what is declared.
        ValueError, msgspec.DecodeError, RecursionError: it is no JSON.
    """
    try:
        return msgspec.json.decode(body, type=declared)
    except msgspec.ValidationError:
        raise
    except msgspec.DecodeError:
        if b"\\u" not in body:
            raise
        return msgspec.convert(json.loads(body), declared)
