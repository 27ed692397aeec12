"""What the page is lent to bring posts in: a look at a file, the sources, and checks of wishes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from engine.amounts import parse_duration
from engine.cli.collecting import asked_for, check_taken, limit_of, options_given
from engine.cli.connecting import check_options, installed_sources
from engine.cli.overhearing import check_heard, chosen_cards, watch_for, with_brands
from engine.cli.readers import choose_reader, installed_readers
from engine.cli.sources import is_set
from engine.cli.telling import ways_now
from engine.config import Settings
from engine.errors import InputError, OverheardError
from engine.inputs import head
from engine.inputs.archives import open_part, parts_of
from engine.protocols import MappedReader, Proposal, Reader
from engine.vocabulary import Page, SourceInfo
from engine.web.tools import Hearing, Looked, Origin, Wanted


def look(path: Path, mapping: Mapping[str, object] | None = None) -> Looked:
    """Return what the file at `path` looks like, its columns read as `mapping` says.

    Of a file of no format that is known for certain, the columns are shown for the user to say
    what they hold, and the first posts as they would be read.
    """
    try:
        parts = parts_of(str(path))
        if len(parts) > 1:
            return Looked(parts=len(parts))
        with open_part(parts[0]) as stream:
            return _look(stream, path.name, mapping)
    except InputError as problem:
        return Looked(problem=problem)


def _look(stream: BinaryIO, name: str, mapping: Mapping[str, object] | None) -> Looked:
    start, readers = head(stream), installed_readers()
    chosen, refused = _chosen(start, name, readers)
    if chosen is not None and not isinstance(chosen, MappedReader):
        return Looked(read_as=chosen.name)
    for reader in readers.values():
        proposal = reader.proposed(start) if isinstance(reader, MappedReader) else None
        if isinstance(reader, MappedReader) and proposal is not None:
            return _tried(reader, proposal, stream, mapping)
    return Looked(problem=refused)


def _chosen(
    start: bytes, name: str, readers: dict[str, Reader]
) -> tuple[Reader | None, InputError | None]:
    try:
        return choose_reader(start, name, wanted=None, readers=readers), None
    except InputError as refused:
        return None, refused


def _tried(
    reader: MappedReader, proposal: Proposal, stream: BinaryIO, mapping: Mapping[str, object] | None
) -> Looked:
    """Return the proposal with what the first records come to, or why they come to nothing."""
    try:
        pages = reader.mapped(mapping or {}).pages(stream, now=datetime.now(UTC))
        return Looked(proposal=proposal, page=next(pages, Page()))
    except OverheardError as problem:
        return Looked(proposal=proposal, problem=problem)


def origins() -> list[Origin]:
    """Return the live sources, those first that need nothing more."""
    found = [Origin(maker.info, _missing(maker.info)) for maker in installed_sources().values()]
    return sorted(found, key=lambda origin: bool(origin.missing))


def _missing(info: SourceInfo) -> tuple[str, ...]:
    return tuple(name for name in info.secrets if name in info.required and not is_set(info, name))


def check_wanted(wanted: Wanted) -> None:
    """Let pass what can be collected.

    Raises:
        ConfigError: a source, a query or a setting is wrong, or there is nothing to ask for.
    """
    makers = installed_sources(wanted.sources)
    queries = asked_for(wanted.hashtags, wanted.queries, wanted.accounts, since=wanted.since)
    check_taken(makers, queries)
    check_options(makers, options_given(wanted.options))
    limit_of(wanted.limit)


def check_hearing(settings: Settings, home: Path, wanted: Hearing) -> None:
    """Let pass what can be listened for.

    Raises:
        ConfigError: a source, a card or a setting is wrong, or there is nothing to listen for.
    """
    makers = installed_sources(wanted.sources)
    cards = chosen_cards(home, wanted.brands)
    watch = watch_for(
        wanted.hashtags,
        wanted.words,
        wanted.accounts,
        everything=wanted.everything,
        is_enough=bool(cards),
    )
    check_heard(makers, with_brands(watch, cards), wanted.accounts)
    check_options(makers, options_given(wanted.options))
    for duration in filter(None, (wanted.span, wanted.poll)):
        parse_duration(duration)
    if wanted.alerts:
        ways_now(settings)
