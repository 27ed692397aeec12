"""Two pieces of work at once: what waits or multiplies large arrays lets the interpreter go."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Here = TypeVar("Here")
Beside = TypeVar("Beside")


def at_once(here: Callable[[], Here], beside: Callable[[], Beside]) -> tuple[Here, Beside]:
    """Return what both give: `here` in this thread, `beside` in one of its own meanwhile.

    An error of either is raised when both have ended, that of `here` first.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="beside") as thread:
        later = thread.submit(beside)
        return here(), later.result()
