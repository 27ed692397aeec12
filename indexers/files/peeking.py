"""JSON that has only begun: what its first bytes already say."""

from __future__ import annotations

import json
import re
from typing import Final

MAX_DEPTH: Final = 200
# A text that is cut off reaches to the end: what stands in it opens and closes nothing.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[{}\[\],]', re.DOTALL)
_CLOSER = {"{": "}", "[": "]"}
_decoder = json.JSONDecoder(strict=False)


def begun_values(text: str, limit: int) -> list[object]:
    """Return the JSON values at the beginning of `text`, at most `limit` of them.

    The last one may be cut off anywhere: it is given with what of it is whole. Values follow one
    another with white space between them; what is no JSON ends the list.
    """
    values: list[object] = []
    position = 0
    while len(values) < limit:
        position = _past_space(text, position)
        try:
            value, position = _decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return [*values, *_last(text[position:])]
        values.append(value)
    return values


def _past_space(text: str, position: int) -> int:
    while position < len(text) and text[position] in " \t\r\n\x1e":
        position += 1
    return position


def _last(text: str) -> list[object]:
    """Return the value that `text` would be if it ended where it last could have."""
    try:
        return [_decoder.decode(closed)] if (closed := _closed(text)) else []
    except (ValueError, RecursionError):
        return []


def _closed(text: str) -> str:
    """Cut `text` behind its last whole value, and close what is open there."""
    if text[:1] not in _CLOSER or not text:
        return ""
    open_ones: list[str] = []
    cut, closers = 0, ""
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark == ",":
            cut, closers = token.start(), "".join(reversed(open_ones))
            continue
        if mark in _CLOSER:
            open_ones.append(_CLOSER[mark])
        elif mark in "}]" and open_ones:
            open_ones.pop()
        else:
            continue
        if len(open_ones) > MAX_DEPTH:
            break
        cut, closers = token.end(), "".join(reversed(open_ones))
    return text[:cut] + closers
