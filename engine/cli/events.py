"""What the program says and how far it has come, as lines of JSON for another program to follow.

{"said": "columns as guessed: …"}
{"error": "posts.csv is empty", "hint": "check that it was written or copied whole"}
{"doing": "reading posts.csv", "unit": "posts", "done": 1200, "total": null}
"""

from __future__ import annotations

import io
import json
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from engine.protocols import Progress

_SECONDS = 0.2  # between two words on how far it has come


class EventStream(io.TextIOBase):
    """Standard error of a program that is followed by another: a line of JSON an event."""

    def __init__(self, to: TextIO) -> None:
        super().__init__()
        self._to = to
        self._begun = ""

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Tell every whole line of `text` as something said."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            if line.strip():
                self._tell(said=line)
        return len(text)

    def complain(self, message: str, hint: str | None) -> None:
        """Tell of an error and what to do about it."""
        self._tell(error=message, hint=hint)

    def progress(self, label: str, unit: str) -> Progress:
        """Tell that `label` begins; return what tells how far it has come, a few times a second."""
        last = time.monotonic()

        def show(done: int, total: int | None) -> None:
            nonlocal last
            if time.monotonic() - last >= _SECONDS:
                last = time.monotonic()
                self._tell(doing=label, unit=unit, done=done, total=total)

        self._tell(doing=label, unit=unit, done=None, total=None)
        return show

    def _tell(self, **event: object) -> None:
        self._to.write(json.dumps(event) + "\n")
        self._to.flush()


@contextmanager
def told_as_events(stream: TextIO) -> Iterator[None]:
    """Have all that goes to standard error go to `stream` as events.

    Being told to stop (SIGTERM) is then as Ctrl-C: what is finished is kept, and that is said.
    """
    with redirect_stderr(EventStream(stream)), _stopped_as_by_hand():
        yield


@contextmanager
def _stopped_as_by_hand() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
