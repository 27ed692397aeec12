"""What every test gets: a frozen moment, a store of its own, and no network beyond this machine."""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.config import STANCES_VARIABLE
from engine.store import Store
from tests.fakes import NOW
from tests.installed import ROOT, SHARED

# What is installed beside the project's own needs changes no test, in this process or another.
os.environ[STANCES_VARIABLE] = "minilm"

LONGEST = {
    "tests/test_crash.py", "tests/test_readme.py", "tests/test_quality.py",
    "tests/test_packaging.py", "tests/test_bench.py", "tests/scripts/test_trust.py",
    "tests/engine/web/test_browser.py", "tests/engine/web/test_listening.py",
    "tests/engine/web/test_shortlist_journey.py",
}  # fmt: skip


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket's path
    host = str(address[0])
    if host in {"", "localhost"}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder that all processes of this run share."""
    if not hasattr(config, "workerinput"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="overheard-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end all others would wait for one of them."""
    items.sort(key=lambda item: item.path.relative_to(ROOT).as_posix() not in LONGEST)


def pytest_collection_finish() -> None:
    """Let the garbage collector rest about what was collected: thousands of tests, kept to the end.

    It would go through all of it again whenever it runs, and benchmarks make it run.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _no_network_beyond_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def guarded_connect(self: socket.socket, address: object) -> None:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)  # type: ignore[arg-type]

    def guarded_connect_ex(self: socket.socket, address: object) -> int:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address}")
        return connect_ex(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)


@pytest.fixture
def now() -> datetime:
    """The frozen moment of the tests."""
    return NOW


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store, open for writing."""
    with Store.open(tmp_path / "overheard.db") as opened:
        yield opened
