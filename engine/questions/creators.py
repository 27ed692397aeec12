"""Creators as they are called, and who is like one of them."""

from __future__ import annotations

from datetime import datetime

import numpy as np

from engine import __version__
from engine.errors import ConfigError
from engine.questions.tools import Opened, Tools
from engine.ranking.likeness import similar
from engine.vocabulary import Brief, Creator, CreatorId, CreatorKey, PostFilter, Shortlist

LISTED = 200
"""Creators of a whole list; a page shows some of them."""


def alike(
    creator: CreatorId,
    profile: Creator,
    where: PostFilter,
    opened: Opened,
    tools: Tools,
    *,
    now: datetime,
    top: int = LISTED,
) -> Shortlist:
    """Return creators whose posts are like those of `creator`, with what all lists say added.

    Raises:
        ConfigError: no post of the creator says anything.
    """
    return tools.labelled(likeness(creator, profile, where, opened, now=now, top=top))


def likeness(
    creator: CreatorId,
    profile: Creator,
    where: PostFilter,
    opened: Opened,
    *,
    now: datetime,
    top: int = LISTED,
) -> Shortlist:
    """Return creators whose posts are like those of `creator`; `where` is about the others.

    Raises:
        ConfigError: no post of the creator says anything.
    """
    name = name_of(profile)
    brief = Brief(
        text=f"creators like {name}",
        topic=name,
        id=f"like:{profile.source}:{profile.native_id}",
        where=where,
        k_creators=top,
        brands=where.creators.mentions_any,
    )
    return similar(creator, brief, opened.corpus, opened.embedder, now=now, version=__version__)


def name_of(creator: Creator) -> str:
    """Return `@ana (mastodon)`; without a handle, the name or the platform's id."""
    handle = creator.handle and f"@{creator.handle.removeprefix('@')}"
    return f"{handle or creator.name or creator.native_id} ({creator.source})"


def find_creator(key: CreatorKey, opened: Opened) -> CreatorId | None:
    """Return the creator with this identity, None if there is none."""
    found = opened.corpus.find_creators(f"{key.source}:{key.native_id}")
    profiles = opened.corpus.creators(np.array(found, dtype=np.int64))
    return next((id_ for id_, profile in profiles.items() if profile.key == key), None)


def one_called(handle: str, opened: Opened) -> tuple[CreatorId, Creator]:
    """Return the one creator called `handle`: `@handle`, `handle` or `source:native_id`.

    Raises:
        ConfigError: nobody is called so, or several are.
    """
    found = list(opened.corpus.find_creators(handle))
    if not found:
        raise ConfigError(f"nobody here is called {handle!r}", hint="handles are exact")
    profiles = opened.corpus.creators(np.array(found, dtype=np.int64))
    if len(found) > 1:
        keys = ", ".join(f"{one.source}:{one.native_id}" for one in profiles.values())
        raise ConfigError(f"{len(found)} creators are called {handle!r}", hint=f"say which: {keys}")
    return found[0], profiles[found[0]]
