"""The seams: what may be replaced, and the laws a replacement keeps.

Protocols, not base classes: nothing is inherited. Each has a contract suite in
`tests/contracts/` that every implementation passes, the fakes of the tests included.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol, runtime_checkable

from engine.access import Access
from engine.vocabulary import (
    Activity,
    CorpusSummary,
    Creator,
    CreatorId,
    CreatorKey,
    EngagementTable,
    Heard,
    Ids,
    Page,
    Post,
    PostFilter,
    PostId,
    Query,
    Run,
    Sample,
    Shortlist,
    SourceInfo,
    Spoken,
    Vectors,
    Watch,
    Wording,
)


class Progress(Protocol):
    """Told how far long work has come: `done` of `total` units (`None`: not known)."""

    def __call__(self, done: int, total: int | None) -> None: ...


class Source(Protocol):
    """A place posts come from: a platform, or one server of it.

    `pages` goes on from the cursor `after` (`None`: from the beginning), in the platform's own
    paging order, and returns when there is no more for now. It keeps nothing between calls:
    whatever it needs in order to go on, in mid-walk or tomorrow, is in the cursor, a string only
    it can read. The last page of a walk leaves a cursor that begins the next walk at the newest
    post seen. It yields a page twice rather than skip one, and stops when a cursor does not move.
    It raises `SourceError` and no other error on purpose.

    `name` is what cursors and reports are kept under, `mastodon/example.social` where a platform
    has many servers; `info` describes the platform, and `info.name` is the `source` of its posts.
    """

    name: str

    @property
    def info(self) -> SourceInfo: ...
    def pages(self, query: Query, *, after: str | None) -> AsyncGenerator[Page, None]: ...


@runtime_checkable
class ProfileSource(Protocol):
    """A source that can look up creators, at most `profile_batch` by native id at a time.

    Of those asked for, the ones that are gone are in the page's `deleted_creators`.
    """

    profile_batch: int

    async def profiles(self, native_ids: Sequence[str]) -> Page: ...


@runtime_checkable
class ListeningSource(Protocol):
    """A source that can be followed live.

    `listen` yields what is heard of `watch` as pages, at least every few seconds while there is
    something new (a new cursor is), until it is closed. It reconnects by itself, and says in
    `Page.notes` what was missed meanwhile. From `after` on it goes back to where it was, as far as
    the platform lets it; what it hears twice is the same posts. It raises `SourceError` only where
    trying again is of no use.
    """

    name: str

    @property
    def info(self) -> SourceInfo: ...
    def listen(self, watch: Watch, *, after: str | None) -> AsyncGenerator[Page, None]: ...


class SourceMaker(Protocol):
    """What an entry point of the group `overheard.sources` names: a class of sources.

    `make` returns a source for every server that `access.options` name. It raises `ConfigError`
    for options that are wrong; missing secrets are an `AuthError` of the first page.
    """

    info: SourceInfo

    def make(self, access: Access) -> Sequence[Source]: ...


class Reader(Protocol):
    """A format of files people already have.

    `recognises` looks at the first bytes (decompressed, at most 64 KiB) and says how sure it is
    that the file is of this format: 0 not at all, 1 (or true) beyond doubt; the surest reader
    reads. `pages` reads the decompressed stream in one pass and in bounded memory; a record that
    cannot be kept becomes a `Problem` of its page and costs nothing else. An `InputError` raised
    by the stream in mid-file (a truncated archive) becomes a `Problem` too. It raises `InputError`
    only when the file as a whole is not of this format. `now` is the time of reading: no post is
    later than that.
    """

    name: str
    description: str

    def recognises(self, head: bytes) -> float: ...
    def pages(self, stream: BinaryIO, *, now: datetime) -> Iterator[Page]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How near a file comes to a format, by the names of fields.

    `present` and `missing` are those the format needs, `seen` those of the file, all or the first
    of them.
    """

    present: tuple[str, ...]
    missing: tuple[str, ...]
    seen: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of what the format needs that is there, from 0 to 1."""
        return len(self.present) / max(1, len(self.present) + len(self.missing))


@runtime_checkable
class ComparingReader(Protocol):
    """A reader that can say how near a file comes to its format."""

    def compare(self, head: bytes) -> Likeness: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """How a reader would read the columns of a file, to be looked at and overruled.

    `columns` are all of them, each with its first values as texts; `fields` says which column
    holds what (`creator.handle`: `User`), `targets` are the fields there are. `source` is that of
    every post, None where a column says it.
    """

    columns: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, str]
    targets: Sequence[str]
    source: str | None


@runtime_checkable
class MappedReader(Protocol):
    """A reader whose reading of columns the user may overrule.

    `proposed` says how it would read a file that begins with `head`, None for one without columns.
    `mapped` returns a reader that reads as `mapping` says, a table of TOML; it raises
    `ConfigError` for one it cannot use.
    """

    def proposed(self, head: bytes) -> Proposal | None: ...
    def mapped(self, mapping: Mapping[str, object]) -> Reader: ...


class Embedder(Protocol):
    """Texts to unit vectors. `embed_query` exists because many models treat the two differently.

    One thread asks at a time, and not always the same one.
    """

    @property
    def model_id(self) -> str:
        """The weights and settings, not the library: vectors of two ids are never compared."""
        ...

    @property
    def dim(self) -> int: ...
    def embed(self, texts: Sequence[str]) -> Vectors: ...  # (n, dim) float32, unit rows
    def embed_query(self, text: str) -> Vectors: ...  # (dim,) float32, unit


class VectorIndex(Protocol):
    """Unit vectors under ids of ours, searched by inner product."""

    @property
    def dim(self) -> int: ...
    def __len__(self) -> int: ...
    def watermark(self) -> int: ...  # the largest id ever added, 0 if none
    def ids(self) -> Ids: ...  # (n,) ascending
    def add(
        self, ids: Ids, vectors: Vectors
    ) -> None: ...  # ascending, every id above the watermark
    def remove(self, ids: Ids) -> None: ...  # unknown ids are ignored
    def search(self, query: Vectors, k: int, *, allowed: Ids | None = None) -> Run: ...
    def vectors(self, ids: Ids) -> Vectors: ...  # (n, dim) float32; an unknown id raises KeyError
    def save(self) -> None: ...  # atomic: the old file or the new one


class Corpus(Protocol):
    """All that ranking may ask of the world.

    `where` crosses as a value; each corpus compiles it in its own language and applies it
    *before* the nearest-neighbour cut, with exact bounds. One thread asks at a time, and not
    always the same one.
    """

    def summary(self) -> CorpusSummary: ...
    def dense(self, query: Vectors, k: int, where: PostFilter) -> Run: ...  # post ids by similarity
    def lexical(self, text: str, k: int, where: PostFilter) -> Run: ...  # post ids by BM25, > 0
    def wording(self, text: str, where: PostFilter) -> Wording:
        """Return the posts that hold `text` word for word, and how often chance would have it.

        Of more posts with all its words than a brief has time for, the newest are looked at.
        """
        ...

    def holding(self, texts: Sequence[str]) -> Sequence[Ids | None]:
        """Return, for each of `texts`, the posts that hold its words in a row, ascending.

        None for a text that so many hold that it tells nothing.
        """
        ...

    def profiles(self, query: Vectors, k: int, where: PostFilter) -> Run:
        """Return creator ids by the similarity of `query` to the mean vector of their posts."""
        ...

    def sample(self) -> Sample: ...
    def activity(self, query: Vectors, creators: Ids, where: PostFilter) -> Activity: ...
    def engagement(self) -> EngagementTable: ...
    def spoken(self, posts: Ids) -> Spoken:
        """Return the words of `posts`, in the same order."""
        ...

    def creators_of(self, posts: Ids) -> Ids: ...  # (n,) creator ids, same order
    def posts(self, ids: Ids) -> Mapping[PostId, Post]: ...
    def creators(self, ids: Ids) -> Mapping[CreatorId, Creator]: ...
    def mentions(self, creators: Sequence[CreatorKey]) -> Mapping[CreatorKey, Heard]:
        """Return what creators say of brands; those who mention none may be left out."""
        ...

    def find_creators(self, handle: str) -> Sequence[CreatorId]:
        """Return creators called `handle`: `@handle`, `handle` or `source:native_id`."""
        ...

    def dropped(self, where: PostFilter) -> Mapping[str, int]:
        """Count creators left out because a filter asked what is not known of them, by filter."""
        ...

    def why_not(self, creator: CreatorId, where: PostFilter) -> Sequence[str]:
        """Return the filters, as sentences, that keep this creator out; empty if none does."""
        ...

    def knows_location(self, words: str) -> bool: ...


class Exporter(Protocol):
    """A file format for shortlists. `write` gets a temporary path, which is renamed after."""

    suffix: str  # ".csv"

    def write(self, shortlists: Sequence[Shortlist], path: Path) -> None: ...
