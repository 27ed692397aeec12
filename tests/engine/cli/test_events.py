"""What is told to a program that follows ours."""

from __future__ import annotations

import io
import json
import time
from typing import Any

import pytest

from engine.cli import events
from engine.cli.events import told_as_events
from engine.cli.speech import complain, progress_bar, say


def told(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_all_that_is_said_is_told_a_line_an_event(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "_SECONDS", 0.0)
    stream = io.StringIO()
    with told_as_events(stream):
        say('first\n{"doing": "forged"}')
        complain("it is empty", hint="copy it again")
        with progress_bar("reading a.csv", "posts") as progress:
            assert progress is not None
            progress(3, None)
    doing = {"doing": "reading a.csv", "unit": "posts", "total": None}
    assert told(stream) == [
        {"said": "first"},
        {"said": '{"doing": "forged"}'},
        {"error": "it is empty", "hint": "copy it again"},
        doing | {"done": None},
        doing | {"done": 3},
    ]


def test_how_far_it_has_come_is_told_a_few_times_a_second_only() -> None:
    stream = io.StringIO()
    with told_as_events(stream), progress_bar("reading", "posts") as progress:
        assert progress is not None
        for number in range(1_000):
            progress(number, 1_000)
    assert len(told(stream)) < 10


def test_the_newest_is_told_even_if_nothing_follows() -> None:
    stream = io.StringIO()
    with told_as_events(stream), progress_bar("reading", "posts") as progress:
        assert progress is not None
        progress(20, None)
        progress(40, None)
        deadline = time.monotonic() + 60
        while len(told(stream)) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        assert [event["done"] for event in told(stream)] == [None, 40]
        progress(60, None)
    assert [event["done"] for event in told(stream)] == [None, 40, 60]
