"""What the page is lent by whoever builds things from names: the one seam to the outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from engine.errors import OverheardError
from engine.protocols import Proposal
from engine.questions import Opened
from engine.questions import Tools as Asking
from engine.ranking.asides import Aside
from engine.store.shortlists import Asked
from engine.vocabulary import CreatorKey, Page, Shortlist, SourceInfo
from engine.web.reach import Reach


class Counted(NamedTuple):
    """Parts of a score counted beside the topic; `state` changes with what they are worked out of.

    Of what the corpus holds, `state` says nothing.
    """

    asides: tuple[Aside, ...] = ()
    state: object = None


class AsideMaker(Protocol):
    """Makes what is counted beside the topic: as asked for, else as the settings say."""

    def __call__(
        self, home: Path, *, doubts: bool | None, prefer: float | None, now: datetime
    ) -> AbstractContextManager[Counted]:
        """Return it for as long as the context lasts; `prefer` is points, up to the most there are.

        None is not asked for.
        """
        ...


class ListSearch(Protocol):
    """Runs what a list is made by again."""

    def __call__(self, asked: Asked, opened: Opened, *, now: datetime) -> Shortlist:
        """Return what is found; a filter that cannot be read is a `ConfigError`."""
        ...


class Program(Protocol):
    """Tells how a command of ours is run in a process of its own."""

    def __call__(self, home: Path, command: str) -> Sequence[str]:
        """Return the words that begin it; its arguments follow. It tells events (`--events`)."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a file looks like before it is imported.

    `read_as` is the format it is sure to be of, None where `proposal` says how its columns would
    be read or `problem` why it cannot be. `page` is what the first records come to, `parts` how
    many files an archive holds.
    """

    read_as: str | None = None
    parts: int = 1
    proposal: Proposal | None = None
    page: Page | None = None
    problem: OverheardError | None = None


class StatusReader(Protocol):
    """Says what a home holds, as `overheard status --output json` does."""

    def __call__(
        self, home: Path, *, days: int | None = 90, runs: int | None = 20, before: int | None = None
    ) -> Mapping[str, Any]:
        """Return it: posts by day of the `days` up to the newest, `runs` runs kept before a number.

        None is all of them.
        """
        ...


class ToldReader(Protocol):
    """Says what was told of brands, as `overheard alerts --output json` does."""

    def __call__(
        self, home: Path, *, limit: int = 20, before: int | None = None
    ) -> Mapping[str, Any]:
        """Return `limit` digests at the most, the newest first, of those before a number."""
        ...


class Looker(Protocol):
    """Looks at a file as importing it would, without keeping anything."""

    def __call__(self, path: Path, mapping: Mapping[str, object] | None = None) -> Looked:
        """Return what it looks like; `mapping` overrules how its columns are read."""
        ...


class Origin(NamedTuple):
    """A live source, and the names of what it cannot do without and has not got."""

    info: SourceInfo
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be collected, as it was typed; `options` are `NAME=VALUE`."""

    sources: Sequence[str]
    hashtags: Sequence[str] = ()
    queries: Sequence[str] = ()
    accounts: Sequence[str] = ()
    since: str | None = None
    limit: str | None = None
    options: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What is to be listened for, as it was typed; `brands` are keys of cards.

    `span` is how long, None until it is stopped; `poll` how often sources without a stream are
    asked. With `alerts`, new mentions and bursts are told as the settings say.
    """

    sources: Sequence[str]
    hashtags: Sequence[str] = ()
    words: Sequence[str] = ()
    accounts: Sequence[str] = ()
    brands: Sequence[str] = ()
    everything: bool = False
    span: str | None = None
    poll: str | None = None
    options: Sequence[str] = ()
    alerts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools(Asking):
    """What is done for the page by others, beside what everybody who asks is lent.

    `beside` makes what a ranking counts beside the topic. `erase` removes creators from a home and
    says how many posts that were, `status` says what it holds as `overheard status --output json`
    does. The filters in `listed` may be repeated. `catch_up` holds the posts of a home against its
    brand cards as they are now and says what it found, and `learn` does that and says how the judge
    of one card does by now. `marked` adds who is in a list of the user's, of customers or of people
    not to be contacted. `search_again` searches for what a list is made by. `program` runs a
    command in a process of its own, `look` looks at a file to be imported, `origins` are the live
    sources, and `check_wanted` raises a `ConfigError` for what cannot be collected, `check_hearing`
    for what cannot be listened for in a home. `ways` says where alerts go, without a secret, or
    raises one, `told` what was told of a home. `reach` is for writing to creators.
    """

    beside: AsideMaker
    listed: frozenset[str]
    status: StatusReader
    erase: Callable[[Path, Sequence[CreatorKey]], int]
    catch_up: Callable[[Path], Sequence[str]]
    learn: Callable[[Path, str], Sequence[str]]
    marked: Callable[[Path, Shortlist], Shortlist]
    search_again: ListSearch
    program: Program
    look: Looker
    origins: Callable[[], Sequence[Origin]]
    check_wanted: Callable[[Wanted], None]
    check_hearing: Callable[[Path, Hearing], None]
    ways: Callable[[], Mapping[str, Any]]
    told: ToldReader
    reach: Reach
