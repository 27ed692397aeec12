"""Two pieces of work at once."""

from __future__ import annotations

import threading

import pytest

from engine.beside import at_once


def test_one_is_done_here_and_the_other_in_a_thread_beside_at_the_same_time():
    meeting = threading.Barrier(2, timeout=10.0)  # passes only where both are at work

    def met() -> threading.Thread:
        meeting.wait()
        return threading.current_thread()

    here, beside = at_once(met, met)
    assert here is threading.current_thread()
    assert beside is not here


def test_an_error_of_either_is_raised_when_both_have_ended():
    ended = []

    def fails() -> None:
        raise ValueError("no")

    for here, beside in ((fails, lambda: ended.append("beside")),
                         (lambda: ended.append("here"), fails)):  # fmt: skip
        with pytest.raises(ValueError, match="no"):
            at_once(here, beside)
    assert ended == ["beside", "here"]
