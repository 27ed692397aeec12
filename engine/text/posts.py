"""What a post's text becomes on its way to the store, the vector and the words.

All functions are pure and linear in the length of their text, whatever the text is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from engine.text import scripts
from engine.text.cleaning import LETTER_OR_DIGIT, without_links
from engine.text.hashtags import TAG_RUN, WIDE_HASH, hashtags_in, split_hashtag, tags_of
from engine.vocabulary import HASHTAG_WALL, TAGS_APART

_DIGEST_BYTES = 16
_HANDLE = re.compile(r"(?<![\w@])@\w(?:[\w.@-]*\w)?")
_INDEXED = re.compile(r"[#@\w]+")  # what the full-text tokenizer sees as one token
_ENOUGH_SPOKEN = 3  # words that can be a sentence


def embedding_text(text: str, hashtags: Sequence[str]) -> str:
    """Return the words of a post that say what it is about, on one line.

    Links and handles are out; hashtags are split words, those of `hashtags` that are not in
    `text` at the end. Three hashtags or more are left out where a sentence is left, a wall of them
    where any words are: they say what a post wants to be found by. Empty if nothing with a letter
    or a digit is left.
    """
    if len(hashtags) >= TAGS_APART:
        spoken = embedding_text(TAG_RUN.sub(" ", without_links(text)), ())
        enough = 1 if len(hashtags) >= HASHTAG_WALL else _ENOUGH_SPOKEN
        if len(spoken.split()) >= enough:
            return spoken
    if hashtags or "#" in text or WIDE_HASH in text:
        absent = _absent(hashtags, hashtags_in(text))
        text = TAG_RUN.sub(_spelled, without_links(text))
        text = " ".join((text, *map(split_hashtag, absent)))
    else:
        text = without_links(text)
    if "@" in text:
        text = _HANDLE.sub(" ", text)
    return " ".join(text.split()) if LETTER_OR_DIGIT.search(text) else ""


def spoken(text: str) -> str:
    """Return `text` on one line without links, handles and hashtags: what tells its language."""
    text = (
        TAG_RUN.sub(" ", without_links(text))
        if "#" in text or WIDE_HASH in text
        else (without_links(text))
    )
    return " ".join((_HANDLE.sub(" ", text) if "@" in text else text).split())


def tag_words(text: str, hashtags: Sequence[str]) -> str:
    """Return what full-text search needs beside `text`, separated by spaces.

    The words of every hashtag, split and as written, and `#tag` for hashtags that do not stand
    in `text` as a word of their own; then what `engine.text.scripts.beside` says.
    """
    if not hashtags:
        return scripts.beside(without_links(text))
    seen = set(_INDEXED.findall(text.lower()))
    words: dict[str, None] = {}
    for tag in hashtags:
        words.update(dict.fromkeys((*split_hashtag(tag).split(), tag)))
        if f"#{tag}" not in seen:
            words[f"#{tag}"] = None
    absent = _absent(hashtags, hashtags_in(text))
    spelled = scripts.beside(" ".join((without_links(text), *absent)))
    return " ".join((*words, spelled) if spelled else words)


def content_hash(embedding_text: str) -> bytes | None:
    """Return the 16-byte BLAKE2b digest of what is embedded; `None` if there is nothing."""
    if not embedding_text:
        return None
    return blake2b(embedding_text.encode(), digest_size=_DIGEST_BYTES).digest()


def _spelled(run: re.Match[str]) -> str:
    tags = tags_of(run[0])
    return " ".join(map(split_hashtag, tags)) if tags else run[0]


def _absent(hashtags: Sequence[str], present: tuple[str, ...]) -> list[str]:
    known = set(present)
    return [tag for tag in hashtags if tag.casefold() not in known]
