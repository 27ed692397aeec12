"""Being told to stop: Ctrl-C and a polite kill end long work where it may end."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress


def stop_on_signals(stop: asyncio.Event, *, once: bool = False) -> None:
    """Have Ctrl-C and SIGTERM set `stop`; call it inside the loop that waits for it.

    With `once`, a second one interrupts what is still done after the first.
    Windows has no such handlers (asyncio raises NotImplementedError): there Ctrl-C interrupts.
    """
    loop = asyncio.get_running_loop()

    def told() -> None:
        if once and stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, told)
