"""Questions put to the corpus in its own thread, and the last answers, kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

import numpy as np

from engine import __version__
from engine.errors import ConfigError
from engine.portraits import Portrait, draw
from engine.ranking import Explanation, explain, shortlist
from engine.ranking.asides import Aside
from engine.ranking.likeness import similar
from engine.vocabulary import Brief, Creator, CreatorId, CreatorKey, PostFilter, Shortlist
from engine.web.asking import Asked
from engine.web.tools import Counted, Opened, Tools

Counting: TypeAlias = AbstractContextManager[Counted]

LISTED = 200
"""Creators of a whole list; a page shows some of them."""
_KEPT = 16  # lists


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class State:
    """What a list was made of: the corpus as it was, and what is counted beside the topic."""

    corpus: object  # another object once the corpus has changed
    beside: object

    @classmethod
    def of(cls, opened: Opened, counted: Counted) -> State:
        """Return the state of a corpus and of what is counted now."""
        return cls(corpus=opened.corpus.engagement(), beside=counted.state)

    def is_same(self, other: State) -> bool:
        """Return whether a list made of `other` would be the same."""
        return self.corpus is other.corpus and self.beside == other.beside


class Lists:
    """The last shortlists, so that the next page of one is of the same list.

    Used in the thread of the corpus only. A list is begun anew where the corpus has changed, and
    gone on with as it was.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[State, Shortlist]] = OrderedDict()

    def begin(self, key: str, of: State, make: Callable[[], Shortlist]) -> Shortlist:
        """Return the list of `key`, made where there is none of the state `of`."""
        known, found = self._kept.get(key, (None, None))
        if found is None or known is None or not known.is_same(of):
            found = make()
        return self._keep(key, of, found)

    def go_on(self, key: str, of: State, make: Callable[[], Shortlist]) -> Shortlist:
        """Return the list of `key` as it was begun; where it is not kept any more, a new one."""
        if key not in self._kept:
            return self.begin(key, of, make)
        return self._keep(key, *self._kept[key])

    def _keep(self, key: str, of: State, found: Shortlist) -> Shortlist:
        self._kept[key] = of, found
        self._kept.move_to_end(key)
        if len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return found


def counting(asked: Asked, home: Path, tools: Tools, *, now: datetime) -> Counting:
    """Return what is counted beside the topic for `asked`, for as long as the context lasts."""
    return tools.beside(home, doubts=asked.doubts, prefer=asked.prefer, now=now)


def search(
    asked: Asked, opened: Opened, tools: Tools, *, now: datetime, asides: Sequence[Aside] = ()
) -> Shortlist:
    """Return the first `LISTED` creators for a brief.

    Raises:
        ConfigError: a filter cannot be read, or the text names nothing to search for.
    """
    brief = tools.read_brief(asked.brief, asked.where, opened, now=now, top=LISTED)
    found = shortlist(
        brief, opened.corpus, opened.embedder, now=now, version=__version__, asides=asides
    )
    return tools.labelled(found)


def why(
    creator: CreatorId,
    brief: Brief,
    opened: Opened,
    *,
    now: datetime,
    asides: Sequence[Aside] = (),
) -> Explanation:
    """Return the sum behind a creator's place for `brief`."""
    corpus, embedder = opened.corpus, opened.embedder
    return explain(creator, brief, corpus, embedder, now=now, version=__version__, asides=asides)


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
