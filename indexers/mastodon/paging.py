"""Where a walk through a timeline stands, and how an answer tells where to go on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from multidict import MultiMapping
from yarl import URL

from indexers.cursors import Held, held_in

_LINK = re.compile(r'<([^<>]{1,4096})>\s*;[^,<]*?\brel="?(next|prev)"?')


class Place(Held, frozen=True):
    """What a cursor holds: ids are a server's own.

    `newest` is the newest post seen, from which the next walk goes forward. `older` is where the
    first walk, which goes back in time, has come to; `None` when it has been to the end.
    `offset` counts the results of a search that were seen, `top` is the newest of them.
    """

    newest: str | None = None
    older: str | None = None
    offset: int = 0
    top: str | None = None


def read_place(cursor: str | None) -> Place:
    """Return the place a cursor holds; the beginning where it holds none."""
    return held_in(cursor, Place)


def linked_ids(headers: MultiMapping[str]) -> tuple[str | None, str | None]:
    """Return the ids a Link header goes on from: to older posts, and to newer ones.

    Only the ids are taken from the addresses, which are never followed: they may lead anywhere. An
    empty page has no such header.
    """
    found: dict[str, str] = {}
    for header in headers.getall("link", []):
        for address, relation in _LINK.findall(header):
            found.setdefault(relation, address)
    older = _parameter(found.get("next"), "max_id")
    newer = _parameter(found.get("prev"), "min_id") or _parameter(found.get("prev"), "since_id")
    return older, newer


def first_id(records: Sequence[Mapping[str, object]]) -> str | None:
    """Return the id of the first record that has one: servers give the newest first."""
    ids = (record.get("id") for record in records)
    return next((str(one) for one in ids if isinstance(one, str | int) and one), None)


def newest_id(*ids: str | None) -> str | None:
    """Return the greatest of those `ids` that are known: they grow, in length or in letters."""
    return max((one for one in ids if one), key=lambda one: (len(one), one), default=None)


def _parameter(address: str | None, name: str) -> str | None:
    try:
        return URL(address or "").query.get(name) or None
    except ValueError:
        return None
