"""How a text is written, and what stands beside a name in it: the facts that cues are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.text.stopwords import STOP_WORDS

_SITE = r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|co\.uk|de|fr|io)\b"
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_TOKEN = re.compile(r"\w+(?:['\u2019]\w+)*|[$\u20ac\u00a3%]")
_NOISE = re.compile(rf"https?://\S+|www\.\S+|[#@\uff03\uff20][\w.]+|{_SITE}\S*", re.I)
_LINK = re.compile(rf"(?:https?://|www\.)[^\s)\]>]+|{_SITE}[^\s)\]>]*", re.I)
_HOST = re.compile(r"(?:https?://)?(?:www\.)?([^/]+)")
_SENTENCE_END = re.compile("[.!?:\n\u2026][\"'\u201d\u2019)\\]*]*\\s*$|^\\s*$")
_OPENING = "\"'\u201c\u2018([*_~<> \t-\u2013\u2014|"
_TITLE_SHARE = 0.6  # of the longer words capitalised, from which capitals say nothing
_LEAST = 3  # words to tell a style from
_SHOUTED = 0.8
_REACH = 80  # characters around a mention in which neighbours are looked for
_TWO_PART = (["co", "uk"],)


@dataclass(frozen=True, slots=True)
class Style:
    """What capitals mean in a text: nothing where no word has them (`lower`), or all (`upper`)."""

    lower: bool
    upper: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A mention and its neighbours.

    `before` and `after` are up to three tokens each, nearest first, as written; the gaps are what
    stands between them and the mention. `title` tells whether the line capitalises most words,
    `start` whether a sentence begins here, `host` and `path` whether the mention is part of a
    link: the name of its site, or something else of it.
    """

    surface: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    gap_before: str
    gap_after: str
    title: bool
    start: bool
    host: bool
    path: bool


def style_of(text: str) -> Style:
    """Return how `text` uses capitals; links, handles and hashtags do not count."""
    words = [word for word in _WORD.findall(_NOISE.sub(" ", text)) if len(word) > 1]
    if len(words) < _LEAST:
        return Style(lower=False, upper=False)
    shouted = sum(map(str.isupper, words)) > _SHOUTED * len(words)
    return Style(lower=not any(word[0].isupper() for word in words), upper=shouted)


def place_of(text: str, start: int, end: int) -> Place:
    """Return the mention `text[start:end]` with what stands beside it."""
    head, tail = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    before = [*_TOKEN.finditer(head)][-3:][::-1]
    after = [*_TOKEN.finditer(tail)][:3]
    host, path = _in_link(text, start, end)
    return Place(
        surface=text[start:end],
        before=tuple(found[0] for found in before),
        after=tuple(found[0] for found in after),
        gap_before=head[before[0].end() :] if before else head,
        gap_after=tail[: after[0].start()] if after else tail,
        title=is_title(_line(text, start, end)),
        start=_begins(head),
        host=host,
        path=path,
    )


@lru_cache(maxsize=4096)
def is_title(line: str) -> bool:
    """Return whether most of the longer words of `line` are capitalised, as in a heading."""
    words = [
        word
        for word in _WORD.findall(_NOISE.sub(" ", line))
        if len(word) > 2 and word.lower() not in STOP_WORDS
    ]
    if len(words) < _LEAST:
        return all(word[0].isupper() for word in words)
    capitals = sum(word[0].isupper() for word in words[1:])
    return bool(capitals >= _TITLE_SHARE * (len(words) - 1))


def window(text: str, start: int, end: int, *, width: int) -> tuple[str, str]:
    """Return what stands within `width` characters before and after a mention, in whole words."""
    head, tail = text[max(0, start - width) : start], text[end : end + width]
    if start > width and " " in head:
        head = head[head.index(" ") :]
    if end + width < len(text) and " " in tail:
        tail = tail[: tail.rindex(" ")]
    return head, tail


def words_of(text: str) -> list[str]:
    """Return the words of `text` in lower case, links and handles left out."""
    return [word.lower() for word in _WORD.findall(_NOISE.sub(" ", text))]


def _begins(head: str) -> bool:
    bare = head.rstrip(_OPENING)
    opened = head[len(head.rstrip(_OPENING + "\n")) :]
    return _SENTENCE_END.search(bare) is not None or "\n" in opened


def _line(text: str, start: int, end: int) -> str:
    """Return the line around a mention, without the mention."""
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return text[first:start] + " " + text[end : last if last >= 0 else len(text)]


def _in_link(text: str, start: int, end: int) -> tuple[bool, bool]:
    for link in _LINK.finditer(text, max(0, start - 200), min(len(text), end + 100)):
        if link.start() <= start and end <= link.end():
            site = _HOST.match(link[0])
            labels = site[1].lower().split(".") if site else []
            own = 3 if labels[-2:] in _TWO_PART else 2
            named = len(labels) >= own and labels[-own] == text[start:end].lower()
            is_host = named and site is not None and start < link.start() + site.end()
            return is_host, not is_host
    return False, False
