"""A digest as JSON to the standard input of a command of the user's."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
from dataclasses import dataclass

from engine.alerts.digest import Digest, document, one_line
from engine.errors import AlertError
from engine.text import snippet

TIMEOUT = 30.0  # seconds
_SHOWN = 200  # characters of what it complains of
SECRETS = ("OVERHEARD_WEBHOOK_SECRET", "OVERHEARD_SMTP_PASSWORD")
"""Variables of the environment with secrets of other channels: a command is not given them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Runs `arguments`, never by a shell: nothing a post says is ever part of them."""

    arguments: tuple[str, ...]
    timeout: float = TIMEOUT

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"the command {self.arguments[0]}"

    async def send(self, digest: Digest) -> None:
        """Run the command with `digest` on its standard input, and wait for its end.

        Raises:
            AlertError: it cannot be started, fails, or takes longer than `timeout` seconds; then
                it is stopped, with all it started.
        """
        written = json.dumps(document(digest), ensure_ascii=False).encode() + b"\n"
        process = await self._started()
        try:
            _, complaint = await asyncio.wait_for(process.communicate(written), self.timeout)
        except TimeoutError as error:
            raise AlertError(
                f"{self.name} was stopped: it took longer than {self.timeout:g} seconds"
            ) from error
        finally:
            if process.returncode is None:
                await _stop(process)
        if process.returncode:
            last = complaint.decode("utf-8", "replace").strip().splitlines()[-1:]
            told = f": {snippet(one_line(last[0]), _SHOWN)}" if last else ""
            raise AlertError(f"{self.name} ended with status {process.returncode}{told}")

    async def _started(self) -> asyncio.subprocess.Process:
        environment = {key: text for key, text in os.environ.items() if key not in SECRETS}
        try:
            return await asyncio.create_subprocess_exec(
                *self.arguments,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise AlertError(
                f"{self.name} cannot be started: {error}",
                hint='under [alerts], command = ["/path/to/program", "argument"]',
            ) from error


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Kill `process` and what it started: they are a session of their own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
