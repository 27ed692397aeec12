"""What the program says on standard error, and how foreign text is made harmless on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from engine.cli.events import EventStream

if TYPE_CHECKING:
    from engine.protocols import Progress

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HARMLESS = (
    {code: 0x2400 + code for code in range(0x20)}
    | {0x7F: 0x2421}
    | dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000)], _REPLACEMENT)
    | dict.fromkeys(map(ord, _BIDI), _REPLACEMENT)
    | dict.fromkeys(map(ord, "\t\r\x0b\x0c\x85\u2028\u2029"), " ")
)
_ONE_LINE = _HARMLESS | {ord("\n"): " "}
_LINES = _HARMLESS | {ord("\n"): "\n"}


def harmless(text: str, *, lines: bool = False) -> str:
    """Return `text` with nothing in it that moves a cursor, colours, rings or reverses.

    Control codes become visible pictures of themselves, direction overrides and unpaired
    surrogates a replacement character, and line ends a space unless `lines` are kept.
    """
    return text.translate(_LINES if lines else _ONE_LINE)


def say(text: str) -> None:
    """Print a notice on standard error."""
    print(harmless(text, lines=True), file=sys.stderr, flush=True)


def followed() -> EventStream | None:
    """Return what tells another program of events, None where no program follows."""
    return sys.stderr if isinstance(sys.stderr, EventStream) else None


def complain(message: str, *, hint: str | None = None) -> None:
    """Print `error: …` and, if there is one, `hint: …` on standard error."""
    if isinstance(sys.stderr, EventStream):
        sys.stderr.complain(message, hint)
        return
    say(f"error: {message}")
    if hint:
        say(f"hint: {hint}")


@contextmanager
def progress_bar(label: str, unit: str) -> Iterator[Progress | None]:
    """Show how far long work has come, with rate and time left; one line where nobody watches."""
    if isinstance(sys.stderr, EventStream):
        with sys.stderr.progress(label, unit) as show:
            yield show
        return
    if not sys.stderr.isatty():
        say(f"{label} …")
        yield None
        return
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.TextColumn("{task.completed:,.0f} " + unit),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(label, total=None, rate="")

        def show(done: int, total: int | None) -> None:
            speed = bars.tasks[0].finished_speed or bars.tasks[0].speed
            rate = f"{speed:,.0f}/s" if speed else ""
            bars.update(task, completed=done, total=total, rate=rate)

        yield show
