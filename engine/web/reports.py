"""What became of a job so far: how far it has come, what it said, what it brought."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from engine.exports.writing import moment
from engine.text import snippet
from engine.web.earshot import Earshot

_KEPT = 200  # sentences, and errors
_LONGEST = 1_000  # characters of a sentence


class Phase(StrEnum):
    """How far a job has come."""

    RUNNING = "running"
    STOPPING = "stopping"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, and what to do about it."""

    error: str
    hint: str | None


@dataclass(slots=True, kw_only=True)
class Job:
    """One piece of work. `done` of `total` (None: not known) `unit`s of what it is `doing`.

    `results` are the reports its commands printed, one a file or a source; `earshot` is what a
    listener told, `home` what is written to, `asked` the fields of the form it was begun with.
    """

    number: int
    title: str
    began_at: datetime
    leads_to: str
    home: Path | None = None
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    phase: Phase = Phase.RUNNING
    doing: str = "starting"
    unit: str = ""
    done: int | None = None
    total: int | None = None
    said: deque[str] = field(default_factory=lambda: deque(maxlen=_KEPT))
    troubles: deque[Trouble] = field(default_factory=lambda: deque(maxlen=_KEPT))
    results: list[Mapping[str, Any]] = field(default_factory=list)
    earshot: Earshot = field(default_factory=Earshot)
    ended_at: datetime | None = None
    has_failed: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.ended_at is not None

    @property
    def new_posts(self) -> int:
        """How many posts came that were not there before."""
        return sum(int(row["posts_new"]) for row in self.rows if row["posts_new"] is not None)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What came of every file, and of every query of every source."""
        return [row for result in self.results for row in _rows(result)]

    def hear(self, line: bytes) -> None:
        """Take in one line that a command told."""
        text = line.decode("utf-8", "replace").strip()
        event: Any = None
        with suppress(ValueError):
            event = json.loads(text)
        if not isinstance(event, dict):
            event = {"said": text} if text else {}
        if "doing" in event:
            self.doing, self.unit = str(event["doing"]), str(event.get("unit", ""))
            self.done, self.total = event.get("done"), event.get("total")
        elif "error" in event:
            self.troubles.append(_trouble(str(event["error"]), event.get("hint")))
        elif "said" in event:
            self.said.append(snippet(str(event["said"]), _LONGEST))
        else:
            self.earshot.hear(event)

    def keep(self, printed: bytes) -> None:
        """Keep the reports that a command printed, if that is what it printed."""
        with suppress(ValueError):
            found = json.loads(printed)
            if isinstance(found, list):
                self.results += [one for one in found if isinstance(one, dict)]

    def fail(self, error: str | None, hint: str | None) -> None:
        """Note that something did not work."""
        self.has_failed = True
        if error is not None:
            self.troubles.append(_trouble(error, hint))

    def end(self, now: datetime) -> None:
        """Note that nothing more will happen."""
        if self.phase is Phase.STOPPING:
            self.phase = Phase.STOPPED
        else:
            self.phase = Phase.FAILED if self.has_failed else Phase.DONE
        self.ended_at = now

    def document(self) -> dict[str, Any]:
        """Return it ready for `json.dumps`."""
        return {
            "number": self.number,
            "title": self.title,
            "phase": self.phase.value,
            "doing": self.doing,
            "unit": self.unit,
            "done": self.done,
            "total": self.total,
            "began_at": moment(self.began_at),
            "ended_at": None if self.ended_at is None else moment(self.ended_at),
            "said": list(self.said),
            "troubles": [{"error": it.error, "hint": it.hint} for it in self.troubles],
            "results": self.rows,
        }


def _trouble(error: str, hint: object) -> Trouble:
    return Trouble(snippet(error, _LONGEST), None if hint is None else snippet(str(hint), _LONGEST))


_COUNTS = ("posts_read", "posts_new", "posts_updated", "posts_unchanged", "creators", "failed")


def _rows(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a row for a file, or for every query of a source."""
    if "file" in result:
        return [_row(PurePath(str(result["file"])).name, result.get("format"), result)]
    if "source" not in result:
        return []
    name = str(result["source"])
    if "queries" not in result:  # of a listener
        errors = "; ".join(map(str, result.get("errors", ())))
        return [_row(name, None, {**result, "error": errors or None})]
    return [_row(name, part.get("query"), part) for part in result.get("queries", ())]


def _row(name: str, what: object, counts: Mapping[str, Any]) -> dict[str, Any]:
    ended = counts.get("stopped") or counts.get("error")
    return {
        "name": name,
        "as": None if what is None else str(what),
        **{count: counts.get(count) for count in _COUNTS},
        "dropped": dict(counts.get("dropped") or {}),
        "ended": None if ended is None else str(ended),
    }
