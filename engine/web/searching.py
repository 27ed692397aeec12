"""Questions put to the corpus in its own thread, and the last answers, kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from engine import __version__
from engine.errors import ConfigError
from engine.portraits import Portrait, draw
from engine.protocols import Corpus
from engine.ranking import Explanation, explain, shortlist
from engine.ranking.likeness import similar
from engine.vocabulary import Brief, Creator, CreatorId, CreatorKey, PostFilter, Shortlist
from engine.web.tools import Opened, Tools

LISTED = 200
"""Creators of a whole list; a page shows some of them."""
_KEPT = 16  # lists


class Lists:
    """The last shortlists, so that the next page of one is of the same list.

    Used in the thread of the corpus only. A list is begun anew where the corpus has changed, and
    gone on with as it was.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[object, Shortlist]] = OrderedDict()

    def begin(self, key: str, corpus: Corpus, make: Callable[[], Shortlist]) -> Shortlist:
        """Return the list of `key`, made where there is none of the corpus as it is now."""
        now = corpus.engagement()  # another object once the corpus has changed
        of, found = self._kept.get(key, (None, None))
        if found is None or of is not now:
            found = make()
        return self._keep(key, now, found)

    def go_on(self, key: str, corpus: Corpus, make: Callable[[], Shortlist]) -> Shortlist:
        """Return the list of `key` as it was begun; where it is not kept any more, a new one."""
        if key not in self._kept:
            return self.begin(key, corpus, make)
        return self._keep(key, *self._kept[key])

    def _keep(self, key: str, of: object, found: Shortlist) -> Shortlist:
        self._kept[key] = of, found
        self._kept.move_to_end(key)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found


def search(
    text: str, where: Mapping[str, Any], opened: Opened, tools: Tools, *, now: datetime
) -> Shortlist:
    """Return the first `LISTED` creators for a brief.

    Raises:
        ConfigError: a filter cannot be read, or the text names nothing to search for.
    """
    brief = tools.read_brief(text, where, opened, now=now, top=LISTED)
    found = shortlist(brief, opened.corpus, opened.embedder, now=now, version=__version__)
    return tools.labelled(found)


def why(creator: CreatorId, brief: Brief, opened: Opened, *, now: datetime) -> Explanation:
    """Return the sum behind a creator's place for `brief`."""
    return explain(creator, brief, opened.corpus, opened.embedder, now=now, version=__version__)


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
    """Return creators whose posts are like those of `creator`.

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
    )
    found = similar(creator, brief, opened.corpus, opened.embedder, now=now, version=__version__)
    return tools.labelled(found)


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


def portrait_of(creator: CreatorId, opened: Opened, *, now: datetime) -> Portrait:
    """Return how the creator's posts show them."""
    return draw(creator, opened.corpus, dim=opened.embedder.dim, now=now)


def cut(found: Shortlist, candidates: int, *, start: int = 0) -> Shortlist:
    """Return `found` with only some of its candidates."""
    return replace(found, candidates=found.candidates[start : start + candidates])
