"""JSON as platforms send it."""

from __future__ import annotations

import msgspec
import pytest

from indexers.decoding import decode


class Said(msgspec.Struct):
    text: str
    likes: int | None = None


def test_what_is_declared_is_returned() -> None:
    assert decode(b'{"text": "tea \\u00e9", "likes": 3, "odd": 1}', Said) == Said("tea é", 3)


def test_half_an_emoji_costs_nothing() -> None:
    assert decode(b'{"text": "tea \\ud83d", "likes": 3}', Said) == Said("tea \ud83d", 3)


@pytest.mark.parametrize("body", [b'{"likes": 3}', b'{"text": "\\ud83d", "likes": "x"}'])
def test_what_is_not_declared_is_no_answer(body: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(body, Said)


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b'{"text": "\\ud83d"', b'{"text": "\\ud8', b"[" * 100_000, b"\xff"]
)
def test_what_is_no_json_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises((ValueError, msgspec.DecodeError, RecursionError)):
        decode(body, Said)
