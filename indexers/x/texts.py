"""What all ways of reading X share: texts as a reader sees them, languages, addresses, counts."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from indexers.values import RefusedError

SOURCE = "x"
UNKNOWN_LANGUAGES = frozenset(["", "und", "zxx", "art", "qam", "qct", "qht", "qme", "qst"])
_RENAMED = {"in": "id", "iw": "he", "ji": "yi"}  # codes withdrawn from ISO 639, which X still uses
_PICTURE = re.compile(r"(?:https?://)?pic\.(?:twitter|x)\.com/", re.IGNORECASE)
_ATTACHED = re.compile(
    r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/[^/]+/status/\d+/(?:photo|video)/\d+",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(\s?)(https?://t\.co/\w+)", re.ASCII)
_SHORT_AT_END = re.compile(r"\s*https://t\.co/\w+\s*\Z", re.ASCII)

_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)  # from which ids hold milliseconds
_FIRST_TIMED = 29_700_859_247
_TIME_SHIFT = 22


class ShortLink(NamedTuple):
    """A `t.co` address in a text, what it leads to, and how X shows it."""

    short: str
    whole: str | None
    shown: str | None = None
    final: str | None = None  # where the whole one leads to, if it was followed

    @property
    def is_picture(self) -> bool:
        """Whether it stands for a picture or film of the post, which a reader sees instead."""
        return bool(
            (self.shown and _PICTURE.match(self.shown))
            or (self.whole and (_ATTACHED.fullmatch(self.whole) or _PICTURE.match(self.whole)))
        )


def readable(text: str, links: Iterable[ShortLink], *, has_attachment: bool = False) -> str:
    """Return `text` as a reader sees it: addresses whole, `&amp;` as `&`, no links to pictures.

    With an attachment (a picture, a quoted post) a short link at the very end that nothing
    explains stands for it, and is left out.
    """
    known = {link.short: link for link in links if link.short}

    def explained(match: re.Match[str]) -> str:
        link = known.get(match[2])
        if link is None or (link.whole is None and not link.is_picture):
            return match[0]
        return "" if link.is_picture else f"{match[1]}{link.whole}"

    if known:
        text = _SHORT.sub(explained, text)
    if has_attachment:
        text = _SHORT_AT_END.sub("", text)
    return html.unescape(text).strip()


def targets(links: Iterable[ShortLink]) -> list[str] | None:
    """Return where `links` lead to, those to pictures left out; `None` if there are none."""
    found = [link.final or link.whole or link.short for link in links if not link.is_picture]
    return list(dict.fromkeys(filter(None, found))) or None


def language(tag: str | None) -> str | None:
    """Return the language tag of X; `None` for those that stand for no language."""
    if tag is None or tag in UNKNOWN_LANGUAGES:
        return None
    return _RENAMED.get(tag, tag)


def moment_of(post_id: str | int) -> datetime:
    """Return when a post was made, which X writes into ids: milliseconds in their upper bits.

    Raises:
        RefusedError: the id is older than that, or no number.
    """
    number = int(post_id) if str(post_id).isdecimal() else 0
    if not _FIRST_TIMED <= number < 1 << 63:
        raise RefusedError("the field created_at is missing: ask for it with tweet.fields")
    return _EPOCH + timedelta(milliseconds=number >> _TIME_SHIFT)


def id_from(moment: datetime) -> int:
    """Return the smallest id a post made at `moment` or later can have."""
    return int((moment - _EPOCH) / timedelta(milliseconds=1)) << _TIME_SHIFT


def post_url(post_id: str | float, handle: str | None) -> str:
    """Return the address of a post; it works without the handle too."""
    return f"https://x.com/{handle or 'i'}/status/{post_id}"


def profile_url(handle: str | None) -> str | None:
    """Return the address of a profile."""
    return f"https://x.com/{handle}" if handle else None


def views(count: str | float | None, *reactions: str | float | None) -> str | float | None:
    """Return how often a post was seen; 0 is what X says of posts from before it counted.

    A post with reactions was seen, so there 0 means not known.
    """
    if count in (0, "0") and any(reaction not in (None, 0, "0", "") for reaction in reactions):
        return None
    return count
