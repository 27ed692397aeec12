"""Servers of other people's making, run by the tests on loopback and ended by their own process."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

STARTS_WITHIN = 60.0  # seconds; a few on an idle machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(command: Sequence[str], *, port: int, folder: Path) -> Iterator[None]:
    """Run a program of this environment until the context ends; it listens on `port` by then."""
    program = Path(sys.executable).with_name(command[0])
    log = folder / f"{command[0]}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(program), *command[1:]],
            cwd=folder,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
    try:
        _wait(process, port, log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"it ended by itself:\n{log.read_text(errors='replace')}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError(f"it does not listen:\n{log.read_text(errors='replace')}")
