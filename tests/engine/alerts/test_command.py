"""Commands that are given digests."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path

import pytest

from engine.alerts import Command
from engine.errors import AlertError
from tests.engine.alerts.notices import digest, mention

HOSTILE = '$(touch pwned); `id`; "; rm -rf x #\n--help'
DIGEST = digest(mention(text=HOSTILE, handle="$(id)"))


def send(code: str, *more: str, timeout: float = 30.0) -> None:
    command = Command(arguments=(sys.executable, "-c", code, *more), timeout=timeout)
    asyncio.run(command.send(DIGEST))


def test_a_command_reads_the_digest_and_none_of_it_is_an_argument(tmp_path: Path) -> None:
    file = tmp_path / "seen.json"
    send(
        "import json, sys; json.dump([sys.argv[1:], json.load(sys.stdin)], open(sys.argv[1], 'w'))",
        str(file),
    )
    arguments, told = json.loads(file.read_text())
    assert arguments == [str(file)]
    assert told["mentions"][0]["text"] == " ".join(HOSTILE.split())


def test_a_command_that_does_not_read_is_no_error() -> None:
    send("pass")


def test_a_command_that_fails_says_why_on_one_line() -> None:
    with pytest.raises(AlertError, match=r"ended with status 3: no \S+ today$"):
        send("import sys; print('first\\nno \\x1b[31mluck today', file=sys.stderr); sys.exit(3)")


def test_a_command_that_does_not_end_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    file = tmp_path / "child"
    code = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "open(sys.argv[1], 'w').write(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    started = time.monotonic()
    with pytest.raises(AlertError, match=r"longer than 1\.5 seconds"):
        send(code, str(file), timeout=1.5)
    assert time.monotonic() - started < 20
    child = int(file.read_text())
    assert _is_gone(child)


def _is_gone(pid: int) -> bool:
    """A killed child that nobody has waited for yet is a zombie: gone, too."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def test_a_command_that_is_not_there_is_told_with_what_to_write() -> None:
    with pytest.raises(AlertError, match="cannot be started") as told:
        asyncio.run(Command(arguments=("/no/such/program",)).send(DIGEST))
    assert "command = [" in str(told.value.hint)


def test_a_command_is_not_given_the_secrets_of_other_channels(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("OVERHEARD_WEBHOOK_SECRET", "a")
    monkeypatch.setenv("OVERHEARD_SMTP_PASSWORD", "b")
    file = tmp_path / "seen.json"
    send("import json, os, sys; json.dump(dict(os.environ), open(sys.argv[1], 'w'))", str(file))
    seen = json.loads(file.read_text())
    assert not seen.keys() & {"OVERHEARD_WEBHOOK_SECRET", "OVERHEARD_SMTP_PASSWORD"}
    assert seen["PATH"] == os.environ["PATH"]
