"""What the program says and how far it has come, as lines of JSON for another program to follow.

{"said": "columns as guessed: …"}
{"error": "posts.csv is empty", "hint": "check that it was written or copied whole"}
{"doing": "reading posts.csv", "unit": "posts", "done": 1200, "total": null}

`listen` tells as well how each source does, some of the posts that are kept, and what was told:

{"source": {"name": "bluesky", "live": true, "state": "following", "posts_read": 12, …}}
{"heard": {"source": "bluesky", "handle": "ana", "text": "…", "url": "https://…", "brands": []}}
{"alert": {"channel": "e-mail through …", "headline": "3 mentions of CeraVe", "taken": true, …}}
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
        self._turn = threading.Lock()
        self.is_followed = True  # until whoever reads it is gone

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Tell every whole line of `text` as something said."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            if line.strip():
                self.tell_of(said=line)
        return len(text)

    def complain(self, message: str, hint: str | None) -> None:
        """Tell of an error and what to do about it."""
        self.tell_of(error=message, hint=hint)

    @contextmanager
    def progress(self, label: str, unit: str) -> Iterator[Progress]:
        """Tell that `label` begins; yield what tells how far it has come, a few times a second.

        The last word is told even if nothing follows for long: a page that came is counted while
        the next one is waited for.
        """
        self.tell_of(doing=label, unit=unit, done=None, total=None)
        paced = _Paced(
            lambda done, total: self.tell_of(doing=label, unit=unit, done=done, total=total)
        )
        try:
            yield paced.show
        finally:
            paced.catch_up()

    def tell_of(self, **event: object) -> None:
        """Tell an event, whose values are ready for `json.dumps`; to nobody if nobody follows."""
        with self._turn:
            if not self.is_followed:
                return
            try:
                self._to.write(json.dumps(event) + "\n")
                self._to.flush()
            except BrokenPipeError:
                self.is_followed = False


class _Paced:
    """Passes on what it is shown, no more often than every `_SECONDS`, and always the newest."""

    def __init__(self, tell: Progress) -> None:
        self._tell = tell
        self._turn = threading.Lock()
        self._told_at = time.monotonic()
        self._newest: tuple[int, int | None] | None = None  # of what was not told
        self._later: threading.Timer | None = None

    def show(self, done: int, total: int | None) -> None:
        """Tell it, now or as soon as it may be told if nothing newer comes before."""
        with self._turn:
            self._newest = (done, total)
            rest = self._told_at + _SECONDS - time.monotonic()
            if rest <= 0:
                self._pass_on()
            elif self._later is None:
                self._later = threading.Timer(rest, self.catch_up)
                self._later.daemon = True
                self._later.start()

    def catch_up(self) -> None:
        """Tell what was not told yet."""
        with self._turn:
            self._pass_on()

    def _pass_on(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        if self._newest is not None:
            self._tell(*self._newest)
            self._told_at, self._newest = time.monotonic(), None


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
