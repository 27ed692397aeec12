"""Who among many creators can be near one at all: cheap signs first, for every one of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from symspellpy.editdistance import DistanceAlgorithm, EditDistance

from engine.members import member_of_link, members_of
from engine.vocabulary import Creator, CreatorId

LARGER = 10
"""How many times as many followers who is imitated has at the least."""
LEAST = 5
"""Letters of a handle that is compared, at the least."""
COLUMNS = "id, source, native_id, handle, bio, url, followers"

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"')\]]+|\b[\w.-]+\.(?:com|net|app|tv|social)/[^\s)]+"
)
_LIKE = (("vv", "w"), ("rn", "m"))
_LIKE_LETTERS = str.maketrans("01i5348", "ollseab")
_DIGITS = re.compile(r"\d+$")
_SIGNS = re.compile(r"[^a-z0-9]+", re.ASCII)
_AGAIN = re.compile(r"(.)\1+")
_EDITS = EditDistance(DistanceAlgorithm.DAMERAU_OSA)


def skeleton(handle: str) -> str:
    """Return a handle as the eye takes it: without signs, ending digits and look-alike letters."""
    plain = handle.removeprefix("@").partition("@")[0].casefold()
    if plain.isascii():
        plain = _SIGNS.sub("", plain)
    else:
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if c.isalnum())
    plain = _DIGITS.sub("", plain) or plain
    for written, meant in _LIKE:
        plain = plain.replace(written, meant)
    return _AGAIN.sub(r"\1", plain.translate(_LIKE_LETTERS))


def one_letter_apart(one: str, two: str) -> bool:
    """Return whether one letter more, less, other or moved by one makes `two` of `one`."""
    if one == two or abs(len(one) - len(two)) > 1:
        return False
    # A single edit leaves the same beginning or the same end, of half the letters but one.
    half = (min(len(one), len(two)) - 2) // 2
    if half > 0 and one[:half] != two[:half] and one[-half:] != two[-half:]:
        return False
    return int(_EDITS.compare(one, two, 1)) == 1


def is_larger(one: int | None, other: int | None) -> bool:
    """Return whether so many followers are so many more that the other may live off a likeness."""
    return one is not None and other is not None and one >= LARGER * max(other, 1)


def linked(profile: Creator) -> Iterator[str]:
    """Yield whom the bio of a profile links to; a link to a home page names nobody."""
    for link in _LINK.findall(profile.bio or ""):
        named = member_of_link(link.rstrip(".,;"))
        if named is not None:
            yield named


def local(handle: str | None) -> str:
    """Return a handle without its server, folded."""
    return (handle or "").removeprefix("@").partition("@")[0].casefold()


class Nearness:
    """What of a profile others are held against, worked out once."""

    def __init__(self, profile: Creator) -> None:
        self._profile = profile
        self._skeleton = skeleton(profile.handle) if profile.handle else ""
        self._local = local(profile.handle)
        self._linked = {_name(line) for line in linked(profile)}
        self._words = {word for line in members_of(profile) if (word := _word(line))}

    def candidates(
        self, rows: Iterable[tuple[Any, ...]]
    ) -> tuple[dict[CreatorId, int], set[CreatorId]]:
        """Return who looks like the profile, and who may be the same person by links or handle.

        `rows` are of `COLUMNS`. The first come with their followers; a few have the very same
        handle. The second may hold some who are not.
        """
        looks: dict[CreatorId, int] = {}
        may_be = set()
        for id_, source, native_id, handle, bio, url, followers in rows:
            if source == self._profile.source and handle and self._looks_like(handle, followers):
                looks[CreatorId(id_)] = followers
            is_told = bio or self._linked or source != self._profile.source
            if is_told and self._may_be(source, native_id, handle, written=(bio, url)):
                may_be.add(CreatorId(id_))
        return looks, may_be

    def _looks_like(self, handle: str, followers: int | None) -> bool:
        own = self._profile.followers
        if not (is_larger(own, followers) or is_larger(followers, own)):
            return False
        other = skeleton(handle)
        if min(len(self._skeleton), len(other)) < LEAST:
            return False
        return self._skeleton == other or one_letter_apart(self._skeleton, other)

    def _may_be(
        self, source: str, native_id: str, handle: str | None, *, written: tuple[str | None, ...]
    ) -> bool:
        bio, url = written
        if bio and self._words:
            folded = bio.casefold()
            if any(word in folded for word in self._words):
                return True
        if self._linked and self._is_linked(native_id, handle, url):
            return True
        is_elsewhere = source != self._profile.source and len(self._local) >= LEAST
        return is_elsewhere and local(handle) == self._local

    def _is_linked(self, native_id: str, handle: str | None, url: str | None) -> bool:
        if native_id in self._linked:
            return True
        if handle and handle.strip().casefold().removeprefix("@").rstrip("/") in self._linked:
            return True
        named = member_of_link(url) if url else None
        return named is not None and _name(named) in self._linked


def _name(line: str) -> str:
    """Return what a member's line ends in: the handle, id or address."""
    return line.partition("|")[2].partition("|")[2]


def _word(line: str) -> str:
    """Return the piece of a member's name that every link to them holds, folded."""
    name = _name(line).casefold()
    return name.partition("@")[0] if "@" in name else name.rpartition("/")[2]
