"""Tests that wait: `@awaited` runs a test in an event loop of its own."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import ParamSpec

P = ParamSpec("P")


def awaited(test: Callable[P, Awaitable[None]]) -> Callable[P, None]:
    """Run an asynchronous `test` to its end, as pytest does with others."""

    @functools.wraps(test)
    def run(*given: P.args, **named: P.kwargs) -> None:
        async def wait() -> None:
            await test(*given, **named)

        asyncio.run(wait())

    return run
