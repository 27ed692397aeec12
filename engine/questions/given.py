"""What is asked, as it is typed: how long it may be, and what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from engine import demo
from engine.amounts import parse_when
from engine.config import nearest
from engine.errors import ConfigError
from engine.vocabulary import CorpusSummary

READING = ("ignore", "literal")  # how the brief's own words are read
LONGEST_BRIEF = 2_000  # characters
LONGEST_VALUE = 500  # characters
CHOICES: Mapping[str, tuple[str, ...]] = {
    "mentions": ("verdict", "all"),
    "voice": ("by", "compare", "with-unsure", "count-all"),
    "partners": ("rivals",),
}
"""What may be chosen beside the filters, by the name of the findings about brands."""
_LAST_DAY = datetime(9000, 1, 1, tzinfo=UTC)


def moment_of(written: str | None, clock: datetime, corpus: CorpusSummary) -> datetime:
    """Return the moment ages are counted from: as `written`, else now, to the minute.

    Of the bundled sample alone it is the day after its newest post.

    Raises:
        ConfigError: `written` is no moment.
    """
    if written is not None:
        moment = parse_when(written, clock)
        if moment >= _LAST_DAY:
            raise ConfigError(f"now: {written!r} is too far ahead", hint="for example 2026-10-01")
        return moment
    if set(corpus.by_source) == {demo.SOURCE}:
        return demo.NOW
    return clock.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)


def chosen(written: str | None, known: tuple[str, ...], name: str) -> str | None:
    """Return `written` if it is one of `known`; None where nothing was given.

    Raises:
        ConfigError: it is none of them.
    """
    if written is None or written in known:
        return written
    raise ConfigError(f"{name}: there is no {written!r}", hint=nearest(written, known))
