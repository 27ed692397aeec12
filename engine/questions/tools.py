"""What whoever asks a corpus is lent by whoever builds things from names; none of it writes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol

from engine.exports.papers import Paper
from engine.protocols import Corpus, Embedder
from engine.vocabulary import Brand, Brief, PostFilter, Shortlist


class Opened(NamedTuple):
    """A corpus, the embedder its vectors were made by, and the brand cards it was held against."""

    corpus: Corpus
    embedder: Embedder
    cards: tuple[Brand, ...] = ()


class BriefReader(Protocol):
    """Makes a brief of words and of filters given by hand, by the names of their flags."""

    def __call__(
        self, text: str, where: Mapping[str, object], opened: Opened, *, now: datetime, top: int
    ) -> Brief:
        """Return the brief; a filter that cannot be read is a `ConfigError`."""
        ...


class FilterReader(Protocol):
    """Makes a filter of what was given by hand, by the names of the flags."""

    def __call__(self, where: Mapping[str, object], opened: Opened, *, now: datetime) -> PostFilter:
        """Return the filter; one that cannot be read is a `ConfigError`."""
        ...


class PaperMaker(Protocol):
    """Finds what is said about brands, as the command of the same name does."""

    def __call__(
        self,
        home: Path,
        brands: Sequence[str],
        where: Mapping[str, object],
        *,
        choices: Mapping[str, str],
        now: datetime,
    ) -> Paper:
        """Return the findings; a brand without a card or a wrong filter is a `ConfigError`.

        `choices` are the settings beside the filters, by the names of their flags: verdicts of
        mentions, periods of voice, whether rivals' partners are asked for, too.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What is lent for asking the corpus of a home.

    `open` opens the corpus of a home. `filters` are the names of all filters, each with the form of
    its value and one sentence. `papers` are findings about brands by name: mentions, voice,
    partners; `cards` are the brand cards of a home. `labelled` adds the notices a shortlist has to
    carry. `clock` tells the time.
    """

    home: Path
    open: Callable[[Path], AbstractContextManager[Opened]]
    read_brief: BriefReader
    read_filters: FilterReader
    filters: Mapping[str, tuple[str, str]]
    papers: Mapping[str, PaperMaker]
    cards: Callable[[Path], Sequence[Brand]]
    labelled: Callable[[Shortlist], Shortlist]
    clock: Callable[[], datetime]
