"""Languages and places: of a creator, and of those who reply to them, as far as posts tell."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from engine.places import Located, resolve_profile
from engine.store.contents import creators
from engine.store.rows import id_list
from engine.text.languages import SURE, language, primary
from engine.vetting.remarks import Reply

_LANGS = """SELECT posts.lang, iif(confidence >= ? AND languages.content_hash = posts.content_hash,
        languages.lang, NULL)
    FROM json_each(?) AS wanted JOIN posts ON posts.id = wanted.value
    LEFT JOIN languages ON languages.post_id = posts.id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How many of `n` there are by name, most first; `unknown` are not known or not clear."""

    counts: Mapping[str, int]
    unknown: int

    @property
    def n(self) -> int:
        """Return how many were looked at."""
        return sum(self.counts.values()) + self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Where a creator is and what they write in; languages of replies, countries of who replied.

    Those who reply are not the audience, only the part of it that speaks.
    """

    place: Located
    langs: Shares
    reply_langs: Shares
    reply_countries: Shares


def audience(
    connection: sqlite3.Connection,
    profile: tuple[str | None, str | None],
    posts: Sequence[int],
    replies: Sequence[Reply],
) -> Audience:
    """Return what is known of languages and places; `profile` is location and bio."""
    rows = connection.execute(_LANGS, (SURE, id_list(posts)))
    people = creators(connection, {reply.by for reply in replies}).values()
    places = (resolve_profile(person.location, person.bio).country for person in people)
    return Audience(
        place=resolve_profile(*profile),
        langs=shares(language(tag, detected) for tag, detected in rows),
        reply_langs=shares(reply.lang for reply in replies),
        reply_countries=_counted(places),
    )


def shares(langs: Iterable[str | None]) -> Shares:
    """Return how often each language occurs, regional kinds as one."""
    return _counted(None if lang is None else primary(lang) for lang in langs)


def _counted(names: Iterable[str | None]) -> Shares:
    counts = Counter(names)
    unknown = counts.pop(None, 0)
    known = sorted(((name, n) for name, n in counts.items() if name), key=lambda p: (-p[1], p[0]))
    return Shares(counts=dict(known), unknown=unknown)
