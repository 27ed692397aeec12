"""A text as the network for stances sees it: brands under one name, emoji in words, cut short.

The brand is `acme` and any other is `globex`, whatever they are called, so that nothing is known of
them but what the text says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from engine.vocabulary import Naming

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 72  # tokens, with the two that begin and end a text
MINE, OTHER = "acme", "globex"
_BEFORE, _AFTER = 260, 380  # characters around the start of the first mention
_TOKENS_BEFORE = 24  # of the first mention, where a text is too long
BERT_ENDS = (101, 102)
_LINK = re.compile(r"https?://\S+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ENTITIES = (("&amp;", "&"), ("&gt;", ">"), ("&lt;", "<"), ("\u2019", "'"))
Spans = Sequence[tuple[int, int]]


def shown(text: str, spans: Spans, others: Spans) -> tuple[str, list[tuple[int, int]]]:
    """Return `text` near its first of `spans`, brands replaced, and where the brand then stands."""
    mine = set(spans)
    first = min(start for start, _ in mine)
    at, end = max(0, first - _BEFORE), first + _AFTER
    if at:
        at = text.find(" ", at, first) + 1 or at
    seen, places = "", []
    for start, stop in sorted({*mine, *others}):
        if start < at or stop > end:
            continue
        seen = (seen + _plain(text[at:start])).removesuffix("@").removesuffix("#")
        seen += " " if seen[-1:].isalnum() else ""
        word = MINE if (start, stop) in mine else OTHER
        if word == MINE:
            places.append((len(seen), len(seen) + len(word)))
        seen += word + (" " if text[stop : stop + 1].isalnum() else "")
        at = stop
    return seen + _plain(text[at : max(end, at)]), places


def _plain(text: str) -> str:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    text = _LINK.sub("link", text)
    text = _faces().sub(lambda match: f" {_emoji()[match[0]]} ", text)
    return _HUMP.sub(" ", text) if "#" in text else text


@cache
def _emoji() -> Mapping[str, str]:
    """Return VADER's words for emoji."""
    lexicon = files("vaderSentiment").joinpath("emoji_utf8_lexicon.txt")
    lines = lexicon.read_text(encoding="utf-8").splitlines()
    return {emoji: words for emoji, words, *_ in (line.split("\t") for line in lines)}


@cache
def _faces() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, _emoji())))


def tokens(
    tokenizer: Tokenizer, naming: Naming, ends: tuple[int, int] = BERT_ENDS
) -> tuple[list[int], list[int]]:
    """Return at most `LONGEST` token ids around the first mention, and 1 where the brand stands.

    `ends` are the ids that begin and end a text.
    """
    text, places = shown(naming.text, naming.spans, naming.others)
    read = tokenizer.encode(text, add_special_tokens=False)
    is_brand = [
        int(any(start <= first and last <= stop for start, stop in places))
        for first, last in read.offsets
    ]
    at = max(0, min(_first(is_brand) - _TOKENS_BEFORE, len(is_brand) - (LONGEST - 2)))
    cut = slice(at, at + LONGEST - 2)
    return [ends[0], *read.ids[cut], ends[1]], [0, *is_brand[cut], 0]


def _first(is_brand: Sequence[int]) -> int:
    return is_brand.index(1) if 1 in is_brand else 0
