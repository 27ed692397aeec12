"""Questions put to the corpus in its own thread, and the last answers, kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from engine import __version__
from engine.portraits import Portrait, draw
from engine.questions import Opened
from engine.questions.creators import LISTED
from engine.ranking import Explanation, explain, shortlist
from engine.ranking.asides import Aside
from engine.vocabulary import Brief, CreatorId, Shortlist
from engine.web.asking import Asked
from engine.web.tools import Counted, Tools

Counting: TypeAlias = AbstractContextManager[Counted]

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


def portrait_of(creator: CreatorId, opened: Opened, *, now: datetime) -> Portrait:
    """Return how the creator's posts show them."""
    return draw(creator, opened.corpus, dim=opened.embedder.dim, now=now)


def cut(found: Shortlist, candidates: int, *, start: int = 0) -> Shortlist:
    """Return `found` with only some of its candidates."""
    return replace(found, candidates=found.candidates[start : start + candidates])
