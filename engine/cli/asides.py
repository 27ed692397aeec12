"""What a ranking counts beside the topic where the user asks for it, and whom it marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from engine.config import MOST_PREFERRED, Settings
from engine.vocabulary import CreatorKey, Shortlist

if TYPE_CHECKING:
    from engine.ranking.asides import Aside
    from engine.store import Store
    from engine.vocabulary import CreatorId

Command = TypeVar("Command", bound=Callable[..., Any])


def aside_options(command: Command) -> Command:
    """Add `--doubts` and `--prefer-community`; `None` where the user gave neither."""
    command = click.option(
        "--prefer-community",
        type=click.FloatRange(0.0, MOST_PREFERRED),
        metavar="POINTS",
        help="Points for who is in one of your lists (overheard community) [default: 0].",
    )(command)
    return click.option(
        "--doubts/--no-doubts",
        default=None,
        help="Take points away for what overheard vet flags [default: no].",
    )(command)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The parts of a score that were asked for, and who is in which lists."""

    asides: tuple[Aside, ...] = ()
    community: Mapping[CreatorKey, tuple[str, ...]]

    @property
    def state(self) -> object:
        """Return what differs wherever who is in which lists does."""
        return hash(frozenset(self.community.items()))

    def marked(self, shortlist: Shortlist) -> Shortlist:
        """Return `shortlist` with the lists of the creators who are in any."""
        if not self.community:
            return shortlist
        candidates = (
            replace(found, community=self.community.get(found.creator.key, ()))
            for found in shortlist.candidates
        )
        return replace(shortlist, candidates=tuple(candidates))


@contextmanager
def beside(
    settings: Settings, *, doubts: bool | None, prefer: float | None, now: datetime
) -> Iterator[Beside]:
    """Yield what is counted beside the topic: as given, else as the settings say."""
    from engine.community.preferred import preferred
    from engine.store import Store, database_path

    points = settings.prefer_community if prefer is None else prefer
    with Store.open(database_path(settings.home), read_only=True) as store:
        asides = []
        members = store.community.creators()
        if points:
            asides.append(preferred(members, points))
        if settings.doubts if doubts is None else doubts:
            from engine.vetting import doubts as doubts_of

            asides.append(doubts_of(store, now=now))
        yield Beside(asides=tuple(asides), community=_by_key(store, members))


def community_of(home: Path) -> Beside:
    """Return who is in which lists of `home`, with no parts of a score."""
    from engine.store import Store, database_path

    with Store.open(database_path(home), read_only=True) as store:
        return Beside(community=_by_key(store, store.community.creators()))


def _by_key(
    store: Store, members: Mapping[CreatorId, tuple[str, ...]]
) -> dict[CreatorKey, tuple[str, ...]]:
    keys = store.creators(members)
    return {keys[id_].key: names for id_, names in members.items()}
